//! What the maps and sets of weak keys find a node by; sets by identity.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};

use weakgraph::collections::{WeakIdSet, WeakKeyMap, WeakSet};
use weakgraph::{Graph, Strong, WeakAny};

#[derive(Graph, PartialEq, Eq, Hash)]
struct Symbol(Box<str>);

impl Borrow<str> for Symbol {
    fn borrow(&self) -> &str {
        &self.0
    }
}

fn symbol(text: &str) -> Strong<Symbol> {
    Strong::new(Symbol(text.into()))
}

#[test]
fn an_interner_looks_up_by_str() {
    let symbols: WeakSet<Symbol> = WeakSet::new();
    let intern = |text: &str| symbols.get_or_insert_with(text, || symbol(text));
    let words: Vec<_> = "to be or not to be".split(' ').map(intern).collect();
    assert!(words[0] == words[4] && words[1] == words[5] && symbols.len() == 4);
    assert!(symbols.get("or") == Some(words[2].clone()) && symbols.get("and").is_none());
    // By the same word in every form that it has.
    let (text, owned) = ("not", String::from("not"));
    assert!(symbols.contains(text) && symbols.contains(owned.as_str()) && symbols.contains(&*owned));
    assert!(symbols.contains(&words[3]) && symbols.contains(&*words[3]) && symbols.contains(&Symbol("not".into())));
    let session = weakgraph::read();
    assert!(symbols.contains(&session.node(&words[3])));
    drop(session);
    assert!(symbols.take("not") == Some(words[3].clone()) && !symbols.remove("not") && symbols.len() == 3);
    drop(words);
    assert!(symbols.is_empty());
}

#[test]
fn what_make_inserts_itself_stays() {
    let symbols: WeakSet<Symbol> = WeakSet::new();
    let own = symbol("a");
    let found = symbols.get_or_insert_with("a", || {
        symbols.insert(&own);
        symbol("a")
    });
    assert!(found == own && symbols.len() == 1);
    let again = symbols.get_or_insert_with("a", || unreachable!("it is there"));
    assert!(again == own);
}

#[test]
fn a_map_finds_its_keys_by_what_they_borrow_as() {
    let map: WeakKeyMap<Symbol, u32> = WeakKeyMap::new();
    let key = symbol("x");
    map.insert(&key, 7);
    assert_eq!(map.get("x").as_deref(), Some(&7));
    assert_eq!(map.get(&key).as_deref(), Some(&7));
    assert_eq!(map.get(&*key).as_deref(), Some(&7));
    assert!(map.contains_key("x") && !map.contains_key("y") && !map.contains_key(&symbol("y")));
    assert!(map.get_key_value("x").is_some_and(|(found, value)| found == key && *value == 7));
    assert!(map.remove_entry("y").is_none() && map.remove("x").is_some_and(|value| *value == 7));
    assert!(map.is_empty());
}

/// A key that is found by a number in it.
#[derive(Graph)]
struct Item {
    key: u32,
    _note: &'static str,
}

impl PartialEq for Item {
    fn eq(&self, other: &Item) -> bool {
        self.key == other.key
    }
}

impl Eq for Item {}

impl Hash for Item {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl Borrow<u32> for Item {
    fn borrow(&self) -> &u32 {
        &self.key
    }
}

/// As code that is generic over its keys would ask.
fn has<K: Hash + Eq, V: 'static>(map: &WeakKeyMap<K, V>, key: &K, handle: &Strong<K>) -> bool {
    map.contains_key(key) && map.contains_key(handle)
}

#[test]
fn sized_keys_and_generic_code() {
    let map: WeakKeyMap<Item, &str> = WeakKeyMap::new();
    let item = Strong::new(Item { key: 3, _note: "a" });
    map.insert(&item, "three");
    assert_eq!(map.get(&3).as_deref(), Some(&"three"));
    assert!(has(&map, &item, &item));
}

/// Nothing is asked of it.
#[derive(Graph)]
struct Widget(#[allow(dead_code)] f64);

#[test]
fn a_set_by_identity_is_a_set() {
    let [a, b, c] = [(); 3].map(|()| Strong::new(Widget(0.0)));
    let set: WeakIdSet<Widget> = WeakIdSet::new();
    assert!(set.insert(&a) && set.insert(&b) && !set.insert(&a) && set.len() == 2);
    assert!(set.contains(&a) && !set.contains(&c));
    assert!(set.iter().eq([a.clone(), b.clone()]));
    assert!(set.remove(&a) && !set.remove(&a) && set.len() == 1);
    set.insert(&a);
    assert!(set.iter().eq([b.clone(), a.clone()]), "at the end, when it comes again");
    drop(b);
    assert!(set.len() == 1 && set.pop() == Some(a.clone()) && set.is_empty());
    let copy: WeakIdSet<Widget> = [&a, &c].into_iter().collect();
    assert!(copy == copy.clone() && copy != set && copy.iter().count() == 2);
    copy.retain(|node| *node == c);
    assert!(copy.drain().eq([c.clone()]) && copy.is_empty());
}

#[test]
fn two_sets_by_identity_are_combined() {
    let all: Vec<Strong<Widget>> = (0..6).map(|_| Strong::new(Widget(0.0))).collect();
    // Every pair of subsets of four, by bits.
    let of = |bits: usize| (0..4).filter(|at| bits >> at & 1 == 1).map(|at| &all[at]).collect::<WeakIdSet<Widget>>();
    for (a, b) in (0..16).flat_map(|a| (0..16).map(move |b| (a, b))) {
        let (left, right) = (of(a), of(b));
        assert!(&left | &right == of(a | b) && &left & &right == of(a & b));
        assert!(&left - &right == of(a & !b) && &left ^ &right == of(a ^ b));
        assert!(left.union(&right).collect::<WeakIdSet<_>>() == of(a | b));
        assert!(left.intersection(&right).collect::<WeakIdSet<_>>() == of(a & b));
        assert!(left.difference(&right).collect::<WeakIdSet<_>>() == of(a & !b));
        assert!(left.symmetric_difference(&right).collect::<WeakIdSet<_>>() == of(a ^ b));
        assert_eq!(left.is_subset(&right), a & !b == 0);
        assert_eq!(left.is_superset(&right), b & !a == 0);
        assert_eq!(left.is_disjoint(&right), a & b == 0);
    }
}

#[test]
fn handles_to_nodes_of_several_types_are_in_one_list() {
    let (symbol, widget) = (symbol("a"), Strong::new(Widget(1.0)));
    let all = [WeakAny::from(&symbol), WeakAny::from(&widget), WeakAny::from(weakgraph::Weak::<Widget>::new())];
    assert!(all[0].is::<Symbol>() && !all[0].is::<Widget>() && all[1].is::<Widget>());
    assert!(all[0].upgrade::<Symbol>() == Some(symbol.clone()) && all[0].upgrade::<Widget>().is_none());
    assert!(all[1].downcast::<Widget>() == Some(Strong::downgrade(&widget)));
    assert_eq!(all.each_ref().map(WeakAny::is_alive), [true, true, false]);
    assert_eq!(all.each_ref().map(WeakAny::type_name), [Some("Symbol"), Some("Widget"), None]);
    assert_eq!(all[0].id(), Some(weakgraph::NodeId::of(&symbol)));
    assert!(all[0] == all[0].clone() && all[0] == WeakAny::from(&symbol) && all[0] != all[1]);
    let set: std::collections::HashSet<WeakAny> = all.iter().cloned().collect();
    assert_eq!(set.len(), 3);
    let before = Strong::weak_count(&widget);
    drop(set);
    assert_eq!(Strong::weak_count(&widget), before - 1);
    assert_eq!(all[1].strong_count(), 1);
    drop(widget);
    assert!(!all[1].is_alive() && all[1].upgrade::<Widget>().is_none());
    assert!(all[1].downcast::<Widget>().is_some_and(|weak| weak.upgrade().is_none()), "the type is known still");
    assert_eq!((all[1].strong_count(), all[1].type_name()), (0, Some("Widget")));
    assert!(all[2].downcast::<Widget>() == Some(weakgraph::Weak::new()) && all[2].id().is_none());
    assert_eq!(format!("{:?}", all[2]), "Weak(none)");
}
