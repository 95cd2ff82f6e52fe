//! Fields that are deprecated, hidden, or not there.
#![deny(warnings)]
use weakgraph::{Children, Graph, Parent, Strong, WeakCell, WeakList};

#[derive(Graph, Default)]
struct Node {
    #[deprecated(note = "use `friend`")]
    #[weak]
    parent: Parent<Node>,
    #[deprecated]
    #[strong]
    children: Children<Node>,
    #[cfg(any())]
    #[weak]
    nobody: Missing<Nothing>,
    #[cfg(not(any()))]
    #[weak]
    friend: WeakCell<Node>,
    #[cfg_attr(not(any()), weak)]
    friends: WeakList<Node>,
    #[doc(hidden)]
    #[weak]
    enemy: WeakCell<Node>,
}

#[deprecated]
#[derive(Graph, Default)]
struct Old {
    #[weak]
    parent: Parent<Old>,
    #[strong]
    children: Children<Old>,
    #[strong]
    others: Vec<Strong<Node>>,
}

#[derive(Graph, Default)]
#[allow(deprecated)]
struct User {
    #[weak]
    old: WeakCell<Old>,
}

#[derive(Graph, Default)]
struct Other {
    #[expect(deprecated)]
    #[weak]
    old: WeakCell<Old>,
}

pub fn main() {
    let node = Strong::new(Node::default());
    node.set_friend(&node);
    assert!(node.friend().is_some() && node.friends().is_empty() && node.enemy().is_none());
    #[expect(deprecated)]
    let parent = node.parent();
    assert!(parent.is_none());
    #[expect(deprecated)]
    let children = node.children();
    assert!(children.is_empty());
    assert!(Strong::new(User::default()).old().is_none() && Strong::new(Other::default()).old().is_none());
}
