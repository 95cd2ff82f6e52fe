//! Back to HTML: what is parsed again is the same, and nothing becomes markup that was none.

use std::io::ErrorKind;

use html5ever::{LocalName, QualName, ns};
use weakgraph_dom::{
    Node, ParseOpts, Select, Serializer, TreeBuilderOpts, parse, parse_fragment, parse_with, serialize, serialize_node,
};

fn options(scripting_enabled: bool) -> ParseOpts {
    ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    }
}

fn context(name: &str) -> QualName {
    QualName::new(None, ns!(html), LocalName::from(name))
}

const NOSCRIPT: &str = "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">&lt;b&gt;</p></noscript>";

#[test]
fn a_noscript_is_escaped_as_its_page_was_parsed() {
    for scripting in [true, false] {
        let page = parse_with(&format!("<!DOCTYPE html><body>{NOSCRIPT}"), options(scripting));
        let html = serialize(&page);
        let again = parse_with(&html, options(scripting));
        assert!(again.is_equal_node(&page), "{html}");
        assert_eq!(page.scripting(), scripting);
    }
    let off = |html: &str| parse_with(html, options(false));
    let page = off("<body><noscript>&lt;img src=x onerror=alert(1)&gt;</noscript>");
    let noscript = page.query("noscript").unwrap().unwrap();
    let escaped = "<noscript>&lt;img src=x onerror=alert(1)&gt;</noscript>";
    assert_eq!(serialize_node(&noscript), escaped);
    assert_eq!(serialize(&noscript), "&lt;img src=x onerror=alert(1)&gt;");
    // Wherever it goes, and of whatever page it is a copy.
    assert_eq!(serialize_node(&noscript.clone_node(true)), escaped);
    let fragment = Node::fragment();
    fragment.append_child(&noscript).unwrap();
    assert_eq!(serialize(&fragment), escaped);
    let made = page.create_element("noscript").unwrap();
    made.set_text_content("<b>");
    assert_eq!(serialize_node(&made), "<noscript>&lt;b&gt;</noscript>");
    // With scripting, its text is markup that the parser did not read; the options may say otherwise.
    let on = parse_with("<body><noscript><b>x</b></noscript>", options(true));
    let noscript = on.query("noscript").unwrap().unwrap();
    for node in [noscript.clone(), noscript.clone_node(true)] {
        assert_eq!(serialize_node(&node), "<noscript><b>x</b></noscript>");
        let without = Serializer::new().include_node(true).scripting(false).to_string(&node).unwrap();
        assert_eq!(without, "<noscript>&lt;b&gt;x&lt;/b&gt;</noscript>");
    }
    let made = on.create_element("noscript").unwrap();
    made.set_text_content("<b>");
    assert_eq!(serialize_node(&made), "<noscript><b></noscript>");
    off("<body>").query("body").unwrap().unwrap().append_child(&noscript).unwrap();
    // A fragment knows it, too, and so do the contents of a template.
    for scripting in [true, false] {
        let html = "<noscript><b>&lt;x</b></noscript><template><noscript><b>&lt;x</b></noscript></template>";
        let fragment = parse_fragment(html, context("div"), options(scripting));
        assert_eq!(serialize(&fragment), html);
        let template = fragment.last_child().unwrap();
        assert_eq!(template.template_contents().unwrap().scripting(), scripting);
        assert_eq!(fragment.clone_node(true).scripting(), scripting);
    }
    assert!(!Node::document().scripting() && !Node::fragment().scripting());
}

#[test]
fn text_is_raw_in_raw_elements_of_html_alone() {
    let page = parse("<body>");
    for name in ["style", "script", "xmp", "iframe", "noembed", "noframes", "plaintext"] {
        let element = page.create_element(name).unwrap();
        element.set_text_content("a<b>&\u{A0}");
        assert_eq!(serialize_node(&element), format!("<{name}>a<b>&\u{A0}</{name}>"));
        assert_eq!(serialize(&element), "a<b>&\u{A0}", "as the root");
        // Only its own text, not that of elements in it.
        let inner = page.create_element("b").unwrap();
        inner.set_text_content("<");
        element.replace_children(&[inner]).unwrap();
        assert_eq!(serialize(&element), "<b>&lt;</b>");
        for ns in ["http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML", "urn:x", ""] {
            let foreign = page.create_element_ns(ns, name).unwrap();
            foreign.set_text_content("a<b>&\u{A0}");
            assert_eq!(serialize(&foreign), "a&lt;b&gt;&amp;&nbsp;");
            assert_eq!(serialize_node(&foreign), format!("<{name}>a&lt;b&gt;&amp;&nbsp;</{name}>"));
        }
    }
    for name in ["textarea", "title", "p", "template"] {
        let element = page.create_element(name).unwrap();
        element.template_contents().unwrap_or_else(|| element.clone()).set_text_content("<\"&>\u{A0}é");
        assert_eq!(serialize(&element), "&lt;\"&amp;&gt;&nbsp;é");
    }
}

#[test]
fn attributes_are_escaped_as_the_standard_says_now() {
    let p = parse("<p>").query("p").unwrap().unwrap();
    p.set_attribute("title", "<a href=\"x\">&\u{A0}'\u{A1}é`=\n").unwrap();
    let html = "<p title=\"&lt;a href=&quot;x&quot;&gt;&amp;&nbsp;'\u{A1}é`=\n\"></p>";
    assert_eq!(serialize_node(&p), html);
    assert!(parse(html).query("p").unwrap().unwrap().is_equal_node(&p));
}

#[test]
fn a_void_element_has_neither_an_end_nor_children() {
    let page = parse("<body>");
    for name in [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
        "meta", "param", "source", "track", "wbr",
    ] {
        let node = page.create_element(name).unwrap();
        node.append(&[page.create_text("x"), page.create_element("script").unwrap()]).unwrap();
        let parent = page.create_element("p").unwrap();
        parent.append(&[node.clone(), page.create_text("y")]).unwrap();
        assert_eq!(serialize_node(&node), format!("<{name}>"));
        assert_eq!(serialize_node(&parent), format!("<p><{name}>y</p>"));
        let foreign = page.create_element_ns("http://www.w3.org/2000/svg", name).unwrap();
        foreign.set_text_content("x");
        assert_eq!(serialize_node(&foreign), format!("<{name}>x</{name}>"));
    }
}

#[test]
fn the_contents_of_a_template_stand_for_its_children() {
    let page = parse("<body><template>a<template>b</template></template>");
    let template = page.query("template").unwrap().unwrap();
    template.append_child(&page.create_text("a child")).unwrap();
    assert_eq!(serialize(&template), "a<template>b</template>");
    assert_eq!(serialize_node(&template), "<template>a<template>b</template></template>");
    assert_eq!(serialize(&template.template_contents().unwrap()), "a<template>b</template>");
    assert_eq!(serialize_node(&page.create_element("template").unwrap()), "<template></template>");
}

#[test]
fn every_kind_of_node_is_written() {
    let page = parse("<!DOCTYPE html PUBLIC \"a\" \"b\"><!--c--><p>");
    page.insert_child_before(&page.create_instruction("pi", "d").unwrap(), page.first_child().as_ref()).unwrap();
    let html = "<?pi d><!DOCTYPE html><!--c--><html><head></head><body><p></p></body></html>";
    assert_eq!(serialize(&page), html);
    assert_eq!(serialize_node(&page), html);
    assert_eq!(serialize_node(&page.nth_child(2).unwrap()), "<!--c-->");
    assert_eq!(serialize_node(&page.create_text("<")), "&lt;");
}

/// What is not refused is parsed to the same, whatever is put together.
#[test]
fn what_is_checked_is_parsed_to_the_same() {
    let words = |letters: &[&str], longest: usize| {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..longest {
            last = last.iter().flat_map(|word| letters.iter().map(move |it| format!("{word}{it}"))).collect();
            all.extend(last.iter().cloned());
        }
        all
    };
    // As the parser is asked below.
    let checked = Serializer::new().checked(true).scripting(true);
    let body = |html: &str| parse(html).query("body").unwrap().unwrap();
    let (mut refused, mut kept) = (0, 0);
    let mut check = |node: &Node| {
        let parent = node.create_element("body").unwrap();
        parent.append(&[node.clone(), node.create_element("i").unwrap()]).unwrap();
        match checked.to_string(&parent) {
            Err(error) => {
                refused += 1;
                assert_eq!(error.kind(), ErrorKind::InvalidData);
            }
            Ok(html) => {
                kept += 1;
                let again = body(&format!("<!DOCTYPE html><body>{html}"));
                assert!(again.is_equal_node(&parent), "{html}");
            }
        }
    };
    let page = Node::document();
    for text in words(&["-", ">", "<", "!", "x"], 5) {
        check(&page.create_comment(&text));
    }
    for name in ["script", "style", "xmp", "noembed", "noframes", "iframe", "noscript"] {
        for text in words(&["<", "/", "!--", "-->", name, ">", " "], 4) {
            let element = page.create_element(name).unwrap();
            if !text.is_empty() {
                element.append_child(&page.create_text(&text)).unwrap();
            }
            check(&element);
        }
    }
    assert!(refused > 400 && kept > 10_000, "{refused} {kept}");
    for node in [page.create_element("plaintext").unwrap(), page.create_element("p").unwrap()] {
        node.append_child(&page.create_instruction("a", "b").unwrap()).unwrap();
        assert!(checked.to_string(&node).is_err());
    }
    let plain = page.create_element("plaintext").unwrap();
    plain.set_text_content("x");
    assert!(checked.to_string(&plain).is_err() && checked.to_string(&page.create_text("x")).is_ok());
}

#[test]
fn each_way_in_which_a_comment_ends_too_early_is_refused() {
    let page = Node::document();
    let checked = Serializer::new().checked(true).include_node(true);
    for text in [">", ">x", "->", "->x", "x-->y", "x--!>y", "<!-", "x<!-", "--!", "x--!", "-"] {
        assert!(checked.to_string(&page.create_comment(text)).is_err(), "{text}");
    }
    for text in ["", "x", "x>", "x->", "--x", "x-", "x--", "<!--x", "--!x", "<!-x"] {
        assert_eq!(checked.to_string(&page.create_comment(text)).unwrap(), format!("<!--{text}-->"));
    }
}

#[test]
fn each_way_in_which_raw_text_ends_too_early_is_refused() {
    let checked = Serializer::new().checked(true).include_node(true);
    for name in ["style", "script"] {
        let page = parse(&format!("<{name}></{name}>"));
        let element = page.query(name).unwrap().unwrap();
        for text in ["</_>", "x</_ y", "</_/", "</_", "x</X>y</_\n", "</_\t>", "</_\u{c}"] {
            for text in [text.replace('_', name), text.replace('_', &name.to_uppercase())] {
                element.set_text_content(&text);
                assert!(checked.to_string(&element).is_err(), "{text:?} in <{name}>");
            }
        }
        for text in ["", "x", "<_>", "</", "</_x>", "</x>", "< /_>", "</ _>", "x</_s", "<", "/_>"] {
            let text = text.replace('_', name);
            element.set_text_content(&text);
            assert_eq!(checked.to_string(&element).unwrap(), format!("<{name}>{text}</{name}>"));
        }
    }
}

#[test]
fn a_page_is_written_to_any_writer() {
    let page = parse("<!DOCTYPE html><p class=a>x");
    let mut out = std::io::Cursor::new([0_u8; 90]);
    Serializer::new().write(&page, &mut out).unwrap();
    let length = out.position() as usize;
    assert_eq!(&out.get_ref()[..length], serialize(&page).as_bytes());
    let mut small = std::io::Cursor::new([0_u8; 10]);
    assert_eq!(Serializer::new().write(&page, &mut small).unwrap_err().kind(), ErrorKind::WriteZero);
}
