//! A container of handles has no accessor that could be named.
use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Style;

#[derive(Graph)]
struct Node {
    #[strong(name = looks)]
    styles: Vec<Strong<Style>>,
}

fn main() {}
