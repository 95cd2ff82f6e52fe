//! Whole graphs as values: `deep_clone`, `tree_eq`, `tree_hash`.

use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use weakgraph::{
    Child, ChildOf, Children, Graph, Parent, Strong, Tree, TreeHash, Weak, WeakCell, WeakList, deep_clone, show,
    tree_eq, tree_hash,
};
use weakgraph_tests::{on_small_stack, panic_of, size};

fn hash<T: TreeHash>(node: &Strong<T>) -> u64 {
    let mut state = DefaultHasher::new();
    tree_hash(node, &mut state);
    state.finish()
}

#[derive(Graph)]
#[graph(clone, eq, hash)]
struct Style {
    #[graph(label)]
    colour: &'static str,
}

enum Row {}
enum Column {}

#[derive(Graph, Default)]
#[graph(clone, eq, hash)]
struct Table {
    #[graph(label)]
    name: String,
    #[strong]
    rows: Children<Line, Row>,
    #[strong]
    columns: Children<Line, Column>,
}

#[derive(Graph, Default)]
#[graph(clone, eq, hash)]
struct Line {
    #[graph(label)]
    name: String,
    #[weak]
    row_of: Parent<Table, Row>,
    #[weak]
    column_of: Parent<Table, Column>,
    #[strong(item = in_row)]
    in_row: Children<Cell2, Row>,
    #[strong(item = in_column)]
    in_column: Children<Cell2, Column>,
    #[strong]
    title: Child<Cell2, Title>,
}

enum Title {}

#[derive(Graph, Default)]
#[graph(clone, eq, hash)]
struct Cell2 {
    #[graph(label)]
    value: i32,
    #[weak]
    row: Parent<Line, Row>,
    #[weak]
    column: Parent<Line, Column>,
    #[weak]
    title_of: Parent<Line, Title>,
    #[weak]
    next: WeakCell<Cell2>,
    #[weak(item = seen)]
    seen: WeakList<Cell2>,
    #[strong]
    style: Option<Strong<Style>>,
}

fn cell(value: i32) -> Strong<Cell2> {
    Strong::new(Cell2 { value, ..Cell2::default() })
}

/// Two rows and two columns: each cell has two parents.
fn table(outside: &Strong<Cell2>, style: &Strong<Style>) -> Strong<Table> {
    let table = Strong::new(Table { name: "t".into(), ..Table::default() });
    for name in ["r0", "r1"] {
        table.add_row(Line { name: name.into(), ..Line::default() });
    }
    for name in ["c0", "c1"] {
        table.add_column(Line { name: name.into(), ..Line::default() });
    }
    let mut last = outside.clone();
    for (i, row) in table.rows().iter().enumerate() {
        for (j, column) in table.columns().iter().enumerate() {
            let cell = Strong::new(Cell2 { value: (2 * i + j) as i32, style: Some(style.clone()), ..Cell2::default() });
            row.add_in_row(&cell);
            column.add_in_column(&cell);
            cell.set_next(&last);
            cell.add_seen(&last);
            cell.add_seen(&cell);
            last = cell;
        }
        row.set_title(cell(100 + i as i32));
    }
    table
}

#[test]
fn several_roots_are_copied_at_once_with_the_links_among_them() {
    #[derive(Graph, Default)]
    #[graph(clone)]
    struct Part {
        key: u32,
        #[weak]
        parent: Parent<Part>,
        #[strong]
        children: Children<Part>,
        #[weak]
        link: WeakCell<Part>,
        #[weak]
        style: WeakCell<Look>,
    }
    #[derive(Graph, Default)]
    #[graph(clone)]
    struct Look {
        bold: bool,
        #[weak(item = user)]
        users: WeakList<Part>,
    }
    let part = |key| Strong::new(Part { key, ..Part::default() });
    let [a, b, outside] = [1, 2, 3].map(part);
    let leaf = a.add_child(part(4));
    let look = Strong::new(Look { bold: true, ..Look::default() });
    leaf.set_link(&b);
    b.set_link(&leaf);
    a.set_link(&outside);
    a.set_style(&look);
    look.add_user(&leaf);
    look.add_user(&outside);

    // One that is given twice, and one that another root owns, are copied once.
    let copies = weakgraph::deep_clone_all([&a, &leaf, &b, &a]);
    assert_eq!(copies.iter().map(|copy| copy.key).collect::<Vec<_>>(), [1, 4, 2, 1]);
    assert!(copies[0] == copies[3] && copies[1].parent() == Some(copies[0].clone()) && copies[0] != a);
    assert!(copies[1].link() == Some(copies[2].clone()) && copies[2].link() == Some(copies[1].clone()));
    assert!(copies[0].link() == Some(outside.clone()) && copies[0].style() == Some(look.clone()), "links out stay");
    assert!(weakgraph::deep_clone_all::<Part>([]).is_empty());
    assert_eq!((Strong::strong_count(&copies[2]), Strong::strong_count(&b)), (1, 1), "nothing else is held");
}

#[test]
fn a_copy_is_of_the_same_shape_and_of_other_nodes() {
    let (outside, style) = (cell(7), Strong::new(Style { colour: "red" }));
    let table = table(&outside, &style);
    let before = show::text(&table).to_string();
    let copy = deep_clone(&table);
    assert_eq!(show::text(&copy).to_string(), before);
    assert_eq!(show::text(&table).to_string(), before);
    assert!(tree_eq(&table, &copy) && hash(&table) == hash(&copy));
    assert_eq!(Strong::strong_count(&copy), 1);
    // Every cell of the copy has its two owners there, and its links.
    let cells: Vec<_> = copy.rows().iter().flat_map(|row| row.in_row().iter().collect::<Vec<_>>()).collect();
    let old: Vec<_> = table.rows().iter().flat_map(|row| row.in_row().iter().collect::<Vec<_>>()).collect();
    assert!(cells.len() == 4 && cells.iter().all(|cell| !old.contains(cell)));
    for (i, cell) in cells.iter().enumerate() {
        assert!(cell.row() == copy.rows().get(i / 2) && cell.column() == copy.columns().get(i % 2));
        assert!(cell.style.as_ref() == Some(&style), "it is shared");
        let next = if i == 0 { outside.clone() } else { cells[i - 1].clone() };
        assert!(cell.next() == Some(next.clone()));
        assert!(cell.seen().iter().eq([next, cell.clone()]));
    }
    assert!(copy.rows().get(1).unwrap().title().unwrap().title_of() == copy.rows().get(1));
    // They are apart.
    drop(table);
    copy.rows().clear();
    assert!(copy.columns().first().unwrap().in_column().first().unwrap().row().is_none());
}

#[test]
fn a_copy_of_a_part_has_no_owner() {
    let (outside, style) = (cell(7), Strong::new(Style { colour: "red" }));
    let table = table(&outside, &style);
    let row = table.rows().first().unwrap();
    let copy = deep_clone(&row);
    assert!(copy.row_of().is_none() && copy.in_row().len() == 2);
    assert!(copy.in_row().first().unwrap().column().is_none(), "its column was not copied");
    let other = deep_clone(&style);
    assert!(other != style && other.colour == "red");
}

#[test]
fn a_dead_link_is_empty_in_the_copy() {
    let node = cell(0);
    let gone = cell(1);
    node.set_next(&gone);
    drop(gone);
    assert!(deep_clone(&node).edges().is_empty());
}

#[test]
fn values_and_structure_are_compared() {
    let (outside, style) = (cell(7), Strong::new(Style { colour: "red" }));
    let (a, b) = (table(&outside, &style), table(&cell(8), &style));
    assert!(tree_eq(&a, &b) && hash(&a) == hash(&b), "weak links are not looked at");
    let edits: [fn(&Table); 7] = [
        |it| assert!(it.rows().first().unwrap().in_row().first().unwrap().detach_from_row().is_some()),
        |it| it.rows().reverse(),
        |it| drop(it.add_row(Line::default())),
        |it| drop(it.rows().first().unwrap().take_title()),
        |it| drop(it.rows().first().unwrap().set_title(cell(5))),
        // The same values and lengths, but one cell has its owners from other places.
        |it| it.columns().first().unwrap().in_column().reverse(),
        // As before, and each of the cells has an owner in both.
        |it| it.columns().last().unwrap().in_column().reverse(),
    ];
    for (i, edit) in edits.iter().enumerate() {
        let other = deep_clone(&a);
        edit(&other);
        assert!(!tree_eq(&a, &other) && !tree_eq(&other, &a), "{i}");
        assert_ne!(hash(&a), hash(&other), "{i}");
        edit(&a);
        // Reversing twice is another matter: each edit is the same on both.
        assert!(tree_eq(&a, &other), "{i}");
        assert_eq!(hash(&a), hash(&other), "{i}");
    }
    // Another style of the same colour is another node; the hash does not look.
    let other = table(&outside, &Strong::new(Style { colour: "red" }));
    assert!(!tree_eq(&b, &other));
    assert_eq!(hash(&b), hash(&other));
}

#[test]
fn the_edge_that_a_member_is_in_is_compared() {
    let lines = [(); 3].map(|()| Strong::<Line>::default());
    lines[0].add_in_row(cell(1));
    lines[1].add_in_column(cell(1));
    lines[2].set_title(cell(1));
    for (i, a) in lines.iter().enumerate() {
        for (j, b) in lines.iter().enumerate() {
            assert_eq!((tree_eq(a, b), hash(a) == hash(b)), (i == j, i == j), "{i}, {j}");
        }
    }
}

#[derive(Graph)]
#[graph(clone, eq, hash)]
enum Entry {
    File {
        size: u64,
        #[weak]
        folder: Parent<Entry>,
        #[strong(item = entry)]
        entries: Children<Entry>,
    },
    Link(
        #[strong(name = entries, item = entry)] Children<Self>,
        #[weak(name = folder)] Parent<Entry>,
        u8,
        #[strong] Vec<Strong<Style>>,
    ),
}

#[derive(Graph)]
#[graph(clone, eq, hash)]
struct Shelf<'a, T, C, const N: usize>
where
    C: ChildOf<Shelf<'a, T, C, N>, ()>,
    T: Debug,
{
    label: &'a T,
    slots: [u8; N],
    #[strong]
    books: Children<C>,
}

#[derive(Graph)]
#[graph(clone, eq, hash)]
struct Book<'a> {
    title: &'a str,
    #[weak]
    shelf: Parent<Shelf<'a, String, Book<'a>, 2>>,
}

#[test]
fn enums_and_generics() {
    let link = |n| Strong::new(Entry::Link(Children::new(), Parent::new(), n, vec![]));
    let file = |size, entries| Strong::new(Entry::File { size, folder: Parent::new(), entries });
    let a = file(1, Children::from([link(1), file(2, Children::new())]));
    let b = file(1, Children::from([link(1), link(2)]));
    assert!(
        tree_eq(&a, &deep_clone(&a)) && !tree_eq(&a, &b) && hash(&a) != hash(&b) && hash(&a) == hash(&deep_clone(&a))
    );
    let member = deep_clone(&a).entries().first().unwrap();
    assert!(member.folder().is_none(), "its owner is gone");

    let text = String::from("s");
    let book = |title| Book { title, shelf: Parent::new() };
    let shelf = Strong::new(Shelf { label: &text, slots: [1, 2], books: Children::from([book("x"), book("y")]) });
    let copy = deep_clone(&shelf);
    assert!(tree_eq(&shelf, &copy) && copy.books().last().unwrap().shelf() == Some(copy.clone()));
    assert_eq!(hash(&shelf), hash(&copy));
    copy.add_book(book("z"));
    assert!(!tree_eq(&shelf, &copy) && copy.books().last().unwrap().title == "z");
}

#[derive(Graph, Default)]
#[graph(clone, eq, hash)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[weak]
    up: WeakCell<Node>,
}

#[test]
fn a_million_below_each_other() {
    on_small_stack(|| {
        let top = Strong::<Node>::default();
        let mut low = top.clone();
        let many = size(1_000_000, 30_000);
        for _ in 1..many {
            low = low.append(Node::default()).unwrap();
            low.set_up(&top);
        }
        let copy = deep_clone(&top);
        assert_eq!(copy.inclusive_descendants().count(), many);
        assert!(copy.leaves().next().unwrap().up() == Some(copy.clone()));
        assert!(tree_eq(&top, &copy));
        assert_eq!(hash(&top), hash(&copy));
        low.append(Node::default()).unwrap();
        assert!(!tree_eq(&top, &copy));
    });
}

/// Whose `Clone`, `Eq` and `Hash` do what they are told to.
struct Hostile(Rc<dyn Fn()>);

impl Clone for Hostile {
    fn clone(&self) -> Hostile {
        (self.0)();
        Hostile(self.0.clone())
    }
}

impl PartialEq for Hostile {
    fn eq(&self, _: &Hostile) -> bool {
        (self.0)();
        true
    }
}

impl Hash for Hostile {
    fn hash<H: Hasher>(&self, _: &mut H) {
        (self.0)();
    }
}

#[derive(Graph)]
#[graph(clone, eq, hash, on_drop = Wild::gone)]
struct Wild {
    hostile: Hostile,
    #[weak]
    parent: Parent<Wild>,
    #[strong]
    children: Children<Wild>,
    #[weak]
    friend: WeakCell<Wild>,
}

thread_local! {
    static BORN: Cell<usize> = const { Cell::new(0) };
    static GONE: Cell<usize> = const { Cell::new(0) };
    static TOP: RefCell<Weak<Wild>> = const { RefCell::new(Weak::new()) };
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

impl Wild {
    fn gone(&self) {
        GONE.set(GONE.get() + 1);
    }
}

/// A node with two members, of which the first has one; links from each to the last one.
fn wild(act: impl Fn() + 'static) -> Strong<Wild> {
    let act: Rc<dyn Fn()> = Rc::new(act);
    let node = || {
        BORN.set(BORN.get() + 1);
        Strong::new(Wild {
            hostile: Hostile(act.clone()),
            parent: Parent::new(),
            children: Children::new(),
            friend: WeakCell::new(),
        })
    };
    let top = node();
    let a = top.append(node()).unwrap();
    let last = a.append(node()).unwrap();
    top.append(node()).unwrap();
    for it in top.inclusive_descendants() {
        it.set_friend(&last);
    }
    TOP.set(Strong::downgrade(&top));
    top
}

fn shape(top: &Strong<Wild>) -> String {
    show::text(top).to_string()
}

#[test]
fn what_clone_eq_and_hash_do_to_the_graph_does_not_change_the_result() {
    let clears = || {
        if let Some(top) = TOP.with_borrow(Weak::upgrade) {
            top.children().clear();
        }
    };
    let expected = shape(&wild(|| {}));
    let top = wild(clears);
    let copy = deep_clone(&top);
    assert!(shape(&copy) == expected && top.children().is_empty());
    drop((top, copy));
    let (a, b) = (wild(clears), wild(clears));
    assert!(tree_eq(&a, &b) && tree_eq(&b, &a) == (shape(&a) == shape(&b)));
    let c = wild(clears);
    let _ = hash(&c);
    assert!(c.children().is_empty());
    drop((a, b, c));
}

#[test]
fn nothing_dies_while_clone_eq_and_hash_read_it() {
    type Call = fn(&Strong<Wild>, &Strong<Wild>);
    let calls: [Call; 4] =
        [|_, b| drop(deep_clone(b)), |a, b| assert!(tree_eq(a, b)), |a, b| assert!(tree_eq(b, a)), |_, b| _ = hash(b)];
    for call in calls {
        for counter in [&BORN, &GONE, &CALLS] {
            counter.set(0);
        }
        let act = || {
            assert_eq!(GONE.get(), 0, "freed before it was read");
            CALLS.set(CALLS.get() + 1);
            TOP.with_borrow(Weak::upgrade).into_iter().for_each(|top| top.children().clear());
        };
        // The one that was made last is emptied.
        let (a, b) = (wild(act), wild(act));
        call(&a, &b);
        assert!(b.children().is_empty());
        assert_eq!((CALLS.get(), a.inclusive_descendants().count()), (4, 4));
    }
}

#[test]
fn a_panic_in_each_call_leaves_nothing_behind() {
    type Call = fn(&Strong<Wild>, &Strong<Wild>);
    let calls: [Call; 3] =
        [|a, _| drop(deep_clone(a)), |a, b| assert!(tree_eq(a, b)), |a, _| assert!(hash(a) == hash(a))];
    for call in calls {
        for k in 0..4 {
            for counter in [&BORN, &GONE, &CALLS] {
                counter.set(0);
            }
            let act = move || {
                CALLS.set(CALLS.get() + 1);
                assert!(CALLS.get() != k + 1, "the {k}th");
            };
            let (a, b) = (wild(act), wild(act));
            assert!(panic_of(|| call(&a, &b)).is_some());
            let copies = GONE.get();
            assert_eq!((Strong::strong_count(&a), Strong::strong_count(&b)), (1, 1));
            assert_eq!(a.inclusive_descendants().count() + b.inclusive_descendants().count(), 8);
            drop((a, b));
            assert_eq!(GONE.get() - copies, 8, "nothing leaks");
            assert!(copies <= k);
        }
    }
}

/// Nodes of types that cannot be copied are in no copy: links lead to the originals, as those to nodes outside do.
#[test]
fn links_to_a_type_that_cannot_be_copied_stay() {
    #[derive(Graph)]
    struct Fixed {
        name: u8,
    }
    #[derive(Graph)]
    #[graph(clone)]
    struct Linked {
        #[weak]
        one: WeakCell<Fixed>,
        #[weak]
        many: WeakList<Fixed>,
    }
    let (a, b) = (Strong::new(Fixed { name: 1 }), Strong::new(Fixed { name: 2 }));
    let node = Strong::new(Linked { one: WeakCell::new(), many: WeakList::new() });
    node.one.set(&b);
    node.many.add(&a);
    node.many.add(&b);
    let copy = deep_clone(&node);
    assert!(copy.one.get() == Some(b.clone()) && copy.many.iter().eq([a.clone(), b.clone()]));
    assert!(node.many.iter().eq([a.clone(), b.clone()]));
    // Each list is its own.
    copy.many.remove(&a);
    assert!(node.many.contains(&a) && !copy.many.contains(&a) && a.name < b.name);
}
