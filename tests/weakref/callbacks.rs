//! Watches: callbacks for a death.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use weakgraph::{Children, DropQueue, Graph, Parent, Strong, Watch, Weak, WeakCell};
use weakgraph_tests::dying::World;
use weakgraph_tests::{Log, Usage, panic_of, usage, usage_of};

use super::{Count, Object};

fn say(log: &Log, what: impl ToString) -> impl FnOnce(&Weak<Object>) + 'static {
    let (log, what) = (log.clone(), what.to_string());
    move |_| log.say(what)
}

#[test]
fn t005_callbacks_run_once_each_when_all_handles_are_dead() {
    let (object, log) = (Object::new(1), Log::new());
    let handles: Rc<Vec<Weak<Object>>> = Rc::new((0..3).map(|_| Strong::downgrade(&object)).collect());
    let watches: Vec<Watch> = (0..3)
        .map(|number| {
            let (log, handles) = (log.clone(), handles.clone());
            Strong::watch(&object, move |dead| {
                assert!(*dead == handles[0] && handles.iter().chain([dead]).all(|it| it.upgrade().is_none()));
                log.say(number);
            })
        })
        .collect();
    drop(object);
    assert_eq!(log.take(), ["2", "1", "0"], "newest first");
    drop(watches);
    assert!(log.take().is_empty());
}

#[test]
fn t035_a_watch_knows_whether_its_callback_is_still_to_run() {
    let object = Object::new(1);
    let own: Rc<RefCell<Option<Watch>>> = Rc::default();
    let in_it = own.clone();
    let other: Rc<RefCell<Option<Watch>>> = Rc::default();
    let in_other = other.clone();
    *other.borrow_mut() = Some(Strong::watch(&object, |_| {}));
    *own.borrow_mut() = Some(Strong::watch(&object, move |_| {
        assert!(!in_it.borrow().as_ref().unwrap().is_armed(), "it runs");
        assert!(in_other.borrow().as_ref().unwrap().is_armed(), "it waits");
    }));
    assert_eq!(format!("{:?}", own.borrow().as_ref().unwrap()), "Watch(armed)");
    drop(object);
    assert!(!other.borrow().as_ref().unwrap().is_armed());
    assert_eq!(format!("{:?}", own.borrow().as_ref().unwrap()), "Watch(done)");
}

#[test]
fn a_watch_that_is_dropped_is_cancelled_and_one_that_is_kept_is_not() {
    let (object, log) = (Object::new(1), Log::new());
    drop(Strong::watch(&object, say(&log, "cancelled")));
    Strong::watch(&object, say(&log, "kept")).keep();
    let held = Strong::watch(&object, say(&log, "held"));
    drop(object);
    assert_eq!(log.take(), ["held", "kept"]);
    held.keep();
    assert!(log.take().is_empty());
}

#[test]
fn a_callback_may_cancel_those_that_wait_and_its_own() {
    let (object, log) = (Object::new(1), Log::new());
    let watches: Rc<RefCell<Vec<Watch>>> = Rc::default();
    for name in ["oldest", "kept by another"] {
        watches.borrow_mut().push(Strong::watch(&object, say(&log, name)));
    }
    let (all, says) = (watches.clone(), log.clone());
    let newest = Strong::watch(&object, move |_| {
        let mut all = all.take();
        drop(all.pop()); // itself
        all.pop().unwrap().keep();
        drop(all.pop()); // the oldest
        says.say("newest");
    });
    watches.borrow_mut().push(newest);
    drop(object);
    assert_eq!(log.take(), ["newest", "kept by another"]);
}

#[test]
fn a_callback_runs_after_the_hook_and_before_the_members_and_fields_with_the_hooks_of_links_newest_first() {
    let (world, log) = (World::default(), Log::new());
    let (owner, child, friend) = (world.node("owner"), world.node("child"), world.node("friend"));
    for what in ["owner dies", "friend is bereft", "child is orphaned", "owner drops"] {
        let log = log.clone();
        world.when(what, move |_| log.say(what));
    }
    owner.add_child(&child);
    let says = log.clone();
    let old = Strong::watch(&owner, move |_| says.say("old"));
    friend.set_friend(&owner);
    let says = log.clone();
    let new = Strong::watch(&owner, move |_| says.say("new"));
    drop(owner);
    assert_eq!(log.take(), ["owner dies", "new", "friend is bereft", "old", "child is orphaned", "owner drops"]);
    drop((old, new));
}

#[test]
fn callbacks_nest_when_one_drops_the_last_handle_of_another() {
    let (log, first, second) = (Log::new(), Object::new(1), Object::new(2));
    Strong::watch(&second, say(&log, "second")).keep();
    Strong::watch(&first, say(&log, "first, older")).keep();
    let says = log.clone();
    Strong::watch(&first, move |_| {
        says.say("first begins");
        drop(second);
        says.say("first ends");
    })
    .keep();
    drop(first);
    assert_eq!(log.take(), ["first begins", "second", "first ends", "first, older"]);
}

#[test]
fn a_panic_in_a_callback_stops_nothing_and_the_first_comes_out() {
    let (log, object) = (Log::new(), Object::new(1));
    Strong::watch(&object, say(&log, "oldest")).keep();
    Strong::watch(&object, |_| panic!("second")).keep();
    Strong::watch(&object, say(&log, "middle")).keep();
    Strong::watch(&object, |_| panic!("first")).keep();
    let weak = Strong::downgrade(&object);
    assert_eq!(panic_of(|| drop(object)).as_deref(), Some("first"));
    assert_eq!(log.take(), ["middle", "oldest"]);
    assert!(!weak.is_alive() && weak.weak_count() == 0);
}

#[test]
fn a_callback_during_a_panic_leaves_that_panic_as_it_is() {
    let count = Count::default();
    let (object, counts) = (Object::new(1), count.clone());
    Strong::watch(&object, move |_| {
        counts.up();
        panic!("in the callback");
    })
    .keep();
    let panic = panic_of(|| {
        let _object = object;
        panic!("on the way");
    });
    assert_eq!((panic.as_deref(), count.get()), (Some("on the way"), 1));
}

#[test]
fn t044_a_watch_that_owns_the_only_handle_of_its_node_frees_both_and_calls_nobody() {
    struct Own {
        _watch: Watch,
        _object: Strong<Object>,
    }
    let (log, object) = (Log::new(), Object::new(1));
    let own = Own { _watch: Strong::watch(&object, say(&log, "called")), _object: object };
    let weak = Strong::downgrade(&own._object);
    drop(own); // the watch goes first
    assert!(log.take().is_empty() && !weak.is_alive());
}

#[test]
fn t034_a_chain_of_a_hundred_with_callbacks_that_look_at_each_other() {
    #[derive(Graph)]
    struct Node {
        #[weak]
        parent: Parent<Node>,
        #[strong]
        children: Children<Node>,
    }
    let new = || Strong::new(Node { parent: Parent::new(), children: Children::new() });
    let (root, count) = (new(), Count::default());
    let all: Rc<RefCell<Vec<Weak<Node>>>> = Rc::default();
    let map: Rc<weakgraph::collections::WeakIdMap<Node, u32>> = Rc::default();
    let mut last = root.clone();
    for number in 0..100 {
        all.borrow_mut().push(Strong::downgrade(&last));
        map.insert(&last, number);
        let (all, map, counts) = (all.clone(), map.clone(), count.clone());
        Strong::watch(&last, move |_| {
            counts.up();
            let alive = all.borrow().iter().filter(|weak| weak.upgrade().is_some()).count();
            assert_eq!((alive, map.len()), (map.iter().count(), alive));
            assert!(map.keys().all(|node| node.children().len() <= 1));
        })
        .keep();
        last = last.add_child(new());
    }
    drop(last);
    drop(root);
    assert_eq!((count.get(), map.len()), (100, 0));
}

#[test]
fn a_million_deep_chain_of_watched_nodes_dies_on_a_small_stack() {
    #[derive(Graph)]
    struct Node {
        #[weak]
        parent: Parent<Node>,
        #[strong]
        children: Children<Node>,
    }
    let counted = weakgraph_tests::on_small_stack(|| {
        let new = || Strong::new(Node { parent: Parent::new(), children: Children::new() });
        let (root, count) = (new(), Count::default());
        let mut last = root.clone();
        for _ in 0..200_000 {
            let counts = count.clone();
            Strong::watch(&last, move |_| counts.up()).keep();
            last = last.add_child(new());
        }
        drop(last);
        drop(root);
        count.get()
    });
    assert_eq!(counted, 200_000);
}

#[test]
fn t152_a_callback_cannot_bring_the_node_back() {
    let (object, found) = (Object::new(1), Rc::new(Cell::new(true)));
    let seen = found.clone();
    Strong::watch(&object, move |dead| seen.set(dead.upgrade().is_some())).keep();
    drop(object);
    assert!(!found.get());
}

#[test]
fn a_watch_costs_memory_only_as_long_as_there_is_one() {
    let object = Object::new(1);
    let before = usage();
    let ((), used) = usage_of(|| drop(Strong::watch(&object, |_| {})));
    assert_eq!(used, Usage::NONE);
    let text = String::from("captured");
    let (watch, used) = usage_of(|| Strong::watch(&object, move |_| drop(text)));
    assert_eq!(used.blocks, 2, "the observer and the closure");
    drop(object);
    drop(watch);
    assert!(usage().blocks < before.blocks);
}

#[test]
fn the_closure_of_a_cancelled_watch_is_dropped_there_and_then_and_may_do_anything() {
    let log = Log::new();
    let (object, other) = (Object::new(1), Object::logged(2, &log));
    let inner = Strong::watch(&object, say(&log, "inner"));
    let watch = Strong::watch(&object, move |_| drop((other, inner)));
    drop(watch);
    assert_eq!(log.take(), ["2 dies"]);
    drop(object);
    assert!(log.take().is_empty(), "the inner one was cancelled with it");
}

#[test]
fn a_forgotten_watch_leaks_at_worst() {
    let (object, log) = (Object::new(1), Log::new());
    std::mem::forget(Strong::watch(&object, say(&log, "told all the same")));
    drop(object);
    assert_eq!(log.take(), ["told all the same"]);
    let (object, watch) = (Object::new(2), RefCell::new(None));
    *watch.borrow_mut() = Some(Strong::watch(&object, say(&log, "never")));
    let weak = Strong::downgrade(&object);
    std::mem::forget(object);
    drop(watch);
    drop(weak.upgrade());
    assert!(log.take().is_empty() && weak.is_alive());
}

#[test]
fn a_type_that_borrows_can_be_watched() {
    #[derive(Graph)]
    struct Text<'a>(&'a str);
    let count = Count::default();
    {
        let text = String::from("short");
        let node = Strong::new(Text(&text));
        assert_eq!(node.0, "short");
        let counts = count.clone();
        Strong::watch(&node, move |dead| {
            assert!(dead.upgrade().is_none());
            counts.up();
        })
        .keep();
    }
    // A handle that is taken for one that borrows for less: the node lives on, and so does the callback.
    let long = Strong::new(Text("static"));
    fn watch_short<'a>(node: Strong<Text<'a>>, _: &'a str, counts: Count) {
        Strong::watch(&node, move |_| counts.up()).keep();
    }
    watch_short(long.clone(), &String::from("short"), count.clone());
    drop(long);
    assert_eq!(count.get(), 2);
}

#[test]
fn a_queue_gives_the_deaths_when_it_is_asked_oldest_first() {
    let queue = DropQueue::new();
    let mut objects: Vec<_> = Object::some(4).into_iter().map(Some).collect();
    let watches: Vec<_> =
        objects.iter().flatten().map(|object| queue.watch(object, format!("key {}", object.number))).collect();
    assert_eq!((queue.len(), queue.watched(), queue.poll()), (0, 4, None));
    for number in [2, 0] {
        objects[number] = None;
    }
    assert_eq!((queue.len(), queue.watched(), queue.is_empty()), (2, 2, false));
    assert_eq!(format!("{queue:?}"), "DropQueue(2 dead, 2 watched)");
    assert_eq!(queue.poll().as_deref(), Some("key 2"));
    objects[3] = None;
    assert_eq!(queue.drain().collect::<Vec<_>>(), ["key 0", "key 3"]);
    drop(watches);
    objects.clear();
    assert_eq!((queue.poll(), queue.watched()), (None, 0), "the last one was cancelled");
}

#[test]
fn a_queue_that_has_gone_drops_the_keys_and_a_death_allocates_nothing_for_one() {
    let log = Log::new();
    let object = Object::new(1);
    let queue = DropQueue::new();
    queue.watch(&object, log.on_drop("key")).keep();
    let ((), used) = usage_of(|| drop(object));
    assert!(used.blocks < 0 && used.bytes < 0);
    assert!(log.take().is_empty());
    drop(queue);
    assert_eq!(log.take(), ["key"]);
    let (object, queue) = (Object::new(1), DropQueue::new());
    queue.watch(&object, log.on_drop("late key")).keep();
    drop(queue);
    drop(object);
    assert_eq!(log.take(), ["late key"]);
}

#[test]
fn s5_a_link_set_to_another_node_is_told_of_that_ones_death_only() {
    #[derive(Graph, Default)]
    struct Holder {
        #[weak(on_drop = Holder::told)]
        friend: WeakCell<Holder>,
        told: Cell<u32>,
    }
    impl Holder {
        fn told(&self) {
            self.told.set(self.told.get() + 1);
        }
    }
    let new = || Strong::new(Holder::default());
    let (holder, first, second) = (new(), new(), new());
    holder.set_friend(&first);
    holder.set_friend(&second);
    drop(first);
    assert_eq!(holder.told.get(), 0);
    drop(second);
    assert_eq!(holder.told.get(), 1);
}

#[test]
fn t038_a_callback_that_frees_all_that_it_can_on_an_object_with_a_drop_hook() {
    // Python's collects. Here nothing is left for that: what nobody holds is gone. So the callback lets go all that is
    // held, the node's own members among it, and those have hooks and callbacks, too.
    #[derive(Graph)]
    #[graph(new, on_drop = Node::farewell)]
    struct Node {
        name: &'static str,
        log: Log,
        #[weak]
        parent: Parent<Node>,
        #[strong]
        children: Children<Node>,
    }

    impl Node {
        fn farewell(&self) {
            self.log.say(format!("{} says goodbye", self.name));
        }
    }

    let log = Log::new();
    let [a, b, c] = ["a", "b", "c"].map(|name| Node::new(name, log.clone()));
    a.add_child(&b);
    Strong::watch(&b, {
        let log = log.clone();
        move |_| log.say("b is told")
    })
    .keep();
    let held = Rc::new(RefCell::new(vec![b, c]));
    Strong::watch(&a, {
        let (log, held) = (log.clone(), held.clone());
        move |dead| {
            assert!(!dead.is_alive());
            log.say("a is told");
            let all = held.take();
            drop(all);
        }
    })
    .keep();
    drop(a);
    assert_eq!(
        log.take(),
        ["a says goodbye", "a is told", "c says goodbye", "b says goodbye", "b is told"],
        "c at once, b when it is unlinked, after the callbacks"
    );
    assert!(held.borrow().is_empty());
}
