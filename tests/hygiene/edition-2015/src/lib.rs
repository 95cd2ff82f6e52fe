//! Nodes in a crate of edition 2015, where `async`, `await`, `dyn`, `gen` and `try` are names.

#![deny(warnings)]

extern crate weakgraph;

use weakgraph::{Child, Children, Graph, Parent, Strong, WeakCell};

/// A module, whose path starts at the crate.
pub mod m {
    use weakgraph::{Children, Graph, Parent};

    /// A tree.
    #[derive(Graph, Default)]
    #[graph(new, clone, eq, hash)]
    pub struct Tree {
        async: u32,
        dyn: u32,
        #[weak]
        try: Parent<Tree>,
        #[strong]
        await: Children<Tree>,
    }

    /// What stands there works.
    pub fn works() {
        let root = Tree::new(1, 2);
        let leaf = root.add_await(Tree::new(3, 4));
        assert_eq!((leaf.try().map(|it| it.async), leaf.dyn, root.await().len()), (Some(1), 4, 1));
        assert!(leaf.detach_from_try().is_some());
    }
}

/// An edge to a type by a path from the crate's root.
#[derive(Graph, Default)]
#[graph(proxy)]
pub struct Holder {
    #[strong]
    async: Child<Held>,
    #[weak]
    gen: WeakCell<::m::Tree>,
}

/// Held by it.
#[derive(Graph, Default)]
pub struct Held {
    #[weak]
    dyn: Parent<::Holder>,
    #[strong]
    held: Children<::Below>,
}

/// Below it.
#[derive(Graph, Default)]
pub struct Below {
    #[weak]
    gen: Parent<Held>,
}

/// What stands there works.
pub fn works() {
    m::works();
    let holder = Strong::<Holder>::default();
    let held = holder.set_async(Held::default());
    assert!(held.dyn() == Some(holder.clone()) && holder.gen().is_none());
    assert!(held.add_held(Below::default()).gen() == Some(held));
}
