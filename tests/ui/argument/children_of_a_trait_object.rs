use weakgraph::{Children, Graph};

trait Widget {}

#[derive(Graph)]
struct Window {
    #[strong]
    widgets: Children<Box<dyn Widget>>,
}

fn main() {}
