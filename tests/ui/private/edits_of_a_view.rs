//! With `#[strong(pub)]` everybody reads, and the module edits.

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
    scene.shapes().reverse();
    scene.shapes().clear();
}
