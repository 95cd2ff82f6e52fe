//! Types that a `macro_rules!` produces, wholly and in part.
#![deny(warnings)]
use weakgraph::{Children, Graph, Parent, Strong, Tree, WeakCell};

macro_rules! node {
    ($vis:vis $name:ident<$($param:ident),*>, $parent:ident: $parent_ty:ty, $children_ty:ty, $item:ident, $hook:path) => {
        #[derive(Graph, Default)]
        #[graph(new, on_drop = $hook)]
        $vis struct $name<$($param),*> {
            $($vis $param: Option<$param>,)*
            #[weak]
            $vis $parent: $parent_ty,
            #[strong(item = $item)]
            $vis children: $children_ty,
            #[weak]
            friend: WeakCell<$name<$($param),*>>,
            #[strong]
            style: Option<Strong<$crate::macro_rules::Style>>,
        }
    };
}

#[allow(non_snake_case)]
mod made {
    use super::*;

    node!(pub Plain<>, up: Parent<Plain>, Children<Self>, kid, super::any);
    node!(pub(crate) Generic<T>, up: Parent<Generic<T>>, Children<Generic<T>>, kid, super::any);
}

fn any<T>(_: &T) {}

#[derive(Graph, Default)]
struct Style;

macro_rules! kinds {
    ($($name:ident)*) => {
        #[derive(Graph)]
        enum Kind {
            $($name { #[weak] parent: Parent<Kind>, #[strong] children: Children<Kind> },)*
        }

        impl Kind {
            fn all() -> Vec<Kind> {
                vec![$(Kind::$name { parent: Parent::new(), children: Children::new() },)*]
            }
        }
    };
}

kinds!(A B C);

pub fn main() {
    let top = made::Plain::new(None);
    let sub = top.add_kid(made::Plain::new(Some(Strong::new(Style))));
    assert!(sub.up().is_some() && sub.depth() == 1 && top.children().len() == 1);

    let top = made::Generic::new(Some(1), None);
    let sub = top.add_kid(made::Generic::new(Some(2), None));
    assert!(sub.up().is_some() && sub.depth() == 1 && top.children().len() == 1 && sub.T == Some(2));

    let mut kinds = Kind::all().into_iter().map(Strong::new);
    let top = kinds.next().expect("three");
    for kind in kinds {
        top.add_child(kind);
    }
    assert!(top.children().len() == 2 && top.parent().is_none());
}
