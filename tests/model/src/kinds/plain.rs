//! A tree of one type without hooks or `Drop`.

use super::prelude::*;

node! {
    /// A tree of one type without hooks or `Drop`.
    #[derive(Serialize, Deserialize)]
    #[graph(clone, eq, hash, serde(outside = null))]
    Plain {
        #[weak]
        parent: Parent<Plain>,
        #[strong]
        children: Children<Plain>,
        #[weak]
        cell: WeakCell<Plain>,
        #[weak(item = list)]
        list: WeakList<Plain>,
        #[strong]
        styles: RefCell<Vec<Strong<Style>>>,
    }
}

kind! {
    Plain = Plain {
        far: Plain,
        spec: Spec { edges: &[Edge::many(Kind::Plain, 0)], parents: &[false], hooked: false, drops: false, cell: Some(false), list: Some(false) },
        edges(n): [&n.children],
        parents(n): [n.parent(), n.detach_from_parent()],
        this(n): Some(n.handle()),
        cell(n): &n.cell, list(n): &n.list, styles(n): &n.styles,
        gut(me, new, mask): swap!(me, new, mask: children parent cell list styles),
        also: [tree, read, read_tree, value, record],
        relations: [()],
    }
}
