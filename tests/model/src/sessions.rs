//! Read sessions in exact programs: what a node says of itself without counting, and what can be read of it when it is dead.

use weakgraph::read::Traversal;
use weakgraph::{NodeRef, ReadSession, Tree};

use crate::kinds::{Any, Node, NodeDyn};
use crate::real::{Facts, TreeFn, WAYS, Way};

/// An open session that nothing borrows, as far as the compiler knows.
#[derive(Debug)]
pub(crate) struct Open(Option<&'static ReadSession>);

impl Open {
    pub(crate) fn new() -> Open {
        Open(Some(Box::leak(Box::new(weakgraph::read()))))
    }

    /// The node, for as long as any session is open.
    pub(crate) fn node(&self, any: &Any) -> &'static dyn NodeDyn {
        let session = self.0.expect("open");
        each!(Any, any, node => session.node(node).get())
    }

    /// What a tree says of itself by references that are not counted: its facts, and all its walks.
    pub(crate) fn ask(&self, any: &Any) -> Option<Told> {
        each!(Any, any, node => node.with_tree(Ask { session: self.0.expect("open"), any }))
    }
}

impl Drop for Open {
    #[allow(unsafe_code, reason = "a session whose nodes are kept beside it borrows from itself")]
    fn drop(&mut self) {
        if let Some(session) = self.0.take() {
            // SAFETY: boxed by `new`. Nobody has the reference any more; what was made from it is used while some session is
            // open, and only as long.
            drop(unsafe { Box::from_raw(std::ptr::from_ref(session).cast_mut()) });
        }
    }
}

/// What a tree says of itself, and what each walk yields, and from the end if it can.
pub(crate) type Told = (Facts, Vec<(Way, bool, Vec<(u32, bool)>)>);

struct Ask<'a> {
    session: &'static ReadSession,
    any: &'a Any,
}

fn ids<'r, T: Node>(nodes: impl Iterator<Item = NodeRef<'r, T>>) -> Vec<(u32, bool)> {
    nodes.map(|node| (node.id(), false)).collect()
}

impl TreeFn for Ask<'_> {
    type Out = Told;
    fn call<T: Tree + Node>(self, _: &T) -> Told {
        let node = self.session.node(T::unwrap(self.any).expect("of its type"));
        let id = |node: NodeRef<'_, T>| node.id();
        let facts = Facts {
            root: node.root().id(),
            depth: node.depth(),
            first: node.first_child().map(id),
            last: node.last_child().map(id),
            next: node.next_sibling().map(id),
            prev: node.prev_sibling().map(id),
            index: node.index_in_parent(),
            count: node.child_count(),
            leaf: node.is_leaf(),
            is_root: node.is_root(),
        };
        let mut walks = Vec::new();
        for way in WAYS {
            let told = match way {
                Way::Descendants => ids(node.descendants()),
                Way::InclusiveDescendants => ids(node.inclusive_descendants()),
                Way::Traverse => node
                    .traverse()
                    .map(|step| match step {
                        Traversal::Enter(node) => (node.id(), false),
                        Traversal::Leave(node) => (node.id(), true),
                    })
                    .collect(),
                Way::BreadthFirst => ids(node.breadth_first()),
                Way::Leaves => ids(node.leaves()),
                Way::Ancestors => ids(node.ancestors()),
                Way::InclusiveAncestors => ids(node.inclusive_ancestors()),
                Way::NextSiblings => ids(node.next_siblings()),
                Way::PrevSiblings => ids(node.prev_siblings()),
            };
            walks.push((way, false, told));
        }
        walks.push((Way::Descendants, true, ids(node.descendants().rev())));
        walks.push((Way::InclusiveDescendants, true, ids(node.inclusive_descendants().rev())));
        walks.push((Way::Leaves, true, ids(node.leaves().rev())));
        (facts, walks)
    }
}
