//! This library: three types, each edge typed.

use std::cell::RefCell;

use weakgraph::{Children, Graph, Parent, Strong};

use super::{Data, Rows};

#[derive(Graph)]
#[graph(new)]
pub struct Root {
    #[strong]
    rows: Children<Row>,
}

#[derive(Graph)]
#[graph(new)]
pub struct Row {
    id: u64,
    #[weak]
    table: Parent<Root>,
    #[strong]
    cells: Children<Cell>,
}

#[derive(Graph)]
#[graph(new)]
pub struct Cell {
    text: RefCell<String>,
    #[weak]
    row: Parent<Row>,
}

impl Row {
    fn of(data: &Data) -> Strong<Row> {
        let row = Row::new(data.id);
        row.add_cell(Cell::new(RefCell::new(data.id.to_string())));
        row.add_cell(Cell::new(RefCell::new(data.label.clone())));
        row
    }

    fn label(&self) -> Strong<Cell> {
        self.cells().last().expect("a row has two cells")
    }
}

pub struct Table {
    root: Strong<Root>,
}

impl Rows for Table {
    const NAME: &'static str = "weakgraph";
    type Row = Strong<Row>;

    fn new() -> Table {
        Table { root: Root::new() }
    }

    fn append(&mut self, rows: &[Data]) {
        for data in rows {
            self.root.add_row(Row::of(data));
        }
    }

    fn clear(&mut self) {
        self.root.rows().clear();
    }

    fn update_tenth(&mut self) {
        for row in self.root.rows().iter().step_by(10) {
            row.label().text.borrow_mut().push_str(" !!!");
        }
    }

    fn swap(&mut self) {
        let rows = self.root.rows();
        let (a, b) = (rows.get(1), rows.get(rows.len() - 2));
        rows.swap(&a.expect("long enough"), &b.expect("long enough")).expect("both are rows");
    }

    fn rows(&self) -> Vec<Strong<Row>> {
        self.root.rows().iter().collect()
    }

    fn remove(&mut self, row: Strong<Row>) {
        row.detach_from_table();
    }

    fn see(&self, f: &mut dyn FnMut(u64, &str)) {
        for row in self.root.rows() {
            let label = row.label();
            f(label.row().map_or(0, |row| row.id), &label.text.borrow());
        }
    }
}
