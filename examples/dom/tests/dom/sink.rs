//! What html5ever may ask of a tree but never does in the html5lib tests, and what it asks on the way.

use html5ever::interface::{ElementFlags, NodeOrText, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};
use weakgraph_dom::{Handle, Node, Sink, parse, serialize};

fn element(sink: &Sink, name: &str) -> Handle {
    sink.create_element(QualName::new(None, ns!(html), LocalName::from(name)), Vec::new(), ElementFlags::default())
}

fn text(text: &str) -> NodeOrText<Handle> {
    NodeOrText::AppendText(StrTendril::from(text))
}

/// `<div><a></a><b></b><c></c></div>`
fn family(sink: &Sink) -> (Handle, [Handle; 3]) {
    let parent = element(sink, "div");
    let children = ["a", "b", "c"].map(|name| element(sink, name));
    for child in &children {
        sink.append(&parent, NodeOrText::AppendNode(child.clone()));
    }
    (parent, children)
}

#[test]
fn a_node_without_a_parent_sends_what_it_should_precede_to_the_other() {
    let sink = Sink::default();
    let (table, other) = (element(&sink, "table"), element(&sink, "div"));
    for child in [text("x"), text("y"), NodeOrText::AppendNode(element(&sink, "p")), text("z")] {
        sink.append_based_on_parent_node(&table, &other, child);
    }
    assert_eq!(serialize(&other), "xy<p></p>z");
    assert_eq!(other.child_count(), 3, "text is merged");
    assert!(table.is_root() && table.is_leaf());
    // With a parent it goes before it.
    sink.append(&other, NodeOrText::AppendNode(table.clone()));
    let elsewhere = element(&sink, "i");
    for child in [text("1"), NodeOrText::AppendNode(element(&sink, "b")), text("2"), text("3")] {
        sink.append_based_on_parent_node(&table, &elsewhere, child);
    }
    assert_eq!(serialize(&other), "xy<p></p>z1<b></b>23<table></table>");
    assert!(elsewhere.is_leaf());
}

#[test]
fn a_node_that_has_a_parent_moves_before_its_new_sibling() {
    // From an earlier place, from a later one, before itself, from another parent.
    for (which, before, after) in [
        (0, 2, "<b></b><a></a><c></c>"),
        (2, 0, "<c></c><a></a><b></b>"),
        (0, 1, "<a></a><b></b><c></c>"),
        (1, 0, "<b></b><a></a><c></c>"),
        (1, 1, "<a></a><b></b><c></c>"),
    ] {
        let sink = Sink::default();
        let (parent, children) = family(&sink);
        sink.append_before_sibling(&children[before], NodeOrText::AppendNode(children[which].clone()));
        assert_eq!(serialize(&parent), after, "{which} before {before}");
    }
    let sink = Sink::default();
    let ((one, of_one), (two, of_two)) = (family(&sink), family(&sink));
    sink.append_before_sibling(&of_two[1], NodeOrText::AppendNode(of_one[1].clone()));
    assert_eq!(
        (serialize(&one).as_str(), serialize(&two).as_str()),
        ("<a></a><c></c>", "<a></a><b></b><b></b><c></c>")
    );
    assert!(of_one[1].parent() == Some(two));
}

#[test]
fn all_children_go_to_another_node_at_once() {
    let sink = Sink::default();
    let ((one, of_one), (two, _)) = (family(&sink), family(&sink));
    sink.reparent_children(&one, &two);
    assert!(one.is_leaf() && of_one.iter().all(|child| child.parent() == Some(two.clone())));
    assert_eq!(serialize(&two), "<a></a><b></b><c></c><a></a><b></b><c></c>");
    assert_eq!(two.child_count(), 6);
}

#[test]
fn attributes_are_added_only_where_missing() {
    let sink = Sink::default();
    let node = element(&sink, "html");
    let attr = |name: &str, value: &str| Attribute {
        name: QualName::new(None, ns!(), LocalName::from(name)),
        value: StrTendril::from(value),
    };
    sink.add_attrs_if_missing(&node, vec![attr("lang", "en"), attr("class", "a")]);
    let before = node.as_element().unwrap().attributes();
    sink.add_attrs_if_missing(&node, vec![attr("lang", "de"), attr("id", "x")]);
    assert_eq!(weakgraph_dom::serialize_node(&node), "<html lang=\"en\" class=\"a\" id=\"x\"></html>");
    assert_eq!(before.len(), 2, "what was read stays as it was read");
}

#[test]
fn a_missing_attribute_is_told_apart_by_its_namespace() {
    let sink = Sink::default();
    let node = element(&sink, "body");
    let attr = |ns, name: &str, value: &str| Attribute {
        name: QualName::new(None, ns, LocalName::from(name)),
        value: StrTendril::from(value),
    };
    sink.add_attrs_if_missing(&node, vec![attr(ns!(xml), "lang", "en")]);
    sink.add_attrs_if_missing(&node, vec![attr(ns!(), "lang", "de"), attr(ns!(xml), "lang", "fr")]);
    sink.add_attrs_if_missing(&node, Vec::new());
    assert_eq!(weakgraph_dom::serialize_node(&node), "<body xml:lang=\"en\" lang=\"de\"></body>");
}

#[test]
fn the_selected_content_is_that_of_the_last_selected_option() {
    let content = |html: &str| {
        let page = parse(&format!("<!DOCTYPE html><body>{html}"));
        let all = page.elements_by_tag_name("selectedcontent");
        all.iter().map(serialize).collect::<Vec<_>>().join("|")
    };
    let start = "<select><button><selectedcontent>old</selectedcontent></button>";
    for (options, wanted) in [
        ("<option>a<option>b", "a"),
        ("<option>a<option selected>b<option selected>c<option>d", "c"),
        ("<option selected>a<i>x</i></option><option>b", "a<i>x</i>"),
        ("<option disabled>a<option>b", "b"),
        ("<optgroup disabled><option>a</optgroup><option>b", "b"),
        ("<option disabled selected>a<option>b", "a"),
        ("<option disabled>a", "old"),
        ("", "old"),
    ] {
        assert_eq!(content(&format!("{start}{options}</select>")), wanted, "{options}");
    }
    for (html, wanted) in [
        ("<select multiple><button><selectedcontent></button><option selected>a</select>", ""),
        ("<select size=2><button><selectedcontent></button><option>a</select>", ""),
        ("<select size=2><button><selectedcontent></button><option selected>a</select>", "a"),
        ("<select size=1><button><selectedcontent></button><option>a</select>", "a"),
        ("<select><option>a</option><button><selectedcontent></button></select>", "a"),
        (
            "<select><button><selectedcontent></button><div><selectedcontent></selectedcontent></div><option>a</select>",
            "a|",
        ),
        (
            "<select><button><selectedcontent></button><option>a</select><select><button><selectedcontent></button><option>b</select>",
            "a|b",
        ),
        ("<selectedcontent></selectedcontent><option>a</option>", ""),
    ] {
        assert_eq!(content(html), wanted, "{html}");
    }
    let template = parse("<template><select><button><selectedcontent></button><option>a</select></template>");
    assert!(serialize(&template).contains("<selectedcontent>a</selectedcontent>"));
}

#[test]
fn what_is_wrong_with_a_page_is_told_with_its_line() {
    let page = weakgraph_dom::parse_with_errors("<!DOCTYPE html>\n<p></b>\n\n</i>", Default::default());
    let lines: Vec<u64> = page.errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [2, 4]);
    assert!(page.errors.iter().all(|error| error.to_string() == format!("line {}: {}", error.line, error.message)));
    assert!(page.document.is_equal_node(&parse("<!DOCTYPE html>\n<p></b>\n\n</i>")));
    assert!(weakgraph_dom::parse_with_errors("<!DOCTYPE html><p>", Default::default()).errors.is_empty());
}

/// Anybody may call a sink. What would not be a tree is refused.
#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "the parser keeps to trees"))]
fn a_template_does_not_go_into_its_own_contents() {
    let sink = Sink::default();
    let template = element(&sink, "template");
    let contents = sink.get_template_contents(&template);
    sink.append(&contents, NodeOrText::AppendNode(template.clone()));
    assert!(template.is_root() && contents.is_leaf());
}

#[test]
fn the_form_of_a_control_is_a_weak_link() {
    let page = parse("<form id=f><input id=i></form><p>");
    let find =
        |page: &Handle, id: &str| page.descendants().find(|node| node.attribute("id").as_deref() == Some(id)).unwrap();
    let (form, input) = (find(&page, "f"), find(&page, "i"));
    assert!(input.as_element().unwrap().form_owner() == Some(form.clone()));
    input.remove();
    form.remove();
    drop(form);
    assert!(input.as_element().unwrap().form_owner().is_none());
}

/// The parser lets nodes die while it works: the body that a frameset replaces, for instance, with its drop hooks.
#[test]
fn nodes_die_while_a_page_is_parsed() {
    let before = weakgraph_dom::alive();
    let page = parse("<b><p><frameset><frame></frameset>");
    let (nodes, _) = page.census();
    assert_eq!(weakgraph_dom::alive() - before, nodes);
    assert_eq!(serialize(&page), "<html><head></head><frameset><frame></frameset></html>");
    drop(page);
    assert_eq!(weakgraph_dom::alive(), before);
}

/// While it parses, this crate does not count what the parser holds, but only what is linked and what is loose.
#[test]
fn a_parse_leaves_no_count_behind() {
    for html in [
        "<!DOCTYPE html><!--x--><p>x<i>y</i>",
        "<b><p><frameset><frame></frameset>",
        "<b><i><p>x</b>y</i><a><div>x</a>y<a>z",
        "<a><div><div><div><div><div></a>x",
        "<table>x<tr><b>y<td>z<form><input></table><input>",
        "<template><template>x</template><p></template><svg><p>x</svg><math><mi><p></math>",
        "<select><button><selectedcontent></button><option>x<option selected><b>y</b>",
    ] {
        let before = weakgraph_dom::alive();
        let page = parse(html);
        let mut todo = vec![page.clone()];
        while let Some(top) = todo.pop() {
            for node in top.descendants() {
                assert_eq!(node.strong_count(), 2, "the parent and this walk: {node:?} in {html}");
                todo.extend(node.template_contents());
            }
        }
        drop(todo);
        assert_eq!((page.strong_count(), weakgraph_dom::alive() - before), (1, page.census().0), "{html}");
        // Nothing waits for a session that is still open.
        drop(page);
        assert_eq!(weakgraph_dom::alive(), before, "{html}");
    }
}

#[test]
fn a_handle_is_a_pointer() {
    assert_eq!((size_of::<Node>(), size_of::<Option<Node>>()), (8, 8));
}
