//! A union cannot say which of its fields is live.
use weakgraph::Graph;

#[derive(Graph)]
union Bits {
    int: u32,
    float: f32,
}

fn main() {}
