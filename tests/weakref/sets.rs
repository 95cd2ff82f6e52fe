//! Weak sets.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use weakgraph::Strong;
use weakgraph::collections::WeakSet;

use super::Object;

type Set = WeakSet<Object>;

fn set(objects: &[Strong<Object>]) -> Set {
    objects.iter().collect()
}

fn numbers(set: &Set) -> Vec<u32> {
    let mut numbers: Vec<u32> = set.iter().map(|node| node.number).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn t092_t103_t106_a_set_is_made_and_copied() {
    let objects = Object::some(5);
    let a = set(&objects);
    let b: Set = a.iter().collect();
    let mut c = Set::with_capacity(5);
    c.extend(&a);
    assert!(a == b && b == c && a.clone() == a && a.len() == 5 && c.capacity() >= 5);
    c.pop();
    assert!(c != a && a.len() == 5);
    let plain: HashSet<Strong<Object>> = a.into_iter().collect();
    assert_eq!(plain.len(), 5);
}

#[test]
fn t093_t094_the_length_and_the_elements_follow_the_deaths() {
    let mut objects = Object::some(5);
    let set = set(&objects);
    assert!(set.contains(&Object::new(4)) && !set.contains(&Object::new(5)));
    objects.pop();
    assert!(set.len() == 4 && !set.contains(&Object::new(4)), "even for an equal newcomer");
    objects.clear();
    assert!(set.is_empty());
}

#[test]
fn t095_union() {
    let objects = Object::some(6);
    let (a, b) = (set(&objects[..4]), set(&objects[2..]));
    assert_eq!((numbers(&(&a | &b)), a.len(), b.len()), (vec![0, 1, 2, 3, 4, 5], 4, 4));
    assert_eq!(a.union(&b).count(), 6);
    let mut a = a;
    a |= &b;
    drop(objects);
    assert!(a.is_empty());
}

#[test]
fn t096_intersection_shrinks_when_an_element_dies() {
    let mut objects = Object::some(6);
    let (mut a, b) = (set(&objects[..4]), set(&objects[2..]));
    let both = &a & &b;
    assert_eq!((numbers(&both), a.intersection(&b).count()), (vec![2, 3], 2));
    a &= &b;
    objects.remove(2);
    assert_eq!((numbers(&both), numbers(&a)), (vec![3], vec![3]));
}

#[test]
fn t097_disjoint() {
    let objects = Object::some(4);
    assert!(
        set(&objects[..2]).is_disjoint(&set(&objects[2..])) && !set(&objects[..3]).is_disjoint(&set(&objects[2..]))
    );
}

#[test]
fn t098_t113_difference() {
    let objects = Object::some(6);
    let (mut a, b) = (set(&objects[..4]), set(&objects[2..]));
    assert_eq!((numbers(&(&a - &b)), a.difference(&b).count(), a.len()), (vec![0, 1], 2, 4));
    assert_eq!((numbers(&(&a ^ &b)), a.symmetric_difference(&b).count()), (vec![0, 1, 4, 5], 4));
    a -= &b;
    assert_eq!(numbers(&a), [0, 1]);
    a ^= &b;
    assert_eq!(numbers(&a), [0, 1, 2, 3, 4, 5]);
}

#[test]
fn t101_subsets() {
    let objects = Object::some(4);
    let (all, some) = (set(&objects), set(&objects[..2]));
    assert!(some.is_subset(&all) && all.is_superset(&some) && !all.is_subset(&some) && !some.is_superset(&all));
    assert!(all.is_subset(&all) && Set::new().is_subset(&some) && some != all);
}

#[test]
fn t102_a_thousand_elements_that_hold_the_set_and_a_set_of_themselves() {
    #[derive(weakgraph::Graph)]
    struct Holder {
        number: u32,
        all: Rc<WeakSet<Holder>>,
        own: WeakSet<Holder>,
    }
    impl PartialEq for Holder {
        fn eq(&self, other: &Holder) -> bool {
            self.number == other.number
        }
    }
    impl Eq for Holder {}
    impl std::hash::Hash for Holder {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            self.number.hash(state);
        }
    }
    let all = Rc::new(WeakSet::new());
    let holders: Vec<Strong<Holder>> = (0..1000)
        .map(|number| {
            let holder = Strong::new(Holder { number, all: all.clone(), own: WeakSet::new() });
            holder.own.insert(&holder);
            holder.all.insert(&holder);
            holder
        })
        .collect();
    for holder in &*all {
        assert!(holder.own.len() == 1 && holder.own.iter().all(|own| own == holder));
    }
    drop(holders);
    assert!(all.is_empty());
    assert_eq!(Rc::strong_count(&all), 1);
}

#[test]
fn t104_a_wrapper_may_say_how_a_set_hashes() {
    /// By name, as a set itself has no hash (`ui/weakref/a_map_is_no_key.rs`).
    struct Team {
        name: &'static str,
        members: Set,
    }

    impl PartialEq for Team {
        fn eq(&self, other: &Team) -> bool {
            self.name == other.name && self.members == other.members
        }
    }

    impl Eq for Team {}

    impl Hash for Team {
        fn hash<H: Hasher>(&self, state: &mut H) {
            self.name.hash(state);
        }
    }

    let mut objects = Object::some(3);
    let teams: HashSet<Team> = ["red", "blue"].map(|name| Team { name, members: set(&objects) }).into_iter().collect();
    let like = Team { name: "red", members: set(&objects) };
    assert!(teams.contains(&like));
    like.members.remove(&objects[0]);
    assert!(!teams.contains(&like));
    objects.remove(0);
    assert!(teams.contains(&like), "the hash stays when an element dies, and both sets have lost it");
}

#[test]
fn t108_removal_is_by_equality_and_the_second_finds_nothing() {
    let objects = Object::some(2);
    let set = set(&objects);
    assert!(set.remove(&Object::new(1)) && !set.remove(&Object::new(1)));
    assert!(set.take(&objects[0]).as_ref() == Some(&objects[0]) && set.take(&objects[0]).is_none());
}

#[test]
fn t115_a_set_and_its_equal() {
    let objects = Object::some(3);
    let same = set(&objects);
    let edited = |edit: fn(&mut Set, &Set)| {
        let mut set = same.clone();
        edit(&mut set, &same);
        set.len()
    };
    assert_eq!(
        [edited(|a, b| *a |= b), edited(|a, b| *a &= b), edited(|a, b| *a -= b), edited(|a, b| *a ^= b)],
        [3, 3, 0, 0]
    );
    assert_eq!(
        [(&same | &same).len(), (&same & &same).len(), (&same - &same).len(), (&same ^ &same).len()],
        [3, 3, 0, 0]
    );
}

#[test]
fn t117_t118_elements_die_and_are_edited_while_the_set_is_walked() {
    let mut objects = Object::some(10);
    let set = set(&objects);
    let mut walk = set.iter();
    assert_eq!(walk.next().unwrap().number, 0);
    objects.remove(9);
    objects.remove(3);
    assert!(set.remove(&Object::new(5)) && !set.insert(&objects[0].clone()));
    let new = Object::new(77);
    assert!(set.insert(&new));
    assert_eq!(set.len(), 8);
    assert_eq!(walk.map(|node| node.number).collect::<Vec<_>>(), [1, 2, 4, 6, 7, 8]);
    assert_eq!(numbers(&set), [0, 1, 2, 4, 6, 7, 8, 77]);
    let walk = set.iter();
    set.clear();
    assert_eq!((set.len(), walk.count()), (0, 0));
}

#[test]
fn t120_elements_die_at_any_point_of_a_walk() {
    for die_at in 0..100 {
        let mut objects = Object::some(100);
        let set = set(&objects);
        let (mut walk, mut seen) = (set.iter(), 0);
        for node in walk.by_ref() {
            drop(node);
            seen += 1;
            if seen == die_at {
                objects.truncate(50);
            }
            assert_eq!(set.len(), objects.len());
        }
        assert_eq!(
            seen,
            if (1..=50).contains(&die_at) {
                50
            } else if die_at == 0 {
                100
            } else {
                die_at
            }
        );
        drop(walk);
        assert_eq!(set.len(), objects.len());
    }
}

#[test]
fn t121_t122_a_set_prints_nodes_by_address_and_shares_them_when_copied() {
    let objects = Object::some(1);
    let set = set(&objects);
    assert_eq!(format!("{:?}", set.clone()), format!("WeakSet{{Object at {:p}}}", Strong::as_ptr(&objects[0])));
}

#[test]
fn an_equal_node_that_is_inserted_again_replaces_the_first() {
    let (first, second, set) = (Object::new(1), Object::new(1), Set::new());
    assert!(set.insert(&first) && !set.insert(&second) && set.len() == 1);
    drop(first);
    assert!(set.get(&Object::new(1)).as_ref() == Some(&second));
    let third = Object::new(1);
    assert!(set.replace(&third).as_ref() == Some(&second) && set.get_or_insert(&second) == third);
    set.retain(|node| *node != third);
    assert!(set.get_or_insert(&second) == second && set.drain().eq([second]) && set.is_empty());
}
