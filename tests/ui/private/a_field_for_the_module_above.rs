//! `pub(super)` and `pub(in ..)` mean of edits what they mean of fields.

mod app {
    pub mod scene {
        use weakgraph::{Children, Graph, Parent};

        #[derive(Graph, Default)]
        pub struct Shape {
            #[weak(pub)]
            parent: Parent<Shape>,
            #[strong(pub)]
            pub(super) children: Children<Shape>,
        }

        #[derive(Graph, Default)]
        pub struct Layer {
            #[weak]
            parent: Parent<Layer>,
            #[strong(pub(in crate::app))]
            children: Children<Layer>,
        }
    }

    pub fn edits(shape: &scene::Shape, layer: &scene::Layer) {
        shape.children().reverse();
        shape.add_child(scene::Shape::default());
        assert!(layer.children().is_empty());
    }
}

fn main() {
    use weakgraph::Strong;
    let (shape, layer) = (Strong::<app::scene::Shape>::default(), Strong::<app::scene::Layer>::default());
    app::edits(&shape, &layer);
    shape.children().reverse();
}
