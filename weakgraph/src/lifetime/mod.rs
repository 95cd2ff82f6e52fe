//! What waits for a node to be dropped, and what refers to one weakly: callbacks, finalizers, queues, proxies.

pub(crate) mod finalizer;
pub(crate) mod method;
pub(crate) mod proxy;
pub(crate) mod queue;
pub(crate) mod watch;
