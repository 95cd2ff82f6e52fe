//! What an element has besides its edges: its name, its attributes, and what few elements have.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, Prefix, QualName, ns};
use weakgraph::read::ReadSession;
use weakgraph::{Graph, Strong, Weak};

use crate::node::{Inner, Node};
use crate::read::NodeRef;

/// What an element has besides its edges. Small: a node with it is 96 bytes.
pub struct Element {
    pub(crate) local: LocalName,
    /// Those of the parser, which copies share. Empty once they are in [`Rare::edited`].
    attributes: Cell<Attributes>,
    /// What few elements have.
    rare: OnceCell<Box<Rare>>,
    language: Language,
}

/// The namespaces that HTML's parser makes elements of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Html,
    Svg,
    MathMl,
    /// It is with what is [`Rare`].
    Other,
}

static HTML: Namespace = ns!(html);
static SVG: Namespace = ns!(svg);
static MATHML: Namespace = ns!(mathml);

impl Language {
    fn of(ns: &Namespace) -> Language {
        match *ns {
            ns!(html) => Language::Html,
            ns!(svg) => Language::Svg,
            ns!(mathml) => Language::MathMl,
            _ => Language::Other,
        }
    }
}

/// The attributes that an element had when it was asked. Copies of the element share them.
#[derive(Clone, Default)]
pub struct Attributes(List);

/// Most elements have few attributes. These are in memory for nodes, which is made and freed faster than other.
#[derive(Clone, Default)]
enum List {
    #[default]
    None,
    One(Strong<Few<1>>),
    Two(Strong<Few<2>>),
    Three(Strong<Few<3>>),
    Many(Rc<Box<[Attribute]>>),
}

/// So many attributes.
#[derive(Graph)]
struct Few<const N: usize> {
    all: [Attribute; N],
}

impl<const N: usize> Few<N> {
    #[inline(always)]
    fn of(all: Vec<Attribute>) -> Result<Strong<Few<N>>, Vec<Attribute>> {
        all.try_into().map(|all| Strong::new(Few { all }))
    }
}

impl Deref for Attributes {
    type Target = [Attribute];

    #[inline]
    fn deref(&self) -> &[Attribute] {
        match &self.0 {
            List::None => &[],
            List::One(few) => &few.all,
            List::Two(few) => &few.all,
            List::Three(few) => &few.all,
            List::Many(all) => all,
        }
    }
}

impl From<Vec<Attribute>> for Attributes {
    #[inline]
    fn from(all: Vec<Attribute>) -> Attributes {
        let list = match all.len() {
            0 => Ok(List::None),
            1 => Few::of(all).map(List::One),
            2 => Few::of(all).map(List::Two),
            3 => Few::of(all).map(List::Three),
            _ => Err(all),
        };
        Attributes(list.unwrap_or_else(|all| List::Many(Rc::new(all.into()))))
    }
}

impl fmt::Debug for Attributes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&**self).finish()
    }
}

/// The qualified name of an attribute or an element.
pub(crate) fn qualified(name: &QualName) -> String {
    match prefix_of(name) {
        Some(prefix) => format!("{prefix}:{}", name.local),
        None => name.local.to_string(),
    }
}

/// An empty prefix is none.
fn prefix_of(name: &QualName) -> Option<&Prefix> {
    name.prefix.as_ref().filter(|prefix| !prefix.is_empty())
}

fn is_qualified(name: &QualName, wanted: &str) -> bool {
    match prefix_of(name) {
        None => *name.local == *wanted,
        Some(prefix) => {
            let rest = wanted.strip_prefix(&**prefix).and_then(|rest| rest.strip_prefix(':'));
            rest == Some(&*name.local)
        }
    }
}

/// From so many attributes on, they are found by their names, not one after the other.
const MANY: usize = 32;

/// Attributes that have been edited, or are many: a look and an edit cost the same however many there are.
#[derive(Default)]
struct Edited {
    /// In order, with gaps where some were removed.
    slots: Vec<Option<Attribute>>,
    live: usize,
    /// Where those of a local name are, in order. Empty as long as there are few.
    places: HashMap<LocalName, Vec<usize>>,
}

impl Edited {
    fn of(all: &[Attribute]) -> Edited {
        let mut edited =
            Edited { slots: all.iter().cloned().map(Some).collect(), live: all.len(), ..Edited::default() };
        edited.index();
        edited
    }

    fn index(&mut self) {
        self.places.clear();
        if self.slots.len() > MANY {
            for (at, attr) in self.slots.iter().enumerate() {
                if let Some(attr) = attr {
                    self.places.entry(attr.name.local.clone()).or_default().push(at);
                }
            }
        }
    }

    fn iter(&self) -> impl Iterator<Item = &Attribute> {
        self.slots.iter().flatten()
    }

    /// The first place with one of these local names that is meant.
    fn place(&self, locals: &[&str], is_meant: impl Fn(&Attribute) -> bool) -> Option<usize> {
        let fits = |at: &usize| self.slots[*at].as_ref().is_some_and(&is_meant);
        if self.places.is_empty() {
            return (0..self.slots.len()).find(fits);
        }
        let of = |local: &&str| self.places.get(&LocalName::from(*local))?.iter().copied().find(fits);
        locals.iter().filter_map(of).min()
    }

    fn place_qualified(&self, name: &str) -> Option<usize> {
        let after = name.split_once(':').map_or(name, |(_, local)| local);
        self.place(&[name, after], |attr| is_qualified(&attr.name, name))
    }

    fn place_ns(&self, ns: &Namespace, local: &str) -> Option<usize> {
        self.place(&[local], |attr| attr.name.ns == *ns && *attr.name.local == *local)
    }

    fn push(&mut self, attr: Attribute) {
        let at = self.slots.len();
        if !self.places.is_empty() {
            self.places.entry(attr.name.local.clone()).or_default().push(at);
        }
        self.slots.push(Some(attr));
        self.live += 1;
        if self.places.is_empty() && self.slots.len() > MANY {
            self.index();
        }
    }

    fn set(&mut self, at: Option<usize>, name: impl FnOnce() -> QualName, value: StrTendril) {
        match at.and_then(|at| self.slots[at].as_mut()) {
            Some(attr) => attr.value = value,
            None => self.push(Attribute { name: name(), value }),
        }
    }

    fn remove(&mut self, at: Option<usize>) -> Option<Attribute> {
        let attr = self.slots[at?].take()?;
        self.live -= 1;
        if let Some(places) = self.places.get_mut(&attr.name.local) {
            places.retain(|place| Some(*place) != at);
        }
        // Gaps are closed when they are half of it all.
        if self.live * 2 < self.slots.len() {
            self.slots.retain(Option::is_some);
            self.index();
        }
        Some(attr)
    }
}

/// What few elements have.
#[derive(Default)]
struct Rare {
    prefix: Option<Prefix>,
    ns: Namespace,
    /// The form that a control belongs to. A weak link: the form may be removed.
    form: Cell<Weak<Inner>>,
    is_mathml_integration_point: Cell<bool>,
    /// Of a `<noscript>`: whether it was made with scripting.
    scripting: Cell<bool>,
    /// Of a `<template>`.
    contents: Contents,
    edited: RefCell<Option<Box<Edited>>>,
}

impl Rare {
    #[cold]
    fn of_name(prefix: Option<Prefix>, ns: Namespace) -> OnceCell<Box<Rare>> {
        OnceCell::from(Box::new(Rare { prefix, ns, ..Rare::default() }))
    }
}

thread_local! {
    /// Contents of dropped templates. The first template that is dropped drops those within it, too, one after the
    /// other: in constant stack.
    static DROPPED: RefCell<(bool, Vec<Strong<Inner>>)> = const { RefCell::new((false, Vec::new())) };
}

/// The contents of a `<template>`.
#[derive(Default)]
struct Contents(OnceCell<Strong<Inner>>);

impl Drop for Contents {
    fn drop(&mut self) {
        let Some(contents) = self.0.take() else { return };
        let mut contents = Some(contents);
        let mut is_first = false;
        // At the end of the thread there may be no such list any more; what is left is dropped here then.
        let _ = DROPPED.try_with(|dropped| {
            let mut dropped = dropped.borrow_mut();
            dropped.1.extend(contents.take());
            is_first = !std::mem::replace(&mut dropped.0, true);
        });
        if is_first {
            while let Some(next) = DROPPED.with(|dropped| dropped.borrow_mut().1.pop()) {
                drop(next);
            }
            DROPPED.with(|dropped| dropped.borrow_mut().0 = false);
        }
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}", self.qualified_name())?;
        self.attributes().iter().try_for_each(|attr| write!(f, " {}={:?}", qualified(&attr.name), &*attr.value))?;
        f.write_str(">")
    }
}

impl Element {
    #[inline]
    pub(crate) fn new(name: QualName, attributes: Vec<Attribute>) -> Element {
        let QualName { prefix, ns, local } = name;
        let language = Language::of(&ns);
        let rare = match prefix.is_some() || language == Language::Other {
            true => Rare::of_name(prefix, ns),
            false => OnceCell::new(),
        };
        Element { local, attributes: Cell::new(attributes.into()), rare, language }
    }

    /// Another element like it. It belongs to no form: that is the parser's to say.
    pub(crate) fn copy(&self) -> Node {
        let rare = OnceCell::new();
        if let Some(old) = self.rare.get() {
            rare.get_or_init(|| {
                Box::new(Rare {
                    prefix: old.prefix.clone(),
                    ns: old.ns.clone(),
                    is_mathml_integration_point: old.is_mathml_integration_point.clone(),
                    scripting: old.scripting.clone(),
                    ..Rare::default()
                })
            });
        }
        let (local, attributes) = (self.local.clone(), Cell::new(self.attributes()));
        Node::of_element(Element { local, attributes, rare, language: self.language })
    }

    /// Returns the local name.
    pub fn local_name(&self) -> &LocalName {
        &self.local
    }

    /// Returns the namespace: which language it is of.
    pub fn ns(&self) -> &Namespace {
        match self.language {
            Language::Html => &HTML,
            Language::Svg => &SVG,
            Language::MathMl => &MATHML,
            Language::Other => self.rare.get().map_or(&HTML, |rare| &rare.ns),
        }
    }

    /// Returns whether it is an element of HTML.
    pub fn is_of_html(&self) -> bool {
        self.language == Language::Html
    }

    /// Returns the whole name.
    pub fn name(&self) -> QualName {
        let prefix = self.rare.get().and_then(|rare| rare.prefix.clone());
        QualName { prefix, ns: self.ns().clone(), local: self.local.clone() }
    }

    /// Returns the name with its prefix, if it has one.
    pub fn qualified_name(&self) -> String {
        qualified(&self.name())
    }

    pub(crate) fn is_qualified(&self, name: &str) -> bool {
        is_qualified(&self.name(), name)
    }

    /// Returns whether it is the HTML element of this name.
    pub fn is_html(&self, name: &LocalName) -> bool {
        self.is_of_html() && self.local == *name
    }

    fn rare(&self) -> &Rare {
        self.rare.get_or_init(Box::default)
    }

    /// Returns the attributes as they are now, in order. Later edits leave what is returned alone.
    ///
    /// Costs O(1) as long as the element has the attributes that the parser gave it, else their number.
    pub fn attributes(&self) -> Attributes {
        let of_edited = |edited: &Edited| Attributes::from(edited.iter().cloned().collect::<Vec<_>>());
        if let Some(attributes) = self.read_edited(of_edited) {
            return attributes;
        }
        let attributes = self.attributes.take();
        self.attributes.set(attributes.clone());
        attributes
    }

    /// Reads the attributes in place, in order, until something is found. `read` is code of this crate.
    pub(crate) fn find_attribute<O>(&self, mut read: impl FnMut(&Attribute) -> Option<O>) -> Option<O> {
        let attributes = self.attributes.take();
        if attributes.is_empty() {
            let edited = self.rare.get()?.edited.borrow();
            return edited.as_ref()?.iter().find_map(read);
        }
        let found = attributes.iter().find_map(&mut read);
        self.attributes.set(attributes);
        found
    }

    /// Reads the first attribute of this qualified name, in place.
    pub(crate) fn read_attribute<O>(&self, name: &str, read: impl FnOnce(&StrTendril) -> O) -> Option<O> {
        self.read_one(|edited| edited.place_qualified(name), |attr| is_qualified(&attr.name, name), read)
    }

    /// Reads the attribute of this name, in place.
    pub(crate) fn read_attribute_ns<O>(
        &self,
        ns: &Namespace,
        local: &str,
        read: impl FnOnce(&StrTendril) -> O,
    ) -> Option<O> {
        let is_meant = |attr: &Attribute| attr.name.ns == *ns && *attr.name.local == *local;
        self.read_one(|edited| edited.place_ns(ns, local), is_meant, read)
    }

    fn read_one<O>(
        &self,
        place: impl FnOnce(&Edited) -> Option<usize>,
        is_meant: impl Fn(&Attribute) -> bool,
        read: impl FnOnce(&StrTendril) -> O,
    ) -> Option<O> {
        let attributes = self.attributes.take();
        let few = attributes.len() <= MANY;
        if few && !attributes.is_empty() {
            let found = attributes.iter().find(|attr| is_meant(attr)).map(|attr| read(&attr.value));
            self.attributes.set(attributes);
            return found;
        }
        if !few {
            self.attributes.set(attributes);
            self.edit(|_| ());
        }
        let edited = self.rare.get()?.edited.borrow();
        let edited = edited.as_ref()?;
        edited.slots[place(edited)?].as_ref().map(|attr| read(&attr.value))
    }

    fn read_edited<O>(&self, read: impl FnOnce(&Edited) -> O) -> Option<O> {
        self.rare.get()?.edited.borrow().as_deref().map(read)
    }

    fn edit<O>(&self, edit: impl FnOnce(&mut Edited) -> O) -> O {
        let mut edited = self.rare().edited.borrow_mut();
        edit(edited.get_or_insert_with(|| Box::new(Edited::of(&self.attributes.take()))))
    }

    /// Returns how many attributes there are.
    pub fn attribute_count(&self) -> usize {
        if let Some(live) = self.read_edited(|edited| edited.live) {
            return live;
        }
        let attributes = self.attributes.take();
        let count = attributes.len();
        self.attributes.set(attributes);
        count
    }

    pub(crate) fn set_qualified(&self, name: &str, value: StrTendril) {
        self.edit(|edited| {
            edited.set(edited.place_qualified(name), || QualName::new(None, ns!(), LocalName::from(name)), value);
        });
    }

    pub(crate) fn set_ns(&self, name: QualName, value: StrTendril) {
        self.edit(|edited| edited.set(edited.place_ns(&name.ns, &name.local), || name, value));
    }

    pub(crate) fn remove_qualified(&self, name: &str) -> bool {
        self.read_attribute(name, |_| ()).is_some()
            && self.edit(|edited| edited.remove(edited.place_qualified(name))).is_some()
    }

    pub(crate) fn remove_ns(&self, ns: &Namespace, local: &str) -> bool {
        self.read_attribute_ns(ns, local, |_| ()).is_some()
            && self.edit(|edited| edited.remove(edited.place_ns(ns, local))).is_some()
    }

    /// Adds the attributes whose names it has not yet.
    pub(crate) fn add_missing(&self, more: Vec<Attribute>) {
        if more.is_empty() {
            return;
        }
        self.edit(|edited| {
            for attr in more {
                if edited.place_ns(&attr.name.ns, &attr.name.local).is_none() {
                    edited.push(attr);
                }
            }
        });
    }

    pub(crate) fn set_contents(&self, contents: Strong<Inner>) {
        let _ = self.rare().contents.0.set(contents);
    }

    /// The contents of a `<template>`.
    pub(crate) fn contents(&self) -> Option<&Strong<Inner>> {
        self.rare.get()?.contents.0.get()
    }

    pub(crate) fn set_scripting(&self) {
        self.rare().scripting.set(true);
    }

    pub(crate) fn scripting(&self) -> bool {
        self.rare.get().is_some_and(|rare| rare.scripting.get())
    }

    pub(crate) fn set_mathml_integration_point(&self) {
        self.rare().is_mathml_integration_point.set(true);
    }

    pub(crate) fn is_mathml_integration_point(&self) -> bool {
        self.rare.get().is_some_and(|rare| rare.is_mathml_integration_point.get())
    }

    /// Returns the form that this control belongs to, as the parser found it.
    pub fn form_owner(&self) -> Option<Node> {
        let rare = self.rare.get()?;
        let form = rare.form.take();
        let owner = form.upgrade();
        rare.form.set(form);
        owner.map(Node)
    }

    /// The same, without a count.
    pub(crate) fn form_owner_in<'r>(&self, session: &'r ReadSession) -> Option<NodeRef<'r>> {
        let rare = self.rare.get()?;
        let form = rare.form.take();
        let owner = session.upgrade(&form);
        rare.form.set(form);
        owner.map(NodeRef)
    }

    pub(crate) fn set_form_owner(&self, form: &Node) {
        self.rare().form.set(Strong::downgrade(&form.0));
    }
}
