//! Nothing says how long a node is going to live, so a callback must not borrow.

use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Doc;

fn main() {
    let doc = Strong::new(Doc);
    let text = String::from("short");
    Strong::watch(&doc, |_| println!("{text}")).keep();
}
