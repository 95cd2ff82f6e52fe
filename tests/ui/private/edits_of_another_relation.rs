//! Each relation is edited where its own fields are seen.

mod gui {
    use weakgraph::{Child, Children, Graph, Parent};

    pub struct Focus;

    #[derive(Graph, Default)]
    pub struct Widget {
        #[weak]
        pub parent: Parent<Widget>,
        #[strong]
        pub children: Children<Widget>,
        #[weak]
        group: Parent<Widget, Focus>,
        #[strong]
        pub first: Child<Widget, Focus>,
        #[strong]
        members: Children<Widget, Focus>,
    }
}

use gui::{Focus, Widget};
use weakgraph::{Graph, Strong, Tree, TreeIn};

fn main() {
    let window = Strong::<Widget>::default();
    let _ = window.append(Widget::default());
    window.in_relation::<Focus>().detach();
    let _ = window.in_relation::<Focus>().append(Widget::default());
    TreeIn::<Focus>::__edge(&*window, 0).reverse();
}
