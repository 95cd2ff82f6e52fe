//! A type that is a tree, in another relation than the one that is named.

use weakgraph::{Children, Graph, Parent, Strong, TreeIn};

struct Layout;
struct Focus;

#[derive(Graph, Default)]
struct Widget {
    #[weak]
    parent: Parent<Widget, Layout>,
    #[strong]
    children: Children<Widget, Layout>,
}

fn count<R, T: TreeIn<R>>(tree: &T) -> usize {
    tree.in_relation::<R>().descendants().count()
}

fn main() {
    let window = Strong::<Widget>::default();
    window.in_relation::<Focus>().descendants();
    count::<Focus, _>(&*window);
}
