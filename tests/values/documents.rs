//! Reading a `serde::Document` that nobody wrote: random ones, held against a reader without nodes, and valid ones that
//! were changed. Nothing panics, nothing leaks, the stack stays small, and every error names the node.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::fmt::Write as _;

use serde::Deserialize;
use serde_json::{Value, json};
use weakgraph::serde::{Document, Record};
use weakgraph::{Child, Children, EdgeKind, Graph, Parent, Snapshot, Strong, WeakCell, WeakList};

use weakgraph_tests::{Rng, Usage, on_small_stack, size, usage_of};

#[derive(Graph)]
#[graph(serde)]
struct Style {
    colour: String,
}

#[derive(Graph, Default)]
#[graph(serde)]
struct Node {
    #[serde(default)]
    name: String,
    #[weak]
    parent: Parent<Node>,
    #[strong]
    children: Children<Node>,
    #[strong]
    left: Child<Node>,
    #[strong]
    rows: Children<Row, Rows>,
    #[weak]
    friend: WeakCell<Node>,
    #[weak]
    friends: WeakList<Node>,
    #[strong]
    style: Option<Strong<Style>>,
    #[strong]
    styles: RefCell<Vec<Strong<Style>>>,
}

enum Rows {}

#[derive(Graph, Default)]
#[graph(serde)]
struct Row {
    #[weak]
    table: Parent<Node, Rows>,
    #[weak]
    parent: Parent<Row>,
    #[strong(item = below)]
    below: Children<Row>,
    #[strong]
    style: OnceCell<Strong<Style>>,
    #[strong]
    deep: Cell<Option<Box<Strong<Deep>>>>,
    #[strong]
    queue: VecDeque<Strong<Deep>>,
}

/// What is shared and shares on.
#[derive(Graph, Default)]
#[graph(serde)]
struct Deep {
    #[strong]
    style: Option<Strong<Style>>,
}

/// What is known of an edge in this file alone: its field, where it leads, in which relation it owns (if it does), how
/// many it may have.
struct Rule {
    field: &'static str,
    to: &'static str,
    owns: Option<&'static str>,
    strong: bool,
    /// Whether it is written as one number or none.
    single: bool,
    /// How many it can hold.
    most: usize,
}

const fn rule(field: &'static str, to: &'static str, strong: bool, most: usize) -> Rule {
    Rule { field, to, owns: None, strong, single: false, most }
}

fn rules(name: &str) -> Vec<Rule> {
    let many = usize::MAX;
    match name {
        "Node" => vec![
            Rule { owns: Some("Node"), ..rule("children", "Node", true, many) },
            Rule { owns: Some("Node"), single: true, ..rule("left", "Node", true, 1) },
            Rule { owns: Some("Rows"), ..rule("rows", "Row", true, many) },
            Rule { single: true, ..rule("friend", "Node", false, 1) },
            rule("friends", "Node", false, many),
            rule("style", "Style", true, 1),
            rule("styles", "Style", true, many),
        ],
        "Row" => vec![
            Rule { owns: Some("Row"), ..rule("below", "Row", true, many) },
            rule("style", "Style", true, 1),
            rule("deep", "Deep", true, 1),
            rule("queue", "Deep", true, many),
        ],
        "Deep" => vec![rule("style", "Style", true, 1)],
        _ => vec![],
    }
}

/// A document as numbers: of each record its type, and the targets of its edges in the order of the rules.
type Records = Vec<(&'static str, Vec<Vec<usize>>)>;

fn random_records(random: &mut Rng) -> Records {
    let len = 1 + random.below(7);
    // Most are of the type that an edge before them asks for: else next to none would be good.
    let mut wanted = vec![None; len];
    wanted[0] = Some("Node");
    let mut taken = 1;
    let mut records = Records::new();
    for number in 0..len {
        let any = *random.pick(&["Node", "Row", "Deep", "Style"]);
        let name = wanted[number].filter(|_| random.below(40) > 0).unwrap_or(any);
        let mut edges = Vec::new();
        for rule in rules(name) {
            let mut to = Vec::new();
            while random.below(3) == 0 {
                let next = taken.max(number + 1);
                to.push(match random.below(20) {
                    0 => random.below(len + 1),
                    1 => usize::MAX - random.below(3),
                    _ if rule.strong && next < len => {
                        wanted[next].get_or_insert(rule.to);
                        taken = next + 1;
                        next
                    }
                    // An earlier one that would do.
                    _ => match (0..len).rev().filter(|&it| wanted[it] == Some(rule.to)).nth(random.below(2)) {
                        Some(to) if rule.owns.is_none() => to,
                        _ => continue,
                    },
                });
            }
            if rule.single {
                to.truncate(1);
            }
            edges.push(to);
        }
        records.push((name, edges));
    }
    records
}

fn to_json(records: &Records) -> String {
    let record = |(name, edges): &(&'static str, Vec<Vec<usize>>)| {
        let mut value = if *name == "Style" { json!({ "colour": "red" }) } else { json!({}) };
        for (rule, to) in rules(name).iter().zip(edges) {
            value[rule.field] = if rule.single { json!(to.first()) } else { json!(to) };
        }
        value
    };
    Value::Array(records.iter().map(record).collect()).to_string()
}

/// The number of edges; or a node that is wrong. The rules are those of the docs of `Document`.
fn judge(records: &Records) -> Result<usize, usize> {
    let len = records.len();
    let mut types: Vec<Option<&str>> = vec![None; len];
    types[0] = Some("Node");
    // Read: a record is of the type that an edge before it asked for, and only a `Style` needs a field.
    for (number, (written, edges)) in records.iter().enumerate() {
        let Some(name) = types[number] else { return Err(number) };
        if name == "Style" && *written != "Style" {
            return Err(number);
        }
        // Fields that the type does not have are passed over; those that it has are of the same form in all types.
        let found = |field| rules(written).iter().position(|it| it.field == field).map(|it| &edges[it]);
        for rule in rules(name).iter().filter(|it| it.strong) {
            for &to in found(rule.field).into_iter().flatten() {
                if let Some(slot @ None) = types.get_mut(to) {
                    *slot = Some(rule.to);
                }
            }
        }
    }
    let edges = |number: usize| {
        let (written, edges) = &records[number];
        let known = types[number].map(rules).unwrap_or_default();
        known.into_iter().filter_map(move |rule| {
            let at = rules(written).iter().position(|it| it.field == rule.field)?;
            Some((rule, edges[at].clone()))
        })
    };
    for number in 0..len {
        for (rule, to) in edges(number) {
            if to.len() > rule.most || to.iter().any(|&to| types.get(to) != Some(&Some(rule.to))) {
                return Err(number);
            }
        }
    }
    // One owner in each relation.
    let mut owned = Vec::new();
    for number in 0..len {
        for (rule, to) in edges(number) {
            for to in to {
                match rule.owns {
                    Some(relation) if owned.contains(&(relation, to)) => return Err(number),
                    Some(relation) => owned.push((relation, to)),
                    None => {}
                }
            }
        }
    }
    let count = (0..len).flat_map(edges).map(|(_, to)| to.len()).sum();
    // No way from a node back to it.
    for start in 0..len {
        let (mut seen, mut stack) = (vec![false; len], vec![start]);
        while let Some(number) = stack.pop() {
            for to in edges(number).filter(|(rule, _)| rule.owns.is_some()).flat_map(|(_, to)| to) {
                if to == start {
                    return Err(start);
                }
                if !std::mem::replace(&mut seen[to], true) {
                    stack.push(to);
                }
            }
        }
    }
    Ok(count)
}

/// The number that an error names.
fn named(error: &str) -> Option<usize> {
    let rest = error.strip_prefix("node ")?;
    rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// The graph as the file has it: the edges of each node by number, without back-references.
fn edges_of(root: &Strong<Node>) -> Vec<Vec<(&'static str, Vec<usize>)>> {
    let snapshot = Snapshot::of(root);
    let edges = |node: weakgraph::NodeInfo<'_>| {
        let mut fields: Vec<(&'static str, Vec<usize>)> = Vec::new();
        for edge in node.edges().filter(|it| it.edge().kind != EdgeKind::Back) {
            let to = edge.to().unwrap();
            match fields.last_mut() {
                Some((field, all)) if *field == edge.edge().field => all.push(to),
                _ => fields.push((edge.edge().field, vec![to])),
            }
        }
        fields
    };
    snapshot.nodes().map(edges).collect()
}

#[test]
fn random_documents_are_taken_or_refused_as_the_rules_say() {
    on_small_stack(|| {
        let mut random = Rng::new(5);
        let (mut taken, mut refused) = (0, 0);
        for _ in 0..size(20_000, 2_000) {
            let records = random_records(&mut random);
            let json = to_json(&records);
            match (serde_json::from_str::<Document<Node>>(&json), judge(&records)) {
                (Ok(Document(root)), Ok(edges)) => {
                    taken += 1;
                    // Written again it is the same graph, if perhaps in another order; then it keeps that.
                    let again = serde_json::to_string(&Document(root.clone())).unwrap();
                    let Document(same) = serde_json::from_str(&again).unwrap();
                    assert_eq!(edges_of(&same), edges_of(&root), "{json}\n{again}");
                    assert_eq!(serde_json::to_string(&Document(same)).unwrap(), again, "{json}");
                    // What was read is what was written, less what the type does not have.
                    let read: usize = edges_of(&root).iter().flatten().map(|(_, to)| to.len()).sum();
                    assert_eq!(read, edges, "{json}");
                }
                (Err(error), Err(_)) => {
                    refused += 1;
                    let named = named(&error.to_string());
                    assert!(named.is_some_and(|it| it < records.len()), "{error}\n{json}");
                }
                (Ok(_), Err(node)) => panic!("node {node} is wrong:\n{json}"),
                (Err(error), Ok(_)) => panic!("{error}\n{json}"),
            }
        }
        let some = size(2_000, 200);
        assert!(taken > some && refused > some, "{taken} taken, {refused} refused");
    });
}

/// A good document with everything in it.
fn good() -> Vec<Value> {
    let text = r#"[{"name":"top","children":[1,2],"left":3,"rows":[4,5],"friend":2,"friends":[0,1,1],"style":[6],"styles":[6,7]},
        {"name":"a","friend":0},{"name":"b","children":[8],"left":null,"styles":[7,7,6]},{},
        {"below":[9],"style":[7],"deep":[10],"queue":[10,11]},{"below":[],"style":[],"deep":[],"queue":[]},
        {"colour":"red"},{"colour":"blue"},{"friends":[]},{},{"style":[6]},{"style":[]}]"#;
    serde_json::from_str(text).unwrap()
}

/// Any JSON, at most so deep.
fn anything(random: &mut Rng, depth: usize) -> Value {
    match random.below(if depth == 0 { 8 } else { 10 }) {
        0 => Value::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(random.below(14)),
        3 => json!(u64::MAX - random.below(2) as u64),
        4 => json!(-(random.below(3) as i64)),
        5 => json!(random.below(9) as f64 / 2.0),
        6 => json!("children"),
        7 => json!(""),
        8 => (0..random.below(4)).map(|_| anything(random, depth - 1)).collect(),
        _ => {
            let key = *random.pick(&["children", "left", "friend", "style", "colour", "x", ""]);
            json!({ key: anything(random, depth - 1) })
        }
    }
}

/// Puts something else in one place.
fn change(value: &mut Value, random: &mut Rng) {
    let inner = random.below(4) > 0;
    match value {
        Value::Array(all) if inner && !all.is_empty() => {
            let at = random.below(all.len());
            change(&mut all[at], random);
        }
        Value::Object(all) if inner && !all.is_empty() => {
            let at = random.below(all.len());
            all.values_mut().nth(at).into_iter().for_each(|it| change(it, random));
        }
        Value::Array(all) => match random.below(3) {
            0 => drop(all.pop()),
            1 => all.insert(random.below(all.len() + 1), anything(random, 2)),
            _ => all.extend(all.clone()),
        },
        Value::Object(all) => {
            all.insert((*random.pick(&["name", "children", "left", "colour"])).to_owned(), anything(random, 2));
        }
        other => *other = anything(random, 2),
    }
}

#[test]
fn changed_documents_never_panic_never_leak_and_the_error_names_the_node() {
    assert!(serde_json::from_value::<Document<Node>>(Value::Array(good())).is_ok());
    let mut random = Rng::new(9);
    let (mut taken, mut refused) = (0, 0);
    for round in 0..size(20_000, 2_000) {
        let mut value = Value::Array(good());
        for _ in 0..=random.below(3) {
            // The records, not the whole.
            if let Value::Array(records) = &mut value
                && !records.is_empty()
            {
                let at = random.below(records.len());
                change(&mut records[at], &mut random);
            }
        }
        let len = value.as_array().map_or(0, Vec::len);
        let json = value.to_string();
        let (result, held) = usage_of(|| match serde_json::from_str::<Document<Node>>(&json) {
            Ok(_) => Ok(()),
            // The error's text is the only thing that is left.
            Err(error) => Err(error.to_string().into_boxed_str()),
        });
        match result {
            Ok(()) => {
                taken += 1;
                assert!(held == Usage::NONE || round == 0, "{held:?} leaked\n{json}");
            }
            Err(error) => {
                refused += 1;
                assert!(named(&error).is_some_and(|it| it < len), "{error}\n{json}");
                let text = Usage { blocks: 1, bytes: error.len() as isize };
                assert!(held == text || round == 0, "{held:?} leaked, of which {text:?} is the error\n{json}");
            }
        }
    }
    let some = size(1_000, 100);
    assert!(taken > some && refused > some, "{taken} taken, {refused} refused");
}

#[test]
fn changed_text_never_panics() {
    let text = Value::Array(good()).to_string();
    let mut random = Rng::new(13);
    for _ in 0..size(20_000, 2_000) {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..=random.below(3) {
            if bytes.is_empty() {
                break;
            }
            let at = random.below(bytes.len());
            match random.below(3) {
                0 => bytes[at] = *random.pick(b"0123456789[]{},:\"-.eEntf \\\xff\0"),
                1 => drop(bytes.remove(at)),
                _ => bytes.truncate(at),
            }
        }
        if let Ok(Document(root)) = serde_json::from_slice::<Document<Node>>(&bytes) {
            assert!(!Snapshot::of(&root).is_empty());
        }
    }
}

#[test]
fn what_is_nested_deep_takes_no_stack() {
    on_small_stack(|| {
        for (open, close) in [("[", "]"), ("{\"x\":", "}")] {
            let deep = format!("{}0{}", open.repeat(100_000), close.repeat(100_000));
            // Passed over where nobody asks for it.
            let json = format!(r#"[{{"children":[1]}},{{"unknown":{deep}}}]"#);
            assert_eq!(serde_json::from_str::<Document<Node>>(&json).unwrap().0.children().len(), 1);
            let json = format!(r#"[{{"children":[1]}},{{"friend":{deep}}}]"#);
            let error = serde_json::from_str::<Document<Node>>(&json).map(drop).unwrap_err().to_string();
            assert!(error.starts_with("node 1: invalid type"), "{error}");
        }
    });
}

#[derive(Graph, Default)]
#[graph(serde)]
struct Link {
    #[weak]
    parent: Parent<Link>,
    #[strong]
    children: Children<Link>,
}

fn refused<T: Record>(json: &str, message: &str) {
    let error = serde_json::from_str::<Document<T>>(json).map(drop).unwrap_err().to_string();
    assert!(error == message || error.starts_with(&format!("{message} at line")), "not {message}: {error}");
}

#[test]
fn long_cycles_and_long_ladders_of_owners_are_refused_on_a_small_stack() {
    on_small_stack(|| {
        let len = size(100_000, 20_000);
        let mut cycle = String::from("[");
        for i in 1..len {
            _ = write!(cycle, "{{\"children\":[{i}]}},");
        }
        // The last owns one in the middle, which has an owner: the cycle is what is seen first.
        let middle = len / 2;
        let message = format!("node {middle} owns itself, over other nodes");
        refused::<Link>(&format!("{cycle}{{\"children\":[{middle}]}}]"), &message);
        // Many numbers without a node.
        let numbers = "9999999,".repeat(size(1_000_000, 100_000));
        let json = format!("[{{\"children\":[{}]}}]", &numbers[..numbers.len() - 1]);
        refused::<Link>(&json, "node 0, field `children`: there is no node 9999999");
        // The same member as often.
        let ones = "1,".repeat(len);
        let json = format!("[{{\"children\":[{}]}},{{}}]", &ones[..ones.len() - 1]);
        refused::<Link>(&json, "node 0, field `children`: node 1: it has two parents");
    });
}

/// A plain field whose reading runs user code that makes nodes, and may panic.
#[derive(Default, serde::Serialize)]
struct Wild(u8);

impl<'de> Deserialize<'de> for Wild {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Wild, D::Error> {
        let number = u8::deserialize(deserializer)?;
        let other: Document<Link> = serde_json::from_str(r#"[{"children":[1]},{}]"#).unwrap();
        assert!(other.0.children().len() == 1 && number < 9, "number 9 panics");
        Ok(Wild(number))
    }
}

#[derive(Graph, Default)]
#[graph(serde)]
struct Host {
    wild: Wild,
    #[weak]
    parent: Parent<Host>,
    #[strong]
    children: Children<Host>,
}

#[test]
fn a_panic_of_a_field_comes_out_and_leaks_nothing() {
    let read = |json: &str| serde_json::from_str::<Document<Host>>(json).map(|it| it.0.wild.0);
    assert_eq!(read(r#"[{"wild":7,"children":[1]},{"wild":8}]"#).unwrap(), 7);
    let (said, first) =
        usage_of(|| weakgraph_tests::panic_of(|| drop(read(r#"[{"wild":1,"children":[1]},{"wild":9}]"#))));
    assert_eq!(said.as_deref(), Some("number 9 panics"));
    let again = || weakgraph_tests::panic_of(|| drop(read(r#"[{"wild":1,"children":[1]},{"wild":9}]"#)));
    let (said, second) = usage_of(again);
    assert_eq!(said.as_deref(), Some("number 9 panics"));
    assert_eq!(second.blocks, 1, "the message alone; the first time {first:?}");
}
