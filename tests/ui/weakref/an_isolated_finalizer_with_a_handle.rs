//! An isolated finalizer holds no handle, so not its own node either.

use weakgraph::{Finalizer, Graph, Strong};

#[derive(Graph)]
struct Doc;

fn main() {
    let doc = Strong::new(Doc);
    let same = doc.clone();
    Finalizer::isolated(&doc, move || drop(same)).run();
}
