//! `mem::forget` of every iterator, drain and handle, after every step: that leaks memory at worst (G9). Each case has
//! a thread of its own, as a forgotten walk keeps its place in the thread for ever.

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::sync::Mutex;

use weakgraph::{Child, Children, Graph, Parent, Strong, Tree, WalkEvent, WeakCell, WeakList};
use weakgraph_model::counting;

thread_local! {
    static ALIVE: Cell<i64> = const { Cell::new(0) };
    static CALLS: Cell<u32> = const { Cell::new(0) };
}

struct Counted;

impl Default for Counted {
    fn default() -> Counted {
        ALIVE.set(ALIVE.get() + 1);
        Counted
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
    }
}

#[derive(Graph, Default)]
#[graph(on_drop = Node::call)]
struct Node {
    _counted: Counted,
    key: u32,
    #[weak(on_drop = Node::call)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak(on_drop = Node::call)]
    friend: WeakCell<Node>,
    #[weak(on_drop = Node::call)]
    friends: WeakList<Node>,
}

#[derive(Graph, Default)]
struct Bin {
    _counted: Counted,
    #[weak]
    up: Parent<Bin>,
    #[strong]
    left: Child<Bin>,
}

impl Node {
    fn call(&self) {
        CALLS.set(CALLS.get() + 1);
        let count = self.children.iter().count();
        assert_eq!(count, self.children.len());
        assert_eq!(self.children.iter().rev().count(), count);
    }
}

/// Forgets it, but keeps it where a tool that looks for leaks can see that it was wanted.
fn forget<T>(it: T) {
    keep(ManuallyDrop::new(it));
}

/// Keeps it for as long as the process lives.
fn keep<'k, T: 'k>(it: T) -> &'k T {
    static KEPT: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    let it = Box::leak(Box::new(it));
    KEPT.lock().expect("never poisoned").push(std::ptr::from_ref(it).expose_provenance());
    it
}

fn tree(width: u32, depth: u32) -> Strong<Node> {
    let root = Strong::new(Node { key: depth, ..Node::default() });
    for key in 0..width {
        let child = Node { key, ..Node::default() };
        root.add_child(if depth > 1 { tree(width, depth - 1) } else { Strong::new(child) });
    }
    root
}

fn on_a_thread(case: impl FnOnce() + Send + 'static) {
    std::thread::spawn(case).join().expect("the case passes");
}

/// Every operation, on a fresh tree, with all walks still working and nothing left in the end.
fn workload() {
    let alive = ALIVE.get();
    let root = tree(3, 3);
    assert_eq!(root.descendants().count(), 39);
    let mut visited = 0;
    for node in root.descendants() {
        visited += 1;
        if visited % 3 == 0 {
            node.detach();
        }
    }
    for step in root.traverse() {
        if let WalkEvent::Leave(node) = step {
            node.children().reverse();
            node.next_sibling().iter().for_each(|next| node.add_friend(next));
        }
    }
    for node in root.breadth_first() {
        node.first_child().iter().for_each(|first| drop(node.insert_after(first)));
    }
    root.children().sort_by_key(|node| node.key);
    root.children().retain(|node| node.key != 1);
    let other = tree(2, 2);
    other.reparent_children(&root).expect("no cycle");
    for node in root.children().iter().rev() {
        node.replace_with(Node::default()).expect("it has a parent");
    }
    assert!(root.children().iter().rev().count() == root.child_count());
    drop((root, other));
    assert_eq!(ALIVE.get(), alive);
}

/// Opens the walk, takes so many steps, forgets it, and goes on with the tree and without.
fn forgotten_walk<I: Iterator + 'static>(open: fn(&'static Strong<Node>) -> I)
where
    I::Item: 'static,
{
    for steps in 0..16 {
        on_a_thread(move || {
            // What a walk borrows has to be there: the handle is forgotten, too, but the nodes go as soon as they can.
            let root: &'static Strong<Node> = keep(tree(3, 2));
            let mut walk = open(root);
            for _ in 0..steps {
                drop(walk.next());
            }
            forget(walk);
            for node in root.descendants() {
                if node.key % 2 == 0 {
                    node.detach();
                }
            }
            root.children().reverse();
            root.add_child(tree(2, 1));
            root.first_child().iter().for_each(|first| drop(first.detach()));
            root.children().clear();
            workload();
            forget(root);
        });
    }
}

#[test]
fn walks_of_a_list() {
    forgotten_walk(|root| root.children().iter());
    forgotten_walk(|root| root.children().iter().rev());
    forgotten_walk(|root| {
        let mut walk = root.children().iter();
        walk.next_back();
        walk.next();
        walk
    });
    forgotten_walk(|root| root.first_child().map(|first| keep(first).next_siblings()).into_iter().flatten());
    forgotten_walk(|root| root.last_child().map(|last| keep(last).prev_siblings()).into_iter().flatten());
}

#[test]
fn walks_of_a_tree() {
    forgotten_walk(|root| root.descendants());
    forgotten_walk(|root| root.descendants().rev());
    forgotten_walk(|root| root.inclusive_descendants());
    forgotten_walk(|root| root.inclusive_descendants().rev());
    forgotten_walk(|root| root.traverse());
    forgotten_walk(|root| root.breadth_first());
    forgotten_walk(|root| root.leaves());
    forgotten_walk(|root| root.leaves().rev());
    forgotten_walk(|root| root.leaves().next().map(|leaf| keep(leaf).ancestors()).into_iter().flatten());
}

/// A walk of a node that dies: its place outlives the list, and must not be taken for one of the next list there.
#[test]
fn a_walk_that_is_forgotten_in_a_hook() {
    #[derive(Graph, Default)]
    #[graph(on_drop = Dying::walk)]
    struct Dying {
        #[weak]
        parent: Parent<Dying>,
        #[strong]
        children: Children<Dying>,
    }
    impl Dying {
        fn walk(&self) {
            for steps in 0..3 {
                let mut walk = self.children.iter();
                (0..steps).for_each(|_| drop(walk.next()));
                std::mem::forget(walk);
                let mut walk = self.descendants();
                (0..steps).for_each(|_| drop(walk.next_back()));
                std::mem::forget(walk);
            }
        }
    }
    for _ in 0..4 {
        on_a_thread(|| {
            // Their places are lost with the thread; those from the heap would be a leak, so not so many.
            let root = Strong::new(Dying::default());
            root.add_child(Dying::default());
            root.add_child(Dying::default());
            drop(root);
            let root = Strong::new(Dying::default());
            for _ in 0..3 {
                root.add_child(tree_of(2));
            }
            for node in root.descendants() {
                node.detach();
            }
            std::mem::forget(root.children().iter());
            assert!(root.is_leaf());
            // Its hook would forget more.
            forget(root);
        });
    }
    fn tree_of(width: u32) -> Strong<Dying> {
        let root = Strong::new(Dying::default());
        (0..width).for_each(|_| drop(root.add_child(Dying::default())));
        forget(root.clone());
        root
    }
}

#[test]
fn more_walks_than_there_are_places() {
    on_a_thread(|| {
        let root: &'static Strong<Node> = keep(tree(4, 1));
        for steps in 0..100 {
            let mut walk = root.children().iter();
            (0..steps % 5).for_each(|_| drop(walk.next()));
            forget(walk);
        }
        workload();
        // Places from the heap come and go, in whatever order.
        let mut walks: Vec<_> = (0..20).map(|_| root.children().iter()).collect();
        walks.iter_mut().for_each(|walk| assert!(walk.next().is_some()));
        root.first_child().iter().for_each(|first| drop(first.detach()));
        for turn in [7, 0, 11, 3] {
            assert_eq!(walks.swap_remove(turn).count(), 3);
        }
        drop(walks);
        root.children().clear();
        workload();
        forget(root);
    });
}

/// "A walk that is forgotten leaks 64 bytes at worst."
#[test]
fn a_forgotten_walk_of_a_list_costs_little() {
    on_a_thread(|| {
        let root: &'static Strong<Node> = keep(tree(4, 1));
        let (_, before) = counting::held();
        let places: Vec<_> = (0..1000)
            .map(|_| {
                let mut walk = root.children().iter();
                walk.next();
                ManuallyDrop::new(walk)
            })
            .collect();
        let kept = places.capacity() * size_of_val(&places[0]);
        let (_, after) = counting::held();
        let each = (after - before - kept as i64) / 1000;
        assert!(each <= 96, "{each} bytes each");
        forget(places);
        forget(root);
    });
}

#[test]
fn a_drain() {
    for taken in 0..5 {
        on_a_thread(move || {
            let root = tree(4, 1);
            let mut drain = root.children().drain();
            (0..taken).for_each(|_| drop(drain.next()));
            forget(drain);
            assert!(root.is_leaf());
            assert_eq!(ALIVE.get(), 1 + 4 - taken);
            root.add_child(Node::default());
            drop(root);
            assert_eq!(ALIVE.get(), 4 - taken);
            workload();
        });
    }
}

#[test]
fn a_walk_of_weak_links() {
    for steps in 0..5 {
        on_a_thread(move || {
            let root = tree(4, 1);
            let holder: &'static Strong<Node> = keep(Strong::new(Node::default()));
            root.descendants().for_each(|node| holder.add_friend(&node));
            let mut walk = holder.friends().iter();
            (0..steps).for_each(|_| drop(walk.next()));
            forget(walk);
            root.first_child().iter().for_each(|first| drop(first.detach()));
            assert_eq!(holder.friends().len(), 3);
            for _ in 0..100 {
                let passing = Strong::new(Node::default());
                holder.add_friend(&passing);
                assert_eq!(holder.friends().iter().last(), Some(passing));
            }
            assert_eq!(holder.friends().iter().count(), 3);
            drop(root);
            assert!(holder.friends().is_empty());
            workload();
            forget(holder);
        });
    }
}

#[test]
fn handles() {
    on_a_thread(|| {
        // Each node of a tree in turn: it and what is below it lives for ever, the rest goes.
        for index in 0..13 {
            let alive = ALIVE.get();
            let root = tree(3, 2);
            let all: Vec<_> = root.inclusive_descendants().collect();
            let (first, last) = (&all[0], &all[12]);
            last.set_friend(first);
            first.set_friend(last);
            all.iter().for_each(|node| node.add_friend(&all[index]));
            let kept = all[index].clone();
            let below = kept.inclusive_descendants().count() as i64;
            let weak = Strong::downgrade(&kept);
            drop((root, all));
            assert_eq!(Strong::strong_count(&kept), 1);
            forget(kept);
            assert_eq!(ALIVE.get(), alive + below);
            assert!(
                weak.upgrade()
                    .is_some_and(|kept| kept.is_root() && kept.inclusive_descendants().count() as i64 == below)
            );
            forget(weak);
            workload();
        }
        // A forgotten weak handle keeps the memory, and nothing else.
        let alive = ALIVE.get();
        let root = tree(2, 1);
        root.descendants().for_each(|node| forget(Strong::downgrade(&node)));
        drop(root);
        assert_eq!(ALIVE.get(), alive);
        // A forgotten handle of a member lets it outlive its owner.
        let top = Strong::new(Bin::default());
        let left = top.set_left(Bin::default());
        forget(left);
        drop(top);
        assert_eq!(ALIVE.get(), alive + 1);
    });
}

#[test]
fn values_that_are_never_born() {
    on_a_thread(|| {
        let member = tree(1, 1);
        forget(Node { children: Children::from([&member]), ..Node::default() });
        let list = Children::<Node>::from([&member]);
        forget(list.iter());
        forget(list);
        forget(WeakCell::from(&member));
        forget([&member].into_iter().collect::<WeakList<_>>());
        // It waits in two lists for owners that never come.
        assert_eq!(Strong::strong_count(&member), 4);
        let root = Strong::new(Node::default());
        root.add_child(&member);
        drop(root);
        assert!(member.is_root());
        workload();
        forget(member);
    });
}

/// The holder of a link with a hook is forgotten: its hook still runs when the target dies.
#[test]
fn a_forgotten_holder_is_told() {
    on_a_thread(|| {
        let (holder, target) = (Strong::new(Node::default()), Strong::new(Node::default()));
        holder.set_friend(&target);
        holder.add_friend(&target);
        forget(holder);
        CALLS.set(0);
        drop(target);
        assert_eq!(CALLS.get(), 3);
    });
}
