//! Programs' operations on the real graph, for every type, with outcomes that the model can be compared with.

use std::cell::Cell;

use weakgraph::{Child, Children, LinkError, LinkErrorKind, Member, Position, Strong, Traversal, Tree};

use crate::kinds::{Any, EdgeRef, Node};

/// What an operation gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to tell.
    Done,
    /// Yes or no.
    Said(bool),
    /// These nodes.
    Gave(Vec<u32>),
    /// A refusal.
    Refused(LinkErrorKind),
}

/// An edit of an owning edge. `N` is how nodes are named.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Edit<N> {
    Append(N),
    Prepend(N),
    Insert(usize, N),
    Before(N, N),
    After(N, N),
    Remove(N),
    Replace(N, N),
    Clear,
    /// How many are taken from the front and from the back, and whether the rest is forgotten.
    Drain(usize, usize, bool),
    /// Which members stay: a bit for each by its number.
    Retain(u32),
    Splice(usize, usize, Vec<N>),
    Swap(N, N),
    /// By a key that is made from the number with this.
    SortByKey(u32),
    SortBy(u32),
    Reverse,
}

impl<N> Edit<N> {
    /// Names the nodes in another way; `None` if one of them has no such name.
    pub fn map<M>(&self, mut f: impl FnMut(&N) -> Option<M>) -> Option<Edit<M>> {
        Some(match self {
            Edit::Append(n) => Edit::Append(f(n)?),
            Edit::Prepend(n) => Edit::Prepend(f(n)?),
            Edit::Insert(at, n) => Edit::Insert(*at, f(n)?),
            Edit::Before(m, n) => Edit::Before(f(m)?, f(n)?),
            Edit::After(m, n) => Edit::After(f(m)?, f(n)?),
            Edit::Remove(n) => Edit::Remove(f(n)?),
            Edit::Replace(m, n) => Edit::Replace(f(m)?, f(n)?),
            Edit::Clear => Edit::Clear,
            Edit::Drain(front, back, forget) => Edit::Drain(*front, *back, *forget),
            Edit::Retain(mask) => Edit::Retain(*mask),
            Edit::Splice(a, b, nodes) => Edit::Splice(*a, *b, nodes.iter().map(f).collect::<Option<_>>()?),
            Edit::Swap(m, n) => Edit::Swap(f(m)?, f(n)?),
            Edit::SortByKey(seed) => Edit::SortByKey(*seed),
            Edit::SortBy(seed) => Edit::SortBy(*seed),
            Edit::Reverse => Edit::Reverse,
        })
    }
}

/// The key that sorting uses.
pub fn sort_key(id: u32, seed: u32) -> u32 {
    (id.wrapping_mul(2_654_435_761) ^ seed.wrapping_mul(40_503)).rotate_left(seed % 31) % 7
}

/// Whether `retain` keeps it.
pub fn keeps(id: u32, mask: u32) -> bool {
    mask >> (id % 32) & 1 == 1
}

fn gave<T: Node>(result: Result<Strong<T>, LinkError>) -> Outcome {
    match result {
        Ok(node) => Outcome::Gave(vec![node.id()]),
        Err(error) => Outcome::Refused(error.kind()),
    }
}

fn done(result: Result<(), LinkError>) -> Outcome {
    match result {
        Ok(()) => Outcome::Done,
        Err(error) => Outcome::Refused(error.kind()),
    }
}

thread_local! {
    static FORGOTTEN: Cell<Vec<Any>> = const { Cell::new(Vec::new()) };
}

/// The handles that were forgotten in a drain since this was last asked.
pub fn take_forgotten() -> Vec<Any> {
    FORGOTTEN.take()
}

/// Forgets a handle, but lets the test get at it: for the library it is as if it had been forgotten.
fn forget(node: Any) {
    let mut all = FORGOTTEN.take();
    all.push(node);
    FORGOTTEN.set(all);
}

/// What can be done with an owning edge of any type. `call` is run in every closure that the library takes.
impl EdgeRef<'_> {
    /// Its members, after checks that can be made without a model.
    pub fn members(self) -> Vec<Any> {
        on_edge!(self, list => checked_members(list), one => one.get().map(Node::wrap).into_iter().collect())
    }

    /// Its members, without checks.
    pub fn quick(self) -> Vec<Any> {
        on_edge!(self, list => list.iter().map(Node::wrap).collect(), one => one.get().map(Node::wrap).into_iter().collect())
    }

    /// Whether this node is a member.
    pub fn holds(self, node: &Any) -> bool {
        on_edge!(self, list => Node::unwrap(node).is_some_and(|n| list.contains(n)),
            one => Node::unwrap(node).is_some_and(|n| one.get().as_ref() == Some(n)))
    }

    /// Edits it.
    pub fn edit(self, edit: &Edit<Any>, call: &mut dyn FnMut()) -> Option<Outcome> {
        on_edge!(self, list => edit_list(list, edit, call), one => edit_one(one, edit))
    }

    /// Appends all members of another.
    pub fn append_all(self, from: EdgeRef<'_>) -> Option<Outcome> {
        Some(done(match (self, from) {
            (EdgeRef::Hooked(to), EdgeRef::Hooked(from)) => to.append_all(from),
            (EdgeRef::Plain(to), EdgeRef::Plain(from)) => to.append_all(from),
            (EdgeRef::Mother(to), EdgeRef::Mother(from)) => to.append_all(from),
            (EdgeRef::Father(to), EdgeRef::Father(from)) => to.append_all(from),
            (EdgeRef::Folders(to), EdgeRef::Folders(from)) => to.append_all(from),
            (EdgeRef::Pages(to), EdgeRef::Pages(from)) => to.append_all(from),
            (EdgeRef::Either(to), EdgeRef::Either(from)) => to.append_all(from),
            _ => return None,
        }))
    }

    /// Opens a walk of it.
    pub fn walk(&self) -> Box<dyn Walk + '_> {
        on_edge!(*self, list => Box::new(Both(list.iter().map(mark))), one => Box::new(Forward(one.get().into_iter().map(mark))))
    }
}

/// Tells lists from edges to one.
macro_rules! on_edge {
    ($edge:expr, $list:ident => $many:expr, $one:ident => $single:expr) => {
        match $edge {
            EdgeRef::Hooked($list) => $many,
            EdgeRef::Plain($list) => $many,
            EdgeRef::Mother($list) => $many,
            EdgeRef::Father($list) => $many,
            EdgeRef::Folders($list) => $many,
            EdgeRef::Pages($list) => $many,
            EdgeRef::Either($list) => $many,
            EdgeRef::Bin($one) => $single,
        }
    };
}
use on_edge;

fn checked_members<C: Node + Member<R>, R>(list: &Children<C, R>) -> Vec<Any> {
    let forward: Vec<Strong<C>> = list.iter().collect();
    let mut backward: Vec<Strong<C>> = list.iter().rev().collect();
    backward.reverse();
    assert!(forward == backward, "forward {forward:?} and backward {backward:?} differ");
    assert_eq!(list.len(), forward.len(), "the length is wrong");
    assert_eq!(list.is_empty(), forward.is_empty());
    assert!(list.first().as_ref() == forward.first() && list.last().as_ref() == forward.last(), "an end is wrong");
    for (index, member) in forward.iter().enumerate() {
        assert!(list.contains(member), "a member is not contained");
        assert!(!forward[..index].contains(member), "a member is in the list twice");
        if forward.len() <= 12 {
            assert_eq!(list.index_of(member), Some(index));
            assert!(list.get(index).as_ref() == Some(member));
        }
    }
    assert!(list.get(forward.len()).is_none());
    forward.into_iter().map(Node::wrap).collect()
}

fn edit_list<C: Node + Member<R>, R>(
    list: &Children<C, R>,
    edit: &Edit<Any>,
    call: &mut dyn FnMut(),
) -> Option<Outcome> {
    let edit = edit.map(|node| C::unwrap(node).cloned())?;
    Some(match edit {
        Edit::Append(node) => gave(list.append(&node)),
        Edit::Prepend(node) => gave(list.prepend(node)),
        Edit::Insert(at, node) => gave(list.insert(at, &node)),
        Edit::Before(member, node) => gave(list.insert_before(&member, node)),
        Edit::After(member, node) => gave(list.insert_after(&member, &node)),
        Edit::Remove(node) => Outcome::Said(list.remove(&node)),
        Edit::Replace(member, node) => gave(list.replace(&member, node)),
        Edit::Clear => {
            list.clear();
            Outcome::Done
        }
        Edit::Drain(front, back, forgetful) => {
            let mut drain = list.drain();
            let mut taken = Vec::new();
            let mut held = Vec::new();
            for _ in 0..front {
                let Some(node) = drain.next() else { break };
                taken.push(node.id());
                held.push(node);
                call();
            }
            for _ in 0..back {
                let Some(node) = drain.next_back() else { break };
                taken.push(node.id());
                held.push(node);
            }
            assert_eq!(drain.len(), drain.size_hint().0);
            if forgetful {
                drain.for_each(|node| forget(C::wrap(node)));
            } else {
                drop(drain);
            }
            drop(held);
            Outcome::Gave(taken)
        }
        Edit::Retain(mask) => {
            list.retain(|node| {
                call();
                keeps(node.id(), mask)
            });
            Outcome::Done
        }
        Edit::Splice(from, to, nodes) => match list.splice(from..to, nodes) {
            Ok(removed) => Outcome::Gave(removed.iter().map(|node| node.id()).collect()),
            Err(error) => Outcome::Refused(error.kind()),
        },
        Edit::Swap(a, b) => done(list.swap(&a, &b)),
        Edit::SortByKey(seed) => {
            list.sort_by_key(|node| {
                call();
                sort_key(node.id(), seed)
            });
            Outcome::Done
        }
        Edit::SortBy(seed) => {
            list.sort_by(|a, b| {
                call();
                sort_key(a.id(), seed).cmp(&sort_key(b.id(), seed))
            });
            Outcome::Done
        }
        Edit::Reverse => {
            list.reverse();
            Outcome::Done
        }
    })
}

fn edit_one<C: Node + Member<R>, R>(edge: &Child<C, R>, edit: &Edit<Any>) -> Option<Outcome> {
    Some(match edit {
        Edit::Append(node) => gave(edge.set(C::unwrap(node)?)),
        Edit::Prepend(node) => gave(edge.set(C::unwrap(node)?.clone())),
        Edit::Remove(_) | Edit::Clear => Outcome::Gave(edge.take().into_iter().map(|node| node.id()).collect()),
        _ => return None,
    })
}

/// A function on any tree.
pub trait TreeFn {
    /// What it gives.
    type Out;
    /// Calls it.
    fn call<T: Tree + Node>(self, tree: &T) -> Self::Out;
}

/// An edit by the methods of `Tree`.
pub struct TreeEdit<'a> {
    /// Which.
    pub edit: u8,
    /// The other node.
    pub other: &'a Any,
}

impl TreeFn for TreeEdit<'_> {
    type Out = Option<Outcome>;
    fn call<T: Tree + Node>(self, tree: &T) -> Option<Outcome> {
        let other = T::unwrap(self.other)?;
        Some(match self.edit % 7 {
            0 => gave(tree.append(other)),
            1 => gave(tree.prepend(other)),
            2 => gave(tree.insert_before(other)),
            3 => gave(tree.insert_after(other)),
            4 => gave(tree.replace_with(other)),
            5 => Outcome::Gave(tree.detach().into_iter().map(|node| node.id()).collect()),
            _ => done(tree.reparent_children(other)),
        })
    }
}

/// What a tree says of itself.
#[derive(Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Facts {
    pub root: u32,
    pub depth: usize,
    pub first: Option<u32>,
    pub last: Option<u32>,
    pub next: Option<u32>,
    pub prev: Option<u32>,
    pub index: Option<usize>,
    pub count: usize,
    pub leaf: bool,
    pub is_root: bool,
}

/// Asks for the [`Facts`].
pub struct AskFacts;

impl TreeFn for AskFacts {
    type Out = Facts;
    fn call<T: Tree + Node>(self, tree: &T) -> Facts {
        let id = |node: Strong<T>| node.id();
        Facts {
            root: tree.root().id(),
            depth: tree.depth(),
            first: tree.first_child().map(id),
            last: tree.last_child().map(id),
            next: tree.next_sibling().map(id),
            prev: tree.prev_sibling().map(id),
            index: tree.index_in_parent(),
            count: tree.child_count(),
            leaf: tree.is_leaf(),
            is_root: tree.is_root(),
        }
    }
}

/// Asks where another node is.
pub struct AskPosition<'a>(pub &'a Any);

impl TreeFn for AskPosition<'_> {
    type Out = Option<Position>;
    fn call<T: Tree + Node>(self, tree: &T) -> Option<Position> {
        let other = T::unwrap(self.0)?;
        let position = tree.compare_position(other);
        assert_eq!(tree.is_ancestor_of(other), position == Position::Descendant);
        assert_eq!(tree.is_descendant_of(other), position == Position::Ancestor);
        Some(position)
    }
}

/// The ways to walk a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Way {
    Descendants,
    InclusiveDescendants,
    Traverse,
    BreadthFirst,
    Leaves,
    Ancestors,
    InclusiveAncestors,
    NextSiblings,
    PrevSiblings,
}

/// All of them.
pub const WAYS: [Way; 9] = [
    Way::Descendants,
    Way::InclusiveDescendants,
    Way::Traverse,
    Way::BreadthFirst,
    Way::Leaves,
    Way::Ancestors,
    Way::InclusiveAncestors,
    Way::NextSiblings,
    Way::PrevSiblings,
];

/// A node that a walk gave, and whether it was left rather than entered.
pub type Marked = (Any, bool);

/// An open walk.
pub trait Walk {
    /// The next one, from either end if the walk can.
    fn step(&mut self, back: bool) -> Option<Marked>;
}

struct Both<I>(I);
struct Forward<I>(I);

impl<I: DoubleEndedIterator<Item = Marked>> Walk for Both<I> {
    fn step(&mut self, back: bool) -> Option<Marked> {
        if back { self.0.next_back() } else { self.0.next() }
    }
}

impl<I: Iterator<Item = Marked>> Walk for Forward<I> {
    fn step(&mut self, _: bool) -> Option<Marked> {
        self.0.next()
    }
}

fn mark<T: Node>(node: Strong<T>) -> Marked {
    (T::wrap(node), false)
}

/// Opens a walk.
pub fn open<T: Tree + Node>(tree: &T, way: Way) -> Box<dyn Walk + '_> {
    match way {
        Way::Descendants => Box::new(Both(tree.descendants().map(mark))),
        Way::InclusiveDescendants => Box::new(Both(tree.inclusive_descendants().map(mark))),
        Way::Traverse => Box::new(Forward(tree.traverse().map(|step| match step {
            Traversal::Enter(node) => (T::wrap(node), false),
            Traversal::Leave(node) => (T::wrap(node), true),
        }))),
        Way::BreadthFirst => Box::new(Forward(tree.breadth_first().map(mark))),
        Way::Leaves => Box::new(Both(tree.leaves().map(mark))),
        Way::Ancestors => Box::new(Forward(tree.ancestors().map(mark))),
        Way::InclusiveAncestors => Box::new(Forward(tree.inclusive_ancestors().map(mark))),
        Way::NextSiblings => Box::new(Forward(tree.next_siblings().map(mark))),
        Way::PrevSiblings => Box::new(Forward(tree.prev_siblings().map(mark))),
    }
}
