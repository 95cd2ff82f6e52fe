//! An accessor of a proxy is as visible as its field.
mod tree {
    use weakgraph::{Children, Graph, Parent};

    #[derive(Graph, Default)]
    #[graph(proxy)]
    pub struct Node {
        #[weak]
        pub parent: Parent<Node>,
        #[strong]
        children: Children<Node>,
        #[graph(proxy)]
        name: String,
    }
}

use weakgraph::{Proxy, Strong};

fn main() {
    let proxy = Proxy::new(&Strong::<tree::Node>::default());
    let _ = proxy.parent();
    let _ = proxy.children();
    let _ = proxy.name();
}
