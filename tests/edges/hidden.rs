//! The items that generated code calls are hidden, not private: whoever calls them by hand, with whatever arguments,
//! breaks nothing.

use weakgraph::__private::{self as hidden, OwningEdge};
use weakgraph::{Children, Graph, LinkErrorKind, Parent, ParentOf, Strong, WeakCell, WeakList};

#[derive(Graph, Default)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[strong(item = other)]
    others: Children<Node>,
}

fn node() -> Strong<Node> {
    Strong::default()
}

#[test]
fn an_edge_that_is_given_with_the_value_of_another_node_makes_no_cycle() {
    let (root, stranger) = (node(), node());
    let child = root.add_child(node());
    let grandchild = child.add_child(node());
    for wrong in [&*stranger, &*root, &Node::default()] {
        let refused = <Node as OwningEdge<Node, ()>>::__try_add(wrong, grandchild.children(), &root).unwrap_err();
        assert_eq!(refused.kind(), LinkErrorKind::Cycle);
        let refused = <Node as OwningEdge<Node, ()>>::__try_add(wrong, grandchild.children(), &child).unwrap_err();
        assert_eq!(refused.kind(), LinkErrorKind::Cycle);
    }
    assert!(root.children().len() == 1 && child.children().len() == 1 && grandchild.children().is_empty());
    // And what is no cycle is added where the edge is.
    let leaf = <Node as OwningEdge<Node, ()>>::__add(&root, stranger.children(), node());
    assert!(leaf.parent() == Some(stranger.clone()));
    let tree = node();
    tree.add_child(node());
    let tree = <Node as OwningEdge<Node, ()>>::__try_add(&root, stranger.others(), tree).unwrap();
    assert!(tree.parent() == Some(stranger) && tree.children().len() == 1);
}

#[test]
fn an_edge_outside_of_a_node_takes_what_waits_for_its_birth() {
    let (loose, kid) = (Children::<Node>::new(), node());
    <Node as OwningEdge<Node, ()>>::__add(&kid, &loose, &kid);
    assert!(loose.contains(&kid) && kid.parent().is_none());
    let owner = Strong::new(Node { children: loose, ..Node::default() });
    assert!(kid.parent() == Some(owner));
}

#[test]
fn a_number_that_no_edge_has_names_some_edge() {
    let root = node();
    root.add_child(node());
    for slot in 0..=u8::MAX {
        let head: *const hidden::Head = <Node as ParentOf<Node, ()>>::__head(&root, slot);
        let own = [root.children().__head(), root.others().__head()];
        assert!(own.iter().any(|it| core::ptr::eq(*it, head)));
    }
}

#[test]
fn a_value_that_is_no_node_has_no_handle_and_no_place() {
    let loose = Node::default();
    assert!(hidden::detach::<Node, (), _>(&loose).is_none());
    assert!(std::panic::catch_unwind(|| hidden::handle(&Node::default())).is_err());
    assert!(std::panic::catch_unwind(|| hidden::unowned::<Node, Node>(None, "parent")).is_err());
    assert!(loose.edges().is_empty());
}

/// Its drops are counted, as they can begin others; those of the other types cost nothing for that.
#[test]
fn a_type_whose_drop_runs_code_of_its_user_is_known() {
    #[derive(Graph)]
    #[allow(dead_code, reason = "only its type is looked at")]
    struct Plain<T: 'static> {
        #[weak]
        parent: Parent<Plain<T>>,
        #[strong]
        children: Children<Plain<T>>,
        #[weak]
        link: WeakCell<Node>,
        #[weak]
        links: WeakList<Node>,
        value: T,
    }
    #[derive(Graph)]
    struct Dropped<T: 'static>(T);
    impl<T> Drop for Dropped<T> {
        fn drop(&mut self) {}
    }
    #[derive(Graph)]
    #[allow(dead_code, reason = "only its type is looked at")]
    enum Either<A: 'static, B: 'static> {
        First(A),
        Second { value: B, number: u32 },
        Neither,
    }
    #[derive(Graph)]
    struct Opaque(#[graph(opaque)] Option<Strong<Node>>);
    #[derive(Graph)]
    struct Shared(#[strong(name = node)] Strong<Node>);
    let quiet = [Node::NESTS, Plain::<u32>::NESTS, Plain::<&'static str>::NESTS, Either::<u8, [u64; 3]>::NESTS];
    assert_eq!(quiet, [false; 4]);
    let others = [
        Plain::<String>::NESTS,
        Dropped::<u8>::NESTS,
        Either::<String, u8>::NESTS,
        Either::<u8, Box<u8>>::NESTS,
        Opaque::NESTS,
        Shared::NESTS,
    ];
    assert_eq!(others, [true; 6]);
    let _ = (Opaque(None).0, Shared(node()).0, Dropped(1).0);
}
