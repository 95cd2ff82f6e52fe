//! A `pub` back-reference is read by everybody. To detach the node is an edit of its parent's list.

mod scene {
    use weakgraph::{Children, Graph, Parent};

    #[derive(Graph, Default)]
    pub struct Shape {
        #[weak]
        pub parent: Parent<Shape>,
        #[strong]
        children: Children<Shape>,
        #[weak(name = scene)]
        pub owner: Parent<Scene, Scene>,
    }

    #[derive(Graph, Default)]
    pub struct Scene {
        #[strong]
        shapes: Children<Shape, Scene>,
    }
}

use weakgraph::Strong;

fn main() {
    let shape = Strong::<scene::Shape>::default();
    assert!(shape.parent().is_none() && shape.scene().is_none());
    shape.detach_from_parent();
    shape.detach_from_scene();
}
