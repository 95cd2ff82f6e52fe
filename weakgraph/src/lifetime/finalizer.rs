//! [`Finalizer`]: an action for the end of a node that can also be run before it; [`ExitGuard`], which runs what is
//! left.

use core::cell::{Cell, RefCell};
use core::fmt;
use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};
use std::rc::Rc;

use crate::core::panics::Panics;
use crate::{Strong, Watch};

/// An action that runs once: when its node is dropped, or earlier if the program says so.
///
/// The action belongs to the node: dropping the `Finalizer` does not cancel it. When the node is dropped, it runs as a
/// [`watch`](Strong::watch) does, in step 3, in reverse order of registration with the other observers. Its result is
/// dropped then.
///
/// Move into the action what it needs: it cannot reach the node's fields any more. **It must not capture a handle to
/// its own node**, which would keep the node alive for ever. The compiler refuses the plain case,
/// `move || node.close()`, because the call borrows the node. It does not refuse a clone, or a handle inside something
/// else. [`isolated`](Finalizer::isolated) refuses all of them.
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
    /// Registers `action` to run when `target` is dropped, unless it was run or cancelled before. Costs at most four
    /// allocations.
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

    /// Registers an action that cannot hold any handle, as [`new`](Finalizer::new) does.
    ///
    /// The action is `Send`, and handles are not. So it cannot keep its own node alive.
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

    /// Registers the action with an [`ExitGuard`], which runs it unless it has run or was cancelled by then. Costs
    /// amortized O(1).
    ///
    /// `guard` is a reference to the guard, or to one of its [registrars](ExitGuard::registrar). Returns `false`, and
    /// does nothing, if the guard was already dropped.
    pub fn at_exit(&self, guard: &ExitRegistrar) -> bool {
        guard.add(self.state.clone())
    }
}

impl<R> Finalizer<R> {
    /// Runs the action now and returns its result, or `None` if it has run or was cancelled.
    ///
    /// # Panics
    /// If the action does. It counts as run then.
    pub fn run(&self) -> Option<R> {
        Some(self.state.take()?())
    }

    /// Cancels the action and returns it, or `None` if it has run or was cancelled before. Python's `detach`.
    pub fn cancel(&self) -> Option<Box<dyn FnOnce() -> R>> {
        self.state.take()
    }

    /// Returns `true` if the action has neither run nor been cancelled. It returns `false` inside the action itself.
    #[must_use]
    pub fn is_armed(&self) -> bool {
        self.state.is_armed()
    }
}

impl<R> Clone for Finalizer<R> {
    /// Returns another handle to the same finalizer.
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
