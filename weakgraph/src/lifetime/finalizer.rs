//! [`Finalizer`]: an action for the end of a node that can also be run before it; [`ExitGuard`], which runs what is
//! left.

use core::cell::{Cell, RefCell};
use core::fmt;
use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};
use std::rc::Rc;

use crate::core::panics::Panics;
use crate::{Strong, Watch};

/// An action that runs once: when its node dies, or before, when the program says so.
///
/// It belongs to the node: dropping the handle does not disarm it. At the node's death it runs as a
/// [`watch`](Strong::watch) would, in step 3, newest first with the others, and its result is dropped.
///
/// What the action needs has to be moved into it; what is in the node is out of reach by then. **It must not capture a
/// handle to its own node**, which would live for ever. The compiler refuses the plain case, `move || node.close()`, as
/// the node is borrowed by the call, but not a clone, nor a handle that is hidden in something else.
/// [`isolated`](Finalizer::isolated) refuses them all.
///
/// Python's `weakref.finalize`, Java's `Cleaner`.
///
/// # Example
/// ```
/// use weakgraph::{Finalizer, Graph, Strong};
///
/// #[derive(Graph)]
/// struct Upload { path: String }
///
/// let upload = Strong::new(Upload { path: "part.tmp".into() });
/// let path = upload.path.clone();
/// let cleanup = Finalizer::new(&upload, move || format!("removed {path}"));
///
/// assert!(cleanup.is_armed());
/// assert_eq!(cleanup.run().as_deref(), Some("removed part.tmp"));
/// assert_eq!(cleanup.run(), None, "only once");
/// drop(upload); // and not now
/// ```
pub struct Finalizer<R = ()> {
    state: Rc<State<R>>,
}

/// Shared by the handles and by the closure that waits at the node.
struct State<R> {
    action: Cell<Option<Action<R>>>,
    /// Its closure holds this state: taken out whenever the action is.
    watch: Cell<Option<Watch>>,
}

/// What a [`Finalizer`] runs.
type Action<R> = Box<dyn FnOnce() -> R>;

impl<R> State<R> {
    fn take(&self) -> Option<Action<R>> {
        let action = self.action.take();
        drop(self.watch.take());
        action
    }

    fn is_armed(&self) -> bool {
        let action = self.action.take();
        let armed = action.is_some();
        self.action.set(action);
        armed
    }
}

impl<R: 'static> Finalizer<R> {
    /// Lets `action` run when `target` dies, unless it was run or cancelled before. Costs four allocations at most.
    pub fn new<T>(target: &Strong<T>, action: impl FnOnce() -> R + 'static) -> Finalizer<R> {
        let state = Rc::new(State { action: Cell::new(Some(Box::new(action))), watch: Cell::new(None) });
        let told = state.clone();
        let watch = Strong::watch(target, move |_| {
            if let Some(action) = told.take() {
                action();
            }
        });
        state.watch.set(Some(watch));
        Finalizer { state }
    }

    /// As [`new`](Finalizer::new), with an action that can hold no handle at all: it is `Send`, and handles are not. So
    /// it cannot keep its own node alive, in whatever way.
    ///
    /// ```compile_fail
    /// # use weakgraph::{Finalizer, Graph, Strong};
    /// # #[derive(Graph)]
    /// # struct File;
    /// let file = Strong::new(File);
    /// let same = file.clone();
    /// Finalizer::isolated(&file, move || drop(same)); // `file` would live for ever
    /// ```
    pub fn isolated<T>(target: &Strong<T>, action: impl FnOnce() -> R + Send + 'static) -> Finalizer<R> {
        Finalizer::new(target, action)
    }

    /// Lets an [`ExitGuard`] run the action, if nothing has by then. `guard` is a reference to the guard, or to a
    /// [registrar](ExitGuard::registrar) of it. Costs O(1), spread over many.
    ///
    /// Returns whether the guard is still there; if not, nothing has changed.
    pub fn at_exit(&self, guard: &ExitRegistrar) -> bool {
        guard.add(self.state.clone())
    }
}

impl<R> Finalizer<R> {
    /// Runs the action now and gives its result; `None` if it has run, or was cancelled. If it panics, that comes out
    /// here, and it has run.
    pub fn run(&self) -> Option<R> {
        Some(self.state.take()?())
    }

    /// Disarms it and gives the action back; `None` if it has run, or was cancelled before. Python's `detach`.
    pub fn cancel(&self) -> Option<Box<dyn FnOnce() -> R>> {
        self.state.take()
    }

    /// Whether the action has still to run. `false` from within the action itself.
    #[must_use]
    pub fn is_armed(&self) -> bool {
        self.state.is_armed()
    }
}

impl<R> Clone for Finalizer<R> {
    /// Another handle of the same finalizer.
    fn clone(&self) -> Finalizer<R> {
        Finalizer { state: self.state.clone() }
    }
}

impl<R> fmt::Debug for Finalizer<R> {
    /// `Finalizer(armed)` or `Finalizer(done)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_armed() { "Finalizer(armed)" } else { "Finalizer(done)" })
    }
}

// An action that panics has been taken out before.
impl<R> UnwindSafe for Finalizer<R> {}
impl<R> RefUnwindSafe for Finalizer<R> {}

/// Runs the [`Finalizer`]s that were given to it when it is dropped.
///
/// Rust promises nothing for nodes that are alive when a process ends: `main` returns, and what is in a `static` is
/// never dropped. A program that needs an action all the same owns such a guard in `main`.
///
/// The actions run newest first. One that is added while others run, also while the guard is being dropped, runs next;
/// an action adds one through a [registrar](ExitGuard::registrar). If one panics, the others run, and the first panic
/// resumes. The guard keeps no node alive. `std::process::exit` and an abort run nothing.
///
/// Python's `atexit` for `weakref.finalize`.
///
/// # Example
/// ```
/// use std::{cell::RefCell, rc::Rc};
/// use weakgraph::{ExitGuard, Finalizer, Graph, Strong};
///
/// #[derive(Graph)]
/// struct File;
///
/// let log = Rc::new(RefCell::new(Vec::new()));
/// let file = Strong::new(File);
/// {
///     let guard = ExitGuard::new();
///     for name in ["first", "second"] {
///         let log = log.clone();
///         Finalizer::new(&file, move || log.borrow_mut().push(name)).at_exit(&guard);
///     }
/// }
/// assert_eq!(*log.borrow(), ["second", "first"]);
/// ```
#[derive(Default)]
pub struct ExitGuard {
    registrar: ExitRegistrar,
}

/// Adds actions to an [`ExitGuard`], from wherever the guard itself is out of reach: an action, a node, another
/// function.
///
/// Made by [`ExitGuard::registrar`]; a clone is another handle of the same guard. It does not keep the guard, nor what
/// was given to it: when the guard has been dropped, [`Finalizer::at_exit`] returns `false`.
///
/// # Example
/// ```
/// use std::{cell::RefCell, rc::Rc};
/// use weakgraph::{ExitGuard, Finalizer, Graph, Strong};
///
/// #[derive(Graph)]
/// struct File;
///
/// let log = Rc::new(RefCell::new(Vec::new()));
/// let file = Strong::new(File);
/// let guard = ExitGuard::new();
/// let registrar = guard.registrar();
/// let (outer, inner, again) = (log.clone(), log.clone(), file.clone());
/// Finalizer::new(&file, move || {
///     outer.borrow_mut().push("close");
///     Finalizer::new(&again, move || inner.borrow_mut().push("sync")).at_exit(&registrar);
/// })
/// .at_exit(&guard);
/// let registrar = guard.registrar();
/// drop(guard);
/// assert_eq!(*log.borrow(), ["close", "sync"]);
/// assert!(!Finalizer::new(&file, || ()).at_exit(&registrar), "too late");
/// ```
#[derive(Clone, Default)]
pub struct ExitRegistrar {
    /// Shared with the guard, which empties it. What is in it may hold a registrar.
    armed: Rc<Armed>,
}

#[derive(Default)]
struct Armed {
    actions: RefCell<Vec<Rc<dyn AtExit>>>,
    /// The guard has been dropped.
    is_closed: Cell<bool>,
}

trait AtExit {
    fn is_armed(&self) -> bool;
    fn run(&self);
}

impl<R> AtExit for State<R> {
    fn is_armed(&self) -> bool {
        State::is_armed(self)
    }
    fn run(&self) {
        if let Some(action) = self.take() {
            action();
        }
    }
}

impl ExitRegistrar {
    fn add(&self, state: Rc<dyn AtExit>) -> bool {
        if self.armed.is_closed.get() {
            return false;
        }
        let mut actions = self.armed.actions.borrow_mut();
        if actions.len() == actions.capacity() {
            // What is not armed has no action any more: no user code runs.
            actions.retain(|state| state.is_armed());
        }
        actions.push(state);
        true
    }

    fn count(&self) -> usize {
        self.armed.actions.borrow().iter().filter(|state| state.is_armed()).count()
    }
}

impl ExitGuard {
    /// Returns a guard with nothing to do.
    #[must_use = "what is given to the guard runs when it is dropped"]
    pub fn new() -> ExitGuard {
        ExitGuard::default()
    }

    /// Returns a handle through which actions can be added from elsewhere. Costs one increment.
    #[must_use]
    pub fn registrar(&self) -> ExitRegistrar {
        self.registrar.clone()
    }

    /// Runs the actions that are still armed now. Dropping the guard does the same.
    ///
    /// # Panics
    /// If an action does; the others have run by then.
    pub fn run(&self) {
        let mut panics = Panics::default();
        self.run_all(&mut panics);
        panics.resume();
    }

    fn run_all(&self, panics: &mut Panics) {
        loop {
            let next = self.registrar.armed.actions.borrow_mut().pop();
            let Some(state) = next else { break };
            panics.catch(|| state.run());
        }
    }
}

impl Drop for ExitGuard {
    fn drop(&mut self) {
        let mut panics = Panics::default();
        self.run_all(&mut panics);
        // Nothing is in it, and nothing comes: what an action keeps is dropped with it.
        self.registrar.armed.is_closed.set(true);
        panics.resume();
    }
}

/// A guard is taken wherever a registrar is.
impl Deref for ExitGuard {
    type Target = ExitRegistrar;

    fn deref(&self) -> &ExitRegistrar {
        &self.registrar
    }
}

impl fmt::Debug for ExitGuard {
    /// `ExitGuard(2 armed)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExitGuard({} armed)", self.registrar.count())
    }
}

impl fmt::Debug for ExitRegistrar {
    /// `ExitRegistrar(2 armed)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExitRegistrar({} armed)", self.count())
    }
}

impl UnwindSafe for ExitGuard {}
impl RefUnwindSafe for ExitGuard {}
impl UnwindSafe for ExitRegistrar {}
impl RefUnwindSafe for ExitRegistrar {}
