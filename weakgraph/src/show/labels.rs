//! What may stand in a label, and what would disturb the picture around it.

use core::fmt::{self, Write};

use crate::inspect::snapshot::NodeInfo;

/// Ends a line or turns the direction of what follows: not to be shown as it is.
fn disturbs(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// On one line, with what would disturb it as in a literal: `\n`, `\u{202e}`.
pub(super) fn on_one_line(text: &str, out: &mut impl Write) -> fmt::Result {
    text.chars().try_for_each(|c| match disturbs(c) {
        true => write!(out, "{}", c.escape_default()),
        false => out.write_char(c),
    })
}

/// How many handles from outside the graph hold a node; see [`NodeInfo::unexplained`].
pub(super) fn outside_handles(node: NodeInfo<'_>) -> Option<String> {
    match node.unexplained() {
        0 => None,
        1 => Some("1 handle".to_owned()),
        handles => Some(format!("{handles} handles")),
    }
}

/// As text of an SVG element. What XML has no place for is written as in a literal.
#[cfg(feature = "svg")]
pub(super) fn in_svg(text: &str, out: &mut impl Write) -> fmt::Result {
    text.chars().try_for_each(|c| match c {
        '&' => out.write_str("&amp;"),
        '<' => out.write_str("&lt;"),
        '>' => out.write_str("&gt;"),
        c if disturbs(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}') => write!(out, "{}", c.escape_default()),
        c => out.write_char(c),
    })
}

/// Inside of a double-quoted string of the DOT language. In it a backslash begins an escape (also `\N` and the like,
/// which stand for names) and an ampersand a character reference as in HTML. Lines stay lines.
pub(super) fn in_dot(text: &str, out: &mut impl Write) -> fmt::Result {
    text.chars().try_for_each(|c| match c {
        '"' => out.write_str("\\\""),
        '\\' => out.write_str("\\\\"),
        '&' => out.write_str("&amp;"),
        '\n' => out.write_str("\\n"),
        c if disturbs(c) => write!(out, "\\\\u{{{:x}}}", u32::from(c)),
        c => out.write_char(c),
    })
}
