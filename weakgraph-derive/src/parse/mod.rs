//! From syn's item to the [`ast`](crate::ast): attributes, fields, variants. Every mistake that one field shows by
//! itself is reported here; what several of them show together is left to [`validate`](crate::validate).

pub(crate) mod attr;
mod field;
mod reader;
mod refuse;
pub(crate) mod serde;
mod variants;

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt as _;
use syn::{Data, DeriveInput, Member, Path};

use crate::ast::{AccessorName, Content, Edge, EdgeKind, Field, Getter, Node, NodeOptions, Role};
use crate::diagnostics::Diagnostics;
use crate::span::own_ident;
use crate::ty::{cell, lacks_arguments};

#[cfg(test)]
pub(crate) use self::field::singular;

/// Reads a struct or an enum, with edges of these kinds. Of a union, which is reported, only the path of the crate is
/// left.
pub(crate) fn node<'a>(
    dx: &mut Diagnostics,
    input: &'a DeriveInput,
    kinds: &'static [&'static EdgeKind],
) -> Result<Node<'a>, Option<Path>> {
    let options = attr::node(dx, &input.attrs);
    let mut refusals = Vec::new();
    let (mut fields, edges) = match &input.data {
        Data::Struct(data) => {
            let reader = reader::Reader { input, kinds, vis: None, variant: None };
            let (mut fields, mut edges) = (Vec::new(), Vec::new());
            for (index, field) in data.fields.iter().enumerate() {
                let (mut field, edge) = reader.field(dx, index, field, index, &mut refusals);
                if let Some(edge) = edge {
                    field.content = Content::Edge(edge.kind.role, edges.len());
                    edges.push(edge);
                }
                fields.push(field);
            }
            (fields, edges)
        }
        Data::Enum(data) => variants::read(dx, input, data, kinds, &mut refusals),
        Data::Union(data) => {
            dx.error(
                &data.union_token,
                "a union cannot be a node: nothing says which of its fields is live; use a struct or an enum",
            );
            return Err(options.krate);
        }
    };
    let mut refused = refuse::refuse(dx, &refusals, &mut fields, &edges);
    let mut is_broken = !refusals.is_empty();
    if let Data::Struct(_) = &input.data {
        let reader = reader::Reader { input, kinds, vis: None, variant: None };
        if let Some(edge) = refuse::weak_parent(dx, reader, &mut fields, &edges, &refusals) {
            is_broken = true;
            refused.extend(edge);
        }
    }
    // Of an edge without an argument, rustc says what is missing.
    is_broken |= fields.iter().any(|field| field.content == Content::Refused);
    is_broken |= edges.iter().any(|edge| lacks_arguments(edge.target, &input.ident, &input.generics));
    let mut node = Node { input, options, fields, edges, refused, is_broken };
    pair_relations(&mut node);
    name_accessors(&mut node);
    Ok(node)
}

/// `parent: Parent<Node>, children: Children<Node, Layout>`: the two are taken for the ends of one edge. Whether
/// `Layout` is the relation `()`, the compiler says, once.
fn pair_relations(node: &mut Node<'_>) {
    let alone = |role: Role| {
        let mut found = Vec::new();
        for (i, edge) in node.edges.iter().enumerate() {
            let is_end = |it: &Edge<'_>| it.kind.role == other_end(role) && it.is_self;
            let is_paired = node.edges.iter().any(|it| is_end(it) && it.relation_key() == edge.relation_key());
            if edge.kind.role == role && edge.is_self && !is_paired {
                found.push(i);
            }
        }
        found
    };
    let (parents, children) = (alone(Role::BackReference), alone(Role::Owning));
    if let ([parent], Some(first)) = (&parents[..], children.first()) {
        let (relation, key) = (node.edges[*first].relation, node.edges[*first].key.1.clone());
        if children.iter().any(|it| node.edges[*it].key.1 != key) {
            return;
        }
        let parent = &mut node.edges[*parent];
        parent.written = Some(std::mem::replace(&mut parent.relation, relation));
        parent.key.1 = key;
    }
}

fn other_end(role: Role) -> Role {
    if role == Role::Owning { Role::BackReference } else { Role::Owning }
}

/// Returns the path of `weakgraph`, as the options of the type say.
pub(crate) fn krate(input: &DeriveInput) -> Option<Path> {
    attr::node(&mut Diagnostics::default(), &input.attrs).krate
}

/// Computes the name of every method, of the node and of its proxy, once. The first method of a name has it.
fn name_accessors(node: &mut Node<'_>) {
    let mut taken: Vec<Ident> = Vec::new();
    if node.has_new() {
        taken.push(Ident::new("new", Span::call_site()));
    }
    taken.extend(node.handle());
    let own = taken.len();
    for edge in node.edges.iter_mut().chain(&mut node.refused) {
        for accessor in edge.kind.accessors {
            let ident = accessor.name.of(&edge.name, &edge.item);
            let is_taken = taken.contains(&ident);
            if !is_taken {
                taken.push(ident.clone());
            }
            edge.accessors.push(AccessorName { ident, taken: is_taken });
        }
    }
    // A proxy has neither `new` nor `handle`.
    taken.drain(..own);
    for field in &mut node.fields {
        field.getter = getter(&node.options, field, &taken);
        if let Some(getter) = field.getter.as_ref().filter(|getter| getter.taken.is_none()) {
            taken.push(getter.name.clone());
            taken.extend(getter.cell.as_ref().map(|(_, _, setter)| setter.clone()));
        }
    }
}

/// The methods of a `Proxy` for a plain field of a struct that has a name.
fn getter<'a>(options: &NodeOptions, field: &Field<'a>, taken: &[Ident]) -> Option<Getter<'a>> {
    let Member::Named(name) = &field.member else { return None };
    if options.proxy.is_none() || field.proxy.is_none() || field.edge().is_some() || field.variant.is_some() {
        return None;
    }
    let name = own_ident(name);
    let in_cell = cell(field.ty());
    let cell = in_cell.map(|(kind, inner)| (kind, inner, format_ident!("set_{}", name.unraw(), span = name.span())));
    let clash = if taken.contains(&name) {
        Some(name.clone())
    } else {
        cell.as_ref().map(|(_, _, setter)| setter).filter(|setter| taken.contains(setter)).cloned()
    };
    Some(Getter { name, cell, taken: clash })
}
