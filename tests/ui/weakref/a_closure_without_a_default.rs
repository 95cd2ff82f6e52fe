//! A closure that returns what has no default says what it returns when a node was dropped.

use weakgraph::{Graph, Strong, weak};

#[derive(Graph, Default)]
struct View;

struct Plain;

fn main() {
    let view = Strong::new(View);
    let show = weak!([view] || {
        let _ = &view;
        Plain
    });
    show();
}
