//! A type that is only called like an edge and leads to one by `Deref` would give a node the edge of another.
use core::ops::Deref;

use weakgraph::{Graph, Parent};

struct Children<T: 'static>(&'static weakgraph::Children<T>);

impl<T> Deref for Children<T> {
    type Target = weakgraph::Children<T>;

    fn deref(&self) -> &weakgraph::Children<T> {
        self.0
    }
}

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

#[derive(Graph)]
enum Page {
    Text {
        #[weak]
        parent: Parent<Page>,
        #[strong]
        children: Children<Page>,
    },
}

fn main() {}
