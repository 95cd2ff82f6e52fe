//! This library: strong one way round, weak the other, and the ring closed by a weak handle.

use weakgraph::{Child, Graph, Parent, Strong, Weak};

use super::{Leftover, RING, Rings, payload};

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
        let new =
            |r, i, closing| Strong::new(R { payload: payload(r, i), prev: Parent::new(), next: Child::new(), closing });
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
