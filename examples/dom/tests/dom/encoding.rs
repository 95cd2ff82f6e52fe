//! The encoding of a page: marks, declarations, and what is none.

use weakgraph_dom::{ParseOpts, Source, decode, encoding_for_label, parse_bytes};

#[test]
fn a_page_is_in_the_encoding_that_it_declares() {
    for (page, name, source) in [
        ("", "UTF-8", Source::Default),
        ("<p>", "UTF-8", Source::Default),
        ("<meta charset=iso-8859-1>", "windows-1252", Source::Declared),
        ("<META CHARSET = \"ISO-8859-2\" >", "ISO-8859-2", Source::Declared),
        ("<meta/charset='koi8-r'/>", "KOI8-R", Source::Declared),
        ("<meta charset=utf-16le>", "UTF-8", Source::Declared),
        ("<meta charset=utf-16>", "UTF-8", Source::Declared),
        ("<meta charset=x-user-defined>", "windows-1252", Source::Declared),
        ("<meta charset=nonsense><meta charset=big5>", "Big5", Source::Declared),
        ("<meta http-equiv=Content-Type content='text/html; charset=gbk'>", "GBK", Source::Declared),
        ("<meta content='text/html; charset = \"gbk\"' http-equiv=content-type>", "GBK", Source::Declared),
        ("<meta http-equiv=content-type content=\"charset='gbk'; x\">", "GBK", Source::Declared),
        ("<meta http-equiv=content-type content='charset charset=gbk;x'>", "GBK", Source::Declared),
        ("<meta http-equiv=content-type content='text/html'>", "UTF-8", Source::Default),
        ("<meta http-equiv=content-type content='charset=\"gbk'>", "UTF-8", Source::Default),
        ("<meta http-equiv=refresh content='charset=gbk'>", "UTF-8", Source::Default),
        ("<meta content='charset=gbk'>", "UTF-8", Source::Default),
        ("<meta content='charset=gbk' charset=big5>", "Big5", Source::Declared),
        ("<meta charset=gbk charset=big5>", "GBK", Source::Declared),
        ("<!-- <meta charset=gbk> --><meta charset=big5>", "Big5", Source::Declared),
        ("<!--><meta charset=gbk>", "GBK", Source::Declared),
        ("<!-- <meta charset=gbk>", "UTF-8", Source::Default),
        ("<metal charset=gbk>", "UTF-8", Source::Default),
        ("<p title='<meta charset=gbk>'><meta charset=big5>", "Big5", Source::Declared),
        ("</p title='<meta charset=gbk>'><meta charset=big5>", "Big5", Source::Declared),
        ("<!x <meta charset=gbk><meta charset=big5>", "Big5", Source::Declared),
        ("<?x <meta charset=gbk><meta charset=big5>", "Big5", Source::Declared),
        ("</ <meta charset=gbk><meta charset=big5>", "Big5", Source::Declared),
        ("< <meta charset=gbk>", "GBK", Source::Declared),
        // A name ends at a space, not at what would end that of an attribute.
        ("<p='><meta charset=gbk>", "GBK", Source::Declared),
        ("<p=\"x>\"<meta charset=gbk>", "GBK", Source::Declared),
        ("<meta charset=gbk", "UTF-8", Source::Default),
        ("<meta charset='gbk", "UTF-8", Source::Default),
        ("<meta =charset charset=gbk>", "GBK", Source::Declared),
        ("<?xml version='1.0' encoding='gbk'?><p>", "GBK", Source::Declared),
        ("<?xml version='1.0' encoding = \"gbk\"?>", "GBK", Source::Declared),
        ("<?xml encoding=gbk?>", "UTF-8", Source::Default),
        ("\u{FEFF}<meta charset=gbk>", "UTF-8", Source::Mark),
    ] {
        let decoded = decode(page.as_bytes(), None);
        assert_eq!((decoded.encoding.name(), decoded.source), (name, source), "{page}");
    }
    let late = format!("{}<meta charset=gbk>", " ".repeat(1024));
    assert_eq!(decode(late.as_bytes(), None).source, Source::Default);
    let just = format!("{}<meta charset=gbk>", " ".repeat(1006));
    assert_eq!(decode(just.as_bytes(), None).encoding.name(), "GBK");
}

#[test]
fn a_mark_counts_before_all_else() {
    let gbk = encoding_for_label("gb2312");
    assert_eq!(gbk.unwrap().name(), "GBK");
    assert!(encoding_for_label("nonsense").is_none());
    for (bytes, encoding, name, text, source) in [
        (&b"\xEF\xBB\xBFa\xC3\xA9"[..], gbk, "UTF-8", "aé", Source::Mark),
        (b"\xFF\xFEa\0\xE9\0", None, "UTF-16LE", "aé", Source::Mark),
        (b"\xFE\xFF\0a\0\xE9", None, "UTF-16BE", "aé", Source::Mark),
        (b"\xC4\xE3", gbk, "GBK", "你", Source::Caller),
        (b"<meta charset=big5>\xC4\xE3", gbk, "GBK", "<meta charset=big5>你", Source::Caller),
        (b"a\xC3\xA9", None, "UTF-8", "aé", Source::Default),
        (b"<meta charset=latin1>\x80\xE9", None, "windows-1252", "<meta charset=latin1>€é", Source::Declared),
    ] {
        let decoded = decode(bytes, encoding);
        assert_eq!((decoded.encoding.name(), &*decoded.text, decoded.source), (name, text, source));
        assert!(!decoded.had_errors);
    }
    let decoded = decode(b"a\xFFb", None);
    assert_eq!((&*decoded.text, decoded.had_errors), ("a\u{FFFD}b", true));
}

#[test]
fn a_late_declaration_counts_too() {
    for (meta, name) in [
        ("<meta charset=iso-8859-2>", "ISO-8859-2"),
        ("<meta content='text/html; charset=iso-8859-2' http-equiv=Content-Type>", "ISO-8859-2"),
        ("<meta content='text/html; charset=iso-8859-2'>", "UTF-8"),
        ("<meta charset=utf-16><meta charset=iso-8859-2>", "UTF-8"),
        ("<meta charset=nonsense><meta charset=iso-8859-2>", "ISO-8859-2"),
        ("<p charset=iso-8859-2>", "UTF-8"),
    ] {
        let mut bytes = format!("<!-- {} -->{meta}<p id=p>", "x".repeat(2_000)).into_bytes();
        bytes.push(0xB1);
        let (page, decoded) = parse_bytes(&bytes, None, ParseOpts::default());
        let text = if name == "UTF-8" { "\u{FFFD}" } else { "\u{105}" };
        assert_eq!((decoded.encoding.name(), page.text_content()), (name, String::new()), "{meta}");
        assert_eq!(page.document_element().unwrap().text_content(), text, "{meta}");
        assert_eq!(parse_bytes(&bytes, encoding_for_label("utf-8"), ParseOpts::default()).1.source, Source::Caller);
    }
}

/// In a thread, so that a search that does not end fails.
#[test]
fn the_search_for_a_declaration_ends() {
    for page in [
        "x",
        " <!-- --><meta charset=gbk>",
        "<!-- --><meta charset=gbk>",
        "<p a=b c><meta charset=gbk>",
        "<meta a=b c><meta charset=gbk>",
        "<!x><meta charset=gbk>",
        "<p a='b",
        "<meta a='b",
        "</p a",
        "<",
    ] {
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || sender.send(decode(page.as_bytes(), None).encoding.name()));
        let found = receiver.recv_timeout(std::time::Duration::from_secs(60));
        let wanted = if page.contains("gbk") { "GBK" } else { "UTF-8" };
        assert_eq!(found, Ok(wanted), "{page}");
    }
}
