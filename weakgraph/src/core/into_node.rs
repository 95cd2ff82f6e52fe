//! [`IntoNode`]: what edits take as a node.

use super::strong::Strong;
use super::traits::Graph;

/// A value that can become a handle to a node of the type `D`: what edits such as `add_child` take.
///
/// A value of the node's type becomes a new node, as by [`Strong::new`]; a [`Strong`] and a `&Strong` are handles to a
/// node that there is already. Implement it for a type of your own, such as a builder:
///
/// ```
/// use weakgraph::{Children, Graph, IntoNode, Parent, Strong};
///
/// #[derive(Graph)]
/// struct Button {
///     text: String,
///     #[weak] parent: Parent<Button>,
///     #[strong] children: Children<Button>,
/// }
///
/// struct ButtonBuilder { text: &'static str }
///
/// impl IntoNode<Button> for ButtonBuilder {
///     fn into_node(self) -> Strong<Button> {
///         let text = self.text.to_uppercase();
///         Strong::new(Button { text, parent: Parent::new(), children: Children::new() })
///     }
/// }
///
/// let bar = ButtonBuilder { text: "bar" }.into_node();
/// let ok = bar.add_child(ButtonBuilder { text: "ok" });
/// assert_eq!(ok.text, "OK");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become a node of the type `{D}`",
    label = "pass a `{D}`, a `Strong<{D}>` or a `&Strong<{D}>`",
    note = "a reference to a node is no handle: write `Strong::of(node)`, or in a method of `{D}`, `self.handle()`",
    note = "a `Box`, an `Rc` and a `Weak` are none either: write `Strong::new(value)`, or `weak.upgrade()`",
    note = "a type of yours, such as a builder, can implement `weakgraph::IntoNode<{D}>`"
)]
pub trait IntoNode<D: ?Sized> {
    /// Returns a handle to the node.
    #[cfg_attr(feature = "leak", track_caller)]
    fn into_node(self) -> Strong<D>
    where
        D: Sized;
}

impl<D: Graph> IntoNode<D> for D {
    #[inline]
    #[cfg_attr(feature = "leak", track_caller)]
    fn into_node(self) -> Strong<D> {
        Strong::new(self)
    }
}

impl<D> IntoNode<D> for Strong<D> {
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn into_node(self) -> Strong<D> {
        self
    }
}

impl<D> IntoNode<D> for &Strong<D> {
    #[inline(always)]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    fn into_node(self) -> Strong<D> {
        self.clone()
    }
}
