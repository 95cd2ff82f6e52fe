//! Every kind of edge and option on ordinary types, private ones too.

use ::std::cell::{Cell, RefCell};
use ::std::string::String;
use ::std::vec::Vec;
use ::wg::{Child, Children, Graph, Parent, Strong, Weak, WeakCell, WeakList};

/// The relation of folders.
#[derive(::core::prelude::v1::Debug, ::core::prelude::v1::Clone, ::core::prelude::v1::Copy)]
pub struct Contents;

/// A node whose proxies have its accessors.
#[derive(Graph, ::core::prelude::v1::Debug)]
#[graph(crate = ::wg, new, proxy)]
pub struct Label<'a, T: ?::core::marker::Sized = str>
where
    Self: ::core::marker::Sized,
{
    /// What stands on it.
    #[graph(proxy)]
    pub text: &'a T,
    #[graph(proxy)]
    r#type: Cell<u32>,
    #[weak(on_drop = Self::note)]
    parent: Parent<Self, Contents>,
    #[strong]
    pub(crate) labels: Children<Self, Contents>,
    /// What is beside it.
    #[weak(unowned)]
    pub beside: WeakCell<Self>,
}

impl<T: ?::core::marker::Sized> Label<'_, T> {
    fn note(&self) {
        self.r#type.set(0);
    }
}

/// A tree in two relations, with names that its methods have.
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
#[graph(crate = ::wg, handle = none)]
pub struct Twice {
    /// Where it is.
    #[weak(name = r#in)]
    pub relation: Parent<Self, Contents>,
    #[strong(name = r#type)]
    first: Child<Self, Contents>,
    #[strong(item = edge)]
    pub(crate) edges: Children<Self, Contents>,
    #[weak]
    group: Parent<Self, Shown>,
    #[strong]
    index: Children<Self, Shown>,
}

impl Twice {
    /// How many are below it.
    #[must_use]
    pub fn descendants(&self) -> usize {
        ::core::iter::Iterator::count(Graph::in_relation::<Contents>(self).descendants())
            + Graph::in_relation::<Shown>(self).child_count()
    }
}

/// A node whose edges everybody reads, and this module edits.
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
#[graph(crate = ::wg, proxy, tree = none)]
pub struct Shown {
    #[weak(pub)]
    parent: Parent<Self, Contents>,
    #[strong(pub, item = r#type)]
    r#types: Children<Self, Contents>,
    #[strong(pub(in crate::plain))]
    first: Child<Self, Contents>,
    #[weak(pub, on_drop = Self::note)]
    beside: WeakCell<Self>,
    #[weak(pub(crate))]
    others: WeakList<Self>,
    #[weak(pub(self))]
    source: Weak<Self>,
}

impl Shown {
    fn note(&self) {
        self.clear_beside();
    }
}

/// A node with an edge of each kind.
#[derive(Graph, ::core::prelude::v1::Debug)]
#[graph(crate = ::wg, new, on_drop = Folder::farewell)]
pub struct Folder {
    /// What it is called.
    pub name: String,
    /// How many nodes have told it of a death.
    pub told: Cell<u32>,
    /// Where it is.
    #[weak(on_drop = Folder::hear)]
    pub parent: Parent<Self, Contents>,
    /// What is in it.
    #[strong]
    pub folders: Children<Self, Contents>,
    /// One more.
    #[strong]
    pub cover: Child<Page>,
    #[weak(on_drop = hear)]
    pub(crate) friend: WeakCell<Self>,
    #[weak(on_drop = Self::hear)]
    friends: WeakList<Self>,
    #[weak]
    source: Weak<Self>,
    /// How it looks.
    #[strong]
    pub style: Strong<Style>,
    #[strong]
    styles: RefCell<Vec<Strong<Style>>>,
    #[graph(opaque)]
    cache: ::std::option::Option<Strong<Style>>,
}

impl Folder {
    fn farewell(&self) {
        self.style.deaths.set(self.style.deaths.get() + 1);
    }

    /// Whether it has a style in reserve.
    #[must_use]
    pub const fn is_cached(&self) -> bool {
        self.cache.is_some()
    }

    fn hear(&self) {
        self.told.set(self.told.get() + 1);
    }
}

fn hear(folder: &Folder) {
    folder.hear();
}

/// A member of another type.
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
#[graph(crate = ::wg)]
pub struct Page {
    #[weak]
    folder: Parent<Folder>,
}

/// Shared, and without edges.
#[derive(Graph, ::core::prelude::v1::Debug, ::core::prelude::v1::Default)]
#[graph(crate = ::wg)]
pub struct Style {
    /// How many of those that had it died.
    pub deaths: Cell<u32>,
}

/// A node whose accessors nobody calls: generated code is not dead code. It is called by its name.
#[derive(Graph)]
#[graph(crate = ::wg)]
#[allow(clippy::use_self, reason = "what stands here is repeated by generated code")]
struct Silent {
    #[weak]
    parent: Parent<Silent>,
    #[strong]
    children: Children<Silent>,
    #[weak]
    friend: WeakCell<Silent>,
    #[weak]
    friends: WeakList<Silent>,
    #[weak]
    boss: Weak<Silent>,
    #[strong]
    style: Strong<Style>,
    #[strong]
    styles: Vec<Strong<Style>>,
}

#[::core::prelude::v1::test]
fn every_accessor_does_what_it_says() {
    use ::std::assert;
    use ::std::option::Option::None;

    let style = Strong::new(Style::default_style());
    let folder = |name: &str| {
        Folder::new(
            ::std::convert::From::from(name),
            Cell::new(0),
            Weak::new(),
            ::std::clone::Clone::clone(&style),
            RefCell::new(Vec::new()),
            None,
        )
    };
    let top = folder("top");
    let sub = top.add_folder(folder("sub"));
    assert!(sub.parent().is_some_and(|parent| parent == top));
    assert!(top.try_add_folder(&sub).is_ok());
    assert!(sub.try_add_folder(&top).is_err());
    assert!(top.folders().len() == 1 && top.handle() == top);
    let page = top.set_cover(Page::empty());
    assert!(page.folder().is_some() && top.cover().is_some());
    assert!(sub.try_set_cover(&page).is_ok() && top.cover().is_none());
    assert!(sub.take_cover().is_some() && page.detach_from_folder().is_none());
    sub.set_friend(&top);
    sub.add_friend(&top);
    assert!(sub.friend().is_some() && sub.friends().len() == 1 && sub.remove_friend(&top));
    sub.clear_friend();
    sub.add_friend(&top);
    assert!(sub.source().is_none() && sub.style().deaths.get() == 0);
    assert!(sub.styles.borrow().is_empty() && !sub.is_cached());
    ::core::mem::drop(top);
    assert!(style.deaths.get() == 1 && sub.told.get() == 2, "the owner and a friend died");
    assert!(sub.parent().is_none() && sub.name == "sub");
    let other = folder("other");
    assert!(other.add_folder(&sub) == sub && other.remove_folder(&sub));
    assert!(sub.detach_from_parent().is_none());
}

impl Style {
    #[cfg(test)]
    const fn default_style() -> Self {
        Self { deaths: Cell::new(0) }
    }
}

impl Page {
    #[cfg(test)]
    const fn empty() -> Self {
        Self { folder: Parent::new() }
    }
}

/// Lets a node live and die whose accessors nobody calls.
pub fn live(style: &Strong<Style>) {
    ::core::mem::drop(Strong::new(Silent {
        parent: Parent::new(),
        children: Children::new(),
        friend: WeakCell::new(),
        friends: WeakList::new(),
        boss: Weak::new(),
        style: ::std::clone::Clone::clone(style),
        styles: Vec::new(),
    }));
}

#[::core::prelude::v1::test]
fn a_silent_node_lives_and_dies() {
    let style = Strong::new(Style::default_style());
    live(&style);
    ::std::assert!(Strong::strong_count(&style) == 1);
}
