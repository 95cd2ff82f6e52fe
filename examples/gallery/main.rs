//! Pictures of two graphs, a company and a small DOM, in a folder: as text, for Graphviz and as SVG.
//!
//! ```sh
//! cargo run --example gallery            # into a folder of the system's for temporary files, which it names
//! cargo run --example gallery -- FOLDER
//! ```
//!
//! `.txt` is for a terminal, `.svg` for a browser, and `dot -Tpng org.dot -o org.png` draws the third with Graphviz.

use std::cell::RefCell;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use weakgraph::{Child, Children, EdgeKind, Graph, Parent, Strong, Weak, WeakCell, WeakList, show};

// A company: departments own their staff, everybody may have a mentor, badges are shared.

/// What a node is called in a picture is said by `#[graph(label)]` on a field ...
#[derive(Graph, Default)]
struct Company {
    #[graph(label)]
    name: &'static str,
    #[strong]
    departments: Children<Department>,
}

#[derive(Graph, Default)]
struct Department {
    #[graph(label)]
    name: &'static str,
    #[weak]
    company: Parent<Company>,
    #[strong(item = staff)]
    staff: Children<Employee>,
    #[weak]
    head: WeakCell<Employee>,
}

/// ... or by a function.
#[derive(Graph, Default)]
#[graph(label = Employee::title)]
struct Employee {
    name: &'static str,
    since: u16,
    #[weak]
    department: Parent<Department>,
    #[weak]
    mentor: WeakCell<Employee>,
    #[strong]
    badges: RefCell<Vec<Strong<Badge>>>,
    #[weak]
    predecessor: Weak<Employee>,
}

impl Employee {
    fn title(&self) -> String {
        format!("{}, since {}", self.name, self.since)
    }
}

/// Without either, it is the name of its type.
#[derive(Graph)]
struct Badge;

fn company() -> Strong<Company> {
    let company = Strong::new(Company { name: "Acme", ..Company::default() });
    let department = |name| company.add_department(Department { name, ..Department::default() });
    let (research, sales) = (department("Research & \"Development\""), department("Sales"));
    let gone = Strong::new(Employee { name: "Zoe", since: 1998, ..Employee::default() });
    let employee = |department: &Department, name, since, mentor: Option<&Strong<Employee>>| {
        let predecessor = Strong::downgrade(&gone);
        let predecessor = if name == "Ada" { predecessor } else { Weak::new() };
        let employee = department.add_staff(Employee { name, since, predecessor, ..Employee::default() });
        if let Some(mentor) = mentor {
            employee.set_mentor(mentor);
        }
        employee
    };
    let ada = employee(&research, "Ada", 2009, None);
    let bob = employee(&research, "Bob", 2017, Some(&ada));
    let eve = employee(&sales, "Eve", 2021, Some(&ada));
    let max = employee(&sales, "Max", 2024, Some(&eve));
    research.set_head(&ada);
    sales.set_head(&eve);
    let badge = Strong::new(Badge);
    for holder in [&bob, &max] {
        holder.badges.borrow_mut().push(badge.clone());
    }
    company
}

// A document: one enum, so that elements and text stand in one list.

#[derive(Graph)]
#[graph(label = Dom::title)]
enum Dom {
    Element {
        tag: &'static str,
        #[weak]
        parent: Parent<Dom>,
        #[strong]
        children: Children<Dom>,
        #[strong]
        shadow: Child<Dom, Shadow>,
        #[weak]
        host: Parent<Dom, Shadow>,
        #[weak]
        labels: WeakList<Dom>,
    },
    Text(
        &'static str,
        #[weak(name = parent)] Parent<Dom>,
        #[strong(name = children)] Children<Dom>,
        #[strong(name = shadow)] Child<Dom, Shadow>,
        #[weak(name = host)] Parent<Dom, Shadow>,
        #[weak(name = labels)] WeakList<Dom>,
    ),
}

/// The relation of an element and its shadow tree.
enum Shadow {}

impl Dom {
    fn title(&self) -> String {
        match self {
            Dom::Element { tag, .. } => format!("<{tag}>"),
            Dom::Text(text, ..) => format!("{text:?}"),
        }
    }
}

fn element<const N: usize>(tag: &'static str, children: [Strong<Dom>; N]) -> Strong<Dom> {
    Strong::new(Dom::Element {
        tag,
        parent: Parent::new(),
        children: Children::from(children),
        shadow: Child::new(),
        host: Parent::new(),
        labels: WeakList::new(),
    })
}

fn text(text: &'static str) -> Strong<Dom> {
    Strong::new(Dom::Text(text, Parent::new(), Children::new(), Child::new(), Parent::new(), WeakList::new()))
}

fn document() -> Strong<Dom> {
    let label = element("label", [text("Your name: ")]);
    let input = element("input", []);
    input.add_label(&label);
    input.set_shadow(element("div", [text("Ada")]));
    let items = ["one", "two", "three"].map(|it| element("li", [text(it)]));
    element(
        "html",
        [
            element("head", [element("title", [text("A \"small\" <DOM> & more")])]),
            element("body", [element("ul", items), element("form", [label, input])]),
        ],
    )
}

/// Writes the three pictures of a graph.
fn show<T: Graph>(root: &Strong<T>, name: &str, folder: &Path) -> io::Result<()> {
    let file = |extension| folder.join(name).with_extension(extension);
    fs::write(file("txt"), show::text(root).to_string())?;
    // Back-references run beside every owning edge: without them there is more to see.
    fs::write(file("dot"), show::dot(root).without(EdgeKind::Back).to_string())?;
    fs::write(file("svg"), show::svg(root).to_string())?;
    print!("{}", show::text(root));
    println!("{}\n", [file("txt"), file("dot"), file("svg")].map(|file| file.display().to_string()).join("\n"));
    Ok(())
}

/// The folder that the arguments name. What begins with `-` is no folder here: it is an option that this program does
/// not have, or the `--` of a command line that was meant for cargo.
fn folder(mut args: impl Iterator<Item = OsString>) -> Result<PathBuf, String> {
    let Some(folder) = args.next() else {
        return Ok(env::temp_dir().join("weakgraph-gallery"));
    };
    if folder.is_empty() || folder.as_encoded_bytes().starts_with(b"-") {
        return Err(format!("not a folder: {folder:?}; for a folder of that name, write ./ before it"));
    }
    match args.next() {
        Some(extra) => Err(format!("one folder only, found {extra:?} as well")),
        None => Ok(folder.into()),
    }
}

fn main() -> io::Result<ExitCode> {
    let folder = match folder(env::args_os().skip(1)) {
        Ok(folder) => folder,
        Err(message) => {
            eprintln!("gallery: {message}\nusage: gallery [FOLDER]");
            return Ok(ExitCode::from(2));
        }
    };
    fs::create_dir_all(&folder)?;
    show(&company(), "org", &folder)?;
    show(&document(), "dom", &folder)?;
    Ok(ExitCode::SUCCESS)
}
