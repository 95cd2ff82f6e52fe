//! Maps with weak values.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use weakgraph::collections::{EntryGuard, WeakValueMap};
use weakgraph::{Graph, Strong};
use weakgraph_tests::Log;

use super::Object;

type Map = WeakValueMap<u32, Object>;

fn filled(n: u32) -> (Vec<Strong<Object>>, Map) {
    let objects = Object::some(n);
    let map = objects.iter().map(|object| (object.number, object)).collect();
    (objects, map)
}

fn keys(map: &Map) -> Vec<u32> {
    map.keys().map(|key| *key).collect()
}

#[test]
fn t053_entries_die_at_any_point_of_a_walk_and_the_length_is_exact() {
    for die_at in 0..100 {
        let (mut objects, map) = filled(100);
        let mut walk = map.iter();
        let mut yielded = Vec::new();
        for step in 0.. {
            if step == die_at {
                objects.retain(|object| object.number % 3 == 0);
            }
            let alive = objects.len()
                + yielded.iter().filter(|(_, it): &&(_, Strong<Object>)| it.number % 3 > 0 && step >= die_at).count();
            assert_eq!(map.len(), alive, "step {step}");
            let Some(pair) = walk.next() else { break };
            yielded.push(pair);
        }
        drop(yielded);
        let before = map.len();
        drop(walk);
        assert_eq!((map.len(), before, keys(&map).len()), (objects.len(), before, map.len()));
    }
}

#[test]
fn t054_values_are_found_by_key_and_leave_when_they_die() {
    let (mut objects, map) = filled(10);
    for object in &objects {
        assert!(map.get(&object.number).as_ref() == Some(object));
        assert_eq!(Strong::weak_count(object), 0, "an entry is no weak handle, and keeps no memory");
    }
    let copy = map.clone();
    assert!(copy == map);
    while let Some(object) = objects.pop() {
        let number = object.number;
        drop(object);
        assert_eq!((map.len(), copy.len()), (objects.len(), objects.len()));
        assert!(map.get(&number).is_none() && !map.contains_key(&number));
    }
    map.insert(1, &Object::new(1));
    assert!(map.is_empty(), "a temporary is gone at once");
}

#[test]
fn t057_walks_visit_every_entry_once() {
    let (objects, map) = filled(50);
    assert!(map.iter().map(|(key, value)| (*key, value)).eq(objects.iter().map(|it| (it.number, it.clone()))));
    assert!(map.keys().map(|key| *key).eq(0..50) && map.values().eq(objects.iter().cloned()));
    assert!(map.values().all(|value| map.get(&value.number) == Some(value)));
}

#[test]
fn t059_values_die_while_the_map_is_walked_and_edited() {
    let (mut objects, map) = filled(10);
    let mut walk = map.iter();
    let (key, value) = walk.next().unwrap();
    assert_eq!(*key, 0);
    objects.remove(5);
    assert_eq!(map.len(), 9);
    assert!(!map.contains_key(&5) && map.remove(&5).is_none());
    // Again under the same key: it is there, and not in the walk that had begun before.
    let again = Object::new(5);
    assert!(map.insert(5, &again).is_none());
    objects.remove(1);
    assert!(map.remove(&2).is_some());
    drop(value);
    assert_eq!(walk.map(|(key, _)| *key).collect::<Vec<_>>(), [3, 4, 6, 7, 8, 9]);
    assert_eq!((map.len(), keys(&map)), (8, vec![0, 3, 4, 6, 7, 8, 9, 5]));
    let mut map = map;
    map.extend([(11, &again), (0, &again)]);
    assert_eq!((map.len(), map.get(&0).unwrap().number), (9, 5));
    let _open = map.iter();
    map.clear();
    assert_eq!((map.len(), keys(&map).len()), (0, 0));
}

#[test]
fn t066_a_map_is_extended_from_another() {
    let (objects, map) = filled(3);
    let plain: HashMap<u32, Strong<Object>> = objects.iter().map(|object| (object.number, object.clone())).collect();
    let mut other = Map::new();
    other.extend(plain);
    assert_eq!((other == map, map == other), (true, true));
    other.insert(3, &objects[0]);
    assert_eq!((other != map, map != other), (true, true));
}

#[test]
fn t069_of_two_maps_the_right_one_wins() {
    let ((left, a), (right, b)) = (filled(3), filled(5));
    let both = &a | &b;
    assert_eq!((both.len(), a.len(), b.len()), (5, 3, 5));
    assert!(right.iter().all(|object| both.get(&object.number).as_ref() == Some(object)));
    let mut other = b.clone();
    other |= &a;
    assert!(other.get(&0).as_ref() == Some(&left[0]) && other.get(&4).as_ref() == Some(&right[4]));
    drop(right);
    assert_eq!((both.len(), other.len()), (0, 3));
}

#[test]
fn t071_an_entry_is_removed_and_the_others_stay() {
    let (objects, map) = filled(2);
    assert!(map.remove(&0).as_ref() == Some(&objects[0]));
    assert_eq!(keys(&map), [1]);
    let (key, value) = map.remove_entry(&1).unwrap();
    assert!(*key == 1 && value == objects[1] && map.is_empty() && map.remove(&1).is_none());
    drop(objects);
}

#[test]
fn t081_t082_t084_t086_the_mapping_protocol() {
    let empty = Map::new();
    assert!(empty.is_empty() && empty == Map::default() && empty.iter().next().is_none() && empty.pop().is_none());
    let (objects, map) = filled(3);
    assert!(map == map.clone() && map != empty && map.len() == 3 && map.capacity() >= 3);
    assert!(
        map.get(&7).is_none() && map.get_key_value(&2).is_some_and(|(key, value)| *key == 2 && value == objects[2])
    );
    let (key, value) = map.pop().unwrap();
    assert!(*key == 2 && value == objects[2]);
    assert!(map.get_or_insert_with(2, || objects[0].clone()) == objects[0]);
    assert!(map.get_or_insert_with(2, || unreachable!()) == objects[0]);
    map.retain(|key, value| *key == 2 && value.number == 0);
    assert_eq!(keys(&map), [2]);
    map.reserve(100);
    assert!(map.capacity() >= 101);
    map.shrink_to_fit();
    assert!(map.capacity() < 100 && keys(&map) == [2]);
    let all: Vec<(EntryGuard<u32>, Strong<Object>)> = map.drain().collect();
    assert!(map.is_empty() && all.len() == 1 && all[0].1 == objects[0]);
    assert_eq!(format!("{:?}", filled(0).1), "WeakValueMap{}");
    map.insert(8, &objects[0]);
    assert_eq!(format!("{map:?}"), format!("WeakValueMap{{8: Object at {:p}}}", Strong::as_ptr(&objects[0])));
    assert_eq!(map.into_iter().map(|(key, _)| *key).collect::<Vec<_>>(), [8]);
    let by_name: WeakValueMap<String, Object> = [(String::from("a"), &objects[0])].into_iter().collect();
    assert!(by_name.contains_key("a") && by_name.get("b").is_none());
}

#[test]
fn an_entry_can_be_looked_at_and_filled() {
    use weakgraph::collections::Entry;
    let (objects, map) = filled(2);
    let mut looked = 0;
    assert!(map.entry(0).and_modify(|it| looked += it.number + 1).or_insert(objects[1].clone()) == objects[0]);
    assert!(map.entry(9).and_modify(|_| unreachable!()).or_insert_with_key(|key| Object::new(key + 1)).number == 10);
    assert_eq!((looked, map.len(), *map.entry(5).key()), (1, 2, 5), "the one of 9 was a temporary");
    match map.entry(0) {
        Entry::Occupied(entry) => {
            assert!(*entry.key() == 0 && *entry.get() == objects[0]);
            assert!(entry.insert(&objects[1]) == objects[0]);
        }
        Entry::Vacant(_) => unreachable!(),
    }
    assert!(map.get(&0).as_ref() == Some(&objects[1]));
    let Entry::Occupied(entry) = map.entry(0) else { unreachable!() };
    assert!(entry.remove() == objects[1] && !map.contains_key(&0));
    let Entry::Vacant(entry) = map.entry(0) else { unreachable!() };
    assert_eq!((format!("{entry:?}").as_str(), *entry.key(), entry.into_key()), ("VacantEntry(0)", 0, 0));
    let Entry::Vacant(entry) = map.entry(0) else { unreachable!() };
    map.insert(0, &objects[0]); // meanwhile
    assert!(entry.insert(objects[1].clone()) == objects[1]);
    assert_eq!((map.len(), map.get(&0).unwrap().number), (2, 1));
    // What the closure puts in itself stays.
    assert!(
        map.get_or_insert_with(4, || {
            map.insert(4, &objects[0]);
            objects[1].clone()
        }) == objects[0]
    );
}

#[test]
fn a_late_death_does_not_remove_a_successor() {
    let (old, new, map) = (Object::new(1), Object::new(2), Map::new());
    map.insert(7, &old);
    assert!(map.insert(7, &new).as_ref() == Some(&old));
    drop(old);
    assert!(map.get(&7).as_ref() == Some(&new));
    // Nor when the successor comes in the middle of the death.
    let (map, successor) = (Rc::new(map), Object::new(3));
    let (same, next) = (map.clone(), successor.clone());
    Strong::watch(&new, move |_| {
        assert!(!same.contains_key(&7), "it left before any callback");
        same.insert(7, &next);
    })
    .keep();
    drop(new);
    assert!(map.get(&7).as_ref() == Some(&successor));
}

#[test]
fn an_entry_leaves_before_the_drop_hook_runs() {
    #[derive(Graph)]
    #[graph(on_drop = Node::dies)]
    struct Node {
        map: Rc<WeakValueMap<u32, Node>>,
        seen: Rc<RefCell<Vec<(usize, bool)>>>,
    }
    impl Node {
        fn dies(&self) {
            self.seen.borrow_mut().push((self.map.len(), self.map.contains_key(&1)));
        }
    }
    let (map, seen) = (Rc::new(WeakValueMap::new()), Rc::default());
    let node = Strong::new(Node { map: map.clone(), seen: Rc::clone(&seen) });
    map.insert(1, &node);
    drop(node);
    assert_eq!(*seen.borrow(), [(0, false)]);
}

#[test]
fn the_key_of_a_dead_value_is_dropped_in_step_three_with_the_callbacks_newest_first() {
    struct Key(u32, #[allow(dead_code, reason = "tells when it is dropped")] weakgraph_tests::SaysOnDrop);
    impl PartialEq for Key {
        fn eq(&self, other: &Key) -> bool {
            self.0 == other.0
        }
    }
    impl Eq for Key {}
    impl std::hash::Hash for Key {
        fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
            self.0.hash(state);
        }
    }
    let log = Log::new();
    let object = Object::logged(1, &log);
    let map = WeakValueMap::new();
    let say = |what: &'static str| {
        let log = log.clone();
        Strong::watch(&object, move |_| log.say(what)).keep();
    };
    say("older");
    map.insert(Key(1, log.on_drop("key")), &object);
    say("newer");
    let held = map.keys().next().unwrap();
    drop(held);
    drop(object);
    assert_eq!(log.take(), ["newer", "key", "older", "1 dies"]);
    // One that is looked at stays for so long.
    let object = Object::new(1);
    map.insert(Key(1, log.on_drop("key")), &object);
    let held = map.keys().next().unwrap();
    drop(object);
    assert!(log.take().is_empty() && held.0 == 1 && map.is_empty());
    drop(held);
    assert_eq!(log.take(), ["key"]);
}

#[test]
fn a_map_that_goes_first_leaves_nothing_with_its_values() {
    let (objects, map) = filled(5);
    drop(map);
    drop(objects);
}

#[test]
fn a_forgotten_map_leaks_at_worst() {
    let (objects, map) = filled(5);
    std::mem::forget(map);
    drop(objects);
}

#[test]
fn a_map_does_not_grow_with_the_dead() {
    let map = Map::new();
    let stays = Object::new(0);
    map.insert(0, &stays);
    for number in 1..100_000 {
        map.insert(number, &Object::new(number));
    }
    assert_eq!((map.len(), keys(&map)), (1, vec![0]));
    assert!(map.capacity() < 100, "{}", map.capacity());
    // Also where a walk was forgotten: then it does, and nothing else happens.
    std::mem::forget(map.iter());
    for number in 1..1000 {
        map.insert(number, &Object::new(number));
    }
    assert_eq!((map.len(), keys(&map)), (1, vec![0]));
}

#[test]
fn a_map_that_is_shrunk_finds_all_that_stayed_and_still_notices_their_drops() {
    for (n, keep) in [(1000, 3), (300, 2), (40, 7), (9, 1)] {
        let (mut objects, map) = filled(n);
        // Two entries for each of some nodes, and a guard that moves with nothing.
        objects.iter().step_by(5).for_each(|object| drop(map.insert(object.number + n, object)));
        objects.retain(|object| object.number % keep == 0);
        let guard = map.keys().next();
        map.shrink_to_fit();
        drop(guard);
        map.shrink_to_fit();
        assert!(map.capacity() < 2 * map.len() + 8, "{} for {}", map.capacity(), map.len());
        for number in 0..n {
            let found = map.get(&number).map(|it| it.number);
            assert_eq!(found, (number % keep == 0).then_some(number));
            let second = map.get(&(number + n)).map(|it| it.number);
            assert_eq!(second, (number % keep == 0 && number % 5 == 0).then_some(number));
        }
        while let Some(object) = objects.pop() {
            let (number, before) = (object.number, map.len());
            drop(object);
            assert_eq!(map.len(), before - 1 - usize::from(number % 5 == 0));
            assert!(map.get(&number).is_none() && map.get(&(number + n)).is_none());
        }
        assert!(map.is_empty() && map.keys().next().is_none());
    }
}

#[test]
fn a_guard_holds_its_key_when_the_map_is_shrunk_and_dropped() {
    let objects = Object::some(50);
    let map: WeakValueMap<String, Object> = objects.iter().map(|it| (it.number.to_string(), it)).collect();
    let guards: Vec<EntryGuard<String>> = map.keys().step_by(7).collect();
    let (first, kept) = (&*guards[1] as *const String, guards.len());
    objects.iter().take(30).for_each(|it| assert!(map.remove(&it.number.to_string()).is_some()));
    map.shrink_to_fit();
    assert_eq!((map.len(), &*guards[1] as *const String), (20, first));
    drop(map);
    drop(objects);
    let left: Vec<String> =
        guards.into_iter().map(|it| it.try_into_inner().unwrap_or_else(|_| unreachable!())).collect();
    assert!(left.len() == kept && left[..2] == ["0", "7"]);
}

#[test]
fn gaps_are_not_closed_under_a_walk() {
    let mut objects = Object::some(64);
    let map: WeakValueMap<u32, Object> = WeakValueMap::with_capacity(64);
    objects.iter().for_each(|object| drop(map.insert(object.number, object)));
    let mut walk = map.values();
    assert!(walk.by_ref().take(32).map(|object| object.number).eq(0..32));
    objects.drain(..32);
    // There is no room, and half of it is gaps.
    let more: Vec<_> = (64..128).map(Object::new).collect();
    more.iter().for_each(|object| drop(map.insert(object.number, object)));
    assert!(walk.map(|object| object.number).eq(32..64), "those that were there when it began, and no other");
    assert!(map.values().map(|object| object.number).eq(32..128));
    objects.clear();
    let one = Object::new(1);
    map.insert(1, &one);
    assert!(map.values().map(|object| object.number).eq((64..128).chain([1])));
}

#[test]
fn what_a_map_holds_is_compared_hashed_and_printed_as_it_is() {
    use std::cmp::Ordering;
    let (_objects, map) = filled(3);
    let held: Vec<EntryGuard<u32>> = map.keys().collect();
    assert_eq!(held[0].partial_cmp(&held[1]), Some(Ordering::Less));
    assert_eq!((held[1].cmp(&held[0]), held[1].cmp(&held[1])), (Ordering::Greater, Ordering::Equal));
    assert!(held[0] == 0 && held[0] != 1 && held[0] != held[1] && held[2] == held[2].clone());
    assert_eq!((held[2].to_string(), format!("{:?}", held[2]), *held[2].as_ref()), ("2".into(), "2".into(), 2));
    let same: std::collections::HashSet<EntryGuard<u32>> = held.iter().chain(&held).cloned().collect();
    assert_eq!(same.len(), 3);
    drop(same);
    // Given back by value only to the last who has it.
    let [first, _, last] = <[_; 3]>::try_from(held).unwrap();
    let more = first.clone();
    map.remove(&0);
    let first = first.try_into_inner().unwrap_err();
    drop(more);
    assert_eq!(first.try_into_inner().unwrap(), 0);
    assert!(last.try_into_inner().is_err(), "it is in the map");
}

#[test]
fn walks_and_drains_say_how_much_is_left() {
    let (objects, map) = filled(4);
    let mut walk = map.iter();
    assert_eq!(walk.size_hint(), (0, Some(4)));
    walk.next();
    assert_eq!(
        (walk.size_hint(), map.keys().size_hint(), map.values().size_hint()),
        ((0, Some(3)), (0, Some(4)), (0, Some(4)))
    );
    drop(walk);
    let mut drain = map.drain();
    assert_eq!((drain.size_hint(), drain.len()), ((4, Some(4)), 4));
    drain.next();
    assert_eq!((drain.len(), objects.len()), (3, 4));
}

#[test]
fn a_map_is_made_with_its_room_and_its_hasher() {
    use std::hash::{BuildHasherDefault, DefaultHasher};
    use weakgraph::collections::{WeakKeyMap, WeakSet};
    type State = BuildHasherDefault<DefaultHasher>;
    let hasher = State::default();
    assert!(WeakValueMap::<u32, Object>::with_capacity(50).capacity() >= 50);
    assert!(WeakValueMap::<u32, Object, State>::with_capacity_and_hasher(50, hasher.clone()).capacity() >= 50);
    assert!(WeakKeyMap::<Object, u32>::with_capacity(50).capacity() >= 50);
    assert!(WeakKeyMap::<Object, u32, State>::with_capacity_and_hasher(50, hasher.clone()).capacity() >= 50);
    assert!(WeakSet::<Object>::with_capacity(50).capacity() >= 50);
    assert!(WeakSet::<Object, State>::with_capacity_and_hasher(50, hasher.clone()).capacity() >= 50);
    assert!(weakgraph::collections::WeakIdMap::<Object, u32>::with_capacity(50).capacity() >= 50);
    let copy = WeakValueMap::<u32, Object, State>::with_hasher(hasher).clone();
    assert!(copy.capacity() == 0 && copy.is_empty());
}

/// The key got another value while its entry was held: that is replaced, and the key stays there once.
#[test]
fn an_occupied_entry_that_was_overtaken_replaces_what_came_since() {
    use weakgraph::collections::Entry;
    let (map, objects) = (WeakValueMap::new(), Object::some(3));
    map.insert("key", &objects[0]);
    let Entry::Occupied(entry) = map.entry("key") else { panic!("it is there") };
    map.insert("key", &objects[1]);
    assert!(entry.insert(&objects[2]) == objects[1], "the one before");
    assert_eq!((map.len(), map.iter().count()), (1, 1));
    assert!(map.get("key").as_ref() == Some(&objects[2]));
    let Entry::Occupied(entry) = map.entry("key") else { panic!("it is there") };
    map.clear();
    assert!(entry.insert(&objects[0]) == objects[2] && map.len() == 1);
}
