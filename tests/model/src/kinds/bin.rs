//! Two edges to one type in one relation.

use super::prelude::*;

node! {
    /// Two edges to one type in one relation.
    #[derive(Serialize, Deserialize)]
    #[graph(clone, eq, hash, serde(outside = null))]
    Bin {
        #[weak(on_drop = Bin::orphaned)]
        up: Parent<Bin>,
        #[strong]
        left: Child<Bin>,
        #[strong]
        right: Child<Bin>,
        #[weak(on_drop = Bin::cell_lost)]
        cell: WeakCell<Bin>,
    }
}

hooks!(Bin: orphaned => Orphan, cell_lost => CellLost);

kind! {
    Bin = Bin {
        far: Bin,
        spec: Spec {
            edges: &[Edge::one(Kind::Bin, 0), Edge::one(Kind::Bin, 0)],
            parents: &[true],
            hooked: false,
            drops: false,
            cell: Some(true),
            list: None,
        },
        edges(n): [&n.left, &n.right],
        parents(n): [n.up(), n.detach_from_up()],
        this(n): Some(n.handle()),
        cell(n): &n.cell,
        gut(me, new, mask): swap!(me, new, mask: left right up cell),
        also: [read, value, record],
        relations: [()],
        own(node, n, other): own(node, n, other),
    }
}

/// What the derive writes for an edge to one.
fn own(node: &Strong<Bin>, n: u8, other: &Strong<Bin>) {
    match n % 6 {
        0 => drop(node.try_set_left(Late(other.clone()))),
        1 => drop(node.try_set_right(other)),
        2 => drop(hostile::may_refuse(|| node.set_left(Late(other.clone())))),
        3 => drop(hostile::may_refuse(|| node.set_right(other))),
        4 => drop(node.take_left()),
        _ => drop((node.left(), node.take_right())),
    }
}
