//! The derive macro of [`weakgraph`](https://docs.rs/weakgraph).
//!
//! It writes code that calls hidden items of the very same version of that crate: depend on `weakgraph`, which
//! re-exports it.

#![forbid(unsafe_code)]

mod ast;
mod diagnostics;
mod expand;
mod parse;
mod span;
#[cfg(test)]
mod tests;
mod ty;
mod validate;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct or an enum a node of a graph: its edges are fields marked `#[weak]` or `#[strong]`, and for each of
/// them this writes accessors that keep both ends in step.
///
/// ```text
/// #[derive(Graph)]
/// #[graph(on_drop = Node::farewell)]
/// struct Node {
///     name: String,
///     #[weak]
///     parent: Parent<Node>,
///     #[strong]
///     children: Children<Node>,
/// }
/// ```
///
/// # What is written
///
/// A method takes `&self` and is as visible as its field; `handle` and `new` are as visible as the type. This table has
/// the name of every method:
///
/// | what stands there | methods |
/// |---|---|
/// | `#[weak] parent: Parent<P, R>` | `parent()`, `detach_from_parent()` |
/// | `#[strong] children: Children<C, R>` | `children()`, `add_child(..)`, `try_add_child(..)`, `remove_child(..)` |
/// | `#[strong] left: Child<C, R>` | `left()`, `set_left(..)`, `try_set_left(..)`, `take_left()` |
/// | `#[weak] friend: WeakCell<T>` | `friend()`, `set_friend(..)`, `clear_friend()` |
/// | `#[weak] friends: WeakList<T>` | `friends()`, `add_friend(..)`, `remove_friend(..)` |
/// | `#[weak] boss: Weak<T>` | `boss()` |
/// | `#[strong] style: Strong<S>` | `style()` |
/// | `#[strong] styles: Vec<Strong<S>>`, or another container | |
/// | `#[weak] bosses: Vec<Weak<T>>`, or another container | |
/// | `Parent`, `Children`, `Child`, `WeakCell` or `WeakList` in any field | `handle()` |
/// | `#[graph(new)]` on the type | `new(..)`, without `&self` |
/// | `#[graph(proxy)]` on the type | on its `Proxy`, all of the first seven rows |
/// | `#[graph(proxy)] name: String` | on its `Proxy`, `name()` |
/// | `#[graph(proxy)] age: Cell<u32>` | on its `Proxy`, `age()`, `set_age(..)` |
///
/// `children` and `child` in these names are the field's and the item's: see `name` and `item` below. A type with
/// `Parent<Self, R>` and, as its only owning edge to itself in `R`, `Children<Self, R>` gets the trait `Tree` (in `()`
/// before any other relation).
///
/// A macro goes by names. A type is one of the above by the last segment of its path, if it has type arguments; a type
/// of yours with such a name is left alone by `#[graph(opaque)]`. `Self`, or the type's name with its own parameters in
/// their order, is the type itself; an owning edge or a back-reference that names it otherwise (`crate::Node`, an
/// alias) is an error that says so.
///
/// An accessor hides a method of `Tree` with its name, as inherent methods do: `#[weak] root: WeakCell<Doc>` leaves
/// `Tree::root(&node)`.
///
/// # Options of `#[weak]` and `#[strong]`
///
/// - `name = parent`: what the accessors are called. A field of a tuple needs it.
/// - `item = page`, on `Children` and `WeakList`: what one of them is called in `add_page`. Without it,
///   `children` gives `child`, any other name loses its last `s` (`pages` gives `page`), and one that does not end in
///   one `s` stays as it is (`add_staff`, `add_address`). For all other plurals, write the item:
///   `#[strong(item = entry)] entries`.
/// - `on_drop = path`, on `Parent`, `WeakCell`, `WeakList`: `path(&self)` is called on the node that has the field when
///   the target dies.
///
/// - `unowned`, on `Parent`, `WeakCell`, `Weak`: the accessor gives the handle itself, `parent() -> Strong<P>`, and
///   panics, naming the type and the field, if the target has gone or was never set (Swift's `unowned`).
///
/// # Options of `#[graph]` on the type
///
/// - `on_drop = path`: `path(&self)` is called on the node itself, once, when it dies.
/// - `label = path`: what pictures call a node: `path(&self)` gives something that is `Display`. Without it, and
///   without a field marked `#[graph(label)]`, it is the name of the type.
/// - `new`: writes `new(..) -> Strong<Self>` with a parameter for each plain field, shared edge and plain `Weak`, in
///   their order; all other edges start empty. For structs.
/// - `clone`, `eq`, `hash`: implement `DeepClone`, `TreeEq`, `TreeHash`, so that a node can be copied, compared and
///   hashed by value with what it owns. The fields that are no edges must be `Clone` (`PartialEq`, `Hash`), and each
///   owned type needs the same option; with `clone`, a plain `Weak`, which could not be pointed at the copy, is
///   refused.
/// - `serde`: implements `weakgraph::serde::Record`, so that nodes can stand in a `Document` (feature `serde` of
///   `weakgraph`). For types without parameters; `#[serde(..)]` on plain fields is heeded.
/// - `proxy`: writes the accessors a second time, for a `Proxy` of the node, each with `Result<_, Dropped>` around what
///   it gives; what they stand on is a type `NodeProxy` beside the `Node`. A list is given as a `Vec` of handles. It is
///   an option because it doubles what is compiled for the accessors.
/// - `crate = path`: where to find `weakgraph` under another name.
///
/// # Options of `#[graph]` on a field
///
/// - `opaque`: leave this field alone, though its type shows a `Strong`, an `Rc` of a node or the like. It is then out
///   of the reach of the check for cycles; the docs of the `Graph` impl say so.
/// - `label`: this field, which is `Display`, is what pictures call the node. In an enum, one of each variant.
/// - `proxy`, beside that on the type: a getter of this plain field on a `Proxy` of the node, which gives a clone; of a
///   `Cell`, what is in it, and a setter `set_field(..)`. For named fields of structs; a `RefCell`, which could be
///   borrowed, is refused.
///
/// # Enums
///
/// Every variant carries the same edges: of one name (by field or by `name = ..`), one type and the same options.
/// Containers of `Strong` get no accessor and may differ.
///
/// # Cycles
///
/// A shared edge, `Strong<S>` in whatever container, must not lead back to the type that has it. Directly, that is an
/// error of this macro; through other types it is `error[E0275]: overflow evaluating the requirement .. NoStrongCycle`,
/// at the edge, with the path of types in its notes.
///
/// # Limits
///
/// - An alias of an edge is not seen: `type Link = Strong<Node>` in a plain field is out of the reach of the check for
///   cycles, and so is a type of yours that holds a `Strong` without deriving `Graph`.
/// - So is what a type parameter of a plain field stands for: `data: T` with a `T` that holds a `Strong`. If it is to
///   hold nodes, mark it as an edge: `#[strong] data: Strong<T>`.
/// - A `pub` node needs owners and relations that are declared `pub`, too (`error[E0446]`), since its traits name them.
///   In a private module they still cannot be named from outside.
/// - Owning and shared edges that lead over more than about 60 types in a row need a higher `#![recursion_limit]`.
#[proc_macro_derive(Graph, attributes(graph, weak, strong, serde))]
pub fn derive_graph(input: TokenStream) -> TokenStream {
    expand::graph(&parse_macro_input!(input as DeriveInput)).into()
}
