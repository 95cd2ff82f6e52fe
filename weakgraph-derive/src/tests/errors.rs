//! Every rule: the message, and the text it points at.

use super::derive;

/// Expects exactly these errors: (text underlined, message).
#[track_caller]
fn refused(source: &str, expected: &[(&str, &str)]) {
    let (_, found) = derive(source);
    let found: Vec<(&str, &str)> = found.iter().map(|(place, message)| (&**place, &**message)).collect();
    assert_eq!(found, expected, "\nin {source}");
}

#[track_caller]
fn accepted(source: &str) {
    refused(source, &[]);
}

#[test]
fn a_union_is_refused() {
    refused(
        "union U { a: u8, b: u16 }",
        &[("union", "a union cannot be a node: nothing says which of its fields is live; use a struct or an enum")],
    );
}

#[test]
fn weak_needs_a_weak_type() {
    let needs = "`#[weak]` needs a back-reference or weak link (`Parent`, `WeakCell`, `WeakList`, `Weak`), found";
    refused(
        "struct N { #[weak] a: String }",
        &[("String", &format!("{needs} `String`; `String` is no node: remove `#[weak]`"))],
    );
    refused(
        "struct N { #[weak] a: Strong<T> }",
        &[(
            "Strong<T>",
            &format!(
                "{needs} `Strong<T>`; write `a: WeakCell<T>` if this node only refers to it; a shared edge is marked `#[strong]`"
            ),
        )],
    );
    refused(
        "struct N { #[weak] xs: Children<T> }",
        &[("Children<T>", &format!("{needs} `Children<T>`; an owning edge is marked `#[strong]`"))],
    );
    refused(
        "struct N { #[weak] a: Vec<Strong<T>> }",
        &[(
            "Vec<Strong<T>>",
            &format!(
                "{needs} `Vec<Strong<T>>`; write `a: WeakList<T>` if this node only refers to it; a shared edge is marked `#[strong]`"
            ),
        )],
    );
    refused(
        "struct N { #[weak] a: std::rc::Weak<T> }",
        &[(
            "std::rc::Weak<T>",
            &format!(
                "{needs} `std::rc::Weak<T>`; write `a: Parent<T>` if a `T` has this node as its child, `a: WeakCell<T>` if not"
            ),
        )],
    );
}

#[test]
fn strong_needs_a_strong_type() {
    let needs = "`#[strong]` needs an owning or shared edge (`Children`, `Child`, `Strong`), found";
    refused(
        "struct N { #[strong] a: Parent<T> }",
        &[("Parent<T>", &format!("{needs} `Parent<T>`; a back-reference is marked `#[weak]`"))],
    );
    refused(
        "struct N { #[strong] a: Weak<T> }",
        &[("Weak<T>", &format!("{needs} `Weak<T>`; a weak link is marked `#[weak]`"))],
    );
    refused(
        "struct N { #[strong] a: Vec<Weak<T>> }",
        &[("Vec<Weak<T>>", &format!("{needs} `Vec<Weak<T>>`; a weak link is marked `#[weak]`"))],
    );
    refused(
        "struct N { #[strong] a: Rc<RefCell<N>> }",
        &[("Rc<RefCell<N>>", &format!("{needs} `Rc<RefCell<N>>`; write `a: Child<N>`"))],
    );
}

#[test]
fn one_field_is_weak_or_strong() {
    refused(
        "struct N { #[weak] #[strong] a: Parent<T> }",
        &[(
            "#[strong]",
            "both `#[weak]` and `#[strong]` on one field: `Parent<T>` is a back-reference, keep `#[weak]`",
        )],
    );
    refused(
        "struct N { #[weak] #[strong] a: Child<T> }",
        &[("#[weak]", "both `#[weak]` and `#[strong]` on one field: `Child<T>` is an owning edge, keep `#[strong]`")],
    );
}

#[test]
fn an_attribute_stands_once() {
    refused(
        "struct N { #[weak] #[weak] a: Parent<T> }",
        &[("#[weak]", "`#[weak]` stands twice on this field"), ("#[weak]", "the other one is here")],
    );
    refused(
        "struct N { #[graph(opaque)] #[graph(opaque)] a: Strong<T> }",
        &[("opaque", "`#[graph(opaque)]` stands twice on this field"), ("opaque", "the other one is here")],
    );
    refused(
        "#[graph(new)] #[graph(new)] struct N;",
        &[("new", "option `new` is given twice"), ("new", "the other one is here")],
    );
}

#[test]
fn an_edge_without_a_mark_is_refused() {
    let cases = [
        ("Parent<T>", "Parent<T>", "`Parent<T>` is a back-reference: mark the field `#[weak]`"),
        ("Children<T>", "Children<T>", "`Children<T>` is an owning edge: mark the field `#[strong]`"),
        ("Strong<T>", "Strong<T>", "`Strong<T>` is a shared edge: mark the field `#[strong]`"),
        ("WeakCell<T>", "WeakCell<T>", "`WeakCell<T>` is a weak link: mark the field `#[weak]`"),
        ("Weak<T>", "Weak<T>", "`Weak<T>` is a weak link: mark the field `#[weak]`"),
        (
            "Option<Strong<T>>",
            "Strong<T>",
            "`Option<Strong<T>>` holds a `Strong`: mark the field `#[strong]`, or `#[graph(opaque)]` to leave it out of the cycle check",
        ),
        (
            "Vec<Strong<T>>",
            "Strong<T>",
            "`Vec<Strong<T>>` holds a `Strong`: mark the field `#[strong]`, or `#[graph(opaque)]` to leave it out of the cycle check",
        ),
        (
            "Rc<RefCell<N>>",
            "Rc<RefCell<N>>",
            "`Rc<RefCell<N>>` keeps a node alive behind the graph's back: write `#[strong] a: Child<N>` if this node owns it, \
             `#[weak] a: WeakCell<N>` if not, or mark the field `#[graph(opaque)]`",
        ),
        (
            "Option<Arc<Self>>",
            "Arc<Self>",
            "`Arc<Self>` keeps a node alive behind the graph's back: write `#[strong] a: Child<Self>` if this node owns it, \
             `#[weak] a: WeakCell<Self>` if not, or mark the field `#[graph(opaque)]`",
        ),
    ];
    for (ty, place, message) in cases {
        refused(&format!("struct N {{ a: {ty} }}"), &[(place, message)]);
        accepted(&format!("struct N {{ #[graph(opaque)] a: {ty} }}"));
    }
    accepted("struct N { p: Child, q: Option<Parent>, r: std::process::Child, s: Vec<Strong>, t: Children }");
    accepted(
        "struct N { a: Vec<Weak<T>>, b: std::rc::Weak<N>, c: Box<dyn Fn(Strong<T>)>, d: Rc<str>, e: &'static Strong<T> }",
    );
}

#[test]
fn an_edge_is_the_field_itself() {
    refused(
        "struct N { #[strong] a: RefCell<Children<C>> }",
        &[(
            "Children<C>",
            "`Children` must be the field itself, not inside `RefCell<Children<C>>`: write `#[strong] a: Children<C>`",
        )],
    );
    refused(
        "struct N { a: Option<Parent<P>> }",
        &[(
            "Parent<P>",
            "`Parent` must be the field itself, not inside `Option<Parent<P>>`: write `#[weak] a: Parent<P>`",
        )],
    );
}

#[test]
fn an_unknown_option_gets_a_suggestion_or_the_list() {
    refused(
        "#[graph(onn_drop = f)] struct N;",
        &[("onn_drop", "unknown option `onn_drop` in `#[graph]`; did you mean `on_drop`?")],
    );
    refused(
        "struct N { #[strong(itm = page)] xs: Children<N> }",
        &[("itm", "unknown option `itm` in `#[strong]`; did you mean `item`?")],
    );
    refused(
        "struct N { #[weak(skip, name = b)] a: Parent<N> }",
        &[("skip", "unknown option `skip` in `#[weak]`; it takes `name`, `item`, `on_drop`, `unowned`, `pub`")],
    );
    refused(
        "#[graph(zzz(a, b), qqq = 1)] struct N;",
        &[
            (
                "zzz",
                "unknown option `zzz` in `#[graph]`; it takes `on_drop`, `label`, `handle`, `tree`, `new`, `clone`, `eq`, `hash`, `serde`, `proxy`, `crate`",
            ),
            (
                "qqq",
                "unknown option `qqq` in `#[graph]`; it takes `on_drop`, `label`, `handle`, `tree`, `new`, `clone`, `eq`, `hash`, `serde`, `proxy`, `crate`",
            ),
        ],
    );
}

#[test]
fn an_option_has_its_place() {
    refused(
        "struct N { #[strong(on_drop = f)] xs: Children<N> }",
        &[(
            "on_drop",
            "option `on_drop` does not fit `Children`, it belongs on `Parent`, `WeakCell`, `WeakList`; the hook of a child stands on its type, `#[graph(on_drop = ..)]`",
        )],
    );
    refused(
        "struct N { #[weak(on_drop = f)] a: Weak<N> }",
        &[(
            "on_drop",
            "option `on_drop` does not fit `Weak`, it belongs on `Parent`, `WeakCell`, `WeakList`; use `WeakCell` here",
        )],
    );
    refused(
        "struct N { #[weak(unowned)] xs: WeakList<N> }",
        &[("unowned", "option `unowned` does not fit `WeakList`, it belongs on `Parent`, `WeakCell`, `Weak`")],
    );
    refused(
        "struct N { #[weak(unowned = yes)] a: Parent<N> }",
        &[("=", "option `unowned` takes no value; write `unowned`")],
    );
    refused(
        "struct N { #[strong(item = a)] a: Child<N> }",
        &[("item", "option `item` does not fit `Child`, it belongs on `Children`, `WeakList`")],
    );
    refused(
        "struct N { #[weak(new)] a: Parent<N> }",
        &[("new", "option `new` does not belong here; put it in `#[graph]` on the type")],
    );
    refused(
        "#[graph(opaque)] struct N;",
        &[("opaque", "option `opaque` does not belong here; put it in `#[graph]` on a field")],
    );
    refused(
        "#[graph(name = a)] struct N;",
        &[("name", "option `name` does not belong here; put it in `#[weak]` or `#[strong]` on a field")],
    );
    refused(
        "struct N { #[strong(name = a)] a: Vec<Strong<T>> }",
        &[("name", "`Vec<Strong<T>>` gets no accessor, so option `name` has nothing to act on")],
    );
    refused(
        "#[graph(new)] enum N { A }",
        &[("new", "option `new` is for structs: nothing says which variant it would build")],
    );
    refused(
        "struct N { #[strong] #[graph(opaque)] a: Strong<T> }",
        &[("opaque", "`#[strong]` makes this field an edge and `opaque` leaves it out: keep one of them")],
    );
}

#[test]
fn an_attribute_has_its_place() {
    refused("#[weak] struct N;", &[("#[weak]", "`#[weak]` does not belong on the type; put it on a field")]);
    refused(
        "enum N { #[graph(new)] A }",
        &[("#[graph(new)]", "`#[graph]` does not belong on a variant; put it on the type or a field")],
    );
    refused(
        "struct N { #[graph] a: u8 }",
        &[(
            "#[graph]",
            "`#[graph]` on a field does nothing by itself; it takes `opaque`, `default`, `label` or `proxy`",
        )],
    );
}

#[test]
fn a_value_has_its_form() {
    let path = "option `on_drop` takes the path of a function, as in `on_drop = Self::gone`";
    refused("#[graph(on_drop)] struct N;", &[("on_drop", path)]);
    refused("#[graph(on_drop =)] struct N;", &[("on_drop", path)]);
    let written = "option `on_drop` takes the path of a function; write `on_drop = N::f`";
    refused("#[graph(on_drop = \"N::f\")] struct N;", &[("\"N::f\"", written)]);
    refused("#[graph(on_drop = N::f())] struct N;", &[("N", written)]);
    refused("#[graph(on_drop(N::f))] struct N;", &[("on_drop", written)]);
    refused("#[graph(on_drop = |n| f(n))] struct N;", &[("|", path)]);
    refused("#[graph(on_drop = N::f + 1)] struct N;", &[("N", path)]);
    refused("#[graph(on_drop = N::f label = N::f)] struct N;", &[("N", path)]);
    refused("#[graph(new = f)] struct N;", &[("=", "option `new` takes no value; write `new`")]);
    refused(
        "#[graph(crate = \"x\")] struct N;",
        &[("\"x\"", "option `crate` takes a path without quotes; write `crate = x`")],
    );
    refused(
        "struct N { #[strong(item = a::b)] xs: Children<N> }",
        &[("a::b", "option `item` takes a name without quotes, as in `item = page`")],
    );
    refused(
        "#[graph = 3] struct N;",
        &[("#[graph = 3]", "options stand in parentheses, as in `#[graph(on_drop = Self::gone)]`")],
    );
    accepted("#[graph(on_drop = Self::gone::<u8, u8>, crate = ::renamed, new,)] struct N;");
    accepted("#[graph(on_drop = <Self as Gone>::gone)] struct N;");
}

#[test]
fn a_node_has_one_label() {
    refused(
        "struct N { #[graph(label)] a: u8, #[graph(label)] b: u8 }",
        &[("label", "a node has one label"), ("label", "the other one is here")],
    );
    refused(
        "#[graph(label = Self::a)] struct N { #[graph(label)] a: u8 }",
        &[("label", "a node has one label"), ("label", "the other one is here")],
    );
    refused(
        "struct N { #[graph(label)] #[strong] a: Strong<A> }",
        &[(
            "label",
            "an edge is no label: mark a plain field, or name a function with `#[graph(label = path)]` on the type",
        )],
    );
    refused(
        "#[graph(label)] struct N;",
        &[(
            "label",
            "option `label` takes the path of a function, as in `label = Self::name`; a field is marked `#[graph(label)]` itself",
        )],
    );
    refused("struct N { #[graph(label = x)] a: u8 }", &[("=", "option `label` takes no value; write `label`")]);
    refused(
        "struct N { #[graph(label, label)] a: u8 }",
        &[("label", "option `label` is given twice"), ("label", "the other one is here")],
    );
    accepted("enum N { A { #[graph(label)] a: u8 }, B(#[graph(label)] u8), C }");
}

#[test]
fn a_copy_cannot_have_a_weak_that_is_set_once() {
    let message = |ty| {
        format!("`{ty}` could not be pointed at a copy, so the type cannot have `clone`: use `WeakCell` or `WeakList`")
    };
    refused("#[graph(clone)] struct N { #[weak] a: Weak<N> }", &[("Weak<N>", &message("Weak<N>"))]);
    refused("#[graph(clone)] struct N { #[weak] a: Vec<Weak<N>> }", &[("Vec<Weak<N>>", &message("Vec<Weak<N>>"))]);
    accepted("#[graph(eq, hash)] struct N { #[weak] a: Weak<N> }");
    refused(
        "#[graph(serde)] struct N { #[weak] a: Weak<N> }",
        &[(
            "Weak<N>",
            "`Weak<N>` could not be pointed at what is read, so the type cannot have `serde`: use `WeakCell` or `WeakList`",
        )],
    );
}

#[test]
fn a_record_of_a_document_has_no_parameters() {
    refused(
        "#[graph(serde)] struct N<'a> { a: &'a u8 }",
        &[(
            "'a",
            "option `serde` is for types without parameters, since a document names no types: remove `serde`, or write the type out for the arguments that it has",
        )],
    );
    refused(
        "#[graph(serde)] struct N<T> { a: T }",
        &[(
            "T",
            "option `serde` is for types without parameters, since a document names no types: remove `serde`, or write the type out for the arguments that it has",
        )],
    );
}

#[test]
fn a_node_has_one_owner_in_a_relation() {
    refused(
        "struct N { #[weak] a: Parent<A>, #[weak] b: Parent<B> }",
        &[
            (
                "Parent<B>",
                "two back-references in the relation `()`; give one of them a relation of its own: declare `enum Other {}`, write \
                 `Parent<B, Other>` here, and name it in the owning edge of `B` that is meant, too",
            ),
            ("Parent<A>", "the other one is here"),
        ],
    );
    accepted("struct N { #[weak] a: Parent<A>, #[weak] b: Parent<A, B> }");
}

#[test]
fn members_that_could_be_one_type_need_two_relations() {
    refused(
        "struct N<T> { #[strong] xs: Children<T>, #[strong] bs: Children<Leaf> }",
        &[
            ("Children<Leaf>", "`T` and `Leaf` could be the same type; give one of the edges a relation of its own"),
            ("Children<T>", "the other one is here"),
        ],
    );
    accepted("struct N<T> { #[strong] xs: Children<T>, #[strong] bs: Children<Leaf, R> }");
}

#[test]
fn eight_edges_to_one_member_type_are_enough() {
    let edges = |n: usize| (0..n).map(|i| format!("#[strong] e{i}: Child<N>,")).collect::<String>();
    accepted(&format!("struct N {{ #[weak] parent: Parent<N>, {} }}", edges(8)));
    refused(
        &format!("struct N {{ #[weak] parent: Parent<N>, {} }}", edges(9)),
        &[(
            "Child<N>",
            "more than 8 owning edges to `N`; keep some of these nodes in one `Children` list, or in a node between",
        )],
    );
}

#[test]
fn two_fields_do_not_write_one_accessor() {
    refused(
        "struct N { #[strong(item = child)] child: Children<A>, #[strong] children: Children<B> }",
        &[("children", "two fields would both write the accessor `add_child`"), ("child", "the other one is here")],
    );
    refused(
        "struct N { #[strong(name = add_x, item = x)] a: Children<A> }",
        &[("add_x", "this field would write the accessor `add_x` twice; name it with `#[strong(name = ..)]`")],
    );
    refused(
        "struct N(#[strong(name = a)] Child<A>, #[strong(name = a)] Child<B>);",
        &[("a", "two fields would both write the accessor `a`"), ("a", "the other one is here")],
    );
}

#[test]
fn what_a_field_owns_is_in_sight() {
    let hidden = "a macro in the place of a type hides what the field owns: write the type out, or mark the field `#[graph(opaque)]`";
    refused("struct N { next: ty!(Strong<N>) }", &[("ty!(Strong<N>)", hidden)]);
    refused("struct N { next: RefCell<Option<ty!(N)>> }", &[("ty!(N)", hidden)]);
    refused("enum N { A { next: Vec<[ty!(N); 2]> } }", &[("ty!(N)", hidden)]);
    accepted("struct N { #[graph(opaque)] next: ty!(Strong<N>) }");

    let names = |ty: &str| {
        format!(
            "`{ty}` holds no node by its name, and names a `Strong`: name the node itself, or mark the field `#[graph(opaque)]`"
        )
    };
    for ty in ["WeakSet<Strong<N>>", "Proxy<Vec<Strong<N>>>", "WeakMethod<Strong<N>>"] {
        refused(&format!("struct N {{ next: {ty} }}"), &[(ty, &names(ty))]);
        refused(&format!("struct N {{ next: RefCell<Option<{ty}>> }}"), &[(ty, &names(ty))]);
        accepted(&format!("struct N {{ #[graph(opaque)] next: {ty} }}"));
    }
    let map = "WeakValueMap<String, Strong<N>>";
    refused(&format!("struct N {{ next: {map} }}"), &[(map, &names(map))]);
    accepted("struct N { next: PhantomData<N>, same: PhantomData<fn(Strong<N>)>, near: Rc<WeakSet<N>> }");
    // Whether that is the standard library's, rustc says.
    accepted("struct N { next: PhantomData<RefCell<Option<Strong<N>>>> }");
}

#[test]
fn an_option_of_an_edge_is_the_same_in_every_variant() {
    let differ = |ty| {
        [
            (ty, "the edge `e` has other options in another variant; write the same ones in each"),
            (ty, "the other one is here"),
        ]
    };
    let each = [
        ("weak", "unowned", "Parent<P>"),
        ("weak", "unowned", "WeakCell<N>"),
        ("weak", "unowned", "Weak<N>"),
        ("weak", "on_drop = f", "Parent<P>"),
        ("weak", "on_drop = f", "WeakCell<N>"),
    ];
    for (mark, option, ty) in each {
        let with = format!("#[{mark}({option})] e: {ty}");
        let without = format!("#[{mark}] e: {ty}");
        refused(&format!("enum N {{ A {{ {with} }}, B {{ {without} }} }}"), &differ(ty));
        refused(&format!("enum N {{ A {{ {without} }}, B {{ {with} }} }}"), &differ(ty));
        refused(&format!("enum N {{ A {{ {with} }}, B {{ {with} }}, C {{ {without} }} }}"), &differ(ty));
        accepted(&format!("enum N {{ A {{ {with} }}, B {{ {with} }} }}"));
    }
    let of = |option: &str| format!("#[strong({option})] e: Children<C>");
    let (one, other) = (of("item = one"), of("item = other"));
    refused(&format!("enum N {{ A {{ {one} }}, B {{ {other} }} }}"), &differ("Children<C>"));
    accepted(&format!("enum N {{ A {{ {one} }}, B {{ {one} }} }}"));
    refused(
        "enum N { A { #[weak(on_drop = f)] e: Parent<N> }, B { #[weak(on_drop = g)] e: Parent<N> } }",
        &differ("Parent<N>"),
    );
}

#[test]
fn a_later_variant_has_each_edge_once_too() {
    refused(
        "enum N { A { #[weak] p: Parent<N> }, B { #[weak] p: Parent<N>, #[weak(name = p)] q: Parent<N> } }",
        &[("p", "two fields would both write the accessor `p`"), ("p", "the other one is here")],
    );
}

#[test]
fn an_accessor_does_not_hide_a_method_of_the_node() {
    refused(
        "struct N { #[weak] handle: WeakCell<A> }",
        &[(
            "handle",
            "the accessor `handle` would hide the method `handle` of the node; name it with `#[weak(name = ..)]`, or that method with `#[graph(handle = node)]`",
        )],
    );
    refused(
        "#[graph(new)] struct N { #[strong] new: Strong<A> }",
        &[("new", "the accessor `new` would hide the method `new` of the node; name it with `#[strong(name = ..)]`")],
    );
    accepted("struct N { #[strong] handle: Strong<A>, #[strong] new: Strong<A> }");
}

#[test]
fn a_field_without_a_name_needs_one() {
    refused(
        "struct N(#[weak] Parent<N>);",
        &[("Parent<N>", "a field without a name cannot name its accessor: add `#[weak(name = parent)]`")],
    );
    accepted("struct N(#[weak(name = parent)] Parent<P>, #[strong] Vec<Strong<T>>, u8);");
}

#[test]
fn every_variant_carries_the_same_edges() {
    refused(
        "enum N { A { #[weak] parent: Parent<N> }, B { name: String } }",
        &[("B", "variant `B` lacks the edge `parent: Parent<N>`; every variant of a node carries the same edges")],
    );
    refused(
        "enum N { A { #[weak] parent: Parent<N>, #[strong] kids: Children<N> }, B }",
        &[(
            "B",
            "variant `B` lacks the edges `parent: Parent<N>`, `kids: Children<N>`; every variant of a node carries the same edges",
        )],
    );
    refused(
        "enum N { A { #[strong] kids: Children<N> }, B { #[strong] kids: Child<N> } }",
        &[
            (
                "Child<N>",
                "the edge `kids` is `Child<N>` here and `Children<N>` in another variant; every variant of a node carries the same edges",
            ),
            ("Children<N>", "the other one is here"),
        ],
    );
    refused(
        "enum N { A { #[weak] p: Parent<N> }, B { #[weak(on_drop = f)] p: Parent<N> } }",
        &[
            ("Parent<N>", "the edge `p` has other options in another variant; write the same ones in each"),
            ("Parent<N>", "the other one is here"),
        ],
    );
    accepted("enum N { A { #[weak] p: Parent<P>, #[strong] s: Vec<Strong<T>> }, B(#[weak(name = p)] Parent<P>) }");
    accepted("enum Never {}");
}

#[test]
fn a_type_does_not_share_itself() {
    let message = |ty: &str| {
        format!(
            "`Strong<{ty}>` in `N` itself can close a cycle that is never dropped: write `#[strong] next: Child<{ty}>` if this node \
             owns it, `#[weak] next: WeakCell<{ty}>` if not"
        )
    };
    refused("struct N { #[strong] next: Strong<Self> }", &[("Strong<Self>", &message("Self"))]);
    refused(
        "struct N<T> { #[strong] next: RefCell<Option<Strong<N<T>>>>, t: T }",
        &[("Strong<N<T>>", &message("N<T>"))],
    );
}

#[test]
fn a_type_that_borrows_has_no_hook_on_a_weak_link() {
    refused(
        "struct N<'a> { #[weak(on_drop = Self::gone)] a: WeakCell<T>, #[weak(on_drop = Self::gone)] p: Parent<T>, t: &'a u8 }",
        &[(
            "Self::gone",
            "`on_drop` on a weak link needs a type without lifetimes: it can be called after what the type borrows has gone",
        )],
    );
}

#[test]
fn several_mistakes_are_reported_together_and_the_rest_expands() {
    let (code, found) = derive(
        "#[graph(neww)] struct N<'a, T: ?Sized, const M: usize> where T: Copy {
            #[weak] name: &'a T,
            parent: Parent<N<'a, T, M>>,
            #[weak] kids: Children<N<'a, T, M>>,
            #[strong(nam = x)] left: Child<Self, [u8; M]>,
        }",
    );
    assert_eq!(found.len(), 5, "{found:#?}");
    for accessor in
        ["fn parent(", "fn detach_from_parent(", "fn kids(", "fn add_kid<", "fn left(", "fn handle(", "fn __edge("]
    {
        assert!(code.contains(accessor), "{accessor} is missing in\n{code}");
    }
}

#[test]
fn the_type_by_another_name_is_left_to_the_compiler() {
    let probed = |source: &str| {
        let (code, found) = derive(source);
        assert_eq!(found, [], "in {source}");
        code.contains("::differ")
    };
    assert!(probed("struct N { #[weak] p: Parent<N>, #[strong] cs: Children<crate::N> }"));
    assert!(probed("struct N { #[strong] cs: Children<crate::N> }"));
    assert!(probed("struct N { #[weak] p: Parent<Alias>, #[strong] cs: Children<Alias> }"));
    assert!(probed("struct N { #[weak] p: Parent<N>, #[strong] cs: Children<Alias> }"));
    assert!(probed("struct N { #[weak] p: Parent<Alias>, #[strong] cs: Children<N> }"));
    assert!(!probed("struct N { #[weak] p: Parent<N>, #[strong] cs: Children<N>, #[strong] ls: Children<Leaf> }"));
    assert!(!probed("struct N { #[weak] p: Parent<Above>, #[strong] cs: Children<Below> }"));
    assert!(!probed("struct N<T> { #[weak] p: Parent<T>, #[strong] cs: Children<T> }"));
    assert!(!probed("struct N { #[weak] p: WeakCell<crate::N> }"));
}

#[test]
fn a_bound_that_was_written_is_not_written_again() {
    let count = |source: &str, bound: &str| derive(source).0.matches(bound).count();
    let open = "struct N<C> { #[strong] cs: Children<C> }";
    let inline = "struct N<C: ChildOf<N<C>, ()>> { #[strong] cs: Children<C> }";
    let clause = "struct N<C> where C: Copy + weakgraph::ChildOf<Self, ()> { #[strong] cs: Children<C> }";
    let other = "struct N<C: ChildOf<Self, Other>> { #[strong] cs: Children<C> }";
    assert!(count(open, "C: _wg::ChildOf<Self, ()>") > 0);
    assert_eq!(count(inline, "_wg::ChildOf<Self"), 0);
    assert_eq!(count(clause, "_wg::ChildOf<Self"), 0);
    assert!(count(other, "C: _wg::ChildOf<Self, ()>") > 0);
    assert_eq!(count("struct N<S: NoStrongCycle<()>> { #[strong] s: Strong<S> }", "S: _wg::NoStrongCycle"), 0);
    assert!(count("struct N<P> { #[weak] p: Parent<P> }", "P: _wg::ParentOf<Self, ()>") > 0);
    assert_eq!(count("struct N<P: ParentOf<Self, ()>> { #[weak] p: Parent<P> }", "_wg::ParentOf<Self, ()>"), 0);
}

#[test]
fn what_the_user_allows_is_allowed_and_nothing_else() {
    let (code, _) = derive(
        "#[allow(a)] #[deny(b)] enum N { #[expect(c, reason = \"d\")] A { #[allow(clippy::e)] #[forbid(f)] x: u8 } }",
    );
    for attr in ["#[allow(a)]", "#[allow(c, reason = \"d\")]", "#[allow(clippy::e)]"] {
        assert_eq!(code.matches(attr).count(), 1, "{attr} in\n{code}");
    }
    assert_eq!(code.matches("#[allow").count(), 3);
    assert!(!code.contains("deny") && !code.contains("forbid") && !code.contains("expect"));
    assert!(!derive("struct N { #[weak] p: Parent<N>, #[strong] cs: Children<N> }").0.contains("#[allow"));
}

#[test]
fn a_proxy_is_told_what_it_can_give() {
    let on_type = "option `proxy` on a field needs `#[graph(proxy)]` on the type, too";
    refused("struct N { #[graph(proxy)] a: u8 }", &[("proxy", on_type)]);
    refused(
        "#[graph(proxy)] struct N { #[graph(proxy)] #[weak] p: Parent<N> }",
        &[("proxy", "an edge needs no `#[graph(proxy)]`: that on the type writes its accessors")],
    );
    refused(
        "#[graph(proxy)] enum N { A { #[graph(proxy)] a: u8 } }",
        &[("proxy", "option `proxy` is for fields of structs: not every variant has this one")],
    );
    refused(
        "#[graph(proxy)] struct N(#[graph(proxy)] u8);",
        &[("proxy", "a field without a name cannot name its accessor: give it one, or use `Proxy::with`")],
    );
    accepted("#[graph(proxy)] struct N { #[graph(proxy)] a: std::cell::RefCell<u8>, #[graph(proxy)] b: OnceCell<u8> }");
    refused(
        "#[graph(proxy, label)] struct N { #[graph(proxy, proxy)] a: u8 }",
        &[
            (
                "label",
                "option `label` takes the path of a function, as in `label = Self::name`; a field is marked `#[graph(label)]` itself",
            ),
            ("proxy", "option `proxy` is given twice"),
            ("proxy", "the other one is here"),
        ],
    );
    refused("#[graph(proxy = N)] struct N;", &[("=", "option `proxy` takes no value; write `proxy`")]);
    refused(
        "struct N { #[weak(proxy)] p: Parent<N> }",
        &[("proxy", "option `proxy` does not belong here; put it in `#[graph]` on the type or on a field")],
    );
    accepted(
        "#[graph(proxy)] struct N { #[graph(proxy, opaque)] a: Rc<N>, #[graph(proxy, label)] b: u8, c: RefCell<u8> }",
    );
    accepted("struct N { #[weak] get: WeakCell<N>, set_a: u8 }");
}

#[test]
fn no_accessor_of_a_proxy_hides_another() {
    refused(
        "#[graph(proxy)] struct N { #[weak] get: WeakCell<N>, #[graph(proxy)] r#with: u8, #[graph(proxy)] a: u8 }",
        &[
            (
                "get",
                "the accessor `get` would be hidden by that of `Proxy` itself; give it another name with `name = ..`",
            ),
            ("r#with", "the accessor `r#with` would be hidden by that of `Proxy` itself; use `Proxy::with`"),
        ],
    );
    let twice = "two fields would both write the accessor `set_age` of the `Proxy`";
    refused(
        "#[graph(proxy)] struct N { #[graph(proxy)] age: Cell<u8>, #[graph(proxy)] set_age: u8 }",
        &[("set_age", twice)],
    );
    refused(
        "#[graph(proxy)] struct N { #[graph(proxy)] friend: Cell<u8>, #[weak(name = a)] friend_: WeakCell<N> }",
        &[],
    );
    refused(
        "#[graph(proxy)] struct N { #[graph(proxy)] friend: Cell<u8>, #[weak(name = friend)] f: WeakCell<N> }",
        &[("friend", "two fields would both write the accessor `friend` of the `Proxy`")],
    );
}

/// Every name, not a sample: of an edge, whose accessor can be called otherwise, and of a field, which cannot.
#[test]
fn every_method_that_a_proxy_has_itself_is_known() {
    for own in ["with", "get", "is_alive", "downgrade", "clone", "into", "try_into", "to_owned"] {
        let hidden = format!("the accessor `{own}` would be hidden by that of `Proxy` itself");
        refused(
            &format!("#[graph(proxy)] struct N {{ #[weak] {own}: WeakCell<N> }}"),
            &[(own, &format!("{hidden}; give it another name with `name = ..`"))],
        );
        refused(
            &format!("#[graph(proxy)] struct N {{ #[weak(name = {own})] a: WeakCell<N> }}"),
            &[(own, &format!("{hidden}; give it another name with `name = ..`"))],
        );
        refused(
            &format!("#[graph(proxy)] struct N {{ #[graph(proxy)] {own}: u8 }}"),
            &[(own, &format!("{hidden}; use `Proxy::with`"))],
        );
        accepted(&format!("#[graph(proxy)] struct N {{ #[weak(name = a)] {own}: WeakCell<N>, b: u8 }}"));
        // Without accessors on a proxy there is nothing to hide.
        accepted(&format!("struct N {{ #[weak] {own}: WeakCell<N> }}"));
        accepted(&format!("#[graph(proxy)] struct N {{ {own}: u8 }}"));
    }
}

#[test]
fn every_option_is_known_where_it_belongs_and_refused_elsewhere() {
    let edge = |option: &str| format!("struct N {{ #[weak({option})] a: Parent<P> }}");
    let field = |option: &str| format!("#[graph(proxy)] struct N {{ #[graph({option})] a: u8 }}");
    let ty = |option: &str| format!("#[graph({option})] struct N;");
    let places: [(&str, &str, [bool; 3], &str); 14] = [
        ("name = b", "name", [true, false, false], "in `#[weak]` or `#[strong]` on a field"),
        ("item = b", "item", [false, false, false], "in `#[weak]` or `#[strong]` on a field"),
        ("on_drop = f", "on_drop", [true, false, true], "in `#[weak]` on a field or in `#[graph]` on the type"),
        ("unowned", "unowned", [true, false, false], "in `#[weak]` or `#[strong]` on a field"),
        ("opaque", "opaque", [false, true, false], "in `#[graph]` on a field"),
        ("label", "label", [false, true, false], ""),
        ("handle = b", "handle", [false, false, true], "in `#[graph]` on the type"),
        ("new", "new", [false, false, true], "in `#[graph]` on the type"),
        ("clone", "clone", [false, false, true], "in `#[graph]` on the type"),
        ("eq", "eq", [false, false, true], "in `#[graph]` on the type"),
        ("hash", "hash", [false, false, true], "in `#[graph]` on the type"),
        ("serde", "serde", [false, false, true], "in `#[graph]` on the type"),
        ("proxy", "proxy", [false, true, true], "in `#[graph]` on the type or on a field"),
        ("crate = f", "crate", [false, false, true], "in `#[graph]` on the type"),
    ];
    for (option, key, fits, home) in places {
        for (source, fits) in [edge(option), field(option), ty(option)].into_iter().zip(fits) {
            let (_, found) = derive(&source);
            assert_eq!(found.is_empty(), fits, "{source}: {found:?}");
            if !fits && key != "item" && key != "label" {
                let message = format!("option `{key}` does not belong here; put it {home}");
                assert!(found.iter().any(|(_, said)| *said == message), "{source}: {found:?}");
            }
        }
    }
}

#[test]
fn a_default_is_for_a_new() {
    accepted("#[graph(new)] struct N { #[graph(default)] a: Cell<u32>, b: u8 }");
    let message = "option `default` leaves the field out of `new(..)`: write `#[graph(new)]` on the type, too";
    refused("struct N { #[graph(default)] a: Cell<u32> }", &[("default", message)]);
}

#[test]
fn a_map_of_nodes_is_answered_with_where_its_keys_go() {
    let keys = "keep the keys in the nodes, or in a `WeakValueMap<String, T>` beside the field, and write";
    refused(
        "struct N { #[weak] a: HashMap<String, T> }",
        &[(
            "HashMap<String, T>",
            &format!(
                "`#[weak]` needs a back-reference or weak link (`Parent`, `WeakCell`, `WeakList`, `Weak`), found `HashMap<String, T>`; \
                 {keys} `a: WeakList<T>`"
            ),
        )],
    );
    refused(
        "struct N { #[strong] a: BTreeMap<String, T> }",
        &[(
            "BTreeMap<String, T>",
            &format!(
                "`#[strong]` needs an owning or shared edge (`Children`, `Child`, `Strong`), found `BTreeMap<String, T>`; \
                 {keys} `a: Children<T>`"
            ),
        )],
    );
}

#[test]
fn many_parents_and_many_children_in_places_are_answered_by_what_they_are() {
    refused(
        "struct N { a: Vec<Parent<T>> }",
        &[(
            "Parent<T>",
            "`Parent` must be the field itself, not inside `Vec<Parent<T>>`: a node has one parent in a relation, so write \
             `#[weak] a: Parent<T>`",
        )],
    );
    refused(
        "struct N { a: Option<Parent<T>> }",
        &[(
            "Parent<T>",
            "`Parent` must be the field itself, not inside `Option<Parent<T>>`: write `#[weak] a: Parent<T>`",
        )],
    );
    refused(
        "struct N { a: [Child<T>; 2] }",
        &[(
            "Child<T>",
            "`Child` must be the field itself, not inside `[Child<T>; 2]`: for a few places of fixed meaning write a `Child` \
             field for each, else `#[strong] a: Children<T>`",
        )],
    );
}

#[test]
fn a_counted_node_is_many_if_it_is_somewhere_in_another_type() {
    for (ty, edge) in [("Rc<N>", "Child"), ("Vec<Rc<N>>", "Children"), ("Strange<Rc<N>>", "Children")] {
        let (_, found) = derive(&format!("struct N {{ a: {ty} }}"));
        assert_eq!(found.len(), 1, "{ty}");
        assert!(found[0].1.contains(&format!("write `#[strong] a: {edge}<N>` if this node owns it")), "{found:?}");
    }
    // By the name of its field it is what has this node as its child, of which there is one.
    for (ty, line) in [("Rc<N>", "#[weak] parent: Parent<N>"), ("Vec<Rc<N>>", "#[strong] parent: Children<N>")] {
        let (_, found) = derive(&format!("struct N {{ parent: {ty} }}"));
        assert!(found.len() == 1 && found[0].1.contains(&format!("write `{line}`")), "{found:?}");
    }
}

#[test]
fn only_a_weak_handle_to_a_node_of_the_type_stands_where_the_back_reference_should() {
    let told = |field: &str| {
        let (_, found) = derive(&format!("struct N {{ #[strong] children: Children<N>, {field} }}"));
        found
            .iter()
            .any(|(_, message)| message.contains("is no back-reference, which the owning edge `children` of `N` needs"))
    };
    for field in ["#[weak] parent: Weak<N>", "#[weak] parent: WeakCell<N>", "#[weak] owner: Option<Weak<Self>>"] {
        assert!(told(field), "{field}");
    }
    for field in [
        "#[weak] parents: WeakList<N>",
        "#[weak] parents: Vec<Weak<N>>",
        "#[weak] parent: WeakCell<M>",
        "#[weak] friend: WeakCell<N>",
        "#[weak] parent: Parent<N>",
        "parent: String",
        "parent: N",
        "parent: Option<N>",
        "#[weak] parent: Parent<N>, #[weak] up: WeakCell<N>",
    ] {
        assert!(!told(field), "{field}");
    }
}

#[test]
fn options_stand_in_round_parentheses() {
    for text in ["#[graph[label]]", "#[graph{label}]"] {
        let (_, found) = derive(&format!("{text} struct N;"));
        assert!(
            found.len() == 1 && found[0].1.starts_with("options stand in parentheses, as in `#[graph("),
            "{found:?}"
        );
    }
}

#[test]
fn a_name_is_one_word_that_is_not_self() {
    for name in ["self", "Self", "a::b", "Self::a", "<N>::a"] {
        let (_, found) =
            derive(&format!("struct N {{ #[strong(name = {name})] a: Children<N>, #[weak] p: Parent<N> }}"));
        assert!(found.iter().any(|(_, message)| message.contains("takes a name without quotes")), "{name}: {found:?}");
    }
    let (_, found) = derive("#[graph(handle = \"x\")] struct N { #[weak] p: Parent<N> }");
    assert!(found[0].1.starts_with("option `handle` takes a name without quotes, or `none`"), "{found:?}");
    for value in ["a b", "a + b", "a.b"] {
        let (_, found) = derive(&format!("#[graph(on_drop = {value})] struct N;"));
        assert!(
            found.iter().any(|(_, message)| message.contains("takes the path of a function")),
            "{value}: {found:?}"
        );
    }
}
