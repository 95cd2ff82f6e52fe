//! An enum is a node when every variant carries the same edges: one list of edges out of many variants.

use proc_macro2::Ident;
use syn::{Attribute, DataEnum, DeriveInput};

use super::attr;
use super::reader::Reader;
use super::refuse::Refusal;
use crate::ast::{Content, Edge, EdgeKind, Field};
use crate::diagnostics::Diagnostics;
use crate::ty::show;

/// Reads all variants; an edge that is missing or different somewhere is reported, and kept.
pub(super) fn read<'a>(
    dx: &mut Diagnostics,
    input: &'a DeriveInput,
    data: &'a DataEnum,
    kinds: &'static [&'static EdgeKind],
    refusals: &mut Vec<Refusal<'a>>,
) -> (Vec<Field<'a>>, Vec<Edge<'a>>) {
    let (mut fields, mut edges): (Vec<Field<'a>>, Vec<Edge<'a>>) = (Vec::new(), Vec::new());
    let mut has: Vec<(usize, &'a Ident)> = Vec::new();
    for variant in &data.variants {
        attr::variant(dx, &variant.attrs);
        let reader = Reader { input, kinds, vis: Some(&input.vis), variant: Some(&variant.ident) };
        for (index, field) in variant.fields.iter().enumerate() {
            let (mut field, edge) = reader.field(dx, index, field, fields.len(), refusals);
            if let Some(edge) = edge {
                let role = edge.kind.role;
                let known = edges.iter().position(|known| known.name == edge.name);
                let number = known.unwrap_or(edges.len());
                match known {
                    Some(known) => join(dx, &mut edges[known], edge, &variant.ident),
                    None => edges.push(edge),
                }
                field.content = Content::Edge(role, number);
                has.push((number, &variant.ident));
            }
            fields.push(field);
        }
    }
    for variant in &data.variants {
        let mut lacks = Vec::new();
        for (number, edge) in edges.iter_mut().enumerate() {
            if !has.contains(&(number, &variant.ident)) {
                edge.everywhere = false;
                lacks.push(format!("`{}: {}`", edge.name, show(edge.ty)));
            }
        }
        // A field that was refused may be the one.
        let is_reported = refusals.iter().any(|it| it.reader.variant == Some(&variant.ident));
        if !lacks.is_empty() && !is_reported {
            let (ident, s, lacks) = (&variant.ident, if lacks.len() > 1 { "s" } else { "" }, lacks.join(", "));
            dx.error(
                ident,
                &format!("variant `{ident}` lacks the edge{s} {lacks}; every variant of a node carries the same edges"),
            );
        }
    }
    (fields, edges)
}

/// Adds the place of `edge`, in the variant `here`, to the same edge of an earlier one.
fn join<'a>(dx: &mut Diagnostics, known: &mut Edge<'a>, edge: Edge<'a>, here: &Ident) {
    let name = &edge.name;
    if known.places.iter().any(|(variant, _)| variant.is_some_and(|it| it == here)) {
        dx.clash(name, &format!("two fields would both write the accessor `{name}`"), &known.name);
        return;
    }
    if known.kind.name != edge.kind.name || known.key != edge.key {
        known.everywhere = false;
        let message = format!(
            "the edge `{name}` is `{}` here and `{}` in another variant; every variant of a node carries the same edges",
            show(edge.ty),
            show(known.ty)
        );
        dx.clash(edge.ty, &message, known.ty);
        return;
    }
    let read = |edge: &Edge<'_>| edge.read.as_ref().map(|vis| show(vis));
    let hook = |edge: &Edge<'_>| edge.on_drop.as_ref().map(|path| show(path));
    if known.item != edge.item
        || hook(known) != hook(&edge)
        || known.unowned != edge.unowned
        || read(known) != read(&edge)
    {
        let message = format!("the edge `{name}` has other options in another variant; write the same ones in each");
        dx.clash(edge.ty, &message, known.ty);
    }
    // The accessor stands for all variants, so it repeats only what each of them says.
    known.attrs.retain(|attr| edge.attrs.iter().any(|it| same(it, attr)));
    known.places.extend(edge.places);
}

fn same(a: &Attribute, b: &Attribute) -> bool {
    show(a.path()) == show(b.path())
}
