//! A `SlotMap` for each type, keys as links; the rows in a `Vec`.

use slotmap::{SlotMap, new_key_type};

use super::{Data, Rows};

new_key_type! {
    pub struct RowKey;
    struct CellKey;
}

struct Row {
    id: u64,
    cells: Vec<CellKey>,
}

struct Cell {
    text: String,
    row: RowKey,
}

pub struct Table {
    order: Vec<RowKey>,
    rows: SlotMap<RowKey, Row>,
    cells: SlotMap<CellKey, Cell>,
}

impl Table {
    fn free(&mut self, row: RowKey) {
        for cell in self.rows.remove(row).expect("it is a row").cells {
            self.cells.remove(cell);
        }
    }
}

impl Rows for Table {
    const NAME: &'static str = "slotmap";
    type Row = RowKey;

    fn new() -> Table {
        Table { order: Vec::new(), rows: SlotMap::with_key(), cells: SlotMap::with_key() }
    }

    fn append(&mut self, rows: &[Data]) {
        for data in rows {
            let row = self.rows.insert(Row { id: data.id, cells: Vec::new() });
            for text in [data.id.to_string(), data.label.clone()] {
                let cell = self.cells.insert(Cell { text, row });
                self.rows[row].cells.push(cell);
            }
            self.order.push(row);
        }
    }

    fn clear(&mut self) {
        for row in std::mem::take(&mut self.order) {
            self.free(row);
        }
    }

    fn update_tenth(&mut self) {
        for &row in self.order.iter().step_by(10) {
            self.cells[self.rows[row].cells[1]].text.push_str(" !!!");
        }
    }

    fn swap(&mut self) {
        let last = self.order.len() - 1;
        self.order.swap(1, last - 1);
    }

    fn rows(&self) -> Vec<RowKey> {
        self.order.clone()
    }

    fn remove(&mut self, row: RowKey) {
        let at = self.order.iter().position(|&r| r == row).expect("it is a row");
        self.order.remove(at);
        self.free(row);
    }

    fn see(&self, f: &mut dyn FnMut(u64, &str)) {
        for &row in &self.order {
            let label = &self.cells[self.rows[row].cells[1]];
            f(self.rows[label.row].id, &label.text);
        }
    }
}
