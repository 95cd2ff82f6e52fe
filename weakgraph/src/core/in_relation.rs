//! [`InRelation`]: a node seen as part of one of its trees.

use core::fmt;
use core::marker::PhantomData;

use super::strong::Strong;

/// A node, seen in the relation `R`: what [`Graph::in_relation`](crate::Graph::in_relation) returns. It has the methods
/// of [`Tree`](crate::Tree) for that relation, if the type is a tree in it ([`TreeIn<R>`](crate::TreeIn)).
///
/// `H` is what it yields: handles, or [`NodeRef`](crate::NodeRef)s in a [session](crate::read()).
///
/// # Example
/// A widget is in the tree of the layout, and in the order of the focus:
///
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong};
///
/// struct Layout;
/// struct Focus;
///
/// #[derive(Graph)]
/// #[graph(new)]
/// struct Widget {
///     name: &'static str,
///     #[weak] parent: Parent<Widget, Layout>,
///     #[strong] children: Children<Widget, Layout>,
///     #[weak] group: Parent<Widget, Focus>,
///     #[strong] members: Children<Widget, Focus>,
/// }
///
/// let window = Widget::new("window");
/// let form = window.add_child(Widget::new("form"));
/// let name = form.add_child(Widget::new("name"));
/// window.add_member(&name);
///
/// let names = |walk: &mut dyn Iterator<Item = Strong<Widget>>| walk.map(|widget| widget.name).collect::<Vec<_>>();
/// assert_eq!(names(&mut window.in_relation::<Layout>().descendants()), ["form", "name"]);
/// assert_eq!(names(&mut window.in_relation::<Focus>().descendants()), ["name"]);
/// assert_eq!(names(&mut name.in_relation::<Layout>().ancestors()), ["form", "window"]);
/// name.in_relation::<Focus>().detach();
/// assert!(window.in_relation::<Focus>().is_leaf());
/// ```
pub struct InRelation<'a, T, R, H = Strong<T>> {
    pub(crate) node: &'a T,
    marker: PhantomData<fn() -> (R, H)>,
}

impl<'a, T, R, H> InRelation<'a, T, R, H> {
    #[inline(always)]
    pub(crate) fn of(node: &'a T) -> InRelation<'a, T, R, H> {
        InRelation { node, marker: PhantomData }
    }
}

impl<T, R, H> Clone for InRelation<'_, T, R, H> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, R, H> Copy for InRelation<'_, T, R, H> {}

impl<T, R, H> fmt::Debug for InRelation<'_, T, R, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InRelation").finish_non_exhaustive()
    }
}
