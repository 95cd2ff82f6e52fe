//! Deprecated, `cfg`'d and hidden things.

use ::wg::{Children, Graph, Parent, Strong, WeakCell};

/// Its fields are on their way out.
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
#[graph(crate = ::wg)]
#[allow(clippy::use_self, reason = "what stands here is repeated by generated code")]
pub struct Node {
    #[deprecated = "has been replaced"]
    #[weak]
    parent: Parent<Node>,
    /// What is in it.
    #[deprecated]
    #[strong]
    pub children: Children<Node>,
    /// Not there.
    #[cfg(any())]
    #[weak]
    pub nobody: Missing<Nothing>,
    /// There.
    #[cfg(not(any()))]
    #[weak]
    pub friend: WeakCell<Node>,
}

/// Is on its way out, as a whole.
#[deprecated]
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
#[graph(crate = ::wg)]
#[allow(clippy::use_self, reason = "what stands here is repeated by generated code")]
pub struct Old {
    #[weak]
    parent: Parent<Old>,
    /// What is in it.
    #[strong]
    pub children: Children<Old>,
    /// Somebody.
    #[weak]
    pub friend: WeakCell<Old>,
}

/// Uses what is on its way out, and knows it.
#[derive(Graph, ::core::prelude::v1::Debug)]
#[graph(crate = ::wg, new)]
#[allow(deprecated, reason = "a test of deprecated things")]
pub struct User {
    /// Shared.
    #[strong]
    pub old: Strong<Old>,
}

/// Knows it field by field.
#[derive(Graph, ::core::prelude::v1::Debug)]
#[graph(crate = ::wg)]
pub struct Other {
    /// Somebody.
    #[expect(deprecated, reason = "a test of deprecated things")]
    #[weak]
    pub old: WeakCell<Old>,
}

/// Has a variant that is on its way out.
#[derive(Graph, ::core::prelude::v1::Debug)]
#[graph(crate = ::wg)]
pub enum Choice {
    /// The old way.
    #[deprecated]
    Old {
        /// Somebody.
        #[weak]
        friend: WeakCell<Node>,
    },
    /// The new way.
    New {
        /// Somebody.
        #[weak]
        friend: WeakCell<Node>,
    },
}

#[::core::prelude::v1::test]
#[allow(deprecated, reason = "a test of deprecated things")]
fn old_things_work() {
    let node = || Strong::new(<Node as ::std::default::Default>::default());
    let (top, sub) = (node(), node());
    ::std::assert!(top.add_child(&sub) == sub && sub.parent().is_some());
    sub.set_friend(&top);
    ::std::assert!(sub.friend().is_some());
    let user = User::new(Strong::new(<Old as ::std::default::Default>::default()));
    ::std::assert!(user.old().children().is_empty() && user.old().parent().is_none());
    let other = Strong::new(Other { old: WeakCell::new() });
    other.set_old(user.old());
    ::std::assert!(other.old().is_some());
    let choice = Strong::new(Choice::New { friend: WeakCell::new() });
    choice.set_friend(&top);
    ::std::assert!(
        choice.friend().is_some() && Strong::new(Choice::Old { friend: WeakCell::new() }).friend().is_none()
    );
}
