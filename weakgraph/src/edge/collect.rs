//! What each kind of edge adds to an [`EdgeCollector`].

use super::{Child, Children, Parent, WeakCell, WeakList};
use crate::core::edges::EdgeCollector;
use crate::core::raw_edge::{EdgeKind, RawTarget};
use crate::core::traits::HasParent;
use crate::engine::nav::living_parent;

impl EdgeCollector<'_> {
    pub fn parent<P, R>(&mut self, edge: &Parent<P, R>) {
        if let Some(parent) = living_parent(edge.__link()) {
            self.add(EdgeKind::Back, RawTarget::Node(parent));
        }
    }

    pub fn children<C: HasParent<R>, R>(&mut self, edge: &Children<C, R>) {
        edge.list().tell(self);
    }

    pub fn child<C: HasParent<R>, R>(&mut self, edge: &Child<C, R>) {
        self.children(edge.as_list());
    }

    pub fn weak_cell<T>(&mut self, edge: &WeakCell<T>) {
        edge.peek(|target| self.weak(target));
    }

    pub fn weak_list<T>(&mut self, edge: &WeakList<T>) {
        edge.links().tell(self);
    }
}
