//! Ten million nodes below each other, and beside each other, in a thread with a stack of 64 KiB.

use std::fmt::{self, Write};
use std::sync::{Mutex, PoisonError};

use weakgraph::{Child, Children, Graph, LinkErrorKind, Parent, Position, Strong, Tree, WalkEvent};
use weakgraph_tests::{on_small_stack, size};

/// How many nodes the main tests have.
fn many() -> usize {
    size(10_000_000, 200_000)
}

/// How many the tests of everything else have.
fn less() -> usize {
    size(500_000, 50_000)
}

#[derive(Graph, Default, Debug)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn new() -> Strong<Node> {
    Strong::default()
}

/// A chain of so many nodes: the first and the last.
fn chain(len: usize) -> (Strong<Node>, Strong<Node>) {
    let top = new();
    let mut low = top.clone();
    for _ in 1..len {
        low = low.append(new()).unwrap();
    }
    (top, low)
}

/// One node with so many members.
fn star(len: usize) -> Strong<Node> {
    let top = new();
    for _ in 0..len {
        top.append(new()).unwrap();
    }
    top
}

/// One after the other, so that they do not need their memory at the same time.
fn alone<T: Send>(test: impl FnOnce() -> T + Send) -> T {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    on_small_stack(test)
}

/// Counts what is printed.
struct Sink(usize);

impl Write for Sink {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

fn printed(value: &dyn fmt::Debug) -> usize {
    let mut sink = Sink(0);
    write!(sink, "{value:?}").unwrap();
    sink.0
}

#[test]
fn a_chain_of_ten_million_is_built_walked_printed_and_dropped() {
    alone(|| {
        let (top, low) = chain(many());
        assert_eq!(top.descendants().count(), many() - 1);
        assert_eq!(top.descendants().rev().count(), many() - 1);
        assert_eq!(top.breadth_first().count(), many() - 1);
        assert_eq!(top.traverse().count(), 2 * many());
        assert!(top.leaves().eq([low.clone()]));
        assert!(low.root() == top);
        assert!(printed(&*top) < 200 && printed(&low) < 100);
        assert_eq!(low.compare_position(&top), Position::Ancestor);
        assert_eq!(top.compare_position(&low), Position::Descendant);
        assert!(top.is_ancestor_of(&low));
        // The two ends meet in the middle.
        let mut walk = top.inclusive_descendants();
        let mut steps = 0;
        while walk.next().is_some() && walk.next_back().is_some() {
            steps += 1;
        }
        assert_eq!(steps, many() / 2);
        drop(walk);
        drop(top);
        assert!(low.is_root());
    });
}

#[test]
fn one_node_with_ten_million_members_is_built_walked_and_dropped() {
    alone(|| {
        let top = star(many());
        let (first, last) = (top.first_child().unwrap(), top.last_child().unwrap());
        assert_eq!((top.child_count(), top.children().iter().count()), (many(), many()));
        assert_eq!(top.descendants().rev().count(), many());
        assert_eq!(first.next_siblings().count() + last.prev_siblings().count(), 2 * many() - 2);
        assert_eq!(last.index_in_parent(), Some(many() - 1));
        assert_eq!(first.compare_position(&last), Position::Following);
        assert_eq!(last.compare_position(&first), Position::Preceding);
        let middle = top.nth_child(many() / 2).unwrap();
        assert_eq!(first.compare_position(&middle), Position::Following);
        assert!(printed(&*middle) < 200);
        drop(top);
        assert!(first.is_root() && last.is_root() && middle.next_sibling().is_none());
    });
}

#[test]
fn everything_else_of_a_chain() {
    alone(|| {
        let (top, low) = chain(less());
        // Refused, and allowed, over the whole length.
        assert_eq!(low.append(&top).unwrap_err().kind(), LinkErrorKind::Cycle);
        let (other, other_low) = chain(less());
        low.append(&other).unwrap();
        assert_eq!(other_low.depth(), 2 * less() - 1);
        assert!(other_low.children().append_all(top.children()).is_err());
        assert!(low.children().splice(.., [&top]).is_err());
        assert!(top.leaves().eq([other_low.clone()]));
        // In the middle, and turned inside out.
        let middle = top.descendants().nth(less() / 2).unwrap();
        middle.detach();
        other_low.append(&top).unwrap_or_else(|_| unreachable!("it is another tree now"));
        assert!(middle.is_ancestor_of(&top));
        middle.children().clear();
        assert!(top.is_root() || top.depth() > 0);
        let steps = top.traverse().filter(|step| matches!(step, WalkEvent::Leave(_))).count();
        assert_eq!(steps, less() / 2 + 1);
        // The walk that stands at the very bottom.
        let mut walk = top.descendants();
        let bottom = walk.by_ref().last().unwrap();
        bottom.append(new()).unwrap();
        assert!(walk.next().is_some());
        drop(walk);
        drop(top);
    });
}

#[test]
fn everything_else_of_a_long_list() {
    alone(|| {
        let (a, b) = (star(less()), star(less()));
        a.children().append_all(b.children()).unwrap();
        assert_eq!((a.child_count(), b.child_count()), (2 * less(), 0));
        let first = a.first_child().unwrap();
        a.children().reverse();
        assert!(a.last_child().unwrap() == first);
        a.children().sort_by_key(|node| std::cmp::Reverse(std::ptr::from_ref(node).addr() % 1009));
        let tail = a.children().splice(less().., b.children().iter()).unwrap();
        assert_eq!((a.child_count(), tail.len()), (less(), less()));
        b.children().splice(.., tail).unwrap();
        let wrap = a.wrap_with(&b);
        assert_eq!(wrap.child_count(), 2 * less());
        let mut count = 0;
        wrap.children().retain(|_| {
            count += 1;
            count % 2 == 0
        });
        assert_eq!(wrap.child_count(), less());
        assert!(printed(wrap.children()) > less());
        assert_eq!(wrap.children().drain().rev().count(), less());
        wrap.children().clear();
        assert!(wrap.is_leaf());
    });
}

impl Node {
    /// Takes all members of both into the list of a node that is not born yet.
    fn wrap_with(&self, other: &Node) -> Strong<Node> {
        let children: Children<Node> = self.children().iter().chain(other.children()).collect();
        assert_eq!(children.len(), self.child_count() + other.child_count());
        Strong::new(Node { children, ..Node::default() })
    }
}

#[test]
fn a_list_is_cleared_while_a_walk_is_open() {
    alone(|| {
        let top = star(less());
        for node in top.children() {
            if node.next_sibling().is_some() {
                top.children().clear();
            }
        }
        assert!(top.is_leaf());
        let (top, _) = chain(less());
        let mut steps = 0;
        for node in top.descendants() {
            steps += 1;
            if steps == less() / 2 {
                top.children().clear();
            }
            drop(node);
        }
        assert_eq!(steps, less() / 2);
    });
}

/// A chain through edges to one, of a type with two of them, told of every owner's death.
#[derive(Graph, Default)]
#[graph(on_drop = Pair::gone)]
struct Pair {
    #[weak(on_drop = Pair::gone)]
    up: Parent<Pair>,
    #[strong]
    left: Child<Pair>,
    #[strong]
    right: Child<Pair>,
}

impl Pair {
    fn gone(&self) {
        GONE.set(GONE.get() + 1);
    }
}

thread_local! {
    static GONE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[test]
fn a_chain_of_single_edges_with_hooks() {
    alone(|| {
        let top = Strong::<Pair>::default();
        let mut low = top.clone();
        for n in 1..less() {
            low = if n % 2 == 0 { low.set_left(Pair::default()) } else { low.set_right(Pair::default()) };
        }
        assert!(low.try_set_left(&top).is_err());
        drop(low);
        drop(top);
        assert_eq!(GONE.get(), 2 * less() - 1);
    });
}

/// Two types that own each other.
#[derive(Graph, Default)]
struct Folder {
    #[weak]
    file: Parent<File>,
    #[strong]
    files: Children<File>,
}

#[derive(Graph, Default)]
struct File {
    #[weak]
    folder: Parent<Folder>,
    #[strong]
    inside: Child<Folder>,
}

#[test]
fn a_chain_of_two_types() {
    alone(|| {
        let top = Strong::<Folder>::default();
        let mut low = top.clone();
        for _ in 0..less() / 2 {
            low = low.add_file(File::default()).set_inside(Folder::default());
        }
        let file = low.add_file(File::default());
        assert!(file.try_set_inside(&top).is_err());
        let stranger = Strong::<Folder>::default();
        stranger.add_file(File::default()).set_inside(&top);
        assert!(file.try_set_inside(&stranger).is_err());
        drop((top, stranger));
        assert!(low.file().is_none());
    });
}

/// A chain that is built from the bottom up, in literals.
#[test]
fn a_chain_of_births() {
    alone(|| {
        let mut top = new();
        for _ in 1..less() {
            top = Strong::new(Node { children: [top].into(), ..Node::default() });
        }
        assert_eq!(top.descendants().count(), less() - 1);
        // Turned over again, so that each node is put above all others.
        let mut at = top.first_child();
        while let Some(node) = at {
            at = node.first_child();
            node.detach();
            node.append(&top).unwrap();
            top = node;
        }
        assert_eq!(top.descendants().count(), less() - 1);
    });
}

#[test]
fn a_panic_in_every_hook_of_a_chain() {
    #[derive(Graph, Default)]
    #[graph(on_drop = Bad::panics)]
    struct Bad {
        #[weak]
        parent: Parent<Bad>,
        #[strong]
        children: Children<Bad>,
    }
    impl Bad {
        fn panics(&self) {
            GONE.set(GONE.get() + 1);
            if GONE.get().is_multiple_of(16) {
                std::panic::resume_unwind(Box::new("again"));
            }
        }
    }
    alone(|| {
        let top = Strong::<Bad>::default();
        let mut low = top.clone();
        for _ in 1..less() / 10 {
            low = low.append(Bad::default()).unwrap();
        }
        drop(low);
        assert!(weakgraph_tests::panic_of(|| drop(top)).is_some());
        assert_eq!(GONE.get(), less() / 10);
    });
}

/// What is dropped in the midst of a death begins another one: 100,000 of them inside each other.
mod deaths_inside_deaths {
    use std::cell::Cell;
    use std::rc::Rc;

    use weakgraph::collections::{WeakIdMap, WeakValueMap};
    use weakgraph::{Children, DropQueue, Finalizer, Graph, Parent, Strong};
    use weakgraph_tests::on_small_stack;

    const LEN: usize = 100_000;

    #[derive(Graph)]
    struct Link {
        #[graph(opaque)]
        dropped: Rc<Cell<usize>>,
    }

    impl Drop for Link {
        fn drop(&mut self) {
            self.dropped.set(self.dropped.get() + 1);
        }
    }

    /// Builds a chain in which each node owns the next by what `hold` does, drops it, and holds against how many were
    /// dropped.
    fn chain(hold: impl Fn(&Strong<Link>, Strong<Link>)) {
        let dropped = Rc::new(Cell::new(0));
        let new = || Strong::new(Link { dropped: dropped.clone() });
        let mut first = new();
        for _ in 1..LEN {
            let node = new();
            hold(&node, std::mem::replace(&mut first, node.clone()));
        }
        drop(first);
        assert_eq!(dropped.get(), LEN, "all of them, when the drop returns");
    }

    #[test]
    fn of_values_of_weak_maps_take_a_small_stack() {
        on_small_stack(|| {
            let map = WeakIdMap::new();
            chain(|node, next| drop(map.insert(node, next)));
            assert!(map.is_empty());
        });
    }

    #[test]
    fn of_keys_of_weak_maps_take_a_small_stack() {
        on_small_stack(|| {
            let map = WeakValueMap::new();
            chain(|node, next| drop(map.insert(next, node)));
            assert!(map.is_empty());
        });
    }

    #[test]
    fn of_what_callbacks_captured_take_a_small_stack() {
        on_small_stack(|| chain(|node, next| Strong::watch(node, move |_| drop(next)).keep()));
        on_small_stack(|| chain(|node, next| drop(Finalizer::new(node, move || drop(next)))));
    }

    /// A node that empties the list of the next one, in its `Drop`.
    #[derive(Graph)]
    struct Emptied {
        #[weak]
        parent: Parent<Emptier>,
        #[graph(opaque)]
        next: Option<Strong<Emptier>>,
        #[graph(opaque)]
        dropped: Rc<Cell<usize>>,
    }

    #[derive(Graph, Default)]
    struct Emptier {
        #[strong]
        children: Children<Emptied>,
    }

    impl Drop for Emptied {
        fn drop(&mut self) {
            if let Some(next) = &self.next {
                next.children().clear();
            }
            self.dropped.set(self.dropped.get() + 1);
        }
    }

    #[test]
    fn of_lists_cleared_in_a_drop_take_a_small_stack() {
        let run = |width: usize| {
            on_small_stack(move || {
                let dropped = Rc::new(Cell::new(0));
                let mut next = None;
                for _ in 0..LEN / width {
                    let list = Strong::new(Emptier::default());
                    let new = |next| Emptied { parent: Parent::new(), next, dropped: dropped.clone() };
                    for _ in 1..width {
                        list.add_child(new(None));
                    }
                    list.add_child(new(next));
                    next = Some(list);
                }
                next.inspect(|list| list.children().clear());
                assert_eq!(dropped.get(), LEN, "all of them, when the first `clear` returns");
            });
        };
        run(1);
        // With others in front of it, that wait with it.
        run(10);
    }

    /// What a `Drop` does about the next node.
    type Deed = fn(&Strong<Shelf>);

    /// A node without children, that takes the next one out of its list and drops it, in its `Drop`.
    #[derive(Graph)]
    struct Taken {
        #[weak]
        parent: Parent<Shelf>,
        #[graph(opaque)]
        next: Option<Strong<Shelf>>,
        deed: Deed,
        #[graph(opaque)]
        dropped: Rc<Cell<usize>>,
    }

    #[derive(Graph, Default)]
    struct Shelf {
        #[strong]
        nodes: Children<Taken>,
    }

    impl Drop for Taken {
        fn drop(&mut self) {
            if let Some(next) = &self.next {
                (self.deed)(next);
            }
            self.dropped.set(self.dropped.get() + 1);
        }
    }

    #[test]
    fn of_nodes_taken_out_in_a_drop_take_a_small_stack() {
        let deeds: [Deed; 5] = [
            |next| drop(next.nodes().first().inspect(|it| assert!(next.remove_node(it)))),
            |next| drop(next.nodes().last().inspect(|it| drop(it.detach_from_parent()))),
            |next| drop(next.nodes().drain()),
            |next| next.nodes().retain(|_| false),
            |next| drop(next.nodes().splice(.., None::<Strong<Taken>>)),
        ];
        for deed in deeds {
            on_small_stack(move || {
                let dropped = Rc::new(Cell::new(0));
                let mut next = None;
                for _ in 0..LEN {
                    let shelf = Strong::new(Shelf::default());
                    shelf.add_node(Taken { parent: Parent::new(), next, deed, dropped: dropped.clone() });
                    next = Some(shelf);
                }
                next.inspect(deed);
                assert_eq!(dropped.get(), LEN, "all of them, when the first one returns");
            });
        }
    }

    /// Handles of the user's own, which the graph knows nothing of.
    #[test]
    fn of_handles_in_opaque_fields_take_a_small_stack() {
        #[derive(Graph)]
        struct Plain {
            #[graph(opaque)]
            _next: Option<Strong<Plain>>,
            #[graph(opaque)]
            _link: Strong<Link>,
        }
        on_small_stack(|| {
            let dropped = Rc::new(Cell::new(0));
            let mut first = None;
            for _ in 0..LEN {
                let link = Strong::new(Link { dropped: dropped.clone() });
                first = Some(Strong::new(Plain { _next: first, _link: link }));
            }
            drop(first);
            assert_eq!(dropped.get(), LEN);
        });
    }

    /// What borrows cannot wait, as what it borrows may end before: each is dropped inside the one before it.
    #[test]
    fn of_nodes_that_borrow_take_stack_for_each() {
        #[derive(Graph)]
        struct Borrows<'a> {
            #[graph(opaque)]
            next: Option<Strong<Borrows<'a>>>,
            /// How many are in progress, and the most that were.
            levels: &'a Cell<(usize, usize)>,
        }
        impl Drop for Borrows<'_> {
            fn drop(&mut self) {
                let (levels, most) = self.levels.get();
                self.levels.set((levels + 1, most.max(levels + 1)));
                drop(self.next.take());
                let (levels, most) = self.levels.get();
                self.levels.set((levels - 1, most));
            }
        }
        let levels = Cell::new((0, 0));
        let mut first = None;
        for _ in 0..100 {
            first = Some(Strong::new(Borrows { next: first, levels: &levels }));
        }
        drop(first);
        assert_eq!(levels.get(), (0, 100));
    }

    #[test]
    fn of_keys_of_a_queue_that_has_gone_take_a_small_stack() {
        on_small_stack(|| {
            // A queue keeps the keys until it is dropped, and their nodes with them; without it they are dropped at
            // once.
            chain(|node, next| DropQueue::new().watch(node, next).keep());
        });
    }
}

/// How much stack it takes to make a node of a big value, held against `Rc`, each in a process of its own.
mod big_values {
    use std::env;
    use std::hint::black_box;
    use std::process::Command;
    use std::rc::Rc;
    use std::thread;

    use weakgraph::{Graph, Strong};

    const SIZE: usize = 256 * 1024;
    const WHAT: &str = "WEAKGRAPH_BIG_VALUE";

    #[derive(Graph)]
    struct Big {
        bytes: [u8; SIZE],
    }

    #[inline(never)]
    fn node() -> u8 {
        let node = Strong::new(Big { bytes: [black_box(1); SIZE] });
        node.bytes[black_box(SIZE / 2)]
    }

    #[inline(never)]
    fn rc() -> u8 {
        let rc = Rc::new(Big { bytes: [black_box(1); SIZE] });
        rc.bytes[black_box(SIZE / 2)]
    }

    /// What the other processes run: they overflow their stack, or not.
    #[test]
    fn are_made_in_a_process_of_their_own() {
        let Ok(what) = env::var(WHAT) else { return };
        let (what, copies) = what.split_once(' ').unwrap();
        let stack = copies.parse::<usize>().unwrap() * SIZE + SIZE / 2;
        let make = if what == "node" { node } else { rc };
        assert_eq!(thread::Builder::new().stack_size(stack).spawn(make).unwrap().join().unwrap(), 1);
    }

    /// So many copies of the value have to fit the stack.
    fn copies(what: &str) -> usize {
        let fits = |copies: &usize| {
            let mut test = Command::new(env::current_exe().unwrap());
            test.args(["--exact", "big_values::are_made_in_a_process_of_their_own"])
                .env(WHAT, format!("{what} {copies}"));
            test.output().unwrap().status.success()
        };
        (0..20).find(fits).expect("20 copies are enough")
    }

    #[test]
    fn take_no_more_stack_than_in_an_rc() {
        let (node, rc) = (copies("node"), copies("rc"));
        println!("copies on the stack: {node} for a node, {rc} for an `Rc`");
        assert!(node <= rc, "{node} copies for a node, {rc} for an `Rc`");
    }
}
