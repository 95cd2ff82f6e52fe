use weakgraph::{Child, Graph, Parent};

#[derive(Graph)]
struct Quad {
    #[weak]
    parent: Parent<Quad>,
    #[strong]
    quadrants: [Child<Quad>; 4],
}

fn main() {}
