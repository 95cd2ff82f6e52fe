//! What waits for a node to be dropped, and what refers to one weakly: callbacks, finalizers, queues, proxies.

#[allow(unsafe_code, reason = "says that a visit runs no user code")]
pub(crate) mod callback;
pub(crate) mod finalizer;
pub(crate) mod method;
pub(crate) mod proxy;
pub(crate) mod queue;
pub(crate) mod watch;
