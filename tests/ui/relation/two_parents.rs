use weakgraph::{Children, Graph, Parent};

#[derive(Graph)]
struct Row {
    #[strong]
    cells: Children<Cell>,
}

#[derive(Graph)]
struct Column {
    #[strong]
    cells: Children<Cell>,
}

#[derive(Graph)]
struct Cell {
    #[weak]
    row: Parent<Row>,
    #[weak]
    column: Parent<Column>,
}

fn main() {}
