//! [`BreadthFirst`]: the walk that goes level by level.

use core::fmt;
use core::marker::PhantomData;
use std::collections::{HashMap, VecDeque};

use crate::core::live_iters::{self, Cursor};
use crate::core::ptr::{Header, Raw};
use crate::core::yields::Yield;
use crate::engine::identity::home_of;
use crate::tree::walk::Go;
use crate::{Strong, Tree};

/// Descendants level by level; see [`Tree::breadth_first`].
///
/// `H` is what it yields: handles, or in a [session](crate::read()) [`NodeRef`](crate::NodeRef)s.
pub struct BreadthFirst<'n, T: Tree, H = Strong<T>> {
    /// Where the root is; `None` before its birth.
    home: Option<Raw>,
    root: PhantomData<&'n T>,
    /// Whose members are being yielded; `None` for the root itself.
    owner: Option<H>,
    /// The walk of these.
    members: Option<Cursor>,
    /// Those whose members come later.
    queue: VecDeque<H>,
    /// Up to when `owner` was known to be in its place.
    epoch: u64,
    /// When the walk began.
    began: u64,
    /// How often each node is in the queue, once something left its place: one that was moved ahead may be there twice.
    queued: Option<HashMap<*mut Header, usize>>,
}

impl<'n, T: Tree, H: Yield<T>> BreadthFirst<'n, T, H> {
    pub(crate) fn new(root: &'n T) -> BreadthFirst<'n, T, H> {
        let epoch = live_iters::epoch();
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

    /// Whether the members of a node are to be yielded: not if it left what is below the root, and not yet if it is itself
    /// going to be yielded again. It is if a node above it is in the queue: that one's members, and so on, come later.
    ///
    /// # Safety
    /// I1, I2, I4: a live node of type `T`, as the root is.
    unsafe fn is_its_turn(queued: &HashMap<*mut Header, usize>, node: Raw, root: Raw) -> bool {
        let mut at = node;
        while at != root {
            // SAFETY: I6: owners of live nodes are alive.
            let Some(owner) = (unsafe { Go::<T>::owner(at) }) else { return false };
            if queued.contains_key(&owner.as_ptr()) {
                return false;
            }
            at = owner;
        }
        true
    }

    /// The next owner whose members are to be yielded.
    fn pop(&mut self, root: Raw) -> Option<H> {
        loop {
            self.counted();
            let next = self.queue.pop_front()?;
            let Some(queued) = &mut self.queued else {
                return Some(next);
            };
            let node = next.__raw();
            let times = queued.entry(node.as_ptr()).or_default();
            *times -= 1;
            if *times > 0 {
                // It was moved ahead within its level: later.
                continue;
            }
            queued.remove(&node.as_ptr());
            // SAFETY: alive by its handle; the root is borrowed.
            if unsafe { Self::is_its_turn(queued, node, root) } {
                return Some(next);
            }
        }
    }

    /// The next member of `owner`, if its turn is not over.
    fn next_member(&mut self, root: Raw) -> Option<Raw> {
        let owner = self.owner.as_ref().map_or(root, H::__raw);
        let epoch = live_iters::epoch();
        if epoch != self.epoch {
            // SAFETY: alive by its handle; the root is borrowed.
            if self.counted().is_some_and(|queued| !unsafe { Self::is_its_turn(queued, owner, root) }) {
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
                let head = unsafe { Go::<T>::head(next.__raw()) };
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
