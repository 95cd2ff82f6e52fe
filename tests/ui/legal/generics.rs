//! Parameters of every sort, and `Self` in field types.
use std::fmt::Debug;
use weakgraph::{Child, ChildOf, Children, Graph, Parent, ParentOf, Strong, Tree, WeakCell, WeakList};

#[derive(Graph)]
#[graph(new)]
struct Node<'a, T: ?Sized, U = u8, const N: usize = 3>
where
    T: Debug,
{
    label: &'a T,
    slots: [U; N],
    #[weak]
    parent: Parent<Self>,
    #[strong]
    children: Children<Node<'a, T, U, N>>,
    #[weak]
    friend: WeakCell<Node<'a, T, U, N>>,
    #[weak]
    others: WeakList<Node<'static, str>>,
}

/// The other end is a parameter.
#[derive(Graph, Default)]
struct Box2<C> {
    #[strong]
    items: Children<C>,
    #[strong]
    lid: Child<C, Lid>,
}

struct Lid;

#[derive(Graph, Default)]
struct Item<P> {
    #[weak]
    owner: Parent<P>,
    #[weak]
    under: Parent<P, Lid>,
}

fn fill<C: ChildOf<Box2<C>, ()> + ChildOf<Box2<C>, Lid> + Default>(owner: &Box2<C>) -> usize {
    owner.add_item(C::default());
    owner.set_lid(C::default());
    owner.items().len()
}

fn owner<P: ParentOf<Item<P>, ()> + ParentOf<Item<P>, Lid>>(item: &Item<P>) -> bool {
    item.owner().is_some() || item.under().is_some()
}

/// The other end is what a trait says.
trait Kind {
    type Member;
}

struct Plain;

impl Kind for Plain {
    type Member = Part;
}

#[derive(Graph)]
struct Whole<K: Kind> {
    #[strong]
    parts: Children<K::Member>,
}

#[derive(Graph, Default)]
struct Part {
    #[weak]
    whole: Parent<Whole<Plain>>,
}

/// Lifetimes of its own, a bound in the list, a parameter called like an edge's item.
#[derive(Graph)]
#[allow(non_camel_case_types, explicit_outlives_requirements)]
struct Borrows<'a, 'b: 'a, child: Copy + 'b> {
    name: &'a &'b child,
    #[weak]
    parent: Parent<Borrows<'a, 'b, child>>,
    #[strong]
    children: Children<Borrows<'a, 'b, child>>,
}

/// The loop of a generic type closes for some arguments only.
#[derive(Graph)]
struct Layer<T> {
    data: T,
    #[weak]
    parent: Parent<Layer<T>>,
    #[strong]
    children: Children<Layer<T>>,
}

pub fn main() {
    let text = String::from("text");
    let node: Strong<Node<'_, str, u16, 1>> = Node::new(&text, [0]);
    let sub = node.add_child(Node::new(&*text, [1]));
    sub.set_friend(&node);
    assert!(sub.parent().is_some() && sub.friend().is_some() && sub.depth() == 1 && sub.others().is_empty());
    assert!(sub.slots == [1] && sub.label == "text");

    let knot = Strong::new(Knot::default());
    assert!(fill(&*Strong::new(Box2::<Ring>::default())) == 1);
    assert!(owner(&knot.add_item(Item::default())));

    let whole = Strong::new(Whole::<Plain> { parts: [Part::default()].into() });
    assert!(whole.parts().first().is_some_and(|part| part.whole() == Some(whole.clone())));

    let name = &&3_u8;
    let borrows = Strong::new(Borrows { name, parent: Parent::new(), children: Children::new() });
    assert!(borrows.is_root() && **borrows.name == 3);

    let layer = Strong::new(Layer { data: vec![1], parent: Parent::new(), children: Children::new() });
    assert!(layer.data.len() == 1 && layer.is_leaf() && layer.parent().is_none());
}

/// An owner of generic members, which is no generic type itself.
#[derive(Graph, Default)]
struct Knot {
    #[strong]
    items: Children<Item<Knot>>,
    #[strong]
    lid: Child<Item<Knot>, Lid>,
}

#[derive(Graph, Default)]
struct Ring {
    #[weak]
    owner: Parent<Box2<Ring>>,
    #[weak]
    under: Parent<Box2<Ring>, Lid>,
}
