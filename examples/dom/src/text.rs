//! Text that changes, and the DOM's `CharacterData`.

use std::cell::Cell;
use std::fmt;

use html5ever::tendril::StrTendril;

use crate::edit::DomError;
use crate::node::{Kind, Node};

/// Text that changes.
#[derive(Default)]
pub struct Text(Cell<StrTendril>);

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.get(), f)
    }
}

impl Text {
    /// Makes a text.
    pub fn new(text: StrTendril) -> Text {
        Text(Cell::new(text))
    }

    /// Returns the text, shared.
    pub fn get(&self) -> StrTendril {
        self.read(StrTendril::clone)
    }

    /// Replaces it.
    pub fn set(&self, text: StrTendril) {
        self.0.set(text);
    }

    /// Adds to it.
    pub fn push(&self, more: &StrTendril) {
        let mut text = self.0.take();
        text.push_tendril(more);
        self.0.set(text);
    }

    /// Reads it in place. `read` is code of this crate, so nothing sees the cell empty.
    pub(crate) fn read<O>(&self, read: impl FnOnce(&StrTendril) -> O) -> O {
        let text = self.0.take();
        let out = read(&text);
        self.0.set(text);
        out
    }
}

/// Where `count` code units of UTF-16 from `offset` on are in a text, in bytes. The end is cut off.
fn range(text: &str, offset: usize, count: usize) -> Result<(usize, usize), DomError> {
    let start = byte(text, offset).ok_or(DomError::IndexSize)?;
    let mut units = 0;
    for (at, letter) in text[start..].char_indices() {
        if units == count {
            return Ok((start, start + at));
        }
        units += letter.len_utf16();
        if units > count {
            // Half of a pair, which no `str` can hold.
            return Err(DomError::IndexSize);
        }
    }
    Ok((start, text.len()))
}

/// The byte at which the code unit `offset` begins; `None` past the end, and within a pair.
fn byte(text: &str, offset: usize) -> Option<usize> {
    let mut units = 0;
    for (at, letter) in text.char_indices() {
        if units >= offset {
            return (units == offset).then_some(at);
        }
        units += letter.len_utf16();
    }
    (units == offset).then_some(text.len())
}

/// `CharacterData`: text, comments and processing instructions. Offsets and counts are in code units of UTF-16, as in
/// the standard; one that is within a pair is refused, since a `str` cannot be cut there.
impl Node {
    fn character_data(&self) -> Result<&Text, DomError> {
        self.data().ok_or(DomError::InvalidNodeType)
    }

    /// `length`: the number of code units of UTF-16.
    ///
    /// # Errors
    /// [`InvalidNodeType`](DomError::InvalidNodeType) if the node has no data; so all that follow.
    pub fn data_length(&self) -> Result<usize, DomError> {
        Ok(self.character_data()?.read(|text| text.chars().map(char::len_utf16).sum()))
    }

    /// Sets `data`.
    ///
    /// # Errors
    /// As [`data_length`](Node::data_length).
    pub fn set_data(&self, data: &str) -> Result<(), DomError> {
        self.character_data()?.set(StrTendril::from(data));
        Ok(())
    }

    /// `substringData`.
    ///
    /// # Errors
    /// [`IndexSize`](DomError::IndexSize) if the offset is past the end; so all that follow.
    pub fn substring_data(&self, offset: usize, count: usize) -> Result<String, DomError> {
        self.character_data()?.read(|text| range(text, offset, count).map(|(start, end)| text[start..end].to_owned()))
    }

    /// `appendData`.
    ///
    /// # Errors
    /// As [`data_length`](Node::data_length).
    pub fn append_data(&self, data: &str) -> Result<(), DomError> {
        self.character_data()?.push(&StrTendril::from(data));
        Ok(())
    }

    /// `insertData`.
    ///
    /// # Errors
    /// As [`substring_data`](Node::substring_data).
    pub fn insert_data(&self, offset: usize, data: &str) -> Result<(), DomError> {
        self.replace_data(offset, 0, data)
    }

    /// `deleteData`.
    ///
    /// # Errors
    /// As [`substring_data`](Node::substring_data).
    pub fn delete_data(&self, offset: usize, count: usize) -> Result<(), DomError> {
        self.replace_data(offset, count, "")
    }

    /// `replaceData`.
    ///
    /// # Errors
    /// As [`substring_data`](Node::substring_data).
    pub fn replace_data(&self, offset: usize, count: usize, data: &str) -> Result<(), DomError> {
        let text = self.character_data()?;
        let (start, end) = text.read(|text| range(text, offset, count))?;
        let new = text.read(|text| [&text[..start], data, &text[end..]].concat());
        text.set(StrTendril::from(new));
        Ok(())
    }

    /// `splitText`: cuts a text node in two, and returns the second, which follows the first if that has a parent.
    ///
    /// # Errors
    /// As [`substring_data`](Node::substring_data).
    pub fn split_text(&self, offset: usize) -> Result<Node, DomError> {
        let Kind::Text(text) = self.kind() else { return Err(DomError::InvalidNodeType) };
        let (head, tail) = text.read(|text| {
            let at = byte(text, offset).ok_or(DomError::IndexSize)?;
            // Both share the text, as far as it is a long one.
            let tail = text.subtendril(at as u32, (text.len() - at) as u32);
            Ok((text.subtendril(0, at as u32), tail))
        })?;
        let rest = Node::text(tail);
        if let Some(parent) = self.parent() {
            parent.insert_child_before(&rest, self.next_sibling().as_ref())?;
        }
        text.set(head);
        Ok(rest)
    }

    /// `wholeText`: the text of this text node and of those right beside it.
    ///
    /// # Errors
    /// [`InvalidNodeType`](DomError::InvalidNodeType) if it is no text node.
    pub fn whole_text(&self) -> Result<String, DomError> {
        if !self.is_text() {
            return Err(DomError::InvalidNodeType);
        }
        let first = self.prev_siblings().take_while(Node::is_text).last().unwrap_or_else(|| self.clone());
        let rest: String = first.next_siblings().take_while(Node::is_text).map(|node| node.text_content()).collect();
        Ok(first.text_content() + &rest)
    }
}
