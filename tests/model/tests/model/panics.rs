//! The k-th call of user code panics, for every k until there is none: everything else is destroyed all the same,
//! nothing leaks, a second run of everything passes, and the first panic is the one that comes out. Then again with
//! every call from the k-th on.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};

use weakgraph::{Child, Children, Graph, HasParent, IntoNode, Parent, Strong, Tree, Weak, WeakCell, WeakList};
use weakgraph_model::counting;
use weakgraph_model::hostile::{self, Boom, light_fuse, raised, tick};
use weakgraph_model::scripts::{self, SCRIPTS};

/// Counts itself, and panics when its turn comes.
struct Fragile {
    _heap: Box<u32>,
}

impl Default for Fragile {
    fn default() -> Fragile {
        VALUES.with_borrow_mut(|values| *values += 1);
        Fragile { _heap: Box::new(7) }
    }
}

impl Drop for Fragile {
    fn drop(&mut self) {
        VALUES.with_borrow_mut(|values| *values -= 1);
        tick();
    }
}

thread_local! {
    static VALUES: RefCell<i64> = const { RefCell::new(0) };
}

#[derive(Graph, Default)]
#[graph(on_drop = Node::call)]
struct Node {
    _first: Fragile,
    key: u32,
    #[weak(on_drop = Node::call)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak(on_drop = Node::call)]
    friend: WeakCell<Node>,
    #[weak(on_drop = Node::call)]
    friends: WeakList<Node>,
    #[strong]
    shared: RefCell<Vec<Strong<Style>>>,
    _last: Fragile,
}

impl Node {
    fn call(&self) {
        tick();
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        tick();
    }
}

#[derive(Graph, Default)]
struct Style {
    _fragile: Fragile,
}

#[derive(Graph, Default)]
struct Bin {
    _fragile: Fragile,
    #[weak(on_drop = Bin::call)]
    up: Parent<Bin>,
    #[strong]
    left: Child<Bin>,
    #[strong]
    right: Child<Bin>,
}

impl Bin {
    fn call(&self) {
        tick();
    }
}

#[derive(Graph, Default)]
struct Plain {
    _fragile: Fragile,
    #[weak]
    parent: Parent<Plain>,
    #[strong]
    children: Children<Plain>,
}

/// Makes a node when it is asked to, and panics when its turn comes.
struct Late<T>(T);

impl<T: Graph> IntoNode<T> for Late<T> {
    fn into_node(self) -> Strong<T> {
        tick();
        Strong::new(self.0)
    }
}

fn node(key: u32) -> Strong<Node> {
    let mut node = Node::default();
    node.key = key;
    Strong::new(node)
}

/// `width` members on each of `depth` levels.
fn tree(width: u32, depth: u32) -> Strong<Node> {
    let root = node(depth);
    for key in 0..width {
        let child = if depth > 1 { tree(width, depth - 1) } else { node(key) };
        root.add_child(child);
    }
    root
}

#[track_caller]
fn inject(script: impl Fn() + Copy) {
    // From here on it is counted.
    let _ = counting::held();
    script();
    let (values, held) = (VALUES.with_borrow(|values| *values), counting::held());
    let mut reached = 0;
    for every in [false, true] {
        for nth in 1.. {
            light_fuse(nth, every);
            let result = catch_unwind(AssertUnwindSafe(script));
            let raised = raised();
            light_fuse(0, false);
            let unharmed = result.is_ok();
            if let Err(panic) = result {
                assert_eq!(panic.downcast_ref(), Some(&Boom(1)), "call {nth}: not the first panic came out");
            }
            assert_eq!(unharmed, raised == 0, "call {nth}: {raised} panics");
            assert_eq!(
                VALUES.with_borrow(|values| *values),
                values,
                "call {nth}, every {every}: a value was not dropped"
            );
            assert_eq!(counting::held(), held, "call {nth}, every {every}: memory was not freed");
            script();
            assert_eq!(counting::held(), held, "call {nth}, every {every}: the second run");
            if unharmed {
                break;
            }
            reached += 1;
        }
    }
    assert!(reached > 0, "no user code was called");
}

#[test]
fn what_stands_on_the_core() {
    for &(name, script) in SCRIPTS {
        println!("{name}");
        inject(move || scripts::run(script));
    }
}

/// A document that breaks off. What was read before is dropped when the error is already in the place of the result,
/// and where the code that `#[derive(Deserialize)]` writes does that, a panic on the way leaks the error
/// (rust-lang/rust#47949). It is all that leaks.
mod documents_that_break_off {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use serde::de::DeserializeOwned;
    use serde::{Deserialize, Serialize};
    use weakgraph::serde::Document;
    use weakgraph::{Children, Graph, Parent, Strong};
    use weakgraph_model::counting;
    use weakgraph_model::hostile::{light_fuse, raised, tick};

    #[derive(Serialize, Deserialize)]
    struct Fragile(Box<u32>);

    impl Drop for Fragile {
        fn drop(&mut self) {
            tick();
        }
    }

    #[derive(Graph, Serialize, Deserialize)]
    #[graph(serde)]
    struct Node {
        first: Fragile,
        #[weak]
        #[serde(skip)]
        parent: Parent<Node>,
        #[strong]
        children: Children<Node>,
        last: Fragile,
    }

    fn tree() -> Strong<Node> {
        let new = || Node {
            first: Fragile(Box::new(1)),
            parent: Parent::new(),
            children: Children::new(),
            last: Fragile(Box::new(2)),
        };
        let root = Strong::new(new());
        root.add_child(new());
        root.add_child(new()).add_child(new());
        root
    }

    /// What is left of reading this text, for each call of user code that panics.
    fn left<T: DeserializeOwned>(text: &str) -> Vec<(i64, i64)> {
        let mut all = Vec::with_capacity(100);
        for nth in 1.. {
            let before = counting::held();
            light_fuse(nth, false);
            drop(catch_unwind(AssertUnwindSafe(|| drop(serde_json::from_str::<T>(text)))));
            let unharmed = raised() == 0;
            light_fuse(0, false);
            let after = counting::held();
            if unharmed {
                break;
            }
            all.push((after.0 - before.0, after.1 - before.1));
        }
        all
    }

    /// Holds what is left of every beginning of a text against the error that it gives.
    fn hold<T: DeserializeOwned>(text: &str, is_right: impl Fn((i64, i64), (i64, i64)) -> bool) {
        for end in 0..text.len() {
            let before = counting::held();
            let error = serde_json::from_str::<T>(&text[..end]).err();
            let after = counting::held();
            assert!(error.is_some(), "{end}");
            let error = (after.0 - before.0, after.1 - before.1);
            for (nth, left) in left::<T>(&text[..end]).into_iter().enumerate() {
                assert!(is_right(left, error), "{end}, call {nth}: {left:?} is left, and the error is {error:?}");
            }
        }
    }

    #[test]
    fn leave_at_most_the_error_of_serde() {
        // Nothing of ours: if this leaves nothing any more, neither may the others.
        #[derive(Deserialize)]
        #[expect(dead_code)]
        struct Plain {
            first: Fragile,
            last: Fragile,
        }
        hold::<Plain>(r#"{"first":1,"last":2}"#, |left, error| left == error);
        let simple = serde_json::to_string(&tree()).expect("it can be written");
        hold::<Strong<Node>>(&simple, |left, error| left == (0, 0) || left == error);
        // The records are read by what the macro derives with serde, and their error is one of `erased_serde`, with the
        // message twice.
        let document = serde_json::to_string(&Document(tree())).expect("it can be written");
        hold::<Document<Node>>(&document, |left, error| left == (0, 0) || left.0 <= 2 && left.1 <= 2 * error.1);
    }
}

#[test]
fn dropping_a_tree() {
    inject(|| drop(tree(3, 3)));
}

#[test]
fn dropping_a_tree_without_hooks() {
    inject(|| {
        let root = Strong::new(Plain::default());
        for _ in 0..3 {
            let child = root.add_child(Plain::default());
            child.add_child(Plain::default()).add_child(Plain::default());
            child.add_child(Plain::default());
        }
    });
}

#[test]
fn dropping_an_unborn_tree() {
    inject(|| {
        let mut root = Node::default();
        root.children = Children::from([tree(2, 1), tree(2, 2), node(1)]);
        drop(root);
    });
}

#[test]
fn dropping_a_binary_tree() {
    inject(|| {
        let top = Strong::new(Bin::default());
        for side in [top.set_left(Bin::default()), top.set_right(Bin::default())] {
            side.set_left(Bin::default());
            side.set_right(Bin::default());
            side.set_right(Bin::default());
        }
        top.take_left();
    });
}

#[test]
fn everyone_watches_everyone() {
    inject(|| {
        let root = tree(3, 2);
        let all: Vec<_> = root.inclusive_descendants().collect();
        for (a, b) in all.iter().zip(all.iter().cycle().skip(1)) {
            a.set_friend(b);
            for c in &all {
                a.add_friend(c);
            }
        }
        let style = Strong::new(Style::default());
        all.iter().for_each(|node| node.shared.borrow_mut().push(style.clone()));
        drop((all, style));
        // From the end, so that members see the deaths of others while they live.
        while let Some(last) = root.last_child() {
            last.detach();
        }
    });
}

#[test]
fn members_that_others_hold_survive() {
    inject(|| {
        let root = tree(3, 2);
        let held: Vec<_> = root.descendants().step_by(2).collect();
        let weak: Vec<_> = root.inclusive_descendants().map(|node| Strong::downgrade(&node)).collect();
        // Dropped last, whatever happens before.
        struct Check(Vec<Strong<Node>>, Vec<Weak<Node>>);
        impl Drop for Check {
            fn drop(&mut self) {
                for node in &self.0 {
                    assert!(node.parent().is_none_or(|parent| parent.children().contains(node)));
                    assert_eq!(node.children().iter().count(), node.children().len());
                }
                for node in self.1.iter().filter_map(Weak::upgrade) {
                    assert!(
                        node.inclusive_ancestors().any(|at| self.0.contains(&at)),
                        "it is alive, but nobody holds it"
                    );
                }
            }
        }
        let _check = Check(held, weak);
        drop(root);
    });
}

#[test]
fn lists_are_emptied() {
    inject(|| tree(5, 1).children().clear());
    inject(|| drop(tree(5, 1).children().drain().skip(2).step_by(2).collect::<Vec<_>>()));
    inject(|| drop(tree(5, 1).children().drain()));
    inject(|| assert_eq!(tree(2, 2).children().splice(0..2, [node(1), node(2)]).map(|removed| removed.len()), Ok(2)));
    inject(|| {
        let root = tree(3, 1);
        let first = root.first_child();
        first.map(|first| root.children().replace(&first, node(9)).map(|old| old.key)).transpose().ok();
    });
}

#[test]
fn closures() {
    fn keyed() -> Strong<Node> {
        let root = node(0);
        [3, 1, 2, 1, 5].into_iter().for_each(|key| drop(root.add_child(node(key))));
        root
    }
    inject(|| {
        keyed().children().retain(|node| {
            tick();
            node.key % 2 == 1
        });
    });
    inject(|| {
        keyed().children().sort_by(|a, b| {
            tick();
            a.key.cmp(&b.key)
        });
    });
    inject(|| {
        keyed().children().sort_by_key(|node| {
            tick();
            node.key
        });
    });
    // An order that is none.
    inject(|| {
        let turn = RefCell::new(0);
        let result = catch_unwind(AssertUnwindSafe(|| {
            keyed().children().sort_by(|_, _| {
                tick();
                *turn.borrow_mut() += 1;
                [std::cmp::Ordering::Less, std::cmp::Ordering::Greater][*turn.borrow() % 2]
            });
        }));
        if let Err(panic) = result
            && panic.is::<Boom>()
        {
            std::panic::resume_unwind(panic);
        }
    });
}

#[test]
fn arguments_that_are_made_on_the_way() {
    inject(|| {
        let root = tree(3, 1);
        let first = root.first_child().map(|first| first.handle()).unwrap_or_else(|| node(0));
        root.add_child(Late(Node::default()));
        root.try_add_child(Late(Node::default())).ok();
        root.children().insert(1, Late(Node::default())).ok();
        root.children().insert_before(&first, Late(Node::default())).ok();
        root.children().splice(1..3, [Late(Node::default()), Late(Node::default())]).ok();
        first.insert_after(Late(Node::default())).ok();
        first.replace_with(Late(Node::default())).ok();
        let list: Children<Node> = [Late(Node::default()), Late(Node::default())].into_iter().collect();
        drop(list);
        let bin = Strong::new(Bin::default());
        bin.set_left(Late(Bin::default()));
        bin.set_left(Late(Bin::default()));
    });
}

#[test]
fn bodies_of_walks() {
    fn walk(nodes: impl Iterator<Item = Strong<Node>>) {
        for node in nodes {
            tick();
            node.detach();
        }
    }
    inject(|| walk(tree(2, 2).children().iter()));
    inject(|| walk(tree(2, 2).children().iter().rev()));
    inject(|| walk(tree(2, 2).descendants()));
    inject(|| walk(tree(2, 2).inclusive_descendants().rev()));
    inject(|| walk(tree(2, 2).leaves()));
    inject(|| walk(tree(2, 2).breadth_first()));
    inject(|| walk(tree(3, 1).nth_child(1).iter().flat_map(|node| node.next_siblings().collect::<Vec<_>>())));
    inject(|| {
        let root = tree(2, 2);
        let leaf = root.leaves().next();
        leaf.iter().for_each(|leaf| walk(leaf.inclusive_ancestors()));
    });
    inject(|| {
        let root = tree(2, 2);
        for step in root.traverse() {
            tick();
            if let weakgraph::WalkEvent::Leave(node) = step {
                node.detach();
            }
        }
    });
}

/// What a walk holds dies in the middle of one of its steps, and that panics: the walk can still go on.
#[test]
fn a_walk_goes_on_after_a_panic_in_a_step() {
    let root = tree(3, 3);
    let mut walk = root.breadth_first();
    let mut met = 0;
    let mut caught = 0;
    loop {
        match catch_unwind(AssertUnwindSafe(|| walk.next())) {
            Ok(None) => break,
            Ok(Some(node)) => {
                met += 1;
                assert!(node.ancestors().any(|at| at == root), "it left its tree");
                if met % 2 == 0 {
                    node.detach();
                    light_fuse(1, false);
                }
                drop(catch_unwind(AssertUnwindSafe(|| drop(node))));
            }
            Err(panic) => {
                assert!(panic.is::<Boom>());
                caught += 1;
                light_fuse(0, false);
            }
        }
        assert!(met < 100);
    }
    light_fuse(0, false);
    assert!(caught > 0, "no step panicked");
}

/// A death that begins while the thread unwinds keeps its panics to itself.
#[test]
fn a_panic_in_a_death_while_the_thread_unwinds_does_not_end_the_process() {
    #[derive(Graph, Default)]
    #[graph(on_drop = Grim::die)]
    struct Grim {
        #[weak(on_drop = Grim::die)]
        parent: Parent<Grim>,
        #[strong]
        children: Children<Grim>,
    }
    impl Grim {
        fn die(&self) {
            std::panic::resume_unwind(Box::new("in a hook"));
        }
    }
    let result = catch_unwind(|| {
        let root = Strong::new(Grim::default());
        root.add_child(Grim::default()).add_child(Grim::default());
        root.add_child(Grim::default());
        let unborn = Grim { children: Children::from([Grim::default(), Grim::default()]), ..Grim::default() };
        let _both = (root, unborn);
        std::panic::resume_unwind(Box::new("the first"));
    });
    assert_eq!(result.unwrap_err().downcast_ref(), Some(&"the first"));
}

/// A panic's own payload has a destructor that panics.
#[test]
fn a_payload_that_panics_in_its_destructor() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            if !std::thread::panicking() {
                std::panic::resume_unwind(Box::new("from the payload"));
            }
        }
    }
    #[derive(Graph, Default)]
    #[graph(on_drop = Grim::die)]
    struct Grim {
        #[weak]
        parent: Parent<Grim>,
        #[strong]
        children: Children<Grim>,
    }
    impl Grim {
        fn die(&self) {
            std::panic::resume_unwind(Box::new(Bomb));
        }
    }
    let root = Strong::new(Grim::default());
    let weak: Vec<_> = (0..4).map(|_| Strong::downgrade(&root.add_child(Grim::default()))).collect();
    let result = catch_unwind(AssertUnwindSafe(|| drop(root)));
    assert!(weak.iter().all(|weak| !weak.is_alive()));
    let payload = result.unwrap_err();
    assert!(payload.is::<Bomb>());
    std::mem::forget(payload);
}

/// `Hash` and `Eq` of a user's type are never called: identity is the handle's.
#[test]
fn the_library_hashes_and_compares_by_identity() {
    #[derive(Graph)]
    struct Odd;
    impl PartialEq for Odd {
        fn eq(&self, _: &Odd) -> bool {
            unreachable!()
        }
    }
    impl Eq for Odd {}
    impl Hash for Odd {
        fn hash<H: Hasher>(&self, _: &mut H) {
            unreachable!()
        }
    }
    let (a, b) = (Strong::new(Odd), Strong::new(Odd));
    assert!(a != b && a == a.clone());
    a.hash(&mut DefaultHasher::new());
    assert_eq!(hostile::raised(), 0);
    fn is_member<R, T: HasParent<R>>() {}
    is_member::<(), Node>();
}
