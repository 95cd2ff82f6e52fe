//! A tree of two slots: edges to one node each, to one type in one relation.

use weakgraph::{Child, Graph, LinkErrorKind, Parent, Strong};
use weakgraph_tests::{Log, Rng, SaysOnDrop, panic_of};

/// A node of a binary tree.
#[derive(Graph)]
struct Bin {
    name: String,
    #[weak]
    up: Parent<Bin>,
    #[strong]
    left: Child<Bin>,
    #[strong]
    right: Child<Bin>,
    #[allow(dead_code, reason = "it speaks when it is dropped")]
    _log: Option<SaysOnDrop>,
}

impl Bin {
    fn new(name: &str) -> Bin {
        Bin { name: name.to_owned(), up: Parent::new(), left: Child::new(), right: Child::default(), _log: None }
    }
}

fn shape(of: &Strong<Bin>) -> String {
    let side = |side: Option<Strong<Bin>>| {
        side.map_or("-".to_owned(), |side| {
            assert!(side.up().as_ref() == Some(of));
            shape(&side)
        })
    };
    match (of.left(), of.right()) {
        (None, None) => of.name.clone(),
        (left, right) => format!("{}[{} {}]", of.name, side(left), side(right)),
    }
}

#[test]
fn a_node_moves_between_the_slots() {
    let t = Strong::new(Bin::new("t"));
    let a = t.set_left(Bin::new("a"));
    assert!(a.up() == Some(t.clone()));
    assert!(t.set_right(&a) == a);
    assert_eq!(shape(&t), "t[- a]");
    t.set_right(&a);
    assert_eq!(shape(&t), "t[- a]");
    t.set_left(&a);
    assert_eq!(shape(&t), "t[a -]");
    let b = t.set_right(Bin::new("b"));
    // Over the other one, which goes.
    t.set_left(&b);
    assert_eq!(shape(&t), "t[b -]");
    assert!(a.up().is_none() && b.up() == Some(t.clone()));
    assert_eq!(Strong::strong_count(&a), 1);
    // A child in the place of its parent.
    b.set_left(&a);
    t.set_left(&a);
    assert_eq!((shape(&t), shape(&b)), ("t[a -]".to_owned(), "b".to_owned()));
    assert!(t.take_right().is_none() && t.take_left() == Some(a.clone()) && t.take_left().is_none());
    assert!(a.up().is_none());
    assert_eq!([&t, &a, &b].map(Strong::strong_count), [1, 1, 1]);
}

#[test]
fn what_is_set_over_is_let_go_when_all_is_linked() {
    let log = Log::new();
    let t = Strong::new(Bin::new("t"));
    t.set_left(Bin { _log: Some(log.on_drop("old")), ..Bin::new("old") });
    t.set_left(Bin::new("new"));
    assert_eq!(log.take(), ["old"]);
    assert_eq!(shape(&t), "t[new -]");
}

#[test]
fn refusals_change_nothing() {
    let t = Strong::new(Bin::new("t"));
    let a = t.set_left(Bin::new("a"));
    let b = a.set_right(Bin::new("b"));
    let x = b.set_left(Bin::new("x"));
    for owner in [&t, &a, &b, &x] {
        for slot in [&owner.left, &owner.right] {
            assert_eq!(slot.set(&t).unwrap_err().kind(), LinkErrorKind::Cycle);
            assert_eq!(shape(&t), "t[a[- b[x -]] -]");
        }
    }
    assert!(b.try_set_left(&a).is_err() && b.try_set_right(&a).is_err() && b.try_set_right(&b).is_err());
    assert_eq!(shape(&t), "t[a[- b[x -]] -]");
    // A member of one slot is none of the other.
    assert!(t.right.is_empty() && !t.left.is_empty());
}

#[test]
fn random_edits_agree_with_a_model() {
    for seed in 0..20 {
        let mut rng = Rng::new(seed);
        let nodes: Vec<_> = (0..8).map(|n| Strong::new(Bin::new(&n.to_string()))).collect();
        let mut model = vec![[None::<usize>; 2]; nodes.len()];
        for step in 0..500 {
            let (owner, member, slot) = (rng.below(8), rng.below(8), rng.below(2));
            let edge = if slot == 0 { &nodes[owner].left } else { &nodes[owner].right };
            if rng.below(4) == 0 {
                let taken = edge.take();
                assert!(taken.as_ref() == model[owner][slot].take().map(|at| &nodes[at]));
            } else {
                let owner_of = |node| model.iter().position(|edges| edges.contains(&Some(node)));
                let cycle = std::iter::successors(Some(owner), |&node| owner_of(node)).any(|node| node == member);
                assert_eq!(edge.set(&nodes[member]).is_err(), cycle, "seed {seed}, step {step}");
                if !cycle {
                    for edges in &mut model {
                        edges.iter_mut().for_each(|at| *at = at.filter(|&at| at != member));
                    }
                    model[owner][slot] = Some(member);
                }
            }
            for (node, edges) in nodes.iter().zip(&model) {
                let is = [node.left(), node.right()];
                assert!(is.each_ref().map(Option::as_ref) == edges.map(|at| at.map(|at| &nodes[at])));
                is.iter().flatten().for_each(|member| assert!(member.up().as_ref() == Some(node)));
                let owned = model.iter().flatten().flatten().any(|&at| nodes[at] == *node);
                assert_eq!(node.up().is_some(), owned);
            }
        }
    }
}

#[test]
fn a_slot_can_be_filled_and_edited_before_birth() {
    let (a, b) = (Strong::new(Bin::new("a")), Strong::new(Bin::new("b")));
    let value = Bin { left: Some(a.clone()).into(), right: b.clone().into(), ..Bin::new("t") };
    value.left.set(&b).unwrap();
    assert!(value.left.get() == Some(b.clone()) && value.left.take() == Some(b.clone()) && value.left.is_empty());
    value.left.set(&a).unwrap();
    assert_eq!(shape(&Strong::new(value)), "t[a b]");
    let none = Bin { left: None.into(), ..Bin::new("t") };
    assert_eq!(shape(&Strong::new(none)), "t");
}

#[test]
fn the_panicking_accessor_changes_nothing() {
    let top = Strong::new(Bin::new("t"));
    let under = top.set_left(Bin::new("u"));
    assert!(panic_of(|| drop(under.set_right(&top))).unwrap().contains("cycle"));
    assert_eq!(shape(&top), "t[u -]");
}
