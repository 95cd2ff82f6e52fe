//! [`svg`]: a picture without any program (feature `svg`).
//!
//! Where things stand is found in one of two ways: in layers as Graphviz has them, for up to a thousand nodes, or as
//! a plain tree, for more. The drawing is the same.

mod items;
mod layers;
mod tree;

use core::fmt::{self, Write as _};

use self::items::{FONT, MARGIN, SMALL, collect, cut};
use super::labels::in_svg;
use super::pick::Pick;
use crate::core::raw_edge::EdgeKind;
use crate::inspect::snapshot::{NodeInfo, Snapshot};
use crate::{Graph, Strong};

/// Returns the graph below `root` as an SVG picture (feature `svg`). Print it with `Display`. No program has to be
/// installed.
///
/// It has the colours and lines of [`dot`](super::dot), in columns from left to right. Each node is to the right of all
/// that own or share it, and every edge has a line and a name of its own. The children of a tree are in their order,
/// from top to bottom. Where other edges cross, the order is chosen so that fewer lines cross. Back-references, which
/// run beside every owning edge, are left out unless [`with`](Svg::with) asks for them. So is what lies beyond the
/// first 500 nodes, those nearest to the root, unless [`nodes`](Svg::nodes) says otherwise. The picture says how many
/// nodes were left out. Text can be selected, and uses the viewer's font for `sans-serif`. Labels may contain anything;
/// each line of one is cut after 40 characters.
///
/// Up to 1000 nodes are laid out by `rust-sugiyama`, in a thread with a stack of its own, because it recurses. The work
/// is bounded: if there are very many edges, the longest run straight across. 500 nodes take 5 to 450 ms, as
/// `cargo run --release --example pictures` measured it on two cores: the least as a chain, the most as a star with
/// seven weak links from each node. More than 1000 nodes, or all if no thread can be started, are drawn as a plain
/// tree, in O(nodes and edges) time and memory. It takes constant stack of the caller's thread.
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
/// let root = Strong::new(Node { name: "<root>", ..Node::default() });
/// root.add_child(Node { name: "leaf", ..Node::default() });
/// let svg = show::svg(&root).to_string();
/// assert!(svg.contains(">&lt;root&gt;</tspan>") && svg.contains(">children</text>"));
/// ```
#[must_use]
pub fn svg<'g, T: Graph + 'g>(root: &Strong<T>) -> Svg<'g> {
    let mut pick = Pick::new(Snapshot::of(root), 500);
    pick.without(EdgeKind::Back);
    Svg(pick)
}

/// See [`svg`].
pub struct Svg<'g>(Pick<'g>);

impl Svg<'_> {
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

    /// Draws the edges of this kind.
    #[must_use]
    pub fn with(mut self, kind: EdgeKind) -> Self {
        self.0.with(kind);
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

impl fmt::Debug for Svg<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Svg").field(&self.0.snapshot).finish()
    }
}

impl fmt::Display for Svg<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let drawn = self.0.drawn();
        let (mut items, lines) = collect(&self.0, &drawn);
        let (mut ways, width, mut height) = layers::place(&mut items, &lines).unwrap_or_else(|| {
            let (width, height) = tree::place(&mut items, &lines);
            (Vec::new(), width, height)
        });
        let left = drawn[..self.0.snapshot.inside()].iter().filter(|drawn| !**drawn).count();
        if left > 0 {
            height += 2.0 * FONT;
        }
        writeln!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"sans-serif\">"
        )?;
        for (name, colour) in [("black", "black"), ("grey", "#999"), ("red", "firebrick")] {
            writeln!(
                f,
                "<marker id=\"{name}\" markerUnits=\"userSpaceOnUse\" markerWidth=\"10\" markerHeight=\"8\" refX=\"10\" \
                 refY=\"4\" orient=\"auto\"><path d=\"M 0 0 L 10 4 L 0 8 z\" fill=\"{colour}\"/></marker>"
            )?;
        }
        f.write_str("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n")?;
        let mut names = String::new();
        let mut straight = tree::Straight::default();
        for (number, line) in lines.iter().enumerate() {
            let (marker, colour) = match line.kind {
                _ if line.dead => ("red", "firebrick"),
                EdgeKind::Back => ("grey", "#999"),
                _ => ("black", "black"),
            };
            let style = match line.kind {
                EdgeKind::Shared => " stroke-width=\"3\"",
                EdgeKind::Weak => " stroke-dasharray=\"5 4\"",
                _ => "",
            };
            let way = ways.get_mut(number).and_then(Option::take).unwrap_or_else(|| straight.way(&items, line));
            let (path, (x, y, anchor)) = (way.path, way.name);
            writeln!(f, "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\"{style} marker-end=\"url(#{marker})\"/>")?;
            _ = write!(names, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\">");
            in_svg(&cut(line.field), &mut names)?;
            names.push_str("</text>\n");
        }
        for item in &items {
            let frame = match (item.fill, item.inside) {
                ("none", _) => "stroke=\"none\"",
                (_, true) if item.is_held => "stroke=\"black\" stroke-width=\"3\"",
                (_, true) => "stroke=\"black\"",
                _ => "stroke=\"#777\" stroke-dasharray=\"4 3\"",
            };
            writeln!(
                f,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"6\" fill=\"{}\" {frame}/>",
                item.x, item.y, item.width, item.height, item.fill
            )?;
            let fill = if item.fill == "none" { "firebrick" } else { "black" };
            write!(f, "<text font-size=\"{FONT}\" text-anchor=\"middle\" fill=\"{fill}\">")?;
            for (i, line) in item.lines.iter().enumerate() {
                let (x, y) = (item.x + item.width / 2.0, item.y + 5.0 + (i as f64 + 0.95) * 1.3 * FONT - 0.1 * FONT);
                write!(f, "<tspan x=\"{x:.1}\" y=\"{y:.1}\">")?;
                in_svg(line, f)?;
                f.write_str("</tspan>")?;
            }
            f.write_str("</text>\n")?;
        }
        // A light rim keeps a name readable where a line crosses it.
        writeln!(
            f,
            "<g font-size=\"{SMALL}\" stroke=\"white\" stroke-width=\"3\" paint-order=\"stroke\">\n{names}</g>"
        )?;
        if left > 0 {
            let y = height - MARGIN;
            writeln!(f, "<text x=\"{MARGIN}\" y=\"{y:.1}\" font-size=\"{FONT}\">… {left} more nodes</text>")?;
        }
        f.write_str("</svg>\n")
    }
}
