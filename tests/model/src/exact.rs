//! Programs in which user code only watches: everything is compared with the [reference](mod@crate::reference) after
//! every operation, and after every operation in the body of a walk.

use crate::events;
use crate::kinds::{Any, AnyWeak, Kind, NodeDyn, Value, make, table};
use crate::ops::{Bytes, Op, Over};
use crate::reach::{self, Driver};
use crate::real::{EdgeRef, Edit, Outcome, take_forgotten};
use crate::reference::{Id, Model};
use crate::sessions::Open;
use crate::told::{GUARDS, Guard, Told};

const VARS: usize = 10;
const WEAKS: usize = 4;
const UNBORN: usize = 2;
const NODES: usize = 28;

/// A program under way.
#[derive(Default)]
pub struct Exact {
    model: Model,
    vars: Vec<Option<Any>>,
    weaks: Vec<Option<(Id, AnyWeak)>>,
    unborn: Vec<Option<(Id, Value)>>,
    /// A weak handle to each node that ever was.
    all: Vec<Option<AnyWeak>>,
    forgotten: Vec<Any>,
    guards: [Option<Guard>; GUARDS],
    told: Told,
    /// How many operations had an effect.
    pub done: usize,
    /// Whether everything is asked every time, in every way that there is.
    pub thorough: bool,
    /// Whether a number in an operation is that of a variable, not of those that would do.
    fixed: bool,
    asked: u32,
    /// Whether the program opens and closes read sessions, and reads in them.
    pub sessions: bool,
    open: Vec<Open>,
    /// What was read in them: it can be while any is open, also when it is dead.
    seen: Vec<(Id, &'static dyn NodeDyn)>,
}

/// Runs a program to its end and checks that nothing is left. The first byte says with which nodes it starts.
pub fn run(program: &[u8]) {
    run_with(program, false);
}

/// As [`run`], with read sessions that are opened and closed on the way, in walks, too: what dies meanwhile waits.
pub fn run_in_sessions(program: &[u8]) {
    run_with(program, true);
}

fn run_with(program: &[u8], sessions: bool) {
    let _under = reach::under(Driver::Exact);
    let mut bytes = Bytes::new(program.get(1..).unwrap_or_default());
    let mut exact = Exact { sessions, ..Exact::new() };
    for op in Op::prelude(program.first().copied().unwrap_or_default()) {
        exact.exec_quick(&op);
    }
    while !bytes.is_empty() {
        exact.exec(&Op::read(&mut bytes));
    }
    exact.finish();
}

/// Where an operation finds an owning edge.
#[derive(Clone)]
enum Place {
    Node(Any),
    Unborn(usize),
}

impl Exact {
    /// An empty graph.
    pub fn new() -> Exact {
        assert_eq!((events::values(), events::owned(0)), (0, 0), "something was left by a program before");
        events::record(true);
        Exact {
            vars: (0..VARS).map(|_| None).collect(),
            weaks: (0..WEAKS).map(|_| None).collect(),
            unborn: (0..UNBORN).map(|_| None).collect(),
            ..Exact::default()
        }
    }

    /// Starts with so many nodes, in the first variables; operations name nodes by these.
    pub fn start(&mut self, kind: Kind, nodes: u8) {
        self.fixed = true;
        for at in 0..nodes {
            let (id, value) = self.make(kind).expect("few nodes");
            self.vars[usize::from(at)] = Some(self.birth(id, value));
        }
    }

    /// Runs one operation and compares everything.
    pub fn exec(&mut self, op: &Op) {
        if crate::tracing() {
            eprintln!("{op:?}");
        }
        self.exec_quick(op);
        self.check();
    }

    /// Runs one operation and compares only what it gave.
    pub fn exec_quick(&mut self, op: &Op) {
        if self.try_exec(op).is_some() {
            self.done += 1;
        }
        self.compare_events();
    }

    /// The `n`th of the variables that hold a node for which `fits`.
    fn pick(&self, n: u8, fits: impl Fn(Kind) -> bool) -> Option<usize> {
        if self.fixed {
            let at = usize::from(n);
            return self.vars[at].as_ref().filter(|any| fits(any.kind())).map(|_| at);
        }
        let fitting: Vec<usize> =
            (0..VARS).filter(|&at| self.vars[at].as_ref().is_some_and(|any| fits(any.kind()))).collect();
        fitting.get(usize::from(n) % fitting.len().max(1)).copied()
    }

    fn pick_any(&self, n: u8, fits: impl Fn(Kind) -> bool) -> Option<Any> {
        self.pick(n, fits).and_then(|at| self.vars[at].clone())
    }

    fn pick_place(&self, n: u8, fits: impl Fn(Kind) -> bool) -> Option<Place> {
        let unborn: Vec<usize> = (0..UNBORN)
            .filter(|&at| self.unborn[at].as_ref().is_some_and(|(_, value)| fits(value.get().kind())))
            .collect();
        if n % 4 == 3 && !unborn.is_empty() {
            return Some(Place::Unborn(unborn[usize::from(n / 4) % unborn.len()]));
        }
        self.pick_any(n, fits).map(Place::Node)
    }

    fn with<O>(&self, place: &Place, f: impl FnOnce(&dyn crate::kinds::NodeDyn) -> O) -> O {
        match place {
            Place::Node(any) => f(any.get()),
            Place::Unborn(at) => f(self.unborn[*at].as_ref().expect("picked").1.get()),
        }
    }

    /// A handle that operations use; the model counts it.
    fn hold(&mut self, any: &Any) -> Any {
        self.model.hold(any.id());
        any.clone()
    }

    fn let_go(&mut self, any: Any) {
        let id = any.id();
        drop(any);
        self.model.release(id);
    }

    /// Puts a handle, which the model has counted, into a variable.
    fn store(&mut self, to: u8, any: Any) {
        let at = (0..VARS)
            .find(|&at| !to.is_multiple_of(4) && self.vars[at].is_none())
            .unwrap_or(usize::from(to / 4) % VARS);
        if let Some(old) = self.vars[at].replace(any) {
            self.let_go(old);
        }
    }

    fn make(&mut self, kind: Kind) -> Option<(Id, Value)> {
        if self.model.nodes.len() >= NODES {
            return None;
        }
        let id = self.model.make(kind);
        self.all.push(None);
        Some((id, make(kind, id)))
    }

    fn birth(&mut self, id: Id, value: Value) -> Any {
        let any = value.birth();
        self.model.birth(id);
        self.all[id as usize] = Some(any.downgrade());
        any
    }

    fn try_exec(&mut self, op: &Op) -> Option<()> {
        match op {
            Op::New { kind, to } => {
                let (id, value) = self.make(*kind)?;
                let any = self.birth(id, value);
                self.store(*to, any);
            }
            Op::Build { kind, members, to } => {
                let (id, value) = self.make(*kind)?;
                let edges = value.get().all_edges();
                for (index, &member) in members.iter().enumerate() {
                    let Some(edge) = index.checked_rem(edges.len()) else { break };
                    let node = self.pick_any(member, |kind2| kind2 == table::edges(*kind)[edge].to);
                    let Some(node) = node else { continue };
                    let edit = Edit::Append(node);
                    let real = edges[edge].edit(&edit, &mut || ());
                    let model = self.model.edit(id, edge, &edit.map(|any| Some(any.id()))?);
                    assert_eq!(real, model);
                }
                drop(edges);
                let any = self.birth(id, value);
                self.store(*to, any);
            }
            Op::Unborn { kind, slot } => {
                let at = usize::from(*slot) % UNBORN;
                let (id, value) = self.make(*kind)?;
                if let Some((old, value)) = self.unborn[at].replace((id, value)) {
                    drop(value);
                    self.model.scrap(old);
                }
            }
            Op::Birth { slot, to } => {
                let (id, value) = self.unborn[usize::from(*slot) % UNBORN].take()?;
                let any = self.birth(id, value);
                self.store(*to, any);
            }
            Op::Scrap { slot } => {
                let (id, value) = self.unborn[usize::from(*slot) % UNBORN].take()?;
                drop(value);
                self.model.scrap(id);
            }
            Op::Copy { from, to } => {
                let any = self.pick_any(*from, |_| true)?;
                self.model.hold(any.id());
                self.store(*to, any);
            }
            Op::Drop { var } => {
                let at = self.pick(*var, |_| true)?;
                let any = self.vars[at].take()?;
                self.let_go(any);
            }
            Op::Down { owner, edge, index, to } => {
                let place = self.pick_place(*owner, |kind| !table::edges(kind).is_empty())?;
                let member = self.with(&place, |owner| {
                    let edges = owner.all_edges();
                    let members = edges[usize::from(*edge) % edges.len()].quick();
                    members.get(usize::from(*index) % members.len().max(1)).cloned()
                })?;
                self.model.hold(member.id());
                self.store(*to, member);
            }
            Op::Up { var, rel, to } => {
                let any = self.pick_any(*var, |kind| !table::parents(kind).is_empty())?;
                let rel = usize::from(*rel) % table::parents(any.kind()).len();
                let real = any.get().owner(rel);
                let model = self.model.owner_in(any.id(), rel).map(|(owner, _)| owner);
                assert_eq!(real.as_ref().map(Any::id), model);
                drop(any);
                let owner = real?;
                self.model.hold(owner.id());
                self.store(*to, owner);
            }
            Op::Downgrade { var, to } => {
                let any = self.pick_any(*var, |_| true)?;
                self.weaks[usize::from(*to) % WEAKS] = Some((any.id(), any.downgrade()));
            }
            Op::Upgrade { weak, to } => {
                let (id, weak) = self.weaks[usize::from(*weak) % WEAKS].clone()?;
                let real = weak.upgrade();
                assert_eq!(real.is_some(), self.model.node(id).strong > 0);
                let any = real?;
                assert_eq!(any.id(), id);
                self.model.hold(id);
                self.store(*to, any);
            }
            Op::DropWeak { weak } => drop(self.weaks[usize::from(*weak) % WEAKS].take()?),
            Op::Edge { owner, edge, edit } => {
                let place = self.pick_place(*owner, |kind| !table::edges(kind).is_empty())?;
                self.edit(&place, usize::from(*edge), edit)?;
            }
            Op::AppendAll { owner, edge, from } => {
                let place = self.pick_place(*owner, |kind| !table::edges(kind).is_empty())?;
                let kind = self.with(&place, |owner| owner.kind());
                let from = self.pick_place(*from, |other| other == kind)?;
                let edge = usize::from(*edge) % table::edges(kind).len();
                let (to_id, from_id) = (self.with(&place, |it| it.num()), self.with(&from, |it| it.num()));
                let real = self.with(&place, |to| {
                    self.with(&from, |from| to.all_edges()[edge].append_all(from.all_edges()[edge]))
                })?;
                let model = self.model.append_all(to_id, edge, from_id, edge);
                assert_eq!(real, model);
            }
            Op::Detach { var, rel } => {
                let any = self.pick_any(*var, |kind| !table::parents(kind).is_empty())?;
                let rel = usize::from(*rel) % table::parents(any.kind()).len();
                let real = any.get().leave(rel).map(|it| it.id());
                let model = self.model.detach(any.id(), rel).map(|_| any.id());
                assert_eq!(real, model);
            }
            Op::Tree { var, other, edit } => {
                let any = self.pick_any(*var, table::is_tree)?;
                let other = self.pick_any(*other, |kind| kind == any.kind())?;
                let real = any.get().tree_edit(*edit, &other)?;
                let model = self.model.tree_edit(any.id(), *edit, other.id());
                assert_eq!(real, model, "{op:?}");
            }
            Op::Cell { owner, target } => {
                let place = self.pick_place(*owner, |kind| table::cell(kind).is_some())?;
                let far = table::far(self.with(&place, |it| it.kind()));
                let target = match target {
                    None => None,
                    Some(n) => Some(self.pick_any(*n, |kind| kind == far)?),
                };
                let id = self.with(&place, |it| {
                    it.set_cell(target.as_ref());
                    it.num()
                });
                self.model.set_cell(id, target.as_ref().map(Any::id));
            }
            Op::Links { owner, target, edit } => {
                let place = self.pick_place(*owner, |kind| table::list(kind).is_some())?;
                let far = table::far(self.with(&place, |it| it.kind()));
                let target = self.pick_any(*target, |kind| kind == far);
                let (real, id) = self.with(&place, |it| (it.edit_links(*edit, target.as_ref()), it.num()));
                let model = self.model.edit_links(id, *edit, target.as_ref().map(Any::id));
                assert_eq!(real, model);
            }
            Op::Share { var, style } => {
                let any = self.pick_any(*var, table::shares)?;
                let style = self.pick_any(*style, |kind| kind == Kind::Style)?;
                let Any::Style(handle) = &style else { unreachable!() };
                any.get().shared()?.borrow_mut().push(handle.clone());
                self.model.hold(style.id());
                self.model.node_mut(any.id()).styles.push(style.id());
            }
            Op::Unshare { var } => {
                let any = self.pick_any(*var, table::shares)?;
                let style = any.get().shared()?.borrow_mut().pop()?;
                let id = self.model.node_mut(any.id()).styles.pop().expect("it has one");
                drop(style);
                self.model.release(id);
            }
            Op::Walk { var, over, ends, steps, keep, body } => {
                self.walk(*var, *over, *ends, *steps, *keep, body)?;
            }
            Op::Forget { var } => {
                let at = self.pick(*var, |_| true)?;
                let any = self.vars[at].take()?;
                self.forgotten.push(any);
            }
            Op::ForgetWeak { weak } => {
                // Forgetting it for good would be a leak that the tools report; dropping it is what the model expects.
                drop(self.weaks[usize::from(*weak) % WEAKS].take()?);
            }
            Op::Act { .. } => return None,
            Op::Panic | Op::Gut { .. } | Op::Handle { .. } if !self.sessions => return None,
            Op::Panic => self.open_session()?,
            Op::Gut { mask, .. } => self.close_session(usize::from(*mask))?,
            Op::Handle { to } => {
                let any = self.pick_any(*to, |_| true)?;
                self.read(&any)?;
            }
            Op::Watch { var, slot, how } => {
                let any = self.pick_any(*var, |_| true)?;
                let (serial, slot) = (self.model.serial(), usize::from(*slot) % GUARDS);
                if let Some(guard) = self.told.watch(&any, *how, serial) {
                    drop(self.guards[slot].replace(guard));
                }
                self.model.watch(any.id(), *how, serial, slot);
            }
            Op::Unwatch { slot, how } => {
                let slot = usize::from(*slot) % GUARDS;
                self.guards[slot].take()?.end(*how);
                self.model.unwatch(slot, *how);
            }
            Op::Poll => assert_eq!(self.told.poll(), self.model.poll()),
            Op::Weakly { var, number, edit } => {
                let any = self.pick_any(*var, |kind| kind == Kind::Hooked)?;
                let Any::Hooked(node) = &any else { unreachable!() };
                let serial = self.model.serial();
                let real = self.told.edit(*edit, *number, node, serial);
                let model = self.model.edit_told(*edit, *number, any.id(), serial);
                assert_eq!(real, model, "{op:?}");
            }
        }
        Some(())
    }

    /// Opens a read session beside those that are open.
    pub fn open_session(&mut self) -> Option<()> {
        if self.open.len() == 3 {
            return None;
        }
        self.open.push(Open::new());
        self.model.open_session();
        Some(())
    }

    /// Closes the `n`th.
    pub fn close_session(&mut self, n: usize) -> Option<()> {
        let at = n.checked_rem(self.open.len())?;
        let session = self.open.remove(at);
        if self.open.is_empty() {
            self.check_seen();
            self.seen.clear();
        }
        drop(session);
        self.model.close_session();
        Some(())
    }

    /// Reads a node without counting: in the session that was opened last, or in one for this alone.
    fn read(&mut self, any: &Any) -> Option<()> {
        if !table::readable(any.kind()) {
            return None;
        }
        let alone = self.open.is_empty();
        if alone {
            self.open.push(Open::new());
        }
        let Some(session) = self.open.last() else { unreachable!("one is open") };
        let (seen, told) = (session.node(any), session.ask(any));
        if alone {
            self.open.clear();
        } else {
            self.seen.push((any.id(), seen));
        }
        let Some((facts, walks)) = told else { return Some(()) };
        assert_eq!(facts, self.model.facts(any.id()));
        for (way, back, told) in walks {
            let mut walk = self.model.walk_tree(any.id(), way);
            let mut wanted = Vec::new();
            while let Some((id, left)) = self.model.step(&mut walk, back) {
                self.model.release(id);
                wanted.push((id, left));
            }
            self.model.close(walk);
            assert_eq!(told, wanted, "{way:?} from {} in a session", any.id());
        }
        Some(())
    }

    /// What was read in an open session can be read: its number, its members and its links, also if it is dead.
    fn check_seen(&self) {
        for &(id, seen) in &self.seen {
            assert_eq!(seen.num(), id);
            self.check_edges(id, seen.all_edges(), false);
            self.check_links(id, seen);
            let dead = self.model.node(id).strong == 0;
            assert_eq!(dead, self.model.late().contains(&id));
            for rel in 0..table::parents(seen.kind()).len() {
                let owner = self.model.owner_in(id, rel).map(|(owner, _)| owner);
                assert_eq!(seen.owner(rel).map(|it| it.id()), owner, "the owner of {id}, dead: {dead}");
            }
        }
    }

    fn edit(&mut self, place: &Place, edge: usize, edit: &Edit<u8>) -> Option<()> {
        let (kind, owner) = self.with(place, |it| (it.kind(), it.num()));
        let edge = edge % table::edges(kind).len();
        let to = table::edges(kind)[edge].to;
        let members = self.with(place, |it| it.all_edges()[edge].quick());
        let named = edit.map(|&n| match usize::from(n).checked_sub(128) {
            Some(index) if !members.is_empty() => Some(members[index % members.len()].clone()),
            _ => self.pick_any(n, |kind| kind == to),
        });
        drop(members);
        let named = named?;
        // What is named is held while the edit runs.
        let mut held = Vec::new();
        named.map(|any| {
            held.push(self.hold(any));
            Some(())
        });
        let by_id = named.map(|any| Some(any.id()))?;
        let real = self.with(place, |it| it.all_edges()[edge].edit(&named, &mut || ()));
        drop(named);
        let forgotten = take_forgotten();
        let model = self.model.edit(owner, edge, &by_id);
        assert_eq!(real, model, "{by_id:?} of {owner}.{edge}");
        self.forgotten.extend(forgotten);
        for any in held {
            self.let_go(any);
        }
        real.map(|outcome| assert!(!matches!(outcome, Outcome::Refused(kind) if format!("{kind:?}").is_empty())))
    }

    fn walk(&mut self, var: u8, over: Over, ends: u8, steps: u8, keep: bool, body: &[(u8, Op)]) -> Option<()> {
        let any = self.pick_any(var, |kind| match over {
            Over::Tree(_) => table::is_tree(kind),
            Over::Edge(_) => !table::edges(kind).is_empty(),
            Over::Links => table::list(kind).is_some(),
        })?;
        let any = {
            self.model.hold(any.id());
            any
        };
        let id = any.id();
        let edges: Vec<EdgeRef<'_>> = any.get().all_edges();
        let (mut real, mut model): (Box<dyn crate::real::Walk + '_>, _) = match over {
            Over::Tree(way) => (any.get().walk(way).expect("a tree"), self.model.walk_tree(id, way)),
            Over::Edge(edge) => {
                let edge = usize::from(edge) % edges.len();
                (edges[edge].walk(), self.model.walk_edge(id, edge))
            }
            Over::Links => {
                let links = any.get().links().expect("it has links");
                (Box::new(LinkWalk(links)), self.model.walk_links(id))
            }
        };
        for step in 0..steps.min(40) {
            for (_, op) in body.iter().filter(|(at, _)| *at == step) {
                self.exec(op);
            }
            let back = ends >> (step % 8) & 1 == 1;
            let got = real.step(back);
            let want = self.model.step(&mut model, back);
            if crate::tracing() {
                eprintln!("  step {step} of {over:?} from {id}: {want:?}");
            }
            assert_eq!(got.as_ref().map(|(node, left)| (node.id(), *left)), want, "step {step} of {over:?} from {id}");
            let Some((node, _)) = got else {
                // Asking again gives what the rules say, too.
                let again = real.step(back).map(|(node, left)| (node.id(), left));
                let want = self.model.step(&mut model, back);
                assert_eq!(again, want, "after the end of {over:?} from {id}");
                want.into_iter().for_each(|(id, _)| self.model.release(id));
                break;
            };
            if keep && step % 3 == 0 {
                self.store(step, node);
            } else {
                self.let_go(node);
            }
            self.compare_events();
        }
        drop(real);
        self.model.close(model);
        self.compare_events();
        drop(edges);
        self.let_go(any);
        Some(())
    }

    fn compare_events(&mut self) {
        let (real, model) = (events::take(), self.model.take_events());
        assert_eq!(real, model, "user code was called in another order");
    }

    /// Compares the whole graph: every node, every edge from both ends, every count. What costs more is compared every
    /// eighth time.
    pub fn check(&mut self) {
        self.asked += 1;
        self.check_all(self.thorough || self.asked.is_multiple_of(8));
    }

    fn check_all(&self, full: bool) {
        let model = &self.model;
        let mut weak = vec![0; model.nodes.len()];
        let mut strong = vec![0; model.nodes.len()];
        for (id, _) in self.weaks.iter().flatten() {
            weak[*id as usize] += 1;
        }
        for any in self.vars.iter().flatten().chain(&self.forgotten) {
            strong[any.id() as usize] += 1;
        }
        for node in model.nodes.iter().filter(|node| !node.dead) {
            node.cell.into_iter().for_each(|id| weak[id as usize] += 1);
            // A hook that waits for the end of a session has its holder's memory kept.
            node.told().for_each(|id| weak[id as usize] += 1);
            let held = node.edges.iter().flatten().chain(&node.styles);
            held.for_each(|&id| strong[id as usize] += 1);
        }
        let values = self.model.nodes.iter().filter(|node| !node.dead).count() as i64;
        assert_eq!(events::values(), values, "a node was freed early or late");
        for (id, handle) in (0..).zip(&self.all) {
            let node = model.node(id);
            let Some(handle) = handle else { continue };
            let real = handle.upgrade();
            assert_eq!(real.is_some(), node.strong > 0, "node {id} is alive or not");
            assert_eq!(handle.counts().2, node.strong > 0);
            let Some(real) = real else {
                assert_eq!(handle.counts(), (0, 0, false));
                continue;
            };
            assert!(node.strong >= strong[id as usize], "the model miscounts {id}");
            let counts = (node.strong as usize + 1, weak[id as usize] + 1);
            assert_eq!(real.counts(), counts, "the counts of {id} ({:?})", node.kind);
            self.check_node(id, &real, full);
        }
        self.check_seen();
        assert_eq!(self.told.all(), self.model.told(), "what is held weakly");
        for (slot, guard) in self.guards.iter().enumerate() {
            assert_eq!(guard.as_ref().map(Guard::is_armed), self.model.is_armed(slot), "the guard {slot}");
        }
        for (id, value) in self.unborn.iter().flatten() {
            self.check_edges(*id, value.get().all_edges(), true);
            self.check_links(*id, value.get());
        }
    }

    fn check_edges(&self, id: Id, edges: Vec<EdgeRef<'_>>, full: bool) {
        for (edge, members) in edges.into_iter().zip(&self.model.node(id).edges) {
            let real = if full { edge.members() } else { edge.quick() };
            assert!(
                real.iter().map(Any::id).eq(members.iter().copied()),
                "the members of {id}: {real:?}, not {members:?}"
            );
        }
    }

    fn check_links(&self, id: Id, real: &dyn crate::kinds::NodeDyn) {
        let node = self.model.node(id);
        let target = node.cell.filter(|&target| self.model.node(target).strong > 0);
        assert_eq!(real.cell_target().map(|it| it.id()), target, "the link of {id}");
        let links: Vec<Id> = real.links().into_iter().flatten().map(|it| it.id()).collect();
        let model: Vec<Id> = node.list.iter().map(|&(_, id)| id).collect();
        assert_eq!(links, model, "the links of {id}");
        assert_eq!(real.links_len(), model.len());
    }

    fn check_node(&self, id: Id, real: &Any, full: bool) {
        let node = self.model.node(id);
        assert_eq!(real.id(), id);
        for rel in 0..table::parents(node.kind).len() {
            let owner = real.get().owner(rel);
            let wanted = self.model.owner_in(id, rel);
            assert_eq!(owner.as_ref().map(Any::id), wanted.map(|(owner, _)| owner), "the owner of {id}");
            if let (Some(owner), Some((_, edge))) = (owner, wanted) {
                assert!(owner.get().all_edges()[edge].holds(real), "both ends of {id}");
            }
        }
        self.check_edges(id, real.get().all_edges(), full);
        self.check_links(id, real.get());
        if !full {
            return;
        }
        assert!(real.debug().contains(&format!("{:?}", node.kind)));
        assert!(real.get().me().is_none_or(|me| me == *real));
        if table::is_tree(node.kind) {
            assert_eq!(real.get().tree_facts(), Some(self.model.facts(id)));
            for other in self.vars.iter().flatten().take(4).filter(|other| other.kind() == node.kind) {
                assert_eq!(real.get().position(other), Some(self.model.compare(id, other.id())));
            }
        }
        let shared = real.get().shared().map(|all| all.borrow().len()).unwrap_or_default();
        assert_eq!(shared, node.styles.len());
    }

    /// Drops everything, one by one, and checks that nothing is left.
    pub fn finish(self) {
        self.end(true);
    }

    /// Drops everything and checks that nothing is left.
    pub fn finish_quick(self) {
        self.end(false);
    }

    fn end(mut self, check: bool) {
        let check = |this: &Exact| {
            if check {
                this.check_all(true);
            }
        };
        check(&self);
        for at in 0..VARS {
            if let Some(any) = self.vars[at].take() {
                self.let_go(any);
                self.compare_events();
            }
        }
        check(&self);
        for at in 0..UNBORN {
            if let Some((id, value)) = self.unborn[at].take() {
                drop(value);
                self.model.scrap(id);
                self.compare_events();
            }
        }
        self.weaks.clear();
        check(&self);
        while self.close_session(0).is_some() {
            self.compare_events();
            check(&self);
        }
        // What was forgotten is given back, so that the tools that look for leaks find only those of the library.
        while let Some(any) = self.forgotten.pop() {
            self.let_go(any);
            self.compare_events();
        }
        check(&self);
        assert!(self.model.nodes.iter().all(|node| node.dead), "something lives on without a handle");
        for slot in 0..GUARDS {
            assert!(self.guards[slot].take().is_none_or(|guard| !guard.is_armed()));
            self.model.unwatch(slot, 2);
        }
        self.told.clear();
        self.model.clear_told();
        self.compare_events();
        assert_eq!(events::owned(0), 0, "what a callback captured or a map owned was not dropped");
        loop {
            let polled = self.told.poll();
            assert_eq!(polled, self.model.poll());
            if polled.0.is_none() {
                break;
            }
        }
        assert_eq!(events::values(), 0, "something was not dropped");
        events::record(false);
    }
}

struct LinkWalk<'n>(Box<dyn Iterator<Item = Any> + 'n>);

impl crate::real::Walk for LinkWalk<'_> {
    fn step(&mut self, _: bool) -> Option<crate::real::Marked> {
        self.0.next().map(|node| (node, false))
    }
}
