//! The same hostile script drives two trees: one of this crate, and one as it is written by hand with `Rc<RefCell<_>>`
//! and `Weak`. In the one it finds nothing; in the other it finds every fault that it looks for, so it can find them.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::env;
use std::process::Command;
use std::rc::{Rc, Weak};

use weakgraph::{Children, Graph, Parent, Strong};
use weakgraph_tests::{Rng, panic_of};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// A node was put below itself.
    Cycle,
    /// Nodes are alive that nobody can reach.
    Leak,
    /// A list and a back-reference do not agree, or not with the model.
    OutOfStep,
    /// An edit in the midst of a walk panicked.
    Walk,
}

/// A tree that the script can drive.
trait Peer: Clone + 'static {
    fn new(id: usize) -> Self;
    fn id(&self) -> usize;
    /// Puts `member` at the end of this list, from wherever it was; false if that is refused.
    fn attach(&self, member: &Self) -> bool;
    fn detach(&self);
    fn owner(&self) -> Option<Self>;
    fn members(&self) -> Vec<Self>;
    fn walk(&self, body: impl FnMut());
    /// What breaks the cycles of nodes that nobody can reach any more.
    fn undertaker(&self) -> Box<dyn Fn()>;
}

thread_local! {
    static ALIVE: Cell<usize> = const { Cell::new(0) };
}

struct Alive;

impl Alive {
    fn new() -> Alive {
        ALIVE.set(ALIVE.get() + 1);
        Alive
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
    }
}

#[derive(Graph)]
struct Ours {
    id: usize,
    #[weak]
    parent: Parent<Ours>,
    #[strong]
    children: Children<Ours>,
    _alive: Alive,
}

impl Peer for Strong<Ours> {
    fn new(id: usize) -> Self {
        Strong::new(Ours { id, parent: Parent::new(), children: Children::new(), _alive: Alive::new() })
    }
    fn id(&self) -> usize {
        self.id
    }
    fn attach(&self, member: &Self) -> bool {
        self.children().append(member).is_ok()
    }
    fn detach(&self) {
        self.detach_from_parent();
    }
    fn owner(&self) -> Option<Self> {
        self.parent()
    }
    fn members(&self) -> Vec<Self> {
        self.children().iter().collect()
    }
    fn walk(&self, mut body: impl FnMut()) {
        self.children().iter().take(10).for_each(|_| body());
    }
    fn undertaker(&self) -> Box<dyn Fn()> {
        let node = Strong::downgrade(self);
        Box::new(move || {
            if let Some(node) = node.upgrade() {
                node.children().clear();
            }
        })
    }
}

struct Theirs {
    id: usize,
    parent: Weak<RefCell<Theirs>>,
    children: Vec<ByHand>,
    _alive: Alive,
}

#[derive(Clone)]
struct ByHand(Rc<RefCell<Theirs>>);

impl Peer for ByHand {
    fn new(id: usize) -> Self {
        let node = Theirs { id, parent: Weak::new(), children: Vec::new(), _alive: Alive::new() };
        ByHand(Rc::new(RefCell::new(node)))
    }
    fn id(&self) -> usize {
        self.0.borrow().id
    }
    fn attach(&self, member: &Self) -> bool {
        member.0.borrow_mut().parent = Rc::downgrade(&self.0);
        self.0.borrow_mut().children.push(member.clone());
        true
    }
    fn detach(&self) {
        if let Some(owner) = self.0.borrow().parent.upgrade() {
            owner.borrow_mut().children.retain(|member| !Rc::ptr_eq(&member.0, &self.0));
        }
        self.0.borrow_mut().parent = Weak::new();
    }
    fn owner(&self) -> Option<Self> {
        self.0.borrow().parent.upgrade().map(ByHand)
    }
    fn members(&self) -> Vec<Self> {
        self.0.borrow().children.clone()
    }
    fn walk(&self, mut body: impl FnMut()) {
        self.0.borrow().children.iter().take(10).for_each(|_| body());
    }
    fn undertaker(&self) -> Box<dyn Fn()> {
        let node = Rc::downgrade(&self.0);
        Box::new(move || {
            if let Some(node) = node.upgrade() {
                let members = std::mem::take(&mut node.borrow_mut().children);
                drop(members);
            }
        })
    }
}

const NODES: usize = 6;

struct Script<T> {
    nodes: Vec<T>,
    owners: [Option<usize>; NODES],
    faults: BTreeSet<Fault>,
}

impl<T: Peer> Script<T> {
    fn is_within(&self, mut node: usize, above: usize) -> bool {
        while node != above {
            match self.owners[node] {
                Some(owner) => node = owner,
                None => return false,
            }
        }
        true
    }

    fn edit(&mut self, rng: &mut Rng) {
        let (owner, member) = (rng.below(NODES), rng.below(NODES));
        if rng.below(4) == 0 {
            self.nodes[member].detach();
            self.owners[member] = None;
            return;
        }
        let closes = self.is_within(owner, member);
        match (self.nodes[owner].attach(&self.nodes[member]), closes) {
            (true, true) => drop(self.faults.insert(Fault::Cycle)),
            (true, false) => self.owners[member] = Some(owner),
            (false, true) => {}
            (false, false) => drop(self.faults.insert(Fault::OutOfStep)),
        }
    }

    fn compare(&mut self) {
        for (id, node) in self.nodes.iter().enumerate() {
            let owner = node.owner().map(|owner| owner.id());
            let lists =
                self.nodes.iter().flat_map(|owner| owner.members().into_iter().map(|member| (owner.id(), member)));
            let lists: Vec<usize> = lists.filter(|(_, member)| member.id() == id).map(|(owner, _)| owner).collect();
            if owner != self.owners[id] || lists != Vec::from_iter(owner) {
                self.faults.insert(Fault::OutOfStep);
            }
        }
    }
}

/// Runs one script up to its first fault, then lets everything go.
fn hostile<T: Peer>(seed: u64) -> BTreeSet<Fault> {
    let mut rng = Rng::new(seed);
    let before = ALIVE.get();
    let mut script = Script { nodes: (0..NODES).map(T::new).collect(), owners: [None; NODES], faults: BTreeSet::new() };
    for _ in 0..200 {
        if rng.below(3) == 0 {
            let owner = script.nodes[rng.below(NODES)].clone();
            let panic = panic_of(|| owner.walk(|| script.edit(&mut rng)));
            if let Some(message) = panic {
                assert!(message.contains("already"), "another panic than that of a `RefCell`: {message}");
                script.faults.insert(Fault::Walk);
            }
        } else {
            script.edit(&mut rng);
        }
        if script.faults.is_empty() {
            script.compare();
        }
        if !script.faults.is_empty() {
            break;
        }
    }
    let Script { nodes, mut faults, .. } = script;
    let undertakers: Vec<_> = nodes.iter().map(Peer::undertaker).collect();
    drop(nodes);
    if ALIVE.get() != before {
        faults.insert(Fault::Leak);
    }
    // A leak here would hide one of ours from the sanitizers.
    undertakers.iter().for_each(|bury| bury());
    assert_eq!(ALIVE.get(), before, "what leaked is gone");
    faults
}

fn search<T: Peer>() -> BTreeSet<Fault> {
    (0..100).flat_map(hostile::<T>).collect()
}

#[test]
fn the_script_finds_nothing_in_a_tree_of_this_crate() {
    assert_eq!(search::<Strong<Ours>>(), BTreeSet::new());
}

#[test]
fn the_script_finds_a_cycle_that_leaks_in_a_tree_by_hand() {
    let leaky = (0..100).map(hostile::<ByHand>).filter(|faults| faults.contains(&Fault::Cycle)).collect::<Vec<_>>();
    assert!(!leaky.is_empty(), "some script closes a cycle");
    assert!(leaky.iter().any(|faults| faults.contains(&Fault::Leak)), "and it leaks");
}

#[test]
fn the_script_finds_two_ends_out_of_step_in_a_tree_by_hand() {
    assert!(search::<ByHand>().contains(&Fault::OutOfStep));
}

#[test]
fn the_script_finds_an_edit_that_panics_while_walking_in_a_tree_by_hand() {
    assert!(search::<ByHand>().contains(&Fault::Walk));
}

const DEEP: usize = 100_000;

fn drop_a_chain<T: Peer>() {
    let root = T::new(0);
    let mut last = root.clone();
    for id in 1..DEEP {
        let node = T::new(id);
        assert!(last.attach(&node));
        last = node;
    }
    drop(last);
    drop(root);
    assert_eq!(ALIVE.get(), 0, "everything is destroyed");
}

/// Whether a process of its own lives through the drop of a deep tree.
fn lives_through(peer: &str) -> bool {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "peer::a_deep_tree_is_dropped", "--nocapture"]).env("PEER", peer);
    child.output().unwrap().status.success()
}

/// Run by the two below, each in a process of its own; alone it does nothing.
#[test]
fn a_deep_tree_is_dropped() {
    match env::var("PEER").as_deref() {
        Ok("ours") => drop_a_chain::<Strong<Ours>>(),
        Ok("by hand") => drop_a_chain::<ByHand>(),
        _ => {}
    }
}

#[test]
fn a_deep_tree_of_this_crate_is_dropped() {
    assert!(lives_through("ours"));
}

#[test]
fn a_deep_tree_by_hand_overflows_the_stack() {
    assert!(!lives_through("by hand"));
}
