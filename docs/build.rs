//! Takes the programs, and what they print, out of the pages of the recipes: `tests/recipes.rs` runs them.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=src/recipes");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let mut pages: Vec<_> =
        fs::read_dir("src/recipes").expect("the folder").map(|page| page.expect("a page").path()).collect();
    pages.sort();
    let mut modules = String::new();
    for page in pages {
        let text = fs::read_to_string(&page).expect("a page is readable");
        let name = page.file_stem().and_then(|name| name.to_str()).expect("a page has a name").replace('-', "_");
        let program = block(&text, "rust").unwrap_or_else(|| panic!("no program in {}", page.display()));
        let output = block(&text, "text").unwrap_or_else(|| panic!("no output in {}", page.display()));
        // What needs a feature that changes every other measurement.
        let feature = if name == "three_leaks" { "#[cfg(feature = \"leak-handles\")]\n" } else { "" };
        let file = Path::new(&out).join(format!("{name}.rs"));
        fs::write(&file, program).expect("the folder is writable");
        write!(
            modules,
            "{feature}mod {name} {{\n    include!({file:?});\n    #[test]\n    fn prints_what_stands_beside_it() {{\n        \
             crate::compare(main, {output:?});\n    }}\n}}\n"
        )
        .expect("it is a string");
    }
    fs::write(Path::new(&out).join("recipes.rs"), modules).expect("the folder is writable");
}

/// The first block in this language.
fn block<'t>(text: &'t str, language: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(&format!("\n```{language}\n"))?;
    Some(&rest[..rest.find("\n```")? + 1])
}
