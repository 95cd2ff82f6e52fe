//! Fields that are no edge and may hide some: visits of them (feature `leak`).
//!
//! - **H1** A visit runs no user code: what generated code calls looks into containers of the standard library, and
//!   moves what it empties into a [`Trash`]. What began the visit drops that.

use core::mem;

use super::edges::EdgeCollector;
use super::ptr::NodePtr;
use super::raw_edge::{EdgeKind, RawEdge, RawTarget, Trash, Visit};
use super::traits::Graph;

impl EdgeCollector<'_> {
    /// A field follows that is no edge, and may hide some. Returns whether it is to be looked into.
    pub fn hidden(&mut self, field: &'static str) -> bool {
        self.field(field);
        match &self.visit {
            Visit::Edges | Visit::Heap(_) => true,
            Visit::Empty { field: wanted, .. } => *wanted == field,
        }
    }

    /// Calls `look` with the content of an `Rc` of this address and count, unless this visit has seen it or leaves it
    /// alone.
    pub(crate) fn shared(&mut self, address: usize, count: usize, kind: EdgeKind, look: impl FnOnce(&mut Self)) {
        let boxes = match &mut self.visit {
            Visit::Edges => return look(self),
            Visit::Empty { rcs, .. } => {
                if rcs.remove(&address) {
                    look(self);
                }
                return;
            }
            Visit::Heap(boxes) => boxes,
        };
        let next = boxes.found.len();
        let number = *boxes.numbers.entry(address).or_insert_with(|| u32::try_from(next).expect("fewer boxes"));
        let is_new = number as usize == next;
        if is_new {
            boxes.found.push((address, count));
        }
        self.add(kind, RawTarget::Box(number));
        if is_new {
            // The places in it begin anew.
            let (outer, index) = (self.enter(Some(number)), mem::replace(&mut self.index, 0));
            look(self);
            self.enter(outer);
            self.index = index;
        }
    }

    fn enter(&mut self, number: Option<u32>) -> Option<u32> {
        match &mut self.visit {
            Visit::Heap(boxes) => mem::replace(&mut boxes.inside, number),
            _ => None,
        }
    }

    /// Where to put what a cell holds, if this visit empties it.
    pub(crate) fn trash(&mut self) -> Option<&mut Trash> {
        match &mut self.visit {
            Visit::Empty { trash, .. } => Some(trash),
            _ => None,
        }
    }
}

/// `VTable::visit`.
///
/// # Safety
/// I1, I2, I4: the value is alive.
pub(crate) unsafe fn visit_raw<T: Graph>(node: NodePtr, into: &mut Vec<RawEdge>, visit: Visit<'_>) {
    // SAFETY: forwarded.
    let value = unsafe { node.value::<T>() };
    EdgeCollector::visiting(into, visit, |see| {
        if !matches!(see.visit, Visit::Empty { .. }) {
            value.__edges(see);
        }
        value.__hidden(see);
    });
}
