//! `CharacterData`: offsets are code units of UTF-16.

use weakgraph_dom::{DomError, Node, parse};

#[test]
fn data_is_read_and_changed_by_code_units() {
    let page = Node::document();
    for node in
        [page.create_text("aé😀z"), page.create_comment("aé😀z"), page.create_instruction("p", "aé😀z").unwrap()]
    {
        assert_eq!(node.data_length(), Ok(5));
        for (offset, count, wanted) in [
            (0, 0, Ok("")),
            (0, 2, Ok("aé")),
            (1, 3, Ok("é😀")),
            (2, 2, Ok("😀")),
            (4, 9, Ok("z")),
            (5, 1, Ok("")),
            (0, usize::MAX, Ok("aé😀z")),
            (6, 0, Err(DomError::IndexSize)),
            // Half of a pair.
            (3, 1, Err(DomError::IndexSize)),
            (2, 1, Err(DomError::IndexSize)),
        ] {
            assert_eq!(node.substring_data(offset, count), wanted.map(str::to_owned), "{offset} {count}");
        }
        let text = || node.text_content();
        node.insert_data(1, "b").unwrap();
        assert_eq!(text(), "abé😀z");
        node.delete_data(0, 2).unwrap();
        assert_eq!(text(), "é😀z");
        node.replace_data(1, 2, "x").unwrap();
        assert_eq!(text(), "éxz");
        node.append_data("!").unwrap();
        node.insert_data(4, "?").unwrap();
        assert_eq!(text(), "éxz!?");
        assert_eq!(node.insert_data(6, "x"), Err(DomError::IndexSize));
        assert_eq!(
            (node.delete_data(6, 1), node.replace_data(7, 1, "x")),
            (Err(DomError::IndexSize), Err(DomError::IndexSize))
        );
        assert_eq!(text(), "éxz!?");
        node.set_data("new").unwrap();
        assert_eq!((text(), node.data_length()), ("new".into(), Ok(3)));
    }
    let element = page.create_element("p").unwrap();
    let none = Err(DomError::InvalidNodeType);
    assert_eq!(element.data_length().map(drop), none);
    assert_eq!((element.set_data("x"), element.append_data("x"), element.insert_data(0, "x")), (none, none, none));
    assert_eq!(element.substring_data(0, 0).map(drop), none);
    assert_eq!(element.split_text(0).map(drop), none);
    assert_eq!(page.create_comment("x").split_text(0).map(drop), none);
    assert_eq!((element.whole_text().map(drop), page.create_comment("x").whole_text().map(drop)), (none, none));
}

#[test]
fn a_text_is_split_where_it_stands() {
    let page = parse("<p>héllo😀<b></b>more</p>");
    let p = page.element_by_tag("p");
    let text = p.first_child().unwrap();
    let rest = text.split_text(2).unwrap();
    assert_eq!((text.text_content(), rest.text_content()), ("hé".into(), "llo😀".into()));
    assert!(text.next_sibling() == Some(rest.clone()) && p.child_count() == 4);
    assert_eq!(rest.split_text(4).map(drop), Err(DomError::IndexSize), "within a pair");
    assert_eq!(rest.split_text(6).map(drop), Err(DomError::IndexSize));
    let end = rest.split_text(5).unwrap();
    assert_eq!((rest.text_content(), end.text_content(), p.child_count()), ("llo😀".into(), String::new(), 5));
    for node in [&text, &rest, &end] {
        assert_eq!(node.whole_text().unwrap(), "héllo😀");
    }
    assert_eq!(p.last_child().unwrap().whole_text().unwrap(), "more");
    // Without a parent.
    let alone = page.create_text("ab");
    let rest = alone.split_text(1).unwrap();
    assert!(rest.is_root() && alone.text_content() == "a" && rest.text_content() == "b");
    p.normalize();
    assert_eq!((p.child_count(), p.first_child().unwrap().text_content()), (3, "héllo😀".into()));
}

trait ByTag {
    fn element_by_tag(&self, name: &str) -> Node;
}
impl ByTag for Node {
    fn element_by_tag(&self, name: &str) -> Node {
        self.elements_by_tag_name(name).swap_remove(0)
    }
}
