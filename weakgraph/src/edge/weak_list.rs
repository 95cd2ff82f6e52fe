//! [`WeakList`]: weak links to many nodes.

use core::fmt;
use core::iter::FusedIterator;
use core::panic::{RefUnwindSafe, UnwindSafe};

use crate::Strong;
use crate::core::alive::Alive;
use crate::core::ptr::NodePtr;
use crate::core::traits::{LateHook, Sealed, Visit, WeakEdge};
use crate::core::yields::Yield;
use crate::engine::copies::EdgeField;
use crate::engine::weak_links::{WeakLinks, WeakWalk};

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
    links: WeakLinks<T>,
}

impl<T> WeakList<T> {
    /// Returns an empty list.
    #[must_use]
    pub const fn new() -> WeakList<T> {
        WeakList { links: WeakLinks::new() }
    }

    /// Returns the number of entries, all of them alive. Costs O(1).
    #[must_use]
    pub fn len(&self) -> usize {
        self.links.len()
    }

    /// Returns `true` if there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a link to `target`. Costs amortized O(1).
    #[doc(alias = "push")]
    #[doc(alias = "append")]
    #[doc(alias = "insert")]
    pub fn add(&self, target: &Strong<T>) {
        self.links.add(target);
    }

    /// Removes the first link to `target`, and returns whether there was one. Costs O(n).
    #[doc(alias = "delete")]
    pub fn remove(&self, target: &Strong<T>) -> bool {
        self.links.remove(target)
    }

    /// Returns `true` if there is a link to `target`. Costs O(n).
    pub fn contains(&self, target: &Strong<T>) -> bool {
        self.links.contains(target)
    }

    /// Removes all links.
    pub fn clear(&self) {
        self.links.clear();
    }

    /// Returns an iterator over the targets, in order.
    ///
    /// The list may be edited meanwhile. A target that is added after the call of `iter` is not visited, and neither is
    /// one that is removed or dropped before the iterator reaches it. So a listener that subscribes again while it is
    /// called is called once. Weak maps and sets have the same rule. [`Children::iter`](crate::Children::iter) has that
    /// of the DOM, which visits what is added further on.
    pub fn iter(&self) -> WeakIter<'_, T> {
        WeakIter { walk: self.links.walk() }
    }

    pub(crate) fn links(&self) -> &WeakLinks<T> {
        &self.links
    }
}

impl<T> Sealed for WeakList<T> {}

impl<T> WeakEdge for WeakList<T> {
    type Target = T;

    fn __bind<H>(&self, containing_node: NodePtr, hook: Option<LateHook<H, T>>) {
        self.links.bind(containing_node, hook);
    }

    fn __unbind(&self) {
        self.links.unbind();
    }

    fn __containing_node(&self) -> Option<NodePtr> {
        self.links.containing_node()
    }
}

impl<T> WeakList<T> {
    #[doc(hidden)]
    #[inline(always)]
    pub fn __visit<H, V: Visit<H>>(&self, visit: &mut V, hook: Option<LateHook<H, T>>) {
        visit.weak(self, hook);
    }
}

// SAFETY: it is invariant in `T`, and in no other edge, nor another in it.
unsafe impl<T> EdgeField for WeakList<T> {
    type To = T;
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
    walk: WeakWalk<'l, T>,
}

impl<T> WeakIter<'_, T> {
    /// The next target, which is not being dropped.
    pub(crate) fn next_target(&mut self) -> Option<Alive<T>> {
        self.walk.next()
    }
}

impl<T> Iterator for WeakIter<'_, T> {
    type Item = Strong<T>;

    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn next(&mut self) -> Option<Strong<T>> {
        Some(Strong::__of(self.next_target()?))
    }
}

impl<T> FusedIterator for WeakIter<'_, T> {}

impl<T> fmt::Debug for WeakIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WeakIter").finish_non_exhaustive()
    }
}

impl<T> UnwindSafe for WeakList<T> {}
impl<T> RefUnwindSafe for WeakList<T> {}
