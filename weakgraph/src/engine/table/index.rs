//! [`Index`]: the numbers of a table's entries by their hashes.
//!
//! The hash table is `hashbrown`'s. One with linear probing and no tags, which has one cache line to wait for in place
//! of two, took twice as long: how far a search goes is hard to predict, and each wrong guess costs more than a line.

use hashbrown::HashTable;
use hashbrown::hash_table::{Entry, VacantEntry};

use super::slab::Number;
use crate::core::ptr::NodePtr;
use crate::core::steps;

/// An entry, and its node, which lives: its drop empties the bucket before anything else. Side by side, so that the
/// processor can get both at once.
#[derive(Clone, Copy)]
pub(super) struct Bucket {
    pub(super) node: NodePtr,
    pub(super) number: Number,
    pub(super) hash: u32,
}

pub(super) struct Index {
    buckets: HashTable<Bucket>,
}

/// What is kept of a hash.
#[inline(always)]
pub(super) const fn fold(hash: u64) -> u32 {
    (hash ^ hash >> 32) as u32
}

/// A hash of which this is kept.
#[inline(always)]
pub(super) const fn unfold(hash: u32) -> u64 {
    hash as u64
}

/// What `hashbrown` gets: it takes the place from the low bits, and a tag from the high ones.
#[inline(always)]
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

impl Index {
    pub(super) fn with_capacity(capacity: usize) -> Index {
        Index { buckets: HashTable::with_capacity(capacity) }
    }

    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.buckets.len()
    }

    pub(super) fn capacity(&self) -> usize {
        self.buckets.capacity()
    }

    /// An entry with this hash that `is` the one.
    #[inline(always)]
    pub(super) fn find(&self, hash: u32, is: impl Fn(&Bucket) -> bool) -> Option<Bucket> {
        let is = |bucket: &Bucket| {
            steps::count();
            is(bucket)
        };
        self.buckets.find(spread(hash), is).copied()
    }

    /// The entries with this very hash.
    pub(super) fn all(&self, hash: u32) -> impl Iterator<Item = Bucket> {
        self.buckets.iter_hash(spread(hash)).copied().filter(move |bucket| bucket.hash == hash)
    }

    /// The bucket for a new entry, if none with this hash is `alike`.
    #[inline(always)]
    pub(super) fn vacancy(&mut self, hash: u32, alike: impl Fn(&Bucket) -> bool) -> Option<VacantEntry<'_, Bucket>> {
        let alike = |bucket: &Bucket| {
            steps::count();
            alike(bucket)
        };
        match self.buckets.entry(spread(hash), alike, |bucket| spread(bucket.hash)) {
            Entry::Vacant(vacancy) => Some(vacancy),
            Entry::Occupied(_) => None,
        }
    }

    /// The bucket of the entry with this number.
    #[inline]
    pub(super) fn get_mut(&mut self, hash: u32, number: Number) -> Option<&mut Bucket> {
        self.buckets.find_mut(spread(hash), |bucket| bucket.number == number)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Bucket> {
        self.buckets.iter_mut()
    }

    /// Takes out the entry with this number.
    #[inline(always)]
    pub(super) fn remove(&mut self, hash: u32, number: Number) {
        let found = self.buckets.find_entry(spread(hash), |bucket| {
            steps::count();
            bucket.number == number
        });
        if let Ok(bucket) = found {
            bucket.remove();
        }
    }

    pub(super) fn clear(&mut self) {
        self.buckets.clear();
    }

    pub(super) fn reserve(&mut self, more: usize) {
        self.buckets.reserve(more, |bucket| spread(bucket.hash));
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.buckets.shrink_to_fit(|bucket| spread(bucket.hash));
    }
}
