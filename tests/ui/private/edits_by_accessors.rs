//! With `#[strong(pub)]` the accessors that edit are as visible as the field.

mod scene {
    use weakgraph::{Child, Children, Graph, Parent, WeakList};

    #[derive(Graph, Default)]
    pub struct Shape {
        #[weak(pub)]
        scene: Parent<Scene>,
    }

    #[derive(Graph, Default)]
    pub struct Scene {
        #[strong(pub)]
        shapes: Children<Shape>,
        #[strong(pub)]
        ground: Child<Shape>,
        #[weak(pub)]
        selected: WeakList<Shape>,
    }
}

use weakgraph::Strong;

fn main() {
    let scene = Strong::<scene::Scene>::default();
    assert!(scene.shapes().is_empty() && scene.ground().is_none() && scene.selected().is_empty());
    scene.add_shape(scene::Shape::default());
    scene.set_ground(scene::Shape::default());
    scene.selected().clear();
    scene.shapes.reverse();
}
