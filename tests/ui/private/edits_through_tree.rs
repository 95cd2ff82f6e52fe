//! A private list is read by everybody, and edited by its module.

mod scene {
    use weakgraph::{Children, Graph, Parent};

    #[derive(Graph)]
    #[graph(new)]
    pub struct Shape {
        #[weak]
        parent: Parent<Shape>,
        #[strong]
        children: Children<Shape>,
    }
}

use scene::Shape;
use weakgraph::Tree;

fn main() {
    let top = Shape::new();
    assert!(top.children().is_empty() && top.descendants().count() == 0);
    let _ = top.append(Shape::new());
    let _ = top.prepend(Shape::new());
    let _ = top.insert_before(Shape::new());
    let _ = top.replace_with(Shape::new());
    let _ = Tree::insert_after(&*top, Shape::new());
    top.detach();
    top.children().reverse();
    let _ = top.reparent_children(&Shape::new());
}
