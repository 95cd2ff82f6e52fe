//! The derive goes by names; what the type is, the compiler knows.
use weakgraph::Graph;

struct Weak<T>(Option<Box<T>>);

#[derive(Graph)]
struct Node {
    #[weak]
    boss: Weak<Node>,
}

fn main() {}
