use std::cell::RefCell;

use weakgraph::{Graph, Strong};

struct PhantomData<T>(T);

#[derive(Graph)]
struct Node {
    next: PhantomData<RefCell<Option<Strong<Node>>>>,
}

fn main() {
    let node = Strong::new(Node { next: PhantomData(RefCell::new(None)) });
    *node.next.0.borrow_mut() = Some(node.clone());
}
