//! The accessors of proxies: what `#[graph(proxy)]` writes.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use weakgraph::{
    Child, Children, Dropped, Graph, LinkErrorKind, Parent, Proxied, Proxy, Strong, Weak, WeakCell, WeakList,
};

#[derive(Graph)]
#[graph(new, proxy)]
pub struct Part {
    #[graph(proxy)]
    name: String,
    #[graph(proxy)]
    size: Cell<u32>,
    #[graph(proxy, opaque)]
    shared: Option<Rc<Vec<u8>>>,
    kept: Vec<Unclonable>,
    #[weak]
    parent: Parent<Part>,
    #[strong]
    children: Children<Part>,
    #[strong]
    cover: Child<Cover>,
    #[weak]
    friend: WeakCell<Part>,
    #[weak]
    friends: WeakList<Part>,
    #[weak]
    maker: Weak<Part>,
    #[strong]
    style: Strong<Style>,
}

#[derive(Debug, PartialEq)]
struct Unclonable;

#[derive(Graph)]
#[graph(new, proxy)]
pub struct Cover {
    #[weak(unowned)]
    part: Parent<Part>,
}

#[derive(Graph)]
pub struct Style;

fn part(name: &str) -> Strong<Part> {
    Part::new(name.into(), Cell::new(1), None, vec![Unclonable], Weak::new(), Strong::new(Style))
}

#[test]
fn every_accessor_is_there_and_says_when_the_node_has_gone() {
    let (node, child, friend) = (part("node"), part("child"), part("friend"));
    let proxy = Proxy::new(&node);
    assert_eq!(proxy.name(), Ok("node".to_string()));
    assert_eq!(proxy.shared(), Ok(None));
    assert_eq!(proxy.add_child(&child), Ok(child.clone()));
    assert_eq!(proxy.children(), Ok(vec![child.clone()]));
    assert_eq!(Proxy::new(&child).parent(), Ok(Some(node.clone())));
    assert_eq!(Proxy::new(&child).detach_from_parent(), Ok(Some(child.clone())));
    assert_eq!(proxy.remove_child(&child), Ok(false));
    assert_eq!(proxy.try_add_child(&node).unwrap().unwrap_err().kind(), LinkErrorKind::Cycle);
    assert_eq!(proxy.try_add_child(&child), Ok(Ok(child.clone())));
    assert_eq!(proxy.cover(), Ok(None));
    let cover = proxy.set_cover(Cover::new()).unwrap();
    assert_eq!(Proxy::new(&cover).part(), Ok(node.clone()));
    assert_eq!(proxy.cover(), Ok(Some(cover.clone())));
    assert_eq!(proxy.take_cover(), Ok(Some(cover.clone())));
    assert_eq!(proxy.try_set_cover(&cover), Ok(Ok(cover.clone())));
    assert_eq!(proxy.set_friend(&friend), Ok(()));
    assert_eq!(proxy.friend(), Ok(Some(friend.clone())));
    assert_eq!(proxy.clear_friend(), Ok(()));
    assert_eq!(node.friend(), None);
    assert_eq!(proxy.add_friend(&friend), Ok(()));
    assert_eq!(proxy.friends(), Ok(vec![friend.clone()]));
    assert_eq!(proxy.remove_friend(&friend), Ok(true));
    assert_eq!(proxy.maker(), Ok(None));
    assert_eq!(proxy.style(), Ok(node.style().clone()));
    assert_eq!((proxy.set_size(7), proxy.size(), node.size.get()), (Ok(()), Ok(7), 7));
    assert_eq!(proxy.with(|part| part.kept.len()), Ok(1));

    drop(node);
    assert_eq!((proxy.name(), proxy.size(), proxy.shared()), (Err(Dropped), Err(Dropped), Err(Dropped)));
    assert_eq!((proxy.parent(), proxy.detach_from_parent()), (Err(Dropped), Err(Dropped)));
    assert_eq!(
        (proxy.children(), proxy.add_child(&child), proxy.try_add_child(&child)),
        (Err(Dropped), Err(Dropped), Err(Dropped))
    );
    assert_eq!(
        (proxy.cover(), proxy.take_cover(), proxy.set_cover(&cover)),
        (Err(Dropped), Err(Dropped), Err(Dropped))
    );
    assert_eq!(
        (proxy.friend(), proxy.set_friend(&friend), proxy.clear_friend()),
        (Err(Dropped), Err(Dropped), Err(Dropped))
    );
    assert_eq!((proxy.friends(), proxy.add_friend(&friend)), (Err(Dropped), Err(Dropped)));
    assert_eq!((proxy.maker(), proxy.style(), proxy.set_size(8)), (Err(Dropped), Err(Dropped), Err(Dropped)));
}

#[test]
fn nothing_is_counted_between_the_calls_and_in_what_they_give() {
    let node = part("node");
    let proxy = Proxy::new(&node);
    let children = proxy.children().unwrap();
    let (style, name) = (proxy.style().unwrap(), proxy.name().unwrap());
    assert_eq!((Strong::strong_count(&node), Strong::weak_count(&node)), (1, 1));
    drop(node);
    assert!(!proxy.is_alive() && children.is_empty());
    assert_eq!((name.as_str(), Strong::strong_count(&style)), ("node", 1));
}

#[test]
fn what_a_dead_node_is_given_is_dropped() {
    let proxy = Proxy::new(&part("gone"));
    let child = part("child");
    let weak = Strong::downgrade(&child);
    assert_eq!(proxy.add_child(child), Err(Dropped));
    assert!(!weak.is_alive());
}

#[test]
fn a_refused_edit_panics_through_a_proxy_and_changes_nothing() {
    let (outer, inner) = (part("outer"), part("inner"));
    outer.add_child(&inner);
    let proxy = Proxy::new(&inner);
    let refused = catch_unwind(AssertUnwindSafe(|| proxy.add_child(&outer)));
    let message = *refused.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("cannot put this `Part` under this `Part`"), "{message}");
    assert_eq!((proxy.children(), inner.parent()), (Ok(vec![]), Some(outer)));
}

/// Generic, with a lifetime, an enum of unnamed edges.
#[derive(Graph)]
#[graph(proxy)]
pub enum Entry<'a, T: ?Sized, const N: usize> {
    File(&'a T, [u8; N], #[weak(name = folder)] Parent<Self>, #[strong(name = entries, item = entry)] Children<Self>),
    Folder {
        #[weak]
        folder: Parent<Self>,
        #[strong(item = entry)]
        entries: Children<Self>,
    },
}

#[test]
fn generic_nodes_and_enums_have_them_too() {
    let text = String::from("short-lived");
    let folder = Strong::new(Entry::Folder { folder: Parent::new(), entries: Children::new() });
    let proxy = Proxy::new(&folder);
    let file =
        proxy.try_add_entry(Entry::File(text.as_str(), [0; 2], Parent::new(), Children::new())).unwrap().unwrap();
    assert_eq!(proxy.entries(), Ok(vec![file.clone()]));
    assert_eq!(Proxy::new(&file).folder(), Ok(Some(folder.clone())));
    assert!(matches!(&*file, Entry::File("short-lived", ..)));
}

#[test]
fn a_proxy_and_its_accessors_are_one() {
    fn same_layout<T: Proxied>() -> bool {
        (size_of::<T::Accessors>(), align_of::<T::Accessors>()) == (size_of::<Proxy<T>>(), align_of::<Proxy<T>>())
    }
    assert!(same_layout::<Part>() && same_layout::<Entry<'_, str, 3>>());
    let node = part("node");
    let proxy = Proxy::new(&node);
    let accessors: &PartProxy = &proxy;
    assert_eq!(accessors.name(), Ok("node".to_string()));
}
