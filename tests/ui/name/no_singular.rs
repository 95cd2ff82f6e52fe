use weakgraph::{Children, Graph, Parent, WeakList};

#[derive(Graph)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    staff: Children<Node>,
    #[weak]
    address: WeakList<Node>,
    #[weak(item = pupil)]
    class: WeakList<Node>,
}

fn main() {
    let node = weakgraph::Strong::new(Node { parent: Parent::new(), staff: Children::new(), address: WeakList::new(), class: WeakList::new() });
    node.staff();
    node.add_pupil(&node);
}
