//! What [`WeakKeyMap`](super::WeakKeyMap) and [`WeakIdMap`](super::WeakIdMap) have in common.

/// The methods that do not look for a key.
macro_rules! keyed {
    () => {
        sized!();

        /// Returns an iterator over keys and values, in the order of insertion. The map may be edited meanwhile.
        pub fn iter(&self) -> KeyIter<'_, V, K> {
            KeyIter { walk: self.table.walk() }
        }

        /// Returns an iterator over the keys, in the order of insertion.
        pub fn keys(&self) -> Nodes<'_, V, K> {
            Nodes { walk: self.table.walk() }
        }

        /// Returns an iterator over the values, in the order of insertion.
        pub fn values(&self) -> Owned<'_, V, K> {
            Owned { walk: self.table.walk() }
        }

        /// Retains only the entries for which `keep` returns `true`.
        pub fn retain(&self, mut keep: impl FnMut(&Strong<K>, &V) -> bool) {
            for (key, value) in self {
                if !keep(&key, &value) {
                    self.table.remove(value.entry());
                }
            }
        }

        /// Removes all entries at once, and returns an iterator over them.
        pub fn drain(&self) -> KeyDrain<V, K> {
            KeyDrain::of(&self.table)
        }

        /// Removes and returns the entry that was inserted last. Python's `popitem`.
        #[cfg_attr(feature = "leak-handles", track_caller)]
        pub fn pop(&self) -> Option<(Strong<K>, EntryGuard<V>)> {
            self.table.pop().map(|(entry, key)| (key, EntryGuard::new(entry)))
        }
    };
}

/// The traits, for a map with these type parameters, of which keys have to fulfil this.
macro_rules! keyed_traits {
    ($name:ident<K, V $(, $s:ident)?>, $($bound:tt)*) => {
        impl<K, V $(, $s: Default)?> Default for $name<K, V $(, $s)?> {
            fn default() -> Self {
                $name { table: Table::with_capacity(0) $(, hasher: $s::default())? }
            }
        }

        impl<K, V: fmt::Debug $(, $s)?> fmt::Debug for $name<K, V $(, $s)?> {
            /// Prints the name of the map, and a map of the types, labels and addresses of the nodes to the values.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))?;
                let mut map = f.debug_map();
                for (key, value) in self {
                    map.entry(&format_args!("{}", key.label()), &value);
                }
                map.finish()
            }
        }

        impl<K: $($bound)*, V: PartialEq $(, $s: BuildHasher)?> PartialEq for $name<K, V $(, $s)?> {
            /// Returns `true` if both have equal values for the same keys, as the map compares keys.
            fn eq(&self, other: &Self) -> bool {
                self.len() == other.len() && self.iter().all(|(key, value)| other.get(&key) == Some(value))
            }
        }

        impl<K: $($bound)*, V: Eq $(, $s: BuildHasher)?> Eq for $name<K, V $(, $s)?> {}

        impl<K: $($bound)*, V $(, $s: BuildHasher)?> Extend<(Strong<K>, V)> for $name<K, V $(, $s)?> {
            /// Keys that nothing else holds are dropped at once, and their values with them.
            fn extend<I: IntoIterator<Item = (Strong<K>, V)>>(&mut self, pairs: I) {
                for (key, value) in pairs {
                    self.insert(&key, value);
                }
            }
        }

        impl<'k, K: $($bound)* + 'k, V $(, $s: BuildHasher)?> Extend<(&'k Strong<K>, V)> for $name<K, V $(, $s)?> {
            fn extend<I: IntoIterator<Item = (&'k Strong<K>, V)>>(&mut self, pairs: I) {
                for (key, value) in pairs {
                    self.insert(key, value);
                }
            }
        }

        impl<K: $($bound)*, V $(, $s: BuildHasher + Default)?> FromIterator<(Strong<K>, V)> for $name<K, V $(, $s)?> {
            /// Keys that nothing else holds are dropped at once, and their values with them.
            fn from_iter<I: IntoIterator<Item = (Strong<K>, V)>>(pairs: I) -> Self {
                let mut map = Self::default();
                map.extend(pairs);
                map
            }
        }

        impl<'k, K: $($bound)* + 'k, V $(, $s: BuildHasher + Default)?> FromIterator<(&'k Strong<K>, V)>
            for $name<K, V $(, $s)?>
        {
            fn from_iter<I: IntoIterator<Item = (&'k Strong<K>, V)>>(pairs: I) -> Self {
                let mut map = Self::default();
                map.extend(pairs);
                map
            }
        }

        impl<'m, K, V $(, $s)?> IntoIterator for &'m $name<K, V $(, $s)?> {
            type Item = (Strong<K>, EntryGuard<V>);
            type IntoIter = KeyIter<'m, V, K>;

            fn into_iter(self) -> KeyIter<'m, V, K> {
                self.iter()
            }
        }

        impl<K, V $(, $s)?> IntoIterator for $name<K, V $(, $s)?> {
            type Item = (Strong<K>, EntryGuard<V>);
            type IntoIter = KeyDrain<V, K>;

            fn into_iter(self) -> KeyDrain<V, K> {
                self.drain()
            }
        }

        impl<K: $($bound)*, V: Clone $(, $s: Clone + BuildHasher)?> Clone for $name<K, V $(, $s)?> {
            /// Returns another map of the same nodes, with clones of the values.
            fn clone(&self) -> Self {
                let clone = $name { table: Table::with_capacity(self.len()) $(, hasher: { let it: &$s = &self.hasher; it.clone() })? };
                for (key, value) in self {
                    clone.insert(&key, (*value).clone());
                }
                clone
            }
        }

        impl<K: $($bound)*, V: Clone $(, $s: Clone + BuildHasher)?> BitOr for &$name<K, V $(, $s)?> {
            type Output = $name<K, V $(, $s)?>;

            /// Returns the entries of both. If a key is in both, that of the right side.
            fn bitor(self, right: Self) -> Self::Output {
                let mut both = self.clone();
                both |= right;
                both
            }
        }

        impl<K: $($bound)*, V: Clone $(, $s: BuildHasher)?> BitOrAssign<&$name<K, V $(, $s)?>> for $name<K, V $(, $s)?> {
            fn bitor_assign(&mut self, right: &Self) {
                for (key, value) in right {
                    self.insert(&key, (*value).clone());
                }
            }
        }

        marks!($name<K, V: 'static $(, $s)?>);
    };
}

pub(super) use {keyed, keyed_traits};
