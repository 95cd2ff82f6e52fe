use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(serde)]
enum Node {
    #[serde(with = "leaf")]
    Leaf {
        name: String,
        #[weak]
        parent: Parent<Node>,
        #[strong]
        children: Children<Node>,
    },
}

fn main() {}
