//! What is counted: each operation in a function of its own, found by its name in callgrind's output.

use std::hash::{BuildHasherDefault, Hasher};
use std::hint::black_box;

use weakgraph::collections::WeakValueMap;
use weakgraph::{Children, Graph, Parent, Snapshot, Strong, Tree, Weak, deep_clone, tree_eq, tree_hash};

/// How often each operation is done in one call of its function.
pub const TIMES: usize = 1000;

#[derive(Graph)]
#[graph(clone, eq, hash)]
pub struct Node {
    payload: u64,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

type Handle = Strong<Node>;

fn new(payload: u64) -> Handle {
    Strong::new(Node { payload, parent: Parent::new(), children: Children::new() })
}

fn nodes(n: usize) -> Vec<Handle> {
    (0..n as u64).map(new).collect()
}

/// A tree of `TIMES` nodes and its root, three children each, and handles to all in document order.
fn tree() -> (Handle, Vec<Handle>) {
    let root = new(0);
    let mut all = vec![root.clone()];
    for i in 1..TIMES {
        let node = all[(i - 1) / 3].add_child(new(i as u64));
        all.push(node);
    }
    let mut order = Vec::with_capacity(TIMES);
    order.extend(root.inclusive_descendants());
    (root, order)
}

/// Nodes of which each is the only child of the one before.
fn chain() -> Vec<Handle> {
    let all = nodes(TIMES);
    for pair in all.windows(2) {
        pair[0].add_child(&pair[1]);
    }
    all
}

/// The members of one list, and their owner.
fn list() -> (Handle, Vec<Handle>) {
    let (owner, members) = (new(0), nodes(TIMES));
    for member in &members {
        owner.add_child(member);
    }
    (owner, members)
}

/// One multiplication, so that what is counted is the map's.
#[derive(Default)]
struct Multiply(u64);

impl Hasher for Multiply {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(byte.into()));
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0 ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(32);
    }
}

type Map = WeakValueMap<u64, Node, BuildHasherDefault<Multiply>>;

/// A weak map of nodes by their payloads, and handles to them.
fn map() -> (Map, Vec<Handle>) {
    let (map, nodes) = (Map::with_capacity_and_hasher(TIMES, Default::default()), nodes(TIMES));
    for node in &nodes {
        map.insert(node.payload, node);
    }
    (map, nodes)
}

macro_rules! operations {
    ($($(#[doc = $doc:literal])* $name:ident($($arg:ident: $type:ty),*) = $setup:expr, $body:expr;)*) => {
        /// The names, in the order of the table, with what each is.
        pub const ALL: &[(&str, &str)] = &[$((stringify!($name), concat!($($doc),*))),*];

        $(
            #[inline(never)]
            fn $name($($arg: $type),*) {
                // Keeps the compiler from making one function of two with the same body.
                black_box(stringify!($name));
                $body
            }
        )*

        /// Does each once.
        pub fn run() {
            $({
                let ($($arg,)*) = $setup;
                $name($($arg),*);
            })*
        }
    };
}

operations! {
    /// `Strong::new` of a node
    birth(out: Vec<Handle>) = (Vec::with_capacity(TIMES),), {
        let mut out = out;
        for i in 0..TIMES as u64 {
            out.push(new(i));
        }
        std::mem::forget(out);
    };
    /// `add_child` of a new leaf that somebody holds
    attach(owners: &[Handle], members: &[Handle]) = (&nodes(TIMES), &nodes(TIMES)), {
        for (owner, member) in owners.iter().zip(members) {
            owner.add_child(member);
        }
    };
    /// the same, at the end of one list
    attach_to_list(owner: &Handle, members: &[Handle]) = (&new(0), &nodes(TIMES)), {
        for member in members {
            owner.add_child(member);
        }
    };
    /// `add_child` of a node with a child, to an owner that has an owner
    attach_checked(owners: &[Handle], members: &[Handle]) = (&{
        let (tops, owners) = (nodes(TIMES), nodes(TIMES));
        tops.iter().zip(&owners).for_each(|(top, owner)| drop(top.add_child(owner)));
        std::mem::forget(tops);
        owners
    }, &{
        let members = nodes(TIMES);
        members.iter().for_each(|member| drop(member.add_child(new(0))));
        members
    }), {
        for (owner, member) in owners.iter().zip(members) {
            owner.add_child(member);
        }
    };
    /// `insert_before` a member, of a new leaf
    insert(at: &Handle, members: &[Handle]) = (&{
        let (owner, members) = list();
        std::mem::forget(owner);
        members[5].clone()
    }, &nodes(TIMES)), {
        for member in members {
            black_box(at.insert_before(member).is_ok());
        }
    };
    /// a move within one list, to its end
    shift(owner: &Handle, members: &[Handle]) = { let (owner, members) = list(); (&owner.clone(), &members.clone()) }, {
        for member in members {
            owner.add_child(member);
        }
    };
    /// `detach` of a member that somebody holds
    detach(members: &[Handle]) = (&{ let (owner, members) = list(); std::mem::forget(owner); members },), {
        for member in members {
            drop(member.detach());
        }
    };
    /// `parent()`, and the handle dropped
    parent(members: &[Handle]) = (&{ let (owner, members) = list(); std::mem::forget(owner); members },), {
        for member in members {
            drop(black_box(member.parent()));
        }
    };
    /// `clone`, and the handle dropped
    handle(node: &Handle) = (&new(0),), {
        for _ in 0..TIMES {
            drop(black_box(black_box(node).clone()));
        }
    };
    /// `Strong::downgrade`, and the handle dropped
    downgrade(node: &Handle) = (&new(0),), {
        for _ in 0..TIMES {
            drop(black_box(Strong::downgrade(black_box(node))));
        }
    };
    /// `upgrade` of a living node, and the handle dropped
    upgrade(weak: &Weak<Node>) = (&{ let node = new(0); let weak = Strong::downgrade(&node); std::mem::forget(node); weak },), {
        for _ in 0..TIMES {
            drop(black_box(black_box(weak).upgrade()));
        }
    };
    /// `upgrade` of a dead node
    upgrade_dead(weak: &Weak<Node>) = (&Strong::downgrade(&new(0)),), {
        for _ in 0..TIMES {
            drop(black_box(black_box(weak).upgrade()));
        }
    };
    /// a step of `children().iter()`
    step_children(owner: &Handle) = (&list().0,), {
        for node in owner.children() {
            black_box(node.payload);
        }
    };
    /// a step of `descendants()`
    step_descendants(root: &Handle) = (&tree().0,), {
        for node in root.descendants() {
            black_box(node.payload);
        }
    };
    /// a step of `descendants().rev()`
    step_descendants_back(root: &Handle) = (&tree().0,), {
        for node in root.descendants().rev() {
            black_box(node.payload);
        }
    };
    /// a step of `traverse()`: there are two for each node
    step_traverse(root: &Handle) = (&tree().0,), {
        for step in root.traverse().step_by(2) {
            black_box(&step);
        }
    };
    /// a step of `breadth_first()`
    step_breadth_first(root: &Handle) = (&tree().0,), {
        for node in root.breadth_first() {
            black_box(node.payload);
        }
    };
    /// a step of `ancestors()`
    step_ancestors(leaf: &Handle) = (&{ let nodes = chain(); std::mem::forget(nodes[0].clone()); nodes[TIMES - 1].clone() },), {
        for node in leaf.ancestors() {
            black_box(node.payload);
        }
    };
    /// a step of `next_siblings()`
    step_siblings(first: &Handle) = (&{ let (owner, members) = list(); std::mem::forget(owner); members[0].clone() },), {
        for node in first.next_siblings() {
            black_box(node.payload);
        }
    };
    /// `next_sibling()` from handle to handle
    next_sibling(first: Handle) = ({ let (owner, members) = list(); std::mem::forget(owner); members[0].clone() },), {
        let mut at = first;
        while let Some(next) = at.next_sibling() {
            at = next;
        }
    };
    /// the death of a leaf without an owner
    death_leaf(nodes: Vec<Handle>) = (nodes(TIMES),), drop(nodes);
    /// the death of a node in a subtree
    death_subtree(root: Handle) = (tree().0,), drop(root);
    /// the death of a node in a list
    death_list(owner: Handle) = (list().0,), drop(owner);
    /// the death of a node in a chain
    death_chain(first: Handle) = (chain().swap_remove(0),), drop(first);
    /// `Snapshot::of` a tree, for each node
    snapshot(root: &Handle) = (&tree().0,), std::mem::forget(Snapshot::of(root));
    /// `deep_clone` of a tree, for each node
    copy(root: &Handle) = (&tree().0,), std::mem::forget(deep_clone(root));
    /// `tree_eq` of two trees, for each node
    equal(a: &Handle, b: &Handle) = (&tree().0, &tree().0), { black_box(tree_eq(a, b)); };
    /// `tree_hash` of a tree, for each node
    hash(root: &Handle) = (&tree().0,), {
        let mut state = Multiply::default();
        tree_hash(root, &mut state);
        black_box(state.finish());
    };
    /// `insert` of a new key into a `WeakValueMap` with room for it
    map_insert(map: &Map, nodes: &[Handle]) = (&Map::with_capacity_and_hasher(TIMES, Default::default()), &nodes(TIMES)), {
        for node in nodes {
            black_box(map.insert(node.payload, node));
        }
    };
    /// `get` of a key that is there, and the handle dropped
    map_get(map: &Map) = (&{ let (map, nodes) = map(); std::mem::forget(nodes); map },), {
        for key in 0..TIMES as u64 {
            drop(black_box(map.get(black_box(&key))));
        }
    };
    /// `get` of a key whose node has died
    map_get_dead(map: &Map) = (&{ let (map, nodes) = map(); drop(nodes); map },), {
        for key in 0..TIMES as u64 {
            drop(black_box(map.get(black_box(&key))));
        }
    };
    /// a step of `values()`
    map_step(map: &Map) = (&{ let (map, nodes) = map(); std::mem::forget(nodes); map },), {
        for node in map.values() {
            black_box(node.payload);
        }
    };
    /// the drop of a `WeakValueMap`, for each entry
    map_drop(map: Map) = ({ let (map, nodes) = map(); std::mem::forget(nodes); map },), drop(map);
    /// the death of a leaf that is in a `WeakValueMap`
    death_in_map(nodes: Vec<Handle>) = ({ let (map, nodes) = map(); std::mem::forget(map); nodes },), drop(nodes);
}
