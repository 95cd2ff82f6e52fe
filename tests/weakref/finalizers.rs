//! Finalizers.

use std::cell::RefCell;
use std::rc::Rc;

use weakgraph::{ExitGuard, Finalizer, Strong};
use weakgraph_tests::{Log, Usage, panic_of, usage_of};

use super::{Count, Object};

#[test]
fn t087_a_finalizer_runs_once_by_hand_or_at_the_death_and_can_be_cancelled() {
    let (object, count) = (Object::new(1), Count::default());
    let new = || {
        let counts = count.clone();
        Finalizer::new(&object, move || {
            counts.up();
            counts.get()
        })
    };
    let (by_hand, cancelled, by_death) = (new(), new(), new());
    assert!(by_hand.is_armed());
    assert_eq!((by_hand.run(), by_hand.run(), by_hand.is_armed()), (Some(1), None, false));
    let action = cancelled.cancel().unwrap();
    assert!(!cancelled.is_armed() && cancelled.cancel().is_none() && cancelled.run().is_none());
    assert_eq!(format!("{by_death:?} {cancelled:?}"), "Finalizer(armed) Finalizer(done)");
    drop(object);
    assert_eq!((count.get(), by_death.is_armed(), by_death.run()), (2, false, None));
    assert_eq!(action(), 3, "the parts are the caller's");
}

#[test]
fn t088_what_a_finalizer_needs_moves_into_it() {
    let (object, path) = (Object::new(1), String::from("a.tmp"));
    let finalizer = Finalizer::isolated(&object, move || path + " removed");
    assert_eq!(finalizer.run().unwrap(), "a.tmp removed");
}

#[test]
fn t089_at_the_death_the_rest_run_newest_first_though_nobody_has_a_handle_to_them() {
    let (object, log) = (Object::new(1), Log::new());
    let mut all: Vec<Finalizer> = (1..=7)
        .map(|number| {
            let log = log.clone();
            Finalizer::new(&object, move || log.say(number))
        })
        .collect();
    all[1].run();
    all[4].run();
    all[3].cancel();
    assert_eq!(log.take(), ["2", "5"]);
    let watch = Strong::watch(&object, {
        let log = log.clone();
        move |_| log.say("watch")
    });
    all.clear();
    drop(object);
    assert_eq!(log.take(), ["watch", "7", "6", "3", "1"]);
    drop(watch);
}

#[test]
fn t090_a_finalizer_and_its_closure_are_freed() {
    let object = Object::new(1);
    let ((), used) = usage_of(|| {
        let text = Rc::new(String::from("captured"));
        let in_it = text.clone();
        let finalizer = Finalizer::new(&object, move || in_it.len());
        assert_eq!(finalizer.run(), Some(8));
        assert_eq!(Rc::strong_count(&text), 1);
        let in_it = text.clone();
        Finalizer::new(&object, move || in_it.len()).cancel();
        assert_eq!(Rc::strong_count(&text), 1);
    });
    assert_eq!(used, Usage::NONE);
    let text = Rc::new(String::from("captured"));
    let in_it = text.clone();
    Finalizer::new(&object, move || in_it.len());
    drop(object);
    assert_eq!(Rc::strong_count(&text), 1);
}

#[test]
fn a_finalizer_may_run_or_cancel_itself_from_within() {
    let object = Object::new(1);
    let own: Rc<RefCell<Option<Finalizer<u32>>>> = Rc::default();
    let in_it = own.clone();
    *own.borrow_mut() = Some(Finalizer::new(&object, move || {
        let this = in_it.borrow_mut().take().unwrap();
        assert!(!this.is_armed() && this.run().is_none() && this.cancel().is_none());
        7
    }));
    let this = own.borrow().as_ref().unwrap().clone();
    drop(object);
    assert!(!this.is_armed() && own.borrow().is_none());
}

#[test]
fn a_panic_in_a_finalizer_that_is_run_comes_out_there_and_it_has_run() {
    let object = Object::new(1);
    let finalizer: Finalizer = Finalizer::new(&object, || panic!("in the action"));
    assert_eq!(panic_of(|| assert!(finalizer.run().is_none())).as_deref(), Some("in the action"));
    assert!(!finalizer.is_armed());
    drop(object);
}

#[test]
fn the_exit_guard_runs_what_is_left_newest_first_and_a_panic_stops_nothing() {
    let (object, log) = (Object::new(1), Log::new());
    let guard = Rc::new(ExitGuard::new());
    let add = |what: &'static str| {
        let log = log.clone();
        let finalizer: Finalizer = Finalizer::new(&object, move || log.say(what));
        finalizer.at_exit(&guard);
        finalizer
    };
    add("1");
    let (same, node, says) = (guard.clone(), Strong::downgrade(&object), log.clone());
    let adds: Finalizer = Finalizer::new(&object, move || {
        let node = node.upgrade().unwrap();
        Finalizer::new(&node, move || says.say("added")).at_exit(&same);
        panic!("boom");
    });
    adds.at_exit(&guard);
    add("run before").run();
    add("4");
    log.take();
    assert_eq!(format!("{guard:?}"), "ExitGuard(3 armed)");
    assert_eq!(panic_of(|| guard.run()).as_deref(), Some("boom"));
    assert_eq!(log.take(), ["4", "added", "1"]);
    drop((guard, object));
    assert!(log.take().is_empty());
}

#[test]
fn what_an_action_adds_while_the_exit_guard_is_dropped_runs_and_a_panic_stops_nothing() {
    let (object, log) = (Object::new(1), Log::new());
    let guard = ExitGuard::new();
    let late = guard.registrar();
    let add = |what: &'static str, then: Option<&'static str>, panics: bool| {
        let (says, node, registrar) = (log.clone(), Strong::downgrade(&object), guard.registrar());
        let finalizer: Finalizer = Finalizer::new(&object, move || {
            says.say(what);
            let node = node.upgrade().unwrap();
            if let Some(next) = then {
                let (says, again) = (says.clone(), registrar.clone());
                let node2 = Strong::downgrade(&node);
                let added: Finalizer = Finalizer::new(&node, move || {
                    says.say(next);
                    let last: Finalizer = Finalizer::new(&node2.upgrade().unwrap(), move || says.say("last"));
                    assert!(last.at_exit(&again));
                    panic!("second");
                });
                assert!(added.at_exit(&registrar));
            }
            assert!(!panics, "first");
        });
        assert!(finalizer.at_exit(&guard));
    };
    add("1", None, false);
    add("2", Some("added"), true);
    assert_eq!(format!("{late:?}"), "ExitRegistrar(2 armed)");
    assert_eq!(panic_of(|| drop(guard)).as_deref(), Some("first"));
    assert_eq!(log.take(), ["2", "added", "last", "1"]);
    let too_late: Finalizer = Finalizer::new(&object, || ());
    assert!(!too_late.at_exit(&late) && too_late.is_armed());
    assert_eq!(format!("{late:?}"), "ExitRegistrar(0 armed)");
    drop(object);
    assert!(log.take().is_empty() && !too_late.is_armed());
}

#[test]
fn an_action_that_holds_a_registrar_of_its_guard_leaks_nothing() {
    let token = Rc::new(());
    let object = Object::new(1);
    let guard = ExitGuard::new();
    let (held, registrar) = (token.clone(), guard.registrar());
    let finalizer: Finalizer = Finalizer::new(&object, move || drop((held, registrar)));
    finalizer.at_exit(&guard);
    drop((finalizer, guard));
    assert_eq!(Rc::strong_count(&token), 1);
}

#[test]
fn the_exit_guard_does_not_grow_with_the_dead_and_keeps_no_node() {
    let guard = ExitGuard::new();
    let ((), used) = usage_of(|| {
        for _ in 0..10_000 {
            let object = Object::new(1);
            Finalizer::new(&object, || ()).at_exit(&guard);
        }
    });
    assert!(used.blocks < 20, "{used:?}");
}
