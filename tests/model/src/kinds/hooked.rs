//! A tree of one type with every hook there is.

use super::prelude::*;

node! {
    /// A tree of one type with every hook there is.
    #[derive(Serialize, Deserialize)]
    #[graph(on_drop = Hooked::on_drop, clone, eq, hash, serde(outside = null), proxy)]
    Hooked {
        #[weak(on_drop = Hooked::orphaned)]
        parent: Parent<Hooked>,
        #[strong]
        pub(crate) children: Children<Hooked>,
        #[weak(on_drop = Hooked::cell_lost)]
        pub(crate) cell: WeakCell<Hooked>,
        #[weak(on_drop = Hooked::link_lost, item = list)]
        pub(crate) list: WeakList<Hooked>,
        #[strong]
        styles: RefCell<Vec<Strong<Style>>>,
    }
}

hooks!(Hooked: on_drop => Hook, orphaned => Orphan, cell_lost => CellLost, link_lost => LinkLost);
drops!(Hooked);

kind! {
    Hooked = Hooked {
        far: Hooked,
        spec: Spec { edges: &[Edge::many(Kind::Hooked, 0)], parents: &[true], hooked: true, drops: true, cell: Some(true), list: Some(true) },
        edges(n): [&n.children],
        parents(n): [n.parent(), n.detach_from_parent()],
        this(n): Some(n.handle()),
        cell(n): &n.cell, list(n): &n.list, styles(n): &n.styles,
        gut(me, new, mask): swap!(me, new, mask: children parent cell list styles),
        also: [tree, read, read_tree, value, record],
        relations: [()],
        own(node, n, other): own(node, n, other),
    }
}

/// What the derive writes for this type: accessors, and those of its proxy.
fn own(node: &Strong<Hooked>, n: u8, other: &Strong<Hooked>) {
    let proxy = reach!(Proxy::new(node));
    hostile::in_closure();
    match n % 12 {
        0 => drop(node.try_add_child(Late(other.clone()))),
        1 => drop(hostile::may_refuse(|| node.add_child(Late(other.clone())))),
        2 => drop(hostile::may_refuse(|| proxy.add_child(Late(other.clone())))),
        3 => drop(proxy.try_add_child(Late(other.clone()))),
        4 => drop((proxy.children(), proxy.parent())),
        5 => {
            proxy.set_cell(other).ok();
            hostile::in_closure();
            drop(proxy.cell());
        }
        6 => {
            proxy.add_list(other).ok();
            proxy.clear_cell().ok();
        }
        7 => drop((proxy.remove_child(other), proxy.detach_from_parent())),
        8 => drop(proxy.list()),
        9 => drop(proxy.remove_list(other)),
        10 => {
            node.set_cell(other);
            node.add_list(other);
            node.remove_list(other);
        }
        _ => drop(reach!(Proxy::get(&proxy))),
    }
}
