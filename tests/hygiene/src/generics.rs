//! Parameters of every sort.

use ::core::fmt::Debug;
use ::core::marker::Sized;
use ::wg::{ChildOf, Children, Graph, NoStrongCycle, Parent, Strong, WeakCell};

/// A tree with parameters of every sort, and a default.
#[derive(Graph)]
#[graph(crate = ::wg)]
#[allow(
    missing_debug_implementations,
    clippy::use_self,
    clippy::type_repetition_in_bounds,
    reason = "a test of generics"
)]
pub struct Node<'a, T: ?Sized, U = u8, const N: usize = 3>
where
    T: Debug,
{
    /// Borrowed.
    pub label: &'a T,
    /// As many as the parameter says.
    pub slots: [U; N],
    /// Where it is.
    #[weak]
    pub parent: Parent<Self>,
    /// What is in it.
    #[strong]
    pub children: Children<Self>,
    /// Somebody else.
    #[weak]
    pub friend: WeakCell<Node<'a, T, U, N>>,
}

/// Owns what its user says.
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
#[graph(crate = ::wg)]
pub struct Folder<C>
where
    C: ChildOf<Self, ()>,
{
    /// What is in it.
    #[strong]
    pub items: Children<C>,
}

/// A member of such a folder.
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
#[graph(crate = ::wg)]
pub struct Page {
    /// Where it is.
    #[weak]
    pub folder: Parent<Folder<Self>>,
}

/// Shares what its user says.
#[derive(Graph, ::core::prelude::v1::Debug)]
#[graph(crate = ::wg)]
pub struct Shares<S: NoStrongCycle<()>> {
    /// The node shared.
    #[strong]
    pub shared: Strong<S>,
}

/// A lifetime that is needed once.
#[derive(Graph, ::core::prelude::v1::Debug)]
#[graph(crate = ::wg, new)]
pub struct Borrows<'a> {
    /// Borrowed.
    pub name: &'a str,
}

#[::core::prelude::v1::test]
fn parameters_do_not_get_in_the_way() {
    use ::std::assert;

    let node = |label| {
        Strong::new(Node {
            label,
            slots: [0_u16; 2],
            parent: Parent::new(),
            children: Children::new(),
            friend: WeakCell::new(),
        })
    };
    let top = node("top");
    let sub = top.add_child(node("sub"));
    sub.set_friend(&top);
    assert!(sub.parent().is_some() && sub.friend().is_some() && ::wg::Tree::depth(&*sub) == 1);
    assert!(top.label == "top" && top.slots.len() == 2);

    let folder = Strong::new(Folder { items: ::std::convert::From::from([Page { folder: Parent::new() }]) });
    assert!(folder.items().first().is_some_and(|page| page.folder().is_some()));

    let shares = Strong::new(Shares { shared: folder });
    assert!(shares.shared().items().len() == 1);
    assert!(Borrows::new("name").name == "name");
}
