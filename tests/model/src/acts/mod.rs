//! What hostile programs do besides edits of edges and walks, a file for each topic. An act is a function that is given
//! three bytes and picks nodes by them; it goes on with the program (`hostile::in_closure`) wherever user code could,
//! and in between.
//!
//! A new act is a function and an entry in its file's `ACTS`; a new topic is a file and a line in [`TOPICS`]. An act
//! returns nothing that would have to be dropped: a result is lost if what is dropped beside it panics
//! (rust-lang/rust#47949).

mod edges;
mod handles;
mod maps;
mod reads;
mod relations;
mod values;
mod walks;

pub(crate) use edges::{list, one};

use crate::hostile;
use crate::kinds::{Any, Kind};

/// Three bytes of a program.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Args {
    pub(crate) var: u8,
    pub(crate) other: u8,
    pub(crate) n: u8,
}

/// Nothing comes of it if no node fits.
type Act = fn(Args) -> Option<()>;

const TOPICS: [&[Act]; 6] = [edges::ACTS, handles::ACTS, maps::ACTS, reads::ACTS, values::ACTS, walks::ACTS];

/// Does one of them.
pub(crate) fn run(which: u8, args: Args) -> Option<()> {
    let which = usize::from(which);
    let acts = TOPICS[which % TOPICS.len()];
    acts[which / TOPICS.len() % acts.len()](args)
}

impl Args {
    fn node(self, fits: impl Fn(Kind) -> bool) -> Option<Any> {
        hostile::pick(self.var, fits)
    }

    /// Another one of the same kind, or the same one.
    fn another(self, any: &Any) -> Option<Any> {
        hostile::pick(self.other, |kind| kind == any.kind())
    }

    fn bit(self, n: usize) -> bool {
        self.n >> (n % 8) & 1 == 1
    }
}
