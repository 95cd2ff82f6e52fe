use weakgraph::{Graph, Strong, Tree};

fn top<T: Graph>(node: &T) -> Strong<T> {
    Tree::root(node)
}

fn main() {}
