use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(new = true, clone = yes)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[graph(default = 3)]
    size: u32,
    #[strong]
    children: Children<Node>,
}

fn main() {}
