//! The operations of the js-framework-benchmark on a typed graph: a table owns rows, a row owns two cells, a cell has a
//! text; each knows its owner. The program keeps no list of its own beside the table.

mod bevy;
mod rc_refcell;
mod slotmap;
mod weakgraph;

use crate::alloc;
use crate::run::Rec;
use crate::shape::Rng;

/// What a row is made from.
#[derive(Clone)]
pub struct Data {
    pub id: u64,
    pub label: String,
}

/// One column of the table.
pub trait Rows: Sized {
    const NAME: &'static str;
    /// What a user holds to get back at a row.
    type Row: Clone;

    fn new() -> Self;
    fn append(&mut self, rows: &[Data]);
    /// Drops all rows.
    fn clear(&mut self);
    /// Appends ` !!!` to the label of every tenth row, from the first on.
    fn update_tenth(&mut self);
    /// Lets the second row and the last but one change places.
    fn swap(&mut self);
    /// All rows, in order.
    fn rows(&self) -> Vec<Self::Row>;
    /// Drops a row.
    fn remove(&mut self, row: Self::Row);
    /// The ids and labels in order. A row's id is found by way of a cell, that of a label by way of its row.
    fn see(&self, f: &mut dyn FnMut(u64, &str));
}

pub const WORKLOADS: &[(&str, &str)] = &[
    ("create_1k", "row created, of 1,000"),
    ("create_10k", "row created, of 10,000"),
    ("replace_1k", "row replaced, all 1,000"),
    ("update_10th", "row updated, 1,000 of 10,000"),
    ("swap_rows", "swap of two among 1,000"),
    ("remove_row", "row removed, of 1,000"),
    ("append_1k", "row appended to 10,000"),
    ("clear_10k", "row cleared"),
];

/// What all columns get.
pub struct Input {
    rows: Vec<Data>,
    /// The places of those that `remove_row` takes.
    removed: Vec<usize>,
}

const ADJECTIVES: [&str; 8] = ["pretty", "large", "small", "tall", "inexpensive", "handsome", "odd", "fancy"];
const COLOURS: [&str; 8] = ["red", "yellow", "blue", "green", "pink", "brown", "purple", "white"];
const NOUNS: [&str; 8] = ["table", "chair", "house", "desk", "keyboard", "sandwich", "mouse", "pony"];

const SWAPS: usize = 1_000;

impl Input {
    pub fn new() -> Input {
        let mut rng = Rng::new(11 ^ crate::shape::mix(crate::options::options().seed));
        let mut word = |of: &[&'static str; 8]| of[rng.below(8)];
        let rows = (0..11_000)
            .map(|id| Data { id, label: format!("{} {} {}", word(&ADJECTIVES), word(&COLOURS), word(&NOUNS)) })
            .collect();
        let mut removed: Vec<usize> = (0..1_000).collect();
        rng.shuffle(&mut removed);
        removed.truncate(500);
        Input { rows, removed }
    }
}

pub type Round = fn(&Input, &mut Rec);

pub fn columns() -> Vec<(&'static str, Round)> {
    fn column<R: Rows>() -> (&'static str, Round) {
        (R::NAME, round::<R>)
    }
    vec![
        column::<weakgraph::Table>(),
        column::<rc_refcell::Table>(),
        column::<slotmap::Table>(),
        column::<bevy::Table>(),
    ]
}

fn check<R: Rows>(table: &R, what: &str, want: &[Data]) {
    let mut at = 0;
    table.see(&mut |id, label| {
        let right = want.get(at).is_some_and(|row| row.id == id && row.label == label);
        assert!(right, "{}: {what}: row {at} is {id} {label:?}", R::NAME);
        at += 1;
    });
    assert_eq!(at, want.len(), "{}: {what}", R::NAME);
}

fn round<R: Rows>(input: &Input, rec: &mut Rec) {
    let (first, more) = input.rows.split_at(10_000);
    let (few, other) = (&first[..1_000], &first[1_000..2_000]);

    alloc::settle();
    let mut table = R::new();
    rec.time("create_1k", 1_000, || table.append(few));
    check(&table, "create_1k", few);
    rec.time("replace_1k", 1_000, || {
        table.clear();
        table.append(other);
    });
    check(&table, "replace_1k", other);
    rec.time("swap_rows", SWAPS, || (0..SWAPS).for_each(|_| table.swap()));
    check(&table, "swap_rows, an even number of times", other);
    table.swap();
    let mut want = other.to_vec();
    want.swap(1, 998);
    check(&table, "swap_rows", &want);
    let handles = table.rows();
    let gone: Vec<R::Row> = input.removed.iter().map(|&at| handles[at].clone()).collect();
    drop(handles);
    rec.time("remove_row", gone.len(), || gone.into_iter().for_each(|row| table.remove(row)));
    let mut at = 0..;
    want.retain(|_| at.next().is_some_and(|at: usize| !input.removed.contains(&at)));
    check(&table, "remove_row", &want);
    drop(table);

    alloc::settle();
    let mut table = R::new();
    rec.time("create_10k", 10_000, || table.append(first));
    rec.time("append_1k", 1_000, || table.append(more));
    rec.time("update_10th", 1_100, || table.update_tenth());
    let mut want = input.rows.clone();
    want.iter_mut().step_by(10).for_each(|row| row.label.push_str(" !!!"));
    check(&table, "update_10th", &want);
    rec.time("clear_10k", 11_000, || table.clear());
    check(&table, "clear_10k", &[]);
}
