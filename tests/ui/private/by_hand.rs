//! Nobody gives himself the right to edit: not without `unsafe`.

mod scene {
    use weakgraph::{Children, Graph, Parent};

    #[derive(Graph, Default)]
    pub struct Shape {
        #[weak]
        parent: Parent<Shape>,
        #[strong]
        children: Children<Shape>,
    }
}

use scene::Shape;
use weakgraph::__private::DetachedBy;
use weakgraph::{EditChildren, Strong, TreeIn};

struct Me;

impl EditChildren<Shape, (), Me> for Shape {}

impl DetachedBy<(), Me> for Shape {}

fn main() {
    let shape = Strong::<Shape>::default();
    TreeIn::__edge(&*shape, 0).list().reverse();
}
