//! The crates that are compiled.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

/// A way to derive for the same structs.
pub struct Kind {
    pub name: &'static str,
    dependencies: &'static str,
    uses: &'static str,
    derives: &'static str,
    /// The fields of the struct with this number.
    fields: fn(usize) -> String,
}

/// The derive with five more options.
pub const OPTIONS: Kind = Kind {
    name: "weakgraph, five options",
    dependencies: WEAKGRAPH,
    uses: "use weakgraph::{Children, Graph, Parent, WeakCell};",
    derives: "#[derive(Graph)]\n#[graph(new, clone, eq, hash, proxy)]",
    fields: edges,
};

const WEAKGRAPH: &str = concat!("weakgraph = { path = \"", env!("CARGO_MANIFEST_DIR"), "/../../weakgraph\" }");

pub const KINDS: &[Kind] = &[
    Kind { name: "no derive", dependencies: "", uses: "", derives: "", fields: plain_fields },
    Kind {
        name: "empty derive",
        dependencies: "empty-derive = { path = \"../empty-derive\" }",
        uses: "use empty_derive::Empty;",
        derives: "#[derive(Empty)]",
        fields: plain_fields,
    },
    Kind {
        name: "weakgraph",
        dependencies: WEAKGRAPH,
        uses: "use weakgraph::{Children, Graph, Parent, WeakCell};",
        derives: "#[derive(Graph)]",
        fields: edges,
    },
    Kind {
        name: "serde, both",
        dependencies: "serde = { version = \"1\", features = [\"derive\"] }",
        uses: "use serde::{Deserialize, Serialize};",
        derives: "#[derive(Serialize, Deserialize)]",
        fields: plain_fields,
    },
];

fn plain_fields(_: usize) -> String {
    "    pub a: u64,\n    pub b: Option<Box<u64>>,\n    pub c: Vec<u64>,\n".to_string()
}

/// Three edges: to the owner, to the members, and to a friend.
fn edges(i: usize) -> String {
    format!(
        "    #[weak]\n    pub parent: Parent<S{i}>,\n    #[strong]\n    pub children: Children<S{i}>,\n    \
         #[weak]\n    pub friend: WeakCell<S{i}>,\n"
    )
}

impl Kind {
    pub fn named(name: &str) -> &'static Kind {
        KINDS.iter().find(|kind| kind.name == name).expect("one of them")
    }

    /// Writes the crate; gives its folder.
    pub fn write(&self, root: &Path, structs: usize) -> io::Result<PathBuf> {
        write_empty_derive(root)?;
        let package = self.name.replace([' ', ','], "");
        let dir = root.join(format!("{package}-{structs}"));
        std::fs::create_dir_all(dir.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"generated-{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n\n\
             [workspace]\n",
            self.dependencies
        );
        std::fs::write(dir.join("Cargo.toml"), manifest)?;
        let mut source = format!("{}\n", self.uses);
        for i in 0..structs {
            let _ = write!(source, "{}\npub struct S{i} {{\n{}}}\n", self.derives, (self.fields)(i));
        }
        std::fs::write(dir.join("src/lib.rs"), source)?;
        Ok(dir)
    }
}

/// A macro that writes nothing: what calling one costs.
fn write_empty_derive(root: &Path) -> io::Result<()> {
    let dir = root.join("empty-derive");
    std::fs::create_dir_all(dir.join("src"))?;
    let manifest = "[package]\nname = \"empty-derive\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\nproc-macro = true\n\n\
                    [workspace]\n";
    std::fs::write(dir.join("Cargo.toml"), manifest)?;
    let source = "use proc_macro::TokenStream;\n\n#[proc_macro_derive(Empty)]\npub fn empty(_: TokenStream) -> TokenStream {\n    \
                  TokenStream::new()\n}\n";
    std::fs::write(dir.join("src/lib.rs"), source)
}
