//! Programs: a list of operations, and how bytes are read as one. Every string of bytes is a program.

use crate::kinds::{KINDS, Kind};
use crate::real::{Edit, WAYS, Way};

/// Reads bytes; 0 when there are none left.
#[derive(Debug, Default, Clone)]
pub struct Bytes {
    bytes: Vec<u8>,
    at: usize,
}

impl Bytes {
    /// Reads these.
    pub fn new(bytes: &[u8]) -> Bytes {
        Bytes { bytes: bytes.to_vec(), at: 0 }
    }

    /// Whether none are left.
    pub fn is_empty(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The next one.
    pub fn u8(&mut self) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte
    }

    fn kind(&mut self) -> Kind {
        let all: u16 = KINDS.iter().map(|&(_, often)| u16::from(often)).sum();
        let mut at = u16::from(self.u8()) % all;
        for &(kind, often) in KINDS {
            match at.checked_sub(often.into()) {
                Some(rest) => at = rest,
                None => return kind,
            }
        }
        unreachable!("less than all")
    }

    fn some(&mut self, up_to: u8) -> Vec<u8> {
        let count = self.u8() % (up_to + 1);
        (0..count).map(|_| self.u8()).collect()
    }
}

/// Which node has the edge: a variable, an unborn value, or the node whose hook runs.
pub type Owner = u8;

/// One operation. A `u8` names a node: it is taken modulo the number of those that would do.
#[derive(Debug, Clone)]
#[allow(missing_docs)]
pub enum Op {
    /// A node without edges, into a variable.
    New {
        kind: Kind,
        to: u8,
    },
    /// A node that is given its members as a literal.
    Build {
        kind: Kind,
        members: Vec<u8>,
        to: u8,
    },
    /// A value that is no node yet.
    Unborn {
        kind: Kind,
        slot: u8,
    },
    /// Makes a node of it.
    Birth {
        slot: u8,
        to: u8,
    },
    /// Drops it.
    Scrap {
        slot: u8,
    },
    Copy {
        from: u8,
        to: u8,
    },
    Drop {
        var: u8,
    },
    /// A member into a variable.
    Down {
        owner: Owner,
        edge: u8,
        index: u8,
        to: u8,
    },
    /// An owner into a variable.
    Up {
        var: u8,
        rel: u8,
        to: u8,
    },
    Downgrade {
        var: u8,
        to: u8,
    },
    Upgrade {
        weak: u8,
        to: u8,
    },
    DropWeak {
        weak: u8,
    },
    Edge {
        owner: Owner,
        edge: u8,
        edit: Edit<u8>,
    },
    AppendAll {
        owner: Owner,
        edge: u8,
        from: Owner,
    },
    Detach {
        var: u8,
        rel: u8,
    },
    Tree {
        var: u8,
        other: u8,
        edit: u8,
    },
    Cell {
        owner: Owner,
        target: Option<u8>,
    },
    Links {
        owner: Owner,
        target: u8,
        edit: u8,
    },
    Share {
        var: u8,
        style: u8,
    },
    Unshare {
        var: u8,
    },
    /// A walk from a node, with operations before some of its steps.
    Walk {
        var: u8,
        over: Over,
        ends: u8,
        steps: u8,
        keep: bool,
        body: Vec<(u8, Op)>,
    },
    Forget {
        var: u8,
    },
    ForgetWeak {
        weak: u8,
    },
    /// Registers a callback, a finalizer, or with the queue.
    Watch {
        var: u8,
        slot: u8,
        how: u8,
    },
    /// Lets a guard go.
    Unwatch {
        slot: u8,
        how: u8,
    },
    Poll,
    /// Edits a map or a set that holds nodes weakly.
    Weakly {
        var: u8,
        number: u8,
        edit: u8,
    },
    /// One of what the files of `acts/` do, in hostile programs.
    Act {
        which: u8,
        var: u8,
        other: u8,
        n: u8,
    },
    /// In hooks of hostile programs: a panic. In exact programs with sessions: opens one.
    Panic,
    /// In a `Drop` of hostile programs: moves edges out. In exact programs with sessions: closes one.
    Gut {
        mask: u8,
        slot: u8,
    },
    /// In hooks of hostile programs: keeps a handle to the node itself. In exact programs with sessions: reads a node.
    Handle {
        to: u8,
    },
}

/// What a walk goes over.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub enum Over {
    Tree(Way),
    Edge(u8),
    Links,
}

impl Op {
    /// The nodes that a program starts with.
    pub fn prelude(which: u8) -> impl Iterator<Item = Op> {
        use Kind::*;
        let kinds: &[Kind] = match which % 8 {
            0 => &[],
            1 => &[Hooked; 6],
            2 => &[Plain; 6],
            3 => &[Folder, Folder, Folder, Page, Page, Page],
            4 => &[Person; 6],
            5 => &[Bin, Bin, Bin, Either, Either, Either],
            6 => &[Shelf, Loan, Loan, Slip, Slip, Lent, Style],
            _ => &[Hooked, Hooked, Person, Folder, Page, Either, Style],
        };
        kinds.iter().map(|&kind| Op::New { kind, to: 1 })
    }

    /// Reads one.
    pub fn read(bytes: &mut Bytes) -> Op {
        Op::read_at(bytes, 0)
    }

    fn read_at(bytes: &mut Bytes, depth: u8) -> Op {
        let code = bytes.u8();
        // The rest of the numbers are as in the programs that the corpus has from before there were these.
        match code {
            192..224 => return Op::Act { which: bytes.u8(), var: bytes.u8(), other: bytes.u8(), n: bytes.u8() },
            224..232 => return Op::Watch { var: bytes.u8(), slot: bytes.u8(), how: code },
            232..235 => return Op::Unwatch { slot: bytes.u8(), how: code },
            235 => return Op::Poll,
            236..=255 => return Op::Weakly { var: bytes.u8(), number: bytes.u8(), edit: code },
            _ => {}
        }
        match code % 64 {
            0..3 => Op::New { kind: bytes.kind(), to: bytes.u8() },
            3..6 => Op::Build { kind: bytes.kind(), members: bytes.some(4), to: bytes.u8() },
            6 => Op::Unborn { kind: bytes.kind(), slot: bytes.u8() },
            7 | 8 => Op::Birth { slot: bytes.u8(), to: bytes.u8() },
            9 => Op::Scrap { slot: bytes.u8() },
            10 => Op::Copy { from: bytes.u8(), to: bytes.u8() },
            11..15 => Op::Drop { var: bytes.u8() },
            15 => Op::Down { owner: bytes.u8(), edge: bytes.u8(), index: bytes.u8(), to: bytes.u8() },
            16 => Op::Up { var: bytes.u8(), rel: bytes.u8(), to: bytes.u8() },
            17 => Op::Downgrade { var: bytes.u8(), to: bytes.u8() },
            18 => Op::Upgrade { weak: bytes.u8(), to: bytes.u8() },
            19 => Op::DropWeak { weak: bytes.u8() },
            20..33 => Op::Edge { owner: bytes.u8(), edge: bytes.u8(), edit: read_edit(bytes) },
            33..36 => Op::AppendAll { owner: bytes.u8(), edge: bytes.u8(), from: bytes.u8() },
            36 | 37 => Op::Detach { var: bytes.u8(), rel: bytes.u8() },
            38..42 => Op::Tree { var: bytes.u8(), other: bytes.u8(), edit: bytes.u8() },
            42 | 43 => {
                let (owner, target) = (bytes.u8(), bytes.u8());
                Op::Cell { owner, target: (target % 8 != 0).then_some(target / 8) }
            }
            44..47 => Op::Links { owner: bytes.u8(), target: bytes.u8(), edit: bytes.u8() },
            47 => Op::Share { var: bytes.u8(), style: bytes.u8() },
            48 => Op::Unshare { var: bytes.u8() },
            49..58 => {
                let var = bytes.u8();
                let over = match bytes.u8() % 16 {
                    n @ 0..9 => Over::Tree(WAYS[usize::from(n)]),
                    9..11 => Over::Tree(Way::Descendants),
                    n @ 11..14 => Over::Edge(n),
                    _ => Over::Links,
                };
                let (ends, steps) = (bytes.u8(), bytes.u8());
                let mut body = Vec::new();
                if depth < 2 {
                    for _ in 0..bytes.u8() % 4 {
                        body.push((bytes.u8() % 8, Op::read_at(bytes, depth + 1)));
                    }
                }
                let steps = if steps % 4 == 0 { steps / 4 } else { u8::MAX };
                Op::Walk { var, over, ends, steps, keep: ends & 3 == 3, body }
            }
            58 => Op::Forget { var: bytes.u8() },
            59 => Op::ForgetWeak { weak: bytes.u8() },
            60 => Op::Panic,
            61 | 62 => Op::Gut { mask: bytes.u8(), slot: bytes.u8() },
            _ => Op::Handle { to: bytes.u8() },
        }
    }
}

fn read_edit(bytes: &mut Bytes) -> Edit<u8> {
    match bytes.u8() % 32 {
        0..6 => Edit::Append(bytes.u8()),
        6..8 => Edit::Prepend(bytes.u8()),
        8 | 9 => Edit::Insert(usize::from(bytes.u8() % 6), bytes.u8()),
        10..13 => Edit::Before(bytes.u8(), bytes.u8()),
        13..16 => Edit::After(bytes.u8(), bytes.u8()),
        16 | 17 => Edit::Remove(bytes.u8()),
        18..21 => Edit::Replace(bytes.u8(), bytes.u8()),
        21 => Edit::Clear,
        22 => {
            let how = bytes.u8();
            Edit::Drain(usize::from(how & 3), usize::from(how >> 2 & 3), how & 16 != 0)
        }
        23 | 24 => Edit::Retain(u32::from(bytes.u8()).wrapping_mul(0x0101_0101)),
        25 | 26 => {
            let range = bytes.u8();
            Edit::Splice(usize::from(range & 3), usize::from(range >> 3 & 7), bytes.some(3))
        }
        27 | 28 => Edit::Swap(bytes.u8(), bytes.u8()),
        29 => Edit::SortByKey(u32::from(bytes.u8())),
        30 => Edit::SortBy(u32::from(bytes.u8())),
        _ => Edit::Reverse,
    }
}
