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
use crate::core::edges::EdgeKind;
use crate::inspect::snapshot::{NodeInfo, Snapshot};
use crate::{Graph, Strong};

/// The graph below `root` as an SVG picture, without a program installed (feature `svg`): printed by `Display`.
///
/// Drawn with the colours and lines of [`dot`](super::dot), in columns from left to right: each node stands right of
/// all that own or share it, and every line has a way and a name of its own. A tree's children stand in their order,
/// from top to bottom; where other lines run across, in the one found in which fewer lines cross. Back-references,
/// which run beside every owning edge, are left out unless [`with`](Svg::with) asks for them, and so is what lies
/// beyond the first 500 nodes, those next to the root first, unless [`nodes`](Svg::nodes) says otherwise. How many
/// nodes were left out stands in the picture. Text can be selected, and is set in the font that the viewer has for
/// `sans-serif`. Labels may hold anything; each line of one is cut after 40 characters.
///
/// Where things stand is found by `rust-sugiyama`, in a thread with a stack of its own (it recurses), for up to 1000
/// nodes and with a bound on its work: if there are very many lines, the longest run straight across. 500 nodes take
/// 5 to 450 ms, as `cargo run --release --example pictures` measured it on two cores: the least as a chain, the most as
/// a star with seven weak links from each node. More than 1000 nodes, or all where no thread can
/// be had, are drawn as a plain tree, in O(nodes and edges) time and memory. The stack it takes of the caller is
/// constant.
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
    /// Draws nodes up to this many steps from the root.
    #[must_use]
    pub fn depth(mut self, steps: usize) -> Self {
        self.0.depth(steps);
        self
    }

    /// Draws the first so many nodes, those next to the root first.
    #[must_use]
    pub fn nodes(mut self, nodes: usize) -> Self {
        self.0.nodes(nodes);
        self
    }

    /// Leaves out the nodes of which `keep` says no, with their edges. Asked now, once for each node.
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
