//! Plain fields in a `Cell`, a `RefCell` or a `OnceCell`: as labels, in `new`, and through proxies.

use std::cell::{Cell, OnceCell, RefCell};

use weakgraph::prelude::*;
use weakgraph::{Dropped, Proxy};
use weakgraph_tests::panic_of;

#[derive(Graph)]
#[graph(new, proxy)]
struct Man {
    #[graph(label, proxy)]
    name: RefCell<String>,
    #[graph(proxy)]
    age: Cell<u32>,
    #[graph(proxy)]
    nick: OnceCell<String>,
    hooks: RefCell<Vec<Box<dyn Fn() -> u32>>>,
}

#[test]
fn new_takes_the_cell_or_what_is_in_it() {
    let jim = Man::new("Jim".to_owned(), 30, "J".to_owned(), RefCell::new(vec![Box::new(|| 1)]));
    assert_eq!((jim.name.borrow().as_str(), jim.age.get(), jim.nick.get().map(String::as_str)), ("Jim", 30, Some("J")));
    assert_eq!(jim.hooks.borrow()[0](), 1);
    let jack = Man::new(RefCell::new("Jack".into()), Cell::new(31), OnceCell::new(), RefCell::default());
    assert_eq!((jack.name.borrow().as_str(), jack.age.get(), jack.nick.get()), ("Jack", 31, None));
}

#[test]
fn a_proxy_reads_and_sets_what_is_in_a_cell() {
    let jim = Man::new("Jim".to_owned(), 30, OnceCell::new(), RefCell::default());
    let proxy = Proxy::new(&jim);
    assert_eq!((proxy.name(), proxy.age(), proxy.nick()), (Ok("Jim".into()), Ok(30), Ok(None)));
    assert_eq!((proxy.set_name("James".into()), proxy.set_age(31)), (Ok(()), Ok(())));
    assert_eq!(proxy.set_nick("J".into()), Ok(Ok(())));
    assert_eq!(proxy.set_nick("K".into()), Ok(Err("K".into())), "once");
    assert_eq!((proxy.name(), proxy.age(), proxy.nick()), (Ok("James".into()), Ok(31), Ok(Some("J".into()))));
    let borrowed = jim.name.borrow_mut();
    assert!(panic_of(|| drop(proxy.name())).is_some_and(|text| text.contains("borrowed")));
    drop(borrowed);
    drop(jim);
    assert_eq!((proxy.name(), proxy.nick(), proxy.set_name(String::new())), (Err(Dropped), Err(Dropped), Err(Dropped)));
    assert_eq!(proxy.set_nick(String::new()), Err(Dropped));
}

#[derive(Graph)]
enum Item {
    Count {
        #[graph(label)]
        count: Cell<u32>,
    },
    Once {
        #[graph(label)]
        text: OnceCell<&'static str>,
    },
    Text {
        #[graph(label)]
        text: RefCell<Box<str>>,
    },
}

#[test]
fn a_label_is_what_is_in_the_cell() {
    let label = |item| weakgraph::show::text(&Strong::new(item)).to_string();
    assert_eq!(label(Item::Count { count: Cell::new(7) }), "7\n");
    assert_eq!(label(Item::Once { text: OnceCell::from("x") }), "x\n");
    assert_eq!(label(Item::Once { text: OnceCell::new() }), "Item\n", "the name of the type until it is set");
    assert_eq!(label(Item::Text { text: RefCell::new("y".into()) }), "y\n");
    let item = Strong::new(Item::Text { text: RefCell::new("y".into()) });
    let Item::Text { text } = &*item else { unreachable!() };
    let borrowed = text.borrow_mut();
    assert_eq!(weakgraph::show::text(&item).to_string(), "<borrowed>\n");
    drop(borrowed);
}

/// A crate that has `serde`, and names of its own like ours, can import the prelude as a glob.
mod beside_other_names {
    #![allow(unused_imports)]
    use serde::Serialize;
    use std::fs::*;
    use weakgraph::prelude::*;

    #[derive(Graph, Serialize)]
    struct Node {
        name: &'static str,
        #[weak]
        #[serde(skip)]
        parent: Parent<Node>,
        #[strong]
        #[serde(skip)]
        children: Children<Node>,
    }

    fn show() -> serde_json::Result<String> {
        let node = Strong::new(Node { name: "a", parent: Parent::new(), children: Children::new() });
        let leaf = node.append(Node { name: "b", parent: Parent::new(), children: Children::new() }).unwrap();
        assert!(read("/nowhere/at/all").is_err() && leaf.ancestors().count() == 1);
        serde_json::to_string(&*node)
    }

    #[test]
    fn the_prelude_hides_no_other_name() {
        assert_eq!(show().unwrap(), r#"{"name":"a"}"#);
        fn is_serialize<T: serde::Serialize>() {}
        is_serialize::<Node>();
    }
}
