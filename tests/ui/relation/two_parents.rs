use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Person {
    #[weak]
    mother: Parent<Person>,
    #[weak]
    father: Parent<Person>,
    #[strong]
    children: Children<Person>,
}

fn main() {}
