//! Types that cannot be read in a session, as they may borrow: a generic one with an owner and a member that can be
//! read, and one that does borrow. In a session some of what is dropped together waits, and some does not.

use weakgraph::{ChildOf, ParentOf};

use super::prelude::*;

/// The relation of a [`Loan`] to its shelf.
#[derive(Debug)]
pub struct OnShelf;

/// What the hooks of a [`Loan`] go on with. Not `'static`, so a loan may borrow.
pub trait Extra: Sized
where
    Slip: ChildOf<Loan<Self>, ()>,
    Shelf: ParentOf<Loan<Self>, OnShelf>,
{
    /// In a hook.
    fn in_hook(loan: &Loan<Self>);
    /// In its `Drop`.
    fn in_drop(loan: &mut Loan<Self>);
}

impl Extra for u8 {
    fn in_hook(loan: &Loan<u8>) {
        hostile::in_hook(loan);
    }
    fn in_drop(loan: &mut Loan<u8>) {
        hostile::in_drop(loan);
    }
}

/// Generic, so it is not `Readable`. Owns its own type and one that is.
#[derive(Graph)]
#[graph(on_drop = Loan::on_drop)]
pub struct Loan<T: Extra>
where
    Slip: ChildOf<Loan<T>, ()>,
    Shelf: ParentOf<Loan<T>, OnShelf>,
{
    #[graph(label)]
    token: Token,
    _extra: T,
    #[weak(on_drop = Loan::orphaned)]
    parent: Parent<Loan<T>>,
    #[weak]
    shelf: Parent<Shelf, OnShelf>,
    #[strong]
    loans: Children<Loan<T>>,
    #[strong]
    slips: Children<Slip>,
    #[weak]
    cell: WeakCell<Loan<T>>,
    #[weak(item = list)]
    list: WeakList<Loan<T>>,
    #[strong]
    styles: RefCell<Vec<Strong<Style>>>,
}

impl<T: Extra> Loan<T>
where
    Slip: ChildOf<Loan<T>, ()>,
    Shelf: ParentOf<Loan<T>, OnShelf>,
{
    fn on_drop(&self) {
        events::log(Event::Hook(self.token.id()));
        T::in_hook(self);
    }

    fn orphaned(&self) {
        events::log(Event::Orphan(self.token.id()));
        T::in_hook(self);
    }
}

impl<T: Extra> Drop for Loan<T>
where
    Slip: ChildOf<Loan<T>, ()>,
    Shelf: ParentOf<Loan<T>, OnShelf>,
{
    fn drop(&mut self) {
        events::log(Event::Drop(self.token.id()));
        T::in_drop(self);
    }
}

impl Loan<u8> {
    fn blank(id: u32) -> Loan<u8> {
        Loan {
            token: Token::new(id),
            _extra: 0,
            parent: reach!(Parent::new()),
            shelf: Parent::new(),
            loans: Children::new(),
            slips: Children::new(),
            cell: reach!(WeakCell::new()),
            list: reach!(WeakList::new()),
            styles: RefCell::default(),
        }
    }
}

kind! {
    Loan = Loan<u8> {
        far: Loan<u8>,
        spec: Spec {
            edges: &[Edge::many(Kind::Loan, 0), Edge::many(Kind::Slip, 0)],
            parents: &[true, false],
            hooked: true,
            drops: true,
            cell: Some(false),
            list: Some(false),
        },
        edges(n): [&n.loans, &n.slips],
        parents(n): [n.parent(), n.detach_from_parent(); n.shelf(), n.detach_from_shelf()],
        this(n): Some(n.handle()),
        cell(n): &n.cell, list(n): &n.list, styles(n): &n.styles,
        gut(me, new, mask): swap!(me, new, mask: loans parent cell list styles slips shelf),
        also: [tree],
    }
}

node! {
    /// Can be read, and is owned by what cannot.
    #[derive(Serialize, Deserialize)]
    #[graph(clone, eq, hash, serde)]
    Slip {
        #[weak(unowned, on_drop = Slip::orphaned)]
        loan: Parent<Loan<u8>>,
        #[weak(unowned)]
        cell: WeakCell<Slip>,
    }
}

hooks!(Slip: orphaned => Orphan);
drops!(Slip);

kind! {
    Slip = Slip {
        far: Slip,
        spec: Spec { edges: &[], parents: &[true], hooked: false, drops: true, cell: Some(false), list: None },
        edges(_n): [],
        parents(n): [Parent::get(&n.loan), n.detach_from_loan()],
        this(n): Some(n.handle()),
        cell(n): &n.cell,
        gut(me, new, mask): swap!(me, new, mask: loan cell),
        also: [read, value, record],
        own(node, n, other): own(node, n, other),
    }
}

/// The accessors of `unowned`: the handle itself, or a panic that names the field.
fn own(node: &Strong<Slip>, n: u8, other: &Strong<Slip>) {
    match n % 3 {
        0 => {
            let found = hostile::may_refuse(|| node.loan());
            assert_eq!(found.is_some(), reach!(Parent::get(&node.loan)).is_some());
        }
        1 => {
            node.set_cell(other);
            let found = hostile::may_refuse(|| node.cell());
            assert!(found.as_ref() == Some(other));
        }
        _ => {
            node.clear_cell();
            assert!(hostile::may_refuse(|| node.cell()).is_none());
        }
    }
}

node! {
    /// Can be read, and owns what cannot.
    #[graph(on_drop = Shelf::on_drop)]
    Shelf {
        #[strong]
        loans: Children<Loan<u8>, OnShelf>,
        #[weak(on_drop = Shelf::cell_lost)]
        cell: WeakCell<Slip>,
    }
}

hooks!(Shelf: on_drop => Hook, cell_lost => CellLost);
drops!(Shelf);

kind! {
    Shelf = Shelf {
        far: Slip,
        spec: Spec { edges: &[Edge::many(Kind::Loan, 1)], parents: &[], hooked: true, drops: true, cell: Some(true), list: None },
        edges(n): [&n.loans],
        parents(_n): [],
        this(n): Some(n.handle()),
        cell(n): &n.cell,
        gut(me, new, mask): swap!(me, new, mask: loans cell),
        also: [read],
    }
}

/// Borrows.
#[derive(Graph)]
#[graph(clone, eq, hash)]
pub struct Lent<'a> {
    #[graph(label)]
    token: Token,
    note: &'a str,
    #[weak]
    parent: Parent<Lent<'a>>,
    #[strong]
    children: Children<Lent<'a>>,
    #[weak]
    cell: WeakCell<Lent<'a>>,
    #[strong]
    styles: RefCell<Vec<Strong<Style>>>,
}

impl Lent<'static> {
    fn blank(id: u32) -> Lent<'static> {
        Lent {
            token: Token::new(id),
            note: "lent",
            parent: reach!(Parent::new()),
            children: Children::new(),
            cell: reach!(WeakCell::new()),
            styles: RefCell::default(),
        }
    }
}

kind! {
    Lent = Lent<'static> {
        far: Lent<'static>,
        spec: Spec { edges: &[Edge::many(Kind::Lent, 0)], parents: &[false], hooked: false, drops: false, cell: Some(false), list: None },
        edges(n): [&n.children],
        parents(n): [n.parent(), n.detach_from_parent()],
        this(n): { assert_eq!(n.note, "lent"); Some(n.handle()) },
        cell(n): &n.cell, styles(n): &n.styles,
        gut(me, new, mask): swap!(me, new, mask: children parent cell styles),
        also: [tree, value],
    }
}
