use weakgraph::__private::{FromNothing, HoldsWeakly, OwningEdge, Visit};
use weakgraph::serde::Record;
use weakgraph::{Graph, Strong};

struct Trojan;

impl FromNothing for Trojan {
    fn nothing() -> Self {
        Trojan
    }
}

impl OwningEdge<Trojan, ()> for Trojan {}

impl HoldsWeakly for Trojan {}

#[derive(Graph)]
struct Node;

impl Visit<Node> for Trojan {}

impl Record for Node {}

fn main() {
    Strong::new(Node).__on_drop(weakgraph::__private::Dropping(()));
}
