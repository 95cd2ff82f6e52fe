//! [`heap_snapshot`]: the live nodes as a file for the memory panel of Chrome's DevTools.

use core::fmt::Write as _;
use core::panic::Location;
use std::collections::HashMap;
use std::io::{self, Write};

use super::heap::Heap;
use crate::core::panics::dropping;
use crate::core::raw_edge::EdgeKind;
use crate::engine::live::{HeapEdge, HeapTarget};

/// The fields of a node in the file: type, name, id, size, number of edges, two that are not used.
const NODE_FIELDS: usize = 7;

const META: &str = r#"{"snapshot":{"meta":{
"node_fields":["type","name","id","self_size","edge_count","trace_node_id","detachedness"],
"node_types":[["hidden","array","string","object","code","closure","regexp","number","native","synthetic",
"concatenated string","sliced string","symbol","bigint","object shape"],"string","number","number","number","number","number"],
"edge_fields":["type","name_or_index","to_node"],
"edge_types":[["context","element","property","internal","hidden","shortcut","weak"],"string_or_number","node"],
"trace_function_info_fields":["function_id","name","script_name","script_id","line","column"],
"trace_node_fields":["id","function_info_index","count","size","children"],
"sample_fields":["timestamp_us","last_assigned_id"],
"location_fields":["object_index","script_id","line","column"]}"#;

/// Places in the lists of types above.
const STRING: usize = 2;
const OBJECT: usize = 3;
const NATIVE: usize = 8;
const SYNTHETIC: usize = 9;
const ELEMENT: usize = 1;
const PROPERTY: usize = 2;
const INTERNAL: usize = 3;
const WEAK: usize = 6;

/// Writes the live nodes of this thread as a heap snapshot, which Chrome's DevTools open: Memory, Load profile.
///
/// Save it with the extension `.heapsnapshot`. DevTools show the nodes by type, what retains each, its retained size,
/// and the difference of two files.
///
/// | in DevTools | here |
/// |---|---|
/// | constructor | the type |
/// | property | an owning or shared edge, as `children[2]` |
/// | internal property | a handle in a field that is no edge: one marked `#[graph(opaque)]`, or a [`Callback`](crate::Callback) |
/// | `Rc` | an `Rc` in such a field, which several nodes may hold |
/// | weak property | a back-reference or a weak link |
/// | `label` | the label of `#[graph(label)]` |
/// | `made at` | the place in the source |
/// | `(handles)`, below the root | the nodes that handles from outside hold |
///
/// A node has the same number in two files of one thread. Nodes whose types may borrow are there without edges, as if a
/// handle from outside held them.
///
/// Computes the label of each node, and so runs user code. Then it writes in one pass. Costs O(nodes and edges).
///
/// # Errors
/// If writing does.
///
/// # Panics
/// If the user code of a label does.
///
/// # Example
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong, leak};
///
/// #[derive(Graph, Default)]
/// struct Node {
///     #[graph(label)] name: &'static str,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
/// }
///
/// let root = Strong::new(Node { name: "root", ..Node::default() });
/// root.add_child(Node { name: "leaf", ..Node::default() });
/// let mut file = Vec::new(); // or a `BufWriter` of a file
/// leak::heap_snapshot(&mut file)?;
/// assert!(file.starts_with(br#"{"snapshot":"#));
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn heap_snapshot(out: &mut impl Write) -> io::Result<()> {
    let heap = Heap::new();
    let written = write(&heap, out);
    dropping(heap, written)
}

fn write(heap: &Heap, out: &mut impl Write) -> io::Result<()> {
    let nodes = &heap.live.nodes;
    // Of every vertex: an `Rc` has none.
    let mut labels: Vec<Option<String>> = (0..nodes.len()).map(|node| heap.live.label(node)).collect();
    labels.resize(heap.live.len(), None);
    let mut strings = Strings::default();
    let (empty, handles) = (strings.number(""), strings.number("(handles)"));
    let (label_field, made_at_field) = (strings.number("label"), strings.number("made at"));

    // The root; what holds the nodes from outside; the places in the source; then the nodes, each followed by its
    // label.
    let mut sources: Vec<&'static Location<'static>> = Vec::new();
    let mut source_numbers: HashMap<*const Location<'static>, usize> = HashMap::new();
    let source_of: Vec<usize> = nodes
        .iter()
        .map(|node| {
            *source_numbers.entry(node.born).or_insert_with(|| {
                sources.push(node.born);
                sources.len() - 1
            })
        })
        .collect();
    let mut at = Vec::with_capacity(labels.len());
    let mut count = 2 + sources.len();
    for label in &labels {
        at.push(count);
        count += 1 + usize::from(label.is_some());
    }
    let held: Vec<usize> = (0..labels.len()).filter(|&place| heap.is_source(place)).collect();
    let edges_of = |place: usize| {
        let target = |edge: &HeapEdge| match edge.to {
            HeapTarget::Vertex(to) => Some((*edge, to as usize)),
            _ => None,
        };
        heap.live.edges(place).iter().filter_map(target)
    };
    let own_edges = |place: usize| usize::from(place < nodes.len()) + usize::from(labels[place].is_some());
    let edge_counts: Vec<usize> = (0..labels.len()).map(|place| edges_of(place).count() + own_edges(place)).collect();
    let edge_count = 1 + held.len() + edge_counts.iter().sum::<usize>();

    writeln!(out, "{META},\"node_count\":{count},\"edge_count\":{edge_count},\"trace_function_count\":0}},")?;
    write!(out, "\"nodes\":[{SYNTHETIC},{empty},1,0,1,0,0\n,{SYNTHETIC},{handles},3,0,{},0,0", held.len())?;
    // The numbers of nodes are 1, those of labels 2, and those of places 0 modulo 4.
    for (number, source) in sources.iter().enumerate() {
        write!(out, "\n,{STRING},{},{},0,0,0,0", strings.add(source.to_string()), 4 * number + 4)?;
    }
    for (place, (label, edges)) in labels.into_iter().zip(edge_counts).enumerate() {
        let Some(node) = nodes.get(place) else {
            // Their numbers are 3 modulo 4.
            let id = 4 * (place - nodes.len()) + 7;
            write!(out, "\n,{NATIVE},{},{id},0,{edges},0,0", strings.number("Rc"))?;
            continue;
        };
        let id = 4 * node.serial + 5;
        write!(out, "\n,{OBJECT},{},{id},{},{edges},0,0", strings.number(node.type_name), node.size)?;
        if let Some(label) = label {
            write!(out, "\n,{STRING},{},{},0,0,0,0", strings.add(label), id + 1)?;
        }
    }
    write!(out, "],\n\"edges\":[{PROPERTY},{handles},{NODE_FIELDS}")?;
    for (number, &place) in held.iter().enumerate() {
        write!(out, "\n,{ELEMENT},{number},{}", at[place] * NODE_FIELDS)?;
    }
    let mut name = String::new();
    for (place, &node) in at.iter().enumerate() {
        for (edge, to) in edges_of(place) {
            let kind = match edge.kind {
                EdgeKind::Owning | EdgeKind::Shared => PROPERTY,
                EdgeKind::Hidden => INTERNAL,
                EdgeKind::Back | EdgeKind::Weak => WEAK,
            };
            name.clear();
            _ = write!(name, "{}[{}]", edge.field, edge.index);
            write!(out, "\n,{kind},{},{}", strings.number(&name), at[to] * NODE_FIELDS)?;
        }
        if at.get(place + 1).map_or(count, |next| *next) > node + 1 {
            write!(out, "\n,{INTERNAL},{label_field},{}", (node + 1) * NODE_FIELDS)?;
        }
        if let Some(source) = source_of.get(place) {
            write!(out, "\n,{INTERNAL},{made_at_field},{}", (2 + source) * NODE_FIELDS)?;
        }
    }
    write!(
        out,
        "],\n\"trace_function_infos\":[],\n\"trace_tree\":[],\n\"samples\":[],\n\"locations\":[],\n\"strings\":["
    )?;
    for (number, text) in strings.all.iter().enumerate() {
        out.write_all(if number == 0 { b"" } else { b",\n" })?;
        in_json(text, out)?;
    }
    out.write_all(b"]}\n")
}

/// The texts of the file.
#[derive(Default)]
struct Strings {
    all: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Strings {
    /// The number of a text that comes several times.
    fn number(&mut self, text: &str) -> usize {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.add(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// Adds a text that comes once.
    fn add(&mut self, text: String) -> usize {
        self.all.push(text);
        self.all.len() - 1
    }
}

/// Writes a string of JSON.
fn in_json(text: &str, out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"\"")?;
    for part in text.split_inclusive(|c: char| c == '"' || c == '\\' || c < ' ') {
        let plain = part.trim_end_matches(|c: char| c == '"' || c == '\\' || c < ' ');
        out.write_all(plain.as_bytes())?;
        for c in part[plain.len()..].chars() {
            write!(out, "\\u{:04x}", u32::from(c))?;
        }
    }
    out.write_all(b"\"")
}
