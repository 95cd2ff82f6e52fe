//! Walks and edits in a relation that is named, over one edge and over several, with user code between the steps.

use weakgraph::{EditChildren, InRelation, NodeRef, Strong, TreeIn, WalkEvent};

use super::Args;
use crate::hostile::{in_closure, pick, store};
use crate::kinds::{Any, Father, Kind, Mother, Node, Person, RelationFn};

/// As in `walks`.
const STEPS: usize = 64;

/// All kinds that have trees.
fn has_trees(kind: Kind) -> bool {
    !matches!(kind, Kind::Page | Kind::Style | Kind::Slip | Kind::Shelf | Kind::Loan | Kind::Lent)
}

struct Walk(Args);

impl<'a> RelationFn<'a> for Walk {
    type Out = ();
    fn call<R: 'static, K, T>(self, tree: InRelation<'a, T, R>)
    where
        T: TreeIn<R> + EditChildren<T, R, K> + Node,
    {
        let Walk(args) = self;
        macro_rules! along {
            ($walk:expr, $next:expr $(, $skip:expr)?) => {{
                let mut walk = $walk;
                for step in 0..STEPS {
                    in_closure();
                    let Some(node) = $next(&mut walk, args.bit(step)) else { break };
                    if step % 4 == 3 {
                        store(args.other, T::wrap(node));
                    }
                    $(if args.bit(step + 5) { $skip(&mut walk); })?
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
        fn event<H, I: DoubleEndedIterator<Item = WalkEvent<H>>>(walk: &mut I, from_end: bool) -> Option<H> {
            both(walk, from_end).map(WalkEvent::into_node)
        }
        match args.n % 10 {
            0 => along!(reach!(InRelation::children(tree)), both),
            1 => along!(reach!(InRelation::descendants(tree)), both, weakgraph::Descendants::skip_descendants),
            2 => along!(reach!(InRelation::inclusive_descendants(tree)), both),
            3 => along!(reach!(InRelation::traverse(tree)), event, weakgraph::Traverse::skip_descendants),
            4 => along!(reach!(InRelation::breadth_first(tree)), forward),
            5 => along!(reach!(InRelation::leaves(tree)), both),
            6 => along!(reach!(InRelation::ancestors(tree)), forward),
            7 => along!(reach!(InRelation::inclusive_ancestors(tree)), forward),
            8 => along!(reach!(InRelation::next_siblings(tree)), forward),
            _ => along!(reach!(InRelation::prev_siblings(tree)), forward),
        }
    }
}

pub(super) fn walking(args: Args) -> Option<()> {
    let any = args.node(has_trees)?;
    each!(Any, &any, node => node.with_relation(args.n / 16, Walk(args)))
}

struct Ask<'n>(Args, &'n Any);

impl<'a> RelationFn<'a> for Ask<'a> {
    type Out = Option<()>;
    fn call<R: 'static, K, T>(self, tree: InRelation<'a, T, R>) -> Option<()>
    where
        T: TreeIn<R> + EditChildren<T, R, K> + Node,
    {
        let other = T::unwrap(self.1)?;
        let n = usize::from(self.0.n);
        let children: Vec<_> = reach!(InRelation::children(tree)).collect();
        in_closure();
        let now: Vec<_> = reach!(InRelation::children(tree)).collect();
        assert_eq!(reach!(InRelation::child_count(tree)), now.len());
        assert_eq!(reach!(InRelation::is_leaf(tree)), now.is_empty());
        assert!(reach!(InRelation::first_child(tree)).as_ref() == now.first());
        assert!(reach!(InRelation::last_child(tree)).as_ref() == now.last());
        assert!(reach!(InRelation::nth_child(tree, n % 8)).as_ref() == now.get(n % 8));
        let see = |node: &'_ Strong<T>| -> Vec<usize> {
            let seen: InRelation<'_, T, R> = reach!(Graph::in_relation(&**node));
            let (index, path) = (reach!(InRelation::index_in_parent(seen)), reach!(InRelation::path(seen)));
            assert_eq!(path.last().copied(), index);
            assert_eq!(reach!(InRelation::depth(seen)), path.len());
            assert_eq!(reach!(InRelation::is_root(seen)), reach!(InRelation::parent(seen)).is_none());
            path
        };
        for pair in now.windows(2) {
            let (before, after): (InRelation<'_, T, R>, InRelation<'_, T, R>) =
                (reach!(Graph::in_relation(&*pair[0])), reach!(Graph::in_relation(&*pair[1])));
            assert!(reach!(InRelation::next_sibling(before)).as_ref() == Some(&pair[1]));
            assert!(reach!(InRelation::prev_sibling(after)).as_ref() == Some(&pair[0]));
            assert_eq!(reach!(InRelation::compare_position(before, &*pair[1])), weakgraph::Position::Following);
        }
        drop((children, now));
        in_closure();
        let path = see(other);
        let below: InRelation<'_, T, R> = reach!(Graph::in_relation(&**other));
        let root = reach!(<InRelation<'_, T, R>>::root(below));
        let root: InRelation<'_, T, R> = reach!(Graph::in_relation(&*root));
        assert!(reach!(InRelation::at_path(root, &path)).is_some_and(|node| node == *other));
        let is_above = reach!(InRelation::is_ancestor_of(tree, other));
        assert!(!is_above || !reach!(InRelation::is_descendant_of(tree, other)));
        if let Some(common) = reach!(InRelation::common_ancestor(tree, other)) {
            let common: InRelation<'_, T, R> = reach!(Graph::in_relation(&*common));
            assert!(reach!(InRelation::inclusive_descendants(common)).any(|node| node == *other));
        }
        Some(())
    }
}

pub(super) fn asking(args: Args) -> Option<()> {
    let any = args.node(has_trees)?;
    let other = args.another(&any)?;
    each!(Any, &any, node => node.with_relation(args.n / 16, Ask(args, &other)))?
}

struct Edit<'n>(Args, &'n Any);

impl<'a> RelationFn<'a> for Edit<'a> {
    type Out = Option<()>;
    fn call<R: 'static, K, T>(self, tree: InRelation<'a, T, R>) -> Option<()>
    where
        T: TreeIn<R> + EditChildren<T, R, K> + Node,
    {
        let other = T::unwrap(self.1)?;
        let late = || crate::kinds::Late(other.clone());
        match self.0.n % 8 {
            0 => drop(reach!(InRelation::append(tree, late()))),
            1 => drop(reach!(InRelation::prepend(tree, late()))),
            2 => drop(reach!(InRelation::insert_before(tree, late()))),
            3 => drop(reach!(InRelation::insert_after(tree, late()))),
            4 => drop(reach!(InRelation::replace_with(tree, late()))),
            5 => drop(reach!(InRelation::detach(tree))),
            6 => _ = reach!(InRelation::swap_with(tree, other)).ok(),
            _ => _ = reach!(InRelation::reparent_children(tree, other)).ok(),
        }
        Some(())
    }
}

pub(super) fn editing(args: Args) -> Option<()> {
    let any = args.node(has_trees)?;
    let other = args.another(&any)?;
    each!(Any, &any, node => node.with_relation(args.n / 16, Edit(args, &other)))?
}

/// By references that are not counted.
#[allow(elided_lifetimes_in_paths, reason = "`reach!` takes names as arguments")]
pub(super) fn reading(args: Args) -> Option<()> {
    let Any::Person(node) = pick(args.var, |kind| kind == Kind::Person)? else { return None };
    let session = reach!(read());
    let node = reach!(ReadSession::node(&session, &node));
    let by_mother: InRelation<'_, Person, Mother, NodeRef<'_, Person>> = reach!(NodeRef::in_relation(node));
    let by_father: InRelation<'_, Person, Father, NodeRef<'_, Person>> = reach!(NodeRef::in_relation(node));
    type Read<'r> = NodeRef<'r, Person>;
    let mut kept: Vec<Read<'_>> = vec![node];
    for step in 0..4 {
        in_closure();
        kept.extend(reach!(InRelation::descendants(by_mother)).take(STEPS));
        in_closure();
        kept.extend(reach!(InRelation::traverse(by_father)).map(WalkEvent::into_node).take(STEPS));
        kept.extend(reach!(InRelation::nth_child(by_mother, step)));
        kept.extend(reach!(<InRelation<'_, Person, Father, Read>>::root(by_father)));
    }
    in_closure();
    kept.into_iter().map(|node| reach!(NodeRef::get(node)).id()).for_each(drop);
    Some(())
}
