#![allow(non_local_definitions)] // the derive macros of `gc` do that
//! Rings of strong references: built, walked, then dropped and collected.

use crate::shape::mix;

pub const RING: usize = 10;

pub trait Rings: Sized {
    const NAME: &'static str;
    /// Builds the rings; holds one handle to each.
    fn build(rings: usize) -> Self;
    /// Once around each ring.
    fn sum(&mut self) -> u64;
    /// Drops the handles and collects.
    fn finish(self) -> Leftover;
}

/// Untimed clean-up after `finish`: of a leak, and of the `Vec` of handles (whose large free would
/// make glibc merge all small ones within the timing).
pub type Leftover = Box<dyn FnOnce()>;

pub fn payload(ring: usize, i: usize) -> u64 {
    mix((ring * RING + i) as u64) >> 8
}

pub fn expected(rings: usize) -> u64 {
    (0..rings)
        .flat_map(|r| (0..RING).map(move |i| payload(r, i)))
        .fold(0u64, u64::wrapping_add)
}

pub mod raw {
    use super::*;
    use std::alloc::{Layout, alloc, dealloc};

    struct N {
        payload: u64,
        next: *mut N,
    }

    /// Bump-allocated (`raw`) or one malloc per node (`raw_malloc`).
    pub struct RawRings<const MALLOC: bool> {
        rings: Vec<*mut N>,
        chunks: Vec<Vec<N>>,
    }

    impl<const MALLOC: bool> Rings for RawRings<MALLOC> {
        const NAME: &'static str = if MALLOC { "raw_malloc" } else { "raw" };

        fn build(rings: usize) -> Self {
            let mut t = RawRings {
                rings: Vec::with_capacity(rings),
                chunks: Vec::new(),
            };
            for r in 0..rings {
                unsafe {
                    let mut new = |i| {
                        let n = N {
                            payload: payload(r, i),
                            next: std::ptr::null_mut(),
                        };
                        if MALLOC {
                            let p = alloc(Layout::new::<N>()) as *mut N;
                            p.write(n);
                            return p;
                        }
                        if t.chunks.last().is_none_or(|c| c.len() == c.capacity()) {
                            let cap = t
                                .chunks
                                .last()
                                .map_or(64, |c| (c.capacity() * 2).min(16384));
                            t.chunks.push(Vec::with_capacity(cap));
                        }
                        let c = t.chunks.last_mut().unwrap_unchecked();
                        c.push(n);
                        c.as_mut_ptr().add(c.len() - 1)
                    };
                    let first = new(0);
                    let mut prev = first;
                    for i in 1..RING {
                        let x = new(i);
                        (*prev).next = x;
                        prev = x;
                    }
                    (*prev).next = first;
                    t.rings.push(first);
                }
            }
            t
        }

        fn sum(&mut self) -> u64 {
            let mut sum = 0u64;
            for &first in &self.rings {
                let mut x = first;
                loop {
                    unsafe {
                        sum = sum.wrapping_add((*x).payload);
                        x = (*x).next;
                    }
                    if x == first {
                        break;
                    }
                }
            }
            sum
        }

        fn finish(self) -> Leftover {
            if MALLOC {
                for &first in &self.rings {
                    unsafe {
                        let mut x = (*first).next;
                        while x != first {
                            let next = (*x).next;
                            dealloc(x.cast(), Layout::new::<N>());
                            x = next;
                        }
                        dealloc(first.cast(), Layout::new::<N>());
                    }
                }
            }
            drop(self.chunks);
            Box::new(move || drop(self.rings))
        }
    }
}

/// `std::rc::Rc`, strong all around: dropping the handles frees nothing.
pub mod rc_leak {
    use super::*;
    use std::cell::RefCell;
    use std::rc::Rc;

    struct R {
        payload: u64,
        next: RefCell<Option<Rc<R>>>,
    }

    pub struct RcRings {
        rings: Vec<Rc<R>>,
    }

    impl Rings for RcRings {
        const NAME: &'static str = "rc (leaks)";

        fn build(rings: usize) -> Self {
            let new = |r, i| {
                Rc::new(R {
                    payload: payload(r, i),
                    next: RefCell::new(None),
                })
            };
            let rings = (0..rings)
                .map(|r| {
                    let first = new(r, 0);
                    let mut prev = first.clone();
                    for i in 1..RING {
                        let x = new(r, i);
                        *prev.next.borrow_mut() = Some(x.clone());
                        prev = x;
                    }
                    *prev.next.borrow_mut() = Some(first.clone());
                    first
                })
                .collect();
            RcRings { rings }
        }

        fn sum(&mut self) -> u64 {
            let mut sum = 0u64;
            for first in &self.rings {
                let mut x = first.clone();
                loop {
                    sum = sum.wrapping_add(x.payload);
                    let next = x.next.borrow().clone().unwrap();
                    x = next;
                    if Rc::ptr_eq(&x, first) {
                        break;
                    }
                }
            }
            sum
        }

        fn finish(self) -> Leftover {
            // Kept aside as raw pointers, so that the leak can be mended outside the timing.
            let lost: Vec<*const R> = self.rings.iter().map(Rc::as_ptr).collect();
            let mut rings = self.rings;
            rings.clear();
            Box::new(move || {
                for p in lost {
                    let closing = unsafe { (*p).next.take() };
                    drop(closing);
                }
                drop(rings);
            })
        }
    }
}

/// `std::rc::Rc` with the closing link weak: no collector needed.
pub mod rc_weak {
    use super::*;
    use std::cell::RefCell;
    use std::rc::{Rc, Weak};

    enum Next {
        None,
        Strong(Rc<R>),
        Closing(Weak<R>),
    }

    struct R {
        payload: u64,
        next: RefCell<Next>,
    }

    pub struct WeakRings {
        rings: Vec<Rc<R>>,
    }

    impl Rings for WeakRings {
        const NAME: &'static str = "rc + 1 weak link";

        fn build(rings: usize) -> Self {
            let new = |r, i| {
                Rc::new(R {
                    payload: payload(r, i),
                    next: RefCell::new(Next::None),
                })
            };
            let rings = (0..rings)
                .map(|r| {
                    let first = new(r, 0);
                    let mut prev = first.clone();
                    for i in 1..RING {
                        let x = new(r, i);
                        *prev.next.borrow_mut() = Next::Strong(x.clone());
                        prev = x;
                    }
                    *prev.next.borrow_mut() = Next::Closing(Rc::downgrade(&first));
                    first
                })
                .collect();
            WeakRings { rings }
        }

        fn sum(&mut self) -> u64 {
            let mut sum = 0u64;
            for first in &self.rings {
                let mut x = first.clone();
                loop {
                    sum = sum.wrapping_add(x.payload);
                    let next = match &*x.next.borrow() {
                        Next::Strong(n) => n.clone(),
                        Next::Closing(w) => w.upgrade().unwrap(),
                        Next::None => unreachable!(),
                    };
                    x = next;
                    if Rc::ptr_eq(&x, first) {
                        break;
                    }
                }
            }
            sum
        }

        fn finish(mut self) -> Leftover {
            self.rings.clear();
            Box::new(move || drop(self.rings))
        }
    }
}

macro_rules! gc_rings {
    ($module:ident, $name:literal, $gc:path, $cell:path, $collect:expr, $types:item) => {
        pub mod $module {
            use super::*;
            use $cell as Cell;
            use $gc as Gc;

            $types

            pub struct GcRings {
                rings: Vec<Gc<R>>,
            }

            impl Rings for GcRings {
                const NAME: &'static str = $name;

                fn build(rings: usize) -> Self {
                    let new = |r, i| Gc::new(R { payload: payload(r, i), next: Cell::new(None) });
                    let rings = (0..rings)
                        .map(|r| {
                            let first = new(r, 0);
                            let mut prev = first.clone();
                            for i in 1..RING {
                                let x = new(r, i);
                                *prev.next.borrow_mut() = Some(x.clone());
                                prev = x;
                            }
                            *prev.next.borrow_mut() = Some(first.clone());
                            first
                        })
                        .collect();
                    GcRings { rings }
                }

                fn sum(&mut self) -> u64 {
                    let mut sum = 0u64;
                    for first in &self.rings {
                        let mut x = first.clone();
                        loop {
                            sum = sum.wrapping_add(x.payload);
                            let next = x.next.borrow().clone().unwrap();
                            x = next;
                            if Gc::ptr_eq(&x, first) {
                                break;
                            }
                        }
                    }
                    sum
                }

                fn finish(mut self) -> Leftover {
                    self.rings.clear();
                    $collect;
                    Box::new(move || drop(self.rings))
                }
            }
        }
    };
}

gc_rings!(
    dumpster,
    "dumpster",
    ::dumpster::unsync::Gc,
    std::cell::RefCell,
    ::dumpster::unsync::collect(),
    #[derive(::dumpster::Trace)]
    struct R {
        payload: u64,
        next: Cell<Option<Gc<R>>>,
    }
);

gc_rings!(
    cc,
    "rust-cc",
    ::rust_cc::Cc,
    std::cell::RefCell,
    ::rust_cc::collect_cycles(),
    #[derive(::rust_cc::Trace, ::rust_cc::Finalize)]
    struct R {
        payload: u64,
        next: Cell<Option<Gc<R>>>,
    }
);

gc_rings!(
    gc,
    "gc",
    ::gc::Gc,
    ::gc::GcCell,
    ::gc::force_collect(),
    #[derive(::gc::Trace, ::gc::Finalize)]
    struct R {
        payload: u64,
        next: Cell<Option<Gc<R>>>,
    }
);

gc_rings!(
    boa,
    "boa_gc",
    ::boa_gc::Gc,
    ::boa_gc::GcRefCell,
    ::boa_gc::force_collect(),
    #[derive(::boa_gc::Trace, ::boa_gc::Finalize)]
    struct R {
        payload: u64,
        next: Cell<Option<Gc<R>>>,
    }
);

pub mod gcarena {
    use super::*;
    use gc_arena::{Arena, Collect, Gc, RefLock, Rootable};

    #[derive(Collect)]
    #[collect(no_drop)]
    struct R<'gc> {
        payload: u64,
        next: Option<Link<'gc>>,
    }
    type Link<'gc> = Gc<'gc, RefLock<R<'gc>>>;

    pub struct ArenaRings {
        arena: Arena<Rootable![Vec<Link<'_>>]>,
    }

    impl Rings for ArenaRings {
        const NAME: &'static str = "gc-arena";

        fn build(rings: usize) -> Self {
            let mut arena = Arena::<Rootable![Vec<Link<'_>>]>::new(|_| Vec::with_capacity(rings));
            for start in (0..rings).step_by(100) {
                arena.mutate_root(|mc, root| {
                    for r in start..(start + 100).min(rings) {
                        let new = |i| {
                            Gc::new(
                                mc,
                                RefLock::new(R {
                                    payload: payload(r, i),
                                    next: None,
                                }),
                            )
                        };
                        let first = new(0);
                        let mut prev = first;
                        for i in 1..RING {
                            let x = new(i);
                            prev.borrow_mut(mc).next = Some(x);
                            prev = x;
                        }
                        prev.borrow_mut(mc).next = Some(first);
                        root.push(first);
                    }
                });
                arena.collect_debt();
            }
            ArenaRings { arena }
        }

        fn sum(&mut self) -> u64 {
            self.arena.mutate(|_, root| {
                let mut sum = 0u64;
                for &first in root {
                    let mut x = first;
                    loop {
                        let n = x.borrow();
                        sum = sum.wrapping_add(n.payload);
                        x = n.next.unwrap();
                        if Gc::ptr_eq(x, first) {
                            break;
                        }
                    }
                }
                sum
            })
        }

        /// Collected while the arena lives on (dropping the arena would be a bulk free).
        fn finish(mut self) -> Leftover {
            self.arena.mutate_root(|_, root| root.clear());
            while self.arena.metrics().total_gc_count() > 0 {
                self.arena.finish_cycle();
            }
            Box::new(move || drop(self.arena))
        }
    }
}

/// This library: strong one way round, weak the other, and the ring closed by a weak handle.
pub mod weakgraph {
    use ::weakgraph::{Child, Graph, Parent, Strong, Weak};

    use super::*;

    #[derive(Graph)]
    struct R {
        payload: u64,
        #[weak]
        prev: Parent<R>,
        #[strong]
        next: Child<R>,
        /// From the last to the first.
        #[weak]
        closing: Weak<R>,
    }

    pub struct WeakGraphRings {
        rings: Vec<Strong<R>>,
    }

    impl Rings for WeakGraphRings {
        const NAME: &'static str = "weakgraph";

        fn build(rings: usize) -> Self {
            let new = |r, i, closing| {
                Strong::new(R { payload: payload(r, i), prev: Parent::new(), next: Child::new(), closing })
            };
            let rings = (0..rings)
                .map(|r| {
                    let first = new(r, 0, Weak::new());
                    let mut prev = first.clone();
                    for i in 1..RING {
                        let closing = if i + 1 == RING { Strong::downgrade(&first) } else { Weak::new() };
                        prev = prev.set_next(new(r, i, closing));
                    }
                    first
                })
                .collect();
            WeakGraphRings { rings }
        }

        fn sum(&mut self) -> u64 {
            let mut sum = 0u64;
            for first in &self.rings {
                let mut x = first.clone();
                loop {
                    sum = sum.wrapping_add(x.payload);
                    x = x.next().or_else(|| x.closing()).unwrap();
                    if x == *first {
                        break;
                    }
                }
            }
            sum
        }

        fn finish(mut self) -> Leftover {
            self.rings.clear();
            Box::new(move || drop(self.rings))
        }
    }
}
