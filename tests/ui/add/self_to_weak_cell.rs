use weakgraph::{Graph, Strong, WeakCell};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    friend: WeakCell<Node>,
}

impl Node {
    fn befriend(&self, other: &Strong<Node>) {
        other.set_friend(self);
    }
}

fn main() {}
