//! The options of serde on a type with `#[graph(serde)]`, in a `Document`: its whole list of container, variant and
//! field attributes. Those that are refused have their errors in `tests/ui/serde`.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Debug;

use serde::{Deserialize, Serialize};
use weakgraph::serde::{Document, Forest, Record};
use weakgraph::{Child, Children, Graph, Parent, Strong, WeakCell, WeakList};
use weakgraph_tests::{on_small_stack, size};

fn json<T: Record>(node: T) -> String {
    serde_json::to_string(&Document(Strong::new(node))).unwrap()
}

/// What is read of a text, which is written again as `same`.
#[track_caller]
fn read<T: Record>(text: &str, same: &str) -> Strong<T> {
    let Document(root) = serde_json::from_str::<Document<T>>(text).unwrap();
    assert_eq!(serde_json::to_string(&Document(root.clone())).unwrap(), same);
    root
}

#[track_caller]
fn error<T: Record>(text: &str) -> String {
    serde_json::from_str::<Document<T>>(text).map(drop).unwrap_err().to_string()
}

/// Holds a document in a struct, as TOML has no list at the top.
#[derive(Serialize, Deserialize)]
#[serde(bound = "T: Record")]
struct File<T: Record> {
    nodes: Document<T>,
}

/// Through JSON, postcard and TOML; `self_describing` formats alone if the type asks for that.
#[track_caller]
fn through_formats<T: Record>(node: T, self_describing: bool) {
    let root = Strong::new(node);
    let before = serde_json::to_value(Document(root.clone())).unwrap();
    let same = |read: Strong<T>| assert_eq!(serde_json::to_value(Document(read)).unwrap(), before);
    same(serde_json::from_value::<Document<T>>(before.clone()).unwrap().0);
    let toml = toml::to_string(&File { nodes: Document(root.clone()) }).unwrap();
    same(toml::from_str::<File<T>>(&toml).unwrap_or_else(|error| panic!("{error}\n{toml}")).nodes.0);
    if !self_describing {
        let bytes = postcard::to_allocvec(&Document(root)).unwrap();
        same(postcard::from_bytes::<Document<T>>(&bytes).unwrap().0);
    }
}

#[derive(Graph, Default)]
#[graph(serde)]
#[serde(tag = "type")]
struct Tagged {
    name: String,
    #[weak]
    parent: Parent<Tagged>,
    #[strong]
    children: Children<Tagged>,
}

#[derive(Graph, Default)]
#[graph(serde)]
#[serde(rename = "node", rename_all = "SCREAMING-KEBAB-CASE", deny_unknown_fields)]
struct Renamed {
    first_name: String,
    #[weak]
    parent: Parent<Self>,
    #[strong(item = low)]
    low_nodes: Children<Self>,
}

/// A format that notes the names of structs and variants, and writes nothing.
mod names {
    use super::*;

    pub(super) fn given<T: Record>(node: T) -> Vec<&'static str> {
        let mut names = Vec::new();
        Document(Strong::new(node)).serialize(Names(&mut names)).unwrap();
        names
    }

    use std::fmt;

    #[derive(Debug)]
    pub(super) struct Never;
    impl fmt::Display for Never {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("never")
        }
    }
    impl std::error::Error for Never {}
    impl serde::ser::Error for Never {
        fn custom<T: fmt::Display>(_: T) -> Self {
            Never
        }
    }

    struct Names<'n>(&'n mut Vec<&'static str>);

    macro_rules! ignore {
        ($($name:ident: $ty:ty),*) => {$(
            fn $name(self, _: $ty) -> Result<(), Never> { Ok(()) }
        )*};
    }

    impl<'n> serde::Serializer for Names<'n> {
        type Ok = ();
        type Error = Never;
        type SerializeSeq = Self;
        type SerializeTuple = Self;
        type SerializeTupleStruct = Self;
        type SerializeTupleVariant = Self;
        type SerializeMap = Self;
        type SerializeStruct = Self;
        type SerializeStructVariant = Self;
        ignore!(
            serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
            serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32,
            serialize_f64: f64, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8],
            serialize_unit_struct: &'static str
        );
        fn serialize_none(self) -> Result<(), Never> {
            Ok(())
        }
        fn serialize_unit(self) -> Result<(), Never> {
            Ok(())
        }
        fn serialize_some<T: ?Sized + Serialize>(self, it: &T) -> Result<(), Never> {
            it.serialize(self)
        }
        fn serialize_unit_variant(self, name: &'static str, _: u32, variant: &'static str) -> Result<(), Never> {
            self.0.extend([name, variant]);
            Ok(())
        }
        fn serialize_newtype_struct<T: ?Sized + Serialize>(self, name: &'static str, _: &T) -> Result<(), Never> {
            self.0.push(name);
            Ok(())
        }
        fn serialize_newtype_variant<T: ?Sized + Serialize>(
            self,
            name: &'static str,
            _: u32,
            variant: &'static str,
            _: &T,
        ) -> Result<(), Never> {
            self.0.extend([name, variant]);
            Ok(())
        }
        fn serialize_seq(self, _: Option<usize>) -> Result<Self, Never> {
            Ok(self)
        }
        fn serialize_tuple(self, _: usize) -> Result<Self, Never> {
            Ok(self)
        }
        fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self, Never> {
            self.0.push(name);
            Ok(self)
        }
        fn serialize_tuple_variant(
            self,
            name: &'static str,
            _: u32,
            variant: &'static str,
            _: usize,
        ) -> Result<Self, Never> {
            self.0.extend([name, variant]);
            Ok(self)
        }
        fn serialize_map(self, _: Option<usize>) -> Result<Self, Never> {
            Ok(self)
        }
        fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self, Never> {
            self.0.push(name);
            Ok(self)
        }
        fn serialize_struct_variant(
            self,
            name: &'static str,
            _: u32,
            variant: &'static str,
            _: usize,
        ) -> Result<Self, Never> {
            self.0.extend([name, variant]);
            Ok(self)
        }
    }

    macro_rules! compound {
        ($($of:ident { $($name:ident($($key:ty)?)),* })*) => {$(
            impl serde::ser::$of for Names<'_> {
                type Ok = ();
                type Error = Never;
                $(fn $name<T: ?Sized + Serialize>(&mut self, $(_: $key,)? it: &T) -> Result<(), Never> {
                    it.serialize(Names(self.0))
                })*
                fn end(self) -> Result<(), Never> {
                    Ok(())
                }
            }
        )*};
    }

    compound! {
        SerializeSeq { serialize_element() }
        SerializeTuple { serialize_element() }
        SerializeTupleStruct { serialize_field() }
        SerializeTupleVariant { serialize_field() }
        SerializeMap { serialize_key(), serialize_value() }
        SerializeStruct { serialize_field(&'static str) }
        SerializeStructVariant { serialize_field(&'static str) }
    }
}

#[test]
fn the_name_of_the_type_is_the_users_in_files_in_messages_and_for_formats() {
    let text = r#"[{"type":"Tagged","name":"a","children":[]}]"#;
    assert_eq!(json(Tagged { name: "a".into(), ..Tagged::default() }), text);
    read::<Tagged>(r#"[{"type":"Tagged","name":"a"}]"#, text);
    read::<Tagged>(r#"[{"name":"a","children":[]}]"#, text);
    assert_eq!(error::<Tagged>("[7]"), "node 0: invalid type: integer `7`, expected struct Tagged at line 1 column 2");
    let few = postcard::from_bytes::<Document<Tagged>>(&[1]).map(drop).unwrap_err();
    assert!(!few.to_string().contains("__"), "{few}");
    assert_eq!(names::given(Tagged::default()), ["Tagged"]);
    assert_eq!(names::given(Renamed::default()), ["node"]);
    assert_eq!(names::given(Shape::Dot), ["Shape", "Dot"]);
    assert_eq!(names::given(Shape::Line(1, 2)), ["Shape", "Line"]);
    assert_eq!(names::given(Key("k".into())), ["Key"]);
    through_formats(Renamed { first_name: "x".into(), ..Renamed::default() }, false);
    assert_eq!(
        error::<Shape>(r#"[{"Line":7}]"#).split(" at line").next(),
        Some("node 0: invalid type: integer `7`, expected tuple variant Shape::Line")
    );
    assert_eq!(
        error::<Shape>(r#"[{"Box":7}]"#).split(" at line").next(),
        Some("node 0: invalid type: integer `7`, expected struct variant Shape::Box")
    );
    let hidden = Strong::new(Item::Hidden { parent: Parent::new(), items: Children::new() });
    let error = serde_json::to_string(&Document(hidden)).unwrap_err().to_string();
    assert!(error.contains("the enum variant Item::Hidden cannot be serialized"), "{error}");
}

#[test]
fn rename_rename_all_and_deny_unknown_fields() {
    let root = Strong::new(Renamed { first_name: "a".into(), ..Renamed::default() });
    root.add_low(Renamed::default());
    let text = r#"[{"FIRST-NAME":"a","LOW-NODES":[1]},{"FIRST-NAME":"","LOW-NODES":[]}]"#;
    assert_eq!(serde_json::to_string(&Document(root)).unwrap(), text);
    assert_eq!(read::<Renamed>(text, text).low_nodes().len(), 1);
    let unknown = error::<Renamed>(r#"[{"FIRST-NAME":"a","x":1}]"#);
    assert!(unknown.starts_with("node 0: unknown field `x`, expected `FIRST-NAME` or `LOW-NODES`"), "{unknown}");
}

/// An enum without edges is written as serde writes it, whatever the form of its variants.
#[derive(Graph, Serialize, Deserialize, Debug, PartialEq, Clone)]
#[graph(serde)]
enum Shape {
    Dot,
    Line(u8, u8),
    Circle(u8),
    Box { width: u8, height: u8 },
}

#[derive(Graph, Serialize, Deserialize, Debug, PartialEq, Clone)]
#[graph(serde)]
struct Key(String);

#[derive(Graph, Serialize, Deserialize, Debug, PartialEq, Clone)]
#[graph(serde)]
struct Pair(String, #[serde(skip)] u8, u8);

#[derive(Graph, Serialize, Deserialize, Debug, PartialEq, Clone)]
#[graph(serde)]
struct Nothing;

#[test]
fn a_type_without_edges_is_written_as_serde_writes_it() {
    fn same<T: Record + Clone + Serialize + PartialEq + Debug>(value: T) {
        let own = serde_json::to_string(&value).unwrap();
        assert_eq!(json(value.clone()), format!("[{own}]"));
        assert_eq!(*read::<T>(&format!("[{own}]"), &format!("[{own}]")), value);
        let bytes = postcard::to_allocvec(&Document(Strong::new(value.clone()))).unwrap();
        assert_eq!(*postcard::from_bytes::<Document<T>>(&bytes).unwrap().0, value);
    }
    same(Shape::Dot);
    same(Shape::Line(1, 2));
    same(Shape::Circle(3));
    same(Shape::Box { width: 4, height: 5 });
    same(Key("k".into()));
    same(Pair("p".into(), 0, 7));
    same(Nothing);
}

#[derive(Graph)]
#[graph(serde)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase", tag = "kind", expecting = "a file or a folder")]
enum Item {
    #[serde(alias = "Datei", rename = "File")]
    File {
        file_size: u32,
        #[weak(name = parent)]
        up: Parent<Item>,
        #[strong(item = item)]
        items: Children<Item>,
    },
    #[serde(rename_all = "UPPERCASE")]
    FolderOf {
        name: String,
        #[weak]
        parent: Parent<Item>,
        #[strong]
        items: Children<Item>,
    },
    #[serde(skip)]
    Hidden {
        #[weak]
        parent: Parent<Item>,
        #[strong]
        items: Children<Item>,
    },
}

fn item(name: &str) -> Item {
    Item::FolderOf { name: name.into(), parent: Parent::new(), items: Children::new() }
}

#[test]
fn tag_expecting_rename_all_fields_and_the_attributes_of_variants() {
    let root = Strong::new(item("top"));
    root.add_item(Item::File { file_size: 7, up: Parent::new(), items: Children::new() });
    let text = r#"[{"kind":"folder_of","NAME":"top","ITEMS":[1]},{"kind":"File","fileSize":7,"items":[]}]"#;
    assert_eq!(serde_json::to_string(&Document(root)).unwrap(), text);
    read::<Item>(&text.replace(r#""File""#, r#""Datei""#), text);
    let message = error::<Item>("[7]");
    assert!(message.contains("expected a file or a folder"), "{message}");
    let message = error::<Item>(r#"[{"kind":"Hidden"}]"#);
    assert!(
        message.starts_with("node 0: unknown variant `Hidden`, expected one of `Datei`, `File`, `folder_of`"),
        "{message}"
    );
    through_formats(item("x"), true);
}

#[derive(Graph)]
#[graph(serde)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Leaf,
    Named(String),
    #[serde(other)]
    Unknown,
}

#[derive(Graph)]
#[graph(serde)]
#[serde(untagged)]
enum Untagged {
    Number {
        number: i64,
        #[weak]
        parent: Parent<Untagged>,
        #[strong]
        children: Children<Untagged>,
    },
    Word(String, #[weak(name = parent)] Parent<Untagged>, #[strong(name = children)] Children<Untagged>),
}

#[derive(Graph)]
#[graph(serde)]
enum WithOther {
    Known,
    #[serde(untagged)]
    Any(String),
}

#[test]
fn content_untagged_and_other() {
    assert_eq!(json(Adjacent::Named("x".into())), r#"[{"t":"Named","c":"x"}]"#);
    read::<Adjacent>(r#"[{"t":"Leaf"}]"#, r#"[{"t":"Leaf"}]"#);
    assert!(matches!(*read::<Adjacent>(r#"[{"t":"What"}]"#, r#"[{"t":"Unknown"}]"#), Adjacent::Unknown));
    let message = error::<Adjacent>("[7]");
    assert!(message.contains("expected adjacently tagged enum Adjacent"), "{message}");
    let text = r#"[{"number":1,"children":[1]},{"field_0":"x","children":[]}]"#;
    let root = read::<Untagged>(text, text);
    assert!(matches!(&*root.children().first().unwrap(), Untagged::Word(word, ..) if word == "x"));
    assert!(matches!(*root, Untagged::Number { number: 1, .. }));
    let message = error::<Untagged>("[7]");
    assert!(message.contains("data did not match any variant of untagged enum Untagged"), "{message}");
    assert!(matches!(&*read::<WithOther>(r#"["x"]"#, r#"["x"]"#), WithOther::Any(it) if it == "x"));
    read::<WithOther>(r#"["Known"]"#, r#"["Known"]"#);
    through_formats(Adjacent::Named("x".into()), true);
}

#[derive(Graph)]
#[graph(serde)]
#[serde(default)]
struct Defaults {
    name: String,
    #[serde(default = "Defaults::seven")]
    size: u32,
    #[serde(skip)]
    cache: Option<&'static str>,
    #[weak]
    parent: Parent<Defaults>,
    #[strong]
    children: Children<Defaults>,
    #[strong]
    left: Child<Defaults, Layout>,
    #[weak]
    left_of: Parent<Defaults, Layout>,
}

enum Layout {}

impl Defaults {
    fn seven() -> u32 {
        7
    }
}

impl Default for Defaults {
    fn default() -> Self {
        let name = "nobody".into();
        let children = Children::new();
        Defaults {
            name,
            size: 1,
            cache: Some("kept"),
            parent: Parent::new(),
            children,
            left: Child::new(),
            left_of: Parent::new(),
        }
    }
}

#[derive(Graph)]
#[graph(serde)]
#[serde(default = "Self::or_else")]
struct DefaultBy {
    a: u8,
    b: u8,
    #[weak]
    friend: WeakCell<DefaultBy>,
}

impl DefaultBy {
    fn or_else() -> Self {
        DefaultBy { a: 3, b: 4, friend: WeakCell::new() }
    }
}

#[test]
fn default_of_the_type_and_of_a_field() {
    let root = read::<Defaults>(
        r#"[{"children":[1]},{"name":"x"}]"#,
        r#"[{"name":"nobody","size":7,"children":[1],"left":null},{"name":"x","size":7,"children":[],"left":null}]"#,
    );
    assert_eq!(root.cache, Some("kept"));
    read::<DefaultBy>(r#"[{"b":9}]"#, r#"[{"a":3,"b":9,"friend":null}]"#);
    through_formats(Defaults::default(), false);
}

#[derive(Graph)]
#[graph(serde)]
#[serde(transparent)]
struct Transparent {
    text: String,
    #[weak]
    parent: Parent<Roof>,
}

#[derive(Graph, Default)]
#[graph(serde)]
#[serde(transparent)]
struct Roof {
    #[strong]
    children: Children<Transparent>,
    #[serde(skip)]
    _cache: u8,
}

#[test]
fn transparent() {
    let root = Strong::<Roof>::default();
    root.add_child(Transparent { text: "a".into(), parent: Parent::new() });
    let text = r#"[[1],"a"]"#;
    assert_eq!(serde_json::to_string(&Document(root)).unwrap(), text);
    assert_eq!(read::<Roof>(text, text).children().first().unwrap().text, "a");
}

#[derive(Graph, Clone)]
#[graph(serde)]
#[serde(into = "String", try_from = "String")]
struct Level(u8);

impl From<Level> for String {
    fn from(level: Level) -> String {
        format!("level {}", level.0)
    }
}

impl TryFrom<String> for Level {
    type Error = String;
    fn try_from(text: String) -> Result<Level, String> {
        text.strip_prefix("level ").and_then(|it| it.parse().ok()).map(Level).ok_or(format!("`{text}` is no level"))
    }
}

#[derive(Graph)]
#[graph(serde)]
#[serde(from = "(u8, Option<Box<Level>>)")]
struct FromPair {
    sum: u8,
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Level, D::Error> {
        u8::deserialize(from).map(Level)
    }
}

impl From<(u8, Option<Box<Level>>)> for FromPair {
    fn from((a, b): (u8, Option<Box<Level>>)) -> Self {
        FromPair { sum: a + b.map_or(0, |it| it.0) }
    }
}

#[test]
fn from_try_from_and_into_of_types_without_edges() {
    assert_eq!(json(Level(3)), r#"["level 3"]"#);
    assert_eq!(read::<Level>(r#"["level 4"]"#, r#"["level 4"]"#).0, 4);
    assert!(error::<Level>(r#"["x"]"#).starts_with("node 0: `x` is no level"));
    read::<FromPair>("[[3, 4]]", r#"[{"sum":7}]"#);
}

#[derive(Graph)]
#[graph(serde)]
#[serde(bound = "", crate = "serde")]
struct BoundAndCrate {
    #[serde(bound = "")]
    name: String,
    #[serde(skip_deserializing)]
    write_only: u8,
}

mod hex {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    /// As generic as such functions can be: of a reference it would be something else.
    pub fn serialize<T: super::IsNoReference + std::fmt::LowerHex, S: Serializer>(
        it: &T,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{it:x}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
        u32::from_str_radix(&String::deserialize(from)?, 16).map_err(D::Error::custom)
    }
}

trait IsNoReference {}
impl IsNoReference for u32 {}

fn is_default<T: Default + PartialEq>(it: &T) -> bool {
    *it == T::default()
}

#[derive(Serialize, Deserialize, Default)]
struct Extra {
    x: u8,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[derive(Graph, Default)]
#[graph(serde)]
struct Fields {
    #[serde(with = "hex")]
    colour: u32,
    #[serde(
        serialize_with = "hex::serialize",
        deserialize_with = "hex::deserialize",
        rename(serialize = "M", deserialize = "M")
    )]
    mask: u32,
    #[serde(skip_serializing_if = "is_default", default)]
    rare: u8,
    #[serde(default, skip_serializing_if = "Self::is_short")]
    long: String,
    #[serde(alias = "old", alias = "older", rename = "new")]
    renamed: u8,
    #[serde(skip_serializing, default = "Fields::nine")]
    read_only: u8,
    #[serde(skip, default = "Fields::nine")]
    skipped: u8,
    r#type: u8,
    #[serde(flatten)]
    extra: Extra,
    #[weak]
    parent: Parent<Fields>,
    #[strong]
    children: Children<Fields>,
}

impl Fields {
    fn nine() -> u8 {
        9
    }

    fn is_short(text: &str) -> bool {
        text.len() < 3
    }
}

#[test]
fn the_attributes_of_plain_fields() {
    let text = r#"[{"colour":"ff","M":"10","long":"long","new":1,"type":2,"x":5,"y":6,"children":[1]},{"colour":"0","M":"0","new":0,"type":0,"x":0,"children":[]}]"#;
    let root = read::<Fields>(&text.replace("new", "older"), text);
    assert_eq!((root.colour, root.mask, root.rare, root.read_only, root.skipped), (255, 16, 0, 9, 9));
    assert_eq!((root.extra.x, root.extra.rest["y"], root.r#type), (5, 6, 2));
    let root = read::<Fields>(
        r#"[{"colour":"0","M":"0","rare":3,"new":0,"read_only":4,"skipped":6,"type":0,"x":0}]"#,
        r#"[{"colour":"0","M":"0","rare":3,"new":0,"type":0,"x":0,"skipped":6,"children":[]}]"#,
    );
    assert_eq!((root.rare, root.read_only, root.skipped), (3, 4, 9));
    read::<BoundAndCrate>(r#"[{"name":"x","write_only":7}]"#, r#"[{"name":"x","write_only":0}]"#);
    through_formats(Fields { long: "long".into(), ..Fields::default() }, true);
}

#[derive(Graph, Default)]
#[graph(serde)]
struct Edges {
    name: u8,
    #[weak]
    #[serde(skip, with = "nothing", flatten)]
    parent: Parent<Edges>,
    #[strong]
    #[serde(rename = "kids", alias = "members", default, skip_serializing_if = "Children::is_empty")]
    children: Children<Edges>,
    #[strong(item = hidden)]
    #[serde(skip)]
    hidden: Children<Edges, Hidden>,
    #[weak]
    hidden_in: Parent<Edges, Hidden>,
    #[weak]
    #[serde(skip_serializing_if = "no_target")]
    friend: WeakCell<Edges>,
    #[weak]
    #[serde(skip)]
    seen: WeakList<Edges>,
    #[strong]
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<Strong<Key>>,
    #[strong]
    #[serde(skip)]
    cache: HashSet<Strong<Key>>,
}

enum Hidden {}

fn no_target(link: &WeakCell<Edges>) -> bool {
    link.get().is_none()
}

#[test]
fn the_attributes_of_edges() {
    let root = Strong::<Edges>::default();
    let low = root.add_child(Edges { name: 1, key: Some(Strong::new(Key("k".into()))), ..Edges::default() });
    let hidden = low.add_hidden(Edges::default());
    low.add_seen(&hidden);
    low.set_friend(&root);
    let text = r#"[{"name":0,"kids":[1]},{"name":1,"friend":0,"key":[2]},"k"]"#;
    assert_eq!(serde_json::to_string(&Document(root)).unwrap(), text);
    let root = read::<Edges>(&text.replace("kids", "members"), text);
    let low = root.children().first().unwrap();
    assert!(low.friend() == Some(root) && low.hidden().is_empty() && low.cache.is_empty());
    assert_eq!(low.key.as_ref().map(|it| it.0.as_str()), Some("k"));
}

#[test]
fn a_link_that_leads_out_of_the_document_is_an_error_that_names_the_field() {
    #[derive(Graph, Default)]
    #[graph(serde)]
    struct Man {
        #[weak]
        friend: WeakCell<Man>,
        #[weak]
        friends: WeakList<Man>,
        #[weak]
        parent: Parent<Man>,
        #[strong]
        children: Children<Man>,
    }
    let (root, outside) = (Strong::<Man>::default(), Strong::<Man>::default());
    let low = root.add_child(Man::default());
    low.set_friend(&outside);
    let write = |node: &Strong<Man>| serde_json::to_string(&Document(node.clone())).map_err(|error| error.to_string());
    let help = "which no root of it keeps alive: write that one, too (see `Forest`), clear the link, or put \
                `#[graph(serde(outside = null))]` on the type with the field";
    let of = |field: &str| format!("node 1: field `{field}` leads to a `Man` outside of the document, {help}");
    assert_eq!(write(&root), Err(of("friend")));
    low.clear_friend();
    low.add_friend(&root);
    low.add_friend(&outside);
    assert_eq!(write(&root), Err(of("friends")));
    // One of whose parents is not asked for leads out as well.
    low.set_friend(&root);
    assert!(write(&low).unwrap_err().starts_with("node 0: field `friend` leads to a `Man` outside"));
    drop(outside);
    assert_eq!(
        write(&root).as_deref(),
        Ok(r#"[{"friend":null,"friends":[],"children":[1]},{"friend":0,"friends":[0],"children":[]}]"#)
    );
}

#[derive(Graph, Default)]
#[graph(serde, new)]
struct Person {
    name: String,
    #[weak]
    friend: WeakCell<Person>,
    #[weak]
    parent: Parent<Person>,
    #[strong]
    children: Children<Person>,
}

#[test]
fn several_roots_are_one_forest_with_the_links_between_them() {
    let (a, b) = (Person::new("a".into()), Person::new("b".into()));
    let low = b.add_child(Person::new("low".into()));
    a.set_friend(&low);
    low.set_friend(&a);
    assert!(serde_json::to_string(&Document(a.clone())).is_err());
    let forest = Forest(vec![a.clone(), b, a, low]);
    let text = r#"[[0,1,0,2],[{"name":"a","friend":2,"children":[]},{"name":"b","friend":null,"children":[2]},{"name":"low","friend":0,"children":[]}]]"#;
    assert_eq!(serde_json::to_string(&forest).unwrap(), text);
    let check = |Forest(roots): Forest<Person>| {
        let [a, b, again, low] = &roots[..] else { panic!("four roots") };
        assert!(a == again && b.children().first().as_ref() == Some(low));
        assert!(a.friend().as_ref() == Some(low) && low.friend().as_ref() == Some(a));
        assert_eq!(serde_json::to_string(&Forest(roots)).unwrap(), text);
    };
    check(serde_json::from_str(text).unwrap());
    check(serde_json::from_value(serde_json::from_str(text).unwrap()).unwrap());
    check(postcard::from_bytes(&postcard::to_allocvec(&forest).unwrap()).unwrap());
    let toml = toml::to_string(&BTreeMap::from([("forest", &forest)])).unwrap();
    check(toml::from_str::<BTreeMap<String, Forest<Person>>>(&toml).unwrap().remove("forest").unwrap());
    assert_eq!(serde_json::to_string(&Forest::<Person>(Vec::new())).unwrap(), "[[],[]]");
    assert!(serde_json::from_str::<Forest<Person>>("[[],[]]").unwrap().0.is_empty());
}

#[test]
fn what_is_wrong_in_a_forest_is_named() {
    let refused = |text: &str, message: &str| {
        let error = serde_json::from_str::<Forest<Person>>(text).map(drop).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    };
    refused("[]", "invalid length 0, expected the numbers of the roots, which are `Person`, and a sequence of nodes");
    refused(
        "[[0]]",
        "invalid length 1, expected the numbers of the roots, which are `Person`, and a sequence of nodes",
    );
    refused("[[0],[]]", "node 0, the root, is missing");
    refused(r#"[[0,3],[{"name":"a"}]]"#, "node 3, a root, is missing");
    refused(r#"[[18446744073709551615],[]]"#, "node 18446744073709551615, the root, is missing");
    refused(r#"[[],[{"name":"a"}]]"#, "node 0: no node before it owns or shares it");
    refused(r#"[[1],[{"name":"a"},{"name":"b"}]]"#, "node 0: no node before it owns or shares it");
    refused("7", "invalid type: integer `7`, expected the numbers of the roots");
    refused(r#"[[0],7]"#, "invalid type: integer `7`, expected a sequence of nodes");
}

#[test]
fn the_nested_form_says_what_to_use_where_the_format_has_a_limit() {
    #[derive(Graph, Default, Serialize, Deserialize)]
    #[graph(serde)]
    struct Simple {
        #[weak]
        #[serde(skip)]
        parent: Parent<Simple>,
        #[strong]
        children: Children<Simple>,
    }
    let chain = |levels: usize| {
        let root = Strong::<Simple>::default();
        let mut low = root.clone();
        for _ in 0..levels {
            low = low.add_child(Simple::default());
        }
        root
    };
    let text = serde_json::to_string(&chain(62)).unwrap();
    assert!(serde_json::from_str::<Strong<Simple>>(&text).is_ok());
    let text = serde_json::to_string(&chain(63)).unwrap();
    let error = serde_json::from_str::<Strong<Simple>>(&text).map(drop).unwrap_err().to_string();
    assert!(
        error.starts_with(
            "the nested form goes as deep as the format allows: write deep trees as a `weakgraph::serde::Document`: recursion \
             limit exceeded at line 1 column "
        ),
        "{error}"
    );
    on_small_stack(|| {
        let deep = serde_json::to_string(&Document(chain(size(100_000, 5_000)))).unwrap();
        assert!(serde_json::from_str::<Document<Simple>>(&deep).is_ok());
    });
}
