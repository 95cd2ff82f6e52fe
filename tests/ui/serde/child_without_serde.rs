use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
#[graph(serde)]
struct Folder {
    #[strong]
    files: Children<File>,
}

#[derive(Graph)]
struct File {
    #[weak]
    parent: Parent<Folder>,
}

fn main() {}
