//! What happens to nodes: birth, edits, the ancestor check, teardown.

pub(crate) mod ancestor_check;
pub(crate) mod birth;
pub(crate) mod copies;
pub(crate) mod edit;
pub(crate) mod identity;
pub(crate) mod kept;
pub(crate) mod list;
#[cfg(feature = "leak")]
pub(crate) mod live;
pub(crate) mod nav;
pub(crate) mod notify;
pub(crate) mod reading;
#[cfg(feature = "collections")]
pub(crate) mod table;
pub(crate) mod take_value;
pub(crate) mod teardown;
pub(crate) mod walk;
pub(crate) mod weak_links;
