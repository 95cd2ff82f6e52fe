use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node {
    #[strong]
    numbers: Children<u32>,
}

fn main() {}
