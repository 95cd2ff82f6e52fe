//! Each mistake is reported, and what was right works: the body of `uses` has no error.
use weakgraph::{Children, Graph, Parent, Strong, WeakCell};

#[derive(Graph)]
#[graph(neww)]
struct Node<'a, T: ?Sized, const N: usize>
where
    T: std::fmt::Debug,
{
    #[weak]
    label: &'a T,
    parent: Parent<Node<'a, T, N>>,
    #[weak]
    children: Children<Node<'a, T, N>>,
    #[weak(nam = pal)]
    friend: WeakCell<Self>,
    slots: [u8; N],
}

fn uses<'a, T: ?Sized + std::fmt::Debug, const N: usize>(node: &Node<'a, T, N>) -> Option<Strong<Node<'a, T, N>>> {
    node.children().first()?.friend().or_else(|| node.parent()).or_else(|| node.detach_from_parent());
    node.clear_friend();
    Some(node.handle())
}

fn main() {}
