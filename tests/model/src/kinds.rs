//! The node types that programs are made of, and a table of what each has.
//!
//! Between them they have every kind of edge, with and without hooks, with and without a `Drop` of their own, the
//! narrow path of the ancestor check (a tree of one type) and the wide one (two relations, two types).

use std::cell::RefCell;

use weakgraph::{
    Child, Children, DeathQueue, Finalizer, Graph, Parent, Readable, Strong, Watch, Weak, WeakCell, WeakList,
};

use crate::events::{self, Event};
use crate::hostile;

/// In every node: its number, a piece of heap that shows a use after the drop, and a record of the drop.
#[derive(Debug)]
pub struct Token {
    id: Box<u32>,
}

impl Token {
    fn new(id: u32) -> Token {
        events::born();
        Token { id: Box::new(id) }
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        events::gone(*self.id);
        hostile::tick();
    }
}

/// The relation of a [`Person`] to its mother.
#[derive(Debug)]
pub struct Mother;
/// The relation of a [`Person`] to its father.
#[derive(Debug)]
pub struct Father;

type Styles = RefCell<Vec<Strong<Style>>>;

/// Writes a struct with a [`Token`] and a constructor.
macro_rules! node {
    ($(#[$meta:meta])* $name:ident { $($(#[$at:meta])* $field:ident: $ty:ty,)* }) => {
        #[derive(Graph)]
        $(#[$meta])*
        pub struct $name { token: Token, $($(#[$at])* $field: $ty,)* }
        impl $name {
            fn blank(id: u32) -> $name { $name { token: Token::new(id), $($field: Default::default(),)* } }
        }
    };
}

node! {
    /// A tree of one type with every hook there is.
    #[graph(on_drop = Hooked::on_drop)]
    Hooked {
        #[weak(on_drop = Hooked::orphaned)]
        parent: Parent<Hooked>,
        #[strong]
        children: Children<Hooked>,
        #[weak(on_drop = Hooked::cell_lost)]
        cell: WeakCell<Hooked>,
        #[weak(on_drop = Hooked::link_lost, item = list)]
        list: WeakList<Hooked>,
        #[strong]
        styles: RefCell<Vec<Strong<Style>>>,
    }
}

node! {
    /// A tree of one type without hooks or `Drop`.
    Plain {
        #[weak]
        parent: Parent<Plain>,
        #[strong]
        children: Children<Plain>,
        #[weak]
        cell: WeakCell<Plain>,
        #[weak(item = list)]
        list: WeakList<Plain>,
        #[strong]
        styles: RefCell<Vec<Strong<Style>>>,
    }
}

node! {
    /// Two owners, in two relations, of which one has a hook.
    #[graph(on_drop = Person::on_drop)]
    Person {
        #[weak(on_drop = Person::orphaned)]
        mother: Parent<Person, Mother>,
        #[weak]
        father: Parent<Person, Father>,
        #[strong(item = of_mother)]
        of_mother: Children<Person, Mother>,
        #[strong(item = of_father)]
        of_father: Children<Person, Father>,
        #[weak]
        cell: WeakCell<Person>,
        #[weak(on_drop = Person::link_lost, item = list)]
        list: WeakList<Person>,
    }
}

node! {
    /// Owns two types.
    Folder {
        #[weak]
        folder: Parent<Folder>,
        #[strong]
        folders: Children<Folder>,
        #[strong]
        pages: Children<Page>,
        #[weak(on_drop = Folder::cell_lost)]
        cell: WeakCell<Page>,
        #[weak(item = list)]
        list: WeakList<Page>,
    }
}

node! {
    /// Owns nobody and has nothing but a back-reference.
    #[graph(on_drop = Page::on_drop)]
    Page {
        #[weak(on_drop = Page::orphaned)]
        folder: Parent<Folder>,
    }
}

node! {
    /// Two edges to one type in one relation.
    Bin {
        #[weak(on_drop = Bin::orphaned)]
        up: Parent<Bin>,
        #[strong]
        left: Child<Bin>,
        #[strong]
        right: Child<Bin>,
        #[weak(on_drop = Bin::cell_lost)]
        cell: WeakCell<Bin>,
    }
}

/// An enum: the same edges in another order.
#[derive(Graph)]
#[graph(on_drop = Either::on_drop)]
pub enum Either {
    /// Parent first.
    Up {
        /// Who it is.
        token: Token,
        /// Its owner.
        #[weak]
        parent: Parent<Either>,
        /// Its members.
        #[strong]
        children: Children<Either>,
        /// A weak link with a hook.
        #[weak(on_drop = Either::cell_lost)]
        cell: WeakCell<Either>,
    },
    /// Children first.
    Down(
        /// A weak link with a hook.
        #[weak(name = cell, on_drop = Either::cell_lost)]
        WeakCell<Either>,
        /// Its members.
        #[strong(name = children)]
        Children<Either>,
        /// Its owner.
        #[weak(name = parent)]
        Parent<Either>,
        /// Who it is.
        Token,
    ),
}

impl Either {
    fn blank(id: u32) -> Either {
        if id.is_multiple_of(2) {
            Either::Up {
                token: Token::new(id),
                parent: Parent::new(),
                children: Children::new(),
                cell: WeakCell::new(),
            }
        } else {
            Either::Down(WeakCell::new(), Children::new(), Parent::new(), Token::new(id))
        }
    }
}

node! {
    /// Shared by others, without any edge.
    Style {}
}

/// Writes the hooks and the `Drop` of a type: each is recorded, and a hostile program goes on in it.
macro_rules! hooks {
    ($($name:ident: $($hook:ident => $event:ident),*;)*) => {$(
        impl $name {
            $(fn $hook(&self) {
                events::log(Event::$event(Node::id(self)));
                hostile::in_hook(self);
            })*
        }
    )*};
}

hooks! {
    Hooked: on_drop => Hook, orphaned => Orphan, cell_lost => CellLost, link_lost => LinkLost;
    Person: on_drop => Hook, orphaned => Orphan, link_lost => LinkLost;
    Folder: cell_lost => CellLost;
    Page: on_drop => Hook, orphaned => Orphan;
    Bin: orphaned => Orphan, cell_lost => CellLost;
    Either: on_drop => Hook, cell_lost => CellLost;
}

macro_rules! drops {
    ($($name:ident)*) => {$(
        impl Drop for $name {
            fn drop(&mut self) {
                events::log(Event::Drop(Node::id(self)));
                hostile::in_drop(self);
            }
        }
    )*};
}

drops! { Hooked Person Folder Page Either Style }

/// An owning edge of whatever type.
#[derive(Clone, Copy)]
#[allow(missing_docs)]
pub enum EdgeRef<'n> {
    Hooked(&'n Children<Hooked>),
    Plain(&'n Children<Plain>),
    Mother(&'n Children<Person, Mother>),
    Father(&'n Children<Person, Father>),
    Folders(&'n Children<Folder>),
    Pages(&'n Children<Page>),
    Bin(&'n Child<Bin>),
    Either(&'n Children<Either>),
}

/// What programs need of a node type.
pub trait Node: Graph + Readable + Sized + 'static {
    /// What its weak links lead to.
    type Far: Node;
    /// Which type it is.
    const KIND: Kind;
    /// A value that is no node yet.
    fn make(id: u32) -> Self;
    /// Its token.
    fn token(&self) -> &Token;
    /// Its number.
    fn id(&self) -> u32 {
        *self.token().id
    }
    /// Forgets the type.
    fn wrap(node: Strong<Self>) -> Any;
    /// Forgets the type.
    fn wrap_weak(node: Weak<Self>) -> AnyWeak;
    /// Remembers the type.
    fn unwrap(any: &Any) -> Option<&Strong<Self>>;
    /// Forgets the type.
    fn wrap_value(value: Self) -> Value;
    /// Its owning edges, in order.
    fn edges(&self) -> Vec<EdgeRef<'_>>;
    /// The owner over this back-reference.
    fn parent_at(&self, rel: usize) -> Option<Any>;
    /// Leaves the owner over this back-reference.
    fn detach_at(&self, rel: usize) -> Option<Any>;
    /// Its link to one.
    fn cell(&self) -> Option<&WeakCell<Self::Far>> {
        None
    }
    /// Its links to many.
    fn list(&self) -> Option<&WeakList<Self::Far>> {
        None
    }
    /// What it shares.
    fn styles(&self) -> Option<&Styles> {
        None
    }
    /// Its `handle()`.
    fn this(&self) -> Option<Any>;
    /// Moves edges out of a dying value into a new one.
    fn gut(&mut self, id: u32, mask: u8) -> Self;
    /// Opens a walk, if the type is a [`Tree`](weakgraph::Tree).
    fn open(&self, _way: crate::real::Way) -> Option<Box<dyn crate::real::Walk + '_>> {
        None
    }
    /// Calls `f` if the type is a [`Tree`](weakgraph::Tree).
    fn with_tree<F: crate::real::TreeFn>(&self, _f: F) -> Option<F::Out> {
        None
    }
}

macro_rules! kinds {
    ($($name:ident {
        far: $far:ident,
        edges($self:ident): $edges:expr,
        parents: [$($parent:ident / $detach:ident),*],
        $(handle: $handle:ident,)?
        $(cell: $cell:ident,)? $(list: $list:ident,)? $(styles: $styles:ident,)?
        gut($me:ident, $new:ident, $mask:ident): $gut:expr,
        $(tree: $tree:ident,)?
    })*) => {
        /// Which node type.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum Kind { $($name),* }
        /// All of them.
        pub const KINDS: &[Kind] = &[$(Kind::$name),*];
        /// A handle of whatever type.
        #[derive(Clone, PartialEq, Eq, Debug)]
        #[allow(missing_docs)]
        pub enum Any { $($name(Strong<$name>)),* }
        /// A weak handle of whatever type.
        #[derive(Clone, PartialEq, Eq, Debug)]
        #[allow(missing_docs)]
        pub enum AnyWeak { $($name(Weak<$name>)),* }
        /// A value of whatever type that is no node yet.
        #[allow(missing_docs)]
        pub enum Value { $($name(Box<$name>)),* }

        /// Does the same for every type.
        #[macro_export]
        #[doc(hidden)]
        macro_rules! each {
            ($E:ident, $any:expr, $n:ident => $body:expr) => { match $any { $($crate::kinds::$E::$name($n) => $body),* } };
        }

        /// A value that is no node yet.
        pub fn make(kind: Kind, id: u32) -> Value {
            match kind { $(Kind::$name => $name::wrap_value(<$name as Node>::make(id))),* }
        }

        impl Value {
            /// Makes a node of it.
            pub fn birth(self) -> Any {
                match self { $(Value::$name(value) => Any::$name(Strong::new(*value))),* }
            }
        }

        $(impl Node for $name {
            type Far = $far;
            const KIND: Kind = Kind::$name;
            fn make(id: u32) -> Self { $name::blank(id) }
            fn token(&self) -> &Token { token_of!($name, self) }
            fn wrap(node: Strong<Self>) -> Any { Any::$name(node) }
            fn wrap_weak(node: Weak<Self>) -> AnyWeak { AnyWeak::$name(node) }
            fn unwrap(any: &Any) -> Option<&Strong<Self>> {
                match any { Any::$name(node) => Some(node), _ => None }
            }
            fn wrap_value(value: Self) -> Value { Value::$name(Box::new(value)) }
            fn edges(&$self) -> Vec<EdgeRef<'_>> { Vec::from($edges) }
            fn parent_at(&self, _rel: usize) -> Option<Any> {
                let all: &[fn(&Self) -> Option<Any>] = &[$(|n| n.$parent().map(Node::wrap)),*];
                all.get(_rel).and_then(|f| f(self))
            }
            fn detach_at(&self, _rel: usize) -> Option<Any> {
                let all: &[fn(&Self) -> Option<Any>] = &[$(|n| n.$detach().map(Node::wrap)),*];
                all.get(_rel).and_then(|f| f(self))
            }
            fn this(&self) -> Option<Any> {
                $(return Some(Node::wrap(self.$handle()));)?
                #[allow(unreachable_code)]
                None
            }
            $(fn cell(&self) -> Option<&WeakCell<$far>> { Some($cell!(self)) })?
            $(fn list(&self) -> Option<&WeakList<$far>> { Some(&self.$list) })?
            $(fn styles(&self) -> Option<&Styles> { Some(&self.$styles) })?
            fn gut(&mut $me, id: u32, $mask: u8) -> Self {
                #[allow(unused_mut)]
                let mut $new = $name::blank(id);
                $gut;
                $new
            }
            $(fn with_tree<F: $crate::real::TreeFn>(&self, f: F) -> Option<F::Out> {
                let this: &$tree = self;
                Some(f.call(this))
            }
            fn open(&self, way: $crate::real::Way) -> Option<Box<dyn $crate::real::Walk + '_>> {
                Some($crate::real::open(self, way))
            })?
        })*
    };
}

macro_rules! token_of {
    (Either, $it:expr) => {
        match $it {
            Either::Up { token, .. } | Either::Down(.., token) => token,
        }
    };
    ($name:ident, $it:expr) => {
        &$it.token
    };
}

/// The field `cell` of a struct.
macro_rules! field {
    ($it:expr) => {
        &$it.cell
    };
}

/// The weak link of an [`Either`].
macro_rules! either_cell {
    ($it:expr) => {
        match $it {
            Either::Up { cell, .. } | Either::Down(cell, ..) => cell,
        }
    };
}

/// Swaps the fields whose bit is set.
macro_rules! swap {
    ($me:ident, $new:ident, $mask:ident: $($field:ident)*) => {{
        let mut _bit = 1u8;
        $(
            if $mask & _bit != 0 {
                std::mem::swap(&mut $me.$field, &mut $new.$field);
            }
            _bit = _bit.wrapping_shl(1);
        )*
    }};
}

kinds! {
    Hooked {
        far: Hooked,
        edges(self): [EdgeRef::Hooked(&self.children)],
        parents: [parent / detach_from_parent],
        handle: handle,
        cell: field, list: list, styles: styles,
        gut(self, new, mask): swap!(self, new, mask: children parent cell list styles),
        tree: Hooked,
    }
    Plain {
        far: Plain,
        edges(self): [EdgeRef::Plain(&self.children)],
        parents: [parent / detach_from_parent],
        handle: handle,
        cell: field, list: list, styles: styles,
        gut(self, new, mask): swap!(self, new, mask: children parent cell list styles),
        tree: Plain,
    }
    Person {
        far: Person,
        edges(self): [EdgeRef::Mother(&self.of_mother), EdgeRef::Father(&self.of_father)],
        parents: [mother / detach_from_mother, father / detach_from_father],
        handle: handle,
        cell: field, list: list,
        gut(self, new, mask): swap!(self, new, mask: of_mother of_father mother father cell list),
        tree: Person,
    }
    Folder {
        far: Page,
        edges(self): [EdgeRef::Folders(&self.folders), EdgeRef::Pages(&self.pages)],
        parents: [folder / detach_from_folder],
        handle: handle,
        cell: field, list: list,
        gut(self, new, mask): swap!(self, new, mask: folders pages folder cell list),
        tree: Folder,
    }
    Page {
        far: Page,
        edges(self): [],
        parents: [folder / detach_from_folder],
        handle: handle,
        gut(self, new, mask): swap!(self, new, mask: folder),
    }
    Bin {
        far: Bin,
        edges(self): [EdgeRef::Bin(&self.left), EdgeRef::Bin(&self.right)],
        parents: [up / detach_from_up],
        handle: handle,
        cell: field,
        gut(self, new, mask): swap!(self, new, mask: left right up cell),
    }
    Either {
        far: Either,
        edges(self): [EdgeRef::Either(self.children())],
        parents: [parent / detach_from_parent],
        handle: handle,
        cell: either_cell,
        gut(self, new, mask): {
            let _ = mask;
            // The whole value leaves; the new one, with the new number, dies in its place.
            std::mem::swap(self, &mut new);
            let (mine, its) = match (&mut *self, &mut new) {
                (Either::Up { token: a, .. } | Either::Down(.., a), Either::Up { token: b, .. } | Either::Down(.., b)) => (a, b),
            };
            std::mem::swap(mine, its);
        },
        tree: Either,
    }
    Style {
        far: Style,
        edges(self): [],
        parents: [],
        gut(self, new, mask): { let _ = mask; },
    }
}

/// What a type has, for the model, which knows no types.
pub mod table {
    use super::Kind;

    /// An owning edge.
    #[derive(Clone, Copy)]
    pub struct Edge {
        /// The members' type.
        pub to: Kind,
        /// Which back-reference of the members it is paired with.
        pub rel: usize,
        /// Whether it takes one member at most.
        pub one: bool,
    }

    /// Its owning edges, in order.
    pub fn edges(kind: Kind) -> &'static [Edge] {
        const fn e(to: Kind, rel: usize, one: bool) -> Edge {
            Edge { to, rel, one }
        }
        use Kind::*;
        match kind {
            Hooked => const { &[e(Hooked, 0, false)] },
            Plain => const { &[e(Plain, 0, false)] },
            Person => const { &[e(Person, 0, false), e(Person, 1, false)] },
            Folder => const { &[e(Folder, 0, false), e(Page, 0, false)] },
            Bin => const { &[e(Bin, 0, true), e(Bin, 0, true)] },
            Either => const { &[e(Either, 0, false)] },
            Page | Style => &[],
        }
    }

    /// Its back-references, in order: whether each has a hook.
    pub fn parents(kind: Kind) -> &'static [bool] {
        use Kind::*;
        match kind {
            Hooked | Page | Bin => &[true],
            Person => &[true, false],
            Plain | Folder | Either => &[false],
            Style => &[],
        }
    }

    /// Whether it is a `Tree`: then over its first edge and back-reference.
    pub fn is_tree(kind: Kind) -> bool {
        !matches!(kind, Kind::Page | Kind::Bin | Kind::Style)
    }

    /// Whether it has a drop hook.
    pub fn hooked(kind: Kind) -> bool {
        matches!(kind, Kind::Hooked | Kind::Person | Kind::Page | Kind::Either)
    }

    /// Whether it has a `Drop` of its own.
    pub fn drops(kind: Kind) -> bool {
        !matches!(kind, Kind::Plain | Kind::Bin)
    }

    /// Where its weak links lead to.
    pub fn far(kind: Kind) -> Kind {
        if kind == Kind::Folder { Kind::Page } else { kind }
    }

    /// Whether it has a link to one, and that a hook.
    pub fn cell(kind: Kind) -> Option<bool> {
        use Kind::*;
        match kind {
            Hooked | Folder | Bin | Either => Some(true),
            Plain | Person => Some(false),
            Page | Style => None,
        }
    }

    /// Whether it has links to many, and these a hook.
    pub fn list(kind: Kind) -> Option<bool> {
        use Kind::*;
        match kind {
            Hooked | Person => Some(true),
            Plain | Folder => Some(false),
            Page | Style | Bin | Either => None,
        }
    }

    /// Whether it shares styles.
    pub fn shares(kind: Kind) -> bool {
        matches!(kind, Kind::Hooked | Kind::Plain)
    }
}

/// A node, or a value that is none yet, of whatever type.
pub trait NodeDyn {
    /// Its type.
    fn kind(&self) -> Kind;
    /// Its number.
    fn num(&self) -> u32;
    /// Its owning edges.
    fn all_edges(&self) -> Vec<EdgeRef<'_>>;
    /// The owner over this back-reference.
    fn owner(&self, rel: usize) -> Option<Any>;
    /// Leaves that owner.
    fn leave(&self, rel: usize) -> Option<Any>;
    /// The target of its link.
    fn cell_target(&self) -> Option<Any>;
    /// Sets or clears its link; false if it has none.
    fn set_cell(&self, target: Option<&Any>) -> bool;
    /// The targets of its links, while the walk is open.
    fn links(&self) -> Option<Box<dyn Iterator<Item = Any> + '_>>;
    /// Edits its links; `None` if it has none.
    fn edit_links(&self, edit: u8, target: Option<&Any>) -> Option<bool>;
    /// Its length.
    fn links_len(&self) -> usize;
    /// What it shares.
    fn shared(&self) -> Option<&Styles>;
    /// Its own handle. Panics in a dying node, and in a value that is no node.
    fn me(&self) -> Option<Any>;
    /// As a tree.
    fn tree_edit(&self, edit: u8, other: &Any) -> Option<crate::real::Outcome>;
    /// Opens a walk, if it is a tree.
    fn walk(&self, walk: crate::real::Way) -> Option<Box<dyn crate::real::Walk + '_>>;
    /// What a tree says of itself.
    fn tree_facts(&self) -> Option<crate::real::Facts>;
    /// Where another is.
    fn position(&self, other: &Any) -> Option<weakgraph::Position>;
}

impl<T: Node> NodeDyn for T {
    fn kind(&self) -> Kind {
        T::KIND
    }
    fn num(&self) -> u32 {
        self.id()
    }
    fn all_edges(&self) -> Vec<EdgeRef<'_>> {
        Node::edges(self)
    }
    fn owner(&self, rel: usize) -> Option<Any> {
        self.parent_at(rel)
    }
    fn leave(&self, rel: usize) -> Option<Any> {
        self.detach_at(rel)
    }
    fn cell_target(&self) -> Option<Any> {
        self.cell()?.get().map(Node::wrap)
    }
    fn set_cell(&self, target: Option<&Any>) -> bool {
        let Some(cell) = self.cell() else { return false };
        match target.and_then(T::Far::unwrap) {
            Some(target) => cell.set(target),
            None => cell.clear(),
        }
        true
    }
    fn links(&self) -> Option<Box<dyn Iterator<Item = Any> + '_>> {
        Some(Box::new(self.list()?.iter().map(Node::wrap)))
    }
    fn edit_links(&self, edit: u8, target: Option<&Any>) -> Option<bool> {
        let list = self.list()?;
        let target = target.and_then(T::Far::unwrap);
        Some(match (edit % 8, target) {
            (0..5, Some(target)) => {
                list.add(target);
                true
            }
            (5..7, Some(target)) => {
                let held = list.contains(target);
                assert_eq!(list.remove(target), held);
                held
            }
            (7, _) => {
                list.clear();
                true
            }
            _ => return None,
        })
    }
    fn links_len(&self) -> usize {
        self.list().map_or(0, WeakList::len)
    }
    fn shared(&self) -> Option<&Styles> {
        self.styles()
    }
    fn me(&self) -> Option<Any> {
        self.this()
    }
    fn tree_edit(&self, edit: u8, other: &Any) -> Option<crate::real::Outcome> {
        self.with_tree(crate::real::TreeEdit { edit, other }).flatten()
    }
    fn walk(&self, way: crate::real::Way) -> Option<Box<dyn crate::real::Walk + '_>> {
        self.open(way)
    }
    fn tree_facts(&self) -> Option<crate::real::Facts> {
        self.with_tree(crate::real::AskFacts)
    }
    fn position(&self, other: &Any) -> Option<weakgraph::Position> {
        self.with_tree(crate::real::AskPosition(other)).flatten()
    }
}

impl Any {
    /// The node.
    pub fn get(&self) -> &dyn NodeDyn {
        each!(Any, self, n => &**n)
    }
    /// Its number.
    pub fn id(&self) -> u32 {
        self.get().num()
    }
    /// Its type.
    pub fn kind(&self) -> Kind {
        self.get().kind()
    }
    /// A weak handle.
    pub fn downgrade(&self) -> AnyWeak {
        each!(Any, self, n => Node::wrap_weak(Strong::downgrade(n)))
    }
    /// Calls this when it dies.
    pub fn watch(&self, call: impl FnOnce() + 'static) -> Watch {
        each!(Any, self, n => Strong::watch(n, move |dead| {
            assert!(!dead.is_alive(), "a node that was told dead is alive");
            call();
        }))
    }
    /// Calls this when it dies, or before.
    pub fn finalizer(&self, call: impl FnOnce() + 'static) -> Finalizer<()> {
        each!(Any, self, n => Finalizer::new(n, call))
    }
    /// Puts this into the queue when it dies.
    pub fn enqueue(&self, queue: &DeathQueue<u32>, key: u32) -> Watch {
        each!(Any, self, n => queue.watch(n, key))
    }
    /// Its counts.
    pub fn counts(&self) -> (usize, usize) {
        each!(Any, self, n => (Strong::strong_count(n), Strong::weak_count(n)))
    }
    /// How it prints.
    pub fn debug(&self) -> String {
        format!("{self:?}")
    }
}

impl AnyWeak {
    /// The node, if it is alive.
    pub fn upgrade(&self) -> Option<Any> {
        each!(AnyWeak, self, n => n.upgrade().map(Node::wrap))
    }
    /// Its counts, and whether it is alive.
    pub fn counts(&self) -> (usize, usize, bool) {
        each!(AnyWeak, self, n => (n.strong_count(), n.weak_count(), n.is_alive()))
    }
}

impl Value {
    /// The value.
    pub fn get(&self) -> &dyn NodeDyn {
        each!(Value, self, n => &**n)
    }
}
