//! Looks at a page: see [`USAGE`].

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Read as _, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::{Arg, Parser};
use weakgraph_dom::{
    Decoded, Kind, Node, ParseOpts, QuirksMode, Select as _, Selectors, Serializer, Source, alive, dump,
    encoding_for_label, parse, parse_bytes,
};

const USAGE: &str = "\
usage: dom [FILE | -] [--remove CSS].. [--select CSS] [--tree] [--html] [--stats] [--encoding LABEL]

  FILE              the page; `-` is standard input; without it, a page that comes with the example
  --remove CSS      takes these elements out of the page, first of all; may be given several times
  --select CSS      prints these elements, a line each
  --tree            prints the tree
  --html            prints the page as HTML again
  --stats           prints how many nodes there are, and what becomes of them
  --encoding LABEL  the encoding of the page; else what it declares, or else UTF-8
  --help            prints this

With a page and nothing else, it prints what the page is. Without any argument, it shows what it can do.
A selector that begins with `-` is written `--select=-x`.

exit status: 0; 1 if `--select` finds nothing; 2 if something is wrong";

/// The page that comes with the example.
const PAGE: &str = include_str!("page.html");

/// An element is printed up to this many characters.
const WIDTH: usize = 160;

#[derive(Default)]
struct Options {
    file: Option<OsString>,
    encoding: Option<OsString>,
    select: Option<Selectors>,
    remove: Vec<Selectors>,
    tree: bool,
    html: bool,
    stats: bool,
}

/// The value of an option: after `=`, or the next argument, if that is no option.
fn value(parser: &mut Parser, name: &str, what: &str) -> Result<OsString, String> {
    if let Some(value) = parser.optional_value() {
        return Ok(value);
    }
    let is_option = |arg: &OsStr| arg.as_encoded_bytes().starts_with(b"-") && arg.len() > 1;
    let next = parser.try_raw_args().and_then(|mut args| match args.peek() {
        Some(next) if is_option(next) => Some(Err(next.to_string_lossy().into_owned())),
        _ => args.next().map(Ok),
    });
    match next {
        Some(Ok(value)) => Ok(value),
        Some(Err(option)) => {
            Err(format!("{name} needs {what}, and `{option}` is an option; or write `{name}={option}`"))
        }
        None => Err(format!("{name} needs {what}")),
    }
}

fn css(parser: &mut Parser, name: &str) -> Result<Selectors, String> {
    let css = value(parser, name, "a selector")?;
    let Some(css) = css.to_str() else {
        return Err(format!("{name} needs a selector, and `{}` is no Unicode", css.display()));
    };
    css.parse().map_err(|error| format!("{error}"))
}

/// A flag has no value.
fn flag(parser: &mut Parser, name: &str, flag: &mut bool) -> Result<(), String> {
    *flag = true;
    match parser.optional_value() {
        None => Ok(()),
        Some(value) => Err(format!("{name} takes no value, and `{}` is one", value.display())),
    }
}

fn options(mut parser: Parser) -> Result<Option<Options>, String> {
    let mut options = Options::default();
    let mut help = false;
    while let Some(arg) = parser.next().map_err(|error| error.to_string())? {
        match arg {
            Arg::Long("select") => {
                if options.select.replace(css(&mut parser, "--select")?).is_some() {
                    return Err("--select is given twice; a list of selectors has commas: `a, b`".into());
                }
            }
            Arg::Long("remove") => options.remove.push(css(&mut parser, "--remove")?),
            Arg::Long("encoding") => {
                if options.encoding.replace(value(&mut parser, "--encoding", "a label")?).is_some() {
                    return Err("--encoding is given twice".into());
                }
            }
            Arg::Long("tree") => flag(&mut parser, "--tree", &mut options.tree)?,
            Arg::Long("html") => flag(&mut parser, "--html", &mut options.html)?,
            Arg::Long("stats") => flag(&mut parser, "--stats", &mut options.stats)?,
            Arg::Long("help") => flag(&mut parser, "--help", &mut help)?,
            Arg::Short('h') => help = true,
            Arg::Long(name) => return Err(format!("unknown option `--{name}`\n{USAGE}")),
            Arg::Short(name) => return Err(format!("unknown option `-{name}`\n{USAGE}")),
            Arg::Value(file) => {
                if let Some(first) = &options.file {
                    return Err(format!(
                        "one page at a time: `{}` is the first, `{}` the second",
                        first.display(),
                        file.display()
                    ));
                }
                options.file = Some(file);
            }
        }
    }
    Ok(if help { None } else { Some(options) })
}

/// Reads a page. Bytes that mean nothing are read as U+FFFD, as a browser does, and reported.
fn read(file: &OsStr, label: Option<&OsStr>) -> Result<(Node, Decoded), String> {
    let encoding = match label {
        None => None,
        Some(label) => match label.to_str().and_then(encoding_for_label) {
            Some(encoding) => Some(encoding),
            None => return Err(format!("unknown encoding `{}`", label.display())),
        },
    };
    let mut bytes = Vec::new();
    if file == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map_err(|error| format!("standard input: {error}"))?;
    } else {
        bytes = fs::read(PathBuf::from(file)).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    let (page, decoded) = parse_bytes(&bytes, encoding, ParseOpts::default());
    if decoded.had_errors {
        let name = decoded.encoding.name();
        complain(&format!("{}: not all of it is {name}; read with replacement characters", file.display()));
    }
    Ok((page, decoded))
}

/// Writes to standard error, which may be closed.
fn complain(message: &str) {
    let _ = writeln!(io::stderr(), "dom: {message}");
}

/// Takes what fits on a line, in words, and then no more.
struct Line {
    text: String,
    chars: usize,
    space: bool,
    /// What has come of a character that is not there in whole yet.
    bytes: Vec<u8>,
    full: bool,
}

impl Line {
    fn push(&mut self, letter: char) {
        if letter.is_whitespace() {
            self.space = true;
            return;
        }
        let wanted = 1 + usize::from(self.space && self.chars > 0);
        if self.chars + wanted > WIDTH {
            self.full = true;
            return;
        }
        if wanted > 1 {
            self.text.push(' ');
        }
        self.space = false;
        self.text.push(letter);
        self.chars += wanted;
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.bytes) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        let rest = self.bytes.split_off(whole);
        let text = String::from_utf8(std::mem::replace(&mut self.bytes, rest)).map_err(io::Error::other)?;
        for letter in text.chars() {
            self.push(letter);
            if self.full {
                // The serializer stops here.
                return Err(io::ErrorKind::WriteZero.into());
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An element in one line. No more of it is serialised than is printed.
fn line(element: &Node) -> String {
    let mut line = Line { text: String::new(), chars: 0, space: false, bytes: Vec::new(), full: false };
    // It stops when the line is full.
    let _ = Serializer::new().include_node(true).write(element, &mut line);
    if line.full {
        line.text.push('…');
    }
    line.text
}

/// What a page is.
fn describe(page: &Node, decoded: Option<&Decoded>, out: &mut impl Write) -> io::Result<()> {
    let title = page.descendants().find(|node| node.is_html("title")).map(|title| title.text_content());
    let title: Vec<&str> = title.as_deref().unwrap_or_default().split_whitespace().collect();
    writeln!(out, "title:    {}", if title.is_empty() { "none".into() } else { title.join(" ") })?;
    if let Some(decoded) = decoded {
        let source = match decoded.source {
            Source::Caller => "as asked",
            Source::Mark => "by its byte-order mark",
            Source::Declared => "as it declares",
            Source::Default => "as nothing else is declared",
        };
        writeln!(out, "encoding: {}, {source}", decoded.encoding.name())?;
    }
    let mode = match page.quirks_mode() {
        QuirksMode::Quirks => "quirks",
        QuirksMode::LimitedQuirks => "limited quirks",
        QuirksMode::NoQuirks => "no quirks",
    };
    writeln!(out, "mode:     {mode}")?;
    let (nodes, depth) = page.census();
    let (mut texts, mut comments) = (0, 0);
    let mut elements = std::collections::BTreeMap::<String, usize>::new();
    for node in page.descendants() {
        match node.kind() {
            Kind::Element(element) => *elements.entry(element.qualified_name()).or_default() += 1,
            Kind::Text(_) => texts += 1,
            Kind::Comment(_) => comments += 1,
            _ => {}
        }
    }
    let count: usize = elements.values().sum();
    writeln!(out, "nodes:    {nodes}, {depth} deep: {count} elements, {texts} texts, {comments} comments")?;
    let mut elements: Vec<(String, usize)> = elements.into_iter().collect();
    elements.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let most: Vec<String> = elements.iter().take(8).map(|(name, count)| format!("{count} {name}")).collect();
    writeln!(out, "elements: {}", most.join(", "))?;
    writeln!(out, "\nmore: --tree, --html, --select CSS; see dom --help")
}

fn run(options: &Options, out: &mut impl Write) -> Result<bool, String> {
    let (page, decoded) = match &options.file {
        Some(file) => read(file, options.encoding.as_deref()).map(|(page, decoded)| (page, Some(decoded)))?,
        None => (parse(PAGE), None),
    };
    for css in &options.remove {
        let mut removed = 0;
        for element in page.query_with(css) {
            element.remove();
            removed += 1;
        }
        complain(&format!("{removed} removed"));
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
        Serializer::new().write(&page, &mut *out).and_then(|()| writeln!(out)).map_err(failed)?;
    }
    if !options.tree && !options.html && !options.stats && options.select.is_none() {
        describe(&page, decoded.as_ref(), out).map_err(failed)?;
    }
    if options.stats {
        let (nodes, depth) = page.census();
        writeln!(out, "{nodes} nodes, {depth} deep, {} alive", alive()).map_err(failed)?;
        drop(page);
        writeln!(out, "the page is dropped: {} alive", alive()).map_err(failed)?;
    }
    Ok(found)
}

/// The error of writing the output; none if the reader closed it.
fn failed(error: io::Error) -> String {
    match error.kind() {
        io::ErrorKind::BrokenPipe => String::new(),
        _ => format!("standard output: {error}"),
    }
}

/// What the example can do, on its own page.
fn show(out: &mut impl Write) -> Result<(), String> {
    let page = parse(PAGE);
    writeln!(out, "The page:\n\n{}", dump(&page)).map_err(failed)?;
    for css in ["li:nth-child(2)", "ul:has(> .done)", "a[href^=\"https\"]", "li:not(.done)"] {
        let all = page.query_all(css).map_err(|error| error.to_string())?;
        writeln!(out, "{css}").map_err(failed)?;
        for element in &all {
            writeln!(out, "    {}", line(element)).map_err(failed)?;
        }
    }
    if let Some(list) = page.query("ul").map_err(|error| error.to_string())? {
        let copy = list.clone_node(true);
        for done in list.query_all(".done").map_err(|error| error.to_string())? {
            done.remove();
        }
        let refused = copy.first_child_element().map(|item| item.append_child(&copy));
        writeln!(out, "\nwithout what is done: {}", line(&list)).map_err(failed)?;
        writeln!(out, "a copy from before:   {}", line(&copy)).map_err(failed)?;
        if let Some(Err(error)) = refused {
            writeln!(out, "a list in its item:   refused, {error}").map_err(failed)?;
        }
    }
    let before = alive();
    drop(page);
    writeln!(out, "\n{before} nodes before the page is dropped, {} after; with arguments: dom --help", alive())
        .map_err(failed)
}

fn main() -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = match env::args_os().len() {
        0 | 1 => show(&mut out).map(|()| true),
        _ => options(Parser::from_env()).and_then(|options| match options {
            Some(options) => run(&options, &mut out),
            None => writeln!(out, "{USAGE}").map(|()| true).map_err(failed),
        }),
    };
    let done = done.and_then(|found| out.flush().map(|()| found).map_err(failed));
    // What could not be written is not tried again.
    drop(out.into_parts());
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) if message.is_empty() => ExitCode::SUCCESS,
        Err(message) => {
            complain(&message);
            ExitCode::from(2)
        }
    }
}
