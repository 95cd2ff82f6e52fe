//! `ParentNode`, `getElementsBy..`, `innerHTML`, `insertAdjacent..` and `isEqualNode`.

use weakgraph_dom::{Adjacent, DomError, Node, Select, dump, parse, serialize};

fn body(html: &str) -> Node {
    let page = parse(&format!("<!DOCTYPE html><body>{html}"));
    // The page goes with its handle; its body stays.
    page.query("body").unwrap().unwrap()
}

fn find(top: &Node, css: &str) -> Node {
    top.query(css).unwrap().unwrap_or_else(|| panic!("{css}"))
}

#[test]
fn nodes_are_appended_and_prepended() {
    let top = body("<i></i>x<b></b>");
    let [a, b] = ["a", "b"].map(|text| top.create_text(text));
    top.append(&[a.clone(), find(&top, "i")]).unwrap();
    assert_eq!(serialize(&top), "x<b></b>a<i></i>");
    top.prepend(&[b.clone(), find(&top, "b"), a]).unwrap();
    assert_eq!(serialize(&top), "b<b></b>ax<i></i>");
    top.prepend(&[find(&top, "i")]).unwrap();
    top.prepend(&[find(&top, "i")]).unwrap();
    assert_eq!(serialize(&top), "<i></i>b<b></b>ax");
    top.append(&[]).unwrap();
    top.prepend(&[]).unwrap();
    assert_eq!(serialize(&top), "<i></i>b<b></b>ax");
    assert_eq!(
        (b.append(&[]), b.prepend(std::slice::from_ref(&top))),
        (Err(DomError::HierarchyRequest), Err(DomError::HierarchyRequest))
    );
}

#[test]
fn elements_are_found_among_relatives() {
    let top = body("x<i></i>y<b></b><!--z--><u></u>");
    let [i, b, u] = ["i", "b", "u"].map(|name| find(&top, name));
    assert_eq!(top.child_elements().collect::<Vec<_>>(), [i.clone(), b.clone(), u.clone()]);
    assert_eq!((top.child_element_count(), top.child_count()), (3, 6));
    assert_eq!((top.first_child_element(), top.last_child_element()), (Some(i.clone()), Some(u.clone())));
    assert_eq!((b.next_element_sibling(), b.prev_element_sibling()), (Some(u.clone()), Some(i.clone())));
    assert_eq!((u.next_element_sibling(), i.prev_element_sibling()), (None, None));
    assert_eq!((i.parent_element(), i.document_element()), (Some(top.clone()), None));
    assert!(!i.is_connected());
    let page = parse("");
    assert!(page.document_element().unwrap().parent_element().is_none() && page.is_connected());
    assert!(page.document_element().unwrap().is_connected());
    let types: Vec<u16> = [&page, &i, &top.first_child().unwrap(), &Node::fragment()].map(Node::node_type).into();
    assert_eq!(types, [9, 1, 3, 11]);
    assert_eq!(b.next_sibling().unwrap().node_type(), 8);
    assert_eq!(page.create_doctype("a", "b", "c").unwrap().node_type(), 10);
    assert_eq!(page.create_instruction("a", "b").unwrap().node_type(), 7);
}

#[test]
fn elements_are_found_by_identifier_name_and_class() {
    let top = body("<p id=a class='x y'>1</p><P id=a class=x>2</p><svg id=s><linearGradient class='y x z'/></svg>");
    assert_eq!(top.element_by_id("a").unwrap().text_content(), "1");
    assert!(top.element_by_id("A").is_none() && top.element_by_id("").is_none() && top.element_by_id("nope").is_none());
    let count = |name: &str| top.elements_by_tag_name(name).len();
    assert_eq!((count("p"), count("P"), count("*"), count("nope")), (2, 2, 4, 0));
    assert_eq!((count("linearGradient"), count("lineargradient")), (1, 0));
    let ns = |ns: &str, name: &str| top.elements_by_tag_name_ns(ns, name).len();
    let (html, svg) = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg");
    assert_eq!(
        (ns(html, "p"), ns(html, "P"), ns(svg, "*"), ns("*", "p"), ns("*", "*"), ns("", "p")),
        (2, 0, 2, 2, 4, 0)
    );
    let class = |names: &str| top.elements_by_class_name(names).len();
    assert_eq!((class("x"), class("x  y"), class("y x z"), class(""), class(" "), class("X")), (3, 2, 1, 0, 0, 0));
    let quirks = parse("<p class='X y'>");
    assert_eq!(quirks.elements_by_class_name("x Y").len(), 1);
    // A prefix is a part of the qualified name.
    let own = top.create_element_ns("urn:x", "a:b").unwrap();
    top.append_child(&own).unwrap();
    assert_eq!((count("a:b"), count("b"), ns("urn:x", "b")), (1, 0, 1));
}

#[test]
fn html_is_set_inside_and_outside() {
    let top = body("<table><tr></tr></table><p>x</p>");
    find(&top, "tr").set_inner_html("<td>1<td>2").unwrap();
    let p = find(&top, "p");
    p.set_inner_html("<td>1</td><b>2").unwrap();
    assert_eq!(p.inner_html(), "1<b>2</b>");
    assert_eq!(find(&top, "table").outer_html(), "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>");
    find(&top, "b").set_outer_html("<i>3</i>4").unwrap();
    assert_eq!(p.outer_html(), "<p>1<i>3</i>4</p>");
    p.set_outer_html("").unwrap();
    assert!(p.is_root() && top.query("p").unwrap().is_none());
    assert_eq!(p.set_outer_html("<b>"), Ok(()), "without a parent, nothing happens");
    let page = parse("");
    let html = page.document_element().unwrap();
    assert_eq!(html.set_outer_html("<b>"), Err(DomError::NoModificationAllowed));
    for node in [page.clone(), page.create_text("x"), page.create_comment("x")] {
        assert_eq!(node.set_inner_html("<b>"), Err(DomError::InvalidNodeType));
        assert_eq!(node.set_outer_html("<b>"), Err(DomError::InvalidNodeType));
    }
    let fragment = Node::fragment();
    fragment.set_inner_html("<tr><li>x").unwrap();
    assert_eq!(serialize(&fragment), "<li>x</li>");
    fragment.first_child().unwrap().set_outer_html("<td>y<b>z").unwrap();
    assert_eq!(serialize(&fragment), "y<b>z</b>");
    // A template takes it into its contents.
    let template = top.create_element("template").unwrap();
    template.set_inner_html("<td>x").unwrap();
    assert!(template.is_leaf() && template.template_contents().unwrap().child_count() == 1);
    assert_eq!(template.outer_html(), "<template><td>x</td></template>");
    // Scripting is that of the page.
    let noscript = "<noscript>a<b>c</b></noscript>";
    let with = parse("<body>");
    find(&with, "body").set_inner_html(noscript).unwrap();
    assert_eq!(find(&with, "noscript").child_count(), 1);
    with.set_scripting(false);
    find(&with, "body").set_inner_html(noscript).unwrap();
    assert_eq!((find(&with, "noscript").child_count(), find(&with, "body").inner_html()), (2, noscript.into()));
}

#[test]
fn nodes_are_inserted_beside_and_within() {
    let top = body("<p>x</p>");
    let p = find(&top, "p");
    for (word, place) in [
        ("beforebegin", Adjacent::BeforeBegin),
        ("AfterBegin", Adjacent::AfterBegin),
        ("BEFOREEND", Adjacent::BeforeEnd),
        ("afterend", Adjacent::AfterEnd),
    ] {
        assert_eq!(word.parse(), Ok(place));
        p.insert_adjacent_text(place, &word[..2].to_lowercase()).unwrap();
        assert_eq!(p.insert_adjacent(place, &top.create_element("i").unwrap()), Ok(true));
        p.insert_adjacent_html(place, "<td>1<b>2</b>").unwrap();
    }
    assert_eq!("nowhere".parse::<Adjacent>(), Err(DomError::Syntax));
    assert_eq!(serialize(&top), "be<i></i>1<b>2</b><p>1<b>2</b><i></i>afxbe<i></i>1<b>2</b></p>1<b>2</b><i></i>af");
    let alone = top.create_element("p").unwrap();
    assert_eq!(alone.insert_adjacent(Adjacent::AfterEnd, &top), Ok(false));
    assert_eq!(alone.insert_adjacent_text(Adjacent::BeforeBegin, "x"), Ok(()));
    assert_eq!(alone.insert_adjacent_html(Adjacent::AfterEnd, "x"), Err(DomError::NoModificationAllowed));
    assert_eq!(p.insert_adjacent(Adjacent::BeforeEnd, &top), Err(DomError::HierarchyRequest));
    let page = parse("");
    let html = page.document_element().unwrap();
    assert_eq!(html.insert_adjacent_html(Adjacent::BeforeBegin, "x"), Err(DomError::NoModificationAllowed));
    assert_eq!(html.insert_adjacent_text(Adjacent::AfterEnd, "x"), Err(DomError::HierarchyRequest));
    html.insert_adjacent_html(Adjacent::BeforeEnd, "<p>x").unwrap();
    assert_eq!(serialize(&html), "<head></head><body></body><p>x</p>");
    for node in [page.clone(), page.create_text("x")] {
        assert_eq!(node.insert_adjacent(Adjacent::BeforeEnd, &p), Err(DomError::InvalidNodeType));
        assert_eq!(node.insert_adjacent_html(Adjacent::BeforeEnd, "x"), Err(DomError::InvalidNodeType));
    }
}

#[test]
fn subtrees_are_equal_if_all_that_they_say_is() {
    let sources = [
        "",
        "x",
        "y",
        "<!--x-->",
        "<p></p>",
        "<p>x</p>",
        "<p>x</p>y",
        "<p>xy</p>",
        "<p><b></b></p>",
        "<p></p><b></b>",
        "<p a=1></p>",
        "<p a=2></p>",
        "<p a=1 b=2></p>",
        "<p b=1></p>",
        "<svg></svg>",
        "<svg><a href=x></a></svg>",
        "<svg><a xlink:href=x></a></svg>",
        "<template></template>",
        "<template>x</template>",
        "<template>y</template>",
        "<p><b></b></p><i></i>",
        "<p><b><i></i></b></p>",
    ];
    for (at, a) in sources.iter().enumerate() {
        for (other, b) in sources.iter().enumerate() {
            assert_eq!(body(a).is_equal_node(&body(b)), at == other, "{a} {b}");
        }
    }
    assert!(body("<p b=2 a=1>").is_equal_node(&body("<p a=1 b=2>")), "in any order");
    let page = Node::document();
    let doctypes = [("a", "", ""), ("b", "", ""), ("a", "x", ""), ("a", "", "x")];
    let make = |(name, public, system): (&str, &str, &str)| page.create_doctype(name, public, system).unwrap();
    let instructions = [("a", ""), ("b", ""), ("a", "x")];
    let pi = |(target, data): (&str, &str)| page.create_instruction(target, data).unwrap();
    for a in 0..4 {
        for b in 0..4 {
            assert_eq!(make(doctypes[a]).is_equal_node(&make(doctypes[b])), a == b);
            assert!(a > 2 || b > 2 || pi(instructions[a]).is_equal_node(&pi(instructions[b])) == (a == b));
        }
    }
    assert!(!Node::document().is_equal_node(&Node::fragment()) && Node::document().is_equal_node(&page));
    // The siblings of the top are not a part of it.
    let top = body("<p></p><b></b>");
    assert!(top.first_child().unwrap().is_equal_node(&top.create_element("p").unwrap()));
}

#[test]
fn a_document_takes_a_single_doctype_at_its_start() {
    let page = Node::document();
    page.append(&[page.create_element("html").unwrap()]).unwrap();
    page.prepend(&[page.create_doctype("html", "", "").unwrap()]).unwrap();
    assert_eq!(serialize(&page), "<!DOCTYPE html><html></html>");
    assert_eq!(page.append(&[page.create_comment("x"), page.create_text("y")]), Err(DomError::HierarchyRequest));
}

#[test]
fn a_handle_prints_its_node() {
    let page = parse("<!DOCTYPE html><!--c--><p a=b>x");
    let p = page.query("p").unwrap().unwrap();
    let weak = p.downgrade();
    assert_eq!(format!("{weak:?} {:?}", p.first_child().unwrap()), "WeakNode(<p a=\"b\">) \"x\"");
    assert!(weak.is_alive() && weak.upgrade() == Some(p.clone()));
    assert_eq!(format!("{:?}", page.children()), "[<!DOCTYPE html>, <!--c-->, <html>]");
    assert!(page.create_text("x").children().is_empty() && !page.children().is_empty());
    assert_eq!(
        (page.children().len(), page.children().get(2), page.children().contains(&p)),
        (3, page.document_element(), false)
    );
    assert!(page.children().contains(&page.document_element().unwrap()) && p.children().get(1).is_none());
    assert_eq!(&**p.as_element().unwrap().local_name(), "p");
    let doctype = page.create_doctype("a", "b", "c").unwrap();
    let weakgraph_dom::Kind::Doctype(said) = doctype.kind() else { panic!("{doctype:?}") };
    assert_eq!((said.name(), said.public_id(), said.system_id()), ("a", "b", "c"));
    let pi = page.create_instruction("a", "b").unwrap();
    let weakgraph_dom::Kind::Instruction(said) = pi.kind() else { panic!("{pi:?}") };
    assert_eq!((said.target(), &*said.data().get()), ("a", "b"));
    assert_eq!(format!("{page:?} {pi:?} {:?}", Node::fragment()), "#document <?a b> #document-fragment");
    let session = weakgraph_dom::read();
    assert_eq!(format!("{:?} {:?}", session.node(&p), session.node(&page)), "<p a=\"b\"> #document");
    drop(session);
    drop((page, p));
    assert_eq!((format!("{weak:?}"), weak.is_alive(), weak.upgrade()), ("WeakNode(dropped)".into(), false, None));
}

#[test]
fn a_dump_names_every_level_below_the_200th() {
    let top = Node::fragment();
    let mut at = top.clone();
    for _ in 0..204 {
        let next = top.create_element("i").unwrap();
        at.append_child(&next).unwrap();
        at = next;
    }
    let printed = dump(&top);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines.len(), 204);
    for (level, line) in lines.iter().enumerate() {
        let named = if level > 200 { format!("[{level}] ") } else { String::new() };
        assert_eq!(*line, format!("| {}{named}<i>", "  ".repeat(level.min(200))));
    }
}
