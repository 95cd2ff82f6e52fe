//! Reading and writing with serde: the simple form, and documents, in JSON and in a binary format.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use weakgraph::serde::Document;
use weakgraph::{Child, Children, Graph, Parent, Strong, Tree, Weak, WeakCell, WeakList, show};
use weakgraph_tests::{on_small_stack, size};

#[derive(Graph, Default, Serialize, Deserialize)]
struct Simple {
    name: String,
    #[weak]
    parent: Parent<Simple>,
    #[strong]
    children: Children<Simple>,
    #[strong]
    left: Child<Simple>,
    #[weak]
    friend: WeakCell<Simple>,
    #[weak]
    friends: WeakList<Simple>,
    #[weak]
    boss: Weak<Simple>,
    #[strong]
    style: Option<Strong<Style>>,
}

#[derive(Graph, Serialize, Deserialize)]
#[graph(serde)]
struct Style {
    #[graph(label)]
    colour: String,
}

fn style(colour: &str) -> Strong<Style> {
    Strong::new(Style { colour: colour.into() })
}

#[test]
fn the_simple_form_is_the_tree_as_it_looks() {
    let top = Strong::new(Simple { name: "top".into(), style: Some(style("red")), ..Simple::default() });
    let low = top.add_child(Simple { name: "low".into(), ..Simple::default() });
    top.set_left(Simple { name: "left".into(), ..Simple::default() });
    low.set_friend(&top);
    low.add_friend(&top);
    let json = serde_json::to_value(&*top).unwrap();
    assert_eq!(json["children"][0]["name"], "low");
    assert_eq!(json["left"]["name"], "left");
    assert!(json["children"][0]["parent"].is_null() && json["children"][0]["friend"].is_null());
    let read: Strong<Simple> = serde_json::from_value(json.clone()).unwrap();
    assert!(
        read.children().first().unwrap().parent() == Some(read.clone())
            && read.left().unwrap().parent() == Some(read.clone())
    );
    assert_eq!(read.style.as_ref().unwrap().colour, "red");
    assert_eq!(serde_json::to_value(&read).unwrap(), json);
    // What is not there is read as what is none.
    let read: Simple = serde_json::from_str(r#"{"name":"x","children":[],"left":null,"style":null}"#).unwrap();
    assert!(read.name == "x" && read.boss.upgrade().is_none());
    let error =
        serde_json::from_str::<Simple>(r#"{"name":"x","children":[],"parent":{"name":"y"}}"#).map(drop).unwrap_err();
    assert!(error.to_string().contains("back-references and weak links are not read"), "{error}");
    let bytes = postcard::to_allocvec(&top).unwrap();
    let read: Strong<Simple> = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), json);
}

enum Row {}
enum Column {}

#[derive(Graph, Default)]
#[graph(serde)]
#[serde(rename_all = "camelCase")]
struct Table {
    #[graph(label)]
    #[serde(rename = "title")]
    name: String,
    #[strong]
    rows: Children<Line, Row>,
    #[strong]
    columns: Children<Line, Column>,
    #[serde(skip)]
    cache: Cell<u8>,
    #[strong]
    all_styles: RefCell<Vec<Strong<Style>>>,
}

#[derive(Graph, Default)]
#[graph(serde)]
struct Line {
    #[weak]
    row_of: Parent<Table, Row>,
    #[weak]
    column_of: Parent<Table, Column>,
    #[strong(item = in_row)]
    in_row: Children<Datum, Row>,
    #[strong(item = in_column)]
    in_column: Children<Datum, Column>,
    #[strong]
    title: Child<Datum, Title>,
}

enum Title {}

#[derive(Graph)]
#[graph(serde(outside = null))]
enum Datum {
    Number {
        #[graph(label)]
        value: i32,
        #[weak]
        row: Parent<Line, Row>,
        #[weak]
        column: Parent<Line, Column>,
        #[weak]
        title_of: Parent<Line, Title>,
        #[weak]
        next: WeakCell<Datum>,
        #[weak(item = seen)]
        seen: WeakList<Datum>,
        #[strong]
        style: Option<Strong<Style>>,
    },
    #[serde(rename = "text")]
    Text(
        #[graph(label)] String,
        #[weak(name = row)] Parent<Line, Row>,
        #[weak(name = column)] Parent<Line, Column>,
        #[weak(name = title_of)] Parent<Line, Title>,
        #[weak(name = next)] WeakCell<Datum>,
        #[weak(name = seen, item = seen)] WeakList<Datum>,
    ),
}

fn number(value: i32, style: Option<&Strong<Style>>) -> Strong<Datum> {
    Strong::new(Datum::Number {
        value,
        row: Parent::new(),
        column: Parent::new(),
        title_of: Parent::new(),
        next: WeakCell::new(),
        seen: WeakList::new(),
        style: style.cloned(),
    })
}

fn text(text: &str) -> Strong<Datum> {
    Strong::new(Datum::Text(text.into(), Parent::new(), Parent::new(), Parent::new(), WeakCell::new(), WeakList::new()))
}

fn table() -> Strong<Table> {
    let table = Strong::new(Table { name: "t".into(), cache: Cell::new(9), ..Table::default() });
    let red = style("red");
    let rows = [(); 2].map(|()| table.add_row(Line::default()));
    let columns = [(); 2].map(|()| table.add_column(Line::default()));
    let outside = text("outside");
    let mut last = outside.clone();
    for (i, row) in rows.iter().enumerate() {
        for (j, column) in columns.iter().enumerate() {
            let datum = number((2 * i + j) as i32, Some(&red));
            row.add_in_row(&datum);
            column.add_in_column(&datum);
            datum.set_next(&last);
            datum.add_seen(&datum);
            datum.add_seen(&last);
            last = datum;
        }
        row.set_title(text("title"));
    }
    table.all_styles.borrow_mut().extend([style("blue"), red]);
    table
}

/// The graph in words: nodes by label and number, with every edge.
fn words(root: &Strong<Table>) -> Vec<String> {
    let snapshot = weakgraph::Snapshot::of(root);
    let edge = |it: weakgraph::NodeEdge| format!("{}[{}]->{:?}", it.edge().field, it.edge().index, it.to());
    let inside = snapshot.inside();
    let edges = |it: weakgraph::NodeInfo<'_>| {
        it.edges().filter(|it| it.to() < Some(inside)).map(edge).collect::<Vec<_>>().join(" ")
    };
    snapshot.nodes().take(inside).map(|it| format!("{} {}", it.label(), edges(it))).collect()
}

#[test]
fn a_document_keeps_owners_shares_and_links() {
    let table = table();
    let before = words(&table);
    let json = serde_json::to_string(&Document(table.clone())).unwrap();
    assert!(
        json.starts_with(r#"[{"title":"t","rows":[1,2],"columns":[3,4],"allStyles":[5,6]},{"in_row":[7,8],"#),
        "{json}"
    );
    assert!(json.contains(r#"{"Number":{"value":0,"next":null,"seen":[7],"style":[6]}}"#), "{json}");
    assert!(json.contains(r#"{"text":{"field_0":"title","next":null,"seen":[]}}"#), "{json}");
    let Document(read) = serde_json::from_str::<Document<Table>>(&json).unwrap();
    // All but the links to the node outside.
    let without = |words: Vec<String>| {
        words.into_iter().map(|it| it.replace("seen[1]", "seen[0]").replace("seen[2]", "seen[1]")).collect::<Vec<_>>()
    };
    assert_eq!(words(&read).len(), before.len());
    assert_eq!(show::text(&read).to_string().lines().count(), show::text(&table).to_string().lines().count());
    assert_eq!(serde_json::to_string(&Document(read.clone())).unwrap(), json);
    assert_eq!(without(words(&read))[1..7], without(before)[1..7]);
    assert_eq!(read.cache.get(), 0, "it was skipped");
    let datum = read.rows().last().unwrap().in_row().last().unwrap();
    assert!(datum.column().unwrap().column_of() == Some(read.clone()));
    let bytes = postcard::to_allocvec(&Document(table)).unwrap();
    let Document(read) = postcard::from_bytes::<Document<Table>>(&bytes).unwrap();
    assert_eq!(serde_json::to_string(&Document(read)).unwrap(), json);
}

#[derive(Graph, Default)]
#[graph(serde)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[strong]
    left: Child<Node>,
    #[weak]
    friend: WeakCell<Node>,
    #[strong]
    style: Option<Box<Strong<Style>>>,
}

#[derive(Graph)]
#[graph(serde)]
struct Holder {
    #[strong]
    one: Strong<Style>,
    #[strong]
    set: HashSet<Strong<Style>>,
    #[strong]
    once: OnceCell<Strong<Style>>,
    #[strong]
    cell: Cell<Option<Strong<Style>>>,
    #[strong]
    slice: Box<[Strong<Style>]>,
    #[weak]
    other: WeakCell<Node>,
}

#[test]
fn links_that_lead_out_of_the_document_are_left_out_where_an_option_says_so() {
    let (outside, gone) = (text("outside"), text("gone"));
    let line = Strong::<Line>::default();
    let a = line.add_in_row(text("a"));
    let b = line.add_in_row(text("b"));
    for target in [&outside, &b, &gone, &outside, &a] {
        a.add_seen(target);
    }
    a.set_next(&outside);
    b.set_next(&a);
    drop(gone);
    assert_eq!(a.seen().len(), 4);
    let json = serde_json::to_string(&Document(line)).unwrap();
    assert!(json.contains(r#"{"text":{"field_0":"a","next":null,"seen":[2,1]}}"#), "{json}");
    assert!(json.contains(r#"{"text":{"field_0":"b","next":1,"seen":[]}}"#), "{json}");
}

#[test]
fn shared_edges_in_containers() {
    let (a, b) = (style("a"), style("b"));
    let holder = Strong::new(Holder {
        one: a.clone(),
        set: HashSet::from([b.clone()]),
        once: OnceCell::from(a.clone()),
        cell: Cell::new(Some(b.clone())),
        slice: Box::from([a, b]),
        other: WeakCell::new(),
    });
    let json = serde_json::to_string(&Document(holder)).unwrap();
    assert_eq!(
        json,
        r#"[{"one":1,"set":[2],"once":[1],"cell":[2],"slice":[1,2],"other":null},{"colour":"a"},{"colour":"b"}]"#
    );
    let Document(read) = serde_json::from_str::<Document<Holder>>(&json).unwrap();
    assert!(
        read.one == read.slice[0]
            && read.cell.take().as_ref() == Some(&read.slice[1])
            && read.set.contains(&read.slice[1])
    );
}

#[test]
fn a_target_in_a_box_is_written_and_read() {
    #[derive(Graph)]
    #[graph(serde)]
    struct Boxed {
        #[strong]
        one: Box<Strong<Style>>,
        #[strong]
        list: Box<RefCell<Vec<Strong<Style>>>>,
    }
    let (a, b) = (style("a"), style("b"));
    let boxed = Strong::new(Boxed { one: Box::new(a.clone()), list: Box::new(RefCell::new(vec![b, a])) });
    let json = serde_json::to_string(&Document(boxed)).unwrap();
    assert_eq!(json, r#"[{"one":[1],"list":[2,1]},{"colour":"a"},{"colour":"b"}]"#);
    let Document(read) = serde_json::from_str::<Document<Boxed>>(&json).unwrap();
    let list = read.list.borrow();
    assert!(*read.one == list[1] && list.len() == 2 && list[0].colour == "b");
}

/// The nodes that were made of a refused document are dropped, and know nothing of each other by then.
#[test]
fn no_weak_link_of_a_refused_document_is_notified() {
    thread_local!(static NOTIFIED: Cell<u32> = const { Cell::new(0) });
    #[derive(Graph)]
    #[graph(serde)]
    struct Watcher {
        #[weak]
        parent: Parent<Watcher>,
        #[strong]
        children: Children<Watcher>,
        #[weak(on_drop = Watcher::notified)]
        seen: WeakCell<Watcher>,
    }
    impl Watcher {
        fn notified(&self) {
            NOTIFIED.set(NOTIFIED.get() + 1);
        }
    }
    refused::<Watcher>(
        r#"[{"children":[1,2,2]},{"children":[]},{"children":[],"seen":1}]"#,
        "node 0, field `children`: node 2: it has two parents",
    );
    assert_eq!(NOTIFIED.get(), 0);
    let read = serde_json::from_str::<Document<Watcher>>(r#"[{"children":[1,2]},{},{"seen":1}]"#);
    let Document(root) = read.unwrap();
    // In order: the first while the second is still there.
    drop(root.children().drain());
    assert_eq!(NOTIFIED.get(), 1);
}

#[track_caller]
fn refused<T: weakgraph::serde::Record>(json: &str, message: &str) {
    let error = serde_json::from_str::<Document<T>>(json).map(drop).unwrap_err();
    let error = error.to_string();
    assert!(error == message || error.starts_with(&format!("{message} at line")), "{error}");
}

#[test]
fn what_is_wrong_in_a_document_is_named() {
    refused::<Node>("[]", "node 0, the root, is missing");
    refused::<Node>("{}", "invalid type: map, expected a sequence of nodes, the first of them a `Node`");
    refused::<Node>(r#"[{"children":[1]}]"#, "node 0, field `children`: there is no node 1");
    refused::<Node>(
        r#"[{"children":[18446744073709551615]}]"#,
        "node 0, field `children`: there is no node 18446744073709551615",
    );
    refused::<Node>(r#"[{"friend":4}]"#, "node 0, field `friend`: there is no node 4");
    refused::<Node>(r#"[{}, {}]"#, "node 1: no node before it owns or shares it");
    refused::<Node>(r#"[{"friend":1}, {}]"#, "node 1: no node before it owns or shares it");
    refused::<Node>(r#"[{"children":[0]}]"#, "node 0 owns itself, over other nodes");
    refused::<Node>(r#"[{"children":[1]},{"children":[2]},{"left":1}]"#, "node 2 owns itself, over other nodes");
    refused::<Node>(r#"[{"children":[1,1]},{}]"#, "node 0, field `children`: node 1: it has two parents");
    refused::<Node>(r#"[{"children":[1,2]},{"left":2},{}]"#, "node 1, field `left`: node 2: it has two parents");
    refused::<Node>(r#"[{"children":[1]},{"left":-1}]"#, "node 1: invalid value: integer `-1`, expected u64");
    refused::<Holder>(
        r#"[{"one":null,"set":[],"once":[],"cell":[],"slice":[]}]"#,
        "node 0: field `one`: a shared edge has a target",
    );
    refused::<Holder>(r#"[{"one":1,"once":[1,1]},{"colour":"x"}]"#, "node 0: field `once`: it does not hold 2 targets");
    refused::<Holder>(
        r#"[{"one":1,"other":1},{"colour":"x"}]"#,
        "node 0, field `other`: node 1 is a `Style`, and this edge leads to a `Node`",
    );
    refused::<Holder>(r#"[{"one":1}]"#, "node 0, field `one`: there is no node 1");
    refused::<Holder>(r#"[{"one":1},{}]"#, "node 1: missing field `colour`");
    refused::<Style>(r#"[{"colour":1}]"#, "node 0: invalid type: integer `1`, expected a string");
}

#[test]
fn what_cannot_be_written_is_said() {
    let table = table();
    let _borrowed = table.all_styles.borrow_mut();
    let error = serde_json::to_string(&Document(table.clone())).unwrap_err();
    assert_eq!(error.to_string(), "node 0: field `all_styles` is borrowed");
}

#[test]
fn no_bytes_make_it_panic() {
    let bytes = postcard::to_allocvec(&Document(table())).unwrap();
    for at in 0..bytes.len() {
        for value in [0, 1, 7, 127, 255] {
            let mut bytes = bytes.clone();
            bytes[at] = value;
            let read = postcard::from_bytes::<Document<Table>>(&bytes);
            if let Ok(Document(table)) = read {
                let _ = words(&table);
            }
        }
        assert!(postcard::from_bytes::<Document<Table>>(&bytes[..at]).is_err());
    }
}

#[derive(Graph, Default)]
#[graph(serde)]
struct Chain {
    #[weak]
    parent: Parent<Chain>,
    #[strong]
    children: Children<Chain>,
    #[weak]
    friend: WeakCell<Chain>,
}

#[test]
fn a_million_below_each_other_in_json_and_in_bytes() {
    on_small_stack(|| {
        let top = Strong::<Chain>::default();
        let mut low = top.clone();
        let many = size(1_000_000, 30_000);
        for _ in 1..many {
            low = low.add_child(Chain::default());
            low.set_friend(&top);
        }
        let document = Document(top);
        let json = serde_json::to_vec(&document).unwrap();
        let Document(read) = serde_json::from_slice::<Document<Chain>>(&json).unwrap();
        assert_eq!(read.inclusive_descendants().count(), many);
        drop(read);
        let bytes = postcard::to_allocvec(&document).unwrap();
        drop((document, low));
        let Document(read) = postcard::from_bytes::<Document<Chain>>(&bytes).unwrap();
        assert!(read.leaves().next().unwrap().friend() == Some(read));
    });
}

/// Whose `Serialize` puts a new node into the graph that is being written.
#[derive(Default, Deserialize)]
struct Hostile;

thread_local!(static TOP: RefCell<Weak<Wild>> = const { RefCell::new(Weak::new()) });

impl Serialize for Hostile {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(last) = TOP.with_borrow(Weak::upgrade).and_then(|top| top.children().last()) {
            last.add_child(Wild::default());
        }
        serializer.serialize_unit()
    }
}

#[derive(Graph, Default)]
#[graph(serde)]
struct Wild {
    hostile: Hostile,
    #[weak]
    parent: Parent<Wild>,
    #[strong]
    children: Children<Wild>,
}

#[test]
fn an_edit_while_it_is_written_is_an_error_and_no_harm() {
    let top = Strong::<Wild>::default();
    top.add_child(Wild::default());
    assert!(serde_json::to_string(&Document(top.clone())).is_ok());
    TOP.set(Strong::downgrade(&top));
    let error = serde_json::to_string(&Document(top.clone())).unwrap_err();
    assert_eq!(error.to_string(), "node 1: the graph was edited while it was written");
    assert_eq!(top.descendants().count(), 2);
    // The simple form writes what is there when its turn comes.
    let _ = &top.hostile;
}
