//! The physical limit: pointers around, no counts.

use super::{Leftover, RING, Rings, payload};
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
        let mut t = RawRings { rings: Vec::with_capacity(rings), chunks: Vec::new() };
        for r in 0..rings {
            unsafe {
                let mut new = |i| {
                    let n = N { payload: payload(r, i), next: std::ptr::null_mut() };
                    if MALLOC {
                        let p = alloc(Layout::new::<N>()) as *mut N;
                        p.write(n);
                        return p;
                    }
                    if t.chunks.last().is_none_or(|c| c.len() == c.capacity()) {
                        let cap = t.chunks.last().map_or(64, |c| (c.capacity() * 2).min(16384));
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
