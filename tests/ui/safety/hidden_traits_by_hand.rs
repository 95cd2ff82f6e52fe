use weakgraph::__private::{FromNothing, OwnedBy};

struct Trojan;

impl FromNothing for Trojan {
    fn nothing() -> Self {
        Trojan
    }
}

impl OwnedBy<Trojan, ()> for Trojan {}

fn main() {}
