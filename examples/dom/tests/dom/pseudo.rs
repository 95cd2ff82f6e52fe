//! The pseudo-classes of HTML.

use weakgraph_dom::{Select, parse};

/// The identifiers of what is meant, in order.
fn ids(html: &str, css: &str) -> String {
    let page = parse(&format!("<!DOCTYPE html>{html}"));
    let all = page.query_all(css).unwrap_or_else(|error| panic!("{error}"));
    all.iter().map(|node| node.attribute("id").unwrap_or_else(|| "?".into()).to_string()).collect::<Vec<_>>().join(" ")
}

fn check(html: &str, rows: &[(&str, &str)]) {
    for (css, wanted) in rows {
        assert_eq!(ids(html, css), *wanted, "{css} in {html}");
    }
}

#[test]
fn a_control_is_disabled_in_a_disabled_fieldset_but_for_its_first_legend() {
    let html = "<body><fieldset id=f disabled><legend id=l1><input id=a></legend><legend><input id=b></legend>\
                <input id=c><fieldset id=g><legend><input id=d></legend></fieldset><p><legend><input id=e></legend></p>\
                <button id=h></button><textarea id=i></textarea><select id=s><option id=o></select></fieldset>\
                <fieldset id=z disabled><p><legend><input id=y></legend></p></fieldset><object id=n disabled></object>\
                <input id=j><input id=k disabled>";
    check(html, &[(":disabled", "f b c g d e h i s z y k"), ("input:enabled", "a j"), (":enabled:not(input)", "o")]);
    check(
        "<body><select><optgroup id=a disabled><option id=b><option id=c></optgroup><optgroup id=d><option id=e><option id=f disabled>\
         </optgroup><option id=g></select>",
        &[("[id]:disabled", "a b c f"), ("[id]:enabled", "d e g")],
    );
    check(
        "<body><fieldset disabled><select><optgroup id=a><option id=b></optgroup></select></fieldset><datalist><option id=c></datalist>",
        &[("[id]:disabled", ""), ("[id]:enabled", "a b c")],
    );
}

#[test]
fn checked_follows_what_is_selected() {
    check(
        "<body><select><option id=a><option id=b></select><select><option id=c selected><option id=d selected></select>\
         <select><option id=e disabled><option id=f></select><select multiple><option id=g selected><option id=h>\
         <option id=i selected></select><select size=2><option id=j><option id=k></select>\
         <select size=2><option id=l selected><option id=m selected></select><select size=1><option id=n></select>\
         <select><optgroup disabled><option id=o></optgroup><optgroup><option id=p></optgroup></select><option id=q>\
         <option id=r selected>",
        &[("option:checked", "a d f g i m n p r")],
    );
    check(
        "<body><input id=a type=checkbox checked><input id=b type=checkbox><input id=c type=CheckBox checked><input id=d checked>\
         <input id=e type=radio checked><input id=f type=radio checked><input id=g type=radio name=x checked>\
         <input id=h type=radio name=x checked><input id=i type=radio name=X checked>\
         <form><input id=j type=radio name=x checked></form><form><input id=k type=radio name=x checked></form>",
        &[(":checked", "a c e f h i j k")],
    );
}

#[test]
fn links_are_those_of_html_and_svg() {
    check(
        "<body><a id=a href></a><a id=b></a><area id=c href=x><link id=d href=x><svg><a id=e href=x></a><a id=f xlink:href=x></a>\
         <a id=g></a><area id=h href=x></area></svg><math><a id=i href=x></a></math>",
        &[(":link", "a c e f"), (":any-link", "a c e f"), ("[id]:not(:link)", "b d g h i"), (":visited", "")],
    );
}

#[test]
fn a_language_is_that_of_the_nearest_that_says_one() {
    let html = "<html id=0 lang=en><body id=1><p id=2 lang=de-Latn-CH-1996><b id=3></b><b id=4 lang=''></b></p>\
                <svg id=5 lang=fr><g id=6></g><g id=7 xml:lang=pt lang=it></g></svg><p id=8 xml:lang=es></p>\
                <math id=9 lang=nl></math>";
    check(
        html,
        &[
            (":lang(de)", "2 3"),
            (":lang(DE-ch)", "2 3"),
            (":lang('*-CH')", "2 3"),
            (":lang(de-1996)", "2 3"),
            (":lang(de-AT)", ""),
            (":lang(d)", ""),
            (":lang(en-US)", ""),
            (":lang(fr, pt)", "5 6 7"),
            (":lang('')", "4"),
            (":lang('*')", "0 ? 1 2 3 5 6 7 8 9"),
            ("p:lang(en)", "8"),
            ("math:lang(en)", "9"),
            (":lang(it), :lang(es), :lang(nl)", ""),
        ],
    );
    check(
        "<head><meta http-equiv=Content-Language content='de en'><meta http-equiv=content-language content='fr,it'><body id=a>\
         <p id=b lang=x-de-x-en>",
        &[("[id]:lang(de)", "a"), ("[id]:lang(x-de)", "b"), ("[id]:lang(x-en)", "")],
    );
    check("<body id=a>", &[(":lang('')", "? ? a"), (":lang(de)", "")]);
}

#[test]
fn a_direction_is_said_inherited_or_read() {
    check(
        "<body><p id=a dir=RTL><b id=b></b><b id=c dir=ltr></b><bdi id=d>x</bdi><bdi id=e>א</bdi><bdi id=f></bdi>\
         <input id=g type=tel><input id=h type=text></p><p id=i dir=auto>1 א x</p><p id=j dir=auto>(x) א</p><p id=k dir=auto></p>\
         <p id=l dir=auto><b dir=ltr>x</b><bdi>x</bdi><script>x</script><style>x</style><textarea>x</textarea>\u{5d0}</p>\
         <p id=m dir=nonsense></p><svg id=n dir=rtl></svg><input id=o dir=auto value=\u{627}><textarea id=p dir=auto>\u{200F}x</textarea>\
         <input id=q dir=auto type=checkbox value=א><p id=r dir=auto>\u{5b0}\u{200E}א<p id=s dir=auto><b><i></i>א</b>x",
        &[("[id]:dir(rtl)", "a b e h i l o p s"), ("[id]:dir(ltr)", "c d f g j k m n q r"), (":dir(nonsense)", "")],
    );
}

#[test]
fn what_can_be_written_is_read_write() {
    check(
        "<body><input id=a><input id=b readonly><input id=c disabled><input id=d type=checkbox><input id=e type=date><input id=f type=nonsense>\
         <textarea id=g></textarea><textarea id=h readonly></textarea><fieldset disabled><textarea id=i></textarea></fieldset>\
         <p id=j contenteditable><b id=k></b><b id=l contenteditable=false><i id=m></i></b><input id=n type=button></p>\
         <p id=o contenteditable=plaintext-only></p><p id=p contenteditable=nonsense></p><svg id=q></svg><input id=r type=hidden>",
        &[("[id]:read-write", "a e f g j k o"), ("[id]:read-only", "b c d h i l m n p r")],
    );
}

#[test]
fn what_is_required_is_not_optional() {
    check(
        "<body><input id=a required><input id=b><input id=c type=hidden required><input id=d type=submit><select id=e required></select>\
         <select id=f></select><textarea id=g required></textarea><textarea id=h></textarea><p id=i required></p>\
         <input id=j type=file required><input id=k type=range required><input id=l type=color><input id=m type=image><input id=n type=reset>\
         <input id=o type=button required><button id=p required></button>",
        &[(":required", "a e g j"), (":optional", "b f h")],
    );
}

#[test]
fn a_placeholder_is_shown_where_nothing_is_written() {
    check(
        "<body><input id=a placeholder=x><input id=b placeholder=x value=y><input id=c placeholder=x value=''><input id=d placeholder>\
         <input id=e type=number placeholder=x><input id=f type=checkbox placeholder=x><textarea id=g placeholder=x></textarea>\
         <textarea id=h placeholder=x>y</textarea><textarea id=i></textarea><p id=j placeholder=x></p><input id=k>",
        &[(":placeholder-shown", "a c e g")],
    );
}

#[test]
fn a_default_is_what_a_form_begins_with() {
    check(
        "<body><form id=f><input id=a type=text><button id=b type=button></button><button id=c type=reset></button>\
         <input id=d type=submit><button id=e></button></form><form id=g><button id=h type=nonsense></button></form>\
         <button id=i></button><form><input id=j type=image></form><input id=k type=checkbox checked><input id=l type=radio checked>\
         <select><option id=m selected><option id=n></select><input id=o checked>",
        &[("[id]:default", "d h j k l m")],
    );
    // The form may be named, and the name be that of no form.
    check(
        "<body><button id=a form=f></button><form id=f><button id=b></button><button id=c form=g></button><button id=d form=p></button></form>\
         <form id=g></form><p id=p></p><form id=f><button id=e></button></form>",
        &[("button:default", "a c e")],
    );
}

#[test]
fn a_group_without_a_choice_is_indeterminate() {
    check(
        "<body><progress id=a></progress><progress id=b value=0></progress><input id=c type=radio name=x><input id=d type=radio name=x>\
         <input id=e type=radio name=y checked><input id=f type=radio name=y><form><input id=g type=radio name=y></form>\
         <input id=h type=radio><input id=i type=radio checked><input id=j type=checkbox>",
        &[("[id]:indeterminate", "a c d g h")],
    );
}

#[test]
fn what_no_script_has_defined_is_not_defined() {
    check(
        "<body><p id=a></p><x-y id=b></x-y><p id=c is=x-z></p><svg id=d><x-y id=e></x-y></svg><nonsense id=f></nonsense>\
         <font-face id=g></font-face><details id=h open></details><dialog id=i></dialog><video id=j muted></video><audio id=k></audio>",
        &[
            ("[id]:defined", "a d e f g h i j k"),
            (":open", "h"),
            (":muted", "j"),
            (":paused", "j k"),
            (":playing, :hover, :focus-within, :target, :modal, :autofill", ""),
        ],
    );
}

#[test]
fn what_has_neither_elements_nor_text_is_empty() {
    check(
        "<body><p id=a></p><p id=b><i></i></p><p id=c>x</p><p id=d><!--x--></p>",
        &[("[id]:empty", "a d"), ("p:not(:empty)", "b c")],
    );
}

#[test]
fn what_is_printed_of_a_selector_is_that_selector() {
    for css in [
        ":any-link",
        ":checked",
        ":default",
        ":defined",
        ":disabled",
        ":enabled",
        ":indeterminate",
        ":muted",
        ":open",
        ":optional",
        ":paused",
        ":placeholder-shown",
        ":read-only",
        ":read-write",
        ":required",
        ":hover",
        ":focus",
        ":lang(\"de\", \"\")",
        ":dir(rtl)",
        ":dir(ltr)",
        "p::before",
        "p::own",
    ] {
        let selectors: weakgraph_dom::Selectors = css.to_uppercase().replace("DE", "de").parse().unwrap();
        let wanted = if css.contains("::") { css.to_uppercase().replace("BEFORE", "before") } else { css.into() };
        let printed = selectors.to_string();
        assert!(printed.eq_ignore_ascii_case(&wanted), "{printed} {wanted}");
        assert!(printed.parse::<weakgraph_dom::Selectors>().is_ok(), "{printed}");
    }
}

#[test]
fn a_control_is_of_the_form_that_the_parser_gave_it() {
    // A form in a table is closed at once, and nothing is below it.
    let page = parse(
        "<!DOCTYPE html><form id=x></form><table><form id=f><tr><td><button id=a></button><button id=b></button>\
         <input id=c type=radio name=n checked><input id=d type=radio name=n></table><input id=e type=radio name=n>",
    );
    let ids = |css: &str| {
        let all = page.query_all(css).unwrap();
        all.iter().map(|node| node.attribute("id").unwrap().to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!((ids("#f *"), ids("button:default")), (String::new(), "a".into()));
    let of_none = |node: &str| page.query(node).unwrap().unwrap().as_element().unwrap().form_owner().is_none();
    assert!(!of_none("#a"));
    // In another tree, it is the form of nothing here.
    let form = page.query("#f").unwrap().unwrap();
    form.remove();
    assert_eq!(ids("button:default"), "");
}
