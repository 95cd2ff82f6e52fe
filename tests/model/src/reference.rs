//! The graph as it should be, without a pointer: nodes are numbers, lists are `Vec`s, counts are recounted.

use std::collections::{BTreeMap, VecDeque};

use weakgraph::{LinkErrorKind, Position};

use crate::events::Event;
use crate::kinds::{Kind, table};
use crate::real::{Edit, Facts, Outcome, keeps, sort_key};
use crate::told::{Records, Waits};
use crate::walks::Cursor;

/// A node's number.
pub type Id = u32;

/// A node, or a value that is none yet.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub struct Node {
    pub kind: Kind,
    pub born: bool,
    /// It has been through its death.
    pub dead: bool,
    pub strong: u32,
    /// For each back-reference: the owner and which of its edges.
    pub up: [Option<(Id, usize)>; 2],
    /// The members of each edge; before birth, those that wait.
    pub edges: Vec<Vec<Id>>,
    pub cell: Option<Id>,
    /// When its link to one was last hung at its target, if it has a hook.
    pub hung: Option<u64>,
    /// Its links to many, each with the time when it was added.
    pub list: Vec<(u64, Id)>,
    pub styles: Vec<Id>,
    /// Whom its death will tell, newest first.
    waiting: Vec<Waits>,
}

impl Node {
    /// Whom its death will tell.
    pub fn told(&self) -> impl Iterator<Item = Id> {
        self.waiting.iter().filter_map(|waits| match *waits {
            Waits::Cell(holder) | Waits::List(holder) => Some(holder),
            _ => None,
        })
    }
}

/// The whole graph.
#[derive(Debug, Default)]
pub struct Model {
    /// Every node that ever was, by its number.
    pub nodes: Vec<Node>,
    pub(crate) cursors: BTreeMap<u32, Cursor>,
    pub(crate) next_cursor: u32,
    clock: u64,
    pub(crate) events: Vec<Event>,
    pub(crate) told: Records,
    /// How many read sessions are open.
    sessions: usize,
    /// The dead whose steps wait for the last of them, in the order of their deaths.
    late: Vec<Id>,
}

/// Where to put a member.
#[derive(Clone, Copy)]
enum Place {
    First,
    Last,
    Before(Id),
    After(Id),
}

type Refused = LinkErrorKind;

impl Model {
    /// A value that is no node yet.
    pub fn make(&mut self, kind: Kind) -> Id {
        let id = Id::try_from(self.nodes.len()).expect("few nodes");
        self.nodes.push(Node {
            kind,
            born: false,
            dead: false,
            strong: 0,
            up: [None; 2],
            edges: vec![Vec::new(); table::edges(kind).len()],
            cell: None,
            hung: None,
            list: Vec::new(),
            styles: Vec::new(),
            waiting: Vec::new(),
        });
        id
    }

    /// The node.
    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    pub(crate) fn node_mut(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    /// What user code was called since this was last asked.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    pub(crate) fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    /// It becomes a node; the caller has a handle.
    pub fn birth(&mut self, id: Id) {
        self.node_mut(id).born = true;
        self.node_mut(id).strong = 1;
        for edge in 0..self.node(id).edges.len() {
            let waited = std::mem::take(&mut self.node_mut(id).edges[edge]);
            for member in waited {
                self.attach(id, edge, member, Place::Last).expect("a birth is not refused");
                self.release(member);
            }
        }
        if let Some(target) = self.node(id).cell {
            self.hang(id, target);
        }
    }

    /// A value that is no node is dropped.
    pub fn scrap(&mut self, id: Id) {
        let kind = self.node(id).kind;
        if table::drops(kind) {
            self.events.push(Event::Drop(id));
        }
        let token_last = kind == Kind::Either && id % 2 == 1;
        if !token_last {
            self.events.push(Event::Gone(id));
        }
        let waited = std::mem::take(&mut self.node_mut(id).edges);
        for member in waited.into_iter().flatten() {
            self.release(member);
        }
        for style in std::mem::take(&mut self.node_mut(id).styles) {
            self.release(style);
        }
        if token_last {
            self.events.push(Event::Gone(id));
        }
        self.bury(id);
    }

    fn bury(&mut self, id: Id) {
        let node = self.node_mut(id);
        node.dead = true;
        node.cell = None;
        node.hung = None;
        node.list.clear();
    }

    /// One more handle.
    pub fn hold(&mut self, id: Id) {
        let node = self.node_mut(id);
        assert!(node.strong > 0, "a handle to a dead node");
        node.strong += 1;
    }

    /// One handle less.
    pub fn release(&mut self, id: Id) {
        if self.lose(id) {
            self.die(id);
        }
    }

    /// One count less; whether it was the last.
    fn lose(&mut self, id: Id) -> bool {
        let node = self.node_mut(id);
        node.strong -= 1;
        node.strong == 0
    }

    fn silence(&mut self, target: Id) {
        let mut waiting: Vec<(u64, Waits)> = Vec::new();
        self.told.silence(target, &mut waiting);
        for holder in 0..self.nodes.len() {
            let node = &mut self.nodes[holder];
            let id = holder as Id;
            if node.cell == Some(target)
                && let Some(time) = node.hung.take()
            {
                waiting.push((time, Waits::Cell(id)));
            }
            let told = node.born && table::list(node.kind) == Some(true);
            node.list.retain(|&(time, to)| {
                if to == target && told {
                    waiting.push((time, Waits::List(id)));
                }
                to != target
            });
        }
        waiting.sort_by_key(|&(time, ..)| std::cmp::Reverse(time));
        self.node_mut(target).waiting = waiting.into_iter().map(|(_, waits)| waits).collect();
    }

    /// Opens a read session.
    pub fn open_session(&mut self) {
        self.sessions += 1;
    }

    /// Closes one. With the last, what waited dies in the order in which it did.
    pub fn close_session(&mut self) {
        self.sessions -= 1;
        if self.sessions == 0 {
            for id in std::mem::take(&mut self.late) {
                self.end(id);
            }
        }
    }

    /// The dead whose steps wait for the end of the sessions.
    pub fn late(&self) -> &[Id] {
        &self.late
    }

    /// It is dead from here on; its steps come now, or when no session is open.
    fn die(&mut self, first: Id) {
        self.silence(first);
        if self.waits(first) { self.late.push(first) } else { self.end(first) }
    }

    /// Whether its steps wait for the end of the sessions: those of what may borrow do not.
    fn waits(&self, id: Id) -> bool {
        self.sessions > 0 && table::readable(self.node(id).kind)
    }

    fn end(&mut self, first: Id) {
        let mut queue = VecDeque::from([first]);
        while let Some(id) = queue.pop_front() {
            let kind = self.node(id).kind;
            if table::hooked(kind) {
                self.events.push(Event::Hook(id));
            }
            for waits in std::mem::take(&mut self.node_mut(id).waiting) {
                match waits {
                    Waits::Cell(holder) if self.node(holder).strong > 0 => self.events.push(Event::CellLost(holder)),
                    Waits::List(holder) if self.node(holder).strong > 0 => self.events.push(Event::LinkLost(holder)),
                    Waits::Cell(_) | Waits::List(_) => {}
                    Waits::Call(serial) => self.call(serial),
                    Waits::Queue(serial) => self.enqueue(serial),
                    Waits::Owned(serial) => self.drop_owned(serial),
                }
            }
            let mut dead = Vec::new();
            for (index, edge) in table::edges(kind).iter().enumerate() {
                let hooked = table::parents(edge.to)[edge.rel];
                if !hooked {
                    self.evict_all(id, index);
                }
                while let Some(&member) = self.node(id).edges[index].first() {
                    self.unlink(member, edge.rel);
                    if hooked {
                        self.events.push(Event::Orphan(member));
                    }
                    if self.lose(member) {
                        self.silence(member);
                        dead.push(member);
                    }
                }
            }
            let (late, dead): (Vec<Id>, Vec<Id>) = dead.into_iter().partition(|&member| self.waits(member));
            for member in dead.into_iter().rev() {
                queue.push_front(member);
            }
            // Before the handles in the fields: the members died first.
            self.late.extend(late);
            if table::drops(kind) {
                self.events.push(Event::Drop(id));
            }
            self.events.push(Event::Gone(id));
            for style in std::mem::take(&mut self.node_mut(id).styles) {
                self.release(style);
            }
            self.bury(id);
        }
    }

    /// Takes a member out; its count is the caller's.
    fn unlink(&mut self, id: Id, rel: usize) -> bool {
        let Some((owner, edge)) = self.node(id).up[rel] else { return false };
        self.make_way(owner, edge, id, None);
        self.node_mut(owner).edges[edge].retain(|&member| member != id);
        self.node_mut(id).up[rel] = None;
        true
    }

    /// The owner in a relation, and which of its edges. One that is dead, and waits for the end of a session, is none.
    pub fn owner_in(&self, id: Id, rel: usize) -> Option<(Id, usize)> {
        self.node(id).up[rel].filter(|&(owner, _)| self.node(owner).strong > 0)
    }

    /// Whether `above` is `id` or owns it over whatever edges.
    pub fn is_above(&self, above: Id, id: Id) -> bool {
        above == id || self.node(id).up.iter().flatten().any(|&(owner, _)| self.is_above(above, owner))
    }

    fn rel(&self, owner: Id, edge: usize) -> usize {
        table::edges(self.node(owner).kind)[edge].rel
    }

    fn check(&self, owner: Id, edge: usize, id: Id) -> Result<(), Refused> {
        if !self.node(owner).born {
            return Ok(());
        }
        let within = self.node(id).up[self.rel(owner, edge)].is_some_and(|(at, _)| at == owner);
        if !within && self.is_above(id, owner) { Err(Refused::Cycle) } else { Ok(()) }
    }

    fn position(&self, owner: Id, edge: usize, id: Id) -> Option<usize> {
        self.node(owner).edges[edge].iter().position(|&member| member == id)
    }

    fn attach(&mut self, owner: Id, edge: usize, id: Id, place: Place) -> Result<(), Refused> {
        self.check(owner, edge, id)?;
        if let Place::Before(member) | Place::After(member) = place {
            if self.position(owner, edge, member).is_none() {
                return Err(Refused::NotAChild);
            }
            if member == id {
                return Ok(());
            }
        }
        let rel = self.rel(owner, edge);
        let born = self.node(owner).born;
        if born && self.is_at(owner, edge, id, place) {
            // Not even a walk that stands on it notices.
            return Ok(());
        }
        let moved = if born {
            self.unlink(id, rel)
        } else {
            let at = self.position(owner, edge, id);
            at.map(|at| self.node_mut(owner).edges[edge].remove(at)).is_some()
        };
        if !moved {
            self.hold(id);
        }
        let at = match place {
            Place::First => 0,
            Place::Last => self.node(owner).edges[edge].len(),
            Place::Before(member) => self.position(owner, edge, member).expect("checked"),
            Place::After(member) => self.position(owner, edge, member).expect("checked") + 1,
        };
        self.node_mut(owner).edges[edge].insert(at, id);
        if born {
            self.node_mut(id).up[rel] = Some((owner, edge));
        }
        Ok(())
    }

    fn is_at(&self, owner: Id, edge: usize, id: Id, place: Place) -> bool {
        let members = &self.node(owner).edges[edge];
        let Some(at) = self.position(owner, edge, id) else { return false };
        match place {
            Place::First => at == 0,
            Place::Last => at + 1 == members.len(),
            Place::Before(member) => members.get(at + 1) == Some(&member),
            Place::After(member) => at > 0 && members[at - 1] == member,
        }
    }

    /// `id`, which stands right before `member`, takes its place.
    fn replace(&mut self, owner: Id, edge: usize, member: Id, id: Id) {
        if self.node(owner).born {
            self.make_way(owner, edge, member, Some(id));
        }
        if self.take_out(owner, edge, member) {
            self.release(member);
        }
    }

    fn reorder(&mut self, owner: Id, edge: usize, order: Vec<Id>) {
        if self.node(owner).edges[edge] != order {
            if self.node(owner).born {
                self.make_way_for_pairs(owner, edge);
            }
            self.node_mut(owner).edges[edge] = order;
        }
    }

    /// Takes a member out, with its count; whether it was in.
    fn take_out(&mut self, owner: Id, edge: usize, id: Id) -> bool {
        let Some(at) = self.position(owner, edge, id) else { return false };
        if self.node(owner).born {
            self.unlink(id, self.rel(owner, edge));
        } else {
            self.node_mut(owner).edges[edge].remove(at);
        }
        true
    }

    fn take_all(&mut self, owner: Id, edge: usize) -> Vec<Id> {
        let members = self.node(owner).edges[edge].clone();
        for &member in &members {
            self.take_out(owner, edge, member);
        }
        members
    }

    fn put(&mut self, owner: Id, edge: usize, id: Id, place: Place) -> Outcome {
        self.attach(owner, edge, id, place).map_or_else(Outcome::Refused, |()| Outcome::Gave(vec![id]))
    }

    /// Edits an owning edge.
    pub fn edit(&mut self, owner: Id, edge: usize, edit: &Edit<Id>) -> Option<Outcome> {
        if table::edges(self.node(owner).kind)[edge].one {
            return self.edit_one(owner, edge, edit);
        }
        let members = self.node(owner).edges[edge].clone();
        Some(match *edit {
            Edit::Append(id) => self.put(owner, edge, id, Place::Last),
            Edit::Prepend(id) => self.put(owner, edge, id, Place::First),
            Edit::Insert(at, id) => match members.get(at) {
                Some(&member) => self.put(owner, edge, id, Place::Before(member)),
                None if at == members.len() => self.put(owner, edge, id, Place::Last),
                None => Outcome::Refused(Refused::OutOfRange),
            },
            Edit::Before(member, id) => self.put(owner, edge, id, Place::Before(member)),
            Edit::After(member, id) => self.put(owner, edge, id, Place::After(member)),
            Edit::Remove(id) => {
                let was_in = self.take_out(owner, edge, id);
                if was_in {
                    self.release(id);
                }
                Outcome::Said(was_in)
            }
            Edit::Replace(member, id) => {
                let beside = |place| self.node(owner).born && self.is_at(owner, edge, id, place);
                let is_neighbour = self.position(owner, edge, member).is_some()
                    && (beside(Place::Before(member)) || beside(Place::After(member)));
                let done = if is_neighbour {
                    self.check(owner, edge, id)
                } else {
                    self.attach(owner, edge, id, Place::Before(member))
                };
                match done {
                    Err(refused) => Outcome::Refused(refused),
                    Ok(()) => {
                        if is_neighbour {
                            // It stays where it is.
                            if self.take_out(owner, edge, member) {
                                self.release(member);
                            }
                        } else if member != id {
                            self.replace(owner, edge, member, id);
                        }
                        Outcome::Gave(vec![member])
                    }
                }
            }
            Edit::Clear => {
                for member in self.take_all(owner, edge) {
                    self.release(member);
                }
                Outcome::Done
            }
            Edit::Drain(front, back, forgetful) => {
                let mut drain = VecDeque::from(self.take_all(owner, edge));
                let mut taken = Vec::new();
                for _ in 0..front {
                    taken.extend(drain.pop_front());
                }
                for _ in 0..back {
                    taken.extend(drain.pop_back());
                }
                if !forgetful {
                    for id in drain {
                        self.release(id);
                    }
                }
                for &id in &taken {
                    self.release(id);
                }
                Outcome::Gave(taken)
            }
            Edit::Retain(mask) => {
                for member in members {
                    if !keeps(member, mask) && self.take_out(owner, edge, member) {
                        self.release(member);
                    }
                }
                Outcome::Done
            }
            Edit::Splice(from, to, ref nodes) => self.splice(owner, edge, from, to, nodes),
            Edit::Swap(a, b) => {
                let (Some(at_a), Some(_)) = (self.position(owner, edge, a), self.position(owner, edge, b)) else {
                    return Some(Outcome::Refused(Refused::NotAChild));
                };
                if a != b {
                    let before_a = at_a.checked_sub(1).map(|at| members[at]);
                    self.attach(owner, edge, a, Place::Before(b)).expect("both are members");
                    if before_a != Some(b) {
                        let place = before_a.map_or(Place::First, Place::After);
                        self.attach(owner, edge, b, place).expect("both are members");
                    }
                }
                Outcome::Done
            }
            Edit::SortByKey(seed) | Edit::SortBy(seed) => {
                let mut order = members;
                order.sort_by_key(|&id| sort_key(id, seed));
                self.reorder(owner, edge, order);
                Outcome::Done
            }
            Edit::Reverse => {
                self.reorder(owner, edge, members.into_iter().rev().collect());
                Outcome::Done
            }
        })
    }

    fn edit_one(&mut self, owner: Id, edge: usize, edit: &Edit<Id>) -> Option<Outcome> {
        let held = self.node(owner).edges[edge].first().copied();
        Some(match *edit {
            Edit::Append(id) | Edit::Prepend(id) => {
                let place = held.map_or(Place::Last, Place::Before);
                if let Err(refused) = self.attach(owner, edge, id, place) {
                    return Some(Outcome::Refused(refused));
                }
                if let Some(held) = held.filter(|&held| held != id) {
                    self.replace(owner, edge, held, id);
                }
                Outcome::Gave(vec![id])
            }
            Edit::Remove(_) | Edit::Clear => {
                if let Some(held) = held {
                    self.take_out(owner, edge, held);
                    self.release(held);
                }
                Outcome::Gave(held.into_iter().collect())
            }
            _ => return None,
        })
    }

    fn splice(&mut self, owner: Id, edge: usize, from: usize, to: usize, nodes: &[Id]) -> Outcome {
        let members = self.node(owner).edges[edge].clone();
        if from > to || to > members.len() {
            return Outcome::Refused(Refused::OutOfRange);
        }
        for &id in nodes {
            if let Err(refused) = self.check(owner, edge, id) {
                return Outcome::Refused(refused);
            }
        }
        let next = members[to..].iter().copied().find(|id| !nodes.contains(id));
        for &id in &members[from..to] {
            self.take_out(owner, edge, id);
        }
        for &id in nodes {
            self.attach(owner, edge, id, next.map_or(Place::Last, Place::Before)).expect("checked");
        }
        let (placed, removed): (Vec<Id>, Vec<Id>) = members[from..to].iter().partition(|id| nodes.contains(id));
        for &id in placed.iter().chain(&removed) {
            self.release(id);
        }
        Outcome::Gave(removed)
    }

    /// Appends all members of another edge.
    pub fn append_all(&mut self, owner: Id, edge: usize, from: Id, from_edge: usize) -> Outcome {
        let members = self.node(from).edges[from_edge].clone();
        if (owner, edge) == (from, from_edge) || members.is_empty() {
            return Outcome::Done;
        }
        for &member in &members {
            if let Err(refused) = self.check(owner, edge, member) {
                return Outcome::Refused(refused);
            }
        }
        if self.node(owner).born && self.node(from).born {
            self.evict_all(from, from_edge);
        }
        for &member in &members {
            self.take_out(from, from_edge, member);
            self.attach(owner, edge, member, Place::Last).expect("checked");
            self.release(member);
        }
        Outcome::Done
    }

    /// Leaves the owner over this back-reference.
    pub fn detach(&mut self, id: Id, rel: usize) -> Option<Id> {
        let owner = self.node(id).up[rel]?.0;
        self.unlink(id, rel);
        self.release(id);
        Some(owner)
    }

    /// An edit by the methods of `Tree`.
    pub fn tree_edit(&mut self, id: Id, edit: u8, other: Id) -> Outcome {
        let place = self.owner_in(id, 0);
        match (edit % 7, place) {
            (0, _) => self.put(id, 0, other, Place::Last),
            (1, _) => self.put(id, 0, other, Place::First),
            (2..5, None) => Outcome::Refused(Refused::NoParent),
            (2, Some((owner, edge))) => self.put(owner, edge, other, Place::Before(id)),
            (3, Some((owner, edge))) => self.put(owner, edge, other, Place::After(id)),
            (4, Some((owner, edge))) => self.edit(owner, edge, &Edit::Replace(id, other)).expect("of lists"),
            (5, _) => Outcome::Gave(self.detach(id, 0).map(|_| id).into_iter().collect()),
            _ => self.append_all(other, 0, id, 0),
        }
    }

    fn hang(&mut self, id: Id, target: Id) {
        let node = self.node(id);
        let hooked = node.born && table::cell(node.kind) == Some(true) && self.node(target).strong > 0;
        let time = self.tick();
        self.node_mut(id).hung = hooked.then_some(time);
    }

    /// Sets or clears the link to one.
    pub fn set_cell(&mut self, id: Id, target: Option<Id>) {
        self.node_mut(id).cell = target;
        self.node_mut(id).hung = None;
        self.cancel(id);
        if let Some(target) = target {
            self.hang(id, target);
        }
    }

    /// Edits the links to many.
    pub fn edit_links(&mut self, id: Id, edit: u8, target: Option<Id>) -> Option<bool> {
        table::list(self.node(id).kind)?;
        let time = self.tick();
        let list = &mut self.node_mut(id).list;
        Some(match (edit % 8, target) {
            (0..5, Some(target)) => {
                list.push((time, target));
                true
            }
            (5..7, Some(target)) => match list.iter().position(|&(_, to)| to == target) {
                Some(at) => {
                    list.remove(at);
                    true
                }
                None => false,
            },
            (7, _) => {
                list.clear();
                true
            }
            _ => return None,
        })
    }

    /// A link to one was emptied or set anew: it is not told of a death that waits. (A list is: its target left it
    /// before.)
    fn cancel(&mut self, holder: Id) {
        self.stop_waiting(|it| matches!(it, Waits::Cell(id) if *id == holder));
    }

    /// Who waits for the steps of a dead node, which wait for the end of the sessions.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Waits> {
        self.nodes.iter().flat_map(|node| &node.waiting)
    }

    pub(crate) fn stop_waiting(&mut self, stops: impl Fn(&Waits) -> bool) {
        for node in &mut self.nodes {
            node.waiting.retain(|it| !stops(it));
        }
    }

    /// What a tree says of itself.
    pub fn facts(&self, id: Id) -> Facts {
        let up = |id: Id| self.owner_in(id, 0).map(|(owner, _)| owner);
        let ancestors: Vec<Id> = std::iter::successors(up(id), |&id| up(id)).collect();
        let siblings = self.node(id).up[0].map(|(owner, edge)| &self.node(owner).edges[edge]);
        let index = siblings.map(|all: &Vec<Id>| all.iter().position(|&at| at == id).expect("both ends agree"));
        let members = &self.node(id).edges[0];
        let index_of = |id: &Id| {
            let (owner, edge) = self.owner_in(*id, 0)?;
            self.position(owner, edge, *id)
        };
        // From the top down.
        let path = ancestors.iter().rev().chain([&id]).filter_map(index_of).collect();
        Facts {
            root: *ancestors.last().unwrap_or(&id),
            depth: ancestors.len(),
            first: members.first().copied(),
            last: members.last().copied(),
            next: siblings.zip(index).and_then(|(all, at)| all.get(at + 1).copied()),
            prev: siblings.zip(index).and_then(|(all, at)| all.get(at.checked_sub(1)?).copied()),
            index: index.filter(|_| up(id).is_some()),
            count: members.len(),
            leaf: members.is_empty(),
            is_root: ancestors.is_empty(),
            parent: up(id),
            children: members.clone(),
            path,
        }
    }

    /// Where `b` is, seen from `a`. Siblings know each other until their dead owner lets them go.
    pub fn compare(&self, a: Id, b: Id) -> Position {
        let path = |id: Id| {
            let up = |id: &Id| self.node(*id).up[0].map(|(owner, _)| owner);
            let mut path: Vec<Id> = std::iter::successors(Some(id), up).collect();
            path.reverse();
            path
        };
        let (to_a, to_b) = (path(a), path(b));
        if to_a[0] != to_b[0] {
            return Position::Disconnected;
        }
        let common = to_a.iter().zip(&to_b).take_while(|(a, b)| a == b).count();
        match (to_a.get(common), to_b.get(common)) {
            (None, None) => Position::Same,
            (Some(_), None) => Position::Ancestor,
            (None, Some(_)) => Position::Descendant,
            (Some(&a), Some(&b)) => {
                let owner = to_a[common - 1];
                let (a, b) = (self.position(owner, 0, a), self.position(owner, 0, b));
                if a < b { Position::Following } else { Position::Preceding }
            }
        }
    }
}
