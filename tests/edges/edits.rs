//! Every edit: same parent, itself, its neighbour, no-op, from elsewhere, refused; before the owner's birth as after
//! it.

use weakgraph::{Children, LinkError, LinkErrorKind, Parent, Strong, Tree};
use weakgraph_tests::{Forest, Node, forest, node, panic_of, show};

fn names(nodes: &[Strong<Node>]) -> String {
    nodes.iter().map(|node| node.name.as_str()).collect::<Vec<_>>().join(" ")
}

/// Makes an edit of a list that is given in words, and tells what it gave.
fn edit_list(list: &Children<Node>, words: &str, world: &Forest) -> Result<String, LinkError> {
    let words: Vec<&str> = words.split(' ').collect();
    let get = |at: usize| world.get(words[at]);
    let number = |at: usize| words[at].parse::<usize>().unwrap();
    let same = |given: Strong<Node>, node: Strong<Node>| {
        assert!(given == node, "the edit gives the node back");
        String::new()
    };
    Ok(match words[0] {
        "append" => same(list.append(get(1))?, get(1)),
        "prepend" => same(list.prepend(get(1))?, get(1)),
        "insert" => same(list.insert(number(1), get(2))?, get(2)),
        "before" => same(list.insert_before(&get(1), get(2))?, get(2)),
        "after" => same(list.insert_after(&get(1), get(2))?, get(2)),
        "replace" => same(list.replace(&get(1), get(2))?, get(1)),
        "remove" => list.remove(&get(1)).to_string(),
        "clear" => {
            list.clear();
            String::new()
        }
        "drain" => names(&list.drain().collect::<Vec<_>>()),
        "retain" => {
            list.retain(|node| words[1..].contains(&node.name.as_str()));
            String::new()
        }
        "append_all" => {
            list.append_all(get(1).children())?;
            String::new()
        }
        "splice" => names(&list.splice(number(1)..number(2), world.all(&words[3..]))?),
        "swap" => {
            list.swap(&get(1), &get(2))?;
            String::new()
        }
        "sort" => {
            list.sort_by_key(|node| node.name.clone());
            String::new()
        }
        "sort_down" => {
            list.sort_by(|a, b| b.name.cmp(&a.name));
            String::new()
        }
        "reverse" => {
            list.reverse();
            String::new()
        }
        other => panic!("no edit {other:?}"),
    })
}

/// Makes an edit of [`Tree`] that is given in words.
fn edit_tree(words: &str, world: &Forest) -> Result<String, LinkError> {
    let words: Vec<&str> = words.split(' ').collect();
    let (this, other) = (world.get(words[1]), words.get(2).map(|name| world.get(name)));
    let other = || other.clone().expect("a second node");
    let same = |given: Strong<Node>, node: Strong<Node>| {
        assert!(given == node, "the edit gives the node back");
        String::new()
    };
    Ok(match words[0] {
        "append" => same(this.append(other())?, other()),
        "prepend" => same(this.prepend(other())?, other()),
        "insert_before" => same(this.insert_before(other())?, other()),
        "insert_after" => same(this.insert_after(other())?, other()),
        "replace_with" => same(this.replace_with(other())?, this.clone()),
        "detach" => this.detach().map_or("none", |_| "it").to_owned(),
        "detach_from_parent" => this.detach_from_parent().map_or("none", |_| "it").to_owned(),
        "reparent_children" => {
            this.reparent_children(&other())?;
            String::new()
        }
        "try_add_child" => same(this.try_add_child(other())?, other()),
        "remove_child" => this.remove_child(&other()).to_string(),
        other => panic!("no edit {other:?}"),
    })
}

/// Holds an edit against what is expected: the new notation, or `refused` and the rule.
fn check(world: &Forest, edit: &str, expected: &str, gives: &str, result: Result<String, LinkError>, before: &str) {
    match (result, expected.strip_prefix("refused ")) {
        (Ok(gave), None) => {
            assert_eq!(world.show(), expected, "`{edit}` in {before}");
            if gives != "*" {
                assert_eq!(gave, gives, "what `{edit}` in {before} gives");
            }
        }
        (Err(error), Some(rule)) => {
            assert_eq!(format!("{:?}", error.kind()), rule, "`{edit}` in {before}");
            assert_eq!((error.parent_type(), error.child_type()), ("Node", "Node"));
            assert_eq!(world.show(), before, "the refused `{edit}` changes nothing");
        }
        (Ok(_), Some(_)) => panic!("`{edit}` in {before} is refused, and gave {}", world.show()),
        (Err(error), None) => panic!("`{edit}` in {before}: {error}"),
    }
    for node in &world.nodes {
        let owned = usize::from(!node.is_root());
        assert_eq!(Strong::strong_count(node), 1 + owned, "the handles of {} after `{edit}` in {before}", node.name);
    }
}

/// The trees, an edit of the list of `r`, the trees after it, what the edit gives.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// What any list does, whether its owner is born or not.
const LISTS: &[Row] = &[
    // From nowhere and from elsewhere.
    ("r x", "append x", "r(x)", ""),
    ("r x", "prepend x", "r(x)", ""),
    ("r(a b) x", "append x", "r(a b x)", ""),
    ("r(a b) x", "prepend x", "r(x a b)", ""),
    ("r(a b) x(y z)", "append y", "r(a b y) x(z)", ""),
    ("r(a b) x(y z)", "prepend z", "r(z a b) x(y)", ""),
    ("r(a b) x(y(z))", "append y", "r(a b y(z)) x", ""),
    ("r(a b) x(y(z))", "append x", "r(a b x(y(z)))", ""),
    // Within one list: the first, the middle, the last, the only one.
    ("r(a b c)", "append a", "r(b c a)", ""),
    ("r(a b c)", "append b", "r(a c b)", ""),
    ("r(a b c)", "append c", "r(a b c)", ""),
    ("r(a b c)", "prepend a", "r(a b c)", ""),
    ("r(a b c)", "prepend b", "r(b a c)", ""),
    ("r(a b c)", "prepend c", "r(c a b)", ""),
    ("r(a)", "append a", "r(a)", ""),
    ("r(a)", "prepend a", "r(a)", ""),
    ("r(a(u v) b)", "append a", "r(b a(u v))", ""),
    // At an index.
    ("r x", "insert 0 x", "r(x)", ""),
    ("r(a b) x", "insert 0 x", "r(x a b)", ""),
    ("r(a b) x", "insert 1 x", "r(a x b)", ""),
    ("r(a b) x", "insert 2 x", "r(a b x)", ""),
    ("r(a b) x", "insert 3 x", "refused OutOfRange", ""),
    ("r x", "insert 1 x", "refused OutOfRange", ""),
    ("r(a b c)", "insert 0 c", "r(c a b)", ""),
    ("r(a b c)", "insert 0 a", "r(a b c)", ""),
    ("r(a b c)", "insert 1 a", "r(a b c)", ""),
    ("r(a b c)", "insert 2 a", "r(b a c)", ""),
    ("r(a b c)", "insert 3 a", "r(b c a)", ""),
    ("r(a b c)", "insert 3 c", "r(a b c)", ""),
    ("r(a b c)", "insert 4 a", "refused OutOfRange", ""),
    // Beside a member: itself and each neighbour, on either side.
    ("r(a b) x", "before a x", "r(x a b)", ""),
    ("r(a b) x", "before b x", "r(a x b)", ""),
    ("r(a b) x", "after a x", "r(a x b)", ""),
    ("r(a b) x", "after b x", "r(a b x)", ""),
    ("r(a b c)", "before a a", "r(a b c)", ""),
    ("r(a b c)", "before b b", "r(a b c)", ""),
    ("r(a b c)", "before c c", "r(a b c)", ""),
    ("r(a b c)", "after a a", "r(a b c)", ""),
    ("r(a b c)", "after b b", "r(a b c)", ""),
    ("r(a b c)", "after c c", "r(a b c)", ""),
    ("r(a b c)", "before a b", "r(b a c)", ""),
    ("r(a b c)", "before b a", "r(a b c)", ""),
    ("r(a b c)", "before b c", "r(a c b)", ""),
    ("r(a b c)", "before c b", "r(a b c)", ""),
    ("r(a b c)", "before c a", "r(b a c)", ""),
    ("r(a b c)", "before a c", "r(c a b)", ""),
    ("r(a b c)", "after a b", "r(a b c)", ""),
    ("r(a b c)", "after b a", "r(b a c)", ""),
    ("r(a b c)", "after b c", "r(a b c)", ""),
    ("r(a b c)", "after c b", "r(a c b)", ""),
    ("r(a b c)", "after c a", "r(b c a)", ""),
    ("r(a b c)", "after a c", "r(a c b)", ""),
    ("r(a) x(y)", "before a y", "r(y a) x", ""),
    ("r(a) x(y)", "before a x", "r(x(y) a)", ""),
    ("r(a) x(y)", "before y a", "refused NotAChild", ""),
    ("r(a) x(y)", "after y x", "refused NotAChild", ""),
    ("r(a) x", "before x x", "refused NotAChild", ""),
    ("r(a) x", "after x x", "refused NotAChild", ""),
    ("r x", "before x x", "refused NotAChild", ""),
    ("r(a(b))", "before b a", "refused NotAChild", ""),
    // In the place of a member.
    ("r(a b c) x", "replace a x", "r(x b c) a", ""),
    ("r(a b c) x", "replace b x", "r(a x c) b", ""),
    ("r(a b c) x", "replace c x", "r(a b x) c", ""),
    ("r(a) x", "replace a x", "r(x) a", ""),
    ("r(a b c)", "replace b b", "r(a b c)", ""),
    ("r(a)", "replace a a", "r(a)", ""),
    ("r(a b c)", "replace a b", "r(b c) a", ""),
    ("r(a b c)", "replace b a", "r(a c) b", ""),
    ("r(a b c)", "replace a c", "r(c b) a", ""),
    ("r(a b c)", "replace c a", "r(b a) c", ""),
    ("r(a(u v) b)", "replace a u", "r(u b) a(v)", ""),
    ("r(a(u(v)) b)", "replace a v", "r(v b) a(u)", ""),
    ("r(a) x(y z)", "replace a y", "r(y) a x(z)", ""),
    ("r(a) x(y z)", "replace a x", "r(x(y z)) a", ""),
    ("r(a) x(y)", "replace y x", "refused NotAChild", ""),
    ("r(a) x", "replace x a", "refused NotAChild", ""),
    ("r(a) x", "replace x x", "refused NotAChild", ""),
    // Out of the list.
    ("r(a b c)", "remove a", "r(b c) a", "true"),
    ("r(a b c)", "remove b", "r(a c) b", "true"),
    ("r(a b c)", "remove c", "r(a b) c", "true"),
    ("r(a(b c))", "remove a", "r a(b c)", "true"),
    ("r(a(b))", "remove b", "r(a(b))", "false"),
    ("r(a) x(y)", "remove y", "r(a) x(y)", "false"),
    ("r(a)", "remove r", "r(a)", "false"),
    ("r(a b(u) c)", "clear", "r a b(u) c", ""),
    ("r", "clear", "r", ""),
    ("r(a b(u) c)", "drain", "r a b(u) c", "a b c"),
    ("r", "drain", "r", ""),
    ("r(a b c d)", "retain b d", "r(b d) a c", ""),
    ("r(a b c d)", "retain a b c d", "r(a b c d)", ""),
    ("r(a b c d)", "retain", "r a b c d", ""),
    ("r", "retain", "r", ""),
    // All of another list.
    ("r x(y z)", "append_all x", "r(y z) x", ""),
    ("r(a) x(y z)", "append_all x", "r(a y z) x", ""),
    ("r(a b) x(y)", "append_all x", "r(a b y) x", ""),
    ("r(a b) x", "append_all x", "r(a b) x", ""),
    ("r(a b) x(y(z))", "append_all x", "r(a b y(z)) x", ""),
    // A range.
    ("r(a b c) x y", "splice 0 0 x y", "r(x y a b c)", ""),
    ("r(a b c) x y", "splice 1 1 x y", "r(a x y b c)", ""),
    ("r(a b c) x y", "splice 3 3 x y", "r(a b c x y)", ""),
    ("r(a b c) x y", "splice 0 1 x y", "r(x y b c) a", "a"),
    ("r(a b c) x y", "splice 1 3 x y", "r(a x y) b c", "b c"),
    ("r(a b c) x y", "splice 0 3 x y", "r(x y) a b c", "a b c"),
    ("r(a b c)", "splice 0 3", "r a b c", "a b c"),
    ("r(a b c)", "splice 1 2", "r(a c) b", "b"),
    ("r(a b c)", "splice 1 1", "r(a b c)", ""),
    ("r x y", "splice 0 0 x y", "r(x y)", ""),
    ("r x(y z)", "splice 0 0 z y", "r(z y) x", ""),
    ("r x(y z)", "splice 0 0 x y", "r(x(z) y)", ""),
    ("r x(y z)", "splice 0 0 y x", "r(y x(z))", ""),
    // Members of the list itself, in the range and beside it.
    ("r(a b c)", "splice 0 3 c b a", "r(c b a)", ""),
    ("r(a b c)", "splice 0 3 c a", "r(c a) b", "b"),
    ("r(a b c d)", "splice 1 2 b", "r(a b c d)", ""),
    ("r(a b c d)", "splice 1 2 c", "r(a c d) b", "b"),
    ("r(a b c d)", "splice 1 2 a", "r(a c d) b", "b"),
    ("r(a b c d)", "splice 1 2 d a", "r(d a c) b", "b"),
    ("r(a b c d)", "splice 1 1 c d", "r(a c d b)", ""),
    ("r(a b c d)", "splice 2 2 c a", "r(b c a d)", ""),
    ("r(a b c d)", "splice 4 4 a b", "r(c d a b)", ""),
    ("r(a b c d)", "splice 0 0 d", "r(d a b c)", ""),
    ("r(a b c d)", "splice 0 4 d d c", "r(d c) a b", "a b"),
    ("r(a b) x y", "splice 1 1 x y x", "r(a y x b)", ""),
    ("r(a(u) b)", "splice 0 1 u", "r(u b) a", "a"),
    ("r(a b)", "splice 2 1", "refused OutOfRange", ""),
    ("r(a b)", "splice 0 3", "refused OutOfRange", ""),
    ("r(a b) x", "splice 3 3 x", "refused OutOfRange", ""),
    ("r x", "splice 0 1 x", "refused OutOfRange", ""),
    // Order.
    ("r(a b c d)", "swap a d", "r(d b c a)", ""),
    ("r(a b c d)", "swap d a", "r(d b c a)", ""),
    ("r(a b c d)", "swap a b", "r(b a c d)", ""),
    ("r(a b c d)", "swap b a", "r(b a c d)", ""),
    ("r(a b c d)", "swap b c", "r(a c b d)", ""),
    ("r(a b c d)", "swap d c", "r(a b d c)", ""),
    ("r(a b c d)", "swap a c", "r(c b a d)", ""),
    ("r(a b c d)", "swap d b", "r(a d c b)", ""),
    ("r(a b)", "swap a b", "r(b a)", ""),
    ("r(a b)", "swap b a", "r(b a)", ""),
    ("r(a b)", "swap a a", "r(a b)", ""),
    ("r(a) x", "swap a x", "refused NotAChild", ""),
    ("r(a) x", "swap x a", "refused NotAChild", ""),
    ("r(a) x", "swap x x", "refused NotAChild", ""),
    ("r(a(b))", "swap a b", "refused NotAChild", ""),
    ("r(c a(x) b)", "sort", "r(a(x) b c)", ""),
    ("r(a b c)", "sort", "r(a b c)", ""),
    ("r", "sort", "r", ""),
    ("r(a)", "sort", "r(a)", ""),
    ("r(b a c)", "sort_down", "r(c b a)", ""),
    ("r(a b(u v) c)", "reverse", "r(c b(u v) a)", ""),
    ("r(a b)", "reverse", "r(b a)", ""),
    ("r(a)", "reverse", "r(a)", ""),
    ("r", "reverse", "r", ""),
];

/// What only a born owner can refuse.
const BORN: &[Row] = &[
    ("r", "append r", "refused Cycle", ""),
    ("r", "prepend r", "refused Cycle", ""),
    ("p(r)", "append p", "refused Cycle", ""),
    ("p(q(r))", "append p", "refused Cycle", ""),
    ("p(q(r(a)))", "append q", "refused Cycle", ""),
    ("p(q(r(a)))", "prepend q", "refused Cycle", ""),
    ("p(q(r(a)))", "insert 0 q", "refused Cycle", ""),
    ("p(q(r(a)))", "insert 1 p", "refused Cycle", ""),
    ("p(q(r(a)))", "before a q", "refused Cycle", ""),
    ("p(q(r(a)))", "after a r", "refused Cycle", ""),
    ("p(q(r(a)))", "replace a q", "refused Cycle", ""),
    ("p(q(r(a)))", "splice 0 1 q", "refused Cycle", ""),
    ("p(q(r(a b))) x", "splice 0 1 x b p", "refused Cycle", ""),
    ("p(q(r(a)) s)", "append_all p", "refused Cycle", ""),
    ("p(s q(r(a)))", "append_all q", "refused Cycle", ""),
    ("p(r(a))", "append_all p", "refused Cycle", ""),
    ("r(a b)", "append_all r", "r(a b)", ""),
    ("r(a(u v) b)", "append_all a", "r(a b u v)", ""),
    ("r(a(u(v)))", "append_all u", "r(a(u) v)", ""),
    ("r(a(u(v)))", "append v", "r(a(u) v)", ""),
    ("p(r q(s))", "append q", "p(r(q(s)))", ""),
    ("p(r q(s))", "append_all q", "p(r(s) q)", ""),
];

/// The trees, an edit of [`Tree`], the trees after it, what the edit gives.
const TREES: &[Row] = &[
    ("r(a b) x", "append r x", "r(a b x)", ""),
    ("r(a b)", "append a b", "r(a(b))", ""),
    ("r(a(b))", "append r b", "r(a b)", ""),
    ("r(a(b))", "append b a", "refused Cycle", ""),
    ("r(a(b))", "append b r", "refused Cycle", ""),
    ("r", "append r r", "refused Cycle", ""),
    ("r(a b) x", "prepend r x", "r(x a b)", ""),
    ("r(a b)", "prepend r b", "r(b a)", ""),
    ("r(a(b))", "prepend b a", "refused Cycle", ""),
    ("r(a b) x", "insert_before a x", "r(x a b)", ""),
    ("r(a b) x", "insert_before b x", "r(a x b)", ""),
    ("r(a b)", "insert_before a a", "r(a b)", ""),
    ("r(a b)", "insert_before a b", "r(b a)", ""),
    ("r(a b)", "insert_before b a", "r(a b)", ""),
    ("r(a(b))", "insert_before a b", "r(b a)", ""),
    ("r(a(b))", "insert_before b a", "refused Cycle", ""),
    ("r(a(b))", "insert_before b r", "refused Cycle", ""),
    ("r x", "insert_before r x", "refused NoParent", ""),
    ("r", "insert_before r r", "refused NoParent", ""),
    ("r(a b) x", "insert_after a x", "r(a x b)", ""),
    ("r(a b) x", "insert_after b x", "r(a b x)", ""),
    ("r(a b)", "insert_after b b", "r(a b)", ""),
    ("r(a b)", "insert_after b a", "r(b a)", ""),
    ("r(a b)", "insert_after a b", "r(a b)", ""),
    ("r(a(b))", "insert_after a b", "r(a b)", ""),
    ("r(a(b))", "insert_after b a", "refused Cycle", ""),
    ("r x", "insert_after r x", "refused NoParent", ""),
    ("r(a b) x", "replace_with a x", "r(x b) a", ""),
    ("r(a b) x(y)", "replace_with a y", "r(y b) a x", ""),
    ("r(a b)", "replace_with a b", "r(b) a", ""),
    ("r(a b)", "replace_with a a", "r(a b)", ""),
    ("r(a(b))", "replace_with a b", "r(b) a", ""),
    ("r(a(b))", "replace_with b a", "refused Cycle", ""),
    ("r(a(b))", "replace_with b r", "refused Cycle", ""),
    ("r x", "replace_with r x", "refused NoParent", ""),
    ("r", "replace_with r r", "refused NoParent", ""),
    ("r(a b)", "detach a", "r(b) a", "it"),
    ("r(a(b))", "detach a", "r a(b)", "it"),
    ("r(a)", "detach r", "r(a)", "none"),
    ("r(a b)", "detach_from_parent b", "r(a) b", "it"),
    ("r(a)", "detach_from_parent r", "r(a)", "none"),
    ("r(a b) x(y)", "reparent_children r x", "r x(y a b)", ""),
    ("r(a b)", "reparent_children r r", "r(a b)", ""),
    ("r(a b)", "reparent_children r a", "refused Cycle", ""),
    ("r(a b(c))", "reparent_children b a", "r(a(c) b)", ""),
    ("r(a(b(c)))", "reparent_children b r", "r(a(b) c)", ""),
    ("r x(y)", "reparent_children r x", "r x(y)", ""),
    ("r(a) x", "try_add_child a x", "r(a(x))", ""),
    ("r(a)", "try_add_child a r", "refused Cycle", ""),
    ("r(a b)", "remove_child r a", "r(b) a", "true"),
    ("r(a(b))", "remove_child r b", "r(a(b))", "false"),
];

#[test]
fn every_edit_of_a_list_does_what_its_row_says() {
    for &(before, edit, after, gives) in LISTS.iter().chain(BORN) {
        let world = Forest::new(before);
        let result = edit_list(world.get("r").children(), edit, &world);
        check(&world, edit, after, gives, result, before);
    }
}

#[test]
fn every_edit_of_a_tree_does_what_its_row_says() {
    for &(before, edit, after, gives) in TREES {
        let world = Forest::new(before);
        let result = edit_tree(edit, &world);
        check(&world, edit, after, gives, result, before);
    }
}

#[test]
fn every_edit_before_the_owners_birth_does_the_same() {
    for &(before, edit, after, gives) in LISTS {
        if edit.contains(" r") {
            continue;
        }
        // The same world, its first tree's root not born yet.
        let mut world = Forest::new(before);
        let old = world.nodes.remove(0);
        let value = Node { name: "r".to_owned(), parent: Parent::new(), children: old.children().drain().collect() };
        drop(old);
        let order = |list: &Children<Node>| names(&list.iter().collect::<Vec<_>>());
        let waiting = order(&value.children);
        let result = edit_list(&value.children, edit, &world);
        if result.is_err() {
            assert_eq!(order(&value.children), waiting, "the refused `{edit}` changes nothing");
        }
        let list = &value.children;
        let members: Vec<_> = list.iter().collect();
        assert_eq!(list.len(), members.len());
        assert_eq!(list.is_empty(), members.is_empty());
        assert!(list.first().as_ref() == members.first() && list.last().as_ref() == members.last());
        assert!(list.get(members.len()).is_none());
        for (at, member) in members.iter().enumerate() {
            assert!(
                list.get(at).as_ref() == Some(member) && list.index_of(member) == Some(at) && list.contains(member)
            );
        }
        assert!(list.iter().rev().eq(members.into_iter().rev()));
        world.nodes.insert(0, Strong::new(value));
        check(&world, edit, after, gives, result, before);
    }
}

#[test]
fn the_panicking_accessors_panic_with_the_reason_and_change_nothing() {
    let world = Forest::new("r(a(b))");
    let message = panic_of(|| drop(world.get("b").add_child(world.get("r"))));
    assert!(message.unwrap().starts_with("cannot put this `Node` under this `Node`"));
    assert_eq!(world.show(), "r(a(b))");
}

#[test]
fn errors_say_the_rule_and_both_types() {
    let world = Forest::new("r(a) x");
    let (r, x) = (world.get("r"), world.get("x"));
    let list = r.children();
    let text = |error: LinkError| error.to_string();
    assert_eq!(
        text(world.get("a").append(&r).unwrap_err()),
        "cannot put this `Node` under this `Node`: it is that node or one of its ancestors, so the edge would close a cycle"
    );
    assert_eq!(
        text(list.insert_before(&x, node("n")).unwrap_err()),
        "the `Node` given as the place is not a child in this list of the `Node`; pass one that is"
    );
    assert_eq!(
        text(x.insert_after(node("n")).unwrap_err()),
        "the `Node` has no parent, so nothing can be put beside it; add it to a parent first"
    );
    assert_eq!(
        text(list.insert(9, node("n")).unwrap_err()),
        "the position lies outside the list of `Node` of the `Node`"
    );
    fn is_error<E: std::error::Error + Send + Sync + 'static>(_: &E) {}
    let error = list.insert(9, node("n")).unwrap_err();
    is_error(&error);
    assert!(format!("{error:?}").starts_with("LinkError(OutOfRange: Node at 0x"));
    assert_eq!(world.show(), "r(a) x");
}

fn none() -> Vec<Strong<Node>> {
    Vec::new()
}

#[test]
fn all_kinds_of_ranges_are_understood() {
    let take = |splice: fn(&Children<Node>) -> Result<Vec<Strong<Node>>, LinkError>| {
        let world = Forest::new("r(a b c d)");
        splice(world.get("r").children()).map(|gone| format!("{} | {}", world.show(), names(&gone)))
    };
    assert_eq!(take(|list| list.splice(.., none())).unwrap(), "r a b c d | a b c d");
    assert_eq!(take(|list| list.splice(2.., none())).unwrap(), "r(a b) c d | c d");
    assert_eq!(take(|list| list.splice(..2, none())).unwrap(), "r(c d) a b | a b");
    assert_eq!(take(|list| list.splice(1..=2, none())).unwrap(), "r(a d) b c | b c");
    assert_eq!(take(|list| list.splice(..=0, none())).unwrap(), "r(b c d) a | a");
    assert_eq!(take(|list| list.splice(4.., none())).unwrap(), "r(a b c d) | ");
    assert!(take(|list| list.splice(5.., none())).is_err());
    assert!(take(|list| list.splice(..=4, none())).is_err());
    assert!(take(|list| list.splice(0..=usize::MAX, none())).is_err());
    use std::ops::Bound::{Excluded, Unbounded};
    assert_eq!(take(|list| list.splice((Excluded(1), Unbounded), none())).unwrap(), "r(a b) c d | c d");
    assert!(take(|list| list.splice((Excluded(usize::MAX), Unbounded), none())).is_err());
}

#[test]
fn sorting_is_stable() {
    let world = Forest::new("r(a2 b1 c2 d1 e0 f2)");
    world.get("r").children().sort_by_key(|node| node.name.as_bytes()[1]);
    assert_eq!(world.show(), "r(e0 b1 d1 a2 c2 f2)");
}

#[test]
fn values_references_and_handles_can_be_given() {
    let value = |name: &str| Node { name: name.to_owned(), parent: Parent::new(), children: Children::new() };
    let r = Strong::new(value("r"));
    let held = node("b");
    r.add_child(value("a"));
    r.append(&held).unwrap();
    r.children().append(held.clone()).unwrap();
    r.try_add_child(node("c")).unwrap();
    r.children().splice(1..1, [value("x"), value("y")]).unwrap();
    assert_eq!(show(&r), "r(a x y b c)");
    let list: Children<Node> = [value("p"), value("q")].into();
    let r = Strong::new(Node { children: list, ..value("r") });
    assert_eq!(show(&r), "r(p q)");
    let mut list: Children<Node> = (0..3).map(|n| value(&n.to_string())).collect();
    list.extend([node("3")]);
    list.extend(r.children().iter());
    let both = Strong::new(Node { children: list, ..value("s") });
    assert_eq!((show(&both), show(&r)), ("s(0 1 2 3 p q)".to_owned(), "r".to_owned()));
}

#[test]
fn a_refused_node_that_nobody_else_holds_is_dropped() {
    let world = Forest::new("r(a)");
    let new = node("new");
    let weak = Strong::downgrade(&new);
    assert!(world.get("r").children().insert(5, new).is_err());
    assert!(weak.upgrade().is_none());
    assert_eq!(world.show(), "r(a)");
}

mod what_two_well_known_crates_get_wrong {
    use super::*;

    #[test]
    fn re_append_the_first_or_the_last_child() {
        for name in ["a", "b", "c"] {
            let world = Forest::new("r(a b c)");
            let rest = ["a", "b", "c"].into_iter().filter(|&other| other != name).collect::<Vec<_>>().join(" ");
            for _ in 0..3 {
                world.get("r").append(world.get(name)).unwrap();
                assert_eq!(world.show(), format!("r({rest} {name})"));
            }
            for _ in 0..3 {
                world.get("r").prepend(world.get(name)).unwrap();
                assert_eq!(world.show(), format!("r({name} {rest})"));
            }
        }
    }

    #[test]
    fn insert_a_node_beside_itself_or_its_neighbour() {
        let world = Forest::new("r(a b)");
        let (a, b) = (world.get("a"), world.get("b"));
        for _ in 0..3 {
            a.insert_before(&a).unwrap();
            a.insert_after(&a).unwrap();
            a.insert_after(&b).unwrap();
            b.insert_before(&a).unwrap();
            assert_eq!(world.show(), "r(a b)");
            a.insert_before(&b).unwrap();
            assert_eq!(world.show(), "r(b a)");
            b.insert_before(&a).unwrap();
            assert_eq!(world.show(), "r(a b)");
            b.insert_after(&a).unwrap();
            assert_eq!(world.show(), "r(b a)");
            a.insert_after(&b).unwrap();
            assert_eq!(world.show(), "r(a b)");
        }
    }

    #[test]
    fn hold_a_subtree_while_its_parent_dies() {
        let root = forest("r(a(b c(d)) e)").remove(0);
        let a = root.first_child().unwrap();
        let d = a.descendants().last().unwrap();
        drop(root);
        assert!(a.parent().is_none() && a.is_root() && a.next_sibling().is_none());
        assert_eq!(show(&a), "a(b c(d))");
        drop(a);
        assert!(d.is_root());
        d.append(node("x")).unwrap();
        assert_eq!(show(&d), "d(x)");
    }

    #[test]
    fn put_an_ancestor_under_its_descendant() {
        let world = Forest::new("r(a(b(c(d))) e)");
        for (owner, member) in [("d", "d"), ("d", "c"), ("d", "b"), ("d", "a"), ("d", "r"), ("b", "a"), ("e", "r")] {
            let (owner, member) = (world.get(owner), world.get(member));
            let refusals = [
                owner.append(&member).map(drop),
                owner.prepend(&member).map(drop),
                owner.try_add_child(&member).map(drop),
                owner.children().insert(0, &member).map(drop),
                owner.children().splice(.., [&member]).map(drop),
            ];
            for refused in refusals {
                assert_eq!(refused.unwrap_err().kind(), LinkErrorKind::Cycle);
                assert_eq!(world.show(), "r(a(b(c(d))) e)");
            }
        }
    }
}
#[test]
fn a_drain_says_how_many_children_are_left_in_it() {
    for len in [0, 1, 3] {
        let parent = node("r");
        (0..len).for_each(|_| drop(parent.children().append(node("c")).unwrap()));
        let mut drain = parent.children().drain();
        for left in (0..=len).rev() {
            assert_eq!(drain.size_hint(), (left, Some(left)));
            assert_eq!(drain.len(), left);
            assert_eq!(if left % 2 == 0 { drain.next() } else { drain.next_back() }.is_some(), left > 0);
        }
    }
}

#[test]
fn a_list_tells_the_neighbours_of_its_children() {
    for unborn in [false, true] {
        let [a, b, c, other] = ["a", "b", "c", "other"].map(node);
        let list = Children::from([&a, &b, &c]);
        let parent = node("r");
        if !unborn {
            parent.children().append_all(&list).unwrap();
        }
        let list = if unborn { &list } else { parent.children() };
        assert!(list.next(&a) == Some(b.clone()) && list.next(&b) == Some(c.clone()) && list.next(&c).is_none());
        assert!(list.prev(&c) == Some(b.clone()) && list.prev(&b) == Some(a.clone()) && list.prev(&a).is_none());
        assert!(list.next(&other).is_none() && list.prev(&other).is_none());
        // One that is in another list is no child of this one, though it has neighbours there.
        let elsewhere = node("e");
        elsewhere.children().splice(0..0, [&other, &node("behind")]).unwrap();
        assert!(list.next(&other).is_none() && list.prev(&elsewhere.last_child().unwrap()).is_none());
        // The order is that after the edits.
        list.swap(&a, &c).unwrap();
        assert!(list.next(&c) == Some(b.clone()) && list.prev(&a) == Some(b.clone()));
        list.remove(&b);
        assert!(list.next(&c) == Some(a.clone()) && list.next(&b).is_none() && list.prev(&b).is_none());
    }
}

#[test]
fn any_two_nodes_of_any_trees_are_swapped_or_it_is_refused() {
    let shape = "r(a(b c) d(e)) s(t(u) v)";
    let size = Forest::new(shape).nodes.len();
    for (at, to) in (0..size).flat_map(|at| (0..size).map(move |to| (at, to))) {
        let world = Forest::new(shape);
        let (a, b) = (world.nodes[at].clone(), world.nodes[to].clone());
        let before = world.show();
        let done = a.swap_with(&b);
        if at == to {
            assert!(done.is_ok() && world.show() == before);
        } else if a.is_root() || b.is_root() {
            assert_eq!(done.map_err(|error| error.kind()), Err(LinkErrorKind::NoParent));
            assert_eq!(world.show(), before);
        } else if world.show() == before {
            assert!(a.is_ancestor_of(&b) || b.is_ancestor_of(&a), "{} and {}", a.name, b.name);
            assert_eq!(done.map_err(|error| error.kind()), Err(LinkErrorKind::Cycle));
        } else {
            // What a swap of the two names, with what is below them, gives.
            let (a_text, b_text) = (show(&a), show(&b));
            let expected = before.replace(&a_text, "@").replace(&b_text, &a_text).replace('@', &b_text);
            assert!(done.is_ok() && world.show() == expected, "{} is {expected}", world.show());
            a.swap_with(&b).unwrap();
            assert_eq!(world.show(), before, "and back");
        }
    }
}

#[test]
fn children_of_two_lists_are_swapped_born_or_not() {
    let (p, q) = (node("p"), node("q"));
    let [a, b, c, d] = ["a", "b", "c", "d"].map(node);
    p.children().splice(0..0, [&a, &b]).unwrap();
    q.children().splice(0..0, [&c, &d]).unwrap();
    p.children().swap_with(&a, q.children(), &d).unwrap();
    assert_eq!((show(&p), show(&q)), ("p(d b)".into(), "q(c a)".into()));
    // A place that is wrong is named; nothing changes.
    let error = p.children().swap_with(&a, q.children(), &c).unwrap_err();
    assert_eq!(error.kind(), LinkErrorKind::NotAChild);
    assert!(p.children().swap_with(&b, q.children(), &b).is_err());
    // What is above the other's parent cannot go below it.
    b.children().append(&q).unwrap();
    let error = p.children().swap_with(&b, q.children(), &c).unwrap_err();
    assert_eq!((error.kind(), show(&p)), (LinkErrorKind::Cycle, "p(d b(q(c a)))".into()));
    p.children().swap_with(&d, p.children(), &b).unwrap();
    assert_eq!(show(&p), "p(b(q(c a)) d)");
    // A list whose parent is not allocated.
    let unborn = Children::from([&node("x"), &node("y")]);
    let y = unborn.last().unwrap();
    unborn.swap_with(&y, q.children(), &c).unwrap();
    assert_eq!((names(&unborn.iter().collect::<Vec<_>>()), show(&q)), ("x c".into(), "q(y a)".into()));
    assert!(c.is_root() && unborn.swap_with(&c, q.children(), &c).is_err());
    let error = unborn.swap_with(&node("z"), q.children(), &y).unwrap_err();
    assert_eq!(error.kind(), LinkErrorKind::NotAChild);
    // What would close a cycle is refused here, too.
    let above = Children::from([&p]);
    assert_eq!(above.swap_with(&p, q.children(), &y).unwrap_err().kind(), LinkErrorKind::Cycle);
    assert_eq!((above.len(), show(&q)), (1, "q(y a)".into()));
}

#[test]
fn a_node_goes_to_its_place_in_a_sorted_list() {
    for unborn in [false, true] {
        let (list, parent) = (Children::new(), node("r"));
        let list = if unborn { &list } else { parent.children() };
        for name in ["m1", "c1", "z1", "m2", "a1", "c2"] {
            let put = node(name);
            let by_letter = |a: &Node, b: &Node| a.name[..1].cmp(&b.name[..1]);
            assert!(list.insert_sorted_by(&put, by_letter).unwrap() == put);
        }
        assert_eq!(names(&list.iter().collect::<Vec<_>>()), "a1 c1 c2 m1 m2 z1");
        // One that is a child already moves; behind its equals.
        let first = list.get(1).unwrap();
        list.insert_sorted_by_key(&first, |node| node.name[..1].to_owned()).unwrap();
        assert_eq!(names(&list.iter().collect::<Vec<_>>()), "a1 c2 c1 m1 m2 z1");
        list.insert_sorted_by_key(node("b1"), |node| node.name.clone()).unwrap();
        assert_eq!(names(&list.iter().collect::<Vec<_>>()), "a1 b1 c2 c1 m1 m2 z1");
    }
    // Building in order compares once each.
    let (parent, mut count) = (node("r"), 0);
    for name in ["a", "b", "c", "d"] {
        let compare = |a: &Node, b: &Node| {
            count += 1;
            a.name.cmp(&b.name)
        };
        parent.children().insert_sorted_by(node(name), compare).unwrap();
    }
    assert_eq!((count, show(&parent)), (3, "r(a b c d)".into()));
    let leaf = parent.first_child().unwrap();
    let error = leaf.children().insert_sorted_by_key(&parent, |node| node.name.clone()).unwrap_err();
    assert_eq!((error.kind(), show(&parent)), (LinkErrorKind::Cycle, "r(a b c d)".into()));
    // A comparison that takes the child out finds no place beside it.
    parent
        .children()
        .insert_sorted_by(node("x"), |child, _| {
            parent.children().remove(&child.handle());
            std::cmp::Ordering::Less
        })
        .unwrap();
    assert_eq!(show(&parent), "r(x)");
}
