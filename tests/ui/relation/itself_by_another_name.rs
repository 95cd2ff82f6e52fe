//! The derive goes by names, and says so where that would go wrong.
mod dom {
    use weakgraph::{Children, Graph, Parent};

    #[derive(Graph)]
    pub struct Node {
        #[weak]
        parent: Parent<Node>,
        #[strong]
        children: Children<crate::dom::Node>,
    }

    type Alias<T> = Generic<T>;

    #[derive(Graph)]
    pub struct Generic<T> {
        value: T,
        #[weak]
        parent: Parent<Alias<T>>,
        #[strong]
        children: Children<Alias<T>>,
    }
}

fn main() {}
