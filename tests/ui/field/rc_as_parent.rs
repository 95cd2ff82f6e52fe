use std::rc::Rc;
use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Option<Rc<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
