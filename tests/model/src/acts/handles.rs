//! Handles of every kind, and what is called when a node is dropped.

use std::hash::{DefaultHasher, Hash};

use weakgraph::{Proxy, Strong, Weak};

use super::{Act, Args};
use crate::hostile::{in_closure, know, new_id, pick_out, put_unborn, store};
use crate::kinds::{Any, Node};
use crate::told;

pub(super) const ACTS: &[Act] = &[proxy, method, closure, finalizers, queue, identity, unwrap, cyclic, any];

fn proxy(args: Args) -> Option<()> {
    fn with<T: Node>(node: Strong<T>, n: u8) {
        let proxy =
            if n.is_multiple_of(2) { reach!(Proxy::new(&node)) } else { Proxy::from(reach!(Strong::downgrade(&node))) };
        let id = node.id();
        in_closure();
        drop(node);
        // Often it is now dropped; and if not, then in the code that is given it.
        let read = reach!(Proxy::with(&proxy, |node| {
            in_closure();
            node.id()
        }));
        assert!(read.is_err() || read == Ok(id));
        let copy = proxy.clone();
        in_closure();
        let alive = reach!(Proxy::is_alive(&copy));
        assert_eq!(reach!(Proxy::get(&proxy)).is_ok(), alive);
        assert_eq!(reach!(Weak::is_alive(&reach!(Proxy::downgrade(&copy)))), alive);
        assert_eq!(!format!("{proxy:?}").ends_with(", dropped)"), alive);
    }
    each!(Any, args.node(|_| true)?, node => with(node, args.n));
    Some(())
}

fn method(args: Args) -> Option<()> {
    fn with<T: Node>(node: Strong<T>) {
        fn add<T: Node>(node: &T, more: u32) -> u32 {
            in_closure();
            node.id() + more
        }
        let id = node.id();
        let method = reach!(WeakMethod::new(&node, add::<T>));
        assert!(reach!(WeakMethod::target(&method)) == &reach!(Strong::downgrade(&node)) && method == method.clone());
        method.hash(&mut DefaultHasher::new());
        fn plain<T: Node>(node: &T) -> u32 {
            in_closure();
            node.id()
        }
        fn by_ref<T: Node>(node: &T, more: &u32) -> u32 {
            add(node, *more)
        }
        fn two<T: Node>(node: &T, a: u32, b: u32) -> u32 {
            add(node, a + b)
        }
        fn three<T: Node>(node: &T, a: u32, b: u32, c: u32) -> u32 {
            add(node, a + b + c)
        }
        let plain = reach!(WeakMethod::new_plain(&node, plain::<T>));
        let by_ref = reach!(WeakMethod::new_ref(&node, by_ref::<T>));
        let (two, three) = (reach!(WeakMethod::new2(&node, two::<T>)), reach!(WeakMethod::new3(&node, three::<T>)));
        let any = reach!(WeakMethod::of(&node, add::<T> as fn(&T, u32) -> u32));
        drop(node);
        assert!(plain.call(()).is_ok_and(|found| found == id) || !plain.target().is_alive());
        assert!(by_ref.call(&1).is_ok_and(|found| found == id + 1) || !by_ref.target().is_alive());
        assert!(two.call((1, 2)).is_ok_and(|found| found == id + 3) || !two.target().is_alive());
        assert!(three.call((1, 2, 3)).is_ok_and(|found| found == id + 6) || !three.target().is_alive());
        let found = reach!(WeakMethod::with(&any, |node, add| add(node, 5)));
        assert!(found == Ok(id + 5) || !any.target().is_alive());
        let called = reach!(WeakMethod::call(&method, 1));
        assert!(called.is_err() || called == Ok(id + 1));
        if let Some(bound) = reach!(WeakMethod::upgrade(&method)) {
            in_closure();
            assert_eq!(bound(2), id + 2);
        }
    }
    each!(Any, args.node(|_| true)?, node => with(node));
    Some(())
}

fn closure(args: Args) -> Option<()> {
    fn with<T: Node>(node: Strong<T>, other: &Any, n: u8) -> Option<()> {
        let other = T::unwrap(other)?.clone();
        let both = node.id() + other.id();
        let sum = reach!(weak! {
            [node, again = other] |more: u32| {
                in_closure();
                Some(node.id() + again.id() + more)
            }, else None
        });
        let nothing = reach!(weak! { [node] || in_closure() });
        let called = reach!(callback! {
            [strong node, again = other] |more: u32| {
                in_closure();
                Some(node.id() + again.id() + more)
            }, else None
        });
        let (mine, id) = (reach!(Callback::new((node.clone(),), |(node,), ()| node.id())), node.id());
        if n.is_multiple_of(2) {
            drop(other);
        }
        drop(node);
        in_closure();
        nothing();
        assert!(sum(1).is_none_or(|sum| sum == both + 1));
        assert!(reach!(Callback::call(&called.clone(), 1)).is_none_or(|sum| sum == both + 1));
        drop(called);
        in_closure();
        assert_eq!(mine.call(()), id);
        Some(())
    }
    let any = args.node(|_| true)?;
    let other = args.another(&any)?;
    each!(Any, any, node => with(node, &other, args.n))
}

fn finalizers(args: Args) -> Option<()> {
    let any = args.node(|_| true)?;
    let first = told::call()?;
    let finalizer = each!(Any, &any, node => if args.bit(0) {
        reach!(Finalizer::isolated(node, first))
    } else {
        reach!(Finalizer::new(node, first))
    });
    let guard = reach!(ExitGuard::new());
    reach!(Finalizer::at_exit(&finalizer, &guard));
    let second = each!(Any, &any, node => reach!(Finalizer::new(node, told::call()?)));
    reach!(Finalizer::at_exit(&second, &guard));
    drop(any);
    in_closure();
    match args.n >> 1 & 3 {
        0 => reach!(ExitGuard::run(&guard)),
        1 => {
            reach!(Finalizer::at_exit(&finalizer.clone(), &reach!(ExitGuard::registrar(&guard))));
            drop(reach!(Finalizer::cancel(&second)));
        }
        2 => drop(reach!(Finalizer::run(&second))),
        _ => {}
    }
    drop(guard);
    assert!(!reach!(Finalizer::is_armed(&finalizer)) && !reach!(Finalizer::is_armed(&second)));
    Some(())
}

fn queue(args: Args) -> Option<()> {
    let any = args.node(|_| true)?;
    let queue = reach!(DropQueue::new());
    let watch = each!(Any, &any, node => reach!(DropQueue::watch(&queue, node, told::Owned::next()?)));
    let weak = any.downgrade();
    let called = each!(AnyWeak, &weak, weak => reach!(Weak::watch(weak, {
        let call = told::call()?;
        move |_| call()
    })));
    drop(any);
    in_closure();
    if args.bit(0) {
        reach!(Watch::keep(watch));
    } else {
        drop(watch);
    }
    if let (Ok(called), true) = (called, args.bit(1)) {
        reach!(Watch::keep(called));
    }
    in_closure();
    let (len, empty) = (reach!(DropQueue::len(&queue)), reach!(DropQueue::is_empty(&queue)));
    assert_eq!(len == 0, empty);
    if args.bit(2) {
        drop(reach!(DropQueue::poll(&queue)));
    }
    for key in reach!(DropQueue::drain(&queue)) {
        in_closure();
        drop(key);
    }
    Some(())
}

fn identity(args: Args) -> Option<()> {
    fn with<T: Node>(a: &Strong<T>, b: &Strong<T>) -> Option<Any> {
        let same = a.id() == b.id();
        assert_eq!(reach!(Strong::ptr_eq(a, b)), same);
        assert_eq!(reach!(Strong::as_ptr(a)) == reach!(Strong::as_ptr(b)), same);
        let (weak, other) = (reach!(Strong::downgrade(a)), reach!(Strong::downgrade(b)));
        assert_eq!(reach!(Weak::ptr_eq(&weak, &other)), same);
        let none: Weak<T> = reach!(Weak::new());
        assert!(!reach!(Weak::ptr_eq(&weak, &none)) && reach!(Weak::upgrade(&none)).is_none());
        assert_eq!(reach!(NodeId::of(a)) == reach!(NodeId::of(b)), same);
        in_closure();
        let up = reach!(Weak::try_upgrade(&weak)).ok();
        up.map(Node::wrap)
    }
    let any = args.node(|_| true)?;
    let other = args.another(&any)?;
    let found = each!(Any, &any, node => with(node, Node::unwrap(&other)?));
    assert!(found.is_some());
    store(args.n, found?);
    Some(())
}

fn any(args: Args) -> Option<()> {
    fn with<T: Node>(node: Strong<T>, n: u8) -> Option<Any> {
        let weak = reach!(Strong::downgrade(&node));
        let any = if n.is_multiple_of(2) { weakgraph::WeakAny::from(&node) } else { weakgraph::WeakAny::from(&weak) };
        let id = reach!(NodeId::of(&node));
        drop(node);
        in_closure();
        let alive = reach!(WeakAny::is_alive(&any));
        assert_eq!(reach!(WeakAny::strong_count(&any)) > 0, alive);
        assert_eq!((reach!(WeakAny::id(&any)), reach!(NodeId::of_weak(&weak))), (Some(id), Some(id)));
        fn is<T: Node>(any: &weakgraph::WeakAny, _: &Weak<T>) -> bool {
            any.is::<T>()
        }
        assert!(is(&any, &weak) && reach!(WeakAny::type_name(&any)).is_some());
        assert!(reach!(WeakAny::downcast(&any)) == Some(weak.clone()) && any == any.clone());
        assert_eq!(!format!("{any:?}").ends_with(", dropped)"), alive);
        drop(weak);
        in_closure();
        let up: Option<Strong<T>> = reach!(WeakAny::upgrade(&any));
        up.map(T::wrap)
    }
    let found = each!(Any, args.node(|_| true)?, node => with(node, args.n));
    store(args.n, found?);
    Some(())
}

fn unwrap(args: Args) -> Option<()> {
    fn with<T: Node>(node: Strong<T>, args: Args) -> Option<()> {
        let weak = reach!(Strong::downgrade(&node));
        if args.bit(0) {
            let value = reach!(Strong::into_inner(node))?;
            put_unborn(args.other, T::wrap_value(value));
            in_closure();
            return Some(());
        }
        let id = node.id();
        match reach!(Strong::try_unwrap(node)) {
            Ok(value) => {
                assert!(!reach!(Weak::is_alive(&weak)) && value.id() == id);
                // Its edges are those of a value that is no node.
                assert!((0..T::SPEC.parents.len()).all(|at| value.parent_at(at).is_none()));
                put_unborn(args.other, T::wrap_value(value));
                in_closure();
            }
            Err(node) => {
                assert!(reach!(Weak::is_alive(&weak)));
                store(args.n, T::wrap(node));
            }
        }
        Some(())
    }
    each!(Any, pick_out(args.var)?, node => with(node, args))
}

fn cyclic(args: Args) -> Option<()> {
    fn with<T: Node>(args: Args) -> Option<()> {
        let id = new_id()?;
        let mut kept = None;
        let node = reach!(Strong::new_cyclic(|me: &Weak<T>| {
            if args.bit(0) {
                kept = Some(me.clone());
            }
            in_closure();
            assert!(reach!(Weak::upgrade(me)).is_none() && !reach!(Weak::is_alive(me)));
            T::make(id)
        }));
        assert!(kept.is_none_or(|kept: Weak<T>| reach!(Weak::upgrade(&kept)).is_some_and(|found| found == node)));
        let any = T::wrap(node);
        know(&any);
        store(args.n, any);
        Some(())
    }
    fn like<T: Node>(_: &Strong<T>, args: Args) -> Option<()> {
        with::<T>(args)
    }
    each!(Any, &args.node(|_| true)?, node => like(node, args))
}
