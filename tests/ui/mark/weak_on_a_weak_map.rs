use weakgraph::{Graph, collections::WeakValueMap};

#[derive(Graph)]
struct Index {
    #[weak]
    by_name: WeakValueMap<String, File>,
}

#[derive(Graph)]
struct File {
    name: String,
}

fn main() {}
