use weakgraph::Graph;

#[derive(Graph)]
#[graph(serde)]
#[serde(remote = "std::time::Duration")]
struct Time {
    seconds: u64,
}

fn main() {}
