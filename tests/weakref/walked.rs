//! Every collection under a walk, with every edit of it: the walk yields what it has to, whatever happens meanwhile.
//!
//! All of them are held against one model: a log of everything that was ever put in, in which what leaves leaves a gap.
//! A walk is an index into it, and for all but the children an end, too: what comes later is not theirs to yield.

use std::cell::Cell;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};

use weakgraph::collections::{Entry, KeyEntry, WeakIdMap, WeakKeyMap, WeakSet, WeakValueMap};
use weakgraph::{Children, Graph, Parent, Strong, WeakList};
use weakgraph_tests::Rng;

/// Equal to others of its number; no two have one serial.
#[derive(Graph)]
struct Item {
    number: u32,
    serial: u32,
    #[weak]
    owner: Parent<Owner>,
}

impl PartialEq for Item {
    fn eq(&self, other: &Item) -> bool {
        self.number == other.number
    }
}

impl Eq for Item {}

impl Hash for Item {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

#[derive(Graph, Default)]
struct Owner {
    #[strong]
    items: Children<Item>,
    #[weak]
    links: WeakList<Item>,
}

type Serials<'c> = Box<dyn Iterator<Item = u32> + 'c>;

/// A collection with what the tests do to it. What it has not does nothing, and says so by `false`.
trait Collection {
    /// Whether a walk yields what is added after it began.
    const IS_OPEN_ENDED: bool;
    /// Whether a node that nobody else holds leaves.
    const IS_WEAK: bool = true;
    /// How many kinds of walk it has.
    const WALKS: usize;
    fn with_capacity(capacity: usize) -> Self;
    fn walk(&self, kind: usize) -> Serials<'_>;
    fn len(&self) -> usize;
    fn insert(&self, item: &Strong<Item>);
    fn remove(&self, item: &Strong<Item>) -> bool;
    fn clear(&self);
    fn retain(&self, _keep: &dyn Fn(&Item) -> bool) -> bool {
        false
    }
    /// Takes out all, looks at the first `take`.
    fn drain(&self, _take: usize) -> Option<Vec<u32>> {
        None
    }
    fn pop(&self) -> Option<u32> {
        None
    }
    fn shrink_to_fit(&self) {}
    fn reserve(&self, _additional: usize) {}
    /// Puts in an item that is there, in its place.
    fn insert_again(&self, _item: &Strong<Item>) {}
    /// Puts in an item that is equal to one that is there, in its place.
    fn insert_equal(&self, _item: &Strong<Item>) -> bool {
        false
    }
    fn remove_by_entry(&self, item: &Strong<Item>) -> bool {
        self.remove(item)
    }
    fn insert_by_entry(&self, item: &Strong<Item>) {
        self.insert(item);
    }
}

fn serial(item: Strong<Item>) -> u32 {
    item.serial
}

macro_rules! sized {
    () => {
        fn len(&self) -> usize {
            assert_eq!(self.is_empty(), self.len() == 0);
            self.len()
        }
        fn clear(&self) {
            self.clear();
        }
        fn shrink_to_fit(&self) {
            self.shrink_to_fit();
        }
        fn reserve(&self, additional: usize) {
            self.reserve(additional);
            assert!(self.capacity() >= self.len() + additional);
        }
    };
}

impl Collection for WeakValueMap<u32, Item> {
    const IS_OPEN_ENDED: bool = false;
    const WALKS: usize = 3;
    sized!();

    fn with_capacity(capacity: usize) -> Self {
        WeakValueMap::with_capacity(capacity)
    }
    fn walk(&self, kind: usize) -> Serials<'_> {
        match kind {
            0 => Box::new(self.values().map(serial)),
            1 => Box::new(self.iter().map(|(key, item)| {
                assert_eq!(*key, item.number);
                item.serial
            })),
            // It has no handles: the key has to do.
            _ => Box::new(self.keys().map(|key| self.get(&*key).map_or(u32::MAX, serial))),
        }
    }
    fn insert(&self, item: &Strong<Item>) {
        assert!(self.insert(item.number, item).is_none());
    }
    fn remove(&self, item: &Strong<Item>) -> bool {
        self.remove(&item.number).is_some_and(|out| out == *item)
    }
    fn retain(&self, keep: &dyn Fn(&Item) -> bool) -> bool {
        self.retain(|_, item| keep(item));
        true
    }
    fn drain(&self, take: usize) -> Option<Vec<u32>> {
        Some(self.drain().take(take).map(|(_, item)| item.serial).collect())
    }
    fn pop(&self) -> Option<u32> {
        self.pop().map(|(_, item)| item.serial)
    }
    fn insert_again(&self, item: &Strong<Item>) {
        assert!(self.insert(item.number, item).as_ref() == Some(item));
    }
    fn insert_equal(&self, item: &Strong<Item>) -> bool {
        assert!(self.insert(item.number, item).is_some_and(|old| old != *item));
        true
    }
    fn remove_by_entry(&self, item: &Strong<Item>) -> bool {
        match self.entry(item.number) {
            Entry::Occupied(entry) => entry.remove() == *item,
            Entry::Vacant(_) => false,
        }
    }
    fn insert_by_entry(&self, item: &Strong<Item>) {
        assert!(self.entry(item.number).or_insert(item.clone()) == *item);
    }
}

macro_rules! keyed {
    ($($name:ty, $remove:expr, $equal:expr;)*) => {$(
        impl Collection for $name {
            const IS_OPEN_ENDED: bool = false;
            const WALKS: usize = 3;
            sized!();

            fn with_capacity(capacity: usize) -> Self {
                <$name>::with_capacity(capacity)
            }
            fn walk(&self, kind: usize) -> Serials<'_> {
                match kind {
                    0 => Box::new(self.keys().map(serial)),
                    1 => Box::new(self.iter().map(|(item, value)| {
                        assert_eq!(*value, item.serial);
                        item.serial
                    })),
                    _ => Box::new(self.values().map(|value| *value)),
                }
            }
            fn insert(&self, item: &Strong<Item>) {
                assert!(self.insert(item, item.serial).is_none());
            }
            fn remove(&self, item: &Strong<Item>) -> bool {
                let remove: fn(&Self, &Strong<Item>) -> Option<u32> = $remove;
                remove(self, item).is_some_and(|serial| serial == item.serial)
            }
            fn retain(&self, keep: &dyn Fn(&Item) -> bool) -> bool {
                self.retain(|item, _| keep(item));
                true
            }
            fn drain(&self, take: usize) -> Option<Vec<u32>> {
                Some(self.drain().take(take).map(|(item, _)| item.serial).collect())
            }
            fn pop(&self) -> Option<u32> {
                self.pop().map(|(item, _)| item.serial)
            }
            fn insert_again(&self, item: &Strong<Item>) {
                assert_eq!(self.insert(item, item.serial).as_deref(), Some(&item.serial));
            }
            fn insert_equal(&self, item: &Strong<Item>) -> bool {
                $equal && {
                    assert!(self.insert(item, item.serial).is_some_and(|old| old != item.serial));
                    true
                }
            }
            fn remove_by_entry(&self, item: &Strong<Item>) -> bool {
                match self.entry(item) {
                    KeyEntry::Occupied(entry) => *entry.remove() == item.serial,
                    KeyEntry::Vacant(_) => false,
                }
            }
            fn insert_by_entry(&self, item: &Strong<Item>) {
                assert_eq!(self.entry(item).or_insert(item.serial), item.serial);
            }
        }
    )*};
}

keyed! {
    WeakKeyMap<Item, u32>, |map, item| map.remove(item).map(|value| *value), true;
    WeakIdMap<Item, u32>, |map, item| map.remove(item).map(|value| *value), false;
}

impl Collection for WeakSet<Item> {
    const IS_OPEN_ENDED: bool = false;
    const WALKS: usize = 1;
    sized!();

    fn with_capacity(capacity: usize) -> Self {
        WeakSet::with_capacity(capacity)
    }
    fn walk(&self, _: usize) -> Serials<'_> {
        Box::new(self.iter().map(serial))
    }
    fn insert(&self, item: &Strong<Item>) {
        assert!(self.insert(item));
    }
    fn remove(&self, item: &Strong<Item>) -> bool {
        self.take(item).is_some_and(|out| out == *item)
    }
    fn retain(&self, keep: &dyn Fn(&Item) -> bool) -> bool {
        self.retain(|item| keep(item));
        true
    }
    fn drain(&self, take: usize) -> Option<Vec<u32>> {
        Some(self.drain().take(take).map(serial).collect())
    }
    fn pop(&self) -> Option<u32> {
        self.pop().map(serial)
    }
    fn insert_again(&self, item: &Strong<Item>) {
        assert!(!self.insert(item));
    }
    fn insert_equal(&self, item: &Strong<Item>) -> bool {
        assert!(self.replace(item).is_some_and(|old| old != *item));
        true
    }
    fn remove_by_entry(&self, item: &Strong<Item>) -> bool {
        self.remove(item)
    }
    fn insert_by_entry(&self, item: &Strong<Item>) {
        assert!(self.get_or_insert(item) == *item);
    }
}

/// A list in a node: a test has the node.
struct Links(Strong<Owner>);

impl Collection for Links {
    const IS_OPEN_ENDED: bool = false;
    const WALKS: usize = 1;

    fn with_capacity(_: usize) -> Self {
        Links(Strong::default())
    }
    fn walk(&self, _: usize) -> Serials<'_> {
        Box::new(self.0.links().iter().map(serial))
    }
    fn len(&self) -> usize {
        let len = self.0.links().len();
        assert_eq!(self.0.links().is_empty(), len == 0);
        len
    }
    fn insert(&self, item: &Strong<Item>) {
        self.0.links().add(item);
    }
    fn remove(&self, item: &Strong<Item>) -> bool {
        self.0.links().remove(item)
    }
    fn clear(&self) {
        self.0.links().clear();
    }
}

struct Members(Strong<Owner>);

impl Collection for Members {
    const IS_OPEN_ENDED: bool = true;
    const IS_WEAK: bool = false;
    const WALKS: usize = 1;

    fn with_capacity(_: usize) -> Self {
        Members(Strong::default())
    }
    fn walk(&self, _: usize) -> Serials<'_> {
        Box::new(self.0.items().iter().map(serial))
    }
    fn len(&self) -> usize {
        let len = self.0.items().len();
        assert_eq!(self.0.items().is_empty(), len == 0);
        len
    }
    fn insert(&self, item: &Strong<Item>) {
        self.0.items().append(item).unwrap();
    }
    fn remove(&self, item: &Strong<Item>) -> bool {
        self.0.items().remove(item)
    }
    fn clear(&self) {
        self.0.items().clear();
    }
    fn retain(&self, keep: &dyn Fn(&Item) -> bool) -> bool {
        self.0.items().retain(|item| keep(item));
        true
    }
    fn drain(&self, take: usize) -> Option<Vec<u32>> {
        Some(self.0.items().drain().take(take).map(serial).collect())
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Edit {
    DropAllButTwo,
    DropAll,
    DropFirstHalf,
    DropLastHalf,
    DropOdd,
    AnotherWalkBegins,
    AnotherWalkComesAndGoes,
    AnotherWalkIsForgotten,
    TheOtherWalksEnd,
    EachWalkSteps,
    InsertThree,
    InsertMany,
    InsertByEntry,
    InsertAgain,
    InsertEqual,
    RemoveFirst,
    RemoveLast,
    RemoveByEntry,
    Pop,
    Retain,
    Clear,
    Drain,
    DrainInPart,
    ShrinkToFit,
    Reserve,
}

use Edit::*;

const EDITS: [Edit; 25] = [
    DropAllButTwo,
    DropAll,
    DropFirstHalf,
    DropLastHalf,
    DropOdd,
    AnotherWalkBegins,
    AnotherWalkComesAndGoes,
    AnotherWalkIsForgotten,
    TheOtherWalksEnd,
    EachWalkSteps,
    InsertThree,
    InsertMany,
    InsertByEntry,
    InsertAgain,
    InsertEqual,
    RemoveFirst,
    RemoveLast,
    RemoveByEntry,
    Pop,
    Retain,
    Clear,
    Drain,
    DrainInPart,
    ShrinkToFit,
    Reserve,
];

/// As many as make the tables close their gaps when all but two of them are dropped.
const MANY: usize = 48;

struct Walk<'c> {
    walk: Serials<'c>,
    index: usize,
    end: usize,
}

struct World<'c, C> {
    collection: &'c C,
    /// All that are alive: in the collection, or taken out of it.
    held: Vec<Strong<Item>>,
    /// Everything that was put in; `None` where it left.
    log: Vec<Option<Strong<Item>>>,
    walks: Vec<Walk<'c>>,
    next: u32,
}

thread_local! {
    static KIND: Cell<usize> = const { Cell::new(0) };
}

impl<'c, C: Collection> World<'c, C> {
    fn item(&mut self, number: Option<u32>) -> Strong<Item> {
        self.next += 1;
        Strong::new(Item { number: number.unwrap_or(self.next), serial: self.next, owner: Parent::new() })
    }

    fn begin(&mut self) {
        let kind = KIND.get();
        KIND.set(kind + 1);
        let end = if C::IS_OPEN_ENDED { usize::MAX } else { self.log.len() };
        self.walks.push(Walk { walk: self.collection.walk(kind % C::WALKS), index: 0, end });
    }

    fn begin_and_forget(&mut self) {
        self.begin();
        self.step(self.walks.len() - 1);
        std::mem::forget(self.walks.pop());
    }

    fn insert(&mut self, by_entry: bool) {
        let item = self.item(None);
        if by_entry {
            self.collection.insert_by_entry(&item)
        } else {
            self.collection.insert(&item)
        }
        self.log.push(Some(item));
    }

    fn live(&self) -> Vec<usize> {
        (0..self.log.len()).filter(|&at| self.log[at].is_some()).collect()
    }

    fn drop_those(&mut self, which: impl Fn(usize, usize) -> bool) {
        let live = self.live();
        for (n, &at) in live.iter().enumerate() {
            if which(n, live.len()) {
                let item = self.log[at].take().unwrap();
                // What is owned does not leave because the handle is dropped.
                assert!(C::IS_WEAK || self.collection.remove(&item));
            }
        }
    }

    fn step(&mut self, which: usize) -> bool {
        let walk = &mut self.walks[which];
        let mut expected = None;
        while walk.index < walk.end.min(self.log.len()) && expected.is_none() {
            expected = self.log[walk.index].as_ref().map(|item| item.serial);
            walk.index += 1;
        }
        assert_eq!(walk.walk.next(), expected, "walk {which}");
        expected.is_some()
    }

    fn edit(&mut self, edit: Edit) {
        let collection = self.collection;
        match edit {
            DropAllButTwo => self.drop_those(|n, len| n != len / 4 && n + 1 != len),
            DropAll => self.drop_those(|_, _| true),
            DropFirstHalf => self.drop_those(|n, len| n < len / 2),
            DropLastHalf => self.drop_those(|n, len| n >= len / 2),
            DropOdd => self.drop_those(|n, _| n % 2 == 1),
            AnotherWalkBegins => self.begin(),
            AnotherWalkComesAndGoes => {
                self.begin();
                self.step(self.walks.len() - 1);
                self.walks.pop();
            }
            AnotherWalkIsForgotten => self.begin_and_forget(),
            TheOtherWalksEnd => self.walks.truncate(1),
            EachWalkSteps => (0..self.walks.len()).for_each(|which| _ = self.step(which)),
            InsertThree => (0..3).for_each(|_| self.insert(false)),
            InsertMany => (0..MANY + 20).for_each(|_| self.insert(false)),
            InsertByEntry => self.insert(true),
            InsertAgain => {
                if let Some(&at) = self.live().get(3) {
                    collection.insert_again(self.log[at].as_ref().unwrap());
                }
            }
            InsertEqual => {
                let live = self.live();
                for at in [live.get(1), live.last()].into_iter().flatten() {
                    let number = self.log[*at].as_ref().map(|item| item.number);
                    let item = self.item(number);
                    if collection.insert_equal(&item) {
                        self.log[*at] = Some(item);
                    }
                }
            }
            RemoveFirst | RemoveLast | RemoveByEntry => {
                let live = self.live();
                let at = match edit {
                    RemoveFirst => live.first(),
                    RemoveLast => live.last(),
                    _ => live.get(live.len() / 2),
                };
                if let Some(&at) = at {
                    let item = self.log[at].take().unwrap();
                    let removed = if edit == RemoveByEntry {
                        collection.remove_by_entry(&item)
                    } else {
                        collection.remove(&item)
                    };
                    assert!(removed);
                    self.held.push(item);
                }
            }
            Pop => {
                for _ in 0..3 {
                    let popped = collection.pop();
                    let last = self.live().pop();
                    if let (Some(serial), Some(last)) = (popped, last) {
                        assert_eq!(self.log[last].take().map(|item| item.serial), Some(serial));
                    }
                    assert!(popped.is_none() || last.is_some());
                }
            }
            Retain => {
                if collection.retain(&|item| item.serial % 3 == 0) {
                    for item in &mut self.log {
                        *item = item.take().filter(|item| item.serial % 3 == 0);
                    }
                }
            }
            Clear => {
                collection.clear();
                self.log.fill_with(|| None);
            }
            Drain | DrainInPart => {
                let take = if edit == Drain { usize::MAX } else { 2 };
                if let Some(out) = collection.drain(take) {
                    let all = self.log.iter().flatten().map(|item| item.serial).take(take);
                    assert!(all.eq(out.iter().copied()), "{out:?}");
                    self.log.fill_with(|| None);
                }
            }
            ShrinkToFit => collection.shrink_to_fit(),
            Reserve => collection.reserve(100),
        }
        assert_eq!(collection.len(), self.log.iter().flatten().count(), "after {edit:?}");
    }

    /// Whether a new walk of each kind sees what there is.
    fn look(&self) {
        for kind in 0..C::WALKS {
            let all: Vec<_> = self.log.iter().flatten().map(|item| item.serial).collect();
            assert_eq!(self.collection.walk(kind).collect::<Vec<_>>(), all, "a new walk, {kind}");
        }
    }
}

/// A walk stands behind so many of [`MANY`] when the edits begin. Between them it steps if `steps` says so.
fn run<C: Collection>(stand: usize, edits: &[Edit], steps: bool) {
    let collection = C::with_capacity(MANY);
    let mut world = World { collection: &collection, held: Vec::new(), log: Vec::new(), walks: Vec::new(), next: 0 };
    (0..MANY).for_each(|_| world.insert(false));
    world.begin();
    (0..stand).for_each(|_| _ = world.step(0));
    for &edit in edits {
        world.edit(edit);
        if steps {
            world.step(0);
        }
    }
    world.look();
    for which in 0..world.walks.len() {
        while world.step(which) {}
        assert!(!world.step(which), "it has ended");
    }
    world.walks.clear();
    // Nobody walks: gaps may be closed, and everything is found all the same.
    world.edit(DropOdd);
    world.look();
    world.edit(InsertThree);
    world.edit(RemoveFirst);
    world.edit(RemoveByEntry);
    world.look();
}

/// The edits are in the message of a panic.
fn case<C: Collection>(stand: usize, edits: &[Edit], steps: bool) {
    struct Says<D: Debug>(D);
    impl<D: Debug> Drop for Says<D> {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("{:?}", self.0);
            }
        }
    }
    let _says = Says((std::any::type_name::<C>(), stand, edits, steps));
    run::<C>(stand, edits, steps);
}

fn every_pair_of_edits<C: Collection>() {
    for (n, first) in EDITS.into_iter().enumerate() {
        for second in EDITS {
            case::<C>([0, 1, 30, MANY][(n + second as usize) % 4], &[first, second], (n + second as usize) % 3 < 1);
        }
    }
}

fn random_edits<C: Collection>(seed: u64) {
    let mut rng = Rng::new(seed);
    for _ in 0..150 {
        let edits: Vec<Edit> = (0..3 + rng.below(8)).map(|_| *rng.pick(&EDITS)).collect();
        case::<C>(rng.below(MANY), &edits, rng.below(2) == 0);
    }
}

macro_rules! collections {
    ($($name:ident: $of:ty;)*) => {$(
        mod $name {
            use super::*;

            #[test]
            fn walks_are_right_under_every_pair_of_edits() {
                every_pair_of_edits::<$of>();
            }

            #[test]
            fn walks_are_right_under_random_edits() {
                random_edits::<$of>(0xA11CE);
            }
        }
    )*};
}

collections! {
    weak_value_map: WeakValueMap<u32, Item>;
    weak_key_map: WeakKeyMap<Item, u32>;
    weak_id_map: WeakIdMap<Item, u32>;
    weak_set: WeakSet<Item>;
    weak_list: Links;
    children: Members;
}
