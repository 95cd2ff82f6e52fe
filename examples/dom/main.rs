//! Looks at a page: `dom [FILE | -] [--select CSS] [--remove CSS] [--tree] [--html] [--stats]`.

use std::env;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use weakgraph_dom::{Handle, Select as _, Selectors, alive, dump, parse, serialize, serialize_node};

const USAGE: &str = "\
usage: dom [FILE | -] [--select CSS] [--remove CSS] [--tree] [--html] [--stats]

  FILE          the page; `-` is standard input; without it, a page that comes with the example
  --remove CSS  takes these elements out of the page, first of all; may be given several times
  --select CSS  prints these elements, a line each
  --tree        prints the tree
  --html        prints the page as HTML again
  --stats       prints how many nodes there are, and what becomes of them

exit status: 0; 1 if `--select` finds nothing; 2 if something is wrong";

/// The page that comes with the example.
const PAGE: &str = include_str!("page.html");

#[derive(Default)]
struct Options {
    file: Option<String>,
    select: Option<Selectors>,
    remove: Vec<Selectors>,
    tree: bool,
    html: bool,
    stats: bool,
}

fn options(mut args: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options::default();
    let mut only_files = false;
    while let Some(arg) = args.next() {
        let (name, value) = match arg.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name.to_owned(), Some(value.to_owned())),
            _ => (arg, None),
        };
        let mut css = |name: &str| -> Result<Selectors, String> {
            let css = value.clone().or_else(|| args.next()).ok_or(format!("{name} needs a selector"))?;
            css.parse().map_err(|error| format!("{error}"))
        };
        match name.as_str() {
            _ if only_files || !name.starts_with('-') || name == "-" => {
                if let Some(file) = options.file.replace(name) {
                    return Err(format!("one page at a time, and `{file}` is the first"));
                }
            }
            "--" => only_files = true,
            "--select" => options.select = Some(css("--select")?),
            "--remove" => options.remove.push(css("--remove")?),
            "--tree" if value.is_none() => options.tree = true,
            "--html" if value.is_none() => options.html = true,
            "--stats" if value.is_none() => options.stats = true,
            "--help" | "-h" => return Ok(None),
            _ => return Err(format!("unknown option `{name}`\n{USAGE}")),
        }
    }
    Ok(Some(options))
}

/// The page as text. Bytes that are no UTF-8 are read as U+FFFD, as a browser does, and reported.
fn read(file: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    if file == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map_err(|error| format!("standard input: {error}"))?;
    } else {
        bytes = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    }
    if let Err(error) = std::str::from_utf8(&bytes) {
        eprintln!("dom: {file}: not UTF-8 from byte {} on; read with replacement characters", error.valid_up_to());
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// An element in one line.
fn line(element: &Handle) -> String {
    let html = serialize_node(element);
    let mut line: String = html.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = line.char_indices().nth(160) {
        line.truncate(cut);
        line.push('…');
    }
    line
}

fn run(options: &Options, out: &mut impl io::Write) -> Result<bool, String> {
    let text = match &options.file {
        Some(file) => read(file)?,
        None => PAGE.to_owned(),
    };
    let failed = |error: io::Error| match error.kind() {
        // Who reads has enough.
        io::ErrorKind::BrokenPipe => String::new(),
        _ => format!("standard output: {error}"),
    };
    let page = parse(&text);
    for css in &options.remove {
        let mut gone = 0;
        for element in page.query_with(css) {
            element.remove();
            gone += 1;
        }
        eprintln!("dom: {gone} removed");
    }
    let mut found = true;
    if let Some(css) = &options.select {
        let all = page.query_with(css);
        found = !all.is_empty();
        for element in &all {
            writeln!(out, "{}", line(element)).map_err(failed)?;
        }
    }
    if options.tree {
        write!(out, "{}", dump(&page)).map_err(failed)?;
    }
    if options.html {
        writeln!(out, "{}", serialize(&page)).map_err(failed)?;
    }
    if options.stats {
        let (nodes, depth) = page.census();
        writeln!(out, "{nodes} nodes, {depth} deep, {} alive", alive()).map_err(failed)?;
        drop(page);
        writeln!(out, "the page is dropped: {} alive", alive()).map_err(failed)?;
    }
    out.flush().map_err(failed)?;
    Ok(found)
}

/// What the example can do, on its own page.
fn show(out: &mut impl io::Write) -> io::Result<()> {
    let page = parse(PAGE);
    writeln!(out, "The page:\n\n{}", dump(&page))?;
    for css in ["li:nth-child(2)", "ul:has(> .done)", "a[href^=\"https\"]", "li:not(.done)"] {
        let all = page.query_all(css).map_err(io::Error::other)?;
        writeln!(out, "{css}")?;
        for element in &all {
            writeln!(out, "    {}", line(element))?;
        }
    }
    if let Some(list) = page.query("ul").map_err(io::Error::other)? {
        let copy = list.clone_node(true);
        for done in list.query_all(".done").map_err(io::Error::other)? {
            done.remove();
        }
        let refused = copy.first_child_element().map(|item| item.append_child(&copy));
        writeln!(out, "\nwithout what is done: {}", line(&list))?;
        writeln!(out, "a copy from before:   {}", line(&copy))?;
        if let Some(Err(error)) = refused {
            writeln!(out, "a list in its item:   refused, {error}")?;
        }
    }
    let before = alive();
    drop(page);
    writeln!(out, "\n{before} nodes before the page is dropped, {} after; with arguments: dom --help", alive())
}

fn main() -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut args = env::args().skip(1).peekable();
    if args.peek().is_none() {
        return match show(&mut out).and_then(|()| out.flush()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("dom: {error}");
                ExitCode::from(2)
            }
        };
    }
    let done = options(args).and_then(|options| match options {
        Some(options) => run(&options, &mut out),
        None => writeln!(out, "{USAGE}").map(|()| true).map_err(|error| error.to_string()),
    });
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) if message.is_empty() => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("dom: {message}");
            ExitCode::from(2)
        }
    }
}
