//! Walks that pass over what is below a node, and what trees say, with user code between the steps.

use weakgraph::WalkEvent;

use super::{Act, Args, relations};
use crate::hostile::{in_closure, store};
use crate::kinds::{Also, Any, Kind, Node};
use crate::real::TreeFn;

pub(super) const ACTS: &[Act] = &[
    skipping,
    skipping_traverse,
    asking,
    editing,
    editing_the_view,
    owning,
    owning,
    relations::walking,
    relations::asking,
    relations::editing,
    relations::reading,
    editing_the_view,
];

fn has_the_trait(kind: Kind) -> bool {
    kind.also(Also::tree)
}

/// More steps than a program can need; a walk that an edit feeds ends some time.
const STEPS: usize = 64;

struct Skip(Args);

impl TreeFn for Skip {
    type Out = ();
    fn call<K, T: weakgraph::TreeEdit<K> + Node>(self, tree: &T) {
        let mut walk =
            if self.0.bit(7) { reach!(Tree::inclusive_descendants(tree)) } else { reach!(Tree::descendants(tree)) };
        for step in 0..STEPS {
            let next = if self.0.bit(step + 3) && self.0.bit(6) { walk.next_back() } else { walk.next() };
            let Some(node) = next else { break };
            in_closure();
            if self.0.bit(step) {
                reach!(Descendants::skip_descendants(&mut walk));
                in_closure();
            }
            drop(node);
        }
    }
}

fn skipping(args: Args) -> Option<()> {
    let any = args.node(has_the_trait)?;
    each!(Any, &any, node => node.with_tree(Skip(args)))
}

struct SkipTraverse(Args);

impl TreeFn for SkipTraverse {
    type Out = ();
    fn call<K, T: weakgraph::TreeEdit<K> + Node>(self, tree: &T) {
        let mut walk = reach!(Tree::traverse(tree));
        // What was entered and not left, by each end: a node is left at most once for each time that it was entered.
        // From the end, it is left first.
        let mut open: [Vec<u32>; 2] = Default::default();
        for step in 0..STEPS {
            let from_end = self.0.bit(step + 3) && self.0.bit(6);
            let next = if from_end { walk.next_back() } else { walk.next() };
            let Some(next) = next else { break };
            let id = reach!(WalkEvent::node(&next)).id();
            let (open, leaves) = (&mut open[usize::from(from_end)], matches!(next, WalkEvent::Leave(_)));
            if leaves == from_end {
                open.push(id);
            } else {
                let at = open.iter().rposition(|&entered| entered == id);
                open.remove(at.expect("a node is left that was not entered"));
            }
            in_closure();
            if self.0.bit(step) {
                reach!(Traverse::skip_descendants(&mut walk));
            }
            if self.0.bit(step + 1) {
                in_closure();
            }
            let node = reach!(WalkEvent::into_node(next));
            if self.0.bit(step + 2) {
                store(self.0.other, T::wrap(node));
            }
        }
    }
}

fn skipping_traverse(args: Args) -> Option<()> {
    let any = args.node(has_the_trait)?;
    each!(Any, &any, node => node.with_tree(SkipTraverse(args)))
}

struct Own<'a>(Args, &'a Any);

impl TreeFn for Own<'_> {
    type Out = Option<()>;
    fn call<K, T: weakgraph::TreeEdit<K> + Node>(self, _: &T) -> Option<()> {
        let Own(args, any) = self;
        let start = T::unwrap(any)?.clone();
        macro_rules! along {
            ($walk:expr, $next:expr) => {{
                let mut walk = $walk;
                for step in 0..STEPS {
                    in_closure();
                    let Some(node) = $next(&mut walk, args.bit(step)) else { break };
                    if step % 4 == 3 {
                        store(args.other, T::wrap(node));
                    }
                }
                in_closure();
                drop(walk);
            }};
        }
        fn forward<I: Iterator>(walk: &mut I, _: bool) -> Option<I::Item> {
            walk.next()
        }
        fn both<I: DoubleEndedIterator>(walk: &mut I, from_end: bool) -> Option<I::Item> {
            if from_end { walk.next_back() } else { walk.next() }
        }
        match args.n % 11 {
            0 => along!(reach!(Strong::into_children(start)), both),
            1 => along!(reach!(Strong::into_descendants(start)), both),
            2 => along!(reach!(Strong::into_inclusive_descendants(start)), both),
            3 => along!(reach!(Strong::into_traverse(start)).map(WalkEvent::into_node), both),
            4 => along!(reach!(Strong::into_breadth_first(start)), forward),
            5 => along!(reach!(Strong::into_leaves(start)), both),
            6 => along!(reach!(Strong::into_ancestors(start)), forward),
            7 => along!(reach!(Strong::into_inclusive_ancestors(start)), forward),
            8 => along!(reach!(Strong::into_next_siblings(start)), forward),
            9 => along!(reach!(Strong::into_prev_siblings(start)), forward),
            _ => {
                let (mut events, mut nodes) =
                    (reach!(Strong::into_traverse(start.clone())), reach!(Strong::into_descendants(start)));
                for _ in 0..STEPS {
                    let (event, node) = (events.next(), nodes.next());
                    if event.is_none() && node.is_none() {
                        break;
                    }
                    in_closure();
                    reach!(IntoTraverse::skip_descendants(&mut events));
                    reach!(IntoDescendants::skip_descendants(&mut nodes));
                }
            }
        }
        Some(())
    }
}

fn owning(args: Args) -> Option<()> {
    let any = args.node(has_the_trait)?;
    each!(Any, &any, node => node.with_tree(Own(args, &any)))?
}

struct Ask(Args);

impl TreeFn for Ask {
    type Out = ();
    fn call<K, T: weakgraph::TreeEdit<K> + Node>(self, tree: &T) {
        let n = usize::from(self.0.n);
        let list = reach!(Tree::children(tree));
        in_closure();
        let found = reach!(Tree::nth_child(tree, n % 4));
        assert!(found == reach!(ChildrenView::get(list, n % 4)));
        assert!(reach!(Tree::nth_child(tree, reach!(Tree::child_count(tree)))).is_none());
        assert_eq!(reach!(Tree::parent(tree)).is_none(), reach!(Tree::is_root(tree)));
        let path = reach!(Tree::path(tree));
        if let Some(top) = reach!(Tree::ancestors(tree)).last() {
            let found = reach!(Tree::at_path(&*top, &path));
            assert!(found.is_some_and(|found| std::ptr::eq(&raw const *found, tree)));
        }
        assert_eq!(reach!(Tree::is_leaf(tree)), reach!(ChildrenView::is_empty(list)));
        let (first, last) = (reach!(ChildrenView::first(list)), reach!(ChildrenView::last(list)));
        assert_eq!(first.is_some(), reach!(ChildrenView::len(list)) > 0);
        assert!(first.as_ref().is_none_or(|first| reach!(ChildrenView::index_of(list, first)) == Some(0)));
        assert!(last.as_ref().is_none_or(|last| reach!(ChildrenView::contains(list, last))));
        if let (Some(first), Some(last)) = (&first, &last) {
            assert!(
                reach!(ChildrenView::prev(list, first)).is_none() && reach!(ChildrenView::next(list, last)).is_none()
            );
        }
        drop((first, last));
        for node in reach!(ChildrenView::iter(list)).take(STEPS) {
            in_closure();
            drop(node);
        }
        for node in reach!(Tree::next_siblings(tree)).take(STEPS) {
            in_closure();
            drop(node);
        }
        for node in reach!(Tree::ancestors(tree)).take(STEPS) {
            in_closure();
            drop(node);
        }
    }
}

fn asking(args: Args) -> Option<()> {
    let any = args.node(has_the_trait)?;
    each!(Any, &any, node => node.with_tree(Ask(args)))
}

struct Edit<'a>(Args, &'a Any);

impl TreeFn for Edit<'_> {
    type Out = Option<()>;
    fn call<K, T: weakgraph::TreeEdit<K> + Node>(self, tree: &T) -> Option<()> {
        let other = || Some(crate::kinds::Late(T::unwrap(self.1)?.clone()));
        match self.0.n % 7 {
            0 => drop(reach!(Tree::append(tree, other()?))),
            1 => drop(reach!(Tree::prepend(tree, other()?))),
            2 => drop(reach!(Tree::insert_before(tree, other()?))),
            3 => drop(reach!(Tree::insert_after(tree, other()?))),
            4 => drop(reach!(Tree::replace_with(tree, other()?))),
            5 => drop(reach!(Tree::detach(tree))),
            _ => {
                let other = T::unwrap(self.1)?;
                let common = reach!(Tree::common_ancestor(tree, other));
                let swapped = reach!(Tree::swap_with(tree, other)).is_ok();
                assert!(common == reach!(Tree::common_ancestor(other, tree)) || swapped);
                // Those below an ancestor in common stay so.
                assert!(!swapped || common == reach!(Tree::common_ancestor(tree, other)));
            }
        }
        Some(())
    }
}

fn editing(args: Args) -> Option<()> {
    let any = args.node(has_the_trait)?;
    let other = args.another(&any)?;
    each!(Any, &any, node => node.with_tree(Edit(args, &other)))?
}

struct EditView<'a>(Args, &'a Any);

impl TreeFn for EditView<'_> {
    type Out = Option<()>;
    fn call<K, T: weakgraph::TreeEdit<K> + Node>(self, tree: &T) -> Option<()> {
        let n = usize::from(self.0.n);
        let other = T::unwrap(self.1)?;
        let late = || crate::kinds::Late(other.clone());
        let list = reach!(Tree::children(tree));
        let child = reach!(ChildrenView::get(list, n / 16));
        match n % 16 {
            0 => drop(reach!(ChildrenView::append(list, late()))),
            1 => drop(reach!(ChildrenView::prepend(list, late()))),
            2 => drop(reach!(ChildrenView::insert(list, n / 16, late()))),
            3 => drop(reach!(ChildrenView::insert_before(list, &child?, late()))),
            4 => drop(reach!(ChildrenView::insert_after(list, &child?, late()))),
            5 => drop(reach!(ChildrenView::replace(list, &child?, late()))),
            6 => drop(reach!(ChildrenView::splice(list, ..n / 16, [late()]))),
            7 => drop(reach!(ChildrenView::swap(list, &child?, other))),
            8 => drop(reach!(ChildrenView::remove(list, &child?))),
            9 => reach!(ChildrenView::retain(list, |child| {
                in_closure();
                child.id() % 2 == 0
            })),
            10 => reach!(ChildrenView::clear(list)),
            11 => drop(reach!(ChildrenView::drain(list))),
            12 => reach!(ChildrenView::sort_by(list, |a, b| {
                in_closure();
                b.id().cmp(&a.id())
            })),
            13 => reach!(ChildrenView::sort_by_key(list, |child| {
                in_closure();
                child.id()
            })),
            14 => match n / 16 % 4 {
                0 => drop(reach!(ChildrenView::append_all(list, reach!(Tree::children(&**other))))),
                1 => drop(reach!(ChildrenView::insert_sorted_by(list, late(), |a, b| {
                    in_closure();
                    a.id().cmp(&b.id())
                }))),
                2 => drop(reach!(ChildrenView::insert_sorted_by_key(list, late(), |child| {
                    in_closure();
                    child.id()
                }))),
                _ => {
                    let (child, others) = (reach!(ChildrenView::first(list))?, reach!(Tree::children(&**other)));
                    let its = reach!(ChildrenView::last(others))?;
                    reach!(ChildrenView::swap_with(list, &child, others, &its)).ok();
                }
            },
            _ => reach!(ChildrenView::reverse(list)),
        }
        Some(())
    }
}

fn editing_the_view(args: Args) -> Option<()> {
    let any = args.node(has_the_trait)?;
    let other = args.another(&any)?;
    each!(Any, &any, node => node.with_tree(EditView(args, &other)))?
}
