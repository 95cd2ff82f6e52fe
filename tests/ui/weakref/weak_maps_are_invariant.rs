//! Nodes are put into weak maps through `&`: one that borrows for less must not get in.

use weakgraph::Graph;
use weakgraph::collections::{WeakIdMap, WeakSet, WeakValueMap};

#[derive(Graph)]
struct Text<'a>(&'a str);

fn values<'a>(map: WeakValueMap<u8, Text<'static>>) -> WeakValueMap<u8, Text<'a>> {
    map
}

fn ids<'a>(map: WeakIdMap<Text<'static>, u8>) -> WeakIdMap<Text<'a>, u8> {
    map
}

fn sets<'a>(set: WeakSet<Text<'static>>) -> WeakSet<Text<'a>> {
    set
}

fn main() {
    let _ = Text("");
    drop((values, ids, sets));
}
