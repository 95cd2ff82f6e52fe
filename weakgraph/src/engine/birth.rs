//! The birth of a node: its memory, its vtable, and the binding of its edges to it.

use core::{mem, ptr};

use super::edit::{attach_last, attach_leaf};
use super::take_value::take_value;
use super::{ancestor_check, teardown};
use crate::core::edges;
#[cfg(feature = "leak")]
use crate::core::hidden;
use crate::core::link::Link;
use crate::core::list::Head;
use crate::core::ptr::{NodePtr, allocate, node_size};
use crate::core::strong::Strong;
use crate::core::traits::{ChildOf, Graph, HasParent, LateHook, Sealed, Visit, WeakEdge};
use crate::core::type_id::type_id;
use crate::core::vtable::VTable;
use crate::core::weak::Weak;

impl<T: Graph> Strong<T> {
    /// Allocates a node for `value`, and returns the first handle to it.
    ///
    /// Children that were put into the value's owning edges before are linked now, in their order. One that already has
    /// a parent is moved. This cannot be refused, as nothing can own a node that is being made. Costs one allocation,
    /// and O(1) for each such child.
    #[inline(always)]
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn new(value: T) -> Strong<T> {
        let (raw, place) = allocate::<T>(const { &VTableOf::<T>::TABLE });
        // SAFETY: the place of a `T` in a new node.
        unsafe { ptr::write(place, value) };
        // SAFETY: I1, I4: it has one strong count, which is handed over.
        let node: Strong<T> = unsafe { Strong::from_raw(raw) };
        node.__visit(&mut Bind { node: raw });
        node
    }

    /// Creates a node whose value needs a weak handle to it.
    ///
    /// Calls `value` with a weak handle to the node to come, which does not upgrade until `value` has returned. So the
    /// value can keep a clone of it: for a plain [`Weak`] field, or a closure that is to call the node. As
    /// [`Rc::new_cyclic`](std::rc::Rc::new_cyclic).
    ///
    /// # Panics
    /// If `value` does. The memory is freed then, as soon as no clone of the weak handle is left.
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Graph, Strong, Weak};
    ///
    /// #[derive(Graph)]
    /// struct Button {
    ///     label: String,
    ///     on_click: Box<dyn Fn() -> Option<String>>,
    /// }
    ///
    /// let button = Strong::new_cyclic(|me: &Weak<Button>| {
    ///     assert!(me.upgrade().is_none(), "there is no value yet");
    ///     let me = me.clone();
    ///     Button { label: "Save".into(), on_click: Box::new(move || Some(me.upgrade()?.label.clone())) }
    /// });
    /// assert_eq!((button.on_click)().as_deref(), Some("Save"));
    /// ```
    #[cfg_attr(feature = "leak", track_caller)]
    pub fn new_cyclic(value: impl FnOnce(&Weak<T>) -> T) -> Strong<T> {
        let (raw, place) = allocate::<T>(const { &VTableOf::<T>::TABLE });
        // SAFETY: I1: just allocated. Without a value nothing may have a count: a weak handle finds it dropped.
        unsafe { raw.set_strong(0) };
        // SAFETY: I1: takes over the weak count that the strong counts are to have together. I4. If `value` panics, the
        // handle gives it up, and no value is there to be dropped.
        let weak: Weak<T> = unsafe { Weak::from_raw(raw) };
        let value = value(&weak);
        mem::forget(weak);
        // SAFETY: the place of a `T` in a node without a value.
        unsafe { ptr::write(place, value) };
        // SAFETY: I1, I2: the value is there, and the count is handed over right here.
        unsafe { raw.set_strong(1) };
        // SAFETY: I1, I4: the count just set.
        let node: Strong<T> = unsafe { Strong::from_raw(raw) };
        node.__visit(&mut Bind { node: raw });
        node
    }

    /// Returns the value of the last handle, with its edges as they are in a new value; or the handle, if there are
    /// others.
    ///
    /// The node ends, and its value lives on: its drop hook and its destructor do not run. A node made of the value
    /// later is another node.
    ///
    /// - **Children** stay in the lists of the value. They have no parent until the value is a node again, and the
    ///   hooks of their back-references do not run. Shared edges and weak links to other nodes stay, too.
    /// - **Weak handles and links** to the node lead nowhere from now on, and entries of weak maps leave.
    /// - **Observers** ([watches](Strong::watch), [`Finalizer`](crate::Finalizer)s, [`DropQueue`](crate::DropQueue)s,
    ///   and the hooks of weak links in other nodes) are notified, as when the node is dropped: for them the node is no
    ///   more.
    ///
    /// A parent counts as a handle, so a child is [detached](crate::Tree::detach) first. While a
    /// [session](crate::read()) is open, a node that may be read in it is not taken apart. Costs O(1) and O(1) for each
    /// child.
    ///
    /// # Errors
    /// Returns the handle if another one or a parent keeps the node alive, or if the type is
    /// [`Readable`](crate::Readable) and a session is open.
    ///
    /// # Panics
    /// If an observer does: when all are notified and the value is dropped, with the first panic.
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Children, Graph, Parent, Strong};
    ///
    /// #[derive(Graph)]
    /// #[graph(new)]
    /// struct Node {
    ///     name: String,
    ///     #[weak] parent: Parent<Node>,
    ///     #[strong] children: Children<Node>,
    /// }
    ///
    /// let root = Node::new("root".into());
    /// let leaf = root.add_child(Node::new("leaf".into()));
    /// let leaf = Strong::try_unwrap(leaf).err().unwrap(); // `root` keeps it alive
    /// let mut value = Strong::try_unwrap(root).ok().unwrap();
    /// assert!(leaf.parent().is_none());
    /// value.name = "new root".into(); // there is a `&mut` to it
    /// let root = Strong::new(value);
    /// assert!(leaf.parent() == Some(root));
    /// ```
    #[cfg_attr(feature = "leak-handles", track_caller)]
    pub fn try_unwrap(this: Strong<T>) -> Result<T, Strong<T>> {
        take_value(this)
    }

    /// Returns the value of the last handle, with its edges as they are in a new value, and drops any other handle.
    ///
    /// As [`try_unwrap`](Strong::try_unwrap), which says what becomes of the node. `None` if another handle or a parent
    /// keeps it alive, or if a session that may read it is open: then it is dropped when that closes.
    ///
    /// # Panics
    /// As [`try_unwrap`](Strong::try_unwrap).
    ///
    /// # Example
    /// ```
    /// use weakgraph::{Graph, Strong};
    ///
    /// #[derive(Graph, PartialEq, Debug)]
    /// struct Style { bold: bool }
    ///
    /// let (a, b) = { let a = Strong::new(Style { bold: true }); (a.clone(), a) };
    /// assert_eq!(Strong::into_inner(a), None);
    /// assert_eq!(Strong::into_inner(b), Some(Style { bold: true }));
    /// ```
    pub fn into_inner(this: Strong<T>) -> Option<T> {
        take_value(this).ok()
    }
}

/// Makes the table of a type: the one place where it is filled.
struct VTableOf<T>(T);

impl<T: Graph> VTableOf<T> {
    const TABLE: VTable = VTable {
        name: T::NAME,
        size: node_size::<T>(),
        readable: T::READABLE,
        tear_down: teardown::tear_down::<T>,
        tear_down_observed: teardown::tear_down_observed,
        run_steps: teardown::run_steps::<T>,
        queue_link: teardown::queue_link_of::<T>,
        parents: ancestor_check::parents::<T>,
        next_child: ancestor_check::next_child::<T>,
        edges: edges::collect_raw::<T>,
        #[cfg(feature = "leak")]
        visit: hidden::visit_raw::<T>,
        label: edges::label_raw::<T>,
        type_id: type_id::<T>,
    };
}

/// Whether it is a `T` that nothing observes. May return `false` for one.
///
/// # Safety
/// I1.
#[inline(always)]
pub(crate) unsafe fn is_plainly<T: Graph>(node: NodePtr) -> bool {
    // SAFETY: forwarded. Two types have one table only if all that it names is the same code.
    unsafe { node.has_table(const { &VTableOf::<T>::TABLE }) }
}

/// Whether it was made as a `T`, not as a subtype of it; see I4.
///
/// # Safety
/// I1.
pub(crate) unsafe fn is_made_as<T: Graph>(node: NodePtr) -> bool {
    // SAFETY: forwarded.
    if unsafe { is_plainly::<T>(node) } {
        return true;
    }
    // SAFETY: forwarded.
    let table = unsafe { node.table() };
    (table.type_id)() == type_id::<T>()
}

/// Binds every edge of a new node to it, and links the children that waited.
struct Bind {
    node: NodePtr,
}

impl Sealed for Bind {}

impl<T> Visit<T> for Bind {
    #[inline(always)]
    fn parent<R>(&mut self, link: &Link)
    where
        T: HasParent<R>,
    {
        link.reset(self.node);
    }

    #[inline(always)]
    fn list<C, R>(&mut self, head: &Head, slot: u8)
    where
        C: ChildOf<T, R>,
    {
        if let Some(waiting) = head.bind::<C>(self.node, slot) {
            link_waiting::<C, R>(head, waiting);
        }
    }

    #[inline(always)]
    fn weak<W: WeakEdge>(&mut self, edge: &W, hook: Option<LateHook<T, W::Target>>) {
        edge.__bind(self.node, hook);
    }
}

#[cold]
#[inline(never)]
fn link_waiting<C: HasParent<R>, R>(head: &Head, waiting: Vec<Strong<C>>) {
    for child in waiting {
        // Nothing can own a node that is being made, so this is not refused.
        let linked = attach_leaf::<C, R>(head, &child) || attach_last::<C, R>(head, None, &child).is_ok();
        debug_assert!(linked, "a birth was refused");
    }
}
