//! [`BreadthFirst`]: the walk that goes level by level.

use core::fmt;
use std::collections::{HashMap, VecDeque};

use crate::core::live_iters;
use crate::core::ptr::Header;
use crate::core::yields::Yield;
use crate::engine::nav::{Listed, OwnKind, TreeNav};
use crate::engine::walk::{Root, Start, TreeCursor};
use crate::tree::{In, TreeIn};
use crate::{Strong, Tree};

/// What is below a node, level by level.
pub(super) struct Levels<K, S, H> {
    root: S,
    /// Whose children are being yielded; `None` for the root itself.
    parent: Option<H>,
    /// The walk of these.
    children: Option<TreeCursor<K>>,
    /// Those whose children come later.
    queue: VecDeque<H>,
    /// Up to when `parent` was known to be in its place.
    epoch: u64,
    /// When the walk began.
    began: u64,
    /// How often each node is in the queue, once something left its place: one that was moved ahead may be there twice.
    queued: Option<HashMap<*mut Header, usize>>,
}

impl<K: OwnKind, S: Start<K>, H: Yield<K::Node>> Levels<K, S, H> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn new(root: S) -> Levels<K, S, H> {
        let epoch = live_iters::epoch();
        Levels { root, parent: None, children: None, queue: VecDeque::new(), epoch, began: epoch, queued: None }
    }

    fn push(&mut self, node: H) {
        if let Some(queued) = &mut self.queued {
            *queued.entry(node.__raw().as_ptr()).or_default() += 1;
        }
        self.queue.push_back(node);
    }

    /// How often each node is in the queue, if something left its place since the walk began.
    fn counted(&mut self) -> Option<&mut HashMap<*mut Header, usize>> {
        if self.queued.is_none() && live_iters::epoch() != self.began {
            let queued = self.queued.get_or_insert_default();
            self.queue.iter().for_each(|next| *queued.entry(next.__raw().as_ptr()).or_default() += 1);
        }
        self.queued.as_mut()
    }

    /// Whether the children of a node are to be yielded: not if it left what is below the root, and not yet if it is
    /// itself going to be yielded again. It is if a node above it is in the queue: that one's children, and so on, come
    /// later.
    fn is_its_turn(queued: &HashMap<*mut Header, usize>, node: TreeNav<K>, root: TreeNav<K>) -> bool {
        let mut at = node;
        while at != root {
            let Some(parent) = at.parent() else { return false };
            if queued.contains_key(&parent.ptr().as_ptr()) {
                return false;
            }
            at = parent;
        }
        true
    }

    /// The next parent whose children are to be yielded.
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn pop(&mut self, root: TreeNav<K>) -> Option<H> {
        loop {
            self.counted();
            let next = self.queue.pop_front()?;
            let Some(queued) = &mut self.queued else {
                return Some(next);
            };
            let node = TreeNav::<K>::held(&next);
            let times = queued.entry(node.ptr().as_ptr()).or_default();
            *times -= 1;
            if *times > 0 {
                // It was moved ahead within its level: later.
                continue;
            }
            queued.remove(&node.ptr().as_ptr());
            if Self::is_its_turn(queued, node, root) {
                return Some(next);
            }
        }
    }

    /// The next child of `parent`, if its turn is not over.
    fn next_child(&mut self, root: TreeNav<K>) -> Option<Listed<K>> {
        let parent = self.parent.as_ref().map_or(root, TreeNav::held);
        let epoch = live_iters::epoch();
        if epoch != self.epoch {
            if self.counted().is_some_and(|queued| !Self::is_its_turn(queued, parent, root)) {
                return None;
            }
            self.epoch = epoch;
        }
        let cursor = self.children.get_or_insert_with(|| TreeCursor::children(parent));
        let next = match cursor.anchor() {
            None => match parent.first_in_front() {
                None if K::COUNT > 1 => parent.first_in_others(),
                first => first,
            },
            Some(at) => at.next(),
        }?;
        cursor.move_to(next);
        Some(next)
    }

    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(super) fn next(&mut self) -> Option<H> {
        let root = self.root.get()?;
        loop {
            if let Some(next) = self.next_child(root) {
                let next: H = next.yielded();
                self.push(next.clone());
                return Some(next);
            }
            let next = loop {
                let next = self.pop(root)?;
                if !TreeNav::<K>::held(&next).is_leaf() {
                    break next;
                }
            };
            // Opened before the old one closes: what leaves is counted while a walk is open.
            self.children = Some(TreeCursor::children(TreeNav::<K>::held(&next)));
            let old = self.parent.replace(next);
            // Last, when the walk is whole: user code may run here.
            drop(old);
        }
    }
}

/// An iterator over descendants, level by level; see [`Tree::breadth_first`].
///
/// `H` is what it yields: handles, or [`NodeRef`](crate::NodeRef)s in a [session](crate::read()).
pub struct BreadthFirst<'n, T, H = Strong<T>, R = <T as Tree>::Relation> {
    walk: Levels<In<T, R>, Root<'n, In<T, R>>, H>,
}

impl<'n, T: TreeIn<R>, H: Yield<T>, R> BreadthFirst<'n, T, H, R> {
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub(crate) fn new(root: &'n T) -> BreadthFirst<'n, T, H, R> {
        BreadthFirst { walk: Levels::new(Root::of(root)) }
    }
}

impl<T: TreeIn<R>, H: Yield<T>, R> Iterator for BreadthFirst<'_, T, H, R> {
    type Item = H;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<H> {
        self.walk.next()
    }
}

impl<T, H, R> fmt::Debug for BreadthFirst<'_, T, H, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BreadthFirst").finish_non_exhaustive()
    }
}
