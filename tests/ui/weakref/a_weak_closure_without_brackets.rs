//! Mistakes in the form of `weak!`.

use weakgraph::{Graph, Strong, weak};

#[derive(Graph, Default)]
struct View;

fn main() {
    let view = Strong::new(View);
    let _ = weak!(|x: u32| x + 1);
    let _ = weak!([view] view.clone());
    let _ = weak!([view.0] || ());
    let _ = weak!([view] |x, y x + y);
}
