//! What keeps a node alive, as a `Snapshot` tells it: held against what a search of the graph says.

use std::cell::RefCell;
use std::collections::HashSet;

use weakgraph::{Children, EdgeKind, Graph, NodeId, NodeInfo, Parent, Snapshot, Strong, WeakCell, show};
use weakgraph_tests::{Rng, on_small_stack, size};

#[derive(Graph, Default)]
struct Font;

#[derive(Graph, Default)]
struct Style {
    #[strong]
    fonts: RefCell<Vec<Strong<Font>>>,
}

struct Row;

#[derive(Graph, Default)]
struct Node {
    #[graph(label)]
    number: u32,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak]
    row: Parent<Node, Row>,
    #[strong(item = cell)]
    cells: Children<Node, Row>,
    #[strong]
    styles: RefCell<Vec<Strong<Style>>>,
    #[weak]
    friend: WeakCell<Node>,
}

fn node(number: u32) -> Strong<Node> {
    Strong::new(Node { number, ..Node::default() })
}

#[test]
fn referrers_are_the_edges_that_lead_to_a_node() {
    let (root, child, other) = (node(0), node(1), node(2));
    let style = Strong::<Style>::default();
    root.add_child(&child);
    root.add_cell(&child);
    root.set_friend(&other);
    child.styles.borrow_mut().extend([style.clone(), style.clone()]);
    let snapshot = Snapshot::of(&root);
    let told = |id: NodeId| -> Vec<(usize, &str, usize, EdgeKind)> {
        let edges = snapshot.referrers(id);
        assert_eq!(edges.len(), snapshot.referrers(id).count());
        edges.map(|it| (it.from(), it.edge().field, it.edge().index, it.edge().kind)).collect()
    };
    assert_eq!(told(NodeId::of(&child)), [(0, "children", 0, EdgeKind::Owning), (0, "cells", 0, EdgeKind::Owning)]);
    assert_eq!(told(NodeId::of(&style)), [(1, "styles", 0, EdgeKind::Shared), (1, "styles", 1, EdgeKind::Shared)]);
    assert_eq!(told(NodeId::of(&root)), [(1, "parent", 0, EdgeKind::Back), (1, "row", 0, EdgeKind::Back)]);
    assert_eq!(told(NodeId::of(&other)), [(0, "friend", 0, EdgeKind::Weak)], "a node outside, too");
    assert_eq!(told(NodeId::of(&node(7))), [], "a node that is not in the snapshot");
    // By the node, by what the snapshot says of it, by its number: one node.
    assert_eq!(snapshot.referrers(&style).len(), snapshot.referrers(snapshot.node(2)).len());
}

#[test]
fn a_path_names_each_field_and_the_place_in_it() {
    let root = node(0);
    let style = Strong::<Style>::default();
    for number in 1..5 {
        root.add_child(node(number));
    }
    let last = root.children().last().unwrap();
    last.styles.borrow_mut().push(style.clone());
    let snapshot = Snapshot::of(&root);
    let path = snapshot.path_to(&style).unwrap();
    assert_eq!(path.to_string(), "root.children[3].styles[0]");
    assert_eq!(
        path.edges().iter().map(|edge| (edge.from(), edge.to())).collect::<Vec<_>>(),
        [(0, Some(4)), (4, Some(5))]
    );
    assert_eq!(snapshot.path_to(&root).unwrap().to_string(), "root");
    root.set_friend(&node(9));
    let outside = node(6);
    root.set_friend(&outside);
    assert!(Snapshot::of(&root).path_to(&outside).is_none(), "the root does not keep it");
    assert!(snapshot.path_to(&outside).is_none() && snapshot.retained(&outside).is_none(), "it is not there");
}

#[test]
fn handles_that_no_edge_explains_are_counted_at_the_moment_of_the_snapshot() {
    let (top, root, child) = (node(0), node(1), node(2));
    top.add_child(&root);
    root.add_child(&child);
    let closure = {
        let kept = child.clone();
        move || kept.number
    };
    let snapshot = Snapshot::of(&root);
    let counts = |snapshot: &Snapshot<'_>| snapshot.nodes().map(|it| it.unexplained()).collect::<Vec<_>>();
    // Two handles here: the parent of the root has a count, too, which its back-reference explains.
    assert_eq!(counts(&snapshot), [1, 2, 0]);
    assert_eq!(snapshot.node(1).strong_count(), 3);
    drop((child, closure));
    assert_eq!(counts(&snapshot), [1, 2, 0], "it does not change when the graph does");
    drop(snapshot);
    let snapshot = Snapshot::of(&root);
    assert_eq!(counts(&snapshot), [1, 0, 0]);
    assert_eq!(snapshot.unexplained().map(|it| it.number()).collect::<Vec<_>>(), [0]);
    // What another snapshot holds is held from outside.
    assert_eq!(counts(&Snapshot::of(&root)), [2, 1, 0]);
}

#[test]
fn a_difference_names_what_came_and_went_by_type() {
    let root = node(0);
    let gone = root.add_child(node(1));
    let before = Snapshot::of(&root);
    assert!(Snapshot::of(&root).diff(&before).is_empty());
    gone.detach_from_parent();
    root.styles.borrow_mut().push(Strong::default());
    root.styles.borrow_mut().push(Strong::default());
    root.add_child(node(2));
    let after = Snapshot::of(&root);
    let diff = after.diff(&before);
    let of = |name: &str| *diff.types().iter().find(|it| it.type_name == name).unwrap();
    let (styles, nodes) = (of("Style"), of("Node"));
    assert_eq!((styles.nodes, styles.added, styles.removed), (2, 2, 0));
    assert_eq!(styles.bytes, 2 * after.node(2).bytes() as isize);
    assert_eq!((nodes.nodes, nodes.added, nodes.removed, nodes.bytes), (2, 1, 1, 0));
    assert_eq!(diff.to_string(), "Style: 2 nodes, 2 added, 0 removed\nNode: 2 nodes, 1 added, 1 removed\n");
    let back = before.diff(&after);
    assert_eq!(back.to_string(), "Node: 2 nodes, 1 added, 1 removed\nStyle: 0 nodes, 0 added, 2 removed\n");
}

#[test]
fn bytes_are_those_of_the_allocation() {
    let root = node(0);
    let bytes = Snapshot::of(&root).node(0).bytes();
    // 16 before the value, and as much after it as its alignment asks for.
    assert!(bytes >= size_of::<Node>() + 16 && bytes < size_of::<Node>() + 32, "{bytes}");
}

/// What a search says.
struct Searched {
    /// The strong edges of each node.
    strong: Vec<Vec<usize>>,
    held: Vec<usize>,
}

impl Searched {
    fn of(snapshot: &Snapshot<'_>, handles: &[usize]) -> Searched {
        let strong = |node: NodeInfo<'_>| {
            node.edges().filter(|edge| edge.edge().kind.is_strong()).filter_map(|edge| edge.to()).collect()
        };
        let held = (0..snapshot.inside()).filter(|&number| number == 0 || handles[number] > 0).collect();
        Searched { strong: snapshot.nodes().map(strong).collect(), held }
    }

    fn reached(&self, without: Option<usize>) -> HashSet<usize> {
        let mut stack: Vec<usize> = self.held.iter().copied().filter(|&it| Some(it) != without).collect();
        let mut reached = HashSet::new();
        while let Some(at) = stack.pop() {
            if reached.insert(at) {
                stack.extend(self.strong[at].iter().filter(|&&to| Some(to) != without));
            }
        }
        reached
    }

    fn distance(&self) -> Vec<Option<usize>> {
        let mut distance = vec![None; self.strong.len()];
        distance[0] = Some(0);
        let mut queue = std::collections::VecDeque::from([0]);
        while let Some(at) = queue.pop_front() {
            for &to in &self.strong[at] {
                if distance[to].is_none() {
                    distance[to] = distance[at].map(|it: usize| it + 1);
                    queue.push_back(to);
                }
            }
        }
        distance
    }
}

#[test]
fn random_graphs_are_told_as_a_search_finds_them() {
    for seed in 0..120 {
        let mut rng = Rng::new(seed);
        let root = node(0);
        let mut nodes = vec![root.clone()];
        let styles: Vec<Strong<Style>> = (0..4).map(|_| Strong::default()).collect();
        let fonts: Vec<Strong<Font>> = (0..3).map(|_| Strong::default()).collect();
        for number in 1..30 {
            let new = node(number);
            rng.pick(&nodes).add_child(&new);
            if rng.below(3) == 0 {
                _ = rng.pick(&nodes).try_add_cell(&new);
            }
            if rng.below(4) == 0 {
                rng.pick(&nodes).set_friend(&new);
            }
            if rng.below(2) == 0 {
                new.styles.borrow_mut().push(rng.pick(&styles).clone());
            }
            nodes.push(new);
        }
        styles.iter().for_each(|style| style.fonts.borrow_mut().push(rng.pick(&fonts).clone()));
        // What is kept here is held from outside; some nodes several times.
        let mut kept: Vec<Strong<Node>> = nodes.iter().filter(|_| rng.below(4) == 0).cloned().collect();
        kept.extend(kept.first().cloned());
        let kept_style = styles[0].clone();
        drop((nodes, styles, fonts));
        let snapshot = Snapshot::of(&root);
        let mut handles = vec![0; snapshot.len()];
        handles[0] += 1;
        let ids = kept.iter().map(NodeId::of).chain([NodeId::of(&kept_style)]);
        ids.filter_map(|id| snapshot.number_of(id)).for_each(|number| handles[number] += 1);
        if snapshot.number_of(NodeId::of(&kept_style)).is_none() {
            // No node has it: what it holds is held from outside.
            let fonts = kept_style.fonts.borrow();
            fonts
                .iter()
                .filter_map(|font| snapshot.number_of(NodeId::of(font)))
                .for_each(|number| handles[number] += 1);
        }
        let searched = Searched::of(&snapshot, &handles);
        let (all, distance) = (searched.reached(None), searched.distance());
        for info in snapshot.nodes() {
            let number = info.number();
            // Each edge that leads to it, found from its other end.
            let mut to: Vec<(usize, &str, usize)> = Vec::new();
            for from in snapshot.nodes() {
                let edges = from.edges().filter(|edge| edge.to() == Some(number));
                to.extend(edges.map(|edge| (from.number(), edge.edge().field, edge.edge().index)));
            }
            assert!(snapshot.referrers(info).map(|it| (it.from(), it.edge().field, it.edge().index)).eq(to), "{seed}");
            if !info.is_inside() {
                assert!(
                    snapshot.path_to(info).is_none() && snapshot.retained(info).is_none() && info.unexplained() == 0
                );
                continue;
            }
            assert_eq!(info.unexplained(), handles[number], "{seed}: handles of {number}");
            let path = snapshot.path_to(info).unwrap();
            assert_eq!(Some(path.edges().len()), distance[number]);
            let mut at = 0;
            for edge in path.edges() {
                assert!(edge.from() == at && edge.edge().kind.is_strong());
                assert!(snapshot.node(at).edges().any(|it| it == *edge), "it is there");
                at = edge.to().unwrap();
            }
            assert_eq!(at, number);
            let without = searched.reached(Some(number));
            let only: Vec<usize> = all.iter().copied().filter(|it| !without.contains(it)).collect();
            let retained = snapshot.retained(info).unwrap();
            let bytes = only.iter().map(|&it| snapshot.node(it).bytes()).sum();
            assert_eq!((retained.nodes, retained.bytes), (only.len(), bytes), "{seed}: retained by {number}");
        }
    }
}

#[test]
fn a_million_nodes_that_share_a_style_take_little_time_and_stack() {
    on_small_stack(|| {
        let many = size(1_000_000, 30_000);
        let (root, style) = (node(0), Strong::<Style>::default());
        let mut low = root.clone();
        for _ in 1..many {
            low = low.add_child(node(1));
            low.styles.borrow_mut().push(style.clone());
        }
        let snapshot = Snapshot::of(&root);
        // The style is kept by a handle, so it belongs to nobody.
        assert_eq!(
            snapshot.retained(&root).unwrap().nodes,
            many - 1,
            "all but the last, which `low` holds, and the style"
        );
        drop((snapshot, low));
        let weak = Strong::downgrade(&style);
        drop(style);
        let snapshot = Snapshot::of(&root);
        assert_eq!(snapshot.retained(&root).unwrap().nodes, many + 1);
        let style = weak.upgrade().unwrap();
        assert_eq!(snapshot.retained(&style).unwrap().nodes, 1);
        assert_eq!(snapshot.path_to(&style).unwrap().edges().len(), 2);
        assert_eq!(snapshot.unexplained().count(), 1);
    });
}

#[test]
fn pictures_mark_the_nodes_that_handles_from_outside_hold() {
    let root = node(0);
    let (plain, held) = (root.add_child(node(1)), root.add_child(node(2)));
    // A second parent is an edge, and no handle from outside.
    plain.add_cell(&held);
    // A node that the root does not keep alive has no mark: who holds it is not known.
    let other = node(3);
    root.set_friend(&other);
    drop(plain);
    let again = held.clone();
    let marked = show::text(&root).outside_handles().to_string();
    let without = show::text(&root).to_string();
    assert_eq!(marked.lines().next(), Some("0  → children: 2  ⇢ friend: 3  ● 1 handle"));
    assert_eq!(marked.replace("  ● 1 handle", "").replace("  ● 2 handles", ""), without);
    assert_eq!(marked.matches('●').count(), 2, "{marked}");
    assert!(marked.contains("  ● 2 handles\n"), "{marked}");

    let dot = show::dot(&root).outside_handles().to_string();
    for line in [
        r##"n0 [label="0\nNode\n1 handle", fillcolor="#8dd3c7", penwidth=3];"##,
        r##"n1 [label="1\nNode", fillcolor="#8dd3c7"];"##,
        r##"n2 [label="2\nNode\n2 handles", fillcolor="#8dd3c7", penwidth=3];"##,
        r##"n3 [label="3\nNode", fillcolor="#8dd3c7", style="filled,rounded,dashed"];"##,
    ] {
        assert!(dot.contains(line), "{line}\n{dot}");
    }
    assert!(!show::dot(&root).to_string().contains("handle"));

    let svg = show::svg(&root).outside_handles().to_string();
    assert_eq!(svg.matches(r#"stroke="black" stroke-width="3"/>"#).count(), 2, "{svg}");
    assert_eq!(svg.matches(">1 handle</tspan>").count(), 1, "{svg}");
    assert_eq!(svg.matches(">2 handles</tspan>").count(), 1, "{svg}");
    assert!(!show::svg(&root).to_string().contains("handle"));
    drop((held, again));
}
