//! What the derive writes, called: every accessor of the table in its docs, the options, and who may call them.
#![deny(warnings, missing_docs)]

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use weakgraph::{
    Child, ChildOf, Children, Graph, LinkErrorKind, NoStrongCycle, Parent, ParentOf, Strong, Tree, Weak, WeakCell,
    WeakList,
};

/// Has an edge of every kind.
#[derive(Graph, Debug, Default)]
#[graph(new, on_drop = Node::gone)]
struct Node {
    name: &'static str,
    log: RefCell<Vec<&'static str>>,
    #[weak(on_drop = Self::orphaned)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[strong]
    left: Child<Leaf>,
    #[strong]
    right: Child<Leaf>,
    #[weak(on_drop = unfriended)]
    friend: WeakCell<Node>,
    #[weak(on_drop = Self::left_alone)]
    friends: WeakList<Node>,
    #[weak]
    boss: Weak<Node>,
    #[weak]
    bosses: Vec<Weak<Node>>,
    #[strong]
    style: Strong<Style>,
    #[strong]
    styles: RefCell<BTreeMap<u8, Strong<Style>>>,
    #[graph(opaque)]
    spare: Option<Strong<Style>>,
}

impl Node {
    fn gone(&self) {
        self.style().deaths.set(self.style().deaths.get() + 1);
    }
    fn orphaned(&self) {
        self.log.borrow_mut().push("orphaned");
    }
    fn left_alone(&self) {
        self.log.borrow_mut().push("left alone");
    }
}

fn unfriended(node: &Node) {
    node.log.borrow_mut().push("unfriended");
}

/// Can be owned by a [`Node`], in one of two places.
#[derive(Graph, Debug, Default)]
struct Leaf {
    #[weak]
    node: Parent<Node>,
}

/// Is shared.
#[derive(Graph, Debug, Default)]
struct Style {
    deaths: Cell<u32>,
}

fn node(name: &'static str) -> Strong<Node> {
    Strong::new(Node { name, ..Node::default() })
}

#[test]
fn a_back_reference_is_read_and_detached() {
    let (top, sub) = (node("top"), node("sub"));
    assert!(sub.parent().is_none() && sub.detach_from_parent().is_none());
    top.add_child(&sub);
    assert_eq!(sub.parent(), Some(top.clone()));
    assert_eq!(sub.detach_from_parent(), Some(sub.clone()));
    assert!(sub.parent().is_none() && top.children().is_empty());
    assert!(sub.log.borrow().is_empty(), "nobody died, not even {}", sub.name);
}

#[test]
fn a_list_is_lent_and_members_are_added_and_removed() {
    let top = node("top");
    let sub: Strong<Node> = top.add_child(Node { name: "sub", ..Node::default() });
    let other = node("other");
    assert_eq!(top.add_child(&other), other);
    assert_eq!(top.children().iter().collect::<Vec<_>>(), [sub.clone(), other.clone()]);
    assert_eq!(top.try_add_child(&sub), Ok(sub.clone()));
    assert_eq!(top.children().last(), Some(sub.clone()), "it moved to the end");
    assert!(top.remove_child(&sub) && !top.remove_child(&sub));
    assert_eq!(top.children().len(), 1);
    let error = other.try_add_child(&top).expect_err("a cycle");
    assert_eq!((error.kind(), error.parent_type(), error.child_type()), (LinkErrorKind::Cycle, "Node", "Node"));
}

#[test]
#[should_panic(expected = "cannot put this `Node` under this `Node`")]
fn an_edit_that_is_refused_panics_in_the_accessor_without_try() {
    let top = node("top");
    top.add_child(node("sub")).add_child(&top);
}

#[test]
fn the_panic_is_at_the_call_of_the_accessor() {
    thread_local!(static LINE: Cell<u32> = const { Cell::new(0) });
    fn line_of(edit: impl FnOnce()) -> u32 {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(edit)).expect_err("it is refused");
        LINE.get()
    }
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        LINE.set(info.location().expect("a location").line());
        before(info);
    }));
    let (top, ring) = (node("top"), Strong::new(Ring::default()));
    assert_eq!(line_of(|| drop(top.add_child(&top))), line!());
    assert_eq!(line_of(|| drop(ring.set_next(&ring))), line!());
    assert_eq!(line_of(|| drop(Node::default().handle())), line!());
}

/// At most one.
#[derive(Graph, Debug, Default)]
struct Ring {
    #[weak]
    prev: Parent<Ring>,
    #[strong]
    next: Child<Ring>,
}

#[test]
fn a_single_member_is_set_and_taken() {
    let top = node("top");
    assert!(top.left().is_none() && top.take_left().is_none());
    let a = top.set_left(Leaf::default());
    assert_eq!((top.left(), a.node()), (Some(a.clone()), Some(top.clone())));
    assert_eq!(top.set_right(&a), a, "it moves from one place to the other");
    assert!(top.left().is_none() && top.right().is_some());
    let b = top.try_set_right(Leaf::default()).expect("it is not refused");
    assert!(a.node().is_none() && top.take_right() == Some(b.clone()) && b.node().is_none());
    let ring = Strong::new(Ring::default());
    assert_eq!(ring.try_set_next(&ring).map_err(|error| error.kind()), Err(LinkErrorKind::Cycle));
    assert!(ring.set_next(Ring::default()).prev() == Some(ring));
}

#[test]
fn a_weak_link_is_set_and_cleared() {
    let (a, b) = (node("a"), node("b"));
    assert!(a.friend().is_none());
    a.set_friend(&b);
    assert_eq!((Strong::strong_count(&b), a.friend()), (1, Some(b.clone())));
    a.clear_friend();
    assert!(a.friend().is_none());
    a.set_friend(&b);
    drop(b);
    assert!(a.friend().is_none() && *a.log.borrow() == ["unfriended"]);
}

#[test]
fn weak_links_are_added_and_removed() {
    let (a, b, c) = (node("a"), node("b"), node("c"));
    a.add_friend(&b);
    a.add_friend(&c);
    assert_eq!((a.friends().len(), Strong::strong_count(&b)), (2, 1));
    assert!(a.remove_friend(&b) && !a.remove_friend(&b));
    assert_eq!(a.friends().iter().collect::<Vec<_>>(), [c.clone()]);
    drop(c);
    assert!(a.friends().is_empty() && *a.log.borrow() == ["left alone"]);
}

#[test]
fn a_plain_weak_handle_and_a_shared_edge_are_lent() {
    let boss = node("boss");
    let style = Strong::new(Style::default());
    let weak = Strong::downgrade(&boss);
    let (log, styles) = (RefCell::default(), RefCell::new([(1, style.clone())].into()));
    let node = Node::new("node", log, weak.clone(), vec![weak], style.clone(), styles, Some(style.clone()));
    assert_eq!(node.boss(), Some(boss.clone()));
    assert_eq!(node.style(), &style);
    assert_eq!((node.styles.borrow().len(), node.bosses.len(), node.spare.as_ref()), (1, 1, Some(&style)));
    assert_eq!(Strong::strong_count(&style), 4);
    drop(boss);
    assert!(node.boss().is_none());
    drop(node);
    assert_eq!((Strong::strong_count(&style), style.deaths.get()), (1, 1));
}

#[test]
fn hooks_are_called_on_those_who_hold_the_field() {
    let (top, sub) = (node("top"), node("sub"));
    let style = top.style().clone();
    top.add_child(&sub);
    drop(top);
    assert_eq!((style.deaths.get(), sub.style().deaths.get()), (1, 0));
    assert_eq!(*sub.log.borrow(), ["orphaned"]);
}

#[test]
fn a_node_knows_itself() {
    let top = node("top");
    let lent: &Node = &top;
    assert_eq!(lent.handle(), top);
    assert_eq!(top.add_child(Node::default()).root(), top);
}

#[test]
fn a_tree_has_its_own_kind_as_its_only_list_of_a_relation() {
    fn is_tree<T: Tree>() {}
    is_tree::<Node>();
    is_tree::<Named>();
    is_tree::<Two>();
    assert_eq!(std::any::type_name::<<Two as Tree>::Relation>(), "()");
}

/// A tree in a relation of its own, with other names.
#[derive(Graph, Default)]
struct Named {
    #[weak(name = owner)]
    up: Parent<Named, Names>,
    #[strong(name = pages, item = leaf)]
    down: Children<Named, Names>,
    #[weak(name = likes, item = like)]
    links: WeakList<Named>,
    #[weak(name = r#type)]
    kind: WeakCell<Named>,
    #[strong(item = entry)]
    index: Children<Leaf2>,
}

struct Names;

/// Can be in the index of a [`Named`].
#[derive(Graph, Default)]
struct Leaf2 {
    #[weak]
    named: Parent<Named>,
}

/// A tree twice: the default relation makes the `Tree`.
#[derive(Graph, Default)]
struct Two {
    #[weak]
    first: Parent<Two, Names>,
    #[strong]
    firsts: Children<Two, Names>,
    #[weak]
    second: Parent<Two>,
    #[strong]
    seconds: Children<Two>,
}

#[test]
fn accessors_are_called_as_the_options_say() {
    let top = Strong::new(Named::default());
    let sub = top.add_leaf(Named::default());
    assert_eq!((sub.owner().as_ref(), top.pages().len()), (Some(&top), 1));
    assert!(top.try_add_leaf(&sub).is_ok() && top.remove_leaf(&sub) && sub.detach_from_owner().is_none());
    top.add_like(&sub);
    assert!(top.likes().len() == 1 && top.remove_like(&sub));
    sub.set_type(&top);
    assert_eq!(sub.r#type(), Some(top.clone()));
    sub.clear_type();
    assert!(top.add_entry(Leaf2::default()).named() == Some(top.clone()) && top.index().len() == 1);

    let two = Strong::new(Two::default());
    let first = two.add_first(Two::default());
    let second = two.add_second(&first);
    assert!(first.first() == second.second() && second.depth() == 1 && two.firsts().len() == two.seconds().len());
}

#[test]
fn a_plural_gives_the_name_of_one() {
    #[derive(Graph, Default)]
    struct Owner {
        #[strong]
        grandchildren: Children<Item, Names>,
        #[strong(item = entry)]
        entries: Children<Item>,
        #[weak(item = r#box)]
        boxes: WeakList<Item>,
        #[weak(item = branch)]
        branches: WeakList<Item>,
        #[weak(item = staff)]
        staff: WeakList<Item>,
    }
    #[derive(Graph, Default)]
    struct Item {
        #[weak]
        owner: Parent<Owner>,
        #[weak]
        elder: Parent<Owner, Names>,
    }
    let owner = Strong::new(Owner::default());
    let item = owner.add_entry(Item::default());
    owner.add_grandchild(&item);
    owner.add_box(&item);
    owner.add_branch(&item);
    owner.add_staff(&item);
    assert!(item.owner() == item.elder() && owner.grandchildren().len() == owner.entries().len());
    assert_eq!([owner.boxes(), owner.branches(), owner.staff()].map(WeakList::len), [1; 3]);
}

/// The variants have the same edges, in whatever order and form.
#[derive(Graph, Debug)]
enum Entry {
    File {
        size: u64,
        #[weak]
        folder: Parent<Entry>,
        #[strong(item = entry)]
        entries: Children<Entry>,
    },
    Link(#[strong(name = entries, item = entry)] Children<Entry>, #[weak(name = folder)] Parent<Entry>),
}

#[test]
fn an_enum_has_its_edges_in_every_variant() {
    let file = |size| Entry::File { size, folder: Parent::new(), entries: Children::new() };
    let top = Strong::new(Entry::Link(Children::from([file(1), file(2)]), Parent::new()));
    let sub = top.entries().first().expect("two");
    assert_eq!((sub.folder(), sub.handle()), (Some(top.clone()), sub.clone()));
    let link = sub.add_entry(Entry::Link(Children::new(), Parent::new()));
    assert_eq!((link.depth(), top.descendants().count()), (2, 3));
    let sizes = top.descendants().map(|entry| match &*entry {
        Entry::File { size, .. } => *size,
        Entry::Link(..) => 0,
    });
    assert_eq!(sizes.collect::<Vec<_>>(), [1, 0, 2]);
}

/// A field of a tuple has a name for its accessors.
#[derive(Graph, Debug, Default)]
#[graph(new)]
struct Pair(u8, #[weak(name = parent)] Parent<Pair>, #[strong(name = children)] Children<Pair>, String);

/// A node without edges.
#[derive(Graph, Debug, Default)]
#[graph(new)]
struct Unit;

#[test]
fn tuples_and_units_are_nodes() {
    let top = Pair::new(1, "one".to_owned());
    let sub = top.add_child(Pair::new(2, "two".to_owned()));
    assert_eq!((sub.parent(), top.children().len()), (Some(top.clone()), 1));
    assert_eq!((sub.0, &*sub.3, Strong::strong_count(&Unit::new())), (2, "two", 1));
}

#[test]
fn new_takes_what_says_something_in_the_order_of_the_fields() {
    #[derive(Graph)]
    #[graph(new)]
    struct Mixed<'a, T: ?Sized, const N: usize> {
        #[weak]
        parent: Parent<Mixed<'a, T, N>>,
        first: &'a T,
        #[strong]
        style: Strong<Style>,
        #[strong]
        children: Children<Mixed<'a, T, N>>,
        last: [u8; N],
        #[weak]
        boss: Weak<Unit>,
    }
    let style = Strong::new(Style::default());
    let mixed: Strong<Mixed<'_, str, 2>> = Mixed::new("first", style.clone(), [1, 2], Weak::new());
    assert!(mixed.parent().is_none() && mixed.children().is_empty() && mixed.boss().is_none());
    assert_eq!((mixed.first, mixed.style(), mixed.last), ("first", &style, [1, 2]));
}

#[test]
fn a_printed_node_ends_after_itself() {
    let top = node("top");
    top.add_child(node("sub"));
    top.set_left(Leaf::default());
    let text = format!("{:?}", *top);
    assert!(text.starts_with("Node { name: \"top\", log: RefCell"), "{text}");
    assert!(text.contains("Node at 0x") && text.contains("Leaf at 0x") && !text.contains("sub"), "{text}");
}

/// Who may call an accessor: who may see the field. That nobody else may is checked by the privacy of
/// `tests/ui/name/as_private_as_its_field.rs`.
mod visibility {
    /// As visible as its fields say.
    #[derive(weakgraph::Graph, Default)]
    #[graph(new)]
    pub struct Node {
        #[weak]
        parent: weakgraph::Parent<Node>,
        /// Everybody's.
        #[strong]
        pub children: weakgraph::Children<Node>,
        #[weak]
        pub(super) friend: weakgraph::WeakCell<Node>,
        #[weak]
        pub(crate) friends: weakgraph::WeakList<Node>,
    }

    pub fn parent(node: &Node) -> Option<weakgraph::Strong<Node>> {
        node.parent()
    }
}

#[test]
fn an_accessor_is_as_visible_as_its_field() {
    let top = visibility::Node::new();
    let sub = top.add_child(visibility::Node::new());
    sub.set_friend(&top);
    sub.add_friend(&top);
    assert_eq!(sub.friends().len(), 1);
    assert!(visibility::parent(&sub) == sub.friend() && sub.handle() == sub);
}

#[test]
fn the_traits_tell_who_owns_whom() {
    fn pair<P: ParentOf<C, R>, C: ChildOf<P, R>, R>() {}
    fn is_shared<T: NoStrongCycle<()>>() {}
    pair::<Node, Node, ()>();
    pair::<Node, Leaf, ()>();
    pair::<Named, Named, Names>();
    pair::<Named, Leaf2, ()>();
    is_shared::<Node>();
    is_shared::<Entry>();
    is_shared::<Unit>();
}

/// A library's face: everything that is visible has docs, also what is generated (`missing_docs` is denied above).
pub mod documented {
    /// A node.
    #[derive(weakgraph::Graph, Default)]
    #[graph(new)]
    pub struct Node {
        /// An edge.
        #[weak]
        pub parent: weakgraph::Parent<Node>,
        /// An edge.
        #[strong]
        pub children: weakgraph::Children<Node>,
        /// An edge.
        #[strong]
        pub left: weakgraph::Child<Leaf>,
        /// An edge.
        #[weak]
        pub friend: weakgraph::WeakCell<Node>,
        /// An edge.
        #[weak]
        pub friends: weakgraph::WeakList<Node>,
        /// An edge.
        #[weak]
        pub boss: weakgraph::Weak<Node>,
        /// An edge.
        #[strong]
        pub style: weakgraph::Strong<super::documented::Unit>,
    }

    /// A member.
    #[derive(weakgraph::Graph, Default)]
    pub struct Leaf {
        /// An edge.
        #[weak]
        pub node: weakgraph::Parent<Node>,
    }

    /// A unit.
    #[derive(weakgraph::Graph, Default)]
    #[graph(new)]
    pub struct Unit;
}
