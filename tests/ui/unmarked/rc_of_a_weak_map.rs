//! A weak map owns its keys, or values, as every other.
use std::rc::Rc;
use weakgraph::collections::{WeakIdMap, WeakValueMap};
use weakgraph::{Graph, Strong};

#[derive(Graph, PartialEq, Eq, Hash)]
struct Style;

/// Called like ours.
struct WeakSet<T>(Vec<T>);

#[derive(Graph)]
struct Node {
    value: Rc<WeakIdMap<Style, Rc<Style>>>,
}

#[derive(Graph)]
struct Keys {
    key: Rc<WeakValueMap<Style, Style>>,
}

#[derive(Graph)]
struct Others {
    theirs: Rc<WeakSet<Style>>,
}

#[derive(Graph)]
struct Own {
    value: Rc<WeakIdMap<Style, Rc<Own>>>,
    shared: WeakIdMap<Style, Strong<Style>>,
}

#[derive(Graph)]
struct Cycle {
    #[strong]
    notes: WeakIdMap<Cycle, Strong<Cycle>>,
}

fn main() {}
