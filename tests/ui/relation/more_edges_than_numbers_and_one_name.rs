use weakgraph::{Children, Graph};

#[derive(Graph, Default)]
pub struct Many {
    #[strong(item = a)]
    a: Children<one::Kid>,
    #[strong(item = b)]
    b: Children<one::Kid>,
    #[strong(item = c)]
    c: Children<one::Kid>,
    #[strong(item = d)]
    d: Children<one::Kid>,
    #[strong(item = e)]
    e: Children<one::Kid>,
    #[strong(item = f)]
    f: Children<one::Kid>,
    #[strong(item = g)]
    g: Children<one::Kid>,
    #[strong(item = h)]
    h: Children<one::Kid>,
    #[strong(item = i)]
    i: Children<two::Kid>,
}

mod one {
    #[derive(weakgraph::Graph, Default)]
    pub struct Kid {
        #[weak]
        parent: weakgraph::Parent<super::Many>,
    }
}

mod two {
    #[derive(weakgraph::Graph, Default)]
    pub struct Kid {
        #[weak]
        parent: weakgraph::Parent<super::Many>,
    }
}

fn main() {
    weakgraph::Strong::new(Many::default());
}
