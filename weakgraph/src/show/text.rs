//! [`text`]: a tree as `tree(1)` draws it.

use core::fmt::{self, Write as _};

use super::labels::{on_one_line, outside_handles};
use crate::core::edges::Target;
use crate::core::raw_edge::EdgeKind;
use crate::inspect::snapshot::{NodeEdge, Snapshot};
use crate::{Graph, Strong};

/// Returns the graph below `root` as a tree, as `tree(1)` draws it. Print it with `Display`.
///
/// Each node that the root keeps alive appears once, by its label, below the first node that owns or shares it. The
/// name of the field comes before it if its parent has such edges in several fields. All other edges are notes behind
/// the node:
///
/// | note | |
/// |---|---|
/// | `⇢ mentor: Ada` | a weak link |
/// | `⇢ mentor: Person, dead` | a weak link to a dropped node, of which only the type is known |
/// | `⇒ style: Bold` | a shared edge to a node that appears elsewhere |
/// | `→ row: 3` | an owning edge (of another relation) to a node that appears elsewhere |
/// | `⇠ boss: Ada` | a back-reference to another node than the one above |
/// | `⇒ styles: borrowed`, `⇒ styles: opaque` | edges that could not be seen: see [`Graph::edges`] |
/// | `● 2 handles` | handles from outside the graph, if [`outside_handles`](Text::outside_handles) is set |
///
/// In a label, a line break is written as in a literal: `\n`.
///
/// Costs O(nodes and edges) time and memory, and constant stack. It draws up to 64 levels, and up to 1000 children and
/// as many notes of a node. What is left out is counted. [`depth`](Text::depth) and [`width`](Text::width) change the
/// limits. Labels are computed when it is printed. [The module](crate::show) has an example.
#[must_use]
pub fn text<'g, T: Graph + 'g>(root: &Strong<T>) -> Text<'g> {
    Text { snapshot: Snapshot::of(root), depth: 64, width: 1000, outside_handles: false }
}

/// See [`text`].
#[derive(Debug)]
pub struct Text<'g> {
    snapshot: Snapshot<'g>,
    depth: usize,
    width: usize,
    outside_handles: bool,
}

impl Text<'_> {
    /// Draws this many levels below the root. A line takes as much room as it is deep.
    #[must_use]
    pub fn depth(mut self, levels: usize) -> Self {
        self.depth = levels;
        self
    }

    /// Draws this many children of a node, and this many notes.
    #[must_use]
    pub fn width(mut self, children: usize) -> Self {
        self.width = children;
        self
    }

    /// Marks the nodes that handles from outside the graph hold, with how many: what
    /// [`NodeInfo::unexplained`](crate::NodeInfo::unexplained) returns. Such a node stays alive without the root.
    ///
    /// ```
    /// use weakgraph::{Children, Graph, Parent, Strong, show};
    ///
    /// #[derive(Graph, Default)]
    /// struct Node {
    ///     #[graph(label)] name: &'static str,
    ///     #[weak] parent: Parent<Node>,
    ///     #[strong] children: Children<Node>,
    /// }
    ///
    /// let root = Strong::new(Node { name: "root", ..Node::default() });
    /// let kept = root.add_child(Node { name: "kept", ..Node::default() });
    /// root.add_child(Node { name: "leaf", ..Node::default() });
    /// let text = show::text(&root).outside_handles().to_string();
    /// assert_eq!(text, "root  ● 1 handle\n├── kept  ● 1 handle\n└── leaf\n");
    /// # drop(kept);
    /// ```
    #[must_use]
    pub fn outside_handles(mut self) -> Self {
        self.outside_handles = true;
        self
    }
}

/// Below whom each node stands.
struct Places {
    /// For each node the edge that it stands below; none for the root and those outside.
    above: Vec<Option<usize>>,
    /// How many nodes stand below each, itself included.
    size: Vec<usize>,
    /// How many stand right below each.
    branches: Vec<usize>,
    /// Whether they do so over edges of several fields.
    several: Vec<bool>,
    /// Who stands above each.
    parent: Vec<usize>,
}

impl Places {
    fn of(snapshot: &Snapshot<'_>) -> Places {
        let len = snapshot.len();
        let mut places = Places {
            above: vec![None; len],
            size: vec![1; len],
            branches: vec![0; len],
            several: vec![false; len],
            parent: vec![0; len],
        };
        let mut field = vec![""; len];
        let mut stack = vec![(0, snapshot.node(0).edge_numbers())];
        while let Some((node, edges)) = stack.last_mut() {
            let node = *node;
            let Some(number) = edges.next() else {
                stack.pop();
                if node != 0 {
                    places.size[places.parent[node]] += places.size[node];
                }
                continue;
            };
            let edge = snapshot.edge(number);
            let to = edge.to().filter(|&to| edge.edge().kind.is_strong() && to != 0 && places.above[to].is_none());
            if let Some(to) = to {
                places.above[to] = Some(number);
                places.parent[to] = node;
                places.several[node] |= places.branches[node] > 0 && field[node] != edge.edge().field;
                places.branches[node] += 1;
                field[node] = edge.edge().field;
                stack.push((to, snapshot.node(to).edge_numbers()));
            }
        }
        places
    }
}

impl Text<'_> {
    fn note(&self, edge: NodeEdge, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (arrow, edge, to) = (arrow(edge.edge().kind), edge.edge(), edge.to());
        write!(f, "  {arrow} {}: ", edge.field)?;
        match (edge.target, to) {
            (_, Some(to)) => on_one_line(&self.snapshot.node(to).label(), f),
            (Target::Dropped { type_name }, _) => write!(f, "{type_name}, dead"),
            (Target::Borrowed, _) => f.write_str("borrowed"),
            _ => f.write_str("opaque"),
        }
    }

    /// The line of a node, without what stands before it.
    fn line(&self, places: &Places, node: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        on_one_line(&self.snapshot.node(node).label(), f)?;
        let noted = |edge: &(usize, NodeEdge)| match (edge.1.edge().kind, edge.1.to()) {
            (EdgeKind::Back, Some(to)) => node == 0 || to != places.parent[node],
            (kind, Some(to)) if kind.is_strong() => places.above[to] != Some(edge.0),
            _ => true,
        };
        let edges = self.snapshot.node(node).edge_numbers().map(|number| (number, self.snapshot.edge(number)));
        let mut left = 0;
        for (i, (_, edge)) in edges.filter(noted).enumerate() {
            match i < self.width {
                true => self.note(edge, f)?,
                false => left += 1,
            }
        }
        if left > 0 {
            write!(f, "  … {left} more edges")?;
        }
        if let Some(handles) = self.outside_handles.then(|| outside_handles(self.snapshot.node(node))).flatten() {
            write!(f, "  ● {handles}")?;
        }
        f.write_char('\n')
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = Places::of(&self.snapshot);
        let below = |node: usize| self.snapshot.node(node).edge_numbers();
        self.line(&places, 0, f)?;
        // The nodes on the way, the edges of each that are left, and how many branches of it were drawn.
        let mut stack = vec![(0, below(0), 0)];
        let mut before = String::new();
        loop {
            let level = stack.len();
            let Some((node, edges, drawn)) = stack.last_mut() else { return Ok(()) };
            let (node, branches) = (*node, places.branches[*node]);
            let left = branches - *drawn;
            if left > 0 && level > self.depth {
                writeln!(f, "{before}└── … {} below", places.size[node] - 1)?;
            } else if left > 0 && branches - left >= self.width {
                let hidden =
                    |number: &usize| self.snapshot.edge(*number).to().filter(|&to| places.above[to] == Some(*number));
                let all: usize = edges.filter_map(|number| hidden(&number)).map(|to| places.size[to]).sum();
                let with = if all > left { format!(", {all} with those below them") } else { String::new() };
                writeln!(f, "{before}└── … {left} more{with}")?;
            } else if left > 0 {
                let next = edges.find_map(|number| {
                    let edge = self.snapshot.edge(number);
                    edge.to().filter(|&to| places.above[to] == Some(number)).map(|to| (to, edge.edge().field))
                });
                let Some((to, field)) = next else { unreachable!("a branch is an edge") };
                *drawn += 1;
                f.write_str(&before)?;
                f.write_str(if left > 1 { "├── " } else { "└── " })?;
                if places.several[node] {
                    write!(f, "{field}: ")?;
                }
                self.line(&places, to, f)?;
                before.push_str(if left > 1 { "│   " } else { "    " });
                stack.push((to, below(to), 0));
                continue;
            }
            stack.pop();
            (0..4).for_each(|_| _ = before.pop());
        }
    }
}

fn arrow(kind: EdgeKind) -> char {
    match kind {
        EdgeKind::Owning => '→',
        EdgeKind::Shared | EdgeKind::Hidden => '⇒',
        EdgeKind::Back => '⇠',
        EdgeKind::Weak => '⇢',
    }
}
