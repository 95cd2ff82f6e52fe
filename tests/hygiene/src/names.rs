//! Names that generated code could trip over.

/// Names of the standard library, taken.
pub mod taken {
    use ::wg::Graph;

    /// Not that `Option`.
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct Option;
    /// Not that `Some`.
    pub const fn some() {}
    /// Not that `Result`.
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct Result;
    /// Not that `Vec`.
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct Vec;
    /// Not that `Box`.
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct Box;
    /// Not that `Into`.
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct Into;
    /// Not that `Default`.
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct Default;
    /// Not that `Self` of the runtime.
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct Visit;
    /// Not that `bool`.
    #[allow(non_camel_case_types, reason = "a taken name")]
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct bool;
    /// Not that `usize`.
    #[allow(non_camel_case_types, reason = "a taken name")]
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct usize;
    /// Not that `str`.
    #[allow(non_camel_case_types, reason = "a taken name")]
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct str;
    /// Not that `u8`.
    #[allow(non_camel_case_types, reason = "a taken name")]
    #[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
    pub struct u8;
    /// Not that `core`.
    pub mod core {}
    /// Not that `std`.
    pub mod std {}
    /// Not that `alloc`.
    pub mod alloc {}
    /// Not that `weakgraph`.
    pub mod weakgraph {}
    /// Not that `panic`.
    #[macro_export]
    #[doc(hidden)]
    macro_rules! panic_taken {
        () => {};
    }
    pub use panic_taken as panic;

    /// A node among them, whose own types stand under their full path.
    #[derive(Graph, ::core::prelude::v1::Debug)]
    #[graph(crate = ::wg, new, on_drop = gone)]
    #[allow(clippy::use_self, reason = "a test of names")]
    pub struct Node {
        /// Where it is.
        #[weak(on_drop = gone)]
        pub parent: ::wg::Parent<Node>,
        /// What is in it.
        #[strong]
        pub children: ::wg::Children<Node>,
        /// Two of one type.
        #[strong]
        pub left: ::wg::Child<Leaf>,
        /// Two of one type.
        #[strong]
        pub right: ::wg::Child<Leaf>,
        /// Somebody.
        #[weak(on_drop = gone)]
        pub friend: ::wg::WeakCell<Node>,
        /// Some.
        #[weak]
        pub friends: ::wg::WeakList<Node>,
        /// Shared.
        #[strong]
        pub style: ::wg::Strong<Leaf>,
        /// An `Rc` that the macro asks the compiler about.
        pub plain: ::std::rc::Rc<::std::cell::RefCell<Option>>,
    }

    const fn gone(_: &Node) {}

    /// What it shares and owns.
    #[derive(Graph, ::core::prelude::v1::Debug)]
    #[graph(crate = ::wg)]
    pub struct Leaf {
        /// Where it is.
        #[weak]
        pub node: ::wg::Parent<Node>,
    }

    #[::core::prelude::v1::test]
    fn taken_names_do_not_get_in_the_way() {
        let leaf = || ::wg::Strong::new(Leaf { node: ::wg::Parent::new() });
        let plain = || ::std::rc::Rc::new(::std::cell::RefCell::new(Option));
        let node = Node::new(leaf(), plain());
        let sub = node.add_child(Node::new(leaf(), plain()));
        ::std::assert!(sub.parent().is_some() && node.set_left(leaf()).node().is_some());
        ::std::assert!(node.children().len() == 1 && node.left().is_some() && node.right().is_none());
    }
}

/// Raw identifiers.
pub mod raw {
    use ::wg::{Children, Graph, Parent, WeakList};

    /// A raw type with raw fields.
    #[derive(Graph, ::core::prelude::v1::Debug)]
    #[graph(crate = ::wg, new)]
    #[allow(non_camel_case_types, clippy::use_self, reason = "a raw name")]
    pub struct r#struct {
        /// A keyword.
        pub r#type: ::std::primitive::u8,
        /// A keyword.
        #[weak]
        pub r#in: Parent<r#struct>,
        /// A keyword, with an item that is one.
        #[strong(item = r#fn)]
        pub r#impl: Children<r#struct>,
        /// Renamed to a keyword.
        #[weak(name = r#where, item = r#where)]
        pub places: WeakList<Self>,
    }

    #[::core::prelude::v1::test]
    fn raw_names_do_not_get_in_the_way() {
        let top = r#struct::new(1);
        let sub = top.add_fn(r#struct::new(2));
        ::std::assert!(sub.r#in() == ::std::option::Option::Some(::std::clone::Clone::clone(&top)));
        ::std::assert!(top.r#impl().len() == 1 && top.try_add_fn(&sub).is_ok() && top.remove_fn(&sub));
        top.add_where(&sub);
        ::std::assert!(top.r#where().len() == 1 && sub.r#type == 2);
        ::std::assert!(::std::format!("{sub:?}").starts_with("Strong(struct at "));
        ::std::assert!(sub.detach_from_in().is_none());
    }
}

/// Fields that are not in snake case, which is allowed on their type.
pub mod not_in_snake_case {
    use ::wg::{Children, Graph, Parent};

    /// As the DOM calls them.
    #[derive(Graph, ::core::prelude::v1::Debug)]
    #[graph(crate = ::wg, new)]
    #[allow(non_snake_case, reason = "the names in the DOM")]
    pub struct Element {
        /// The element around.
        #[weak]
        pub parentNode: Parent<Self>,
        /// The elements inside.
        #[strong]
        pub childNodes: Children<Self>,
    }

    #[::core::prelude::v1::test]
    fn accessors_are_as_quiet_as_their_type() {
        let top = Element::new();
        let low = top.add_childNode(Element::new());
        ::std::assert!(low.parentNode().is_some() && top.childNodes().len() == 1);
        ::std::assert!(low.detach_from_parentNode().is_some());
    }
}
