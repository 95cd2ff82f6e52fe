//! Reading a [`Document`](super::Document): first all records, then the nodes, those that are shared before who shares
//! them, and then the edges.

use core::any::{Any, TypeId};
use core::fmt;
use core::marker::PhantomData;
use std::collections::HashMap;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};

use super::record::{Built, Expect, LinkFn, Number, Numbers, Record, SharedEdge, Type, Wanted};
use crate::core::panics::dropping;
use crate::core::traits::HasParent;
use crate::{Child, Children, EdgeKind, Strong, WeakCell, WeakList};

impl Type {
    fn of<T: Record>() -> Type {
        Type {
            id: TypeId::of::<T>(),
            name: T::NAME,
            read: |deserializer| Ok(Box::new(erased_serde::deserialize::<T::__In>(deserializer)?)),
            expect: |read, see| {
                if let Some(read) = read.downcast_ref() {
                    T::__expect(read, see);
                }
            },
            build: |read, nodes| {
                let read = read.downcast().map_err(|_| "it was read as another type")?;
                Ok(Box::new(Strong::new(T::__build(*read, nodes)?)))
            },
        }
    }
}

fn cast<T: Record>(node: &dyn Any) -> Result<&Strong<T>, String> {
    node.downcast_ref().ok_or_else(|| format!("it is no `{}`", T::NAME))
}

fn own<C: Record + HasParent<R>, R>(edge: &Children<C, R>, child: &Strong<C>) -> Result<(), String> {
    if child.__link().parent().is_some() {
        return Err("it has two parents".to_owned());
    }
    edge.append(child).map(drop).map_err(|error| error.to_string())
}

impl Expect<'_> {
    fn want<T: Record>(&mut self, field: &'static str, kind: EdgeKind, to: Vec<u64>, link: Option<LinkFn>) {
        if to.is_empty() {
            return;
        }
        let wanted = Type::of::<T>();
        if kind != EdgeKind::Weak {
            for &number in &to {
                self.types.entry(number).or_insert(wanted);
            }
        }
        self.edges.push(Wanted { from: self.from, field, kind, to, id: wanted.id, name: wanted.name, link });
    }

    pub fn children<T: Record, C: Record + HasParent<R>, R: 'static>(
        &mut self,
        field: &'static str,
        to: &Numbers,
        edge: fn(&T) -> &Children<C, R>,
    ) {
        let link: LinkFn = Box::new(move |parent, child| own(edge(cast::<T>(parent)?), cast::<C>(child)?));
        self.want::<C>(field, EdgeKind::Owning, to.0.clone(), Some(link));
    }

    pub fn child<T: Record, C: Record + HasParent<R>, R: 'static>(
        &mut self,
        field: &'static str,
        to: &Number,
        edge: fn(&T) -> &Child<C, R>,
    ) {
        let link: LinkFn = Box::new(move |parent, child| own(edge(cast::<T>(parent)?).as_list(), cast::<C>(child)?));
        self.want::<C>(field, EdgeKind::Owning, to.0.into_iter().collect(), Some(link));
    }

    pub fn weak_cell<T: Record, X: Record>(&mut self, field: &'static str, to: &Number, edge: fn(&T) -> &WeakCell<X>) {
        let link: LinkFn = Box::new(move |from, to| {
            edge(cast::<T>(from)?).set(cast::<X>(to)?);
            Ok(())
        });
        self.want::<X>(field, EdgeKind::Weak, to.0.into_iter().collect(), Some(link));
    }

    pub fn weak_list<T: Record, X: Record>(&mut self, field: &'static str, to: &Numbers, edge: fn(&T) -> &WeakList<X>) {
        let link: LinkFn = Box::new(move |from, to| {
            edge(cast::<T>(from)?).add(cast::<X>(to)?);
            Ok(())
        });
        self.want::<X>(field, EdgeKind::Weak, to.0.clone(), Some(link));
    }

    pub fn one<X: Record>(&mut self, field: &'static str, to: &Number) {
        self.want::<X>(field, EdgeKind::Shared, to.0.into_iter().collect(), None);
    }

    pub fn shared<X: SharedEdge>(&mut self, field: &'static str, to: &Numbers) {
        self.want::<X::Target>(field, EdgeKind::Shared, to.0.clone(), None);
    }
}

impl Built {
    fn get(&self, number: u64) -> Option<&dyn Any> {
        usize::try_from(number).ok().and_then(|number| self.0.get(number)).and_then(Option::as_deref)
    }

    fn node<T: Record>(&self, number: u64) -> Result<Strong<T>, String> {
        let node = self.get(number).ok_or_else(|| format!("there is no node {number}"))?;
        cast::<T>(node).cloned()
    }

    pub fn one<T: Record>(&self, field: &str, to: Number) -> Result<Strong<T>, String> {
        let number = to.0.ok_or_else(|| format!("field `{field}`: a shared edge has a target"))?;
        self.node(number)
    }

    pub fn shared<X: SharedEdge>(&self, field: &str, to: &Numbers) -> Result<X, String> {
        let targets = to.0.iter().map(|&number| self.node(number)).collect::<Result<_, _>>()?;
        X::from_targets(targets).ok_or_else(|| format!("field `{field}`: it does not hold {} targets", to.0.len()))
    }
}

/// Reads one record.
struct Seed(Type);

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Box<dyn Any>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Box<dyn Any>, D::Error> {
        (self.0.read)(&mut <dyn erased_serde::Deserializer<'_>>::erase(deserializer)).map_err(D::Error::custom)
    }
}

/// Any record, where none was expected.
struct Surplus;

impl<'de> DeserializeSeed<'de> for Surplus {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, _: D) -> Result<(), D::Error> {
        Err(D::Error::custom("no node before it owns or shares it"))
    }
}

/// Reads the sequence of the nodes, of which those of these numbers are the roots.
struct Nodes<T> {
    roots: Vec<u64>,
    of: PhantomData<T>,
}

impl<'de, T: Record> Visitor<'de> for Nodes<T> {
    type Value = Vec<Strong<T>>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.roots.first() {
            Some(0) => write!(f, "a sequence of nodes, the first of them a `{}`", T::NAME),
            _ => f.write_str("a sequence of nodes"),
        }
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Strong<T>>, A::Error> {
        let (mut records, mut edges) = (Vec::new(), Vec::new());
        let root = Type::of::<T>();
        let types = self.roots.iter().map(|&number| (number, root)).collect();
        let read = read_all(types, &mut seq, &mut records, &mut edges);
        let (mut records, mut nodes) = (records.into_iter().map(Some).collect::<Vec<_>>(), Built(Vec::new()));
        let roots = read.and_then(|()| {
            build(&self.roots, &mut records, &mut edges, &mut nodes).map_err(A::Error::custom)?;
            self.roots.iter().map(|&root| nodes.node(root)).collect::<Result<_, _>>().map_err(A::Error::custom)
        });
        dropping((seq, records, edges, nodes), roots)
    }
}

impl<'de, T: Record> DeserializeSeed<'de> for Nodes<T> {
    type Value = Vec<Strong<T>>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<Strong<T>>, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

/// Reads the sequence of the nodes, the first of which is the root.
pub(super) fn read_one<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<Strong<T>, D::Error> {
    let mut roots = Nodes { roots: vec![0], of: PhantomData }.deserialize(deserializer)?;
    roots.pop().ok_or_else(|| D::Error::custom("node 0, the root, is missing"))
}

/// Reads the numbers of the roots, and the sequence of the nodes.
pub(super) fn read_all_roots<'de, T: Record, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Strong<T>>, D::Error> {
    struct Pair<T>(PhantomData<T>);
    impl<'de, T: Record> Visitor<'de> for Pair<T> {
        type Value = Vec<Strong<T>>;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "the numbers of the roots, which are `{}`, and a sequence of nodes", T::NAME)
        }
        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<Strong<T>>, A::Error> {
            let roots: Option<Vec<u64>> = seq.next_element()?;
            let roots = roots.ok_or_else(|| A::Error::invalid_length(0, &self))?;
            let nodes = seq.next_element_seed(Nodes { roots, of: PhantomData })?;
            nodes.ok_or_else(|| A::Error::invalid_length(1, &self))
        }
    }
    deserializer.deserialize_tuple(2, Pair(PhantomData))
}

/// Reads records, with the edges that they have, until there is none left.
fn read_all<'de, A: SeqAccess<'de>>(
    mut types: HashMap<u64, Type>,
    seq: &mut A,
    records: &mut Vec<(Box<dyn Any>, Type)>,
    edges: &mut Vec<Wanted>,
) -> Result<(), A::Error> {
    loop {
        let number = records.len() as u64;
        let at = |error: A::Error| A::Error::custom(format!("node {number}: {error}"));
        let Some(&ty) = types.get(&number) else {
            return seq.next_element_seed(Surplus).map(drop).map_err(at);
        };
        let Some(record) = seq.next_element_seed(Seed(ty)).map_err(at)? else { return Ok(()) };
        (ty.expect)(&*record, &mut Expect { from: number, types: &mut types, edges });
        records.push((record, ty));
    }
}

/// Makes the nodes of the records and links them. What it leaves, the caller drops.
fn build(
    roots: &[u64],
    records: &mut [Option<(Box<dyn Any>, Type)>],
    edges: &mut [Wanted],
    nodes: &mut Built,
) -> Result<(), String> {
    let len = records.len();
    if let Some(root) = roots.iter().find(|&&root| root >= len as u64) {
        return Err(format!("node {root}, {} root, is missing", if roots.len() == 1 { "the" } else { "a" }));
    }
    let index = |number: u64| usize::try_from(number).ok().filter(|&it| it < len);
    let types: Vec<Option<Type>> = records.iter().map(|record| record.as_ref().map(|record| record.1)).collect();
    for edge in edges.iter() {
        let at = || format!("node {}, field `{}`", edge.from, edge.field);
        for &to in &edge.to {
            let Some(found) = index(to).and_then(|to| types[to]) else {
                return Err(format!("{}: there is no node {to}", at()));
            };
            if found.id != edge.id {
                return Err(format!(
                    "{}: node {to} is a `{}`, and this edge leads to a `{}`",
                    at(),
                    found.name,
                    edge.name
                ));
            }
        }
    }
    // Those that are shared first.
    let shared =
        order(len, edges, EdgeKind::Shared).map_err(|node| format!("node {node} shares itself, over other nodes"))?;
    nodes.0 = (0..len).map(|_| None).collect();
    for number in shared.into_iter().rev() {
        let Some((record, ty)) = records[number].take() else { unreachable!("a node is built once") };
        nodes.0[number] = Some((ty.build)(record, nodes).map_err(|why| format!("node {number}: {why}"))?);
    }
    // Parents first: then a child owns nothing when it is linked, and the check for cycles has nothing to do.
    let owning =
        order(len, edges, EdgeKind::Owning).map_err(|node| format!("node {node} owns itself, over other nodes"))?;
    let mut rank = vec![0; len];
    owning.into_iter().enumerate().for_each(|(at, number)| rank[number] = at);
    edges.sort_by_key(|edge| (edge.kind == EdgeKind::Weak, index(edge.from).map(|from| rank[from])));
    for edge in edges.iter() {
        let Some(link) = &edge.link else { continue };
        for &to in &edge.to {
            let ends = nodes.get(edge.from).zip(nodes.get(to));
            let linked = ends.map_or_else(|| Err("it is missing".to_owned()), |(from, to)| link(from, to));
            linked.map_err(|why| format!("node {}, field `{}`: node {to}: {why}", edge.from, edge.field))?;
        }
    }
    Ok(())
}

/// The nodes so that each comes after those that have an edge of this kind to it; or one that leads back to itself.
fn order(len: usize, edges: &[Wanted], kind: EdgeKind) -> Result<Vec<usize>, usize> {
    let index = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let mut targets: Vec<Vec<usize>> = vec![Vec::new(); len];
    let mut before = vec![0_usize; len];
    for edge in edges.iter().filter(|edge| edge.kind == kind) {
        for &to in &edge.to {
            targets[index(edge.from)].push(index(to));
            before[index(to)] += 1;
        }
    }
    let mut order: Vec<usize> = (0..len).filter(|&node| before[node] == 0).collect();
    let mut next = 0;
    while let Some(&node) = order.get(next) {
        next += 1;
        for &target in &targets[node] {
            before[target] -= 1;
            if before[target] == 0 {
                order.push(target);
            }
        }
    }
    if order.len() == len {
        return Ok(order);
    }
    // Only nodes of a cycle, and those behind one, are left: a way back over them ends in one.
    let left = |node: &usize| before[*node] > 0;
    let mut from = vec![0; len];
    for node in (0..len).filter(left) {
        targets[node].iter().filter(|it| left(it)).for_each(|&target| from[target] = node);
    }
    let mut node = (0..len).find(left).unwrap_or(0);
    (0..len).for_each(|_| node = from[node]);
    Err(node)
}
