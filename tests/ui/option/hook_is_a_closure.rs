use weakgraph::Graph;

#[derive(Graph)]
#[graph(on_drop = |node| println!("bye"))]
struct Node {
    name: String,
}

fn main() {}
