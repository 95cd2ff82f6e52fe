//! What faults put into the core by hand would have got past: a test for each hole that `mutants/run` found.

use std::cell::{Cell, RefCell};
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::rc::Rc;

use weakgraph::{Children, Graph, LinkErrorKind, Parent, Strong, Tree, WeakCell, WeakList};
use weakgraph_tests::{Log, SaysOnDrop, Usage, panic_of, usage_of};

type Plan = Box<dyn FnOnce(&Node)>;

/// A node that does on its death what it was told.
#[derive(Graph, Default)]
#[graph(on_drop = Node::dies)]
struct Node {
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    plan: RefCell<Option<Plan>>,
}

impl Node {
    fn dies(&self) {
        if let Some(plan) = self.plan.take() {
            plan(self);
        }
    }
}

/// Whether the plan was carried out.
fn when_it_dies(node: &Node, plan: impl FnOnce(&Node) + 'static) -> Rc<Cell<bool>> {
    let done = Rc::new(Cell::new(false));
    let tell = done.clone();
    *node.plan.borrow_mut() = Some(Box::new(move |node| {
        plan(node);
        tell.set(true);
    }));
    done
}

#[test]
fn a_dying_owner_takes_no_leaf_that_nobody_owns() {
    let (owner, leaf) = (Strong::<Node>::default(), Strong::<Node>::default());
    let spare = leaf.clone();
    let done = when_it_dies(&owner, move |owner| {
        assert_eq!(owner.try_add_child(&spare).unwrap_err().kind(), LinkErrorKind::ParentDropped);
        assert!(owner.children().is_empty());
    });
    drop(owner);
    assert!(done.get() && leaf.parent().is_none() && Strong::strong_count(&leaf) == 1);
}

/// Its owner's memory goes first, and the next node may get it.
#[test]
fn a_node_that_waits_for_its_death_is_no_descendant_of_who_got_its_owners_memory() {
    let root = Strong::<Node>::default();
    let first = root.add_child(Node::default());
    let waits = root.add_child(Node::default());
    let below = waits.add_child(Node::default());
    let under = below.clone();
    let done = when_it_dies(&first, move |_| {
        for _ in 0..8 {
            let new = Strong::<Node>::default();
            new.add_child(Node::default());
            assert!(under.try_add_child(&new).is_ok());
        }
    });
    drop((first, waits));
    drop(root);
    assert!(done.get() && below.parent().is_none() && below.children().len() == 8);
}

#[test]
fn a_dying_node_has_no_sibling_that_dies_after_it() {
    let root = Strong::<Node>::default();
    let first = root.add_child(Node::default());
    let second = root.add_child(Node::default());
    root.add_child(Node::default());
    let alone = |node: &Node| assert!(node.next_sibling().is_none() && node.prev_sibling().is_none());
    let done = [when_it_dies(&first, alone), when_it_dies(&second, alone)];
    drop((first, second));
    drop(root);
    assert!(done.iter().all(|done| done.get()));
}

struct Staff;

#[derive(Graph, Default)]
struct Company {
    #[strong(item = staff)]
    staff: Children<Person, Staff>,
}

/// Its place among the dead is in the back-reference that stands first; the one of the tree is the other.
#[derive(Graph, Default)]
#[graph(on_drop = Person::leaves)]
struct Person {
    #[weak]
    company: Parent<Company, Staff>,
    #[weak]
    boss: Parent<Person>,
    #[strong(item = team)]
    team: Children<Person>,
    left_alone: Rc<Cell<usize>>,
}

impl Person {
    fn leaves(&self) {
        assert!(self.next_sibling().is_none() && self.prev_sibling().is_none());
        self.left_alone.set(self.left_alone.get() + 1);
    }
}

#[test]
fn a_dying_node_has_no_sibling_in_any_relation() {
    let left_alone = Rc::new(Cell::new(0));
    let person = || Strong::new(Person { left_alone: left_alone.clone(), ..Person::default() });
    let boss = person();
    for _ in 0..3 {
        boss.add_team(person());
    }
    drop(boss);
    assert_eq!(left_alone.get(), 4);
    let company = Company::default();
    assert!(company.staff().is_empty());
}

/// A type whose destructor moves its edges out.
macro_rules! thief {
    ($module:ident $(, $hook:meta)?) => {
        mod $module {
            use super::*;

            thread_local! {
                static LOOT: RefCell<Vec<(Parent<Thief>, Children<Thief>)>> = const { RefCell::new(Vec::new()) };
            }

            #[derive(Graph, Default)]
            $(#[$hook])?
            struct Thief {
                #[weak]
                parent: Parent<Thief>,
                #[strong]
                children: Children<Thief>,
            }

            impl Drop for Thief {
                fn drop(&mut self) {
                    let loot = (mem::take(&mut self.parent), mem::take(&mut self.children));
                    LOOT.with_borrow_mut(|all| all.push(loot));
                }
            }

            #[test]
            fn an_edge_stolen_from_a_node_that_had_members_is_no_nodes_any_more() {
                let root = Strong::<Thief>::default();
                let weak = [Strong::downgrade(&root), Strong::downgrade(&root.add_child(Thief::default()))];
                drop(root);
                let loot = LOOT.take();
                assert_eq!(loot.len(), 2);
                for (parent, children) in loot {
                    assert!(parent.get().is_none() && children.is_empty());
                    let member = Strong::<Thief>::default();
                    assert!(children.append(&member).is_ok_and(|member| member.parent().is_none()));
                    assert!(children.len() == 1 && Strong::strong_count(&member) == 2);
                }
                assert!(weak.iter().all(|weak| !weak.is_alive()));
            }
        }
    };
}

thief!(a_thief_without_hooks);
thief!(a_thief_with_a_hook, graph(on_drop = nothing));

fn nothing<T>(_: &T) {}

/// Nothing of its own is called when it dies.
#[derive(Graph, Default)]
struct Target;

#[derive(Graph, Default)]
struct Holder {
    #[weak(on_drop = Holder::bereft)]
    target: WeakCell<Target>,
    told: Cell<usize>,
}

impl Holder {
    fn bereft(&self) {
        self.told.set(self.told.get() + 1);
    }
}

#[test]
fn a_link_is_told_of_a_target_without_hooks_and_members() {
    let (holder, target) = (Strong::<Holder>::default(), Strong::<Target>::default());
    holder.set_target(&target);
    drop(target);
    assert_eq!(holder.told.get(), 1);
}

#[test]
fn a_link_that_was_told_gives_its_count_of_the_holder_back() {
    let (holder, target) = (Strong::<Holder>::default(), Strong::<Target>::default());
    holder.set_target(&target);
    drop(target);
    assert_eq!(Strong::weak_count(&holder), 0);
}

#[test]
fn a_node_that_waits_for_its_death_is_in_no_weak_list() {
    let root = Strong::<Node>::default();
    let first = root.add_child(Node::default());
    let watched: Rc<WeakList<Node>> = Rc::new(WeakList::from_iter([&root.add_child(Node::default())]));
    let list = watched.clone();
    let done = when_it_dies(&first, move |_| assert!(list.is_empty() && list.iter().next().is_none()));
    drop(first);
    assert_eq!(watched.len(), 1);
    drop(root);
    assert!(done.get());
}

fn targets(count: usize) -> Vec<Strong<Target>> {
    (0..count).map(|_| Strong::default()).collect()
}

#[test]
fn a_weak_list_that_closed_its_gaps_still_knows_its_links() {
    let mut all = targets(20);
    let list: WeakList<Target> = all.iter().collect();
    all.drain(..12);
    // Closes the gaps.
    all.push(Strong::default());
    list.add(&all[8]);
    for _ in 0..4 {
        all.remove(1);
        assert!(list.len() == all.len() && list.iter().eq(all.iter().cloned()));
    }
}

#[test]
fn a_weak_list_does_not_close_its_gaps_under_a_walk() {
    let mut all = targets(20);
    let list: WeakList<Target> = all.iter().collect();
    let mut walk = list.iter();
    walk.by_ref().take(12).for_each(drop);
    all.drain(..12);
    all.push(Strong::default());
    list.add(&all[8]);
    all.pop();
    assert!(walk.eq(all), "all that were there when it began, and not the one that was added");
}

#[test]
fn a_weak_list_that_was_walked_does_not_grow_with_the_dead() {
    let list = WeakList::from_iter(&targets(1));
    assert_eq!(list.iter().count(), 0);
    let ((), grown) = usage_of(|| (0..10_000).for_each(|_| list.add(&Strong::default())));
    assert!(list.is_empty() && grown.bytes < 4096, "{grown:?}");
}

#[derive(Graph, Default)]
struct Fork {
    #[weak]
    up: Parent<Fork>,
    #[strong(item = left)]
    left: Children<Fork>,
    #[strong(item = right)]
    right: Children<Fork>,
}

#[test]
fn members_taken_over_with_their_list_know_which_edge_they_are_in() {
    let (from, to) = (Strong::<Fork>::default(), Strong::<Fork>::default());
    let members: Vec<_> = (0..3).map(|_| from.left().append(Fork::default()).unwrap()).collect();
    to.right().append_all(from.left()).unwrap();
    for member in &members {
        assert!(to.right().contains(member) && !to.left().contains(member));
    }
    for member in members.iter().rev() {
        assert!(to.right().remove(member) && member.up().is_none());
    }
    assert!(to.right().is_empty());
}

#[test]
fn a_node_that_left_a_long_list_before_its_birth_is_not_in_it() {
    let all: Vec<Strong<Node>> = (0..40).map(|_| Strong::default()).collect();
    let list: Children<Node> = all.iter().collect();
    assert!(list.contains(&all[7]) && list.remove(&all[7]));
    assert!(!list.contains(&all[7]) && list.contains(&all[8]));
}

/// Has no hook of its own.
#[derive(Graph, Default)]
struct Quiet {
    #[strong]
    members: Children<Orphan>,
    _field: Option<SaysOnDrop>,
}

#[derive(Graph, Default)]
struct Orphan {
    #[weak(on_drop = Orphan::orphaned)]
    owner: Parent<Quiet>,
    _field: Option<SaysOnDrop>,
}

impl Orphan {
    fn orphaned(&self) {
        panic!("orphaned");
    }
}

#[test]
fn an_owner_without_hooks_is_destroyed_when_the_hooks_of_its_members_panic() {
    let log = Log::new();
    let owner = Strong::new(Quiet { _field: Some(log.on_drop("owner")), ..Quiet::default() });
    for name in ["a", "b"] {
        owner.members().append(Orphan { _field: Some(log.on_drop(name)), ..Orphan::default() }).unwrap();
    }
    assert_eq!(panic_of(|| drop(owner)).as_deref(), Some("orphaned"));
    assert_eq!(log.take(), ["owner", "a", "b"]);
}

#[derive(Graph, Default)]
struct Arsenal {
    #[strong]
    bombs: Children<Bomb>,
}

#[derive(Graph)]
struct Bomb {
    #[weak]
    owner: Parent<Arsenal>,
    number: usize,
}

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("bomb {}", self.number);
    }
}

#[test]
fn a_list_is_cleared_whatever_panics() {
    let list = Strong::<Arsenal>::default();
    let bombs = [0, 1, 2].map(|number| {
        let bomb = list.bombs().append(Bomb { owner: Parent::new(), number }).unwrap();
        Strong::downgrade(&bomb)
    });
    assert_eq!(panic_of(|| list.bombs().clear()).as_deref(), Some("bomb 0"));
    assert!(bombs.iter().all(|bomb| !bomb.is_alive()));
    assert!(list.bombs().is_empty());
}

/// The edits ask it where it stands, for ever.
#[test]
fn a_forgotten_walk_does_not_stand_on_the_dead() {
    let root = Strong::<Node>::default();
    root.add_child(Node::default());
    let mut walk = root.descendants();
    assert!(walk.next().is_some());
    mem::forget(walk);
    drop(root);
    // What gets the memory of the dead is no node.
    let words = 2 + size_of::<Node>() / size_of::<usize>();
    let rubbish: Vec<Vec<usize>> = (0..8).map(|_| vec![8; words]).collect();
    let other = Strong::<Node>::default();
    let member = other.add_child(Node::default());
    member.add_child(Node::default());
    assert!(other.remove_child(&member));
    drop(rubbish);
}

#[test]
fn a_walk_does_not_follow_a_list_that_is_taken_over() {
    let (from, to) = (Strong::<Node>::default(), Strong::<Node>::default());
    for _ in 0..3 {
        from.add_child(Node::default());
    }
    let mut walk = from.children().iter();
    assert!(walk.next().is_some());
    to.children().append_all(from.children()).unwrap();
    assert!(walk.next().is_none() && to.children().len() == 3);
}

#[test]
fn the_memory_of_a_node_whose_destructor_panics_is_given_back() {
    // The first panic of a thread takes memory for itself.
    let alone = || panic_of(|| drop(Strong::new(Bomb { owner: Parent::new(), number: 7 })));
    let with_others = || {
        let list = Strong::<Arsenal>::default();
        for number in 0..3 {
            list.bombs().append(Bomb { owner: Parent::new(), number }).unwrap();
        }
        panic_of(|| drop(list))
    };
    assert_eq!((alone().as_deref(), with_others().as_deref()), (Some("bomb 7"), Some("bomb 0")));
    assert_eq!(usage_of(|| drop(alone())).1, Usage::NONE);
    assert_eq!(usage_of(|| drop(with_others())).1, Usage::NONE);
}

/// A panic that panics again when it is let go.
struct Again;

impl Drop for Again {
    fn drop(&mut self) {
        panic!("again");
    }
}

#[derive(Graph)]
struct Stubborn {
    #[weak]
    owner: Parent<Stubborn>,
    #[strong]
    members: Children<Stubborn>,
    gone: Rc<Cell<usize>>,
}

impl Drop for Stubborn {
    fn drop(&mut self) {
        self.gone.set(self.gone.get() + 1);
        panic_any(Again);
    }
}

#[test]
fn panics_whose_payloads_panic_stop_nothing() {
    let gone = Rc::new(Cell::new(0));
    let stubborn = || Strong::new(Stubborn { owner: Parent::new(), members: Children::new(), gone: gone.clone() });
    let root = stubborn();
    for _ in 0..3 {
        root.add_member(stubborn());
    }
    let panic = panic_of(|| mem::forget(catch_unwind(AssertUnwindSafe(|| drop(root)))));
    assert!(panic.is_none() && gone.get() == 4);
}
