//! Where generated names stand in the user's source.

use proc_macro2::{TokenStream, TokenTree};

/// The name of each function, with the text that it stands at.
fn functions(tokens: TokenStream, found: &mut Vec<(String, String)>) {
    let mut is_name = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => functions(group.stream(), found),
            TokenTree::Ident(ident) => {
                if is_name {
                    found.push((ident.to_string(), ident.span().source_text().unwrap_or_default()));
                }
                is_name = ident == "fn";
                continue;
            }
            _ => {}
        }
        is_name = false;
    }
}

/// So "go to definition" of an editor has one target, the field.
#[test]
fn accessors_stand_at_the_name_of_their_field() {
    let source = "struct Node {
        #[weak] parent: Parent<Node>,
        #[strong(item = kid)] children: Children<Node>,
        #[strong] left: Child<Node>,
        #[weak(name = pal)] friend: WeakCell<Node>,
        #[weak] seen: WeakList<Node>,
    }";
    let input = syn::parse_str(source).expect("it is a struct");
    let mut found = Vec::new();
    functions(crate::expand::graph(&input), &mut found);
    found.retain(|(name, _)| !name.starts_with("__"));
    for (names, field) in [
        (&["parent", "detach_from_parent"][..], "parent"),
        (&["children", "add_kid", "try_add_kid", "remove_kid"], "children"),
        (&["left", "set_left", "try_set_left", "take_left"], "left"),
        (&["pal", "set_pal", "clear_pal"], "pal"),
        (&["seen", "add_seen", "remove_seen"], "seen"),
    ] {
        for name in names {
            let at: Vec<&str> = found.iter().filter(|it| it.0 == *name).map(|it| it.1.as_str()).collect();
            assert_eq!(at, [field], "{name} of {found:?}");
        }
    }
}
