//! Read sessions in exact programs: what a node says of itself without counting, and what can be read of it when it is
//! dead.

use weakgraph::WalkEvent;
use weakgraph::{NodeRef, ReadSession, Readable, Strong, Tree};

use crate::kinds::{Any, Node, NodeDyn, ReadFn, ReadTreeFn};
use crate::real::{Facts, WAYS, Way};

/// An open session that nothing borrows, as far as the compiler knows.
#[derive(Debug)]
pub(crate) struct Open(Option<&'static ReadSession>);

impl Open {
    pub(crate) fn new() -> Open {
        Open(Some(Box::leak(Box::new(reach!(read())))))
    }

    /// The node, for as long as any session is open.
    pub(crate) fn node(&self, any: &Any) -> &'static dyn NodeDyn {
        let session = self.0.expect("open");
        each!(Any, any, node => Node::with_read(node, Find(session))).expect("it can be read")
    }

    /// What a tree says of itself by references that are not counted: its facts, and all its walks.
    pub(crate) fn ask(&self, any: &Any) -> Option<Told> {
        each!(Any, any, node => Node::with_read_tree(node, Ask(self.0.expect("open"))))
    }
}

impl Drop for Open {
    #[allow(unsafe_code, reason = "a session whose nodes are kept beside it borrows from itself")]
    fn drop(&mut self) {
        if let Some(session) = self.0.take() {
            // SAFETY: boxed by `new`. Nobody has the reference any more; what was made from it is used while some
            // session is open, and only as long.
            drop(unsafe { Box::from_raw(std::ptr::from_ref(session).cast_mut()) });
        }
    }
}

/// What a tree says of itself, and what each walk yields, and from the end if it can.
pub(crate) type Told = (Facts, Vec<(Way, bool, Vec<(u32, bool)>)>);

struct Find(&'static ReadSession);

impl ReadFn for Find {
    type Out = &'static dyn NodeDyn;
    fn call<T: Node + Readable>(self, node: &Strong<T>) -> &'static dyn NodeDyn {
        let value: &'static T = reach!(NodeRef::get(reach!(ReadSession::node(self.0, node))));
        value
    }
}

struct Ask(&'static ReadSession);

fn ids<'r, T: Node>(nodes: impl Iterator<Item = NodeRef<'r, T>>) -> Vec<(u32, bool)> {
    nodes.map(|node| (node.id(), false)).collect()
}

impl ReadTreeFn for Ask {
    type Out = Told;
    fn call<T: Node + Tree + Readable>(self, node: &Strong<T>) -> Told {
        let node = reach!(ReadSession::node(self.0, node));
        let id = |node: NodeRef<'_, T>| node.id();
        let (root, path) = (reach!(NodeRef::root(node)), reach!(NodeRef::path(node)));
        assert_eq!(reach!(NodeRef::at_path(root, &path)).map(id), Some(node.id()), "{path:?} is the way to it");
        let common = |other: NodeRef<'_, T>| reach!(NodeRef::common_ancestor(node, other)).map(|it| it.id());
        assert_eq!((common(root), common(node)), (Some(root.id()), Some(node.id())));
        let children: Vec<u32> = reach!(NodeRef::children(node)).map(id).collect();
        let nth = |at: usize| reach!(NodeRef::nth_child(node, at)).map(id);
        assert!((0..=children.len()).map(nth).eq(children.iter().copied().map(Some).chain([None])));
        let facts = Facts {
            parent: reach!(NodeRef::parent(node)).map(id),
            children,
            path,
            root: root.id(),
            depth: reach!(NodeRef::depth(node)),
            first: reach!(NodeRef::first_child(node)).map(id),
            last: reach!(NodeRef::last_child(node)).map(id),
            next: reach!(NodeRef::next_sibling(node)).map(id),
            prev: reach!(NodeRef::prev_sibling(node)).map(id),
            index: reach!(NodeRef::index_in_parent(node)),
            count: reach!(NodeRef::child_count(node)),
            leaf: reach!(NodeRef::is_leaf(node)),
            is_root: reach!(NodeRef::is_root(node)),
        };
        let mut walks = Vec::new();
        for way in WAYS {
            let told = match way {
                Way::Descendants => ids(reach!(NodeRef::descendants(node))),
                Way::InclusiveDescendants => ids(reach!(NodeRef::inclusive_descendants(node))),
                Way::Traverse => reach!(NodeRef::traverse(node))
                    .map(|step| match step {
                        WalkEvent::Enter(node) => (node.id(), false),
                        WalkEvent::Leave(node) => (node.id(), true),
                    })
                    .collect(),
                Way::BreadthFirst => ids(reach!(NodeRef::breadth_first(node))),
                Way::Leaves => ids(reach!(NodeRef::leaves(node))),
                Way::Ancestors => ids(reach!(NodeRef::ancestors(node))),
                Way::InclusiveAncestors => ids(reach!(NodeRef::inclusive_ancestors(node))),
                Way::NextSiblings => ids(reach!(NodeRef::next_siblings(node))),
                Way::PrevSiblings => ids(reach!(NodeRef::prev_siblings(node))),
            };
            walks.push((way, false, told));
        }
        walks.push((Way::Descendants, true, ids(reach!(NodeRef::descendants(node)).rev())));
        walks.push((Way::InclusiveDescendants, true, ids(reach!(NodeRef::inclusive_descendants(node)).rev())));
        walks.push((Way::Leaves, true, ids(reach!(NodeRef::leaves(node)).rev())));
        (facts, walks)
    }
}
