use weakgraph::Graph;

#[derive(Graph)]
struct Node {
    #[weak]
    name: String,
}

fn main() {}
