use std::cell::RefCell;
use weakgraph::{Children, Graph, Parent, Strong, WeakCell};

#[derive(Graph)]
pub struct Node {
    #[weak(read = pub)]
    parent: Parent<Node>,
    #[strong(pub = true)]
    children: Children<Node>,
    #[weak(pub(crate::scene))]
    friend: WeakCell<Node>,
    #[strong(pub)]
    styles: RefCell<Vec<Strong<Style>>>,
    #[graph(pub)]
    name: String,
}

#[derive(Graph)]
#[graph(tree = own)]
struct Style;

fn main() {}
