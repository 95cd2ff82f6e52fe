//! Maps with weak keys, by value and by identity.

use std::collections::HashMap;

use weakgraph::Strong;
use weakgraph::collections::{KeyEntry, WeakIdMap, WeakKeyMap};

use super::Object;

fn filled(n: u32) -> (Vec<Strong<Object>>, WeakKeyMap<Object, u32>) {
    let objects = Object::some(n);
    let map = objects.iter().map(|object| (object, object.number * 10)).collect();
    (objects, map)
}

#[test]
fn t055_values_are_found_by_an_equal_key_and_leave_with_their_own() {
    let (mut objects, map) = filled(10);
    assert!(objects.iter().all(|object| map.get(object).is_some_and(|it| *it == object.number * 10)));
    assert!(map.get(&Object::new(3)).is_some_and(|it| *it == 30), "an equal one will do");
    assert!(map.get(&Object::new(99)).is_none());
    let copy = map.clone();
    assert!(copy == map);
    while let Some(object) = objects.pop() {
        drop(object);
        assert_eq!((map.len(), copy.len()), (objects.len(), objects.len()));
    }
}

#[test]
fn t058_keys_die_while_the_map_is_walked_and_edited() {
    let (mut objects, map) = filled(10);
    let mut walk = map.iter();
    drop(walk.next());
    let dead = objects.remove(4);
    drop(dead);
    assert_eq!(map.len(), 9);
    assert!(!map.contains_key(&Object::new(4)) && map.remove(&Object::new(4)).is_none());
    let again = Object::new(4);
    map.insert(&again, 400);
    objects.remove(8);
    map.remove(&objects[0]);
    assert_eq!(walk.map(|(key, _)| key.number).collect::<Vec<_>>(), [1, 2, 3, 5, 6, 7, 8]);
    assert_eq!(map.len(), 8);
    assert!(map.get(&again).is_some_and(|it| *it == 400));
    let mut map = map;
    map.extend([(&again, 1)]);
    assert_eq!(map.len(), 8);
    map.clear();
    assert!(map.is_empty() && map.keys().next().is_none());
}

#[test]
fn t063_pop_gives_each_pair_once() {
    let (objects, map) = filled(2);
    let lens = [
        map.len(),
        {
            map.pop().unwrap();
            map.len()
        },
        {
            let (key, value) = map.pop().unwrap();
            assert!(key == objects[0] && *value == 0);
            map.len()
        },
    ];
    assert_eq!(lens, [2, 1, 0]);
    assert!(map.pop().is_none());
}

#[test]
fn t065_the_first_value_stays() {
    let (objects, map) = filled(0);
    assert!(objects.is_empty());
    let key = Object::new(1);
    assert_eq!(*map.get_or_insert_with(&key, || 1), 1);
    assert_eq!(*map.get_or_insert_with(&Object::new(1), || unreachable!()), 1);
    assert_eq!(*map.get_or_insert_with(&Object::new(2), || 7), 7);
    assert_eq!(map.len(), 1, "that key was a temporary");
    let ids = WeakIdMap::new();
    assert_eq!(
        *ids.get_or_insert_with(&key, || {
            ids.insert(&key, 5);
            6
        }),
        5,
        "what the closure puts in stays"
    );
}

#[test]
fn t069_of_two_maps_the_right_one_wins() {
    let ((left, a), right) = (filled(3), Object::some(4));
    let b: WeakKeyMap<Object, u32> = right.iter().map(|object| (object, 1)).collect();
    let both = &a | &b;
    assert_eq!((both.len(), a.len(), *both.get(&left[2]).unwrap()), (4, 3, 1));
    let mut a = a;
    a |= &right.iter().map(|object| (object, 2)).collect();
    drop(right);
    assert_eq!((both.len(), b.len(), a.len()), (0, 0, 0), "the newer key counts");
    drop(left);
}

#[test]
fn t070_t072_an_entry_is_removed_and_the_others_stay() {
    let (objects, map) = filled(2);
    assert_eq!(map.remove(&objects[0]).as_deref(), Some(&0));
    assert!(map.remove(&objects[0]).is_none() && map.get(&objects[0]).is_none());
    let (key, value) = map.remove_entry(&objects[1]).unwrap();
    assert!(key == objects[1] && value == 10 && map.is_empty());
}

#[test]
fn t081_t082_t086_the_mapping_protocol() {
    let empty: WeakKeyMap<Object, u32> = WeakKeyMap::new();
    assert!(empty.is_empty() && empty == WeakKeyMap::default() && empty.iter().next().is_none());
    let (objects, map) = filled(3);
    assert!(map != empty && map.keys().eq(objects.iter().cloned()) && map.values().map(|it| *it).eq([0, 10, 20]));
    map.retain(|key, value| key.number > 0 && *value < 20);
    assert_eq!(format!("{map:?}"), format!("WeakKeyMap{{Object at {:p}: 10}}", Strong::as_ptr(&objects[1])));
    map.reserve(50);
    assert!(map.capacity() >= 51);
    map.shrink_to_fit();
    assert!(map.capacity() < 50);
    assert_eq!(
        map.drain().map(|(key, value)| (key.number, *value)).collect::<HashMap<_, _>>(),
        HashMap::from([(1, 10)])
    );
    assert!(map.is_empty() && map.into_iter().next().is_none());
}

#[test]
fn an_equal_key_that_is_inserted_again_replaces_the_key_too() {
    // In Python the entry vanishes with the first key (cpython#91499).
    let (first, second, map) = (Object::new(1), Object::new(1), WeakKeyMap::new());
    assert!(map.insert(&first, "a").is_none());
    assert_eq!(map.insert(&second, "b").as_deref(), Some(&"a"));
    assert_eq!(map.len(), 1);
    drop(first);
    assert_eq!(map.get(&second).as_deref(), Some(&"b"));
    drop(second);
    assert!(map.is_empty());
}

#[test]
fn by_identity_equal_keys_are_two() {
    let (first, second, map) = (Object::new(1), Object::new(1), WeakIdMap::new());
    map.insert(&first, "a");
    assert!(map.get(&second).is_none());
    map.insert(&second, "b");
    assert_eq!((map.insert(&first, "c").as_deref(), map.len()), (Some(&"a"), 2));
    drop(first);
    assert_eq!((map.get(&second).as_deref(), map.len()), (Some(&"b"), 1));
    assert!(map.remove(&second).is_some_and(|it| it == "b") && map.remove_entry(&second).is_none());
    drop(second);
}

#[test]
fn by_identity_thousands_of_keys_come_and_go() {
    let map: WeakIdMap<Object, u32> = WeakIdMap::with_capacity(10);
    let mut objects = Object::some(5000);
    for object in &objects {
        map.insert(object, object.number);
    }
    objects.retain(|object| object.number % 7 == 0);
    assert!(map.iter().map(|(key, value)| (key, *value)).eq(objects.iter().map(|it| (it.clone(), it.number))));
    let copy = &map | &map.clone();
    assert!(copy == map && copy.len() == objects.len());
    for object in &objects {
        assert_eq!(map.remove(object).as_deref(), Some(&object.number));
    }
    assert!(map.is_empty());
}

#[test]
fn a_value_that_owns_its_key_keeps_it_for_ever_and_a_weak_one_does_not() {
    let map = WeakIdMap::new();
    let (held, weakly) = (Object::new(1), Object::new(2));
    map.insert(&held, Some(held.clone()));
    let weak = Strong::downgrade(&held);
    drop(held);
    assert!(weak.is_alive() && map.len() == 1);
    let notes = WeakIdMap::new();
    notes.insert(&weakly, Strong::downgrade(&weakly));
    drop(weakly);
    assert!(notes.is_empty());
    map.clear();
    assert!(!weak.is_alive());
}

#[test]
fn a_value_is_given_back_when_nobody_else_holds_it() {
    let (key, map) = (Object::new(1), WeakIdMap::new());
    map.insert(&key, String::from("text"));
    let held = map.get(&key).unwrap();
    let held = held.try_into_inner().unwrap_err();
    assert_eq!((held.len(), format!("{held} {held:?}").as_str()), (4, "text \"text\""));
    map.remove(&key);
    assert_eq!(held.try_into_inner().unwrap(), "text");
}

#[test]
fn an_entry_of_a_weak_key_can_be_looked_at_and_filled() {
    let (objects, map) = filled(2);
    let mut looked = 0;
    assert_eq!(map.entry(&objects[0]).and_modify(|it| looked += *it + 1).or_insert(5), 0);
    let other = Object::new(9);
    assert_eq!(map.entry(&other).and_modify(|_| unreachable!()).or_insert_with_key(|key| key.number + 1), 10);
    assert_eq!((looked, map.len()), (1, 3));
    let KeyEntry::Occupied(entry) = map.entry(&objects[1]) else { unreachable!() };
    assert!(*entry.key() == objects[1] && *entry.get() == 10);
    assert_eq!(format!("{entry:?}"), format!("OccupiedKeyEntry(Object at {:p}: 10)", Strong::as_ptr(&objects[1])));
    assert_eq!(entry.insert(11), 10);
    let KeyEntry::Occupied(entry) = map.entry(&objects[1]) else { unreachable!() };
    let (key, value) = entry.remove_entry();
    assert!(key == objects[1] && value == 11 && value.try_into_inner().is_ok());
    let KeyEntry::Vacant(entry) = map.entry(&objects[1]) else { unreachable!() };
    assert_eq!(format!("{entry:?}"), format!("VacantKeyEntry(Object at {:p})", Strong::as_ptr(&objects[1])));
    assert!(entry.into_key() == objects[1] && map.len() == 2);
    let KeyEntry::Vacant(entry) = map.entry(&objects[1]) else { unreachable!() };
    map.insert(&objects[1], 1); // meanwhile
    assert_eq!((entry.insert(2), map.len()), (map.get(&objects[1]).unwrap(), 3));
    assert_eq!(map.entry(&Object::new(7)).or_default(), 0);
    assert_eq!(map.len(), 3, "the key of 7 was a temporary");
}

#[test]
fn an_entry_of_an_equal_key_takes_that_over() {
    let (mut objects, map) = filled(2);
    let equal = Object::new(1);
    match map.entry(&equal) {
        KeyEntry::Occupied(entry) => assert_eq!(entry.insert(100), 10),
        KeyEntry::Vacant(_) => unreachable!(),
    }
    objects.pop();
    assert_eq!(map.get(&equal).as_deref(), Some(&100), "it lives as long as the newer key");
    let old = Object::new(1);
    let KeyEntry::Occupied(entry) = map.entry(&old) else { unreachable!() };
    assert!(entry.remove_entry().0 == equal, "the key as the map had it");
    let ids = WeakIdMap::new();
    assert_eq!(
        (ids.entry(&old).or_insert(1), ids.entry(&equal).or_insert(2)),
        (ids.get(&old).unwrap(), ids.get(&equal).unwrap())
    );
    assert_eq!(ids.len(), 2, "by identity");
}

#[test]
fn an_entry_keeps_its_key_and_outlives_what_happens_to_the_map() {
    let (mut objects, map) = filled(1);
    let KeyEntry::Occupied(entry) = map.entry(&objects[0]) else { unreachable!() };
    map.clear();
    drop(objects.pop());
    assert!(entry.key().number == 0 && *entry.get() == 0);
    assert_eq!(entry.insert(5), 0, "it has left, so this is a new one");
    assert!(map.is_empty(), "its key died with the entry");
    let (objects, ids) = (Object::some(1), WeakIdMap::new());
    let made = ids.entry(&objects[0]).or_insert_with(|| {
        ids.insert(&objects[0], 1);
        2
    });
    assert_eq!((made, ids.len()), (ids.get(&objects[0]).unwrap(), 1), "the one that was put in meanwhile stays");
    assert_eq!(ids.get_or_insert_with(&objects[0], || 3), 1);
}

/// The key got another value while its entry was held: that is replaced, and the key stays there once.
#[test]
fn an_occupied_entry_that_was_overtaken_replaces_what_came_since() {
    let (object, ids, keys) = (Object::new(1), WeakIdMap::new(), WeakKeyMap::new());
    ids.insert(&object, 1);
    keys.insert(&object, 1);
    for (entry, overtake) in [
        (ids.entry(&object), &(|value| ids.insert(&object, value)) as &dyn Fn(u32) -> _),
        (keys.entry(&object), &|value| keys.insert(&object, value)),
    ] {
        let KeyEntry::Occupied(entry) = entry else { panic!("it is there") };
        assert_eq!(overtake(2).as_deref(), Some(&1));
        assert_eq!(*entry.insert(3), 2, "the one before");
    }
    assert_eq!((ids.len(), ids.iter().count(), ids.get(&object).as_deref()), (1, 1, Some(&3)));
    assert_eq!((keys.len(), keys.iter().count(), keys.get(&object).as_deref()), (1, 1, Some(&3)));
    // What left, and did not come again, comes at the end.
    let KeyEntry::Occupied(entry) = ids.entry(&object) else { panic!("it is there") };
    ids.clear();
    assert_eq!((*entry.insert(4), ids.len(), ids.get(&object).as_deref()), (3, 1, Some(&4)));
}
