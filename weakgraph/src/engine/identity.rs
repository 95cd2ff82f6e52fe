//! Which node a value is in: known from its edges, without stepping from a reference to a header (I3).

use crate::core::link::Link;
use crate::core::list::Head;
use crate::core::ptr::NodePtr;
use crate::core::strong::Strong;
use crate::core::traits::{ChildOf, Graph, HasParent, LateHook, Sealed, Visit, WeakEdge};

/// The allocation that a value is in, as its edges know it; `None` before it is allocated.
#[inline(always)]
pub(crate) fn containing_node<T: Graph>(value: &T) -> Option<NodePtr> {
    let mut containing_node = FindNode { containing_node: None, ask: false };
    value.__visit(&mut containing_node);
    if containing_node.containing_node.is_none() {
        // No edge has it in itself; a child or a sibling knows.
        containing_node.ask = true;
        value.__visit(&mut containing_node);
    }
    containing_node.containing_node
}

struct FindNode {
    containing_node: Option<NodePtr>,
    /// Whether to search other nodes for it.
    ask: bool,
}

impl FindNode {
    #[inline(always)]
    fn edge<C: HasParent<R>, R>(&mut self, head: &Head) {
        let here = head.containing_node_if_empty();
        self.containing_node =
            self.containing_node.or(here).or_else(|| if self.ask { head.containing_node::<C, R>() } else { None });
    }
}

impl Sealed for FindNode {}
impl<T: Graph> Visit<T> for FindNode {
    #[inline(always)]
    fn parent<R>(&mut self, link: &Link)
    where
        T: HasParent<R>,
    {
        if self.containing_node.is_none() && (self.ask || link.parent().is_none()) {
            // SAFETY: I1, I4: the link of a `T`, which the caller has a reference to.
            self.containing_node = unsafe { link.containing_node::<T, R>() };
        }
    }
    #[inline(always)]
    fn list<C, R>(&mut self, head: &Head, _: u8)
    where
        C: ChildOf<T, R>,
    {
        self.edge::<C, R>(head);
    }
    #[inline(always)]
    fn weak<W: WeakEdge>(&mut self, edge: &W, _: Option<LateHook<T, W::Target>>) {
        self.containing_node = edge.__containing_node();
    }
}

/// A handle to the node of this value, unless it is not allocated yet or being dropped.
#[inline]
#[cfg_attr(feature = "leak-handles", track_caller)]
pub(crate) fn try_handle<T: Graph>(value: &T) -> Option<Strong<T>> {
    let node = containing_node(value)?;
    // SAFETY: I1: the value is alive, as the caller has a reference to it.
    if unsafe { node.strong() } == 0 {
        return None;
    }
    // SAFETY: I1: not being dropped. I4.
    Some(unsafe { Strong::of_live(node) })
}

impl<T: Graph> Strong<T> {
    /// Returns a handle to the node that `node` is the value of: what the method `handle()` does, which a type can
    /// leave out or call otherwise by `#[graph(handle = ..)]`.
    ///
    /// Costs O(1) in a type with an edge that is set; else a search among its children or siblings.
    ///
    /// # Panics
    ///
    /// If `node` is not in a `Strong`, if it is being dropped, or if its type has no edge that leads back to the node
    /// (`Parent`, `Children`, `Child`, `WeakCell`, `WeakList`). [`Strong::try_of`] returns `None` then.
    ///
    /// ```
    /// use weakgraph::{Children, Graph, Parent, Strong};
    ///
    /// #[derive(Graph, Default)]
    /// #[graph(handle = none)]
    /// struct Widget {
    ///     #[weak] parent: Parent<Widget>,
    ///     #[strong] children: Children<Widget>,
    /// }
    ///
    /// impl Widget {
    ///     fn handle(&self, event: &str) -> bool { event == "click" }
    ///     fn adopt_by(&self, parent: &Widget) { parent.add_child(Strong::of(self)); }
    /// }
    ///
    /// let (window, button) = (Strong::<Widget>::default(), Strong::<Widget>::default());
    /// button.adopt_by(&window);
    /// assert!(button.parent() == Some(window) && button.handle("click"));
    /// ```
    #[must_use]
    #[inline]
    #[track_caller]
    pub fn of(node: &T) -> Strong<T> {
        handle(node)
    }

    /// Returns the same as [`Strong::of`], or `None` where that panics.
    #[must_use]
    #[inline]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn try_of(node: &T) -> Option<Strong<T>> {
        try_handle(node)
    }
}

/// `handle()`.
#[inline]
#[track_caller]
pub fn handle<T: Graph>(value: &T) -> Strong<T> {
    match try_handle(value) {
        Some(handle) => handle,
        None => no_handle(T::NAME),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn no_handle(name: &str) -> ! {
    panic!(
        "there is no handle to this `{name}`: it is being dropped, it is not in a `Strong` yet, or its type has no edge that \
         leads back to its node"
    )
}
