//! Places in linear time and constant stack: a tree that grows to the right, in which each item stands beside the first
//! that owns, shares or names it. All other edges run straight across.

use core::fmt::Write as _;
use std::collections::HashMap;

use super::items::{BETWEEN, Item, LONGEST, Line, MARGIN, SMALL, Way, cut, width};

/// Gives every item its place; the size of the whole.
pub(super) fn place(items: &mut [Item], lines: &[Line]) -> (f64, f64) {
    let mut targets = vec![Vec::new(); items.len()];
    lines.iter().filter(|line| line.places).for_each(|line| targets[line.from].push(line.to));
    let mut level = vec![0; items.len()];
    let mut parent = vec![None; items.len()];
    // Each beside the first on the way, children in their order.
    let mut order = Vec::with_capacity(items.len());
    let mut seen = vec![false; items.len()];
    for root in 0..items.len() {
        let mut stack = vec![(root, None)];
        while let Some((item, beside)) = stack.pop() {
            if core::mem::replace(&mut seen[item], true) {
                continue;
            }
            level[item] = beside.map_or(0, |beside: usize| level[beside] + 1);
            parent[item] = beside;
            order.push(item);
            stack.extend(targets[item].iter().rev().map(|&to| (to, Some(item))));
        }
    }
    let levels = level.iter().max().map_or(0, |last| last + 1);
    let mut widths = vec![0.0_f64; levels];
    items.iter().zip(&level).for_each(|(item, &level)| widths[level] = widths[level].max(item.width));
    let longest = lines.iter().map(|line| line.field).max_by_key(|field| field.chars().count().min(LONGEST));
    let gap = 50.0 + longest.map_or(0.0, |field| width(&cut(field), SMALL));
    let mut lefts = vec![MARGIN; levels];
    (1..levels).for_each(|level| lefts[level] = lefts[level - 1] + widths[level - 1] + gap);
    // How high each is with all beside it, from the last on; then where each stands, from the first on.
    let mut heights = vec![0.0_f64; items.len()];
    for &item in order.iter().rev() {
        heights[item] = heights[item].max(items[item].height + BETWEEN);
        if let Some(parent) = parent[item] {
            heights[parent] += heights[item];
        }
    }
    let mut next = vec![0.0; items.len()];
    let mut bottom = MARGIN;
    for &item in &order {
        let slot = parent[item].map_or(&mut bottom, |parent| &mut next[parent]);
        let top = *slot;
        *slot += heights[item];
        next[item] = top;
        items[item].x = lefts[level[item]];
        items[item].y = top + (heights[item] - BETWEEN - items[item].height) / 2.0;
    }
    let right = items.iter().map(|item| item.x + item.width).fold(0.0, f64::max);
    (right + gap + MARGIN, bottom + MARGIN)
}

/// Curves from one end to the other, for lines that nothing else was found for.
#[derive(Default)]
pub(super) struct Straight {
    /// How many there were between two items.
    between: HashMap<(usize, usize), usize>,
}

impl Straight {
    pub(super) fn way(&mut self, items: &[Item], line: &Line) -> Way {
        let (from, to) = (&items[line.from], &items[line.to]);
        let nth = self.between.entry((line.from, line.to)).or_insert(0);
        let mut path = String::new();
        let aside = *nth as f64 * 9.0;
        let (x, y) = (from.x + from.width, from.middle() + aside);
        if to.x > x {
            let bend = (to.x - x) / 2.0;
            let (x2, y2) = (to.x, to.middle() + aside);
            _ = write!(path, "M {x:.1} {y:.1} C {:.1} {y:.1}, {:.1} {y2:.1}, {x2:.1} {y2:.1}", x + bend, x2 - bend);
            // The first above the line, a second one below its own.
            let name = (x2 - 12.0, if *nth == 0 { y2 - 4.0 } else { y2 + 12.0 }, "end");
            *nth += 1;
            return Way { path, name };
        }
        *nth += 1;
        // Back, or up and down: out to the right and in from the right.
        let below = if line.from == line.to { to.height / 3.0 } else { 3.0 };
        let (x2, y2) = (to.x + to.width, to.middle() + below + aside);
        let far = x.max(x2) + 40.0 + aside;
        _ = write!(path, "M {x:.1} {y:.1} C {far:.1} {y:.1}, {far:.1} {y2:.1}, {x2:.1} {y2:.1}");
        // The middle of the curve.
        Way { path, name: ((x + 6.0 * far + x2) / 8.0 + 2.0, (y + y2) / 2.0, "start") }
    }
}
