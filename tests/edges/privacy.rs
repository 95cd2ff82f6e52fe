//! Who may read an edge, and who may edit it: `#[strong(pub)]`, `#[weak(pub)]`, and the edits of `Tree`. What is
//! refused is in `ui/private`.

use weakgraph::{Strong, Tree, TreeEdit};

/// A module with types whose edges everybody reads.
mod scene {
    use weakgraph::{Child, Children, Graph, Parent, Strong, Tree, Weak, WeakCell, WeakList};

    /// A tree whose edges are private.
    #[derive(Graph, Default)]
    pub struct Shape {
        pub name: &'static str,
        #[weak]
        parent: Parent<Shape>,
        #[strong]
        children: Children<Shape>,
    }

    /// One of every kind of edge that has an accessor.
    #[derive(Graph, Default)]
    #[graph(proxy)]
    pub struct Layer {
        #[weak(pub)]
        parent: Parent<Layer>,
        #[strong(pub, item = layer)]
        layers: Children<Layer>,
        #[weak(pub, unowned)]
        scene: Parent<Scene, Scene>,
        #[weak(pub)]
        below: WeakCell<Layer>,
        #[weak(pub)]
        linked: WeakList<Layer>,
        #[weak(pub)]
        made_from: Weak<Layer>,
        #[strong(pub)]
        style: Strong<Look>,
    }

    #[derive(Graph, Default)]
    pub struct Look;

    #[derive(Graph, Default)]
    pub struct Scene {
        #[strong(pub(crate))]
        ground: Child<Layer, Scene>,
    }

    pub fn shape(name: &'static str) -> Strong<Shape> {
        Strong::new(Shape { name, ..Shape::default() })
    }

    /// Edits by every way there is.
    pub fn shapes() -> Strong<Shape> {
        let top = shape("top");
        let b = top.append(shape("b")).unwrap();
        top.prepend(shape("a")).unwrap();
        Tree::insert_after(&*b, shape("d")).unwrap();
        Tree::children(&*top).insert(2, shape("c")).unwrap();
        top.children().reverse();
        Tree::children(&*top).reverse();
        top.add_child(shape("e")).detach().unwrap();
        top
    }

    pub fn take_all(to: &Shape, from: &Shape) -> Result<(), weakgraph::LinkError> {
        Tree::children(to).append_all(Tree::children(from))
    }

    pub mod inner {
        //! Sees what the module around it sees.
        pub fn turn(top: &super::Shape) {
            super::Tree::children(top).reverse();
        }
    }

    pub fn layers() -> Strong<Scene> {
        let scene = Strong::<Scene>::default();
        let ground = scene.set_ground(Layer::default());
        let (a, b) = (ground.add_layer(Layer::default()), ground.add_layer(Layer::default()));
        a.set_below(&b);
        a.add_linked(&b);
        ground.layers().sort_by_key(|layer| layer.below().is_none());
        ground.layers().swap(&a, &b).unwrap();
        scene
    }

    /// A type whose structure nobody is to see.
    #[derive(Graph, Default)]
    #[graph(tree = none)]
    pub struct Hidden {
        #[weak]
        parent: Parent<Hidden>,
        #[strong]
        children: Children<Hidden>,
    }

    pub fn hidden() -> usize {
        let top = Strong::<Hidden>::default();
        let sub = top.add_child(Hidden::default());
        assert_eq!(sub.parent(), Some(top.clone()));
        top.children().len()
    }
}

fn names(top: &scene::Shape) -> Vec<&'static str> {
    top.descendants().map(|shape| shape.name).collect()
}

#[test]
fn a_private_list_is_read_through_tree_by_everybody_and_edited_by_its_module() {
    let top = scene::shapes();
    assert_eq!(names(&top), ["a", "b", "c", "d"]);
    let list = top.children();
    assert_eq!((list.len(), list.is_empty()), (4, false));
    let (first, last) = (list.first().unwrap(), list.last().unwrap());
    assert_eq!((first.name, last.name), ("a", "d"));
    assert!(list.contains(&first) && list.index_of(&last) == Some(3) && list.get(1) == first.next_sibling());
    assert_eq!(list.iter().rev().map(|shape| shape.name).collect::<String>(), "dcba");
    assert_eq!(list.into_iter().count() + top.children().into_iter().count(), 8);
    assert!(first.parent() == Some(top.clone()) && first.children().is_empty());
    assert!(format!("{list:?}").starts_with("Children[Shape at 0x"));
    scene::inner::turn(&top);
    assert_eq!(names(&top), ["d", "c", "b", "a"]);
}

#[test]
fn a_view_takes_over_all_children_of_another_or_none() {
    let (top, other) = (scene::shapes(), scene::shapes());
    scene::take_all(&top, &other).unwrap();
    assert_eq!((names(&top), names(&other)), (vec!["a", "b", "c", "d", "a", "b", "c", "d"], vec![]));
    let first = top.children().first().unwrap();
    let error = scene::take_all(&first, &top).unwrap_err();
    assert_eq!(error.kind(), weakgraph::LinkErrorKind::Cycle);
    assert_eq!((top.children().len(), first.children().len()), (8, 0));
}

#[test]
fn every_kind_of_edge_is_read_by_everybody_with_pub() {
    let scene = scene::layers();
    let ground = scene.ground().unwrap();
    let layers: Vec<_> = ground.layers().iter().collect();
    let [b, a] = &layers[..] else { panic!("two layers") };
    assert_eq!((a.below().as_ref(), a.linked().first_of().as_ref()), (Some(b), Some(b)));
    assert_eq!((a.linked().len(), a.linked().contains(b), b.linked().is_empty()), (1, true, true));
    assert!(ground.scene() == scene && a.parent() == Some(ground.clone()));
    assert!(a.made_from().is_none() && weakgraph::Strong::strong_count(a.style()) == 1);
    let session = weakgraph::read();
    let read = session.node(&ground);
    assert_eq!(read.children_in(|layer| layer.layers()).count(), 2);
    assert_eq!(session.node(a).links(|layer| layer.linked()).count(), 1);
}

trait First<T> {
    fn first_of(self) -> Option<T>;
}

impl<T, I: IntoIterator<Item = T>> First<T> for I {
    fn first_of(self) -> Option<T> {
        self.into_iter().next()
    }
}

#[test]
fn a_proxy_reads_what_its_node_lets_read() {
    let scene = scene::layers();
    let ground = scene.ground().unwrap();
    let proxy = weakgraph::Proxy::new(&ground);
    assert_eq!((proxy.layers().unwrap().len(), proxy.parent()), (2, Ok(None)));
    assert_eq!(proxy.linked().unwrap().len(), 0);
}

#[test]
fn a_type_without_tree_has_its_accessors() {
    assert_eq!(scene::hidden(), 1);
}

/// Generic code edits where its caller may.
fn put_last<K, T: TreeEdit<K>>(node: &Strong<T>) -> bool {
    let Some(parent) = Tree::parent(&**node) else { return false };
    parent.append(node).is_ok()
}

mod open {
    use weakgraph::{Children, Graph, Parent};

    /// A tree that everybody may edit.
    #[derive(Graph, Default)]
    pub struct Open {
        #[weak]
        pub parent: Parent<Open>,
        #[strong]
        pub children: Children<Open>,
    }

    /// Two lists of one type in one relation: edited where both are seen.
    #[derive(Graph, Default)]
    pub struct Desk {
        #[strong(item = paper)]
        pub papers: Children<Paper>,
        #[strong(item = incoming)]
        pub(super) inbox: Children<Paper>,
    }

    #[derive(Graph, Default)]
    pub struct Paper {
        #[weak]
        pub desk: Parent<Desk>,
    }
}

#[test]
fn generic_code_edits_where_its_caller_may() {
    let top = Strong::<open::Open>::default();
    let (a, b) = (top.add_child(open::Open::default()), top.add_child(open::Open::default()));
    assert!(put_last(&a) && !put_last(&top));
    assert_eq!(top.children().iter().collect::<Vec<_>>(), [b.clone(), a.clone()]);
    assert!(b.detach_from_parent().is_some() && b.is_root());
}

#[test]
fn a_node_is_detached_where_every_list_that_it_could_be_in_is_seen() {
    let desk = Strong::<open::Desk>::default();
    let paper = desk.papers().append(open::Paper::default()).unwrap();
    desk.inbox().append(&paper).unwrap();
    assert_eq!(paper.detach_from_desk(), Some(paper.clone()));
    assert!(desk.inbox().is_empty() && paper.desk().is_none());
}
