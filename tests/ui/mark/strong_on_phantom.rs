use weakgraph::Graph;

#[derive(Graph)]
struct Node {
    #[strong]
    of: std::marker::PhantomData<Node>,
}

fn main() {}
