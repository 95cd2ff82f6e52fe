use weakgraph::Graph;

#[derive(Graph)]
struct Node {
    #[graph(label)]
    name: Vec<u8>,
}

fn main() {}
