//! One round of a tree's workloads: what is timed, on which tree, and what must come out.

use std::hint::black_box;

use super::{Move, Tree};
use crate::alloc;
use crate::options::options;
use crate::run::Rec;
use crate::shape::{Hashes, Mv, Shape};

fn check(col: &str, s: &Shape, what: &str, got: u64, want: u64) {
    assert_eq!(got, want, "{col}: {what} on {} n={} gives another checksum", s.name, s.n);
}

fn check_walk<T: Tree>(t: &mut T, s: &Shape, what: &str, order: u64, links: u64) {
    let mut h = Hashes::default();
    t.walk(&mut |p, q| h.see(p, q));
    check(T::NAME, s, what, h.links, links);
    if T::ORDERED {
        check(T::NAME, s, what, h.order, order);
    }
}

fn gather<H: Clone>(hs: &[H], ids: &[u32]) -> Vec<H> {
    ids.iter().map(|&i| hs[i as usize].clone()).collect()
}

fn gather_moves<H: Clone>(hs: &[H], mvs: &[Mv]) -> Vec<Move<H>> {
    mvs.iter()
        .map(|m| Move { node: hs[m.node as usize].clone(), target: hs[m.target as usize].clone(), before: m.before })
        .collect()
}

/// The workloads that a column has, and that are wanted.
fn wants<T: Tree>(workload: &str) -> bool {
    let extra = matches!(workload, "sort" | "deep_clone");
    let has = if extra { T::EXTRA.contains(&workload) } else { !T::SKIP.contains(&workload) };
    has && options().wants_workload(workload)
}

fn wants_any<T: Tree>(workloads: &[&str]) -> bool {
    workloads.iter().any(|w| wants::<T>(w))
}

/// One round of one column: a tree for each part, so that no workload meets another's leftovers.
pub fn round<T: Tree>(s: &Shape, rec: &mut Rec) {
    if s.name == "list" {
        return list_round::<T>(s, rec);
    }
    // Small inputs: the read-only workloads are repeated inside the timed section.
    let reps = (40_000 / s.n).clamp(1, 20);
    if wants_any::<T>(&["build", "dfs", "dfs_fast", "scan", "up", "deep_clone", "mutate", "move_checked", "drop_sub"]) {
        use_tree::<T>(s, reps, rec);
    }
    if wants::<T>("drop") {
        alloc::settle();
        let (t, hs) = rec.time("build", s.n, || T::build(s));
        drop(hs);
        rec.time("drop", s.n, || t.free());
    }
    // The order of the references is random in any shape: at the large size one shape says it all.
    let weak_here = s.name != "wide" || s.n <= 100_000;
    if weak_here && wants_any::<T>(&["weak_make", "weak_alive", "weak_dead", "weak_drop"]) {
        use_weak::<T>(s, reps, rec);
    }
    rec.out.retain(|(w, _)| wants::<T>(w));
}

/// From building a tree to dropping its parts.
fn use_tree<T: Tree>(s: &Shape, reps: usize, rec: &mut Rec) {
    let (n, e) = (s.n, &s.expect);
    let mutates = wants_any::<T>(&["mutate", "move_checked", "drop_sub"]) && !T::SKIP.contains(&"mutate");
    alloc::settle();
    let (mut t, hs) = rec.time("build", n, || T::build(s));
    let leaves = gather(&hs, &s.leaves);
    let (moves, checked, mut subs) = if mutates {
        (gather_moves(&hs, &s.moves), gather_moves(&hs, &s.checked), gather(&hs, &s.subs))
    } else {
        (Vec::new(), Vec::new(), Vec::new())
    };
    drop(hs);
    if rec.verify {
        check_walk(&mut t, s, "build", e.order, e.links);
    }
    let mut read = |what, units, sum: u64, f: &mut dyn FnMut(&mut T) -> u64| {
        if wants::<T>(what) {
            let got = rec.repeat(what, units, reps, || f(black_box(&mut t)));
            check(T::NAME, s, what, got, sum.wrapping_mul(reps as u64));
        }
    };
    read("dfs", n, e.sum, &mut T::dfs);
    read("dfs_fast", n, e.sum, &mut T::dfs_fast);
    read("scan", n, e.sum, &mut T::scan);
    read("up", s.up_steps, e.up, &mut |t| t.up(&leaves));
    drop(leaves);
    if wants::<T>("deep_clone") {
        let mut other = rec.time("deep_clone", n, || t.deep_clone());
        if rec.verify {
            check_walk(&mut other, s, "deep_clone", e.order, e.links);
        }
        other.free();
    }
    if mutates {
        rec.time("mutate", moves.len(), || t.mutate(&moves));
        drop(moves);
        let r = rec.time("move_checked", checked.len(), || t.checked(&checked));
        drop(checked);
        check(T::NAME, s, "refused moves", r, e.refused);
        if rec.verify {
            check_walk(&mut t, s, "mutate", e.order_moved, e.links_moved);
        }
        if wants::<T>("drop_sub") {
            rec.time("drop_sub", s.subs_freed, || t.drop_subs(&mut subs));
            check(T::NAME, s, "drop_sub", t.dfs_fast(), e.sum_subs);
            if rec.verify {
                check_walk(&mut t, s, "drop_sub", e.order_subs, e.links_subs);
            }
        }
    }
    t.free();
}

fn use_weak<T: Tree>(s: &Shape, reps: usize, rec: &mut Rec) {
    let n = s.n;
    alloc::settle();
    let (mut t, hs) = rec.time("build", n, || T::build(s));
    let order = gather(&hs, &s.perm);
    drop(hs);
    let mut ws = rec.time("weak_make", n, || t.weak(&order));
    drop(order);
    let r = rec.repeat("weak_alive", n, reps, || black_box(&mut t).probe(black_box(&ws)));
    check(T::NAME, s, "weak_alive", r, s.expect.sum.wrapping_mul(reps as u64));
    let mut g = t.kill();
    if wants::<T>("weak_dead") {
        let r = rec.repeat("weak_dead", n, reps, || T::probe_dead(black_box(&mut g), black_box(&ws)));
        check(T::NAME, s, "weak_dead", r, 0);
        rec.time("weak_drop", n, || ws.clear());
    }
    drop(g);
}

/// A hundredth of the children of a very wide parent go, from one place; then all are sorted.
fn list_round<T: Tree>(s: &Shape, rec: &mut Rec) {
    let (n, k) = (s.n, s.n / 100);
    let middle = (n - k) / 2;
    let first: Vec<u32> = (1..=k as u32).collect();
    let places = [
        ("remove_first", first.clone()),
        ("remove_middle", first.iter().map(|i| i + middle as u32).collect()),
        ("remove_last", first.iter().map(|i| n as u32 - i).collect()),
    ];
    for (what, gone) in places {
        if T::SKIP.contains(&"drop_sub") || !wants::<T>(what) {
            continue;
        }
        alloc::settle();
        let (mut t, hs) = T::build(s);
        let mut members = gather(&hs, &gone);
        drop(hs);
        rec.time(what, k, || t.drop_subs(&mut members));
        let rest = (1..n).filter(|&i| !gone.contains(&(i as u32)));
        check_list(&mut t, s, what, &rest.map(|i| s.payload[i]).collect::<Vec<_>>());
        t.free();
    }
    if wants::<T>("sort") {
        alloc::settle();
        let (mut t, hs) = T::build(s);
        drop(hs);
        rec.time("sort", n - 1, || t.sort());
        let mut sorted = s.payload[1..].to_vec();
        sorted.sort_unstable();
        check_list(&mut t, s, "sort", &sorted);
        t.free();
    }
}

/// The root's children must have these payloads.
fn check_list<T: Tree>(t: &mut T, s: &Shape, what: &str, payloads: &[u64]) {
    let mut h = Hashes::default();
    h.see(s.payload[0], 0);
    payloads.iter().for_each(|&p| h.see(p, s.payload[0]));
    check_walk(t, s, what, h.order, h.links);
}
