//! The sessions of the article with `gc`: cycles of nodes that have a `__del__`, `gc.garbage`, `gc.set_debug`, and the
//! caches once more. Python's output is that of CPython 3.11 to 3.13 unless it says 2.7.
//!
//! ```text
//! cargo run -p weakgraph-examples --features leak --example weakref_tour
//! ```

use std::cell::RefCell;
use std::collections::BTreeMap;

use weakgraph::collections::WeakValueMap;
use weakgraph::{Callback, Children, Graph, Parent, Strong, callback, leak};

use super::{Man, NAMES, Page};

/// The article's `Node` as it stands there: the parent is held strongly. The compiler refuses that as an edge, so the
/// field hides it, as a closure would.
#[derive(Graph)]
#[graph(on_drop = Held::del)]
struct Held {
    #[graph(label)]
    data: i32,
    page: Page,
    #[weak]
    owner: Parent<Held>,
    #[strong]
    children: Children<Held>,
    #[graph(opaque)]
    parent: RefCell<Option<Strong<Held>>>,
    on_click: RefCell<Option<Callback<(), i32>>>,
}

impl Held {
    fn new(data: i32, page: &Page) -> Strong<Held> {
        Strong::new(Held {
            data,
            page: page.clone(),
            owner: Parent::new(),
            children: Children::new(),
            parent: RefCell::default(),
            on_click: RefCell::default(),
        })
    }

    /// The article's `add_child`: it sets both ends.
    fn adopt(self: &Held, child: &Strong<Held>) {
        self.children.append(child).expect("a tree");
        child.parent.replace(Some(self.handle()));
    }

    /// The article's `__del__`.
    fn del(&self) {
        self.page.ours(format_args!("__del__ of Node({})", self.data));
    }
}

/// The lines of a report that name no place in a file.
fn say(page: &Page, text: impl std::fmt::Display) {
    for line in text.to_string().lines().filter(|line| !line.contains("a handle was made at")) {
        match line.split_once(" was made at ") {
            Some((node, rest)) => {
                page.ours(format_args!("{node}{}", rest.split_once(", and").map_or("", |(_, rest)| rest)))
            }
            None => page.ours(line.split(", made at ").next().unwrap_or_default()),
        }
    }
}

fn one_end(page: &Page) {
    page.session(
        "A pair that holds itself: del n1",
        &["n1.add_child(n2); del n1 -> nothing", "gc.collect() -> 0, gc.garbage -> []"],
    );
    let (n1, n2) = (Held::new(1, page), Held::new(2, page));
    n1.adopt(&n2);
    let weak = Strong::downgrade(&n1);
    drop(n1);
    page.ours(format_args!("drop(n1) -> nothing, leak::find() -> {}", leak::find().len()));
    say(page, leak::why(&weak));
    page.why("Python cannot say more than that n2 refers to it. Here the path starts at the variable that holds n2.");
    n2.parent.take();
}

fn both_ends(page: &Page) {
    page.session(
        "A pair that holds itself: del n1; del n2",
        &[
            "del n1; del n2 -> nothing",
            "2.7: gc.collect() -> 4 (with two lists and dicts), no __del__",
            "2.7: gc.garbage -> [<__main__.Node object at 0x..>, <__main__.Node object at 0x..>], for ever",
            "3.x: gc.collect() -> 4, __del__ of Node(2), __del__ of Node(1), in no promised order; gc.garbage -> []",
        ],
    );
    let (n1, n2) = (Held::new(1, page), Held::new(2, page));
    n1.adopt(&n2);
    drop(n1);
    drop(n2);
    let garbage = leak::find();
    page.ours(format_args!("drop(n1); drop(n2) -> nothing, leak::find() -> {}, no __del__", garbage.len()));
    say(page, &garbage);
    page.ours(format_args!(
        "garbage.handles() -> {:?}",
        garbage.handles::<Held>().iter().map(|n| n.data).collect::<Vec<_>>()
    ));
    let left = garbage.reclaim();
    page.ours(format_args!("garbage.reclaim() -> {} left, leak::find() -> {}", left.len(), leak::find().len()));
    page.why("It says which field to make weak. To reclaim empties that field: both hooks run once, the parent's first, as in any drop.");
}

fn debug(page: &Page) {
    page.session(
        "gc.set_debug(gc.DEBUG_LEAK)",
        &[
            "gc.collect() prints 'gc: collectable <Node 0x..>' for each object, on stderr",
            "and puts them all into gc.garbage, where they stay: [Node(3), Node(4), ..]",
        ],
    );
    leak::set_debug(leak::SAVE);
    {
        let _scope = leak::scope();
        let (n3, n4) = (Held::new(3, page), Held::new(4, page));
        n3.adopt(&n4);
        page.ours(format_args!("in the scope, leak::garbage() -> {}", leak::garbage().len()));
    }
    page.ours(format_args!("at its end, leak::garbage() -> {}", leak::garbage().len()));
    page.why("`leak::LEAK` prints the report on stderr, at the end of a scope or of the thread; so does WEAKGRAPH_LEAK=leak.");
    leak::set_debug(leak::DebugFlags::default());
    let left = leak::garbage().reclaim();
    page.ours(format_args!("leak::garbage().reclaim() -> {} left", left.len()));
}

fn a_handler(page: &Page) {
    page.session(
        "A handler that captures its widget",
        &[
            "button.on_click = lambda: button.data; del button -> nothing",
            "gc.collect() -> the button, its function and a cell; __del__ of Node(5)",
        ],
    );
    let button = Held::new(5, page);
    button.on_click.replace(Some(callback!([strong button] || button.data)));
    drop(button);
    let garbage = leak::find();
    page.ours(format_args!("leak::find() -> {}", garbage.len()));
    say(page, &garbage.cycles()[0]);
    garbage.reclaim();
    let button = Held::new(6, page);
    button.on_click.replace(Some(callback!([button] || button.data)));
    drop(button);
    page.why("Without `strong`, the capture is weak, and nothing is left.");
}

fn caches(page: &Page) {
    page.session(
        "What the caches keep, with gc.set_debug(gc.DEBUG_LEAK)",
        &[
            "dict: del all_refs; gc.collect() -> all three are still there; 'demo returning'; then 'deleting ..' three times",
            "WeakValueDictionary: del all_refs -> 'deleting Jim', 'deleting Tom'; Green is kept by a variable of the loop",
        ],
    );
    {
        let all_refs = NAMES.map(|name| Man::new(name, page));
        let cache: BTreeMap<_, _> = all_refs.iter().map(|man| (man.name, man.clone())).collect();
        drop(all_refs);
        page.ours(format_args!(
            "dict: {} alive of {}, leak::find() -> {}",
            leak::live::<Man>().len(),
            cache.len(),
            leak::find().len()
        ));
        say(page, leak::why(&Strong::downgrade(&cache["Jim"])));
    }
    let all_refs = NAMES.map(|name| Man::new(name, page));
    let cache: WeakValueMap<&str, Man> = all_refs.iter().map(|man| (man.name, man)).collect();
    drop(all_refs);
    page.ours(format_args!("WeakValueMap: {} alive, {} in the cache", leak::live::<Man>().len(), cache.len()));
    page.why("Neither cache is a leak in the sense of a cycle: what the first one keeps, it keeps by handles, and those are counted.");
}

/// The sessions.
pub(crate) const SESSIONS: [fn(&Page); 5] = [one_end, both_ends, debug, a_handler, caches];
