//! Every thread has graphs of its own; their handles may outlive everything else in it.

use std::cell::RefCell;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use weakgraph::{Children, Graph, Parent, Strong, Tree, WeakCell, WeakList};
use weakgraph_tests::{Rng, show, tree};

static LOG: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[derive(Graph)]
#[graph(on_drop = Node::dies)]
struct Node {
    name: String,
    #[weak(on_drop = Node::orphaned)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak(on_drop = Node::bereft)]
    friend: WeakCell<Node>,
    #[weak]
    friends: WeakList<Node>,
}

impl Node {
    fn new(name: &str) -> Strong<Node> {
        Strong::new(Node {
            name: name.to_owned(),
            parent: Parent::new(),
            children: Children::new(),
            friend: WeakCell::new(),
            friends: WeakList::new(),
        })
    }

    fn say(&self, what: &str) {
        LOG.lock().unwrap().push(format!("{} {what}", self.name));
    }

    fn dies(&self) {
        if self.name.is_empty() {
            return;
        }
        self.say("dies");
        // Everything still works, whatever thread-locals are gone by now.
        let names: Vec<_> = self.descendants().map(|node| node.name.clone()).collect();
        assert_eq!(names.len(), self.breadth_first().count());
        for node in self.children() {
            for _ in node.next_siblings() {}
        }
        self.children().reverse();
        self.children().sort_by_key(|node| node.name.clone());
        let spare = Node::new("");
        spare.append(Node::new("")).unwrap().append(Node::new("")).unwrap();
        spare.children().splice(.., [Node::new("")]).unwrap();
        spare.children().clear();
        std::mem::forget(self.children().iter());
    }

    fn orphaned(&self) {
        self.say("is orphaned");
    }

    fn bereft(&self) {
        self.say("is bereft");
    }
}

thread_local! {
    static FIRST: RefCell<Vec<Strong<Node>>> = const { RefCell::new(Vec::new()) };
    static SECOND: RefCell<Option<Strong<Node>>> = const { RefCell::new(None) };
    static LAZY: RefCell<Option<Strong<Node>>> = RefCell::default();
}

#[test]
fn handles_in_thread_locals_are_dropped_at_the_end_of_the_thread() {
    thread::spawn(|| {
        // A thread-local that was used first is destroyed last, or first: either is right.
        LAZY.with_borrow_mut(|lazy| *lazy = Some(Node::new("lazy")));
        let root = Node::new("root");
        root.add_child(Node::new("a"));
        root.add_child(Node::new("b"));
        let lazy = LAZY.with_borrow(Clone::clone).unwrap();
        lazy.set_friend(&root);
        root.set_friend(&lazy);
        root.add_friend(&lazy);
        lazy.add_friend(&root);
        SECOND.with_borrow_mut(|second| *second = root.first_child());
        FIRST.with_borrow_mut(|first| first.push(root.clone()));
        // A walk that was never closed.
        let mut walk = root.descendants();
        walk.next();
        std::mem::forget(walk);
    })
    .join()
    .unwrap();
    let log = LOG.lock().unwrap();
    let count = |what: &str| log.iter().filter(|line| *line == what).count();
    for once in ["root dies", "lazy dies", "a dies", "b dies", "a is orphaned", "b is orphaned"] {
        assert_eq!(count(once), 1, "{once}: {log:?}");
    }
    assert_eq!(count("root is bereft") + count("lazy is bereft"), 1, "the one that lived longer: {log:?}");
}

#[test]
fn a_handle_may_be_dropped_by_a_thread_local_of_another_type() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    struct Holds(Option<Strong<weakgraph_tests::Node>>);
    impl Drop for Holds {
        fn drop(&mut self) {
            let root = self.0.take().unwrap();
            assert_eq!(show(&root), "r(a(b) c)");
            root.children().iter().for_each(|node| drop(root.prepend(node).unwrap()));
            root.children().reverse();
            DROPPED.fetch_add(1, Ordering::SeqCst);
        }
    }
    thread_local! {
        static HOLDS: RefCell<Holds> = const { RefCell::new(Holds(None)) };
    }
    let threads: Vec<_> =
        (0..8).map(|_| thread::spawn(|| HOLDS.with_borrow_mut(|holds| holds.0 = Some(tree("r(a(b) c)"))))).collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(DROPPED.load(Ordering::SeqCst), 8);
}

#[test]
fn many_threads_have_graphs_of_their_own() {
    let threads: Vec<_> = (0..8)
        .map(|seed| {
            thread::spawn(move || {
                let mut rng = Rng::new(seed);
                let nodes: Vec<_> = (0..30).map(|n| weakgraph_tests::node(&n.to_string())).collect();
                for _ in 0..3000 {
                    let (a, b) = (rng.pick(&nodes), rng.pick(&nodes));
                    let refused = b == a || b.is_ancestor_of(a);
                    assert_eq!(a.append(b).is_err(), refused);
                    let mut walk = a.root().descendants().count();
                    for node in b.descendants() {
                        walk += node.depth();
                        if rng.below(50) == 0 {
                            node.detach();
                        }
                    }
                    assert!(walk < 10_000);
                }
                nodes.iter().filter(|node| node.is_root()).map(show).collect::<Vec<_>>().join(" ").len()
            })
        })
        .collect();
    for thread in threads {
        assert!(thread.join().unwrap() > 60);
    }
}

#[test]
fn a_thread_that_panics_takes_its_graph_along() {
    static GONE: AtomicUsize = AtomicUsize::new(0);
    #[derive(Graph)]
    #[graph(on_drop = Counted::gone)]
    struct Counted {
        #[weak]
        parent: Parent<Counted>,
        #[strong]
        children: Children<Counted>,
    }
    impl Counted {
        fn gone(&self) {
            GONE.fetch_add(1, Ordering::SeqCst);
        }
        fn new() -> Strong<Counted> {
            Strong::new(Counted { parent: Parent::new(), children: Children::new() })
        }
    }
    let thread = thread::spawn(|| {
        let root = Counted::new();
        let mut at = root.clone();
        for _ in 0..99 {
            at = at.add_child(Counted::new());
        }
        for node in root.descendants() {
            assert!(weakgraph_tests::panic_of(|| drop(node.add_child(&root))).is_some());
        }
        std::panic::resume_unwind(Box::new("end"));
    });
    assert!(thread.join().is_err());
    assert_eq!(GONE.load(Ordering::SeqCst), 100);
}
