use weakgraph::Graph;

#[derive(Graph)]
struct Node {
    #[weak]
    boss: std::rc::Weak<Node>,
}

fn main() {}
