use weakgraph::{Child, Graph};

#[derive(Graph)]
struct Car {
    #[strong]
    motor: Child<Motor, Parts>,
}

#[derive(Graph)]
struct Motor;

struct Parts;

fn main() {}
