//! [`Dropped`]: why a weak handle could not be used.

use core::fmt;

/// The node behind a weak handle was dropped, or there was none.
///
/// Python's `ReferenceError`, with its text.
///
/// # Example
/// ```
/// use weakgraph::Dropped;
///
/// assert_eq!(Dropped.to_string(), "weakly-referenced object no longer exists");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("weakly-referenced object no longer exists")
    }
}

impl std::error::Error for Dropped {}
