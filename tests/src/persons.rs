//! Random graphs of every kind of edge, and a model of them that knows who is to be alive.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use weakgraph::{Child, Children, Graph, Parent, Strong, Weak, WeakCell, WeakList};

use crate::Rng;

/// A node with every kind of edge.
#[derive(Graph, Default)]
pub struct Person {
    id: usize,
    _life: Life,
    /// One owner.
    #[weak]
    pub mother: Parent<Person, Mother>,
    /// Another.
    #[weak]
    pub father: Parent<Person, Father>,
    /// Members in one relation.
    #[strong(item = by_mother)]
    pub by_mother: Children<Person, Mother>,
    /// Members in another.
    #[strong(item = by_father)]
    pub by_father: Children<Person, Father>,
    /// One more in that.
    #[strong]
    pub heir: Child<Person, Father>,
    /// A weak link.
    #[weak]
    pub friend: WeakCell<Person>,
    /// Weak links.
    #[weak]
    pub friends: WeakList<Person>,
    #[strong]
    house: RefCell<Option<Strong<House>>>,
}

/// A relation.
pub struct Mother;

/// Another.
pub struct Father;

/// What persons share.
#[derive(Graph)]
pub struct House {
    _life: Life,
}

/// The numbers of those that are alive.
pub type Alive = Rc<RefCell<BTreeSet<usize>>>;

/// A number that is among the living as long as this is.
#[derive(Default)]
struct Life(Option<(usize, Alive)>);

impl Life {
    fn new(id: usize, alive: &Alive) -> Life {
        assert!(alive.borrow_mut().insert(id));
        Life(Some((id, alive.clone())))
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        if let Some((id, alive)) = &self.0 {
            assert!(alive.borrow_mut().remove(id));
        }
    }
}

/// A person of this number.
pub fn person(id: usize, alive: &Alive) -> Strong<Person> {
    Strong::new(Person { id, _life: Life::new(id, alive), ..Person::default() })
}

/// A random graph of persons, with a model of who owns whom, and of who is held by a handle.
struct World {
    rng: Rng,
    alive: Alive,
    held: Vec<Option<Strong<Person>>>,
    weak: Vec<Weak<Person>>,
    houses: Vec<Weak<House>>,
    mother: Vec<Option<usize>>,
    father: Vec<Option<usize>>,
    lives_in: Vec<Option<usize>>,
    friend: Vec<Option<usize>>,
    friends: Vec<Vec<usize>>,
}

/// The numbers of houses begin here.
const HOUSES: usize = 1000;

impl World {
    fn new(seed: u64, count: usize) -> World {
        let alive = Alive::default();
        let held: Vec<_> = (0..count).map(|id| Some(person(id, &alive))).collect();
        let weak = held.iter().flatten().map(Strong::downgrade).collect();
        World {
            rng: Rng::new(seed),
            alive,
            held,
            weak,
            houses: Vec::new(),
            mother: vec![None; count],
            father: vec![None; count],
            lives_in: vec![None; count],
            friend: vec![None; count],
            friends: vec![Vec::new(); count],
        }
    }

    /// Everybody that the held can be reached from: what is to be alive.
    fn reachable(&self) -> BTreeSet<usize> {
        let mut out: BTreeSet<usize> = (0..self.held.len()).filter(|&id| self.held[id].is_some()).collect();
        loop {
            let owned = |owner: &[Option<usize>], id: usize| owner[id].is_some_and(|owner| out.contains(&owner));
            let more: Vec<_> = (0..self.held.len())
                .filter(|&id| !out.contains(&id) && (owned(&self.mother, id) || owned(&self.father, id)))
                .collect();
            if more.is_empty() {
                break;
            }
            out.extend(more);
        }
        let houses: Vec<_> = out.iter().filter_map(|&id| self.lives_in[id]).collect();
        out.extend(houses);
        out
    }

    fn is_above(&self, above: usize, below: usize) -> bool {
        let mut seen = vec![below];
        let mut next = 0;
        while let Some(&at) = seen.get(next) {
            for owner in [self.mother[at], self.father[at]].into_iter().flatten() {
                if !seen.contains(&owner) {
                    seen.push(owner);
                }
            }
            next += 1;
        }
        seen.contains(&above)
    }

    fn step(&mut self) {
        let living: Vec<usize> = self.alive.borrow().range(..HOUSES).copied().collect();
        if living.is_empty() {
            return;
        }
        let (a, b) = (*self.rng.pick(&living), *self.rng.pick(&living));
        let (owner, member) = (self.weak[a].upgrade().unwrap(), self.weak[b].upgrade().unwrap());
        let cycle = self.is_above(b, a);
        match self.rng.below(12) {
            0 | 1 => {
                let put = if self.rng.below(2) == 0 {
                    owner.by_mother().append(&member)
                } else {
                    owner.by_mother().prepend(&member)
                };
                assert_eq!(put.is_err(), cycle);
                if !cycle {
                    self.mother[b] = Some(a);
                }
            }
            2 | 3 => {
                assert_eq!(owner.by_father().append(&member).is_err(), cycle);
                if !cycle {
                    self.father[b] = Some(a);
                }
            }
            4 => {
                let old = owner.heir();
                assert_eq!(owner.try_set_heir(&member).is_err(), cycle);
                if !cycle {
                    if let Some(old) = old {
                        self.father[old.id] = None;
                    }
                    self.father[b] = Some(a);
                }
            }
            5 => {
                member.detach_from_mother();
                self.mother[b] = None;
            }
            6 => {
                owner.by_father().clear();
                let heir = owner.heir().map(|heir| heir.id);
                for id in 0..self.father.len() {
                    if self.father[id] == Some(a) && heir != Some(id) {
                        self.father[id] = None;
                    }
                }
            }
            7 => {
                owner.set_friend(&member);
                self.friend[a] = Some(b);
            }
            8 => {
                owner.add_friend(&member);
                self.friends[a].push(b);
            }
            9 => {
                let id = HOUSES + self.houses.len();
                let house = Strong::new(House { _life: Life::new(id, &self.alive) });
                self.houses.push(Strong::downgrade(&house));
                owner.house.replace(Some(house.clone()));
                member.house.replace(Some(house));
                self.lives_in[a] = Some(id);
                self.lives_in[b] = Some(id);
            }
            10 => self.held[a] = Some(owner.clone()),
            _ => {
                drop((owner, member));
                self.held[a] = None;
            }
        }
    }

    /// What the model says, seen from everywhere.
    fn check(&self) {
        let reachable = self.reachable();
        assert_eq!(*self.alive.borrow(), reachable, "exactly those that can be reached are alive");
        let lives = |id: &usize| reachable.contains(id);
        for (id, weak) in self.weak.iter().enumerate() {
            let node = weak.upgrade();
            assert_eq!(node.is_some(), lives(&id));
            let Some(node) = node else { continue };
            let owner =
                |of: &[Option<usize>]| of[id].filter(|owner| lives(owner)).map(|owner| self.weak[owner].clone());
            assert!(node.mother().as_ref().map(Strong::downgrade) == owner(&self.mother));
            assert!(node.father().as_ref().map(Strong::downgrade) == owner(&self.father));
            for child in node.by_mother() {
                assert!(child.mother() == Some(node.clone()) && self.mother[child.id] == Some(id));
            }
            for child in node.by_father().iter().chain(node.heir()) {
                assert!(child.father() == Some(node.clone()) && self.father[child.id] == Some(id));
            }
            let count = |of: &[Option<usize>]| (0..of.len()).filter(|at| of[*at] == Some(id) && lives(at)).count();
            assert_eq!(node.by_mother().len(), count(&self.mother));
            assert_eq!(node.by_father().len() + usize::from(node.heir().is_some()), count(&self.father));
            assert_eq!(node.friend().map(|friend| friend.id), self.friend[id].filter(lives));
            let friends: Vec<_> = self.friends[id].iter().copied().filter(lives).collect();
            assert_eq!(node.friends().iter().map(|friend| friend.id).collect::<Vec<_>>(), friends);
        }
        for (at, house) in self.houses.iter().enumerate() {
            assert_eq!(house.is_alive(), lives(&(HOUSES + at)));
        }
    }
}

/// Random graphs of every kind of edge, of which handles go one by one.
pub fn random_graphs(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        let mut world = World::new(seed, 12);
        for _ in 0..250 {
            world.step();
            world.check();
        }
        for id in 0..world.held.len() {
            world.held[id] = None;
            world.check();
        }
        assert!(world.alive.borrow().is_empty(), "nobody is left");
    }
}
