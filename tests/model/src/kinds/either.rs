//! An enum: the same edges in another order.

use super::prelude::*;

/// An enum: the same edges in another order.
#[derive(Graph, Serialize, Deserialize)]
#[graph(on_drop = Either::on_drop, clone, eq, hash, serde(outside = null))]
pub enum Either {
    /// Parent first.
    Up {
        /// Who it is.
        #[graph(label)]
        token: Token,
        /// Its owner.
        #[weak]
        parent: Parent<Either>,
        /// Its members.
        #[strong]
        children: Children<Either>,
        /// A weak link with a hook.
        #[weak(on_drop = Either::cell_lost)]
        cell: WeakCell<Either>,
    },
    /// Children first.
    Down(
        /// A weak link with a hook.
        #[weak(name = cell, on_drop = Either::cell_lost)]
        WeakCell<Either>,
        /// Its members.
        #[strong(name = children)]
        Children<Either>,
        /// Its owner.
        #[weak(name = parent)]
        Parent<Either>,
        /// Who it is.
        #[graph(label)]
        Token,
    ),
}

impl Either {
    fn blank(id: u32) -> Either {
        if id.is_multiple_of(2) {
            Either::Up {
                token: Token::new(id),
                parent: Parent::new(),
                children: Children::new(),
                cell: WeakCell::new(),
            }
        } else {
            Either::Down(WeakCell::new(), Children::new(), Parent::new(), Token::new(id))
        }
    }

    fn get_token(&self) -> &Token {
        match self {
            Either::Up { token, .. } | Either::Down(.., token) => token,
        }
    }

    fn token_mut(&mut self) -> &mut Token {
        match self {
            Either::Up { token, .. } | Either::Down(.., token) => token,
        }
    }

    fn get_cell(&self) -> &WeakCell<Either> {
        match self {
            Either::Up { cell, .. } | Either::Down(cell, ..) => cell,
        }
    }
}

hooks!(Either: on_drop => Hook, cell_lost => CellLost);
drops!(Either);

kind! {
    Either = Either {
        far: Either,
        spec: Spec { edges: &[Edge::many(Kind::Either, 0)], parents: &[false], hooked: true, drops: true, cell: Some(true), list: None },
        token(n): n.get_token(),
        edges(n): [n.children()],
        parents(n): [n.parent(), n.detach_from_parent()],
        this(n): Some(n.handle()),
        cell(n): n.get_cell(),
        gut(me, new, mask): {
            let _ = mask;
            // The whole value leaves; the new one, with the new number, is dropped in its place.
            std::mem::swap(me, &mut new);
            std::mem::swap(me.token_mut(), new.token_mut());
        },
        also: [tree, read, read_tree, value, record],
        relations: [()],
    }
}
