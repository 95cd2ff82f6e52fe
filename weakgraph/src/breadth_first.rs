//! [`BreadthFirst`]: the walk that goes level by level.

use core::fmt;
use core::marker::PhantomData;
use std::collections::{HashMap, VecDeque};

use crate::cursor::{self, Cursor};
use crate::node::{Header, Raw};
use crate::private::home_of;
use crate::walk::{Go, Yield};
use crate::{Strong, Tree};

/// Descendants level by level; see [`Tree::breadth_first`].
///
/// `H` is what it yields: handles, or in a [session](crate::read()) [`NodeRef`](crate::NodeRef)s.
pub struct BreadthFirst<'n, T: Tree, H = Strong<T>> {
    /// Where the root is; `None` before its birth.
    home: Option<Raw>,
    root: PhantomData<&'n T>,
    /// Whose members are being yielded, and how far it is below the root; `None` for the root itself.
    owner: Option<Queued<H>>,
    /// The walk of these.
    members: Option<Cursor>,
    /// Those whose members come later.
    queue: VecDeque<Queued<H>>,
    /// Up to when `owner` was known to be below the root.
    epoch: u64,
    /// When the walk began.
    began: u64,
    /// How often each node is in the queue, once something left its place: one that was moved ahead may be there twice.
    queued: Option<HashMap<*mut Header, usize>>,
}

/// A node and how far below the root it was when it was yielded.
struct Queued<H> {
    node: H,
    depth: usize,
}

impl<'n, T: Tree, H: Yield<T>> BreadthFirst<'n, T, H> {
    pub(crate) fn new(root: &'n T) -> BreadthFirst<'n, T, H> {
        let epoch = cursor::epoch();
        BreadthFirst {
            home: home_of(root),
            root: PhantomData,
            owner: None,
            members: None,
            queue: VecDeque::new(),
            epoch,
            began: epoch,
            queued: None,
        }
    }

    fn push(&mut self, node: H) {
        if let Some(queued) = &mut self.queued {
            *queued.entry(node.__raw().as_ptr()).or_default() += 1;
        }
        let depth = self.owner.as_ref().map_or(0, |owner| owner.depth) + 1;
        self.queue.push_back(Queued { node, depth });
    }

    /// The next owner whose members are to be yielded.
    fn pop(&mut self, root: Raw) -> Option<Queued<H>> {
        loop {
            if cursor::epoch() != self.began && self.queued.is_none() {
                let queued = self.queued.get_or_insert_default();
                self.queue.iter().for_each(|next| *queued.entry(next.node.__raw().as_ptr()).or_default() += 1);
            }
            let next = self.queue.pop_front()?;
            let Some(queued) = &mut self.queued else {
                return Some(next);
            };
            let times = queued.entry(next.node.__raw().as_ptr()).or_default();
            *times -= 1;
            if *times > 0 {
                // It was moved ahead within its level: later.
                continue;
            }
            queued.remove(&next.node.__raw().as_ptr());
            // SAFETY: alive by its handle; the root is borrowed.
            match unsafe { Go::<T>::depth_below(next.node.__raw(), root) } {
                // It left, or it was moved down, so that it comes again.
                None => {}
                Some(depth) if depth > next.depth => {}
                Some(_) => return Some(next),
            }
        }
    }

    /// The next member of `owner`, if that is still where it was, or higher.
    fn next_member(&mut self, root: Raw) -> Option<Raw> {
        let (owner, depth) = self.owner.as_ref().map_or((root, 0), |owner| (owner.node.__raw(), owner.depth));
        let epoch = cursor::epoch();
        if epoch != self.epoch {
            // SAFETY: alive by its handle; the root is borrowed.
            if unsafe { Go::<T>::depth_below(owner, root) }? > depth {
                return None;
            }
            self.epoch = epoch;
        }
        // SAFETY: alive by its handle; the root is borrowed.
        let head = unsafe { Go::<T>::head(owner) };
        let slot = self.members.get_or_insert_with(|| Cursor::of_list(head, false)).slot();
        let next = match slot.anchor() {
            None => head.first(),
            // SAFETY: C1.
            Some(at) => unsafe { Go::<T>::next(at) },
        }?;
        slot.anchor.set(next.as_ptr());
        Some(next)
    }
}

impl<T: Tree, H: Yield<T>> Iterator for BreadthFirst<'_, T, H> {
    type Item = H;

    fn next(&mut self) -> Option<H> {
        let root = self.home?;
        loop {
            if let Some(next) = self.next_member(root) {
                // SAFETY: I6: a member.
                let next = unsafe { H::__of(next) };
                self.push(next.clone());
                return Some(next);
            }
            let (next, head) = loop {
                let next = self.pop(root)?;
                // SAFETY: alive by its handle, which this walk keeps as long as the cursor.
                let head = unsafe { Go::<T>::head(next.node.__raw()) };
                if head.first().is_some() {
                    break (next, head);
                }
            };
            // Opened before the old one closes: what leaves is counted while a walk is open.
            self.members = Some(Cursor::of_list(head, false));
            let old = self.owner.replace(next);
            // Last, when the walk is whole: user code may run here.
            drop(old);
        }
    }
}

impl<T: Tree, H> fmt::Debug for BreadthFirst<'_, T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BreadthFirst").finish_non_exhaustive()
    }
}
