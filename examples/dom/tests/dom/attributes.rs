//! Names and attributes: their case, their namespaces, and what is no name.

use weakgraph_dom::{DomError, Node, Select, parse, serialize_node};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
const HTML: &str = "http://www.w3.org/1999/xhtml";

fn first(html: &str, css: &str) -> Node {
    parse(html).query(css).unwrap().unwrap()
}

#[test]
fn names_have_no_case_on_html_and_one_on_svg() {
    let p = first("<p>", "p");
    p.set_attribute("Foo", "1").unwrap();
    assert_eq!(p.attribute("Foo").as_deref(), Some("1"));
    assert_eq!(p.attribute("fOO").as_deref(), Some("1"));
    assert!(p.has_attribute("FOO") && p.toggle_attribute("FoO", None) == Ok(false) && !p.has_attribute("foo"));
    assert_eq!(p.toggle_attribute("FoO", None), Ok(true));
    assert_eq!(serialize_node(&p), "<p foo=\"\"></p>");
    assert_eq!((p.toggle_attribute("foo", Some(true)), p.toggle_attribute("foo", Some(false))), (Ok(true), Ok(false)));
    assert_eq!(p.toggle_attribute("foo", Some(false)), Ok(false));
    p.set_attribute("foo", "2").unwrap();
    assert!(p.remove_attribute("FOO") && !p.remove_attribute("FOO"));
    let svg = first("<svg viewbox=1>", "svg");
    assert_eq!(svg.attribute_names(), ["viewBox"]);
    svg.set_attribute("viewBox", "2").unwrap();
    assert_eq!(serialize_node(&svg), "<svg viewBox=\"2\"></svg>");
    svg.set_attribute("viewbox", "3").unwrap();
    assert_eq!(serialize_node(&svg), "<svg viewBox=\"2\" viewbox=\"3\"></svg>");
    assert!(svg.attribute("VIEWBOX").is_none() && !svg.remove_attribute("VIEWBOX") && svg.remove_attribute("viewBox"));
    assert_eq!(svg.attribute_names(), ["viewbox"]);
}

#[test]
fn an_attribute_of_a_namespace_is_another_one() {
    let a = first("<svg><a xlink:href=x xml:lang=de href=y>", "a");
    assert_eq!(a.attribute_names(), ["xlink:href", "xml:lang", "href"]);
    assert_eq!(a.attribute("href").as_deref(), Some("y"));
    assert_eq!(a.attribute("xlink:href").as_deref(), Some("x"));
    assert_eq!(a.attribute_ns(XLINK, "href").as_deref(), Some("x"));
    assert_eq!(a.attribute_ns("", "href").as_deref(), Some("y"));
    assert_eq!(a.attribute_ns(XML, "lang").as_deref(), Some("de"));
    assert!(a.attribute_ns("", "lang").is_none() && a.attribute_ns(XLINK, "xlink:href").is_none());
    assert!(a.has_attribute_ns(XLINK, "href") && !a.has_attribute_ns(XML, "href"));
    assert!(a.remove_attribute("href") && !a.remove_attribute("href"));
    assert_eq!(serialize_node(&a), "<a xlink:href=\"x\" xml:lang=\"de\"></a>");
    a.set_attribute("href", "z").unwrap();
    a.set_attribute("xlink:href", "w").unwrap();
    assert_eq!(serialize_node(&a), "<a xlink:href=\"w\" xml:lang=\"de\" href=\"z\"></a>");
    // The prefix stays, and says nothing.
    a.set_attribute_ns(XLINK, "l:href", "v").unwrap();
    a.set_attribute_ns(XLINK, "l:title", "t").unwrap();
    a.set_attribute_ns(XMLNS, "xmlns", SVG).unwrap();
    a.set_attribute_ns(XMLNS, "xmlns:x", "u").unwrap();
    a.set_attribute_ns("urn:x", "x:own", "o").unwrap();
    a.set_attribute_ns("urn:x", "bare", "b").unwrap();
    assert_eq!(a.attribute("l:title").as_deref(), Some("t"));
    assert_eq!(a.attribute("xlink:href").as_deref(), Some("v"));
    assert_eq!(
        serialize_node(&a),
        format!(
            "<a xlink:href=\"v\" xml:lang=\"de\" href=\"z\" xlink:title=\"t\" xmlns=\"{SVG}\" xmlns:x=\"u\" \
             x:own=\"o\" bare=\"b\"></a>"
        )
    );
    assert!(a.remove_attribute_ns("urn:x", "own") && !a.remove_attribute_ns("urn:x", "own"));
    assert!(!a.remove_attribute_ns("", "bare") && a.remove_attribute_ns("urn:x", "bare"));
    // In HTML, a colon is a part of the name.
    let p = first("<p xlink:href=x>", "p");
    assert!(p.attribute_ns(XLINK, "href").is_none() && p.attribute_ns("", "xlink:href").as_deref() == Some("x"));
    assert!(p.remove_attribute("XLINK:HREF"));
}

#[test]
fn a_missing_attribute_is_missing_by_its_whole_name() {
    let html = first("<html lang=en><html xml:lang=de lang=fr id=x>", "html");
    assert_eq!(serialize_node(&html), "<html lang=\"en\" xml:lang=\"de\" id=\"x\"><head></head><body></body></html>");
}

#[test]
fn many_attributes_are_as_few() {
    let html: String = (0..100).map(|number| format!(" a{number}={number}")).collect();
    let node = first(&format!("<p{html}>"), "p");
    assert_eq!((node.attribute("A77").as_deref(), node.attribute("a100")), (Some("77"), None));
    for number in (0..100).step_by(2) {
        assert!(node.remove_attribute(&format!("a{number}")));
    }
    node.set_attribute("a0", "again").unwrap();
    node.set_attribute("a99", "other").unwrap();
    let names = node.attribute_names();
    assert_eq!((names.len(), &*names[0], &*names[49], &*names[50]), (51, "a1", "a99", "a0"));
    assert_eq!((node.attribute("a99").as_deref(), node.attribute("a0").as_deref()), (Some("other"), Some("again")));
    assert_eq!(node.as_element().unwrap().attribute_count(), 51);
    assert!(node.matches("[a1='1'][a99=other]:not([a2])[*|a0]").unwrap());
    let copy = node.clone_node(false);
    copy.set_attribute("a1", "copy").unwrap();
    assert_eq!((node.attribute("a1").as_deref(), copy.attribute("a1").as_deref()), (Some("1"), Some("copy")));
    // Several of one local name, of which the first that fits is meant.
    let node = node.create_element("p").unwrap();
    for number in 0..50 {
        node.set_attribute_ns(&format!("urn:{number}"), "p:x", &number.to_string()).unwrap();
    }
    assert_eq!(node.attribute("p:x").as_deref(), Some("0"));
    assert_eq!(node.attribute_ns("urn:30", "x").as_deref(), Some("30"));
    assert!(node.remove_attribute("p:x") && node.attribute("p:x").as_deref() == Some("1"));
}

#[test]
fn what_was_read_stays_as_it_was_read() {
    let node = first("<p a=1 b=2>", "p");
    let before = node.as_element().unwrap().attributes();
    node.set_attribute("a", "3").unwrap();
    let between = node.as_element().unwrap().attributes();
    node.remove_attribute("b");
    assert_eq!((&*before[0].value, before.len(), &*between[0].value, between.len()), ("1", 2, "3", 2));
    assert_eq!(format!("{node:?}"), "<p a=\"3\">");
}

#[test]
fn what_is_no_name_is_refused() {
    let page = Node::document();
    let bad = Err(DomError::InvalidCharacter);
    for name in [
        "",
        " ",
        "a b",
        "a b><script>",
        "a>",
        "a/",
        "a\tb",
        "a\nb",
        "a\x0Cb",
        "a\rb",
        "a\0",
        "1a",
        "-a",
        "<a",
        ".a",
        "é b",
        ":<",
        "_=",
        "=a",
        "é>",
        "_ ",
    ] {
        assert_eq!(page.create_element(name).map(drop), bad, "{name:?}");
        assert_eq!(page.create_element_ns("urn:x", name).map(drop), bad, "{name:?}");
    }
    for name in ["a", "A", "a1", "a<b", "a\"b", "a=b", "a-b", "a:b", "é", "_a.b-c:d9", ":a", "aé", "x'"] {
        let node = page.create_element(name).unwrap();
        assert_eq!(node.name(), name.to_ascii_lowercase());
        // What begins with a letter is parsed to the same.
        if name.starts_with(|it: char| it.is_ascii_alphabetic()) {
            let again = parse(&serialize_node(&node)).query("body > *").unwrap().unwrap();
            assert!(again.is_equal_node(&node), "{name}");
        }
    }
    let p = page.create_element("p").unwrap();
    for name in ["", " ", "a b", "a=", "=", "a>", "a/b", "a\0", "x onload=alert(1)", "a\t", "\n", "\x0C", "\r"] {
        assert_eq!(p.set_attribute(name, "x"), bad, "{name:?}");
        assert_eq!(p.toggle_attribute(name, None).map(drop), bad, "{name:?}");
        assert_eq!(p.set_attribute_ns("urn:x", name, "x"), bad, "{name:?}");
    }
    assert!(p.attribute_names().is_empty(), "nothing has changed");
    for name in ["a", "1", "-", "a\"b", "a'b", "<", "a<b", "é", "@click", ":bind", "*", "a:b:c"] {
        p.set_attribute(name, "x").unwrap();
    }
    let again = parse(&serialize_node(&p)).query("p").unwrap().unwrap();
    assert!(again.is_equal_node(&p), "{}", serialize_node(&again));
    for name in ["a b", "a>", "a\0", "a\n"] {
        assert_eq!(page.create_doctype(name, "", "").map(drop), bad, "{name:?}");
    }
    assert!(page.create_doctype("", "", "").is_ok() && page.create_doctype("a<b", "", "").is_ok());
    for (target, data) in [("", ""), ("1", ""), ("a b", ""), ("a", "?>"), ("a>", ""), ("-a", ""), ("a", "x?>y")] {
        assert_eq!(page.create_instruction(target, data).map(drop), bad, "{target:?} {data:?}");
    }
    assert!(page.create_instruction("a:b-c.1", "? >").is_ok() && page.create_instruction("é·", "").is_ok());
    // On what is no element, there are no attributes.
    let text = page.create_text("x");
    assert_eq!(text.set_attribute("a", "b"), Err(DomError::InvalidNodeType));
    assert_eq!(text.set_attribute_ns("", "a", "b"), Err(DomError::InvalidNodeType));
    assert_eq!(text.toggle_attribute("a", None), Err(DomError::InvalidNodeType));
    assert!(!text.remove_attribute("a") && !text.has_attribute("a") && text.attribute_names().is_empty());
}

#[test]
fn a_prefix_needs_its_namespace() {
    let page = Node::document();
    for (ns, name, wanted) in [
        (SVG, "svg", Ok("svg")),
        (SVG, "s:svg", Ok("s:svg")),
        ("", "a", Ok("a")),
        ("", "a:b", Err(DomError::Namespace)),
        ("urn:x", "xml:a", Err(DomError::Namespace)),
        (XML, "xml:a", Ok("xml:a")),
        (XML, "x:a", Ok("x:a")),
        ("urn:x", "xmlns", Err(DomError::Namespace)),
        ("urn:x", "xmlns:a", Err(DomError::Namespace)),
        (XMLNS, "a", Err(DomError::Namespace)),
        (XMLNS, "a:xmlns", Err(DomError::Namespace)),
        (XMLNS, "xmlns", Ok("xmlns")),
        (XMLNS, "xmlns:a", Ok("xmlns:a")),
        ("urn:x", ":a", Err(DomError::InvalidCharacter)),
        ("urn:x", "a:", Err(DomError::InvalidCharacter)),
        ("urn:x", "a b:c", Err(DomError::InvalidCharacter)),
        ("urn:x", "a/b:c", Err(DomError::InvalidCharacter)),
        ("urn:x", "a>b:c", Err(DomError::InvalidCharacter)),
    ] {
        let found = page.create_element_ns(ns, name).map(|node| node.name());
        assert_eq!(found, wanted.map(str::to_owned), "{ns} {name}");
        let element = page.create_element("p").unwrap();
        let found = element.set_attribute_ns(ns, name, "x").map(|()| element.attribute_names().concat());
        assert_eq!(found, wanted.map(str::to_owned), "{ns} {name}");
    }
    let upper = page.create_element_ns(HTML, "DIV").unwrap();
    assert_eq!((upper.name(), serialize_node(&upper)), ("DIV".into(), "<DIV></DIV>".into()));
    let own = page.create_element_ns("urn:x", "x:own").unwrap();
    own.append_child(&page.create_element_ns(SVG, "s:g").unwrap()).unwrap();
    assert_eq!(serialize_node(&own), "<x:own><g></g></x:own>");
    assert_eq!((own.node_name(), page.create_element("p").unwrap().node_name()), ("x:own".into(), "P".into()));
}

#[test]
fn errors_have_the_names_of_the_standard() {
    for (error, name) in [
        (DomError::HierarchyRequest, "HierarchyRequestError"),
        (DomError::NotFound, "NotFoundError"),
        (DomError::InvalidCharacter, "InvalidCharacterError"),
        (DomError::Namespace, "NamespaceError"),
        (DomError::IndexSize, "IndexSizeError"),
        (DomError::NoModificationAllowed, "NoModificationAllowedError"),
        (DomError::Syntax, "SyntaxError"),
        (DomError::InvalidNodeType, "InvalidNodeTypeError"),
    ] {
        assert_eq!(error.name(), name);
        assert!(error.to_string().starts_with("the ") || error.to_string().starts_with("a "), "{error}");
    }
}
