use weakgraph::Graph;

#[derive(Graph)]
#[graph(serde)]
#[serde(renameall = "camelCase")]
struct Node {
    #[serde(skipp)]
    name: String,
}

fn main() {}
