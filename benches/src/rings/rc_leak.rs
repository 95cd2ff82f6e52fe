//! `std::rc::Rc`, strong all around: dropping the handles frees nothing.

use super::{Leftover, RING, Rings, payload};
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
        let new = |r, i| Rc::new(R { payload: payload(r, i), next: RefCell::new(None) });
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
