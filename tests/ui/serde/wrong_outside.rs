use weakgraph::Graph;

#[derive(Graph)]
#[graph(serde(outside = none))]
struct A;

#[derive(Graph)]
#[graph(serde = true)]
struct B;

#[derive(Graph)]
#[graph(serde(skip))]
struct C;

fn main() {}
