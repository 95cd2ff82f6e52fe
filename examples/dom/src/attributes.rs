//! The attributes of an element, as the DOM's `Element` has them.

use std::borrow::Cow;

use html5ever::Namespace;
use html5ever::tendril::StrTendril;

use crate::edit::DomError;
use crate::element::{Element, qualified};
use crate::names;
use crate::node::Node;

impl Node {
    fn element_to_edit(&self) -> Result<&Element, DomError> {
        self.as_element().ok_or(DomError::InvalidNodeType)
    }

    /// `getAttribute`: the value of the first attribute of this qualified name, which has no case on an element of
    /// HTML.
    pub fn attribute(&self, name: &str) -> Option<StrTendril> {
        let element = self.as_element()?;
        element.read_attribute(&in_case_of(element, name), StrTendril::clone)
    }

    /// `getAttributeNS`: the value of the attribute of this name; no namespace is `""`.
    pub fn attribute_ns(&self, namespace: &str, local: &str) -> Option<StrTendril> {
        self.as_element()?.read_attribute_ns(&Namespace::from(namespace), local, StrTendril::clone)
    }

    /// `hasAttribute`.
    pub fn has_attribute(&self, name: &str) -> bool {
        self.as_element().is_some_and(|element| element.read_attribute(&in_case_of(element, name), |_| ()).is_some())
    }

    /// `hasAttributeNS`.
    pub fn has_attribute_ns(&self, namespace: &str, local: &str) -> bool {
        self.as_element()
            .is_some_and(|element| element.read_attribute_ns(&Namespace::from(namespace), local, |_| ()).is_some())
    }

    /// `getAttributeNames`: the qualified names, in order.
    pub fn attribute_names(&self) -> Vec<String> {
        let all = self.as_element().map(Element::attributes).unwrap_or_default();
        all.iter().map(|attr| qualified(&attr.name)).collect()
    }

    /// `setAttribute`: sets the value of the first attribute of this qualified name, or adds one without a namespace.
    ///
    /// # Errors
    /// [`InvalidCharacter`](DomError::InvalidCharacter) if the name is no valid attribute local name,
    /// [`InvalidNodeType`](DomError::InvalidNodeType) if this is no element.
    pub fn set_attribute(&self, name: &str, value: &str) -> Result<(), DomError> {
        let element = self.element_to_edit()?;
        names::check_attribute(name)?;
        element.set_qualified(&in_case_of(element, name), StrTendril::from(value));
        Ok(())
    }

    /// `setAttributeNS`: sets the value of an attribute of a namespace.
    ///
    /// # Errors
    /// As [`set_attribute`](Node::set_attribute); [`Namespace`](DomError::Namespace) if the two do not fit.
    pub fn set_attribute_ns(&self, namespace: &str, name: &str, value: &str) -> Result<(), DomError> {
        let element = self.element_to_edit()?;
        let name = names::extract(namespace, name, names::check_attribute)?;
        element.set_ns(name, StrTendril::from(value));
        Ok(())
    }

    /// `removeAttribute`: takes the first attribute of this qualified name away; `false` if there is none.
    pub fn remove_attribute(&self, name: &str) -> bool {
        self.as_element().is_some_and(|element| element.remove_qualified(&in_case_of(element, name)))
    }

    /// `removeAttributeNS`: takes the attribute of this name away; `false` if there is none.
    pub fn remove_attribute_ns(&self, namespace: &str, local: &str) -> bool {
        self.as_element().is_some_and(|element| element.remove_ns(&Namespace::from(namespace), local))
    }

    /// `toggleAttribute`: adds an empty attribute or takes it away, as `force` says, or else as it was not before.
    /// Returns whether it is there then.
    ///
    /// # Errors
    /// As [`set_attribute`](Node::set_attribute).
    pub fn toggle_attribute(&self, name: &str, force: Option<bool>) -> Result<bool, DomError> {
        self.element_to_edit()?;
        names::check_attribute(name)?;
        let is_there = self.has_attribute(name);
        let shall_be = force.unwrap_or(!is_there);
        match (is_there, shall_be) {
            (false, true) => self.set_attribute(name, "")?,
            (true, false) => drop(self.remove_attribute(name)),
            _ => {}
        }
        Ok(shall_be)
    }
}

/// A qualified name as it is looked for: an element of HTML has them in lower case.
fn in_case_of<'n>(element: &Element, name: &'n str) -> Cow<'n, str> {
    match element.is_of_html() && name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => name.to_ascii_lowercase().into(),
        false => name.into(),
    }
}
