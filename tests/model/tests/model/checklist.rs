//! The pitfalls of counted graphs that user code can run into, each with a test that is named after its line of the
//! checklist. Most of them came through user code that runs during destruction. The model test (`tests/model`) looks
//! for the same with random programs; here is the plain case of each.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::HashSet;
use std::ops::{Bound, RangeBounds};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::Command;

use weakgraph::{Child, Children, Graph, LinkErrorKind, Parent, Strong, Tree, WalkEvent, Weak, WeakCell, WeakList};

thread_local! {
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static KEPT: RefCell<Vec<Strong<Node>>> = const { RefCell::new(Vec::new()) };
    static WEAK: RefCell<Vec<Weak<Node>>> = const { RefCell::new(Vec::new()) };
    static ALIVE: Cell<i32> = const { Cell::new(0) };
}

fn log(what: impl Into<String>) {
    LOG.with_borrow_mut(|log| log.push(what.into()));
}

fn logged() -> Vec<String> {
    LOG.take()
}

type Code = fn(&Node);

/// A node whose hooks and destructor do what a test says.
#[derive(Graph)]
#[graph(on_drop = Node::run_hook)]
struct Node {
    name: Box<str>,
    #[weak(on_drop = Node::run_orphaned)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak(on_drop = Node::run_lost)]
    friend: WeakCell<Node>,
    #[weak(on_drop = Node::run_lost)]
    friends: WeakList<Node>,
    hook: Cell<Option<Code>>,
    orphaned: Cell<Option<Code>>,
    lost: Cell<Option<Code>>,
    dropping: Cell<Option<Code>>,
}

impl Node {
    fn value(name: &str) -> Node {
        ALIVE.set(ALIVE.get() + 1);
        Node {
            name: name.into(),
            parent: Parent::new(),
            children: Children::new(),
            friend: WeakCell::new(),
            friends: WeakList::new(),
            hook: Cell::default(),
            orphaned: Cell::default(),
            lost: Cell::default(),
            dropping: Cell::default(),
        }
    }
    fn run(&self, code: &Cell<Option<Code>>) {
        code.get().into_iter().for_each(|code| code(self));
    }
    fn run_hook(&self) {
        self.run(&self.hook);
    }
    fn run_orphaned(&self) {
        self.run(&self.orphaned);
    }
    fn run_lost(&self) {
        self.run(&self.lost);
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
        self.run(&self.dropping);
    }
}

fn node(name: &str) -> Strong<Node> {
    Strong::new(Node::value(name))
}

fn family(members: usize) -> Strong<Node> {
    let root = node("root");
    (0..members).for_each(|index| drop(root.add_child(node(&index.to_string()))));
    root
}

fn names(nodes: impl IntoIterator<Item = Strong<Node>>) -> String {
    nodes.into_iter().map(|node| node.name.to_string()).collect::<Vec<_>>().join(" ")
}

/// A destructor reaches for its siblings, its owner and its members: it gets those that live, and nothing of the dead.
#[test]
fn c01_sibling_access_in_drop() {
    let reach: Code = |this| {
        assert!(this.parent().is_none() && this.next_sibling().is_none() && this.prev_sibling().is_none());
        assert!(this.children().is_empty() && this.is_root() && this.is_leaf());
        assert!(this.friend().is_none_or(|friend| friend.name.len() == 1 && friend.handle() == friend));
        for other in WEAK.with_borrow(|all| all.iter().filter_map(Weak::upgrade).collect::<Vec<_>>()) {
            assert!(&*other.name != "root", "the dead can be reached");
            log(format!("{} sees {}", this.name, other.name));
        }
    };
    for hooked in [false, true] {
        let root = family(3);
        let all: Vec<_> = root.inclusive_descendants().collect();
        WEAK.set(all.iter().map(Strong::downgrade).collect());
        for (index, node) in all.iter().enumerate() {
            if hooked {
                node.orphaned.set(Some(|this| assert!(this.parent().is_none())));
            }
            node.dropping.set(Some(reach));
            node.set_friend(&all[(index + 1) % 4]);
            all.iter().for_each(|other| node.add_friend(other));
        }
        // `1` is held by the test, so it lives while its siblings die.
        let held = all[2].clone();
        drop((all, root));
        held.dropping.set(None);
        assert_eq!(logged(), ["root sees 1", "0 sees 1", "2 sees 1"]);
        assert!(held.friend().is_none() && held.friends().iter().eq([held.clone()]));
        drop(held);
        assert_eq!(ALIVE.get(), 0);
    }
}

/// Every function of `Weak`, in every state of its node.
#[test]
fn c02_weak_upgrade_new_weak_and_clone_during_death() {
    macro_rules! matrix {
        ($alive:expr; $($call:expr => $living:expr, $dead:expr;)*) => {$(
            let got = format!("{:?}", $call);
            let want = if $alive { format!("{:?}", $living) } else { format!("{:?}", $dead) };
            assert_eq!(got, want, "{}", stringify!($call));
        )*};
    }
    fn all_methods(weak: &Weak<Node>, alive: bool) {
        matrix! { alive;
            weak.upgrade().is_some() => true, false;
            weak.clone().upgrade().is_some() => true, false;
            weak.is_alive() => true, false;
            weak.strong_count() > 0 => true, false;
            weak.weak_count() > 0 => true, false;
            weak.ptr_eq(&weak.clone()) => true, true;
            *weak == weak.clone() => true, true;
            [weak, &weak.clone()].into_iter().collect::<HashSet<_>>().len() => 1, 1;
            format!("{weak:?}").contains("dropped") => false, true;
            *weak == Weak::new() => false, false;
        }
    }
    fn check(_: &Node) {
        WEAK.with_borrow(|all| all.iter().for_each(|weak| all_methods(weak, false)));
    }
    let root = node("root");
    let child = root.add_child(node("child"));
    WEAK.set(vec![Strong::downgrade(&child), Strong::downgrade(&child)]);
    child.hook.set(Some(check));
    child.dropping.set(Some(check));
    // Dead, but its own steps have not begun: its owner is in its destructor.
    root.dropping.set(Some(check));
    let watcher = node("watcher");
    watcher.set_friend(&child);
    watcher.add_friend(&child);
    watcher.lost.set(Some(|this| {
        assert!(this.friend().is_none() && this.friends().is_empty());
        check(this);
        log("told");
    }));
    let weak = Strong::downgrade(&child);
    all_methods(&weak, true);
    drop(child);
    all_methods(&weak, true);
    drop(root);
    assert_eq!(logged(), ["told", "told"]);
    all_methods(&weak, false);
    WEAK.take();
    assert_eq!(format!("{:?}", Weak::<Node>::new()), "Weak(none)");
    assert!(Weak::<Node>::new().upgrade().is_none());
}

/// A hook tries to keep every handle that it can get: none of them is one to a dead node.
#[test]
fn c03_resurrection() {
    fn stash(this: &Node) {
        assert!(catch_unwind(AssertUnwindSafe(|| this.handle())).is_err());
        let mut got: Vec<Strong<Node>> = Vec::new();
        got.extend(this.parent().into_iter().chain(this.friend()).chain(this.detach()));
        got.extend(this.detach_from_parent().into_iter().chain(this.next_sibling()).chain(this.prev_sibling()));
        got.extend(this.children().iter().chain(this.friends()).chain(this.descendants()).chain(this.ancestors()));
        got.extend(this.inclusive_descendants().chain(this.inclusive_ancestors()).chain(this.breadth_first()));
        got.extend(this.traverse().map(|step| match step {
            WalkEvent::Enter(node) | WalkEvent::Leave(node) => node,
        }));
        got.extend(this.children().first().iter().flat_map(|first| first.parent()));
        got.extend(this.children().first().iter().flat_map(|first| first.inclusive_ancestors().collect::<Vec<_>>()));
        got.extend(WEAK.with_borrow(|all| all.iter().filter_map(Weak::upgrade).collect::<Vec<_>>()));
        assert!(got.iter().all(|node| *node.name != *this.name), "{} was brought back", this.name);
        KEPT.with_borrow_mut(|kept| kept.extend(got));
    }
    let root = family(3);
    let first = root.first_child().expect("there are three");
    first.add_child(node("leaf"));
    let all: Vec<_> = root.inclusive_descendants().collect();
    WEAK.set(all.iter().map(Strong::downgrade).collect());
    for node in &all {
        node.set_friend(&root);
        all.iter().for_each(|other| node.add_friend(other));
        node.hook.set(Some(stash));
        node.dropping.set(Some(stash));
    }
    drop((all, first, root));
    // Its members live on: what the hook kept were handles to them.
    assert_eq!(ALIVE.get(), 4);
    for node in KEPT.with_borrow(Clone::clone) {
        node.hook.set(None);
        node.dropping.set(None);
        assert!(node.inclusive_ancestors().all(|at| &*at.name != "root"));
    }
    KEPT.take();
    WEAK.take();
    assert_eq!(ALIVE.get(), 0);
}

/// A destructor, a hook and a closure insert into the collection that is being changed, clear it and walk it.
#[test]
fn c04_reentrancy_while_a_container_changes() {
    fn meddle(_: &Node) {
        let Some(root) = KEPT.with_borrow(|kept| kept.first().cloned()) else { return };
        let list = root.children();
        assert_eq!(list.iter().count(), list.len());
        if list.len() < 40 {
            list.prepend(node("new")).expect("it is alive");
            list.append(node("new")).expect("it is alive");
        }
        list.first().iter().for_each(|first| assert!(list.remove(first)));
        root.friends().iter().take(3).for_each(|friend| root.add_friend(&friend));
        root.friends().clear();
        list.iter().for_each(|member| root.add_friend(&member));
        list.reverse();
    }
    let edits: [fn(&Children<Node>); 8] = [
        Children::clear,
        |list| drop(list.drain()),
        |list| list.retain(|node| &*node.name != "1"),
        |list| drop(list.splice(0..2, [node("in")])),
        |list| drop(list.first().map(|first| list.replace(&first, node("in")))),
        |list| {
            let other = family(2);
            list.append_all(other.children()).expect("no cycle");
        },
        |list| {
            list.sort_by(|a, b| {
                meddle(a);
                b.name.cmp(&a.name)
            });
        },
        |list| {
            for member in list {
                meddle(&member);
                list.remove(&member);
            }
        },
    ];
    for edit in edits {
        let root = family(4);
        for member in root.children() {
            member.hook.set(Some(meddle));
            member.orphaned.set(Some(meddle));
            member.dropping.set(Some(meddle));
            root.add_friend(&member);
        }
        root.lost.set(Some(meddle));
        KEPT.set(vec![root.clone()]);
        edit(root.children());
        assert_eq!(root.children().iter().count(), root.children().len());
        assert!(root.children().iter().all(|member| member.parent().as_ref() == Some(&root)));
        KEPT.take();
        drop(root);
        assert_eq!(ALIVE.get(), 0);
    }
}

/// Members die while they are walked over; the length is exact at every step.
#[test]
fn c05_iteration_and_death() {
    for kill in 0..6_usize {
        for at in 0..6 {
            let root = family(6);
            let list = WeakList::new();
            root.children().iter().for_each(|member| list.add(&member));
            let mut walks = (list.iter(), root.children().iter());
            let mut seen = (Vec::new(), Vec::new());
            for step in 0..6 {
                if step == at {
                    let victim = root.nth_child(kill).expect("there are six");
                    drop(victim.detach());
                    drop(victim);
                    assert_eq!((list.len(), root.children().len()), (5, 5));
                    assert_eq!(list.iter().count(), 5);
                }
                seen.0.extend(walks.0.next().map(|node| node.name.to_string()));
                seen.1.extend(walks.1.next().map(|node| node.name.to_string()));
            }
            assert!(walks.0.next().is_none() && walks.1.next().is_none());
            let want: Vec<_> = (0..6).filter(|&n| n != kill || n < at).map(|n| n.to_string()).collect();
            assert_eq!(seen, (want.clone(), want), "{kill} dies at {at}");
        }
    }
}

/// A hook panics: the rest is destroyed, the first panic comes out, and all works as before.
/// `tests/model/tests/model/panics.rs` does it for every call.
#[test]
fn c06_panic_safety() {
    for turn in 0..2 {
        let root = family(4);
        for (member, text) in root.children().iter().zip(["a", "b", "c", "d"]) {
            member.add_child(node(text));
            let boom: Code = |this| std::panic::resume_unwind(Box::new(this.name.to_string()));
            member.hook.set(Some(boom));
            member.dropping.set(Some(boom));
        }
        let panic = catch_unwind(AssertUnwindSafe(|| drop(root))).expect_err("it panics");
        assert_eq!(panic.downcast_ref::<String>().map(String::as_str), Some("0"));
        assert_eq!(ALIVE.get(), 0, "turn {turn}");
    }
}

/// A handle in a `thread_local` outlives what the library keeps for the thread. `tests/model/tests/model/threads.rs`
/// has every kind of handle, and the order of destruction both ways.
#[test]
fn c07_thread_locals_are_destroyed_in_any_order() {
    thread_local! {
        static LATE: RefCell<Option<Strong<Node>>> = const { RefCell::new(None) };
    }
    std::thread::spawn(|| {
        LATE.with_borrow_mut(|late| *late = Some(family(3)));
        let root = family(3);
        for member in root.children() {
            member.detach();
        }
    })
    .join()
    .expect("the thread ends well");
}

/// A handle made from `&self` covers the whole allocation, also where padding separates value and header: it frees it.
/// That no reference is made from a node's pointer elsewhere is what `.ci/unsafe-gate` sees to.
#[test]
fn c08_a_handle_from_a_reference_to_the_value_is_whole() {
    #[derive(Graph, Default)]
    #[repr(align(256))]
    struct Wide {
        #[weak]
        parent: Parent<Wide>,
        #[strong]
        children: Children<Wide>,
        byte: u8,
    }
    fn last_of(value: &Wide) -> Strong<Wide> {
        value.children().last().unwrap_or_else(|| value.handle())
    }
    let root = Strong::new(Wide { byte: 1, ..Wide::default() });
    let child = root.add_child(Wide { byte: 2, ..Wide::default() });
    let (again, leaf) = (root.handle(), last_of(&child));
    assert!(again == root && leaf == child && leaf.byte == 2 && Strong::as_ptr(&leaf).addr() % 256 == 0);
    drop((root, child));
    assert!(leaf.parent() == Some(again.clone()));
    drop(again);
    assert!(leaf.parent().is_none());
}

/// What must not compile has tests of its own (`tests/ui/safety`); that what borrows can be in a graph, and is dropped
/// in time, is seen here.
#[test]
fn c09_a_payload_that_borrows() {
    #[derive(Graph)]
    struct Borrows<'a> {
        count: &'a Cell<u32>,
        #[weak]
        parent: Parent<Borrows<'a>>,
        #[strong]
        children: Children<Borrows<'a>>,
    }
    impl Drop for Borrows<'_> {
        fn drop(&mut self) {
            self.count.set(self.count.get() + 1);
        }
    }
    let count = Cell::new(0);
    {
        let make = || Borrows { count: &count, parent: Parent::new(), children: Children::new() };
        let root = Strong::new(make());
        root.add_child(make()).add_child(make());
    }
    assert_eq!(count.get(), 3);
}

/// A walk, a drain and a handle are forgotten. `tests/model/tests/model/forget.rs` does it at every step.
#[test]
fn c10_leaks_are_safe() {
    std::thread::spawn(|| {
        let root = family(4);
        let mut walk = root.children().iter();
        walk.next();
        std::mem::forget(walk);
        root.children().clear();
        assert!(root.is_leaf());
        root.add_child(node("after"));
        assert_eq!(names(root.children()), "after");
    })
    .join()
    .expect("the case passes");
}

const OVERFLOW: &str = "WEAKGRAPH_OVERFLOW";

/// More handles than a counter can hold end the process, before anything is freed early. Counts cannot be set from
/// outside, so it takes all of them: some seconds in a release build, hence only when asked for. The runtime's own
/// tests set the counts.
#[test]
#[ignore = "billions of handles: run it in a release build, with --ignored"]
fn c11_counts_do_not_wrap() {
    let me = std::env::current_exe().expect("a test knows its binary");
    for which in ["strong", "weak"] {
        if std::env::var(OVERFLOW).is_ok_and(|asked| asked == which) {
            let root = node("root");
            let weak = Strong::downgrade(&root);
            for _ in 0..=u32::MAX {
                match which {
                    "strong" => std::mem::forget(std::hint::black_box(&root).clone()),
                    _ => std::mem::forget(std::hint::black_box(&weak).clone()),
                }
            }
            println!("it went on");
            return;
        }
    }
    for which in ["strong", "weak"] {
        let mut command = Command::new(&me);
        command.args(["--exact", "checklist::c11_counts_do_not_wrap", "--ignored", "--nocapture"]);
        let output = command.env(OVERFLOW, which).output().expect("it can be started");
        assert!(!output.status.success(), "{which}: it did not end");
        assert!(!String::from_utf8_lossy(&output.stdout).contains("it went on"), "{which}");
    }
}

/// The layout is that of the real type. `tests/model/tests/model/layouts.rs` has every size to 257 and every alignment
/// to 4096. There are no handles to slices or to `dyn`.
#[test]
fn c12_the_layout_of_a_type_that_was_forgotten() {
    #[derive(Graph)]
    struct Odd {
        bytes: [u8; 3],
        #[weak]
        parent: Parent<Owner>,
    }
    #[derive(Graph)]
    #[repr(align(64))]
    struct Owner {
        #[strong(item = small)]
        small: Children<Odd>,
    }
    // The owner's death frees members of another layout, by their table.
    let owner = Strong::new(Owner { small: Children::new() });
    let weak = {
        let member = owner.small().append(Odd { bytes: [1, 2, 3], parent: Parent::new() }).expect("it is alive");
        assert!(member.parent() == Some(owner.clone()) && member.bytes == [1, 2, 3]);
        Strong::downgrade(&member)
    };
    drop(owner);
    assert!(weak.upgrade().is_none());
}

/// `c` is a member of `p` exactly when `p` is the owner of `c`, after every edit that can be refused, and every closure
/// that can panic.
#[test]
fn c13_both_ends_agree() {
    fn check(root: &Strong<Node>) {
        for node in root.inclusive_descendants() {
            assert_eq!(node.children().iter().count(), node.children().len());
            assert!(node.children().iter().all(|child| child.parent().as_ref() == Some(&node)));
            assert!(node.parent().is_none_or(|parent| parent.children().contains(&node)));
            assert!(!node.ancestors().any(|above| above == node));
        }
    }
    let root = family(4);
    let first = root.first_child().expect("there are four");
    let leaf = first.add_child(node("leaf"));
    let stranger = node("stranger");
    let refused = |result: Result<Strong<Node>, weakgraph::LinkError>| result.expect_err("it is refused").kind();
    assert_eq!(refused(root.try_add_child(&root)), LinkErrorKind::Cycle);
    assert_eq!(refused(leaf.try_add_child(&root)), LinkErrorKind::Cycle);
    assert_eq!(refused(leaf.try_add_child(&first)), LinkErrorKind::Cycle);
    assert_eq!(refused(leaf.replace_with(&first)), LinkErrorKind::Cycle);
    assert_eq!(refused(root.children().replace(&stranger, node("x"))), LinkErrorKind::NotAChild);
    assert_eq!(refused(root.children().insert(9, node("x"))), LinkErrorKind::OutOfRange);
    assert_eq!(refused(root.insert_before(node("x"))), LinkErrorKind::NoParent);
    assert!(root.children().swap(&first, &leaf).is_err() && leaf.children().append_all(root.children()).is_err());
    assert!(leaf.children().splice(0..0, [stranger.clone(), root.clone()]).is_err() && stranger.is_root());
    assert_eq!(names(root.descendants()), "0 leaf 1 2 3");
    check(&root);

    let closures: [fn(&Children<Node>, &mut dyn FnMut()); 5] = [
        |list, call| list.retain(|node| (call(), &*node.name == "2").1),
        |list, call| list.sort_by(|a, b| (call(), b.name.cmp(&a.name)).1),
        |list, call| list.sort_by_key(|node| (call(), std::cmp::Reverse(node.name.clone())).1),
        |list, call| list.drain().take(2).for_each(|_| call()),
        |list, call| drop(list.splice(1..2, (0..3).map(|_| (call(), node("in")).1))),
    ];
    for closure in closures {
        for nth in 0..12 {
            let root = family(5);
            let mut left = nth;
            let mut call = || {
                if left == 0 {
                    std::panic::resume_unwind(Box::new("enough"));
                }
                left -= 1;
            };
            drop(catch_unwind(AssertUnwindSafe(|| closure(root.children(), &mut call))));
            check(&root);
        }
    }

    // To a dying owner.
    let dying = family(1);
    dying.hook.set(Some(|this| {
        let refused = |result: Result<Strong<Node>, weakgraph::LinkError>| result.err().map(|error| error.kind());
        assert_eq!(refused(this.try_add_child(node("late"))), Some(LinkErrorKind::ParentDropped));
        assert_eq!(refused(this.children().prepend(node("late"))), Some(LinkErrorKind::ParentDropped));
        assert_eq!(names(this.children()), "0");
        log("refused");
    }));
    drop(dying);
    assert_eq!(logged(), ["refused"]);
}

#[derive(Graph, Default)]
struct Link {
    #[weak]
    parent: Parent<Link>,
    #[strong]
    children: Children<Link>,
    #[weak(on_drop = Link::told)]
    cell: WeakCell<Link>,
}

impl Link {
    fn told(&self) {}
}

/// A deep chain, a wide list and a comb die in a thread with a small stack. A chain of 10,000,000 is in
/// `tests/guarantees/deep.rs`.
#[test]
fn c14_deep_and_wide_drop() {
    const COUNT: usize = 200_000;
    let small = std::thread::Builder::new().stack_size(64 << 10).spawn(|| {
        let grow = |comb: bool| {
            let root = Strong::new(Link::default());
            let mut at = root.clone();
            for _ in 0..COUNT {
                let next = at.add_child(Link::default());
                if comb {
                    at.add_child(Link::default()).cell.set(&next);
                }
                at = next;
            }
            assert_eq!(at.depth(), COUNT);
            root
        };
        drop(grow(false));
        drop(grow(true));
        // From the far end: the last handle is the deepest node's, and the owners go one by one.
        let root = grow(false);
        let deepest = root.descendants().next_back();
        drop(root);
        assert!(deepest.is_some_and(|node| node.is_root()));
        let wide = Strong::new(Link::default());
        (0..COUNT).for_each(|_| drop(wide.add_child(Link::default())));
        assert_eq!(wide.breadth_first().count(), COUNT);
        drop(wide);
        // Down one of two edges, and in values that are not born.
        let mut top = Strong::new(Pair::default());
        for _ in 0..COUNT {
            let next = Strong::new(Pair::default());
            next.set_left(top);
            top = next;
        }
        drop(top);
        let mut unborn = Link::default();
        for _ in 0..COUNT {
            unborn = Link { children: Children::from([unborn]), ..Link::default() };
        }
        drop(unborn);
    });
    small.expect("a thread can be made").join().expect("the stack is enough");
}

#[derive(Graph, Default)]
struct Pair {
    #[weak]
    up: Parent<Pair>,
    #[strong]
    left: Child<Pair>,
    #[strong]
    right: Child<Pair>,
}

/// Memory is used again for other nodes: weak handles and links to the dead stay dead.
#[test]
fn c15_memory_that_is_used_again() {
    let holder = node("holder");
    let mut dead = Vec::new();
    for round in 0..50 {
        let root = family(5);
        for member in root.descendants() {
            dead.push(Strong::downgrade(&member));
            holder.add_friend(&member);
        }
        holder.set_friend(&root);
        assert_eq!(holder.friends().len(), 5);
        drop(root);
        let again = family(5);
        assert!(holder.friend().is_none() && holder.friends().is_empty(), "round {round}");
        assert!(dead.iter().all(|weak| weak.upgrade().is_none() && !weak.is_alive()));
        assert!(again.descendants().all(|node| !dead.contains(&Strong::downgrade(&node))));
        if round % 3 == 0 {
            dead.clear();
        }
    }
}

/// Identity is that of the allocation. There are no handles to `dyn`; nodes without a size are told apart.
#[test]
fn c16_identity() {
    #[derive(Graph)]
    struct Nothing;
    let (a, b) = (Strong::new(Nothing), Strong::new(Nothing));
    assert!(a != b && Strong::downgrade(&a) != Strong::downgrade(&b) && Strong::as_ptr(&a) != Strong::as_ptr(&b));
    assert!(a == a.clone() && Strong::downgrade(&a).upgrade() == Some(a));
}

/// There is no `new_cyclic`: a value has no handle until it is a node. What it is asked before, it answers as nobody's.
#[test]
fn c17_before_birth() {
    let mut value = Node::value("root");
    value.children = Children::from([node("a"), node("b")]);
    assert!(value.parent().is_none() && value.is_root() && value.next_sibling().is_none() && value.detach().is_none());
    assert!(catch_unwind(AssertUnwindSafe(|| value.handle())).is_err());
    assert_eq!(names(value.children()), "a b");
    let a = value.children().first().expect("there are two");
    assert!(a.parent().is_none(), "nobody owns it yet");
    assert!(value.insert_before(node("x")).is_err());
    value.children().swap(&a, &value.children().last().expect("there are two")).expect("both wait");
    let other = node("other");
    other.add_child(&a);
    // It is moved at the birth.
    let root = Strong::new(value);
    assert!(a.parent() == Some(root.clone()) && other.is_leaf());
    assert_eq!(names(root.descendants()), "b a");
    let mut never = Node::value("never");
    never.children = Children::from([&a, &other]);
    drop(never);
    assert!(a.parent() == Some(root));
}

/// An order that is none, an iterator that lies, a range that changes its mind.
#[test]
fn c18_user_traits_are_not_trusted() {
    let root = family(30);
    let turn = Cell::new(0_u32);
    drop(catch_unwind(AssertUnwindSafe(|| {
        root.children().sort_by(|_, _| {
            turn.set(turn.get().wrapping_mul(1_103_515_245).wrapping_add(12_345));
            [Ordering::Less, Ordering::Equal, Ordering::Greater][turn.get() as usize / 65_536 % 3]
        });
    })));
    assert_eq!(root.children().iter().collect::<HashSet<_>>().len(), 30);

    struct Liar(u32);
    impl Iterator for Liar {
        type Item = Strong<Node>;
        fn next(&mut self) -> Option<Strong<Node>> {
            self.0 = self.0.checked_sub(1)?;
            Some(node("liar"))
        }
        fn size_hint(&self) -> (usize, Option<usize>) {
            (0, Some(1))
        }
    }
    struct Fickle(Cell<usize>);
    impl Fickle {
        fn turn(&self) -> &'static usize {
            self.0.set(self.0.get() + 1);
            &[28, 3, 40, 0][self.0.get() % 4]
        }
    }
    impl RangeBounds<usize> for Fickle {
        fn start_bound(&self) -> Bound<&usize> {
            Bound::Included(self.turn())
        }
        fn end_bound(&self) -> Bound<&usize> {
            Bound::Excluded(self.turn())
        }
    }
    for start in 0..4 {
        let before = root.children().len();
        match root.children().splice(Fickle(Cell::new(start)), Liar(3)) {
            Ok(removed) => assert_eq!(root.children().len(), before + 3 - removed.len()),
            Err(error) => assert_eq!((error.kind(), root.children().len()), (LinkErrorKind::OutOfRange, before)),
        }
    }
    let list: Children<Node> = Liar(5).collect();
    assert_eq!(list.len(), 5);
    root.children().clear();
    drop((list, root));
    assert_eq!(ALIVE.get(), 0);
}

/// Nothing can be sent to another thread or frozen yet, so no handle can be left behind: handles are neither `Send` nor
/// `Sync`, which the compiler sees to (`tests/ui/safety`).
#[test]
fn c19_isolation_does_not_apply_yet() {
    trait NotSend<Mark> {
        fn is_not() {}
    }
    struct IsSend;
    impl<T: ?Sized> NotSend<()> for T {}
    impl<T: ?Sized + Send> NotSend<IsSend> for T {}
    // With two implementations that fit, this would not compile.
    let _ = <Strong<Node> as NotSend<_>>::is_not;
    let _ = <Weak<Node> as NotSend<_>>::is_not;
    let _ = <Children<Node> as NotSend<_>>::is_not;
    let _ = <Node as NotSend<_>>::is_not;
}

/// What the derive writes compiles whatever is shadowed around it: `tests/hygiene` is a crate for that.
#[test]
fn c20_shadowed_names() {
    #![allow(dead_code, non_camel_case_types)]
    mod shadow {
        pub struct Option;
        pub struct Result;
        pub struct Box;
        pub struct Vec;
        pub trait Into {}
        pub trait Drop {}
        pub mod core {}
        pub mod std {}
    }
    #[allow(unused_imports)]
    use shadow::*;
    #[derive(Graph)]
    struct r#type {
        #[weak]
        r#in: Parent<r#type>,
        #[strong(item = r#box)]
        r#fn: Children<r#type>,
    }
    let root = Strong::new(r#type { r#in: Parent::new(), r#fn: Children::new() });
    let child = root.r#fn().append(r#type { r#in: Parent::new(), r#fn: Children::new() });
    assert!(child.is_ok_and(|child| child.r#in() == Some(root)));
}

/// A type has a hook and a `Drop` of its own: the hook first, which sees the members, then the `Drop`, which sees none.
#[test]
fn c21_hooks_and_drop_coexist() {
    let root = family(2);
    root.hook.set(Some(|this| log(format!("hook {}", this.children().len()))));
    root.dropping.set(Some(|this| log(format!("drop {}", this.children().len()))));
    drop(root);
    assert_eq!(logged(), ["hook 2", "drop 0"]);
}
