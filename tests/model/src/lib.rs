//! What `weakgraph` is held against: programs over its whole API, read from bytes, run on the real graph and checked.
//!
//! Two modes. In an [exact](mod@exact) program user code only watches, and everything is compared with a
//! [reference](mod@reference) that has no pointers: both ends of every edge, order, counts, who is alive, where walks
//! stand, which hooks ran in which order, also when deaths wait for the end of a read session. In a
//! [hostile](mod@hostile) program every hook, every `Drop` and every closure goes on with the program: it edits
//! whatever it can reach, keeps handles, moves edges out of a dying value, panics. No reference could tell what must
//! come of that, but the graph must be whole at every point, and empty in the end.

#[macro_use]
pub mod reach;
#[macro_use]
pub mod kinds;
mod acts;
pub mod counting;
pub mod events;
pub mod exact;
pub mod hostile;
pub mod ops;
pub mod real;
pub mod reference;
pub mod scripts;
mod sessions;
pub mod told;
mod walks;

/// Runs the program that these bytes are: the first one tells the mode.
///
/// # Panics
/// If the library did wrong.
pub fn run(bytes: &[u8]) {
    match bytes.split_first() {
        None => {}
        Some((mode, program)) => match mode % 8 {
            0..3 => exact::run(program),
            3 => exact::run_in_sessions(program),
            4..6 => hostile::run(program),
            6 => hostile::run_in_sessions(program),
            _ => hostile::run_forgetful(program),
        },
    }
}

/// Whether `MODEL_TRACE` is set: then every operation is printed before it runs.
pub(crate) fn tracing() -> bool {
    static SET: std::sync::LazyLock<bool> = std::sync::LazyLock::new(|| std::env::var_os("MODEL_TRACE").is_some());
    *SET
}
