//! The code that is written, compared with `expected/*.rs`. `UPDATE_EXPECT=1 cargo test -p weakgraph-derive` writes the
//! files anew: read the difference before it is committed.

use expect_test::{ExpectFile, expect_file};

use super::derive;

#[track_caller]
fn expands_to(expected: ExpectFile, source: &str) {
    let (code, _) = derive(source);
    expected.assert_eq(&code);
}

#[test]
fn the_example_of_the_design() {
    expands_to(
        expect_file!["expected/node.rs"],
        "#[graph(on_drop = Node::farewell)]
        struct Node {
            name: String,
            #[weak] parent: Parent<Node>,
            #[strong] children: Children<Node>,
        }",
    );
}

#[test]
fn every_kind_of_edge() {
    expands_to(
        expect_file!["expected/edges.rs"],
        "#[graph(new, crate = ::renamed)]
        pub struct Employee {
            name: String,
            #[weak(on_drop = Self::orphaned)] pub department: Parent<Department, Staff>,
            #[strong(item = page)] pub(crate) report: Children<Page>,
            #[strong] left: Child<Desk>,
            #[deprecated] #[strong] right: Child<Desk>,
            #[weak(on_drop = Self::unmentored)] mentor: WeakCell<Employee>,
            #[weak(item = r#in)] r#in: WeakList<Team>,
            #[weak] boss: Weak<Employee>,
            #[strong] style: Strong<Style>,
            #[strong] styles: RefCell<Vec<Strong<Style>>>,
            #[graph(opaque)] cache: Option<Strong<Style>>,
            shared: Rc<RefCell<Ledger>>,
        }",
    );
}

#[test]
fn unowned_edges() {
    expands_to(
        expect_file!["expected/unowned.rs"],
        "struct Part {
            #[weak(unowned)] whole: Parent<Whole>,
            #[weak(unowned)] pub twin: WeakCell<Part>,
            #[weak(unowned)] maker: Weak<Maker>,
        }",
    );
}

#[test]
fn a_proxy() {
    expands_to(
        expect_file!["expected/proxy.rs"],
        "#[graph(proxy, crate = ::renamed)]
        pub struct Employee<'a, T: ?Sized, const N: usize = 3> where Self: Sized {
            #[graph(proxy)] pub name: String,
            #[graph(proxy)] #[deprecated] r#for: Cell<[u8; N]>,
            of: &'a T,
            #[weak] pub department: Parent<Department<Self>, Staff>,
            #[strong] reports: Children<Self>,
            #[strong] left: Child<Desk>,
            #[weak(unowned)] pub(crate) mentor: WeakCell<Self>,
            #[weak] teams: WeakList<Team>,
            #[strong] style: Strong<Style>,
        }",
    );
}

#[test]
fn a_node_as_a_value() {
    expands_to(
        expect_file!["expected/value.rs"],
        "#[graph(clone, eq, hash)]
        enum Entry<T> {
            File { #[graph(label)] size: T, #[weak] folder: Parent<Self>, #[strong(item = entry)] entries: Children<Self>, #[weak] last: WeakCell<Self> },
            Link(
                #[strong(name = entries, item = entry)] Children<Self>,
                #[weak(name = folder)] Parent<Self>,
                #[weak(name = last)] WeakCell<Self>,
                #[strong] HashMap<Strong<User>, (u8, [Strong<User>; 2], dyn Has<Strong<User>>)>,
            ),
        }",
    );
}

#[test]
fn a_record_of_a_document() {
    expands_to(
        expect_file!["expected/record.rs"],
        "#[graph(serde)]
        #[serde(rename_all = \"camelCase\")]
        struct Node {
            #[serde(default, skip_serializing_if = \"Self::is_short\")] name: String,
            #[weak] #[serde(skip)] parent: Parent<Node>,
            #[strong] #[serde(rename = \"kids\")] children: Children<Node>,
            #[strong(item = hidden)] #[serde(skip)] hidden: Children<Node>,
            #[weak] friend: WeakCell<Node>,
            #[strong] style: Strong<Style>,
            #[strong] styles: RefCell<Vec<Strong<Style>>>,
        }",
    );
}

#[test]
fn an_enum() {
    expands_to(
        expect_file!["expected/enum.rs"],
        "pub enum Entry {
            File { size: u64, #[weak] folder: Parent<Entry>, #[strong(item = entry)] entries: Children<Entry>, #[strong] owner: Option<Strong<User>> },
            Link(#[strong(name = entries, item = entry)] Children<Self>, #[weak(name = folder)] Parent<Entry>),
        }",
    );
}

#[test]
fn generics_of_every_sort() {
    expands_to(
        expect_file!["expected/generic.rs"],
        "pub struct Shelf<'a, T: ?Sized, B = Book, const N: usize = 3> where T: Debug {
            label: &'a T,
            slots: [u8; N],
            #[weak] parent: Parent<Shelf<'a, T, B, N>>,
            #[strong] shelves: Children<Shelf<'a, T, B, N>>,
            #[strong] books: Children<B, Books>,
            #[strong] colour: Strong<Colour<'a>>,
            #[strong] theme: Strong<Theme<B>>,
        }",
    );
}

#[test]
fn a_wrong_item_with_generics_of_every_sort() {
    expands_to(
        expect_file!["expected/fallback.rs"],
        "pub union Wrong<'a, T: ?Sized, B = u8, const N: usize = 3> where T: Debug { label: &'a T, b: [u8; N] }",
    );
}

#[test]
fn wrong_fields_with_generics_of_every_sort() {
    expands_to(
        expect_file!["expected/mistakes.rs"],
        "pub struct Wrong<'a, T: ?Sized, const N: usize> where T: Debug {
            #[weak] label: &'a T,
            #[weak] parent: Parent<Wrong<'a, T, N>>,
            #[weak] second: Parent<[u8; N]>,
            #[weak] kids: Children<Self>,
        }",
    );
}

#[test]
fn a_unit_struct() {
    expands_to(expect_file!["expected/unit.rs"], "#[graph(new)] pub(crate) struct r#Style;");
}
