//! What is known of a struct or a variant while its fields are read.

use proc_macro2::Ident;
use syn::{DeriveInput, Visibility};

use crate::ast::EdgeKind;

/// Reads the fields of a struct or of one variant.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) input: &'a DeriveInput,
    pub(super) kinds: &'static [&'static EdgeKind],
    /// The visibility of every accessor; `None`: that of its field.
    pub(super) vis: Option<&'a Visibility>,
    pub(super) variant: Option<&'a Ident>,
}
