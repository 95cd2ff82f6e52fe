use std::cell::Cell;
use std::marker::PhantomData;

use weakgraph::{Graph, WeakCell};

struct Text<'a, 'b> {
    text: &'a str,
    other: &'b Cell<&'b str>,
}

// Not for all lifetimes: so a copy as `Text<'b, 'b>` is no `Text<'static, 'b>`.
impl<'b> Clone for Text<'b, 'b> {
    fn clone(&self) -> Self {
        Text { text: self.other.get(), other: self.other }
    }
}

#[derive(Graph)]
#[graph(clone)]
struct Node<'b, T> {
    data: T,
    mark: PhantomData<&'b ()>,
    #[weak]
    link: WeakCell<Node<'b, Text<'static, 'b>>>,
}

fn main() {}
