use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph, Default)]
struct Node {
    name: String,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

fn main() {
    let root = Strong::new(Node::default());
    let (node, name, walk);
    {
        let session = weakgraph::read();
        node = session.node(&root);
        name = session.node(&root).get().name.as_str();
        walk = session.node(&root).descendants();
    }
    println!("{node:?} {name} {}", walk.count());
}
