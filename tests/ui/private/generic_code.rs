//! Code that is generic over trees has to ask for the edits.

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
use weakgraph::{Strong, Tree, TreeEdit};

fn asks_not<T: Tree>(tree: &T) {
    tree.detach();
}

fn asks_for_too_much<T: Tree + TreeEdit<()>>(tree: &T) {
    tree.detach();
}

fn main() {
    let shape = Strong::<Shape>::default();
    asks_not(&*shape);
    asks_for_too_much(&*shape);
}
