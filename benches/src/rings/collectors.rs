//! Rings whose cycles are left to a collector.
#![allow(non_local_definitions, reason = "the derive macros of `gc` do that")]

macro_rules! gc_rings {
    ($module:ident, $name:literal, $gc:path, $cell:path, $collect:expr, $types:item) => {
        pub mod $module {
            use crate::rings::{Leftover, RING, Rings, payload};
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
