//! What a type parameter stands for may borrow, and be gone when a forgotten handle lets the hook be called.
use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
struct Node<T> {
    item: T,
    #[weak(on_drop = Self::gone)]
    friend: WeakCell<Node<T>>,
}

impl<T> Node<T> {
    fn gone(&self) {}
}

fn main() {}
