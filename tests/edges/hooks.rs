//! Hooks of back-references and weak links that are given a handle to the dropped target.

use std::cell::RefCell;

use weakgraph::{Children, Graph, NodeId, Parent, Strong, Weak, WeakCell, WeakList};
use weakgraph_tests::Log;

#[derive(Graph)]
#[graph(new)]
struct Room {
    #[graph(label)]
    name: &'static str,
    #[strong(item = guest)]
    guests: Children<Guest>,
}

#[derive(Graph)]
#[graph(new)]
struct Guest {
    log: Log,
    heard: RefCell<Vec<Weak<Room>>>,
    #[weak(on_drop = Self::evicted)]
    room: Parent<Room>,
    #[weak(on_drop = closed)]
    cell: WeakCell<Room>,
    #[weak(on_drop = Guest::left)]
    list: WeakList<Room>,
    #[weak(on_drop = Guest::alone)]
    other: WeakCell<Room>,
    #[weak(on_drop = <Guest as Hears<u8>>::hears)]
    via_trait: WeakCell<Room>,
}

trait Hears<X> {
    fn hears(&self, dropped: &Weak<Room>);
}

impl Hears<u8> for Guest {
    fn hears(&self, dropped: &Weak<Room>) {
        self.note("trait", dropped);
    }
}

impl Guest {
    fn note(&self, what: &str, dropped: &Weak<Room>) {
        assert!(dropped.upgrade().is_none() && !dropped.is_alive());
        self.log.say(what);
        self.heard.borrow_mut().push(dropped.clone());
    }

    fn evicted(&self, dropped: &Weak<Room>) {
        assert!(self.room().is_none());
        self.note("parent", dropped);
    }

    fn left(&self, dropped: &Weak<Room>) {
        self.note("list", dropped);
    }

    fn alone(&self) {
        self.log.say("without");
    }
}

fn closed(guest: &Guest, dropped: &Weak<Room>) {
    guest.note("cell", dropped);
}

#[test]
fn each_hook_is_given_the_handle_of_its_target() {
    let log = Log::new();
    let (room, other) = (Room::new("a"), Room::new("b"));
    let guest = room.add_guest(Guest::new(log.clone(), RefCell::default()));
    guest.set_cell(&room);
    guest.set_other(&room);
    guest.set_via_trait(&room);
    guest.add_list(&room);
    guest.add_list(&other);
    let (weak, id) = (Strong::downgrade(&room), NodeId::of(&room));
    drop(room);
    assert_eq!(log.take(), ["list", "trait", "without", "cell", "parent"]);
    assert!(guest.heard.borrow().iter().all(|heard| *heard == weak && NodeId::of_weak(heard) == Some(id)));
    let second = Strong::downgrade(&other);
    guest.heard.borrow_mut().clear();
    drop(other);
    assert_eq!(log.take(), ["list"], "which of the two it was, the handle says");
    assert!(*guest.heard.borrow() == [second.clone()] && second != weak);
}

#[test]
fn the_handle_can_be_kept_and_the_memory_goes_with_it() {
    let log = Log::new();
    let guest = Guest::new(log.clone(), RefCell::default());
    let ids: Vec<NodeId> = (0..20)
        .map(|_| {
            let room = Room::new("a");
            guest.add_list(&room);
            NodeId::of(&room)
        })
        .collect();
    let heard: Vec<_> = guest.heard.borrow().iter().filter_map(NodeId::of_weak).collect();
    assert_eq!(heard, ids, "each kept handle keeps its address from the next node");
    guest.heard.borrow_mut().clear();
    assert_eq!(log.take().len(), 20);
}

#[test]
fn a_session_that_lets_the_drop_wait_changes_nothing_of_it() {
    let log = Log::new();
    let (room, guest) = (Room::new("a"), Guest::new(log.clone(), RefCell::default()));
    guest.set_cell(&room);
    let weak = Strong::downgrade(&room);
    let session = weakgraph::read();
    drop(room);
    assert!(log.take().is_empty() && !weak.is_alive());
    drop(session);
    assert_eq!(log.take(), ["cell"]);
    assert!(*guest.heard.borrow() == [weak]);
}

#[derive(Graph)]
struct Pair<T: 'static> {
    value: T,
    #[weak(on_drop = Self::gone)]
    a: WeakCell<Pair<T>>,
    #[weak(on_drop = gone)]
    b: WeakCell<Pair<T>>,
}

thread_local! {
    static GONE: RefCell<String> = const { RefCell::new(String::new()) };
}

impl<T: 'static> Pair<T> {
    fn gone(&self, dropped: &Weak<Pair<T>>) {
        assert!(dropped.upgrade().is_none());
        GONE.with_borrow_mut(|gone| gone.push('a'));
    }
}

fn gone<T: 'static>(_: &Pair<T>, _: &Weak<Pair<T>>) {
    GONE.with_borrow_mut(|gone| gone.push('b'));
}

#[test]
fn a_generic_type_has_them_too() {
    let pair = |value| Strong::new(Pair { value, a: WeakCell::new(), b: WeakCell::new() });
    let (first, second) = (pair("x"), pair("y"));
    first.set_a(&second);
    first.set_b(&second);
    drop(second);
    assert_eq!((GONE.take().as_str(), first.value), ("ba", "x"));
}
