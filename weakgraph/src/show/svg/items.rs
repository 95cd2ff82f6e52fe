//! What stands in the picture, and the lines between.

use std::collections::BTreeMap;

use super::super::dot::COLOURS;
use super::super::pick::Pick;
use crate::core::edges::Target;
use crate::core::raw_edge::EdgeKind;

pub(super) const FONT: f64 = 14.0;
pub(super) const SMALL: f64 = 11.0;
/// How wide a letter is, in the measure of its height: enough for most letters of most fonts.
const LETTER: f64 = 0.62;
pub(super) const LONGEST: usize = 40;
/// Between a node and the one below it.
pub(super) const BETWEEN: f64 = 12.0;
/// Around the whole.
pub(super) const MARGIN: f64 = 20.0;

/// What has a place: a node, or what stands at the end of an edge that leads to none.
pub(super) struct Item {
    pub(super) lines: Vec<String>,
    pub(super) fill: &'static str,
    /// Whether the root keeps it alive.
    pub(super) inside: bool,
    /// Whether it is marked as held by handles from outside.
    pub(super) is_held: bool,
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Item {
    fn new(lines: Vec<String>, fill: &'static str, inside: bool) -> Item {
        let width = lines.iter().map(|line| width(line, FONT)).fold(LETTER * FONT, f64::max) + 16.0;
        let height = lines.len().max(1) as f64 * 1.3 * FONT + 10.0;
        Item { lines, fill, inside, is_held: false, x: 0.0, y: 0.0, width, height }
    }

    pub(super) fn middle(&self) -> f64 {
        self.y + self.height / 2.0
    }
}

pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) field: &'static str,
    pub(super) kind: EdgeKind,
    pub(super) dead: bool,
    /// Whether it says where its end stands: beside the one that owns, shares or (if nobody in the picture does) names
    /// it.
    pub(super) places: bool,
}

/// How a line runs, as the data of a path; where its name stands, and how it is aligned.
pub(super) struct Way {
    pub(super) path: String,
    pub(super) name: (f64, f64, &'static str),
}

pub(super) fn width(text: &str, font: f64) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 1.0 } else { 1.7 }).sum::<f64>() * LETTER * font
}

pub(super) fn cut(line: &str) -> String {
    match line.chars().count() > LONGEST {
        true => line.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => line.to_owned(),
    }
}

/// The items that are drawn, and the edges between them.
pub(super) fn collect(pick: &Pick<'_>, drawn: &[bool]) -> (Vec<Item>, Vec<Line>) {
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
        let handles = pick.handles_of(node);
        let is_held = handles.is_some();
        lines.extend(handles);
        items.push(Item { is_held, ..Item::new(lines, fill, node.is_inside()) });
    }
    let nodes = items.len();
    let mut lines = Vec::new();
    for node in pick.snapshot.nodes() {
        let Some(from) = places[node.number()] else { continue };
        for edge in pick.edges(node) {
            let what = edge.edge();
            let to = match (edge.to(), what.target) {
                (Some(to), _) => places[to],
                (None, target) => {
                    let text = match target {
                        Target::Dropped { type_name } => format!("✗ {type_name}"),
                        Target::Borrowed => "borrowed".to_owned(),
                        _ => "opaque".to_owned(),
                    };
                    items.push(Item::new(vec![text], "none", true));
                    Some(items.len() - 1)
                }
            };
            let dead = matches!(what.target, Target::Dropped { .. });
            lines.extend(to.map(|to| {
                let places = what.kind.is_strong() || to >= nodes || !items[to].inside;
                Line { from, to, field: what.field, kind: what.kind, dead, places }
            }));
        }
    }
    (items, lines)
}
