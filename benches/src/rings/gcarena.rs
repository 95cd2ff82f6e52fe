//! `gc-arena`: the rings live inside an arena.

use super::{Leftover, RING, Rings, payload};
use gc_arena::{Arena, Collect, Gc, RefLock, Rootable};

#[derive(Collect)]
#[collect(no_drop)]
struct R<'gc> {
    payload: u64,
    next: Option<Link<'gc>>,
}
type Link<'gc> = Gc<'gc, RefLock<R<'gc>>>;

type Roots = Rootable![Vec<Link<'_>>];

pub struct ArenaRings {
    arena: Arena<Roots>,
}

impl Rings for ArenaRings {
    const NAME: &'static str = "gc-arena";

    fn build(rings: usize) -> Self {
        let mut arena = Arena::<Roots>::new(|_| Vec::with_capacity(rings));
        for start in (0..rings).step_by(100) {
            arena.mutate_root(|mc, root| {
                for r in start..(start + 100).min(rings) {
                    let new = |i| Gc::new(mc, RefLock::new(R { payload: payload(r, i), next: None }));
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
