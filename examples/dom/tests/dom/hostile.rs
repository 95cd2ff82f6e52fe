//! Pages and calls that were made to take long: nothing takes more than in proportion.
//!
//! The time of a step is not asked for, only that twice as much does not take four times as long. What is quadratic
//! would take hours at these sizes, so a test that is done at all has nearly said it; the clock says it for those that
//! are small.

use std::time::{Duration, Instant};

use weakgraph_dom::{Node, ParseOpts, Select, Serializer, dump, parse, parse_with, serialize};

/// Long for what is linear, even on a busy machine without optimisation, and short for what is not.
const LONG: Duration = Duration::from_secs(60);

fn soon<O>(what: &str, f: impl FnOnce() -> O) -> O {
    let start = Instant::now();
    let out = f();
    eprintln!("{what}: {:?}", start.elapsed());
    assert!(start.elapsed() < LONG, "{what} took {:?}", start.elapsed());
    out
}

/// Nested elements. html5ever looks for an open `<p>` at every `<div>` of a page, through all that is open.
fn chain_of(name: &str, attribute: &str, levels: usize) -> (Node, Node) {
    let top = Node::document();
    let mut at = top.clone();
    for _ in 0..levels {
        let next = at.create_element(name).unwrap();
        if !attribute.is_empty() {
            next.set_attribute(attribute, "auto").unwrap();
        }
        at.append_child(&next).unwrap();
        at = next;
    }
    (top, at)
}

fn chain(levels: usize) -> (Node, Node) {
    chain_of("div", "", levels)
}

#[test]
fn a_node_without_children_is_appended_without_a_way_up() {
    soon("a chain", || {
        let (top, bottom) = chain(100_000);
        for number in 0..20_000 {
            let leaf = top.create_text("x");
            match number % 4 {
                0 => bottom.append_child(&leaf).unwrap(),
                1 => bottom.insert_child_before(&leaf, bottom.first_child().as_ref()).unwrap(),
                2 => bottom.replace_child_by(&leaf, &bottom.first_child().unwrap()).unwrap(),
                _ => bottom.first_child().unwrap().after(&[leaf]).unwrap(),
            }
        }
        // A subtree of three nodes costs three, not the way up.
        for _ in 0..20_000 {
            let small = top.create_element("p").unwrap();
            small.append(&[top.create_text("a"), top.create_text("b")]).unwrap();
            bottom.prepend(&[small]).unwrap();
        }
        // A template with contents, too.
        for _ in 0..20_000 {
            let template = top.create_element("template").unwrap();
            template.set_inner_html("x").unwrap();
            bottom.append_child(&template).unwrap();
        }
        // And from the top: one step, whatever is below.
        let other = Node::document();
        for _ in 0..20_000 {
            let below = top.first_child().unwrap();
            other.append_child(&below).unwrap();
            top.append_child(&below).unwrap();
        }
    });
}

#[test]
fn many_nodes_cost_their_number() {
    soon("siblings", || {
        let page = Node::fragment();
        let all: Vec<Node> = (0..50_000).map(|_| page.create_text("x")).collect();
        page.append(&all).unwrap();
        for _ in 0..3 {
            all[20].after(&all).unwrap();
            all[49_000].before(&all).unwrap();
            all[7].replace_with_nodes(&all).unwrap();
            page.replace_children(&all).unwrap();
            page.prepend(&all).unwrap();
        }
        assert_eq!(page.child_count(), 50_000);
        // Large ones, deep down: the way up is gone once.
        let (top, bottom) = chain(20_000);
        let large = || {
            let node = top.create_element("p").unwrap();
            node.append(&(0..30).map(|_| top.create_text("x")).collect::<Vec<_>>()).unwrap();
            node
        };
        bottom.append(&(0..10_000).map(|_| large()).collect::<Vec<_>>()).unwrap();
        page.normalize();
        assert_eq!((page.child_count(), page.text_content().len()), (1, 50_000));
        assert!(top.text_content().is_empty() && bottom.text_content().len() == 300_000);
    });
}

#[test]
fn an_attribute_costs_the_same_however_many_there_are() {
    soon("attributes", || {
        let node = Node::document().create_element("p").unwrap();
        for number in 0..100_000 {
            node.set_attribute(&format!("a{number}"), "x").unwrap();
        }
        for number in 0..100_000 {
            let name = format!("A{number}");
            assert!(node.has_attribute(&name));
            node.set_attribute(&name, "y").unwrap();
        }
        for number in 0..90_000 {
            assert!(node.remove_attribute(&format!("a{number}")));
        }
        assert_eq!(node.as_element().unwrap().attribute_count(), 10_000);
        assert_eq!(node.attribute_names()[0], "a90000");
        assert!(node.attribute("a89999").is_none() && node.attribute("a99999").as_deref() == Some("y"));
        let copy = node.clone_node(false);
        assert!(copy.is_equal_node(&node));
    });
    // The parser's: html5ever itself looks through those of one tag, but not over several.
    soon("attributes of the body, tag by tag", || {
        let mut html = String::from("<body>");
        (0..60_000).for_each(|number| html.push_str(&format!("<body a{number}=x>")));
        let page = parse(&html);
        let body = page.query("body").unwrap().unwrap();
        assert_eq!(body.as_element().unwrap().attribute_count(), 60_000);
        // Every child asks its parent.
        body.set_inner_html(&"<b></b>".repeat(60_000)).unwrap();
        assert_eq!(page.query_all("[nope] > b, [a59999=z] > b, [*|nope] > b").unwrap().len(), 0);
    });
}

#[test]
fn a_page_is_parsed_in_proportion() {
    let many = crate::size(200_000);
    let repeat = |text: &str| text.repeat(many);
    let deep = "<span>".repeat(many / 2);
    for (what, html) in [
        ("nesting", deep.clone()),
        ("nested templates", "<template>".repeat(many / 2)),
        ("siblings", repeat("<p>x")),
        ("comments", repeat("<!--x-->")),
        ("misnested formatting", "<b><i>x</b>y</i>".repeat(many / 10)),
        // html5ever itself compares each with those before it.
        ("attributes", (0..many / 10).fold(String::from("<p"), |html, at| html + &format!(" a{at}=x")) + ">x"),
        ("options", format!("<select>{}", repeat("<option>x"))),
        (
            "options and their copy",
            format!("<select><button><selectedcontent></button>{}", repeat("<option selected>x")),
        ),
        ("options of no select", format!("{}{}", "<span>".repeat(many / 40), "<option></option>".repeat(many / 10))),
        ("cells that are none", format!("<table>{}", repeat("x<b></b>"))),
        ("zero bytes", repeat("\0a")),
        ("headings", repeat("<h1>x</h2>")),
        ("frames", format!("{}<frameset>", "<b>".repeat(100))),
    ] {
        soon(what, || {
            let page = parse(&html);
            let text = serialize(&page);
            // A frameset takes the place of all that came before it.
            assert!(if what == "frames" { text.contains("<frameset>") } else { text.len() > many / 4 }, "{what}");
            assert!(dump(&page).len() < 200 * text.len() + 1_000_000, "{what}: the dump does not grow with the depth");
            let copy = page.clone_node(true);
            assert!(copy.is_equal_node(&page));
            assert_eq!(page.census(), copy.census());
        });
    }
}

/// How many links of the graph `f` touches.
fn links<O>(f: impl FnOnce() -> O) -> (u64, O) {
    let before = weakgraph::__private::steps_taken();
    let out = f();
    (weakgraph::__private::steps_taken() - before, out)
}

/// Without a clock: twice the page touches twice the links, when it is parsed, read, copied, written and dropped.
#[test]
fn twice_the_page_touches_twice_the_links() {
    let attributes =
        |number: usize| (0..number).fold(String::from("<p"), |html, at| html + &format!(" a{at}=x")) + ">x";
    let shapes: [(&str, &dyn Fn(usize) -> String); 12] = [
        ("levels", &|n| "<span>".repeat(n)),
        ("levels of formatting", &|n| "<b>".repeat(n)),
        ("levels of templates", &|n| "<template>".repeat(n)),
        ("siblings", &|n| "<i></i>".repeat(n)),
        ("siblings and text", &|n| "<p>x".repeat(n)),
        ("attributes", &attributes),
        ("misnested formatting", &|n| "<b><i>x</b>y</i>".repeat(n)),
        ("misnested blocks", &|n| "<a><div>x</a>y</div>".repeat(n)),
        ("options", &|n| format!("<select>{}", "<option>x".repeat(n))),
        ("options and their copy", &|n| {
            format!("<select><button><selectedcontent></button>{}", "<option selected>x".repeat(n))
        }),
        ("cells that are none", &|n| format!("<table>{}", "x<b></b>".repeat(n))),
        ("a frameset", &|n| format!("{}<frameset>", "<b>".repeat(n))),
    ];
    let costs = |html: &str| {
        let (of_parse, page) = links(|| parse(html));
        let (of_census, (nodes, _)) = links(|| page.census());
        let (of_copy, copy) = links(|| page.clone_node(true));
        let (of_text, _) = links(|| serialize(&copy));
        let (of_select, _) = links(|| page.count(&"b > i, p, :has(> option)".parse().unwrap()));
        let (of_drop, ()) = links(|| drop(page));
        assert!(!cfg!(debug_assertions) || of_census >= nodes as u64, "links are counted");
        [
            ("parse", of_parse),
            ("census", of_census),
            ("clone", of_copy),
            ("serialize", of_text),
            ("select", of_select),
            ("drop", of_drop),
        ]
    };
    for (shape, make) in shapes {
        for ((what, one), (_, two)) in costs(&make(1_000)).into_iter().zip(costs(&make(2_000))) {
            assert!(two <= 2 * one + 200, "{shape}, {what}: {one} links, and {two} for twice as much");
        }
    }
}

/// In `selectors`' own matching, each of these takes quadratic time or a level of the stack for each level of the page.
#[test]
fn selectors_are_matched_in_proportion() {
    let levels = 50_000;
    let deep = parse(&format!("<!DOCTYPE html><body class=b>{}<p>", "<span>".repeat(levels)));
    let wide = parse(&format!("<!DOCTYPE html><body>{}", "<i></i>".repeat(100_000)));
    let kinds: String = (0..20_000).map(|number| format!("<x{number}></x{number}>")).collect();
    let kinds = parse(&format!("<body>{kinds}"));
    let comments = parse(&format!("<body><p></p>{}{}", "<!---->".repeat(50_000), "<i></i>".repeat(50_000)));
    for (page, css, count) in [
        (&deep, "body span", levels),
        (&deep, ".nope span", 0),
        (&deep, "html .b span", levels),
        (&deep, "nope span span span span span", 0),
        (&deep, "body:not(.x) > span span > span", levels - 2),
        (&deep, "span:has(p)", levels),
        (&deep, "span:has(nope)", 0),
        (&deep, "span:has(> nope)", 0),
        (&deep, ":has(span span p)", levels),
        (&deep, "span:not(body span)", 0),
        (&deep, ":is(body, nope) :is(span span)", levels - 1),
        (&deep, ":lang(de)", 0),
        (&deep, "span:dir(ltr)", levels),
        (&deep, "span:read-only", levels),
        (&wide, "i ~ i", 99_999),
        (&wide, "p ~ i", 0),
        (&wide, "body:has(> p) i", 0),
        (&wide, "i:has(~ p)", 0),
        (&wide, "i:has(+ i)", 99_999),
        (&wide, "i:nth-child(odd)", 50_000),
        (&wide, "i:nth-last-child(odd)", 50_000),
        (&wide, "i:nth-last-of-type(2)", 1),
        (&wide, ":nth-child(2n of i)", 50_000),
        (&wide, "i:only-of-type", 0),
        (&wide, "body:has(i:nth-last-child(1)) > i", 100_000),
        (&kinds, ":only-of-type", 20_003),
        (&kinds, "body > :nth-of-type(1)", 20_000),
        (&comments, "body:not(:empty) > i", 50_000),
        (&comments, "p + i", 1),
        (&comments, "p:not(:last-child) ~ i", 50_000),
    ] {
        let found = soon(css, || page.count(&css.parse().unwrap()));
        assert_eq!(found, count, "{css}");
    }
}

#[test]
fn forms_are_matched_in_proportion() {
    let many = 20_000;
    let (fieldsets, _) = chain_of("fieldset", "", many);
    let one = parse(&format!("<fieldset disabled>{}<legend></legend></fieldset>", "<input>".repeat(many)));
    let select = parse(&format!("<select>{}", "<option>".repeat(many)));
    let radios = parse(&format!("<form>{}", "<input type=radio name=a>".repeat(many)));
    let buttons = parse(&format!("<form>{}", "<button></button>".repeat(many)));
    let strangers = parse(&format!("<form id=f></form>{}", "<button form=f></button>".repeat(many)));
    let (autos, _) = chain_of("div", "dir", many);
    let (editable, _) = chain_of("div", "", many);
    let loose =
        parse(&format!("{}{}", "<span>".repeat(2_000), "<option></option><input type=radio name=a>".repeat(many)));
    for (page, css, count) in [
        (&fieldsets, ":disabled", 0),
        (&fieldsets, "fieldset:enabled", many),
        (&one, "input:disabled", many),
        (&select, ":checked", 1),
        (&radios, ":indeterminate", many),
        (&radios, ":checked", 0),
        (&buttons, ":default", 1),
        (&strangers, ":default", 1),
        (&autos, "div:dir(ltr)", many),
        (&editable, ":read-write, :dir(rtl), :lang(de)", 0),
        (&loose, ":checked, :indeterminate", many),
    ] {
        let found = soon(css, || page.count(&css.parse().unwrap()));
        assert_eq!(found, count, "{css}");
    }
}

/// Everything that calls itself for a level would overflow a small stack.
#[test]
fn nothing_needs_the_stack() {
    let small = std::thread::Builder::new().stack_size(256 << 10);
    let run = small.spawn(|| {
        let before = weakgraph_dom::alive();
        let levels = 100_000;
        let mut html = "<div><template>".repeat(levels / 2);
        html.push_str(&"<b>".repeat(100));
        let page = parse(&html);
        let copy = page.clone_node(true);
        assert!(copy.is_equal_node(&page));
        let again = parse_with(&serialize(&page), ParseOpts::default());
        assert!(again.is_equal_node(&page));
        assert_eq!(dump(&page), dump(&again));
        assert_eq!(page.census(), again.census());
        assert!(page.census().0 > levels);
        let body = page.query("body").unwrap().unwrap();
        assert_eq!(body.query_all("div:has(template):not(:has(b)) > template:empty").unwrap().len(), 1);
        // In each other, the outermost in the innermost: refused at any depth.
        let mut at = page.query("template").unwrap().unwrap();
        while let Some(next) = at.template_contents().and_then(|it| it.query("template").unwrap()) {
            at = next;
        }
        let refused = at.template_contents().unwrap().append_child(&body);
        assert_eq!(refused, Err(weakgraph_dom::DomError::HierarchyRequest));
        drop((page, copy, again, body, at));
        assert_eq!(weakgraph_dom::alive(), before);
        let deep = parse(&"<span>".repeat(levels));
        assert_eq!(deep.query_all("span:has(nope), body span:empty").unwrap().len(), 1);
        deep.normalize();
        assert_eq!(deep.text_content(), "");
    });
    run.unwrap().join().unwrap();
}

#[test]
fn a_selector_is_refused_before_it_takes_the_stack() {
    let page = parse("<p>");
    for css in [":not(".repeat(100_000) + "p", ":is(".repeat(1_000) + "p" + &")".repeat(1_000), "p ".repeat(100_000)] {
        let error = page.query_all(&css).unwrap_err().to_string();
        assert!(error.contains("nested too deeply") || error.contains("too long"), "{}", error.len());
    }
    assert_eq!(page.query_all(&("p".to_owned() + &":not(b)".repeat(100))).unwrap().len(), 1, "beside each other");
    assert_eq!(page.query_all(&("p:not(".to_owned() + &":not(".repeat(50) + "p" + &")".repeat(51))).unwrap().len(), 0);
}

#[test]
fn a_writer_that_has_enough_ends_the_work() {
    struct Few(usize);
    impl std::io::Write for Few {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::WriteZero)?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let page = parse(&"<p>x".repeat(200_000));
    soon("a thousand starts", || {
        for _ in 0..1_000 {
            assert!(Serializer::new().write(&page, Few(100)).is_err());
        }
    });
}

/// Whether a query takes less than so many times what `one` does. On a busy machine, it may have to be asked again.
fn takes_less_than(limit: f64, page: &Node, one: &str, css: &str) -> bool {
    let time = |css: &str| {
        let selectors = css.parse().unwrap();
        let start = Instant::now();
        page.count(&selectors);
        start.elapsed().as_secs_f64()
    };
    let one = (0..5).map(|_| time(one)).fold(f64::MAX, f64::min);
    let start = Instant::now();
    let mut times = f64::MAX;
    while times >= limit && start.elapsed() < LONG / 3 {
        times = time(css) / one;
    }
    eprintln!("{}: {times} times", &css[css.len().saturating_sub(20)..]);
    times < limit
}

#[test]
fn a_walk_is_not_gone_again_by_each_of_those_on_its_way() {
    let many = 8_000;
    // What takes some steps at each element, but too few to be kept there.
    let all_but_one = format!("{}[a=c]", "[a=b]".repeat(15));
    let wide = parse(&format!("<!DOCTYPE html><body>{}", "<i a=b></i>".repeat(many)));
    let deep = parse(&format!("<!DOCTYPE html><body>{}", "<span a=b>".repeat(many)));
    for (page, css) in [
        (&wide, format!("{all_but_one} ~ i")),
        (&deep, format!("{all_but_one} span")),
        (&wide, format!("i:has(~ {all_but_one})")),
        (&deep, format!("span:has({all_but_one})")),
    ] {
        // An answer is kept of one element in sixteen.
        assert!(takes_less_than(80.0, page, &all_but_one, &css), "{css}");
    }
}

#[test]
fn what_is_long_is_asked_of_a_parent_once() {
    let wide = parse(&format!("<!DOCTYPE html><body a=b>{}", "<i a=b></i>".repeat(1_000)));
    for attribute in ["[a=b]", "[*|a=b]"] {
        let long = attribute.repeat(1_000);
        let css = format!("{long} > i");
        assert_eq!(wide.count(&css.parse().unwrap()), 1_000);
        // Less than what it takes to ask it of every child.
        assert!(takes_less_than(0.3, &wide, &long, &css), "{attribute}");
    }
}
