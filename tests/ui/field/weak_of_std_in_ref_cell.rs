use std::cell::RefCell;
use std::rc::Weak;
use weakgraph::{Children, Graph};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: RefCell<Weak<Node>>,
    #[strong]
    children: Children<Node>,
}

fn main() {}
