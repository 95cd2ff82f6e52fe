//! [`WeakList`]: weak links to many nodes.

use core::cell::Cell;
use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::ptr::{self, NonNull};

use crate::Strong;
use crate::core::Invariant;
use crate::core::alive::Alive;
use crate::core::observer::{Hook, Observer};
use crate::core::ptr::{Header, NodePtr};
use crate::core::steps;
use crate::core::traits::{LateHook, Sealed, Visit, WeakEdge};
use crate::core::yields::Yield;
use crate::engine::copies::EdgeField;

/// Weak links to many nodes, in the order in which they were added.
///
/// This is a `#[weak]` field. It does not keep its targets alive. An entry is removed when the drop of its target
/// begins, so `len` is always exact. With `#[weak(on_drop = path)]`, a hook runs on the node that holds the list, in
/// [step 3](crate#dropping) of each target's drop.
///
/// A target may be in the list several times, as in a `Vec`. Adding costs O(1), removing and searching O(n), the drop
/// of a target O(1) for each entry. Takes 16 bytes, and one allocation for each entry.
///
/// `Debug` prints types and addresses.
///
/// # Example
/// ```
/// use weakgraph::{Graph, Strong, WeakList};
///
/// #[derive(Graph, Default)]
/// struct Person { #[weak] friends: WeakList<Person> }
///
/// let [ada, bob, eve] = [(); 3].map(|()| Strong::new(Person::default()));
/// ada.add_friend(&bob);
/// ada.add_friend(&eve);
/// drop(bob);
/// assert_eq!(ada.friends().len(), 1);
/// assert!(ada.friends().iter().eq([eve]));
/// ```
pub struct WeakList<T> {
    containing_node: Cell<*mut Header>,
    entries: Cell<Option<NonNull<WeakLinks>>>,
    /// Invariant in `T`: targets are written through `&self`.
    marker: PhantomData<Invariant<T>>,
}

/// Boxed, so that a target that dies can find it wherever the list is (O2).
struct WeakLinks {
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

impl WeakLinks {
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
    fn begin_walk(&self) -> Walk {
        if self.walks.get() == 0 {
            self.kept.set(0);
        }
        self.walks.set(self.walks.get() + 1);
        let number = self.opened.get() + 1;
        self.opened.set(number);
        let end = self.edit(|links| links.len());
        Walk { number, index: 0, end, kept: self.kept.replace(end), keeper: self.keeper.replace(number) }
    }

    fn end_walk(&self, walk: &Walk) {
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
            WeakLinks::close_up(links, kept);
        });
    }

    /// Closes the gaps from this index on.
    fn close_up(links: &mut Vec<Option<NonNull<Observer>>>, kept: usize) {
        let mut to = kept;
        for from in kept..links.len() {
            steps::count();
            let Some(link) = links[from].take() else { continue };
            // SAFETY: O1: what is in the list is held by it.
            unsafe { link.as_ref() }.index.set(to);
            links[to] = Some(link);
            to += 1;
        }
        links.truncate(to);
    }

    /// A walk has gone on. If it is the only one, the gaps can close up under it, too.
    fn stepped(&self, walk: &mut Walk) {
        if self.walks.get() > 1 || walk.index < 64 || walk.index / 2 < self.live.get() {
            return;
        }
        self.edit(|links| {
            let live = |to: usize| links[..to].iter().flatten().count();
            (walk.index, walk.end) = (live(walk.index), live(walk.end));
            WeakLinks::close_up(links, 0);
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
struct Walk {
    number: u64,
    /// Where it goes on.
    index: usize,
    /// Where it ends.
    end: usize,
    /// What the list kept before it, and for which walk.
    kept: usize,
    keeper: u64,
}

/// A target dies: its link drops out.
///
/// # Safety
/// `observer` is in the list that is its context.
unsafe fn drop_out(observer: NonNull<Observer>) {
    // SAFETY: forwarded; O1: the chain and the list hold it.
    let observer = unsafe { observer.as_ref() };
    let entries = observer.context.get().cast::<WeakLinks>();
    // SAFETY: forwarded: the list takes its observers off their targets before it goes.
    let entries = unsafe { &*entries };
    entries.take(observer.index.get());
    observer.release();
}

impl<T> WeakList<T> {
    /// Returns an empty list.
    #[must_use]
    pub const fn new() -> WeakList<T> {
        WeakList { containing_node: Cell::new(ptr::null_mut()), entries: Cell::new(None), marker: PhantomData }
    }

    /// Returns the number of entries, all of them alive. Costs O(1).
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries().map_or(0, |e| e.live.get())
    }

    /// Returns `true` if there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a link to `target`. Costs amortized O(1).
    pub fn add(&self, target: &Strong<T>) {
        let entries = self.entries_or_new();
        // The context is only read through.
        let context = ptr::from_ref(entries).cast();
        entries.tidy();
        let observer = Observer::attach(target, entries.hook.get(), drop_out, context);
        entries.edit(|links| {
            // SAFETY: O1: held by this list.
            unsafe { observer.as_ref() }.index.set(links.len());
            links.push(Some(observer));
        });
        entries.live.set(entries.live.get() + 1);
    }

    /// Removes the first link to `target`, and returns whether there was one. Costs O(n).
    pub fn remove(&self, target: &Strong<T>) -> bool {
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

    /// Returns `true` if there is a link to `target`. Costs O(n).
    pub fn contains(&self, target: &Strong<T>) -> bool {
        self.entries().is_some_and(|e| e.position(target.raw()).is_some())
    }

    /// Removes all links.
    pub fn clear(&self) {
        let Some(entries) = self.entries().filter(|entries| entries.live.get() > 0) else { return };
        entries.live.set(0);
        // An index that a walk has reached stays past the end.
        let links = entries.edit(|links| links.iter_mut().map(Option::take).collect::<Vec<_>>());
        for observer in links.into_iter().flatten() {
            // SAFETY: O1: held by this list until here.
            unsafe { Observer::detach(observer) };
        }
    }

    /// Returns an iterator over the targets, in order.
    ///
    /// The list may be edited meanwhile. A target that is added after the call of `iter` is not visited, and neither is
    /// one that is removed or dropped before the iterator reaches it. So a listener that subscribes again while it is
    /// called is called once. Weak maps and sets have the same rule. [`Children::iter`](crate::Children::iter) has that
    /// of the DOM, which visits what is added further on.
    pub fn iter(&self) -> WeakIter<'_, T> {
        WeakIter { list: self, walk: self.entries().map(WeakLinks::begin_walk) }
    }

    /// Gives the targets that are alive. `each` runs no user code and does not count.
    pub(crate) fn each_raw(&self, mut each: impl FnMut(NodePtr)) {
        let Some(entries) = self.entries() else { return };
        let mut index = 0;
        while let Ok(target) = entries.get(index) {
            target.into_iter().for_each(&mut each);
            index += 1;
        }
    }

    fn entries(&self) -> Option<&WeakLinks> {
        // SAFETY: boxed in `entries_or_new`, freed in `drop`.
        self.entries.get().map(|e| unsafe { e.as_ref() })
    }

    fn entries_or_new(&self) -> &WeakLinks {
        let entries = self.entries.get().unwrap_or_else(|| {
            let entries = WeakLinks {
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
}

impl<T> Sealed for WeakList<T> {}

impl<T> WeakEdge for WeakList<T> {
    fn __bind<H>(&self, containing_node: NodePtr, hook: Option<LateHook<H>>) {
        self.containing_node.set(containing_node.as_ptr());
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

    fn __unbind(&self) {
        self.containing_node.set(ptr::null_mut());
        if let Some(entries) = self.entries().filter(|entries| entries.hook.take().is_some()) {
            entries.edit(|links| {
                for link in links.iter().flatten() {
                    // SAFETY: O1: held by this list.
                    unsafe { Observer::set_hook(*link, None) };
                }
            });
        }
    }

    fn __containing_node(&self) -> Option<NodePtr> {
        // SAFETY: null or a node's pointer, as all that is written there.
        unsafe { NodePtr::new(self.containing_node.get()) }
    }
}

impl<T> WeakList<T> {
    #[doc(hidden)]
    #[inline(always)]
    pub fn __visit<H, V: Visit<H>>(&self, visit: &mut V, hook: Option<LateHook<H>>) {
        visit.weak(self, hook);
    }
}

// SAFETY: it is invariant in `T`, and in no other edge, nor another in it.
unsafe impl<T> EdgeField for WeakList<T> {
    type To = T;
}

impl<T> Drop for WeakList<T> {
    fn drop(&mut self) {
        self.clear();
        if let Some(entries) = self.entries.take() {
            // SAFETY: boxed in `entries_or_new`; no observer has it as its context any more.
            drop(unsafe { Box::from_raw(entries.as_ptr()) });
        }
    }
}

impl<T> Default for WeakList<T> {
    fn default() -> WeakList<T> {
        WeakList::new()
    }
}

impl<'s, T: 's> Extend<&'s Strong<T>> for WeakList<T> {
    fn extend<I: IntoIterator<Item = &'s Strong<T>>>(&mut self, targets: I) {
        for target in targets {
            self.add(target);
        }
    }
}

impl<'s, T: 's> FromIterator<&'s Strong<T>> for WeakList<T> {
    fn from_iter<I: IntoIterator<Item = &'s Strong<T>>>(targets: I) -> WeakList<T> {
        let mut list = WeakList::new();
        list.extend(targets);
        list
    }
}

impl<'l, T> IntoIterator for &'l WeakList<T> {
    type Item = Strong<T>;
    type IntoIter = WeakIter<'l, T>;

    fn into_iter(self) -> WeakIter<'l, T> {
        self.iter()
    }
}

impl<T> fmt::Debug for WeakList<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WeakList")?;
        let mut list = f.debug_list();
        for target in self {
            list.entry(&format_args!("{}", target.label()));
        }
        list.finish()
    }
}

/// An iterator over the targets of a [`WeakList`]; see [`WeakList::iter`].
pub struct WeakIter<'l, T> {
    list: &'l WeakList<T>,
    /// `None` if nothing had ever been added.
    walk: Option<Walk>,
}

impl<T> WeakIter<'_, T> {
    /// The next target, which is not dying.
    pub(crate) fn next_target(&mut self) -> Option<Alive<T>> {
        let (entries, walk) = (self.list.entries()?, self.walk.as_mut()?);
        while walk.index < walk.end {
            let target = entries.get(walk.index).ok()?;
            walk.index += 1;
            entries.stepped(walk);
            if let Some(target) = target {
                // SAFETY: A1: a target that is not disarmed is not being dropped, and was added from a `Strong<T>`.
                return Some(unsafe { Alive::new(target) });
            }
        }
        None
    }
}

impl<T> Iterator for WeakIter<'_, T> {
    type Item = Strong<T>;

    fn next(&mut self) -> Option<Strong<T>> {
        self.next_target().map(Strong::__of)
    }
}

impl<T> FusedIterator for WeakIter<'_, T> {}

impl<T> fmt::Debug for WeakIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WeakIter").finish_non_exhaustive()
    }
}

impl<T> Drop for WeakIter<'_, T> {
    fn drop(&mut self) {
        if let (Some(walk), Some(entries)) = (&self.walk, self.list.entries()) {
            entries.end_walk(walk);
        }
    }
}

impl<T> UnwindSafe for WeakList<T> {}
impl<T> RefUnwindSafe for WeakList<T> {}
