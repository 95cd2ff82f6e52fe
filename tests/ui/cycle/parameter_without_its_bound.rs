use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Shared<T> {
    #[strong]
    inner: Strong<T>,
}

struct Plain;

fn main() {
    let _ = |plain: Strong<Plain>| Strong::new(Shared { inner: plain });
}
