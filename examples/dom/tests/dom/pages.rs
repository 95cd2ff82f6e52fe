//! Real pages: those of the rust-docs that the toolchain has. Without rust-docs that is said, and nothing is tested.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use weakgraph_dom::{Handle, Kind, NodeRef, Select, alive, dump, parse, read, serialize, serialize_node};

const PAGES: &[&str] = &[
    "std/convert/index.html",
    "std/collections/struct.HashMap.html",
    "std/vec/struct.Vec.html",
    "releases.html",
    "reference/print.html",
    "book/print.html",
    "core/arch/x86_64/index.html",
    "src/core/stdarch/crates/core_arch/src/arm_shared/neon/generated.rs.html",
];

/// What the toolchain has of these, outside of the gate without the largest. Pages change with the toolchain.
fn pages() -> Vec<(&'static str, String)> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let sysroot = Command::new(rustc).args(["--print", "sysroot"]).output().expect("rustc runs").stdout;
    let root = PathBuf::from(String::from_utf8_lossy(&sysroot).trim()).join("share/doc/rust/html");
    let pages: Vec<_> =
        PAGES.iter().filter_map(|page| Some((*page, fs::read_to_string(root.join(page)).ok()?))).collect();
    if pages.len() < PAGES.len() {
        eprintln!(
            "NOT TESTED: {} of {} pages; `rustup component add rust-docs` brings them",
            PAGES.len() - pages.len(),
            PAGES.len()
        );
    }
    pages.into_iter().filter(|(_, text)| text.len() <= crate::size(10_000_000)).collect()
}

/// Two trees are the same if every node is: compared by a dump, which names everything that is in a node.
#[test]
fn a_page_that_is_serialised_and_parsed_again_is_the_same() {
    for (name, text) in pages() {
        let before = alive();
        let page = parse(&text);
        let html = serialize(&page);
        let again = parse(&html);
        assert!(dump(&page) == dump(&again), "{name}");
        assert!(serialize(&again) == html, "{name}");
        let copy = page.clone_node(true);
        assert!(dump(&copy) == dump(&page), "{name}: a deep clone");
        assert_eq!(page.census(), copy.census());
        drop((page, again, copy));
        assert_eq!(alive(), before, "{name}: all nodes die with their page");
    }
}

/// By handles, one after the other, what `:not`, `:has` and the like are to find by `selectors`.
#[test]
fn selectors_find_what_a_walk_finds() {
    fn walk(page: &Handle, meant: impl Fn(&Handle) -> bool) -> Vec<Handle> {
        page.descendants().filter(|node| node.is_element() && meant(node)).collect()
    }
    let class = |node: &Handle, name: &str| {
        node.attribute("class").is_some_and(|value| value.split_ascii_whitespace().any(|it| it == name))
    };
    for (name, text) in pages() {
        let page = parse(&text);
        type Meant<'a> = &'a dyn Fn(&Handle) -> bool;
        let rows: &[(&str, Meant<'_>)] = &[
            ("*", &|_| true),
            ("a[href^=\"https:\"]", &|it| {
                it.is_html("a") && it.attribute("href").is_some_and(|href| href.starts_with("https:"))
            }),
            (".item-name", &|it| class(it, "item-name")),
            ("p:has(> code)", &|it| it.is_html("p") && it.children().iter().any(|below| below.is_html("code"))),
            ("li:not(:has(a))", &|it| it.is_html("li") && !it.descendants().any(|below| below.is_html("a"))),
            (":is(h1, h2, h3)", &|it| ["h1", "h2", "h3"].iter().any(|name| it.is_html(name))),
            ("code + code", &|it| {
                let before = it.prev_siblings().find(|it| it.is_element());
                it.is_html("code") && before.is_some_and(|before| before.is_html("code"))
            }),
            ("p:empty", &|it| {
                it.is_html("p") && !it.children().iter().any(|below| below.is_element() || below.is_text())
            }),
            ("li:first-child", &|it| it.is_html("li") && !it.prev_siblings().any(|it| it.is_element())),
        ];
        for (css, meant) in rows {
            let found = page.query_all(css).unwrap();
            assert!(found == walk(&page, meant), "{name}: {css}: {}", found.len());
            assert_eq!(page.count(&css.parse().unwrap()), found.len());
            assert_eq!(page.query(css).unwrap().as_ref(), found.first());
        }
    }
}

#[test]
fn selectors_go_by_quirks_and_cases() {
    let quirky = parse("<P CLASS=Big ID=One data-A=x TYPE=TEXT>a");
    let strict = parse("<!DOCTYPE html><P CLASS=Big ID=One data-A=x TYPE=TEXT>a<svg viewBox=1><linearGradient/></svg>");
    let found = |page: &Handle, css: &str| page.query_all(css).unwrap().len();
    // In quirks mode, classes and identifiers have no case; element and attribute names of HTML never have, values
    // have.
    for (css, in_quirks, in_strict) in [
        (".big", 1, 0),
        (".Big", 1, 1),
        ("#one", 1, 0),
        ("p", 1, 1),
        ("P[DATA-a=x]", 1, 1),
        ("[data-a=X]", 0, 0),
        ("[data-a=X i]", 1, 1),
        ("[type=text]", 1, 1),
        ("[class=big]", 0, 0),
        ("svg|linearGradient", 0, 1),
        ("lineargradient", 0, 0),
        ("linearGradient", 0, 1),
        ("[viewBox]", 0, 1),
        (":root > body", 1, 1),
        (":scope html", 0, 0),
    ] {
        assert_eq!((found(&quirky, css), found(&strict, css)), (in_quirks, in_strict), "{css}");
    }
    let form = parse(
        "<fieldset disabled><legend><input id=a></legend><input id=b><select><option selected><option></select></fieldset>\
                      <input id=c type=checkbox checked><a href=x><a>",
    );
    for (css, count) in
        [(":disabled", 3), ("input:enabled", 2), (":checked", 2), (":link", 1), ("a:not(:any-link)", 1), (":hover", 0)]
    {
        assert_eq!(found(&form, css), count, "{css}");
    }
    let list = strict.query("p").unwrap().unwrap();
    assert!(list.matches("body > p").unwrap() && list.closest("html").unwrap() == strict.document_element());
    assert!(list.query(":scope").unwrap().is_none() && list.matches(":scope").unwrap());
}

#[test]
fn a_bad_selector_is_told() {
    let page = parse("");
    for css in ["", "p >", "p[", ":nonsense", ".1a", "a::", "a,,b", "foo|p", ".", "p:not("] {
        let error = page.query_all(css).unwrap_err().to_string();
        assert!(error.starts_with(&format!("bad selector `{css}`: ")), "{error}");
    }
}

/// Edits while the result of a query is gone through, and what dies during a query's session.
#[test]
fn what_a_query_finds_may_be_removed() {
    let page = parse("<ul><li><b>1</b><li>2<li>3</ul>");
    let items = page.query_all("li").unwrap();
    for item in &items {
        item.remove();
    }
    assert!(page.query("li").unwrap().is_none());
    let session = read();
    let read: Vec<_> = items.iter().map(|item| session.node(item)).collect();
    let before = alive();
    drop(items);
    assert_eq!(alive(), before, "the dead wait");
    assert_eq!(read[0].text_content_of_the_dead(), "1");
    drop(session);
    assert_eq!(alive(), before - 7);
}

trait OfTheDead {
    fn text_content_of_the_dead(&self) -> String;
}
impl OfTheDead for NodeRef<'_> {
    fn text_content_of_the_dead(&self) -> String {
        self.descendants()
            .filter_map(|node| match node.kind() {
                Kind::Text(text) => Some(text.get().to_string()),
                _ => None,
            })
            .collect()
    }
}

#[test]
fn html_is_escaped_and_kept() {
    for html in [
        "<p title=\"a&amp;b&quot;\">1 &lt; 2 &amp; 3&nbsp;</p>",
        "<script>if (a < b && c) {}</script>",
        "<textarea>a&lt;b</textarea>",
        "<br><img src=\"x\"><input>",
        "<template><td>x</td><template><tr></tr></template></template>",
        "<svg xlink:href=\"#a\" xml:lang=\"de\"><title>t</title></svg>",
        "<!--c--><p></p>",
    ] {
        let page = parse(&format!("<!DOCTYPE html><body>{html}"));
        let body = page.query("body").unwrap().unwrap();
        assert_eq!(serialize(&body), html);
        assert_eq!(serialize_node(&body), format!("<body>{html}</body>"));
    }
}
