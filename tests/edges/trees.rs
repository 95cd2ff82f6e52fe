//! Trees in several relations, and of several edges.

use weakgraph::{Child, Children, Graph, LinkErrorKind, NodeRef, Parent, Position, Strong, Tree, TreeIn, WalkEvent};

/// Where a widget is shown.
struct Layout;
/// In which order it gets the focus.
struct Focus;

/// A tree twice, in no default relation.
#[derive(Graph)]
#[graph(new)]
struct Widget {
    name: &'static str,
    #[weak]
    parent: Parent<Widget, Layout>,
    #[strong]
    children: Children<Widget, Layout>,
    #[weak]
    group: Parent<Widget, Focus>,
    #[strong]
    members: Children<Widget, Focus>,
}

/// A tree in the default relation and in another one.
#[derive(Graph, Default)]
struct Both {
    #[weak]
    group: Parent<Both, Focus>,
    #[strong]
    members: Children<Both, Focus>,
    #[weak]
    parent: Parent<Both>,
    #[strong]
    children: Children<Both>,
}

/// A binary tree.
#[derive(Graph, Default)]
struct Bin {
    key: u32,
    #[weak]
    up: Parent<Bin>,
    #[strong]
    left: Child<Bin>,
    #[strong]
    right: Child<Bin>,
}

/// Edges of both kinds, a list between two single ones, and another that is none of the tree's.
#[derive(Graph, Default)]
struct Page {
    key: u32,
    #[weak]
    up: Parent<Page>,
    #[strong]
    header: Child<Page>,
    #[strong]
    notes: Children<Note>,
    #[strong]
    body: Children<Page>,
    #[strong]
    footer: Child<Page>,
}

#[derive(Graph, Default)]
struct Note {
    #[weak]
    page: Parent<Page>,
}

/// Two lists, and a place for one node between them.
#[derive(Graph, Default)]
struct Desk {
    key: u32,
    #[weak]
    up: Parent<Desk>,
    #[strong]
    open: Children<Desk>,
    #[strong]
    top: Child<Desk>,
    #[strong]
    done: Children<Desk>,
}

/// An enum that is a tree twice, by edges of both kinds.
#[derive(Graph)]
enum Shape {
    Group {
        key: u32,
        #[weak]
        parent: Parent<Shape, Layout>,
        #[strong]
        frame: Child<Shape, Layout>,
        #[strong]
        shapes: Children<Shape, Layout>,
        #[weak]
        before: Parent<Shape, Focus>,
        #[strong]
        after: Child<Shape, Focus>,
    },
    Leaf(
        #[strong(name = after)] Child<Shape, Focus>,
        #[weak(name = before)] Parent<Shape, Focus>,
        #[strong(name = shapes, item = shape)] Children<Shape, Layout>,
        #[strong(name = frame)] Child<Shape, Layout>,
        #[weak(name = parent)] Parent<Shape, Layout>,
        u32,
    ),
}

impl Shape {
    fn group(key: u32) -> Shape {
        Shape::Group {
            key,
            parent: Parent::new(),
            frame: Child::new(),
            shapes: Children::new(),
            before: Parent::new(),
            after: Child::new(),
        }
    }

    fn leaf(key: u32) -> Shape {
        Shape::Leaf(Child::new(), Parent::new(), Children::new(), Child::new(), Parent::new(), key)
    }

    fn key(&self) -> u32 {
        match self {
            Shape::Group { key, .. } | Shape::Leaf(.., key) => *key,
        }
    }
}

/// A node of any value, with a relation that is a parameter of the type, and another one.
#[derive(Graph)]
struct Cell<'a, T: ?Sized, R, const N: usize>
where
    T: AsRef<str>,
{
    text: &'a T,
    #[weak]
    up: Parent<Self, (R, [u8; N])>,
    #[strong]
    first: Child<Self, (R, [u8; N])>,
    #[strong]
    rest: Children<Self, (R, [u8; N])>,
    #[weak]
    prev: Parent<Cell<'a, T, R, N>, Focus>,
    #[strong]
    next: Child<Cell<'a, T, R, N>, Focus>,
}

/// A chain.
#[derive(Graph, Default)]
struct Link {
    key: u32,
    #[weak]
    prev: Parent<Link>,
    #[strong]
    next: Child<Link>,
}

fn bin(key: u32) -> Strong<Bin> {
    Strong::new(Bin { key, ..Bin::default() })
}

fn page(key: u32) -> Strong<Page> {
    Strong::new(Page { key, ..Page::default() })
}

fn desk(key: u32) -> Strong<Desk> {
    Strong::new(Desk { key, ..Desk::default() })
}

#[test]
fn walks_of_each_relation_follow_its_edges() {
    let [window, form, name, save] = ["window", "form", "name", "save"].map(Widget::new);
    window.add_child(&form);
    form.add_child(&save);
    form.add_child(&name);
    window.add_member(&name);
    name.add_member(&save);
    let names = |walk: &mut dyn Iterator<Item = Strong<Widget>>| walk.map(|it| it.name).collect::<Vec<_>>();
    let (layout, focus) = (window.in_relation::<Layout>(), window.in_relation::<Focus>());
    assert_eq!(names(&mut layout.descendants()), ["form", "save", "name"]);
    assert_eq!(names(&mut focus.descendants()), ["name", "save"]);
    assert_eq!(names(&mut focus.inclusive_descendants().rev()), ["save", "name", "window"]);
    assert_eq!(names(&mut layout.leaves()), ["save", "name"]);
    assert_eq!(names(&mut layout.breadth_first()), ["form", "save", "name"]);
    assert_eq!(names(&mut layout.children()), ["form"]);
    assert_eq!(names(&mut save.in_relation::<Layout>().ancestors()), ["form", "window"]);
    assert_eq!(names(&mut save.in_relation::<Focus>().inclusive_ancestors()), ["save", "name", "window"]);
    assert_eq!(names(&mut save.in_relation::<Layout>().next_siblings()), ["name"]);
    assert_eq!(names(&mut name.in_relation::<Layout>().prev_siblings()), ["save"]);
    assert_eq!(save.in_relation::<Layout>().next_sibling(), Some(name.clone()));
    assert_eq!(name.in_relation::<Layout>().prev_sibling(), Some(save.clone()));
    assert_eq!((save.in_relation::<Layout>().depth(), save.in_relation::<Focus>().depth()), (2, 2));
    assert_eq!(save.in_relation::<Focus>().parent(), Some(name.clone()));
    assert_eq!(name.in_relation::<Layout>().index_in_parent(), Some(1));
    assert_eq!(form.in_relation::<Layout>().nth_child(1), Some(name.clone()));
    assert_eq!((layout.child_count(), focus.child_count(), layout.is_leaf(), layout.is_root()), (1, 1, false, true));
    assert_eq!(save.in_relation::<Focus>().root(), window);
    assert_eq!(name.in_relation::<Layout>().compare_position(&save), Position::Preceding);
    assert_eq!(name.in_relation::<Focus>().compare_position(&save), Position::Descendant);
    assert!(name.in_relation::<Focus>().is_ancestor_of(&save) && !name.in_relation::<Layout>().is_ancestor_of(&save));
    assert!(save.in_relation::<Focus>().is_descendant_of(&window));
    assert_eq!(focus.traverse().filter(|event| matches!(event, WalkEvent::Leave(_))).count(), 3);
    let session = weakgraph::read();
    let read: NodeRef<'_, Widget> = session.node(&window);
    assert_eq!(read.in_relation::<Focus>().descendants().map(|it| it.name).collect::<Vec<_>>(), ["name", "save"]);
    assert_eq!(read.in_relation::<Layout>().first_child().map(|it| it.name), Some("form"));
    assert!(session.node(&save).in_relation::<Focus>().root() == Some(read));
}

#[test]
fn edits_of_each_relation_leave_the_other_one_alone() {
    let [window, a, b, c] = ["window", "a", "b", "c"].map(Widget::new);
    let in_focus = |it: &Strong<Widget>| it.in_relation::<Focus>().children().map(|it| it.name).collect::<Vec<_>>();
    window.in_relation::<Layout>().append(&a).unwrap();
    window.in_relation::<Focus>().append(&b).unwrap();
    window.in_relation::<Focus>().prepend(&a).unwrap();
    b.in_relation::<Focus>().insert_before(&c).unwrap();
    assert_eq!(in_focus(&window), ["a", "c", "b"]);
    a.in_relation::<Focus>().insert_after(&b).unwrap();
    assert_eq!(in_focus(&window), ["a", "b", "c"]);
    assert_eq!(c.in_relation::<Focus>().detach(), Some(c.clone()));
    b.in_relation::<Focus>().replace_with(&c).unwrap();
    assert_eq!(in_focus(&window), ["a", "c"]);
    window.in_relation::<Focus>().reparent_children(&b).unwrap();
    assert_eq!((in_focus(&window).len(), in_focus(&b)), (0, vec!["a", "c"]));
    assert_eq!(window.in_relation::<Layout>().children().collect::<Vec<_>>(), [a.clone()]);
    assert_eq!(a.in_relation::<Focus>().append(&b).unwrap_err().kind(), LinkErrorKind::Cycle);
    assert_eq!(window.in_relation::<Focus>().insert_after(&c).unwrap_err().kind(), LinkErrorKind::NoParent);
}

#[test]
fn what_names_no_relation_follows_the_default_one() {
    let top = Strong::<Both>::default();
    let (a, b) = (top.add_child(Both::default()), top.add_member(Both::default()));
    assert_eq!(top.descendants().collect::<Vec<_>>(), std::slice::from_ref(&a));
    assert_eq!(top.in_relation::<Focus>().descendants().collect::<Vec<_>>(), std::slice::from_ref(&b));
    assert_eq!(top.in_relation::<()>().descendants().collect::<Vec<_>>(), [a]);
    assert!(b.is_root() && !b.in_relation::<Focus>().is_root());
}

#[test]
fn a_binary_tree_is_walked_in_the_order_of_its_fields() {
    let top = bin(4);
    let six = top.set_right(bin(6));
    let two = top.set_left(bin(2));
    two.set_right(bin(3));
    two.set_left(bin(1));
    let seven = six.set_right(bin(7));
    let keys = |walk: &mut dyn Iterator<Item = Strong<Bin>>| walk.map(|it| it.key).collect::<Vec<_>>();
    assert_eq!(keys(&mut top.descendants()), [2, 1, 3, 6, 7]);
    assert_eq!(keys(&mut top.descendants().rev()), [7, 6, 3, 1, 2]);
    assert_eq!(keys(&mut top.inclusive_descendants()), [4, 2, 1, 3, 6, 7]);
    assert_eq!(keys(&mut top.breadth_first()), [2, 6, 1, 3, 7]);
    assert_eq!(keys(&mut top.leaves()), [1, 3, 7]);
    assert_eq!(keys(&mut Tree::children(&*top).iter()), [2, 6]);
    assert_eq!(keys(&mut top.children().iter().rev()), [6, 2]);
    assert_eq!(keys(&mut two.next_siblings()), [6]);
    assert_eq!(keys(&mut six.prev_siblings()), [2]);
    assert_eq!(keys(&mut seven.ancestors()), [6, 4]);
    assert_eq!((top.first_child(), top.last_child()), (Some(two.clone()), Some(six.clone())));
    assert_eq!((two.next_sibling(), six.prev_sibling()), (Some(six.clone()), Some(two.clone())));
    assert_eq!((six.next_sibling(), two.prev_sibling()), (None, None));
    assert_eq!((two.index_in_parent(), six.index_in_parent(), seven.index_in_parent()), (Some(0), Some(1), Some(0)));
    assert_eq!((top.nth_child(1), top.nth_child(2), top.child_count()), (Some(six.clone()), None, 2));
    assert_eq!(two.compare_position(&six), Position::Following);
    assert_eq!(seven.compare_position(&two), Position::Preceding);
    let left = top.traverse().filter_map(|it| if let WalkEvent::Leave(it) = it { Some(it.key) } else { None });
    assert_eq!(left.collect::<Vec<_>>(), [1, 3, 2, 7, 6, 4]);
    let list = top.children();
    assert_eq!((list.len(), list.index_of(&six), list.contains(&seven), list.get(0)), (2, Some(1), false, Some(two)));
    assert!(format!("{list:?}").starts_with("Children[Bin at"));
    let session = weakgraph::read();
    let read = session.node(&top);
    assert_eq!(read.descendants().map(|it| it.key).collect::<Vec<_>>(), [2, 1, 3, 6, 7]);
    assert_eq!(read.children().map(|it| it.key).collect::<Vec<_>>(), [2, 6]);
    assert_eq!(read.nth_child(1).map(|it| it.key), Some(6));
}

#[test]
fn an_edit_that_does_not_say_which_edge_it_means_is_refused() {
    let top = bin(1);
    let two = top.set_left(bin(2));
    let three = bin(3);
    let no_list =
        |done: Result<Strong<Bin>, weakgraph::LinkError>| done.unwrap_err().kind() == LinkErrorKind::NoSingleList;
    assert!(no_list(top.append(&three)) && no_list(top.prepend(&three)));
    assert!(no_list(two.insert_before(&three)) && no_list(two.insert_after(&three)));
    assert!(no_list(top.children().append(&three)) && no_list(top.children().insert(0, &three)));
    assert!(no_list(top.children().insert_before(&two, &three)));
    assert_eq!(top.reparent_children(&three).unwrap_err().kind(), LinkErrorKind::NoSingleList);
    assert_eq!(top.insert_before(&three).unwrap_err().kind(), LinkErrorKind::NoParent);
    assert_eq!(
        top.append(&three).unwrap_err().to_string(),
        "the `Bin` has no single list of `Bin` in this relation, so nothing says where to put it; use the accessor of the \
         field that is meant"
    );
    assert!(three.is_root() && top.child_count() == 1);
    // What is in the way says which edge.
    assert_eq!(two.replace_with(&three), Ok(two.clone()));
    assert_eq!((top.left(), two.up()), (Some(three.clone()), None));
    assert_eq!(top.children().replace(&three, &two), Ok(three.clone()));
    assert!(top.children().remove(&two) && top.left().is_none());
    assert_eq!(top.set_right(&two).detach(), Some(two));
    let link = Strong::<Link>::default();
    assert_eq!(link.append(Link::default()).unwrap_err().kind(), LinkErrorKind::NoSingleList);
    assert_eq!(link.children().append(Link::default()).unwrap_err().kind(), LinkErrorKind::NoSingleList);
    link.set_next(Link { key: 1, ..Link::default() }).set_next(Link { key: 2, ..Link::default() });
    assert_eq!(link.descendants().map(|link| link.key).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn the_one_list_among_the_edges_is_the_one_that_is_meant() {
    let top = page(0);
    top.set_footer(page(9));
    top.append(page(3)).unwrap();
    let two = top.prepend(page(2)).unwrap();
    two.insert_after(page(4)).unwrap();
    top.set_header(page(1));
    top.add_note(Note::default());
    let keys = |top: &Page| Tree::children(top).iter().map(|it| it.key).collect::<Vec<_>>();
    assert_eq!(keys(&top), [1, 2, 4, 3, 9]);
    assert_eq!(top.header().unwrap().insert_after(page(5)).unwrap_err().kind(), LinkErrorKind::NoSingleList);
    top.footer().unwrap().replace_with(page(8)).unwrap();
    top.children().sort_by_key(|it| it.key);
    assert_eq!(keys(&top), [1, 2, 3, 4, 8]);
    top.children().retain(|it| it.key % 2 == 0);
    assert_eq!((keys(&top), top.header()), (vec![2, 4, 8], None));
    assert_eq!(top.children().drain().map(|it| it.key).collect::<Vec<_>>(), [2, 4, 8]);
    assert!(top.is_leaf() && top.footer().is_none() && top.notes().len() == 1);
}

/// Its children, one list after the other.
fn plain(desk: &Strong<Desk>) -> Vec<Strong<Desk>> {
    desk.open().iter().chain(desk.top()).chain(desk.done().iter()).collect()
}

fn below(desk: &Strong<Desk>, out: &mut Vec<u32>) {
    for child in plain(desk) {
        out.push(child.key);
        below(&child, out);
    }
}

#[test]
fn a_walk_over_several_edges_keeps_the_rules_under_edits() {
    let mut seed = 7_u32;
    let mut random = move |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % below
    };
    for round in 0..400 {
        let nodes: Vec<_> = (0..12).map(desk).collect();
        for i in 1..12_u32 {
            let parent = &nodes[random(i) as usize];
            let node = &nodes[i as usize];
            match random(5) {
                0 | 1 => _ = parent.add_open(node),
                2 | 3 => _ = parent.add_done(node),
                // Else one that is there is dropped, with all below it.
                _ if parent.top().is_none() => _ = parent.set_top(node),
                _ => _ = parent.add_open(node),
            }
        }
        let top = &nodes[0];
        let mut expected = Vec::new();
        below(top, &mut expected);
        assert_eq!(top.descendants().map(|it| it.key).collect::<Vec<_>>(), expected, "round {round}");
        let mut back: Vec<_> = top.descendants().rev().map(|it| it.key).collect();
        back.reverse();
        assert_eq!(back, expected);
        for node in &nodes {
            assert_eq!(Tree::children(&**node).iter().collect::<Vec<_>>(), plain(node));
            assert_eq!(Tree::children(&**node).iter().rev().count(), plain(node).len());
            for pair in plain(node).windows(2) {
                let list = Tree::children(&**node);
                assert_eq!((list.next(&pair[0]), list.prev(&pair[1])), (Some(pair[1].clone()), Some(pair[0].clone())));
                assert_eq!(
                    (pair[0].next_sibling(), pair[1].prev_sibling()),
                    (list.next(&pair[0]), list.prev(&pair[1]))
                );
                assert_eq!(pair[0].compare_position(&pair[1]), Position::Following);
            }
            assert_eq!(top.at_path(&node.path()), Some(node.clone()));
            assert_eq!(node.common_ancestor(top), Some(top.clone()));
        }
        let events: Vec<_> =
            top.traverse().filter_map(|it| if let WalkEvent::Enter(it) = it { Some(it.key) } else { None }).collect();
        assert_eq!(events[1..], expected);
        let mut levels: Vec<u32> = top.breadth_first().map(|it| it.key).collect();
        levels.sort_unstable();
        expected.sort_unstable();
        assert_eq!(levels, expected);
        // What stays is visited once; what leaves ahead of the walk is not.
        let (mut seen, mut gone): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        let (mut walk, ends) = (top.descendants(), round % 2 == 0);
        while let Some(node) = if ends && random(2) == 0 { walk.next_back() } else { walk.next() } {
            assert!(
                !seen.contains(&node.key) && !gone.contains(&node.key),
                "round {round}: {} {seen:?} {gone:?}",
                node.key
            );
            seen.push(node.key);
            if random(3) == 0 {
                let out = &nodes[1 + random(11) as usize];
                if out.detach().is_some() {
                    gone.push(out.key);
                    gone.extend(out.descendants().map(|it| it.key));
                }
            }
        }
        let mut missed = Vec::new();
        below(top, &mut missed);
        missed.retain(|key| !seen.contains(key));
        assert!(missed.is_empty(), "round {round}: {missed:?}");
    }
}

#[test]
fn children_of_several_edges_are_walked_from_both_ends_while_they_change() {
    let top = desk(0);
    for key in 1..=3 {
        top.add_open(desk(key));
        top.add_done(desk(key + 3));
    }
    let mut walk = top.children().iter();
    let mut seen = Vec::new();
    for step in 0..6 {
        let next = if step % 2 == 0 { walk.next() } else { walk.next_back() }.unwrap();
        next.detach();
        seen.push(next.key);
    }
    assert_eq!(seen, [1, 6, 2, 5, 3, 4]);
    assert!(walk.next().is_none() && walk.next_back().is_none() && top.is_leaf());
    let (a, b) = (top.add_done(desk(1)), top.add_done(desk(2)));
    let siblings = a.next_siblings();
    top.open().append(&b).unwrap();
    drop(siblings);
    assert_eq!(b.next_siblings().map(|it| it.key).collect::<Vec<_>>(), [1]);
    for sibling in a.prev_siblings() {
        sibling.detach();
    }
    assert_eq!(top.child_count(), 1);
    assert!(top.children().swap(&a, &b).is_err());
    top.children().clear();
    assert!(top.is_leaf());
}

#[test]
fn two_children_swap_wherever_they_are() {
    let top = desk(0);
    let (a, b, c) = (top.add_open(desk(1)), top.set_top(desk(2)), top.add_done(desk(3)));
    let keys = |top: &Desk| Tree::children(top).iter().map(|it| it.key).collect::<Vec<_>>();
    top.children().swap(&a, &c).unwrap();
    assert_eq!(keys(&top), [3, 2, 1]);
    top.children().swap(&a, &b).unwrap();
    assert_eq!(keys(&top), [3, 1, 2]);
    assert_eq!(top.children().swap(&a, &desk(4)).unwrap_err().kind(), LinkErrorKind::NotAChild);
    let (other, d) = (desk(5), desk(6));
    other.set_top(&d);
    top.children().swap_with(&c, other.children(), &d).unwrap();
    assert_eq!((keys(&top), keys(&other)), (vec![6, 1, 2], vec![3]));
    assert_eq!(top.children().insert_sorted_by_key(&c, |it| it.key).unwrap_err().kind(), LinkErrorKind::NoSingleList);
    let page_top = page(0);
    for key in [3, 1] {
        page_top.children().insert_sorted_by_key(page(key), |it| it.key).unwrap();
    }
    assert_eq!(page_top.children().iter().map(|it| it.key).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn an_enum_is_a_tree_by_the_edges_of_all_its_variants() {
    let top = Strong::new(Shape::group(0));
    let leaf = top.add_shape(Shape::leaf(2));
    top.add_shape(Shape::group(4)).add_shape(Shape::leaf(5));
    let frame = top.set_frame(Shape::leaf(1));
    leaf.set_frame(Shape::group(3));
    leaf.set_after(&frame);
    let keys = |walk: &mut dyn Iterator<Item = Strong<Shape>>| walk.map(|it| it.key()).collect::<Vec<_>>();
    let (layout, focus) = (top.in_relation::<Layout>(), leaf.in_relation::<Focus>());
    // In the order of the fields of the first variant.
    assert_eq!(keys(&mut layout.children()), [1, 2, 4]);
    assert_eq!(keys(&mut layout.descendants()), [1, 2, 3, 4, 5]);
    assert_eq!(keys(&mut layout.descendants().rev()), [5, 4, 3, 2, 1]);
    assert_eq!(keys(&mut layout.breadth_first()), [1, 2, 4, 3, 5]);
    assert_eq!(keys(&mut focus.descendants()), [1]);
    assert_eq!(frame.in_relation::<Layout>().next_sibling(), Some(leaf.clone()));
    assert_eq!(leaf.in_relation::<Layout>().prev_sibling(), Some(frame.clone()));
    assert_eq!(layout.append(Shape::leaf(6)).unwrap().in_relation::<Layout>().path(), [3]);
    assert_eq!(focus.append(Shape::leaf(7)).unwrap_err().kind(), LinkErrorKind::NoSingleList);
    assert_eq!(
        frame.in_relation::<Layout>().insert_after(Shape::leaf(8)).unwrap_err().kind(),
        LinkErrorKind::NoSingleList
    );
    assert_eq!(leaf.in_relation::<Layout>().insert_before(Shape::leaf(9)).unwrap().key(), 9);
    assert_eq!(keys(&mut layout.children()), [1, 9, 2, 4, 6]);
}

#[test]
fn a_generic_type_is_a_tree_in_a_relation_of_its_parameters() {
    let text = String::from("text");
    let cell = |at: usize| {
        Strong::new(Cell::<'_, str, Layout, 2> {
            text: &text[at..=at],
            up: Parent::new(),
            first: Child::new(),
            rest: Children::new(),
            prev: Parent::new(),
            next: Child::new(),
        })
    };
    let (top, a, b) = (cell(0), cell(1), cell(2));
    top.rest().append(&b).unwrap();
    top.set_first(&a);
    b.set_next(cell(3));
    let (seen, focus) = (top.in_relation::<(Layout, [u8; 2])>(), b.in_relation::<Focus>());
    assert_eq!(seen.descendants().map(|it| it.text).collect::<String>(), "ex");
    assert_eq!(seen.children().rev().map(|it| it.text).collect::<String>(), "xe");
    assert_eq!(focus.inclusive_descendants().map(|it| it.text).collect::<String>(), "xt");
    assert!(a.in_relation::<(Layout, [u8; 2])>().next_sibling() == Some(b.clone()));
    assert!(seen.append(cell(0)).is_ok() && seen.child_count() == 3);
}

#[test]
fn generic_code_names_the_relation() {
    fn size<T: TreeIn<R>, R>(node: &Strong<T>) -> usize {
        node.in_relation::<R>().inclusive_descendants().count()
    }
    let window = Widget::new("window");
    window.add_member(Widget::new("name"));
    assert_eq!((size::<_, Layout>(&window), size::<_, Focus>(&window), size(&bin(1))), (1, 2, 1));
}
