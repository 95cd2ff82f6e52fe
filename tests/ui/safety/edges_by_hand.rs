use weakgraph::{Graph, HasParent, ParentOf};

#[derive(Graph)]
struct Node;

impl HasParent<()> for Node {
    type Parent = Node;
}

impl ParentOf<Node, ()> for Node {}

fn main() {}
