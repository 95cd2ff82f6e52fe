//! [`Record`]: what a type says of itself for a [`Document`](super::Document), and what is told of it: data that
//! writing and reading go through.

use core::any::{Any, TypeId};
use core::cell::{Cell, OnceCell, RefCell};
use core::fmt;
use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use serde::de::DeserializeOwned;

use crate::inspect::discover::Found;
use crate::{EdgeKind, Graph, Strong};

/// A type whose nodes can be in a [`Document`](super::Document). `#[graph(serde)]` implements it.
///
/// # Safety
/// Only the derive implements this: a document relies on each edge being visited once, with its own targets.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in a document",
    label = "put `#[graph(serde)]` on `{Self}`",
    note = "a `weakgraph::serde::Document` holds all that the root owns and shares, so each of these types needs `#[graph(serde)]`"
)]
pub unsafe trait Record: Graph + 'static {
    /// What is read of a node.
    #[doc(hidden)]
    type __In: DeserializeOwned + 'static;
    /// Tells the targets of its owning and shared edges.
    #[doc(hidden)]
    fn __discover(&self, see: &mut Discover) -> Result<(), String>;
    /// What is written of it.
    #[doc(hidden)]
    fn __out<'f>(&'f self, to: &Numbered) -> Result<Box<dyn erased_serde::Serialize + 'f>, String>;
    /// Tells the edges of what was read.
    #[doc(hidden)]
    fn __expect(read: &Self::__In, see: &mut Expect<'_>);
    /// Makes the value, with its shared edges.
    #[doc(hidden)]
    fn __build(read: Self::__In, nodes: &Built) -> Result<Self, String>;
}

/// The number of a target, or none.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Number(pub Option<u64>);

/// The numbers of targets.
#[doc(hidden)]
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Numbers(pub Vec<u64>);

/// What stands for an edge that `skip_serializing_if` may leave out.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct Unless<N>(Option<N>);

impl<N> Unless<N> {
    pub fn of(numbers: N) -> Self {
        Unless(Some(numbers))
    }

    pub fn left_out() -> Self {
        Unless(None)
    }

    pub fn is_left_out(&self) -> bool {
        self.0.is_none()
    }
}

impl<N: serde::Serialize> serde::Serialize for Unless<N> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Some(numbers) => numbers.serialize(serializer),
            None => serializer.serialize_none(),
        }
    }
}

/// A field with handles to shared nodes that a [`Document`](super::Document) can write and read: a [`Strong`], or a
/// container of them.
///
/// Containers of the standard library implement it. Implement it for a container of yours to use it in documents.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a document",
    label = "no container that a `Document` can make from its targets",
    note = "shared edges of a type with `#[graph(serde)]` may be in an `Option`, `Box`, `Vec`, `VecDeque`, `HashSet`, `RefCell`, \
            `OnceCell`, and a `Cell` of an `Option` or a `Vec`; or implement `weakgraph::serde::SharedEdge`"
)]
pub trait SharedEdge: Sized {
    /// The type of the nodes.
    type Target: Record;
    /// The targets in order; `None` if they cannot be seen just now.
    fn targets(&self) -> Option<Vec<Strong<Self::Target>>>;
    /// The container with these targets; `None` if it cannot hold so many, or so few.
    fn from_targets(targets: Vec<Strong<Self::Target>>) -> Option<Self>;
}

impl<T: Record> SharedEdge for Strong<T> {
    type Target = T;
    fn targets(&self) -> Option<Vec<Strong<T>>> {
        Some(vec![self.clone()])
    }
    fn from_targets(targets: Vec<Strong<T>>) -> Option<Self> {
        let [one] = <[Strong<T>; 1]>::try_from(targets).ok()?;
        Some(one)
    }
}

macro_rules! shared_list {
    ($($ty:ty;)*) => {$(
        impl<T: Record> SharedEdge for $ty {
            type Target = T;
            fn targets(&self) -> Option<Vec<Strong<T>>> {
                Some(self.iter().cloned().collect())
            }
            fn from_targets(targets: Vec<Strong<T>>) -> Option<Self> {
                Some(targets.into_iter().collect())
            }
        }
    )*};
}

shared_list! {
    Vec<Strong<T>>;
    VecDeque<Strong<T>>;
    HashSet<Strong<T>>;
    Box<[Strong<T>]>;
}

impl<X: SharedEdge> SharedEdge for Option<X> {
    type Target = X::Target;
    fn targets(&self) -> Option<Vec<Strong<X::Target>>> {
        self.as_ref().map_or_else(|| Some(Vec::new()), X::targets)
    }
    fn from_targets(targets: Vec<Strong<X::Target>>) -> Option<Self> {
        if targets.is_empty() { Some(None) } else { X::from_targets(targets).map(Some) }
    }
}

impl<X: SharedEdge> SharedEdge for OnceCell<X> {
    type Target = X::Target;
    fn targets(&self) -> Option<Vec<Strong<X::Target>>> {
        self.get().map_or_else(|| Some(Vec::new()), X::targets)
    }
    fn from_targets(targets: Vec<Strong<X::Target>>) -> Option<Self> {
        let inner: Option<X> = SharedEdge::from_targets(targets)?;
        Some(inner.map_or_else(OnceCell::new, OnceCell::from))
    }
}

impl<X: SharedEdge> SharedEdge for Box<X> {
    type Target = X::Target;
    fn targets(&self) -> Option<Vec<Strong<X::Target>>> {
        (**self).targets()
    }
    fn from_targets(targets: Vec<Strong<X::Target>>) -> Option<Self> {
        X::from_targets(targets).map(Box::new)
    }
}

impl<X: SharedEdge> SharedEdge for RefCell<X> {
    type Target = X::Target;
    fn targets(&self) -> Option<Vec<Strong<X::Target>>> {
        self.try_borrow().ok()?.targets()
    }
    fn from_targets(targets: Vec<Strong<X::Target>>) -> Option<Self> {
        X::from_targets(targets).map(RefCell::new)
    }
}

impl<X: SharedEdge + Default> SharedEdge for Cell<X> {
    type Target = X::Target;
    fn targets(&self) -> Option<Vec<Strong<X::Target>>> {
        let inner = self.take();
        let targets = inner.targets();
        self.set(inner);
        targets
    }
    fn from_targets(targets: Vec<Strong<X::Target>>) -> Option<Self> {
        X::from_targets(targets).map(Cell::new)
    }
}

/// A node that is to be written.
pub(super) trait Written {
    fn discover(&self, see: &mut Discover) -> Result<(), String>;
    fn out<'f>(&'f self, to: &Numbered) -> Result<Box<dyn erased_serde::Serialize + 'f>, String>;
}

impl<T: Record> Written for Strong<T> {
    fn discover(&self, see: &mut Discover) -> Result<(), String> {
        T::__discover(self, see)
    }
    fn out<'f>(&'f self, to: &Numbered) -> Result<Box<dyn erased_serde::Serialize + 'f>, String> {
        T::__out(self, to)
    }
}

/// Told the targets of the nodes.
#[doc(hidden)]
pub struct Discover {
    pub(super) found: Found<Rc<dyn Written>>,
}

impl fmt::Debug for Discover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Discover")
    }
}

/// The numbers of the nodes.
#[doc(hidden)]
pub struct Numbered(pub(super) Found<Rc<dyn Written>>);

impl fmt::Debug for Numbered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Numbered")
    }
}

pub(super) type Reader = fn(&mut dyn erased_serde::Deserializer<'_>) -> Result<Box<dyn Any>, erased_serde::Error>;
pub(super) type Builder = fn(Box<dyn Any>, &Built) -> Result<Box<dyn Any>, String>;

/// What is known of a type that an edge leads to.
#[derive(Clone, Copy)]
pub(super) struct Type {
    pub(super) id: TypeId,
    pub(super) name: &'static str,
    /// Reads a record.
    pub(super) read: Reader,
    /// Tells its edges.
    pub(super) expect: fn(&dyn Any, &mut Expect<'_>),
    /// Makes a node from it, a `Strong`.
    pub(super) build: Builder,
}

/// Links the node at one end of an edge to that at the other, which has its type.
pub(super) type LinkFn = Box<dyn Fn(&dyn Any, &dyn Any) -> Result<(), String>>;

pub(super) struct Wanted {
    pub(super) from: u64,
    pub(super) field: &'static str,
    pub(super) kind: EdgeKind,
    pub(super) to: Vec<u64>,
    pub(super) id: TypeId,
    pub(super) name: &'static str,
    pub(super) link: Option<LinkFn>,
}

/// Told the edges of each record.
#[doc(hidden)]
pub struct Expect<'r> {
    pub(super) from: u64,
    pub(super) types: &'r mut HashMap<u64, Type>,
    pub(super) edges: &'r mut Vec<Wanted>,
}

impl fmt::Debug for Expect<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Expect")
    }
}

/// The nodes that are made.
#[doc(hidden)]
pub struct Built(pub(super) Vec<Option<Box<dyn Any>>>);

impl fmt::Debug for Built {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Built")
    }
}
