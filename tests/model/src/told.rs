//! Who is told of deaths: watches, finalizers, a queue, and maps and sets that hold nodes weakly. The real ones, and
//! what the reference has in their place.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use weakgraph::collections::{EntryGuard, WeakIdMap, WeakKeyMap, WeakSet, WeakValueMap};
use weakgraph::{DropQueue, Finalizer, Strong, Watch};

use crate::events::{self, Event};
use crate::hostile::{self, class_of};
use crate::kinds::{Any, Hooked, Node};
use crate::reference::{Id, Model};

/// How many guards a program can hold.
pub const GUARDS: usize = 4;

/// What a callback captures, or a map owns: shows when it is dropped.
#[derive(Debug)]
pub struct Owned {
    serial: Box<u32>,
}

impl Owned {
    fn new(serial: u32) -> Owned {
        events::owned(1);
        Owned { serial: Box::new(serial) }
    }

    /// A new one in a hostile program.
    pub(crate) fn next() -> Option<Owned> {
        Some(Owned::new(hostile::told()?.1))
    }

    /// One without a number of its own.
    pub(crate) fn unnumbered() -> Owned {
        Owned::new(0)
    }

    /// Reads it: a tool sees whether it is there.
    pub(crate) fn is_freed(&self) -> bool {
        *self.serial == u32::MAX
    }
}

impl Default for Owned {
    fn default() -> Owned {
        hostile::in_closure();
        Owned::unnumbered()
    }
}

impl Clone for Owned {
    fn clone(&self) -> Owned {
        hostile::in_closure();
        Owned::new(*self.serial)
    }
}

impl PartialEq for Owned {
    fn eq(&self, other: &Owned) -> bool {
        hostile::in_closure();
        self.serial == other.serial
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        events::owned(-1);
        events::log(Event::Let(*self.serial));
        hostile::in_closure();
    }
}

/// A key: equal by its number, which is looked at by user code that does anything.
#[derive(Clone, Debug)]
pub struct Key {
    number: u8,
    _owned: Option<Owned>,
}

impl Key {
    fn new(number: u8, serial: u32) -> Key {
        Key { number: number % 8, _owned: Some(Owned::new(serial)) }
    }

    /// One that owns something.
    pub(crate) fn owning(number: u8) -> Key {
        Key::new(number, 0)
    }

    pub(crate) fn like(number: u8) -> Key {
        Key { number: number % 8, _owned: None }
    }

    /// A new one in a hostile program.
    pub(crate) fn next(number: u8) -> Option<Key> {
        Some(Key::new(number, hostile::told()?.1))
    }

    /// As [`Owned::is_freed`].
    pub(crate) fn is_freed(&self) -> bool {
        self._owned.as_ref().is_some_and(Owned::is_freed)
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        hostile::in_closure();
        self.number == other.number
    }
}

impl Eq for Key {}

impl Hash for Key {
    /// Two numbers each have one hash.
    fn hash<H: Hasher>(&self, state: &mut H) {
        hostile::in_closure();
        state.write_u8(self.number % 4);
    }
}

impl PartialEq for Hooked {
    fn eq(&self, other: &Hooked) -> bool {
        hostile::in_closure();
        class_of(self.id()) == class_of(other.id())
    }
}

impl Eq for Hooked {}

impl Hash for Hooked {
    /// Two classes each have one hash.
    fn hash<H: Hasher>(&self, state: &mut H) {
        hostile::in_closure();
        state.write_u32(class_of(self.id()) % 2);
    }
}

/// What a program holds of a registration.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Guard {
    Watch(Watch),
    Finalizer(Finalizer<()>),
}

impl Guard {
    /// Whether it has still to run.
    pub fn is_armed(&self) -> bool {
        match self {
            Guard::Watch(it) => reach!(Watch::is_armed(it)),
            Guard::Finalizer(it) => reach!(Finalizer::is_armed(it)),
        }
    }

    /// Lets it go in one of the ways.
    pub fn end(self, how: u8) {
        match (self, how % 3) {
            (Guard::Finalizer(it), 0) => drop(reach!(Finalizer::run(&it))),
            (Guard::Finalizer(it), 1) => drop(reach!(Finalizer::cancel(&it))),
            (it, _) => drop(it),
        }
    }
}

fn told(serial: u32) -> impl FnOnce() + Send + 'static {
    let owned = Owned::new(serial);
    move || {
        events::log(Event::Told(*owned.serial));
        hostile::in_closure();
    }
}

/// A callback of a hostile program, for acts.
pub(crate) fn call() -> Option<impl FnOnce() + Send + 'static> {
    Some(told(hostile::told()?.1))
}

/// A callback with this number, for scripts.
pub(crate) fn callback(serial: u32) -> impl FnOnce() + Send + 'static {
    told(serial)
}

pub(crate) type Fold = BuildHasherDefault<DefaultHasher>;

/// The queue, the maps and the set of a program. User code that they call edits them, too.
#[derive(Debug, Default)]
pub struct Told {
    queue: DropQueue<u32>,
    pub(crate) values: WeakValueMap<Key, Hooked, Fold>,
    pub(crate) ids: WeakIdMap<Hooked, Owned>,
    pub(crate) set: WeakSet<Hooked, Fold>,
    /// For acts alone.
    pub(crate) keys: WeakKeyMap<Hooked, Owned, Fold>,
    pub(crate) other: WeakSet<Hooked, Fold>,
    held: RefCell<Option<EntryGuard<Owned>>>,
}

/// What an operation gave: the number of a node, or of what was owned. Nothing that would have to be dropped: if what
/// is dropped beside a result panics, the result never is (rust-lang/rust#47949).
pub type Given = Option<u32>;

fn given(found: Option<Strong<Hooked>>) -> Given {
    found.as_ref().map(|node| node.id())
}

impl Told {
    /// Registers something for the death of `any`.
    pub fn watch(&self, any: &Any, how: u8, serial: u32) -> Option<Guard> {
        match how % 4 {
            0 => Some(Guard::Watch(any.watch(told(serial)))),
            1 => {
                reach!(Watch::keep(any.watch(told(serial))));
                None
            }
            2 => Some(Guard::Finalizer(any.finalizer(told(serial)))),
            _ => {
                reach!(Watch::keep(any.enqueue(&self.queue, serial)));
                None
            }
        }
    }

    /// The key of the oldest death, and how many there are besides and are to come.
    pub fn poll(&self) -> (Option<u32>, usize, usize) {
        (
            reach!(DropQueue::poll(&self.queue)),
            reach!(DropQueue::len(&self.queue)),
            reach!(DropQueue::watched(&self.queue)),
        )
    }

    /// Edits a map or the set.
    pub fn edit(&self, edit: u8, number: u8, node: &Strong<Hooked>, serial: u32) -> Given {
        let bit = |n: u32| number >> (n % 8) & 1 == 1;
        match edit % 16 {
            0 | 1 => given(reach!(collections::WeakValueMap::insert(&self.values, Key::new(number, serial), node))),
            2 => given(reach!(collections::WeakValueMap::remove(&self.values, &Key::like(number)))),
            3 => Some(
                reach!(collections::WeakValueMap::entry(&self.values, Key::new(number, serial)))
                    .or_insert_with(|| node.clone())
                    .id(),
            ),
            4 => {
                let (key, node) = reach!(collections::WeakValueMap::pop(&self.values)).unzip();
                drop(key);
                given(node)
            }
            5 => {
                reach!(collections::WeakValueMap::retain(&self.values, |key, node| {
                    hostile::in_closure();
                    bit(u32::from(key.number) + node.id())
                }));
                None
            }
            6 if number.is_multiple_of(4) => {
                reach!(collections::WeakValueMap::clear(&self.values));
                reach!(collections::WeakIdMap::clear(&self.ids));
                reach!(collections::WeakSet::clear(&self.set));
                None
            }
            6 => given(reach!(collections::WeakValueMap::get(&self.values, &Key::like(number)))),
            7 | 8 => reach!(collections::WeakIdMap::insert(&self.ids, node, Owned::new(serial)))
                .as_ref()
                .map(|owned| *owned.serial),
            9 => reach!(collections::WeakIdMap::remove(&self.ids, node)).as_ref().map(|owned| *owned.serial),
            10 => Some(
                *reach!(collections::WeakIdMap::entry(&self.ids, node)).or_insert_with(|| Owned::new(serial)).serial,
            ),
            11 => {
                let held = reach!(collections::WeakIdMap::get(&self.ids, node));
                let out = held.as_ref().map(|owned| *owned.serial);
                drop(self.held.replace(held));
                out
            }
            12 | 13 => Some(u32::from(reach!(collections::WeakSet::insert(&self.set, node)))),
            14 => given(reach!(collections::WeakSet::take(&self.set, node))),
            _ => {
                reach!(collections::WeakSet::retain(&self.set, |node| {
                    hostile::in_closure();
                    bit(node.id())
                }));
                Some(reach!(collections::WeakSet::contains(&self.set, node)).into())
            }
        }
    }

    /// All that is in them, in order: keys with nodes, nodes with what is owned, nodes. Runs no user code.
    pub fn all(&self) -> [Vec<(u32, Id)>; 3] {
        let values: Vec<_> = reach!(collections::WeakValueMap::iter(&self.values))
            .map(|(key, node)| (key.number.into(), node.id()))
            .collect();
        let ids: Vec<_> =
            reach!(collections::WeakIdMap::iter(&self.ids)).map(|(node, owned)| (*owned.serial, node.id())).collect();
        let set: Vec<_> =
            reach!(collections::WeakSet::iter(&self.set)).map(|node| (class_of(node.id()), node.id())).collect();
        assert_eq!(
            [
                reach!(collections::WeakValueMap::len(&self.values)),
                reach!(collections::WeakIdMap::len(&self.ids)),
                reach!(collections::WeakSet::len(&self.set))
            ],
            [values.len(), ids.len(), set.len()]
        );
        [values, ids, set]
    }

    /// Lets go what is owned.
    pub fn clear(&self) {
        drop(self.held.take());
        reach!(collections::WeakKeyMap::clear(&self.keys));
        reach!(collections::WeakSet::clear(&self.other));
        reach!(collections::WeakValueMap::clear(&self.values));
        reach!(collections::WeakIdMap::clear(&self.ids));
        reach!(collections::WeakSet::clear(&self.set));
    }
}

/// An entry of a map of the reference.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// When it was hung at its node.
    time: u64,
    /// The number of its key, or 0.
    key: u32,
    serial: u32,
    target: Id,
}

/// What waits for a death.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Waits {
    /// The link to one of this node.
    Cell(Id),
    /// A link to many of this node.
    List(Id),
    /// A callback.
    Call(u32),
    /// A registration with the queue.
    Queue(u32),
    /// What a map owns.
    Owned(u32),
}

impl Waits {
    fn calls(&self, serial: u32) -> bool {
        matches!(self, Waits::Call(n) if *n == serial)
    }
}

/// What the reference has of all this.
#[derive(Debug, Default)]
pub struct Records {
    next: u32,
    watches: Vec<(u64, Id, Waits)>,
    guards: [Option<(u32, bool)>; GUARDS],
    queue: VecDeque<u32>,
    values: Vec<Entry>,
    ids: Vec<Entry>,
    set: Vec<Entry>,
    /// What is held beside the map of identities, and whether that has it no more.
    held: Option<(u32, bool)>,
}

impl Records {
    /// What is registered for this death, with its time. Its entries leave.
    pub(crate) fn silence(&mut self, target: Id, waiting: &mut Vec<(u64, Waits)>) {
        let dies = |entry: &Entry| entry.target == target;
        let gone = self.watches.extract_if(.., |it| it.1 == target).map(|(time, _, waits)| (time, waits));
        waiting.extend(gone);
        for map in [&mut self.values, &mut self.ids] {
            waiting.extend(map.extract_if(.., |it| dies(it)).map(|it| (it.time, Waits::Owned(it.serial))));
        }
        self.set.retain(|it| !dies(it));
    }
}

impl Model {
    /// A number for something new.
    pub fn serial(&mut self) -> u32 {
        self.told.next += 1;
        self.told.next
    }

    /// A callback runs.
    pub(crate) fn call(&mut self, serial: u32) {
        self.events.push(Event::Told(serial));
        self.events.push(Event::Let(serial));
    }

    pub(crate) fn enqueue(&mut self, serial: u32) {
        self.told.queue.push_back(serial);
    }

    /// What a map owned is dropped, if nobody holds it.
    pub(crate) fn drop_owned(&mut self, serial: u32) {
        match &mut self.told.held {
            Some((held, gone)) if *held == serial => *gone = true,
            _ => self.events.push(Event::Let(serial)),
        }
    }

    fn hold_owned(&mut self, serial: Option<u32>) {
        if let Some(serial) = serial
            && let Some((held, _)) = self.told.held
            && held == serial
        {
            return;
        }
        if let Some((serial, true)) = std::mem::replace(&mut self.told.held, serial.map(|serial| (serial, false))) {
            self.events.push(Event::Let(serial));
        }
    }

    /// As [`Told::watch`], the guard into a slot.
    pub fn watch(&mut self, target: Id, how: u8, serial: u32, slot: usize) {
        let time = self.tick();
        let waits = if how % 4 == 3 { Waits::Queue(serial) } else { Waits::Call(serial) };
        self.told.watches.push((time, target, waits));
        if how.is_multiple_of(2) {
            self.unwatch(slot, 2);
            self.told.guards[slot] = Some((serial, how % 4 == 2));
        }
    }

    /// Whether what is in the slot has still to run.
    pub fn is_armed(&self, slot: usize) -> Option<bool> {
        let (serial, _) = self.told.guards[slot]?;
        Some(self.told.watches.iter().map(|(_, _, it)| it).chain(self.waiting()).any(|it| it.calls(serial)))
    }

    /// As [`Guard::end`].
    pub fn unwatch(&mut self, slot: usize, how: u8) {
        let armed = self.is_armed(slot);
        let Some((serial, finalizer)) = self.told.guards[slot].take() else { return };
        if armed != Some(true) || (finalizer && how % 3 == 2) {
            return;
        }
        self.told.watches.retain(|(_, _, it)| !it.calls(serial));
        self.stop_waiting(|it| it.calls(serial));
        if finalizer && how.is_multiple_of(3) {
            self.events.push(Event::Told(serial));
        }
        self.events.push(Event::Let(serial));
    }

    /// As [`Told::poll`].
    pub fn poll(&mut self) -> (Option<u32>, usize, usize) {
        let first = self.told.queue.pop_front();
        let all = self.told.watches.iter().map(|(_, _, it)| it).chain(self.waiting());
        let watched = all.filter(|it| matches!(it, Waits::Queue(_))).count();
        (first, self.told.queue.len(), watched)
    }

    /// As [`Told::all`].
    pub fn told(&self) -> [Vec<(u32, Id)>; 3] {
        let told = &self.told;
        let values = told.values.iter().map(|it| (it.key, it.target)).collect();
        let ids = told.ids.iter().map(|it| (it.serial, it.target)).collect();
        let set = told.set.iter().map(|it| (class_of(it.target), it.target)).collect();
        [values, ids, set]
    }

    /// As [`Told::edit`].
    pub fn edit_told(&mut self, edit: u8, number: u8, node: Id, serial: u32) -> Given {
        let bit = |n: u32| number >> (n % 8) & 1 == 1;
        let key = u32::from(number % 8);
        let new = Entry { time: self.tick(), key, serial, target: node };
        let valued = self.told.values.iter().position(|it| it.key == key);
        let known = self.told.ids.iter().position(|it| it.target == node);
        let equal = self.told.set.iter().position(|it| class_of(it.target) == class_of(node));
        let put = |map: &mut Vec<Entry>, at: Option<usize>| match at {
            Some(at) => Some(std::mem::replace(&mut map[at], new)),
            None => {
                map.push(new);
                None
            }
        };
        let mut dropped: Vec<Entry> = Vec::new();
        let out = match edit % 16 {
            0 | 1 => {
                let old = put(&mut self.told.values, valued);
                dropped.extend(old);
                old.iter().map(|it| it.target).next()
            }
            2 => {
                dropped.extend(valued.map(|at| self.told.values.remove(at)));
                dropped.iter().map(|it| it.target).next()
            }
            3 => match valued {
                Some(at) => {
                    dropped.push(new);
                    Some(self.told.values[at].target)
                }
                None => {
                    put(&mut self.told.values, None);
                    Some(node)
                }
            },
            4 => {
                dropped.extend(self.told.values.pop());
                dropped.iter().map(|it| it.target).next()
            }
            5 => {
                dropped.extend(self.told.values.extract_if(.., |it| !bit(it.key + it.target)));
                None
            }
            6 if number.is_multiple_of(4) => {
                dropped.append(&mut self.told.values);
                dropped.append(&mut self.told.ids);
                self.told.set.clear();
                None
            }
            6 => valued.iter().map(|&at| self.told.values[at].target).next(),
            7 | 8 => {
                let old = put(&mut self.told.ids, known);
                dropped.extend(old);
                old.iter().map(|it| it.serial).next()
            }
            9 => {
                dropped.extend(known.map(|at| self.told.ids.remove(at)));
                dropped.iter().map(|it| it.serial).next()
            }
            10 => {
                if known.is_none() {
                    put(&mut self.told.ids, None);
                }
                Some(known.map_or(serial, |at| self.told.ids[at].serial))
            }
            11 => {
                let found = known.map(|at| self.told.ids[at].serial);
                self.hold_owned(found);
                found
            }
            12 | 13 => Some(u32::from(put(&mut self.told.set, equal).is_none())),
            14 => equal.map(|at| self.told.set.remove(at).target),
            _ => {
                self.told.set.retain(|it| bit(it.target));
                let equal = self.told.set.iter().any(|it| class_of(it.target) == class_of(node));
                Some(equal.into())
            }
        };
        dropped.into_iter().for_each(|it| self.drop_owned(it.serial));
        out
    }

    /// As [`Told::clear`].
    pub fn clear_told(&mut self) {
        self.hold_owned(None);
        let owned: Vec<Entry> = self.told.values.drain(..).chain(self.told.ids.drain(..)).collect();
        owned.into_iter().for_each(|it| self.drop_owned(it.serial));
        self.told.set.clear();
    }
}
