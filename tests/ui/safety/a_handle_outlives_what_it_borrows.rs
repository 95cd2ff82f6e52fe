use weakgraph::{Graph, Strong};

#[derive(Graph)]
struct Node<'a> {
    name: &'a str,
}

fn main() {
    let node;
    {
        let name = String::from("short");
        node = Strong::new(Node { name: &name });
    }
    println!("{}", node.name);
}
