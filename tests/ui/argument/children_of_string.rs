use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node {
    #[strong]
    names: Children<String>,
}

fn main() {}
