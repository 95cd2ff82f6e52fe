//! The columns of this library.

use std::hash::{BuildHasher, RandomState};

use weakgraph::collections::{WeakIdMap, WeakValueMap};
use weakgraph::{Graph, Strong};

use super::{Fast, Obj, WeakMap, key};

/// The very same object, as a node.
#[derive(Graph)]
pub struct Node {
    obj: Obj,
}

type Targets = Vec<Option<Strong<Node>>>;

fn targets(payload: &[u64]) -> Targets {
    payload.iter().enumerate().map(|(i, &p)| Some(Strong::new(Node { obj: Obj::new(i, p) }))).collect()
}

fn drop_odd(t: &mut Targets) {
    for x in t.iter_mut().skip(1).step_by(2) {
        *x = None;
    }
}

fn sum(nodes: impl Iterator<Item = Strong<Node>>) -> u64 {
    nodes.fold(0u64, |sum, node| sum.wrapping_add(node.obj.payload))
}

/// `weakgraph::collections::WeakValueMap`.
pub struct Values<S>(WeakValueMap<u64, Node, S>);

pub trait Name: BuildHasher + Default {
    const NAME: &'static str;
}

impl Name for RandomState {
    const NAME: &'static str = "weakgraph WeakValueMap";
}

impl Name for Fast {
    const NAME: &'static str = "weakgraph WeakValueMap +fast hash";
}

impl<S: Name> WeakMap for Values<S> {
    const NAME: &'static str = S::NAME;
    type Targets = Targets;

    fn targets(payload: &[u64]) -> Targets {
        targets(payload)
    }
    fn insert_all(t: &Targets, _n: usize) -> Self {
        let map = WeakValueMap::with_hasher(S::default());
        for node in t.iter().flatten() {
            map.insert(node.obj.key, node);
        }
        Values(map)
    }
    fn lookup_all(&self, _t: &Targets, order: &[u32]) -> u64 {
        sum(order.iter().filter_map(|&i| self.0.get(&key(i as usize))))
    }
    fn drop_half(&mut self, t: &mut Targets) {
        drop_odd(t)
    }
    const DROP_PLAIN: Option<fn(&mut Targets)> = Some(drop_odd);
    fn count(&self) -> usize {
        self.0.len()
    }
    fn lookup_keys(&self, keys: &[u64]) -> u64 {
        sum(keys.iter().filter_map(|k| self.0.get(k)))
    }
    fn iterate(&self) -> u64 {
        sum(self.0.values())
    }
}

/// `weakgraph::collections::WeakIdMap`: the objects are the keys, by address.
pub struct Keys(WeakIdMap<Node, u64>);

impl WeakMap for Keys {
    const NAME: &'static str = "weakgraph WeakIdMap";
    type Targets = Targets;

    fn targets(payload: &[u64]) -> Targets {
        targets(payload)
    }
    fn insert_all(t: &Targets, _n: usize) -> Self {
        let map = WeakIdMap::new();
        for node in t.iter().flatten() {
            map.insert(node, node.obj.payload);
        }
        Keys(map)
    }
    fn lookup_all(&self, t: &Targets, order: &[u32]) -> u64 {
        let found = order.iter().filter_map(|&i| self.0.get(t[i as usize].as_ref().unwrap()));
        found.fold(0u64, |sum, v| sum.wrapping_add(*v))
    }
    fn drop_half(&mut self, t: &mut Targets) {
        drop_odd(t)
    }
    const DROP_PLAIN: Option<fn(&mut Targets)> = Some(drop_odd);
    fn count(&self) -> usize {
        self.0.len()
    }
    const DEAD_KEYS: bool = false;
    fn lookup_keys(&self, _: &[u64]) -> u64 {
        0
    }
    fn iterate(&self) -> u64 {
        sum(self.0.keys())
    }
}
