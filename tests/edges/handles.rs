//! Handles: identity, counts, and what converts to them.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use weakgraph::{Children, Graph, Parent, Strong, Tree, Weak};

#[derive(Graph, Default, Clone, PartialEq)]
struct Value(u32);

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

#[test]
fn weak_handles_hash_by_what_they_lead_to() {
    let state = RandomState::new();
    let nodes: Vec<_> = (0..8).map(|n| Strong::new(Value(n))).collect();
    let weak: Vec<Weak<Value>> = nodes.iter().map(Strong::downgrade).collect();
    let hashes: HashSet<u64> = weak.iter().map(|it| state.hash_one(it)).collect();
    assert!(hashes.len() > 1, "of eight nodes, some differ");
    assert!(weak.iter().zip(&nodes).all(|(it, node)| state.hash_one(it) == state.hash_one(Strong::downgrade(node))));
}

#[test]
fn handles_compare_by_identity_not_by_value() {
    let (a, b) = (Strong::new(Value(1)), Strong::new(Value(1)));
    let again = a.clone();
    assert!(a == again && Strong::ptr_eq(&a, &again) && a != b && !Strong::ptr_eq(&a, &b));
    assert!(*a == *b, "their values are equal");
    assert_eq!(Strong::as_ptr(&a), Strong::as_ptr(&again));
    assert_eq!(Strong::as_ptr(&a), std::ptr::from_ref::<Value>(&a));
    let hash = |handle: &Strong<Value>, state: &RandomState| state.hash_one(handle);
    let state = RandomState::new();
    assert_eq!(hash(&a, &state), hash(&again, &state));
    let set: HashSet<_> = [a.clone(), b.clone(), again].into();
    assert!(set.len() == 2 && set.contains(&b));
}

#[test]
fn weak_handles_compare_by_identity_alive_and_dead() {
    let (a, b) = (Strong::new(Value(1)), Strong::new(Value(1)));
    let (weak_a, weak_b) = (Strong::downgrade(&a), Strong::downgrade(&b));
    let mut names = HashMap::from([(weak_a.clone(), "a"), (weak_b.clone(), "b")]);
    assert!(weak_a == Weak::from(&a) && weak_a != weak_b && weak_a.ptr_eq(&weak_a.clone()));
    drop((a, b));
    assert!(weak_a == weak_a.clone() && weak_a != weak_b, "the dead stay who they were");
    assert_eq!((names[&weak_a], names.remove(&weak_b)), ("a", Some("b")));
    let (none, other) = (Weak::<Value>::new(), Weak::default());
    assert!(none == other && none != weak_a && none.upgrade().is_none() && !none.is_alive());
    assert_eq!((none.strong_count(), none.weak_count()), (0, 0));
    // While a weak handle to the dead is there, nobody gets its identity.
    let new: Vec<_> = (0..1000).map(|n| Strong::new(Value(n))).collect();
    assert!(new.iter().all(|new| Weak::from(new) != weak_a));
}

#[test]
fn counts_are_of_handles_owners_and_weak_handles() {
    let (owner, member) = (Strong::<Node>::default(), Strong::<Node>::default());
    assert_eq!((Strong::strong_count(&member), Strong::weak_count(&member)), (1, 0));
    owner.add_child(&member);
    assert_eq!((Strong::strong_count(&owner), Strong::weak_count(&owner)), (1, 0), "a back-reference is no count");
    assert_eq!(Strong::strong_count(&member), 2);
    let (weak, other) = (Strong::downgrade(&member), member.clone());
    let more = weak.clone();
    assert_eq!((weak.strong_count(), weak.weak_count()), (3, 2));
    drop((other, more));
    assert_eq!((Strong::strong_count(&member), Strong::weak_count(&member)), (2, 1));
    drop(weak.upgrade());
    drop((owner, member));
    assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
}

#[test]
fn handles_come_from_values_and_from_handles() {
    fn put(node: impl weakgraph::IntoNode<Value>) -> Strong<Value> {
        node.into_node()
    }
    let a = put(Value(3));
    assert!(put(&a) == a && put(a.clone()) == a);
    let inner: &Value = a.as_ref();
    assert_eq!((inner.0, Strong::<Value>::default().0), (3, 0));
    let copy = Strong::new(Value::clone(&a));
    assert!(copy != a && *copy == *a, "a copy of the value is another node");
}

#[test]
fn a_node_knows_itself() {
    let root = Strong::<Node>::default();
    let child = root.add_child(Node::default());
    assert!(root.handle() == root && child.handle() == child);
    assert!(child.parent() == Some(root.handle()) && root.first_child() == Some(child.handle()));
    assert_eq!(Strong::strong_count(&root), 1, "such a handle is gone with its statement");
    let this: &Node = &child;
    let held = this.handle();
    child.detach();
    drop(child);
    assert!(held.is_root() && Strong::strong_count(&held) == 1);
}

#[test]
fn a_weak_handle_can_be_used_while_its_node_is_used() {
    let node = Strong::new(Value(5));
    let weak = Strong::downgrade(&node);
    let (one, two) = (weak.upgrade().unwrap(), weak.upgrade().unwrap());
    drop(node);
    assert!(one == two && weak.is_alive());
    drop(one);
    assert_eq!(weak.upgrade().map(|node| node.0), Some(5));
    drop(two);
    assert!(weak.upgrade().is_none());
}

#[test]
fn a_handler_of_events_may_be_called_handle() {
    trait Handler {
        fn handle(&self, event: &str) -> usize;
    }
    #[derive(Graph, Default)]
    #[graph(handle = none)]
    struct Widget {
        #[weak]
        parent: Parent<Widget>,
        #[strong]
        children: Children<Widget>,
    }
    impl Handler for Widget {
        fn handle(&self, event: &str) -> usize {
            Strong::of(self).children().iter().map(|child| child.handle(event)).sum::<usize>() + event.len()
        }
    }
    #[derive(Graph, Default)]
    #[graph(handle = node)]
    struct Own {
        #[weak]
        parent: Parent<Own>,
        #[strong]
        children: Children<Own>,
    }
    impl Own {
        fn handle(&self, event: &str) -> bool {
            self.children.is_empty() || event == "all"
        }
    }
    let root = Strong::<Widget>::default();
    root.add_child(Widget::default());
    assert_eq!((root.handle("click"), root.parent()), (10, None));
    assert!(Strong::try_of(&Widget::default()).is_none(), "not born");
    let own = Strong::<Own>::default();
    own.add_child(Own::default());
    assert!(own.node() == own && own.handle("all") && !own.handle("one"));
    assert!(own.first_child().and_then(|child| child.parent()) == Some(Strong::of(&own)));
}

#[test]
fn a_field_with_a_default_is_no_parameter_of_new() {
    #[derive(Graph)]
    #[graph(new)]
    struct Counted {
        name: &'static str,
        #[graph(default)]
        count: std::cell::Cell<u32>,
        #[weak]
        parent: Parent<Counted>,
        #[strong(item = counted)]
        children: Children<Counted>,
    }
    let root = Counted::new("root");
    let leaf = root.add_counted(Counted::new("leaf"));
    leaf.count.set(leaf.count.get() + 1);
    assert_eq!((leaf.name, leaf.count.get(), root.count.get(), root.children().len()), ("leaf", 1, 0, 1));
    assert!(leaf.parent().is_some());
}
