//! A type that is a tree in several relations, none of them `()`.

use weakgraph::{Children, Graph, Parent, Strong, Tree};

struct Layout;
struct Focus;

#[derive(Graph, Default)]
struct Widget {
    #[weak]
    parent: Parent<Widget, Layout>,
    #[strong]
    children: Children<Widget, Layout>,
    #[weak]
    group: Parent<Widget, Focus>,
    #[strong]
    members: Children<Widget, Focus>,
}

fn count<T: Tree>(tree: &T) -> usize {
    tree.descendants().count()
}

fn main() {
    let window = Strong::<Widget>::default();
    assert_eq!(window.in_relation::<Focus>().descendants().count(), 0);
    window.descendants();
    count(&*window);
}
