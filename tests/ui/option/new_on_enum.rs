use weakgraph::Graph;

#[derive(Graph)]
#[graph(new)]
enum Node {
    Leaf,
}

fn main() {}
