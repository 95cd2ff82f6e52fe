//! Which names are valid: <https://dom.spec.whatwg.org/#namespaces>, of 2025.
//!
//! They are those that the parser of HTML can make, so that what is serialised is parsed to the same names.

use html5ever::{LocalName, Namespace, Prefix, QualName, ns};

use crate::edit::DomError;

fn has_none_of(name: &str, more: &[char]) -> bool {
    !name.contains(|letter: char| matches!(letter, '\t' | '\n' | '\x0C' | '\r' | ' ' | '\0') || more.contains(&letter))
}

fn valid(is: bool) -> Result<(), DomError> {
    if is { Ok(()) } else { Err(DomError::InvalidCharacter) }
}

/// "Valid element local name".
pub(crate) fn check_element(name: &str) -> Result<(), DomError> {
    let is_late = |letter: char| letter >= '\u{80}' || matches!(letter, ':' | '_');
    valid(match name.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => has_none_of(name, &['/', '>']),
        Some(first) if is_late(first) => {
            name.chars().all(|it| it.is_ascii_alphanumeric() || is_late(it) || matches!(it, '-' | '.'))
        }
        _ => false,
    })
}

/// "Valid attribute local name".
pub(crate) fn check_attribute(name: &str) -> Result<(), DomError> {
    valid(!name.is_empty() && has_none_of(name, &['/', '=', '>']))
}

/// "Valid doctype name".
pub(crate) fn check_doctype(name: &str) -> Result<(), DomError> {
    valid(has_none_of(name, &['>']))
}

/// The target of a processing instruction is a `Name` of XML, and its data does not end it.
pub(crate) fn check_instruction(target: &str, data: &str) -> Result<(), DomError> {
    let starts = |letter: char| {
        matches!(letter, ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
            | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
            | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
            | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
    };
    let goes_on = |letter: char| {
        starts(letter)
            || matches!(letter, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
    };
    valid(target.starts_with(starts) && target.chars().all(goes_on) && !data.contains("?>"))
}

/// "Validate and extract": a qualified name in a namespace, which is none if it is empty.
pub(crate) fn extract(
    namespace: &str,
    name: &str,
    check_local: fn(&str) -> Result<(), DomError>,
) -> Result<QualName, DomError> {
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name),
    };
    if let Some(prefix) = prefix {
        valid(!prefix.is_empty() && has_none_of(prefix, &['/', '>']))?;
    }
    check_local(local)?;
    let ns = Namespace::from(namespace);
    let is_xmlns = name == "xmlns" || prefix == Some("xmlns");
    let fits = (prefix.is_none() || !namespace.is_empty())
        && (prefix != Some("xml") || ns == ns!(xml))
        && is_xmlns == (ns == ns!(xmlns));
    if !fits {
        return Err(DomError::Namespace);
    }
    Ok(QualName::new(prefix.map(Prefix::from), ns, LocalName::from(local)))
}
