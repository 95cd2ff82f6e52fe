//! Writing a [`Document`](super::Document).

use std::rc::Rc;

use serde::ser::{Error, Serialize, SerializeSeq as _, Serializer};

use super::record::{Discover, Number, Numbered, Numbers, Record, SharedEdge};
use crate::core::panics::dropping;
use crate::core::traits::HasParent;
use crate::inspect::discover::Found;
use crate::{Child, Children, Graph, NodeId, Strong, WeakCell, WeakList};

impl Discover {
    fn add<T: Record>(&mut self, node: Strong<T>) {
        self.found.add(NodeId::of(&node), || Rc::new(node));
    }

    pub fn children<C: Record + HasParent<R>, R>(&mut self, edge: &Children<C, R>) {
        edge.iter().for_each(|child| self.add(child));
    }

    pub fn child<C: Record + HasParent<R>, R>(&mut self, edge: &Child<C, R>) {
        self.children(edge.as_list());
    }

    pub fn shared<X: SharedEdge>(&mut self, field: &str, edge: &X) -> Result<(), String> {
        let targets = edge.targets().ok_or_else(|| format!("field `{field}` is borrowed"))?;
        targets.into_iter().for_each(|target| self.add(target));
        Ok(())
    }
}

impl Numbered {
    fn known<T>(&self, node: &Strong<T>) -> Result<u64, String> {
        let changed = || "the graph was edited while it was written".to_owned();
        self.0.number_of(NodeId::of(node)).map(|number| number as u64).ok_or_else(changed)
    }

    pub fn children<C: HasParent<R>, R>(&self, edge: &Children<C, R>) -> Result<Numbers, String> {
        edge.iter().map(|child| self.known(&child)).collect::<Result<_, _>>().map(Numbers)
    }

    pub fn child<C: HasParent<R>, R>(&self, edge: &Child<C, R>) -> Result<Number, String> {
        edge.get().map(|child| self.known(&child)).transpose().map(Number)
    }

    /// A weak link that leads out of the document is none, if that is said to be right.
    fn linked<T: Graph>(&self, target: &Strong<T>, field: &str, may_leave: bool) -> Result<Option<u64>, String> {
        match self.0.number_of(NodeId::of(target)) {
            Some(number) => Ok(Some(number as u64)),
            None if may_leave => Ok(None),
            None => Err(format!(
                "field `{field}` leads to a `{}` outside of the document, which no root of it keeps alive: write that one, too \
                 (see `Forest`), clear the link, or put `#[graph(serde(outside = null))]` on the type with the field",
                T::NAME
            )),
        }
    }

    pub fn weak_cell<T: Graph>(&self, edge: &WeakCell<T>, field: &str, may_leave: bool) -> Result<Number, String> {
        let Some(target) = edge.get() else { return Ok(Number(None)) };
        let number = self.linked(&target, field, may_leave).map(Number);
        dropping(target, number)
    }

    pub fn weak_list<T: Graph>(&self, edge: &WeakList<T>, field: &str, may_leave: bool) -> Result<Numbers, String> {
        let targets: Vec<_> = edge.iter().collect();
        let mut numbers = Vec::with_capacity(targets.len());
        let mut linked = Ok(());
        for target in &targets {
            match self.linked(target, field, may_leave) {
                Ok(number) => numbers.extend(number),
                Err(error) => {
                    linked = Err(error);
                    break;
                }
            }
        }
        dropping(targets, linked.map(|()| Numbers(numbers)))
    }

    pub fn one<T>(&self, edge: &Strong<T>) -> Result<Number, String> {
        self.known(edge).map(|number| Number(Some(number)))
    }

    pub fn shared<X: SharedEdge>(&self, edge: &X) -> Result<Numbers, String> {
        let targets = edge.targets().ok_or("an edge is borrowed")?;
        let numbers = targets.iter().map(|target| self.known(target)).collect::<Result<_, _>>().map(Numbers);
        dropping(targets, numbers)
    }
}

/// As the sequence of the nodes.
impl Serialize for Numbered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let nodes = self.0.nodes();
        let mut seq = serializer.serialize_seq(Some(nodes.len()))?;
        for (number, node) in nodes.iter().enumerate() {
            let record = node.out(self).map_err(|why| S::Error::custom(format!("node {number}: {why}")))?;
            seq.serialize_element(&*record)?;
        }
        seq.end()
    }
}

/// Writes one root as the sequence of the nodes.
pub(super) fn write_one<T: Record, S: Serializer>(root: &Strong<T>, serializer: S) -> Result<S::Ok, S::Error> {
    let (found, numbers) = discover_all(std::slice::from_ref(root));
    let written = numbers.map_err(S::Error::custom).and_then(|_| found.serialize(serializer));
    dropping(found, written)
}

/// Writes several roots as their numbers and the sequence of the nodes.
pub(super) fn write_all<T: Record, S: Serializer>(roots: &[Strong<T>], serializer: S) -> Result<S::Ok, S::Error> {
    let (found, numbers) = discover_all(roots);
    let written = numbers.map_err(S::Error::custom).and_then(|numbers| (numbers, &found).serialize(serializer));
    dropping(found, written)
}

/// Returns what the roots keep alive, and their numbers, or why not all of it could be found.
fn discover_all<T: Record>(roots: &[Strong<T>]) -> (Numbered, Result<Vec<u64>, String>) {
    let mut discover = Discover { found: Found::empty() };
    roots.iter().for_each(|root| discover.add(root.clone()));
    let mut discovered = Ok(());
    while let Some(next) = discover.found.next() {
        let node = discover.found.nodes()[next].clone();
        if let Err(why) = node.discover(&mut discover) {
            discovered = Err(format!("node {next}: {why}"));
            break;
        }
    }
    let found = Numbered(discover.found);
    let numbers = discovered.and_then(|()| roots.iter().map(|root| found.known(root)).collect());
    (found, numbers)
}
