//! [`dot`]: a graph for Graphviz.

use core::fmt;
use std::collections::BTreeMap;

use super::labels::in_dot;
use super::pick::Pick;
use crate::core::edges::Target;
use crate::core::raw_edge::EdgeKind;
use crate::inspect::snapshot::{NodeEdge, NodeInfo, Snapshot};
use crate::{Graph, Strong};

/// Returns the graph below `root` in the DOT language of Graphviz. Print it with `Display`, and draw it with
/// `dot -Tsvg`.
///
/// Nodes show their label and, below it, their type. Each type has one of twelve colours. Nodes at the same distance
/// from the root are on one line. Edges have the name of their field, with a number if it has several. Owning edges are
/// solid, shared edges bold, back-references grey, weak links dashed. A link to a dropped node ends at a cross. Nodes
/// that the root does not keep alive have a dashed frame.
///
/// Labels may contain anything. Everything is drawn, unless [`depth`](Dot::depth), [`nodes`](Dot::nodes),
/// [`filter`](Dot::filter) or [`without`](Dot::without) say otherwise. A node from which owning or shared edges lead to
/// nodes that are left out says how many. Costs O(nodes and edges) time and memory, and constant stack. Labels are
/// computed when it is printed.
///
/// ```
/// use weakgraph::{EdgeKind, Children, Graph, Parent, Strong, show};
///
/// #[derive(Graph, Default)]
/// struct Node {
///     #[graph(label)] name: &'static str,
///     #[weak] parent: Parent<Node>,
///     #[strong] children: Children<Node>,
/// }
///
/// let root = Strong::new(Node { name: "the \"root\"", ..Node::default() });
/// root.add_child(Node { name: "leaf", ..Node::default() });
/// let dot = show::dot(&root).without(EdgeKind::Back).to_string();
/// assert!(dot.contains(r#"n0 [label="the \"root\"\nNode""#));
/// assert!(dot.contains(r#"n0 -> n1 [label="children""#));
/// ```
#[must_use]
pub fn dot<'g, T: Graph + 'g>(root: &Strong<T>) -> Dot<'g> {
    Dot(Pick::new(Snapshot::of(root), usize::MAX))
}

/// See [`dot`].
pub struct Dot<'g>(Pick<'g>);

impl Dot<'_> {
    /// Draws only nodes up to this many steps from the root.
    #[must_use]
    pub fn depth(mut self, steps: usize) -> Self {
        self.0.depth(steps);
        self
    }

    /// Draws only the first `nodes` nodes, those nearest to the root.
    #[must_use]
    pub fn nodes(mut self, nodes: usize) -> Self {
        self.0.nodes(nodes);
        self
    }

    /// Draws only the nodes for which `keep` returns `true`, with the edges between them. `keep` is called now, once
    /// for each node.
    #[must_use]
    pub fn filter(mut self, keep: impl FnMut(NodeInfo<'_>) -> bool) -> Self {
        self.0.filter(keep);
        self
    }

    /// Leaves out the edges of this kind.
    #[must_use]
    pub fn without(mut self, kind: EdgeKind) -> Self {
        self.0.without(kind);
        self
    }

    /// Marks the nodes that handles from outside the graph hold, with a wide frame and with how many: what
    /// [`NodeInfo::unexplained`] returns. Such a node stays alive without the root.
    #[must_use]
    pub fn outside_handles(mut self) -> Self {
        self.0.outside_handles();
        self
    }
}

impl fmt::Debug for Dot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Dot").field(&self.0.snapshot).finish()
    }
}

/// Light enough for black letters.
pub(super) const COLOURS: [&str; 12] = [
    "#8dd3c7", "#ffffb3", "#bebada", "#fb8072", "#80b1d3", "#fdb462", "#b3de69", "#fccde5", "#d9d9d9", "#bc80bd",
    "#ccebc5", "#ffed6f",
];

impl fmt::Display for Dot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (pick, snapshot) = (&self.0, &self.0.snapshot);
        let drawn = pick.drawn();
        let visible = || snapshot.nodes().filter(|node| drawn[node.number()]);
        f.write_str("digraph weakgraph {\n  node [shape=box, style=\"filled,rounded\", fontname=\"sans-serif\"];\n")?;
        f.write_str("  edge [fontname=\"sans-serif\", fontsize=10];\n")?;
        let mut colours: BTreeMap<&str, &str> = BTreeMap::new();
        let mut ranks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for node in visible() {
            let next = COLOURS[colours.len() % COLOURS.len()];
            let colour = *colours.entry(node.type_name()).or_insert(next);
            write!(f, "  n{} [label=\"", node.number())?;
            let label = node.label();
            if label != node.type_name() {
                in_dot(&label, f)?;
                f.write_str("\\n")?;
            }
            in_dot(node.type_name(), f)?;
            let handles = pick.handles_of(node);
            if let Some(handles) = &handles {
                write!(f, "\\n{handles}")?;
            }
            let style = match handles {
                _ if !node.is_inside() => ", style=\"filled,rounded,dashed\"",
                Some(_) => ", penwidth=3",
                None => "",
            };
            writeln!(f, "\", fillcolor=\"{colour}\"{style}];")?;
            if node.is_inside() {
                ranks.entry(node.depth()).or_default().push(node.number());
            }
        }
        for rank in ranks.values().filter(|rank| rank.len() > 1) {
            f.write_str("  { rank=same;")?;
            rank.iter().try_for_each(|number| write!(f, " n{number};"))?;
            f.write_str(" }\n")?;
        }
        for node in visible() {
            self.edges_of(node, &drawn, f)?;
        }
        f.write_str("}\n")
    }
}

impl Dot<'_> {
    fn edges_of(&self, node: NodeInfo<'_>, drawn: &[bool], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = node.number();
        let edges: Vec<NodeEdge> = self.0.edges(node).collect();
        let (mut ends, mut left) = (0, 0);
        for (i, edge) in edges.iter().enumerate() {
            let what = edge.edge();
            let alone = |other: Option<&NodeEdge>| other.is_none_or(|it| it.edge().field != what.field);
            let alone = alone(edges.get(i + 1)) && alone(i.checked_sub(1).and_then(|i| edges.get(i)));
            let index = if alone { String::new() } else { format!("[{}]", what.index) };
            let end = match (edge.to(), what.target) {
                (Some(to), _) if !drawn[to] => {
                    left += usize::from(what.kind.is_strong());
                    continue;
                }
                (Some(to), _) => format!("n{to}"),
                (None, target) => {
                    let (label, colour) = match target {
                        Target::Dropped { type_name } => (format!("✗ {type_name}"), "firebrick"),
                        Target::Borrowed => ("borrowed".to_owned(), "gray40"),
                        _ => ("opaque".to_owned(), "gray40"),
                    };
                    let end = format!("n{from}_{ends}");
                    ends += 1;
                    write!(f, "  {end} [shape=plaintext, style=solid, fontcolor={colour}, label=\"")?;
                    in_dot(&label, f)?;
                    f.write_str("\"];\n")?;
                    end
                }
            };
            write!(f, "  n{from} -> {end} [label=\"")?;
            in_dot(what.field, f)?;
            write!(f, "{index}\"")?;
            f.write_str(match what.kind {
                EdgeKind::Owning => "",
                EdgeKind::Shared | EdgeKind::Hidden => ", style=bold",
                EdgeKind::Back => ", color=gray60, fontcolor=gray60, constraint=false",
                EdgeKind::Weak if edge.to().is_none() => ", style=dashed",
                EdgeKind::Weak => ", style=dashed, constraint=false",
            })?;
            if matches!(what.target, Target::Dropped { .. }) {
                f.write_str(", color=firebrick, fontcolor=firebrick, arrowhead=tee")?;
            }
            f.write_str("];\n")?;
        }
        if left > 0 {
            writeln!(f, "  n{from}_more [shape=plaintext, style=solid, fontcolor=gray40, label=\"… {left} more\"];")?;
            writeln!(f, "  n{from} -> n{from}_more [style=dotted, color=gray60, arrowhead=none];")?;
        }
        Ok(())
    }
}
