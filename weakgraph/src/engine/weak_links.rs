//! [`WeakLinks`]: observers of many nodes in order, as a [`WeakList`](crate::WeakList) has them.
//!
//! - **W1** What is in a `WeakLinks<T>` was added with a `Strong<T>`, and is held by it (O1).

use core::cell::Cell;
use core::marker::PhantomData;
use core::ptr::{self, NonNull};

use crate::core::Invariant;
use crate::core::alive::Alive;
use crate::core::edges::EdgeCollector;
use crate::core::observer::{Hook, Observer};
use crate::core::ptr::NodePtr;
use crate::core::raw_edge::{EdgeKind, RawTarget};
use crate::core::steps;
use crate::core::strong::Strong;
use crate::core::traits::LateHook;

/// Links to nodes that leave when their nodes are dropped.
pub(crate) struct WeakLinks<T> {
    containing_node: Cell<Option<NodePtr>>,
    entries: Cell<Option<NonNull<Entries>>>,
    /// Invariant in `T`: targets are written through `&self`.
    marker: PhantomData<Invariant<T>>,
}

/// Boxed, so that a target that is dropped can find it wherever the list is (O2).
struct Entries {
    /// The links in order; `None` where one dropped out. Taken out for each edit, which runs no user code.
    links: Cell<Vec<Option<NonNull<Observer>>>>,
    live: Cell<usize>,
    /// How many walks are open. Meanwhile the indices before `kept` stay.
    walks: Cell<usize>,
    /// No open walk goes further than to here: what comes later can close up.
    kept: Cell<usize>,
    /// The number of the walk that `kept` is of.
    keeper: Cell<u64>,
    /// How many walks there have been.
    opened: Cell<u64>,
    hook: Cell<Option<Hook>>,
}

impl Entries {
    fn edit<O>(&self, edit: impl FnOnce(&mut Vec<Option<NonNull<Observer>>>) -> O) -> O {
        let mut links = self.links.take();
        let out = edit(&mut links);
        self.links.set(links);
        out
    }

    /// The target at this index: `Err` past the end, `Ok(None)` where none is alive.
    fn get(&self, index: usize) -> Result<Option<NodePtr>, ()> {
        steps::count();
        self.edit(|links| match links.get(index) {
            None => Err(()),
            // SAFETY: O1: what is in the list is held by it.
            Some(link) => Ok(link.and_then(|o| unsafe { o.as_ref() }.target())),
        })
    }

    fn position(&self, target: NodePtr) -> Option<usize> {
        self.edit(|links| {
            // SAFETY: O1: what is in the list is held by it.
            let is =
                |link: &Option<NonNull<Observer>>| link.is_some_and(|o| unsafe { o.as_ref() }.target() == Some(target));
            links.iter().inspect(|_| steps::count()).position(is)
        })
    }

    /// The walk ends where the list ends now, so what is added later is not visited.
    fn begin_walk(&self) -> Span {
        if self.walks.get() == 0 {
            self.kept.set(0);
        }
        self.walks.set(self.walks.get() + 1);
        let number = self.opened.get() + 1;
        self.opened.set(number);
        let end = self.edit(|links| links.len());
        Span { number, index: 0, end, kept: self.kept.replace(end), keeper: self.keeper.replace(number) }
    }

    fn end_walk(&self, walk: &Span) {
        self.walks.set(self.walks.get() - 1);
        if self.keeper.get() == walk.number {
            self.kept.set(walk.kept);
            self.keeper.set(walk.keeper);
        }
    }

    /// So many links stay at their indices.
    fn kept(&self) -> usize {
        if self.walks.get() == 0 { 0 } else { self.kept.get() }
    }

    /// Closes the gaps when they are more than the links.
    fn tidy(&self) {
        let kept = self.kept();
        self.edit(|links| {
            let loose = links.len() - kept.min(links.len());
            if loose < 16 || loose / 2 < self.live.get() {
                return;
            }
            Entries::close_up(links, kept);
        });
    }

    /// Closes the gaps from this index on.
    fn close_up(links: &mut Vec<Option<NonNull<Observer>>>, kept: usize) {
        let mut to = kept;
        for from in kept..links.len() {
            steps::count();
            let Some(link) = links[from].take() else { continue };
            // SAFETY: O1: what is in the list is held by it.
            unsafe { Observer::context(link) }.1.set(to);
            links[to] = Some(link);
            to += 1;
        }
        links.truncate(to);
    }

    /// A walk has gone on. If it is the only one, the gaps can close up under it, too.
    fn stepped(&self, walk: &mut Span) {
        if self.walks.get() > 1 || walk.index < 64 || walk.index / 2 < self.live.get() {
            return;
        }
        self.edit(|links| {
            let live = |to: usize| links[..to].iter().flatten().count();
            (walk.index, walk.end) = (live(walk.index), live(walk.end));
            Entries::close_up(links, 0);
        });
        self.kept.set(walk.end);
        self.keeper.set(walk.number);
    }

    fn take(&self, index: usize) -> Option<NonNull<Observer>> {
        steps::count();
        let link = self.edit(|links| links.get_mut(index).and_then(Option::take))?;
        self.live.set(self.live.get() - 1);
        Some(link)
    }
}

/// A walk that has begun.
struct Span {
    number: u64,
    /// Where it goes on.
    index: usize,
    /// Where it ends.
    end: usize,
    /// What the list kept before it, and for which walk.
    kept: usize,
    keeper: u64,
}

/// A target is dropped: removes its link.
///
/// # Safety
/// `observer` is in the list that is its context.
unsafe fn drop_out(observer: NonNull<Observer>) {
    // SAFETY: forwarded; O1: the chain and the list hold it.
    let (entries, index) = unsafe { Observer::context(observer) };
    // SAFETY: forwarded: the list takes its observers off their targets before it goes.
    let entries = unsafe { &*entries.cast::<Entries>() };
    entries.take(index.get());
    // SAFETY: as above.
    unsafe { observer.as_ref() }.release();
}

impl<T> WeakLinks<T> {
    pub(crate) const fn new() -> WeakLinks<T> {
        WeakLinks { containing_node: Cell::new(None), entries: Cell::new(None), marker: PhantomData }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries().map_or(0, |e| e.live.get())
    }

    pub(crate) fn add(&self, target: &Strong<T>) {
        let entries = self.entries_or_new();
        // The context is only read through.
        let context = ptr::from_ref(entries).cast();
        entries.tidy();
        let observer = Observer::attach(target, entries.hook.get(), drop_out, context);
        entries.edit(|links| {
            // SAFETY: O1: just attached, and held by this list.
            unsafe { Observer::context(observer) }.1.set(links.len());
            links.push(Some(observer));
        });
        entries.live.set(entries.live.get() + 1);
    }

    pub(crate) fn remove(&self, target: &Strong<T>) -> bool {
        let Some(entries) = self.entries() else {
            return false;
        };
        let Some(observer) = entries.position(target.raw()).and_then(|at| entries.take(at)) else {
            return false;
        };
        // SAFETY: O1: held by this list until here.
        unsafe { Observer::detach(observer) };
        true
    }

    pub(crate) fn contains(&self, target: &Strong<T>) -> bool {
        self.entries().is_some_and(|e| e.position(target.raw()).is_some())
    }

    pub(crate) fn clear(&self) {
        let Some(entries) = self.entries().filter(|entries| entries.live.get() > 0) else { return };
        entries.live.set(0);
        // An index that a walk has reached stays past the end.
        let links = entries.edit(|links| links.iter_mut().map(Option::take).collect::<Vec<_>>());
        for observer in links.into_iter().flatten() {
            // SAFETY: O1: held by this list until here.
            unsafe { Observer::detach(observer) };
        }
    }

    pub(crate) fn walk(&self) -> WeakWalk<'_, T> {
        WeakWalk { links: self, span: self.entries().map(Entries::begin_walk) }
    }

    /// Tells the targets.
    pub(crate) fn tell(&self, see: &mut EdgeCollector<'_>) {
        let Some(entries) = self.entries() else { return };
        let mut index = 0;
        while let Ok(target) = entries.get(index) {
            target.into_iter().for_each(|target| see.add(EdgeKind::Weak, RawTarget::Node(target)));
            index += 1;
        }
    }

    fn entries(&self) -> Option<&Entries> {
        // SAFETY: boxed in `entries_or_new`, freed in `drop`.
        self.entries.get().map(|e| unsafe { e.as_ref() })
    }

    fn entries_or_new(&self) -> &Entries {
        let entries = self.entries.get().unwrap_or_else(|| {
            let entries = Entries {
                links: Cell::default(),
                live: Cell::new(0),
                walks: Cell::new(0),
                kept: Cell::new(0),
                keeper: Cell::new(0),
                opened: Cell::new(0),
                hook: Cell::new(None),
            };
            // The pointer of the box itself: `drop` makes a box of it again.
            NonNull::from(Box::leak(Box::new(entries)))
        });
        self.entries.set(Some(entries));
        // SAFETY: boxed just above or before, freed in `drop`.
        unsafe { entries.as_ref() }
    }

    /// The node that the list stands in; `None` if it is not allocated.
    pub(crate) fn containing_node(&self) -> Option<NodePtr> {
        self.containing_node.get()
    }

    pub(crate) fn bind<H>(&self, containing_node: NodePtr, hook: Option<LateHook<H, T>>) {
        self.containing_node.set(Some(containing_node));
        if let Some(hook) = hook {
            let entries = self.entries_or_new();
            let hook = Some(Hook::new(containing_node, hook));
            entries.hook.set(hook);
            entries.edit(|links| {
                for link in links.iter().flatten() {
                    // SAFETY: O1: held by this list.
                    unsafe { Observer::set_hook(*link, hook) };
                }
            });
        }
    }

    pub(crate) fn unbind(&self) {
        self.containing_node.set(None);
        if let Some(entries) = self.entries().filter(|entries| entries.hook.take().is_some()) {
            entries.edit(|links| {
                for link in links.iter().flatten() {
                    // SAFETY: O1: held by this list.
                    unsafe { Observer::set_hook(*link, None) };
                }
            });
        }
    }
}

impl<T> Drop for WeakLinks<T> {
    fn drop(&mut self) {
        self.clear();
        if let Some(entries) = self.entries.take() {
            // SAFETY: boxed in `entries_or_new`; no observer has it as its context any more.
            drop(unsafe { Box::from_raw(entries.as_ptr()) });
        }
    }
}

/// A walk of the targets, in order: of those that were there when it began.
pub(crate) struct WeakWalk<'l, T> {
    links: &'l WeakLinks<T>,
    /// `None` if nothing had ever been added.
    span: Option<Span>,
}

impl<T> WeakWalk<'_, T> {
    /// The next target, which is not being dropped.
    pub(crate) fn next(&mut self) -> Option<Alive<T>> {
        let (entries, span) = (self.links.entries()?, self.span.as_mut()?);
        while span.index < span.end {
            let target = entries.get(span.index).ok()?;
            span.index += 1;
            entries.stepped(span);
            if let Some(target) = target {
                // SAFETY: A1: W1: a target that is not disarmed is not being dropped.
                return Some(unsafe { Alive::new(target) });
            }
        }
        None
    }
}

impl<T> Drop for WeakWalk<'_, T> {
    fn drop(&mut self) {
        if let (Some(span), Some(entries)) = (&self.span, self.links.entries()) {
            entries.end_walk(span);
        }
    }
}
