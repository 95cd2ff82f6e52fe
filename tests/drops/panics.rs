//! Panics in hooks and destructors: everything is destroyed all the same, and the first panic comes out.

use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};

use weakgraph::{Child, Children, Graph, Parent, Strong, Tree};
use weakgraph_tests::dying::{Node, WHOLE, World};
use weakgraph_tests::panic_of;

/// All places of user code in the death of `r(a(b) c)`, with `h` told of the deaths of `r` and `b`, in their order.
const PLACES: [&str; 17] = [
    "r dies",
    "h is bereft of one",
    "h is bereft",
    "a is orphaned",
    "c is orphaned",
    "r drops",
    "r is gone",
    "a dies",
    "b is orphaned",
    "a drops",
    "a is gone",
    "b dies",
    "b drops",
    "b is gone",
    "c dies",
    "c drops",
    "c is gone",
];

fn scene(world: &World) -> (Strong<Node>, Strong<Node>) {
    let (root, holder) = (world.tree(), world.node("h"));
    holder.set_friend(&root);
    holder.add_friend(&root);
    (root, holder)
}

fn plan(world: &World, places: &[&'static str]) {
    for &place in places {
        world.when(place, move |_| panic_any(place.to_owned()));
    }
}

#[test]
fn at_any_place_stop_nothing() {
    for place in PLACES {
        let world = World::default();
        let (root, holder) = scene(&world);
        plan(&world, &[place]);
        assert_eq!(panic_of(|| drop(root)).as_deref(), Some(place));
        assert_eq!(world.story(), PLACES.join(", "), "{place} panics");
        drop(holder);
        assert_eq!(world.alive(), 0);
    }
}

#[test]
fn at_any_two_places_stop_nothing_and_the_first_comes_out() {
    for (at, first) in PLACES.iter().enumerate() {
        for second in &PLACES[at + 1..] {
            // Two panics of one value's destructor and its field abort the program, by the rules of Rust.
            if (*first, *second) == ("r drops", "r is gone")
                || (first.ends_with("drops") && second.ends_with("is gone") && first[..1] == second[..1])
            {
                continue;
            }
            let world = World::default();
            let (root, holder) = scene(&world);
            plan(&world, &[first, second]);
            assert_eq!(panic_of(|| drop(root)).as_deref(), Some(*first));
            assert_eq!(world.story(), PLACES.join(", "), "{first} and {second} panic");
            drop(holder);
            assert_eq!(world.alive(), 0);
        }
    }
}

#[test]
fn at_all_places_stop_nothing() {
    let world = World::default();
    let (root, holder) = scene(&world);
    plan(&world, &PLACES.map(|place| if place.ends_with("is gone") { "" } else { place }));
    assert_eq!(panic_of(|| drop(root)).as_deref(), Some("r dies"));
    assert_eq!(world.story(), PLACES.join(", "));
    drop(holder);
}

#[test]
fn while_the_thread_unwinds_stop_nothing_and_that_panic_comes_out() {
    for place in PLACES {
        let world = World::default();
        let (root, holder) = scene(&world);
        // Not in the same value: that aborts the program, by the rules of Rust.
        plan(&world, &[place, if place == "c is gone" { "a drops" } else { "c drops" }]);
        let outer = panic_of(|| {
            let _root = root;
            panic!("outer");
        });
        assert_eq!(outer.as_deref(), Some("outer"));
        assert_eq!(world.story(), PLACES.join(", "), "{place} panics");
        drop(holder);
        assert_eq!(world.alive(), 0);
    }
}

#[test]
fn in_a_death_inside_another_stop_neither() {
    for at in ["r dies", "a is orphaned", "r drops", "c dies"] {
        for inner_place in ["x dies", "y is orphaned", "x drops", "x is gone", "y dies", "y is gone"] {
            let world = World::default();
            let x = world.node("x");
            x.add_child(world.node("y"));
            world.when(at, move |_| drop(x));
            plan(&world, &[inner_place]);
            assert_eq!(panic_of(|| drop(world.tree())).as_deref(), Some(inner_place));
            let story = world.end();
            let inner = "x dies, y is orphaned, x drops, x is gone, y dies, y drops, y is gone";
            assert!(story.contains(inner), "{at}, {inner_place}: {story}");
            assert_eq!(story.replace(&format!("{inner}, "), ""), WHOLE, "{at}, {inner_place}");
        }
    }
}

#[test]
fn of_members_that_are_cleared_stop_nothing() {
    for clear in [|root: &Node| root.children().clear(), |root: &Node| drop(root.children().drain())] {
        for place in &PLACES[7..] {
            if *place == "a is orphaned" || *place == "c is orphaned" {
                continue;
            }
            let world = World::default();
            let root = world.tree();
            plan(&world, &[place]);
            assert_eq!(panic_of(|| clear(&root)).as_deref(), Some(*place));
            assert_eq!(world.story(), PLACES[7..].join(", "));
            assert!(root.is_leaf());
            drop(root);
            assert_eq!(world.alive(), 0);
        }
    }
}

#[test]
fn of_a_node_that_is_set_over_leak_nothing() {
    #[derive(Graph, Default)]
    #[graph(on_drop = Slot::dies)]
    struct Slot {
        panics: bool,
        #[weak]
        owner: Parent<Slot>,
        #[strong]
        slot: Child<Slot>,
    }
    impl Slot {
        fn dies(&self) {
            assert!(!self.panics, "dies");
        }
    }
    let owner = Strong::<Slot>::default();
    owner.set_slot(Slot { panics: true, ..Slot::default() });
    let new = Strong::<Slot>::default();
    let weak = Strong::downgrade(&new);
    assert!(panic_of(|| drop(owner.set_slot(new))).is_some());
    assert!(owner.slot() == weak.upgrade());
    assert_eq!(weak.strong_count(), 1);
    drop(owner);
    assert!(!weak.is_alive());
}

#[test]
fn of_a_value_that_was_never_born_stop_nothing() {
    let world = World::default();
    let list: Children<Node> = [world.node("1"), world.node("2"), world.node("3")].into();
    plan(&world, &["1 dies", "2 drops", "3 is gone"]);
    assert_eq!(panic_of(|| drop(list)).as_deref(), Some("1 dies"));
    assert_eq!(world.end(), "1 dies, 1 drops, 1 is gone, 2 dies, 2 drops, 2 is gone, 3 dies, 3 drops, 3 is gone");
}

#[test]
fn with_a_payload_that_panics_in_its_destructor_stop_nothing() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic_any("bomb".to_owned());
        }
    }
    let world = World::default();
    world.when("a dies", |_| panic_any(Bomb));
    world.when("c dies", |_| panic_any(Bomb));
    plan(&world, &["r dies"]);
    assert_eq!(panic_of(|| drop(world.tree())).as_deref(), Some("r dies"));
    assert_eq!(world.end(), WHOLE);
}

#[test]
fn that_are_caught_and_resumed_come_out_as_they_were() {
    let world = World::default();
    world.when("b drops", |_| panic_any(42_u8));
    let panic = catch_unwind(AssertUnwindSafe(|| drop(world.tree()))).unwrap_err();
    assert_eq!(panic.downcast_ref::<u8>(), Some(&42));
    assert!(catch_unwind(AssertUnwindSafe(|| resume_unwind(panic))).is_err());
    assert_eq!(world.end(), WHOLE);
}

#[test]
fn leave_the_structure_whole() {
    // A hook looks at everything while another node's panic is on its way.
    let world = World::default();
    let other = world.tree();
    let look = other.clone();
    plan(&world, &["r dies"]);
    world.when("a is orphaned", move |a| {
        assert_eq!(a.descendants().map(|node| node.name).collect::<String>(), "b");
        assert_eq!(look.descendants().map(|node| node.name).collect::<String>(), "abc");
        look.append(a.first_child().unwrap()).unwrap();
    });
    assert!(panic_of(|| drop(world.tree())).is_some());
    assert_eq!(other.descendants().map(|node| node.name).collect::<String>(), "abcb");
    drop(other);
    assert_eq!(world.alive(), 0);
}

/// What a call has ready when the handle that it holds is the last one, and the node's destructor panics.
mod on_the_way_out {
    use std::cell::{Cell, RefCell};
    use std::fmt;
    use std::rc::Rc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use weakgraph::serde::{Document, SharedEdge};
    use weakgraph::{Children, Graph, Parent, Proxy, Snapshot, Strong, WeakMethod, deep_clone, weak};
    use weakgraph_tests::{Usage, panic_of, usage_of};

    thread_local! {
        /// The last handle to a node from outside, while a call is to let it go.
        static LAST: RefCell<Option<Strong<Mine>>> = const { RefCell::new(None) };
        static ARMED: Cell<bool> = const { Cell::new(false) };
    }

    fn let_go() {
        let last = LAST.take();
        drop(last);
    }

    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            if ARMED.replace(false) {
                panic!("bomb");
            }
        }
    }

    /// Allocates; its clone lets the last handle go.
    struct Token(#[allow(dead_code, reason = "it is there to be allocated")] Rc<()>);

    impl Clone for Token {
        fn clone(&self) -> Token {
            let_go();
            Token(Rc::new(()))
        }
    }

    fn token() -> Token {
        let_go();
        Token(Rc::new(()))
    }

    #[derive(Graph)]
    #[graph(new, proxy, label = Mine::title)]
    struct Mine {
        #[graph(proxy)]
        token: Token,
        #[strong]
        kids: Children<Kid>,
        #[graph(opaque)]
        _bomb: Option<Box<Bomb>>,
    }

    #[derive(Graph)]
    #[graph(new)]
    struct Kid {
        #[allow(dead_code, reason = "it is there to be allocated")]
        text: String,
        #[weak]
        parent: Parent<Mine>,
    }

    impl Mine {
        fn title(&self) -> Title {
            Title(Bomb)
        }
        fn method(&self, _: ()) -> Token {
            token()
        }
    }

    impl Clone for Bomb {
        fn clone(&self) -> Bomb {
            Bomb
        }
    }

    struct Title(#[allow(dead_code, reason = "it is there to be dropped")] Bomb);

    impl fmt::Display for Title {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a title")
        }
    }

    struct Late;

    impl weakgraph::IntoNode<Kid> for Late {
        fn into_node(self) -> Strong<Kid> {
            let_go();
            Kid::new("late".to_owned())
        }
    }

    /// A node whose last handle is in `LAST`.
    fn mine() -> Proxy<Mine> {
        let mine = Mine::new(Token(Rc::new(())), Some(Box::new(Bomb)));
        let proxy = Proxy::new(&mine);
        LAST.set(Some(mine));
        ARMED.set(true);
        proxy
    }

    /// A member that lets itself go when it is written, and panics when it is dropped.
    #[derive(Graph)]
    #[graph(new)]
    struct Row {
        text: String,
        #[weak]
        parent: Parent<Rows>,
        #[graph(opaque)]
        _bomb: Bomb,
    }

    #[derive(Graph, Serialize, Deserialize)]
    #[graph(new)]
    struct Rows {
        #[strong]
        rows: Children<Row>,
    }

    impl Serialize for Row {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            self.detach_from_parent();
            serializer.serialize_str(&self.text)
        }
    }

    impl<'de> Deserialize<'de> for Row {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Row, D::Error> {
            Ok(Row { text: String::deserialize(deserializer)?, parent: Parent::new(), _bomb: Bomb })
        }
    }

    /// Forgets its targets.
    struct Nothing<T>(std::marker::PhantomData<T>);

    #[derive(Graph)]
    #[graph(serde)]
    struct Shares {
        #[strong]
        nothing: Nothing<Strong<Shared>>,
        text: String,
    }

    #[derive(Graph)]
    #[graph(serde)]
    struct Shared {
        bomb: ReadBomb,
    }

    #[derive(Serialize, Deserialize)]
    struct ReadBomb {
        #[serde(skip, default = "bomb")]
        _bomb: Option<Bomb>,
    }

    fn bomb() -> Option<Bomb> {
        Some(Bomb)
    }

    impl SharedEdge for Nothing<Strong<Shared>> {
        type Target = Shared;
        fn targets(&self) -> Option<Vec<Strong<Shared>>> {
            Some(vec![Strong::new(Shared { bomb: ReadBomb { _bomb: bomb() } })])
        }
        fn from_targets(_: Vec<Strong<Shared>>) -> Option<Self> {
            Some(Nothing(std::marker::PhantomData))
        }
    }

    /// Each gives something that allocates; the handle that it holds is the last one by then.
    const CALLS: &[(&str, fn())] = &[
        ("Proxy::with", || drop(mine().with(|_| token()))),
        ("a getter of a proxy", || drop(mine().token())),
        ("an accessor of a proxy", || drop(mine().add_kid(Late))),
        ("an accessor of a proxy that can fail", || drop(mine().try_add_kid(Late))),
        ("WeakMethod::call", || {
            drop(mine());
            let method = LAST.with_borrow(|mine| WeakMethod::new(mine.as_ref().unwrap(), Mine::method));
            drop(method.call(()));
        }),
        ("the body of weak!", || {
            drop(mine());
            let mine = LAST.with_borrow(|mine| Strong::downgrade(mine.as_ref().unwrap()));
            let mine = mine.upgrade().unwrap();
            let call = weak!([mine] || Some(token()), else None);
            drop(mine);
            drop(call());
        }),
        ("a return in the body of weak!", || {
            drop(mine());
            let mine = LAST.with_borrow(|mine| mine.clone().unwrap());
            let call = weak!([mine] |early: bool| {
                if early {
                    return Some(token());
                }
                None
            }, else None);
            drop(mine);
            drop(call(true));
        }),
        ("the other value of weak!", || {
            drop(mine());
            let (live, dead) = (LAST.with_borrow(|mine| mine.clone().unwrap()), Kid::new(String::new()));
            let call = weak!([live, dead] || { let _ = (&live, &dead); None }, else Some(token()));
            drop((live, dead));
            drop(call());
        }),
        ("deep_clone", || {
            let holder = Holder::new();
            holder.add_part(Part::new(Detaches, Bomb));
            HOLDER.set(Some(holder.clone()));
            ARMED.set(true);
            drop(deep_clone(&holder));
        }),
        ("a label", || {
            let mine = Mine::new(Token(Rc::new(())), None);
            let snapshot = Snapshot::of(&mine);
            ARMED.set(true);
            drop(snapshot.node(0).label());
        }),
        ("a list that is written", || {
            let rows = Rows::new();
            rows.add_row(Row::new("a row".to_owned(), Bomb));
            ARMED.set(true);
            drop(serde_json::to_value(&*rows));
        }),
        ("a list that cannot be read", || {
            ARMED.set(true);
            drop(serde_json::from_str::<Rows>(r#"{"rows": ["a", 1]}"#));
        }),
        ("a document that is read", || {
            ARMED.set(true);
            drop(serde_json::from_str::<Document<Shares>>(r#"[{"nothing": [1], "text": "a text"}, {"bomb": {}}]"#));
        }),
        ("a document that is written", || {
            let shares = Strong::new(Shares { nothing: Nothing(std::marker::PhantomData), text: "a text".to_owned() });
            ARMED.set(true);
            drop(serde_json::to_value(Document(shares)));
        }),
    ];

    thread_local! {
        static HOLDER: RefCell<Option<Strong<Holder>>> = const { RefCell::new(None) };
    }

    #[derive(Graph)]
    #[graph(new, clone)]
    struct Holder {
        #[strong]
        parts: Children<Part>,
    }

    #[derive(Graph)]
    #[graph(new, clone)]
    struct Part {
        detaches: Detaches,
        bomb: Bomb,
        #[weak]
        parent: Parent<Holder>,
    }

    struct Detaches;

    impl Clone for Detaches {
        fn clone(&self) -> Detaches {
            if let Some(holder) = HOLDER.take() {
                holder.parts().clear();
            }
            Detaches
        }
    }

    #[test]
    fn lose_nothing() {
        let mut leaks = Vec::new();
        for (name, call) in CALLS {
            // The first time, threads and panics make room for themselves.
            for first in [true, false] {
                let ((), Usage { blocks, .. }) = usage_of(|| {
                    assert_eq!(panic_of(call).as_deref(), Some("bomb"), "{name}");
                    let_go();
                });
                if !first && blocks != 0 {
                    leaks.push((name, blocks));
                }
            }
        }
        assert!(leaks.is_empty(), "{leaks:?}");
    }
}
