use weakgraph::{Children, Graph, Parent};

struct Fans;

#[derive(Graph)]
struct Team {
    #[strong]
    members: Children<Person>,
    #[strong]
    fans: Children<Person, Fans>,
}

#[derive(Graph)]
struct Person {
    #[weak]
    team: Parent<Team>,
}

fn main() {}
