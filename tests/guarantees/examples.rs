//! The examples do what they say: their output is compared word by word, and the commands are run as a user would.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{env, fs};

use weakgraph::Strong;

#[path = "../../examples/org/main.rs"]
#[allow(dead_code, reason = "its `main` is run by cargo")]
mod org;

#[path = "../../examples/tree/main.rs"]
#[allow(dead_code, reason = "its `main` is run by cargo")]
mod tree;

#[path = "../../examples/weakref_tour/main.rs"]
#[allow(dead_code, reason = "its `main` is run by cargo")]
mod weakref_tour;

use tree::{Clock, Folder, Found, Tally};

/// A folder of its own for a test, gone with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn file(&self, path: &str, size: usize) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, vec![b'x'; size]).unwrap();
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What `tree` says of a graph.
fn report(root: Strong<Folder>) -> String {
    let mut out = Vec::new();
    tree::report(root, &mut Clock::new(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// An example as a command, in the profile of this test, so that it is built only once.
fn example(name: &str) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into());
    let mut command = Command::new(cargo);
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    command.args(["run", "--quiet", "--example", name]);
    // Flags for a sanitizer are meant for a `--target` that this command does not have, and would reach the macro.
    if env::var("RUSTFLAGS").is_ok_and(|flags| flags.contains("sanitizer")) {
        command.env_remove("RUSTFLAGS");
    }
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    command.arg("--");
    command
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn the_tour_of_weak_references_prints_what_it_says() {
    let expected = include_str!("../../examples/weakref_tour/output.txt");
    assert_eq!(weakref_tour::tour().text(), expected);
    assert_eq!(String::from_utf8(example("weakref_tour").output().unwrap().stdout).unwrap(), expected);
}

#[test]
fn org_prints_the_company_before_and_after() {
    let mut out = Vec::new();
    org::run(&mut out).unwrap();
    let expected = "\
Initech, before
  Board (Oslo): Ada
    Engineering (Oslo): Bob, Cleo (mentor: Bob)
      Tools (Lima): Dan (mentor: Cleo)
        Research (Lima): nobody
    Sales (Lima): Eve, Finn (mentor: Eve)
    Support (Lima): Gus (mentor: Eve)
  team Launch: Bob, Dan, Eve
  team Chess: Cleo, Finn

Merging
  Tools into Engineering
  Research into Engineering
  Support into Board

Refused
  Board into Academy: cannot put this `Department` under this `Department`: it is that node or one of its ancestors, so the edge would close a cycle

News
  Eve is without a department
  Finn is without a department
  the site in Lima is closed
  Gus is without a mentor
  Finn is without a mentor

Initech, after
  Board (Oslo): Ada, Gus
    Academy (Oslo): Cleo (mentor: Bob), Dan (mentor: Cleo), Finn
    Engineering (Oslo): Bob
  team Launch: Bob, Dan
  team Chess: Cleo, Finn

Closed: 0 of 6 employees left in memory
";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

/// Folders without rights (unless the tests run as root, whom rights do not stop), broken links, links in a ring, a
/// link to a folder above, names that are not UTF-8 or hold a line break.
#[test]
#[cfg(target_os = "linux")]
#[cfg_attr(miri, ignore)]
fn tree_shows_every_kind_of_entry() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let dir = Scratch::new("tree");
    dir.file("docs/manual.txt", 5000);
    dir.file("docs/old/notes.txt", 300);
    dir.file("src/main.rs", 12_345);
    dir.file("src/lib/mod.rs", 1024);
    dir.file("empty.txt", 0);
    fs::create_dir_all(dir.0.join("hollow/nest")).unwrap();
    fs::create_dir(dir.0.join("locked")).unwrap();
    fs::write(dir.0.join(OsStr::from_bytes(b"bad\xff\xfename")), "four").unwrap();
    fs::write(dir.0.join("two\nlines"), "").unwrap();
    symlink("nowhere", dir.0.join("broken")).unwrap();
    symlink("ring-b", dir.0.join("ring-a")).unwrap();
    symlink("ring-a", dir.0.join("ring-b")).unwrap();
    symlink("..", dir.0.join("src/up")).unwrap();
    let locked = dir.0.join("locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let refused = fs::read_dir(&locked).is_err();

    let root = tree::scan(&dir.0, &mut Clock::new());
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();

    let dir = dir.0.display();
    // What cannot be read may hold something, so it is not pruned.
    let (note, pruned, left, rest) = if refused {
        (" [cannot be read: permission denied]", "1 folder", "3 folders", 12)
    } else {
        ("", "2 folders", "2 folders", 11)
    };
    let expected = format!(
        "\
[ 18K]  {dir}
├── [5.1K]  docs/
│   ├── [ 300]  old/
│   │   └── [ 300]  notes.txt
│   └── [4.8K]  manual.txt
├── [   0]  hollow/
│   └── [   0]  nest/
├── [   0]  locked/{note}
├── [ 13K]  src/
│   ├── [1.0K]  lib/
│   │   └── [1.0K]  mod.rs
│   ├── [ 12K]  main.rs
│   └── [link]  up -> ..
├── [   4]  bad\\xff\\xfename
├── [   0]  empty.txt
├── [   0]  two\\nlines
├── [link]  broken -> nowhere [broken]
├── [link]  ring-a -> ring-b [cannot be followed]
└── [link]  ring-b -> ring-a [cannot be followed]

7 folders, 7 files, 4 links

The largest files
[ 12K]  {dir}/src/main.rs
[4.8K]  {dir}/docs/manual.txt
[1.0K]  {dir}/src/lib/mod.rs
[ 300]  {dir}/docs/old/notes.txt
[   4]  {dir}/bad\\xff\\xfename
[   0]  {dir}/empty.txt
[   0]  {dir}/two\\nlines

In memory only, nothing on the disk is touched
moved     src/ to {dir}/attic/src/: attic/ holds 13K of 18K
refused   {dir} into src/: cannot put this `Folder` under this `Folder`: it is that node or one of its ancestors, so the edge would close a cycle
removed   attic/: 1 node gone
kept      src/ by its handle, a root
released  src/: 5 nodes gone
pruned    {pruned} without a file; left: {left}, 5 files, 3 links
dropped   the rest: {rest} nodes gone; made 20, gone 20
"
    );
    assert_eq!(report(root.unwrap()), expected);
}

#[test]
fn tree_shows_an_empty_folder() {
    let root = Folder::new("void".into(), &Strong::new(Tally::default()));
    let expected = "\
[   0]  void

nothing

The largest files

In memory only, nothing on the disk is touched
refused   void into attic/: cannot put this `Folder` under this `Folder`: it is that node or one of its ancestors, so the edge would close a cycle
removed   attic/: 1 node gone
pruned    0 folders without a file; left: nothing
dropped   the rest: 1 node gone; made 2, gone 2
";
    assert_eq!(report(root), expected);
}

#[test]
#[cfg_attr(miri, ignore)]
fn tree_shows_sizes_in_four_columns() {
    let root = Folder::new("sizes".into(), &Strong::new(Tally::default()));
    let sizes = [0, 1023, 1024, 10_188, 10_240, 1_048_575, 1_048_576, 5 << 30, u64::MAX, u64::MAX];
    let files = sizes.iter().enumerate().map(|(i, size)| (format!("{i}").into(), Found::File(Ok(*size)))).collect();
    root.fill(files);
    let text = report(root);
    let lines: Vec<_> = text.lines().take(11).collect();
    let expected = [
        "[ 32E]  sizes",
        "├── [   0]  0",
        "├── [1023]  1",
        "├── [1.0K]  2",
        "├── [9.9K]  3",
        "├── [ 10K]  4",
        "├── [0.9M]  5",
        "├── [1.0M]  6",
        "├── [5.0G]  7",
        "├── [ 15E]  8",
        "└── [ 15E]  9",
    ];
    assert_eq!(lines, expected);
}

/// 120,000 files in 100 folders: what is printed does not grow with the tree, and says how much it leaves out.
#[test]
#[cfg_attr(miri, ignore)]
fn tree_prints_the_top_of_a_large_tree() {
    let name = |prefix: char, i: u64| OsString::from(format!("{prefix}{i:04}"));
    let root = Folder::new("large".into(), &Strong::new(Tally::default()));
    let folders = root.fill((0..100).map(|i| (name('d', i), Found::Folder)).collect());
    for (i, folder) in (0..).zip(&folders) {
        folder.fill((0..1200).map(|j| (name('f', j), Found::File(Ok(i * j % 1000)))).collect());
    }
    drop(folders);
    let text = report(root);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.iter().filter(|line| **line == "│   └── … 1190 more").count(), 10, "{text}");
    assert_eq!(lines[121], "└── … 90 more", "{text}");
    assert_eq!(lines[123], "100 folders, 120000 files", "{text}");
    // The root, 10 folders with 10 files and a note each, a note; the sum; the ten largest; the edits.
    assert_eq!(lines.len(), 1 + 10 * 12 + 1 + 3 + 11 + 2 + 7, "{text}");
    assert_eq!(lines.last(), Some(&"dropped   the rest: 118900 nodes gone; made 120102, gone 120102"), "{text}");
}

/// 2,000 folders in each other, as deep as a path can be, with 100,000 files at the bottom.
#[test]
#[cfg_attr(miri, ignore)]
fn tree_copes_with_a_deep_tree() {
    let root = Folder::new("deep".into(), &Strong::new(Tally::default()));
    let mut bottom = root.clone();
    for _ in 0..2000 {
        let mut below = bottom.fill(vec![("d".into(), Found::Folder)]);
        bottom = below.pop().unwrap();
    }
    bottom.fill((0..100_000).map(|i| (format!("{i:06}").into(), Found::File(Ok(1)))).collect());
    drop(bottom);
    let text = report(root);
    assert!(
        text.starts_with("[ 97K]  deep\n└── [ 97K]  d/\n    └── [ 97K]  d/ … 1998 folders, 100000 files\n\n"),
        "{text}"
    );
    assert!(text.contains("\nreleased  d/: 102000 nodes gone\n"), "{text}");
}

/// What has been printed when the reader goes away stays; the rest is not computed for nobody.
#[test]
fn tree_stops_when_nobody_reads() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let tally = Strong::new(Tally::default());
    let root = Folder::new("unread".into(), &tally);
    let error = tree::report(root, &mut Clock::new(), &mut Closed).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    assert_eq!(Strong::strong_count(&tally), 1, "the tree is dropped all the same");
}

#[test]
#[cfg_attr(miri, ignore)]
fn the_commands_end_as_unix_tools_do() {
    let dir = Scratch::new("commands");
    dir.file("a/b.txt", 7);

    let fine = example("tree").arg(&dir.0).output().unwrap();
    assert_eq!(code(&fine), Some(0), "{fine:?}");
    let text = String::from_utf8(fine.stdout).unwrap();
    assert!(text.contains("└── [   7]  b.txt\n") && text.ends_with("made 4, gone 4\n"), "{text}");

    let timed = example("tree").arg("--time").arg(&dir.0).output().unwrap();
    assert_eq!(code(&timed), Some(0), "{timed:?}");
    assert!(String::from_utf8(timed.stderr).unwrap().contains(" s  reading\n"));

    for missing in [dir.0.join("missing"), dir.0.join("a/b.txt")] {
        let output = example("tree").arg(&missing).output().unwrap();
        let error = String::from_utf8(output.stderr.clone()).unwrap();
        assert_eq!(code(&output), Some(1), "{output:?}");
        assert!(output.stdout.is_empty() && error.contains("tree: ") && !error.contains("panicked"), "{output:?}");
    }
    for wrong in [&["--wrong"][..], &["a", "b"]] {
        let output = example("tree").args(wrong).output().unwrap();
        assert_eq!(code(&output), Some(2), "{output:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("usage: tree "));
    }
    let help = example("tree").arg("--help").output().unwrap();
    assert_eq!((code(&help), &help.stdout[..]), (Some(0), &b"usage: tree [--time] [DIR]\n"[..]), "{help:?}");

    let org = example("org").output().unwrap();
    assert_eq!(code(&org), Some(0), "{org:?}");
    assert!(org.stdout.ends_with(b"Closed: 0 of 6 employees left in memory\n"), "{org:?}");
}

/// `cargo run --example tree -- examples | head -0`.
#[test]
#[cfg_attr(miri, ignore)]
fn a_closed_pipe_ends_the_commands_quietly() {
    for command in [example("tree").arg("examples"), &mut example("org")] {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), Some(0), "{output:?}");
        assert!(!String::from_utf8(output.stderr).unwrap().contains("panicked"));
    }
}

/// What the guide shows as the output of the derive is compared with its snapshot, item by item.
#[test]
#[cfg_attr(miri, ignore)]
fn the_guide_shows_what_the_derive_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page = fs::read_to_string(root.join("docs/src/how-it-works.md")).unwrap();
    let snapshot = fs::read_to_string(root.join("weakgraph-derive/src/tests/expected/node.rs")).unwrap();
    // Without indents, so that items can be shown outside of the block that they are written in.
    let plain = |text: &str| {
        text.lines().map(|line| line.trim().replacen("/// ", "///", 1)).collect::<Vec<_>>().join("\n").trim().to_owned()
    };
    let snapshot = plain(&snapshot);

    let (_, shown) = page.split_once("```rust,ignore\n").unwrap();
    let (shown, _) = shown.split_once("\n```").unwrap();
    let mut items = 0;
    for item in shown.split("\n\n").map(plain).filter(|item| item != "// ...") {
        let item = item.trim_start_matches("impl Node {\n").trim_start_matches("// ...\n}").to_owned();
        assert!(snapshot.contains(&item), "not written by the derive:\n{item}");
        items += usize::from(!item.is_empty());
    }
    assert_eq!(items, 6);
}

/// Each guarantee in the README names a test that there is.
#[test]
#[cfg_attr(miri, ignore)]
fn the_readme_names_the_tests_of_the_guarantees() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let tests = fs::read_to_string(root.join("tests/guarantees/main.rs")).unwrap();
    for number in 1..=9 {
        let row = readme.lines().find(|line| line.starts_with(&format!("| G{number} |"))).unwrap();
        let name = row.rsplit('`').nth(1).unwrap();
        assert!(name.starts_with(&format!("g{number}_")), "{row}");
        let (test, tests_of_it) = (format!("fn {name}("), format!("mod {name} {{"));
        assert!(tests.contains(&test) || tests.contains(&tests_of_it), "there is no test `{name}`");
    }
}

#[test]
fn the_table_of_pictures_has_a_time_for_each() {
    let folder = Scratch::new("pictures");
    let output = example("pictures").arg(&folder.0).args(["1", "30"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let rows: Vec<&str> = said.lines().skip(1).collect();
    let times = |row: &&str| row.split_whitespace().rev().take(3).all(|it| it.parse::<f64>().is_ok());
    assert!(rows.len() == 18 && rows.iter().all(times), "{said}");
    let written: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|it| it.unwrap().path()).collect();
    let whole = |it: &PathBuf| fs::read_to_string(it).unwrap().ends_with("</svg>\n");
    assert!(written.len() == rows.len() && written.iter().all(whole));
}

#[test]
fn the_gallery_writes_its_pictures_into_the_folder_and_names_them() {
    let folder = Scratch::new("gallery");
    let output = example("gallery").arg(&folder.0).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let read = |name: &str| {
        let file = folder.0.join(name);
        assert!(said.contains(&file.display().to_string()), "{said}");
        fs::read_to_string(file).unwrap()
    };
    assert!(read("org.txt").contains("├── Ada, since 2009  ⇢ predecessor: Employee, dead\n"));
    assert!(read("dom.txt").starts_with("<html>\n├── <head>\n"));
    assert!(["org.dot", "dom.dot"].iter().all(|name| read(name).starts_with("digraph weakgraph {")));
    assert!(["org.svg", "dom.svg"].iter().all(|name| read(name).ends_with("</svg>\n")));
}

#[test]
fn a_folder_that_looks_like_an_option_is_refused() {
    for arguments in [&["--"][..], &["-x"], &["--help"], &[""], &["a", "b"]] {
        let output = example("gallery").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.ends_with("usage: gallery [FOLDER]\n"), "{said}");
    }
    for arguments in [&["--"][..], &["-x"], &["--help"]] {
        let output = example("pictures").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let odd = |name: &str| name.starts_with('-');
    let names = fs::read_dir(root).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| odd(name)).collect::<Vec<_>>(), [""; 0]);
}

/// The files that a page names in backticks, as `node.rs` or `collections/entry.rs`, are there.
#[test]
fn the_security_page_names_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let page = fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let names = page.split('`').skip(1).step_by(2).filter(|it| it.ends_with(".rs") || it.ends_with(".md"));
    let names: Vec<&str> = names.collect();
    assert!(names.len() > 4, "{names:?}");
    for name in names {
        let found = [root.to_owned(), root.join("weakgraph/src")].iter().any(|folder| folder.join(name).is_file());
        assert!(found, "SECURITY.md names `{name}`, which is not there");
    }
}
