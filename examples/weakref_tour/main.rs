//! A tour of weak references, session by session, after an article on Python's `weakref`: what Python prints, what this
//! prints, and where and why they differ.
//!
//! ```text
//! cargo run --example weakref_tour
//! ```
//!
//! With `-p weakgraph-examples --features leak`, those with `gc` follow: `leaks.rs`.
//!
//! Python's output is that of CPython 3.13 unless it says 2.7, for which the article was written.

#[cfg(feature = "leak")]
mod leaks;

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{self, Write};
use std::rc::Rc;

use weakgraph::collections::{WeakIdMap, WeakValueMap};
use weakgraph::{Children, DropQueue, Finalizer, Graph, Parent, Proxy, Strong, weak};

/// Where the lines go, so that a test can compare them. Hooks print, too, so all the nodes know it.
#[derive(Clone, Default)]
pub struct Page(Rc<std::cell::RefCell<String>>);

impl Page {
    fn line(&self, text: impl std::fmt::Display) {
        let mut page = self.0.borrow_mut();
        page.push_str(&text.to_string());
        page.push('\n');
    }

    /// A heading, and what Python prints in this session.
    fn session(&self, title: &str, python: &[&str]) {
        self.line(format_args!("\n== {title}"));
        for line in python {
            self.line(format_args!("   python     {line}"));
        }
    }

    fn ours(&self, text: impl std::fmt::Display) {
        self.line(format_args!("   weakgraph  {text}"));
    }

    fn why(&self, text: &str) {
        self.line(format_args!("   {text}"));
    }

    /// All that was written.
    pub fn text(&self) -> String {
        self.0.borrow().clone()
    }
}

/// The article's `Man`.
#[derive(Graph)]
struct Man {
    name: &'static str,
    page: Page,
}

impl Man {
    fn new(name: &'static str, page: &Page) -> Strong<Man> {
        Strong::new(Man { name, page: page.clone() })
    }
}

impl Drop for Man {
    fn drop(&mut self) {
        self.page.ours(format_args!("deleting <Man name={}>", self.name));
    }
}

/// The article's `Node`: the children are owned, the parent is a back-reference that the runtime keeps in step. There
/// is no way to write the strong cycle of the article with it.
#[derive(Graph)]
#[graph(on_drop = Node::del)]
struct Node {
    data: i32,
    page: Page,
    #[weak(on_drop = Node::parent_died)]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
}

impl Node {
    fn new(data: i32, page: &Page) -> Strong<Node> {
        Strong::new(Node { data, page: page.clone(), parent: Parent::new(), children: Children::new() })
    }

    /// The article's `__del__`.
    fn del(&self) {
        self.page.ours(format_args!("__del__ of Node({})", self.data));
    }

    /// The article's `callback`, on the node that had the reference.
    fn parent_died(&self) {
        self.page.ours(format_args!("callback of Node({}): its parent is {:?}", self.data, self.parent()));
    }
}

/// Prints whether a handle is alive, without its address, which is another one each time.
fn state<T>(handle: &weakgraph::Weak<T>) -> &'static str {
    if handle.is_alive() { "alive" } else { "dead" }
}

fn counts(page: &Page) {
    page.session("The reference count", &["sys.getrefcount(m) -> 2", "sys.getrefcount(m) -> 2"]);
    let m = Man::new("Jim", page);
    page.ours(format_args!("Strong::strong_count(&m) -> {}", Strong::strong_count(&m)));
    page.ours(format_args!("Strong::strong_count(&m) -> {}", Strong::strong_count(&m)));
    page.why("Python's call holds its argument and counts itself. This one borrows it.");
}

fn a_cycle(page: &Page) {
    page.session(
        "Parent and child, both ways",
        &[
            "del n1; del n2 -> nothing",
            "gc.collect() -> __del__, __del__; in 2.7 neither, and gc.garbage holds both for ever",
        ],
    );
    let (n1, n2) = (Node::new(1, page), Node::new(2, page));
    n1.add_child(&n2);
    drop(n1);
    drop(n2);
    page.why("Nothing is left to collect: the parent is a back-reference, so both nodes are dropped with their last handles, in a fixed order.");
    let node = Node::new(3, page);
    let inner = node.add_child(Node::new(4, page));
    page.ours(match inner.try_add_child(&node) {
        Ok(_) => "a cycle was built".to_owned(),
        Err(error) => error.to_string(),
    });
}

fn a_weak_handle(page: &Page) {
    page.session(
        "weakref.ref",
        &[
            "sys.getrefcount(o) -> 2; r = weakref.ref(o); sys.getrefcount(o) -> 2",
            "r -> <weakref at 0x..; to 'Man' at 0x..>",
            "o2 = r(); o is o2 -> True; sys.getrefcount(o) -> 3",
            "o = o2 = None; r -> <weakref at 0x..; dead>",
        ],
    );
    let o = Man::new("Jim", page);
    let before = Strong::strong_count(&o);
    let r = Strong::downgrade(&o);
    page.ours(format_args!("strong count {before}, with a weak handle {}", Strong::strong_count(&o)));
    page.ours(format_args!("the weak handle is {}", state(&r)));
    let o2 = r.upgrade();
    page.ours(format_args!("o == o2: {}, strong count {}", o2.as_ref() == Some(&o), Strong::strong_count(&o)));
    drop((o, o2));
    page.ours(format_args!("the weak handle is {}", state(&r)));
    page.ours(format_args!("as an error: {}", r.try_upgrade().err().map_or_else(String::new, |it| it.to_string())));
    page.why("The handle of a dropped node still has its type, and is still a key of a map: it compares and hashes by identity.");
}

fn callbacks(page: &Page) {
    page.session("A weak parent with a callback", &["del n1 -> __del__ <weakref at 0x..; dead>", "n2.parent -> None"]);
    let (n1, n2) = (Node::new(0, page), Node::new(2, page));
    n1.add_child(&n2);
    let says = page.clone();
    let watch = Strong::watch(&n1, move |dead| says.ours(format_args!("watch: a handle that is {}", state(dead))));
    drop(n1);
    page.ours(format_args!("n2.parent() -> {:?}, the watch is armed: {}", n2.parent(), watch.is_armed()));
    page.why("The order is always the same: weak handles no longer upgrade, the hook, the callbacks newest first, then the children.");
    page.why("In Python the order of a cycle is another, and a cycle's own callbacks never run.");
}

fn a_finalizer(page: &Page) {
    page.session("weakref.finalize", &["f() -> 'closed'; f() -> None; f.alive -> False"]);
    let o = Man::new("Jim", page);
    let f = Finalizer::new(&o, || "closed");
    page.ours(format_args!("{:?}, then {:?}, armed: {}", f.run(), f.run(), f.is_armed()));
    page.why("Python has no queue of dropped nodes, which a program reads when it wants to.");
    let queue = DropQueue::new();
    queue.watch(&o, "Jim").keep();
    page.ours(format_args!("queue.poll() -> {:?}", queue.poll()));
    drop(o);
    page.ours(format_args!("queue.poll() -> {:?}", queue.poll()));
}

fn a_proxy(page: &Page) {
    page.session(
        "weakref.proxy",
        &["p.name -> 'jack'", "del m; p.name -> ReferenceError: weakly-referenced object no longer exists"],
    );
    let m = Man::new("jack", page);
    let p = Proxy::new(&m);
    page.ours(format_args!("p.with(|m| m.name) -> {:?}", p.with(|m| m.name)));
    drop(m);
    page.ours(match p.with(|m| m.name) {
        Ok(name) => name.to_owned(),
        Err(error) => format!("p.with(|m| m.name) -> Err: {error}"),
    });
    page.why("An error value in place of an exception: the compiler warns if it is ignored.");
}

const NAMES: [&str; 3] = ["Jim", "Tom", "Green"];

fn a_cache(page: &Page) {
    page.session(
        "The cache, with a plain dict",
        &["after, cache contains: ['Jim', 'Tom', 'Green']", "demo returning", "deleting .. (3 times)"],
    );
    {
        let all_refs: HashMap<_, _> = NAMES.into_iter().map(|name| (name, Man::new(name, page))).collect();
        let cache = NAMES.map(|name| (name, all_refs[name].clone()));
        drop(all_refs);
        page.ours(format_args!("after, the cache has {}", cache.len()));
        page.ours("demo returning");
    }
    page.session(
        "The cache, with a WeakValueDictionary",
        &[
            "cleanup: deleting Jim, deleting Tom",
            "after, cache contains: ['Green']",
            "demo returning",
            "deleting Green",
        ],
    );
    let mut all_refs = NAMES.map(|name| Man::new(name, page)).to_vec();
    let cache: WeakValueMap<&str, Man> = all_refs.iter().map(|man| (man.name, man)).collect();
    let names: Vec<_> = cache.keys().map(|name| *name).collect();
    page.ours(format_args!("before, the cache has {names:?}"));
    for (name, man) in &cache {
        assert_eq!(*name, man.name);
    }
    all_refs.clear();
    page.ours(format_args!("after, the cache has {}", cache.len()));
    page.ours("demo returning");
    page.why("In Python one is left: the variable of the loop that printed the cache still holds Green. Here it ends with the loop.");
    page.why("There is no sweep: an entry is removed when its node is dropped, so `len` is exact.");
}

fn beyond(page: &Page) {
    page.session(
        "What Python's users have asked for",
        &["a dictionary with weak keys by identity: cpython#88306, open since 2021"],
    );
    let (jim, tom) = (Man::new("Jim", page), Man::new("Tom", page));
    let notes = WeakIdMap::new();
    notes.insert(&jim, "likes tea");
    notes.insert(&tom, "likes coffee");
    for (man, note) in &notes {
        if man.name == "Jim" {
            notes.remove(&tom); // while it is walked: no RuntimeError
        }
        page.ours(format_args!("{} {note}", man.name));
    }
    let greeted = Rc::new(Cell::new(0));
    let count = greeted.clone();
    let greet = weak!([jim] || {
        count.set(count.get() + 1);
        jim.name
    }, else "nobody");
    page.ours(format_args!("greet() -> {}", greet()));
    drop(jim);
    page.ours(format_args!("greet() -> {}, greeted {}, notes left {}", greet(), greeted.get(), notes.len()));
}

/// The whole tour.
pub fn tour() -> Page {
    let page = Page::default();
    page.line("Weak references: Python's sessions, and the same here");
    for session in [counts, a_cycle, a_weak_handle, callbacks, a_finalizer, a_proxy, a_cache, beyond] {
        session(&page);
    }
    #[cfg(feature = "leak")]
    for session in leaks::SESSIONS {
        session(&page);
    }
    page
}

fn main() -> io::Result<()> {
    io::stdout().write_all(tour().text().as_bytes())
}
