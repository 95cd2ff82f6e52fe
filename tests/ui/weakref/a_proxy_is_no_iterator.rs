//! T019: whatever its target is.
use weakgraph::{Graph, Proxy, Strong};

#[derive(Graph)]
struct Numbers(Vec<u32>);

fn main() {
    let numbers = Strong::new(Numbers(vec![1]));
    for number in Proxy::new(&numbers) {
        println!("{number}");
    }
}
