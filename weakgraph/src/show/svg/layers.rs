//! Places in layers, by the method of Sugiyama, Tagawa and Toda: what owns or shares stands left of what it owns or
//! shares, in columns, and every line has a way of its own between the nodes, with room for its name.
//!
//! Which column what is in is said here; in which order and at which height it stands there, `rust-sugiyama` finds.
//! What it is given has no cycle, no loop, no two edges between the same two, and only edges from a column to the next:
//! each line is a chain of vertices, one for each column on its way, and one of them is its name.
//!
//! The crate was chosen by trying those that there are on random graphs of up to 25 nodes and on trees of up to 1000
//! with as many edges across:
//!
//! - `rust-sugiyama` 0.4.0 (MIT; brings `petgraph` and `log`): nothing overlaps and nothing panics if there is one edge
//!   at most between two nodes. It panics at a loop, and some graphs with two edges between the same two nodes keep its
//!   ranking going for ever, so neither is given to it, and that ranking is not used. It recurses, so it has a thread
//!   with a stack of its own.
//! - `dagre` 0.1.2 (Apache-2.0; brings `serde_json`, without which it does not build): nothing overlaps and nothing
//!   panics either, but 500 nodes with 500 edges across took it a hundred times as long.
//! - `layout-rs` 0.1.3 (MIT): 2 of 2000 trees of up to 12 nodes with some edges across made it panic
//!   (`Can't normalize the unit vector`), cycles or not.
//! - `dagre-rs` 0.1.0: not for commercial use.

use core::fmt::Write as _;
use std::thread;

use rust_sugiyama::configure::{Config, CrossingMinimization, RankingType};

use super::items::{BETWEEN, Item, Line, MARGIN, SMALL, Way, cut, width};

/// How many items are placed so; more of them are a tree.
pub(super) const ITEMS: usize = 1000;
/// How many vertices the layout may have, for its time. Lines that would need more, the longest, have no way of their
/// own.
const VERTICES: usize = 4000;
/// Up to how many vertices neighbours change places as long as that saves crossings. Above, it takes too long.
const TRANSPOSED: usize = 1000;
/// What a vertex may take of the stack: several times of what it was seen to take.
const STACK: usize = 4096;
/// How far a line runs below the middle of its name.
const BELOW: f64 = 4.0;

/// How many lines turn back beside each other, right of a column.
const TURNS: usize = 8;

/// What the columns are made of: first the items, then the vertices of the chains.
struct Vertex {
    column: usize,
    width: f64,
    height: f64,
    /// Its middle.
    y: f64,
    /// Where the line runs that it is a part of, below that.
    line: f64,
}

/// A line as a chain of vertices, from the one after its start to the one before its end.
struct Chain {
    line: usize,
    vertices: Vec<usize>,
    name: usize,
}

#[derive(Default)]
struct Layout {
    vertices: Vec<Vertex>,
    chains: Vec<Chain>,
    /// From a column to the next.
    edges: Vec<(usize, usize)>,
}

/// Gives every item its place; the way of each line that has one of its own, and the size of the whole. `None` if they
/// are too many.
pub(super) fn place(items: &mut [Item], lines: &[Line]) -> Option<(Vec<Option<Way>>, f64, f64)> {
    if items.len() > ITEMS {
        return None;
    }
    let mut layout = Layout::of(items, lines);
    layout.find_heights()?;
    let columns = layout.columns();
    for (item, vertex) in items.iter_mut().zip(&layout.vertices) {
        item.x = columns[vertex.column].0;
        item.y = vertex.y - item.height / 2.0;
    }
    let bottom = layout.vertices.iter().map(|it| it.y + it.height / 2.0).fold(0.0, f64::max);
    let right = columns.last().map_or(0.0, |column| column.1);
    Some((layout.ways(items, lines, &columns), right + MARGIN, bottom + MARGIN))
}

/// How many steps each stands from the left: each after all that own, share or name it.
fn levels(items: &[Item], lines: &[Line]) -> Vec<usize> {
    let places = || lines.iter().filter(|line| line.places && line.from != line.to);
    let (mut targets, mut before) = (vec![Vec::new(); items.len()], vec![0_usize; items.len()]);
    for line in places() {
        targets[line.from].push(line.to);
        before[line.to] += 1;
    }
    let mut level = vec![0; items.len()];
    let mut ready: Vec<usize> = (0..items.len()).filter(|&item| before[item] == 0).collect();
    while let Some(item) = ready.pop() {
        for &to in &targets[item] {
            level[to] = level[to].max(level[item] + 1);
            before[to] -= 1;
            if before[to] == 0 {
                ready.push(to);
            }
        }
    }
    level
}

impl Layout {
    fn of(items: &[Item], lines: &[Line]) -> Layout {
        let mut layout = Layout::default();
        // Between two columns of items there is one for names.
        let column: Vec<usize> = levels(items, lines).into_iter().map(|level| 2 * level).collect();
        for (item, &column) in items.iter().zip(&column) {
            layout.vertices.push(Vertex { column, width: item.width, height: item.height, y: 0.0, line: 0.0 });
        }
        let between = |line: &Line| column[line.from].abs_diff(column[line.to]).max(2) - 1;
        let mut shortest: Vec<usize> = (0..lines.len()).collect();
        shortest.sort_by_key(|&line| between(&lines[line]));
        let mut left = VERTICES.saturating_sub(items.len());
        let mut drawn: Vec<usize> = shortest
            .into_iter()
            .take_while(|&line| {
                let fits = between(&lines[line]) <= left;
                left = left.saturating_sub(between(&lines[line]));
                fits
            })
            .collect();
        // Of several edges of one vertex, the layout begins with the last.
        drawn.sort_unstable_by(|a, b| b.cmp(a));
        for line in drawn {
            layout.chain(line, &lines[line], column[lines[line].from], column[lines[line].to]);
        }
        layout
    }

    /// The chain of a line between these columns.
    fn chain(&mut self, number: usize, line: &Line, from: usize, to: usize) {
        let (left, right) = if from <= to { (line.from, line.to) } else { (line.to, line.from) };
        let between = if from == to { from + 1..from + 2 } else { from.min(to) + 1..from.max(to) };
        // The name stands beside the target.
        let named = if from < to { between.end - 1 } else { between.start };
        let mut vertices = Vec::with_capacity(between.len());
        let (mut last, mut name) = (left, 0);
        for column in between {
            let next = self.vertices.len();
            let (width, height, line) = match column == named {
                true => {
                    let beside = if from == to { TURNS as f64 * BELOW } else { 0.0 };
                    (width(&cut(line.field), SMALL) + 6.0 + beside, SMALL + 1.5 * BELOW, BELOW)
                }
                false => (0.0, 2.0, 0.0),
            };
            if column == named {
                name = next;
            }
            self.vertices.push(Vertex { column, width, height, y: 0.0, line });
            self.edges.push((last, next));
            vertices.push(next);
            last = next;
        }
        if from != to {
            self.edges.push((last, right));
        } else if left != right {
            // Both ends stand left of the name.
            self.edges.push((right, last));
        }
        if from > to {
            vertices.reverse();
        }
        self.chains.push(Chain { line: number, vertices, name });
    }

    /// Asks the crate.
    fn find_heights(&mut self) -> Option<()> {
        let number = |index: usize| u32::try_from(index).ok();
        // Its layers are rows: what is high for us is wide for it.
        let sizes = self.vertices.iter().enumerate().map(|(i, it)| Some((number(i)?, (it.height, it.width))));
        let sizes = sizes.collect::<Option<Vec<_>>>()?;
        let edges = self.edges.iter().map(|&(a, b)| Some((number(a)?, number(b)?))).collect::<Option<Vec<_>>>()?;
        let config = Config {
            minimum_length: 1,
            vertex_spacing: BETWEEN,
            // There are no edges that would need any.
            dummy_vertices: false,
            dummy_size: 1.0,
            // All edges are as short as they can be.
            ranking_type: RankingType::Up,
            c_minimization: CrossingMinimization::Barycenter,
            transpose: self.vertices.len() <= TRANSPOSED,
        };
        let stack = (1 << 20) + sizes.len() * STACK;
        let parts = thread::Builder::new()
            .name("weakgraph layout".to_owned())
            .stack_size(stack)
            .spawn(move || rust_sugiyama::from_vertices_and_edges(&sizes, &edges, &config))
            .ok()?
            .join()
            .ok()?;
        // What does not hang together is one below the other.
        let mut top = MARGIN;
        for (part, ..) in parts {
            let upper = part.iter().map(|&(i, (y, _))| y - self.vertices[i].height / 2.0).fold(f64::INFINITY, f64::min);
            let mut bottom = top;
            for (i, (y, _)) in part {
                let vertex = &mut self.vertices[i];
                vertex.y = y - upper + top;
                bottom = bottom.max(vertex.y + vertex.height / 2.0);
            }
            top = bottom + 2.0 * BETWEEN;
        }
        Some(())
    }

    /// Where each column begins and ends. The steeper lines have to be, the wider is the gap before it.
    fn columns(&self) -> Vec<(f64, f64)> {
        let last = self.vertices.iter().map(|vertex| vertex.column).max().unwrap_or(0);
        let (mut widths, mut steep) = (vec![0.0_f64; last + 1], vec![0.0_f64; last + 1]);
        for vertex in &self.vertices {
            widths[vertex.column] = widths[vertex.column].max(vertex.width);
        }
        for &(a, b) in &self.edges {
            let (a, b) = (&self.vertices[a], &self.vertices[b]);
            steep[b.column] = steep[b.column].max((a.y - b.y).abs());
        }
        let mut x = MARGIN;
        let column = |(width, steep): (f64, f64)| {
            let left = x + if x > MARGIN { 14.0 + (steep / 8.0).min(60.0) } else { 0.0 };
            x = left + width;
            (left, x)
        };
        widths.into_iter().zip(steep).map(column).collect()
    }

    fn ways(&self, items: &[Item], lines: &[Line], columns: &[(f64, f64)]) -> Vec<Option<Way>> {
        let line_at = |vertex: usize| self.vertices[vertex].y + self.vertices[vertex].line;
        // Where the lines meet an item: on each side one below the other, in the order of where they come from.
        let mut ports: Vec<(usize, bool, f64, usize, bool)> = Vec::new();
        for (i, chain) in self.chains.iter().enumerate() {
            let (line, ends) = (&lines[chain.line], [chain.vertices.first(), chain.vertices.last()]);
            let (from, to) = (self.vertices[line.from].column, self.vertices[line.to].column);
            let [Some(&first), Some(&last)] = ends else { continue };
            ports.push((line.from, from <= to, line_at(first), i, false));
            ports.push((line.to, from >= to, line_at(last), i, true));
        }
        ports.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)).then((a.3, a.4).cmp(&(b.3, b.4))));
        let mut ends = vec![(0.0, 0.0); self.chains.len()];
        for side in ports.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let item = &items[side[0].0];
            let step = ((item.height - 4.0 * BELOW) / side.len() as f64).min(8.0);
            for (nth, &(.., chain, is_end)) in side.iter().enumerate() {
                let y = item.middle() + BELOW + (nth as f64 - (side.len() - 1) as f64 / 2.0) * step;
                *if is_end { &mut ends[chain].1 } else { &mut ends[chain].0 } = y;
            }
        }
        let mut turns = vec![0; columns.len()];
        let mut ways: Vec<Option<Way>> = lines.iter().map(|_| None).collect();
        for (chain, (start, end)) in self.chains.iter().zip(ends) {
            let line = &lines[chain.line];
            let (from, to) = (&items[line.from], &items[line.to]);
            let (first, last) = (self.vertices[line.from].column, self.vertices[line.to].column);
            let name = &self.vertices[chain.name];
            let mut path = String::new();
            if first == last {
                // Out to the name and back.
                let beside = turns[first] % TURNS;
                turns[first] += 1;
                let (right, y) = (columns[first].1, name.y);
                let far = columns[first + 1].0 + beside as f64 * BELOW;
                let (x, x2) = (from.x + from.width, to.x + to.width);
                let (above, below) = ((start + y) / 2.0, (end + y) / 2.0);
                _ = write!(
                    path,
                    "M {x:.1} {start:.1} H {right:.1} C {far:.1} {start:.1}, {far:.1} {above:.1}, {far:.1} {y:.1} "
                );
                _ = write!(path, "C {far:.1} {below:.1}, {far:.1} {end:.1}, {right:.1} {end:.1}");
                level(&mut path, right, x2);
                ways[chain.line] = Some(Way { path, name: (far + 4.0, y + 4.0, "start") });
                continue;
            }
            let forward = first < last;
            let mut x = if forward { from.x + from.width } else { from.x };
            let mut y = start;
            _ = write!(path, "M {x:.1} {y:.1}");
            if forward {
                level(&mut path, x, columns[first].1);
                x = columns[first].1;
            }
            // Level through each column, and a curve between two.
            let stops = chain.vertices.iter().map(|&it| (self.vertices[it].column, line_at(it)));
            for (column, next) in stops.chain([(last, end)]) {
                let (left, right) = columns[column];
                let (near, far) = if forward { (left, right) } else { (right, left) };
                let bend = (x + near) / 2.0;
                _ = write!(path, " C {bend:.1} {y:.1}, {bend:.1} {next:.1}, {near:.1} {next:.1}");
                (x, y) = (far, next);
                match column == last {
                    false => level(&mut path, near, far),
                    true if !forward => level(&mut path, near, to.x + to.width),
                    true => {}
                }
            }
            let (left, right) = columns[name.column];
            ways[chain.line] = Some(Way { path, name: ((left + right) / 2.0, name.y + 1.0, "middle") });
        }
        ways
    }
}

/// On to there, on the level. A step of no length would have no direction, and the arrow at its end neither.
fn level(path: &mut String, x: f64, to: f64) {
    if (x - to).abs() >= 0.1 {
        _ = write!(path, " H {to:.1}");
    }
}
