//! Weak handles, proxies and weak methods.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use weakgraph::{Dropped, Graph, Proxy, Strong, Weak, WeakMethod, weak};
use weakgraph_tests::{Log, panic_of, without_addresses};

use super::Object;

#[test]
fn t001_a_handle_gives_its_object_and_can_be_printed_alive_and_dead() {
    let object = Object::new(1);
    let weak = Strong::downgrade(&object);
    assert!(weak.upgrade() == Some(object.clone()) && weak.try_upgrade() == Ok(object.clone()));
    assert_eq!(format!("{weak:?}"), format!("Weak(Object at {:p})", Strong::as_ptr(&object)));
    drop(object);
    assert_eq!(weak.try_upgrade(), Err(Dropped));
    assert_eq!(without_addresses(&weak), "Weak(Object at @, dropped)");
}

#[test]
fn t007_a_proxy_of_the_dead_says_so_whatever_is_asked() {
    let proxy = Proxy::new(&Object::new(1));
    assert!(!proxy.is_alive());
    assert_eq!(proxy.with(|object| object.number), Err(Dropped));
    assert_eq!(proxy.get(), Err(Dropped));
    assert_eq!(Dropped.to_string(), "weakly-referenced object no longer exists");
}

#[test]
fn t008_a_proxy_prints_its_target_or_that_it_is_dead() {
    let object = Object::new(1);
    let proxy = Proxy::new(&object);
    assert_eq!(format!("{proxy:?}"), format!("Proxy(Object at {:p})", Strong::as_ptr(&object)));
    drop(object);
    assert_eq!(without_addresses(&proxy), "Proxy(Object at @, dropped)");
}

#[test]
fn t009_handles_without_a_callback_are_interchangeable() {
    let object = Object::new(1);
    let (first, proxy, second) = (Strong::downgrade(&object), Proxy::new(&object), Strong::downgrade(&object));
    assert!(first == second && first.ptr_eq(&proxy.downgrade()));
    drop(second);
    assert_eq!(Strong::weak_count(&object), 2);
    drop(proxy);
    assert_eq!(Strong::weak_count(&object), 1);
}

#[test]
fn t010_a_watch_makes_a_handle_no_other_handle() {
    let object = Object::new(1);
    let plain = Strong::downgrade(&object);
    let watch = plain.watch(|_| {}).unwrap();
    assert!(plain == Strong::downgrade(&object));
    drop(watch);
    assert!(plain == Strong::downgrade(&object));
}

#[test]
fn t011_t015_a_proxy_reads_and_writes_its_target() {
    let object = Object::new(1);
    let (proxy, other) = (Proxy::new(&object), Proxy::from(&object));
    proxy.with(|object| object.data.borrow_mut().extend([1, 2, 3])).unwrap();
    assert_eq!(proxy.with(|object| object.data.borrow().len()), Ok(3));
    assert_eq!(proxy.with(|object| object.data.borrow_mut().remove(0)), Ok(1));
    assert_eq!(*object.data.borrow(), [2, 3]);
    assert_eq!(proxy.with(|a| other.with(|b| a == b)), Ok(Ok(true)));
}

#[test]
fn t012_text_and_bytes_of_a_proxy_are_those_of_its_target() {
    #[derive(Graph)]
    struct Name(&'static str);

    impl std::fmt::Display for Name {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.pad(self.0)
        }
    }

    impl AsRef<[u8]> for Name {
        fn as_ref(&self) -> &[u8] {
            self.0.as_bytes()
        }
    }

    let name = Strong::new(Name("Jim"));
    let proxy = Proxy::new(&name);
    assert_eq!(proxy.with(ToString::to_string), Ok("Jim".into()));
    assert_eq!(proxy.with(|name| format!("{name:>5}")), Ok("  Jim".into())); // Python's proxy forgets the format
    assert_eq!(proxy.with(|name| AsRef::<[u8]>::as_ref(name).to_vec()), Ok(b"Jim".to_vec()));
    drop(name);
    assert_eq!(proxy.with(ToString::to_string), Err(Dropped));
}

#[test]
fn t013_operators_act_on_the_target_from_either_side() {
    #[derive(Graph)]
    struct Number(Cell<i32>);

    impl std::ops::Div<i32> for &Number {
        type Output = i32;
        fn div(self, by: i32) -> i32 {
            self.0.get() / by
        }
    }

    impl std::ops::Div<&Number> for i32 {
        type Output = i32;
        fn div(self, by: &Number) -> i32 {
            self / by.0.get()
        }
    }

    let number = Strong::new(Number(Cell::new(6)));
    let proxy = Proxy::new(&number);
    assert_eq!(proxy.with(|number| number / 2), Ok(3));
    assert_eq!(proxy.with(|number| 12 / number), Ok(2));
    assert_eq!(proxy.with(|index| [0, 10, 20, 30, 40, 50, 60][index.0.get() as usize]), Ok(60));
    // A compound assignment gives the left name the result; the target stays.
    let mut left = proxy.with(|number| number.0.get()).unwrap();
    left /= 2;
    assert_eq!((left, number.0.get()), (3, 6));
    drop(number);
    assert_eq!(proxy.with(|number| number / 2), Err(Dropped));
}

#[test]
fn t017_the_last_owner_may_go_in_the_middle_of_a_proxied_call() {
    let log = Log::new();
    let object = Object::logged(1, &log);
    let proxy = Proxy::new(&object);
    let mut object = Some(object);
    let number = proxy.with(|target| {
        object.take();
        log.say("still here");
        target.number
    });
    assert_eq!(number, Ok(1));
    assert_eq!(log.take(), ["still here", "1 dies"]);
    assert!(!proxy.is_alive());
}

#[test]
fn t018_iteration_through_a_proxy_yields_the_items_of_the_target() {
    let object = Object::new(1);
    object.data.borrow_mut().extend([1, 2, 3]);
    let proxy = Proxy::new(&object);
    assert_eq!(proxy.with(|object| object.data.borrow().iter().rev().copied().collect()), Ok(vec![3, 2, 1]));
}

#[test]
fn t021_weak_handles_are_counted() {
    let object = Object::new(1);
    assert_eq!(Strong::weak_count(&object), 0);
    let handles = (Strong::downgrade(&object), Proxy::new(&object));
    assert_eq!(Strong::weak_count(&object), 2);
    let more = handles.clone();
    assert_eq!((Strong::weak_count(&object), more.0.weak_count()), (4, 4));
    drop((handles, more));
    assert_eq!(Strong::weak_count(&object), 0);
}

#[test]
fn t022_a_watch_is_no_weak_handle() {
    let object = Object::new(1);
    let watch = Strong::watch(&object, |_| {});
    assert_eq!(Strong::weak_count(&object), 0, "it does not keep the memory");
    drop(watch);
}

#[test]
fn t030_a_weak_handle_that_is_made_while_its_node_dies_is_dead() {
    #[derive(Graph)]
    #[graph(on_drop = Late::dies)]
    struct Late {
        #[weak]
        this: weakgraph::WeakCell<Late>,
        #[weak]
        out: Rc<std::cell::RefCell<Vec<Weak<Late>>>>,
        myself: std::cell::RefCell<Weak<Late>>,
    }
    impl Late {
        fn dies(&self) {
            assert!(self.this().is_none());
            let weak = self.myself.borrow().clone();
            assert!(weak.upgrade().is_none() && matches!(weak.watch(|_| unreachable!()), Err(Dropped)));
            self.out.borrow_mut().push(weak);
        }
    }
    let out = Rc::default();
    let late = Strong::new(Late {
        this: weakgraph::WeakCell::new(),
        out: Rc::clone(&out),
        myself: std::cell::RefCell::default(),
    });
    late.set_this(&late);
    *late.myself.borrow_mut() = Strong::downgrade(&late);
    drop(late);
    let weak = out.borrow_mut().pop().unwrap();
    assert_eq!(without_addresses(&weak), "Weak(Late at @, dropped)");
    assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
}

#[test]
fn t031_handles_compare_by_identity_alive_and_dead() {
    let (a, b) = (Object::new(1), Object::new(1));
    let (weak_a, weak_b) = (Strong::downgrade(&a), Strong::downgrade(&b));
    assert!(*a == *b && a != b && weak_a != weak_b && weak_a == weak_a.clone());
    drop((a, b));
    assert!(weak_a != weak_b && weak_a == weak_a.clone() && weak_a != Weak::new());
}

#[test]
fn a_weak_handle_is_a_key_alive_and_dead() {
    let objects = Object::some(100);
    let mut seen: HashMap<Weak<Object>, u32> = objects.iter().map(|it| (Strong::downgrade(it), it.number)).collect();
    let keys: Vec<_> = objects.iter().map(Strong::downgrade).collect();
    drop(objects);
    assert_eq!(keys.iter().map(|key| seen[key]).collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
    // The memory of a dead node is not used again while a key keeps it.
    let others = Object::some(100);
    assert!(others.iter().all(|other| !seen.contains_key(&Strong::downgrade(other))));
    assert_eq!(seen.remove(&keys[7]), Some(7));
    assert_eq!(keys.iter().collect::<HashSet<_>>().len(), 100);
}

#[test]
fn t040_t043_a_handle_with_data_beside_it_is_a_struct() {
    struct Tagged {
        target: Weak<Object>,
        tag: &'static str,
        calls: std::cell::Cell<u32>,
    }
    impl Tagged {
        fn upgrade(&self) -> Option<Strong<Object>> {
            self.calls.set(self.calls.get() + 1);
            self.target.upgrade()
        }
    }
    let object = Object::new(1);
    let tagged = Tagged { target: Strong::downgrade(&object), tag: "data", calls: std::cell::Cell::new(0) };
    assert!(tagged.upgrade() == Some(object.clone()));
    drop(object);
    assert!(tagged.upgrade().is_none());
    assert_eq!((tagged.tag, tagged.calls.get()), ("data", 2));
}

#[test]
fn t045_a_weak_method_is_bound_to_its_object() {
    let object = Object::new(4);
    let method = WeakMethod::new(&object, Object::double);
    assert_eq!(method.call(1), Ok(9));
    let bound = method.upgrade().unwrap();
    assert_eq!((bound(2), Strong::strong_count(&object)), (10, 2));
    drop(bound);
    assert_eq!(Strong::strong_count(&object), 1);
}

/// Methods of every shape.
impl Object {
    fn number(&self) -> u32 {
        self.number
    }
    fn named(&self, name: &str) -> String {
        format!("{name}{}", self.number)
    }
    fn sum(&self, more: u32, less: u8) -> u32 {
        self.number + more - u32::from(less)
    }
    fn all(&self, a: u32, b: String, c: char) -> String {
        format!("{}{a}{b}{c}", self.number)
    }
    fn longest<'a>(&self, a: &'a str, b: &'a str) -> &'a str {
        if a.len() > b.len() { a } else { b }
    }
}

#[test]
fn weak_methods_take_nothing_references_and_several_arguments() {
    /// As fields and parameters name them.
    struct Handlers {
        plain: WeakMethod<Object, (), u32, fn(&Object) -> u32>,
        by_ref: WeakMethod<Object, str, String, fn(&Object, &str) -> String>,
        two: WeakMethod<Object, (u32, u8), u32, fn(&Object, u32, u8) -> u32>,
    }
    fn name(method: &WeakMethod<Object, str, String, fn(&Object, &str) -> String>, name: &str) -> Option<String> {
        method.call(name).ok()
    }
    let object = Object::new(4);
    let handlers = Handlers {
        plain: WeakMethod::new_plain(&object, Object::number),
        by_ref: WeakMethod::new_ref(&object, Object::named),
        two: WeakMethod::new2(&object, Object::sum),
    };
    let three = WeakMethod::new3(&object, Object::all);
    let any = WeakMethod::of(&object, Object::longest as for<'a> fn(&Object, &'a str, &'a str) -> &'a str);
    assert_eq!((handlers.plain.call(()), handlers.two.call((3, 1))), (Ok(4), Ok(6)));
    assert_eq!(three.call((1, "b".into(), 'c')).as_deref(), Ok("41bc"));
    // A reference need only live as long as the call.
    for text in ["x", "yy"] {
        let text = String::from(text);
        assert_eq!(handlers.by_ref.call(&text), Ok(format!("{text}4")));
        assert_eq!(name(&handlers.by_ref, &text), Some(format!("{text}4")));
        assert_eq!(any.with(|object, longest| longest(object, &text, "z").len()), Ok(text.len()));
    }
    assert!(handlers.plain == handlers.plain.clone() && three == WeakMethod::new3(&object, Object::all));
    assert!(handlers.by_ref != WeakMethod::new_ref(&Object::new(4), Object::named));
    assert!(handlers.by_ref != WeakMethod::new_ref(&object, |_, _| String::new()));
    assert_eq!(HashSet::from([any.clone(), any.clone()]).len(), 1);
    drop(object);
    assert_eq!(
        (handlers.plain.call(()), handlers.by_ref.call("x"), handlers.two.call((1, 1))),
        (Err(Dropped), Err(Dropped), Err(Dropped))
    );
    assert!(three.call((1, String::new(), 'c')).is_err() && any.with(|_, _| ()).is_err());
}

#[test]
fn t046_a_weak_method_dies_with_its_object() {
    let method = WeakMethod::new(&Object::new(1), Object::double);
    assert_eq!(method.call(1), Err(Dropped));
    assert!(method.upgrade().is_none());
    assert_eq!(without_addresses(&method), "WeakMethod(Weak(Object at @, dropped))");
}

#[test]
fn t049_a_weak_method_makes_no_cycle() {
    let object = Object::new(1);
    let method = WeakMethod::new(&object, Object::double);
    assert_eq!(Strong::weak_count(&object), 1);
    drop(method);
    assert_eq!(Strong::weak_count(&object), 0);
}

#[test]
fn t050_t051_weak_methods_are_equal_if_object_and_method_are() {
    fn other(object: &Object, _: u32) -> u32 {
        object.number + 1000
    }
    let (a, b) = (Object::new(1), Object::new(1));
    let first: WeakMethod<Object, u32, u32> = WeakMethod::new(&a, Object::double);
    let again = first.clone();
    assert!(first == again && first != WeakMethod::new(&b, Object::double) && first != WeakMethod::new(&a, other));
    let mut set = HashSet::from([first]);
    drop((a, b));
    assert!(set.contains(&again) && !set.insert(again));
}

#[test]
fn a_weak_closure_does_nothing_when_its_object_has_gone() {
    let (object, log) = (Object::new(3), Log::new());
    let says = log.clone();
    let tell = weak!([object] |what: &str, times| {
        for _ in 0..times {
            says.say(format!("{what} {}", object.number));
        }
    });
    assert_eq!(Strong::strong_count(&object), 1);
    tell("number", 2);
    drop(object);
    tell("nobody", 5);
    assert_eq!(log.take(), ["number 3", "number 3"]);
}

#[test]
fn a_weak_closure_gives_a_default_when_one_of_its_objects_has_gone() {
    let (a, pair) = (Object::new(1), (Object::new(2), "x"));
    let reference = &a;
    let sum = weak!([reference, b = pair.0] |add: u32| reference.number + b.number + add, else 99);
    let implied = weak!([a, b = pair.0,] || a.number + b.number);
    assert_eq!((sum(10), implied()), (13, 3));
    drop(pair);
    assert_eq!((sum(10), implied()), (99, 0));
}

#[test]
fn a_weak_closure_can_be_a_callback() {
    let (log, view, model) = (Log::new(), Object::new(1), Object::new(2));
    let says = log.clone();
    Strong::watch(&model, weak!([view] |_: &Weak<Object>| says.say(format!("view {} hears", view.number)))).keep();
    drop(model);
    assert_eq!(log.take(), ["view 1 hears"]);
}

#[test]
fn a_weak_closure_captures_weak_handles_and_is_written_as_any_other() {
    let (a, pair) = (Object::new(1), (Object::new(2), "x"));
    let (weak, strong_by_reference) = (Strong::downgrade(&a), &pair.0);
    let weak_by_reference = &weak;
    let own = String::from("own");
    let all = weak!([weak, weak_by_reference, strong_by_reference, made = Strong::downgrade(&pair.0)] move |more: u32| -> u32 {
        assert_eq!(own, "own");
        if more == 0 {
            return 0;
        }
        weak.number + weak_by_reference.number + strong_by_reference.number + made.number + more
    }, else u32::MAX);
    assert_eq!((all(0), all(10)), (0, 16));
    let none = weak!([weak] move || -> Option<u32> { Some(weak.number) });
    let tuple = weak!([] |(a, b): (u32, u32), _: &str| a + b);
    assert_eq!((none(), tuple((1, 2), "")), (Some(1), 3));
    let fails = weak!([a] || -> Result<u32, String> {
        let parsed: u32 = "x".parse().map_err(|_| format!("of {}", a.number))?;
        Ok(parsed)
    }, else Err("dropped".to_owned()));
    assert_eq!(fails(), Err("of 1".to_owned()));
    drop((pair.0, weak));
    assert_eq!((all(10), none(), fails()), (u32::MAX, Some(1), Err("of 1".to_owned())));
    drop(a);
    assert_eq!((none(), fails()), (None, Err("dropped".to_owned())));
}

/// A type without a default.
#[derive(Debug, PartialEq)]
struct Plain(u32);

#[test]
#[deny(warnings)]
fn a_weak_closure_may_panic_when_its_object_was_dropped() {
    let a = Object::new(1);
    let number = weak!([a] || Plain(a.number), else panic!("the object was dropped"));
    let exits = weak!([a] |_: u8| -> Plain { Plain(a.number) }, else unreachable!("the object was dropped"));
    assert_eq!((number(), exits(0)), (Plain(1), Plain(1)));
    drop(a);
    assert_eq!(
        panic_of(|| {
            let _ = number();
        })
        .as_deref(),
        Some("the object was dropped")
    );
    assert!(
        panic_of(|| {
            let _ = exits(0);
        })
        .is_some()
    );
}
