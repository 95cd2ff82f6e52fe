//! What the derive answers to every combination of a mark and a type, of an option and a value: a line for each in
//! `expected/*.txt`. A line holds the text that is underlined and the message of each mistake, or what is written for
//! the field. `UPDATE_EXPECT=1` writes the files anew.

use std::fmt::Write as _;

use expect_test::{ExpectFile, expect_file};

use super::derive;

/// The lines of the expansion, without docs.
fn code_lines(code: &str) -> Vec<&str> {
    code.lines().map(str::trim).filter(|line| line.len() > 2 && !line.starts_with("///")).collect()
}

/// Returns what is reported of `source`; if nothing is, the lines that are written for it and not in `base`.
fn answer(source: &str, base: &str) -> String {
    let (code, found) = derive(source);
    let mut out = String::new();
    for (place, message) in &found {
        write!(out, "{}`{place}`: {message}", if out.is_empty() { "" } else { " + " }).expect("a text");
    }
    if found.is_empty() {
        let known = code_lines(base);
        let new: Vec<_> = code_lines(&code).into_iter().filter(|line| !known.contains(line)).collect();
        write!(out, "ok: {}", new.join(" ")).expect("a text");
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Compares a line for each of `sources`, which may come under a shorter name.
#[track_caller]
fn answers(expected: ExpectFile, base: &str, sources: impl IntoIterator<Item = (String, String)>) {
    let (base, mut out) = (derive(base).0, String::new());
    for (name, source) in sources {
        writeln!(out, "{name}\n    {}", answer(&source, &base)).expect("a text");
    }
    expected.assert_eq(&out);
}

const TYPES: &[&str] = &[
    // Edges.
    "Parent<C>",
    "Parent<N>",
    "Parent<Self, R>",
    "Children<C>",
    "Children<C, R>",
    "Child<C>",
    "WeakCell<C>",
    "WeakList<C>",
    "Weak<C>",
    "Strong<C>",
    "Strong<N>",
    "Parent",
    "Children",
    "Strong",
    "weakgraph::Weak<C>",
    "weakgraph::Children<C>",
    "crate::Children<C>",
    "x::Strong<C>",
    "(Strong<C>)",
    // Edges in other types.
    "Option<Strong<C>>",
    "Option<Strong<N>>",
    "Vec<Weak<C>>",
    "Vec<(Strong<C>, Weak<C>)>",
    "Option<Parent<C>>",
    "RefCell<Vec<Children<C>>>",
    "Vec<Child<C>>",
    "Box<Child<C>>",
    "Option<WeakCell<C>>",
    "[WeakList<C>; 2]",
    "(Strong<N>, Strong<C>)",
    "Vec<(Strong<C>, Strong<N>)>",
    "HashMap<String, Strong<C>>",
    "HashMap<Strong<C>, u8>",
    "HashMap<String, Children<C>>",
    "(Parent<C>, u8)",
    "Box<[Strong<C>]>",
    "Rc<Strong<C>>",
    "Rc<[Weak<C>]>",
    "OnceCell<Strong<C>>",
    "Mine<Strong<C>>",
    "&'static Strong<C>",
    "PhantomData<Strong<C>>",
    "Box<dyn Fn(Strong<C>)>",
    "Box<dyn Iterator<Item = Strong<C>>>",
    "fn(Strong<C>)",
    "<C as Has>::Of<Strong<C>>",
    "hidden!(C)",
    "Vec<hidden!(C)>",
    "Proxy<Strong<C>>",
    "WeakSet<Strong<C>>",
    // What an edge leads to.
    "Children<crate::N>",
    "Parent<super::N>",
    "Children<Box<C>>",
    "Children<Rc<C>>",
    "Children<Strong<C>>",
    "Children<Option<C>>",
    "Children<RefCell<C>>",
    "Children<Vec<C>>",
    "Children<Children<C>>",
    "Children<dyn C>",
    "Children<String>",
    "Children<(C, C)>",
    "Children<[C; 2]>",
    "Children<&'static C>",
    "Children<crate::Box<C>>",
    "Children<Box<N>>",
    "Child<Vec<C>>",
    "Child<Option<C>>",
    "Child<u8>",
    "Parent<Rc<C>>",
    "Parent<Option<C>>",
    "Parent<String>",
    "Parent<Weak<C>>",
    "WeakCell<Vec<C>>",
    "WeakCell<Strong<C>>",
    "WeakCell<Option<C>>",
    "WeakList<Option<C>>",
    "WeakList<Weak<C>>",
    "Weak<RefCell<C>>",
    "Weak<u8>",
    "Strong<Option<C>>",
    "Strong<RefCell<C>>",
    "Strong<u8>",
    "Strong<Vec<C>>",
    "Vec<Strong<Rc<C>>>",
    "Strong<HashMap<u8, C>>",
    "Strong<dyn C>",
    // The node itself, counted and not.
    "N",
    "Self",
    "Box<N>",
    "Option<Box<Self>>",
    "Vec<N>",
    "Rc<N>",
    "Rc<RefCell<N>>",
    "Option<Rc<N>>",
    "Vec<Rc<Self>>",
    "Mine<Rc<N>>",
    "std::rc::Weak<N>",
    "Option<std::rc::Weak<N>>",
    "Vec<std::rc::Weak<C>>",
    "RefCell<Weak<N>>",
    "Option<Weak<Self>>",
    "HashMap<u8, Rc<N>>",
    "HashMap<u8, N>",
    "BTreeMap<String, Arc<N>>",
    // Other types.
    "C",
    "crate::C",
    "super::N",
    "Rc<C>",
    "Vec<Rc<C>>",
    "Option<C>",
    "Vec<C>",
    "String",
    "Vec<String>",
    "u8",
    "()",
    "(C, D)",
    "[C; 3]",
    "&'static C",
    "Box<dyn C>",
    "Cell<u8>",
    "RefCell<String>",
    "Rc<str>",
    "Rc<WeakSet<C>>",
    "Rc<WeakValueMap<u8, C>>",
    "std::process::Child",
    "WeakIdMap<C, u8>",
    "Link",
    "Link<N>",
];

#[test]
fn of_every_mark_and_type() {
    let mut sources = Vec::new();
    for ty in TYPES {
        for mark in ["", "#[weak] ", "#[strong] "] {
            sources.push((format!("{mark}a: {ty}"), format!("struct N {{ {mark}a: {ty} }}")));
        }
    }
    for ty in ["Strong<C>", "Children<C>", "Weak<C>", "String"] {
        for mark in ["#[weak] #[strong] ", "#[graph(opaque)] ", "#[graph(opaque)] #[weak] ", "#[strong] #[strong] "] {
            sources.push((format!("{mark}a: {ty}"), format!("struct N {{ {mark}a: {ty} }}")));
        }
    }
    answers(expect_file!["expected/types.txt"], "struct N { a: u8 }", sources);
}

/// What a line was meant to be follows from the name of the field, too, and from what the other fields leave open.
#[test]
fn of_names_and_neighbours() {
    let types = [
        "N",
        "C",
        "Rc<N>",
        "Option<Rc<RefCell<N>>>",
        "Vec<Rc<N>>",
        "Vec<C>",
        "Option<std::rc::Weak<N>>",
        "Weak<N>",
        "WeakCell<Self>",
        "Vec<Weak<N>>",
        "Strong<N>",
        "Vec<Strong<N>>",
        "Mine<Strong<N>>",
        "Link<N>",
        "Box<C>",
        "HashMap<u8, C>",
        "Rc<C>",
        "Option<Child<N>>",
        "Vec<Parent<N>>",
        "(Child<C>, Child<C>)",
        "Children<Option<N>>",
    ];
    let neighbours =
        ["", "#[strong] nodes: Children<N>", "#[strong] nodes: Children<N, R>", "#[weak] up: Parent<N, R>"];
    let mut sources = Vec::new();
    for ty in types {
        for name in ["parent", "kids", "children", "a"] {
            for mark in ["", "#[weak] ", "#[strong] "] {
                for neighbour in neighbours {
                    if (name == "a" && neighbour.is_empty()) || (name == "kids" && !neighbour.is_empty()) {
                        continue;
                    }
                    let fields = format!("{mark}{name}: {ty}, {neighbour}");
                    let source = format!("struct N {{ {fields} }}");
                    sources.push((fields, source));
                }
            }
        }
        for mark in ["", "#[weak] ", "#[strong] "] {
            sources.push((format!("({mark}{ty})"), format!("struct N({mark}{ty});")));
        }
    }
    // What is written is that of other tests; here only what is said.
    let mut said: Vec<(String, String)> = Vec::new();
    for (name, source) in sources {
        let answer = answer(&source, "");
        let answer = if answer.starts_with("ok:") { "ok".to_owned() } else { answer };
        match said.last_mut() {
            Some((names, last)) if *last == answer => write!(names, "\n{name}").expect("a text"),
            _ => said.push((name, answer)),
        }
    }
    let out: String = said.iter().map(|(names, answer)| format!("{names}\n    {answer}\n")).collect();
    expect_file!["expected/neighbours.txt"].assert_eq(&out);
}

/// Every form that an option can be written in.
fn forms(key: &str) -> Vec<String> {
    let forms = [
        "_",
        "_ = a",
        "_ = A::b",
        "_ = \"a\"",
        "_ = \"A::b\"",
        "_ = 3",
        "_ =",
        "_()",
        "_(a)",
        "_(outside = a)",
        "_ = self",
        "_ = none",
        "_ = super",
        "_ = self::a",
        "_ = Self",
        "_ = a::<B>",
        "_ = <A as B>::c",
        "_ = a b",
        "_, ",
        "_ _",
        "_ = a, _ = b",
        "_(crate)",
        "_ = Self::a",
    ];
    forms.iter().map(|form| form.replace('_', key)).collect()
}

#[test]
fn of_every_option_and_value() {
    let keys = [
        "name",
        "item",
        "on_drop",
        "unowned",
        "pub",
        "opaque",
        "default",
        "label",
        "handle",
        "tree",
        "new",
        "clone",
        "eq",
        "hash",
        "serde",
        "proxy",
        "crate",
        "relation",
        "weak",
        "skip",
        "public",
        "nmae",
        "r#name",
        "quite_another",
    ];
    let places = [
        ("#[weak(_)] WeakCell", "struct N { #[weak(_)] f: WeakCell<C>, a: u8 }"),
        ("#[strong(_)] Children", "struct N { #[strong(_)] f: Children<C>, a: u8 }"),
        ("#[graph(_)] field", "#[graph(new, proxy)] struct N { #[graph(_)] f: u8, a: u8 }"),
        ("#[graph(_)] type", "#[graph(_)] struct N { f: u8, a: u8 }"),
    ];
    let mut out = String::new();
    for (place, template) in places {
        for key in keys {
            let mut groups: Vec<(String, Vec<String>)> = Vec::new();
            for form in forms(key) {
                let answer = answer(&template.replace('_', &form), "");
                // What is written is long, and that of other tests.
                let answer = if answer.starts_with("ok:") { "ok".to_owned() } else { answer };
                match groups.iter_mut().find(|(it, _)| *it == answer) {
                    Some((_, forms)) => forms.push(form),
                    None => groups.push((answer, vec![form])),
                }
            }
            writeln!(out, "{}", place.replace('_', key)).expect("a text");
            for (answer, forms) in groups {
                writeln!(out, "    {}\n        {answer}", forms.join(" | ")).expect("a text");
            }
        }
    }
    expect_file!["expected/options.txt"].assert_eq(&out);
}

/// Each option of an edge on each kind of edge.
#[test]
fn of_every_option_and_kind_of_edge() {
    let kinds = [
        ("weak", "Parent<C>"),
        ("strong", "Children<C>"),
        ("strong", "Child<C>"),
        ("weak", "WeakCell<C>"),
        ("weak", "WeakList<C>"),
        ("weak", "Weak<C>"),
        ("strong", "Strong<C>"),
        ("strong", "Vec<Strong<C>>"),
        ("weak", "Vec<Weak<C>>"),
    ];
    let options = [
        "name = b",
        "item = b",
        "on_drop = Self::gone",
        "unowned",
        "pub",
        "pub(crate)",
        "pub(in super)",
        "name = r#in",
        "item = r#in",
        "name = handle",
        "name = clone",
        "item = bs, name = b",
    ];
    let mut sources = Vec::new();
    for (mark, ty) in kinds {
        for option in options {
            for vis in ["", "pub "] {
                let field = format!("#[{mark}({option})] {vis}a: {ty}");
                sources.push((field.clone(), format!("struct N {{ {field} }}")));
            }
        }
    }
    answers(expect_file!["expected/edge_options.txt"], "struct N { a: u8 }", sources);
}

/// Each option of serde, in each place.
#[test]
fn of_every_option_of_serde() {
    let keys = [
        "rename",
        "rename_all",
        "rename_all_fields",
        "deny_unknown_fields",
        "tag",
        "content",
        "untagged",
        "bound",
        "default",
        "remote",
        "transparent",
        "from",
        "try_from",
        "into",
        "crate",
        "expecting",
        "variant_identifier",
        "field_identifier",
        "alias",
        "skip",
        "skip_serializing",
        "skip_deserializing",
        "serialize_with",
        "deserialize_with",
        "with",
        "other",
        "flatten",
        "skip_serializing_if",
        "borrow",
        "getter",
        "quite_another",
        "renam",
    ];
    let places = [
        ("type", "#[graph(serde)] #[serde(_)] struct N { f: u8 }"),
        (
            "type with edges",
            "#[graph(serde)] #[serde(_)] struct N { f: u8, #[strong] g: Children<N>, #[weak] p: Parent<N> }",
        ),
        ("enum", "#[graph(serde)] #[serde(_)] enum N { A { f: u8 }, B }"),
        ("variant", "#[graph(serde)] enum N { #[serde(_)] A { f: u8 }, B }"),
        ("field", "#[graph(serde)] struct N { #[serde(_)] f: u8 }"),
        ("Children", "#[graph(serde)] struct N { #[serde(_)] #[strong] f: Children<C> }"),
        ("Parent", "#[graph(serde)] struct N { #[serde(_)] #[weak] f: Parent<C> }"),
        ("WeakCell", "#[graph(serde)] struct N { #[serde(_)] #[weak] f: WeakCell<C> }"),
        ("Strong", "#[graph(serde)] struct N { #[serde(_)] #[strong] f: Strong<C> }"),
        ("Vec<Strong>", "#[graph(serde)] struct N { #[serde(_)] #[strong] f: Vec<Strong<C>> }"),
        ("without serde", "struct N { #[serde(_)] f: u8 }"),
    ];
    let mut out = String::new();
    for (place, template) in places {
        let base = derive(&template.replace("#[serde(_)]", "")).0;
        for key in keys {
            for form in [key.to_owned(), format!("{key} = \"a\"")] {
                let answer = answer(&template.replace('_', &form), &base);
                writeln!(out, "{place}: {form}\n    {answer}").expect("a text");
            }
        }
        for form in [
            "rename(serialize = \"a\", deserialize = \"b\")",
            "default = \"A::b\", skip",
            "rename = \"a\", alias = \"b\"",
        ] {
            writeln!(out, "{place}: {form}\n    {}", answer(&template.replace('_', form), &base)).expect("a text");
        }
    }
    expect_file!["expected/serde_options.txt"].assert_eq(&out);
}

/// Parameters of every sort, in every place.
#[test]
fn of_every_sort_of_parameter() {
    let heads = [
        "N<T>",
        "N<T: Graph>",
        "N<T: 'static>",
        "N<'a, T>",
        "N<'a, T: ?Sized + 'a>",
        "N<const K: usize>",
        "N<T, U = T>",
        "N<'a, 'b: 'a, T: Has<'b>, const K: usize = 3>",
    ];
    let fields = [
        "a: T",
        "#[strong] a: T",
        "#[weak] a: T",
        "#[strong] a: Strong<T>",
        "#[strong] a: Children<T>",
        "#[strong] a: Children<T>, #[strong] b: Children<C>",
        "#[strong] a: Child<T, R>, #[strong] b: Children<C>",
        "#[weak] a: Parent<T>",
        "#[weak] a: WeakCell<T>",
        "#[weak(on_drop = f)] a: WeakCell<C>",
        "#[strong] a: Vec<Strong<T>>",
        "a: Rc<T>",
        "a: Rc<C>",
        "#[strong] a: Children<Self>, #[weak] p: Parent<Self>",
        "#[strong] a: Children<N>, #[weak] p: Parent<N>",
        "#[strong] a: Children<crate::N>",
        "#[strong] a: Children<C<T>>",
        "a: Rc<N<T>>",
        "#[strong] a: Strong<C<'a>>",
    ];
    let mut out = String::new();
    for head in heads {
        for field in fields {
            for (options, close) in [("", ""), ("#[graph(new, clone, eq, hash, proxy)] ", " where Self: Sized")] {
                let (code, found) = derive(&format!("{options}struct {head}{close} {{ {field} }}"));
                write!(out, "{options}{head} {{ {field} }}\n   ").expect("a text");
                for (place, message) in &found {
                    write!(out, " `{place}`: {message} +").expect("a text");
                }
                let of: Vec<_> = code_lines(&code).into_iter().filter(|line| line.contains("impl")).collect();
                let hash = code_lines(&code).join(" ").bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
                });
                writeln!(out, " {} impls, {hash:016x}", of.len()).expect("a text");
            }
        }
    }
    expect_file!["expected/parameters.txt"].assert_eq(&out);
}
