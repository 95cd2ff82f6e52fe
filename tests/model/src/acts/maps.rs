//! Maps and sets that hold nodes weakly: what the programs' own operations on them leave out.

use std::hash::{BuildHasherDefault, DefaultHasher};

use weakgraph::Strong;
use weakgraph::collections::{Entry, KeyEntry, WeakIdMap, WeakIdSet, WeakKeyMap, WeakSet, WeakValueMap};

use super::{Act, Args};
use crate::hostile::{in_closure, pick, store, told};
use crate::kinds::{Any, Hooked, Kind, Node};
use crate::told::{Fold, Key, Owned};

pub(super) const ACTS: &[Act] = &[
    keys,
    keys,
    keys,
    key_entries,
    key_entries,
    ids,
    ids,
    values,
    values,
    value_entries,
    sets,
    sets,
    operators,
    id_sets,
    id_sets,
];

fn hooked(n: u8) -> Option<Strong<Hooked>> {
    match pick(n, |kind| kind == Kind::Hooked)? {
        Any::Hooked(node) => Some(node),
        _ => None,
    }
}

/// The same of a map by equality and of one by identity.
macro_rules! keyed {
    ($name:ident: $ty:ty, $map:expr, $args:expr, $node:expr, $key:expr) => {{
        let (map, args, node, key) = ($map, $args, $node, $key);
        match args.n % 22 {
            0 | 1 => drop(reach!(collections::$name::insert(map, node, Owned::next()?))),
            2 => drop(reach!(collections::$name::get(map, key))),
            3 => drop(reach!(collections::$name::get_key_value(map, key))),
            4 => {
                let _ = reach!(collections::$name::contains_key(map, key));
            }
            5 => drop(reach!(collections::$name::remove(map, key))),
            6 => drop(reach!(collections::$name::remove_entry(map, key))),
            7 => drop(reach!(collections::$name::get_or_insert_with(map, node, || {
                in_closure();
                Owned::unnumbered()
            }))),
            8 => reach!(collections::$name::retain(map, |node, _| {
                in_closure();
                args.bit(node.id() as usize)
            })),
            9 => {
                for (node, held) in reach!(collections::$name::drain(map)) {
                    in_closure();
                    drop(held);
                    drop(node);
                }
            }
            10 => {
                if let Some((node, held)) = reach!(collections::$name::pop(map)) {
                    drop(node);
                    drop(reach!(collections::EntryGuard::try_into_inner(held)));
                }
            }
            11 | 12 => {
                for (node, held) in reach!(collections::$name::iter(map)) {
                    in_closure();
                    assert!(!held.is_freed());
                    drop(node);
                }
            }
            13 => {
                for node in reach!(collections::$name::keys(map)) {
                    in_closure();
                    drop(node);
                }
            }
            14 => {
                for held in reach!(collections::$name::values(map)) {
                    in_closure();
                    assert!(!held.is_freed());
                }
            }
            15 => reach!(collections::$name::reserve(map, usize::from(args.other))),
            16 => reach!(collections::$name::shrink_to_fit(map)),
            17 => reach!(collections::$name::clear(map)),
            18 => {
                let (len, room) = (reach!(collections::$name::len(map)), reach!(collections::$name::capacity(map)));
                assert_eq!(reach!(collections::$name::is_empty(map)), len == 0);
                assert!(len <= room);
            }
            19 => {
                let other = map.clone();
                in_closure();
                let _ = other == *map;
                let both = &other | map;
                in_closure();
                drop(both.into_iter().inspect(|_| in_closure()).last());
            }
            20 => {
                let mut other: $ty = [(node, Owned::next()?)].into_iter().collect();
                other |= map;
                other.extend([(node.clone(), Owned::next()?)]);
                in_closure();
                assert!(format!("{other:?}").len() > 1);
            }
            _ => {
                let mut walk = map.into_iter();
                drop(walk.next());
                reach!(collections::$name::shrink_to_fit(map));
                in_closure();
                reach!(collections::$name::clear(map));
                drop(reach!(collections::$name::insert(map, node, Owned::next()?)));
                drop(walk.next());
            }
        }
    }};
}

fn keys(args: Args) -> Option<()> {
    let (node, told) = (hooked(args.var)?, told()?.0);
    keyed!(WeakKeyMap: WeakKeyMap<Hooked, Owned, Fold>, &told.keys, args, &node, &*node);
    Some(())
}

fn ids(args: Args) -> Option<()> {
    let (node, told) = (hooked(args.var)?, told()?.0);
    keyed!(WeakIdMap: WeakIdMap<Hooked, Owned>, &told.ids, args, &node, &node);
    Some(())
}

fn key_entries(args: Args) -> Option<()> {
    let (node, told) = (hooked(args.var)?, told()?.0);
    if args.bit(6) {
        drop(reach!(collections::WeakIdMap::insert(&told.ids, &node, Owned::next()?)));
        drop(reach!(collections::WeakKeyMap::insert(&told.keys, &node, Owned::next()?)));
    }
    let entry = if args.bit(7) {
        reach!(collections::WeakIdMap::entry(&told.ids, &node))
    } else {
        reach!(collections::WeakKeyMap::entry(&told.keys, &node))
    };
    in_closure();
    match args.n % 12 {
        0 => drop(reach!(collections::KeyEntry::or_insert(entry, Owned::next()?))),
        1 => drop(reach!(collections::KeyEntry::or_insert_with(entry, || {
            in_closure();
            Owned::unnumbered()
        }))),
        2 => drop(reach!(collections::KeyEntry::or_insert_with_key(entry, |node| {
            in_closure();
            assert!(node.id() < u32::MAX);
            Owned::unnumbered()
        }))),
        3 => drop(reach!(collections::KeyEntry::or_default(entry))),
        4 => {
            let entry = reach!(collections::KeyEntry::and_modify(entry, |owned| {
                in_closure();
                assert!(!owned.is_freed());
            }));
            in_closure();
            drop(reach!(collections::KeyEntry::or_default(entry)));
        }
        n => {
            assert!(reach!(collections::KeyEntry::key(&entry)).id() < u32::MAX);
            match entry {
                KeyEntry::Occupied(entry) => {
                    assert!(reach!(collections::OccupiedKeyEntry::key(&entry)).id() < u32::MAX);
                    in_closure();
                    assert!(!reach!(collections::OccupiedKeyEntry::get(&entry)).is_freed());
                    match n % 3 {
                        0 => drop(reach!(collections::OccupiedKeyEntry::insert(entry, Owned::next()?))),
                        1 => drop(reach!(collections::OccupiedKeyEntry::remove(entry))),
                        _ => drop(reach!(collections::OccupiedKeyEntry::remove_entry(entry))),
                    }
                }
                KeyEntry::Vacant(entry) => {
                    assert!(*reach!(collections::VacantKeyEntry::key(&entry)) == node);
                    in_closure();
                    if n % 2 == 0 {
                        drop(reach!(collections::VacantKeyEntry::insert(entry, Owned::next()?)));
                    } else {
                        drop(reach!(collections::VacantKeyEntry::into_key(entry)));
                    }
                }
            }
        }
    }
    Some(())
}

fn values(args: Args) -> Option<()> {
    let (node, told) = (hooked(args.var)?, told()?.0);
    let (map, like) = (&told.values, Key::like(args.other));
    match args.n % 18 {
        0 => drop(reach!(collections::WeakValueMap::get_key_value(map, &like))),
        1 => {
            let _ = reach!(collections::WeakValueMap::contains_key(map, &like));
        }
        2 => drop(reach!(collections::WeakValueMap::remove_entry(map, &like))),
        3 | 4 => {
            let made = reach!(collections::WeakValueMap::get_or_insert_with(map, Key::next(args.other)?, || {
                in_closure();
                node.clone()
            }));
            store(args.other, Any::Hooked(made));
        }
        5 => {
            for (key, node) in reach!(collections::WeakValueMap::drain(map)) {
                in_closure();
                drop(node);
                drop(key);
            }
        }
        6 | 7 => {
            for (key, node) in reach!(collections::WeakValueMap::iter(map)) {
                in_closure();
                assert!(!key.is_freed());
                drop(node);
            }
        }
        8 => {
            for key in reach!(collections::WeakValueMap::keys(map)) {
                in_closure();
                assert!(!key.is_freed());
            }
        }
        9 => {
            for node in reach!(collections::WeakValueMap::values(map)) {
                in_closure();
                drop(node);
            }
        }
        10 => reach!(collections::WeakValueMap::reserve(map, usize::from(args.other))),
        11 => reach!(collections::WeakValueMap::shrink_to_fit(map)),
        12 => {
            let (len, room) =
                (reach!(collections::WeakValueMap::len(map)), reach!(collections::WeakValueMap::capacity(map)));
            assert_eq!(reach!(collections::WeakValueMap::is_empty(map)), len == 0);
            assert!(len <= room);
            let _ = reach!(collections::WeakValueMap::hasher(map));
        }
        13 => {
            let mut copy = map.clone();
            in_closure();
            let _ = copy == *map;
            copy |= map;
            in_closure();
            drop((&copy | map).into_iter().inspect(|_| in_closure()).last());
        }
        14 => {
            let mut other: WeakValueMap<Key, Hooked, Fold> = [(Key::next(args.other)?, &node)].into_iter().collect();
            other.extend([(Key::next(args.var)?, node.clone())]);
            in_closure();
            assert!(format!("{other:?}").len() > 1);
        }
        15 => {
            if let Some((key, node)) = reach!(collections::WeakValueMap::pop(map)) {
                drop(node);
                in_closure();
                drop(reach!(collections::EntryGuard::try_into_inner(key)));
            }
        }
        16 => {
            let other = reach!(collections::WeakValueMap::with_capacity_and_hasher(3, Fold::default()));
            reach!(collections::WeakValueMap::insert(&other, Key::next(args.other)?, &node));
            let none: WeakValueMap<u8, Hooked, Fold> = reach!(collections::WeakValueMap::with_hasher(Fold::default()));
            in_closure();
            assert!(reach!(collections::WeakValueMap::is_empty(&none)));
            let plain = reach!(collections::WeakValueMap::new());
            reach!(collections::WeakValueMap::insert(&plain, args.n, &node));
            let plain: WeakValueMap<u8, Hooked> = reach!(collections::WeakValueMap::with_capacity(2));
            assert!(reach!(collections::WeakValueMap::get(&plain, &args.n)).is_none());
        }
        _ => {
            let mut walk = map.into_iter();
            drop(walk.next());
            reach!(collections::WeakValueMap::shrink_to_fit(map));
            in_closure();
            reach!(collections::WeakValueMap::clear(map));
            drop(reach!(collections::WeakValueMap::insert(map, Key::next(args.other)?, &node)));
            drop(walk.next());
        }
    }
    Some(())
}

fn value_entries(args: Args) -> Option<()> {
    let (node, told) = (hooked(args.var)?, told()?.0);
    if args.bit(6) {
        // So that it is taken more often than chance would have it.
        drop(reach!(collections::WeakValueMap::insert(&told.values, Key::next(args.other)?, &node)));
    }
    let entry = reach!(collections::WeakValueMap::entry(&told.values, Key::next(args.other)?));
    in_closure();
    match args.n % 10 {
        0 => drop(reach!(collections::Entry::or_insert(entry, node.clone()))),
        1 => drop(reach!(collections::Entry::or_insert_with(entry, || {
            in_closure();
            node.clone()
        }))),
        2 => drop(reach!(collections::Entry::or_insert_with_key(entry, |key| {
            in_closure();
            assert!(!key.is_freed());
            node.clone()
        }))),
        3 => {
            let entry = reach!(collections::Entry::and_modify(entry, |node| {
                in_closure();
                assert!(node.id() < u32::MAX);
            }));
            in_closure();
            drop(reach!(collections::Entry::or_insert(entry, node.clone())));
        }
        n => {
            assert!(!reach!(collections::Entry::key(&entry)).is_freed());
            match entry {
                Entry::Occupied(entry) => {
                    assert!(!reach!(collections::OccupiedEntry::key(&entry)).is_freed());
                    in_closure();
                    assert!(reach!(collections::OccupiedEntry::get(&entry)).id() < u32::MAX);
                    if n % 2 == 0 {
                        drop(reach!(collections::OccupiedEntry::insert(entry, &node)));
                    } else {
                        drop(reach!(collections::OccupiedEntry::remove(entry)));
                    }
                }
                Entry::Vacant(entry) => {
                    assert!(!reach!(collections::VacantEntry::key(&entry)).is_freed());
                    in_closure();
                    if n % 2 == 0 {
                        drop(reach!(collections::VacantEntry::insert(entry, node.clone())));
                    } else {
                        drop(reach!(collections::VacantEntry::into_key(entry)));
                    }
                }
            }
        }
    }
    Some(())
}

fn sets(args: Args) -> Option<()> {
    let (node, told) = (hooked(args.var)?, told()?.0);
    let set = if args.bit(7) { &told.set } else { &told.other };
    match args.n % 18 {
        0 | 1 => {
            reach!(collections::WeakSet::insert(set, &node));
        }
        2 => drop(reach!(collections::WeakSet::get(set, &node))),
        3 => drop(reach!(collections::WeakSet::replace(set, &node))),
        4 => store(args.other, Any::Hooked(reach!(collections::WeakSet::get_or_insert(set, &node)))),
        16 => drop(reach!(collections::WeakSet::take(set, &*node))),
        17 => {
            let found = reach!(collections::WeakSet::get_or_insert_with(set, &*node, || {
                in_closure();
                node.clone()
            }));
            store(args.other, Any::Hooked(found));
        }
        5 => {
            reach!(collections::WeakSet::remove(set, &node));
        }
        6 => {
            for node in reach!(collections::WeakSet::drain(set)) {
                in_closure();
                drop(node);
            }
        }
        7 => drop(reach!(collections::WeakSet::pop(set))),
        8 => reach!(collections::WeakSet::reserve(set, usize::from(args.other))),
        9 => reach!(collections::WeakSet::shrink_to_fit(set)),
        10 => reach!(collections::WeakSet::clear(set)),
        11 | 12 => {
            for node in reach!(collections::WeakSet::iter(set)) {
                in_closure();
                drop(node);
            }
        }
        13 => {
            let (len, room) = (reach!(collections::WeakSet::len(set)), reach!(collections::WeakSet::capacity(set)));
            assert_eq!(reach!(collections::WeakSet::is_empty(set)), len == 0);
            assert!(len <= room);
            let _ = reach!(collections::WeakSet::hasher(set));
        }
        14 => {
            let other = reach!(collections::WeakSet::with_capacity_and_hasher(3, Fold::default()));
            reach!(collections::WeakSet::insert(&other, &node));
            let mut none: WeakSet<Hooked, Fold> = reach!(collections::WeakSet::with_hasher(Fold::default()));
            none.extend([&node]);
            in_closure();
            assert!(format!("{none:?}").len() > 1);
            let plain = reach!(collections::WeakSet::new());
            reach!(collections::WeakSet::insert(&plain, &node));
            let plain: WeakSet<Hooked> = reach!(collections::WeakSet::with_capacity(2));
            let _ = reach!(collections::WeakSet::contains(&plain, &node));
            let keys: WeakKeyMap<Hooked, u8> = reach!(collections::WeakKeyMap::with_capacity(2));
            reach!(collections::WeakKeyMap::insert(&keys, &node, 1));
            let keys: WeakKeyMap<Hooked, u8> = reach!(collections::WeakKeyMap::new());
            reach!(collections::WeakKeyMap::insert(&keys, &node, 1));
            let keys: WeakKeyMap<Hooked, u8, Fold> = reach!(collections::WeakKeyMap::with_hasher(Fold::default()));
            let _ = reach!(collections::WeakKeyMap::hasher(&keys));
            let keys: WeakKeyMap<Hooked, u8, BuildHasherDefault<DefaultHasher>> =
                reach!(collections::WeakKeyMap::with_capacity_and_hasher(2, Fold::default()));
            in_closure();
            reach!(collections::WeakKeyMap::insert(&keys, &node, 1));
            let ids: WeakIdMap<Hooked, u8> = reach!(collections::WeakIdMap::with_capacity(2));
            reach!(collections::WeakIdMap::insert(&ids, &node, 1));
            let ids: WeakIdMap<Hooked, u8> = reach!(collections::WeakIdMap::new());
            in_closure();
            assert!(reach!(collections::WeakIdMap::is_empty(&ids)));
        }
        _ => {
            let mut walk = set.into_iter();
            drop(walk.next());
            reach!(collections::WeakSet::shrink_to_fit(set));
            in_closure();
            reach!(collections::WeakSet::clear(set));
            reach!(collections::WeakSet::insert(set, &node));
            drop(walk.next());
        }
    }
    Some(())
}

/// Sets by identity.
fn id_sets(args: Args) -> Option<()> {
    fn other_of<T: Node>(_: &Strong<T>, other: &Any) -> Option<Strong<T>> {
        T::unwrap(other).cloned()
    }
    fn with<T: Node>(node: Strong<T>, other: Strong<T>, args: Args) {
        let set: WeakIdSet<T> = reach!(collections::WeakIdSet::new());
        let second: WeakIdSet<T> = reach!(collections::WeakIdSet::with_capacity(2));
        assert!(reach!(collections::WeakIdSet::insert(&set, &node)));
        let same = node == other;
        assert_eq!(reach!(collections::WeakIdSet::insert(&set, &other)), !same);
        reach!(collections::WeakIdSet::insert(&second, &other));
        reach!(collections::WeakIdSet::reserve(&second, usize::from(args.n % 8)));
        assert!(reach!(collections::WeakIdSet::capacity(&second)) >= reach!(collections::WeakIdSet::len(&second)));
        if args.bit(0) {
            // Often these are the last ones.
            drop((node, other));
        } else {
            let both: WeakIdSet<T> = &set | &second;
            assert!(reach!(collections::WeakIdSet::is_subset(&second, &both)));
            assert!(reach!(collections::WeakIdSet::is_superset(&both, &set)));
            assert!(!reach!(collections::WeakIdSet::is_disjoint(&both, &second)));
            assert!((&set - &second).len() == usize::from(!same) && (&set & &second) == second);
            drop(other);
            in_closure();
            let _ = reach!(collections::WeakIdSet::contains(&set, &node));
            if args.bit(1) {
                assert!(reach!(collections::WeakIdSet::remove(&set, &node)));
            }
            drop(node);
        }
        in_closure();
        macro_rules! along {
            ($walk:expr) => {
                for node in $walk {
                    in_closure();
                    drop(node);
                }
            };
        }
        match args.n >> 2 & 15 {
            0 => along!(reach!(collections::WeakIdSet::union(&set, &second))),
            1 => along!(reach!(collections::WeakIdSet::intersection(&set, &second))),
            2 => along!(reach!(collections::WeakIdSet::difference(&set, &second))),
            3 => along!(reach!(collections::WeakIdSet::symmetric_difference(&set, &second))),
            4 => along!(reach!(collections::WeakIdSet::iter(&set))),
            5 => along!(reach!(collections::WeakIdSet::drain(&set))),
            6 => along!(&set ^ &second),
            7 => reach!(collections::WeakIdSet::retain(&set, |node| {
                in_closure();
                node.id().is_multiple_of(2)
            })),
            8 => {
                while let Some(node) = reach!(collections::WeakIdSet::pop(&set)) {
                    in_closure();
                    drop(node);
                }
                assert!(reach!(collections::WeakIdSet::is_empty(&set)));
            }
            9 => reach!(collections::WeakIdSet::clear(&set)),
            10 => {
                let mut walk = set.into_iter();
                drop(walk.next());
                reach!(collections::WeakIdSet::shrink_to_fit(&second));
                in_closure();
                drop(second);
                drop(walk.next());
            }
            _ => assert!(format!("{set:?}").starts_with("WeakIdSet{")),
        }
    }
    let any = args.node(|_| true)?;
    let other = args.another(&any)?;
    each!(Any, any, node => {
        let second = other_of(&node, &other)?;
        with(node, second, args);
    });
    Some(())
}

/// Two sets, in every way that there is.
fn operators(args: Args) -> Option<()> {
    let told = told()?.0;
    let (a, b) = (&told.set, &told.other);
    macro_rules! along {
        ($walk:expr) => {
            for node in $walk {
                in_closure();
                drop(node);
            }
        };
    }
    match args.n % 12 {
        0 => along!(reach!(collections::WeakSet::union(a, b))),
        1 => along!(reach!(collections::WeakSet::intersection(a, b))),
        2 => along!(reach!(collections::WeakSet::difference(a, b))),
        3 => along!(reach!(collections::WeakSet::symmetric_difference(a, b))),
        4 => {
            let _ = reach!(collections::WeakSet::is_subset(a, b));
        }
        5 => {
            let _ = reach!(collections::WeakSet::is_superset(a, b));
        }
        6 => {
            let _ = reach!(collections::WeakSet::is_disjoint(a, b));
        }
        7 => along!(&(a | b)),
        8 => along!(a & b),
        9 => along!(a - b),
        10 => along!(a ^ b),
        _ => {
            let mut copy = a.clone();
            copy |= b;
            in_closure();
            copy &= a;
            copy -= b;
            in_closure();
            copy ^= a;
            let _ = copy == *b;
        }
    }
    Some(())
}
