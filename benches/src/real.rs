//! Shapes from real life: trees that the Rust toolchain and a dependency of this program bring along, so that everybody
//! who can build this has the same ones, without a network.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shape::NONE;

pub const NAMES: [&str; 3] = ["files", "page", "syntax"];

/// The parents of the nodes in document order, or why there are none.
pub fn parents(name: &str) -> Result<Vec<u32>, String> {
    match name {
        "files" => Ok(files(&docs()?)),
        "page" => {
            let page = docs()?.join("reference/print.html");
            Ok(page_tree(&std::fs::read_to_string(&page).map_err(|why| format!("{}: {why}", page.display()))?))
        }
        "syntax" => syntax(),
        _ => Err(format!("unknown shape `{name}`")),
    }
}

/// The documentation that the toolchain's component `rust-docs` brings.
fn docs() -> Result<PathBuf, String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let out = Command::new(rustc).args(["--print", "sysroot"]).output().map_err(|why| format!("rustc: {why}"))?;
    let docs = Path::new(String::from_utf8_lossy(&out.stdout).trim()).join("share/doc/rust/html");
    if docs.is_dir() { Ok(docs) } else { Err(format!("{} is not there: install rust-docs", docs.display())) }
}

/// Nodes in document order: the open ones are a path from the root.
struct Builder {
    parents: Vec<u32>,
    path: Vec<u32>,
}

impl Builder {
    fn new() -> Builder {
        Builder { parents: vec![NONE], path: vec![0] }
    }

    fn leaf(&mut self) -> u32 {
        self.parents.push(*self.path.last().expect("the root is open"));
        self.parents.len() as u32 - 1
    }

    fn open(&mut self) {
        let node = self.leaf();
        self.path.push(node);
    }

    fn close(&mut self) {
        if self.path.len() > 1 {
            self.path.pop();
        }
    }
}

/// A directory with all that is below it, each by name.
fn files(root: &Path) -> Vec<u32> {
    fn add(dir: &Path, tree: &mut Builder) {
        let mut entries: Vec<_> = std::fs::read_dir(dir).into_iter().flatten().flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            if entry.file_type().is_ok_and(|it| it.is_dir()) {
                tree.open();
                add(&entry.path(), tree);
                tree.close();
            } else {
                tree.leaf();
            }
        }
    }
    let mut tree = Builder::new();
    add(root, &mut tree);
    tree.parents
}

/// Elements, texts and comments of a page, as far as its tags say. For pages that close what they open, as those of
/// rustdoc and mdBook do.
fn page_tree(text: &str) -> Vec<u32> {
    const VOID: [&str; 10] = ["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"];
    let (mut tree, mut names, mut rest) = (Builder::new(), vec![String::new()], text);
    while let Some(start) = rest.find('<') {
        if start > 0 {
            tree.leaf();
        }
        rest = &rest[start..];
        let end = if rest.starts_with("<!--") { rest.find("-->").map(|it| it + 2) } else { rest.find('>') };
        let end = end.unwrap_or(rest.len() - 1);
        let (tag, after) = rest.split_at(end + 1);
        rest = after;
        let name: String = tag[1..].chars().take_while(|c| c.is_alphanumeric() || *c == '/').collect();
        if tag.starts_with("<!") {
            tree.leaf();
        } else if let Some(name) = name.strip_prefix('/') {
            if let Some(at) = names.iter().rposition(|open| open == name) {
                (at..names.len()).for_each(|_| tree.close());
                names.truncate(at);
            }
        } else if VOID.contains(&name.as_str()) || tag.ends_with("/>") {
            tree.leaf();
        } else {
            tree.open();
            if name == "script" || name == "style" {
                let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
                if end > 0 {
                    tree.leaf();
                }
                rest = &rest[end..];
            }
            names.push(name);
        }
    }
    tree.parents
}

/// The token trees of a crate that is a dependency of this one, in the version of `Cargo.lock`.
fn syntax() -> Result<Vec<u32>, String> {
    let lock =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.lock")).map_err(|e| e.to_string())?;
    let version = lock.split("name = \"bevy_ecs\"\nversion = \"").nth(1).and_then(|it| it.split('"').next());
    let folder = format!("bevy_ecs-{}", version.ok_or("no bevy_ecs in Cargo.lock")?);
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo"))).ok_or("no home")?;
    let sources = home.join("registry/src");
    let registries = std::fs::read_dir(&sources).map_err(|why| format!("{}: {why}", sources.display()))?;
    let found = registries.flatten().map(|it| it.path().join(&folder).join("src")).find(|it| it.is_dir());
    let root = found.ok_or_else(|| format!("no {folder} in {}", sources.display()))?;
    let mut tree = Builder::new();
    let mut todo = vec![root];
    let mut texts = Vec::new();
    while let Some(dir) = todo.pop() {
        for entry in std::fs::read_dir(&dir).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|it| it.is_dir()) {
                todo.push(entry.path());
            } else {
                texts.push(entry.path());
            }
        }
    }
    texts.sort();
    for file in texts {
        tree.open();
        tokens(&std::fs::read_to_string(&file).unwrap_or_default(), &mut tree);
        tree.close();
    }
    Ok(tree.parents)
}

/// A node for each token and each pair of brackets, without comments.
fn tokens(text: &str, tree: &mut Builder) {
    let depth = tree.path.len();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut len = c.len_utf8();
        match c {
            '(' | '[' | '{' => tree.open(),
            ')' | ']' | '}' if tree.path.len() > depth => tree.close(),
            _ if c.is_whitespace() => {}
            _ if rest.starts_with("//") => len = rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => len = rest.find("*/").map_or(rest.len(), |it| it + 2),
            '"' => {
                let mut escaped = false;
                let end = rest.char_indices().skip(1).find(|&(_, c)| {
                    let ends = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends
                });
                len = end.map_or(rest.len(), |(at, _)| at + 1);
                tree.leaf();
            }
            // A character, not a lifetime.
            '\'' if rest[1..].chars().nth(1) == Some('\'') || rest.starts_with("'\\") => {
                let body = rest[2..].find('\'').map_or(rest.len(), |it| it + 3);
                len = body.max(3).min(rest.len());
                tree.leaf();
            }
            _ if c.is_alphanumeric() || c == '_' => {
                len = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                tree.leaf();
            }
            _ => {
                tree.leaf();
            }
        }
        rest = rest.get(len..).unwrap_or("");
    }
    tree.path.truncate(depth);
}

#[test]
fn tags_and_brackets_are_nodes() {
    let page = page_tree("<!DOCTYPE html><p>a<b>c</b><br>d</p><!-- <e> --><script>x < y</script>");
    //                    1              2  3 4  5     6    7    8              9      10
    assert_eq!(page, [NONE, 0, 0, 2, 2, 4, 2, 2, 0, 0, 9]);
    let mut tree = Builder::new();
    tokens("fn f(a: u8) { g(\"(\", ')'); } // (", &mut tree);
    //      1  2 3 4 5 6    7  8 9 10 11 12 13
    assert_eq!(tree.parents, [NONE, 0, 0, 0, 3, 3, 3, 0, 7, 7, 9, 9, 9, 7]);
}
