//! The names of the methods that are written, against the table in the docs.

use super::derive;

/// The row of the docs that starts with this: the names in its second column.
fn documented(row: &str) -> Vec<String> {
    let start = format!("/// | {row}");
    let found = include_str!("../lib.rs").lines().find(|line| line.starts_with(&start));
    let columns = found.expect("the docs have such a row")[start.len()..].split_once('|').expect("of two columns");
    let words = columns.1.split('`').skip(1).step_by(2);
    words.filter_map(|word| word.split_once('(')).map(|(name, _)| name.into()).collect()
}

/// The methods in the `impl` block of a type.
fn written(code: &str, of: &str) -> Vec<String> {
    let start = format!("    impl {of} {{");
    let block = code.lines().skip_while(|line| *line != start).skip(1).take_while(|line| *line != "    }");
    let names = block.filter_map(|line| line.split_once("fn ").map(|(_, rest)| rest));
    names.map(|rest| rest.split(['(', '<']).next().expect("one part").into()).collect()
}

#[test]
fn the_table_names_every_accessor() {
    let fields = [
        "#[weak] parent: Parent<P, R>",
        "#[strong] children: Children<C, R>",
        "#[strong] left: Child<C, R>",
        "#[weak] friend: WeakCell<T>",
        "#[weak] friends: WeakList<T>",
        "#[weak] boss: Weak<T>",
        "#[strong] style: Strong<S>",
        "#[strong] styles: Vec<Strong<S>>",
        "#[weak] bosses: Vec<Weak<T>>",
    ];
    let handle = documented("`Parent`, `Children`, `Child`, `WeakCell` or `WeakList` in any field");
    assert_eq!(handle, ["handle"]);
    for (i, field) in fields.iter().enumerate() {
        let names = documented(&format!("`{field}`"));
        let (code, found) = derive(&format!("#[graph(proxy)] struct N {{ {field} }}"));
        assert_eq!(found, [], "{field}");
        let own = if i < 5 { [&handle[..], &names[..]].concat() } else { names.clone() };
        assert_eq!(written(&code, "N"), own, "{field}");
        assert_eq!(written(&code, "NProxy"), names, "{field}");
    }
}

#[test]
fn the_table_names_what_options_add() {
    let (code, _) = derive("#[graph(new)] struct N;");
    assert_eq!(written(&code, "N"), documented("`#[graph(new)]` on the type"));
    for field in ["#[graph(proxy)] name: String", "#[graph(proxy)] age: Cell<u32>"] {
        let (code, _) = derive(&format!("#[graph(proxy)] struct N {{ {field} }}"));
        assert_eq!(written(&code, "NProxy"), documented(&format!("`{field}`")), "{field}");
        assert_eq!(written(&code, "N"), [""; 0]);
    }
}

#[test]
fn the_method_for_a_handle_has_another_name_or_is_left_out() {
    let of =
        |option: &str| written(&derive(&format!("#[graph({option})] struct N {{ #[weak] a: WeakCell<N> }}")).0, "N");
    assert_eq!(of("handle = node"), ["node", "a", "set_a", "clear_a"]);
    assert_eq!(of("handle = none"), ["a", "set_a", "clear_a"]);
    let (code, found) = derive("#[graph(handle = none)] struct N { #[weak] handle: WeakCell<N> }");
    assert_eq!((written(&code, "N").len(), found.len()), (3, 0), "the name is free then");
}

#[test]
fn only_a_cell_of_something_gets_a_setter() {
    for (ty, names) in [
        ("Cell<u8>", &["a", "set_a"][..]),
        ("std::cell::Cell<u8>", &["a", "set_a"]),
        ("Vec<u8>", &["a"]),
        ("Option<Cell<u8>>", &["a"]),
        // A type of the user's.
        ("Cell", &["a"]),
    ] {
        let (code, found) = derive(&format!("#[graph(proxy)] struct N {{ #[graph(proxy)] a: {ty} }}"));
        assert_eq!(found, [], "{ty}");
        assert_eq!(written(&code, "NProxy"), names, "{ty}");
    }
}

/// The methods of a tree that name an edge are those of the default relation, wherever that stands.
#[test]
fn a_type_with_two_trees_of_its_own_is_that_of_the_default_relation() {
    let default = ["#[weak] p: Parent<N>", "#[strong] c: Children<N>"];
    let other = ["#[weak] q: Parent<N, R>", "#[strong] d: Children<N, R>"];
    for fields in [[default, other], [other, default]] {
        let (code, found) = derive(&format!("struct N {{ {} }}", fields.concat().join(", ")));
        assert_eq!(found, []);
        let tree = code.split("_wg::Tree for _wg::Itself<N>").nth(1).expect("it is a tree");
        let tree = &tree[..tree.find("\n    }").expect("an end of the impl")];
        assert!(tree.contains("type Relation = ();"), "{tree}");
    }
}

#[test]
fn an_accessor_of_a_hidden_field_is_hidden() {
    let hidden = |attribute: &str| {
        let (code, found) = derive(&format!("struct N {{ {attribute} #[weak] p: Parent<P> }}"));
        assert_eq!(found, []);
        let before = code.split("fn p(").next().expect("what stands before the accessor");
        before.rsplit('}').next().is_some_and(|own| own.contains("#[doc(hidden)]"))
    };
    assert!(hidden("#[doc(hidden)]"));
    assert!(!hidden("#[doc(alias = \"up\")]") && !hidden("") && !hidden("#[deprecated]"));
}

#[test]
fn an_item_and_a_name_are_in_every_accessor() {
    let (code, _) =
        derive("struct N { #[strong(name = pages, item = leaf)] a: Children<N>, #[weak(name = top)] b: Parent<N> }");
    let names = ["handle", "pages", "add_leaf", "try_add_leaf", "remove_leaf", "top", "detach_from_top"];
    assert_eq!(written(&code, "N"), names);
}

#[test]
fn an_accessor_repeats_what_every_variant_says() {
    let count = |second: &str| {
        let first = "#[deprecated] #[doc(hidden)] #[weak] p: Parent<N>";
        derive(&format!("enum N {{ A {{ {first} }}, B {{ {second} #[weak] p: Parent<N> }} }}"))
            .0
            .matches("#[deprecated]")
            .count()
    };
    assert_eq!((count("#[deprecated]"), count(""), count("#[doc(hidden)]")), (2, 0, 0));
}
