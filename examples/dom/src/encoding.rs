//! The encoding of a page: <https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding>.

use html5ever::ParseOpts;

use crate::node::Node;
use crate::sink::parse_with;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// Who says in which encoding a page is, from the most certain on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The caller.
    Caller,
    /// A byte-order mark.
    Mark,
    /// A `<meta>` or an XML declaration in the page.
    Declared,
    /// Nothing says so: it is UTF-8 then.
    Default,
}

/// A page as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte-order mark.
    pub text: String,
    /// Its encoding.
    pub encoding: &'static Encoding,
    /// Who said so.
    pub source: Source,
    /// Whether there were bytes that mean nothing in that encoding. They became U+FFFD.
    pub had_errors: bool,
}

/// Returns the encoding that a label means: `utf-8`, `latin1`, and so on.
pub fn encoding_for_label(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.as_bytes())
}

/// Decodes a page. A byte-order mark counts first, as the standard says, then `encoding`, then what the page declares.
pub fn decode(bytes: &[u8], encoding: Option<&'static Encoding>) -> Decoded {
    let (found, source, skip) = match (Encoding::for_bom(bytes), encoding, declared(bytes)) {
        (Some((found, length)), ..) => (found, Source::Mark, length),
        (None, Some(found), _) => (found, Source::Caller, 0),
        (None, None, Some(found)) => (found, Source::Declared, 0),
        (None, None, None) => (UTF_8, Source::Default, 0),
    };
    let (text, had_errors) = found.decode_without_bom_handling(&bytes[skip..]);
    Decoded { text: text.into_owned(), encoding: found, source, had_errors }
}

/// Decodes a page as [`decode`] does, and parses it. A declaration that comes late counts, too: the page is parsed
/// again then, as a browser does it.
pub fn parse_bytes(bytes: &[u8], encoding: Option<&'static Encoding>, options: ParseOpts) -> (Node, Decoded) {
    let decoded = decode(bytes, encoding);
    let page = parse_with(&decoded.text, options.clone());
    if decoded.source != Source::Default {
        return (page, decoded);
    }
    let late = page.descendants().find_map(|node| declared_by(&node));
    match late {
        Some(found) if found != UTF_8 => {
            let decoded = Decoded { source: Source::Declared, ..decode(bytes, Some(found)) };
            (parse_with(&decoded.text, options), decoded)
        }
        _ => (page, decoded),
    }
}

/// The encoding that an element declares.
fn declared_by(node: &Node) -> Option<&'static Encoding> {
    if !node.is_html("meta") {
        return None;
    }
    if let Some(charset) = node.attribute("charset") {
        return of_label(charset.as_bytes());
    }
    let is_pragma = node.attribute("http-equiv").is_some_and(|it| it.eq_ignore_ascii_case("content-type"));
    let content = node.attribute("content").filter(|_| is_pragma)?;
    in_content(&content.as_bytes().to_ascii_lowercase())
}

/// How much of a page is looked at for a declaration.
const PRESCAN: usize = 1024;

/// "Prescan a byte stream to determine its encoding", with an XML declaration as browsers read it.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let bytes = &bytes[..bytes.len().min(PRESCAN)];
    if let Some(found) = in_xml_declaration(bytes) {
        return Some(found);
    }
    let mut scan = Scan { bytes, at: 0 };
    while scan.at < bytes.len() {
        let rest = &bytes[scan.at..];
        let is_tag = |name: &[u8]| {
            rest.len() > name.len()
                && rest[..name.len()].eq_ignore_ascii_case(name)
                && matches!(rest[name.len()], b'\t' | b'\n' | b'\x0C' | b'\r' | b' ' | b'/')
        };
        let letter_at = |at: usize| rest.get(at).is_some_and(u8::is_ascii_alphabetic);
        if rest.starts_with(b"<!--") {
            // The two dashes of the start may be those of the end.
            let end = rest[2..].windows(3).position(|it| it == b"-->")?;
            scan.at += 2 + end + 3;
        } else if is_tag(b"<meta") {
            scan.at += 6;
            if let Some(found) = scan.meta() {
                return Some(found);
            }
        } else if rest[0] == b'<' && (letter_at(1) || (rest.get(1) == Some(&b'/') && letter_at(2))) {
            scan.skip(|byte| !matches!(byte, b'\t' | b'\n' | b'\x0C' | b'\r' | b' ' | b'>'));
            while scan.attribute().is_some() {}
            scan.at += 1;
        } else if rest.starts_with(b"<!") || rest.starts_with(b"</") || rest.starts_with(b"<?") {
            scan.skip(|byte| byte != b'>');
            scan.at += 1;
        } else {
            scan.at += 1;
        }
    }
    None
}

/// A page that declares UTF-16 is read as ASCII for that, so it is not UTF-16.
fn of_label(label: &[u8]) -> Option<&'static Encoding> {
    let found = Encoding::for_label(label)?;
    Some(match found {
        it if it == UTF_16BE || it == UTF_16LE => UTF_8,
        it if it == X_USER_DEFINED => WINDOWS_1252,
        it => it,
    })
}

fn in_xml_declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let declaration = bytes.strip_prefix(b"<?xml")?;
    let declaration = &declaration[..declaration.iter().position(|byte| *byte == b'>')?];
    let at = declaration.windows(8).position(|it| it == b"encoding")?;
    let mut scan = Scan { bytes: declaration, at: at + 8 };
    scan.skip(|byte| byte <= b' ');
    scan.eat(b'=')?;
    scan.skip(|byte| byte <= b' ');
    let quote = *declaration.get(scan.at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let rest = &declaration[scan.at + 1..];
    of_label(&rest[..rest.iter().position(|byte| *byte == quote)?])
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0C' | b'\r' | b' ')
}

struct Scan<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Scan<'_> {
    fn skip(&mut self, is: impl Fn(u8) -> bool) {
        while self.bytes.get(self.at).is_some_and(|byte| is(*byte)) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        let is_it = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(is_it);
        is_it.then_some(())
    }

    /// "Get an attribute": its name and value, in lower case.
    fn attribute(&mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        self.skip(|byte| is_space(byte) || byte == b'/');
        if matches!(self.bytes.get(self.at), None | Some(b'>')) {
            return None;
        }
        let start = self.at;
        // A name may begin with `=`.
        self.at += 1;
        self.skip(|byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
        let name = self.bytes[start..self.at].to_ascii_lowercase();
        self.skip(is_space);
        if self.eat(b'=').is_none() {
            return Some((name, Vec::new()));
        }
        self.skip(is_space);
        let quote = self.bytes.get(self.at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
        let start = self.at + usize::from(quote.is_some());
        self.at = start;
        match quote {
            Some(quote) => self.skip(|byte| byte != quote),
            None => self.skip(|byte| !is_space(byte) && byte != b'>'),
        }
        let value = self.bytes[start..self.at].to_ascii_lowercase();
        // Without its end, it is none.
        self.bytes.get(self.at)?;
        self.at += usize::from(quote.is_some());
        Some((name, value))
    }

    /// The encoding that a `<meta>` declares.
    fn meta(&mut self) -> Option<&'static Encoding> {
        let mut seen: Vec<Vec<u8>> = Vec::new();
        let (mut got_pragma, mut need_pragma, mut charset) = (false, None, None);
        while let Some((name, value)) = self.attribute() {
            if seen.contains(&name) {
                continue;
            }
            match &*name {
                b"http-equiv" => got_pragma |= value == b"content-type",
                b"content" => {
                    if let (None, Some(found)) = (charset, in_content(&value)) {
                        (charset, need_pragma) = (Some(found), Some(true));
                    }
                }
                b"charset" => (charset, need_pragma) = (of_label(&value), Some(false)),
                _ => {}
            }
            seen.push(name);
        }
        match need_pragma {
            Some(true) if !got_pragma => None,
            Some(_) => charset,
            None => None,
        }
    }
}

/// "Extracting a character encoding from a meta element": `text/html; charset=utf-8`, in lower case.
fn in_content(content: &[u8]) -> Option<&'static Encoding> {
    let mut scan = Scan { bytes: content, at: 0 };
    loop {
        let at = content.get(scan.at..)?.windows(7).position(|it| it == b"charset")?;
        scan.at += at + 7;
        scan.skip(is_space);
        if scan.eat(b'=').is_some() {
            break;
        }
    }
    scan.skip(is_space);
    let rest = &content[scan.at..];
    match rest.first()? {
        quote @ (b'"' | b'\'') => {
            let end = rest[1..].iter().position(|byte| byte == quote)?;
            of_label(&rest[1..=end])
        }
        _ => {
            let end = rest.iter().position(|byte| is_space(*byte) || *byte == b';').unwrap_or(rest.len());
            of_label(&rest[..end])
        }
    }
}
