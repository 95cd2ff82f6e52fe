//! The derive goes by names; what the type is, the compiler knows.
use weakgraph::Graph;

struct Weak<T>(T);

#[derive(Graph)]
struct Node {
    #[weak]
    boss: Weak<Option<Box<Node>>>,
}

fn main() {}
