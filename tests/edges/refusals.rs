//! What a refused edit says: its kind, and which of the nodes it names; and that it changes nothing. Every edit that
//! can be refused, for every reason that it can be refused for.

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::rc::Rc;

use weakgraph::LinkErrorKind::{Cycle, NoParent, NotAChild, OutOfRange, ParentDropped};
use weakgraph::{Child, Children, Graph, LinkError, LinkErrorKind, Parent, Strong, Tree, show};

type Plan = Box<dyn FnOnce(&Node)>;

#[derive(Graph, Default)]
#[graph(on_drop = Node::dropped)]
struct Node {
    #[graph(label)]
    name: &'static str,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    plan: RefCell<Option<Plan>>,
}

impl Node {
    fn dropped(&self) {
        if let Some(plan) = self.plan.take() {
            plan(self);
        }
    }
}

fn node(name: &'static str) -> Strong<Node> {
    Strong::new(Node { name, ..Node::default() })
}

/// Has one child for each of two edges.
#[derive(Graph, Default)]
#[graph(on_drop = Fork::dropped)]
struct Fork {
    #[weak]
    up: Parent<Fork>,
    #[strong]
    left: Child<Fork>,
    #[strong]
    right: Child<Fork>,
    plan: Cell<Option<fn(&Fork)>>,
}

impl Fork {
    fn dropped(&self) {
        if let Some(plan) = self.plan.take() {
            plan(self);
        }
    }
}

/// A node as an error names it. Of one that cannot be named, its type alone.
fn name<T>(of_type: &str, node: Option<&Strong<T>>) -> String {
    node.map_or(of_type.to_owned(), |node| format!("{of_type} at {:p}", Strong::as_ptr(node)))
}

fn says<T, P>(kind: LinkErrorKind, of_type: &str, member: Option<&Strong<T>>, owner: Option<&Strong<P>>) -> String {
    format!("LinkError({kind:?}: {} under {})", name(of_type, member), name(of_type, owner))
}

#[track_caller]
fn refused<T: Debug>(edit: &str, done: Result<T, LinkError>, expected: &str) {
    let error = done.expect_err(edit);
    assert_eq!(format!("{error:?}"), expected, "{edit}");
    assert!(expected.contains(&format!("{:?}: ", error.kind())));
}

/// `above(x top(mid(low(a b))))`, and some that nobody owns.
struct World {
    above: Strong<Node>,
    x: Strong<Node>,
    top: Strong<Node>,
    mid: Strong<Node>,
    low: Strong<Node>,
    a: Strong<Node>,
    b: Strong<Node>,
    loose: Strong<Node>,
    /// In another tree, of `other`.
    other: Strong<Node>,
    foreign: Strong<Node>,
}

impl World {
    fn new() -> World {
        let [above, x, top, mid, low, a, b, loose, other, foreign] =
            ["above", "x", "top", "mid", "low", "a", "b", "loose", "other", "foreign"].map(node);
        for (owner, member) in
            [(&above, &x), (&above, &top), (&top, &mid), (&mid, &low), (&low, &a), (&low, &b), (&other, &foreign)]
        {
            owner.append(member).unwrap();
        }
        World { above, x, top, mid, low, a, b, loose, other, foreign }
    }

    fn picture(&self) -> String {
        [&self.above, &self.loose, &self.other].map(|root| show::text(root).to_string()).concat()
    }
}

#[test]
fn a_cycle_names_the_node_that_is_above_and_its_new_parent() {
    let World { above, top, mid, low, a, b, loose, other, .. } = &World::new();
    let world = World::new();
    let before = world.picture();
    drop(world);
    let cycle = |member| says(Cycle, "Node", Some(member), Some(low));
    let list = low.children();
    refused("append", list.append(top), &cycle(top));
    refused("append its parent", list.append(mid), &cycle(mid));
    refused("append itself", list.append(low), &cycle(low));
    refused("prepend", list.prepend(top), &cycle(top));
    refused("insert at the start", list.insert(0, top), &cycle(top));
    refused("insert at the end", list.insert(2, top), &cycle(top));
    refused("insert_before", list.insert_before(a, top), &cycle(top));
    refused("insert_after", list.insert_after(b, top), &cycle(top));
    refused("replace", list.replace(a, top), &cycle(top));
    refused("splice, the second", list.splice(1.., [loose, mid, top]), &cycle(mid));
    refused("splice, the last", list.splice(..1, [loose, a, above]), &cycle(above));
    refused("append_all, the second", list.append_all(above.children()), &cycle(top));
    refused("try_add_child", low.try_add_child(top), &cycle(top));
    refused("Tree::append", Tree::append(&**low, top), &cycle(top));
    refused("Tree::prepend", Tree::prepend(&**low, top), &cycle(top));
    refused("Tree::insert_before", a.insert_before(top), &cycle(top));
    refused("Tree::insert_after", a.insert_after(top), &cycle(top));
    refused("Tree::replace_with", a.replace_with(top), &cycle(top));
    refused("Tree::replace_with its parent", a.replace_with(low), &cycle(low));
    refused("Tree::reparent_children", above.reparent_children(low), &cycle(top));
    let world = [above, loose, other].map(|root| show::text(root).to_string()).concat();
    assert_eq!(world, before, "nothing has changed");
}

#[test]
fn a_cycle_over_single_edges_names_them_too() {
    let [top, mid, low] = [(); 3].map(|()| Strong::<Fork>::default());
    top.set_left(&mid);
    mid.set_right(&low);
    let cycle = |member| says(Cycle, "Fork", Some(member), Some(&low));
    for member in [&top, &mid, &low] {
        refused("set an empty one", low.left().map_or(low.try_set_left(member), Ok), &cycle(member));
        refused("set the other", low.try_set_right(member), &cycle(member));
    }
    let old = low.set_left(Fork::default());
    refused("set one that is taken", low.try_set_left(&top), &cycle(&top));
    assert!(low.left() == Some(old) && low.right().is_none() && top.left() == Some(mid));
}

#[test]
fn a_dropped_parent_and_who_was_refused_are_named() {
    let World { low, a, b, loose, other, foreign, .. } = World::new();
    let address = Strong::as_ptr(&low);
    let done = Rc::new(Cell::new(false));
    let tell = done.clone();
    let (own_a, own_b) = (a.clone(), b.clone());
    *low.plan.borrow_mut() = Some(Box::new(move |low| {
        let dropped = |member: Option<&Strong<Node>>| {
            format!("LinkError(ParentDropped: {} under Node at {address:p})", name("Node", member))
        };
        let list = low.children();
        for member in [&loose, &foreign] {
            refused("append", list.append(member), &dropped(Some(member)));
            refused("prepend", list.prepend(member), &dropped(Some(member)));
            refused("insert", list.insert(1, member), &dropped(Some(member)));
            refused("insert_before", list.insert_before(&a, member), &dropped(Some(member)));
            refused("insert_after", list.insert_after(&a, member), &dropped(Some(member)));
            refused("replace", list.replace(&a, member), &dropped(Some(member)));
            refused("splice", list.splice(.., [member, &a]), &dropped(Some(member)));
            refused("try_add_child", low.try_add_child(member), &dropped(Some(member)));
            refused("Tree::append", Tree::append(low, member), &dropped(Some(member)));
            refused("Tree::prepend", Tree::prepend(low, member), &dropped(Some(member)));
        }
        refused("append_all", list.append_all(other.children()), &dropped(None));
        refused("Tree::reparent_children", other.reparent_children(low), &dropped(None));
        // Also for a move within the list.
        refused("append its own", list.append(&a), &dropped(Some(&a)));
        refused("swap", list.swap(&a, &b), &dropped(Some(&a)));
        assert!(list.len() == 2 && list.first() == Some(a) && list.last() == Some(b));
        assert!(other.children().len() == 1 && loose.parent().is_none());
        tell.set(true);
    }));
    drop(low.detach());
    drop(low);
    assert!(done.get() && own_a.parent().is_none() && own_b.parent().is_none());

    thread_local!(static DONE: Cell<bool> = const { Cell::new(false) });
    let fork = Strong::new(Fork { left: Child::from(Strong::<Fork>::default()), ..Fork::default() });
    fork.plan.set(Some(|fork| {
        let new = Strong::<Fork>::default();
        let says = format!("LinkError(ParentDropped: {} under Fork at {fork:p})", name("Fork", Some(&new)));
        refused("set one that is taken", fork.try_set_left(&new), &says);
        refused("set an empty one", fork.try_set_right(&new), &says);
        assert!(fork.left().is_some() && fork.right().is_none() && new.up().is_none());
        DONE.set(true);
    }));
    drop(fork);
    assert!(DONE.get());
}

#[test]
fn a_place_that_is_not_in_the_list_is_named_and_not_the_node_to_be_put_there() {
    let world = World::new();
    let before = world.picture();
    let World { low, x, a, b, loose, foreign, .. } = &world;
    let list = low.children();
    // In another list, in none, and in no tree at all.
    for place in [foreign, x, loose, low] {
        let other = node("new");
        let not_here = says(NotAChild, "Node", Some(place), Some(low));
        for moved in [&other, a] {
            refused("insert_before", list.insert_before(place, moved), &not_here);
            refused("insert_after", list.insert_after(place, moved), &not_here);
            refused("replace", list.replace(place, moved), &not_here);
        }
        refused("swap, the first", list.swap(place, a), &not_here);
        refused("swap, the second", list.swap(a, place), &not_here);
        refused("swap with itself", list.swap(place, place), &not_here);
        refused("swap, the last", list.swap(b, place), &not_here);
        assert!(!list.remove(place) && list.index_of(place).is_none());
    }
    let both = says(NotAChild, "Node", Some(foreign), Some(low));
    refused("swap, both", list.swap(foreign, loose), &both);
    assert_eq!(world.picture(), before);
}

#[test]
fn a_node_without_a_parent_is_named_as_the_place() {
    let world = World::new();
    let before = world.picture();
    for place in [&world.loose, &world.above] {
        for moved in [&world.foreign, &world.a, place] {
            let says = says::<_, Node>(NoParent, "Node", Some(place), None);
            refused("insert_before", place.insert_before(moved), &says);
            refused("insert_after", place.insert_after(moved), &says);
            refused("replace_with", place.replace_with(moved), &says);
        }
    }
    assert_eq!(world.picture(), before);
}

#[test]
fn a_position_outside_names_who_was_to_be_put_there() {
    let world = World::new();
    let before = world.picture();
    let World { low, loose, .. } = &world;
    let outside = |member| says(OutOfRange, "Node", member, Some(low));
    for index in [3, 4, usize::MAX - 1, usize::MAX] {
        refused("insert", low.children().insert(index, loose), &outside(Some(loose)));
        let none = || outside(None);
        refused("splice from", low.children().splice(index.., [loose]), &none());
        refused("splice to", low.children().splice(..index, [loose]), &none());
        refused("splice from and to", low.children().splice(index..index, [loose]), &none());
        refused("splice to, inclusive", low.children().splice(0..=index, [loose]), &none());
        refused("splice backwards", low.children().splice(index..1, [loose]), &none());
    }
    #[expect(clippy::reversed_empty_ranges, reason = "that is refused")]
    let backwards = low.children().splice(2..1, [loose]);
    refused("splice backwards", backwards, &outside(None));
    refused("splice past the end, inclusive", low.children().splice(0..=2, [loose]), &outside(None));
    assert_eq!(world.picture(), before);
    // What just fits does.
    low.children().insert(2, loose).unwrap();
    assert!(low.children().splice(3..3, [&node("c")]).unwrap().is_empty() && low.children().len() == 4);
}

#[test]
fn before_the_birth_there_is_no_parent_to_name() {
    let (a, b, foreign) = (node("a"), node("b"), node("foreign"));
    let list: Children<Node> = Children::from([&a, &b]);
    let not_here = says::<_, Node>(NotAChild, "Node", Some(&foreign), None);
    refused("insert_before", list.insert_before(&foreign, node("c")), &not_here);
    refused("insert_after", list.insert_after(&foreign, &a), &not_here);
    refused("replace", list.replace(&foreign, node("c")), &not_here);
    refused("swap, the first", list.swap(&foreign, &a), &not_here);
    refused("swap, the second", list.swap(&a, &foreign), &not_here);
    refused("insert", list.insert(3, &foreign), &says::<_, Node>(OutOfRange, "Node", Some(&foreign), None));
    refused("splice", list.splice(3.., [&foreign]), &says::<Node, Node>(OutOfRange, "Node", None, None));
    assert!(list.iter().eq([a, b]));
}

#[test]
fn the_types_are_told_apart() {
    #[derive(Graph, Default)]
    #[graph(on_drop = Folder::dropped)]
    struct Folder {
        #[weak]
        page: Parent<Page>,
        #[strong]
        pages: Children<Page>,
    }
    #[derive(Graph, Default)]
    struct Page {
        #[weak]
        folder: Parent<Folder>,
        #[strong]
        folders: Children<Folder>,
    }
    thread_local!(static SEEN: RefCell<Vec<LinkError>> = const { RefCell::new(Vec::new()) });
    impl Folder {
        fn dropped(&self) {
            SEEN.with_borrow_mut(|seen| seen.extend(self.try_add_page(Page::default()).err()));
        }
    }
    let folder = Strong::<Folder>::default();
    let page = folder.add_page(Page::default());
    let errors = [
        page.try_add_folder(&folder).unwrap_err(),
        folder.pages().insert(7, Page::default()).unwrap_err(),
        folder.pages().replace(&Strong::default(), Page::default()).unwrap_err(),
    ];
    drop((folder, page));
    let errors: Vec<_> = errors.into_iter().chain(SEEN.take()).collect();
    let said: Vec<_> = errors.iter().map(|it| (it.kind(), it.parent_type(), it.child_type(), it.to_string())).collect();
    let expected = [
        (Cycle, "Page", "Folder", "cannot put this `Folder` under this `Page`"),
        (OutOfRange, "Folder", "Page", "the position lies outside the list of `Page` of the `Folder`"),
        (NotAChild, "Folder", "Page", "the `Page` given as the place is not a child in this list of the `Folder`"),
        (ParentDropped, "Folder", "Page", "cannot add `Page`: `Folder` is being dropped; "),
    ];
    assert_eq!(said.len(), 4);
    for ((kind, owner, member, text), (want, of, put, starts)) in said.iter().zip(expected) {
        assert_eq!((*kind, *owner, *member), (want, of, put));
        assert!(text.starts_with(starts), "{text}");
        assert!(text.contains("`Page`") && text.contains("`Folder`"), "{text}");
    }
    let no_parent = node("a").insert_before(node("b")).unwrap_err();
    assert!(no_parent.to_string().starts_with("the `Node` has no parent"), "{no_parent}");
    assert_eq!(errors[0], errors[0]);
    assert_ne!(errors[1], errors[2]);
}

/// What would be refused is a child, and an empty list has none.
#[test]
fn an_empty_list_is_appended_even_to_that_of_a_dropped_parent() {
    let done = Rc::new(Cell::new(0));
    for (filled, expected) in [(false, 1), (true, 2)] {
        let (parent, other, said) = (node("parent"), node("other"), Rc::clone(&done));
        if filled {
            other.children().append(node("child")).unwrap();
        }
        *parent.plan.borrow_mut() = Some(Box::new(move |parent| {
            let appended = parent.children.append_all(&other.children);
            match filled {
                true => assert_eq!(appended.unwrap_err().kind(), ParentDropped),
                false => appended.unwrap(),
            }
            assert_eq!(other.children.len(), usize::from(filled));
            // To itself: nothing moves, whatever it holds.
            parent.children.append_all(&parent.children).unwrap();
            said.set(said.get() + 1);
        }));
        drop(parent);
        assert_eq!(done.get(), expected);
    }
}
