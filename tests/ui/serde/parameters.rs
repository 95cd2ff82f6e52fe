use weakgraph::Graph;

#[derive(Graph)]
#[graph(serde)]
struct Node<T> {
    value: T,
}

fn main() {}
