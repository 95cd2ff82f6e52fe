//! [`svg`]: a picture without any program (feature `svg`).
//!
//! The nodes are placed as a tree that grows to the right, each beside the first that owns or shares it; all other edges are
//! curves across. That takes linear time and constant stack. (Layered layouts as Graphviz has them take more of both; the crate
//! `layout-rs` was tried, and fails assertions of its own on some graphs with cycles of weak links.)

use core::fmt::{self, Write as _};
use std::collections::{BTreeMap, HashMap};

use super::labels::in_svg;
use super::pick::Pick;
use crate::edges::{EdgeKind, Target};
use crate::snapshot::{NodeInfo, Snapshot};
use crate::{Graph, Strong};

/// The graph below `root` as an SVG picture, without a program installed (feature `svg`): printed by `Display`.
///
/// Drawn with the colours and lines of [`dot`](super::dot), as a tree that grows to the right: each node stands beside the first
/// that owns or shares it, and all other edges run across. Back-references, which run beside every owning edge, are left
/// out unless [`with`](Svg::with) asks for them, and so is what lies beyond the first 500 nodes, those next to the root
/// first, unless [`nodes`](Svg::nodes) says otherwise. How many nodes were left out stands in the picture. Text can be
/// selected, and is set in the font that the viewer has for `sans-serif`. Labels may hold anything; each line of one is cut
/// after 40 characters.
///
/// Costs O(nodes and edges) time and memory, and constant stack.
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

/// The twelve of `dot`.
const COLOURS: [&str; 12] = super::dot::COLOURS;
const FONT: f64 = 14.0;
const SMALL: f64 = 11.0;
/// How wide a letter is, in the measure of its height: enough for most letters of most fonts.
const LETTER: f64 = 0.62;
const LONGEST: usize = 40;
/// Between a node and the one below it.
const BETWEEN: f64 = 12.0;
/// Around the whole.
const MARGIN: f64 = 20.0;

/// What has a place: a node, or what stands at the end of an edge that leads to none.
struct Item {
    lines: Vec<String>,
    fill: &'static str,
    /// Whether the root keeps it alive.
    inside: bool,
    /// The one it stands beside.
    parent: Option<usize>,
    level: usize,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Item {
    fn new(lines: Vec<String>, fill: &'static str, inside: bool) -> Item {
        let letters = |line: &String| line.chars().map(|c| if c.is_ascii() { 1.0 } else { 1.7 }).sum::<f64>();
        let width = lines.iter().map(letters).fold(1.0, f64::max) * LETTER * FONT + 16.0;
        let height = lines.len().max(1) as f64 * 1.3 * FONT + 10.0;
        Item { lines, fill, inside, parent: None, level: 0, x: 0.0, y: 0.0, width, height }
    }

    fn middle(&self) -> f64 {
        self.y + self.height / 2.0
    }
}

struct Line {
    from: usize,
    to: usize,
    field: &'static str,
    kind: EdgeKind,
    dead: bool,
}

fn cut(line: &str) -> String {
    match line.chars().count() > LONGEST {
        true => line.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => line.to_owned(),
    }
}

/// The items that are drawn, and the edges between them.
fn collect(pick: &Pick<'_>, drawn: &[bool]) -> (Vec<Item>, Vec<Line>) {
    let mut colours: BTreeMap<&str, &'static str> = BTreeMap::new();
    let mut items: Vec<Item> = Vec::new();
    let mut places = vec![None; drawn.len()];
    for node in pick.snapshot.nodes().filter(|node| drawn[node.number()]) {
        let next = COLOURS[colours.len() % COLOURS.len()];
        let fill = *colours.entry(node.type_name()).or_insert(next);
        let label = node.label();
        let mut lines: Vec<String> = label.lines().map(cut).collect();
        if label != node.type_name() {
            lines.push(cut(node.type_name()));
        }
        places[node.number()] = Some(items.len());
        items.push(Item::new(lines, fill, node.is_inside()));
    }
    let mut lines = Vec::new();
    for node in pick.snapshot.nodes() {
        let Some(from) = places[node.number()] else { continue };
        for edge in pick.edges(node) {
            let what = edge.edge();
            let to = match (edge.to(), what.target) {
                (Some(to), _) => places[to],
                (None, target) => {
                    let text = match target {
                        Target::Dead { type_name } => format!("✗ {type_name}"),
                        Target::Borrowed => "borrowed".to_owned(),
                        _ => "opaque".to_owned(),
                    };
                    items.push(Item::new(vec![text], "none", true));
                    Some(items.len() - 1)
                }
            };
            let dead = matches!(what.target, Target::Dead { .. });
            lines.extend(to.map(|to| Line { from, to, field: what.field, kind: what.kind, dead }));
        }
    }
    (items, lines)
}

/// Gives every item its place; the size of the whole.
fn place(items: &mut [Item], lines: &[Line]) -> (f64, f64) {
    let mut targets: Vec<Vec<(usize, bool)>> = items.iter().map(|_| Vec::new()).collect();
    for line in lines {
        targets[line.from].push((line.to, line.kind.is_strong()));
    }
    // In document order: first over strong edges, then what only weak links lead to, then the rest.
    let mut order: Vec<usize> = Vec::new();
    let mut placed = vec![false; items.len()];
    for start in 0..items.len() {
        let mut stack = if placed[start] { Vec::new() } else { vec![(start, None)] };
        while let Some((item, parent)) = stack.pop() {
            if std::mem::replace(&mut placed[item], true) {
                continue;
            }
            items[item].level = parent.map_or(0, |parent: usize| items[parent].level + 1);
            items[item].parent = parent;
            order.push(item);
            // A node beyond the root's part, and the end of an edge that leads nowhere, has no edges: it stands beside who
            // names it. A weak link inside does not say where a node stands.
            let beside = |&(to, strong): &(usize, bool)| {
                strong || targets[to].is_empty() && !items[to].inside || items[to].fill == "none"
            };
            stack.extend(targets[item].iter().rev().filter(|it| beside(it)).map(|&(to, _)| (to, Some(item))));
        }
    }
    let levels = items.iter().map(|item| item.level + 1).max().unwrap_or(0);
    let mut widths = vec![0.0_f64; levels];
    items.iter().for_each(|item| widths[item.level] = widths[item.level].max(item.width));
    let longest = lines.iter().map(|line| line.field.chars().count()).max().unwrap_or(0).min(LONGEST);
    let gap = 50.0 + longest as f64 * LETTER * SMALL;
    let mut lefts = vec![MARGIN; levels];
    (1..levels).for_each(|level| lefts[level] = lefts[level - 1] + widths[level - 1] + gap);
    // How high each is with all beside it, from the last on; then where each stands, from the first on.
    let mut heights: Vec<f64> = items.iter().map(|_| 0.0).collect();
    for &item in order.iter().rev() {
        heights[item] = heights[item].max(items[item].height + BETWEEN);
        if let Some(parent) = items[item].parent {
            heights[parent] += heights[item];
        }
    }
    let mut tops: Vec<f64> = items.iter().map(|_| 0.0).collect();
    let mut next: Vec<f64> = items.iter().map(|_| 0.0).collect();
    let mut bottom = MARGIN;
    for &item in &order {
        let slot = items[item].parent.map_or(&mut bottom, |parent| &mut next[parent]);
        tops[item] = *slot;
        *slot += heights[item];
        next[item] = tops[item];
        items[item].x = lefts[items[item].level];
        items[item].y = tops[item] + (heights[item] - BETWEEN - items[item].height) / 2.0;
    }
    let right = items.iter().map(|item| item.x + item.width).fold(0.0, f64::max);
    (right + gap + MARGIN, bottom + MARGIN)
}

/// An edge as a curve, the `nth` between these two; where its name stands, and how it is aligned.
fn curve(from: &Item, to: &Item, nth: usize, out: &mut String) -> (f64, f64, &'static str) {
    let aside = nth as f64 * 9.0;
    let (x, y) = (from.x + from.width, from.middle() + aside);
    if to.x > x {
        let bend = (to.x - x) / 2.0;
        let (x2, y2) = (to.x, to.middle() + aside);
        _ = write!(out, "M {x:.1} {y:.1} C {:.1} {y:.1}, {:.1} {y2:.1}, {x2:.1} {y2:.1}", x + bend, x2 - bend);
        // The first above the line, a second one below its own.
        return (x2 - 12.0, if nth == 0 { y2 - 4.0 } else { y2 + 12.0 }, "end");
    }
    // Back, or up and down: out to the right and in from the right.
    let below = if std::ptr::eq(from, to) { to.height / 3.0 } else { 3.0 };
    let (x2, y2) = (to.x + to.width, to.middle() + below + aside);
    let far = x.max(x2) + 40.0 + aside;
    _ = write!(out, "M {x:.1} {y:.1} C {far:.1} {y:.1}, {far:.1} {y2:.1}, {x2:.1} {y2:.1}");
    // The middle of the curve.
    ((x + 6.0 * far + x2) / 8.0 + 2.0, (y + y2) / 2.0, "start")
}

impl fmt::Display for Svg<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let drawn = self.0.drawn();
        let (mut items, lines) = collect(&self.0, &drawn);
        let (width, mut height) = place(&mut items, &lines);
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
        let mut between: HashMap<(usize, usize), usize> = HashMap::new();
        for line in &lines {
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
            let mut way = String::new();
            let nth = between.entry((line.from, line.to)).or_insert(0);
            let (x, y, anchor) = curve(&items[line.from], &items[line.to], *nth, &mut way);
            *nth += 1;
            writeln!(f, "<path d=\"{way}\" fill=\"none\" stroke=\"{colour}\"{style} marker-end=\"url(#{marker})\"/>")?;
            _ = write!(names, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\">");
            in_svg(line.field, &mut names)?;
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
