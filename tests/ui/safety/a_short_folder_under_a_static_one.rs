//! The mistake that invariance prevents.
use weakgraph::{Children, Graph, Parent, Strong};

#[derive(Graph)]
struct Folder<'a> {
    name: &'a str,
    #[weak]
    parent: Parent<Folder<'a>>,
    #[strong]
    folders: Children<Folder<'a>>,
}

fn folder(name: &str) -> Strong<Folder<'_>> {
    Strong::new(Folder { name, parent: Parent::new(), folders: Children::new() })
}

fn main() {
    let top: Strong<Folder<'static>> = folder("top");
    {
        let name = String::from("short");
        top.add_folder(folder(&name));
    }
    for folder in top.folders() {
        println!("{}", folder.name);
    }
}
