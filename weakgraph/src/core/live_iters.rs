//! The positions of walks, kept right while the graph is edited under them.
//!
//! A walk remembers the node that it yielded last, its *anchor*, and goes on from there. An edit that takes the
//! anchor out of its place would lose the walk's place, so every walk keeps its anchor in a state that the edits of
//! this thread can find: [`on_unlink`](crate::engine::notify) moves it to where the walk would go on just as well, as
//! the DOM's pre-removal steps do for `NodeIterator`. So a body may edit anything, and no walk needs a copy of the
//! list.
//!
//! - **C1** An anchor is null, or a node in the list (below the root) that its state is for. So it is alive (I6):
//!   every removal from a list comes through here first, also when the parent is dropped.
//! - **C2** A state's `head` is only compared, never followed: the list may be freed if the walk was forgotten.
//!
//! The states are in a thread-local without a destructor, which is there until the very end of the thread. A
//! forgotten walk keeps its state for ever, which costs a comparison for each later removal.

use core::cell::Cell;
use core::mem::ManuallyDrop;
use core::ptr::{self, NonNull};

use super::link::Link;
use super::list::Head;
use super::ptr::{Header, NodePtr};
use super::steps;

/// How much of its way down a walk remembers.
pub(crate) const PATH: usize = 4;

/// How many walks may be open at a time before states come from the heap.
const STATES: usize = 32;

/// In [`IterStates::used`]: there are states from the heap.
const FAR: u64 = 1 << STATES;

/// In [`IterStates::used`]: the bits of the states of `near`.
const NEAR: u64 = FAR - 1;

/// One walk's place, in one direction.
pub(crate) struct IterState {
    pub(crate) anchor: Cell<*mut Header>,
    /// How the walk relates to its anchor.
    pub(crate) stance: Cell<Stance>,
    /// For a walk of a list: the list.
    head: Cell<*const Head>,
    /// For a walk of a subtree: its root.
    pub(crate) root: Cell<*mut Header>,
    /// Whether the walk goes from the end to the start.
    pub(crate) backward: Cell<bool>,
    /// Of a backward one: whether the walk goes on from the start, too.
    pub(crate) is_paired: Cell<bool>,
    /// For a walk of a subtree: repositions it before a child leaves its place; the child is found by its link.
    reposition: Cell<Option<Reposition>>,
    /// The next state from the heap.
    next: Cell<*const IterState>,
    /// What the walk remembers of its way down.
    pub(crate) path: [Cell<*mut Header>; PATH],
}

/// How a walk relates to its anchor.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Stance {
    /// It yielded the anchor. In a subtree, the anchor's children come next.
    Entered,
    /// It yielded something else, which has left its place. In a subtree, the anchor's children come next.
    Pushed,
    /// The anchor's children have all been passed.
    Left,
    /// It yielded the anchor. In a subtree, the anchor's children are passed over, and the anchor itself is left next.
    Skipped,
}

struct IterStates {
    /// A bit for each state of `near` that is in use, and [`FAR`]. One word, as every edit looks at it.
    used: Cell<u64>,
    near: [IterState; STATES],
    /// IterStates from the heap.
    far: Cell<*const IterState>,
    /// Goes up whenever a child leaves its place while a walk is open.
    epoch: Cell<u64>,
}

impl IterState {
    const fn new() -> IterState {
        IterState {
            anchor: Cell::new(ptr::null_mut()),
            stance: Cell::new(Stance::Entered),
            head: Cell::new(ptr::null()),
            root: Cell::new(ptr::null_mut()),
            backward: Cell::new(false),
            is_paired: Cell::new(false),
            reposition: Cell::new(None),
            next: Cell::new(ptr::null()),
            path: [const { Cell::new(ptr::null_mut()) }; PATH],
        }
    }

    /// The anchor of the walk; `None` before the first node, or past the last.
    #[inline(always)]
    pub(crate) fn anchor(&self) -> Option<NodePtr> {
        // SAFETY: null or a node's pointer, as all that is written there.
        unsafe { NodePtr::new(self.anchor.get()) }
    }

    /// Whether the other end of the walk, which is about to go on to `next`, has come to this one.
    #[inline(always)]
    pub(crate) fn has_met(&self, other: &IterState, next: NodePtr) -> bool {
        let anchor = self.anchor.get();
        anchor == next.as_ptr() || (!anchor.is_null() && anchor == other.anchor.get())
    }

    /// Of the back end of a walk: whether the front end, about to go on to `next`, has come to it.
    #[inline(never)]
    pub(crate) fn is_met_by(&self, front: &IterState, next: NodePtr) -> bool {
        self.is_paired.set(true);
        self.has_met(front, next)
    }

    /// A child of the list `head` leaves its place.
    pub(crate) fn on_leaving(&self, head: *const Head, node: NodePtr, leaving: &Leaving<'_>) {
        steps::count();
        if let Some(reposition) = self.reposition.get() {
            // SAFETY: C1: the anchor is alive, and the link belongs to a child of a list.
            return unsafe { reposition(self, leaving) };
        }
        if self.head.get() == head && self.anchor.get() == node.as_ptr() {
            let next = || if self.backward.get() { leaving.link.next() } else { leaving.link.prev() };
            self.anchor.set(leaving.by.or_else(next).map_or(ptr::null_mut(), NodePtr::as_ptr));
            self.stance.set(Stance::Pushed);
        }
    }
}

/// A child that leaves its place.
pub(crate) struct Leaving<'l> {
    pub(crate) link: &'l Link,
    /// Whether it owns anything: if not, only a walk whose anchor it is is concerned.
    pub(crate) owns: bool,
    /// What takes its place.
    pub(crate) by: Option<NodePtr>,
}

/// Moves the anchor of a walk out of the subtree of a child that leaves.
pub(crate) type Reposition = unsafe fn(&IterState, &Leaving<'_>);

std::thread_local! {
    static OPEN: IterStates = const {
        IterStates { used: Cell::new(0), near: [const { IterState::new() }; STATES], far: Cell::new(ptr::null()), epoch: Cell::new(0) }
    };
}

impl IterStates {
    #[inline(always)]
    fn idle(&self) -> bool {
        self.used.get() == 0
    }

    fn each(&self, mut f: impl FnMut(&IterState)) {
        let mut used = self.used.get() & NEAR;
        while used != 0 {
            f(&self.near[used.trailing_zeros() as usize]);
            used &= used - 1;
        }
        let mut far = self.far.get();
        while !far.is_null() {
            // SAFETY: what is in this list was boxed by `Cursor::new` and is freed only by its `Drop`.
            let state = unsafe { &*far };
            f(state);
            far = state.next.get();
        }
    }
}

/// Whether no walk is open on this thread.
#[inline(always)]
pub(crate) fn idle() -> bool {
    OPEN.with(IterStates::idle)
}

/// A child leaves its place: calls `f` for each open walk.
pub(crate) fn moved(f: impl FnMut(&IterState)) {
    OPEN.with(|cursors| {
        cursors.epoch.set(cursors.epoch.get().wrapping_add(1));
        cursors.each(f);
    });
}

/// A number that changes whenever a child leaves its place while a walk is open.
pub(crate) fn epoch() -> u64 {
    OPEN.with(|cursors| cursors.epoch.get())
}

/// A state in use. Frees it when dropped.
pub(crate) struct Cursor {
    state: NonNull<IterState>,
}

impl Cursor {
    fn new(head: *const Head, root: *mut Header, backward: bool, reposition: Option<Reposition>) -> Cursor {
        OPEN.with(|cursors| {
            let used = cursors.used.get();
            let state = if used & NEAR == NEAR {
                let state = IterState::new();
                state.next.set(cursors.far.get());
                let state = NonNull::from(Box::leak(Box::new(state)));
                cursors.far.set(state.as_ptr());
                cursors.used.set(used | FAR);
                state
            } else {
                let free = used.trailing_ones();
                cursors.used.set(used | 1 << free);
                NonNull::from(&cursors.near[free as usize])
            };
            let cursor = Cursor { state };
            let state = cursor.state();
            state.anchor.set(ptr::null_mut());
            state.stance.set(Stance::Entered);
            state.head.set(head);
            state.root.set(root);
            state.backward.set(backward);
            state.is_paired.set(false);
            state.reposition.set(reposition);
            cursor
        })
    }

    /// For a walk of the children of this list.
    #[inline]
    pub(crate) fn of_list(head: &Head, backward: bool) -> Cursor {
        Cursor::new(head, ptr::null_mut(), backward, None)
    }

    /// For a walk of what is below this node.
    pub(crate) fn of_tree(root: NodePtr, backward: bool, reposition: Reposition) -> Cursor {
        Cursor::new(ptr::null(), root.as_ptr(), backward, Some(reposition))
    }

    #[inline(always)]
    pub(crate) fn state(&self) -> &IterState {
        // SAFETY: in this thread's `near`, which lasts as long as the thread (a `Cursor` is not `Send`), or boxed and
        // freed only by the `Drop` below.
        unsafe { self.state.as_ref() }
    }
}

impl Drop for Cursor {
    // A walk whose address never escapes can be kept in registers.
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: its state, given up here.
        unsafe { free(self.state) }
    }
}

/// # Safety
/// The state of a cursor that is not used again.
#[inline(never)]
unsafe fn free(state: NonNull<IterState>) {
    OPEN.with(|cursors| {
        let near = &raw const cursors.near[0];
        let index = state.as_ptr().addr().wrapping_sub(near.addr()) / size_of::<IterState>();
        if index < STATES {
            cursors.used.set(cursors.used.get() & !(1 << index));
            return;
        }
        // SAFETY: boxed by `new`.
        let next = unsafe { state.as_ref() }.next.get();
        let mut at = &cursors.far;
        while at.get() != state.as_ptr() {
            // SAFETY: this state is in the list, so the ones before it are not its end.
            at = unsafe { &(*at.get()).next };
        }
        at.set(next);
        if cursors.far.get().is_null() {
            cursors.used.set(cursors.used.get() & !FAR);
        }
        // SAFETY: boxed by `new`, and no longer in the list.
        drop(unsafe { Box::from_raw(state.as_ptr()) });
    });
}

/// A cursor that also keeps its position itself: the state is written at each step, and read only if an edit moved it.
/// Reading it back would put the time of a store and a load on the way from each node to the next.
pub(crate) struct FrontCursor {
    /// To be closed by [`Ends`].
    cursor: ManuallyDrop<Cursor>,
    /// The anchor while the state's stance is `Entered`.
    at: NodePtr,
}

impl FrontCursor {
    /// Before the first step. `near` is any node.
    #[inline(always)]
    pub(crate) fn new(cursor: Cursor, near: NodePtr) -> FrontCursor {
        cursor.state().stance.set(Stance::Pushed);
        FrontCursor { cursor: ManuallyDrop::new(cursor), at: near }
    }

    #[inline(always)]
    pub(crate) fn state(&self) -> &IterState {
        self.cursor.state()
    }

    /// The node yielded last, if it is still the anchor and its children come next. If not, the state has the position.
    #[inline(always)]
    pub(crate) fn at(&self) -> Option<NodePtr> {
        (self.state().stance.get() == Stance::Entered).then_some(self.at)
    }

    /// The walk goes on to this node, and yields it.
    #[inline(always)]
    pub(crate) fn step_to(&mut self, node: NodePtr) {
        let state = self.cursor.state();
        state.anchor.set(node.as_ptr());
        state.stance.set(Stance::Entered);
        self.at = node;
    }

    /// Skips the children of the node yielded last, if it is still the anchor.
    pub(crate) fn skip_descendants(&self) {
        if self.at().is_some() {
            self.state().stance.set(Stance::Left);
        }
    }
}

/// The two ends of a walk.
pub(crate) struct Ends {
    pub(crate) front: Option<FrontCursor>,
    pub(crate) back: Option<ManuallyDrop<Cursor>>,
}

impl Ends {
    pub(crate) const NEITHER: Ends = Ends { front: None, back: None };
}

/// What the drop glue would do, but with the walk itself left out of any call. Here, and not on the walks, so that
/// those may outlive what they borrow by the end of a statement.
impl Drop for Ends {
    #[inline(always)]
    fn drop(&mut self) {
        let front = self.front.take().map(|front| ManuallyDrop::into_inner(front.cursor));
        close(front, self.back.take().map(ManuallyDrop::into_inner));
    }
}

#[inline(never)]
fn close(front: Option<Cursor>, back: Option<Cursor>) {
    drop((front, back));
}
