use weakgraph::Graph;

#[derive(Graph)]
#[graph(serde)]
struct Node {
    #[serde(skip_serializing_if = "Node::is_empty")]
    name: String,
    #[serde(serialize_with = "Node::write")]
    size: u32,
    #[serde(default = "Node::seven")]
    count: u32,
}

impl Node {
    fn is_empty(number: &u32) -> bool {
        *number == 0
    }

    fn write(_: &u32) {}

    fn seven() -> u8 {
        7
    }
}

fn main() {}
