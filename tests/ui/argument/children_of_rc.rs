use std::rc::Rc;
use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Rc<Node>>,
}

fn main() {}
