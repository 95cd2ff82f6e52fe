//! A directory tree as a graph of objects.
//!
//! ```text
//! cargo run --example tree -- [--time] [DIR]
//! ```
//!
//! Reads DIR (without one, the current folder) into a graph, prints it as `tree` does, finds the ten largest files, and
//! then moves and removes parts of it: in memory only, nothing on the disk is touched.
//!
//! Read it from top to bottom:
//!
//! 1. the graph: three structs, their edges, and what they know about each other;
//! 2. from the disk into the graph, without recursion;
//! 3. printing it;
//! 4. walking it: the ten largest;
//! 5. editing it: a move, a refused cycle, a subtree that is held while its parent is dropped, removal while walking;
//! 6. the command line;
//! 7. names, sizes and sums as text.

use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::fmt::{self, Write as _};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::ops::{Add, Sub};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use std::{env, fs};

use weakgraph::{Children, Graph, LinkError, Parent, Strong, Tree};

// ---------------------------------------------------------------------------------------------------------------------
// 1. The graph
// ---------------------------------------------------------------------------------------------------------------------

/// A folder owns three lists, each of a type of its own.
///
/// `#[strong]` marks what keeps alive, `#[weak]` what does not. From the fields the derive writes `folder.parent()`,
/// `folder.folders()`, `folder.add_folder(..)`, `folder.add_file(..)` and so on, and because a folder owns folders in a
/// list, it also gets the trait [`Tree`]: `ancestors()`, `descendants()`, `detach()` ...
///
/// A node is only ever borrowed as `&Folder`, so data that changes is in a `Cell`.
#[derive(Graph)]
#[graph(on_drop = Folder::count_drop)]
pub(crate) struct Folder {
    name: OsString,
    /// What is in it and below it: see [`Folder::roll_up`].
    sum: Cell<Sum>,
    /// Why it could not be read.
    trouble: Cell<Option<ErrorKind>>,
    #[weak]
    parent: Parent<Folder>,
    #[strong]
    folders: Children<Folder>,
    #[strong]
    files: Children<File>,
    #[strong]
    links: Children<Link>,
    /// A shared edge: every node keeps the one tally alive. It may not lead back here; the compiler checks that.
    #[strong]
    tally: Strong<Tally>,
}

/// A file, or anything else that is neither a folder nor a link.
#[derive(Graph)]
#[graph(on_drop = File::count_drop)]
struct File {
    name: OsString,
    /// In bytes, or the error with which it could not be read.
    size: Result<u64, ErrorKind>,
    /// The other end of `Folder::files`. It is set and cleared together with it, never by hand.
    #[weak]
    folder: Parent<Folder>,
    #[strong]
    tally: Strong<Tally>,
}

/// A symbolic link. It is shown, not followed, so a link to a folder above it is no trouble.
#[derive(Graph)]
#[graph(on_drop = Link::count_drop)]
struct Link {
    name: OsString,
    target: PathBuf,
    /// Why it leads nowhere, if it does.
    trouble: Option<ErrorKind>,
    #[weak]
    folder: Parent<Folder>,
    #[strong]
    tally: Strong<Tally>,
}

/// Counts the nodes of a tree: a node without edges, shared by all of them.
#[derive(Graph, Default)]
pub(crate) struct Tally {
    made: Cell<u64>,
    dropped: Cell<u64>,
}

/// The hooks: each runs once, when its node is dropped. The fields can still be read then.
impl Folder {
    fn count_drop(&self) {
        self.tally.dropped.set(self.tally.dropped.get() + 1);
    }
}

impl File {
    fn count_drop(&self) {
        self.tally.dropped.set(self.tally.dropped.get() + 1);
    }
}

impl Link {
    fn count_drop(&self) {
        self.tally.dropped.set(self.tally.dropped.get() + 1);
    }
}

/// What a folder holds, itself not counted.
#[derive(Clone, Copy, Default)]
struct Sum {
    bytes: u128,
    folders: u64,
    files: u64,
    links: u64,
}

impl Folder {
    pub(crate) fn new(name: OsString, tally: &Strong<Tally>) -> Strong<Folder> {
        tally.made.set(tally.made.get() + 1);
        // A node is made from a plain value. Its edges start empty.
        Strong::new(Folder {
            name,
            sum: Cell::default(),
            trouble: Cell::default(),
            parent: Parent::new(),
            folders: Children::new(),
            files: Children::new(),
            links: Children::new(),
            tally: tally.clone(),
        })
    }

    /// Up the back-references: this folder and every one that it is in learn of a change.
    fn roll_up(&self, change: impl Fn(Sum) -> Sum) {
        for folder in self.inclusive_ancestors() {
            folder.sum.set(change(folder.sum.get()));
        }
    }

    /// The same way gives the path; no node has to store it.
    fn path(&self) -> PathBuf {
        let up: Vec<_> = self.inclusive_ancestors().collect();
        up.iter().rev().map(|folder| &folder.name).collect()
    }

    /// The size of all that is in it, without padding.
    fn size(&self) -> String {
        Size(self.sum.get().bytes).to_string().trim_start().into()
    }

    /// What its parent counts for it: what it holds, and itself.
    fn share(&self) -> Sum {
        self.sum.get() + Sum { folders: 1, ..Sum::default() }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// 2. From the disk into the graph
// ---------------------------------------------------------------------------------------------------------------------

/// An entry of a folder on the disk.
pub(crate) enum Found {
    Folder,
    File(Result<u64, ErrorKind>),
    Link(PathBuf, Option<ErrorKind>),
}

/// Reads what is in one folder. If that fails on the way, `found` keeps what came before.
fn list(path: &Path, found: &mut Vec<(OsString, Found)>) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let what = match entry.file_type() {
            Ok(kind) if kind.is_dir() => Found::Folder,
            Ok(kind) if kind.is_symlink() => {
                let link = entry.path();
                let end = fs::metadata(&link).err().map(|error| error.kind());
                Found::Link(fs::read_link(&link).unwrap_or_default(), end)
            }
            Ok(_) => Found::File(entry.metadata().map(|data| data.len()).map_err(|error| error.kind())),
            Err(error) => Found::File(Err(error.kind())),
        };
        found.push((entry.file_name(), what));
    }
    Ok(())
}

impl Folder {
    /// Makes nodes of what was found. Gives the new folders, which are still to be read.
    pub(crate) fn fill(&self, mut found: Vec<(OsString, Found)>) -> Vec<Strong<Folder>> {
        found.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let mut unread = Vec::new();
        let mut sum = Sum::default();
        for (name, found) in found {
            let tally = self.tally.clone();
            match found {
                Found::Folder => {
                    sum.folders += 1;
                    // `add_folder` takes a handle or a plain value, and gives the handle back.
                    unread.push(self.add_folder(Folder::new(name, &tally)));
                    continue;
                }
                Found::File(size) => {
                    sum.files += 1;
                    sum.bytes += u128::from(size.unwrap_or(0));
                    tally.made.set(tally.made.get() + 1);
                    self.add_file(File { name, size, folder: Parent::new(), tally });
                }
                Found::Link(target, trouble) => {
                    sum.links += 1;
                    tally.made.set(tally.made.get() + 1);
                    self.add_link(Link { name, target, trouble, folder: Parent::new(), tally });
                }
            }
        }
        self.roll_up(|old| old + sum);
        unread
    }
}

/// Reads a whole tree. Only a `dir` that cannot be read is an error; other troubles are noted where they were met.
///
/// No recursion: the folders still to be read wait in a list. Their parents hold them anyway, so that costs a handle
/// each.
pub(crate) fn scan(dir: &Path, clock: &mut Clock) -> io::Result<Strong<Folder>> {
    let tally = Strong::new(Tally::default());
    let root = Folder::new(dir.into(), &tally);
    let mut unread = vec![root.clone()];
    while let Some(folder) = unread.pop() {
        let mut found = Vec::new();
        let read = list(&folder.path(), &mut found);
        clock.lap("reading");
        match read {
            Err(error) if folder == root => return Err(error),
            Err(error) => folder.trouble.set(Some(error.kind())),
            Ok(()) => {}
        }
        unread.extend(folder.fill(found));
        clock.lap("building");
    }
    Ok(root)
}

// ---------------------------------------------------------------------------------------------------------------------
// 3. Printing
// ---------------------------------------------------------------------------------------------------------------------

/// What is in a folder, of any type.
enum Entry {
    Folder(Strong<Folder>),
    File(Strong<File>),
    Link(Strong<Link>),
}

impl Folder {
    /// All that is in a folder: folders first, each list in its order.
    fn entries(&self) -> impl Iterator<Item = Entry> {
        let folders = self.folders().iter().map(Entry::Folder);
        let files = self.files().iter().map(Entry::File);
        let links = self.links().iter().map(Entry::Link);
        folders.chain(files).chain(links)
    }

    fn entry_count(&self) -> usize {
        self.folders().len() + self.files().len() + self.links().len()
    }
}

/// How much is printed: all of a small tree, the top of a large one.
#[derive(Clone, Copy)]
struct Limits {
    /// How many levels of folders are opened.
    levels: usize,
    /// How many entries of a folder are shown.
    entries: usize,
}

impl Limits {
    fn of(sum: Sum) -> Limits {
        if sum.folders + sum.files + sum.links <= 200 {
            return Limits { levels: 200, entries: 200 };
        }
        Limits { levels: 2, entries: 10 }
    }
}

/// Prints what is in a folder. Calls itself for the levels that are shown, so never more than 200 deep.
fn print_members(folder: &Folder, limits: Limits, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut left = folder.entry_count();
    for entry in folder.entries().take(limits.entries) {
        left -= 1;
        let (branch, below) = if left == 0 { ("└── ", "    ") } else { ("├── ", "│   ") };
        write!(out, "{indent}{branch}{entry}")?;
        match entry {
            Entry::Folder(folder) if limits.levels > 1 => {
                writeln!(out)?;
                let limits = Limits { levels: limits.levels - 1, ..limits };
                print_members(&folder, limits, &format!("{indent}{below}"), out)?;
            }
            Entry::Folder(folder) if folder.entry_count() > 0 => writeln!(out, " … {}", folder.sum.get())?,
            _ => writeln!(out)?,
        }
    }
    if left > 0 {
        writeln!(out, "{indent}└── … {left} more")?;
    }
    Ok(())
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Entry::Folder(folder) => {
                write!(f, "[{}]  {}/", Size(folder.sum.get().bytes), Name(&folder.name))?;
                folder.trouble.get().map_or(Ok(()), |trouble| write!(f, " [cannot be read: {trouble}]"))
            }
            Entry::File(file) => match file.size {
                Ok(size) => write!(f, "[{}]  {}", Size(size.into()), Name(&file.name)),
                Err(trouble) => write!(f, "[   ?]  {} [{trouble}]", Name(&file.name)),
            },
            Entry::Link(link) => {
                write!(f, "[link]  {} -> {}", Name(&link.name), Name(link.target.as_os_str()))?;
                match link.trouble {
                    None => Ok(()),
                    Some(ErrorKind::NotFound) => f.write_str(" [broken]"),
                    Some(_) => f.write_str(" [cannot be followed]"),
                }
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// 4. Walking: the ten largest
// ---------------------------------------------------------------------------------------------------------------------

/// The largest files, the largest first.
///
/// A walk yields handles. They can be kept: that a file is in `top` does not change the tree in any way.
fn largest(root: &Folder, how_many: usize) -> Vec<Strong<File>> {
    let mut top: Vec<Strong<File>> = Vec::new();
    for folder in root.inclusive_descendants() {
        for file in folder.files() {
            let at = top.partition_point(|other| other.size.unwrap_or(0) >= file.size.unwrap_or(0));
            if at < how_many {
                top.truncate(how_many - 1);
                top.insert(at, file);
            }
        }
    }
    top
}

// ---------------------------------------------------------------------------------------------------------------------
// 5. Editing
// ---------------------------------------------------------------------------------------------------------------------

impl Folder {
    /// Moves this folder, with all that is in it, into another.
    ///
    /// `try_add_folder` is the edit: it takes the folder out of its old parent's list, puts it into the new one and
    /// sets the back-reference, or changes nothing at all. The sums are ours to keep, so they follow after it has
    /// succeeded.
    fn move_into(&self, to: &Folder) -> Result<(), LinkError> {
        let old = self.parent();
        to.try_add_folder(self.handle())?;
        if let Some(old) = old {
            old.roll_up(|sum| sum - self.share());
        }
        to.roll_up(|sum| sum + self.share());
        Ok(())
    }

    /// Takes this folder out of the one it is in.
    fn leave(&self) {
        if let Some(parent) = self.parent() {
            parent.roll_up(|sum| sum - self.share());
        }
        self.detach();
    }
}

fn edit(root: &Strong<Folder>, out: &mut dyn Write) -> io::Result<()> {
    let dropped = |since: u64| count(root.tally.dropped.get() - since, "node");

    // Makes a new folder and moves the largest one into it.
    let attic = Folder::new("attic".into(), &root.tally);
    let largest = root.folders().iter().max_by_key(|folder| folder.sum.get().bytes);
    root.add_folder(&attic);
    root.roll_up(|sum| sum + attic.share());
    if let Some(folder) = largest.as_ref().filter(|folder| folder.move_into(&attic).is_ok()) {
        let (name, path) = (Name(&folder.name), folder.path());
        writeln!(
            out,
            "moved     {name}/ to {}/: attic/ holds {} of {}",
            Name(path.as_os_str()),
            attic.size(),
            root.size()
        )?;
    }

    // A folder cannot be put under itself, however far down. The error says why, and nothing has changed.
    let below = largest.as_ref().unwrap_or(&attic);
    if let Err(error) = root.move_into(below) {
        writeln!(out, "refused   {} into {}/: {error}", Name(&root.name), Name(&below.name))?;
    }

    // Takes the new folder out and drops it. What the handle `largest` holds of it stays alive.
    let before = root.tally.dropped.get();
    attic.leave();
    drop(attic);
    writeln!(out, "removed   attic/: {} gone", dropped(before))?;
    if let Some(folder) = largest {
        let name = folder.name.clone();
        writeln!(
            out,
            "kept      {}/ by its handle, {}",
            Name(&name),
            if folder.is_root() { "a root" } else { "owned" }
        )?;
        // That was the last handle: the whole subtree is dropped here, at once.
        let before = root.tally.dropped.get();
        drop(folder);
        writeln!(out, "released  {}/: {} gone", Name(&name), dropped(before))?;
    }

    // Removes while walking: every folder in which there is nothing but folders. The walk goes on behind what was
    // removed and does not look into it.
    let mut pruned = 0;
    for folder in root.descendants() {
        let Sum { files, links, .. } = folder.sum.get();
        if files + links == 0 && folder.trouble.get().is_none() {
            folder.leave();
            pruned += 1;
        }
    }
    writeln!(out, "pruned    {} without a file; left: {}", count(pruned, "folder"), root.sum.get())
}

/// Prints a tree, takes it apart, and drops it.
pub(crate) fn report(root: Strong<Folder>, clock: &mut Clock, out: &mut dyn Write) -> io::Result<()> {
    let sum = root.sum.get();
    writeln!(out, "[{}]  {}", Size(sum.bytes), Name(&root.name))?;
    print_members(&root, Limits::of(sum), "", out)?;
    writeln!(out, "\n{sum}\n")?;
    clock.lap("printing");

    writeln!(out, "The largest files")?;
    for file in largest(&root, 10) {
        let path = file.folder().map_or_else(PathBuf::new, |folder| folder.path()).join(&file.name);
        writeln!(out, "[{}]  {}", Size(file.size.unwrap_or(0).into()), Name(path.as_os_str()))?;
    }
    clock.lap("finding the largest");

    writeln!(out, "\nIn memory only, nothing on the disk is touched")?;
    edit(&root, out)?;
    clock.lap("editing");

    // The tally is shared by every node; this handle keeps it for a moment longer.
    let tally = root.tally.clone();
    let before = tally.dropped.get();
    // The last handle to the root. Every node below is dropped now, in document order, with its hook, in constant
    // stack.
    drop(root);
    clock.lap("dropping");
    let rest = count(tally.dropped.get() - before, "node");
    writeln!(out, "dropped   the rest: {rest} gone; made {}, gone {}", tally.made.get(), tally.dropped.get())
}

// ---------------------------------------------------------------------------------------------------------------------
// 6. The command line
// ---------------------------------------------------------------------------------------------------------------------

const USAGE: &str = "usage: tree [--time] [DIR]";

/// Ends with 0; with 1 if something could not be read (as `du` does, the rest is shown) or written; with 2 if the
/// command line is wrong.
fn main() -> ExitCode {
    let mut time = false;
    let mut dir = None;
    for arg in env::args_os().skip(1) {
        match arg.to_str() {
            Some("--time") => time = true,
            Some("-h" | "--help") => return finish(writeln!(io::stdout(), "{USAGE}"), ExitCode::SUCCESS),
            Some(option) if option.starts_with('-') => {
                eprintln!("tree: there is no option {option}\n{USAGE}");
                return ExitCode::from(2);
            }
            _ if dir.is_some() => {
                eprintln!("tree: one folder at a time\n{USAGE}");
                return ExitCode::from(2);
            }
            _ => dir = Some(PathBuf::from(arg)),
        }
    }
    let dir = dir.unwrap_or_else(|| PathBuf::from("."));

    let mut clock = Clock::new();
    let root = match scan(&dir, &mut clock) {
        Ok(root) => root,
        Err(error) => {
            eprintln!("tree: {}: {error}", Name(dir.as_os_str()));
            return ExitCode::FAILURE;
        }
    };
    let mut code = ExitCode::SUCCESS;
    for folder in root.descendants() {
        if let Some(trouble) = folder.trouble.get() {
            eprintln!("tree: {}: {trouble}", Name(folder.path().as_os_str()));
            code = ExitCode::FAILURE;
        }
    }

    let mut out = BufWriter::new(io::stdout().lock());
    let written = report(root, &mut clock, &mut out).and_then(|()| out.flush());
    if time {
        eprint!("{clock}");
    }
    finish(written, code)
}

/// A reader that has seen enough (`| head`) is no error; a full disk is one.
fn finish(written: io::Result<()>, code: ExitCode) -> ExitCode {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("tree: {error}");
            ExitCode::FAILURE
        }
        _ => code,
    }
}

/// Where the time goes, for `--time`.
pub(crate) struct Clock {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    pub(crate) fn new() -> Clock {
        Clock { last: Instant::now(), laps: Vec::new() }
    }

    /// Books the time since the last lap to `what`.
    fn lap(&mut self, what: &'static str) {
        let now = Instant::now();
        let took = now - self.last;
        self.last = now;
        match self.laps.iter_mut().find(|(name, _)| *name == what) {
            Some((_, sum)) => *sum += took,
            None => self.laps.push((what, took)),
        }
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.laps.iter().try_for_each(|(what, took)| writeln!(f, "{:8.3} s  {what}", took.as_secs_f64()))
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// 7. Names, sizes and sums as text: nothing about graphs
// ---------------------------------------------------------------------------------------------------------------------

/// A name as it can be shown: what is not UTF-8 as `\xff`, a line break as `\n`.
struct Name<'a>(&'a OsStr);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for chunk in self.0.as_encoded_bytes().utf8_chunks() {
            for char in chunk.valid().chars() {
                if char.is_control() {
                    write!(f, "{}", char.escape_default())?;
                } else {
                    f.write_char(char)?;
                }
            }
            for byte in chunk.invalid() {
                write!(f, "\\x{byte:02x}")?;
            }
        }
        Ok(())
    }
}

/// A size in four columns: ` 512`, `4.0K`, ` 23M`.
struct Size(u128);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Size(bytes) = *self;
        if bytes < 1024 {
            return write!(f, "{bytes:4}");
        }
        let mut units = "KMGTPE".chars();
        let mut unit = units.next();
        let mut tenths = bytes * 10 / 1024;
        while tenths >= 10_000 {
            let Some(next) = units.next() else { break };
            unit = Some(next);
            tenths /= 1024;
        }
        let unit = unit.unwrap_or('?');
        if tenths < 100 {
            write!(f, "{}.{}{unit}", tenths / 10, tenths % 10)
        } else {
            write!(f, "{:3}{unit}", tenths / 10)
        }
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [(self.folders, "folder"), (self.files, "file"), (self.links, "link")];
        let parts: Vec<_> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| count(*n, what)).collect();
        if parts.is_empty() { f.write_str("nothing") } else { f.write_str(&parts.join(", ")) }
    }
}

fn count(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

impl Add for Sum {
    type Output = Sum;

    fn add(self, other: Sum) -> Sum {
        Sum {
            bytes: self.bytes + other.bytes,
            folders: self.folders + other.folders,
            files: self.files + other.files,
            links: self.links + other.links,
        }
    }
}

impl Sub for Sum {
    type Output = Sum;

    fn sub(self, other: Sum) -> Sum {
        Sum {
            bytes: self.bytes - other.bytes,
            folders: self.folders - other.folders,
            files: self.files - other.files,
            links: self.links - other.links,
        }
    }
}
