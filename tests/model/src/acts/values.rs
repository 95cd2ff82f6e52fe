//! A node with what it owns as a value: copied, compared, hashed, written and read, drawn; and seen as a whole. The
//! fields are user code, which edits the graph at each of them.

use std::hash::{DefaultHasher, Hasher};

use serde::Serialize;
use serde::de::DeserializeOwned;
use weakgraph::serde::{Document, Record};
use weakgraph::{DeepClone, EdgeKind, NodeInfo, Snapshot, Strong, TreeEq, TreeHash};

use super::{Act, Args};
use crate::hostile::{in_closure, may_copy, store};
use crate::kinds::{Also, Any, Node, RecordFn, ValueFn};

pub(super) const ACTS: &[Act] = &[copy, compare, document, simple, snapshot, picture];

struct Copy;

impl ValueFn for Copy {
    type Out = Any;
    fn call<T: Node + DeepClone + TreeEq + TreeHash>(self, node: &Strong<T>) -> Any {
        if node.id().is_multiple_of(2) {
            return Node::wrap(reach!(deep_clone(node)));
        }
        let other = node.clone();
        let copies = reach!(deep_clone_all([node, &other]));
        assert!(copies[0] == copies[1]);
        drop(other);
        in_closure();
        Node::wrap(copies[0].clone())
    }
}

fn copy(args: Args) -> Option<()> {
    let any = args.node(|kind| kind.also(Also::value)).filter(|_| may_copy())?;
    let copy = each!(Any, &any, node => Node::with_value(node, Copy))?;
    // What it was copied from may be dropped with this handle, and panic.
    store(args.n, copy);
    Some(())
}

struct Compare<'a>(&'a Any);

impl ValueFn for Compare<'_> {
    type Out = Option<()>;
    fn call<T: Node + DeepClone + TreeEq + TreeHash>(self, node: &Strong<T>) -> Option<()> {
        let other = T::unwrap(self.0)?;
        let _ = reach!(tree_eq(node, other));
        in_closure();
        let mut state = DefaultHasher::new();
        reach!(tree_hash(node, &mut state));
        let _ = state.finish();
        Some(())
    }
}

fn compare(args: Args) -> Option<()> {
    let any = args.node(|kind| kind.also(Also::value))?;
    let other = args.another(&any)?;
    each!(Any, &any, node => Node::with_value(node, Compare(&other)))?
}

struct Flat;

impl RecordFn for Flat {
    type Out = Option<Any>;
    fn call<T: Node + Record + Serialize + DeserializeOwned>(self, node: &Strong<T>) -> Option<Any> {
        let text = serde_json::to_string(&Document(node.clone())).ok()?;
        in_closure();
        let read = serde_json::from_str::<Document<T>>(&text);
        read.ok().map(|document| Node::wrap(document.0))
    }
}

fn document(args: Args) -> Option<()> {
    let any = args.node(|kind| kind.also(Also::record)).filter(|_| may_copy())?;
    if let Some(styles) = any.get().shared() {
        let targets = reach!(serde::SharedEdge::targets(styles));
        in_closure();
        let same: Option<crate::kinds::Styles> = reach!(serde::SharedEdge::from_targets(targets?));
        assert!(same.is_some());
    }
    let read = each!(Any, &any, node => Node::with_record(node, Flat))?;
    store(args.n, read?);
    Some(())
}

struct Simple;

impl RecordFn for Simple {
    type Out = Option<Any>;
    fn call<T: Node + Record + Serialize + DeserializeOwned>(self, node: &Strong<T>) -> Option<Any> {
        let text = serde_json::to_string(node).ok()?;
        in_closure();
        let read = serde_json::from_str::<Strong<T>>(&text);
        read.ok().map(Node::wrap)
    }
}

fn simple(args: Args) -> Option<()> {
    let any = args.node(|kind| kind.also(Also::record)).filter(|_| may_copy())?;
    let read = each!(Any, &any, node => Node::with_record(node, Simple))?;
    store(args.n, read?);
    Some(())
}

/// Looks at a whole graph; gives how many nodes it has.
fn look<T: Node>(node: &Strong<T>) -> usize {
    let snapshot = reach!(Snapshot::of(node));
    in_closure();
    let len = reach!(Snapshot::len(&snapshot));
    assert!(!reach!(Snapshot::is_empty(&snapshot)) && reach!(Snapshot::inside(&snapshot)) <= len);
    for (number, info) in reach!(Snapshot::nodes(&snapshot)).enumerate() {
        assert_eq!(reach!(NodeInfo::number(&info)), number);
        assert_eq!(reach!(Snapshot::number_of(&snapshot, reach!(NodeInfo::id(&info)))), Some(number));
        assert_eq!(reach!(NodeInfo::is_inside(&info)), number < reach!(Snapshot::inside(&snapshot)));
        assert!(reach!(NodeInfo::depth(&info)) <= len && !reach!(NodeInfo::type_name(&info)).is_empty());
        assert!(!reach!(NodeInfo::label(&info)).is_empty());
        let count = reach!(NodeInfo::strong_count(&info));
        assert!(reach!(NodeInfo::unexplained(&info)) <= count && reach!(NodeInfo::bytes(&info)) >= 16);
        let referrers = reach!(Snapshot::referrers(&snapshot, info));
        for edge in referrers {
            assert!(edge.to() == Some(number) && reach!(NodeEdge::from(&edge)) < reach!(Snapshot::inside(&snapshot)));
        }
        let path = reach!(Snapshot::path_to(&snapshot, info));
        assert_eq!(path.is_some(), info.is_inside());
        assert!(path.is_none_or(|path| reach!(Path::edges(&path)).len() == info.depth()));
        let retained = reach!(Snapshot::retained(&snapshot, info));
        assert!(retained.is_none_or(|it| it.nodes >= 1 && it.nodes <= len));
        for edge in reach!(NodeInfo::edges(&info)) {
            let kind = reach!(NodeEdge::edge(&edge)).kind;
            assert!(reach!(NodeEdge::to(&edge)).is_none_or(|to| to < len));
            assert_eq!(reach!(EdgeKind::is_strong(kind)), matches!(kind, EdgeKind::Owning | EdgeKind::Shared));
        }
        in_closure();
    }
    assert_eq!(reach!(NodeInfo::id(&reach!(Snapshot::node(&snapshot, 0)))), reach!(NodeId::of(node)));
    in_closure();
    // A type without an edge that could know has no way to find it.
    if let Some(found) = reach!(Strong::try_of(&**node)) {
        assert!(found == *node && reach!(Strong::of(&**node)) == *node);
    }
    assert!(reach!(Snapshot::unexplained(&snapshot)).all(|it| it.is_inside()));
    let again: Strong<T> = reach!(IntoNode::into_node(node));
    let later = Snapshot::of(&again);
    let diff = reach!(Snapshot::diff(&later, &snapshot));
    assert_eq!(reach!(Diff::is_empty(&diff)), reach!(Diff::types(&diff)).is_empty());
    drop((later, again));
    reach!(Graph::edges(&**node)).len().min(len)
}

fn snapshot(args: Args) -> Option<()> {
    let any = args.node(|_| true)?;
    each!(Any, &any, node => look(node));
    Some(())
}

/// Whether a picture is to show this node, says user code.
fn keep(info: NodeInfo<'_>) -> bool {
    in_closure();
    !info.label().is_empty()
}

fn draw<T: Node>(node: Strong<T>, n: u8) {
    let few = usize::from(n / 16);
    match n % 6 {
        0 => {
            let text = reach!(show::Text::outside_handles(reach!(show::text(&node))));
            drop(node);
            in_closure();
            drop(text.to_string());
        }
        1 => {
            drop(reach!(show::Text::width(reach!(show::Text::depth(reach!(show::text(&node)), few)), few)).to_string())
        }
        2 => {
            let dot = reach!(show::Dot::filter(reach!(show::dot(&node)), keep));
            let dot = reach!(show::Dot::outside_handles(dot));
            drop(node);
            in_closure();
            drop(reach!(show::Dot::without(dot, EdgeKind::Weak)).to_string());
        }
        3 => drop(reach!(show::Dot::nodes(reach!(show::Dot::depth(reach!(show::dot(&node)), few)), few)).to_string()),
        4 => {
            let svg = reach!(show::Svg::filter(reach!(show::svg(&node)), keep));
            let svg = reach!(show::Svg::outside_handles(svg));
            drop(node);
            in_closure();
            drop(reach!(show::Svg::without(reach!(show::Svg::with(svg, EdgeKind::Back)), EdgeKind::Weak)).to_string());
        }
        _ => drop(reach!(show::Svg::nodes(reach!(show::Svg::depth(reach!(show::svg(&node)), few)), few)).to_string()),
    }
}

fn picture(args: Args) -> Option<()> {
    each!(Any, args.node(|_| true)?, node => draw(node, args.n));
    Some(())
}
