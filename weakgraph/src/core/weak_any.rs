//! [`WeakAny`]: a weak handle to a node of any type.

use core::any::TypeId;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::mem::ManuallyDrop;

use super::edges::NodeId;
use super::ptr::NodePtr;
use super::strong::Strong;
use super::traits::HoldsWeakly;
use super::weak::Weak;

/// A weak handle to a node whose type is erased: [`Weak`] for lists and maps of handles to nodes of several types.
///
/// It does not keep its node alive. [`downcast`](WeakAny::downcast) and [`upgrade`](WeakAny::upgrade) return typed
/// handles, if the type is the one that the handle was made with. Handles compare and hash by identity, as [`Weak`]
/// does, and [`WeakAny::id`] is the [`NodeId`]. Types are `'static`, as for [`Any`](core::any::Any).
///
/// Takes 16 bytes.
///
/// # Example
/// ```
/// use weakgraph::{Graph, Strong, WeakAny};
///
/// #[derive(Graph)]
/// struct Window { title: &'static str }
///
/// #[derive(Graph)]
/// struct Timer;
///
/// let (window, timer) = (Strong::new(Window { title: "main" }), Strong::new(Timer));
/// let open: Vec<WeakAny> = vec![WeakAny::from(&window), WeakAny::from(&timer)];
/// let titles: Vec<_> = open.iter().filter_map(WeakAny::upgrade::<Window>).map(|window| window.title).collect();
/// assert_eq!(titles, ["main"]);
/// drop(timer);
/// assert_eq!(open.iter().filter(|it| it.is_alive()).count(), 1);
/// ```
pub struct WeakAny {
    /// The node, with a weak count of its own; `None` for the handle of no node.
    node: Option<NodePtr>,
    of: &'static AnyTable,
}

/// What is known of the type that a handle was made with.
struct AnyTable {
    type_id: fn() -> TypeId,
    release: unsafe fn(NodePtr),
    show: unsafe fn(NodePtr, &mut fmt::Formatter<'_>) -> fmt::Result,
}

struct AnyTableOf<T>(T);

impl<T: 'static> AnyTableOf<T> {
    const TABLE: AnyTable = AnyTable {
        type_id: TypeId::of::<T>,
        // SAFETY: forwarded.
        release: |node| unsafe { node.dec_weak::<T>() },
        show: |node, f| {
            // SAFETY: I1, I4: a handle of this type, whose count stays with the caller.
            let weak = ManuallyDrop::new(unsafe { Weak::<T>::from_raw(node) });
            fmt::Debug::fmt(&*weak, f)
        },
    };
}

impl WeakAny {
    /// Returns the typed handle, if the type is `T`. Costs one check and one increment.
    #[must_use]
    pub fn downcast<T: 'static>(&self) -> Option<Weak<T>> {
        if !self.is::<T>() {
            return None;
        }
        // SAFETY: I1: this handle owns a weak count. I4: it was made with a `Weak<T>`.
        Some(self.node.map_or_else(Weak::new, |node| unsafe { Weak::of_dropped(node) }))
    }

    /// Returns a strong handle, if the type is `T` and the node is alive.
    #[must_use]
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn upgrade<T: 'static>(&self) -> Option<Strong<T>> {
        self.downcast::<T>()?.upgrade()
    }

    /// Returns `true` if the handle was made with a handle to a `T`.
    #[must_use]
    pub fn is<T: 'static>(&self) -> bool {
        (self.of.type_id)() == TypeId::of::<T>()
    }

    /// Returns `true` if the node is alive.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        self.strong_count() > 0
    }

    /// Returns the number of strong references to the node; 0 if it was dropped or there is none.
    #[must_use]
    pub fn strong_count(&self) -> usize {
        // SAFETY: I1: this handle owns a weak count.
        self.node.map_or(0, |node| unsafe { node.strong() as usize })
    }

    /// Returns the identity of the node, alive or dropped; `None` if there is none.
    #[must_use]
    pub fn id(&self) -> Option<NodeId> {
        self.node.map(NodeId::of_raw)
    }

    /// Returns the name of the node's type, as pictures and errors print it; `None` if there is no node.
    #[must_use]
    pub fn type_name(&self) -> Option<&'static str> {
        // SAFETY: I1: this handle owns a weak count.
        self.node.map(|node| unsafe { node.table() }.name)
    }
}

impl<T: 'static> From<Weak<T>> for WeakAny {
    fn from(node: Weak<T>) -> WeakAny {
        // Its count is the new handle's.
        let node = ManuallyDrop::new(node).node();
        WeakAny { node, of: const { &AnyTableOf::<T>::TABLE } }
    }
}

impl<T: 'static> From<&Weak<T>> for WeakAny {
    fn from(node: &Weak<T>) -> WeakAny {
        WeakAny::from(node.clone())
    }
}

impl<T: 'static> From<&Strong<T>> for WeakAny {
    fn from(node: &Strong<T>) -> WeakAny {
        WeakAny::from(Strong::downgrade(node))
    }
}

impl Clone for WeakAny {
    fn clone(&self) -> WeakAny {
        if let Some(node) = self.node {
            // SAFETY: I1: this handle owns a weak count.
            unsafe { node.inc_weak() }
        }
        WeakAny { node: self.node, of: self.of }
    }
}

impl Drop for WeakAny {
    fn drop(&mut self) {
        if let Some(node) = self.node {
            // SAFETY: I1: this handle owns the weak count; it is not used again. I4: the type that it was made with.
            unsafe { (self.of.release)(node) }
        }
    }
}

impl PartialEq for WeakAny {
    fn eq(&self, other: &WeakAny) -> bool {
        self.node == other.node
    }
}

impl Eq for WeakAny {}

impl Hash for WeakAny {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.node.map(NodePtr::as_ptr).hash(state);
    }
}

impl fmt::Debug for WeakAny {
    /// As [`Weak`]: `Weak(Node at 0x…)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.node {
            // SAFETY: I1: this handle owns a weak count. I4: the type that it was made with.
            Some(node) => unsafe { (self.of.show)(node, f) },
            None => f.write_str("Weak(none)"),
        }
    }
}

// SAFETY: it owns none of the nodes that it holds weakly.
unsafe impl HoldsWeakly for WeakAny {}
