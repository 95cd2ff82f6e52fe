//! Several walks at once, from both ends, with random edits between their steps.

use std::collections::HashMap;

use weakgraph::{
    Children, Descendants, Graph, NodeRef, Parent, ReadSession, Strong, Traverse, Tree, WalkEvent, Weak, read,
};
use weakgraph_tests::{Rng, dump, panic_of, size};

#[derive(Graph)]
#[graph(new)]
struct Node {
    id: usize,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

/// What a walk yields: a node's number, and whether it is left.
type Item = (usize, bool);

/// The members, without any walk.
fn list(node: &Node) -> Vec<Strong<Node>> {
    (0..node.child_count()).map(|at| node.nth_child(at).unwrap()).collect()
}

fn enter_and_leave(node: &Node, out: &mut Vec<Item>) {
    out.push((node.id, false));
    list(node).iter().for_each(|member| enter_and_leave(member, out));
    out.push((node.id, true));
}

/// Trees, and when each of their nodes last left its place.
struct World {
    nodes: Vec<Weak<Node>>,
    /// When each node, or one above it, was last concerned by an edit.
    touched: Vec<u64>,
    /// What was taken out of its place for sure, with all below it, and when.
    left: Vec<(u64, Vec<usize>)>,
    now: u64,
}

impl World {
    fn new_node(&mut self) -> Strong<Node> {
        let node = Node::new(self.nodes.len());
        self.nodes.push(Strong::downgrade(&node));
        self.touched.push(self.now);
        node
    }

    fn alive(&self) -> Vec<Strong<Node>> {
        self.nodes.iter().filter_map(Weak::upgrade).collect()
    }

    /// The order of everything in every list, to see what an edit changed.
    fn lists(&self) -> Vec<Vec<usize>> {
        let members =
            |node: &Weak<Node>| node.upgrade().map(|node| list(&node).iter().map(|member| member.id).collect());
        self.nodes.iter().map(|node| members(node).unwrap_or_default()).collect()
    }

    /// The node and all below it.
    fn below(&self, node: &Node) -> Vec<usize> {
        let mut below = Vec::new();
        enter_and_leave(node, &mut below);
        below.into_iter().map(|(id, _)| id).collect()
    }

    fn touch(&mut self, node: &Strong<Node>) {
        self.below(node).into_iter().for_each(|id| self.touched[id] = self.now);
    }

    fn edit(&mut self, rng: &mut Rng) -> String {
        self.now += 1;
        let alive = self.alive();
        let (a, b, c) = (rng.pick(&alive), rng.pick(&alive).clone(), rng.pick(&alive));
        let before = self.lists();
        let new = rng.below(6) == 0 && alive.len() < 14;
        let b = if new { self.new_node() } else { b };
        let (ids, kind) = ((a.id, b.id, c.id), rng.below(14));
        let mut touched = Vec::new();
        let mut moved = |did: bool, nodes: &[&Strong<Node>]| {
            if did {
                touched.extend(nodes.iter().map(|&node| node.clone()));
            }
        };
        match kind {
            0 | 1 => moved(b.detach().is_some(), &[&b]),
            2 | 3 => moved(a.append(&b).is_ok(), &[&b]),
            4 => moved(a.prepend(&b).is_ok(), &[&b]),
            5 | 6 => moved(a.insert_before(&b).is_ok(), &[&b]),
            7 | 8 => moved(a.insert_after(&b).is_ok(), &[&b]),
            9 => {
                // A neighbour stays where it is.
                let stays = a.next_sibling().as_ref() == Some(&b) || a.prev_sibling().as_ref() == Some(&b);
                let did = a != &b && a.replace_with(&b).is_ok();
                moved(did, &[a, &b][..if stays { 1 } else { 2 }]);
            }
            10 => moved(b.parent().is_some_and(|owner| owner.children().swap(&b, c).is_ok()), &[&b, c]),
            11 => {
                let members = list(&b);
                moved(a.children().append_all(b.children()).is_ok(), &members.iter().collect::<Vec<_>>());
            }
            12 => {
                let members = list(a);
                match rng.below(2) {
                    0 => a.children().reverse(),
                    _ => a.children().sort_by_key(|node| node.id),
                }
                moved(true, &members.iter().collect::<Vec<_>>());
            }
            _ => {
                let members = list(a);
                match rng.below(3) {
                    0 => a.children().clear(),
                    1 => a.children().retain(|node| node.id % 2 == 0),
                    _ => drop(a.children().drain().nth(1)),
                }
                moved(true, &members.iter().collect::<Vec<_>>());
            }
        }
        if before != self.lists() {
            for node in touched {
                // The ends of both lists it was in: its old neighbours did not move.
                self.touch(&node);
                if matches!(kind, 0..=8 | 11) {
                    self.left.push((self.now, self.below(&node)));
                }
            }
        }
        format!("edit {kind} of {ids:?}")
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Children,
    Descendants,
    Inclusive,
    Leaves,
    BreadthFirst,
    Traverse,
    Next,
    Prev,
}

impl Kind {
    const ALL: [Kind; 8] = {
        use Kind::*;
        [Children, Descendants, Inclusive, Leaves, BreadthFirst, Traverse, Next, Prev]
    };

    /// What it is to yield, in some order; of a walk of siblings, all of them.
    fn expected(self, root: &Node, siblings_of: Option<&Node>) -> Vec<Item> {
        let mut all = Vec::new();
        enter_and_leave(root, &mut all);
        let members = |node: &Node| list(node).iter().map(|node| (node.id, false)).collect();
        match self {
            Kind::Children => members(root),
            Kind::Next | Kind::Prev => siblings_of.map(members).unwrap_or_default(),
            Kind::Traverse => all,
            Kind::Inclusive => all.into_iter().filter(|item| !item.1).collect(),
            Kind::Descendants | Kind::BreadthFirst => {
                all.into_iter().filter(|&(id, out)| !out && id != root.id).collect()
            }
            Kind::Leaves => {
                let leaves = all.windows(2).filter(|two| two[0].0 == two[1].0 && two[0].0 != root.id);
                leaves.map(|two| two[0]).collect()
            }
        }
    }
}

/// One end of a walk, or both.
enum Steps<'n> {
    One(Box<dyn Iterator<Item = Item> + 'n>),
    Both(Box<dyn DoubleEndedIterator<Item = Item> + 'n>),
    /// One that can pass over what is below a node.
    Skipping(Box<dyn Skipping + 'n>),
}

/// A walk that can pass over what is below a node.
trait Skipping {
    fn next(&mut self) -> Option<Item>;
    fn skip(&mut self);
}

impl Skipping for Descendants<'_, Node> {
    fn next(&mut self) -> Option<Item> {
        Iterator::next(self).map(|node| (node.id, false))
    }
    fn skip(&mut self) {
        self.skip_descendants();
    }
}

impl Skipping for Traverse<'_, Node> {
    fn next(&mut self) -> Option<Item> {
        Iterator::next(self).map(|step| match step {
            WalkEvent::Enter(node) => (node.id, false),
            WalkEvent::Leave(node) => (node.id, true),
        })
    }
    fn skip(&mut self) {
        self.skip_descendants();
    }
}

impl<'r> Skipping for Traverse<'r, Node, NodeRef<'r, Node>> {
    fn next(&mut self) -> Option<Item> {
        Iterator::next(self).map(|step| match step {
            WalkEvent::Enter(node) => (node.id, false),
            WalkEvent::Leave(node) => (node.id, true),
        })
    }
    fn skip(&mut self) {
        self.skip_descendants();
    }
}

struct Walk<'n> {
    kind: Kind,
    root: &'n Strong<Node>,
    siblings_of: Option<Strong<Node>>,
    steps: Steps<'n>,
    /// Only one end, if it has two.
    end: Option<bool>,
    began: u64,
    first: Vec<Item>,
    came: HashMap<Item, u64>,
    /// What was passed over, when, and whether it stood where the walk could pass over it.
    skipped: HashMap<usize, (u64, bool)>,
    last: Option<Item>,
    story: Vec<String>,
}

impl<'n> Walk<'n> {
    fn open(
        kind: Kind,
        root: &'n Strong<Node>,
        end: Option<bool>,
        session: Option<&'n ReadSession>,
        now: u64,
    ) -> Walk<'n> {
        let id = |node: Strong<Node>| (node.id, false);
        let ref_id = |node: NodeRef<'_, Node>| (node.id, false);
        let read = session.map(|session| session.node(root));
        let steps = match (kind, read) {
            (Kind::Children, None) => Steps::Both(Box::new(root.children().iter().map(id))),
            (Kind::Children, Some(root)) => Steps::Both(Box::new(root.children().map(ref_id))),
            (Kind::Descendants, None) if end == Some(false) => Steps::Skipping(Box::new(root.descendants())),
            (Kind::Descendants, None) => Steps::Both(Box::new(root.descendants().map(id))),
            (Kind::Descendants, Some(root)) => Steps::Both(Box::new(root.descendants().map(ref_id))),
            (Kind::Inclusive, None) => Steps::Both(Box::new(root.inclusive_descendants().map(id))),
            (Kind::Inclusive, Some(root)) => Steps::Both(Box::new(root.inclusive_descendants().map(ref_id))),
            (Kind::Leaves, None) => Steps::Both(Box::new(root.leaves().map(id))),
            (Kind::Leaves, Some(root)) => Steps::Both(Box::new(root.leaves().map(ref_id))),
            (Kind::BreadthFirst, None) => Steps::One(Box::new(root.breadth_first().map(id))),
            (Kind::BreadthFirst, Some(root)) => Steps::One(Box::new(root.breadth_first().map(ref_id))),
            (Kind::Traverse, None) => Steps::Skipping(Box::new(root.traverse())),
            (Kind::Traverse, Some(root)) => Steps::Skipping(Box::new(root.traverse())),
            (Kind::Next, None) => Steps::One(Box::new(root.next_siblings().map(id))),
            (Kind::Next, Some(root)) => Steps::One(Box::new(root.next_siblings().map(ref_id))),
            (Kind::Prev, None) => Steps::One(Box::new(root.prev_siblings().map(id))),
            (Kind::Prev, Some(root)) => Steps::One(Box::new(root.prev_siblings().map(ref_id))),
        };
        let siblings_of = root.parent();
        let mut first = kind.expected(root, siblings_of.as_deref());
        let here = first.iter().position(|&(id, _)| id == root.id);
        match kind {
            Kind::Next => first = first.split_off(here.map_or(0, |here| here + 1)),
            Kind::Prev => first.truncate(here.unwrap_or(0)),
            _ => {}
        }
        Walk {
            kind,
            root,
            siblings_of,
            steps,
            end,
            began: now,
            first,
            came: HashMap::new(),
            skipped: HashMap::new(),
            last: None,
            story: Vec::new(),
        }
    }

    fn step(&mut self, world: &World, rng: &mut Rng) -> bool {
        let back = self.end.unwrap_or_else(|| rng.below(2) == 0);
        let item = match &mut self.steps {
            Steps::One(walk) => walk.next(),
            Steps::Both(walk) if back => walk.next_back(),
            Steps::Both(walk) => walk.next(),
            Steps::Skipping(walk) => walk.next(),
        };
        self.last = item;
        let Some(item) = item else { return false };
        self.story.push(format!("{item:?} {}", if back { "back" } else { "" }));
        let expected = self.kind.expected(self.root, self.siblings_of.as_deref());
        assert!(expected.contains(&item), "{item:?} is not in it: {}", self.tell());
        if item.1 {
            let Some(&entered) = self.came.get(&(item.0, false)) else {
                panic!("{item:?} was not entered: {}", self.tell());
            };
            // What moves with the root stays where it is.
            let left = world.left.iter().filter(|(_, nodes)| nodes.contains(&item.0) && !nodes.contains(&self.root.id));
            let left = left.filter(|&&(at, _)| at > entered);
            assert_eq!(left.count(), 0, "{item:?} was not entered where it is: {}", self.tell());
        }
        if let Some(&(skipped, true)) = self.skipped.get(&item.0) {
            assert!(world.touched[item.0] > skipped, "{item:?} was passed over: {}", self.tell());
        }
        if let Some(came) = self.came.insert(item, world.now) {
            assert!(world.touched[item.0] > came, "{item:?} comes twice: {}", self.tell());
        }
        true
    }

    /// Passes over what is below the node that came last, if the walk can.
    fn skip(&mut self, world: &World) {
        let (Steps::Skipping(walk), Some(item)) = (&mut self.steps, self.last) else { return };
        walk.skip();
        // Where nothing moved since, that is what is below it now; else it may be nothing.
        let Some(node) = world.nodes[item.0].upgrade().filter(|node| !item.1 && node != self.root) else { return };
        let stands = world.touched[item.0] <= self.came[&item];
        for id in world.below(&node).into_iter().filter(|&id| id != item.0) {
            self.skipped.insert(id, (world.now, stands));
        }
        self.story.push(format!("passes over what is below {}", item.0));
    }

    fn tell(&self) -> String {
        let root = dump(self.root, &|node: &Node| node.id.to_string());
        format!("{:?} from {}, end {:?}, now {root}:\n{}", self.kind, self.root.id, self.end, self.story.join("\n"))
    }

    /// All that was there all the time has come.
    fn end(&self, world: &World, started: &[(usize, u64)]) {
        let expected = self.kind.expected(self.root, self.siblings_of.as_deref());
        for item in self.first.iter().filter(|item| expected.contains(item) && world.touched[item.0] <= self.began) {
            let was_no_leaf =
                self.kind == Kind::Leaves && started.iter().any(|&(id, at)| id == item.0 && at > self.began);
            let passed = self.skipped.contains_key(&item.0);
            assert!(was_no_leaf || passed || self.came.contains_key(item), "{item:?} does not come: {}", self.tell());
        }
    }
}

fn run(seed: u64) {
    let mut rng = Rng::new(seed);
    let mut world = World { nodes: Vec::new(), touched: Vec::new(), left: Vec::new(), now: 0 };
    let root = world.new_node();
    for _ in 0..2 + rng.below(9) {
        let owner = rng.pick(&world.alive()).clone();
        let new = world.new_node();
        owner.append(new).unwrap();
    }
    // Some nodes are held by handles, from which walks may start; the others live by their owners only.
    let hold_all = rng.below(2) == 0;
    let held: Vec<_> =
        world.alive().into_iter().filter(|node| hold_all || *node == root || rng.below(4) == 0).collect();
    let session = (rng.below(3) == 0).then(read::read);
    let mut walks = Vec::new();
    for _ in 0..1 + rng.below(3) {
        let kind = *rng.pick(&Kind::ALL);
        let end = match rng.below(3) {
            0 => None,
            end => Some(end == 1),
        };
        let from = if rng.below(2) == 0 { &held[0] } else { rng.pick(&held) };
        walks.push(Walk::open(kind, from, end, session.as_ref(), world.now));
    }
    let shape = dump(&root, &|node: &Node| node.id.to_string());
    walks.iter_mut().for_each(|walk| walk.story.push(format!("seed {seed}, {shape}, held: {}", held.len())));
    // When a node got or lost members last, for the walks of leaves.
    let mut started = Vec::new();
    for _ in 0..4 + rng.below(20) {
        let at = rng.below(walks.len());
        match rng.below(12) {
            0..4 => {
                // Often several in a row: each alone may be harmless.
                for _ in 0..1 + rng.below(3) {
                    let before = world.lists();
                    let edit = world.edit(&mut rng);
                    let after = world.lists();
                    let changed = (0..before.len()).filter(|&at| before[at].is_empty() != after[at].is_empty());
                    started.extend(changed.map(|id| (id, world.now)));
                    let shape = dump(&root, &|node: &Node| node.id.to_string());
                    walks.iter_mut().for_each(|walk| walk.story.push(format!("{edit}: {shape}")));
                }
            }
            4 => walks[at].skip(&world),
            _ => drop(walks[at].step(&world, &mut rng)),
        }
    }
    for walk in &mut walks {
        let mut steps = 0;
        // Both ends come to an end.
        let mut ended = 0;
        while ended < 8 {
            ended = if walk.step(&world, &mut rng) { 0 } else { ended + 1 };
            steps += 1;
            assert!(steps < 200, "it does not end: {}", walk.tell());
        }
        walk.end(&world, &started);
    }
}

#[test]
fn the_rules_hold_under_random_edits() {
    if let Some(seed) = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()) {
        return run(seed);
    }
    let broken: Vec<_> = (0..size(20_000, 1_000) as u64).filter_map(|seed| panic_of(|| run(seed))).collect();
    let shortest = broken.iter().min_by_key(|story| story.len());
    assert!(broken.is_empty(), "{} runs break the rules; the shortest:\n{}", broken.len(), shortest.unwrap());
}
