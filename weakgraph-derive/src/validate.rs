//! Rules across fields. One function per rule, listed in [`node`]; nothing is generated here.

pub(crate) mod serde;

use syn::ext::IdentExt as _;
use syn::{Ident, Member};

use crate::ast::{Content, Edge, Field, HAS_SERDE, Node, Role, SLOTS};
use crate::diagnostics::Diagnostics;
use crate::ty::show;

/// Reports everything that one field alone cannot show. Returns whether an end of an edge is missing.
pub(crate) fn node(dx: &mut Diagnostics, node: &Node<'_>) -> bool {
    one_parent_per_relation(dx, node);
    few_edges_per_slot(dx, node);
    children_stay_apart(dx, node);
    new_is_for_structs(dx, node);
    one_label(dx, node);
    copies_point_their_links(dx, node);
    documents_hold_no_parameters(dx, node);
    serde::check(dx, node);
    one_method_per_name(dx, node);
    proxies_can_give_it(dx, node);
    proxies_hide_nothing(dx, node);
    dx.is_empty() && !both_ends(dx, node)
}

/// `children: Children<Node>` in a `Node` without any `Parent`, or the other way round. Where there is one, but of
/// another type or relation, the compiler says more: it knows what an alias stands for. Returns whether all is well.
fn both_ends(dx: &mut Diagnostics, node: &Node<'_>) -> bool {
    // Of an edge without an argument, which may be the other end, rustc says what is missing.
    if node.fields.iter().any(|field| field.content == Content::Refused) {
        return true;
    }
    let first = |role: Role| node.edges.iter().find(|edge| edge.kind.role == role);
    let (edge, this, other, example) = match (first(Role::BackReference), first(Role::Owning)) {
        (Some(parent), None) => (parent, "owning edge", "#[strong]", ("Children", CHILDREN)),
        (None, Some(_)) => {
            let Some(own) = node.edges.iter().find(|edge| edge.kind.role == Role::Owning && edge.is_self) else {
                return true;
            };
            (own, "back-reference", "#[weak]", ("Parent", PARENT))
        }
        _ => return true,
    };
    if !edge.is_self {
        return true;
    }
    let (kind, names) = example;
    let relation = edge.relation.map_or_else(String::new, |relation| format!(", {}", show(relation)));
    let (target, place) = (show(edge.target), if node.is_struct() { "the field" } else { "to each variant the field" });
    let message = format!(
        "`{target}` has no {this} to itself{}; add {place} `{other} {}: {kind}<{target}{relation}>`",
        if relation.is_empty() { "" } else { " in this relation" },
        free_name(node, names)
    );
    dx.error(edge.target, &message);
    false
}

const PARENT: &[&str] = &["parent", "owner", "container", "parent_node"];
const CHILDREN: &[&str] = &["children", "child_nodes", "nested", "below"];

/// Returns the first of these names that no field and no accessor has.
pub(crate) fn free_name<'s>(node: &Node<'_>, names: &'s [&'s str]) -> &'s str {
    let is_free = |name: &str| {
        node.fields.iter().all(|field| field.name != name)
            && node.edges.iter().all(|edge| edge.accessors.iter().all(|it| it.ident != name))
    };
    names.iter().find(|name| is_free(name)).unwrap_or(&names[0])
}

/// `a: Parent<P>, b: Parent<Q>`: a node has one parent in a relation.
fn one_parent_per_relation(dx: &mut Diagnostics, node: &Node<'_>) {
    for (i, edge) in node.edges.iter().enumerate() {
        for first in &node.edges[..i] {
            if both_are(Role::BackReference, first, edge) && first.relation_key() == edge.relation_key() {
                let (relation, target) = (edge.relation_key(), show(edge.target));
                let message = format!(
                    "two back-references in the relation `{relation}`; give one of them a relation of its own: declare `enum Other {{}}`, \
                     write `Parent<{target}, Other>` here, and name it in the owning edge of `{target}` that is meant, too"
                );
                dx.clash(edge.ty, &message, first.ty);
                break;
            }
        }
    }
}

fn both_are(role: Role, a: &Edge<'_>, b: &Edge<'_>) -> bool {
    a.kind.role == role && b.kind.role == role
}

/// Nine times `Child<Node>`: the runtime tells owning edges to one type apart by a number below [`SLOTS`].
fn few_edges_per_slot(dx: &mut Diagnostics, node: &Node<'_>) {
    let mut blamed: Vec<&str> = Vec::new();
    for edge in node.owning() {
        let numbered = node.numbered(edge);
        if let Some(last) = numbered.get(SLOTS).filter(|_| !blamed.contains(&edge.child_key())) {
            blamed.push(edge.child_key());
            let target = show(edge.target);
            let message = format!(
                "more than {SLOTS} owning edges to `{target}`; keep some of these nodes in one `Children` list, or in a node between"
            );
            dx.error(last.ty, &message);
        }
    }
}

/// `a: Children<T>, b: Children<Leaf>`: with `T = Leaf` the two would be one.
fn children_stay_apart(dx: &mut Diagnostics, node: &Node<'_>) {
    let groups = node.groups();
    for (i, group) in groups.iter().enumerate() {
        let edge = group[0];
        if let Some(first) = node.indistinct(&groups, i) {
            let (one, other) = (show(first.target), show(edge.target));
            let message =
                format!("`{one}` and `{other}` could be the same type; give one of the edges a relation of its own");
            dx.clash(edge.ty, &message, first.ty);
        }
    }
}

/// `#[graph(new)]` on an enum.
fn new_is_for_structs(dx: &mut Diagnostics, node: &Node<'_>) {
    if let Some(new) = node.options.new.as_ref().filter(|_| !node.is_struct()) {
        dx.error(new, "option `new` is for structs: nothing says which variant it would build");
    }
    for field in &node.fields {
        if let Some(key) = field.default.as_ref().filter(|_| node.options.new.is_none()) {
            dx.error(key, "option `default` leaves the field out of `new(..)`: write `#[graph(new)]` on the type, too");
        }
    }
}

/// `#[graph(label)]` on two fields of one struct or variant, on an edge, or beside `#[graph(label = path)]`.
fn one_label(dx: &mut Diagnostics, node: &Node<'_>) {
    if let Some((_, path)) = &node.options.label {
        let is_field = |field: &&Field<'_>| path.path.get_ident().is_some_and(|name| name.unraw() == field.name);
        if let Some(field) = node.fields.iter().find(is_field) {
            let name = &field.name;
            let message = format!(
                "`{name}` is a field, and `label = ..` takes the path of a function: mark the field instead, `#[graph(label)] {name}: {}`",
                show(field.ty())
            );
            dx.error(path, &message);
        }
    }
    let mut labelled: Vec<&Field<'_>> = Vec::new();
    for field in &node.fields {
        let Some(key) = &field.label else { continue };
        let mut first = node.options.label.as_ref().map(|(key, _)| key);
        for other in &labelled {
            if other.variant == field.variant {
                first = other.label.as_ref();
                break;
            }
        }
        if let Some(first) = first {
            dx.clash(key, "a node has one label", first);
        } else if !matches!(field.content, Content::Plain | Content::Opaque | Content::Refused) {
            dx.error(
                key,
                "an edge is no label: mark a plain field, or name a function with `#[graph(label = path)]` on the type",
            );
        }
        labelled.push(field);
    }
}

/// `#[graph(clone)]` and a `Weak`, which is set once: before there is a copy to point at.
fn copies_point_their_links(dx: &mut Diagnostics, node: &Node<'_>) {
    let (option, of) = match (&node.options.clone, &node.options.serde) {
        (Some(_), _) => ("clone", "a copy"),
        (_, Some(_)) => ("serde", "what is read"),
        _ => return,
    };
    for field in &node.fields {
        if matches!(field.content, Content::Edge(Role::WeakHandle, _) | Content::Container { weak: true, .. }) {
            let ty = show(field.ty());
            let message = format!(
                "`{ty}` could not be pointed at {of}, so the type cannot have `{option}`: use `WeakCell` or `WeakList`"
            );
            dx.error(field.ty(), &message);
        }
    }
}

/// `#[graph(serde)]` on a type with parameters.
fn documents_hold_no_parameters(dx: &mut Diagnostics, node: &Node<'_>) {
    if let Some(key) = node.options.serde.as_ref().filter(|_| !HAS_SERDE) {
        let message = "option `serde` needs the feature `serde` of `weakgraph`: write `weakgraph = { version = \"..\", features = [\"serde\"] }` \
            in Cargo.toml";
        dx.error(key, message);
    }
    if let (Some(_), Some(param)) = (&node.options.serde, node.generics().params.first()) {
        dx.error(
            param,
            "option `serde` is for types without parameters, since a document names no types: remove `serde`, or write the type out \
             for the arguments that it has",
        );
    }
}

/// Two fields that would write one accessor, or an accessor named like a method that every node has.
fn one_method_per_name(dx: &mut Diagnostics, node: &Node<'_>) {
    // One message for two fields, however many of their methods clash.
    let mut blamed: Vec<(usize, Option<usize>)> = Vec::new();
    for (number, edge) in node.edges.iter().enumerate() {
        for accessor in &edge.accessors {
            let (name, mark) = (&accessor.ident, edge.kind.mark().open());
            if !accessor.taken {
                continue;
            }
            let first = node.edges.iter().position(|it| has(it, name));
            if blamed.contains(&(number, first)) {
                continue;
            }
            blamed.push((number, first));
            match first {
                Some(first) if first == number => {
                    let message =
                        format!("this field would write the accessor `{name}` twice; name it with `{mark}name = ..)]`");
                    dx.error(&edge.name, &message);
                }
                Some(first) => {
                    let message = format!("two fields would both write the accessor `{name}`");
                    dx.clash(&edge.name, &message, &node.edges[first].name);
                }
                None => {
                    let rest = if *name == "handle" { "`, or that method with `#[graph(handle = node)]" } else { "" };
                    let message = format!(
                        "the accessor `{name}` would hide the method `{name}` of the node; name it with `{mark}name = ..)]{rest}`"
                    );
                    dx.error(&edge.name, &message);
                }
            }
        }
    }
}

/// Does the edge write an accessor of this name?
fn has(edge: &Edge<'_>, name: &Ident) -> bool {
    edge.accessors.iter().any(|it| !it.taken && it.ident == *name)
}

/// `#[graph(proxy)]` on a field that has no getter.
fn proxies_can_give_it(dx: &mut Diagnostics, node: &Node<'_>) {
    for field in &node.fields {
        let Some(key) = &field.proxy else { continue };
        if node.options.proxy.is_none() {
            dx.error(key, "option `proxy` on a field needs `#[graph(proxy)]` on the type, too");
        } else if field.edge().is_some() {
            dx.error(key, "an edge needs no `#[graph(proxy)]`: that on the type writes its accessors");
        } else if field.variant.is_some() {
            dx.error(key, "option `proxy` is for fields of structs: not every variant has this one");
        } else if !matches!(field.member, Member::Named(_)) {
            dx.error(key, "a field without a name cannot name its accessor: give it one, or use `Proxy::with`");
        }
    }
}

/// The methods of `Proxy` itself, and of traits that come before what it derefs to.
const OF_PROXY: &[&str] = &["with", "get", "is_alive", "downgrade", "clone", "into", "try_into", "to_owned"];

/// An accessor of a proxy that nobody could call, or two of one name.
fn proxies_hide_nothing(dx: &mut Diagnostics, node: &Node<'_>) {
    if node.options.proxy.is_none() {
        return;
    }
    let hidden = |name: &Ident| OF_PROXY.iter().any(|it| name.unraw() == it);
    for edge in &node.edges {
        for accessor in &edge.accessors {
            let name = &accessor.ident;
            if !accessor.taken && hidden(name) {
                let message = format!(
                    "the accessor `{name}` would be hidden by that of `Proxy` itself; give it another name with `name = ..`"
                );
                dx.error(name, &message);
            }
        }
    }
    for field in &node.fields {
        let (Some(getter), Member::Named(at)) = (&field.getter, &field.member) else { continue };
        if let Some(name) = &getter.taken {
            dx.error(at, &format!("two fields would both write the accessor `{name}` of the `Proxy`"));
            continue;
        }
        let setter = getter.cell.as_ref().map(|(_, _, setter)| setter);
        for name in [Some(&getter.name), setter].into_iter().flatten() {
            if hidden(name) {
                let message =
                    format!("the accessor `{name}` would be hidden by that of `Proxy` itself; use `Proxy::with`");
                dx.error(at, &message);
            }
        }
    }
}
