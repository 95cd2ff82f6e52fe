//! The example as a user runs it: what it prints, and how it ends.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The example, which `cargo test` has built beside the tests.
fn example() -> PathBuf {
    let mut path = std::env::current_exe().expect("tests know where they are");
    path.pop();
    path.pop();
    path.join("examples").join(format!("dom{}", std::env::consts::EXE_SUFFIX))
}

fn dom(args: &[&str], input: &[u8]) -> (Option<i32>, String, String) {
    let mut child = Command::new(example())
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example is there");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // It may end before it has read everything.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    writer.join().expect("the writer ends");
    (status.code(), String::from_utf8_lossy(&stdout).into_owned(), String::from_utf8_lossy(&stderr).into_owned())
}

#[test]
fn it_shows_what_it_can_do() {
    let (code, out, err) = dom(&[], b"");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("ul:has(> .done)") && out.contains("31 nodes before the page is dropped, 0 after"), "{out}");
}

#[test]
fn it_selects_removes_and_prints() {
    let page = b"<!DOCTYPE html><p class=a>1<p class=b>2<p class=a>3";
    assert_eq!(
        dom(&["-", "--select", "p.a"], page),
        (Some(0), "<p class=\"a\">1</p>\n<p class=\"a\">3</p>\n".into(), String::new())
    );
    let (code, out, err) = dom(&["-", "--remove=.a", "--remove", ".none", "--html", "--stats"], page);
    assert_eq!((code, err.as_str()), (Some(0), "dom: 2 removed\ndom: 0 removed\n"));
    assert_eq!(
        out,
        "<!DOCTYPE html><html><head></head><body><p class=\"b\">2</p></body></html>\n\
         7 nodes, 4 deep, 7 alive\nthe page is dropped: 0 alive\n"
    );
    let (code, out, _) = dom(&["-", "--tree"], b"<p>x");
    assert_eq!((code, out.as_str()), (Some(0), "| <html>\n|   <head>\n|   <body>\n|     <p>\n|       \"x\"\n"));
}

#[test]
fn it_says_what_is_wrong() {
    for (args, code, message) in [
        (&["no/such/page.html", "--tree"][..], 2, "dom: no/such/page.html: "),
        (&["-", "--select", "p >"], 2, "dom: bad selector `p >`: nothing follows the combinator"),
        (&["-", "--select"], 2, "dom: --select needs a selector"),
        (&["-", "--nonsense"], 2, "dom: unknown option `--nonsense`"),
        (&["a", "b"], 2, "dom: one page at a time"),
        (&["-", "--select", "p.none"], 1, ""),
        (&["--help"], 0, ""),
        (&["/", "--tree"], 2, "dom: /: "),
        (&["-", "--select", "p", "--select", "b"], 2, "dom: --select is given twice"),
        (&["-", "--html=1"], 2, "dom: --html takes no value, and `1` is one"),
        (&["-", "--tree="], 2, "dom: --tree takes no value"),
        (&["-", "--stats=yes"], 2, "dom: --stats takes no value"),
        (&["--help=x"], 2, "dom: --help takes no value"),
        (&["-", "--select", "--html"], 2, "dom: --select needs a selector, and `--html` is an option"),
        (&["-", "--remove", "-h"], 2, "dom: --remove needs a selector, and `-h` is an option"),
        (&["-", "--remove"], 2, "dom: --remove needs a selector"),
        (&["-", "--remove", "p["], 2, "dom: bad selector `p[`: "),
        (&["-", "--select", ".1a"], 2, "dom: bad selector `.1a`: "),
        (&["-", "--select="], 2, "dom: bad selector ``: a selector is missing"),
        (&["-", "--select=--html"], 1, ""),
        (&["-", "--encoding", "nonsense"], 2, "dom: unknown encoding `nonsense`"),
        (&["-", "--encoding"], 2, "dom: --encoding needs a label"),
        (&["-", "--encoding=gbk", "--encoding=gbk"], 2, "dom: --encoding is given twice"),
        (&["-x"], 2, "dom: unknown option `-x`"),
        (&["-h"], 0, ""),
        (&["--", "-"], 0, ""),
        (&["--", "--tree"], 2, "dom: --tree: "),
    ] {
        let (found, _, err) = dom(args, b"<p>x");
        assert_eq!(found, Some(code), "{args:?}: {err}");
        assert!(err.starts_with(message) && (code == 2) != err.is_empty(), "{args:?}: {err}");
    }
}

#[test]
fn a_page_alone_is_described() {
    let (code, out, err) = dom(&["-"], b"<!DOCTYPE html><title> A\n page</title><p>x<p>y<!--z-->");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    for line in [
        "title:    A page",
        "encoding: UTF-8, as nothing else is declared",
        "mode:     no quirks",
        "nodes:    12, 4 deep: 6 elements, 3 texts, 1 comments",
        "elements: 2 p, 1 body, 1 head, 1 html, 1 title",
    ] {
        assert!(out.contains(line), "{line}: {out}");
    }
    let (_, out, _) = dom(&["-"], b"<meta charset=gbk><p>");
    assert!(out.contains("title:    none\nencoding: GBK, as it declares\nmode:     quirks\n"), "{out}");
    let (_, out, _) = dom(
        &["--encoding=gbk", "-"],
        b"\xEF\xBB\xBF<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Transitional//EN' ''>",
    );
    assert!(out.contains("encoding: UTF-8, by its byte-order mark\nmode:     limited quirks\n"), "{out}");
    let (_, out, _) = dom(&["--encoding", "gbk", "-"], b"<p>");
    assert!(out.contains("encoding: GBK, as asked\n"), "{out}");
}

#[test]
fn a_page_is_read_in_its_encoding() {
    let (code, out, err) = dom(&["-", "--select=p"], b"<meta charset=latin1><p>\xE9");
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "<p>\u{e9}</p>\n", ""));
    let (code, out, err) = dom(&["-", "--select=p"], b"\xFF\xFE<\0p\0>\0\xE9\0");
    assert_eq!((code, out.as_str(), err.as_str()), (Some(0), "<p>\u{e9}</p>\n", ""));
    let (code, out, _) = dom(&["-", "--encoding", "koi8-r", "--select=p"], b"<p>\xC1");
    assert_eq!((code, out.as_str()), (Some(0), "<p>\u{430}</p>\n"));
}

#[test]
fn a_match_is_cut_where_the_line_ends() {
    let text = "word\u{e9} ".repeat(500_000);
    let page = format!("<p>{text}<i>{}</i>", "<b>".repeat(3));
    let (code, out, _) = dom(&["-", "--select", "p"], page.as_bytes());
    let line = out.trim_end_matches('\n');
    assert_eq!((code, line.chars().count(), line.chars().last()), (Some(0), 161, Some('\u{2026}')));
    assert!(line.starts_with("<p>word\u{e9} word\u{e9} ") && !line.contains("  "), "{line}");
    // What just fits is whole, and white space is one space.
    let fits = format!("<p>{}</p>", "x".repeat(153));
    let (_, out, _) = dom(&["-", "--select", "p"], fits.as_bytes());
    assert_eq!(out, format!("{fits}\n"));
    let (_, out, _) = dom(&["-", "--select", "p"], b"<p> \n a\t\tb  </p>");
    assert_eq!(out, "<p> a b </p>\n");
    // A thousand long ones, each within the next: no time for all of it.
    let nested = format!("{}{text}", "<span>".repeat(2_000));
    let (code, out, _) = dom(&["-", "--select", "span"], nested.as_bytes());
    assert_eq!((code, out.lines().count()), (Some(0), 2_000));
}

#[cfg(unix)]
#[test]
fn an_argument_need_not_be_unicode() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let bad = OsStr::from_bytes(b"no/p\xFFge.html");
    for (args, message) in [
        (vec![bad], "dom: no/p\u{FFFD}ge.html: "),
        (
            vec![OsStr::new("-"), OsStr::new("--select"), OsStr::from_bytes(b"\xFF")],
            "dom: --select needs a selector, and `\u{FFFD}` is no Unicode",
        ),
        (vec![OsStr::from_bytes(b"--\xFF")], "dom: unknown option `--\u{FFFD}`"),
        (
            vec![OsStr::new("--encoding"), OsStr::from_bytes(b"\xFF"), OsStr::new("-")],
            "dom: unknown encoding `\u{FFFD}`",
        ),
    ] {
        let output = Command::new(example()).args(&args).stdin(Stdio::null()).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && err.starts_with(message), "{args:?}: {err}");
    }
    // A file of such a name is read.
    let folder = std::env::temp_dir().join(format!("weakgraph-dom-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(OsStr::from_bytes(b"\xFF.html"));
    if std::fs::write(&file, "<p>x").is_ok() {
        let output = Command::new(example()).args([file.as_os_str(), OsStr::new("--select=p")]).output().unwrap();
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(0), &b"<p>x</p>\n"[..]));
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    for args in
        [&["--help"][..], &[], &["-", "--tree"], &["-", "--html"], &["-"], &["-", "--select=p"], &["-", "--stats"]]
    {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut child = Command::new(example())
            .args(args)
            .stdin(Stdio::piped())
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // It may not read.
        let _ = child.stdin.take().unwrap().write_all(b"<p>x");
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && err.starts_with("dom: standard output: "), "{args:?}: {err}");
    }
}

#[test]
fn bytes_that_are_no_text_are_read_as_a_browser_does() {
    let (code, out, err) = dom(&["-", "--select", "p"], b"<p>a\xFFb\x00c");
    assert_eq!((code, out.as_str()), (Some(0), "<p>a\u{FFFD}bc</p>\n"));
    assert!(err.contains("not all of it is UTF-8"), "{err}");
}

#[test]
fn a_page_of_a_hundred_thousand_levels_is_no_trouble() {
    let page = "<span>".repeat(100_000);
    let (code, out, err) = dom(&["-", "--select", "span:empty", "--stats"], page.as_bytes());
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(
        out.starts_with("<span></span>\n100004 nodes, 100002 deep, 100004 alive\n"),
        "{}",
        &out[..out.len().min(200)]
    );
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let page = "<p>x</p>".repeat(50_000);
    let mut child = Command::new(example())
        .args(["-", "--tree"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the example is there");
    drop(child.stdout.take());
    child.stdin.take().expect("a pipe").write_all(page.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}
