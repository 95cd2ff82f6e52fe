//! Nodes in a crate without a prelude, where `weakgraph` has another name, the names that generated code could rely on
//! are taken, and every lint that could find something is denied. That it compiles without a warning is the test; the
//! asserts check that the accessors do what they say all the same.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(
    warnings,
    missing_docs,
    missing_copy_implementations,
    missing_debug_implementations,
    absolute_paths_not_starting_with_crate,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    ffi_unwind_calls,
    keyword_idents_2024,
    let_underscore_drop,
    non_ascii_idents,
    redundant_imports,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unused_import_braces,
    unused_lifetimes,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility
)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]

pub mod enums;
pub mod generics;
pub mod lints;
pub mod macros;
pub mod names;
pub mod old;
pub mod plain;
pub mod value;
