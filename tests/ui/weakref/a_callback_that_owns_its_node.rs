//! The plain way to let a callback keep its own node alive.

use weakgraph::{Finalizer, Graph, Strong};

#[derive(Graph)]
struct Doc;

fn main() {
    let doc = Strong::new(Doc);
    let finalizer = Finalizer::new(&doc, move || drop(doc));
    finalizer.run();
}
