use weakgraph::{Children, Graph, Parent};

struct Staff;

#[derive(Graph)]
struct Team {
    #[strong]
    people: Children<Person, Staff>,
}

#[derive(Graph)]
struct Person {
    #[weak]
    team: Parent<Team>,
}

fn main() {}
