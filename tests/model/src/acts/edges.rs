//! Edits of edges with arguments that are user code: what is made on the way into an edge, a range whose ends run a
//! program, keys that compare by running one. And the accessors that the derive writes.

use std::cmp::Ordering;
use std::ops::{Bound, RangeBounds};

use weakgraph::{Child, Children, HasParent};

use super::{Act, Args};
use crate::hostile::{in_closure, pick, place_edge};
use crate::kinds::{Late, Node};

pub(super) const ACTS: &[Act] = &[edit, edit, own, own];

/// A range whose ends are looked up by user code, and differ each time.
struct Range(u8);

impl RangeBounds<usize> for Range {
    fn start_bound(&self) -> Bound<&usize> {
        in_closure();
        [Bound::Included(&0), Bound::Included(&1), Bound::Excluded(&0), Bound::Unbounded][usize::from(self.0) % 4]
    }
    fn end_bound(&self) -> Bound<&usize> {
        in_closure();
        [Bound::Excluded(&1), Bound::Excluded(&3), Bound::Included(&1), Bound::Unbounded][usize::from(self.0 / 4) % 4]
    }
}

/// A key whose order is found by user code.
struct Order(u32);

impl PartialEq for Order {
    fn eq(&self, other: &Order) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Order {}

impl PartialOrd for Order {
    fn partial_cmp(&self, other: &Order) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Order {
    fn cmp(&self, other: &Order) -> Ordering {
        in_closure();
        self.0.cmp(&other.0)
    }
}

impl Drop for Order {
    fn drop(&mut self) {
        in_closure();
    }
}

fn edit(args: Args) -> Option<()> {
    place_edge(args.var, args.n >> 4, |edge, to| {
        let other = pick(args.other, |kind| kind == to)?;
        edge.act(args.n, &other);
        Some(())
    })
}

/// [`EdgeDyn::act`](crate::real::EdgeDyn::act) of a list.
pub(crate) fn list<C: Node + HasParent<R>, R: 'static>(list: &Children<C, R>, n: u8, other: &weakgraph::Strong<C>) {
    let late = || Late(other.clone());
    match n % 19 {
        0 => drop(reach!(Children::append(list, late()))),
        1 => drop(reach!(Children::prepend(list, late()))),
        2 => drop(reach!(Children::insert(list, usize::from(n / 16), late()))),
        3 | 4 => {
            let Some(first) = reach!(Children::first(list)) else { return };
            if let Some(next) = reach!(Children::next(list, &first)) {
                assert!(reach!(Children::prev(list, &next)) == Some(first.clone()));
            }
            assert!(reach!(Children::prev(list, &first)).is_none());
            if n % 16 == 3 {
                drop(reach!(Children::insert_before(list, &first, late())));
            } else {
                drop(reach!(Children::insert_after(list, &first, late())));
            }
        }
        5 => {
            let Some(last) = reach!(Children::last(list)) else { return };
            drop(reach!(Children::replace(list, &last, late())));
        }
        6..9 => {
            let first = reach!(Children::first(list));
            let nodes = [Some(other.clone()), first].into_iter().flatten().map(Late).inspect(|_| in_closure());
            drop(reach!(Children::splice(list, Range(n / 16), nodes)));
        }
        9 | 10 => reach!(Children::sort_by_key(list, |node| {
            in_closure();
            Order(node.id().wrapping_mul(2_654_435_761) >> (n / 16))
        })),
        11 => {
            // A list of an owner that is no node yet.
            let mut unborn: Children<C, R> = reach!(Children::new());
            unborn.extend([late(), late()]);
            in_closure();
            assert_eq!(reach!(Children::len(&unborn)), 1);
            reach!(Children::append_all(list, &unborn)).ok();
            in_closure();
        }
        12 => {
            let unborn: Children<C, R> = [late()].into_iter().collect();
            reach!(Children::append_all(&unborn, list)).ok();
            in_closure();
            drop(reach!(Children::drain(&unborn)).inspect(|_| in_closure()).last());
        }
        13 => {
            for node in list {
                in_closure();
                assert!(reach!(Children::index_of(list, &node)).is_none_or(|at| at < reach!(Children::len(list))));
            }
        }
        14 => {
            let error = reach!(Children::swap(list, other, other)).err();
            assert_eq!(error.is_some(), !reach!(Children::contains(list, other)));
            if let Some(error) = error {
                in_closure();
                assert_eq!(reach!(LinkError::kind(&error)), weakgraph::LinkErrorKind::NotAChild);
                assert!(error.to_string().contains("not"));
                assert!(
                    !reach!(LinkError::parent_type(&error)).is_empty()
                        && !reach!(LinkError::child_type(&error)).is_empty()
                );
            }
        }
        15 => {
            for node in list {
                in_closure();
                let next = reach!(Children::next(list, &node));
                assert!(next.is_none_or(|next| reach!(Children::prev(list, &next)).is_some_and(|prev| prev == node)));
                assert!(reach!(Children::contains(list, other)) || reach!(Children::next(list, other)).is_none());
            }
        }
        16 => {
            let unborn: Children<C, R> = [late()].into_iter().collect();
            let (Some(mine), Some(its)) = (reach!(Children::first(list)), reach!(Children::last(&unborn))) else {
                return;
            };
            in_closure();
            reach!(Children::swap_with(list, &mine, &unborn, &its)).ok();
            in_closure();
        }
        17 => drop(if n.is_multiple_of(2) {
            reach!(Children::insert_sorted_by(list, late(), |a, b| {
                in_closure();
                a.id().cmp(&b.id())
            }))
        } else {
            reach!(Children::insert_sorted_by_key(list, late(), |node| {
                in_closure();
                Order(node.id())
            }))
        }),
        _ => reach!(Children::retain(list, |node| {
            in_closure();
            drop(reach!(Children::get(list, usize::from(n / 16))));
            node == other || node.id() % 2 == 0
        })),
    }
}

/// The same of an edge to one.
pub(crate) fn one<C: Node + HasParent<R>, R: 'static>(edge: &Child<C, R>, n: u8, other: &weakgraph::Strong<C>) {
    match n % 4 {
        0 => drop(reach!(Child::set(edge, Late(other.clone())))),
        1 => {
            let unborn: Child<C, R> = reach!(Child::new());
            reach!(Child::set(&unborn, Late(other.clone()))).ok();
            in_closure();
        }
        2 => drop(reach!(Child::take(edge))),
        _ => {
            let full = !reach!(Child::is_empty(edge));
            assert_eq!(full, reach!(Child::get(edge)).is_some());
        }
    }
}

fn own(args: Args) -> Option<()> {
    let any = args.node(|_| true)?;
    let other = args.another(&any)?;
    each!(Any, &any, node => Node::own(node, args.n, Node::unwrap(&other)?));
    Some(())
}
