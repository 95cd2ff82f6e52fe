//! Which node a value is in: known from its edges, without stepping from a reference to a header (I3).

use crate::core::link::Link;
use crate::core::list::Head;
use crate::core::ptr::NodePtr;
use crate::core::strong::Strong;
use crate::core::traits::{ChildOf, Graph, HasParent, LateHook, Sealed, Visit, WeakEdge};

/// The allocation that a value is in, as its edges know it; `None` before birth.
#[inline(always)]
pub(crate) fn containing_node<T: Graph>(value: &T) -> Option<NodePtr> {
    let mut containing_node = FindNode { containing_node: None, ask: false };
    value.__visit(&mut containing_node);
    if containing_node.containing_node.is_none() {
        // None has it in itself; a child or a sibling knows.
        containing_node.ask = true;
        value.__visit(&mut containing_node);
    }
    containing_node.containing_node
}

struct FindNode {
    containing_node: Option<NodePtr>,
    /// Whether to look at other nodes for it.
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
    fn weak<W: WeakEdge>(&mut self, edge: &W, _: Option<LateHook<T>>) {
        self.containing_node = edge.__containing_node();
    }
}

/// A handle to the node of this value, unless it is not born yet or dying.
#[inline]
pub(crate) fn try_handle<T: Graph>(value: &T) -> Option<Strong<T>> {
    let node = containing_node(value)?;
    // SAFETY: I1: the value is alive, as the caller has a reference to it.
    if unsafe { node.strong() } == 0 {
        return None;
    }
    // SAFETY: I1: not dying. I4.
    Some(unsafe { Strong::of_live(node) })
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
        "`handle()` in a `{name}` that is no living node: it is dying, and no handle can bring it back, or it is not born \
         yet (`Strong::new` makes a node of it)"
    )
}
