//! Handles and edges stay on their thread. Gives the compiler's error a message of this crate.

use super::strong::Strong;
use super::weak::Weak;

/// Implemented by nothing, and not reachable: the condition under which a handle could change threads. Without it, the
/// compiler would report each field inside.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot leave its thread",
    label = "counts and links of nodes are not atomic",
    note = "keep the graph on one thread, in a `thread_local!` for instance, and send plain data that names its nodes"
)]
pub trait ManyThreads {}

// SAFETY: never the case, as nothing implements `ManyThreads`.
unsafe impl<T> Send for Strong<T> where Strong<T>: ManyThreads {}
// SAFETY: never the case, as nothing implements `ManyThreads`.
unsafe impl<T> Sync for Strong<T> where Strong<T>: ManyThreads {}
// SAFETY: never the case, as nothing implements `ManyThreads`.
unsafe impl<T> Send for Weak<T> where Weak<T>: ManyThreads {}
// SAFETY: never the case, as nothing implements `ManyThreads`.
unsafe impl<T> Sync for Weak<T> where Weak<T>: ManyThreads {}
