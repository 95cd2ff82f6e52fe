//! Fields that are no edge, though they were meant to be one: what is reported of them, with the line to write, and the
//! edge that this line would make. Its accessors are written all the same, so that the mistake is the only error.

use syn::Type;

use super::attr::FieldOptions;
use super::reader::Reader;
use crate::ast::{Content, Edge, EdgeKind, Field, Mark, Role};
use crate::diagnostics::Diagnostics;
use crate::ty::{Around, Held, around, bare, held, is_open, is_self, is_value, named, show, weak_holder};

/// A field that is refused.
pub(super) struct Refusal<'a> {
    pub(super) reader: Reader<'a>,
    /// The number of the field.
    pub(super) field: usize,
    pub(super) options: FieldOptions<'a>,
    pub(super) why: Why<'a>,
}

/// What is wrong with it.
pub(super) enum Why<'a> {
    /// `#[strong] children: Vec<Node>`
    NoEdge(Mark),
    /// `#[weak] parent: Option<Parent<Node>>`
    Hidden(&'static EdgeKind, &'a Type),
    /// `children: Vec<Rc<Node>>`
    Counted(&'a Type),
    /// `#[strong] next: Strong<Self>`
    SharesItself(&'a Type),
    /// `#[strong] children: Children<Box<Node>>`
    Argument(&'static EdgeKind, &'a Type, Around),
}

/// The edges of the type to itself that lack the other end.
struct Outline<'a> {
    /// An owning edge, if no field is a back-reference.
    no_parent: Option<End<'a>>,
    /// A back-reference, if no field is an owning edge.
    no_children: Option<End<'a>>,
}

/// The one end that is there.
#[derive(Clone, Copy)]
struct End<'a> {
    target: &'a Type,
    relation: Option<&'a Type>,
}

impl<'a> Outline<'a> {
    fn of(edges: &[Edge<'a>], refusals: &[Refusal<'a>], fields: &[Field<'a>]) -> Self {
        let own = |role: Role| {
            let mut found = None;
            for edge in edges {
                if edge.kind.role == role && edge.is_self && found.is_none() {
                    found = Some(End { target: edge.target, relation: edge.relation });
                }
            }
            found
        };
        let has = |role: Role| edges.iter().any(|edge| edge.kind.role == role);
        let mut out = Outline { no_parent: own(Role::Owning), no_children: own(Role::BackReference) };
        for it in refusals {
            let target = held(fields[it.field].ty()).ty;
            let is_own = is_self(target, &it.reader.input.ident, &it.reader.input.generics);
            let is_owning = match it.why {
                Why::NoEdge(mark) => mark == Mark::Strong,
                Why::Hidden(kind, _) | Why::Argument(kind, ..) => kind.role == Role::Owning,
                Why::Counted(_) | Why::SharesItself(_) => !means_parent(&fields[it.field].name),
            };
            if is_own && is_owning && out.no_parent.is_none() {
                out.no_parent = Some(End { target, relation: None });
            }
        }
        if has(Role::BackReference) {
            out.no_parent = None;
        }
        if has(Role::Owning) {
            out.no_children = None;
        }
        out
    }
}

/// Is it the name of a back-reference?
fn means_parent(field: &str) -> bool {
    let name = field.to_lowercase();
    ["parent", "owner", "container"].iter().any(|it| name.contains(it)) || name == "up"
}

/// The edge that a refused field could be.
#[derive(Clone, Copy)]
struct Line<'a> {
    kind: &'static EdgeKind,
    target: &'a Type,
    relation: Option<&'a Type>,
}

impl Line<'_> {
    /// `children: Children<Node>`
    fn text(&self, name: &str) -> String {
        let relation = self.relation.map_or_else(String::new, |relation| format!(", {}", show(relation)));
        format!("{name}: {}<{}{relation}>", self.kind.name, show(self.target))
    }

    /// `#[strong] children: Children<Node>`
    fn marked(&self, name: &str) -> String {
        format!("{} {}", self.kind.mark().text(), self.text(name))
    }
}

/// Reports every refusal, and returns the edges that the lines to write would make.
pub(super) fn refuse<'a>(
    dx: &mut Diagnostics,
    refusals: &[Refusal<'a>],
    fields: &mut [Field<'a>],
    edges: &[Edge<'a>],
) -> Vec<Edge<'a>> {
    let outline = Outline::of(edges, refusals, fields);
    let mut found: Vec<Edge<'a>> = Vec::new();
    for it in refusals {
        let field = &fields[it.field];
        let line = report(dx, it, field, &outline);
        fields[it.field].content = Content::Refused;
        let Some(line) = line else { continue };
        let args = match line.relation {
            Some(relation) => vec![line.target, relation],
            None => vec![line.target],
        };
        let edge = it.reader.edge(&mut Diagnostics::default(), &fields[it.field], line.kind, &args, &it.options);
        let Some(mut edge) = edge else { continue };
        edge.refused = true;
        if found.iter().chain(edges).all(|known| known.name != edge.name) {
            found.push(edge);
        }
    }
    found
}

/// Reports one refusal, and returns the edge that should stand there.
fn report<'a>(dx: &mut Diagnostics, it: &Refusal<'a>, field: &Field<'a>, outline: &Outline<'a>) -> Option<Line<'a>> {
    let ty = field.ty();
    let text = show(ty);
    let name = |kind: &EdgeKind| match field.syn.ident {
        Some(_) => field.name.clone(),
        None => kind.example.into(),
    };
    match &it.why {
        Why::NoEdge(mark) => {
            let (line, advice) = no_edge(it, *mark, field, outline);
            dx.error(ty, &format!("{}, found `{text}`; {advice}", needs(*mark)));
            line
        }
        Why::Hidden(kind, inner) => {
            let Held { ty: mut target, many, keys, .. } = held(ty);
            let is_tuple = matches!(target, Type::Tuple(_));
            // In a type that is not known: what the edge itself leads to.
            let is_unknown = named(target).is_some_and(|found| found.args.iter().any(|arg| shows_edge(it, arg)));
            let arg = named(inner).and_then(|found| found.args.first().copied());
            if let Some(arg) = arg.filter(|_| is_tuple || is_unknown) {
                target = arg;
            }
            let kind = match kind.name {
                "Child" if many => it.reader.kind("Children"),
                "WeakCell" if many => it.reader.kind("WeakList"),
                _ => kind,
            };
            let line = Line { kind, target, relation: named(inner).and_then(|found| found.args.get(1).copied()) };
            let (old, new) =
                (named(inner).map(|found| found.ident.to_string()).unwrap_or_default(), line.marked(&name(kind)));
            let keep = match keys {
                Some(keys) => format!(
                    "keep the keys in the nodes, or in a `WeakValueMap<{}, {}>` beside the field, and write",
                    show(keys),
                    show(target)
                ),
                None if is_tuple => "write a field for each, as".into(),
                None if old == "Parent" && many => "a node has one parent in a relation, so write".into(),
                None if old == "Child" && many => {
                    "for a few places of fixed meaning write a `Child` field for each, else".into()
                }
                None => "write".into(),
            };
            dx.error(*inner, &format!("`{old}` must be the field itself, not inside `{text}`: {keep} `{new}`"));
            Some(line)
        }
        Why::Counted(inner) => {
            let line = it.meant(field, outline);
            let (shown, new) = (show(*inner), line.marked(&name(line.kind)));
            let else_weak = match line.kind.role {
                Role::Owning => {
                    let weak = it.reader.kind(if line.kind.is_list { "WeakList" } else { "WeakCell" });
                    let weak = Line { kind: weak, ..line };
                    format!(" if this node owns it, `{}` if not", weak.marked(&name(weak.kind)))
                }
                _ => String::new(),
            };
            let message = format!(
                "`{shown}` keeps a node alive behind the graph's back: write `{new}`{else_weak}, or mark the field `#[graph(opaque)]`"
            );
            dx.error(*inner, &message);
            Some(line)
        }
        Why::SharesItself(target) => {
            let line = it.meant(field, outline);
            let (own, shown, new) = (&it.reader.input.ident, show(*target), line.marked(&name(line.kind)));
            let strong = strong_of(ty, target);
            let else_weak = match line.kind.role {
                Role::Owning => {
                    let weak = it.reader.kind(if line.kind.is_list { "WeakList" } else { "WeakCell" });
                    let weak = Line { kind: weak, ..line };
                    format!(" if this node owns it, `{}` if not", weak.marked(&name(weak.kind)))
                }
                _ => String::new(),
            };
            let message = format!(
                "`Strong<{shown}>` in `{own}` itself can close a cycle that is never dropped: write `{new}`{else_weak}"
            );
            dx.error(strong, &message);
            Some(line)
        }
        Why::Argument(kind, arg, around) => argument(dx, it, kind, arg, around, field),
    }
}

impl<'a> Refusal<'a> {
    fn is_own(&self, ty: &Type) -> bool {
        is_self(ty, &self.reader.input.ident, &self.reader.input.generics)
    }

    /// The edge that a field with a strong handle to the type itself is meant to be.
    fn meant(&self, field: &Field<'a>, outline: &Outline<'a>) -> Line<'a> {
        let Held { ty: mut target, mut many, .. } = held(field.ty());
        if !self.is_own(target) {
            // In a type that is not known: the node is somewhere in it.
            crate::ty::walk(field.ty(), &mut |inner| {
                if self.is_own(inner) {
                    (target, many) = (inner, true);
                }
            });
        }
        if means_parent(&field.name) && !many {
            let relation = outline.no_parent.and_then(|end| end.relation);
            return Line { kind: self.reader.kind("Parent"), target, relation };
        }
        let kind = self.reader.kind(if many { "Children" } else { "Child" });
        Line { kind, target, relation: outline.no_children.and_then(|end| end.relation) }
    }
}

/// What `#[weak]` or `#[strong]` on a type that is no edge was meant to be, and what is said of it.
fn no_edge<'a>(it: &Refusal<'a>, mark: Mark, field: &Field<'a>, outline: &Outline<'a>) -> (Option<Line<'a>>, String) {
    let (ty, reader) = (field.ty(), &it.reader);
    let Held { ty: target, many, keys, wrapped } = held(ty);
    let own_mark = mark.text();
    if weak_holder(ty).is_some() && named(ty).is_some_and(|found| found.ident != "Weak") {
        return (None, format!("`{}` holds its nodes weakly by itself: remove `{own_mark}`", show(ty)));
    }
    if named(target).is_some_and(|found| found.ident == "PhantomData") {
        return (None, format!("`{}` holds no node: remove `{own_mark}`", show(target)));
    }
    if is_value(target) {
        return (None, format!("`{}` is no node: remove `{own_mark}`", show(target)));
    }
    if !matches!(target, Type::Path(_)) {
        return (None, format!("`{}` is no node: remove `{own_mark}`", show(target)));
    }
    let is_own = it.is_own(target);
    let open_end = match mark {
        Mark::Weak => outline.no_parent,
        Mark::Strong => outline.no_children,
    };
    let name = |kind: &EdgeKind| match field.syn.ident {
        Some(_) => field.name.clone(),
        None => kind.example.into(),
    };
    let is_param = is_open(target, &reader.input.generics);
    if is_param {
        // It need not have a size, so no accessor can name it.
        let kind = reader.kind(if mark == Mark::Weak { "WeakCell" } else { "Children" });
        let text = Line { kind, target, relation: None }.text(&name(kind));
        return (None, format!("remove `{own_mark}`, or if `{}` is a node, write `{text}`", show(target)));
    }
    if !wrapped && !is_own {
        // A node as it is, or an alias.
        let plural = field.name.ends_with('s') || field.name.ends_with("children");
        let kind = reader.kind(match mark {
            Mark::Weak => "Parent",
            Mark::Strong if plural => "Children",
            Mark::Strong => "Child",
        });
        let argument = named(ty).and_then(|found| found.args.first().copied());
        let own = argument.filter(|arg| it.is_own(arg)).or(open_end.map(|end| end.target));
        let line = Line { kind, target: own.unwrap_or(target), relation: open_end.and_then(|end| end.relation) };
        let (shown, text) = (show(ty), line.text(&name(kind)));
        if own.is_some() {
            return (Some(line), format!("the derive goes by names, and `{shown}` may be an alias: write `{text}`"));
        }
        if mark == Mark::Weak && !means_parent(&field.name) {
            let link = Line { kind: reader.kind("WeakCell"), ..line }.text(&name(reader.kind("WeakCell")));
            return (Some(line), format!("write `{text}` if a `{shown}` has this node as its child, `{link}` if not"));
        }
        return (Some(line), format!("write `{text}`, or if `{shown}` is an alias, what it stands for"));
    }
    let (kind, other) = match mark {
        Mark::Weak if many => ("WeakList", None),
        Mark::Weak if means_parent(&field.name) => ("Parent", None),
        Mark::Weak if is_own && open_end.is_some() => ("Parent", Some("WeakCell")),
        Mark::Weak if is_own => ("WeakCell", None),
        Mark::Weak => ("Parent", Some("WeakCell")),
        Mark::Strong if many => ("Children", None),
        Mark::Strong => ("Child", None),
    };
    let line = Line { kind: reader.kind(kind), target, relation: open_end.and_then(|end| end.relation) };
    let text = line.text(&name(line.kind));
    let advice = match (other, keys) {
        (Some(other), _) => {
            let other = Line { kind: reader.kind(other), target, relation: None };
            let (other, shown) = (other.text(&name(other.kind)), show(target));
            format!("write `{text}` if a `{shown}` has this node as its child, `{other}` if not")
        }
        (None, Some(keys)) => format!(
            "keep the keys in the nodes, or in a `WeakValueMap<{}, {}>` beside the field, and write `{text}`",
            show(keys),
            show(target)
        ),
        _ if mark == Mark::Strong && !is_own && shows_counted(ty) => {
            let shared =
                if many { format!("Vec<Strong<{}>>", show(target)) } else { format!("Strong<{}>", show(target)) };
            format!("write `{}: {shared}` if others share it, `{text}` if not", name(line.kind))
        }
        _ => format!("write `{text}`"),
    };
    (Some(line), advice)
}

/// Does `ty` show an edge?
fn shows_edge(it: &Refusal<'_>, ty: &Type) -> bool {
    let mut found = false;
    let is_edge = |inner| named(inner).is_some_and(|of| it.reader.kinds.iter().any(|kind| of.ident == kind.name));
    crate::ty::walk(ty, &mut |inner| found |= is_edge(inner));
    found
}

/// Does `ty` show an `Rc` or an `Arc`?
fn shows_counted(ty: &Type) -> bool {
    let mut found = false;
    crate::ty::walk(ty, &mut |inner| found |= crate::ty::is_counted(inner));
    found
}

/// Reports the argument of an edge that is no node, and returns the edge as it should be.
fn argument<'a>(
    dx: &mut Diagnostics,
    it: &Refusal<'a>,
    kind: &'static EdgeKind,
    arg: &'a Type,
    wrong: &Around,
    field: &Field<'a>,
) -> Option<Line<'a>> {
    let ty = field.ty();
    let relation = named(ty).filter(|found| found.ident == kind.name).and_then(|found| found.args.get(1).copied());
    let Held { ty: target, many, .. } = held(arg);
    let name = if field.syn.ident.is_some() { field.name.clone() } else { kind.example.into() };
    let kind = match kind.name {
        "Child" if many => it.reader.kind("Children"),
        "WeakCell" if many => it.reader.kind("WeakList"),
        _ => kind,
    };
    let line = Line { kind, target, relation };
    let (edge, shown, text) = (kind.name, show(arg), line.text(&name));
    let wrong = if is_value(target) { &Around::Value } else { wrong };
    let message = match wrong {
        Around::Pointer => format!("`{edge}` points at the node by itself, without `{shown}`; write `{text}`"),
        Around::Handle => format!("`{edge}` takes the type of the node, not of a handle to it; write `{text}`"),
        Around::Option if edge == "Strong" => {
            format!("`{shown}` is no node; write `{name}: Option<Strong<{}>>`", show(target))
        }
        Around::Option if kind.is_list => format!("`{edge}` has no empty places; write `{text}`"),
        Around::Option => format!("`{edge}` can be empty by itself; write `{text}`"),
        Around::Cell => format!(
            "a node is never borrowed as a whole: put the `{}` around the fields of `{}` that change, and write `{text}`",
            named(arg).map(|found| found.ident.to_string()).unwrap_or_default(),
            show(target)
        ),
        Around::Collection => format!("`{edge}` takes the type of one node, found `{shown}`; write `{text}`"),
        Around::Edge => format!("`{edge}` takes the type of a node, and `{shown}` is an edge; write `{text}`"),
        Around::Dyn => format!(
            "`{edge}` takes one type that derives `Graph`, and `{shown}` is none: make an enum of the types, and write `{name}: {edge}<TheEnum>`"
        ),
        Around::Value => {
            let plain = match edge {
                "Parent" => shown.clone(),
                "Strong" => format!("Rc<{}>", show(target)),
                "Weak" => format!("std::rc::Weak<{}>", show(target)),
                _ if kind.is_list => format!("RefCell<Vec<{}>>", show(target)),
                _ => format!("RefCell<Option<{}>>", show(target)),
            };
            let own = match named(arg).filter(|found| !found.args.is_empty()) {
                Some(found) => format!(", or if `{0}` is a type of yours, `crate::{shown}`", found.ident),
                None => String::new(),
            };
            format!(
                "`{shown}` is no node, and an edge leads to nodes: remove `{}`, and write `{name}: {plain}`{own}",
                kind.mark().text()
            )
        }
    };
    dx.error(arg, &message);
    // An accessor cannot name a type without a size.
    let has_size = !matches!(wrong, Around::Dyn) && named(target).is_none_or(|found| found.ident != "str");
    has_size.then_some(line)
}

/// Returns the argument of this kind of edge that is no node by its name, and what is wrong with it.
pub(super) fn wrong_argument<'a>(reader: &Reader<'_>, args: &[&'a Type]) -> Option<(&'a Type, Around)> {
    let arg = *args.first()?;
    if is_self(arg, &reader.input.ident, &reader.input.generics) {
        return None;
    }
    around(arg, &reader.input.ident).map(|wrong| (arg, wrong))
}

/// The `Strong<T>` in `ty` whose `T` is `target`.
fn strong_of<'a>(ty: &'a Type, target: &Type) -> &'a Type {
    let mut found = ty;
    crate::ty::walk(ty, &mut |inner| {
        let is_it = named(inner)
            .is_some_and(|it| it.ident == "Strong" && it.args.first().is_some_and(|arg| std::ptr::eq(*arg, target)));
        if is_it {
            found = bare(inner);
        }
    });
    found
}

pub(super) fn needs(mark: Mark) -> &'static str {
    match mark {
        Mark::Weak => "`#[weak]` needs a back-reference or weak link (`Parent`, `WeakCell`, `WeakList`, `Weak`)",
        Mark::Strong => "`#[strong]` needs an owning or shared edge (`Children`, `Child`, `Strong`)",
    }
}

/// A weak handle where the back-reference should stand: `#[weak] parent: Option<Weak<Self>>` beside
/// `children: Children<Self>`. Returns the edge that should stand there, if it was not one before.
pub(super) fn weak_parent<'a>(
    dx: &mut Diagnostics,
    reader: Reader<'a>,
    fields: &mut [Field<'a>],
    edges: &[Edge<'a>],
    refusals: &[Refusal<'a>],
) -> Option<Option<Edge<'a>>> {
    let relation = Outline::of(edges, refusals, fields).no_parent?.relation;
    for it in refusals {
        if means_parent(&fields[it.field].name) {
            return None;
        }
    }
    let own = |ty: &Type| is_self(ty, &reader.input.ident, &reader.input.generics);
    for field in fields.iter_mut() {
        let Held { ty: target, many, wrapped, .. } = held(field.ty());
        let is_weak = match field.content {
            Content::Edge(role, _) => matches!(role, Role::WeakHandle | Role::WeakLink),
            Content::Plain => shows_weak(field.ty()),
            Content::Container { weak, .. } => weak,
            _ => false,
        };
        if many || !wrapped || !is_weak || !means_parent(&field.name) || !own(target) || field.syn.ident.is_none() {
            continue;
        }
        let line = Line { kind: reader.kind("Parent"), target, relation };
        let owning = edges.iter().find(|edge| edge.kind.role == Role::Owning && edge.is_self);
        let owning = owning.map_or_else(|| "the children".into(), |edge| format!("the owning edge `{}`", edge.name));
        let (shown, text) = (show(field.ty()), line.marked(&field.name));
        let message =
            format!("`{shown}` is no back-reference, which {owning} of `{}` needs; write `{text}`", reader.input.ident);
        dx.error(field.ty(), &message);
        if matches!(field.content, Content::Edge(..)) {
            return Some(None);
        }
        field.content = Content::Refused;
        let mut args = vec![target];
        args.extend(relation);
        let mut edge = reader.edge(&mut Diagnostics::default(), field, line.kind, &args, &FieldOptions::default());
        if let Some(edge) = &mut edge {
            edge.refused = true;
        }
        return Some(edge);
    }
    None
}

/// Does `ty` show a weak pointer of the standard library?
fn shows_weak(ty: &Type) -> bool {
    let mut ty = bare(ty);
    loop {
        let Type::Path(path) = ty else { return false };
        let Some(last) = path.path.segments.last() else { return false };
        if last.ident == "Weak" {
            return true;
        }
        let syn::PathArguments::AngleBracketed(args) = &last.arguments else { return false };
        match args.args.first() {
            Some(syn::GenericArgument::Type(inner)) => ty = bare(inner),
            _ => return false,
        }
    }
}
