use weakgraph::Graph;

#[derive(Graph)]
#[graph(on_drop = bye)]
struct Node {
    name: String,
}

impl Node {
    fn bye(&self) {}
}

fn main() {}
