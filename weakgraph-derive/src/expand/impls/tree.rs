//! `TreeIn` and `Tree`, for a type that owns itself in the relation of its back-reference.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote, quote_spanned};
use syn::parse_quote;

use crate::ast::{Edge, Node, Role};
use crate::expand::expansion::{Expansion, broken};
use crate::expand::generics::Head;

/// A relation in which the type is a tree.
struct Tree<'n, 'a> {
    parent: &'n Edge<'a>,
    /// The owning edges to the type itself, in order; not empty.
    edges: Vec<&'n Edge<'a>>,
}

/// The relations in which the type is a tree, in the order of the back-references.
fn trees<'n, 'a>(node: &'n Node<'a>) -> Vec<Tree<'n, 'a>> {
    let mut trees: Vec<Tree<'n, 'a>> = Vec::new();
    let mut parents = node.parents();
    parents.extend(node.refused.iter().filter(|edge| edge.kind.role == Role::BackReference));
    for parent in parents {
        if !parent.is_self || trees.iter().any(|tree| tree.parent.relation_key() == parent.relation_key()) {
            continue;
        }
        let mut edges = node.relation(parent);
        let refused = node.refused.iter().filter(|edge| edge.kind.role == Role::Owning);
        edges.extend(refused.filter(|edge| edge.relation_key() == parent.relation_key()));
        edges.retain(|edge| edge.is_self);
        if !edges.is_empty() {
            trees.push(Tree { parent, edges });
        }
    }
    trees
}

/// In a type whose only structure is one tree, what the fast paths of the runtime go by:
///
/// ```text
/// fn __sole(&self) -> Option<(&Link, &Head)> {
///     Some((Parent::__link(&self.parent), Children::__head(&self.children)))
/// }
/// ```
pub(super) fn sole(x: &Expansion<'_, '_>, body: &mut TokenStream) {
    let trees = trees(x.node);
    let [tree] = &trees[..] else { return };
    if x.node.parents().len() != 1 || x.node.owning().len() != 1 {
        return;
    }
    let (parent, children) = (tree.parent, tree.edges[0]);
    if !children.kind.is_list {
        return;
    }
    let (link, head) = (&x.tokens(parent).place, &x.tokens(children).place);
    let sole = quote! {
        #[inline]
        fn __sole(&self) -> _wg::core::option::Option<(&_wg::Link, &_wg::Head)> {
            _wg::core::option::Option::Some((_wg::Parent::__link(#link), _wg::Children::__head(#head)))
        }
    };
    sole.to_tokens(body);
}

/// For each relation in which the type is a tree; nothing with `#[graph(tree = none)]`.
///
/// ```text
/// unsafe impl TreeIn<R> for Node {
///     const __EDGES: &'static [(u8, bool)] = &[(0u8, true)];
///     fn __edge(&self, _: usize) -> ChildrenView<'_, Self, R> { ChildrenView::__of(&self.children) }
/// }
/// unsafe impl Tree for Node { type Relation = R; }
/// ```
/// With several edges, in a binary tree:
///
/// ```text
///     const __EDGES: &'static [(u8, bool)] = &[(0u8, false), (1u8, false)];
///     fn __edge(&self, index: usize) -> ChildrenView<'_, Self, R> {
///         match index { 0usize => ChildrenView::__of_child(&self.left), _ => ChildrenView::__of_child(&self.right) }
///     }
/// ```
/// `Tree` is for the relation `()`, or for the only one. If there are several others, it is for nobody, and says so:
///
/// ```text
/// unsafe impl Tree for Node where for<'__a> Self: NameOneByInRelation<'__a> { type Relation = R; }
/// ```
pub(super) fn tree(x: &Expansion<'_, '_>, code: &mut TokenStream) {
    if x.node.options.tree.is_some() {
        return;
    }
    let trees = trees(x.node);
    for tree in &trees {
        tree_in(x, tree, code);
    }
    let default = trees.iter().find(|tree| tree.parent.relation_key() == "()");
    let Some(unnamed) = default.or(trees.first()) else { return };
    let it = x.tokens(unnamed.parent);
    let relation = &it.relation;
    let body = quote_spanned!(it.span=> type Relation = #relation;);
    if default.is_some() || trees.len() == 1 {
        return x.implement_for_itself(&x.head, &quote!(_wg::Tree), &body).to_tokens(code);
    }
    let mut generics = x.generics.clone();
    // With a lifetime, so that it is asked where the trait is used, and not here.
    generics.make_where_clause().predicates.push(parse_quote!(for<'__a> Self: _wg::NameOneByInRelation<'__a>));
    x.implement_for_itself(&Head::of(&generics), &quote!(_wg::Tree), &body).to_tokens(code);
}

fn tree_in(x: &Expansion<'_, '_>, tree: &Tree<'_, '_>, code: &mut TokenStream) {
    let first = x.tokens(tree.edges[0]);
    let (span, relation) = (first.span, &first.relation);
    let (mut table, mut arms) = (TokenStream::new(), TokenStream::new());
    let mut only = broken();
    for (index, edge) in tree.edges.iter().enumerate() {
        let (it, slot, is_list) = (x.tokens(edge), x.node.slot(edge), edge.kind.is_list);
        quote!((#slot, #is_list),).to_tokens(&mut table);
        if x.node.is_broken {
            continue;
        }
        let place = &it.place;
        let view = match is_list {
            true => quote_spanned!(it.span=> _wg::ChildrenView::__of(#place)),
            false => quote_spanned!(it.span=> _wg::ChildrenView::__of_child(#place)),
        };
        let pattern = if index + 1 == tree.edges.len() { quote!(_) } else { quote!(#index) };
        quote_spanned!(it.span=> #pattern => #view,).to_tokens(&mut arms);
        only = view;
    }
    let (index, body) = match arms.is_empty() || tree.edges.len() == 1 {
        true => (quote!(_), only),
        false => (quote!(index), quote_spanned!(span=> match index { #arms })),
    };
    let body = quote_spanned! {span=>
        const __EDGES: &'static [(_wg::core::primitive::u8, _wg::core::primitive::bool)] = &[#table];
        #[inline]
        fn __edge(&self, #index: _wg::core::primitive::usize) -> _wg::ChildrenView<'_, Self, #relation> { #body }
    };
    x.implement_for_itself(&x.head, &quote!(_wg::TreeIn<#relation>), &body).to_tokens(code);
}
