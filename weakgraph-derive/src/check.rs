//! Rules across fields. One function per rule, listed in [`node`].

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Data, Type};

use crate::ctxt::Ctxt;
use crate::expand::{self, Method};
use crate::field::shows_weak;
use crate::model::{Edge, Node, Role, SLOTS};
use crate::types::{bare, named, show, walk};

/// Checks everything that one field alone cannot show; returns the methods that can be written side by side.
pub(crate) fn node(cx: &mut Ctxt, node: &Node<'_>) -> Vec<Method> {
    one_owner_per_relation(cx, node);
    few_edges_per_slot(cx, node);
    members_stay_apart(cx, node);
    no_shared_edge_to_itself(cx, node);
    new_is_for_structs(cx, node);
    one_label(cx, node);
    copies_point_their_links(cx, node);
    documents_hold_no_parameters(cx, node);
    let methods = one_method_per_name(cx, node);
    expand::proxy::check(cx, node, &methods);
    methods
}

/// `a: Parent<P>, b: Parent<Q>`: a node has one owner in a relation.
fn one_owner_per_relation(cx: &mut Ctxt, node: &Node<'_>) {
    for (i, edge) in node.edges.iter().enumerate() {
        let first = node.edges[..i]
            .iter()
            .find(|it| it.relation_key() == edge.relation_key() && both_are(Role::BackReference, it, edge));
        if let Some(first) = first {
            let relation = edge.relation_key();
            let message = format!(
                "two back-references in the relation `{relation}`; give one of them a relation of its own, as in `Parent<{}, Other>`",
                show(edge.target)
            );
            cx.clash(edge.ty, message, first.ty);
        }
    }
}

/// Nine times `Child<Node>`: the runtime tells owning edges to one type apart by a number below [`SLOTS`].
fn few_edges_per_slot(cx: &mut Ctxt, node: &Node<'_>) {
    let mut blamed: Vec<String> = Vec::new();
    for edge in node.owning() {
        let numbered = node.numbered(edge);
        if let Some(last) = numbered.get(SLOTS).filter(|_| !blamed.contains(&edge.child_key())) {
            blamed.push(edge.child_key());
            cx.error(
                last.ty,
                format!(
                    "more than {SLOTS} owning edges to `{}`; keep some of these nodes in one `Children` list, or in a node between",
                    show(edge.target)
                ),
            );
        }
    }
}

/// `a: Children<T>, b: Children<Leaf>`: with `T = Leaf` the two would be one.
fn members_stay_apart(cx: &mut Ctxt, node: &Node<'_>) {
    let groups = node.groups();
    for (i, group) in groups.iter().enumerate() {
        let edge = group[0];
        if let Some(first) = node.indistinct(&groups, i) {
            let message = format!(
                "`{}` and `{}` could be the same type; give one of the edges a relation of its own",
                show(first.target),
                show(edge.target)
            );
            cx.clash(edge.ty, message, first.ty);
        }
    }
}

/// `next: Strong<Self>`, also in a container.
fn no_shared_edge_to_itself(cx: &mut Ctxt, node: &Node<'_>) {
    for field in &node.fields {
        if let Some(target) = field.shared.iter().find(|target| node.is_own(target)) {
            let ident = node.ident();
            cx.error(
                strong_of(&field.syn.ty, target),
                format!(
                    "`Strong<{}>` in `{ident}` itself can close a cycle that never dies; own nodes by `Children` or `Child`, \
                     refer to them by `WeakCell` or `WeakList`",
                    show(target)
                ),
            );
        }
    }
}

/// The `Strong<T>` in `ty` whose `T` is `target`.
fn strong_of(ty: &Type, target: &Type) -> TokenStream {
    let mut found = ty.to_token_stream();
    walk(ty, &mut |inner| {
        if named(inner)
            .is_some_and(|it| it.ident == "Strong" && it.args.first().is_some_and(|arg| std::ptr::eq(*arg, target)))
        {
            found = bare(inner).to_token_stream();
        }
    });
    found
}

/// `#[graph(new)]` on an enum.
fn new_is_for_structs(cx: &mut Ctxt, node: &Node<'_>) {
    if let (Some(new), Data::Enum(_)) = (&node.attrs.new, &node.input.data) {
        cx.error(new, "option `new` is for structs: nothing says which variant it would build");
    }
}

/// `#[graph(label)]` on two fields of one struct or variant, on an edge, or beside `#[graph(label = path)]`.
fn one_label(cx: &mut Ctxt, node: &Node<'_>) {
    let titled = || node.fields.iter().filter_map(|field| Some((field, field.titled.as_ref()?)));
    for (i, (field, key)) in titled().enumerate() {
        let first = titled().take(i).find(|(it, _)| it.variant == field.variant).map(|(_, key)| key);
        if let Some(first) = first.or(node.attrs.label.as_ref().map(|(key, _)| key)) {
            cx.clash(key, "a node has one label", first);
        } else if field.edge.is_some() || field.container {
            cx.error(
                key,
                "an edge is no label: mark a plain field, or name a function with `#[graph(label = path)]` on the type",
            );
        }
    }
}

/// `#[graph(clone)]` and a `Weak`, which is set once: before there is a copy to point at.
fn copies_point_their_links(cx: &mut Ctxt, node: &Node<'_>) {
    let (option, of) = match (&node.attrs.clone, &node.attrs.serde) {
        (Some(_), _) => ("clone", "a copy"),
        (_, Some(_)) => ("serde", "what is read"),
        _ => return,
    };
    for field in &node.fields {
        let weak = match &field.edge {
            Some(edge) => edge.kind.role == Role::WeakHandle,
            None => field.container && shows_weak(&field.syn.ty),
        };
        if weak {
            let message = format!(
                "`{}` could not be pointed at {of}, so the type cannot have `{option}`: use `WeakCell` or `WeakList`",
                show(&field.syn.ty)
            );
            cx.error(&field.syn.ty, message);
        }
    }
}

/// `#[graph(serde)]` on a type with parameters.
fn documents_hold_no_parameters(cx: &mut Ctxt, node: &Node<'_>) {
    if let (Some(_), Some(param)) = (&node.attrs.serde, node.generics().params.first()) {
        cx.error(param, "option `serde` is for types without parameters");
    }
}

/// Two fields that would write one accessor, or an accessor named like a method that every node has.
fn one_method_per_name(cx: &mut Ctxt, node: &Node<'_>) -> Vec<Method> {
    let mut kept: Vec<(Option<&Edge<'_>>, Method)> = Vec::new();
    let mut blamed: Vec<(usize, usize)> = Vec::new();
    for (edge, method) in expand::methods(node) {
        let Some((other, _)) = kept.iter().find(|(_, it)| it.name == method.name) else {
            kept.push((edge, method));
            continue;
        };
        let Some(edge) = edge else { continue };
        // One message for two fields, however many of their methods clash.
        let pair = (std::ptr::from_ref(edge).addr(), other.map_or(0, |it| std::ptr::from_ref(it).addr()));
        if blamed.contains(&pair) {
            continue;
        }
        blamed.push(pair);
        let (name, mark) = (&method.name, edge.kind.mark().text().trim_end_matches(']'));
        match other {
            Some(other) if std::ptr::eq(*other, edge) => {
                cx.error(&edge.name, format!("this field would write the accessor `{name}` twice; name it with `{mark}(name = ..)]`"));
            }
            Some(other) => cx.clash(&edge.name, format!("two fields would both write the accessor `{name}`"), &other.name),
            None => cx.error(
                &edge.name,
                format!("the accessor `{name}` would hide the method `{name}` of the node; name it with `{mark}(name = ..)]`"),
            ),
        }
    }
    kept.into_iter().map(|(_, method)| method).collect()
}

fn both_are(role: Role, a: &Edge<'_>, b: &Edge<'_>) -> bool {
    a.kind.role == role && b.kind.role == role
}
