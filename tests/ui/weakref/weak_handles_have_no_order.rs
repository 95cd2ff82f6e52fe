//! Identities are equal or not; none is less than another.

use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Doc;

fn main() {
    let doc = Strong::new(Doc);
    let weak = Strong::downgrade(&doc);
    println!("{}", weak < weak.clone());
}
