//! Weak references as Python has them: the cases of its own tests that mean something here, each under its number in
//! the list that was made of them (`t054_..` is the 54th), and what Python's users have asked for.
//!
//! Numbers that are not here:
//!
//! | cases | where they are, or why they are not |
//! |---|---|
//! | T019, T020, T032, the first half of T104 | `ui/weakref/`: a proxy is no iterator and no key, handles have no order, a set has no hash |
//! | T130 | `guarantees/deep.rs`: deeper, and on a smaller stack |
//! | T143 | `drops/death.rs`: nothing revives a dying node, so its hook cannot run again |
//! | T024, T026 to T028, T052 | about callbacks and entries of objects that only a collection of cycles frees. What is owned here forms no cycle; a cycle through an opaque field is nobody's until there is a collector |
//! | T075 to T077, T079 | about a second thread: for a thread-safe flavour |
//! | T123 on, but for the two above | about the collector itself: its passes, its counters, what it leaves at exit |

mod callbacks;
mod finalizers;
mod handles;
mod hostile;
mod keys;
mod lookups;
mod proxies;
mod random;
mod sessions;
mod sets;
mod values;
mod walked;

use std::cell::{Cell, RefCell};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use weakgraph::{Graph, Strong};
use weakgraph_tests::Log;

/// An object that is equal to others of its number, and tells when it dies, if it has a log.
#[derive(Graph)]
pub struct Object {
    pub number: u32,
    pub data: RefCell<Vec<i32>>,
    log: Option<Log>,
}

impl Object {
    pub fn new(number: u32) -> Strong<Object> {
        Strong::new(Object { number, data: RefCell::default(), log: None })
    }

    pub fn logged(number: u32, log: &Log) -> Strong<Object> {
        Strong::new(Object { number, data: RefCell::default(), log: Some(log.clone()) })
    }

    /// Several, numbered from 0.
    pub fn some(n: u32) -> Vec<Strong<Object>> {
        (0..n).map(Object::new).collect()
    }

    pub fn double(&self, add: u32) -> u32 {
        self.number * 2 + add
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        if let Some(log) = &self.log {
            log.say(format!("{} dies", self.number));
        }
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Object) -> bool {
        self.number == other.number
    }
}

impl Eq for Object {}

impl Hash for Object {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

/// Counts calls.
#[derive(Clone, Default)]
pub struct Count(Rc<Cell<usize>>);

impl Count {
    pub fn up(&self) {
        self.0.set(self.0.get() + 1);
    }

    pub fn get(&self) -> usize {
        self.0.get()
    }
}
