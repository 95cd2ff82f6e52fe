//! The rules of walks that are edited under way, as the model follows them.
//!
//! A walk stands on what it yielded last; when that leaves its place the walk steps back before it (going forward) or
//! on past it (going backward).

use std::collections::VecDeque;

use crate::kinds::table;
use crate::real::Way;
use crate::reference::{Id, Model};

/// Where one end of a walk stands.
#[derive(Debug, Clone)]
pub(crate) struct Cursor {
    /// The list, or the root of the subtree.
    of: Of,
    at: Option<Id>,
    /// What is below `at` has been passed.
    left: bool,
    backward: bool,
    /// Of a backward one: the walk goes on from the start, too.
    paired: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    List(Id, usize),
    Below(Id),
    /// The same, each node entered and left.
    Events(Id),
}

/// An open walk.
#[derive(Debug)]
pub(crate) enum Walk {
    List {
        owner: Id,
        edge: usize,
        front: Option<u32>,
        back: Option<u32>,
    },
    /// What it holds, it yields.
    Held(VecDeque<Id>),
    Below {
        root: Id,
        inclusive: bool,
        over: bool,
        leaves: bool,
        front: Option<u32>,
        back: Option<u32>,
    },
    /// Each end stands on an event: `at` is entered or left, by `left` in the direction of the walk.
    Traverse {
        root: Id,
        entered: bool,
        left: bool,
        front: Option<u32>,
        back: Option<u32>,
    },
    /// With how far below the root each was when it was yielded.
    Breadth {
        root: Id,
        owner: Option<(Id, usize)>,
        members: Option<u32>,
        queue: VecDeque<(Id, usize)>,
    },
    Up {
        node: Id,
        inclusive: bool,
        at: Option<Id>,
    },
    Beside {
        backward: bool,
        at: Option<(u32, Id)>,
    },
    Links {
        holder: Id,
        after: u64,
        /// What was added later is not visited.
        until: u64,
    },
}

impl Model {
    fn cursor(&mut self, of: Of, backward: bool) -> u32 {
        let key = self.next_cursor;
        self.next_cursor += 1;
        self.cursors.insert(key, Cursor { of, at: None, left: false, backward, paired: false });
        key
    }

    fn at(&self, key: u32) -> Option<Id> {
        self.cursors[&key].at
    }

    fn left(&self, key: u32) -> bool {
        self.cursors[&key].left
    }

    fn stand(&mut self, key: u32, at: Option<Id>, left: bool) {
        let cursor = self.cursors.get_mut(&key).expect("open");
        (cursor.at, cursor.left) = (at, left);
    }

    /// A member is about to leave its place, perhaps to another, which stands right before it.
    pub(crate) fn make_way(&mut self, owner: Id, edge: usize, id: Id, by: Option<Id>) {
        let keys: Vec<u32> = self.cursors.keys().copied().collect();
        for key in keys {
            self.evict_one(key, owner, edge, id, by);
        }
    }

    /// All members are about to leave: from the far end, so that nobody comes to stand on one whose turn is over.
    pub(crate) fn evict_all(&mut self, owner: Id, edge: usize) {
        self.evict_all_if(owner, edge, |_| true);
    }

    /// The members get another order: walks from both ends go on with what the front end has not passed.
    pub(crate) fn make_way_for_pairs(&mut self, owner: Id, edge: usize) {
        self.evict_all_if(owner, edge, |cursor| cursor.paired);
    }

    fn evict_all_if(&mut self, owner: Id, edge: usize, concerns: impl Fn(&Cursor) -> bool) {
        let members = self.node(owner).edges[edge].clone();
        let keys: Vec<u32> = self.cursors.iter().filter(|(_, cursor)| concerns(cursor)).map(|(&key, _)| key).collect();
        for key in keys {
            for index in 0..members.len() {
                let at = if self.cursors[&key].backward { index } else { members.len() - 1 - index };
                self.evict_one(key, owner, edge, members[at], None);
            }
        }
    }

    /// Whether the other end of a walk, which is about to go on to `next`, has come to this one.
    fn has_met(&mut self, back: u32, this: u32, other: u32, next: Id) -> bool {
        self.cursors.get_mut(&back).expect("open").paired = true;
        let at = self.at(this);
        at == Some(next) || at.is_some() && at == self.at(other)
    }

    fn evict_one(&mut self, key: u32, owner: Id, edge: usize, id: Id, by: Option<Id>) {
        let Cursor { of, at: Some(at), backward, .. } = self.cursors[&key] else { return };
        let members = &self.node(owner).edges[edge];
        let index = members.iter().position(|&member| member == id).expect("it is a member");
        let next = members.get(index + 1).copied();
        let prev = index.checked_sub(1).map(|index| members[index]);
        match of {
            Of::List(of, over) => {
                if (of, over) == (owner, edge) && at == id {
                    self.stand(key, by.or(if backward { next } else { prev }), false);
                }
            }
            Of::Below(root) | Of::Events(root) => {
                if edge != 0 || !table::is_tree(self.node(owner).kind) {
                    return;
                }
                let up = |id: &Id| self.owner(*id).filter(|&owner| owner != root);
                if !std::iter::successors(Some(at), up).any(|above| above == id) {
                    return;
                }
                if backward && matches!(of, Of::Below(_)) {
                    let by = by.filter(|_| at == id);
                    let to = by.or_else(|| self.following(id, root));
                    self.stand(key, to, false);
                } else if let Some(beside) = by.or(if backward { next } else { prev }) {
                    self.stand(key, Some(beside), true);
                } else {
                    self.stand(key, Some(owner).filter(|&owner| owner != root), false);
                }
            }
        }
    }

    fn members(&self, id: Id) -> &[Id] {
        &self.node(id).edges[0]
    }

    fn owner(&self, id: Id) -> Option<Id> {
        self.node(id).up[0].map(|(owner, _)| owner)
    }

    fn beside(&self, id: Id, back: bool) -> Option<Id> {
        let members = self.members(self.owner(id)?);
        let index = members.iter().position(|&member| member == id).expect("both ends agree");
        if back { index.checked_sub(1).map(|at| members[at]) } else { members.get(index + 1).copied() }
    }

    fn following(&self, mut id: Id, root: Id) -> Option<Id> {
        loop {
            if let Some(next) = self.beside(id, false) {
                return Some(next);
            }
            id = self.owner(id).filter(|&owner| owner != root)?;
        }
    }

    fn deepest_last(&self, mut id: Id) -> Id {
        while let Some(&last) = self.members(id).last() {
            id = last;
        }
        id
    }

    fn depth_below(&self, id: Id, root: Id) -> Option<usize> {
        std::iter::successors(Some(id), |&id| self.owner(id)).position(|at| at == root)
    }

    fn is_within(&self, id: Id, root: Id) -> bool {
        std::iter::successors(Some(id), |&id| self.owner(id)).any(|at| at == root)
    }

    pub(crate) fn walk_tree(&mut self, root: Id, way: Way) -> Walk {
        let below = |inclusive, leaves| Walk::Below { root, inclusive, over: false, leaves, front: None, back: None };
        match way {
            Way::Descendants => below(false, false),
            Way::InclusiveDescendants => below(true, false),
            Way::Leaves => below(false, true),
            Way::Traverse => Walk::Traverse { root, entered: false, left: false, front: None, back: None },
            Way::BreadthFirst => Walk::Breadth { root, owner: None, members: None, queue: VecDeque::new() },
            Way::Ancestors => Walk::Up { node: root, inclusive: false, at: None },
            Way::InclusiveAncestors => Walk::Up { node: root, inclusive: true, at: None },
            Way::NextSiblings => self.walk_beside(root, false),
            Way::PrevSiblings => self.walk_beside(root, true),
        }
    }

    fn walk_beside(&mut self, node: Id, backward: bool) -> Walk {
        let at = self.owner_in(node, 0).map(|(owner, edge)| {
            let key = self.cursor(Of::List(owner, edge), backward);
            self.stand(key, Some(node), false);
            self.hold(owner);
            (key, owner)
        });
        Walk::Beside { backward, at }
    }

    pub(crate) fn walk_edge(&mut self, owner: Id, edge: usize) -> Walk {
        if table::edges(self.node(owner).kind)[edge].one {
            let held: VecDeque<Id> = self.node(owner).edges[edge].iter().copied().collect();
            held.iter().for_each(|&id| self.hold(id));
            return Walk::Held(held);
        }
        Walk::List { owner, edge, front: None, back: None }
    }

    pub(crate) fn walk_links(&self, holder: Id) -> Walk {
        let until = self.node(holder).list.last().map_or(0, |&(time, _)| time);
        Walk::Links { holder, after: 0, until }
    }

    /// The next one, and whether it is left. The caller has a handle to it.
    pub(crate) fn step(&mut self, walk: &mut Walk, back: bool) -> Option<(Id, bool)> {
        let (id, left, counted) = self.find(walk, back)?;
        if !counted {
            self.hold(id);
        }
        Some((id, left))
    }

    fn find(&mut self, walk: &mut Walk, from_end: bool) -> Option<(Id, bool, bool)> {
        let id = match walk {
            Walk::Held(held) => return held.pop_front().map(|id| (id, false, true)),
            Walk::List { owner, edge, front, back } => {
                let (mine, other) = if from_end { (back, front) } else { (front, back) };
                let key = *mine.get_or_insert_with(|| self.cursor(Of::List(*owner, *edge), from_end));
                let members = &self.node(*owner).edges[*edge];
                let index = self.at(key).map(|at| members.iter().position(|&id| id == at).expect("stands in the list"));
                let next = match (index, from_end) {
                    (None, false) => members.first(),
                    (None, true) => members.last(),
                    (Some(index), false) => members.get(index + 1),
                    (Some(index), true) => members.get(index.checked_sub(1)?),
                };
                let next = *next?;
                let other = *other;
                if let Some(other) = other
                    && self.has_met(if from_end { key } else { other }, other, key, next)
                {
                    return None;
                }
                self.stand(key, Some(next), false);
                next
            }
            Walk::Below { root, inclusive, over, leaves, front, back } => loop {
                let next = if from_end {
                    if *over {
                        return None;
                    }
                    self.before(*root, inclusive, over, front, back)
                } else {
                    self.after(*root, inclusive, front, back)
                }?;
                if !*leaves || self.members(next).is_empty() {
                    break next;
                }
            },
            Walk::Traverse { root, entered, left, front, back } => {
                let found = match from_end {
                    false => self.event(*root, (entered, front), (left, back), false),
                    true => self.event(*root, (left, back), (entered, front), true),
                };
                return found.map(|(id, leaves)| (id, leaves, false));
            }
            Walk::Breadth { root, owner, members, queue } => loop {
                let (of, depth) = owner.unwrap_or((*root, 0));
                if self.depth_below(of, *root).is_some_and(|now| now <= depth) {
                    let key = *members.get_or_insert_with(|| self.cursor(Of::List(of, 0), false));
                    let next = match self.at(key) {
                        None => self.members(of).first().copied(),
                        Some(at) => self.beside(at, false),
                    };
                    if let Some(next) = next {
                        self.stand(key, Some(next), false);
                        self.hold(next);
                        queue.push_back((next, depth + 1));
                        break next;
                    }
                }
                let (next, depth) = loop {
                    let (next, depth) = queue.pop_front()?;
                    let again = queue.iter().any(|&(id, _)| id == next);
                    // One that left, was moved down or was moved ahead comes later, or never.
                    if !again && self.depth_below(next, *root).is_some_and(|now| now <= depth) {
                        break (next, depth);
                    }
                    self.release(next);
                };
                let key = self.cursor(Of::List(next, 0), false);
                if let Some(old) = members.replace(key) {
                    self.cursors.remove(&old);
                }
                if let Some((old, _)) = owner.replace((next, depth)) {
                    self.release(old);
                }
            },
            Walk::Up { node, inclusive, at } => {
                if std::mem::take(inclusive) {
                    return Some((*node, false, false));
                }
                let next = self.owner_in(at.unwrap_or(*node), 0)?.0;
                self.hold(next);
                if let Some(old) = at.replace(next) {
                    // The yielded handle is there when the old one goes.
                    self.hold(next);
                    self.release(old);
                    return Some((next, false, true));
                }
                next
            }
            Walk::Beside { backward, at } => {
                let (key, owner) = (*at)?;
                let next = match self.at(key) {
                    None if *backward => self.members(owner).last().copied(),
                    None => self.members(owner).first().copied(),
                    Some(here) => self.beside(here, *backward),
                }?;
                self.stand(key, Some(next), false);
                next
            }
            Walk::Links { holder, after, until } => {
                let next = self.node(*holder).list.iter().find(|(time, _)| time > after && time <= until);
                let &(time, id) = next?;
                *after = time;
                id
            }
        };
        Some((id, false, false))
    }

    /// The next event of a walk that enters and leaves: the node, and whether it is left. Of each end, whether the
    /// event of the root that it starts with was yielded, and where it stands.
    fn event(
        &mut self,
        root: Id,
        (begun, mine): (&mut bool, &mut Option<u32>),
        (ended, other): (&mut bool, &mut Option<u32>),
        from_end: bool,
    ) -> Option<(Id, bool)> {
        if !std::mem::replace(begun, true) {
            *mine = Some(self.cursor(Of::Events(root), from_end));
            return Some((root, from_end));
        }
        let key = (*mine)?;
        if *ended && other.is_none() {
            return None;
        }
        let (at, passed) = (self.at(key), self.left(key));
        let outer = |members: &[Id]| if from_end { members.last().copied() } else { members.first().copied() };
        let down = match at {
            None => outer(self.members(root)),
            Some(at) if passed => self.beside(at, from_end),
            Some(at) => outer(self.members(at)),
        };
        let up = match at {
            Some(at) if passed => self.owner(at).filter(|&owner| owner != root),
            at => at,
        };
        let Some(next) = down.or(up) else {
            return (!std::mem::replace(ended, true)).then_some((root, !from_end));
        };
        if let Some(other) = *other {
            self.cursors.get_mut(if from_end { &key } else { &other }).expect("open").paired = true;
            let (its, its_passed) = (self.at(other), self.left(other));
            let is_through = its.is_some() && its == at && (passed || its_passed);
            if is_through || its == Some(next) && its_passed == down.is_some() {
                return None;
            }
        }
        self.stand(key, Some(next), down.is_none());
        Some((next, from_end == down.is_some()))
    }

    fn after(&mut self, root: Id, inclusive: &mut bool, front: &mut Option<u32>, back: &Option<u32>) -> Option<Id> {
        if std::mem::take(inclusive) {
            return Some(root);
        }
        let key = *front.get_or_insert_with(|| self.cursor(Of::Below(root), false));
        let next = match self.at(key) {
            None => self.members(root).first().copied(),
            Some(at) => {
                let first = if self.left(key) { None } else { self.members(at).first().copied() };
                first.or_else(|| self.following(at, root))
            }
        }?;
        if let Some(back) = *back
            && self.has_met(back, back, key, next)
        {
            return None;
        }
        self.stand(key, Some(next), false);
        Some(next)
    }

    fn before(
        &mut self,
        root: Id,
        inclusive: &mut bool,
        over: &mut bool,
        front: &Option<u32>,
        back: &mut Option<u32>,
    ) -> Option<Id> {
        let key = *back.get_or_insert_with(|| self.cursor(Of::Below(root), true));
        let next = match self.at(key) {
            None => Some(self.deepest_last(root)).filter(|&last| last != root),
            Some(at) => match self.beside(at, true) {
                Some(prev) => Some(self.deepest_last(prev)),
                None => self.owner(at).filter(|&owner| owner != root),
            },
        };
        let Some(next) = next else {
            *over = *inclusive;
            return std::mem::take(inclusive).then_some(root);
        };
        if let Some(front) = *front {
            if self.has_met(key, front, key, next) {
                return None;
            }
            if let Some(at) = self.at(front)
                && self.left(front)
                && self.is_within(next, at)
            {
                return None;
            }
        }
        self.stand(key, Some(next), false);
        Some(next)
    }

    /// The walk ends: its places go, and what it held.
    pub(crate) fn close(&mut self, walk: Walk) {
        let (cursors, held): (Vec<Option<u32>>, Vec<Id>) = match walk {
            Walk::Held(held) => (vec![], held.into()),
            Walk::List { front, back, .. } | Walk::Below { front, back, .. } | Walk::Traverse { front, back, .. } => {
                (vec![front, back], vec![])
            }
            Walk::Breadth { owner, members, queue, .. } => {
                (vec![members], owner.into_iter().chain(queue).map(|(id, _)| id).collect())
            }
            Walk::Up { at, .. } => (vec![], at.into_iter().collect()),
            Walk::Beside { at, .. } => (vec![at.map(|at| at.0)], at.map(|at| at.1).into_iter().collect()),
            Walk::Links { .. } => (vec![], vec![]),
        };
        for key in cursors.into_iter().flatten() {
            self.cursors.remove(&key);
        }
        for id in held {
            self.release(id);
        }
    }
}
