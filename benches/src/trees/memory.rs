//! What a tree takes of memory.

use super::Tree;
use crate::alloc;
use crate::shape::Shape;

/// Memory of one column: what is held per node while the tree lives, and what is still held after
/// all nodes are dropped while a weak reference to each is alive (the references themselves, held
/// by the user, are not counted).
pub struct Memory {
    pub live_requested: f64,
    pub live_real: f64,
    pub calls: f64,
    pub after_requested: Option<f64>,
    pub after_real: Option<f64>,
    pub after_all: f64,
}

pub fn memory<T: Tree>(s: &Shape) -> Memory {
    let n = s.n as f64;
    alloc::settle();
    alloc::on();
    let c0 = alloc::now();
    let (mut t, hs) = T::build(s);
    let c1 = alloc::now();
    let order = if T::SKIP.contains(&"weak_make") {
        Vec::new()
    } else {
        s.perm.iter().map(|&i| hs[i as usize].clone()).collect()
    };
    drop(hs);
    let c1b = alloc::now();
    let order_bytes = std::mem::size_of_val(&order[..]) as i64;
    let live = c1b.requested - c0.requested - order_bytes;
    let order_real =
        if order.is_empty() { 0 } else { unsafe { libc::malloc_usable_size(order.as_ptr() as *mut _) as i64 + 8 } };
    let live_real = c1b.real - c0.real - order_real;
    let (after_requested, after_real, rest);
    if T::SKIP.contains(&"weak_make") {
        drop(order);
        t.free();
        (after_requested, after_real) = (None, None);
        rest = alloc::now();
    } else {
        let ws = t.weak(&order);
        drop(order);
        let g = t.kill();
        let c = alloc::now();
        let own = (ws.capacity() * std::mem::size_of::<T::W>()) as i64;
        let own_real = unsafe { libc::malloc_usable_size(ws.as_ptr() as *mut _) as i64 + 8 };
        after_requested = Some((c.requested - c0.requested - own) as f64 / n);
        after_real = Some((c.real - c0.real - own_real) as f64 / n);
        drop(ws);
        drop(g);
        rest = alloc::now();
    }
    alloc::off();
    Memory {
        live_requested: live as f64 / n,
        live_real: live_real as f64 / n,
        calls: (c1.calls - c0.calls - 1) as f64 / n,
        after_requested,
        after_real,
        after_all: (rest.requested - c0.requested) as f64 / n,
    }
}
