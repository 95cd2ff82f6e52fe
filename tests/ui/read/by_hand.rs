use weakgraph::{Graph, ReadSession, Readable};

#[derive(Graph)]
struct Node<'a> {
    name: &'a str,
}

unsafe impl Readable for Node<'_> {}

#[derive(Graph)]
struct Claims<T> {
    value: T,
}

unsafe impl<T> Readable for Claims<T> {}

fn main() {
    let _session = ReadSession { here: std::marker::PhantomData };
}
