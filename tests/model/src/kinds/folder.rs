//! A type that owns two types, and one that owns nobody.

use super::prelude::*;

node! {
    /// Owns two types.
    #[derive(Serialize, Deserialize)]
    #[graph(clone, eq, hash, serde(outside = null))]
    Folder {
        #[weak]
        folder: Parent<Folder>,
        #[strong]
        folders: Children<Folder>,
        #[strong]
        pages: Children<Page>,
        #[weak(on_drop = Folder::cell_lost)]
        cell: WeakCell<Page>,
        #[weak(item = list)]
        list: WeakList<Page>,
    }
}

node! {
    /// Owns nobody and has nothing but a back-reference.
    #[derive(Serialize, Deserialize)]
    #[graph(on_drop = Page::on_drop, clone, eq, hash, serde(outside = null))]
    Page {
        #[weak(on_drop = Page::orphaned)]
        folder: Parent<Folder>,
    }
}

hooks!(Folder: cell_lost => CellLost);
hooks!(Page: on_drop => Hook, orphaned => Orphan);
drops!(Folder);
drops!(Page);

kind! {
    Folder = Folder {
        far: Page,
        spec: Spec {
            edges: &[Edge::many(Kind::Folder, 0), Edge::many(Kind::Page, 0)],
            parents: &[false],
            hooked: false,
            drops: true,
            cell: Some(true),
            list: Some(false),
        },
        edges(n): [&n.folders, &n.pages],
        parents(n): [n.folder(), n.detach_from_folder()],
        this(n): Some(n.handle()),
        cell(n): &n.cell, list(n): &n.list,
        gut(me, new, mask): swap!(me, new, mask: folders pages folder cell list),
        also: [tree, read, read_tree, value, record],
        relations: [()],
    }
}

kind! {
    Page = Page {
        far: Page,
        spec: Spec { edges: &[], parents: &[true], hooked: true, drops: true, cell: None, list: None },
        edges(_n): [],
        parents(n): [n.folder(), n.detach_from_folder()],
        this(n): Some(n.handle()),
        gut(me, new, mask): swap!(me, new, mask: folder),
        also: [read, value, record],
    }
}
