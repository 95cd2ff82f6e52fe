//! This library, as a good user would write a tree with it: the derive, its accessors, owned handles.

use weakgraph::{Children, Graph, Parent, Strong, Tree as _, Weak};

use crate::shape::{NONE, Shape};
use crate::trees::{Move, Tree};

#[derive(Graph)]
pub struct Node {
    payload: u64,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

impl Node {
    #[inline]
    fn new(payload: u64) -> Strong<Node> {
        Strong::new(Node { payload, parent: Parent::new(), children: Children::new() })
    }
}

pub struct WeakGraph {
    root: Strong<Node>,
}

/// False if the library refuses the move.
#[inline]
fn relocate(m: &Move<Strong<Node>>) -> bool {
    let done = if m.before { m.target.insert_before(&m.node) } else { m.target.append(&m.node) };
    done.is_ok()
}

impl Tree for WeakGraph {
    const NAME: &'static str = "weakgraph";
    const SKIP: &'static [&'static str] = &["scan"];
    const EXTRA: &'static [&'static str] = &["sort", "deep_clone"];
    type H = Strong<Node>;
    type W = Weak<Node>;
    type Grave = ();

    fn build(s: &Shape) -> (Self, Vec<Self::H>) {
        let mut hs: Vec<Strong<Node>> = Vec::with_capacity(s.n);
        for (&p, &payload) in s.parent.iter().zip(&s.payload) {
            let node = Node::new(payload);
            hs.push(if p == NONE { node } else { hs[p as usize].add_child(node) });
        }
        (WeakGraph { root: hs[0].clone() }, hs)
    }

    /// The walk that the library has for it.
    fn dfs(&mut self) -> u64 {
        self.root.inclusive_descendants().fold(0u64, |sum, node| sum.wrapping_add(node.payload))
    }

    /// In a read session, with a stack of the siblings still to come.
    fn dfs_fast(&mut self) -> u64 {
        let session = weakgraph::read();
        let mut sum = 0u64;
        let mut stack = Vec::new();
        let mut at = session.node(&self.root);
        loop {
            sum = sum.wrapping_add(at.payload);
            let next = at.next_sibling();
            at = match (at.first_child(), next) {
                (Some(first), next) => {
                    stack.extend(next);
                    first
                }
                (None, Some(next)) => next,
                (None, None) => match stack.pop() {
                    Some(next) => next,
                    None => return sum,
                },
            };
        }
    }

    /// In a read session.
    fn up(&mut self, leaves: &[Self::H]) -> u64 {
        let session = weakgraph::read();
        let mut sum = 0u64;
        for leaf in leaves {
            let mut at = session.node(leaf);
            loop {
                sum = sum.wrapping_add(at.payload);
                match at.parent() {
                    Some(parent) => at = parent,
                    None => break,
                }
            }
        }
        sum
    }

    fn mutate(&mut self, moves: &[Move<Self::H>]) {
        for m in moves {
            assert!(relocate(m));
        }
    }

    fn checked(&mut self, moves: &[Move<Self::H>]) -> u64 {
        moves.iter().filter(|m| !relocate(m)).count() as u64
    }

    fn drop_subs(&mut self, subs: &mut Vec<Self::H>) {
        for node in subs.drain(..) {
            node.detach();
        }
    }

    fn sort(&mut self) {
        self.root.children().sort_by_key(|node| node.payload);
    }

    /// By hand, in constant stack.
    fn deep_clone(&mut self) -> Self {
        let root = Node::new(self.root.payload);
        let mut todo = vec![(self.root.clone(), root.clone())];
        while let Some((from, to)) = todo.pop() {
            for child in from.children() {
                let copy = to.add_child(Node::new(child.payload));
                if !child.children().is_empty() {
                    todo.push((child, copy));
                }
            }
        }
        WeakGraph { root }
    }

    fn walk(&mut self, f: &mut dyn FnMut(u64, u64)) {
        for node in self.root.inclusive_descendants() {
            f(node.payload, node.parent().map_or(0, |parent| parent.payload));
        }
    }

    fn weak(&mut self, hs: &[Self::H]) -> Vec<Self::W> {
        hs.iter().map(Strong::downgrade).collect()
    }

    fn probe(&mut self, ws: &[Self::W]) -> u64 {
        ws.iter().filter_map(Weak::upgrade).fold(0u64, |sum, node| sum.wrapping_add(node.payload))
    }

    fn kill(self) {}

    fn probe_dead(_: &mut (), ws: &[Self::W]) -> u64 {
        ws.iter().filter(|w| w.upgrade().is_some()).count() as u64
    }
}
