//! `#[graph(tree = none)]` leaves the trait out.

mod scene {
    use weakgraph::{Children, Graph, Parent};

    #[derive(Graph, Default)]
    #[graph(tree = none)]
    pub struct Shape {
        #[weak]
        parent: Parent<Shape>,
        #[strong]
        children: Children<Shape>,
    }
}

use weakgraph::{Strong, Tree};

fn main() {
    let shape = Strong::<scene::Shape>::default();
    assert!(shape.first_child().is_none());
}
