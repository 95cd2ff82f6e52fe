//! What several tests share: a node type with a notation for whole trees, a log, random numbers, counted memory and a
//! thread with a small stack.

pub mod dying;
mod memory;
pub mod persons;
mod tree;

use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::Once;
use std::thread;

pub use memory::{Usage, allocations_of, usage, usage_of};
pub use tree::{Forest, Node, all_shapes, dump, find, forest, forest_with, node, show, tree};

/// How large a test is: `full` in the gate, where `WEAKGRAPH_FULL` is set in the environment, and `quick` elsewhere.
///
/// The quick size is still too deep for code that recurses, on the small stack.
pub fn size(full: usize, quick: usize) -> usize {
    if std::env::var_os("WEAKGRAPH_FULL").is_some() { full } else { quick }
}

/// How much stack the deep tests have.
pub const SMALL_STACK: usize = 64 * 1024;

/// Runs `test` in a thread with a stack of [`SMALL_STACK`] bytes, and hands on its panic.
///
/// Sanitizers make frames larger than they are: for them the environment variable `TEST_STACK` gives another size.
pub fn on_small_stack<T: Send>(test: impl FnOnce() -> T + Send) -> T {
    let size = std::env::var("TEST_STACK").ok().and_then(|size| size.parse().ok()).unwrap_or(SMALL_STACK);
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(size).spawn_scoped(scope, test).unwrap();
        thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
    })
}

/// What happened, in order. Clones write into the same log.
#[derive(Clone, Default)]
pub struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    /// An empty log.
    pub fn new() -> Log {
        Log::default()
    }

    /// Adds a line.
    pub fn say(&self, what: impl Display) {
        self.0.borrow_mut().push(what.to_string());
    }

    /// Takes all lines out.
    pub fn take(&self) -> Vec<String> {
        self.0.take()
    }

    /// A value that says `what` when it is dropped.
    pub fn on_drop(&self, what: impl Display) -> SaysOnDrop {
        SaysOnDrop { log: self.clone(), what: what.to_string() }
    }
}

/// See [`Log::on_drop`].
pub struct SaysOnDrop {
    log: Log,
    what: String,
}

impl Drop for SaysOnDrop {
    fn drop(&mut self) {
        self.log.say(&self.what);
    }
}

/// Random numbers that are the same on every run (xorshift64*).
pub struct Rng(u64);

impl Rng {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Rng {
        Rng(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// The `Debug` text with every address made `@`.
pub fn without_addresses(value: impl std::fmt::Debug) -> String {
    let mut text = format!("{value:?}");
    while let Some(at) = text.find("0x") {
        let end = text[at + 2..].find(|c: char| !c.is_ascii_hexdigit()).map_or(text.len(), |end| at + 2 + end);
        assert!(end > at + 6, "an address: {text}");
        text.replace_range(at..end, "@");
    }
    text
}

/// Runs `code` and gives the message of its panic, if it does; nothing of it comes on the screen.
pub fn panic_of(code: impl FnOnce()) -> Option<String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                loud(info);
            }
        }));
    });
    let was_quiet = QUIET.replace(true);
    let panic = panic::catch_unwind(AssertUnwindSafe(code));
    QUIET.set(was_quiet);
    let panic = panic.err()?;
    let message = panic.downcast_ref::<String>().cloned();
    Some(message.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_default())
}
