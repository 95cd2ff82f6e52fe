use std::borrow::Cow;

use weakgraph::Graph;

#[derive(Graph)]
struct Node {
    #[strong]
    name: Cow<'static, str>,
}

fn main() {}
