use weakgraph::Graph;

#[derive(Graph)]
#[graph(serde)]
#[serde(field_identifier)]
enum Field {
    Name,
    Size,
}

#[derive(Graph)]
#[graph(serde)]
#[serde(variant_identifier)]
enum Variant {
    File,
    Folder,
}

fn main() {}
