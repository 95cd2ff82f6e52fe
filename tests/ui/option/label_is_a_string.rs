use weakgraph::Graph;

#[derive(Graph)]
#[graph(label = "name")]
struct Node {
    name: String,
}

fn main() {}
