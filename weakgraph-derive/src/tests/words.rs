//! Small questions: names, and the tokens of types.

use quote::{ToTokens as _, quote};
use syn::{DeriveInput, Type, parse_quote};

use crate::parse::singular;
use crate::span::respan;
use crate::ty::{around, is_namesake, is_self, mentions, named, show, walk, weak_holder};

#[test]
fn the_singular_is_child_or_the_name_without_its_last_s() {
    let pairs = [
        ("children", "child"),
        ("grandchildren", "grandchild"),
        ("pages", "page"),
        ("nodes", "node"),
        ("entries", "entrie"),
        ("a", "a"),
        ("a_s", "a_s"),
        ("s", "s"),
        ("address", "address"),
        ("staff", "staff"),
    ];
    for (many, one) in pairs {
        assert_eq!(singular(many), one);
    }
}

#[test]
fn types_are_shown_as_people_write_them() {
    let types: [(&str, Type); 8] = [
        ("Option<Strong<Node>>", parse_quote!(Option<Strong<Node>>)),
        ("&'a mut T", parse_quote!(&'a mut T)),
        ("std::rc::Rc<RefCell<Vec<u8>>>", parse_quote!(std::rc::Rc<RefCell<Vec<u8>>>)),
        ("HashMap<String, Strong<T>>", parse_quote!(HashMap<String, Strong<T>>)),
        ("[u8; 4]", parse_quote!([u8; 4])),
        ("Box<dyn Fn(&T) -> bool + 'a>", parse_quote!(Box<dyn Fn(&T) -> bool + 'a>)),
        ("<T as Iterator>::Item", parse_quote!(<T as Iterator>::Item)),
        ("(A, B)", parse_quote!((A, B))),
    ];
    for (text, ty) in types {
        assert_eq!(show(&ty), text);
    }
}

#[test]
fn only_the_exact_type_is_its_own() {
    let input: DeriveInput = parse_quote!(
        struct Node<'a, T, const N: usize> {
            t: &'a [T; N],
        }
    );
    let own = |ty: Type| is_self(&ty, &input.ident, &input.generics);
    assert!(own(parse_quote!(Self)));
    assert!(own(parse_quote!(Node<'a, T, N>)));
    assert!(own(parse_quote!((Node<'a, T, N>))));
    assert!(!own(parse_quote!(Node<'static, T, N>)));
    assert!(!own(parse_quote!(Node<'a, T, 3>)));
    assert!(!own(parse_quote!(Node)));
    assert!(!own(parse_quote!(other::Node<'a, T, N>)));
    assert!(!own(parse_quote!(::Node<'a, T, N>)));
    assert!(!own(parse_quote!(<Other>::Node<'a, T, N>)));
    let shadowed: DeriveInput = parse_quote!(
        struct Node<Node>(Node);
    );
    assert!(!is_self(&parse_quote!(Node<Node>), &shadowed.ident, &shadowed.generics));
}

#[test]
fn a_group_of_macro_rules_is_looked_through() {
    let inner = quote!(Children<Node>);
    let group = proc_macro2::Group::new(proc_macro2::Delimiter::None, inner);
    let ty: Type = syn::parse2(quote!(#group)).expect("a type");
    assert_eq!(named(&ty).expect("a path").ident, "Children");
}

#[test]
fn what_owns_nothing_holds_nothing() {
    let holds = |ty: Type| {
        let mut found = false;
        walk(&ty, &mut |inner| found |= named(inner).is_some_and(|it| it.ident == "Strong"));
        found
    };
    assert!(holds(parse_quote!([(u8, Option<Strong<T>>); 2])));
    assert!(holds(parse_quote!(Box<dyn Iterator<Item = Strong<T>>>)));
    assert!(!holds(parse_quote!(&'a Strong<T>)));
    assert!(!holds(parse_quote!(PhantomData<Strong<T>>)));
    assert!(!holds(parse_quote!(Box<dyn Fn(Strong<T>) -> Strong<T>>)));
    assert!(!holds(parse_quote!(fn(Strong<T>))));
}

#[test]
fn types_of_the_standard_library_are_no_edges() {
    assert!(named(&parse_quote!(std::rc::Weak<T>)).is_none());
    assert!(named(&parse_quote!(std::process::Child)).is_none());
    assert!(named(&parse_quote!(weakgraph::Weak<T>)).is_some());
}

#[test]
fn a_lifetime_and_a_type_of_one_name_are_two() {
    assert!(mentions(&parse_quote!(&'a T), &["'a".into()]));
    assert!(!mentions(&parse_quote!(&'a T), &["a".into()]));
    assert!(mentions(&parse_quote!(Vec<(a, u8)>), &["a".into()]));
    assert!(mentions(&parse_quote!([(u8, [a; 2]); 3]), &["a".into()]));
    assert!(!mentions(&parse_quote!([(u8, [b; 2]); 3]), &["a".into()]));
}

#[test]
fn a_namesake_is_a_path_that_ends_in_the_name() {
    let node: syn::Ident = parse_quote!(Node);
    assert!(is_namesake(&parse_quote!(crate::Node), &node));
    assert!(is_namesake(&parse_quote!(super::dom::Node<T>), &node));
    assert!(is_namesake(&parse_quote!(::dom::Node), &node));
    assert!(!is_namesake(&parse_quote!(Node), &node));
    assert!(!is_namesake(&parse_quote!(crate::Leaf), &node));
    assert!(!is_namesake(&parse_quote!(Node::Item), &node));
}

#[test]
fn only_the_chosen_tokens_change_their_span() {
    let ty: Type = parse_quote!(Children<[Node; { N }]>);
    let respanned =
        respan(ty.to_token_stream(), &|token| matches!(token, proc_macro2::TokenTree::Ident(ident) if ident == "N"));
    assert_eq!(show(&respanned), show(&ty));
}

#[test]
fn a_token_of_a_visibility_but_crate_takes_the_span_of_the_macro() {
    assert!(quote!(pub(in super::dom)).into_iter().all(|token| crate::span::is_not_crate(&token)));
}

#[test]
fn every_type_that_holds_a_node_weakly_is_known_by_its_node() {
    let holders: [(Type, &str); 9] = [
        (parse_quote!(Weak<A>), "A"),
        (parse_quote!(WeakIdMap<A, B>), "A"),
        (parse_quote!(WeakKeyMap<A, B, S>), "A"),
        (parse_quote!(WeakSet<A, S>), "A"),
        (parse_quote!(WeakValueMap<A, B, S>), "B"),
        (parse_quote!(weakgraph::collections::WeakValueMap<A, B>), "B"),
        (parse_quote!(Proxy<A>), "A"),
        (parse_quote!(WeakMethod<A, B, C>), "A"),
        (parse_quote!(WeakMethod<'a, A>), "A"),
    ];
    for (ty, node) in holders {
        assert_eq!(weak_holder(&ty).map(|it| show(it)).as_deref(), Some(node), "{}", show(&ty));
    }
    let others: [Type; 6] = [
        parse_quote!(Strong<A>),
        parse_quote!(HashMap<A, B>),
        parse_quote!(WeakSet),
        parse_quote!(WeakValueMap<A>),
        parse_quote!(&WeakCell<A>),
        parse_quote!((Weak<A>, B)),
    ];
    for ty in others {
        assert_eq!(weak_holder(&ty).map(|it| show(it)), None, "{}", show(&ty));
    }
}

#[test]
fn a_slice_in_a_box_is_looked_into_as_a_list_is() {
    let edges = |ty: &str| {
        let (code, found) = super::derive(&format!("struct N {{ #[strong] styles: {ty} }}"));
        assert_eq!(found, [], "{ty}");
        let start = code.find("fn __edges").expect("the edges are described");
        code[start..].replace("Vec<Strong<S>>", "[Strong<S>]").split_whitespace().collect::<String>()
    };
    let (slice, list) = (edges("Box<[Strong<S>]>"), edges("Box<Vec<Strong<S>>>"));
    let looks = |code: &str| code.split("fn").nth(1).map_or(0, |body| body.matches(".__strong(").count());
    assert_eq!((looks(&slice), looks(&list)), (1, 1), "{slice}");
}

/// A type of another crate may have any name, and be a node.
#[test]
fn a_type_of_a_foreign_path_is_not_judged_by_its_name() {
    let node: syn::Ident = parse_quote!(Node);
    let names = ["Box", "Rc", "Strong", "Option", "RefCell", "Vec", "HashMap", "Children"];
    for name in names.map(|name| quote::format_ident!("{name}")) {
        for of_theirs in [parse_quote!(#name<A>), parse_quote!(std::x::#name<A>), parse_quote!(weakgraph::#name<A>)] {
            assert!(around(&of_theirs, &node).is_some(), "{}", show(&of_theirs));
        }
        for foreign in [parse_quote!(mine::#name<A>), parse_quote!(crate::#name<A>), parse_quote!(#name)] {
            assert!(around(&foreign, &node).is_none(), "{}", show(&foreign));
        }
    }
    assert!(around(&parse_quote!(Node<A>), &parse_quote!(Node)).is_none());
}

/// What a path begins with is not known, so nothing is looked into.
#[test]
fn an_associated_type_is_opaque() {
    let (code, found) = super::derive("struct N { #[strong] styles: <S as Keep>::Of<Strong<S>> }");
    assert_eq!(found, []);
    let edges = &code[code.find("fn __edges").expect("the edges are described")..];
    assert!(edges.contains(".opaque(") && !edges.contains("__each"), "{edges}");
}

#[test]
fn a_type_can_be_read_if_its_own_parameters_are_static() {
    let is_read = |item: &str| super::derive(item).0.contains("_wg::Readable for");
    for item in [
        "struct N;",
        "struct N<const K: usize> { a: [u8; K] }",
        "struct N<T: 'static> { a: T }",
        "struct N<T> where T: 'static { a: T }",
        "struct N<T, U> where T: Clone + 'static, U: 'static { a: T, b: U }",
    ] {
        assert!(is_read(item), "{item}");
    }
    for item in [
        "struct N<'a> { a: &'a u8 }",
        "struct N<T> { a: T }",
        "struct N<T> where T: Clone { a: T }",
        "struct N<T> where Vec<T>: 'static { a: T }",
        "struct N<T, U> where U: 'static { a: T, b: U }",
        "struct N<T, U: 'static> where T: Clone { a: T, b: U }",
    ] {
        assert!(!is_read(item), "{item}");
    }
}

/// Of a node with many edges, the names of the types they lead to are compared.
#[test]
fn more_edges_than_numbers_are_told_apart_by_names() {
    let node = |count: usize| {
        let fields: String = (0..count).map(|i| format!("#[strong] a{i}: Children<C{i}>, ")).collect();
        super::derive(&format!("struct N {{ {fields} }}"))
    };
    for (count, is_crowded) in [(1, false), (8, false), (9, true), (12, true)] {
        let (code, found) = node(count);
        assert_eq!(found, []);
        assert_eq!(code.contains("_wg::distinct("), is_crowded, "{count}");
        assert_eq!(code.matches("::NAMES").count(), 2 * usize::from(is_crowded), "{count}");
        assert_eq!(code.matches("::NAME,").count(), if is_crowded { count } else { 0 }, "{count}");
    }
}

/// One name of a field is none of a function; any other path is one.
#[test]
fn a_label_is_a_function_unless_it_is_the_name_of_a_field() {
    let label = |path: &str| {
        let (code, found) = super::derive(&format!("#[graph(label = {path})] struct N {{ name: String, n: u8 }}"));
        (code.contains("fn __label"), found.len())
    };
    assert_eq!(label("describe"), (true, 0));
    assert_eq!(label("N::name"), (true, 0));
    assert_eq!(label("name"), (false, 1));
    assert_eq!(label("n"), (false, 1));
}

/// A field that is refused has the accessors of the edge that should stand there.
#[test]
fn a_refused_field_has_the_accessors_of_the_line_to_write() {
    let (code, found) = super::derive("struct N { #[strong] kids: Vec<M>, #[weak] seen: Option<M> }");
    assert_eq!(found.len(), 2);
    let code: String = code.split_whitespace().collect();
    assert!(code.contains("fnkids(&self)->&_wg::Children<M,()>"), "{code}");
    assert!(!code.contains("->&Vec<M>") && !code.contains("->&Option<M>"), "{code}");
}

/// Each variant has the options of serde that stand on it.
#[test]
fn options_of_serde_stay_on_their_variants() {
    let (code, found) = super::derive(
        "#[graph(serde)] enum N { #[serde(rename = \"one\")] A { a: u8 }, B { b: u8 }, #[serde(rename = \"three\")] C { c: u8 } }",
    );
    assert_eq!(found, []);
    let code: String = code.split_whitespace().collect();
    let after = |rename: &str| code.split(rename).skip(1).map(|rest| rest.chars().next()).collect::<Vec<_>>();
    let (one, three) = (after("#[serde(rename=\"one\")]"), after("#[serde(rename=\"three\")]"));
    assert!(!one.is_empty() && one.len() == three.len(), "{code}");
    assert!(one.iter().all(|it| *it == Some('A')) && three.iter().all(|it| *it == Some('C')), "{code}");
}
