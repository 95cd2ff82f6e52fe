//! Whole graphs as values: [`deep_clone`], [`deep_clone_all`], [`tree_eq`], [`tree_hash`].
//!
//! Each works in two parts. First the nodes and their children are read, from the root down, without counting and
//! without user code, and then kept alive by a count each. Only then user code runs (`Clone`, `PartialEq`, `Hash` of
//! the fields): whatever it does to the graph, the result is that of the graph as it was.

use core::fmt;
use core::hash::{Hash, Hasher};

use crate::core::traits::HasParent;
use crate::edge::{Child, Children, WeakCell, WeakList};
use crate::engine::copies::{Copies, CopyNode, EdgeField, EdgeTargets, was_made_as};
use crate::engine::kept::{Kept, keeping, keeping_all};
use crate::inspect::discover::{Found, to_u32};
use crate::{Graph, NodeId, Strong};

/// A type whose nodes can be copied with everything they own. `#[graph(clone)]` implements it; see [`deep_clone`].
///
/// # Safety
/// Only the derive implements this, once for each type: [`__plain`](DeepClone::__plain) clones the fields, and
/// [`__clone_parts`](DeepClone::__clone_parts) always visits the same edges in one order.
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
    fn __clone_parts<'k>(&'k self, copy: &Self, parts: &mut CloneParts<'k>);
}

// SAFETY: `DeepClone` says so: the derive writes one implementation for all lifetimes.
unsafe impl<T: DeepClone> CopyNode for T {
    fn copy(&self) -> T {
        self.__plain()
    }
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
    fn __eq_parts<'k>(&'k self, other: &'k Self, parts: &mut EqParts<'k>);
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
    fn __hash_parts<'k>(&'k self, parts: &mut HashParts<'k>);
}

/// Keeps the children of a node that is kept: no user code runs, so that the list is walked without a cursor.
fn children_of<'k, C: HasParent<R>, R>(
    kept: Kept<'k>,
    edge: &'k Children<C, R>,
) -> impl Iterator<Item = &'k Strong<C>> {
    let mut next = edge.first();
    core::iter::from_fn(move || {
        let child = kept.keep(next.take()?);
        next = edge.list().after(child);
        Some(child)
    })
}

/// Receives the owning edges of two nodes that are compared.
#[doc(hidden)]
pub struct EqParts<'k> {
    kept: Kept<'k>,
    ours: Found<&'k dyn Pair<'k>>,
    theirs: Found<()>,
    /// Whether all that was found is alike.
    same: bool,
}

/// Two nodes of one type that are to be equal.
trait Pair<'k> {
    fn parts(&'k self, parts: &mut EqParts<'k>);
    /// Runs user code.
    fn plain(&self) -> bool;
}

impl<'k, T: TreeEq + 'k> Pair<'k> for [Strong<T>; 2] {
    fn parts(&'k self, parts: &mut EqParts<'k>) {
        self[0].__eq_parts(&self[1], parts);
    }

    fn plain(&self) -> bool {
        self[0].__plain_eq(&self[1])
    }
}

impl fmt::Debug for EqParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EqParts")
    }
}

impl<'k> EqParts<'k> {
    pub fn children<C: TreeEq + HasParent<R>, R>(&mut self, edge: &'k Children<C, R>, other: &'k Children<C, R>) {
        self.same &= edge.len() == other.len();
        let mut next = edge.first().zip(other.first());
        while let (true, Some((a, b))) = (self.same, next) {
            let pair = self.kept.keep_all([a, b]);
            next = edge.list().after(&pair[0]).zip(other.list().after(&pair[1]));
            // A pair that is found by one alone has two numbers.
            let theirs = self.theirs.add(NodeId::of(&pair[1]), || ());
            self.same = self.ours.add(NodeId::of(&pair[0]), || pair) == theirs;
        }
    }

    pub fn child<C: TreeEq + HasParent<R>, R>(&mut self, edge: &'k Child<C, R>, other: &'k Child<C, R>) {
        self.children(edge.as_list(), other.as_list());
    }
}

/// Receives the owning edges of a node that is hashed.
#[doc(hidden)]
pub struct HashParts<'k> {
    kept: Kept<'k>,
    found: Found<&'k dyn Hashed<'k>>,
    /// Of each edge how many targets it has, and the numbers of these.
    structure: Vec<usize>,
}

/// A node that is hashed.
trait Hashed<'k> {
    fn parts(&'k self, parts: &mut HashParts<'k>);
    /// Runs user code.
    fn plain(&self, state: &mut dyn Hasher);
}

impl<'k, T: TreeHash + 'k> Hashed<'k> for Strong<T> {
    fn parts(&'k self, parts: &mut HashParts<'k>) {
        self.__hash_parts(parts);
    }

    fn plain(&self, state: &mut dyn Hasher) {
        self.__plain_hash(state);
    }
}

impl fmt::Debug for HashParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HashParts")
    }
}

impl<'k> HashParts<'k> {
    pub fn children<C: TreeHash + HasParent<R>, R>(&mut self, edge: &'k Children<C, R>) {
        self.structure.push(edge.len());
        for child in children_of(self.kept, edge) {
            self.structure.push(self.found.add(NodeId::of(child), || child));
        }
    }

    pub fn child<C: TreeHash + HasParent<R>, R>(&mut self, edge: &'k Child<C, R>) {
        self.children(edge.as_list());
    }
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
    keeping(a, |kept, a| {
        let roots = kept.keep_all([a.clone(), b.clone()]);
        let [a, b] = roots.each_ref().map(NodeId::of);
        let mut parts = EqParts { kept, ours: Found::from(a, roots), theirs: Found::from(b, ()), same: true };
        while let Some(next) = parts.ours.next() {
            let pair = parts.ours.nodes()[next];
            pair.parts(&mut parts);
            if !parts.same {
                return false;
            }
        }
        parts.ours.nodes().iter().all(|pair| pair.plain())
    })
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
    keeping(root, |kept, root| {
        let mut parts = HashParts { kept, found: Found::from(NodeId::of(root), root), structure: Vec::new() };
        while let Some(next) = parts.found.next() {
            let node = parts.found.nodes()[next];
            node.parts(&mut parts);
        }
        parts.structure.hash(state);
        parts.found.nodes().iter().for_each(|node| node.plain(state));
    });
}

/// Receives the edges of an original; and when all copies are made, those of each original with its copy.
#[doc(hidden)]
pub struct CloneParts<'k> {
    kept: Kept<'k>,
    found: Found<FoundNode<'k>>,
    /// What the edges of the originals led to.
    targets: EdgeTargets<'k>,
    /// The numbers of the children, over all owning edges.
    children: Vec<u32>,
    copies: Copies<'k>,
    filling: Option<Filling>,
    /// Whether one node is copied with what it owns. What can have one parent is found once then.
    is_one: bool,
}

/// How far the filling of a copy has come.
struct Filling {
    /// The next edge.
    edge: usize,
    /// The next child, of those of all nodes.
    child: usize,
}

/// A node that is copied.
#[derive(Clone, Copy)]
struct FoundNode<'k> {
    node: &'k dyn Original<'k>,
    /// Its first edge.
    edges: u32,
    /// Where its children begin.
    children: u32,
    /// How many of the copied edges lead to it.
    parents: u32,
}

/// A node that is copied, of which only that is known.
trait Original<'k> {
    fn id(&self) -> NodeId;
    fn read(&'k self, parts: &mut CloneParts<'k>);
    /// Runs user code.
    fn copy(&'k self, copies: &mut Copies<'k>);
    fn fill(&'k self, number: usize, parts: &mut CloneParts<'k>);
}

impl<'k, T: DeepClone + 'k> Original<'k> for Strong<T> {
    fn id(&self) -> NodeId {
        NodeId::of(self)
    }

    fn read(&'k self, parts: &mut CloneParts<'k>) {
        self.__clone_parts(self, parts);
    }

    fn copy(&'k self, copies: &mut Copies<'k>) {
        copies.make(self);
    }

    fn fill(&'k self, number: usize, parts: &mut CloneParts<'k>) {
        let Some(copy) = parts.copies.of(number, self) else { unreachable!() };
        self.__clone_parts(&copy, parts);
    }
}

impl<'k> FoundNode<'k> {
    fn new<T: DeepClone>(node: &'k Strong<T>) -> FoundNode<'k> {
        FoundNode { node, edges: 0, children: 0, parents: 0 }
    }
}

impl fmt::Debug for CloneParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CloneParts")
    }
}

impl<'k> CloneParts<'k> {
    fn new(kept: Kept<'k>, is_one: bool) -> CloneParts<'k> {
        let (targets, copies) = (EdgeTargets::new(), Copies::new(kept));
        CloneParts { kept, found: Found::default(), targets, children: Vec::new(), copies, filling: None, is_one }
    }

    /// Refuses a node that was made as another type.
    fn add_root<T: DeepClone>(&mut self, root: &'k Strong<T>) {
        check_type(root);
        self.found.add(NodeId::of(root), || FoundNode::new(root));
    }

    /// Finds all that is to be copied, and copies it.
    fn run(&mut self) {
        while let Some(next) = self.found.next() {
            let (edges, children) = (to_u32(self.targets.len()), to_u32(self.children.len()));
            let node = &mut self.found.nodes_mut()[next];
            (node.edges, node.children) = (edges, children);
            let node = node.node;
            node.read(self);
        }
        self.copies.reserve(self.found.len());
        for found in self.found.nodes() {
            found.node.copy(&mut self.copies);
        }
        // From here on no user code runs.
        self.fill_all();
    }

    fn copy_of_root<T: DeepClone>(&self, root: &'k Strong<T>) -> Strong<T> {
        let number = self.found.number_of(NodeId::of(root));
        let Some(copy) = number.and_then(|number| self.copies.of(number, root)) else { unreachable!() };
        copy
    }

    /// Fills the copies. One gets its children when it has all its parents: then each of them is a leaf when it is
    /// linked, and the check for cycles has nothing to do.
    fn fill_all(&mut self) {
        let nodes = self.found.nodes().iter().enumerate();
        let mut ready: Vec<usize> = nodes.filter(|(_, node)| node.parents == 0).map(|(number, _)| number).collect();
        while let Some(number) = ready.pop() {
            let FoundNode { node, edges, children, .. } = self.found.nodes()[number];
            let (edge, start) = (edges as usize, children as usize);
            self.filling = Some(Filling { edge, child: start });
            node.fill(number, self);
            let end = self.filling.take().map_or(start, |filling| filling.child);
            for &child in &self.children[start..end] {
                let child = child as usize;
                let parents = &mut self.found.nodes_mut()[child].parents;
                *parents -= 1;
                if *parents == 0 {
                    ready.push(child);
                }
            }
        }
    }

    /// The number of the edge that is visited, if it is to be filled.
    fn next_edge(&mut self) -> Option<usize> {
        let filling = self.filling.as_mut()?;
        filling.edge += 1;
        Some(filling.edge - 1)
    }

    /// The number of the next child to be filled in.
    fn next_child(filling: &mut Option<Filling>, children: &[u32]) -> Option<usize> {
        let filling = filling.as_mut()?;
        filling.child += 1;
        children.get(filling.child - 1).map(|&child| child as usize)
    }

    pub fn children<C: DeepClone + HasParent<R>, R>(&mut self, edge: &'k Children<C, R>, copy: &Children<C, R>) {
        let Some(number) = self.next_edge() else { return self.read_children(edge) };
        for original in self.targets.of(number, edge) {
            let child = Self::next_child(&mut self.filling, &self.children);
            let child = child.and_then(|child| self.copies.of(child, original));
            let is_linked = child.is_some_and(|child| copy.append(child).is_ok());
            debug_assert!(is_linked, "a copy was refused");
        }
    }

    fn read_children<C: DeepClone + HasParent<R>, R>(&mut self, edge: &'k Children<C, R>) {
        let (kept, found, children) = (self.kept, &mut self.found, &mut self.children);
        let is_found_once = self.is_one && C::PARENTS == 1;
        let targets = children_of(kept, edge).inspect(|child| {
            // By each edge that leads to it.
            check_type(child);
            let number = match is_found_once {
                true => found.add_once(FoundNode::new(child)),
                false => found.add(NodeId::of(child), || FoundNode::new(child)),
            };
            found.nodes_mut()[number].parents += 1;
            children.push(to_u32(number));
        });
        self.targets.add(edge, targets);
    }

    pub fn child<C: DeepClone + HasParent<R>, R>(&mut self, edge: &'k Child<C, R>, copy: &Child<C, R>) {
        self.children(edge.as_list(), copy.as_list());
    }

    /// A weak link. `targets` are those of the original's now; `set` gives the copy's one. A target whose copy is not
    /// to be found by `copy_of` is the same node as in the original.
    fn weak<E: EdgeField>(
        &mut self,
        edge: &'k E,
        targets: impl Iterator<Item = Strong<E::To>>,
        copy_of: CopyOf<'k, E::To>,
        set: impl Fn(&Strong<E::To>),
    ) where
        E::To: 'k,
    {
        let Some(number) = self.next_edge() else {
            let kept = self.kept;
            return self.targets.add(edge, targets.map(|target| kept.keep(target)));
        };
        for original in self.targets.of(number, edge) {
            self.found.index_rest(|node| node.node.id());
            let copy = self.found.number_of(NodeId::of(original)).and_then(|it| copy_of(&self.copies, it, original));
            set(copy.as_ref().unwrap_or(original));
        }
    }
}

/// [`Copies::of`], of the target of a weak link; of one that cannot be copied, [`no_copy`].
type CopyOf<'k, T> = fn(&Copies<'k>, usize, &'k Strong<T>) -> Option<Strong<T>>;

fn no_copy<'k, T>(_: &Copies<'k>, _: usize, _: &'k Strong<T>) -> Option<Strong<T>> {
    None
}

/// A weak link of a node that is copied: a method of its own for those to a type that can be copied, and one of
/// [`OtherPart`] for all others, which no copy can be the target of.
///
/// The copy of a node is made by the `Clone` of the type that it was reached as, which may differ from `T` in
/// lifetimes. That makes a `T` only where `T` can be copied, too: then it is the same implementation. Without that, an
/// implementation for equal lifetimes alone could put what lives shortly where `T` says `'static`.
#[doc(hidden)]
#[derive(Debug)]
pub struct WeakPart<'k, 'c, E>(pub &'k E, pub &'c E);

impl<'k, T: DeepClone> WeakPart<'k, '_, WeakCell<T>> {
    pub fn __clone(self, parts: &mut CloneParts<'k>) {
        parts.weak(self.0, self.0.get().into_iter(), Copies::of, |target| self.1.set(target));
    }
}

impl<'k, T: DeepClone> WeakPart<'k, '_, WeakList<T>> {
    pub fn __clone(self, parts: &mut CloneParts<'k>) {
        parts.weak(self.0, self.0.iter(), Copies::of, |target| self.1.add(target));
    }
}

/// See [`WeakPart`].
#[doc(hidden)]
pub trait OtherPart<'k>: Sized {
    fn __clone(self, parts: &mut CloneParts<'k>);
}

impl<'k, T> OtherPart<'k> for WeakPart<'k, '_, WeakCell<T>> {
    fn __clone(self, parts: &mut CloneParts<'k>) {
        parts.weak(self.0, self.0.get().into_iter(), no_copy, |target| self.1.set(target));
    }
}

impl<'k, T> OtherPart<'k> for WeakPart<'k, '_, WeakList<T>> {
    fn __clone(self, parts: &mut CloneParts<'k>) {
        parts.weak(self.0, self.0.iter(), no_copy, |target| self.1.add(target));
    }
}

fn check_type<T: DeepClone>(node: &Strong<T>) {
    if !was_made_as(node) {
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
/// - If there are 2³² nodes or edges.
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
    keeping(root, |kept, root| {
        let mut parts = CloneParts::new(kept, true);
        parts.add_root(root);
        parts.run();
        parts.copy_of_root(root)
    })
}

/// Copies several nodes at once, each with everything that it owns, and returns their copies in the same order.
///
/// As [`deep_clone`] of each, except that weak links among all that is copied lead to the copies. A node that is given
/// twice, or that another one of them owns, is copied once. EMF's `EcoreUtil.copyAll`.
///
/// # Panics
/// As [`deep_clone`].
///
/// # Example
/// ```
/// use weakgraph::{Graph, Strong, WeakCell, deep_clone_all};
///
/// #[derive(Graph, Default)]
/// #[graph(clone)]
/// struct Person { #[weak] friend: WeakCell<Person> }
///
/// let (ada, bob) = (Strong::<Person>::default(), Strong::<Person>::default());
/// ada.set_friend(&bob);
/// let copies = deep_clone_all([&ada, &bob]);
/// assert!(copies[0].friend() == Some(copies[1].clone()) && copies[1] != bob);
/// ```
#[must_use]
pub fn deep_clone_all<'r, T: DeepClone + 'r>(roots: impl IntoIterator<Item = &'r Strong<T>>) -> Vec<Strong<T>> {
    let roots: Vec<&Strong<T>> = roots.into_iter().collect();
    keeping_all(&roots, |kept, roots| {
        let mut parts = CloneParts::new(kept, false);
        roots.iter().for_each(|root| parts.add_root(root));
        parts.run();
        roots.iter().map(|root| parts.copy_of_root(root)).collect()
    })
}
