//! Types that a `macro_rules!` produces.

use ::wg::{Children, Graph, Parent, Strong, WeakCell};

macro_rules! node {
    ($(#[$attr:meta])* $name:ident, $parent:ident: $parent_ty:ty, $children:ident: $children_ty:ty, $hook:path $(, $target:ident)*) => {
        $(#[$attr])*
        #[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
        #[graph(crate = ::wg, on_drop = $hook)]
        pub struct $name {
            /// From outside.
            #[weak]
            pub $parent: $parent_ty,
            /// From outside.
            #[strong]
            pub $children: $children_ty,
            $(
                /// From inside.
                #[weak]
                pub friend: WeakCell<$target>,
            )*
            /// From inside.
            #[strong]
            pub style: ::std::option::Option<Strong<$crate::macros::Style>>,
        }
    };
}

node!(
    /// Both edges come from outside.
    Node, parent: Parent<Node>, children: Children<Node>, gone, Node
);

/// All of it comes from inside.
macro_rules! hidden {
    () => {
        /// A node that the user of the macro did not write.
        #[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
        #[graph(crate = ::wg, new)]
        pub struct Hidden {
            #[weak]
            parent: Parent<Hidden>,
            #[strong]
            children: Children<Hidden>,
            #[weak]
            friend: WeakCell<$crate::macros::Hidden>,
        }
    };
}

hidden!();

/// Shared.
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
#[graph(crate = ::wg)]
pub struct Style {
    /// Something.
    pub font: ::std::string::String,
}

const fn gone(_: &Node) {}

#[::core::prelude::v1::test]
fn nodes_of_a_macro_work() {
    let top = Strong::new(<Node as ::std::default::Default>::default());
    let sub = top.add_child(Strong::new(<Node as ::std::default::Default>::default()));
    sub.set_friend(&top);
    ::std::assert!(sub.parent().is_some() && sub.friend().is_some() && ::wg::Tree::depth(&*sub) == 1);
    let hidden = Hidden::new();
    let below = hidden.add_child(Hidden::new());
    below.set_friend(&hidden);
    ::std::assert!(below.parent().is_some() && ::wg::Tree::is_root(&*hidden) && below.friend().is_some());
}
