//! Edits in the comparisons, conversions and questions that other edits call.

use weakgraph::{LinkErrorKind, Strong, Tree};
use weakgraph_tests::{Forest, Node, Rng, panic_of, show};

#[test]
fn a_comparison_may_edit_the_list_that_is_sorted() {
    // What leaves stays out, what comes is behind.
    let world = Forest::new("r(d c b a) x");
    let r = world.get("r");
    let mut once = true;
    r.children().sort_by_key(|node| {
        if std::mem::take(&mut once) {
            world.get("c").detach();
            r.append(world.get("x")).unwrap();
        }
        node.name.clone()
    });
    assert_eq!(world.show(), "r(a b d x) c");
    // Cleared, and given to another owner.
    let world = Forest::new("r(d c b a) x");
    let r = world.get("r");
    r.children().sort_by(|a, b| {
        let _ = world.get("x").children().append_all(r.children());
        a.name.cmp(&b.name)
    });
    assert_eq!(world.show(), "r x(d c b a)");
    // One that leaves while another comes, so that the length is the same.
    let world = Forest::new("r(d c b a) x");
    let r = world.get("r");
    r.children().sort_by(|a, b| {
        if world.get("x").is_root() {
            r.children().replace(&world.get("c"), world.get("x")).unwrap();
        }
        a.name.cmp(&b.name)
    });
    assert_eq!(world.show(), "r(a b d x) c");
}

#[test]
fn a_comparison_that_panics_leaves_the_list_as_it_was() {
    let world = Forest::new("r(d c b a)");
    assert!(panic_of(|| world.get("r").children().sort_by(|_, _| panic!("no order"))).is_some());
    assert!(panic_of(|| world.get("r").children().sort_by_key(|_| -> u8 { panic!("no key") })).is_some());
    assert_eq!(world.show(), "r(d c b a)");
}

#[test]
fn an_order_that_is_none_loses_nobody() {
    let world = Forest::new("r(a b c d e f g h i j k l m n o p q s t u v w x y z)");
    let mut rng = Rng::new(7);
    let r = world.get("r");
    let _ = panic_of(|| {
        r.children().sort_by(|_, _| {
            if rng.number().is_multiple_of(2) { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater }
        })
    });
    let mut names: Vec<_> = r.children().iter().map(|node| node.name.clone()).collect();
    names.sort();
    assert_eq!(names.concat(), "abcdefghijklmnopqstuvwxyz");
    assert_eq!(show(&r).len(), "r()".len() + 2 * 25 - 1);
}

#[test]
fn what_retain_asks_may_edit() {
    let world = Forest::new("r(a b c d) x");
    let r = world.get("r");
    let mut asked = Vec::new();
    r.children().retain(|node| {
        asked.push(node.name.clone());
        match &*node.name {
            "a" => drop(world.get("b").detach()),
            "c" => drop(r.append(world.get("x")).unwrap()),
            "d" => drop(world.get("d").detach()),
            _ => {}
        }
        node.name != "c" && node.name != "d"
    });
    assert_eq!(asked, ["a", "c", "d", "x"]);
    assert_eq!(world.show(), "r(a x) b c d");
}

#[test]
fn what_retain_asks_may_panic() {
    let world = Forest::new("r(a b c d)");
    let asked =
        panic_of(|| world.get("r").children().retain(|node| node.name != "a" && (node.name != "c" || panic!("c"))));
    assert_eq!(asked.as_deref(), Some("c"));
    assert_eq!(world.show(), "r(b c d) a");
}

#[test]
fn a_conversion_may_edit_the_list_it_is_for() {
    struct Late<'w>(&'w Forest, &'static str);
    impl weakgraph::IntoNode<Node> for Late<'_> {
        fn into_node(self) -> Strong<Node> {
            self.0.get("r").children().clear();
            self.0.get(self.1)
        }
    }
    let world = Forest::new("r(a b) x");
    let r = world.get("r");
    r.append(Late(&world, "x")).unwrap();
    assert_eq!(world.show(), "r(x) a b");
    let world = Forest::new("r(a b) x");
    assert!(world.get("r").children().insert(2, Late(&world, "x")).is_err());
    assert_eq!(world.show(), "r a b x");
    let world = Forest::new("r(a b) x");
    let error = world.get("r").children().insert_before(&world.get("a"), Late(&world, "x")).unwrap_err();
    assert_eq!(error.kind(), LinkErrorKind::NotAChild);
    let world = Forest::new("r(a b) x");
    assert!(world.get("r").children().splice(0..1, [Late(&world, "x")]).is_err());
    assert_eq!(world.show(), "r a b x");
}

#[test]
fn the_items_of_a_splice_may_panic_and_nothing_has_changed() {
    let world = Forest::new("r(a b) x");
    let items = ["x", "!"].iter().map(|name| if *name == "!" { panic!("no item") } else { world.get(name) });
    assert!(panic_of(|| drop(world.get("r").children().splice(.., items))).is_some());
    assert_eq!(world.show(), "r(a b) x");
}
