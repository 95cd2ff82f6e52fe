//! The node types that programs are made of, and what each has.
//!
//! Between them they have every kind of edge, with and without hooks, with and without a `Drop` of their own, the
//! narrow path of the ancestor check (a tree of one type) and the wide one (two relations, two types), types that can
//! be read in a session and types that cannot.
//!
//! A new kind is a file here, with the type, its `hooks!`, `drops!` and `kind!`, and a line in `register!`: then every
//! driver makes nodes of it. What is true of some kinds only (that they are trees, can be read, copied, written) is an
//! entry in `also: [..]`; what only one kind can do is its function `own`.

use std::cell::RefCell;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use weakgraph::serde::Record;
use weakgraph::{
    DeepClone, DropQueue, EditChildren, Finalizer, Graph, InRelation, Readable, Strong, Tree, TreeEq, TreeHash, TreeIn,
    Watch, Weak, WeakCell, WeakList, WeakListView,
};

use crate::events;
use crate::hostile;
use crate::real::EdgeRef;

/// In every node: its number, a piece of heap that shows a use after the drop, and a record of the drop. Whatever the
/// library does with a field is user code here: a copy, a comparison, a hash, its text, writing and reading it.
#[derive(Debug)]
pub struct Token {
    id: Box<u32>,
}

impl Token {
    fn new(id: u32) -> Token {
        events::born();
        Token { id: Box::new(id) }
    }

    fn id(&self) -> u32 {
        *self.id
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        events::gone(*self.id);
        hostile::tick();
    }
}

impl Clone for Token {
    fn clone(&self) -> Token {
        hostile::in_closure();
        // Read after the user's code has run.
        Token::new(hostile::id_of_copy(*self.id))
    }
}

impl PartialEq for Token {
    fn eq(&self, other: &Token) -> bool {
        hostile::in_closure();
        hostile::class_of(*self.id) == hostile::class_of(*other.id)
    }
}

impl Hash for Token {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hostile::in_closure();
        state.write_u32(hostile::class_of(*self.id));
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        hostile::in_closure();
        write!(f, "n{}", self.id)
    }
}

impl Serialize for Token {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        hostile::in_closure();
        self.id.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Token {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Token, D::Error> {
        let id = u32::deserialize(deserializer)?;
        hostile::in_closure();
        Ok(Token::new(hostile::id_of_copy(id)))
    }
}

/// Turns into a handle, after user code has run.
#[derive(Debug)]
pub struct Late<T>(pub Strong<T>);

impl<T> weakgraph::IntoNode<T> for Late<T> {
    fn into_node(self) -> Strong<T> {
        hostile::in_closure();
        self.0
    }
}

pub(crate) type Styles = RefCell<Vec<Strong<Style>>>;

/// An owning edge, for the model.
#[derive(Clone, Copy)]
pub struct Edge {
    /// The members' type.
    pub to: Kind,
    /// Which back-reference of the members it is paired with.
    pub rel: usize,
    /// Whether it takes one member at most.
    pub one: bool,
}

impl Edge {
    pub(crate) const fn many(to: Kind, rel: usize) -> Edge {
        Edge { to, rel, one: false }
    }
    pub(crate) const fn one(to: Kind, rel: usize) -> Edge {
        Edge { to, rel, one: true }
    }
}

/// What a type has, for the model, which knows no types.
#[derive(Clone, Copy)]
pub struct Spec {
    /// Its owning edges, in order.
    pub edges: &'static [Edge],
    /// Its back-references, in order: whether each has a hook.
    pub parents: &'static [bool],
    /// Whether it has a drop hook.
    pub hooked: bool,
    /// Whether it has a `Drop` of its own.
    pub drops: bool,
    /// Whether it has a link to one, and that a hook.
    pub cell: Option<bool>,
    /// Whether it has links to many, and these a hook.
    pub list: Option<bool>,
}

/// Writes a struct with a [`Token`] and a constructor.
macro_rules! node {
    ($(#[$meta:meta])* $name:ident { $($(#[$at:meta])* $vis:vis $field:ident: $ty:ty,)* }) => {
        #[derive(Graph)]
        $(#[$meta])*
        pub struct $name { #[graph(label)] token: Token, $($(#[$at])* $vis $field: $ty,)* }
        impl $name {
            fn blank(id: u32) -> $name { $name { token: Token::new(id), $($field: Default::default(),)* } }
        }
    };
}

/// Writes the hooks of a type: each is recorded, and a hostile program goes on in it.
macro_rules! hooks {
    ($name:ident: $($hook:ident => $event:ident),*) => {
        impl $name {
            $(fn $hook(&self) {
                events::log(Event::$event(Node::id(self)));
                hostile::in_hook(self);
            })*
        }
    };
}

/// Writes the `Drop` of a type, which does the same.
macro_rules! drops {
    ($name:ident) => {
        impl Drop for $name {
            fn drop(&mut self) {
                events::log(Event::Drop(Node::id(self)));
                hostile::in_drop(self);
            }
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

/// Implements [`Node`] for a type.
macro_rules! kind {
    ($kind:ident = $ty:ty {
        far: $far:ty,
        spec: $spec:expr,
        $(token($t:ident): $token:expr,)?
        edges($e:ident): [$($edge:expr),*],
        parents($p:ident): [$($parent:expr, $detach:expr);*],
        this($this:ident): $handle:expr,
        $(cell($c:ident): $cell:expr,)? $(list($l:ident): $list:expr,)? $(styles($s:ident): $styles:expr,)?
        gut($me:ident, $new:ident, $mask:ident): $gut:expr,
        also: [$($also:ident),*],
        $(relations: [$($relation:ty),*],)?
        $(own($node:ident, $n:ident, $other:ident): $own:expr,)?
    }) => {
        impl Node for $ty {
            type Far = $far;
            const KIND: Kind = Kind::$kind;
            const SPEC: Spec = $spec;
            const ALSO: &'static [Also] = &[$(Also::$also),*];
            fn make(id: u32) -> Self { <$ty>::blank(id) }
            fn token(&self) -> &Token { kind!(@token self $(($t, $token))?) }
            fn wrap(node: Strong<Self>) -> Any { Any::$kind(node) }
            fn wrap_weak(node: Weak<Self>) -> AnyWeak { AnyWeak::$kind(node) }
            fn unwrap(any: &Any) -> Option<&Strong<Self>> {
                match any { Any::$kind(node) => Some(node), _ => None }
            }
            fn wrap_value(value: Self) -> Value { Value::$kind(Box::new(value)) }
            fn edges(&self) -> Vec<EdgeRef<'_>> {
                let $e = self;
                vec![$($edge as EdgeRef<'_>),*]
            }
            fn parent_at(&self, rel: usize) -> Option<Any> {
                let all: &[fn(&Self) -> Option<Any>] = &[$(|$p| $parent.map(Node::wrap)),*];
                all.get(rel).and_then(|f| f(self))
            }
            fn detach_at(&self, rel: usize) -> Option<Any> {
                let all: &[fn(&Self) -> Option<Any>] = &[$(|$p| $detach.map(Node::wrap)),*];
                all.get(rel).and_then(|f| f(self))
            }
            fn this(&self) -> Option<Any> {
                let $this = self;
                let handle: Option<Strong<Self>> = $handle;
                handle.map(Node::wrap)
            }
            $(fn cell(&self) -> Option<&WeakCell<$far>> { let $c = self; Some($cell) })?
            $(fn list(&self) -> Option<&WeakList<$far>> { let $l = self; Some($list) })?
            $(const SHARES: bool = { let _ = stringify!($s); true };
            fn styles(&self) -> Option<&Styles> { let $s = self; Some($styles) })?
            fn gut(&mut self, id: u32, $mask: u8) -> Self {
                let $me = self;
                #[allow(unused_mut)]
                let mut $new = <$ty>::blank(id);
                $gut;
                $new
            }
            $(kind!(@also $also);)*
            $(fn with_relation<'a, F: RelationFn<'a>>(&'a self, n: u8, f: F) -> Option<F::Out> {
                let mut relations = 0..;
                let n = usize::from(n) % [$(stringify!($relation)),*].len();
                $(if relations.next() == Some(n) {
                    let tree: InRelation<'a, Self, $relation> = reach!(Graph::in_relation(self));
                    return Some(f.call(tree));
                })*
                None
            })?
            $(fn own($node: &Strong<Self>, $n: u8, $other: &Strong<Self>) { $own })?
        }
    };
    (@token $this:ident ($t:ident, $token:expr)) => {{ let $t = $this; $token }};
    (@token $this:ident) => { &$this.token };
    (@also tree) => {
        fn with_tree<F: crate::real::TreeFn>(&self, f: F) -> Option<F::Out> {
            Some(f.call(self))
        }
        fn open(&self, way: crate::real::Way) -> Option<Box<dyn crate::real::Walk + '_>> {
            Some(crate::real::open(self, way))
        }
    };
    (@also tree_in) => {
        fn open(&self, way: crate::real::Way) -> Option<Box<dyn crate::real::Walk + '_>> {
            self.with_relation(0, crate::real::Open(way))
        }
    };
    (@also read) => {
        fn with_read<F: ReadFn>(this: &Strong<Self>, f: F) -> Option<F::Out> {
            Some(f.call(this))
        }
    };
    (@also read_tree) => {
        fn with_read_tree<F: ReadTreeFn>(this: &Strong<Self>, f: F) -> Option<F::Out> {
            Some(f.call(this))
        }
    };
    (@also value) => {
        fn with_value<F: ValueFn>(this: &Strong<Self>, f: F) -> Option<F::Out> {
            Some(f.call(this))
        }
    };
    (@also record) => {
        fn with_record<F: RecordFn>(this: &Strong<Self>, f: F) -> Option<F::Out> {
            Some(f.call(this))
        }
    };
}

/// What a file of a kind uses.
mod prelude {
    pub(super) use std::cell::RefCell;

    pub(super) use serde::{Deserialize, Serialize};
    pub(super) use weakgraph::{Child, Children, Graph, InRelation, Parent, Strong, Weak, WeakCell, WeakList};

    pub(super) use super::{
        Also, Any, AnyWeak, Edge, Kind, Late, Node, ReadFn, ReadTreeFn, RecordFn, RelationFn, Spec, Style, Styles,
        Token, Value, ValueFn,
    };
    pub(super) use crate::events::{self, Event};
    pub(super) use crate::hostile;
    pub(super) use crate::real::EdgeRef;
}

/// Makes one type of all kinds, for handles, weak handles and values.
macro_rules! register {
    ($($name:ident = $ty:ty, $of:literal;)*) => {
        /// Which node type.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)]
        pub enum Kind { $($name),* }
        /// All of them, each as often as it is to come up among random nodes.
        pub const KINDS: &[(Kind, u8)] = &[$((Kind::$name, $of)),*];
        /// A handle of whatever type.
        #[derive(Clone, PartialEq, Eq, Debug)]
        #[allow(missing_docs)]
        pub enum Any { $($name(Strong<$ty>)),* }
        /// A weak handle of whatever type.
        #[derive(Clone, PartialEq, Eq, Debug)]
        #[allow(missing_docs)]
        pub enum AnyWeak { $($name(Weak<$ty>)),* }
        /// A value of whatever type that is no node yet.
        #[allow(missing_docs)]
        pub enum Value { $($name(Box<$ty>)),* }

        /// Does the same for every type.
        #[macro_export]
        #[doc(hidden)]
        macro_rules! each {
            ($E:ident, $any:expr, $n:ident => $body:expr) => { match $any { $($crate::kinds::$E::$name($n) => $body),* } };
        }

        /// A value that is no node yet.
        pub fn make(kind: Kind, id: u32) -> Value {
            match kind { $(Kind::$name => <$ty>::wrap_value(<$ty as Node>::make(id))),* }
        }

        impl Value {
            /// Makes a node of it.
            pub fn birth(self) -> Any {
                match self { $(Value::$name(value) => Any::$name(reach!(Strong::new(*value)))),* }
            }
        }

        impl Kind {
            /// What it has.
            pub fn spec(self) -> &'static Spec {
                match self { $(Kind::$name => const { &<$ty as Node>::SPEC }),* }
            }
            /// What else can be done with it.
            pub fn also(self, also: Also) -> bool {
                let all = match self { $(Kind::$name => <$ty as Node>::ALSO),* };
                all.contains(&also)
            }
            /// Where its weak links lead to.
            pub fn far(self) -> Kind {
                match self { $(Kind::$name => <<$ty as Node>::Far as Node>::KIND),* }
            }
            /// Whether it shares styles.
            pub fn shares(self) -> bool {
                match self { $(Kind::$name => <$ty as Node>::SHARES),* }
            }
        }
    };
}

register! {
    Hooked = Hooked, 28;
    Plain = Plain, 14;
    Person = Person, 10;
    Folder = Folder, 10;
    Page = Page, 10;
    Bin = Bin, 10;
    Either = Either, 10;
    Style = Style, 8;
    Loan = Loan<u8>, 10;
    Slip = Slip, 6;
    Shelf = Shelf, 6;
    Lent = Lent<'static>, 6;
}

mod bin;
mod either;
mod folder;
mod hooked;
mod loan;
mod person;
mod plain;
mod style;

pub use bin::Bin;
pub use either::Either;
pub use folder::{Folder, Page};
pub use hooked::Hooked;
pub use loan::{Lent, Loan, Shelf, Slip};
pub use person::{Father, Mother, Person};
pub use plain::Plain;
pub use style::Style;

/// What can be done with some types only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(non_camel_case_types, reason = "as they stand in `kind!`")]
pub enum Also {
    /// It is a [`Tree`], over its first edge and back-reference.
    tree,
    /// It is a tree over its first edge and back-reference, in a relation that has to be named.
    tree_in,
    /// It can be read in a session.
    read,
    /// Both.
    read_tree,
    /// It can be copied, compared and hashed with all that it owns.
    value,
    /// It can be written and read.
    record,
}

/// A function on any node as part of one of its trees.
pub trait RelationFn<'a> {
    /// What it gives.
    type Out;
    /// Calls it.
    fn call<R: 'static, K, T>(self, tree: InRelation<'a, T, R>) -> Self::Out
    where
        T: TreeIn<R> + EditChildren<T, R, K> + Node;
}

/// A function on any node that can be read in a session.
pub trait ReadFn {
    /// What it gives.
    type Out;
    /// Calls it.
    fn call<T: Node + Readable>(self, node: &Strong<T>) -> Self::Out;
}

/// A function on any tree that can be read in a session.
pub trait ReadTreeFn {
    /// What it gives.
    type Out;
    /// Calls it.
    fn call<T: Node + Tree + Readable>(self, node: &Strong<T>) -> Self::Out;
}

/// A function on any node that is a value with what it owns.
pub trait ValueFn {
    /// What it gives.
    type Out;
    /// Calls it.
    fn call<T: Node + DeepClone + TreeEq + TreeHash>(self, node: &Strong<T>) -> Self::Out;
}

/// A function on any node that can be written and read, in both forms.
pub trait RecordFn {
    /// What it gives.
    type Out;
    /// Calls it.
    fn call<T: Node + Record + Serialize + DeserializeOwned>(self, node: &Strong<T>) -> Self::Out;
}

/// What programs need of a node type.
pub trait Node: Graph + Sized + 'static {
    /// What its weak links lead to.
    type Far: Node;
    /// Which type it is.
    const KIND: Kind;
    /// What it has.
    const SPEC: Spec;
    /// What else can be done with it.
    const ALSO: &'static [Also];
    /// Whether it shares styles.
    const SHARES: bool = false;
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
    /// Opens a walk, if the type is a [`Tree`].
    fn open(&self, _way: crate::real::Way) -> Option<Box<dyn crate::real::Walk + '_>> {
        None
    }
    /// Calls `f` if the type is a [`Tree`].
    fn with_tree<F: crate::real::TreeFn>(&self, _f: F) -> Option<F::Out> {
        None
    }
    /// Calls `f` for one of the relations in which the type is a tree, if there are any.
    fn with_relation<'a, F: RelationFn<'a>>(&'a self, _n: u8, _f: F) -> Option<F::Out> {
        None
    }
    /// Calls `f` for the first one, if that is the tree of the model.
    fn in_named_tree<'a, F: RelationFn<'a>>(&'a self, f: F) -> Option<F::Out> {
        if Self::ALSO.contains(&Also::tree_in) { self.with_relation(0, f) } else { None }
    }
    /// Calls `f` if the type can be read in a session.
    fn with_read<F: ReadFn>(_this: &Strong<Self>, _f: F) -> Option<F::Out> {
        None
    }
    /// Calls `f` if the type is a tree that can be read in a session.
    fn with_read_tree<F: ReadTreeFn>(_this: &Strong<Self>, _f: F) -> Option<F::Out> {
        None
    }
    /// Calls `f` if the type can be copied, compared and hashed.
    fn with_value<F: ValueFn>(_this: &Strong<Self>, _f: F) -> Option<F::Out> {
        None
    }
    /// Calls `f` if the type can be written and read.
    fn with_record<F: RecordFn>(_this: &Strong<Self>, _f: F) -> Option<F::Out> {
        None
    }
    /// What only this type can do.
    fn own(_this: &Strong<Self>, _n: u8, _other: &Strong<Self>) {}
}

/// What a type has, by its [`Kind`].
pub mod table {
    use super::{Also, Edge, Kind};

    /// Its owning edges, in order.
    pub fn edges(kind: Kind) -> &'static [Edge] {
        kind.spec().edges
    }

    /// Its back-references, in order: whether each has a hook.
    pub fn parents(kind: Kind) -> &'static [bool] {
        kind.spec().parents
    }

    /// Whether it is a tree over its first edge and back-reference.
    pub fn is_tree(kind: Kind) -> bool {
        kind.also(Also::tree) || kind.also(Also::tree_in)
    }

    /// Whether it can be read in a session, and so waits for the end of it when it is dropped.
    pub fn readable(kind: Kind) -> bool {
        kind.also(Also::read)
    }

    /// Whether it has a drop hook.
    pub fn hooked(kind: Kind) -> bool {
        kind.spec().hooked
    }

    /// Whether it has a `Drop` of its own.
    pub fn drops(kind: Kind) -> bool {
        kind.spec().drops
    }

    /// Where its weak links lead to.
    pub fn far(kind: Kind) -> Kind {
        kind.far()
    }

    /// Whether it has a link to one, and that a hook.
    pub fn cell(kind: Kind) -> Option<bool> {
        kind.spec().cell
    }

    /// Whether it has links to many, and these a hook.
    pub fn list(kind: Kind) -> Option<bool> {
        kind.spec().list
    }

    /// Whether it shares styles.
    pub fn shares(kind: Kind) -> bool {
        kind.shares()
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
        reach!(WeakCell::get(self.cell()?)).map(Node::wrap)
    }
    fn set_cell(&self, target: Option<&Any>) -> bool {
        let Some(cell) = self.cell() else { return false };
        match target.and_then(T::Far::unwrap) {
            Some(target) => reach!(WeakCell::set(cell, target)),
            None => reach!(WeakCell::clear(cell)),
        }
        true
    }
    fn links(&self) -> Option<Box<dyn Iterator<Item = Any> + '_>> {
        Some(Box::new(reach!(WeakList::iter(self.list()?)).map(Node::wrap)))
    }
    fn edit_links(&self, edit: u8, target: Option<&Any>) -> Option<bool> {
        let list = self.list()?;
        let target = target.and_then(T::Far::unwrap);
        Some(match (edit % 8, target) {
            (0..5, Some(target)) => {
                reach!(WeakList::add(list, target));
                true
            }
            (5..7, Some(target)) => {
                let held = reach!(WeakList::contains(list, target));
                assert_eq!(reach!(WeakListView::contains(WeakListView::from(list), target)), held);
                assert_eq!(reach!(WeakList::remove(list, target)), held);
                held
            }
            (7, _) => {
                reach!(WeakList::clear(list));
                true
            }
            _ => return None,
        })
    }
    fn links_len(&self) -> usize {
        self.list().map_or(0, |list| {
            let len = reach!(WeakList::len(list));
            assert_eq!(reach!(WeakList::is_empty(list)), len == 0);
            let view = WeakListView::from(list);
            assert_eq!((reach!(WeakListView::len(view)), reach!(WeakListView::is_empty(view))), (len, len == 0));
            assert_eq!(reach!(WeakListView::iter(view)).take(len).count(), len);
            len
        })
    }
    fn shared(&self) -> Option<&Styles> {
        self.styles()
    }
    fn me(&self) -> Option<Any> {
        self.this()
    }
    fn tree_edit(&self, edit: u8, other: &Any) -> Option<crate::real::Outcome> {
        let edit = crate::real::TreeEdit { edit, other };
        self.with_tree(edit).or_else(|| self.in_named_tree(edit)).flatten()
    }
    fn walk(&self, way: crate::real::Way) -> Option<Box<dyn crate::real::Walk + '_>> {
        self.open(way)
    }
    fn tree_facts(&self) -> Option<crate::real::Facts> {
        self.with_tree(crate::real::AskFacts).or_else(|| self.in_named_tree(crate::real::AskFacts))
    }
    fn position(&self, other: &Any) -> Option<weakgraph::Position> {
        let ask = crate::real::AskPosition(other);
        self.with_tree(ask).or_else(|| self.in_named_tree(ask)).flatten()
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
        each!(Any, self, n => Node::wrap_weak(reach!(Strong::downgrade(n))))
    }
    /// Calls this when it dies.
    pub fn watch(&self, call: impl FnOnce() + 'static) -> Watch {
        each!(Any, self, n => reach!(Strong::watch(n, move |dead| {
            assert!(!dead.is_alive(), "a node that was told dead is alive");
            call();
        })))
    }
    /// Calls this when it dies, or before.
    pub fn finalizer(&self, call: impl FnOnce() + 'static) -> Finalizer<()> {
        each!(Any, self, n => reach!(Finalizer::new(n, call)))
    }
    /// Puts this into the queue when it dies.
    pub fn enqueue(&self, queue: &DropQueue<u32>, key: u32) -> Watch {
        each!(Any, self, n => reach!(DropQueue::watch(queue, n, key)))
    }
    /// Its counts.
    pub fn counts(&self) -> (usize, usize) {
        each!(Any, self, n => (reach!(Strong::strong_count(n)), reach!(Strong::weak_count(n))))
    }
    /// How it prints.
    pub fn debug(&self) -> String {
        format!("{self:?}")
    }
}

impl AnyWeak {
    /// The node, if it is alive.
    pub fn upgrade(&self) -> Option<Any> {
        each!(AnyWeak, self, n => reach!(Weak::upgrade(n)).map(Node::wrap))
    }
    /// Its counts, and whether it is alive.
    pub fn counts(&self) -> (usize, usize, bool) {
        each!(AnyWeak, self, n => (reach!(Weak::strong_count(n)), reach!(Weak::weak_count(n)), reach!(Weak::is_alive(n))))
    }
}

impl Value {
    /// The value.
    pub fn get(&self) -> &dyn NodeDyn {
        each!(Value, self, n => &**n)
    }
}
