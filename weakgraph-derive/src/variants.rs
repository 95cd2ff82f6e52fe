//! An enum is a node when every variant carries the same edges: one list of edges out of many variants.

use syn::{DataEnum, DeriveInput};

use crate::attr;
use crate::ctxt::Ctxt;
use crate::field::{self, Field};
use crate::model::Edge;
use crate::types::show;

/// Reads all variants; an edge that is missing or different somewhere is reported, and kept.
pub(crate) fn read<'a>(cx: &mut Ctxt, input: &'a DeriveInput, data: &'a DataEnum) -> (Vec<Field<'a>>, Vec<Edge<'a>>) {
    let mut fields = Vec::new();
    let mut edges: Vec<Edge<'a>> = Vec::new();
    for variant in &data.variants {
        attr::variant(cx, &variant.attrs);
        let own = field::read_all(cx, input, &input.vis, &variant.fields, Some(&variant.ident));
        for edge in own.iter().filter_map(|field| field.edge.as_ref()) {
            match edges.iter_mut().find(|known| known.name == edge.name) {
                Some(known) => join(cx, known, edge),
                None => edges.push(edge.clone()),
            }
        }
        fields.extend(own);
    }
    for variant in &data.variants {
        let lacks: Vec<String> = edges
            .iter_mut()
            .filter(|edge| !has(&fields, edge, &variant.ident))
            .map(|edge| {
                edge.everywhere = false;
                format!("`{}: {}`", edge.name, show(edge.ty))
            })
            .collect();
        if !lacks.is_empty() {
            let (ident, s, lacks) = (&variant.ident, if lacks.len() > 1 { "s" } else { "" }, lacks.join(", "));
            cx.error(
                ident,
                format!("variant `{ident}` lacks the edge{s} {lacks}; every variant of a node carries the same edges"),
            );
        }
    }
    (fields, edges)
}

/// Does `variant` have an edge of this name (of whatever type)?
fn has(fields: &[Field<'_>], edge: &Edge<'_>, variant: &syn::Ident) -> bool {
    fields
        .iter()
        .filter_map(|field| field.edge.as_ref())
        .any(|it| it.name == edge.name && it.places[0].0 == Some(variant))
}

/// Adds the place of `edge` to the same edge of an earlier variant.
fn join<'a>(cx: &mut Ctxt, known: &mut Edge<'a>, edge: &Edge<'a>) {
    let here = edge.places[0].0;
    let hook = |edge: &Edge<'_>| edge.on_drop.as_ref().map(show);
    if known.places.iter().any(|(variant, _)| *variant == here) {
        cx.clash(&edge.name, format!("two fields would both write the accessor `{}`", edge.name), &known.name);
    } else if known.kind.name != edge.kind.name || known.key() != edge.key() {
        known.everywhere = false;
        let message = format!(
            "the edge `{}` is `{}` here and `{}` in another variant; every variant of a node carries the same edges",
            edge.name,
            show(edge.ty),
            show(known.ty)
        );
        cx.clash(edge.ty, message, known.ty);
    } else {
        if known.item != edge.item || hook(known) != hook(edge) || known.unowned != edge.unowned {
            let message =
                format!("the edge `{}` has other options in another variant; write the same ones in each", edge.name);
            cx.clash(edge.ty, message, known.ty);
        }
        known.places.extend(edge.places.iter().cloned());
    }
}
