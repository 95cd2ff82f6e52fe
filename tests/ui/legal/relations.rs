//! One type in several relations; owners of several types; loops of owners.
use weakgraph::{Child, Children, Graph, Parent, Strong};

struct Mother;
struct Father;

#[derive(Graph, Default)]
struct Person {
    #[weak]
    mother: Parent<Person, Mother>,
    #[weak]
    father: Parent<Person, Father>,
    #[strong(item = child_of_hers)]
    hers: Children<Person, Mother>,
    #[strong(item = child_of_his)]
    his: Children<Person, Father>,
    #[strong]
    heir: Child<Person, Father>,
}

struct Rows;
struct Columns;

#[derive(Graph, Default)]
struct Row {
    #[strong]
    cells: Children<Cell, Rows>,
}

#[derive(Graph, Default)]
struct Column {
    #[strong]
    cells: Children<Cell, Columns>,
}

#[derive(Graph, Default)]
struct Cell {
    #[weak]
    row: Parent<Row, Rows>,
    #[weak]
    column: Parent<Column, Columns>,
}

/// `Drive` and `Folder` own each other by type, which is watched when the program runs.
#[derive(Graph, Default)]
struct Drive {
    #[weak]
    mount: Parent<Folder>,
    #[strong]
    folders: Children<Folder>,
}

#[derive(Graph, Default)]
struct Folder {
    #[weak]
    drive: Parent<Drive>,
    #[strong]
    drives: Children<Drive>,
}

/// The same names in another module are other types.
mod hir {
    use weakgraph::{Children, Graph, Parent, Strong};

    #[derive(Graph)]
    pub struct Person {
        #[strong]
        pub source: Strong<super::Person>,
        #[strong]
        pub cells: Children<Cell>,
    }

    #[derive(Graph, Default)]
    pub struct Cell {
        #[weak]
        person: Parent<self::Person>,
        #[strong]
        cells: Children<super::hir::Inner>,
    }

    #[derive(Graph, Default)]
    pub struct Inner {
        #[weak]
        cell: Parent<Cell>,
    }
}

pub fn main() {
    let eve = Strong::new(Person::default());
    let adam = Strong::new(Person::default());
    let abel = eve.add_child_of_hers(Person::default());
    adam.add_child_of_his(&abel);
    assert!(abel.mother() == Some(eve.clone()) && abel.father() == Some(adam.clone()));
    adam.set_heir(&abel);
    assert!(adam.his().is_empty() && adam.heir() == Some(abel.clone()));
    assert!(abel.try_add_child_of_hers(&adam).is_err(), "he would be his own father's father");

    let (row, column) = (Strong::new(Row::default()), Strong::new(Column::default()));
    let cell = row.add_cell(Cell::default());
    column.add_cell(&cell);
    assert!(cell.row().is_some() && cell.column().is_some());

    let drive = Strong::new(Drive::default());
    let folder = drive.add_folder(Folder::default());
    assert!(
        folder.try_add_drive(&drive).is_err() && folder.add_drive(Drive::default()).mount() == Some(folder.clone())
    );
    assert!(drive.mount().is_none() && folder.drive() == Some(drive));

    let person = Strong::new(hir::Person { source: eve, cells: [hir::Cell::default()].into() });
    assert!(person.cells().len() == 1 && person.source().mother().is_none());
}
