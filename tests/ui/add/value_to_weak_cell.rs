use weakgraph::{Graph, Strong, WeakCell};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    friend: WeakCell<Node>,
}

fn main() {
    let node = Strong::<Node>::default();
    node.set_friend(Node::default());
}
