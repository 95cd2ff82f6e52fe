//! Payloads of many sizes to 257 and every alignment to 4096: the value is where it should be, whole, and freed with
//! the layout it was made with (the allocator's own check, under AddressSanitizer).
//!
//! Each size is a type, and a type costs the compiler a third of a second: so not every size is here, but some in each
//! class of the pool, all that are small, and those beside a power of two.

use std::cell::Cell;
use std::collections::HashSet;

use weakgraph::{Children, Graph, Parent, Strong, Tree, Weak, WeakCell};
use weakgraph_model::counting;

thread_local! {
    static DROPS: Cell<u32> = const { Cell::new(0) };
}

/// A value with edges and a payload of this size.
#[derive(Graph)]
struct Sized<const N: usize> {
    before: u8,
    payload: [u8; N],
    #[weak]
    parent: Parent<Sized<N>>,
    #[strong]
    children: Children<Sized<N>>,
    after: u8,
}

impl<const N: usize> Drop for Sized<N> {
    fn drop(&mut self) {
        self.check();
        DROPS.set(DROPS.get() + 1);
    }
}

impl<const N: usize> Sized<N> {
    fn new() -> Sized<N> {
        Sized { before: 1, payload: [N as u8; N], parent: Parent::new(), children: Children::new(), after: 2 }
    }
    fn check(&self) {
        assert!(self.before == 1 && self.after == 2 && self.payload == [N as u8; N]);
    }
}

/// A value without edges, of this size.
#[derive(Graph)]
struct Bare<const N: usize>([u8; N]);

fn size<const N: usize>() {
    DROPS.set(0);
    let root = Strong::new(Sized::<N>::new());
    let child = root.add_child(Sized::new());
    let leaf = child.add_child(Sized::new());
    let weak = Strong::downgrade(&leaf);
    assert!(child.insert_before(Sized::new()).is_ok());
    root.inclusive_descendants().for_each(|node| node.check());
    assert!(leaf.root() == root && root.children().len() == 2 && leaf.handle() == leaf);
    drop((root, child, leaf));
    assert_eq!(DROPS.get(), 4);
    assert!(weak.upgrade().is_none());
}

fn bare<const N: usize>() {
    let bare = Strong::new(Bare([N as u8; N]));
    let other = Strong::new(Bare([N as u8; N]));
    assert!(bare.0 == [N as u8; N] && bare != other && bare == bare.clone());
    assert!(N == 0 || Strong::as_ptr(&bare) != Strong::as_ptr(&other));
}

macro_rules! every {
    ($test:ident: $($size:literal)*) => {$( $test::<$size>(); )*};
}

/// A release build keeps a chunk for each size of node, as long as the thread runs.
fn nothing_is_left(before: (i64, i64)) {
    let (sizes, chunk) = if cfg!(debug_assertions) { (0, 0) } else { (32, 16 * 1024) };
    let after = counting::held();
    let (blocks, bytes) = (after.0 - before.0, after.1 - before.1);
    assert!((0..=sizes).contains(&blocks) && bytes <= blocks * chunk, "{blocks} blocks of {bytes} bytes are left");
}

#[test]
fn payloads_in_every_class_of_the_pool() {
    let held = counting::held();
    every! { size: 0 1 2 3 4 5 6 7 8 9 15 16 17 24 31 32 33 46 57 72 83 98 111 124 127 128 129 150 173 196 223 240 255 256 257 }
    nothing_is_left(held);
}

#[test]
fn payloads_of_nodes_without_edges_in_every_class_of_the_pool() {
    let held = counting::held();
    every! { bare: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 }
    every! { bare: 40 49 58 67 76 85 94 96 103 112 121 127 128 129 130 139 148 157 166 175 184 193 202 211 220 224 229 238 247 255 256 257 }
    nothing_is_left(held);
}

macro_rules! alignments {
    ($($align:literal)*) => {$({
        #[repr(align($align))]
        #[derive(Default)]
        struct Aligned(u8);

        #[derive(Graph, Default)]
        struct Node {
            text: String,
            payload: Aligned,
            #[weak]
            parent: Parent<Node>,
            #[strong]
            children: Children<Node>,
            #[weak]
            friend: WeakCell<Node>,
        }

        #[derive(Graph, Default)]
        struct Bare(Aligned);

        #[derive(Graph, Default)]
        #[repr(align($align))]
        struct Empty;

        fn is_aligned<T>(value: &T) {
            assert_eq!(std::ptr::from_ref(value).addr() % $align, 0, "align {}", $align);
        }

        let root = Strong::new(Node::default());
        for _ in 0..3 {
            let child = root.add_child(Node { text: "text".to_owned(), payload: Aligned(9), ..Node::default() });
            child.set_friend(&root);
            child.add_child(Node::default());
        }
        for node in root.descendants() {
            is_aligned(&node.payload);
            assert!(node.handle() == node && node.root() == root);
            assert!(node.is_leaf() || node.payload.0 == 9 && node.text == "text");
        }
        is_aligned(&Strong::new(Bare::default()).0);
        let empty: Vec<_> = (0..8).map(|_| Strong::new(Empty)).collect();
        empty.iter().for_each(|node| is_aligned(&**node));
        assert_eq!(empty.iter().collect::<HashSet<_>>().len(), 8);
        assert_eq!(empty.iter().map(Strong::as_ptr).collect::<HashSet<_>>().len(), 8);
    })*};
}

#[test]
fn alignments_to_4096() {
    let held = counting::held();
    alignments! { 1 2 4 8 16 32 64 128 256 512 1024 2048 4096 }
    nothing_is_left(held);
}

#[test]
fn nodes_without_size_stay_distinct() {
    #[derive(Graph, Debug)]
    struct Nothing;

    let all: Vec<_> = (0..100).map(|_| Strong::new(Nothing)).collect();
    let weak: Vec<_> = all.iter().map(Strong::downgrade).collect();
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), 100);
    assert_eq!(all.iter().map(Strong::as_ptr).collect::<HashSet<_>>().len(), 100);
    assert_eq!(all.iter().map(|node| format!("{node:?}")).collect::<HashSet<_>>().len(), 100);
    for (i, a) in all.iter().enumerate() {
        for (j, b) in weak.iter().enumerate() {
            assert_eq!(*a == b.upgrade().expect("alive"), i == j);
        }
    }
    drop(all);
    // New ones cannot take the identity of those that are dead while a weak handle is left.
    let new: Vec<_> = (0..100).map(|_| Strong::downgrade(&Strong::new(Nothing))).collect();
    assert_eq!(weak.iter().chain(&new).collect::<HashSet<&Weak<_>>>().len(), 200);
}
