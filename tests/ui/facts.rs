//! What the compiler is to hold of every public type: which threads, which pins and which unwinds it may cross, and its
//! variance. What must *not* hold is checked, too, and so is the checker.
//!
//! Invariance is a promise that something does not compile: see `ui/safety`.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::rc::Rc;

use weakgraph::collections::{
    EntryGuard, KeyIter, NodeDrain, Nodes, Owned, ValueDrain, ValueIter, WeakIdMap, WeakIdSet, WeakKeyMap, WeakSet,
    WeakValueMap,
};
use weakgraph::read;
use weakgraph::serde::Document;
use weakgraph::show::{Dot, Svg, Text};
use weakgraph::{
    Ancestors, BreadthFirst, Child, Children, ChildrenIter, ChildrenView, Descendants, Drain, Graph, InRelation, Iter,
    Leaves, LinkError, LinkErrorKind, NodeRef, Parent, Position, ReadSession, Readable, Siblings, Strong, Traverse,
    WalkEvent, Weak, WeakAny, WeakCell, WeakIter, WeakList, WeakListView,
};
use weakgraph::{DropQueue, Dropped, ExitGuard, ExitRegistrar, Finalizer, Proxy, Watch, WeakMethod};
use weakgraph::{Edge, EdgeKind, NodeEdge, NodeId, NodeInfo, Snapshot, Target};

/// A tree whose own data is as shareable as can be.
#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak]
    friend: WeakCell<Node>,
    #[weak]
    friends: WeakList<Node>,
    #[strong]
    left: Child<Node, Left>,
    #[weak]
    above: Parent<Node, Left>,
}

struct Left;

/// A node with data that unwinding may leave half done.
#[derive(Graph, Default)]
struct Careless {
    #[weak]
    parent: Parent<Careless>,
    #[strong]
    children: Children<Careless>,
    data: RefCell<Vec<u8>>,
}

/// A node that is not to be moved once pinned.
#[derive(Graph)]
struct Pinned {
    _pinned: std::marker::PhantomPinned,
}

/// `is!(Type: Trait)`, known when compiled: an inherent constant wins over a trait's, where its bound holds.
macro_rules! is {
    ($type:ty: $trait:path) => {{
        struct Probe<T: ?Sized>(PhantomData<T>);
        #[allow(dead_code, reason = "where the bound holds, the other constant is read")]
        trait Otherwise {
            const IS: bool = false;
        }
        impl<T: ?Sized> Otherwise for Probe<T> {}
        #[allow(dead_code, reason = "where the bound does not hold, the other constant is read")]
        impl<T: ?Sized + $trait> Probe<T> {
            const IS: bool = true;
        }
        <Probe<$type>>::IS
    }};
}

macro_rules! facts {
    ($($type:ty: send $send:literal, sync $sync:literal, unpin $unpin:literal, unwind $unwind:literal, ref_unwind $ref_unwind:literal;)*) => {$(
        const _: () = {
            assert!(is!($type: Send) == $send, concat!(stringify!($type), ": Send"));
            assert!(is!($type: Sync) == $sync, concat!(stringify!($type), ": Sync"));
            assert!(is!($type: Unpin) == $unpin, concat!(stringify!($type), ": Unpin"));
            assert!(is!($type: UnwindSafe) == $unwind, concat!(stringify!($type), ": UnwindSafe"));
            assert!(is!($type: RefUnwindSafe) == $ref_unwind, concat!(stringify!($type), ": RefUnwindSafe"));
        };
    )*};
}

// The checker says yes and no where the standard library is known to.
facts! {
    u32: send true, sync true, unpin true, unwind true, ref_unwind true;
    Rc<u32>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Cell<u32>: send true, sync false, unpin true, unwind true, ref_unwind false;
    std::sync::MutexGuard<'static, u32>: send false, sync true, unpin true, unwind true, ref_unwind true;
    &'static mut u32: send true, sync true, unpin true, unwind false, ref_unwind true;
    std::marker::PhantomPinned: send true, sync true, unpin false, unwind true, ref_unwind true;
}

facts! {
    Strong<Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Weak<Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Strong<Careless>: send false, sync false, unpin true, unwind false, ref_unwind false;
    Weak<Careless>: send false, sync false, unpin true, unwind false, ref_unwind false;
    Strong<Pinned>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Node: send false, sync false, unpin true, unwind true, ref_unwind true;
    Children<Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Child<Node, Left>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Parent<Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    WeakCell<Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    WeakList<Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    LinkError: send true, sync true, unpin true, unwind true, ref_unwind true;
    LinkErrorKind: send true, sync true, unpin true, unwind true, ref_unwind true;
    Position: send true, sync true, unpin true, unwind true, ref_unwind true;
    WalkEvent<Strong<Node>>: send false, sync false, unpin true, unwind true, ref_unwind true;
    ReadSession: send false, sync false, unpin true, unwind true, ref_unwind true;
    NodeRef<'static, Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    NodeRef<'static, Careless>: send false, sync false, unpin true, unwind false, ref_unwind false;
    NodeRef<'static, Pinned>: send false, sync false, unpin true, unwind true, ref_unwind true;
    WalkEvent<NodeRef<'static, Node>>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Dropped: send true, sync true, unpin true, unwind true, ref_unwind true;
    Watch: send false, sync false, unpin true, unwind true, ref_unwind true;
    Finalizer<u8>: send false, sync false, unpin true, unwind true, ref_unwind true;
    ExitRegistrar: send false, sync false, unpin true, unwind true, ref_unwind true;
    ExitGuard: send false, sync false, unpin true, unwind true, ref_unwind true;
    DropQueue<u8>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Proxy<Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Proxy<Careless>: send false, sync false, unpin true, unwind false, ref_unwind false;
    WeakMethod<Node, u8, u8>: send false, sync false, unpin true, unwind true, ref_unwind true;
    WeakValueMap<u8, Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    WeakKeyMap<Node, u8>: send false, sync false, unpin true, unwind true, ref_unwind true;
    WeakIdMap<Node, u8>: send false, sync false, unpin true, unwind true, ref_unwind true;
    WeakSet<Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    WeakIdSet<Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    ChildrenView<'static, Node>: send false, sync false, unpin true, unwind false, ref_unwind false;
    WeakListView<'static, Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    ValueIter<'static, u8, Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    KeyIter<'static, u8, Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Nodes<'static, u8, Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Owned<'static, u8, Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Document<Node>: send false, sync false, unpin true, unwind true, ref_unwind true;
    Document<Careless>: send false, sync false, unpin true, unwind false, ref_unwind false;
    Document<Pinned>: send false, sync false, unpin true, unwind true, ref_unwind true;
}

// What is told of a graph is as good as any number; what holds its nodes knows nothing of their types, and so of what a panic left
// half done in them.
facts! {
    NodeId: send true, sync true, unpin true, unwind true, ref_unwind true;
    Edge: send true, sync true, unpin true, unwind true, ref_unwind true;
    EdgeKind: send true, sync true, unpin true, unwind true, ref_unwind true;
    Target: send true, sync true, unpin true, unwind true, ref_unwind true;
    NodeEdge: send true, sync true, unpin true, unwind true, ref_unwind true;
    Snapshot<'static>: send false, sync false, unpin true, unwind false, ref_unwind false;
    WeakAny: send false, sync false, unpin true, unwind false, ref_unwind false;
    NodeInfo<'static>: send false, sync false, unpin true, unwind false, ref_unwind false;
    Text<'static>: send false, sync false, unpin true, unwind false, ref_unwind false;
    Dot<'static>: send false, sync false, unpin true, unwind false, ref_unwind false;
    Svg<'static>: send false, sync false, unpin true, unwind false, ref_unwind false;
}

/// What is only told is `Copy`; what keeps nodes alive is not even `Clone`.
const _: () = {
    assert!(is!(NodeId: Copy) && is!(Edge: Copy) && is!(EdgeKind: Copy) && is!(Target: Copy) && is!(NodeEdge: Copy));
    assert!(is!(NodeInfo<'static>: Copy) && !is!(Snapshot<'static>: Clone) && !is!(Document<Node>: Clone));
    assert!(!is!(Text<'static>: Clone) && !is!(Dot<'static>: Clone) && !is!(Svg<'static>: Clone));
    assert!(is!(NodeId: std::hash::Hash) && is!(NodeId: Ord) && is!(Edge: std::hash::Hash) && is!(Edge: Eq));
    assert!(is!(Snapshot<'static>: std::fmt::Debug) && is!(Document<Careless>: std::fmt::Debug));
};

/// Walks stand in a slot of their thread, so none may leave it.
macro_rules! stay_on_their_thread {
    ($($type:ty),* $(,)?) => {$(
        const _: () = assert!(!is!($type: Send) && !is!($type: Sync) && is!($type: Unpin), stringify!($type));
    )*};
}

stay_on_their_thread! {
    Iter<'static, Node>, Drain<Node>, WeakIter<'static, Node>, Descendants<'static, Node>, Traverse<'static, Node>,
    BreadthFirst<'static, Node>, Leaves<'static, Node>, Ancestors<'static, Node>, Siblings<'static, Node>,
    Iter<'static, Node, (), Read>, Descendants<'static, Node, Read>, Traverse<'static, Node, Read>,
    BreadthFirst<'static, Node, Read>, Leaves<'static, Node, Read>, Ancestors<'static, Node, Read>,
    Siblings<'static, Node, Read>, read::Links<'static, Node>,
    EntryGuard<u8>, ValueDrain<u8, Node>, NodeDrain<u8, Node>, ChildrenIter<'static, Node>,
    Descendants<'static, Node, Strong<Node>, Left>, InRelation<'static, Node, Left>,
}

type Read = NodeRef<'static, Node>;

/// Which types can be read in a session: those that borrow nothing by their declaration.
mod readable {
    use super::*;

    #[derive(Graph)]
    struct Borrows<'a>(PhantomData<&'a u8>);
    #[derive(Graph)]
    struct MayBorrow<T>(PhantomData<T>);
    #[derive(Graph)]
    struct Bounded<T: Clone + 'static, U, const N: usize>(PhantomData<(T, U)>)
    where
        U: 'static;

    const _: () = {
        assert!(is!(Node: Readable) && is!(Pinned: Readable) && is!(Bounded<u8, u8, 1>: Readable));
        assert!(!is!(Borrows<'static>: Readable) && !is!(MayBorrow<u8>: Readable) && !is!(u8: Readable));
    };
}

/// A node that borrows and has no edges: handles of it may be taken for handles of one that borrows for less.
#[derive(Graph)]
struct Borrower<'a> {
    text: &'a str,
}

fn a_strong_handle_is_covariant<'a>(handle: Strong<Borrower<'static>>) -> Strong<Borrower<'a>> {
    handle
}

fn a_weak_handle_is_covariant<'a>(handle: Weak<Borrower<'static>>) -> Weak<Borrower<'a>> {
    handle
}

#[test]
fn handles_are_covariant_where_their_nodes_are() {
    let handle = a_strong_handle_is_covariant(Strong::new(Borrower { text: "static" }));
    let weak = a_weak_handle_is_covariant(Strong::downgrade(&Strong::new(Borrower { text: "static" })));
    let short = String::from("short");
    let handles = [handle, Strong::new(Borrower { text: &short })];
    assert_eq!(handles.map(|handle| handle.text), ["static", "short"]);
    assert!(weak.upgrade().is_none());
}

fn a_document_is_covariant<'a>(document: Document<Borrower<'static>>) -> Document<Borrower<'a>> {
    document
}

fn a_snapshot_is_covariant<'a>(
    snapshot: Snapshot<'static>,
    text: Text<'static>,
    dot: Dot<'static>,
    svg: Svg<'static>,
) -> (Snapshot<'a>, Text<'a>, Dot<'a>, Svg<'a>) {
    (snapshot, text, dot, svg)
}

fn what_a_snapshot_tells_is_covariant<'a>(node: NodeInfo<'static>) -> NodeInfo<'a> {
    node
}

#[test]
fn what_holds_a_graph_is_covariant() {
    let root = Strong::new(Borrower { text: "static" });
    let short = String::from("short");
    let documents = [a_document_is_covariant(Document(root.clone())), Document(Strong::new(Borrower { text: &short }))];
    assert_eq!(documents.map(|Document(root)| root.text), ["static", "short"]);
    let (snapshot, text, dot, svg) = a_snapshot_is_covariant(
        Snapshot::of(&root),
        weakgraph::show::text(&root),
        weakgraph::show::dot(&root),
        weakgraph::show::svg(&root),
    );
    assert_eq!((snapshot.len(), snapshot.node(0).strong_count()), (1, 1), "the handle, at the moment of the snapshot");
    drop((text, dot, svg));
    let _: fn(NodeInfo<'static>) -> NodeInfo<'static> = what_a_snapshot_tells_is_covariant;
}

#[test]
fn sizes_are_as_documented() {
    assert_eq!(size_of::<Strong<Node>>(), 8);
    assert_eq!(size_of::<Option<Strong<Node>>>(), 8);
    assert_eq!(size_of::<Weak<Node>>(), 8);
    assert_eq!(size_of::<Option<Weak<Node>>>(), 8);
    assert_eq!(size_of::<Parent<Node>>(), 24);
    assert_eq!(size_of::<Children<Node>>(), 16);
    assert_eq!(size_of::<Child<Node, Left>>(), 16);
    assert_eq!(size_of::<WeakCell<Node>>(), 24);
    assert_eq!(size_of::<WeakList<Node>>(), 16);
    assert_eq!(size_of::<Watch>(), 8);
    assert_eq!(size_of::<EntryGuard<u64>>(), 8);
    assert_eq!(size_of::<Document<Node>>(), 8);
    assert_eq!(size_of::<NodeId>(), 8);
    assert_eq!(size_of::<NodeInfo<'_>>(), 16);
}

#[test]
fn a_graph_crosses_a_caught_panic() {
    let root = Strong::new(Node::default());
    let caught = std::panic::catch_unwind(|| {
        root.add_child(Node::default());
        panic!("after an edit");
    });
    assert!(caught.is_err());
    assert_eq!(root.children().len(), 1);
    let careless = Strong::new(Careless::default());
    careless.data.borrow_mut().push(1);
    careless.add_child(Careless::default());
    assert!(careless.parent().is_none());
    assert!(root.left().is_none() && root.above().is_none() && root.friend().is_none() && root.friends().is_empty());
    assert!(root.parent().is_none());
}
