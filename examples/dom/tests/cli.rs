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
    ] {
        let (found, _, err) = dom(args, b"<p>x");
        assert_eq!(found, Some(code), "{args:?}: {err}");
        assert!(err.starts_with(message) && (code == 2) != err.is_empty(), "{args:?}: {err}");
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
