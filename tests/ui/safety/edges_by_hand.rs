use weakgraph::{Graph, Member, OwnerOf};

#[derive(Graph)]
struct Node;

impl Member<()> for Node {
    type Owner = Node;
}

impl OwnerOf<Node, ()> for Node {}

fn main() {}
