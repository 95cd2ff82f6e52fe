//! Every walk of every small tree, with every single edit between any two of its steps.

use std::collections::HashSet;

use weakgraph::{Children, Graph, Parent, Strong, Tree, WalkEvent, Weak};
use weakgraph_tests::{all_shapes, dump, forest_with, size};

#[derive(Graph)]
#[graph(new)]
struct Node {
    id: usize,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

/// A tree whose nodes can be found by their numbers, whether they are held or not.
struct World {
    root: Strong<Node>,
    nodes: Vec<Weak<Node>>,
    _held: Vec<Strong<Node>>,
}

impl World {
    fn new(shape: &str, hold: bool) -> World {
        let root = forest_with(shape, |id| Node::new(id.parse().unwrap())).remove(0);
        let mut all = vec![root.clone()];
        all.extend(root.descendants());
        let nodes = all.iter().map(Strong::downgrade).collect();
        World { root, nodes, _held: if hold { all } else { Vec::new() } }
    }

    fn get(&self, id: usize) -> Strong<Node> {
        self.nodes[id].upgrade().expect("alive")
    }

    fn show(&self) -> String {
        dump(&self.root, &|node: &Node| node.id.to_string())
    }
}

/// What a walk yields: a node's number, and whether it is left.
type Item = (usize, bool);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Walk {
    Children,
    ChildrenBack,
    Descendants,
    DescendantsBack,
    Inclusive,
    InclusiveBack,
    BreadthFirst,
    Traverse,
    TraverseBack,
    Leaves,
    LeavesBack,
    Next(usize),
    Prev(usize),
}

use Walk::*;

impl Walk {
    fn all(size: usize) -> Vec<Walk> {
        let mut walks = vec![Children, ChildrenBack, Descendants, DescendantsBack, Inclusive, InclusiveBack];
        walks.extend([BreadthFirst, Traverse, TraverseBack, Leaves, LeavesBack]);
        walks.extend((1..size).flat_map(|from| [Next(from), Prev(from)]));
        walks
    }

    /// The walk of the library.
    fn open<'n>(self, root: &'n Node, from: &'n Node) -> Box<dyn Iterator<Item = Item> + 'n> {
        let id = |node: Strong<Node>| (node.id, false);
        match self {
            Children => Box::new(root.children().iter().map(id)),
            ChildrenBack => Box::new(root.children().iter().rev().map(id)),
            Descendants => Box::new(root.descendants().map(id)),
            DescendantsBack => Box::new(root.descendants().rev().map(id)),
            Inclusive => Box::new(root.inclusive_descendants().map(id)),
            InclusiveBack => Box::new(root.inclusive_descendants().rev().map(id)),
            BreadthFirst => Box::new(root.breadth_first().map(id)),
            Traverse => Box::new(root.traverse().map(|step| match step {
                WalkEvent::Enter(node) => (node.id, false),
                WalkEvent::Leave(node) => (node.id, true),
            })),
            TraverseBack => Box::new(root.traverse().rev().map(|step| match step {
                WalkEvent::Enter(node) => (node.id, false),
                WalkEvent::Leave(node) => (node.id, true),
            })),
            Leaves => Box::new(root.leaves().map(id)),
            LeavesBack => Box::new(root.leaves().rev().map(id)),
            Next(_) => Box::new(from.next_siblings().map(id)),
            Prev(_) => Box::new(from.prev_siblings().map(id)),
        }
    }

    /// What it yields if nothing is edited; of a walk of siblings, all of them, in its order.
    fn expected(self, root: &Strong<Node>, siblings_of: Option<&Strong<Node>>) -> Vec<Item> {
        let mut out = Vec::new();
        let below = |inclusive: bool| {
            let mut out = Vec::new();
            enter_and_leave(root, &mut out);
            out.retain(|&(id, leaves)| !leaves && (inclusive || id != root.id));
            out
        };
        match self {
            Children | ChildrenBack => out = members(root),
            Next(_) | Prev(_) => out = siblings_of.map(members).unwrap_or_default(),
            Descendants | DescendantsBack => out = below(false),
            Inclusive | InclusiveBack => out = below(true),
            Traverse | TraverseBack => enter_and_leave(root, &mut out),
            Leaves | LeavesBack => {
                enter_and_leave(root, &mut out);
                out = out
                    .windows(2)
                    .filter(|two| two[0].0 == two[1].0 && two[0].0 != root.id)
                    .map(|two| two[0])
                    .collect();
            }
            BreadthFirst => {
                let mut level = vec![root.clone()];
                while !level.is_empty() {
                    level = level.iter().flat_map(list).collect();
                    out.extend(level.iter().map(|node| (node.id, false)));
                }
            }
        }
        if matches!(self, ChildrenBack | DescendantsBack | InclusiveBack | TraverseBack | LeavesBack | Prev(_)) {
            out.reverse();
        }
        out
    }

    fn is_traverse(self) -> bool {
        matches!(self, Traverse | TraverseBack)
    }

    fn from(self) -> Option<usize> {
        match self {
            Next(from) | Prev(from) => Some(from),
            _ => None,
        }
    }
}

/// The members, without any walk.
fn list(node: &Strong<Node>) -> Vec<Strong<Node>> {
    (0..node.child_count()).map(|at| node.nth_child(at).unwrap()).collect()
}

fn members(node: &Strong<Node>) -> Vec<Item> {
    list(node).iter().map(|node| (node.id, false)).collect()
}

fn enter_and_leave(node: &Strong<Node>, out: &mut Vec<Item>) {
    out.push((node.id, false));
    list(node).iter().for_each(|member| enter_and_leave(member, out));
    out.push((node.id, true));
}

fn are_neighbours(a: &Strong<Node>, b: &Strong<Node>) -> bool {
    a.next_sibling().as_ref() == Some(b) || a.prev_sibling().as_ref() == Some(b)
}

fn subtree(node: &Strong<Node>) -> Vec<usize> {
    let mut out = Vec::new();
    enter_and_leave(node, &mut out);
    out.into_iter().map(|(id, _)| id).collect()
}

#[derive(Debug, Clone, Copy)]
enum Edit {
    Detach(usize),
    Append(usize, usize),
    Prepend(usize, usize),
    Before(usize, usize),
    After(usize, usize),
    Replace(usize, usize),
    Swap(usize, usize),
    AppendAll(usize, usize),
    Clear(usize),
    Reverse(usize),
}

impl Edit {
    /// All of them in a tree of `size` nodes, where the number `size` is a new node.
    fn all(size: usize) -> Vec<Edit> {
        let mut all = Vec::new();
        for a in 0..size {
            all.extend([Edit::Detach(a), Edit::Clear(a), Edit::Reverse(a)]);
            for b in 0..=size {
                all.extend([Edit::Append(a, b), Edit::Prepend(a, b), Edit::Before(a, b), Edit::After(a, b)]);
                all.push(Edit::Replace(a, b));
                if b < size {
                    all.extend([Edit::Swap(a, b), Edit::AppendAll(a, b)]);
                }
            }
        }
        all
    }

    /// Makes the edit. `None` if it is refused or does nothing; else the numbers of all that left its place or came.
    fn apply(self, world: &World) -> Option<HashSet<usize>> {
        let before = world.show();
        let size = world.nodes.len();
        let get = |id: usize| if id == size { Node::new(size) } else { world.get(id) };
        let below = |node: &Strong<Node>| list(node).iter().flat_map(subtree).collect::<HashSet<_>>();
        let of = |nodes: &[&Strong<Node>]| nodes.iter().flat_map(|node| subtree(node)).collect::<HashSet<_>>();
        let touched = match self {
            Edit::Detach(a) => {
                let a = get(a);
                a.detach()?;
                of(&[&a])
            }
            Edit::Append(a, b) => of(&[&get(a).append(get(b)).ok()?]),
            Edit::Prepend(a, b) => of(&[&get(a).prepend(get(b)).ok()?]),
            Edit::Before(a, b) => of(&[&get(a).insert_before(get(b)).ok()?]),
            Edit::After(a, b) => of(&[&get(a).insert_after(get(b)).ok()?]),
            Edit::Replace(a, b) => {
                let (a, b) = (get(a), get(b));
                // A neighbour stays where it is.
                let touched = if are_neighbours(&a, &b) { of(&[&a]) } else { of(&[&a, &b]) };
                a.replace_with(b).ok()?;
                touched
            }
            Edit::Swap(a, b) => {
                let (a, b) = (get(a), get(b));
                a.parent()?.children().swap(&a, &b).ok()?;
                of(&[&a, &b])
            }
            Edit::AppendAll(a, b) => {
                let b = get(b);
                let touched = below(&b);
                get(a).children().append_all(b.children()).ok()?;
                touched
            }
            Edit::Clear(a) => {
                let touched = below(&get(a));
                get(a).children().clear();
                touched
            }
            Edit::Reverse(a) => {
                get(a).children().reverse();
                below(&get(a))
            }
        };
        if before == world.show() { Some(HashSet::new()) } else { Some(touched) }
    }

    fn only_takes_out(self) -> bool {
        matches!(self, Edit::Detach(_) | Edit::Clear(_))
    }
}

/// Walks, edits after so many steps, walks on, and holds what came against the rules. False past the end of the walk.
fn check(shape: &str, hold: bool, walk: Walk, steps: usize, edit: Edit) -> Result<bool, String> {
    let world = World::new(shape, hold);
    let from = world.get(walk.from().unwrap_or(0));
    let siblings_of = walk.from().and_then(|_| from.parent());
    let mut expected_before = walk.expected(&world.root, siblings_of.as_ref());
    if let Some(from) = walk.from() {
        let at = expected_before.iter().position(|&(id, _)| id == from).unwrap();
        expected_before.drain(..=at);
    }
    if steps > expected_before.len() {
        return Ok(false);
    }
    let root = world.root.clone();
    let mut open = walk.open(&root, &from);
    let before: Vec<Item> = open.by_ref().take(steps).collect();
    let mut after = Vec::new();
    let broken = 'check: {
        if before != expected_before[..steps] {
            break 'check Some(format!("expected {expected_before:?}"));
        }
        let is_by_neighbour = matches!(edit, Edit::Replace(a, b) if b < world.nodes.len() && are_neighbours(&world.get(a), &world.get(b)));
        let Some(touched) = edit.apply(&world) else { return Ok(true) };
        let expected = walk.expected(&world.root, siblings_of.as_ref());
        for item in open {
            let twice = after.contains(&item);
            after.push(item);
            if twice {
                break 'check Some(format!("{item:?} comes twice"));
            }
            if !expected.contains(&item) {
                break 'check Some(format!("{item:?} is not in it"));
            }
        }
        let stays = |item: &Item| !touched.contains(&item.0);
        let mut again = before.iter().filter(|item| stays(item) && after.contains(item));
        if let Some(item) = again.next() {
            break 'check Some(format!("{item:?} did not move and comes again"));
        }
        let comes = |item: &Item| before.contains(item) || after.contains(item);
        let mut missed = expected_before.iter().filter(|item| stays(item) && expected.contains(item) && !comes(item));
        if let Some(item) = missed.next() {
            break 'check Some(format!("{item:?} did not move and does not come"));
        }
        // Of the two events of a node, the second one in the order of the walk.
        let second = walk != TraverseBack;
        if let Some((id, _)) =
            after.iter().find(|(id, leaves)| walk.is_traverse() && *leaves == second && !comes(&(*id, !second)))
        {
            break 'check Some(format!("{id} is left and was not entered"));
        }
        if walk == BreadthFirst {
            break 'check None;
        }
        if !after.iter().map(|item| expected.iter().position(|other| other == item)).is_sorted() {
            break 'check Some("not in the order of the document".to_owned());
        }
        if matches!(walk, Leaves | LeavesBack) {
            break 'check None;
        }
        // The walk goes on exactly from the node it stood on, if that has not left.
        let last = before.last().copied().or(walk.from().map(|from| (from, false)));
        if let (Edit::Replace(a, b), Some((id, _))) = (edit, last)
            && a == id
            && a != b
            && !is_by_neighbour
            && after.iter().any(|&(id, _)| id == b)
        {
            break 'check Some("the replacement comes".to_owned());
        }
        if let Some(last) = last.filter(stays) {
            let rest = &expected[expected.iter().position(|&item| item == last).unwrap() + 1..];
            break 'check (after != rest).then(|| format!("expected {rest:?}"));
        }
        if edit.only_takes_out() {
            let ahead = |item: &Item| !before.contains(item) && expected_before.contains(item);
            let rest: Vec<_> = expected.iter().copied().filter(ahead).collect();
            break 'check (after != rest).then(|| format!("expected {rest:?}"));
        }
        // What is ahead of something that stays and is still to come, comes; what is behind something that stays and
        // came, does not.
        let next = expected.iter().position(|item| stays(item) && after.contains(item)).unwrap_or(expected.len());
        let passed = expected.iter().rposition(|item| stays(item) && before.contains(item));
        let wrong = expected.iter().enumerate().find(|(at, item)| {
            let behind = passed.is_some_and(|passed| *at <= passed);
            if after.contains(item) { behind } else { !behind && *at > next }
        });
        wrong.map(|(_, item)| format!("{item:?} is on the wrong side"))
    };
    broken.map_or(Ok(true), |broken| {
        let edited = world.show();
        Err(format!("{walk:?} of {shape}, {edit:?}: {before:?}, then {after:?} of {edited}; held: {hold}: {broken}"))
    })
}

/// The gate tries every tree; elsewhere the trees have a node less.
fn check_all(size: usize, hold: bool) {
    let mut broken = Vec::new();
    for shape in all_shapes(size) {
        for walk in Walk::all(size) {
            for edit in Edit::all(size) {
                let mut results = (0..).map(|steps| check(&shape, hold, walk, steps, edit));
                broken.extend(results.by_ref().take_while(|result| *result != Ok(false)).filter_map(Result::err));
            }
        }
    }
    let first: Vec<_> = broken.iter().take(20).map(String::as_str).collect();
    assert!(broken.is_empty(), "{} walks break the rules:\n{}", broken.len(), first.join("\n"));
}

#[test]
fn trees_of_up_to_four_nodes_that_are_held() {
    (1..=size(4, 3)).for_each(|size| check_all(size, true));
}

#[test]
fn trees_of_up_to_four_nodes_that_nobody_else_holds() {
    (1..=size(4, 3)).for_each(|size| check_all(size, false));
}

#[test]
fn trees_of_five_nodes() {
    check_all(size(5, 4), true);
}
