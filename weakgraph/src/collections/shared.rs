//! What the maps and the set have in common: their walks, and the methods that do not look for a key.

use core::fmt;
use core::iter::FusedIterator;
use core::panic::{RefUnwindSafe, UnwindSafe};

use super::entry_guard::EntryGuard;
use crate::Strong;
pub(super) use crate::core::panics::dropping;
use crate::engine::table::{Found, Table, Walk};

/// A walk through what a table has: its docs, its name, what it yields, and how.
macro_rules! walks {
    ($($(#[$doc:meta])* $name:ident yields $item:ty: |$walk:ident| $next:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// The map may be edited meanwhile, and nodes may be dropped; see [the module](super).
        pub struct $name<'m, P: 'static, T> {
            pub(super) walk: Walk<'m, P, T>,
        }

        impl<P, T> Iterator for $name<'_, P, T> {
            type Item = $item;

            fn next(&mut self) -> Option<$item> {
                let $walk = &mut self.walk;
                $next
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.walk.size_hint()
            }
        }

        impl<P, T> FusedIterator for $name<'_, P, T> {}

        impl<P, T> fmt::Debug for $name<'_, P, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        // The table is whole whoever unwinds.
        impl<P, T> UnwindSafe for $name<'_, P, T> {}
        impl<P, T> RefUnwindSafe for $name<'_, P, T> {}
    )*};
}

walks! {
    /// An iterator over the keys and values of a [`WeakValueMap`](super::WeakValueMap), made by `iter`.
    ValueIter yields (EntryGuard<P>, Strong<T>): |walk| walk.next().map(|(entry, node)| (EntryGuard::new(entry), node));
    /// An iterator over the keys and values of a [`WeakKeyMap`](super::WeakKeyMap) or a
    /// [`WeakIdMap`](super::WeakIdMap), made by `iter`.
    KeyIter yields (Strong<T>, EntryGuard<P>): |walk| walk.next().map(|(entry, node)| (node, EntryGuard::new(entry)));
    /// An iterator over the nodes of a map or set, made by `iter` of a [`WeakSet`](super::WeakSet), `values` of a
    /// [`WeakValueMap`](super::WeakValueMap), and `keys` of the others.
    Nodes yields Strong<T>: |walk| walk.next_target();
    /// An iterator over what a map owns, made by `keys` of a [`WeakValueMap`](super::WeakValueMap), and `values` of the
    /// others.
    Owned yields EntryGuard<P>: |walk| walk.next().map(|(entry, _)| EntryGuard::new(entry));
}

/// What was in a map or set, taken out at once: its docs, its name, what it yields, and how.
macro_rules! drains {
    ($($(#[$doc:meta])* $name:ident yields $item:ty: $map:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// It holds the nodes. Those that are not taken from it are dropped with it.
        pub struct $name<P: 'static, T> {
            found: std::vec::IntoIter<Found<P, T>>,
        }

        impl<P, T> $name<P, T> {
            pub(super) fn of(table: &Table<P, T>) -> $name<P, T> {
                $name { found: table.drain().into_iter() }
            }
        }

        impl<P, T> Iterator for $name<P, T> {
            type Item = $item;

            fn next(&mut self) -> Option<$item> {
                self.found.next().map($map)
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.found.size_hint()
            }
        }

        impl<P, T> FusedIterator for $name<P, T> {}
        impl<P, T> ExactSizeIterator for $name<P, T> {}

        impl<P, T> fmt::Debug for $name<P, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )*};
}

drains! {
    /// An iterator over the entries removed from a [`WeakValueMap`](super::WeakValueMap) by `drain`.
    ValueDrain yields (EntryGuard<P>, Strong<T>): |(entry, node)| (EntryGuard::new(entry), node);
    /// An iterator over the entries removed from a [`WeakKeyMap`](super::WeakKeyMap) or a
    /// [`WeakIdMap`](super::WeakIdMap) by `drain`.
    KeyDrain yields (Strong<T>, EntryGuard<P>): |(entry, node)| (node, EntryGuard::new(entry));
    /// An iterator over the nodes removed from a [`WeakSet`](super::WeakSet) by `drain`.
    NodeDrain yields Strong<T>: |(_, node)| node;
}

/// The methods of a type with a `table` that do not look for a key.
macro_rules! sized {
    () => {
        /// Returns the number of entries, all of them alive. Costs O(1).
        #[must_use]
        pub fn len(&self) -> usize {
            self.table.len()
        }

        /// Returns `true` if there are no entries.
        #[must_use]
        pub fn is_empty(&self) -> bool {
            self.len() == 0
        }

        /// Returns how many entries there can be without another allocation.
        #[must_use]
        pub fn capacity(&self) -> usize {
            self.table.capacity()
        }

        /// Reserves room for `additional` more entries.
        pub fn reserve(&self, additional: usize) {
            self.table.reserve(additional);
        }

        /// Frees room that is not used. While an iterator is open, gaps stay. While an
        /// [`EntryGuard`](crate::collections::EntryGuard) is held, or the map is searched, so does the memory of
        /// entries.
        pub fn shrink_to_fit(&self) {
            self.table.shrink_to_fit();
        }

        /// Removes all entries, and then drops what they own. If a destructor panics, the rest is dropped all the same.
        pub fn clear(&self) {
            self.table.clear();
        }
    };
}

/// `Debug`, `Default` and the unwind marks of a type with a `table` and a `hasher`.
macro_rules! marks {
    ($name:ident<$($param:ident $(: $bound:lifetime)?),*>) => {
        // No user code runs while the table is half done, whoever unwinds.
        impl<$($param $(: $bound)?),*> ::core::panic::UnwindSafe for $name<$($param),*> {}
        impl<$($param $(: $bound)?),*> ::core::panic::RefUnwindSafe for $name<$($param),*> {}
    };
}

pub(super) use {marks, sized};
