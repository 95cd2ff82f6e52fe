//! `leak::heap_snapshot`: what a reader of the format finds in it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use weakgraph::{Graph, NodeId, Strong, leak};
use weakgraph_tests::{Rng, size};

use crate::{Label, Node, Style, named};

/// A heap snapshot as DevTools read it: by the field names of its own `meta`.
struct Heap {
    /// Type, name, id, size of each node; then its edges: type, name, target.
    nodes: Vec<(String, String, u64, u64, Vec<(String, String, usize)>)>,
}

fn written() -> Heap {
    let mut file = Vec::new();
    leak::heap_snapshot(&mut file).unwrap();
    read(&serde_json::from_slice(&file).expect("it is JSON"))
}

fn read(file: &Value) -> Heap {
    let meta = &file["snapshot"]["meta"];
    let texts = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
    };
    let numbers =
        |value: &Value| -> Vec<u64> { value.as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect() };
    let (node_fields, edge_fields) = (texts(&meta["node_fields"]), texts(&meta["edge_fields"]));
    let (node_types, edge_types) = (texts(&meta["node_types"][0]), texts(&meta["edge_types"][0]));
    let field = |fields: &[String], name: &str| fields.iter().position(|it| it == name).unwrap();
    let (nodes, edges) = (numbers(&file["nodes"]), numbers(&file["edges"]));
    let strings = texts(&file["strings"]);
    let node_count = file["snapshot"]["node_count"].as_u64().unwrap() as usize;
    let edge_count = file["snapshot"]["edge_count"].as_u64().unwrap() as usize;
    assert_eq!((nodes.len(), edges.len()), (node_count * node_fields.len(), edge_count * edge_fields.len()));
    let mut edges = edges.chunks(edge_fields.len());
    let mut read = Vec::new();
    for node in nodes.chunks(node_fields.len()) {
        let of = |name| node[field(&node_fields, name)];
        let own = edges.by_ref().take(of("edge_count") as usize).map(|edge| {
            let kind = edge_types[edge[field(&edge_fields, "type")] as usize].clone();
            let name = edge[field(&edge_fields, "name_or_index")] as usize;
            let name = if kind == "element" { name.to_string() } else { strings[name].clone() };
            let to = edge[field(&edge_fields, "to_node")] as usize;
            assert_eq!(to % node_fields.len(), 0, "an edge leads to the beginning of a node");
            assert!(to / node_fields.len() < node_count);
            (kind, name, to / node_fields.len())
        });
        let own = own.collect();
        let kind = node_types[of("type") as usize].clone();
        read.push((kind, strings[of("name") as usize].clone(), of("id"), of("self_size"), own));
    }
    assert!(edges.next().is_none(), "every edge belongs to a node");
    let ids: HashSet<u64> = read.iter().map(|node| node.2).collect();
    assert_eq!(ids.len(), read.len(), "each node has a number of its own");
    Heap { nodes: read }
}

impl Heap {
    fn label(&self, node: usize) -> Option<&str> {
        let (.., to) = self.nodes[node].4.iter().find(|(_, name, _)| name == "label")?;
        Some(&self.nodes[*to].1)
    }

    fn objects(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.nodes.len()).filter(|&node| self.nodes[node].0 == "object")
    }

    fn labelled(&self, label: &str) -> usize {
        self.objects().find(|&node| self.label(node) == Some(label)).unwrap()
    }

    /// The nodes that no path leads to, if `without` is left out.
    fn unreached(&self, without: Option<usize>) -> Vec<usize> {
        let mut seen = vec![false; self.nodes.len()];
        let mut stack = vec![0];
        while let Some(node) = stack.pop() {
            if Some(node) == without || std::mem::replace(&mut seen[node], true) {
                continue;
            }
            stack.extend(self.nodes[node].4.iter().filter(|edge| edge.0 != "weak").map(|edge| edge.2));
        }
        self.objects().filter(|&node| !seen[node]).collect()
    }
}

#[test]
fn a_reader_finds_types_labels_edges_and_places() {
    let root = Strong::new(named("\u{1}a \"root\"\n\\"));
    let child = root.add_child(named("child"));
    let style = Strong::new(Style(1));
    child.styles.borrow_mut().push(style.clone());
    drop(style);
    let heap = written();
    assert_eq!(heap.objects().count(), 3);
    let (root_at, child_at) = (heap.labelled("\u{1}a \"root\"\n\\"), heap.labelled("child"));
    let edges = |node: usize| -> Vec<(&str, &str, usize)> {
        let strong = heap.nodes[node].4.iter().filter(|edge| edge.0 == "property" || edge.0 == "weak");
        strong.map(|(kind, name, to)| (&**kind, &**name, *to)).collect()
    };
    assert_eq!(edges(root_at), [("property", "children[0]", child_at)]);
    let [("weak", "parent[0]", up), ("property", "styles[0]", style_at)] = edges(child_at)[..] else {
        panic!("{:?}", edges(child_at))
    };
    assert_eq!((up, heap.nodes[style_at].1.as_str()), (root_at, "Style"));
    assert_eq!(heap.label(style_at), None);
    assert!(heap.nodes[root_at].3 >= size_of::<Node>() as u64);
    let place = heap.nodes[style_at].4.iter().find(|edge| edge.1 == "made at").unwrap().2;
    assert!(heap.nodes[place].1.contains("leak/heap_snapshot.rs:"), "{}", heap.nodes[place].1);
    // The root of the file leads to the nodes that handles hold.
    let (handles, held) = (heap.nodes[0].4[0].2, [root_at, child_at]);
    assert_eq!(heap.nodes[handles].4.iter().map(|edge| edge.2).collect::<Vec<_>>(), held);
    drop(child);
}

#[test]
fn a_node_has_one_number_in_two_files() {
    let node = Strong::new(named("a"));
    let first = written();
    let other = Strong::new(named("b"));
    let second = written();
    let number = |heap: &Heap, label: &str| heap.nodes[heap.labelled(label)].2;
    assert_eq!(number(&first, "a"), number(&second, "a"));
    assert_ne!(number(&second, "a"), number(&second, "b"));
    drop((node, other));
    assert_eq!(written().objects().count(), 0);
}

#[test]
fn a_node_that_may_borrow_is_there_without_edges() {
    let text = "borrowed".to_owned();
    let node = Strong::new(Label { text: &text });
    let heap = written();
    let at = heap.objects().next().unwrap();
    assert_eq!((heap.nodes[at].1.as_str(), heap.label(at), heap.nodes[at].4.len()), ("Label", None, 1));
    assert!(heap.unreached(None).is_empty());
    drop(node);
}

/// Everything is reached from the root, and what only one node keeps is what its `Snapshot` says.
#[test]
fn what_a_node_retains_in_the_file_is_what_a_snapshot_says() {
    for seed in 0..size(200, 40) as u64 {
        let mut rng = Rng::new(seed);
        let root = Strong::new(named("0"));
        let mut nodes = vec![root.clone()];
        let style = Strong::new(Style(0));
        for number in 1..3 + rng.below(12) {
            let node = nodes[rng.below(nodes.len())].add_child(named(&number.to_string()));
            if rng.below(3) == 0 {
                node.styles.borrow_mut().push(style.clone());
            }
            nodes.push(node);
        }
        drop(style);
        let held: Vec<_> = nodes.drain(..).filter(|_| rng.below(4) == 0).collect();
        let heap = written();
        assert!(heap.unreached(None).is_empty(), "{seed}");
        let snapshot = weakgraph::Snapshot::of(&root);
        let live: HashMap<String, NodeId> =
            leak::live::<Node>().iter().map(|node| (node.name.clone(), NodeId::of(node))).collect();
        for node in heap.objects().collect::<Vec<_>>() {
            let Some(label) = heap.label(node) else { continue };
            let retained = snapshot.retained(live[label]).unwrap();
            assert_eq!(heap.unreached(Some(node)).len(), retained.nodes, "{seed}: {label}");
        }
        drop(held);
    }
}

#[derive(Graph)]
struct Failing;

#[test]
fn an_error_of_the_writer_is_returned() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let node = Strong::new(Failing);
    let mut file = Vec::new();
    leak::heap_snapshot(&mut file).unwrap();
    for room in [0, 10, file.len() / 2, file.len() - 1] {
        assert_eq!(leak::heap_snapshot(&mut Full(room)).unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    }
    assert!(leak::heap_snapshot(&mut Full(file.len())).is_ok());
    drop(node);
}
