//! Code that is generic over trees edits for those who may.

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
use weakgraph::__private::detach;
use weakgraph::{Strong, TreeEdit};

fn asks<K, T: TreeEdit<K>>(tree: &T) {
    tree.children().reverse();
}

fn main() {
    let shape = Strong::<Shape>::default();
    asks(&*shape);
    detach::<Shape, (), _>(&shape);
}
