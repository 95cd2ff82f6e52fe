//! Pictures: `show::text`, `show::dot` and `show::svg`.

use std::cell::RefCell;
use std::env;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use weakgraph::{Child, Children, EdgeKind, Graph, NodeInfo, Parent, Snapshot, Strong, Weak, WeakCell, WeakList, show};
use weakgraph_tests::{on_small_stack, size};

#[derive(Graph)]
struct Style {
    #[graph(label)]
    colour: &'static str,
}

#[derive(Graph, Default)]
#[graph(label = Person::title)]
struct Person {
    name: String,
    #[weak]
    boss: Parent<Person>,
    #[strong]
    reports: Children<Person>,
    #[strong]
    deputy: Child<Person>,
    #[weak]
    mentor: WeakCell<Person>,
    #[weak]
    friends: WeakList<Person>,
    #[weak]
    first: RefCell<Weak<Person>>,
    #[strong]
    styles: RefCell<Vec<Strong<Style>>>,
}

impl Person {
    fn title(&self) -> &str {
        &self.name
    }
}

fn person(name: &str) -> Strong<Person> {
    Strong::new(Person { name: name.into(), ..Person::default() })
}

/// A small company with every kind of edge.
fn company() -> Strong<Person> {
    let ada = person("Ada");
    let bob = ada.add_report(person("Bob"));
    let eve = bob.add_report(person("Eve"));
    let max = ada.add_report(person("Max"));
    max.set_deputy(person("Tim"));
    eve.set_mentor(&ada);
    eve.add_friend(&max);
    eve.add_friend(&bob);
    let gone = person("gone");
    *max.first.borrow_mut() = Strong::downgrade(&gone);
    let blue = Strong::new(Style { colour: "blue" });
    bob.styles.borrow_mut().push(blue.clone());
    max.styles.borrow_mut().extend([blue, Strong::new(Style { colour: "red" })]);
    ada
}

const COMPANY: &str = "\
Ada
├── Bob
│   ├── reports: Eve  ⇢ mentor: Ada  ⇢ friends: Max  ⇢ friends: Bob
│   └── styles: blue
└── Max  ⇢ first: Person, dead  ⇒ styles: blue
    ├── deputy: Tim
    └── styles: red
";

#[test]
fn a_tree_in_text() {
    let ada = company();
    assert_eq!(show::text(&ada).to_string(), COMPANY);
    // Of a part: its owner, and what is outside of it, are notes.
    let eve = ada.reports().first().unwrap().reports().first().unwrap();
    assert_eq!(show::text(&eve).to_string(), "Eve  ⇠ boss: Bob  ⇢ mentor: Ada  ⇢ friends: Max  ⇢ friends: Bob\n");
}

#[test]
fn a_text_says_what_it_leaves_out() {
    let ada = company();
    assert_eq!(show::text(&ada).depth(0).to_string(), "Ada\n└── … 6 below\n");
    assert_eq!(
        show::text(&ada).depth(1).to_string(),
        "Ada\n├── Bob\n│   └── … 2 below\n└── Max  ⇢ first: Person, dead  ⇒ styles: blue\n    └── … 2 below\n"
    );
    assert_eq!(
        show::text(&ada).width(1).to_string(),
        "Ada
├── Bob
│   ├── reports: Eve  ⇢ mentor: Ada  … 2 more edges
│   └── … 1 more
└── … 1 more, 3 with those below them
"
    );
    assert_eq!(show::text(&ada).width(0).to_string(), "Ada\n└── … 2 more, 6 with those below them\n");
}

#[test]
fn what_cannot_be_seen_is_said() {
    let ada = person("Ada");
    let _first = ada.first.borrow_mut();
    let _styles = ada.styles.borrow_mut();
    assert_eq!(show::text(&ada).to_string(), "Ada  ⇢ first: borrowed  ⇒ styles: borrowed\n");
    assert!(show::dot(&ada).to_string().contains("label=\"borrowed\""));
}

#[test]
fn a_label_stays_on_its_line() {
    let ada = person("A\nd\u{202e}a\u{7}");
    ada.add_report(person(""));
    assert_eq!(show::text(&ada).to_string(), "A\\nd\\u{202e}a\\u{7}\n└── \n");
}

#[test]
fn a_million_below_each_other_are_drawn_as_far_as_wanted() {
    on_small_stack(|| {
        let top = person("top");
        let mut low = top.clone();
        let many = size(1_000_000, 30_000);
        for _ in 1..many {
            low = low.add_report(Person::default());
        }
        let text = show::text(&top).to_string();
        assert_eq!(text.lines().count(), 66);
        assert!(text.ends_with(&format!("└── … {} below\n", many - 65)), "{text}");
        let dot = show::dot(&top).without(EdgeKind::Back);
        let mut sink = io::sink();
        write!(sink, "{dot}").unwrap();
        drop((top, low));
    });
}

#[test]
fn a_label_that_panics_or_edits_does_no_harm() {
    #[derive(Graph, Default)]
    #[graph(label = Hostile::label)]
    struct Hostile {
        name: String,
        #[weak]
        parent: Parent<Hostile>,
        #[strong]
        children: Children<Hostile>,
    }
    impl Hostile {
        fn label(&self) -> String {
            assert!(self.name != "bad", "a label");
            self.children().clear();
            drop(self.detach_from_parent());
            self.name.clone()
        }
    }
    let node = |name: &str| Strong::new(Hostile { name: name.into(), ..Hostile::default() });
    let top = node("top");
    top.add_child(node("a")).add_child(node("b"));
    assert_eq!(show::text(&top).to_string(), "top\n└── a\n    └── b\n");
    assert!(top.children().is_empty());
    top.add_child(node("a"));
    assert!(show::dot(&top).to_string().contains("n0 -> n1"));
    top.add_child(node("bad"));
    let text = show::text(&top);
    assert!(weakgraph_tests::panic_of(|| drop(text.to_string())).is_some());
    drop(text);
}

/// What Graphviz makes of it; `None`, said on stderr, where there is no Graphviz. `WEAKGRAPH_DOT=required` makes that
/// an error.
fn graphviz(dot: &str, format: &str) -> Option<String> {
    let child = Command::new("dot")
        .arg(format!("-T{format}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            let required = env::var_os("WEAKGRAPH_DOT").is_some_and(|it| it == "required");
            assert!(!required, "Graphviz (`dot`) does not start: {error}");
            io::stderr()
                .write_all(b"no Graphviz (`dot`) here: its pictures were not tested\n")
                .expect("stderr can be written");
            return None;
        }
    };
    child.stdin.take().unwrap().write_all(dot.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && errors.is_empty(), "{errors}\n{dot}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn a_graph_for_graphviz() {
    let ada = company();
    let dot = show::dot(&ada).to_string();
    for line in [
        r##"  n0 [label="Ada\nPerson", fillcolor="#8dd3c7"];"##,
        "  { rank=same; n1; n2; }",
        r#"  n0 -> n1 [label="reports[0]"];"#,
        r#"  n1 -> n0 [label="boss", color=gray60, fontcolor=gray60, constraint=false];"#,
        r#"style=dashed, constraint=false];"#,
        r#"label="styles", style=bold];"#,
        r#"shape=plaintext, style=solid, fontcolor=firebrick, label="✗ Person"];"#,
        r#"[label="first", style=dashed, color=firebrick, fontcolor=firebrick, arrowhead=tee];"#,
    ] {
        assert!(dot.contains(line), "{line}\n{dot}");
    }
    if let Some(svg) = graphviz(&dot, "svg") {
        for label in ["Ada", "Tim", "blue", "red", "reports[0]", "✗ Person"] {
            assert!(svg.contains(&format!(">{label}</text>")), "{label}\n{svg}");
        }
    }
}

#[test]
fn what_is_left_out_of_a_graph_for_graphviz_is_counted() {
    let ada = company();
    let dot = show::dot(&ada).depth(1).without(EdgeKind::Weak).without(EdgeKind::Back).to_string();
    assert!(!dot.contains("dashed") && !dot.contains("gray60, fontcolor") && !dot.contains("Tim"), "{dot}");
    assert_eq!(dot.matches("… 2 more").count(), 1, "{dot}");
    assert_eq!(dot.matches("… 3 more").count(), 1, "{dot}");
    let dot = show::dot(&ada).filter(|node| node.type_name() == "Person").to_string();
    assert!(!dot.contains("blue") && dot.contains("… 1 more") && dot.contains("… 2 more"), "{dot}");
    let dot = show::dot(&ada).nodes(1).to_string();
    assert!(dot.contains("n0 ->") && !dot.contains("n1 ["), "{dot}");
    graphviz(&dot, "svg");
}

/// What is to be drawn, said once more, from the docs: the first so many of those that may be, in the order of their
/// numbers. A node outside may be, if a node that is drawn leads to it.
fn to_be_drawn(
    snapshot: &Snapshot<'_>,
    nodes: usize,
    depth: usize,
    is_hidden: fn(NodeInfo<'_>) -> bool,
    without: Option<EdgeKind>,
) -> Vec<String> {
    let mut drawn: Vec<usize> = Vec::new();
    for node in snapshot.nodes() {
        let is_led_to = |&from: &usize| {
            let mut edges = snapshot.node(from).edges();
            edges.any(|edge| edge.to() == Some(node.number()) && Some(edge.edge().kind) != without)
        };
        let may_be = match node.is_inside() {
            true => node.depth() <= depth,
            false => drawn.iter().any(is_led_to),
        };
        if may_be && !is_hidden(node) && drawn.len() < nodes {
            drawn.push(node.number());
        }
    }
    drawn.into_iter().map(|number| snapshot.node(number).label()).collect()
}

#[test]
fn a_limit_counts_nodes_outside_of_the_root_too() {
    // Three inside; outside: a boss above, friends and a mentor of each, of which some have several who lead to them.
    let top = person("chief");
    let root = top.add_report(person("root"));
    let (kim, lee) = (root.add_report(person("kim")), root.add_report(person("lee")));
    let (one, two, three, four) = (person("one"), person("two"), person("three"), person("four"));
    [&one, &two].into_iter().for_each(|friend| root.add_friend(friend));
    [&two, &three, &one].into_iter().for_each(|friend| kim.add_friend(friend));
    lee.set_mentor(&four);
    lee.add_friend(&root);
    four.add_friend(&three);
    let snapshot = Snapshot::of(&root);
    assert_eq!((snapshot.inside(), snapshot.len()), (3, 8));
    let hides: [fn(NodeInfo<'_>) -> bool; 4] = [
        |_| false,
        |node| node.label() == "two",
        |node| node.label() == "kim",
        |node| !node.is_inside() && node.label().len() == 3,
    ];
    for nodes in (0..=9).chain([usize::MAX]) {
        for depth in [0, 1, usize::MAX] {
            for (which, hides) in hides.into_iter().enumerate() {
                for without in [None, Some(EdgeKind::Weak), Some(EdgeKind::Back), Some(EdgeKind::Owning)] {
                    let expected = to_be_drawn(&snapshot, nodes, depth, hides, without);
                    let case = format!("{nodes} nodes, depth {depth}, filter {which}, without {without:?}");
                    let mut dot = show::dot(&root).nodes(nodes).depth(depth).filter(|node| !hides(node));
                    let mut svg =
                        show::svg(&root).with(EdgeKind::Back).nodes(nodes).depth(depth).filter(|node| !hides(node));
                    if let Some(kind) = without {
                        (dot, svg) = (dot.without(kind), svg.without(kind));
                    }
                    let (dot, svg) = (dot.to_string(), svg.to_string());
                    let is_node = |line: &&str| line.contains("fillcolor=");
                    let name = |line: &str| line.split(['"', '\\']).nth(1).unwrap_or_default().to_owned();
                    assert_eq!(dot.lines().filter(is_node).map(name).collect::<Vec<_>>(), expected, "{case}\n{dot}");
                    let mut names: Vec<_> = snapshot
                        .nodes()
                        .map(|node| node.label())
                        .filter(|it| svg.contains(&format!(">{it}<")))
                        .collect();
                    names.sort_by_key(|name| expected.iter().position(|it| it == name));
                    assert_eq!(names, expected, "{case}\n{svg}");
                    // Every line leads from a node that is drawn to one that is.
                    for end in dot.lines().filter(|line| line.contains(" -> ") && !line.contains("_more")) {
                        for end in end.split(" [").next().unwrap().trim().split(" -> ") {
                            assert!(dot.contains(&format!("  {end} [label=")), "{case}: {end}\n{dot}");
                        }
                    }
                    let left = 3 - expected.iter().filter(|it| ["root", "kim", "lee"].contains(&it.as_str())).count();
                    assert_eq!(svg.contains("more nodes"), left > 0, "{case}");
                    assert!(left == 0 || svg.contains(&format!("… {left} more nodes")), "{case}");
                }
            }
        }
    }
}

#[test]
fn graphviz_takes_labels_of_all_sorts() {
    let hostile = [
        "\"",
        "\\",
        "\\\"",
        "\\N\\G\\E",
        "a\\",
        "\n",
        "\r\n",
        "\0",
        "\u{7f}\u{1b}[31m",
        "&amp;",
        "&#0;",
        "&lt;b&gt;",
        "<b>x</b>",
        "<",
        "]; x [",
        "}\n",
        "\u{202e}abc",
        "é漢字🦀",
        "\u{fffe}\u{feff}",
        "/* */ // #",
        "%s%n",
        "",
        " ",
        "-->",
        "]]>",
        "<!--",
    ];
    let top = person("top");
    for label in hostile {
        top.add_report(person(label));
    }
    let all: String = hostile.concat();
    top.add_report(person(&all));
    let dot = show::dot(&top).to_string();
    let Some(plain) = graphviz(&dot, "svg") else { return };
    // As many nodes as there are, each an element, and the text as it was.
    assert_eq!(plain.matches("class=\"node\"").count(), hostile.len() + 2, "{dot}");
    for text in [
        "&amp;amp;",
        "&amp;#0;",
        "&amp;lt;b&amp;gt;",
        "&lt;b&gt;x&lt;/b&gt;",
        "\\N\\G\\E",
        "é漢字🦀",
        "%s%n",
        "\\u{202e}abc",
    ] {
        assert!(plain.contains(&format!(">{text}</text>")), "{text}\n{plain}");
    }
}

#[test]
fn graphviz_shows_random_labels_as_they_are() {
    let mut random = weakgraph_tests::Rng::new(17);
    let letters: Vec<char> =
        "\"\\{}[]<>|&;#%$'`/*-nNlrGEHT=.,x0 é漢🦀\n\r\t\0\u{1b}\u{202e}\u{2028}\u{feff}".chars().collect();
    let top = person("top");
    let mut labels = vec!["top".to_owned()];
    for _ in 0..300 {
        let label: String = (0..random.below(12)).map(|_| *random.pick(&letters)).collect();
        top.add_report(person(&label));
        labels.push(label);
    }
    let dot = show::dot(&top).without(EdgeKind::Back).to_string();
    let Some(svg) = graphviz(&dot, "svg") else { return };
    let groups = svg.split("class=\"node\"").skip(1);
    let nodes: Vec<&str> = groups.map(|it| it.split_once("</g>").unwrap().0).collect();
    assert_eq!(nodes.len(), labels.len());
    for node in nodes {
        let (_, name) = node.split_once("<title>n").unwrap();
        let number: usize = name.split_once('<').unwrap().0.parse().unwrap();
        let texts =
            node.split("<text ").skip(1).map(|it| it.split_once('>').unwrap().1.split_once("</text>").unwrap().0);
        let shown: Vec<String> = texts.map(plain).collect();
        let mut expected: Vec<String> = labels[number].split('\n').map(visible).collect();
        expected.push("Person".to_owned());
        // Graphviz has no element for an empty line.
        expected.retain(|it| !it.is_empty());
        assert_eq!(shown, expected, "{:?}", labels[number]);
    }
}

/// The text of an XML element.
fn plain(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#45;", "-"), ("&#160;", " ")];
    named.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)).replace("&amp;", "&")
}

/// As a picture shows it: what would disturb is named.
fn visible(line: &str) -> String {
    line.chars()
        .map(|c| match c {
            '\r' | '\t' | '\0' | '\u{1b}' | '\u{202e}' | '\u{2028}' | '\u{feff}' => {
                format!("\\u{{{:x}}}", u32::from(c))
            }
            _ => c.to_string(),
        })
        .collect()
}

#[test]
fn a_picture_in_svg() {
    let ada = company();
    let svg = show::svg(&ada).to_string();
    for label in ["Ada", "Tim", "blue", "✗ Person"] {
        assert!(svg.contains(&format!(">{label}</tspan>")), "{label}\n{svg}");
    }
    assert!(svg.contains(">reports</text>") && !svg.contains(">boss</text>") && !svg.contains("more nodes"));
    assert_eq!(svg.matches("stroke-width=\"3\" marker").count(), 3, "shared edges are bold");
    assert!(show::svg(&ada).with(EdgeKind::Back).to_string().contains(">boss</text>"));
    let part = show::svg(&ada).nodes(3).without(EdgeKind::Weak).to_string();
    assert!(part.contains("… 4 more nodes") && !part.contains(">Tim</tspan>"), "{part}");
    let _borrowed = ada.styles.borrow_mut();
    assert!(show::svg(&ada).to_string().contains(">borrowed</tspan>"));
}

/// A headless Chromium with this page; `None`, said on stderr, where there is none. `WEAKGRAPH_CHROMIUM=required` makes
/// that an error.
fn chromium(arguments: &[&str]) -> Option<String> {
    let fixed = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"];
    match Command::new("chromium").args(fixed).args(arguments).stderr(Stdio::null()).output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(error) => {
            let required = env::var_os("WEAKGRAPH_CHROMIUM").is_some_and(|it| it == "required");
            assert!(!required, "Chromium does not start: {error}");
            io::stderr()
                .write_all(b"no Chromium here: the SVG pictures were not opened\n")
                .expect("stderr can be written");
            None
        }
    }
}

#[test]
fn a_browser_opens_the_picture_with_labels_of_all_sorts() {
    let top = company();
    let hostile = [
        "\"",
        "&amp;",
        "<b>x</b>",
        "]]>",
        "<!--",
        "\0\u{7f}\u{1b}",
        "a\nb",
        "é漢字🦀",
        "\u{fffe}",
        "</svg>",
        "",
        &"long ".repeat(50),
    ];
    for label in hostile {
        top.add_report(person(label));
    }
    let folder = tempfolder();
    let (svg, page) = (folder.join("picture.svg"), folder.join("page.html"));
    let picture = show::svg(&top).to_string();
    std::fs::write(&svg, &picture).unwrap();
    // The browser's XML parser has to take it; what it makes of it is written back as HTML.
    std::fs::write(
        &page,
        format!(
            "<meta charset=utf-8><body><script type=text/plain id=p>{}</script><script>
            const doc = new DOMParser().parseFromString(decodeURIComponent(document.getElementById('p').textContent), 'image/svg+xml');
            document.title = doc.querySelector('parsererror') ? 'refused' : 'taken ' + doc.querySelectorAll('text').length;
            document.body.append(...[...doc.querySelectorAll('tspan')].map(it => '[' + it.textContent + ']'));
            </script>",
            percent(&picture)
        ),
    )
    .unwrap();
    let Some(dom) = chromium(&["--dump-dom", &format!("file://{}", page.display())]) else { return };
    assert!(dom.contains(&format!("<title>taken {}</title>", picture.matches("<text ").count())), "{dom}");
    for text in ["[&amp;amp;]", "[&lt;b&gt;x&lt;/b&gt;]", "[]]&gt;]", "[é漢字🦀]", "[Ada]", "[&lt;/svg&gt;]"] {
        assert!(dom.contains(text), "{text}\n{dom}");
    }
    let png = folder.join("picture.png");
    chromium(&[
        &format!("--screenshot={}", png.display()),
        "--window-size=1600,900",
        &format!("file://{}", svg.display()),
    ]);
    assert!(std::fs::metadata(&png).unwrap().len() > 10_000, "something was drawn");
    std::fs::remove_dir_all(folder).unwrap();
}

/// A folder of this process alone.
fn tempfolder() -> std::path::PathBuf {
    let folder = env::temp_dir().join(format!("weakgraph-show-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// What stands where in a picture.
struct Picture {
    /// Left, top, width and height of the nodes.
    nodes: Vec<[f64; 4]>,
    /// The data of the lines.
    ways: Vec<String>,
    /// Where the names of the lines stand, how they are aligned, and what they are.
    names: Vec<(f64, f64, String, String)>,
}

impl Picture {
    fn read(svg: &str) -> Picture {
        let value = |line: &str, key: &str| {
            let (_, rest) = line.split_once(&format!(" {key}=\"")).unwrap_or_else(|| panic!("{key} in {line}"));
            rest.split_once('"').unwrap().0.to_owned()
        };
        let number = |line: &str, key: &str| value(line, key).parse::<f64>().unwrap();
        let with = |start: &'static str| svg.lines().filter(move |line| line.starts_with(start));
        Picture {
            nodes: with("<rect x=").map(|it| ["x", "y", "width", "height"].map(|key| number(it, key))).collect(),
            ways: with("<path d=").map(|it| value(it, "d")).collect(),
            names: with("<text x=")
                .filter(|it| it.contains("text-anchor"))
                .map(|it| {
                    let name = it.split_once('>').unwrap().1.strip_suffix("</text>").unwrap();
                    (number(it, "x"), number(it, "y"), value(it, "text-anchor"), name.to_owned())
                })
                .collect(),
        }
    }

    /// Nodes and names beside each other, none over another.
    fn check(&self) {
        // As wide as letters of this size are at least.
        let name = |(x, y, anchor, name): &(f64, f64, String, String)| {
            let width = name.len() as f64 * 5.0;
            let left = match anchor.as_str() {
                "start" => *x,
                "middle" => x - width / 2.0,
                _ => x - width,
            };
            [left, y - 8.0, width, 10.0]
        };
        let all: Vec<[f64; 4]> = self.nodes.iter().copied().chain(self.names.iter().map(name)).collect();
        for (i, a) in all.iter().enumerate() {
            for b in &all[..i] {
                let apart = |at: usize| a[at] + a[at + 2] <= b[at] + 0.1 || b[at] + b[at + 2] <= a[at] + 0.1;
                assert!(apart(0) || apart(1), "{a:?} over {b:?}");
            }
        }
    }
}

#[test]
fn owners_stand_left_of_their_members_and_these_in_their_order() {
    let mut random = weakgraph_tests::Rng::new(11);
    for _ in 0..20 {
        let mut nodes = vec![person("0")];
        for i in 1..=random.below(60) {
            let node = random.pick(&nodes).add_report(person(&i.to_string()));
            nodes.push(node);
        }
        let svg = show::svg(&nodes[0]).to_string();
        let picture = Picture::read(&svg);
        picture.check();
        // Drawn in the order of a snapshot, as they are numbered there.
        let snapshot = weakgraph::Snapshot::of(&nodes[0]);
        for node in snapshot.nodes() {
            let place = picture.nodes[node.number()];
            let members = node.edges().filter(|it| it.edge().kind == EdgeKind::Owning);
            let members: Vec<[f64; 4]> = members.map(|it| picture.nodes[it.to().unwrap()]).collect();
            assert!(members.iter().all(|it| place[0] + place[2] < it[0]), "{svg}");
            assert!(members.is_sorted_by(|a, b| a[1] < b[1]), "{svg}");
        }
    }
}

#[test]
fn a_shared_node_stands_right_of_all_who_share_it() {
    let ada = person("Ada");
    let bob = ada.add_report(person("Bob"));
    let eve = bob.add_report(person("Eve"));
    let blue = Strong::new(Style { colour: "blue" });
    [&ada, &bob, &eve].iter().for_each(|it| it.styles.borrow_mut().push(blue.clone()));
    let picture = Picture::read(&show::svg(&ada).to_string());
    picture.check();
    // Ada, Bob, blue, Eve.
    assert!(picture.nodes[..2].iter().chain([&picture.nodes[3]]).all(|it| it[0] + it[2] < picture.nodes[2][0]));
    // Right through the columns of Bob and Eve, not over them.
    let longest = picture.ways.iter().max_by_key(|way| way.matches('C').count()).unwrap();
    assert_eq!(longest.matches('C').count(), 6, "{longest}");
}

#[test]
fn the_work_for_a_picture_has_a_bound() {
    // Chains have the longest ways, stars the most crossings.
    for star in [false, true] {
        let top = person("top");
        let mut all = vec![top.clone()];
        for i in 1..500 {
            let owner = if star { &top } else { &all[i - 1] };
            let node = owner.add_report(Person::default());
            all.push(node);
        }
        let mut random = weakgraph_tests::Rng::new(3);
        for node in &all {
            (0..7).for_each(|_| node.add_friend(random.pick(&all)));
        }
        let svg = show::svg(&top).to_string();
        let ways = Picture::read(&svg).ways;
        assert_eq!(ways.len(), weakgraph::Snapshot::of(&top).nodes().map(|it| it.edges().len()).sum::<usize>() - 499);
        // A line of its own way has a curve for each vertex of the layout and one more, and others have one.
        let curves: usize = ways.iter().map(|way| way.matches('C').count()).sum();
        assert!((3500..4000 + 2 * ways.len()).contains(&curves), "{curves}");
    }
}

#[test]
fn a_picture_takes_no_stack_of_the_caller() {
    on_small_stack(|| {
        for star in [false, true] {
            let top = person("top");
            let mut low = top.clone();
            for _ in 1..500 {
                low = if star { &top } else { &low }.add_report(Person::default());
            }
            let picture = Picture::read(&show::svg(&top).to_string());
            assert_eq!((picture.nodes.len(), picture.ways.len()), (500, 499));
            drop(low);
        }
    });
}

#[test]
fn random_graphs_have_pictures() {
    let mut random = weakgraph_tests::Rng::new(7);
    for _ in 0..60 {
        let nodes = vec![person("top")];
        let nodes = (0..random.below(25)).fold(nodes, |mut nodes, i| {
            let owner = random.pick(&nodes).clone();
            let node = if random.below(4) == 0 {
                owner.set_deputy(person(&i.to_string()))
            } else {
                owner.add_report(person(&i.to_string()))
            };
            nodes.push(node);
            nodes
        });
        for node in &nodes {
            match random.below(4) {
                0 => node.set_mentor(random.pick(&nodes)),
                1 => node.add_friend(random.pick(&nodes)),
                2 => node.styles.borrow_mut().push(Strong::new(Style { colour: "grey" })),
                _ => *node.first.borrow_mut() = Strong::downgrade(random.pick(&nodes)),
            }
        }
        let svg = show::svg(&nodes[0]).with(EdgeKind::Back).to_string();
        assert!(svg.ends_with("</svg>\n"));
        let picture = Picture::read(&svg);
        picture.check();
        let edges = weakgraph::Snapshot::of(&nodes[0]).nodes().map(|it| it.edges().len()).sum::<usize>();
        assert_eq!((picture.ways.len(), picture.names.len()), (edges, edges), "{svg}");
        assert!(show::text(&nodes[0]).to_string().starts_with("top"));
    }
}

#[test]
fn a_large_graph_is_drawn_in_part() {
    let top = person("top");
    let mut all = vec![top.clone()];
    for i in 1..1000 {
        let node = all[(i - 1) / 3].add_report(person(&i.to_string()));
        all.push(node);
    }
    assert!(show::svg(&top).to_string().contains("… 500 more nodes"));
    assert!(!show::svg(&top).nodes(1000).to_string().contains("more nodes"));
    on_small_stack(|| {
        let top = person("top");
        let mut low = top.clone();
        let many = size(100_000, 10_000);
        for _ in 1..many {
            low = low.add_report(Person::default());
        }
        let svg = show::svg(&top).nodes(many).to_string();
        assert_eq!(svg.matches("<tspan").count(), many + 1);
        drop((top, low));
    });
}

/// Every number of a picture, so that nobody has to look at it: the layout in layers, with long edges and edges back;
/// the one that is taken where that would take too long; and what is left out. `WRITE_PICTURES=1` writes them anew:
/// look at them in a browser.
#[test]
fn pictures_in_svg_stay_as_they_are() {
    let ada = company();
    let lattice: Vec<_> = (0..14).map(|n| person(&format!("person {n}"))).collect();
    for (n, it) in lattice.iter().enumerate().skip(1) {
        lattice[(n - 1) / 3].add_report(it);
        it.set_mentor(&lattice[n / 2]);
        it.add_friend(&lattice[(n * 5) % 14]);
        it.add_friend(&lattice[(n * 11 + 3) % 14]);
    }
    let style =
        Strong::new(Style { colour: "a colour with a name that is longer than what fits into a box of a picture" });
    lattice[3].styles.borrow_mut().push(style.clone());
    lattice[12].styles.borrow_mut().extend([style.clone(), style]);
    // So many edges that they are not laid out in layers.
    let wide: Vec<_> = (0..60).map(|n| person(&n.to_string())).collect();
    for (n, it) in wide.iter().enumerate().skip(1) {
        wide[(n - 1) / 7].add_report(it);
        (0..60).for_each(|other| it.add_friend(&wide[(n + other * 7) % 60]));
    }
    let pictures = [
        ("company", show::svg(&ada).with(EdgeKind::Back).to_string()),
        ("lattice", show::svg(&lattice[0]).to_string()),
        ("part", show::svg(&lattice[0]).nodes(6).depth(2).with(EdgeKind::Back).to_string()),
    ];
    for (name, picture) in pictures {
        let path = format!("{}/values/pictures/{name}.svg", env!("CARGO_MANIFEST_DIR"));
        if env::var_os("WRITE_PICTURES").is_some() {
            std::fs::write(&path, &picture).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        let line = picture.lines().zip(expected.lines()).position(|(now, then)| now != then);
        assert!(picture == expected, "{path}: line {line:?} is another");
    }
    // A megabyte: of this one the sum is enough.
    assert_eq!(length_and_sum(&show::svg(&wide[0]).to_string()), (1_027_376, 1_201_863_198_629_985_102));
}

/// FNV-1a.
fn length_and_sum(text: &str) -> (usize, u64) {
    let mix = |sum: u64, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    (text.len(), text.bytes().fold(0xcbf2_9ce4_8422_2325, mix))
}

/// More nodes than are laid out in layers: a plain tree, with lines across, back, to the same node, and several between
/// two.
#[test]
fn a_picture_of_a_plain_tree_stays_as_it_is() {
    let all: Vec<_> = (0..1050).map(|n| person(&"name ".repeat(n % 4))).collect();
    for (n, it) in all.iter().enumerate().skip(1) {
        all[(n - 1) / 3].add_report(it);
        it.set_mentor(&all[n / 2]);
        it.add_friend(&all[n / 2]);
        it.add_friend(&all[(n * 5) % all.len()]);
        if n % 9 == 0 {
            it.add_friend(it);
            all[(n - 1) / 3].add_friend(it);
            all[(n - 1) / 3].set_mentor(it);
        }
    }
    let picture = show::svg(&all[0]).nodes(all.len()).to_string();
    assert_eq!(length_and_sum(&picture), (1_231_257, 5_069_286_553_720_022_498));
}

/// A node with two parents stands below one of them, and names the other.
#[test]
fn a_text_names_the_other_parent() {
    struct Father;
    #[derive(Graph, Default)]
    struct Someone {
        #[graph(label)]
        name: &'static str,
        #[weak]
        mother: Parent<Someone>,
        #[weak]
        father: Parent<Someone, Father>,
        #[strong]
        children: Children<Someone>,
        #[strong(item = child_of_father)]
        of_father: Children<Someone, Father>,
    }
    let new = |name| Strong::new(Someone { name, ..Someone::default() });
    let (top, mother, father, child) = (new("top"), new("mother"), new("father"), new("child"));
    top.add_child(&mother);
    top.add_child(&father);
    mother.add_child(&child);
    father.add_child_of_father(&child);
    let expected = "top\n├── mother\n│   └── child  ⇠ father: father\n└── father  → of_father: child\n";
    assert_eq!(show::text(&top).to_string(), expected);
}

/// However high they are, and from the same height as a picture of one.
#[test]
fn parts_that_no_line_joins_stand_below_each_other_at_one_distance() {
    let top = person("top");
    for height in [1, 4, 2, 7] {
        top.add_report(person(&"line\n".repeat(height)));
    }
    let of = |root| Picture::read(&show::svg(root).without(EdgeKind::Owning).to_string());
    let (picture, alone) = (of(&top), of(&person("alone")));
    picture.check();
    assert!(picture.ways.is_empty());
    let mut parts: Vec<(f64, f64)> = picture.nodes.iter().map(|it| (it[1], it[1] + it[3])).collect();
    parts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let heights: Vec<f64> = parts.iter().map(|it| it.1 - it.0).collect();
    assert!(heights.len() == 5 && heights.iter().any(|it| *it > 2.0 * heights[0]), "{heights:?}");
    assert!((parts[0].0 - alone.nodes[0][1]).abs() < 0.2, "{parts:?}");
    let gaps: Vec<f64> = parts.windows(2).map(|pair| pair[1].0 - pair[0].1).collect();
    assert!(gaps.iter().all(|it| *it > 1.0 && (it - gaps[0]).abs() < 0.3), "{gaps:?}");
}

/// Each end of an edge is a node of the picture, and each of these stands there once, with one label.
#[test]
fn every_end_of_an_edge_for_graphviz_stands_there_once() {
    #[derive(Graph, Default)]
    struct Many {
        #[weak]
        parent: Parent<Many>,
        #[strong]
        children: Children<Many>,
        #[weak]
        seen: RefCell<Vec<Weak<Style>>>,
        #[weak]
        last: RefCell<Weak<Style>>,
        #[strong]
        styles: RefCell<Vec<Strong<Style>>>,
        #[strong]
        others: RefCell<Vec<Strong<Style>>>,
    }
    fn check(dot: &str, dangling: usize) {
        let (mut nodes, mut ends) = (Vec::new(), Vec::new());
        for line in dot.lines().map(str::trim).filter(|line| line.starts_with('n')) {
            let id = |text: &str| text.split([' ', ';']).next().unwrap_or_default().to_owned();
            match line.split_once(" -> ") {
                Some((from, to)) => ends.extend([id(from), id(to)]),
                None if line.contains("label=") => nodes.push(id(line)),
                None => {}
            }
        }
        let mut once = nodes.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), nodes.len(), "{dot}");
        assert!(ends.iter().all(|end| once.contains(end)), "{dot}");
        let no_node = nodes.iter().filter(|id| id.contains('_') && !id.ends_with("more"));
        assert_eq!(no_node.count(), dangling, "{dot}");
    }
    let dead = || Strong::downgrade(&Strong::new(Style { colour: "grey" }));
    let root = Strong::new(Many::default());
    for n in 0..3 {
        let child = root.add_child(Many::default());
        child.seen.borrow_mut().extend((0..n).map(|_| dead()));
        *child.last.borrow_mut() = dead();
        child.styles.borrow_mut().push(Strong::new(Style { colour: "red" }));
        child.add_child(Many::default());
    }
    let last = root.children().last().unwrap();
    // What is borrowed cannot be looked into: one end more for each of the two fields.
    let borrowed = (last.styles.borrow_mut(), last.others.borrow_mut());
    check(&show::dot(&root).to_string(), 1 + 2 + 3 + 2);
    check(&show::dot(&root).without(EdgeKind::Back).to_string(), 1 + 2 + 3 + 2);
    check(&show::dot(&root).without(EdgeKind::Weak).to_string(), 2);
    check(&show::dot(&root).depth(1).to_string(), 1 + 2 + 3 + 2);
    check(&show::dot(&root).depth(0).to_string(), 0);
    check(&show::dot(&root).nodes(2).to_string(), 1);
    drop(borrowed);
    check(&show::dot(&root).to_string(), 1 + 2 + 3);
}
