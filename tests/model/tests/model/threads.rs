//! Handles of every kind in a user's `thread_local`s, which are destroyed at the end of a thread in an order that
//! nobody chooses: those made before the library touched its own, and those made after. A process of its own for each,
//! as what goes wrong there ends the process.

use std::cell::RefCell;
use std::env;
use std::process::Command;

use weakgraph::{Child, Children, Drain, Graph, Iter, Parent, Strong, Tree, Weak, WeakCell, WeakList};

const CASE: &str = "WEAKGRAPH_THREAD_CASE";

#[derive(Graph, Default)]
#[graph(on_drop = Node::act)]
struct Node {
    #[weak(on_drop = Node::act)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak(on_drop = Node::act)]
    friend: WeakCell<Node>,
    #[weak(on_drop = Node::act)]
    friends: WeakList<Node>,
}

impl Node {
    /// Everything that needs the thread's own state, which may be gone.
    fn act(&self) {
        let members: Vec<_> = self.children.iter().chain(self.children.iter().rev()).collect();
        assert!(members.len() % 2 == 0);
        assert!(self.descendants().count() >= members.len() / 2);
        assert!(self.breadth_first().count() == self.descendants().rev().count());
        self.traverse().for_each(drop);
        let new = Strong::new(Node::default());
        let other = Strong::new(Node::default());
        new.add_child(other.clone());
        assert!(other.try_add_child(&new).is_err());
        new.set_friend(&other);
        other.add_friend(&new);
        for node in new.descendants() {
            node.detach();
        }
        // Not this type's own `act` for ever.
        std::mem::forget((new, other));
    }
}

#[derive(Graph, Default)]
struct Bin {
    #[weak]
    up: Parent<Bin>,
    #[strong]
    left: Child<Bin>,
}

/// Dropped with its thread.
#[derive(Default)]
#[allow(dead_code, reason = "what is in it is only dropped")]
struct Held {
    strong: Vec<Strong<Node>>,
    weak: Vec<Weak<Node>>,
    bin: Option<Strong<Bin>>,
    unborn: Option<Box<Node>>,
    list: Children<Node>,
    cell: WeakCell<Node>,
    links: WeakList<Node>,
    drain: Option<Drain<Node>>,
    walk: Option<Iter<'static, Node>>,
    drops: Option<fn()>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(drops) = self.drops {
            drops();
        }
    }
}

thread_local! {
    static BEFORE: RefCell<Held> = RefCell::default();
    static AFTER: RefCell<Held> = RefCell::default();
}

fn tree() -> Strong<Node> {
    let root = Strong::new(Node::default());
    for _ in 0..3 {
        root.add_child(Node::default()).add_child(Node::default());
    }
    root
}

/// Touches all that the library keeps for a thread.
fn touch() {
    let root = tree();
    let mut walks: Vec<_> = (0..40).map(|_| root.children().iter()).collect();
    walks.iter_mut().for_each(|walk| assert!(walk.next().is_some()));
    root.first_child().iter().for_each(|first| drop(first.detach()));
}

fn fill(held: &mut Held, case: &str) {
    match case {
        "strong" => held.strong.push(tree()),
        "many" => held.strong.extend(tree().inclusive_descendants()),
        "weak" => {
            let root = tree();
            held.weak.extend(root.inclusive_descendants().map(|node| Strong::downgrade(&node)));
            held.strong.push(root);
        }
        "dead" => held.weak.extend(tree().descendants().map(|node| Strong::downgrade(&node))),
        "bin" => {
            let top = Strong::new(Bin::default());
            top.set_left(Bin::default()).set_left(Bin::default());
            held.bin = Some(top);
        }
        "unborn" => {
            held.unborn = Some(Box::new(Node { children: Children::from([tree(), tree()]), ..Node::default() }))
        }
        "list" => held.list = Children::from([tree(), tree()]),
        "links" => {
            let root = tree();
            held.cell = WeakCell::from(&root);
            held.links = root.descendants().collect::<Vec<_>>().iter().collect();
            root.set_friend(&root);
            root.descendants().for_each(|node| node.add_friend(&root));
            held.strong.push(root);
        }
        "drain" => held.drain = Some(tree().children().drain()),
        "walk" => {
            // The node lives as long as the process, so that the walk may.
            let root: &'static Strong<Node> = Box::leak(Box::new(tree()));
            held.walk = Some(root.children().iter());
            assert!(held.walk.as_mut().and_then(Iterator::next).is_some());
            held.strong.push(root.clone());
        }
        "use" => {
            held.strong.push(tree());
            held.drops = Some(|| {
                touch();
                drop(tree());
            });
        }
        _ => unreachable!(),
    }
}

const CASES: [&str; 11] = ["strong", "many", "weak", "dead", "bin", "unborn", "list", "links", "drain", "walk", "use"];

/// Runs in the child process: a thread whose end destroys what it holds.
#[test]
fn in_the_other_process() {
    let Ok(case) = env::var(CASE) else { return };
    let (when, case) = case.split_once(' ').expect("two words");
    let (when, case) = (when.to_owned(), case.to_owned());
    let thread = std::thread::spawn(move || match when.as_str() {
        "before" => {
            // Registered first, so destroyed last.
            BEFORE.with_borrow_mut(|_| ());
            touch();
            BEFORE.with_borrow_mut(|held| fill(held, &case));
        }
        "after" => {
            touch();
            AFTER.with_borrow_mut(|held| fill(held, &case));
        }
        _ => {
            // Two that reach into each other's part.
            BEFORE.with_borrow_mut(|_| ());
            AFTER.with_borrow_mut(|held| fill(held, &case));
            BEFORE.with_borrow_mut(|held| {
                fill(held, &case);
                AFTER.with_borrow(|other| {
                    held.strong.extend(other.strong.iter().flat_map(|root| root.first_child()));
                    if let (Some(a), Some(b)) = (held.strong.first(), other.strong.first()) {
                        a.set_friend(b);
                        b.add_friend(a);
                    }
                });
            });
        }
    });
    thread.join().expect("the thread ends well");
    println!("it ended well");
}

#[test]
fn handles_outlive_the_state_of_their_thread() {
    let me = env::current_exe().expect("a test knows its binary");
    for when in ["before", "after", "both"] {
        for case in CASES {
            let output = Command::new(&me)
                .args(["--exact", "threads::in_the_other_process", "--nocapture"])
                .env(CASE, format!("{when} {case}"))
                // What is forgotten on purpose is lost with its thread.
                .env("ASAN_OPTIONS", "detect_leaks=0")
                .output()
                .expect("it can be started");
            let said = String::from_utf8_lossy(&output.stdout);
            assert!(
                output.status.success() && said.contains("it ended well"),
                "{when} {case}: {said}\n{}",
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
}
