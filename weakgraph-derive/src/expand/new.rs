//! `#[graph(new)]`.

use proc_macro2::Span;
use quote::{format_ident, quote};
use syn::{Data, Ident, Member};

use super::{Method, own_vis};
use crate::field::repeated;
use crate::model::{Node, Role, own_member};

/// A parameter for each field that says something: plain fields, shared edges, plain weak handles (they are set once).
/// Every other edge starts empty.
///
/// ```text
/// #[must_use]
/// pub fn new(name: String) -> Strong<Self> {
///     Strong::new(Self { name: name, parent: Default::default(), children: Default::default() })
/// }
/// ```
pub(super) fn method(node: &Node<'_>) -> Option<Method> {
    node.attrs.new.as_ref().filter(|_| matches!(node.input.data, Data::Struct(_)))?;
    let vis = own_vis(&node.input.vis);
    let (mut params, mut inits, mut labels) = (Vec::new(), Vec::new(), Vec::new());
    for field in &node.fields {
        let (member, ty) = (own_member(&field.member), repeated(node.input, &field.syn.ty));
        let given = match &field.edge {
            Some(edge) => matches!(edge.kind.role, Role::Shared | Role::WeakHandle),
            None => true,
        };
        if given {
            let param = param(&member);
            params.push(quote!(#param: #ty));
            inits.push(quote!(#member: #param));
            labels.push(format!("`{}`", field.label));
        } else {
            inits.push(quote!(#member: _wg::core::default::Default::default()));
        }
    }
    let from = if labels.is_empty() { "nothing".into() } else { labels.join(", ") };
    let doc = format!("Makes a node from {from}; its other edges are empty.");
    let tokens = quote! {
        #[doc = #doc]
        #[must_use]
        #vis fn new(#(#params),*) -> _wg::Strong<Self> { _wg::Strong::new(Self { #(#inits),* }) }
    };
    Some(Method { name: Ident::new("new", Span::call_site()), tokens, proxied: None })
}

fn param(member: &Member) -> Ident {
    match member {
        Member::Named(ident) => ident.clone(),
        Member::Unnamed(index) => format_ident!("field_{}", index.index, span = Span::call_site()),
    }
}
