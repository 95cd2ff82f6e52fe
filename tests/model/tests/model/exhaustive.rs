//! Every sequence of up to five operations on up to four nodes, held against the reference.
//!
//! Nodes of one type are alike until something happens to them, so sequences that differ only in which is called which
//! are run once: a node is named for the first time after those with smaller numbers. Each sequence is run from the
//! start and compared after its last operation; those before it have been compared as sequences of their own.

use weakgraph_model::exact::Exact;
use weakgraph_model::kinds::Kind;
use weakgraph_model::ops::{Op, Over};
use weakgraph_model::real::{Edit, WAYS, Way};

const NODES: u8 = 4;

/// Whether to leave out the longest sequences: in a build without optimisation, unless `MODEL_CASES` asks for a longer
/// run.
fn quick() -> bool {
    cfg!(debug_assertions) && std::env::var_os("MODEL_CASES").is_none()
}

/// This length, or one less in a quick run.
fn length(full: usize) -> usize {
    full - usize::from(quick())
}

/// An operation and the nodes that it names, in order.
type Named = (Op, Vec<u8>);

fn pairs() -> impl Iterator<Item = (u8, u8)> {
    (0..NODES).flat_map(|a| (0..NODES).map(move |b| (a, b)))
}

/// Tries `ops` after `so_far`, up to `length`; gives the number of sequences.
fn all(kind: Kind, ops: &[Named], so_far: &mut Vec<Op>, named: u8, length: usize) -> usize {
    let mut count = 0;
    for (op, nodes) in ops {
        // In this order new names come up one after the other.
        let mut known = named;
        let in_order = nodes.iter().all(|&node| {
            let ok = node <= known;
            known = known.max(node + 1);
            ok
        });
        if !in_order {
            continue;
        }
        so_far.push(op.clone());
        run(kind, so_far);
        count += 1;
        if so_far.len() < length {
            count += all(kind, ops, so_far, known.min(NODES), length);
        }
        so_far.pop();
    }
    count
}

fn run(kind: Kind, ops: &[Op]) {
    let mut exact = Exact::new();
    exact.start(kind, NODES);
    exact.sessions = true;
    ops.iter().for_each(|op| exact.exec_quick(op));
    // The shorter ones are compared in every way, the many long ones in what matters.
    exact.thorough = ops.len() < 4;
    exact.check();
    exact.finish_quick();
}

#[track_caller]
fn report(what: &str, count: usize) {
    println!("{what}: {count} sequences");
}

#[test]
fn trees() {
    let mut ops = Vec::new();
    for (a, b) in pairs() {
        ops.push((Op::Edge { owner: a, edge: 0, edit: Edit::Append(b) }, vec![a, b]));
    }
    for (a, b) in pairs().filter(|(a, b)| a != b) {
        ops.push((Op::Tree { var: a, other: b, edit: 2 }, vec![a, b]));
    }
    for a in 0..NODES {
        ops.push((Op::Detach { var: a, rel: 0 }, vec![a]));
        ops.push((Op::Drop { var: a }, vec![a]));
    }
    let count = all(Kind::Plain, &ops, &mut Vec::new(), 0, length(4));
    report(&format!("appending, inserting before, detaching and dropping, up to {}", length(4)), count);
    ops.retain(|(op, _)| !matches!(op, Op::Tree { .. }));
    let count = all(Kind::Hooked, &ops, &mut Vec::new(), 0, length(5));
    report(&format!("appending, detaching and dropping, up to {}", length(5)), count);
}

#[test]
fn two_parents() {
    let mut ops = Vec::new();
    for (a, b) in pairs().filter(|(a, b)| a != b) {
        for edge in 0..2 {
            ops.push((Op::Edge { owner: a, edge, edit: Edit::Append(b) }, vec![a, b]));
        }
    }
    for a in 0..NODES {
        ops.push((Op::Detach { var: a, rel: 0 }, vec![a]));
        ops.push((Op::Drop { var: a }, vec![a]));
    }
    let count = all(Kind::Person, &ops, &mut Vec::new(), 0, length(4));
    report(&format!("two relations, up to {}", length(4)), count);
}

#[test]
fn two_slots() {
    let mut ops = Vec::new();
    for (a, b) in pairs().filter(|(a, b)| a != b) {
        for edge in 0..2 {
            ops.push((Op::Edge { owner: a, edge, edit: Edit::Append(b) }, vec![a, b]));
        }
    }
    for a in 0..NODES {
        ops.push((Op::Drop { var: a }, vec![a]));
    }
    let count = all(Kind::Bin, &ops, &mut Vec::new(), 0, 4);
    report("two edges to one member, up to 4", count);
}

/// With a session open from the start: what dies waits, in whatever order sessions are opened and closed around it.
#[test]
fn deaths_in_sessions() {
    let mut ops = vec![(Op::Panic, vec![]), (Op::Gut { mask: 0, slot: 0 }, vec![])];
    for (a, b) in pairs().filter(|(a, b)| a != b) {
        ops.push((Op::Edge { owner: a, edge: 0, edit: Edit::Append(b) }, vec![a, b]));
        ops.push((Op::Cell { owner: a, target: Some(b) }, vec![a, b]));
    }
    for a in 0..NODES {
        ops.push((Op::Detach { var: a, rel: 0 }, vec![a]));
        ops.push((Op::Drop { var: a }, vec![a]));
        ops.push((Op::Cell { owner: a, target: None }, vec![a]));
        ops.push((Op::Handle { to: a }, vec![a]));
    }
    let count = all(Kind::Hooked, &ops, &mut vec![Op::Panic], 0, length(5));
    report(&format!("appending, linking, detaching, dropping and reading in sessions, up to {}", length(4)), count);
}

/// Each walk of a tree of four, with each edit at each step.
#[test]
fn walks_with_an_edit_at_every_step() {
    let mut count = 0;
    // The trees: each node but the first under one before it.
    let shapes = (0..1).flat_map(|a| (0..2).flat_map(move |b| (0..3).map(move |c| [a, b, c])));
    let mut edits = Vec::new();
    for (a, b) in pairs().filter(|(a, b)| a != b) {
        for edit in 0..5 {
            edits.push(Op::Tree { var: a, other: b, edit });
        }
    }
    for a in 0..NODES {
        edits.push(Op::Detach { var: a, rel: 0 });
        edits.push(Op::Edge { owner: a, edge: 0, edit: Edit::Reverse });
        edits.push(Op::Edge { owner: a, edge: 0, edit: Edit::Clear });
        edits.push(Op::Tree { var: a, other: (a + 1) % NODES, edit: 6 });
    }
    for shape in shapes {
        for over in WAYS.map(Over::Tree).into_iter().chain([Over::Edge(0)]) {
            for start in 0..NODES {
                for ends in [0, 0xff, 0b0101_0100, 0b0010_1000] {
                    if quick() && ends > 0 && ends < 0xff {
                        continue;
                    }
                    if ends != 0 && !matches!(over, Over::Tree(Way::Descendants | Way::Leaves) | Over::Edge(_)) {
                        continue;
                    }
                    for edit in &edits {
                        for step in 1..4 {
                            let mut exact = Exact::new();
                            exact.start(Kind::Plain, NODES);
                            for (child, &owner) in (1..).zip(&shape) {
                                exact.exec_quick(&Op::Tree { var: owner, other: child, edit: 0 });
                            }
                            let body = vec![(step, edit.clone())];
                            exact.exec_quick(&Op::Walk { var: start, over, ends, steps: 20, keep: false, body });
                            exact.finish_quick();
                            count += 1;
                        }
                    }
                }
            }
        }
    }
    report("walks", count);
}
