//! What one writes by hand: `Rc<RefCell<_>>` down, `Weak` up, a `Vec` for each list.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use super::{Data, Rows};

#[derive(Default)]
struct Root {
    rows: Vec<Rc<RefCell<Row>>>,
}

pub struct Row {
    id: u64,
    table: Weak<RefCell<Root>>,
    cells: Vec<Rc<RefCell<Cell>>>,
}

struct Cell {
    text: String,
    row: Weak<RefCell<Row>>,
}

fn row_of(table: &Rc<RefCell<Root>>, data: &Data) -> Rc<RefCell<Row>> {
    let row = Rc::new(RefCell::new(Row { id: data.id, table: Rc::downgrade(table), cells: Vec::new() }));
    for text in [data.id.to_string(), data.label.clone()] {
        let cell = Rc::new(RefCell::new(Cell { text, row: Rc::downgrade(&row) }));
        row.borrow_mut().cells.push(cell);
    }
    row
}

pub struct Table {
    root: Rc<RefCell<Root>>,
}

impl Rows for Table {
    const NAME: &'static str = "rc_refcell";
    type Row = Rc<RefCell<Row>>;

    fn new() -> Table {
        Table { root: Rc::default() }
    }

    fn append(&mut self, rows: &[Data]) {
        for data in rows {
            let row = row_of(&self.root, data);
            self.root.borrow_mut().rows.push(row);
        }
    }

    fn clear(&mut self) {
        self.root.borrow_mut().rows.clear();
    }

    fn update_tenth(&mut self) {
        for row in self.root.borrow().rows.iter().step_by(10) {
            row.borrow().cells[1].borrow_mut().text.push_str(" !!!");
        }
    }

    fn swap(&mut self) {
        let rows = &mut self.root.borrow_mut().rows;
        let last = rows.len() - 1;
        rows.swap(1, last - 1);
    }

    fn rows(&self) -> Vec<Rc<RefCell<Row>>> {
        self.root.borrow().rows.clone()
    }

    /// By way of the row's own owner, as one who has only the row does.
    fn remove(&mut self, row: Rc<RefCell<Row>>) {
        if let Some(table) = row.borrow().table.upgrade() {
            let rows = &mut table.borrow_mut().rows;
            let at = rows.iter().position(|r| Rc::ptr_eq(r, &row)).expect("it is a row");
            rows.remove(at);
        }
    }

    fn see(&self, f: &mut dyn FnMut(u64, &str)) {
        for row in &self.root.borrow().rows {
            let label = row.borrow().cells[1].clone();
            let label = label.borrow();
            f(label.row.upgrade().map_or(0, |row| row.borrow().id), &label.text);
        }
    }
}
