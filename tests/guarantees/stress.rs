//! User code that does anything, anywhere: in hooks, destructors, comparisons and conversions it edits what it can
//! reach, starts deaths, walks, and panics, while everything is checked in every such place.

use std::cell::{Cell, RefCell};
use std::panic::resume_unwind;

use weakgraph::{Child, Children, Graph, IntoNode, Parent, Strong, Tree, Weak, WeakCell, WeakList};
use weakgraph_tests::{Rng, panic_of, usage};

/// A second relation.
struct Staff;

#[derive(Graph, Default)]
#[graph(on_drop = Wild::dies)]
struct Wild {
    #[weak(on_drop = Wild::hook)]
    parent: Parent<Wild>,
    #[strong]
    children: Children<Wild>,
    #[weak(on_drop = Wild::hook)]
    boss: Parent<Wild, Staff>,
    #[strong(item = report)]
    reports: Children<Wild, Staff>,
    #[strong]
    deputy: Child<Wild, Staff>,
    #[weak(on_drop = Wild::hook)]
    friend: WeakCell<Wild>,
    #[weak(on_drop = Wild::hook)]
    friends: WeakList<Wild>,
    #[weak]
    quiet: WeakCell<Wild>,
    #[weak]
    quiets: WeakList<Wild>,
    #[strong]
    shared: RefCell<Vec<Strong<Plain>>>,
}

/// What is shared, and tells when it goes.
#[derive(Graph)]
#[graph(on_drop = Plain::dies)]
struct Plain;

struct State {
    rng: RefCell<Rng>,
    all: RefCell<Vec<Weak<Wild>>>,
    held: RefCell<Vec<Strong<Wild>>>,
    depth: Cell<u32>,
    budget: Cell<u32>,
    panics: Cell<bool>,
    births: Cell<u32>,
    drops: Cell<u32>,
}

thread_local! {
    static STATE: State = State {
        rng: RefCell::new(Rng::new(0)),
        all: RefCell::default(),
        held: RefCell::default(),
        depth: Cell::new(0),
        budget: Cell::new(0),
        panics: Cell::new(false),
        births: Cell::new(0),
        drops: Cell::new(0),
    };
}

fn below(end: usize) -> usize {
    STATE.with(|state| state.rng.borrow_mut().below(end))
}

/// A node that is alive, or a new one.
fn any() -> Strong<Wild> {
    let alive = STATE.with(|state| {
        let all = state.all.borrow();
        (0..4).find_map(|_| all.get(below(all.len().max(1)))?.upgrade())
    });
    alive.filter(|_| below(8) > 0).unwrap_or_else(birth)
}

fn birth() -> Strong<Wild> {
    let value = Wild::default();
    STATE.with(|state| state.births.set(state.births.get() + 1));
    if below(6) == 0 {
        let _ = value.children.append(any_old());
        let _ = value.reports.splice(.., [any_old(), any_old()]);
        let _ = value.deputy.set(any_old());
    }
    let node = Strong::new(value);
    STATE.with(|state| {
        let mut all = state.all.borrow_mut();
        if all.len() < 24 {
            all.push(Strong::downgrade(&node));
        } else {
            let at = state.rng.borrow_mut().below(24);
            let old = std::mem::replace(&mut all[at], Strong::downgrade(&node));
            drop(all);
            drop(old);
        }
    });
    node
}

fn any_old() -> Strong<Wild> {
    let alive = STATE.with(|state| state.all.borrow().iter().find_map(Weak::upgrade));
    alive.unwrap_or_else(|| {
        STATE.with(|state| state.births.set(state.births.get() + 1));
        Strong::default()
    })
}

/// User code: looks at everything, then does something, then perhaps panics.
fn user_code() {
    deeper(|| {
        check_all();
        if below(3) == 0 {
            act();
        }
    });
    if STATE.with(|state| state.panics.get() && state.depth.get() < DEEPEST) && below(8) == 0 {
        resume_unwind(Box::new("user code panics"));
    }
}

/// How many pieces of user code may run inside each other.
const DEEPEST: u32 = 4;

/// Runs `code`, if it is not too deep in other user code.
fn deeper(code: impl FnOnce()) {
    struct Ascend;
    impl Drop for Ascend {
        fn drop(&mut self) {
            STATE.with(|state| state.depth.set(state.depth.get() - 1));
        }
    }
    let allowed = STATE.with(|state| {
        let (depth, budget) = (state.depth.get(), state.budget.get());
        let allowed = depth < DEEPEST && budget > 0;
        if allowed {
            state.depth.set(depth + 1);
            state.budget.set(budget - 1);
        }
        allowed
    });
    if allowed {
        let _ascend = Ascend;
        code();
    }
}

/// At the end of a thread whose test failed there is nothing to check any more.
fn is_over() -> bool {
    STATE.try_with(|_| ()).is_err()
}

impl Wild {
    fn hook(&self) {
        if is_over() {
            return;
        }
        let handle = self.handle();
        if below(5) == 0 {
            deeper(|| hold(handle));
        }
        user_code();
    }

    fn dies(&self) {
        if is_over() {
            return;
        }
        for member in self.children() {
            assert!(member.parent().is_none());
        }
        assert_eq!(self.children().iter().rev().count(), self.children().len());
        deeper(|| assert!(self.try_add_child(any_old()).is_err()));
        user_code();
        if below(4) == 0 {
            deeper(|| self.children().last().into_iter().for_each(hold));
        }
        user_code();
    }
}

impl Plain {
    fn dies(&self) {
        if is_over() {
            return;
        }
        user_code();
    }
}

impl Drop for Wild {
    fn drop(&mut self) {
        if is_over() {
            return;
        }
        STATE.with(|state| state.drops.set(state.drops.get() + 1));
        user_code();
    }
}

fn hold(node: Strong<Wild>) {
    STATE.with(|state| {
        let out = {
            let mut held = state.held.borrow_mut();
            held.push(node);
            if held.len() > 6 {
                let at = state.rng.borrow_mut().below(6);
                Some(held.swap_remove(at))
            } else {
                None
            }
        };
        drop(out);
    });
}

/// A conversion that runs user code.
struct Late(Strong<Wild>);

impl IntoNode<Wild> for Late {
    fn into_node(self) -> Strong<Wild> {
        user_code();
        self.0
    }
}

fn act() {
    let (a, b, c) = (any(), any(), any());
    match below(34) {
        0 | 1 => drop(a.append(&b)),
        2 => drop(a.prepend(Late(b))),
        3 => drop(a.insert_before(&b)),
        4 => drop(a.insert_after(&b)),
        5 => drop(a.replace_with(&b)),
        6 => drop(a.detach()),
        7 => drop(a.children().splice(0..a.child_count() / 2, [Late(b), Late(c)])),
        8 => drop(a.children().append_all(b.children())),
        9 => a.children().clear(),
        10 => drop(a.children().drain().nth(1)),
        11 => a.children().retain(|_| {
            user_code();
            below(2) == 0
        }),
        12 => a.children().sort_by_key(|_| {
            user_code();
            below(9)
        }),
        13 => a.children().reverse(),
        14 => drop(a.children().swap(&b, &c)),
        15 | 16 => drop(a.reports().append(&b)),
        17 => drop(a.try_set_deputy(Late(b))),
        18 => drop(a.take_deputy()),
        19 => drop(a.reports().insert(0, &b)),
        20 => drop(a.reports().append_all(b.reports())),
        21 => drop(a.detach_from_boss()),
        22 => a.set_friend(&b),
        23 => a.clear_friend(),
        24 => a.add_friend(&b),
        25 => drop(a.remove_friend(&b)),
        26 => {
            a.set_quiet(&b);
            a.add_quiet(&b);
        }
        27 => a.friends().clear(),
        28 => {
            for friend in a.friends() {
                friend.add_quiet(&a);
                a.remove_friend(&friend);
                user_code();
            }
        }
        29 => hold(a),
        30 => {
            let mut steps = 0;
            for node in a.descendants() {
                user_code();
                steps += 1;
                if below(4) == 0 {
                    node.detach();
                }
                if steps > 20 {
                    break;
                }
            }
        }
        31 => {
            let mut walk = a.children().iter();
            for _ in 0..6 {
                user_code();
                drop((walk.next(), walk.next_back()));
            }
        }
        32 => {
            let shared = b.shared.borrow().first().cloned();
            a.shared.borrow_mut().push(shared.unwrap_or_else(|| Strong::new(Plain)));
        }
        _ => {
            let out = a.shared.take();
            drop(out);
        }
    }
}

/// Both ends of every link agree, nothing owns itself, and what is linked is alive.
fn check_all() {
    let alive: Vec<_> = STATE.with(|state| state.all.borrow().iter().filter_map(Weak::upgrade).collect());
    for node in &alive {
        let children: Vec<_> = node.children().iter().collect();
        assert_eq!(children.len(), node.children().len());
        assert!(children.iter().rev().eq(node.children().iter().rev().collect::<Vec<_>>().iter()));
        for child in &children {
            assert!(child.parent().as_ref() == Some(node) && node.children().contains(child));
        }
        for report in &node.reports().iter().chain(node.deputy()).collect::<Vec<_>>() {
            assert!(report.boss().as_ref() == Some(node));
        }
        if let Some(parent) = node.parent() {
            assert!(parent.children().contains(node));
        }
        if let Some(boss) = node.boss() {
            assert!(boss.reports().contains(node) || boss.deputy().as_ref() == Some(node));
        }
        assert!(node.handle() == *node);
        assert_eq!(node.friends().iter().count(), node.friends().len());
        assert_eq!(node.quiets().iter().count(), node.quiets().len());
        let mut above = vec![node.clone()];
        let mut next = 0;
        while let Some(at) = above.get(next).cloned() {
            for owner in [at.parent(), at.boss()].into_iter().flatten() {
                assert!(owner != *node, "a node owns itself");
                if !above.contains(&owner) {
                    above.push(owner);
                }
            }
            next += 1;
        }
    }
}

fn check_panic(panic: Option<String>, seed: u64, panics: bool) {
    if let Some(message) = panic {
        assert!(panics && message == "user code panics", "seed {seed}: {message}");
    }
}

fn run(seed: u64, panics: bool) {
    // What is allocated once in a thread is so by now.
    assert!(panic_of(|| STATE.with(|_| ())).is_none());
    let before = usage();
    STATE.with(|state| {
        *state.rng.borrow_mut() = Rng::new(seed);
        state.panics.set(panics);
        state.births.set(0);
        state.drops.set(0);
        for _ in 0..40 {
            state.budget.set(60);
            state.depth.set(0);
            // What is caught here is only what the user code threw.
            let panic = panic_of(act);
            check_panic(panic, seed, panics);
            state.depth.set(9);
            check_all();
            if below(8) == 0 {
                let out = state.held.take();
                state.depth.set(0);
                let panic = panic_of(|| drop(out));
                check_panic(panic, seed, panics);
            }
        }
        // The end: nobody is held any more.
        state.budget.set(0);
        state.panics.set(false);
        while !state.held.borrow().is_empty() {
            drop(state.held.take());
        }
        assert!(state.all.borrow().iter().all(|weak| weak.upgrade().is_none()), "seed {seed}");
        drop(state.all.take());
        assert_eq!(state.births.get(), state.drops.get(), "seed {seed}");
    });
    assert_eq!(usage(), before, "seed {seed}");
}

#[test]
fn user_code_may_do_anything_anywhere() {
    (0..100).for_each(|seed| run(seed, false));
}

#[test]
fn user_code_may_do_anything_anywhere_and_panic() {
    (0..100).for_each(|seed| run(seed, true));
}
