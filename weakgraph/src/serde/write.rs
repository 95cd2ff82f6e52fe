//! Writing a [`Document`](super::Document).

use std::rc::Rc;

use serde::ser::{Error, SerializeSeq as _, Serializer};

use super::record::{Discover, Number, Numbered, Numbers, Record, SharedEdge, Written};
use crate::core::panics::dropping;
use crate::core::traits::HasParent;
use crate::inspect::discover::Found;
use crate::{Child, Children, NodeId, Strong, WeakCell, WeakList};

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

    pub fn weak_cell<T>(&self, edge: &WeakCell<T>) -> Result<Number, String> {
        Ok(Number(edge.get().and_then(|target| self.known(&target).ok())))
    }

    pub fn weak_list<T>(&self, edge: &WeakList<T>) -> Result<Numbers, String> {
        Ok(Numbers(edge.iter().filter_map(|target| self.known(&target).ok()).collect()))
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

pub(super) fn write<T: Record, S: Serializer>(root: &Strong<T>, serializer: S) -> Result<S::Ok, S::Error> {
    let found = Found::from(NodeId::of(root), Rc::new(root.clone()) as Rc<dyn Written>);
    let mut discover = Discover { found };
    let discovered = discover_all(&mut discover).map_err(S::Error::custom);
    let numbers = Numbered(discover.found);
    let written = discovered.and_then(|()| {
        let nodes = numbers.0.nodes();
        let mut seq = serializer.serialize_seq(Some(nodes.len()))?;
        for (number, node) in nodes.iter().enumerate() {
            let record = node.out(&numbers).map_err(|why| S::Error::custom(format!("node {number}: {why}")))?;
            seq.serialize_element(&*record)?;
        }
        seq.end()
    });
    dropping(numbers, written)
}

fn discover_all(discover: &mut Discover) -> Result<(), String> {
    while let Some(next) = discover.found.next() {
        let node = discover.found.nodes()[next].clone();
        node.discover(discover).map_err(|why| format!("node {next}: {why}"))?;
    }
    Ok(())
}
