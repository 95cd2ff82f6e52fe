//! Our matching beside that of `selectors`, which it stands for.

use selectors::context::{MatchingContext, MatchingForInvalidation, MatchingMode, NeedsSelectorFlags, SelectorCaches};
use selectors::matching::matches_selector_list;
use weakgraph_dom::{ElementRef, Handle, QuirksMode, Select, Selectors, parse, read};

use crate::edits::Rng;

/// A random page of few names, so that much of it matches.
fn page(rng: &mut Rng, quirks: bool) -> Handle {
    let page = parse(if quirks { "<body>" } else { "<!DOCTYPE html><body>" });
    let body = page.query("body").unwrap().unwrap();
    let mut all = vec![body];
    for number in 0..60 + rng.below(60) {
        let at = all[rng.below(all.len())].clone();
        match rng.below(12) {
            0 => at.append_child(&page.create_text("x")).unwrap(),
            1 => at.append_child(&page.create_comment("x")).unwrap(),
            _ => {
                let node = match rng.below(8) {
                    0 => page.create_element_ns("http://www.w3.org/2000/svg", ["a", "B"][rng.below(2)]).unwrap(),
                    _ => page.create_element(["a", "b", "c"][rng.below(3)]).unwrap(),
                };
                if rng.below(2) == 0 {
                    node.set_attribute("class", ["x", "Y", "x Y z"][rng.below(3)]).unwrap();
                }
                if rng.below(4) == 0 {
                    node.set_attribute("id", &format!("n{number}")).unwrap();
                }
                if rng.below(3) == 0 {
                    node.set_attribute("data-k", ["v", "V", "v w", "v-w", ""][rng.below(5)]).unwrap();
                }
                // Deep and wide by turns.
                at.append_child(&node).unwrap();
                if rng.below(3) > 0 {
                    all.push(node);
                } else {
                    all = vec![node];
                    all.push(at);
                }
            }
        }
    }
    page
}

fn simple(rng: &mut Rng, nested: usize) -> String {
    let pick = |rng: &mut Rng, from: &[&str]| from[rng.below(from.len())].to_owned();
    match rng.below(if nested > 0 { 16 } else { 11 }) {
        0 | 1 => pick(rng, &[".x", ".y", ".Y", ".z"]),
        2 => pick(
            rng,
            &["[data-k]", "[data-k=v]", "[data-k=V i]", "[data-k~=w]", "[data-k|=v]", "[DATA-K^=v]", "[*|data-k$=w]"],
        ),
        3 => pick(
            rng,
            &[":first-child", ":last-child", ":only-child", ":first-of-type", ":last-of-type", ":only-of-type"],
        ),
        4 => pick(rng, &[":nth-child(2n+1)", ":nth-last-child(-n+3)", ":nth-of-type(2)", ":nth-last-of-type(2n)"]),
        5 => pick(rng, &[":empty", ":root", ":scope", ":link", ":read-only", ":defined"]),
        6 => format!("#n{}", rng.below(60)),
        7..=10 => pick(rng, &["*", ".x", ":not(.x)", "[id]"]),
        11 => format!(":is({})", list(rng, nested - 1)),
        12 => format!(":not({})", list(rng, nested - 1)),
        13 => format!(":where({})", list(rng, nested - 1)),
        14 => format!(":nth-child({} of {})", ["odd", "2", "-n+2"][rng.below(3)], list(rng, nested - 1)),
        _ => {
            ":has(REL)".replace("REL", &format!("{}{}", ["", "> ", "+ ", "~ "][rng.below(4)], complex(rng, nested - 1)))
        }
    }
}

fn compound(rng: &mut Rng, nested: usize) -> String {
    let mut out = ["", "a", "b", "c", "B", "svg|a", "*|*"][rng.below(7)].to_owned();
    for _ in 0..rng.below(3) {
        let next = simple(rng, nested);
        if next != "*" {
            out.push_str(&next);
        }
    }
    if out.is_empty() { "*".into() } else { out }
}

fn complex(rng: &mut Rng, nested: usize) -> String {
    let mut out = compound(rng, nested);
    for _ in 0..rng.below(4) {
        out.push_str([" ", " ", " > ", " + ", " ~ "][rng.below(5)]);
        out.push_str(&compound(rng, nested));
    }
    out
}

fn list(rng: &mut Rng, nested: usize) -> String {
    (0..1 + rng.below(2)).map(|_| complex(rng, nested)).collect::<Vec<_>>().join(", ")
}

#[test]
fn random_selectors_match_what_the_crate_matches() {
    let mut rng = Rng(0x5eed_1234_9876);
    let (mut queries, mut matched, mut with_has) = (0, 0, 0);
    for round in 0..60 {
        let quirks = round % 3 == 0;
        let page = page(&mut rng, quirks);
        let mode = if quirks { QuirksMode::Quirks } else { QuirksMode::NoQuirks };
        assert_eq!(page.quirks_mode(), mode);
        for _ in 0..80 {
            let text = list(&mut rng, 2);
            // There is no `:has()` in `:has()`, over whatever is between.
            let Ok(selectors) = text.parse::<Selectors>() else { continue };
            let found = page.query_with(&selectors);
            let wanted = by_crate(&page, &selectors, mode);
            assert_eq!(found.len(), wanted.len(), "{text}\n{}", weakgraph_dom::serialize(&page));
            assert!(found == wanted, "{text}");
            assert_eq!(page.count(&selectors), found.len());
            queries += 1;
            matched += found.len();
            with_has += usize::from(text.contains(":has") && !found.is_empty());
            // One by one, with nothing kept.
            let session = read();
            for node in found.iter().take(3) {
                let element = ElementRef::new(session.node(node)).unwrap();
                assert!(selectors.matches(element, None, mode), "{text}");
            }
        }
    }
    assert!(queries > 3_000 && matched > 20_000 && with_has > 100, "{queries} {matched} {with_has}");
}

fn by_crate(page: &Handle, selectors: &Selectors, mode: QuirksMode) -> Vec<Handle> {
    let mode = match mode {
        QuirksMode::Quirks => selectors::context::QuirksMode::Quirks,
        _ => selectors::context::QuirksMode::NoQuirks,
    };
    let mut caches = SelectorCaches::default();
    let (flags, invalidation) = (NeedsSelectorFlags::No, MatchingForInvalidation::No);
    let mut context = MatchingContext::new(MatchingMode::Normal, None, &mut caches, mode, flags, invalidation);
    let session = read();
    let elements = session.node(page).descendants().filter_map(ElementRef::new);
    let meant = elements.filter(|element| matches_selector_list(selectors.as_list(), *element, &mut context));
    meant.filter_map(|element| element.node().to_node()).collect()
}

#[test]
fn the_scope_is_the_element_that_is_asked() {
    let page = parse("<!DOCTYPE html><body><p><b><i></i></b></p><p><i></i></p>");
    let p = page.query("p").unwrap().unwrap();
    for (css, count) in
        [(":scope > b", 1), (":scope i", 1), ("body i", 1), (":scope", 0), (":has(:scope)", 0), (":root i", 1)]
    {
        assert_eq!(p.query_all(css).unwrap().len(), count, "{css}");
    }
    assert_eq!(page.query_all(":scope > body").unwrap().len(), 1, "of a document, it is the root");
    let i = p.query("i").unwrap().unwrap();
    assert!(i.matches(":scope").unwrap() && i.matches("p :scope").unwrap() && !i.matches("p > :scope").unwrap());
    assert_eq!(
        (i.closest("p").unwrap(), i.closest(":scope").unwrap(), i.closest("ul").unwrap()),
        (Some(p.clone()), Some(i), None)
    );
    assert!(!page.create_text("x").matches("*").unwrap() && !page.matches("*").unwrap());
}

#[test]
fn a_pseudo_element_matches_nothing() {
    let page = parse("<p>x");
    for (css, count) in [
        ("::before", 0),
        ("p::nonsense", 0),
        ("p::part(x), p", 1),
        ("p::-own-thing(a, b(c))", 0),
        (":after", 0),
        ("p:first-line, body", 1),
        ("p::before::after, p", 1),
        (":is(p, ::before)", 1),
    ] {
        match page.query_all(css) {
            Ok(found) => assert_eq!(found.len(), count, "{css}"),
            Err(error) => assert!(css.contains("::before::"), "{error}"),
        }
    }
}

#[test]
fn a_prefix_names_a_language() {
    let page = parse("<body><p lang=x><svg><a xlink:href=y xml:lang=z></a></svg><math><mi></mi></math>");
    for (css, count) in [
        ("html|p", 1),
        ("svg|p", 0),
        ("svg|a", 1),
        ("math|mi", 1),
        ("html|mi", 0),
        ("[xlink|href]", 1),
        ("[href]", 0),
        ("[*|href]", 1),
        ("[xml|lang=z]", 1),
        ("[|lang]", 1),
        ("|a", 0),
        ("*|a", 1),
    ] {
        assert_eq!(page.query_all(css).unwrap().len(), count, "{css}");
    }
}

#[test]
fn an_index_counts_from_either_end_among_few_and_among_many() {
    // The crate's own matching asks us what is of the same type, so it is no judge of that.
    for many in [6, 20, 90] {
        let page = parse(&format!("<!DOCTYPE html><body>{}", "<i></i><b></b>".repeat(many / 2)));
        let all = page.query_all("body > *").unwrap();
        assert_eq!(all.len(), many);
        for (place, node) in all.iter().enumerate() {
            let (first, last) = (place + 1, many - place);
            for (css, wanted) in [
                (format!(":nth-child({first})"), true),
                (format!(":nth-child({})", first + 1), false),
                (format!(":nth-last-child({last})"), true),
                (format!(":nth-last-child({})", last + 1), false),
                (format!(":nth-of-type({})", first.div_ceil(2)), true),
                (format!(":nth-of-type({})", first.div_ceil(2) + 1), false),
                (format!(":nth-last-of-type({})", last.div_ceil(2)), true),
                (format!(":nth-last-of-type({})", last.div_ceil(2) + 1), false),
            ] {
                assert_eq!(node.matches(&css).unwrap(), wanted, "{css} of {many}, at {first}");
                let found = page.query_all(&format!("body > {css}")).unwrap();
                assert_eq!(found.contains(node), wanted, "{css} of {many}, at {first}");
            }
        }
    }
}

#[test]
fn a_bad_attribute_selector_is_answered_with_what_one_is() {
    for css in ["[1]", "[*x]", "[svg|1]", "[a!b]", "[a=1]", "[a b]"] {
        let error = css.parse::<Selectors>().unwrap_err().to_string();
        assert!(error.contains(": an attribute selector is `[name]`, `[name=value]` and the like ("), "{error}");
    }
}

#[test]
fn a_bad_selector_says_how_far_it_was_read() {
    for (css, at) in [("a!b", "(line 1, column 4)"), ("\n\n  a!b", "(line 3, column 6)")] {
        let error = css.parse::<Selectors>().unwrap_err().to_string();
        assert!(error.ends_with(at), "{error}");
    }
}

#[test]
fn a_bad_selector_says_what_is_wrong() {
    let reasons = [
        ("", "a selector is missing"),
        ("a,", "a selector is missing"),
        ("a >", "nothing follows the combinator"),
        (":quite-another", "this pseudo-class or pseudo-element is not known"),
        ("nope|a", "there is no such namespace prefix"),
        (".%", "a class name follows `.`, and begins with no digit"),
        ("a:%", "a name follows `:`"),
        ("[a=%]", "an attribute selector is `[name]`, `[name=value]` and the like"),
        ("[%]", "an attribute selector is `[name]`, `[name=value]` and the like"),
    ];
    let said = |css: &str| css.parse::<Selectors>().unwrap_err().to_string();
    let wrong = reasons.iter().filter(|(css, reason)| !said(css).contains(reason));
    let wrong: Vec<_> = wrong.map(|(css, _)| format!("{css}: {}", said(css))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Among many, where what was counted once is known: each way of counting by itself.
#[test]
fn ways_of_counting_among_many_are_not_mixed_up() {
    const MANY: usize = 6_000;
    let page = parse(&"<i></i><b></b>".repeat(MANY / 2));
    for at in [1, 2, 1_999, 3_001, MANY - 1, MANY] {
        let (back, of_type, of_type_back) = (MANY + 1 - at, at.div_ceil(2), MANY / 2 + 1 - at.div_ceil(2));
        let name = if at % 2 == 1 { "i" } else { "b" };
        let css = format!(
            "{name}:nth-child({at}):nth-last-child({back}):nth-of-type({of_type}):nth-last-of-type({of_type_back})"
        );
        assert_eq!(page.count(&css.parse::<Selectors>().unwrap()), 1, "{css}");
    }
}

#[test]
fn as_many_are_counted_as_are_found() {
    let page = parse("<p><b></b><b></b><i></i>");
    for (css, count) in [("u", 0), ("i", 1), ("b", 2), ("b, i, p", 4)] {
        let selectors = css.parse::<Selectors>().unwrap();
        assert_eq!((page.count(&selectors), page.query_with(&selectors).len()), (count, count), "{css}");
    }
}

#[test]
fn selectors_are_written_as_they_are_read() {
    for css in ["[a=\"b c\"]", "p.x#y", "svg|a", "a:is(b, c)::before", "[lang=\"\\\"\"] > :not(.z)", "*|a"] {
        let Ok(selectors) = css.parse::<Selectors>() else { continue };
        let text = selectors.to_string();
        assert_eq!(text.parse::<Selectors>().map(|it| it.to_string()), Ok(text.clone()), "{css}");
        for quoted in ["\"b c\"", "\"\\\"\"", ".x#y", ".z"] {
            assert_eq!(text.contains(quoted), css.contains(quoted), "{css} as {text}");
        }
    }
}
