use weakgraph::{Graph, Snapshot, Strong};

#[derive(Graph)]
struct Label<'a> {
    #[graph(label)]
    text: &'a str,
}

fn main() {
    let snapshot;
    {
        let text = String::from("short");
        let node = Strong::new(Label { text: &text });
        snapshot = Snapshot::of(&node);
    }
    println!("{}", snapshot.node(0).label());
}
