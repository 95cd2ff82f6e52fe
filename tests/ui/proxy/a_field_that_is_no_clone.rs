//! A plain field is given out as a clone, or as what is in a `Cell`.
use std::cell::Cell;
use weakgraph::Graph;

struct Socket;

#[derive(Graph)]
#[graph(proxy)]
struct Peer {
    #[graph(proxy)]
    socket: Socket,
    #[graph(proxy)]
    next: Cell<String>,
}

fn main() {}
