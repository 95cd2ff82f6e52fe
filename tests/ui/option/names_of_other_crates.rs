use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(serialize, on_death = Self::bye, PartialEq, display = Self::name, builder)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong(singular = kid)]
    kids: Children<Node>,
}

fn main() {}
