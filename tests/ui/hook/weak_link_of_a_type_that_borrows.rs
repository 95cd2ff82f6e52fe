//! A link that a forgotten handle keeps for ever would call its hook after what the node borrows has gone.
use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
struct Node<'a> {
    name: &'a str,
    #[weak(on_drop = Self::gone)]
    friend: WeakCell<Node<'a>>,
}

impl Node<'_> {
    fn gone(&self) {
        println!("{}", self.name);
    }
}

fn main() {}
