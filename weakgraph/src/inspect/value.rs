//! Whole graphs as values: [`deep_clone`], [`tree_eq`], [`tree_hash`].
//!
//! Each works in two parts. First the nodes and their children are read, from the root down, without counting and
//! without user code, and then kept alive by a count each. Only then user code runs (`Clone`, `PartialEq`, `Hash` of
//! the fields): whatever it does to the graph, the result is that of the graph as it was.

use core::fmt;
use core::hash::{Hash, Hasher};
use std::collections::hash_map::Entry;

use crate::core::panics::drop_all;
use crate::core::panics::dropping;
use crate::core::ptr::NodePtr;
use crate::core::traits::HasParent;
use crate::edge::{Child, Children, WeakCell, WeakList};
use crate::engine::birth::is_made_as;
use crate::inspect::edges::NodeMap;
use crate::inspect::snapshot::NodeGuard;
use crate::{Graph, NodeId, Strong};

/// A type whose nodes can be copied with everything they own. `#[graph(clone)]` implements it; see [`deep_clone`].
///
/// # Safety
/// Only the derive implements this: a copy has the same edges as its original, and
/// [`__clone_parts`](DeepClone::__clone_parts) visits those of both in one order.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be copied with its parent",
    label = "put `#[graph(clone)]` on `{Self}`",
    note = "`deep_clone` copies what a node owns, so each type that is owned needs `#[graph(clone)]`"
)]
pub unsafe trait DeepClone: Graph {
    /// A value with the same fields and empty edges.
    #[doc(hidden)]
    fn __plain(&self) -> Self;
    #[doc(hidden)]
    fn __clone_parts(&self, parts: &mut CloneParts<'_>);
}

/// A type whose nodes can be compared by value with everything they own. `#[graph(eq)]` implements it; see [`tree_eq`].
///
/// # Safety
/// Only the derive implements this: [`__eq_parts`](TreeEq::__eq_parts) visits the same edges of all values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with its parent",
    label = "put `#[graph(eq)]` on `{Self}`",
    note = "`tree_eq` compares what a node owns, so each type that is owned needs `#[graph(eq)]`"
)]
pub unsafe trait TreeEq: Graph {
    #[doc(hidden)]
    fn __plain_eq(&self, other: &Self) -> bool;
    #[doc(hidden)]
    fn __eq_parts(&self, parts: &mut EqParts<'_>);
}

/// A type whose nodes can be hashed by value with everything they own. `#[graph(hash)]` implements it; see
/// [`tree_hash`].
///
/// # Safety
/// Only the derive implements this: [`__hash_parts`](TreeHash::__hash_parts) visits the same edges of all values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be hashed with its parent",
    label = "put `#[graph(hash)]` on `{Self}`",
    note = "`tree_hash` hashes what a node owns, so each type that is owned needs `#[graph(hash)]`"
)]
pub unsafe trait TreeHash: Graph {
    #[doc(hidden)]
    fn __plain_hash(&self, state: &mut dyn Hasher);
    #[doc(hidden)]
    fn __hash_parts(&self, parts: &mut HashParts<'_>);
}

/// Counts that are given up one by one, whatever panics (G7).
#[derive(Default)]
struct NodeGuards(Vec<NodeGuard>);

impl NodeGuards {
    /// # Safety
    /// I1: the nodes are alive.
    unsafe fn of(nodes: impl Iterator<Item = NodePtr>) -> NodeGuards {
        // SAFETY: forwarded.
        NodeGuards(nodes.map(|node| unsafe { NodeGuard::new(node) }).collect())
    }
}

impl Drop for NodeGuards {
    fn drop(&mut self) {
        drop_all(self.0.drain(..));
    }
}

/// The targets of the edges of one node after the other; those of an edge are a group.
struct Targets<F: 'static> {
    /// The targets, each with what is to be done with its type.
    targets: Vec<(NodePtr, &'static F)>,
    /// Where each group ends.
    groups: Vec<usize>,
}

impl<F> Targets<F> {
    const fn new() -> Targets<F> {
        Targets { targets: Vec::new(), groups: Vec::new() }
    }

    fn children<C: HasParent<R>, R>(&mut self, edge: &Children<C, R>, functions: &'static F) {
        edge.each_raw(|child| self.targets.push((child, functions)));
        self.groups.push(self.targets.len());
    }
}

macro_rules! parts {
    ($(#[$doc:meta])* $parts:ident, $bound:ident, $functions:ty, $table:expr) => {
        $(#[$doc])*
        #[doc(hidden)]
        pub struct $parts<'p>(&'p mut Targets<$functions>);

        impl fmt::Debug for $parts<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($parts))
            }
        }

        impl $parts<'_> {
            pub fn children<C: $bound + HasParent<R>, R>(&mut self, edge: &Children<C, R>) {
                self.0.children(edge, $table);
            }

            pub fn child<C: $bound + HasParent<R>, R>(&mut self, edge: &Child<C, R>) {
                self.children(edge.as_list());
            }
        }
    };
}

parts!(EqParts, TreeEq, EqFunctions, const { &EqFunctions { parts: eq_parts::<C>, plain: eq_plain::<C> } });
parts!(HashParts, TreeHash, HashFunctions, const { &HashFunctions { parts: hash_parts::<C>, plain: hash_plain::<C> } });

struct EqFunctions {
    parts: unsafe fn(NodePtr, &mut Targets<EqFunctions>),
    plain: unsafe fn(NodePtr, NodePtr) -> bool,
}

struct HashFunctions {
    parts: unsafe fn(NodePtr, &mut Targets<HashFunctions>),
    plain: unsafe fn(NodePtr, &mut dyn Hasher),
}

/// # Safety
/// I1, I2, I4.
unsafe fn eq_parts<T: TreeEq>(node: NodePtr, read: &mut Targets<EqFunctions>) {
    // SAFETY: forwarded.
    unsafe { node.value::<T>() }.__eq_parts(&mut EqParts(read));
}

/// # Safety
/// I1, I2, I4, of both, and they stay alive.
unsafe fn eq_plain<T: TreeEq>(a: NodePtr, b: NodePtr) -> bool {
    // SAFETY: forwarded.
    let a: &T = unsafe { a.value() };
    // SAFETY: forwarded.
    a.__plain_eq(unsafe { b.value() })
}

/// # Safety
/// I1, I2, I4.
unsafe fn hash_parts<T: TreeHash>(node: NodePtr, read: &mut Targets<HashFunctions>) {
    // SAFETY: forwarded.
    unsafe { node.value::<T>() }.__hash_parts(&mut HashParts(read));
}

/// # Safety
/// I1, I2, I4, and it stays alive.
unsafe fn hash_plain<T: TreeHash>(node: NodePtr, state: &mut dyn Hasher) {
    // SAFETY: forwarded.
    unsafe { node.value::<T>() }.__plain_hash(state);
}

/// Returns `true` if two graphs have the same structure and equal values: if `a` and `b` have equal fields, and equal
/// children in the same owning edges in the same order.
///
/// Types need `#[graph(eq)]`, and plain fields have to be `PartialEq`. Shared edges are equal if they lead to the same
/// nodes: handles are compared by identity. Back-references and weak links are ignored. A node with parents in several
/// relations has to have the corresponding parents.
///
/// The structure is compared first, then the fields from the root on, up to the first difference. Costs O(nodes) time
/// and memory, and constant stack. `a == b` asks something else: whether both handles lead to one node.
///
/// # Panics
/// If the `eq` of a field does, for instance that of a `RefCell` that is mutably borrowed.
///
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong, tree_eq};
///
/// #[derive(Graph, Default)]
/// #[graph(eq)]
/// struct Node {
///     key: u32,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
/// }
///
/// let leaf = |key| Node { key, ..Node::default() };
/// let tree = |key| Strong::new(Node { children: Children::from([leaf(key)]), ..Node::default() });
/// assert!(tree_eq(&tree(1), &tree(1)));
/// assert!(!tree_eq(&tree(1), &tree(2)));
/// ```
#[must_use]
pub fn tree_eq<T: TreeEq>(a: &Strong<T>, b: &Strong<T>) -> bool {
    let root: &'static EqFunctions = const { &EqFunctions { parts: eq_parts::<T>, plain: eq_plain::<T> } };
    let mut pairs = vec![(a.raw(), b.raw(), root)];
    let (mut ours, mut theirs) = (NodeMap::from_iter([(NodeId::of(a), 0)]), NodeMap::from_iter([(NodeId::of(b), 0)]));
    let mut next = 0;
    while let Some(&(a, b, functions)) = pairs.get(next) {
        let (mut left, mut right) = (Targets::new(), Targets::new());
        // SAFETY: I1, I2: a root or owned by one, and no user code has run. I4: told together with the type.
        unsafe { (functions.parts)(a, &mut left) };
        // SAFETY: as above: the same edge of the same type.
        unsafe { (functions.parts)(b, &mut right) };
        if left.groups != right.groups {
            return false;
        }
        for (&(a, functions), &(b, _)) in left.targets.iter().zip(&right.targets) {
            match (ours.entry(NodeId::of_raw(a)), theirs.entry(NodeId::of_raw(b))) {
                (Entry::Vacant(ours), Entry::Vacant(theirs)) => {
                    ours.insert(pairs.len());
                    theirs.insert(pairs.len());
                    pairs.push((a, b, functions));
                }
                (Entry::Occupied(ours), Entry::Occupied(theirs)) if ours.get() == theirs.get() => {}
                _ => return false,
            }
        }
        next += 1;
    }
    // SAFETY: I1: as above.
    let _pins = unsafe { NodeGuards::of(pairs.iter().flat_map(|&(a, b, _)| [a, b])) };
    // SAFETY: I1, I2: pinned. I4: told together with the type.
    pairs.iter().all(|&(a, b, functions)| unsafe { (functions.plain)(a, b) })
}

/// Hashes a graph by its structure and values. Graphs that are equal by [`tree_eq`] have the same hash.
///
/// Types need `#[graph(hash)]`, and plain fields have to be `Hash`. Shared edges, back-references and weak links are
/// ignored, so the hash does not depend on addresses. Costs O(nodes) time and memory, and constant stack.
///
/// # Panics
/// If the `hash` of a field does.
///
/// ```
/// use std::hash::{DefaultHasher, Hasher};
/// use weakgraph::{Children, Graph, Parent, Strong, tree_hash};
///
/// #[derive(Graph, Default)]
/// #[graph(hash)]
/// struct Node {
///     key: u32,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
/// }
///
/// let hash = |node| {
///     let mut state = DefaultHasher::new();
///     tree_hash(&Strong::new(node), &mut state);
///     state.finish()
/// };
/// assert_eq!(hash(Node::default()), hash(Node::default()));
/// assert_ne!(hash(Node::default()), hash(Node { key: 1, ..Node::default() }));
/// ```
pub fn tree_hash<T: TreeHash, H: Hasher>(root: &Strong<T>, state: &mut H) {
    let functions: &'static HashFunctions = const { &HashFunctions { parts: hash_parts::<T>, plain: hash_plain::<T> } };
    let mut nodes = vec![(root.raw(), functions)];
    let mut numbers = NodeMap::from_iter([(NodeId::of(root), 0)]);
    // Of each edge how many targets it has, and of each target its number.
    let mut structure: Vec<usize> = Vec::new();
    let mut next = 0;
    while let Some(&(node, functions)) = nodes.get(next) {
        let mut read = Targets::new();
        // SAFETY: I1, I2: the root or owned by it, and no user code has run. I4: told together with the type.
        unsafe { (functions.parts)(node, &mut read) };
        structure.extend(&read.groups);
        for (target, functions) in read.targets {
            structure.push(*numbers.entry(NodeId::of_raw(target)).or_insert_with(|| {
                nodes.push((target, functions));
                nodes.len() - 1
            }));
        }
        next += 1;
    }
    // SAFETY: I1: as above.
    let _pins = unsafe { NodeGuards::of(nodes.iter().map(|&(node, _)| node)) };
    structure.hash(state);
    for (node, functions) in nodes {
        // SAFETY: I1, I2: pinned. I4: told together with the type.
        unsafe { (functions.plain)(node, state) };
    }
}

struct CloneFunctions {
    /// Refuses a node that was made as another type.
    check: unsafe fn(NodePtr),
    parts: unsafe fn(NodePtr, &mut CloneParts<'_>),
    plain: unsafe fn(NodePtr) -> NodeGuard,
}

/// Told the edges of an original, and then those of its copy.
#[doc(hidden)]
pub struct CloneParts<'p>(Cloning<'p>);

enum Cloning<'p> {
    /// Of an original: they are read.
    Read(&'p mut Targets<CloneFunctions>, &'p mut Targets<()>),
    /// Of a copy: they are filled.
    Fill(Fill<'p>),
}

struct Fill<'p> {
    numbers: &'p NodeMap<usize>,
    copies: &'p [NodeGuard],
    /// The groups of targets of this node's edges.
    owned: Groups<'p, CloneFunctions>,
    weak: Groups<'p, ()>,
}

/// The next groups of a [`Read`].
struct Groups<'p, F: 'static> {
    read: &'p Targets<F>,
    next: usize,
}

impl<'p, F> Groups<'p, F> {
    fn take(&mut self) -> &'p [(NodePtr, &'static F)] {
        let start = self.next.checked_sub(1).map_or(0, |before| self.read.groups[before]);
        let end = self.read.groups[self.next];
        self.next += 1;
        &self.read.targets[start..end]
    }
}

impl fmt::Debug for CloneParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CloneParts")
    }
}

impl CloneParts<'_> {
    pub fn children<C: DeepClone + HasParent<R>, R>(&mut self, edge: &Children<C, R>) {
        match &mut self.0 {
            Cloning::Read(owned, _) => owned.children(edge, const { clone_functions::<C>() }),
            Cloning::Fill(fill) => {
                for (child, _) in fill.owned.take() {
                    let copy = fill.copies[fill.numbers[&NodeId::of_raw(*child)]].raw();
                    // SAFETY: I1: the list of copies has a count. I4: the copy of a `C`.
                    let linked = edge.append(unsafe { Strong::<C>::of_live(copy) });
                    debug_assert!(linked.is_ok(), "a copy was refused");
                }
            }
        }
    }

    pub fn child<C: DeepClone + HasParent<R>, R>(&mut self, edge: &Child<C, R>) {
        self.children(edge.as_list());
    }

    /// `is_copied` says of a target whether its copy, if there is one, is what `T` names; `None` that there is none for
    /// this edge.
    fn weak_cell<T>(&mut self, edge: &WeakCell<T>, is_copied: Option<IsCopied>) {
        match &mut self.0 {
            Cloning::Read(_, weak) => {
                edge.peek(|target| {
                    weak.targets.extend(target.node().filter(|_| target.is_alive()).map(|it| (it, &())))
                });
                weak.groups.push(weak.targets.len());
            }
            // SAFETY: I4: the targets of this very edge in the original.
            Cloning::Fill(fill) => unsafe { fill.weak::<T>(is_copied, |target| edge.set(target)) },
        }
    }

    fn weak_list<T>(&mut self, edge: &WeakList<T>, is_copied: Option<IsCopied>) {
        match &mut self.0 {
            Cloning::Read(_, weak) => {
                edge.each_raw(|target| weak.targets.push((target, &())));
                weak.groups.push(weak.targets.len());
            }
            // SAFETY: I4: the targets of this very edge in the original.
            Cloning::Fill(fill) => unsafe { fill.weak::<T>(is_copied, |target| edge.add(target)) },
        }
    }
}

/// [`is_made_as::<T>`](is_made_as), of the `T` of a weak link, which is `DeepClone`.
type IsCopied = unsafe fn(NodePtr) -> bool;

/// A weak link of a node that is copied: a method of its own for those to a type that can be copied, and one of
/// [`OtherPart`] for all others, which no copy can be the target of.
///
/// The copy of a node is made by the `Clone` of the type that it was reached as, which may differ from `T` in
/// lifetimes. That makes a `T` only where `T` can be copied, too: then it is the same implementation. Without that, an
/// implementation for equal lifetimes alone could put what lives shortly where `T` says `'static`.
#[doc(hidden)]
#[derive(Debug)]
pub struct WeakPart<'e, E>(pub &'e E);

impl<T: DeepClone> WeakPart<'_, WeakCell<T>> {
    pub fn __clone(self, parts: &mut CloneParts<'_>) {
        parts.weak_cell(self.0, Some(is_made_as::<T>));
    }
}

impl<T: DeepClone> WeakPart<'_, WeakList<T>> {
    pub fn __clone(self, parts: &mut CloneParts<'_>) {
        parts.weak_list(self.0, Some(is_made_as::<T>));
    }
}

/// See [`WeakPart`].
#[doc(hidden)]
pub trait OtherPart: Sized {
    fn __clone(self, parts: &mut CloneParts<'_>);
}

impl<T> OtherPart for WeakPart<'_, WeakCell<T>> {
    fn __clone(self, parts: &mut CloneParts<'_>) {
        parts.weak_cell(self.0, None);
    }
}

impl<T> OtherPart for WeakPart<'_, WeakList<T>> {
    fn __clone(self, parts: &mut CloneParts<'_>) {
        parts.weak_list(self.0, None);
    }
}

impl Fill<'_> {
    /// # Safety
    /// I4: the next weak group is of `T`s; `is_copied` is that of `T`, which is `DeepClone`.
    unsafe fn weak<T>(&mut self, is_copied: Option<IsCopied>, mut each: impl FnMut(&Strong<T>)) {
        for &(target, ()) in self.weak.take() {
            let copy = self.numbers.get(&NodeId::of_raw(target)).map(|&number| self.copies[number].raw());
            // SAFETY: I1: pinned.
            let is_copied = is_copied.is_some_and(|is_copied| unsafe { is_copied(target) });
            let to = copy.filter(|_| is_copied).unwrap_or(target);
            // SAFETY: I1: pinned, or in the list of copies. I4: forwarded. A copy was made by the code that copies a
            // `T`: its original was made as a `T`, both as far as lifetimes go, and as no other type is a node copied.
            each(&unsafe { Strong::<T>::of_live(to) });
        }
    }
}

const fn clone_functions<C: DeepClone>() -> &'static CloneFunctions {
    const { &CloneFunctions { check: check_type::<C>, parts: clone_parts::<C>, plain: clone_plain::<C> } }
}

/// # Safety
/// I1.
unsafe fn check_type<T: DeepClone>(node: NodePtr) {
    // SAFETY: forwarded.
    if !unsafe { is_made_as::<T>(node) } {
        made_as_another(T::NAME, core::any::type_name::<T>());
    }
}

#[cold]
#[inline(never)]
fn made_as_another(name: &str, found: &str) -> ! {
    panic!(
        "cannot copy a `{name}`: a handle or an edge leads to it as a `{found}`, which is a supertype of the type that the node was \
         made as; copy it as the type that it was made as"
    )
}

/// # Safety
/// I1, I2, I4.
unsafe fn clone_parts<T: DeepClone>(node: NodePtr, parts: &mut CloneParts<'_>) {
    // SAFETY: forwarded.
    unsafe { node.value::<T>() }.__clone_parts(parts);
}

/// # Safety
/// I1, I2, I4, and it stays alive.
unsafe fn clone_plain<T: DeepClone>(node: NodePtr) -> NodeGuard {
    // SAFETY: forwarded.
    let copy = Strong::new(unsafe { node.value::<T>() }.__plain());
    // SAFETY: I1: `copy` has a count.
    unsafe { NodeGuard::new(copy.raw()) }
}

/// Copies a node with everything that it owns, and returns the copy.
///
/// - Children are copied, in their order, each once. Their back-references lead to the copies of their parents. The
///   copy of the root has no parent.
/// - Shared edges lead to the same nodes as in the original.
/// - Weak links to a copied node lead to its copy. Other weak links lead to the same nodes as in the original. A link
///   to a dropped node is empty in the copy. (A link whose type is a type parameter without the bound [`DeepClone`]
///   leads to the same node.)
/// - All other fields are cloned.
///
/// The type needs `#[graph(clone)]`, and so does each type that it owns. The derive refuses a plain `Weak`, which could
/// not be pointed at a copy. Costs O(nodes and edges) time and memory, and constant stack.
///
/// # Panics
/// - If the `clone` of a field does, for instance that of a `RefCell` that is mutably borrowed. What was copied is
///   dropped again.
/// - If a handle or an edge leads to a node as a supertype of the type that it was made as, and the two differ in more
///   than lifetimes: as a `Node<fn(&'static str)>` where it was made as a `Node<for<'a> fn(&'a str)>`, for instance.
///   Traits tell these two apart, and so could edges of the copy. Nothing is copied then.
///
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong, WeakCell, deep_clone};
///
/// #[derive(Graph, Default)]
/// #[graph(clone)]
/// struct Node {
///     name: String,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
///     #[weak] friend: WeakCell<Node>,
/// }
///
/// let root = Strong::<Node>::default();
/// let leaf = root.add_child(Node { name: "leaf".into(), ..Node::default() });
/// leaf.set_friend(&root);
/// let copy = deep_clone(&root);
/// let its_leaf = copy.children().first().unwrap();
/// assert!(its_leaf.name == "leaf" && its_leaf != leaf);
/// assert!(its_leaf.parent() == Some(copy.clone()) && its_leaf.friend() == Some(copy));
/// ```
#[must_use]
pub fn deep_clone<T: DeepClone>(root: &Strong<T>) -> Strong<T> {
    let (mut owned, mut weak) = (Targets::new(), Targets::new());
    let mut nodes = vec![(root.raw(), clone_functions::<T>())];
    // SAFETY: I1: `root` is a handle.
    unsafe { check_type::<T>(root.raw()) };
    let mut numbers = NodeMap::from_iter([(NodeId::of(root), 0)]);
    // The first groups of each node.
    let mut firsts = Vec::new();
    // How many of the copied edges lead to each node.
    let mut parents = vec![0_usize];
    while let Some(&(node, functions)) = nodes.get(firsts.len()) {
        firsts.push((owned.groups.len(), weak.groups.len()));
        let start = owned.targets.len();
        // SAFETY: I1, I2: the root or owned by it, and no user code has run. I4: told together with the type.
        unsafe { (functions.parts)(node, &mut CloneParts(Cloning::Read(&mut owned, &mut weak))) };
        for &(child, functions) in &owned.targets[start..] {
            // By each edge that leads to it.
            // SAFETY: I1: owned by a node that is alive, and no user code has run.
            unsafe { (functions.check)(child) };
            let number = *numbers.entry(NodeId::of_raw(child)).or_insert_with(|| {
                nodes.push((child, functions));
                parents.push(0);
                nodes.len() - 1
            });
            parents[number] += 1;
        }
    }
    let kept = nodes.iter().map(|&(node, _)| node).chain(weak.targets.iter().map(|&(node, _)| node));
    // SAFETY: I1: as above; the targets of weak links were alive.
    let pins = unsafe { NodeGuards::of(kept) };
    let mut copies = NodeGuards::default();
    for &(node, functions) in &nodes {
        // SAFETY: I1, I2: pinned. I4: told together with the type.
        copies.0.push(unsafe { (functions.plain)(node) });
    }
    // From here on no user code runs. A copy gets its children when it has all its parents: then each of them is a leaf
    // when it is linked, and the check for cycles has nothing to do.
    let mut ready = vec![0];
    while let Some(number) = ready.pop() {
        let (owned, weak) =
            (Groups { read: &owned, next: firsts[number].0 }, Groups { read: &weak, next: firsts[number].1 });
        let start = owned.next.checked_sub(1).map_or(0, |before| owned.read.groups[before]);
        let end = match firsts.get(number + 1) {
            Some(&(next, _)) => next.checked_sub(1).map_or(0, |last| owned.read.groups[last]),
            None => owned.read.targets.len(),
        };
        let children = &owned.read.targets[start..end];
        let fill = Fill { numbers: &numbers, copies: &copies.0, owned, weak };
        // SAFETY: I1, I2: pinned. I4: the copy of a node has its type.
        unsafe { (nodes[number].1.parts)(copies.0[number].raw(), &mut CloneParts(Cloning::Fill(fill))) };
        for (child, _) in children {
            let child = numbers[&NodeId::of_raw(*child)];
            parents[child] -= 1;
            if parents[child] == 0 {
                ready.push(child);
            }
        }
    }
    // SAFETY: I1: the list of copies has a count. I4: the copy of a `T`.
    let copy = unsafe { Strong::of_live(copies.0[0].raw()) };
    dropping((copies, pins), copy)
}
