//! What is written for the node as a whole, one file for each impl or part of one. A new one is a file with a function
//! in it and an entry in [`ALL`].

mod by_value;
mod document;
mod edges;
pub(crate) mod edits;
mod graph;
mod hidden;
mod inherent;
mod label;
mod member;
mod new;
pub(crate) mod no_strong_cycle;
pub(crate) mod owner_of;
pub(crate) mod proxy;
pub(super) mod readable;
mod self_type;
mod tree;

use proc_macro2::TokenStream;

use super::expansion::Expansion;

/// What is written for a node that does not compile anyway, so that its uses do.
pub(super) static OF_BROKEN: &[fn(&Expansion<'_, '_>, &mut TokenStream)] = &[
    inherent::methods,
    graph::broken,
    member::members,
    owner_of::any,
    edits::any,
    tree::tree,
    readable::readable,
    by_value::deep_clone,
    by_value::tree_eq,
    by_value::tree_hash,
    no_strong_cycle::node,
    proxy::proxied,
];

/// Everything that is written inside of the constant, in order. Each writes nothing where it has nothing to say.
pub(super) static ALL: &[fn(&Expansion<'_, '_>, &mut TokenStream)] = &[
    inherent::methods,
    graph::graph,
    member::members,
    owner_of::owners,
    owner_of::distinct,
    edits::edits,
    tree::tree,
    readable::readable,
    by_value::deep_clone,
    by_value::tree_eq,
    by_value::tree_hash,
    document::record,
    self_type::probes,
    no_strong_cycle::assertion,
    no_strong_cycle::node,
    no_strong_cycle::probes,
    proxy::proxied,
];
