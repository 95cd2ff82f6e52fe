//! `std::rc::Rc` with the closing link weak: no collector needed.

use super::{Leftover, RING, Rings, payload};
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
        let new = |r, i| Rc::new(R { payload: payload(r, i), next: RefCell::new(Next::None) });
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
