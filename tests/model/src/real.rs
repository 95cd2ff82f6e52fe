//! Programs' operations on the real graph, for every type, with outcomes that the model can be compared with.

use std::cell::Cell;

use weakgraph::{
    Child, Children, EditChildren, HasParent, InRelation, LinkError, LinkErrorKind, Position, Strong, Tree, TreeIn,
    WalkEvent,
};

use crate::acts;
use crate::kinds::{Any, Node, RelationFn};

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

/// An owning edge of whatever type.
pub type EdgeRef<'n> = &'n dyn EdgeDyn;

/// What can be done with an owning edge of any type. `call` is run in every closure that the library takes.
pub trait EdgeDyn: 'static {
    /// Its members, after checks that can be made without a model.
    fn members(&self) -> Vec<Any>;
    /// Its members, without checks.
    fn quick(&self) -> Vec<Any>;
    /// Whether this node is a member.
    fn holds(&self, node: &Any) -> bool;
    /// Edits it; `None` if it has no such edit.
    fn edit(&self, edit: &Edit<Any>, call: &mut dyn FnMut()) -> Option<Outcome>;
    /// Edits it with arguments that are user code.
    fn act(&self, n: u8, other: &Any);
    /// Appends all members of another edge of the same type.
    fn append_all(&self, from: EdgeRef<'_>) -> Option<Outcome>;
    /// Opens a walk of it.
    fn walk(&self) -> Box<dyn Walk + '_>;
    /// Its type, for `append_all`.
    fn as_any(&self) -> &dyn std::any::Any;
}

impl<C: Node + HasParent<R>, R: 'static> EdgeDyn for Children<C, R> {
    fn members(&self) -> Vec<Any> {
        checked_members(self)
    }
    fn quick(&self) -> Vec<Any> {
        reach!(Children::iter(self)).map(Node::wrap).collect()
    }
    fn holds(&self, node: &Any) -> bool {
        Node::unwrap(node).is_some_and(|n| reach!(Children::contains(self, n)))
    }
    fn edit(&self, edit: &Edit<Any>, call: &mut dyn FnMut()) -> Option<Outcome> {
        edit_list(self, edit, call)
    }
    fn act(&self, n: u8, other: &Any) {
        if let Some(other) = C::unwrap(other) {
            acts::list(self, n, other);
        }
    }
    fn append_all(&self, from: EdgeRef<'_>) -> Option<Outcome> {
        let from = from.as_any().downcast_ref::<Self>()?;
        Some(done(reach!(Children::append_all(self, from))))
    }
    fn walk(&self) -> Box<dyn Walk + '_> {
        Box::new(Both(reach!(Children::iter(self)).map(mark)))
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

impl<C: Node + HasParent<R>, R: 'static> EdgeDyn for Child<C, R> {
    fn members(&self) -> Vec<Any> {
        assert_eq!(reach!(Child::is_empty(self)), reach!(Child::get(self)).is_none());
        self.quick()
    }
    fn quick(&self) -> Vec<Any> {
        reach!(Child::get(self)).map(Node::wrap).into_iter().collect()
    }
    fn holds(&self, node: &Any) -> bool {
        Node::unwrap(node).is_some_and(|n| reach!(Child::get(self)).as_ref() == Some(n))
    }
    fn edit(&self, edit: &Edit<Any>, _: &mut dyn FnMut()) -> Option<Outcome> {
        edit_one(self, edit)
    }
    fn act(&self, n: u8, other: &Any) {
        if let Some(other) = C::unwrap(other) {
            acts::one(self, n, other);
        }
    }
    fn append_all(&self, _: EdgeRef<'_>) -> Option<Outcome> {
        None
    }
    fn walk(&self) -> Box<dyn Walk + '_> {
        Box::new(Forward(reach!(Child::get(self)).into_iter().map(mark)))
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

fn checked_members<C: Node + HasParent<R>, R>(list: &Children<C, R>) -> Vec<Any> {
    let forward: Vec<Strong<C>> = reach!(Children::iter(list)).collect();
    let mut backward: Vec<Strong<C>> = reach!(Children::iter(list)).rev().collect();
    backward.reverse();
    assert!(forward == backward, "forward {forward:?} and backward {backward:?} differ");
    assert_eq!(reach!(Children::len(list)), forward.len(), "the length is wrong");
    assert_eq!(reach!(Children::is_empty(list)), forward.is_empty());
    assert!(
        reach!(Children::first(list)).as_ref() == forward.first()
            && reach!(Children::last(list)).as_ref() == forward.last(),
        "an end is wrong"
    );
    for (index, member) in forward.iter().enumerate() {
        assert!(reach!(Children::contains(list, member)), "a member is not contained");
        assert!(!forward[..index].contains(member), "a member is in the list twice");
        if forward.len() <= 12 {
            assert_eq!(reach!(Children::index_of(list, member)), Some(index));
            assert!(reach!(Children::get(list, index)).as_ref() == Some(member));
        }
        assert!(reach!(Children::next(list, member)).as_ref() == forward.get(index + 1));
        assert!(reach!(Children::prev(list, member)).as_ref() == index.checked_sub(1).map(|before| &forward[before]));
    }
    assert!(reach!(Children::get(list, forward.len())).is_none());
    forward.into_iter().map(Node::wrap).collect()
}

fn edit_list<C: Node + HasParent<R>, R>(
    list: &Children<C, R>,
    edit: &Edit<Any>,
    call: &mut dyn FnMut(),
) -> Option<Outcome> {
    let edit = edit.map(|node| C::unwrap(node).cloned())?;
    Some(match edit {
        Edit::Append(node) => gave(reach!(Children::append(list, &node))),
        Edit::Prepend(node) => gave(reach!(Children::prepend(list, node))),
        Edit::Insert(at, node) => gave(reach!(Children::insert(list, at, &node))),
        Edit::Before(member, node) => gave(reach!(Children::insert_before(list, &member, node))),
        Edit::After(member, node) => gave(reach!(Children::insert_after(list, &member, &node))),
        Edit::Remove(node) => Outcome::Said(reach!(Children::remove(list, &node))),
        Edit::Replace(member, node) => gave(reach!(Children::replace(list, &member, node))),
        Edit::Clear => {
            reach!(Children::clear(list));
            Outcome::Done
        }
        Edit::Drain(front, back, forgetful) => {
            let mut drain = reach!(Children::drain(list));
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
            reach!(Children::retain(list, |node| {
                call();
                keeps(node.id(), mask)
            }));
            Outcome::Done
        }
        Edit::Splice(from, to, nodes) => match reach!(Children::splice(list, from..to, nodes)) {
            Ok(removed) => Outcome::Gave(removed.iter().map(|node| node.id()).collect()),
            Err(error) => Outcome::Refused(error.kind()),
        },
        Edit::Swap(a, b) => done(reach!(Children::swap(list, &a, &b))),
        Edit::SortByKey(seed) => {
            reach!(Children::sort_by_key(list, |node| {
                call();
                sort_key(node.id(), seed)
            }));
            Outcome::Done
        }
        Edit::SortBy(seed) => {
            reach!(Children::sort_by(list, |a, b| {
                call();
                sort_key(a.id(), seed).cmp(&sort_key(b.id(), seed))
            }));
            Outcome::Done
        }
        Edit::Reverse => {
            reach!(Children::reverse(list));
            Outcome::Done
        }
    })
}

fn edit_one<C: Node + HasParent<R>, R>(edge: &Child<C, R>, edit: &Edit<Any>) -> Option<Outcome> {
    Some(match edit {
        Edit::Append(node) => gave(reach!(Child::set(edge, C::unwrap(node)?))),
        Edit::Prepend(node) => gave(reach!(Child::set(edge, C::unwrap(node)?.clone()))),
        Edit::Remove(_) | Edit::Clear => {
            Outcome::Gave(reach!(Child::take(edge)).into_iter().map(|node| node.id()).collect())
        }
        _ => return None,
    })
}

/// A function on any tree.
pub trait TreeFn {
    /// What it gives.
    type Out;
    /// Calls it.
    fn call<K, T: weakgraph::TreeEdit<K> + Node>(self, tree: &T) -> Self::Out;
}

/// The node itself, for what `Tree` takes.
fn itself<T>(node: &T) -> &T {
    node
}

/// The node, for what `InRelation` takes.
fn seen<T: Node, R>(node: &T) -> InRelation<'_, T, R> {
    reach!(Graph::in_relation(node))
}

/// An edit by the methods of `Tree`, or by those of `InRelation`.
#[derive(Clone, Copy)]
pub struct TreeEdit<'a> {
    /// Which.
    pub edit: u8,
    /// The other node.
    pub other: &'a Any,
}

macro_rules! edit_tree {
    ($Tree:ident, $tree:expr, $this:expr) => {{
        let other = T::unwrap($this.other)?;
        Some(match $this.edit % 7 {
            0 => gave(reach!($Tree::append($tree, other))),
            1 => gave(reach!($Tree::prepend($tree, other))),
            2 => gave(reach!($Tree::insert_before($tree, other))),
            3 => gave(reach!($Tree::insert_after($tree, other))),
            4 => gave(reach!($Tree::replace_with($tree, other))),
            5 => Outcome::Gave(reach!($Tree::detach($tree)).into_iter().map(|node| node.id()).collect()),
            _ => done(reach!($Tree::reparent_children($tree, other))),
        })
    }};
}

impl TreeFn for TreeEdit<'_> {
    type Out = Option<Outcome>;
    fn call<K, T: weakgraph::TreeEdit<K> + Node>(self, tree: &T) -> Option<Outcome> {
        edit_tree!(Tree, tree, self)
    }
}

impl<'a> RelationFn<'a> for TreeEdit<'_> {
    type Out = Option<Outcome>;
    fn call<R: 'static, K, T>(self, tree: InRelation<'a, T, R>) -> Option<Outcome>
    where
        T: TreeIn<R> + EditChildren<T, R, K> + Node,
    {
        edit_tree!(InRelation, tree, self)
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
    pub parent: Option<u32>,
    pub children: Vec<u32>,
    pub path: Vec<usize>,
}

/// Asks for the [`Facts`].
#[derive(Clone, Copy)]
pub struct AskFacts;

macro_rules! facts {
    ($Tree:ident, $tree:expr, $root:expr, $see:expr) => {{
        let id = |node: Strong<T>| node.id();
        let (root, path) = ($root, reach!($Tree::path($tree)));
        let children: Vec<u32> = reach!($Tree::children($tree)).into_iter().map(id).collect();
        let nth = |at: &usize| reach!($Tree::nth_child($tree, *at)).map(id);
        assert!((0..=children.len()).map(|at| nth(&at)).eq(children.iter().copied().map(Some).chain([None])));
        let facts = Facts {
            parent: reach!($Tree::parent($tree)).map(id),
            children,
            path,
            root: root.id(),
            depth: reach!($Tree::depth($tree)),
            first: reach!($Tree::first_child($tree)).map(id),
            last: reach!($Tree::last_child($tree)).map(id),
            next: reach!($Tree::next_sibling($tree)).map(id),
            prev: reach!($Tree::prev_sibling($tree)).map(id),
            index: reach!($Tree::index_in_parent($tree)),
            count: reach!($Tree::child_count($tree)),
            leaf: reach!($Tree::is_leaf($tree)),
            is_root: reach!($Tree::is_root($tree)),
        };
        (reach!($Tree::at_path($see(&*root), &facts.path)).map(id), facts)
    }};
}

impl TreeFn for AskFacts {
    type Out = Facts;
    fn call<K, T: weakgraph::TreeEdit<K> + Node>(self, tree: &T) -> Facts {
        let (there, facts) = facts!(Tree, tree, reach!(Tree::root(tree)), itself);
        assert_eq!(there, Some(tree.id()), "{:?} is the way to it", facts.path);
        facts
    }
}

impl<'a> RelationFn<'a> for AskFacts {
    type Out = Facts;
    fn call<R: 'static, K, T>(self, tree: InRelation<'a, T, R>) -> Facts
    where
        T: TreeIn<R> + EditChildren<T, R, K> + Node,
    {
        let (there, facts) = facts!(InRelation, tree, reach!(<InRelation<'_, T, R>>::root(tree)), seen::<T, R>);
        assert_eq!(there, reach!(InRelation::at_path(tree, &[])).map(|node| node.id()), "{:?} is the way", facts.path);
        facts
    }
}

/// Asks where another node is.
#[derive(Clone, Copy)]
pub struct AskPosition<'a>(pub &'a Any);

macro_rules! position {
    ($Tree:ident, $tree:expr, $this:expr, $see:expr) => {{
        let other = T::unwrap($this.0)?;
        let position = reach!($Tree::compare_position($tree, other));
        assert_eq!(reach!($Tree::is_ancestor_of($tree, other)), position == Position::Descendant);
        assert_eq!(reach!($Tree::is_descendant_of($tree, other)), position == Position::Ancestor);
        // The lowest that is above both.
        let above: Vec<u32> = reach!($Tree::inclusive_ancestors($see(&**other))).map(|node| node.id()).collect();
        let mut common =
            reach!($Tree::inclusive_ancestors($tree)).map(|node| node.id()).filter(|id| above.contains(id));
        assert_eq!(reach!($Tree::common_ancestor($tree, other)).map(|node| node.id()), common.next());
        Some(position)
    }};
}

impl TreeFn for AskPosition<'_> {
    type Out = Option<Position>;
    fn call<K, T: weakgraph::TreeEdit<K> + Node>(self, tree: &T) -> Option<Position> {
        position!(Tree, tree, self, itself)
    }
}

impl<'a> RelationFn<'a> for AskPosition<'a> {
    type Out = Option<Position>;
    fn call<R: 'static, K, T>(self, tree: InRelation<'a, T, R>) -> Option<Position>
    where
        T: TreeIn<R> + EditChildren<T, R, K> + Node,
    {
        position!(InRelation, tree, self, seen::<T, R>)
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

macro_rules! open {
    ($Tree:ident, $tree:expr, $way:expr) => {
        match $way {
            Way::Descendants => Box::new(Both(reach!($Tree::descendants($tree)).map(mark))),
            Way::InclusiveDescendants => Box::new(Both(reach!($Tree::inclusive_descendants($tree)).map(mark))),
            Way::Traverse => Box::new(Both(reach!($Tree::traverse($tree)).map(|step| match step {
                WalkEvent::Enter(node) => (T::wrap(node), false),
                WalkEvent::Leave(node) => (T::wrap(node), true),
            }))),
            Way::BreadthFirst => Box::new(Forward(reach!($Tree::breadth_first($tree)).map(mark))),
            Way::Leaves => Box::new(Both(reach!($Tree::leaves($tree)).map(mark))),
            Way::Ancestors => Box::new(Forward(reach!($Tree::ancestors($tree)).map(mark))),
            Way::InclusiveAncestors => Box::new(Forward(reach!($Tree::inclusive_ancestors($tree)).map(mark))),
            Way::NextSiblings => Box::new(Forward(reach!($Tree::next_siblings($tree)).map(mark))),
            Way::PrevSiblings => Box::new(Forward(reach!($Tree::prev_siblings($tree)).map(mark))),
        }
    };
}

/// Opens a walk.
pub fn open<T: Tree + Node>(tree: &T, way: Way) -> Box<dyn Walk + '_> {
    open!(Tree, tree, way)
}

/// Opens a walk in a relation.
pub struct Open(pub Way);

impl<'a> RelationFn<'a> for Open {
    type Out = Box<dyn Walk + 'a>;
    fn call<R: 'static, K, T>(self, tree: InRelation<'a, T, R>) -> Box<dyn Walk + 'a>
    where
        T: TreeIn<R> + EditChildren<T, R, K> + Node,
    {
        open!(InRelation, tree, self.0)
    }
}
