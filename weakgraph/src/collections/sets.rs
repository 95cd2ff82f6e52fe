//! What [`WeakSet`](super::WeakSet) and [`WeakIdSet`](super::WeakIdSet) have in common.

/// The methods that do not look for a node.
macro_rules! nodes {
    () => {
        sized!();

        /// Returns an iterator over the nodes, in the order of insertion. The set may be edited meanwhile.
        pub fn iter(&self) -> Nodes<'_, (), T> {
            Nodes { walk: self.table.walk() }
        }

        /// Retains only the nodes for which `keep` returns `true`.
        pub fn retain(&self, mut keep: impl FnMut(&Strong<T>) -> bool) {
            for (entry, node) in self.table.walk() {
                if !keep(&node) {
                    self.table.remove(&entry);
                }
            }
        }

        /// Removes all nodes at once, and returns an iterator over them.
        pub fn drain(&self) -> NodeDrain<(), T> {
            NodeDrain::of(&self.table)
        }

        /// Removes and returns the node that was inserted last.
        #[cfg_attr(feature = "leak-handles", track_caller)]
        pub fn pop(&self) -> Option<Strong<T>> {
            self.table.pop().map(|(_, node)| node)
        }
    };
}

/// The methods of two sets. `Z` is the hasher of the other one.
macro_rules! two_sets {
    ($name:ident<T $(, $s:ident)?> $(, $z:ident)?) => {
        /// Returns an iterator over the nodes of this set, followed by those of the other that are not in this one.
        pub fn union<'s $(, $z: BuildHasher)?>(&'s self, other: &'s $name<T $(, $z)?>) -> impl Iterator<Item = Strong<T>> + 's {
            self.iter().chain(other.difference(self))
        }

        /// Returns an iterator over the nodes of this set that are also in the other.
        pub fn intersection<'s $(, $z: BuildHasher)?>(
            &'s self,
            other: &'s $name<T $(, $z)?>,
        ) -> impl Iterator<Item = Strong<T>> + 's {
            self.iter().filter(|node| other.contains(node))
        }

        /// Returns an iterator over the nodes of this set that are not in the other.
        pub fn difference<'s $(, $z: BuildHasher)?>(&'s self, other: &'s $name<T $(, $z)?>) -> impl Iterator<Item = Strong<T>> + 's {
            self.iter().filter(|node| !other.contains(node))
        }

        /// Returns an iterator over the nodes that are in exactly one of the two sets.
        pub fn symmetric_difference<'s $(, $z: BuildHasher)?>(
            &'s self,
            other: &'s $name<T $(, $z)?>,
        ) -> impl Iterator<Item = Strong<T>> + 's {
            self.difference(other).chain(other.difference(self))
        }

        /// Returns `true` if all nodes of this set are in the other.
        pub fn is_subset<$($z: BuildHasher)?>(&self, other: &$name<T $(, $z)?>) -> bool {
            self.len() <= other.len() && self.iter().all(|node| other.contains(&node))
        }

        /// Returns `true` if all nodes of the other set are in this one.
        pub fn is_superset<$($z: BuildHasher)?>(&self, other: &$name<T $(, $z)?>) -> bool {
            other.is_subset(self)
        }

        /// Returns `true` if no node is in both sets.
        pub fn is_disjoint<$($z: BuildHasher)?>(&self, other: &$name<T $(, $z)?>) -> bool {
            !self.iter().any(|node| other.contains(&node))
        }
    };
}

/// The traits, for a set with these type parameters, of which nodes have to fulfil this.
macro_rules! set_traits {
    ($name:ident<T $(, $s:ident)?>, $($bound:tt)*) => {
        impl<T: $($bound)* $(, $s: Clone + BuildHasher)?> Clone for $name<T $(, $s)?> {
            /// Returns another set of the same nodes.
            fn clone(&self) -> $name<T $(, $s)?> {
                let mut clone = $name { table: Table::with_capacity(self.len()) $(, hasher: { let it: &$s = &self.hasher; it.clone() })? };
                clone.extend(self);
                clone
            }
        }

        impl<T $(, $s)?> fmt::Debug for $name<T $(, $s)?> {
            /// Prints the name of the set, and the types, labels and addresses of the nodes.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))?;
                let mut set = f.debug_set();
                for node in self {
                    set.entry(&format_args!("{}", node.label()));
                }
                set.finish()
            }
        }

        impl<T: $($bound)* $(, $s: BuildHasher)?> PartialEq for $name<T $(, $s)?> {
            /// Returns `true` if each node of one set is in the other.
            fn eq(&self, other: &$name<T $(, $s)?>) -> bool {
                self.len() == other.len() && self.is_subset(other)
            }
        }

        impl<T: $($bound)* $(, $s: BuildHasher)?> Eq for $name<T $(, $s)?> {}

        impl<T: $($bound)* $(, $s: BuildHasher)?> Extend<Strong<T>> for $name<T $(, $s)?> {
            /// Nodes that nothing else holds are dropped at once.
            fn extend<I: IntoIterator<Item = Strong<T>>>(&mut self, nodes: I) {
                for node in nodes {
                    self.insert(&node);
                }
            }
        }

        impl<'t, T: $($bound)* + 't $(, $s: BuildHasher)?> Extend<&'t Strong<T>> for $name<T $(, $s)?> {
            fn extend<I: IntoIterator<Item = &'t Strong<T>>>(&mut self, nodes: I) {
                for node in nodes {
                    self.insert(node);
                }
            }
        }

        impl<T: $($bound)* $(, $s: BuildHasher + Default)?> FromIterator<Strong<T>> for $name<T $(, $s)?> {
            /// Nodes that nothing else holds are dropped at once.
            fn from_iter<I: IntoIterator<Item = Strong<T>>>(nodes: I) -> $name<T $(, $s)?> {
                let mut set = Self::default();
                set.extend(nodes);
                set
            }
        }

        impl<'t, T: $($bound)* + 't $(, $s: BuildHasher + Default)?> FromIterator<&'t Strong<T>> for $name<T $(, $s)?> {
            fn from_iter<I: IntoIterator<Item = &'t Strong<T>>>(nodes: I) -> $name<T $(, $s)?> {
                let mut set = Self::default();
                set.extend(nodes);
                set
            }
        }

        impl<'s, T $(, $s)?> IntoIterator for &'s $name<T $(, $s)?> {
            type Item = Strong<T>;
            type IntoIter = Nodes<'s, (), T>;

            fn into_iter(self) -> Nodes<'s, (), T> {
                self.iter()
            }
        }

        impl<T $(, $s)?> IntoIterator for $name<T $(, $s)?> {
            type Item = Strong<T>;
            type IntoIter = NodeDrain<(), T>;

            fn into_iter(self) -> NodeDrain<(), T> {
                self.drain()
            }
        }

        impl<T: $($bound)* $(, $s: Clone + BuildHasher)?> BitOr for &$name<T $(, $s)?> {
            type Output = $name<T $(, $s)?>;

            /// Returns the nodes that are in either.
            fn bitor(self, other: &$name<T $(, $s)?>) -> $name<T $(, $s)?> {
                let mut set = self.clone();
                BitOrAssign::bitor_assign(&mut set, other);
                set
            }
        }

        impl<T: $($bound)* $(, $s: BuildHasher)?> BitOrAssign<&$name<T $(, $s)?>> for $name<T $(, $s)?> {
            /// Leaves the nodes that are in either.
            fn bitor_assign(&mut self, other: &$name<T $(, $s)?>) {
                self.extend(other);
            }
        }

        impl<T: $($bound)* $(, $s: Clone + BuildHasher)?> BitAnd for &$name<T $(, $s)?> {
            type Output = $name<T $(, $s)?>;

            /// Returns the nodes that are in both.
            fn bitand(self, other: &$name<T $(, $s)?>) -> $name<T $(, $s)?> {
                let mut set = self.clone();
                BitAndAssign::bitand_assign(&mut set, other);
                set
            }
        }

        impl<T: $($bound)* $(, $s: BuildHasher)?> BitAndAssign<&$name<T $(, $s)?>> for $name<T $(, $s)?> {
            /// Leaves the nodes that are in both.
            fn bitand_assign(&mut self, other: &$name<T $(, $s)?>) {
                self.retain(|node| other.contains(node));
            }
        }

        impl<T: $($bound)* $(, $s: Clone + BuildHasher)?> Sub for &$name<T $(, $s)?> {
            type Output = $name<T $(, $s)?>;

            /// Returns the nodes that are not in the other.
            fn sub(self, other: &$name<T $(, $s)?>) -> $name<T $(, $s)?> {
                let mut set = self.clone();
                SubAssign::sub_assign(&mut set, other);
                set
            }
        }

        impl<T: $($bound)* $(, $s: BuildHasher)?> SubAssign<&$name<T $(, $s)?>> for $name<T $(, $s)?> {
            /// Leaves the nodes that are not in the other.
            fn sub_assign(&mut self, other: &$name<T $(, $s)?>) {
                self.retain(|node| !other.contains(node));
            }
        }

        impl<T: $($bound)* $(, $s: Clone + BuildHasher)?> BitXor for &$name<T $(, $s)?> {
            type Output = $name<T $(, $s)?>;

            /// Returns the nodes that are in exactly one of the two.
            fn bitxor(self, other: &$name<T $(, $s)?>) -> $name<T $(, $s)?> {
                let mut set = self.clone();
                BitXorAssign::bitxor_assign(&mut set, other);
                set
            }
        }

        impl<T: $($bound)* $(, $s: BuildHasher)?> BitXorAssign<&$name<T $(, $s)?>> for $name<T $(, $s)?> {
            /// Leaves the nodes that are in exactly one of the two.
            fn bitxor_assign(&mut self, other: &$name<T $(, $s)?>) {
                for node in other {
                    if !self.remove(&node) {
                        self.insert(&node);
                    }
                }
            }
        }

        marks!($name<T $(, $s)?>);
    };
}

pub(super) use {nodes, set_traits, two_sets};
