use weakgraph::{Graph, WeakCell};

#[derive(Graph)]
#[graph(label = Node::title)]
struct Node {
    #[weak]
    friend: WeakCell<Node>,
}

impl Node {
    fn title(&mut self) -> String {
        String::new()
    }
}

fn main() {}
