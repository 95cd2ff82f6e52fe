//! Which node a value is in: known from its edges, without stepping from a reference to a header (I3).

use crate::core::link::Link;
use crate::core::list::Head;
use crate::core::ptr::Raw;
use crate::core::strong::Strong;
use crate::core::traits::{Graph, LateHook, Member, MemberOf, Sealed, Visit, WeakEdge};

/// The allocation that a value is in, as its edges know it; `None` before birth.
#[inline(always)]
pub(crate) fn home_of<T: Graph>(value: &T) -> Option<Raw> {
    let mut home = Home { home: None, ask: false };
    value.__visit(&mut home);
    if home.home.is_none() {
        // None has it in itself; a member or a sibling knows.
        home.ask = true;
        value.__visit(&mut home);
    }
    home.home
}

struct Home {
    home: Option<Raw>,
    /// Whether to look at other nodes for it.
    ask: bool,
}

impl Home {
    #[inline(always)]
    fn edge<C: Member<R>, R>(&mut self, head: &Head) {
        let here = head.home_if_empty();
        self.home = self.home.or(here).or_else(|| if self.ask { head.home::<C, R>() } else { None });
    }
}

impl Sealed for Home {}
impl<T: Graph> Visit<T> for Home {
    #[inline(always)]
    fn parent<R>(&mut self, link: &Link)
    where
        T: Member<R>,
    {
        if self.home.is_none() && (self.ask || link.owner().is_none()) {
            // SAFETY: I1, I4: the link of a `T`, which the caller has a reference to.
            self.home = unsafe { link.home::<T, R>() };
        }
    }
    #[inline(always)]
    fn list<C, R>(&mut self, head: &Head, _: u8)
    where
        C: MemberOf<T, R>,
    {
        self.edge::<C, R>(head);
    }
    #[inline(always)]
    fn weak<W: WeakEdge>(&mut self, edge: &W, _: Option<LateHook<T>>) {
        self.home = edge.__home();
    }
}

/// A handle to the node of this value, unless it is not born yet or dying.
#[inline]
pub(crate) fn try_handle<T: Graph>(value: &T) -> Option<Strong<T>> {
    let node = home_of(value)?;
    // SAFETY: I1: the value is alive, as the caller has a reference to it.
    if unsafe { node.strong() } == 0 {
        return None;
    }
    // SAFETY: I1: not dying. I4.
    Some(unsafe { Strong::of_live(node) })
}

/// `handle()`.
#[inline]
#[track_caller]
pub fn handle<T: Graph>(value: &T) -> Strong<T> {
    match try_handle(value) {
        Some(handle) => handle,
        None => no_handle(T::NAME),
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn no_handle(name: &str) -> ! {
    panic!(
        "`handle()` in a `{name}` that is no living node: it is dying, and no handle can bring it back, or it is not born \
         yet (`Strong::new` makes a node of it)"
    )
}
