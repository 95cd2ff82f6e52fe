//! What the user drew: a node, its fields and its edges, borrowed from syn so that every stage can point at the source.
//! Data and questions about it; the code is written in [`expand`](crate::expand).

use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt as _;
use syn::{Attribute, DeriveInput, ExprPath, Generics, Member, Path, Type, Visibility};

use crate::span;
use crate::ty::{CellKind, is_open, is_self, lacks_arguments, show};

/// How many owning edges the runtime can tell apart by number: a link keeps the number in three bits.
pub(crate) const SLOTS: usize = 8;

/// Whether the constructors of nodes name their caller as the place where a node was made: is the feature `leak` of
/// `weakgraph` on?
pub(crate) const TRACKS_CALLERS: bool = cfg!(feature = "leak");

/// The attribute of an accessor that makes nodes, if they do.
pub(crate) const TRACK_CALLER: Option<&str> = if TRACKS_CALLERS { Some("track_caller") } else { None };

/// Whether accessors name their caller as the place where a handle was made: is the feature `leak-handles` on?
pub(crate) const TRACKS_HANDLES: bool = cfg!(feature = "leak-handles");

/// Whether fields that are no edges are looked into, for the reports of `leak`.
pub(crate) const LOOKS_INTO_HIDDEN: bool = cfg!(feature = "leak");

/// Is the feature `serde` of `weakgraph` on?
pub(crate) const HAS_SERDE: bool = cfg!(any(feature = "serde", test));

/// The derived type.
pub(crate) struct Node<'a> {
    pub(crate) input: &'a DeriveInput,
    pub(crate) options: NodeOptions,
    /// The fields in order; of an enum, those of all its variants.
    pub(crate) fields: Vec<Field<'a>>,
    /// The edges in order; of an enum, those that its variants share.
    pub(crate) edges: Vec<Edge<'a>>,
    /// The edges that refused fields were meant to be. They get accessors, and nothing else.
    pub(crate) refused: Vec<Edge<'a>>,
    /// Is an end of an edge missing here, or a field refused? That is reported, and nothing is written that asks for
    /// the other end: one mistake gives one error.
    pub(crate) is_broken: bool,
}

/// The options of `#[graph]` on the type, each with its key for errors.
#[derive(Default)]
pub(crate) struct NodeOptions {
    pub(crate) on_drop: Option<ExprPath>,
    pub(crate) label: Option<(Ident, ExprPath)>,
    /// `#[graph(handle = name)]`.
    pub(crate) handle: Option<Ident>,
    /// `#[graph(tree = none)]`.
    pub(crate) tree: Option<Ident>,
    pub(crate) new: Option<Ident>,
    pub(crate) clone: Option<Ident>,
    pub(crate) eq: Option<Ident>,
    pub(crate) hash: Option<Ident>,
    pub(crate) serde: Option<Ident>,
    /// `#[graph(serde(outside = null))]`.
    pub(crate) outside: Option<ExprPath>,
    pub(crate) proxy: Option<Ident>,
    pub(crate) krate: Option<Path>,
}

/// A field of the node.
pub(crate) struct Field<'a> {
    pub(crate) syn: &'a syn::Field,
    pub(crate) variant: Option<&'a Ident>,
    pub(crate) member: Member,
    /// The field as docs and messages call it: its name or its number.
    pub(crate) name: String,
    pub(crate) content: Content,
    /// Each `T` of a `Strong<T>` in a shared edge.
    pub(crate) shared: Vec<&'a Type>,
    /// Each type below an unmarked `Rc` or `Arc` that could be a node.
    pub(crate) counted: Vec<Counted<'a>>,
    /// `#[graph(label)]`.
    pub(crate) label: Option<Ident>,
    /// `#[graph(proxy)]`.
    pub(crate) proxy: Option<Ident>,
    /// `#[graph(default)]`.
    pub(crate) default: Option<Ident>,
    /// What `proxy` writes.
    pub(crate) getter: Option<Getter<'a>>,
}

/// What a field is to the graph.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Plain,
    /// `#[graph(opaque)]`.
    Opaque,
    /// No edge, though it was meant to be one: was reported.
    Refused,
    /// An edge: its role, and its number in [`Node::edges`].
    Edge(Role, usize),
    /// A container of `Strong`, of `Weak`, or of both.
    Container {
        strong: bool,
        weak: bool,
    },
}

/// A type below an `Rc` or `Arc`.
pub(crate) struct Counted<'a> {
    pub(crate) ty: &'a Type,
    /// The weak map that holds it, by its name: if it is one of ours, it does not own what it holds.
    pub(crate) within: Option<&'a Type>,
}

/// The methods of a `Proxy` for a plain field.
pub(crate) struct Getter<'a> {
    pub(crate) name: Ident,
    /// Of a cell, its kind, what is in it, and the name of its setter.
    pub(crate) cell: Option<(CellKind, &'a Type, Ident)>,
    /// The one of the two names that an accessor has already; nothing is written then.
    pub(crate) taken: Option<Ident>,
}

/// A field that is an edge with accessors; of an enum, the same field of every variant.
pub(crate) struct Edge<'a> {
    pub(crate) kind: &'static EdgeKind,
    /// The accessor, `children`.
    pub(crate) name: Ident,
    /// What the compound accessors call one child: `child` in `add_child`.
    pub(crate) item: String,
    /// The names of the accessors, those of [`EdgeKind::accessors`] in their order.
    pub(crate) accessors: Vec<AccessorName>,
    /// The field as the docs call it.
    pub(crate) field: String,
    pub(crate) vis: &'a Visibility,
    /// `#[strong(pub)]`: the visibility of what reads; else it is that of the field.
    pub(crate) read: Option<Visibility>,
    /// `#[deprecated]` and `#[doc(hidden)]`, which the accessors repeat.
    pub(crate) attrs: Vec<&'a Attribute>,
    /// The whole type, `Children<C, R>`.
    pub(crate) ty: &'a Type,
    /// `C`.
    pub(crate) target: &'a Type,
    /// `R`; `None` is the default relation `()`.
    pub(crate) relation: Option<&'a Type>,
    /// The relation in the field's type, if it was taken for that of the owning edge, which is written otherwise.
    pub(crate) written: Option<Option<&'a Type>>,
    /// `C` and `R` for comparing; of `C`, `Self` and the type's name are one.
    pub(crate) key: (String, String),
    /// Is `C` the derived type?
    pub(crate) is_self: bool,
    /// Is it left to the user of a generic type to say what `C` is?
    pub(crate) is_open: bool,
    /// `#[weak(on_drop = ..)]`.
    pub(crate) on_drop: Option<ExprPath>,
    /// `#[weak(unowned)]`.
    pub(crate) unowned: bool,
    /// The field in each enum variant; of a struct, the field.
    pub(crate) places: Vec<(Option<&'a Ident>, Member)>,
    /// Does every variant have this edge, of this type? If not, that was reported.
    pub(crate) everywhere: bool,
    /// Is it what the field was meant to be? See [`Node::refused`].
    pub(crate) refused: bool,
}

/// The name of an accessor.
pub(crate) struct AccessorName {
    pub(crate) ident: Ident,
    /// Has another method of the node this name? That is reported, and the accessor is left out.
    pub(crate) taken: bool,
}

/// A type that is an edge when it stands in a field: everything that the macro knows of it. What generated code calls
/// follows from the names and the role; [`expand::edge`](crate::expand::edge) has one file for each.
pub(crate) struct EdgeKind {
    /// The last segment of its path, `WeakCell`.
    pub(crate) name: &'static str,
    /// The same as the runtime's hidden functions call it, `weak_cell`.
    pub(crate) snake: &'static str,
    pub(crate) role: Role,
    /// Does it lead to many nodes?
    pub(crate) is_list: bool,
    /// A field name for messages.
    pub(crate) example: &'static str,
    /// The options of its attribute.
    pub(crate) options: &'static [&'static str],
    pub(crate) accessors: &'static [Accessor],
}

/// An accessor of a kind of edge, as [`expand::accessor`](crate::expand::accessor) writes it.
pub(crate) struct Accessor {
    pub(crate) name: Name,
    /// Its attributes beside `#[inline]`.
    pub(crate) attr: Option<&'static str>,
    /// Its docs, line by line: `{field}` stands for the field, `{next}` for the accessor after this one.
    pub(crate) docs: &'static [&'static str],
    pub(crate) takes: Takes,
    pub(crate) gives: Gives,
    pub(crate) calls: Calls,
}

/// What an accessor is called.
pub(crate) enum Name {
    /// `children`, as the field.
    Field,
    /// `set_left`: a verb and the name of the field.
    Verb(&'static str),
    /// `add_child`: a verb and the item.
    VerbItem(&'static str),
}

/// What an accessor takes besides `&self`, by the name of the parameter.
pub(crate) enum Takes {
    Nothing,
    /// `child: impl IntoNode<C>`
    IntoStrong(&'static str),
    /// `child: &Strong<C>`
    Strong(&'static str),
}

/// What an accessor returns.
pub(crate) enum Gives {
    Nothing,
    /// `bool`
    Bool,
    /// `Strong<C>`
    Strong,
    /// `Option<Strong<C>>`
    Option,
    /// `Option<Strong<Self>>`
    OptionSelf,
    /// `Result<Strong<C>, LinkError>`
    Result,
    /// A reference to the field, `&Children<C, R>`.
    Field,
    /// `Option<Strong<T>>`, or with `unowned` the handle itself. Of the `Option`, the docs say this, too.
    Target(&'static str),
}

/// What the body of an accessor is.
pub(crate) enum Calls {
    /// `&self.children`
    Field,
    /// `WeakCell::set(&self.friend, target)`
    Edge(&'static str),
    /// `<C as OwningEdge<Self, R>>::__set(&self.left, child)`
    Child(&'static str),
    /// `<C as OwningEdge<Self, R>>::__add(self, &self.children, child)`
    ChildOfSelf(&'static str),
    /// `detach::<Self, R, _>(self)`
    Detach,
}

/// What an edge is to its node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    /// `Parent`.
    BackReference,
    /// `Children`, `Child`.
    Owning,
    /// `WeakCell`, `WeakList`.
    WeakLink,
    /// A plain `Weak`.
    WeakHandle,
    /// `Strong`.
    Shared,
}

/// The two attributes that make a field an edge.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mark {
    Weak,
    Strong,
}

impl<'a> Node<'a> {
    pub(crate) fn ident(&self) -> &'a Ident {
        &self.input.ident
    }

    pub(crate) fn generics(&self) -> &'a Generics {
        &self.input.generics
    }

    pub(crate) fn is_struct(&self) -> bool {
        matches!(self.input.data, syn::Data::Struct(_))
    }

    /// Does `#[graph(new)]` write a method?
    pub(crate) fn has_new(&self) -> bool {
        self.options.new.is_some() && self.is_struct()
    }

    /// Does the type have an edge that the runtime links, so that a node can find itself?
    pub(crate) fn is_linked(&self) -> bool {
        self.edges.iter().any(|edge| edge.kind.role.is_linked())
    }

    /// Returns the name of the method that gives a handle to the node, if there is one.
    pub(crate) fn handle(&self) -> Option<Ident> {
        if !self.is_linked() {
            return None;
        }
        match &self.options.handle {
            Some(name) if name == "none" => None,
            Some(name) => Some(span::own_ident(name)),
            None => Some(Ident::new("handle", Span::call_site())),
        }
    }

    pub(crate) fn is_self(&self, ty: &Type) -> bool {
        is_self(ty, self.ident(), self.generics())
    }

    /// Returns the edges of this role, in order.
    fn of_role(&self, role: Role) -> Vec<&Edge<'a>> {
        let mut found = Vec::new();
        for edge in &self.edges {
            if edge.kind.role == role {
                found.push(edge);
            }
        }
        found
    }

    /// Returns the back-references, the first of each relation (a second one is reported).
    pub(crate) fn parents(&self) -> Vec<&Edge<'a>> {
        let mut firsts: Vec<&Edge<'a>> = Vec::new();
        for edge in self.of_role(Role::BackReference) {
            if firsts.iter().all(|it| it.relation_key() != edge.relation_key()) {
                firsts.push(edge);
            }
        }
        firsts
    }

    /// Returns the owning edges.
    pub(crate) fn owning(&self) -> Vec<&Edge<'a>> {
        self.of_role(Role::Owning)
    }

    /// Returns the owning edges by child type and relation; no group is empty.
    pub(crate) fn groups(&self) -> Vec<Vec<&Edge<'a>>> {
        let mut groups: Vec<Vec<&Edge<'a>>> = Vec::new();
        for edge in self.owning() {
            match groups.iter_mut().find(|group| group[0].key == edge.key) {
                Some(group) => group.push(edge),
                None => groups.push(vec![edge]),
            }
        }
        groups
    }

    /// Returns the first owning edge of a group before this one whose children could be of the same type.
    pub(crate) fn indistinct<'g>(&self, groups: &'g [Vec<&'g Edge<'a>>], i: usize) -> Option<&'g Edge<'a>> {
        let edge = groups[i][0];
        for group in &groups[..i] {
            let first = group[0];
            if first.relation_key() == edge.relation_key() && (first.is_open || edge.is_open) {
                return Some(first);
            }
        }
        None
    }

    /// Returns the owning edges of the relation of `edge`, in order.
    pub(crate) fn relation(&self, edge: &Edge<'a>) -> Vec<&Edge<'a>> {
        let mut edges = self.owning();
        edges.retain(|it| it.relation_key() == edge.relation_key());
        edges
    }

    /// Returns the owning edges that a child of `edge` is told apart from by a number, in order: all of them, whatever
    /// child type and relation they name. One child type can be a subtype of another that is written differently
    /// (`Kid<for<'a> fn(&'a ())>`, `Kid<fn(&'static ())>`), one relation can be written in two ways (`()`, an alias of
    /// it), and one node then be a child of both edges. Only where these are too many, those to the same type: the
    /// others are of types with other names then, which [`distinct`](crate::expand::impls::owner_of::distinct) makes
    /// sure of.
    pub(crate) fn numbered(&self, edge: &Edge<'a>) -> Vec<&Edge<'a>> {
        let mut edges = self.owning();
        if edges.len() > SLOTS {
            edges.retain(|it| it.child_key() == edge.child_key());
        }
        edges
    }

    /// Returns the number of an owning edge among those that it is told apart from by it.
    pub(crate) fn slot(&self, edge: &Edge<'a>) -> u8 {
        let mut slot = 0;
        for other in self.numbered(edge) {
            if std::ptr::eq(other, edge) {
                break;
            }
            slot += 1;
        }
        u8::try_from(slot).unwrap_or(u8::MAX)
    }

    /// Returns the targets of shared edges, each once, without the type itself (which is reported).
    pub(crate) fn shared(&self) -> Vec<&'a Type> {
        let (mut seen, mut targets) = (Vec::new(), Vec::new());
        for field in &self.fields {
            for &ty in &field.shared {
                let key = show(ty);
                if !self.is_self(ty) && !seen.contains(&key) {
                    targets.push(ty);
                    seen.push(key);
                }
            }
        }
        targets
    }
}

impl<'a> Field<'a> {
    /// Returns the number of its edge.
    pub(crate) fn edge(&self) -> Option<usize> {
        match self.content {
            Content::Edge(_, edge) => Some(edge),
            _ => None,
        }
    }

    pub(crate) fn ty(&self) -> &'a Type {
        &self.syn.ty
    }

    /// Returns where errors about the code of this field belong: at its type, with names resolved as the macro's own.
    pub(crate) fn span(&self) -> Span {
        span::of_type(&self.syn.ty)
    }
}

impl Edge<'_> {
    /// Returns where errors about the code of this edge belong: at the field's type, with names resolved as the macro's
    /// own.
    pub(crate) fn span(&self) -> Span {
        span::of_type(self.ty)
    }

    /// Returns `C` for comparing.
    pub(crate) fn child_key(&self) -> &str {
        &self.key.0
    }

    /// Returns `R` for comparing.
    pub(crate) fn relation_key(&self) -> &str {
        &self.key.1
    }
}

impl EdgeKind {
    /// Is it a list whose accessor gives the field itself?
    pub(crate) fn has_view(&self) -> bool {
        self.is_list
    }

    pub(crate) fn mark(&self) -> Mark {
        self.role.mark()
    }

    pub(crate) fn takes(&self, option: &str) -> bool {
        self.options.contains(&option)
    }
}

impl Name {
    /// Returns the name of the accessor for the field that is called `name`, and one of whose targets is called `item`.
    pub(crate) fn of(&self, name: &Ident, item: &str) -> Ident {
        let own = span::own_ident(name);
        match self {
            Name::Field => own,
            Name::Verb(verb) => format_ident!("{verb}_{}", name.unraw(), span = own.span()),
            Name::VerbItem(verb) => format_ident!("{verb}_{item}", span = own.span()),
        }
    }
}

impl Role {
    pub(crate) fn mark(self) -> Mark {
        match self {
            Role::BackReference | Role::WeakLink | Role::WeakHandle => Mark::Weak,
            Role::Owning | Role::Shared => Mark::Strong,
        }
    }

    /// Is it an edge that the runtime links, and not just a handle?
    pub(crate) fn is_linked(self) -> bool {
        matches!(self, Role::BackReference | Role::Owning | Role::WeakLink)
    }

    /// Returns what messages call it.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Role::BackReference => "a back-reference",
            Role::Owning => "an owning edge",
            Role::WeakLink | Role::WeakHandle => "a weak link",
            Role::Shared => "a shared edge",
        }
    }
}

impl Mark {
    pub(crate) fn text(self) -> &'static str {
        match self {
            Mark::Weak => "#[weak]",
            Mark::Strong => "#[strong]",
        }
    }

    /// Returns the start of the attribute with options, `#[weak(`.
    pub(crate) fn open(self) -> &'static str {
        match self {
            Mark::Weak => "#[weak(",
            Mark::Strong => "#[strong(",
        }
    }
}

/// Is the type `#[deprecated]`?
pub(crate) fn is_deprecated(input: &DeriveInput) -> bool {
    input.attrs.iter().any(|attr| attr.path().is_ident("deprecated"))
}

/// Returns whether the target is left open, whether it is the type itself, and the two names that an edge is compared
/// by.
pub(crate) fn key(target: &Type, relation: Option<&Type>, input: &DeriveInput) -> (bool, bool, (String, String)) {
    let is_self =
        is_self(target, &input.ident, &input.generics) || lacks_arguments(target, &input.ident, &input.generics);
    let target_key = if is_self { "Self".into() } else { show(target) };
    let relation_key = relation.map_or_else(|| "()".into(), |relation| show(relation));
    (is_open(target, &input.generics), is_self, (target_key, relation_key))
}
