use weakgraph::{Children, Graph, Parent};

struct Staff;

#[derive(Graph)]
struct Team {
    #[strong]
    people: Children<Person>,
}

#[derive(Graph)]
struct Person {
    #[weak]
    team: Parent<Team, Staff>,
}

fn main() {}
