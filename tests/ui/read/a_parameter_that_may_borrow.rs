use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Bounded<T: Clone, U>
where
    U: Clone + 'static,
{
    value: T,
    other: U,
}

fn main() {
    let node = Strong::new(Bounded { value: 1, other: 2 });
    let session = weakgraph::read();
    println!("{}", session.node(&node).value);
}
