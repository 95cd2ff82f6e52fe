//! Programs in which user code fights back: every hook, every `Drop` and every closure goes on with the program.
//!
//! What must come of it no reference could tell. But whenever the program's own code runs at the top the graph must be
//! whole: both ends of every edge agree, every count is the number of those who hold, nothing owns itself, exactly
//! those are alive who are held. The first panic of an operation is the one that comes out of it. In the end nothing
//! is left.

use std::any::Any as Payload;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::{Mutex, Once};

use crate::acts;
use crate::events;
use crate::kinds::{Any, AnyWeak, Kind, Node, NodeDyn, Value, make, table};
use crate::ops::{Bytes, Op, Over};
use crate::reach::{self, Driver};
use crate::real::{EdgeRef, Edit, Outcome, Way, take_forgotten};
use crate::told::{GUARDS, Guard, Told};

const VARS: usize = 10;
const WEAKS: usize = 4;
const UNBORN: usize = 4;
const NODES: u32 = 64;
const DEPTH: u32 = 5;

/// All that a hostile program has, within reach of every piece of its code.
struct World {
    script: Bytes,
    vars: Vec<Option<Any>>,
    weaks: Vec<Option<AnyWeak>>,
    unborn: Vec<Option<Value>>,
    all: Vec<Option<AnyWeak>>,
    forgotten: Vec<Any>,
    guards: [Option<Guard>; GUARDS],
    /// In reach of the code that it calls.
    told: Rc<Told>,
    serial: u32,
    next: u32,
    depth: u32,
    asked: u32,
    /// Whether there are nodes, copied or read by the library, that this has not met.
    copies: bool,
}

thread_local! {
    static WORLD: RefCell<Option<World>> = const { RefCell::new(None) };
    /// How many more calls of user code there are until one panics.
    static FUSE: Cell<u32> = const { Cell::new(0) };
    static EVERY: Cell<bool> = const { Cell::new(false) };
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
    static FAILED: Cell<bool> = const { Cell::new(false) };
    static FORGETS: Cell<bool> = const { Cell::new(false) };
    static RAISED: Cell<u32> = const { Cell::new(0) };
    /// In a program with sessions: what decides when one is opened and closed.
    static LUCK: Cell<Option<u64>> = const { Cell::new(None) };
    static SESSIONS: RefCell<Vec<weakgraph::ReadSession>> = const { RefCell::new(Vec::new()) };
}

/// What user code panics with: which panic it is of the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Boom(pub u32);

/// Panics, without a message on the screen; unless the thread unwinds already, when a second panic would end the
/// process wherever the library is not in between.
pub fn boom() {
    if !std::thread::panicking() {
        RAISED.set(RAISED.get() + 1);
        resume_unwind(Box::new(Boom(RAISED.get())))
    }
}

/// How many panics there were since the fuse was lit.
pub fn raised() -> u32 {
    RAISED.get()
}

/// From here on the `nth` call of user code panics, and with `every` all that follow, too; 0 puts the fuse out.
pub fn light_fuse(nth: u32, every: bool) {
    FUSE.set(nth);
    EVERY.set(every);
    RAISED.set(0);
}

/// User code is called.
pub fn tick() {
    toggle_session();
    match FUSE.get() {
        0 => {}
        _ if std::thread::panicking() => {}
        1 => {
            FUSE.set(u32::from(EVERY.get()));
            boom()
        }
        n => FUSE.set(n - 1),
    }
}

/// In a program with sessions: opens a read session now and then, and closes one, wherever user code runs. What dies
/// meanwhile waits, and dies in the midst of something else.
fn toggle_session() {
    let Some(state) = LUCK.get() else { return };
    let state = state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
    LUCK.set(Some(state));
    match state >> 61 {
        0..3 => SESSIONS.with_borrow_mut(|open| open.push(weakgraph::read())),
        // In any order. Dropped when nothing is borrowed: deaths may begin here.
        3 => drop(SESSIONS.with_borrow_mut(|open| (!open.is_empty()).then(|| open.remove(0)))),
        4 => drop(SESSIONS.with_borrow_mut(Vec::pop)),
        _ => {}
    }
}

/// Closes the sessions that are open, until none is: the deaths on the way may open others. Gives the first panic.
fn close_sessions() -> Result<(), Box<dyn Payload + Send>> {
    let mut result = Ok(());
    while let Some(session) = SESSIONS.with_borrow_mut(Vec::pop) {
        let closed = catch_unwind(AssertUnwindSafe(|| drop(session)));
        result = result.and(closed);
    }
    result
}

fn world<O>(f: impl FnOnce(&mut World) -> O) -> Option<O> {
    WORLD.with(|world| world.borrow_mut().as_mut().map(f))
}

/// A failed assertion in user code could be taken for one of the program's own panics: this remembers it.
fn watch_failures() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !EXPECTED.get() {
                FAILED.set(true);
                before(info);
            }
        }));
    });
}

/// Keeps what was forgotten within reach, so that tools that look for leaks find only those of the library.
fn keep_for_ever<T: ?Sized>(it: Box<T>) {
    static KEPT: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    KEPT.lock().expect("never poisoned").push(Box::into_raw(it).cast::<()>().addr());
}

/// Runs a program to its end and checks that nothing is left.
pub fn run(program: &[u8]) {
    run_with(program, false);
}

/// As [`run`], with read sessions that user code opens and closes anywhere, so that deaths wait.
pub fn run_in_sessions(program: &[u8]) {
    struct Over;
    impl Drop for Over {
        fn drop(&mut self) {
            LUCK.set(None);
        }
    }
    let _over = Over;
    let seed = program
        .iter()
        .fold(0xCBF2_9CE4_8422_2325_u64, |all, &byte| (all ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    LUCK.set(Some(seed));
    run_with(program, false);
}

/// As [`run`], on a thread of its own, where the program may also forget walks: their places are lost to the thread.
pub fn run_forgetful(program: &[u8]) {
    let program = program.to_vec();
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(move || run_with(&program, true));
    if let Err(failure) = thread.expect("a thread can be made").join() {
        resume_unwind(failure);
    }
}

fn run_with(program: &[u8], forgets: bool) {
    watch_failures();
    FORGETS.set(forgets);
    FAILED.set(false);
    events::record(false);
    assert_eq!((events::values(), events::owned(0)), (0, 0), "something was left by a program before");
    let world = World {
        script: Bytes::new(program.get(1..).unwrap_or_default()),
        vars: (0..VARS).map(|_| None).collect(),
        weaks: (0..WEAKS).map(|_| None).collect(),
        unborn: (0..UNBORN).map(|_| None).collect(),
        all: Vec::new(),
        forgotten: Vec::new(),
        guards: Default::default(),
        told: Rc::default(),
        serial: 0,
        next: 0,
        depth: 0,
        asked: 0,
        copies: false,
    };
    let _under = reach::under(Driver::Hostile);
    WORLD.set(Some(world));
    /// After a failure nothing can be relied on: leave everything where it is.
    struct Abandon;
    impl Drop for Abandon {
        fn drop(&mut self) {
            std::mem::forget(WORLD.take());
        }
    }
    let _abandon = Abandon;
    for op in Op::prelude(program.first().copied().unwrap_or_default()) {
        exec(&op, None);
    }
    while let Some(Some(op)) = self::world(|w| (!w.script.is_empty()).then(|| Op::read(&mut w.script))) {
        step(|| exec(&op, None));
        check();
    }
    finish();
}

/// Runs one operation at the top: the first panic in it comes out, and no other.
fn step(op: impl FnOnce()) {
    RAISED.set(0);
    world(|w| w.depth = 0);
    let result = catch_unwind(AssertUnwindSafe(op));
    let closed = close_sessions();
    let result = result.and(closed);
    assert!(!FAILED.get(), "a check failed in user code: see above");
    match result {
        Ok(()) => assert_eq!(RAISED.get(), 0, "a panic was lost"),
        Err(panic) => match panic.downcast_ref::<Boom>() {
            Some(boom) => assert_eq!(*boom, Boom(1), "not the first panic came out"),
            None => resume_unwind(panic),
        },
    }
}

/// A hook runs.
pub fn in_hook<T: Node>(this: &T) {
    tick();
    act(|op| match op {
        Op::Panic => boom(),
        Op::Handle { to } => {
            if let Some(me) = quietly(|| this.me()).ok().flatten() {
                store(*to, me);
            }
        }
        op => exec(op, Some(this)),
    });
}

/// A `Drop` runs.
pub fn in_drop<T: Node>(this: &mut T) {
    for rel in 0..table::parents(T::KIND).len() {
        assert!(this.parent_at(rel).is_none(), "a dying node has an owner");
    }
    tick();
    act(|op| match op {
        Op::Panic => boom(),
        Op::Gut { mask, slot } => {
            if let Some(id) = new_id() {
                let value = T::wrap_value(this.gut(id, *mask));
                put_unborn(*slot, value);
            }
        }
        Op::Handle { .. } => {
            assert!(quietly(|| this.me()).is_err() || T::KIND == Kind::Style, "a dying node has a handle")
        }
        op => exec(op, Some(this)),
    });
}

/// A closure runs that was given to the library.
pub fn in_closure() {
    tick();
    act(|op| match op {
        Op::Panic => boom(),
        op => exec(op, None),
    });
}

/// Goes on with the program, for none to three operations.
fn act(mut run: impl FnMut(&Op)) {
    let count = world(|w| {
        if w.depth >= DEPTH || w.script.is_empty() {
            return 0;
        }
        w.depth += 1;
        w.script.u8() % 4
    });
    let Some(count) = count else { return };
    struct Leave(u32);
    impl Drop for Leave {
        fn drop(&mut self) {
            world(|w| w.depth = self.0);
        }
    }
    let depth = world(|w| w.depth).unwrap_or_default();
    let _leave = Leave(depth.saturating_sub(1));
    for _ in 0..count {
        let Some(op) = world(|w| Op::read(&mut w.script)) else { return };
        run(&op);
    }
}

fn quietly<O>(f: impl FnOnce() -> O) -> Result<O, Box<dyn Payload + Send>> {
    let before = EXPECTED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(f));
    EXPECTED.set(before);
    result
}

impl World {
    fn number(&mut self) -> u32 {
        self.next += 1;
        self.all.push(None);
        self.next - 1
    }
}

pub(crate) fn new_id() -> Option<u32> {
    world(|w| (w.next < NODES).then(|| w.number())).flatten()
}

/// The number of a copy of this node: a new one in a hostile program, the same where user code only watches.
pub(crate) fn id_of_copy(id: u32) -> u32 {
    world(|w| {
        w.copies = true;
        w.number()
    })
    .unwrap_or(id)
}

/// To which nodes a node is equal.
pub(crate) fn class_of(id: u32) -> u32 {
    id % 4
}

/// Runs a generated accessor that panics when it is refused. Any other panic comes out.
pub(crate) fn may_refuse<O>(edit: impl FnOnce() -> O) -> Option<O> {
    match quietly(edit) {
        Ok(out) => Some(out),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
            match text {
                // It names the types, in backticks. A failed check of ours does not.
                Some(text) if text.contains('`') && !text.contains("assertion") => None,
                _ => resume_unwind(panic),
            }
        }
    }
}

fn birth(value: Value) -> Any {
    let any = value.birth();
    know(&any);
    any
}

/// There is a new node.
pub(crate) fn know(any: &Any) {
    world(|w| w.all[any.id() as usize] = Some(any.downgrade()));
}

pub(crate) fn store(to: u8, any: Any) {
    let old = world(|w| {
        let free = (0..VARS).find(|&at| !to.is_multiple_of(4) && w.vars[at].is_none());
        w.vars[free.unwrap_or(usize::from(to / 4) % VARS)].replace(any)
    });
    drop(old);
}

/// Takes a node out of its variable: the handle may be the last one.
pub(crate) fn pick_out(n: u8) -> Option<Any> {
    let at = pick_at(n, |_| true)?;
    world(|w| w.vars[at].take()).flatten()
}

pub(crate) fn put_unborn(slot: u8, value: Value) {
    let old = world(|w| {
        let free = (0..UNBORN).find(|&at| w.unborn[at].is_none());
        w.unborn[free.unwrap_or(usize::from(slot) % UNBORN)].replace(value)
    });
    drop(old);
}

fn pick_at(n: u8, fits: impl Fn(Kind) -> bool) -> Option<usize> {
    world(|w| {
        let fitting: Vec<usize> =
            (0..VARS).filter(|&at| w.vars[at].as_ref().is_some_and(|any| fits(any.kind()))).collect();
        fitting.get(usize::from(n) % fitting.len().max(1)).copied()
    })
    .flatten()
}

pub(crate) fn pick(n: u8, fits: impl Fn(Kind) -> bool) -> Option<Any> {
    let at = pick_at(n, fits)?;
    world(|w| w.vars[at].clone()).flatten()
}

/// Where an operation finds an edge.
enum Place<'m> {
    Node(Any),
    Unborn(Lent),
    /// The node whose hook or `Drop` runs.
    Me(&'m dyn NodeDyn),
}

/// Gives an edge of some node, or of a value that is none yet, and the type of its members.
pub(crate) fn place_edge(owner: u8, edge: u8, f: impl FnOnce(EdgeRef<'_>, Kind) -> Option<()>) -> Option<()> {
    let place = place(owner, None, |kind| !table::edges(kind).is_empty())?;
    let edges = table::edges(place.get().kind());
    let index = usize::from(edge) % edges.len();
    let all = place.get().all_edges();
    f(all[index], edges[index].to)
}

/// Whether the program may still make copies: each may be as large as all that there is.
pub(crate) fn may_copy() -> bool {
    world(|w| w.next < 2 * NODES).unwrap_or_default()
}

/// An unborn value, out of reach while it is used.
struct Lent(Option<Value>);

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(value) = self.0.take() {
            put_unborn(0, value);
        }
    }
}

impl Place<'_> {
    fn get(&self) -> &dyn NodeDyn {
        match self {
            Place::Node(any) => any.get(),
            Place::Unborn(lent) => lent.0.as_ref().expect("until it is dropped").get(),
            Place::Me(me) => *me,
        }
    }
}

fn place<'m>(n: u8, me: Option<&'m dyn NodeDyn>, fits: impl Fn(Kind) -> bool) -> Option<Place<'m>> {
    if let Some(me) = me
        && n % 4 >= 2
        && fits(me.kind())
    {
        return Some(Place::Me(me));
    }
    let lent = world(|w| {
        let at =
            (0..UNBORN).filter(|_| n % 4 == 3).find(|&at| w.unborn[at].as_ref().is_some_and(|v| fits(v.get().kind())));
        at.and_then(|at| w.unborn[at].take())
    });
    match lent.flatten() {
        Some(value) => Some(Place::Unborn(Lent(Some(value)))),
        None => pick(n, fits).map(Place::Node),
    }
}

/// Runs one operation. Handles that it got are dropped as late as can be.
fn exec(op: &Op, me: Option<&dyn NodeDyn>) {
    if crate::tracing() {
        let depth = world(|w| w.depth).unwrap_or_default() as usize;
        eprintln!("{:indent$}{op:?} in {:?}", "", me.map(NodeDyn::num), indent = depth * 4);
    }
    let _ = try_exec(op, me);
}

fn try_exec(op: &Op, me: Option<&dyn NodeDyn>) -> Option<()> {
    match op {
        Op::New { kind, to } => store(*to, birth(make(*kind, new_id()?))),
        Op::Build { kind, members, to } => {
            let value = make(*kind, new_id()?);
            for (index, &member) in members.iter().enumerate() {
                let edges = value.get().all_edges();
                let Some(edge) = index.checked_rem(edges.len()) else { break };
                let Some(node) = pick(member, |kind2| kind2 == table::edges(*kind)[edge].to) else { continue };
                edges[edge].edit(&Edit::Append(node), &mut || ());
            }
            store(*to, birth(value));
        }
        Op::Unborn { kind, slot } => put_unborn(*slot, make(*kind, new_id()?)),
        Op::Birth { slot, to } => {
            let value = world(|w| w.unborn[usize::from(*slot) % UNBORN].take())??;
            store(*to, birth(value));
        }
        Op::Scrap { slot } => drop(world(|w| w.unborn[usize::from(*slot) % UNBORN].take())??),
        Op::Copy { from, to } => store(*to, pick(*from, |_| true)?),
        Op::Drop { var } => {
            let at = pick_at(*var, |_| true)?;
            drop(world(|w| w.vars[at].take()));
        }
        Op::Down { owner, edge, index, to } => {
            let place = place(*owner, me, |kind| !table::edges(kind).is_empty())?;
            let edges = place.get().all_edges();
            let members = edges[usize::from(*edge) % edges.len()].quick();
            store(*to, members.get(usize::from(*index) % members.len().max(1))?.clone());
        }
        Op::Up { var, rel, to } => {
            let place = place(*var, me, |kind| !table::parents(kind).is_empty())?;
            let rels = table::parents(place.get().kind()).len();
            store(*to, place.get().owner(usize::from(*rel) % rels)?);
        }
        Op::Downgrade { var, to } => {
            let weak = pick(*var, |_| true)?.downgrade();
            drop(world(|w| w.weaks[usize::from(*to) % WEAKS].replace(weak)));
        }
        Op::Upgrade { weak, to } => {
            store(*to, world(|w| w.weaks[usize::from(*weak) % WEAKS].clone())??.upgrade()?);
        }
        Op::DropWeak { weak } | Op::ForgetWeak { weak } => {
            drop(world(|w| w.weaks[usize::from(*weak) % WEAKS].take()));
        }
        Op::Edge { owner, edge, edit } => {
            let place = place(*owner, me, |kind| !table::edges(kind).is_empty())?;
            let kind = place.get().kind();
            let index = usize::from(*edge) % table::edges(kind).len();
            let edge = place.get().all_edges()[index];
            let members = edge.quick();
            let named = edit.map(|&n| match usize::from(n).checked_sub(128) {
                Some(index) if !members.is_empty() => Some(members[index % members.len()].clone()),
                _ => pick(n, |kind2| kind2 == table::edges(kind)[index].to),
            })?;
            let outcome = edge.edit(&named, &mut in_closure);
            let forgotten = take_forgotten();
            world(|w| w.forgotten.extend(forgotten));
            if let Some(Outcome::Refused(_)) = outcome {
                assert!(edge.quick() == members, "refused, but something changed");
            }
        }
        Op::AppendAll { owner, edge, from } => {
            let place = place(*owner, me, |kind| !table::edges(kind).is_empty())?;
            let kind = place.get().kind();
            let from = self::place(*from, me, |other| other == kind)?;
            let index = usize::from(*edge) % table::edges(kind).len();
            let (to, from) = (place.get().all_edges()[index], from.get().all_edges()[index]);
            let before = (to.quick(), from.quick());
            if let Some(Outcome::Refused(_)) = to.append_all(from) {
                assert!((to.quick(), from.quick()) == before, "refused, but something changed");
            }
        }
        Op::Detach { var, rel } => {
            let place = place(*var, me, |kind| !table::parents(kind).is_empty())?;
            let rels = table::parents(place.get().kind()).len();
            place.get().leave(usize::from(*rel) % rels)?;
        }
        Op::Tree { var, other, edit } => {
            let place = place(*var, me, table::is_tree)?;
            let other = pick(*other, |kind| kind == place.get().kind())?;
            place.get().tree_edit(*edit, &other)?;
            place.get().position(&other)?;
        }
        Op::Cell { owner, target } => {
            let place = place(*owner, me, |kind| table::cell(kind).is_some())?;
            let far = table::far(place.get().kind());
            let target = target.and_then(|n| pick(n, |kind| kind == far));
            place.get().set_cell(target.as_ref());
            assert!(place.get().cell_target() == target);
        }
        Op::Links { owner, target, edit } => {
            let place = place(*owner, me, |kind| table::list(kind).is_some())?;
            let far = table::far(place.get().kind());
            let target = pick(*target, |kind| kind == far);
            place.get().edit_links(*edit, target.as_ref())?;
        }
        Op::Share { var, style } => {
            let place = place(*var, me, table::shares)?;
            let Some(Any::Style(style)) = pick(*style, |kind| kind == Kind::Style) else { return None };
            // Somebody may be reading it: serde, which runs this.
            place.get().shared()?.try_borrow_mut().ok()?.push(style);
        }
        Op::Unshare { var } => {
            let place = place(*var, me, table::shares)?;
            let style = place.get().shared()?.try_borrow_mut().ok()?.pop();
            drop(style);
        }
        Op::Walk { var, over, ends, steps, keep, body } => {
            let place = place(*var, me, |kind| match over {
                Over::Tree(_) => table::is_tree(kind),
                Over::Edge(_) => !table::edges(kind).is_empty(),
                Over::Links => table::list(kind).is_some(),
            })?;
            walk(&place, *over, *ends, *steps, *keep, body, me);
        }
        Op::Forget { var } => {
            let at = pick_at(*var, |_| true)?;
            world(|w| {
                let any = w.vars[at].take();
                w.forgotten.extend(any);
            });
        }
        Op::Watch { var, slot, how } => {
            let any = pick(*var, |_| true)?;
            let (told, serial) = told()?;
            let guard = told.watch(&any, *how, serial);
            let old = guard.and_then(|guard| world(|w| w.guards[usize::from(*slot) % GUARDS].replace(guard)));
            drop(old);
        }
        Op::Unwatch { slot, how } => {
            let guard = world(|w| w.guards[usize::from(*slot) % GUARDS].take())??;
            let armed = guard.is_armed();
            if let (Guard::Finalizer(it), true) = (&guard, how % 3 == 0) {
                assert_eq!(it.run().is_some(), armed);
                assert!(!it.is_armed());
            }
            guard.end(*how);
        }
        Op::Poll => {
            told()?.0.poll();
        }
        Op::Weakly { var, number, edit } => {
            let Some(Any::Hooked(node)) = pick(*var, |kind| kind == Kind::Hooked) else { return None };
            let (told, serial) = told()?;
            told.edit(*edit, *number, &node, serial);
        }
        &Op::Act { which, var, other, n } => acts::run(which, acts::Args { var, other, n })?,
        Op::Panic | Op::Gut { .. } | Op::Handle { .. } => return None,
    }
    Some(())
}

/// Who is told, and a number for something new.
pub(crate) fn told() -> Option<(Rc<Told>, u32)> {
    world(|w| {
        w.serial += 1;
        (w.told.clone(), w.serial)
    })
}

fn walk(place: &Place<'_>, over: Over, ends: u8, steps: u8, keep: bool, body: &[(u8, Op)], me: Option<&dyn NodeDyn>) {
    let edges = place.get().all_edges();
    let mut index = 0;
    let mut walk: Box<dyn crate::real::Walk + '_> = match over {
        Over::Tree(way) => match place.get().walk(way) {
            Some(walk) => walk,
            None => return,
        },
        Over::Edge(edge) => {
            index = usize::from(edge) % edges.len();
            edges[index].walk()
        }
        Over::Links => match place.get().links() {
            Some(links) => Box::new(Links(links)),
            None => return,
        },
    };
    for step in 0..steps.min(40) {
        for (_, op) in body.iter().filter(|(at, _)| *at == step) {
            tick();
            exec(op, me);
        }
        // The step itself may panic, in the destructor of something that the walk held; then it must still be sound.
        let stepped = catch_unwind(AssertUnwindSafe(|| walk.step(ends >> (step % 8) & 1 == 1)));
        let Some((node, left)) = (match stepped {
            Ok(stepped) => stepped,
            Err(panic) if ends & 4 != 0 => {
                drop(walk.step(false));
                resume_unwind(panic)
            }
            Err(panic) => resume_unwind(panic),
        }) else {
            break;
        };
        if let Place::Node(root) = place {
            match over {
                Over::Edge(_) if place.get().kind() != Kind::Bin => {
                    assert!(edges[index].holds(&node), "a walk left its list");
                }
                Over::Tree(Way::Descendants | Way::Traverse | Way::BreadthFirst | Way::Leaves) => {
                    let up = |node: &Any| node.get().owner(0);
                    let mut above = std::iter::successors(Some(node.clone()), up);
                    assert!(above.any(|above| above == *root), "a walk left its tree ({left})");
                }
                _ => {}
            }
        }
        if keep && step % 3 == 0 {
            store(step, node);
        }
    }
    let holds = matches!(
        over,
        Over::Tree(
            Way::BreadthFirst | Way::Ancestors | Way::InclusiveAncestors | Way::NextSiblings | Way::PrevSiblings
        )
    ) || matches!(over, Over::Links)
        || place.get().kind() == Kind::Bin;
    if FORGETS.get() && ends & 0x30 == 0x30 && !holds {
        // The box outlives what it borrows, but nobody looks into it any more.
        let forgotten: Box<dyn crate::real::Walk + '_> = walk;
        keep_for_ever(forgotten);
    }
}

struct Links<'n>(Box<dyn Iterator<Item = Any> + 'n>);

impl crate::real::Walk for Links<'_> {
    fn step(&mut self, _: bool) -> Option<crate::real::Marked> {
        self.0.next().map(|node| (node, false))
    }
}

/// The graph is whole. What costs more is looked at every eighth time.
fn check() {
    meet_copies();
    let full = world(|w| {
        w.asked += 1;
        w.asked % 8 == 0 || w.script.is_empty()
    })
    .expect("there is a world");
    let (handles, values, holders) = world(|w| {
        let handles: Vec<AnyWeak> = w.all.iter().flatten().cloned().collect();
        let values: Vec<Value> = w.unborn.iter_mut().filter_map(Option::take).collect();
        let mut holders = vec![0; w.next as usize];
        for any in w.vars.iter().flatten().chain(&w.forgotten) {
            holders[any.id() as usize] += 1;
        }
        (handles, values, holders)
    })
    .expect("there is a world");
    let alive: Vec<Any> = handles.iter().filter_map(AnyWeak::upgrade).collect();
    drop(handles);
    let mut strong: Vec<usize> = holders;
    let mut weak: Vec<usize> = vec![1; strong.len()];
    world(|w| {
        for handle in w.weaks.iter().flatten() {
            if let Some(any) = handle.upgrade() {
                weak[any.id() as usize] += 1;
            }
        }
    });
    for owner in alive.iter().map(Any::get).chain(values.iter().map(Value::get)) {
        for edge in owner.all_edges() {
            let members = if full { edge.members() } else { edge.quick() };
            members.iter().for_each(|member| strong[member.id() as usize] += 1);
        }
        if let Some(styles) = owner.shared() {
            styles.borrow().iter().for_each(|style| strong[style.id() as usize] += 1);
        }
        if let Some(target) = owner.cell_target() {
            weak[target.id() as usize] += 1;
        }
        let links = owner.links().map_or(0, Iterator::count);
        assert_eq!(links, owner.links_len());
    }
    for any in &alive {
        let id = any.id() as usize;
        assert_eq!(any.counts(), (strong[id] + 1, weak[id]), "the counts of {id}, a {:?}", any.kind());
        assert!(strong[id] > 0, "{id} lives on without a handle");
        for (edge, spec) in any.get().all_edges().into_iter().zip(table::edges(any.kind())) {
            for member in edge.quick() {
                assert!(member.get().owner(spec.rel).as_ref() == Some(any), "a member does not know its owner");
            }
        }
        for rel in 0..table::parents(any.kind()).len() {
            if let Some(owner) = any.get().owner(rel) {
                let found = owner.get().all_edges().into_iter().filter(|edge| edge.holds(any)).count();
                assert!(found >= 1, "an owner does not know its member");
            }
        }
        if full {
            assert_eq!(any.get().position(any).is_some(), table::is_tree(any.kind()));
            any.get().tree_facts();
        }
    }
    let weakly = world(|w| w.told.clone()).expect("there is a world").all();
    for (_, id) in weakly.iter().flatten() {
        assert!(alive.iter().any(|any| any.id() == *id), "a map gave a dead node");
    }
    let ids: Vec<u32> = weakly[1].iter().map(|(_, id)| *id).collect();
    let keys = [0, 2].map(|at| weakly[at].iter().map(|(key, _)| *key).collect());
    for (what, mut keys) in
        ["a map by identity", "a map of values", "a set"].into_iter().zip([ids].into_iter().chain(keys))
    {
        keys.sort_unstable();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]), "a key is twice in {what}: {keys:?}");
    }
    let mut seen = vec![0u8; strong.len()];
    alive.iter().for_each(|any| no_cycle(any, &mut seen));
    assert_eq!(events::values(), (alive.len() + values.len()) as i64, "a node was freed early or late");
    drop(alive);
    world(|w| {
        for value in values {
            let free = (0..UNBORN).find(|&at| w.unborn[at].is_none()).expect("they came from there");
            w.unborn[free] = Some(value);
        }
    });
}

/// Nodes that the library made, or that a hook got hold of while it did: each is held by something that is known.
fn meet_copies() {
    if world(|w| !std::mem::take(&mut w.copies)) != Some(false) {
        return;
    }
    let mut held: Vec<Any> = world(|w| {
        let known = w.all.iter().flatten().filter_map(AnyWeak::upgrade);
        known.chain(w.vars.iter().flatten().chain(&w.forgotten).cloned()).collect()
    })
    .unwrap_or_default();
    let values: Vec<Value> = world(|w| w.unborn.iter_mut().filter_map(Option::take).collect()).unwrap_or_default();
    held.extend(values.iter().flat_map(|value| below(value.get())));
    let mut met = vec![false; world(|w| w.next as usize).unwrap_or_default()];
    while let Some(any) = held.pop() {
        let id = any.id() as usize;
        if !std::mem::replace(&mut met[id], true) {
            let weak = any.downgrade();
            world(|w| w.all[id].get_or_insert(weak).clone());
            held.extend(below(any.get()));
        }
    }
    for value in values {
        put_unborn(0, value);
    }
}

/// What a node holds.
fn below(node: &dyn NodeDyn) -> Vec<Any> {
    let styles = node.shared().map(|styles| styles.borrow().clone()).unwrap_or_default();
    node.all_edges().into_iter().flat_map(|edge| edge.quick()).chain(styles.into_iter().map(Any::Style)).collect()
}

/// Goes up over every relation: 1 while it is on the way, 2 when it is done.
fn no_cycle(any: &Any, seen: &mut [u8]) {
    let id = any.id() as usize;
    assert!(seen[id] != 1, "a node owns itself");
    if seen[id] == 2 {
        return;
    }
    seen[id] = 1;
    for rel in 0..table::parents(any.kind()).len() {
        if let Some(owner) = any.get().owner(rel) {
            no_cycle(&owner, seen);
        }
    }
    seen[id] = 2;
}

fn finish() {
    // The script is at its end, so nobody makes anything new.
    for at in 0..VARS {
        step(|| drop(world(|w| w.vars[at].take())));
        check();
    }
    for at in 0..UNBORN {
        step(|| drop(world(|w| w.unborn[at].take())));
    }
    check();
    drop(world(|w| std::mem::take(&mut w.weaks)));
    check();
    let mut live = vec![false; world(|w| w.next as usize).unwrap_or_default()];
    world(|w| w.forgotten.clone()).into_iter().flatten().for_each(|any| reach(&any, &mut live));
    let handles = world(|w| w.all.iter().flatten().cloned().collect::<Vec<_>>()).unwrap_or_default();
    for any in handles.iter().filter_map(AnyWeak::upgrade) {
        assert!(live[any.id() as usize], "{} lives on, but nobody holds it", any.id());
    }
    drop(handles);
    // What was forgotten is given back, so that tools find only the leaks of the library.
    while let Some(any) = world(|w| w.forgotten.pop()).flatten() {
        step(|| drop(any));
        check();
    }
    assert_eq!(events::values(), 0, "something was not dropped");
    for slot in 0..GUARDS {
        step(|| drop(world(|w| w.guards[slot].take())));
    }
    let told = told().expect("there is a world").0;
    step(|| told.clear());
    assert_eq!(told.all(), [vec![], vec![], vec![]], "an entry of a dead node");
    assert_eq!(events::owned(0), 0, "what a callback captured or a map owned was not dropped");
    WORLD.take();
}

fn reach(any: &Any, live: &mut [bool]) {
    if !std::mem::replace(&mut live[any.id() as usize], true) {
        for edge in any.get().all_edges() {
            edge.quick().iter().for_each(|member| reach(member, live));
        }
        if let Some(styles) = any.get().shared() {
            styles.borrow().iter().for_each(|style| live[style.id() as usize] = true);
        }
    }
}
