//! Nodes that tell of everything that happens to them, and do on the way what they were told.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::panic::panic_any;
use std::rc::Rc;

use weakgraph::{Children, Graph, Parent, Strong, Tree, WeakCell, WeakList};

use crate::Log;

/// A node that tells of everything that happens to it, and does on the way what it was told.
#[derive(Graph)]
#[graph(on_drop = Node::dies)]
pub struct Node {
    /// What it is called in the story.
    pub name: &'static str,
    world: World,
    /// Its owner.
    #[weak(on_drop = Node::orphaned)]
    pub parent: Parent<Node>,
    /// Its members.
    #[strong]
    pub children: Children<Node>,
    /// A link with a hook.
    #[weak(on_drop = Node::bereft)]
    pub friend: WeakCell<Node>,
    /// Links with a hook.
    #[weak(on_drop = Node::bereft_of_one)]
    pub friends: WeakList<Node>,
    _field: Field,
}

/// What happens, as `a dies`, and what is to be done then.
#[derive(Clone, Default)]
pub struct World {
    log: Log,
    plans: Rc<RefCell<HashMap<String, Plan>>>,
    alive: Rc<Cell<usize>>,
}

type Plan = Box<dyn FnOnce(&Node)>;

/// Tells when it is dropped, as the last of its node's fields.
struct Field(&'static str, World);

impl Drop for Field {
    fn drop(&mut self) {
        self.1.alive.set(self.1.alive.get() - 1);
        self.1.log.say(format!("{} is gone", self.0));
        let plan = self.1.plans.borrow_mut().remove(&format!("{} is gone", self.0));
        if plan.is_some() {
            panic_any(format!("{} is gone", self.0));
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        assert!(self.children.is_empty() && self.parent().is_none() && self.descendants().next().is_none());
        self.happens("drops");
    }
}

impl Node {
    fn happens(&self, what: &str) {
        let what = format!("{} {what}", self.name);
        self.world.log.say(&what);
        let plan = self.world.plans.borrow_mut().remove(&what);
        if let Some(plan) = plan {
            plan(self);
        }
    }

    fn dies(&self) {
        self.happens("dies");
    }

    fn orphaned(&self) {
        assert!(self.parent().is_none() && self.next_sibling().is_none() && self.prev_sibling().is_none());
        assert!(self.handle().name == self.name);
        self.happens("is orphaned");
    }

    fn bereft(&self) {
        assert!(self.friend().is_none());
        self.happens("is bereft");
    }

    fn bereft_of_one(&self) {
        self.happens("is bereft of one");
    }
}

impl World {
    /// A node of this name.
    pub fn node(&self, name: &'static str) -> Strong<Node> {
        Strong::new(self.value(name, WeakCell::new(), WeakList::new()))
    }

    /// A node of this name that is not born yet.
    pub fn value(&self, name: &'static str, friend: WeakCell<Node>, friends: WeakList<Node>) -> Node {
        self.alive.set(self.alive.get() + 1);
        Node {
            name,
            world: self.clone(),
            parent: Parent::new(),
            children: Children::new(),
            friend,
            friends,
            _field: Field(name, self.clone()),
        }
    }

    /// `r(a(b) c)`
    pub fn tree(&self) -> Strong<Node> {
        let root = self.node("r");
        root.add_child(self.node("a")).add_child(self.node("b"));
        root.add_child(self.node("c"));
        root
    }

    /// Says what is to be done once, when `what` happens.
    pub fn when(&self, what: &str, plan: impl FnOnce(&Node) + 'static) {
        self.plans.borrow_mut().insert(what.to_owned(), Box::new(plan));
    }

    /// What happened since the last story.
    pub fn story(&self) -> String {
        self.log.take().join(", ")
    }

    /// What happened, and that nobody is left.
    pub fn end(self) -> String {
        assert_eq!(self.alive(), 0, "all are gone");
        self.story()
    }

    /// How many are not gone yet.
    pub fn alive(&self) -> usize {
        self.alive.get()
    }

    /// How many plans have not come true yet.
    pub fn plans(&self) -> usize {
        self.plans.borrow().len()
    }
}

/// What happens when `r(a(b) c)` dies and nobody holds a part of it.
pub const WHOLE: &str = "r dies, a is orphaned, c is orphaned, r drops, r is gone, a dies, b is orphaned, a drops, a is gone, \
                     b dies, b drops, b is gone, c dies, c drops, c is gone";
