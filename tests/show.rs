//! Pictures: `show::text` and `show::dot`.

use std::cell::RefCell;
use std::env;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use weakgraph::{Child, Children, EdgeKind, Graph, Parent, Strong, Weak, WeakCell, WeakList, show};
use weakgraph_tests::on_small_stack;

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
        for _ in 1..1_000_000 {
            low = low.add_report(Person::default());
        }
        let text = show::text(&top).to_string();
        assert_eq!(text.lines().count(), 66);
        assert!(text.ends_with("└── … 999935 below\n"), "{text}");
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

/// What Graphviz makes of it; `None`, said on stderr, where there is no Graphviz. `WEAKGRAPH_DOT=required` makes that an error.
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
        r#"[label="first", style=dashed, constraint=false, color=firebrick, fontcolor=firebrick, arrowhead=tee];"#,
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
