//! References that are not counted, across user code: the nodes may be dropped meanwhile, and are read all the same.

use weakgraph::WalkEvent;
use weakgraph::{Children, NodeRef, Readable, Strong, Tree};

use super::{Act, Args};
use crate::hostile::{in_closure, pick, store};
use crate::kinds::{Also, Any, Hooked, Kind, Mother, Node, NodeDyn, Person, ReadFn, ReadTreeFn};

pub(super) const ACTS: &[Act] = &[one, tree, walk, edges];

const STEPS: usize = 64;

/// Reads what is freed when it should not be.
fn look<T: Node + Readable>(node: NodeRef<'_, T>) -> u32 {
    let value: &T = reach!(NodeRef::get(node));
    let node: &dyn NodeDyn = value;
    node.num() + u32::from(node.cell_target().is_some()) + node.all_edges().len() as u32
}

struct One;

impl ReadFn for One {
    type Out = Option<Any>;
    fn call<T: Node + Readable>(self, node: &Strong<T>) -> Option<Any> {
        let weak = reach!(Strong::downgrade(node));
        let session = reach!(read());
        let first = reach!(ReadSession::node(&session, node));
        in_closure();
        // Somebody else's handle may have been the last one of what the weak one leads to.
        let second = reach!(ReadSession::upgrade(&session, &weak));
        assert!(second == Some(first) && reach!(NodeRef::as_ptr(first)) == reach!(Strong::as_ptr(node)));
        let id = look(first);
        in_closure();
        assert!(look(first).abs_diff(id) <= 1);
        let found = reach!(NodeRef::to_strong(first)).map(Node::wrap);
        // Now, not when the result is made: what is dropped at the end of the session may panic.
        drop(session);
        found
    }
}

fn one(args: Args) -> Option<()> {
    let any = args.node(|kind| kind.also(Also::read))?;
    let found = each!(Any, &any, node => Node::with_read(node, One))?;
    store(args.n, found?);
    Some(())
}

struct OfTree(Args);

impl ReadTreeFn for OfTree {
    type Out = ();
    fn call<T: Node + Tree + Readable>(self, node: &Strong<T>) {
        let session = reach!(read());
        let root = reach!(ReadSession::node(&session, node));
        let mut kept = vec![root];
        // Found by references alone; then the program goes on, and they are read again.
        kept.extend(reach!(NodeRef::first_child(root)));
        kept.extend(reach!(NodeRef::last_child(root)));
        kept.extend(reach!(NodeRef::next_sibling(root)));
        kept.extend(reach!(NodeRef::prev_sibling(root)));
        kept.extend(reach!(NodeRef::parent(root)));
        kept.extend(reach!(NodeRef::nth_child(root, usize::from(self.0.n) % 4)));
        kept.push(reach!(NodeRef::root(root)));
        kept.extend(reach!(NodeRef::children(root)));
        in_closure();
        for at in 0..kept.len() {
            let node = kept[at];
            look(node);
            let alive = reach!(NodeRef::to_strong(node)).is_some();
            let (depth, leaf) = (reach!(NodeRef::depth(node)), reach!(NodeRef::is_leaf(node)));
            assert_eq!(reach!(NodeRef::is_root(node)), depth == 0);
            assert_eq!(leaf, reach!(NodeRef::child_count(node)) == 0);
            assert!(alive || reach!(NodeRef::index_in_parent(node)).is_none(), "a dropped node has a parent");
            let other = kept[(at + 1) % kept.len()];
            let _ = reach!(NodeRef::compare_position(node, other));
            let common = reach!(NodeRef::common_ancestor(node, other));
            assert!(common == reach!(NodeRef::common_ancestor(other, node)));
            let path = reach!(NodeRef::path(node));
            assert!(reach!(NodeRef::at_path(reach!(NodeRef::root(node)), &path)) == Some(node));
            let below = reach!(NodeRef::is_descendant_of(node, other));
            assert!(!below || !reach!(NodeRef::is_ancestor_of(node, other)));
            in_closure();
        }
    }
}

fn tree(args: Args) -> Option<()> {
    let any = args.node(|kind| kind.also(Also::read_tree))?;
    each!(Any, &any, node => Node::with_read_tree(node, OfTree(args)))
}

struct Walk(Args);

impl ReadTreeFn for Walk {
    type Out = ();
    fn call<T: Node + Tree + Readable>(self, node: &Strong<T>) {
        let session = reach!(read());
        let root = reach!(ReadSession::node(&session, node));
        let mut kept = Vec::new();
        let skip = |step: usize| self.0.bit(step + 1);
        macro_rules! along {
            ($walk:expr) => {{
                let mut walk = $walk;
                for _ in 0..STEPS {
                    in_closure();
                    let Some(node) = walk.next() else { break };
                    look(node);
                    kept.push(node);
                }
            }};
        }
        match self.0.n % 10 {
            0 | 1 => {
                let mut walk = if self.0.n.is_multiple_of(10) {
                    reach!(NodeRef::descendants(root))
                } else {
                    reach!(NodeRef::inclusive_descendants(root))
                };
                for step in 0..STEPS {
                    in_closure();
                    let next = if self.0.bit(step) { walk.next_back() } else { walk.next() };
                    let Some(node) = next else { break };
                    kept.push(node);
                    if skip(step) {
                        reach!(Descendants::skip_descendants(&mut walk));
                    }
                }
            }
            2 | 3 => {
                let mut walk = reach!(NodeRef::traverse(root));
                for step in 0..STEPS {
                    in_closure();
                    let Some(next) = walk.next() else { break };
                    let node = *reach!(WalkEvent::node(&next));
                    assert!(matches!(next, WalkEvent::Enter(entered) | WalkEvent::Leave(entered) if entered == node));
                    kept.push(node);
                    if skip(step) {
                        reach!(Traverse::skip_descendants(&mut walk));
                    }
                }
            }
            4 => along!(reach!(NodeRef::breadth_first(root))),
            5 => along!(reach!(NodeRef::leaves(root))),
            6 => along!(reach!(NodeRef::next_siblings(root))),
            7 => along!(reach!(NodeRef::prev_siblings(root))),
            8 => along!(reach!(NodeRef::ancestors(root)).chain(reach!(NodeRef::inclusive_ancestors(root)))),
            _ => along!(reach!(NodeRef::children(root)).rev()),
        }
        in_closure();
        kept.into_iter().map(look).for_each(drop);
    }
}

fn walk(args: Args) -> Option<()> {
    let any = args.node(|kind| kind.also(Also::read_tree))?;
    each!(Any, &any, node => Node::with_read_tree(node, Walk(args)))
}

/// Every kind of edge, by references alone.
fn edges(args: Args) -> Option<()> {
    match pick(args.var, |kind| matches!(kind, Kind::Hooked | Kind::Person))? {
        Any::Hooked(node) => {
            let session = reach!(read());
            let node = reach!(ReadSession::node(&session, &node));
            let mut kept: Vec<NodeRef<'_, Hooked>> = Vec::new();
            let mut links = reach!(NodeRef::links(node, |node: &Hooked| &node.list));
            for member in reach!(NodeRef::children_in(node, |node: &Hooked| -> &Children<Hooked> { node.children() })) {
                kept.push(member);
                in_closure();
                kept.extend(links.next());
            }
            kept.extend(reach!(NodeRef::follow(node, |node: &Hooked| &node.cell)));
            kept.extend(reach!(NodeRef::parent_in(node)));
            in_closure();
            kept.into_iter().map(look).for_each(drop);
        }
        Any::Person(node) => {
            let session = reach!(read());
            let node = reach!(ReadSession::node(&session, &node));
            let mother: Option<NodeRef<'_, Person>> = node.parent_in::<Mother>();
            in_closure();
            mother.into_iter().map(look).for_each(drop);
        }
        _ => {}
    }
    Some(())
}
