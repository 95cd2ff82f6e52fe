//! Visibilities, and types in function bodies.
#![deny(warnings)]
use weakgraph::{Children, Graph, Parent, Strong, Tree};

pub mod outer {
    pub mod inner {
        use weakgraph::{Children, Graph, Parent, WeakCell, WeakList};

        #[derive(Graph, Default)]
        #[graph(new)]
        pub struct Node {
            #[weak]
            parent: Parent<Node>,
            #[strong]
            pub(super) children: Children<Node>,
            #[weak]
            pub(in crate::places::outer) friend: WeakCell<Node>,
            #[weak]
            pub(crate) friends: WeakList<Node>,
            #[weak]
            pub(self) owner: Parent<Owner, Owns>,
        }

        pub(super) fn parent(node: &Node) -> bool {
            node.parent().is_some() || node.owner().is_some()
        }

        /// Declared public, as its member is, and out of reach all the same.
        mod hidden {
            use super::Node;
            use weakgraph::{Children, Graph};

            pub struct Owns;

            #[derive(Graph, Default)]
            pub struct Owner {
                #[strong]
                pub(super) nodes: Children<Node, Owns>,
            }
        }

        use hidden::{Owner, Owns};

        pub(super) fn owned() -> bool {
            let owner = weakgraph::Strong::new(Owner::default());
            parent(&owner.add_node(Node::default()))
        }
    }

    pub(super) fn walk() {
        let top = inner::Node::new();
        let sub = top.add_child(inner::Node::new());
        sub.set_friend(&top);
        assert!(inner::parent(&sub) && sub.friend().is_some() && inner::owned());
    }
}

struct Node;

impl Node {
    fn body() {
        /// Another one.
        #[derive(Graph, Default)]
        struct Node {
            #[weak]
            parent: Parent<Node>,
            #[strong]
            children: Children<Self>,
        }

        impl Node {
            fn deeper(&self) -> usize {
                #[derive(Graph, Default)]
                struct Node<'a> {
                    name: &'a str,
                    #[weak]
                    parent: Parent<Node<'a>>,
                    #[strong]
                    children: Children<Node<'a>>,
                }

                let name = String::from("deep");
                let top = Strong::new(Node { name: &name, ..Node::default() });
                top.add_child(Node::default()).depth() + top.name.len() + self.depth()
            }
        }

        let top = Strong::new(Node::default());
        assert!(top.add_child(Node::default()).deeper() == 6 && top.parent().is_none());
    }
}

pub fn main() {
    outer::walk();
    assert!(outer::inner::Node::new().friends().is_empty());
    Node::body();
    let closure = || {
        #[derive(Graph, Default)]
        struct Inside;
        Strong::strong_count(&Strong::new(Inside))
    };
    assert_eq!(closure(), 1);
}
