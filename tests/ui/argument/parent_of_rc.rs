use std::rc::Rc;
use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Rc<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
