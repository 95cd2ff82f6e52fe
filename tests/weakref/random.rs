//! Random programs on maps, with nodes that die at any point, held against plain maps.

use std::collections::BTreeMap;

use weakgraph::collections::{WeakIdMap, WeakKeyMap, WeakSet, WeakValueMap};
use weakgraph::{Finalizer, Strong, Watch};
use weakgraph_tests::{Log, Rng};

use super::Object;

/// A handle to the node of this place, which is made if it is not there.
fn node(nodes: &mut BTreeMap<u32, Strong<Object>>, at: u32) -> Strong<Object> {
    nodes.entry(at).or_insert_with(|| Object::new(at)).clone()
}

#[test]
fn maps_agree_with_plain_maps_of_those_that_are_alive() {
    for seed in 0..60 {
        let mut rng = Rng::new(seed);
        let mut nodes = BTreeMap::new();
        let (values, keys, ids, set) =
            (WeakValueMap::<u32, Object>::new(), WeakKeyMap::<Object, String>::new(), WeakIdMap::new(), WeakSet::new());
        let (mut plain_values, mut plain_keys, mut plain_set) =
            (BTreeMap::<u32, u32>::new(), BTreeMap::<u32, u32>::new(), BTreeMap::<u32, ()>::new());
        for step in 0..400_u32 {
            let (at, key) = (rng.below(30) as u32, rng.below(30) as u32);
            match rng.below(12) {
                0 | 1 => {
                    let node = node(&mut nodes, at);
                    assert_eq!(values.insert(key, &node).map(|it| it.number), plain_values.insert(key, at));
                }
                2 => assert_eq!(values.remove(&key).map(|it| it.number), plain_values.remove(&key)),
                3 | 4 => {
                    let node = node(&mut nodes, at);
                    let before = plain_keys.insert(at, step).map(|it| it.to_string());
                    assert_eq!(keys.insert(&node, step.to_string()).map(|it| (*it).clone()), before);
                    assert_eq!(ids.insert(&node, step).map(|it| it.to_string()), before);
                }
                5 => {
                    let before = plain_keys.remove(&at).map(|it| it.to_string());
                    assert_eq!(keys.remove(&Object::new(at)).map(|it| (*it).clone()), before);
                    if let Some(node) = nodes.get(&at) {
                        assert_eq!(ids.remove(node).map(|it| it.to_string()), before);
                    }
                }
                6 => assert_eq!(set.insert(&node(&mut nodes, at)), plain_set.insert(at, ()).is_none()),
                7 => assert_eq!(set.remove(&Object::new(at)), plain_set.remove(&at).is_some()),
                8 if step % 50 == 0 => {
                    values.shrink_to_fit();
                    keys.shrink_to_fit();
                    set.shrink_to_fit();
                }
                _ => {
                    nodes.remove(&at);
                    plain_values.retain(|_, value| *value != at);
                    plain_keys.remove(&at);
                    plain_set.remove(&at);
                }
            }
            let sorted = |mut pairs: Vec<(u32, u32)>| {
                pairs.sort_unstable();
                pairs
            };
            assert_eq!(
                (values.len(), keys.len(), ids.len(), set.len()),
                (plain_values.len(), plain_keys.len(), plain_keys.len(), plain_set.len())
            );
            assert_eq!(
                sorted(values.iter().map(|(key, it)| (*key, it.number)).collect()),
                plain_values.clone().into_iter().collect::<Vec<_>>()
            );
            assert_eq!(
                sorted(keys.iter().map(|(key, it)| (key.number, it.parse().unwrap())).collect()),
                plain_keys.clone().into_iter().collect::<Vec<_>>()
            );
            assert_eq!(
                sorted(ids.iter().map(|(key, it)| (key.number, *it)).collect()),
                plain_keys.clone().into_iter().collect::<Vec<_>>()
            );
            assert_eq!(
                sorted(set.iter().map(|it| (it.number, 0)).collect()),
                plain_set.keys().map(|it| (*it, 0)).collect::<Vec<_>>()
            );
            assert_eq!(values.get(&key).map(|it| it.number), plain_values.get(&key).copied());
        }
    }
}

#[test]
fn watches_and_finalizers_run_newest_first_whatever_was_cancelled_before() {
    for seed in 0..300 {
        let (mut rng, log, object) = (Rng::new(seed), Log::new(), Object::new(1));
        let (mut watches, mut finalizers) = (Vec::<(usize, Watch)>::new(), Vec::<(usize, Finalizer)>::new());
        let mut armed: Vec<usize> = Vec::new();
        for number in 0..40 {
            let says = log.clone();
            match rng.below(6) {
                0 | 1 => watches.push((number, Strong::watch(&object, move |_| says.say(number)))),
                2 => Strong::watch(&object, move |_| says.say(number)).keep(),
                3 => finalizers.push((number, Finalizer::new(&object, move || says.say(number)))),
                4 if !watches.is_empty() => {
                    let (cancelled, _) = watches.swap_remove(rng.below(watches.len()));
                    armed.retain(|it| *it != cancelled);
                    continue;
                }
                5 if !finalizers.is_empty() => {
                    let (run, finalizer) = finalizers.swap_remove(rng.below(finalizers.len()));
                    if rng.below(2) == 0 {
                        finalizer.run();
                        assert_eq!(log.take(), [run.to_string()]);
                    } else {
                        assert!(finalizer.cancel().is_some());
                    }
                    armed.retain(|it| *it != run);
                    continue;
                }
                _ => continue,
            }
            armed.push(number);
        }
        drop(object);
        assert_eq!(log.take(), armed.iter().rev().map(ToString::to_string).collect::<Vec<_>>());
        assert!(watches.iter().all(|(_, it)| !it.is_armed()) && finalizers.iter().all(|(_, it)| !it.is_armed()));
    }
}
