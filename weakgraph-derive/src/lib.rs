//! The derive macro of [`weakgraph`](https://docs.rs/weakgraph). Depend on that crate, which re-exports it.
//!
//! The code that the macro writes calls hidden items of the same version of `weakgraph`.

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

/// Makes a struct or an enum a node of a graph, and writes accessors for its edges.
///
/// Edges are fields marked `#[weak]` or `#[strong]`:
///
/// ```
/// use weakgraph::{Children, Graph, Parent, Strong};
///
/// #[derive(Graph)]
/// struct Node {
///     name: String,
///     #[weak]
///     parent: Parent<Node>,
///     #[strong]
///     children: Children<Node>,
/// }
///
/// let node = |name: &str| {
///     Strong::new(Node { name: name.into(), parent: Parent::new(), children: Children::new() })
/// };
/// let root = node("root");
/// let leaf = root.add_child(node("leaf"));
/// assert_eq!(leaf.parent().unwrap().name, "root");
/// ```
///
/// # What is written
///
/// A method takes `&self` and is as visible as its field; `handle` and `new` are as visible as the type. With `pub` in
/// the attribute, those that read are `pub`: see [below](#options-of-weak-and-strong). These are all of them:
///
/// | for | methods |
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
/// If the field of a `Parent` is not private, `detach_from_parent()` is only for code that also sees the owning edge in
/// the parent: it has a type parameter, which the compiler finds, or refuses with `type .. is private`.
///
/// `children` and `child` in these names stand for the field and for one element: see `name` and `item` below.
///
/// A type with `Parent<Self, R>` and owning edges `Children<Self, R>` or `Child<Self, R>` implements the traits
/// `TreeIn<R>` and `Tree`: walks and siblings cross all these edges, in the order of the fields. If there are several
/// such relations, `Tree` is for `()`, and `in_relation::<R>()` has its methods for any of them. If none of them is
/// `()`, a walk has to name one. An accessor hides a method of `Tree` with the same name. Call the hidden one as
/// `Tree::root(&node)`.
///
/// # Names of types
///
/// The macro recognises the types above by the last segment of their path, if they have type arguments.
/// `#[graph(opaque)]` leaves alone a type of yours with such a name. In an owning edge or a back-reference, write the
/// type itself as `Self`, or by its name with its own parameters in their order. Any other name for it (`crate::Node`,
/// an alias) is an error that says so.
///
/// # Options of `#[weak]` and `#[strong]`
///
/// `name = ..` sets the name of the accessors. A field of a tuple struct needs it:
///
/// ```
/// # use weakgraph::{Graph, Strong, WeakCell};
/// #[derive(Graph, Default)]
/// struct Person(#[weak(name = friend)] WeakCell<Person>);
///
/// let ada = Strong::new(Person::default());
/// ada.set_friend(&ada);
/// assert!(ada.friend() == Some(ada.clone()));
/// ```
///
/// `item = ..`, on `Children` and `WeakList`, sets the name of one element. Without it, `children` gives `child`, any
/// other name loses its last `s` (`pages` gives `page`), and a name that does not end in one `s` stays as it is
/// (`add_staff`, `add_address`). Write the item for all other plurals:
///
/// ```
/// # use weakgraph::{Children, Graph, Parent, Strong};
/// #[derive(Graph, Default)]
/// struct Log {
///     #[strong(item = entry)]
///     entries: Children<Entry>,
/// }
///
/// #[derive(Graph, Default)]
/// struct Entry {
///     #[weak]
///     log: Parent<Log>,
/// }
///
/// let log = Strong::new(Log::default());
/// log.add_entry(Entry::default());
/// assert_eq!(log.entries().len(), 1);
/// ```
///
/// `on_drop = path`, on `Parent`, `WeakCell` and `WeakList`, calls `path(&self)` on the node that has the field when
/// the target is dropped. If the function has a second parameter, that is a `&Weak` to the dropped target, which tells
/// several targets apart: it is equal to each other weak handle to it.
///
/// ```
/// # use weakgraph::{Graph, Strong, Weak, WeakCell, WeakList};
/// #[derive(Graph, Default)]
/// struct Window {
///     #[weak(on_drop = Window::document_dropped)]
///     document: WeakCell<Document>,
///     #[weak(on_drop = Window::tab_closed)]
///     tabs: WeakList<Document>,
/// }
///
/// impl Window {
///     fn document_dropped(&self) {
///         println!("the document was closed");
///     }
///     fn tab_closed(&self, dropped: &Weak<Document>) {
///         println!("closed {dropped:?}");
///     }
/// }
///
/// #[derive(Graph)]
/// struct Document;
///
/// let (window, document) = (Strong::new(Window::default()), Strong::new(Document));
/// window.set_document(&document);
/// drop(document); // prints "the document was closed"
/// ```
///
/// `unowned`, on `Parent`, `WeakCell` and `Weak`, lets the accessor return the handle itself, not an `Option`. It
/// panics, and names the type and the field, if the target was dropped or never set. This is Swift's `unowned`:
///
/// ```
/// # use weakgraph::{Children, Graph, Parent, Strong};
/// #[derive(Graph, Default)]
/// struct Shop {
///     #[strong]
///     shelves: Children<Shelf>,
/// }
///
/// #[derive(Graph, Default)]
/// struct Shelf {
///     #[weak(unowned)]
///     shop: Parent<Shop>,
/// }
///
/// let shop = Strong::new(Shop::default());
/// let shelf = shop.shelves().append(Shelf::default()).unwrap();
/// assert!(shelf.shop() == shop);
/// ```
///
/// `pub`, `pub(crate)`, `pub(super)` and `pub(in path)` let more code read an edge than edit it. What reads (the
/// accessor named after the field) is as visible as this says. What edits is as visible as the field, through `Tree`
/// too. The accessor of a list returns a `ChildrenView` or a `WeakListView`, which has no edits for code that does not
/// see the field:
///
/// ```
/// mod shop {
///     # use weakgraph::{Children, Graph, Parent};
///     #[derive(Graph, Default)]
///     pub struct Shop {
///         #[strong(pub, item = shelf)]
///         shelves: Children<Shelf>,
///     }
///
///     #[derive(Graph, Default)]
///     pub struct Shelf {
///         #[weak(pub)]
///         shop: Parent<Shop>,
///     }
///
///     impl Shop {
///         pub fn enlarge(&self) {
///             self.add_shelf(Shelf::default());
///         }
///     }
/// }
///
/// let shop = weakgraph::Strong::new(shop::Shop::default());
/// shop.enlarge();
/// assert_eq!(shop.shelves().first().unwrap().shop(), Some(shop.clone()));
/// ```
///
/// ```compile_fail
/// # mod shop {
/// #     use weakgraph::{Children, Graph, Parent};
/// #     #[derive(Graph, Default)]
/// #     pub struct Shop {
/// #         #[strong(pub, item = shelf)]
/// #         shelves: Children<Shelf>,
/// #     }
/// #     #[derive(Graph, Default)]
/// #     pub struct Shelf {
/// #         #[weak(pub)]
/// #         shop: Parent<Shop>,
/// #     }
/// # }
/// # let shop = weakgraph::Strong::new(shop::Shop::default());
/// shop.shelves().clear(); // error: type `EditsNeedTheFieldShelves` is private
/// ```
///
/// # Options of `#[graph]` on the type
///
/// `on_drop = path` calls `path(&self)` on the node itself, once, when it is dropped. `new` writes
/// `new(..) -> Strong<Self>`, with a parameter for each plain field, shared edge and plain `Weak`, in their order. For
/// a field in a `Cell`, a `RefCell` or a `OnceCell`, it takes the cell or its content: the cell alone if its type shows
/// a `dyn Trait`, a slice or a function pointer, because a value may have to be coerced to these.
/// All other edges start empty. It is for structs. `label = path` sets how pictures label a node: `path(&self)` returns
/// something that is `Display`. Without it, the label is the field marked `#[graph(label)]`, or the name of the type.
///
/// ```
/// # use weakgraph::{Children, Graph, Parent, show};
/// #[derive(Graph)]
/// #[graph(new, on_drop = Dir::dropped, label = Dir::title)]
/// struct Dir {
///     name: &'static str,
///     #[weak]
///     parent: Parent<Dir>,
///     #[strong(item = dir)]
///     dirs: Children<Dir>,
/// }
///
/// impl Dir {
///     fn dropped(&self) {
///         println!("dropping {}", self.name);
///     }
///     fn title(&self) -> String {
///         format!("{}/", self.name)
///     }
/// }
///
/// let usr = Dir::new("usr");
/// usr.add_dir(Dir::new("lib"));
/// assert_eq!(show::text(&usr).to_string(), "usr/\n└── lib/\n");
/// ```
///
/// `handle = node` sets the name of the method `handle()`, for a type that has a method `handle` of its own, or a trait
/// with one. `handle = none` leaves the method out. `weakgraph::Strong::of(&node)` does the same for every type
/// with such an edge.
///
/// ```
/// # use weakgraph::{Graph, Strong, WeakCell};
/// #[derive(Graph, Default)]
/// #[graph(handle = node)]
/// struct Button {
///     #[weak]
///     next: WeakCell<Button>,
/// }
///
/// impl Button {
///     fn handle(&self, event: &str) -> bool {
///         event == "click"
///     }
/// }
///
/// let button = Strong::new(Button::default());
/// assert!(button.handle("click") && button.node() == button && Strong::of(&*button) == button);
/// ```
///
/// `tree = none` leaves out the trait `Tree`, by which everybody may read the structure of the type.
///
/// ```compile_fail
/// # use weakgraph::{Children, Graph, Parent, Strong, Tree};
/// #[derive(Graph, Default)]
/// #[graph(tree = none)]
/// pub struct Secret {
///     #[weak]
///     parent: Parent<Secret>,
///     #[strong]
///     children: Children<Secret>,
/// }
///
/// Strong::new(Secret::default()).descendants(); // error: `Secret` has no walks
/// ```
///
/// `clone`, `eq` and `hash` implement `DeepClone`, `TreeEq` and `TreeHash`, so that a node can be copied, compared and
/// hashed with everything it owns. Plain fields have to be `Clone` (`PartialEq`, `Hash`). Each type that is owned needs
/// the same option. `clone` refuses a plain `Weak`, which could not be pointed at a copy.
///
/// ```
/// # use std::hash::DefaultHasher;
/// # use weakgraph::{Children, Graph, Parent, Strong, deep_clone, tree_eq, tree_hash};
/// #[derive(Graph, Default)]
/// #[graph(clone, eq, hash)]
/// struct Node {
///     key: u32,
///     #[weak]
///     parent: Parent<Node>,
///     #[strong]
///     children: Children<Node>,
/// }
///
/// let root = Strong::new(Node { key: 1, ..Node::default() });
/// root.add_child(Node { key: 2, ..Node::default() });
/// let copy = deep_clone(&root);
/// assert!(copy != root && tree_eq(&copy, &root));
/// tree_hash(&copy, &mut DefaultHasher::new());
/// ```
///
/// `serde` implements `weakgraph::serde::Record`, so that nodes can be in a `Document` (feature `serde` of
/// `weakgraph`). It is for types without parameters. `#[serde(..)]` on the type and on plain fields works as usual; on
/// edges, `rename`, `alias`, `skip` and `skip_serializing_if` do. A weak link that leads out of the document is an
/// error when it is written, or with `serde(outside = null)` nothing.
///
/// ```
/// # use weakgraph::serde::Document;
/// # use weakgraph::{Children, Graph, Parent, Strong};
/// #[derive(Graph, Default)]
/// #[graph(serde)]
/// struct Node {
///     #[serde(rename = "k")]
///     key: u32,
///     #[weak]
///     parent: Parent<Node>,
///     #[strong]
///     children: Children<Node>,
/// }
///
/// let root = Strong::<Node>::default();
/// root.add_child(Node { key: 2, ..Node::default() });
/// let json = serde_json::to_string(&Document(root)).unwrap();
/// assert_eq!(json, r#"[{"k":0,"children":[1]},{"k":2,"children":[]}]"#);
/// ```
///
/// `proxy` writes the accessors a second time, for a `Proxy` of the node, with `Result<_, Dropped>` around what each
/// returns. They are methods of a type `NodeProxy` beside the `Node`. A list is returned as a `Vec` of handles. This is
/// an option because it doubles what is compiled for the accessors. On a plain field, `proxy` writes a getter for it,
/// which returns a clone. For a `Cell`, a `RefCell` or a `OnceCell`, the getter returns its content, and there is a
/// setter `set_field(..)`. Those of a `RefCell` panic while it is borrowed; the setter of a `OnceCell` returns the
/// value if it was set before. It is for named fields of structs.
///
/// ```
/// # use std::cell::Cell;
/// # use weakgraph::{Dropped, Graph, Proxy};
/// #[derive(Graph)]
/// #[graph(new, proxy)]
/// struct Man {
///     #[graph(proxy)]
///     name: &'static str,
///     #[graph(proxy)]
///     age: Cell<u32>,
/// }
///
/// let jim = Man::new("Jim", Cell::new(30));
/// let proxy = Proxy::new(&jim);
/// proxy.set_age(31).unwrap();
/// assert_eq!((proxy.name(), proxy.age()), (Ok("Jim"), Ok(31)));
/// drop(jim);
/// assert_eq!(proxy.name(), Err(Dropped));
/// ```
///
/// `crate = path` says where to find `weakgraph` under another name:
///
/// ```
/// # use weakgraph as graphs;
/// #[derive(graphs::Graph)]
/// #[graph(crate = graphs)]
/// struct Leaf;
/// # graphs::Strong::new(Leaf);
/// ```
///
/// # Options of `#[graph]` on a field
///
/// `label`: pictures label the node with this field, which is `Display`, or a `Cell`, a `RefCell` or a `OnceCell` of
/// what is. `Debug` of handles prints it, too. In an enum, one field of each variant.
/// `default`: `new(..)` has no parameter for the field, which starts as its `Default`. `proxy`: see above. `opaque`
/// leaves the field alone, although its type shows a `Strong`, an `Rc` of a node or the like. The
/// check for cycles does not see the field then, and the docs of the `Graph` impl say so.
///
/// ```
/// # use weakgraph::{Graph, Strong, show};
/// #[derive(Graph)]
/// #[graph(new)]
/// struct Style {
///     #[graph(label)]
///     name: &'static str,
///     #[graph(default)]
///     uses: std::cell::Cell<u32>,
///     #[graph(opaque)]
///     on_change: Option<Box<dyn Fn(Strong<Style>)>>,
/// }
///
/// let bold: Strong<Style> = Style::new("bold", None);
/// assert_eq!(show::text(&bold).to_string(), "bold\n");
/// assert!(bold.on_change.is_none() && bold.uses.get() == 0);
/// ```
///
/// # Enums
///
/// Every variant carries the same edges: with the same name (of the field, or by `name = ..`), type and options.
/// Containers of `Strong` have no accessor, and may differ.
///
/// # Cycles
///
/// A shared edge, `Strong<S>` in any container, must not lead back to the type that has it. If it does so directly,
/// that is an error of this macro. Through other types, it is
/// `error[E0275]: overflow evaluating the requirement .. NoStrongCycle`, at the edge, with the path of types in its
/// notes.
///
/// # Limits
///
/// - An alias of an edge is not seen: `type Link = Strong<Node>` in a plain field escapes the check for cycles. So does
///   a type of yours that holds a `Strong` without deriving `Graph`.
/// - So does a type parameter of a plain field: `data: T` with a `T` that holds a `Strong`. If it is to hold nodes,
///   mark it as an edge: `#[strong] data: Strong<T>`.
/// - A type of yours that is called as a container, a pointer or a value of the standard library (`Box`, `Vec`, `Rc`,
///   `Duration`) is taken for that one in the argument of an edge. Name it by a path: `Children<crate::Box<Page>>`.
/// - A `pub` node needs parents and relations that are declared `pub` too (`error[E0446]`), because its traits name
///   them. In a private module they still cannot be named from outside.
/// - Owning and shared edges that lead over more than about 60 types in a row need a higher `#![recursion_limit]`.
#[proc_macro_derive(Graph, attributes(graph, weak, strong, serde))]
pub fn derive_graph(input: TokenStream) -> TokenStream {
    match syn::parse2(span::raw_fields(input.into())) {
        Ok(input) => expand::graph(&input).into(),
        Err(error) => error.to_compile_error().into(),
    }
}
