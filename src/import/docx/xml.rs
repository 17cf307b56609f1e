//! A part of a manuscript as a tree of elements, with limits.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::diagnostics::codes::import as codes;
use crate::import::{Fault, limits};

/// An element; names are without their prefix, which manuscripts use in the same way throughout.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// The text directly in it.
    pub text: String,
}

impl Element {
    /// Returns an attribute by its name without prefix.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Returns the children of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Returns the attribute `val` of a child.
    pub(super) fn val(&self, name: &str) -> Option<&str> {
        self.child(name)?.attr("val")
    }

    /// Returns the first element of a name below this one, at any depth.
    pub(super) fn find(&self, name: &str) -> Option<&Self> {
        self.children.iter().find_map(|child| if child.name == name { Some(child) } else { child.find(name) })
    }

    /// Returns all text below.
    pub(super) fn all_text(&self) -> String {
        let below: String = self.children.iter().map(Self::all_text).collect();
        format!("{}{below}", self.text)
    }
}

/// Parses a part; the tree is bounded in size and depth, so that walks over it may recurse.
pub(super) fn parse(text: &str, name: &str) -> Result<Element, Fault> {
    let broken = |error: &dyn std::fmt::Display| {
        Fault::new(&codes::UNREADABLE, format!("the part `{name}` is not well formed: {error}"))
    };
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    let mut count = 0;
    loop {
        let event = reader.read_event().map_err(|error| broken(&error))?;
        match event {
            Event::Start(start) => {
                count += 1;
                open.push(element(&start).map_err(|error| broken(&error))?);
                if count > limits::NODES || open.len() > limits::DEPTH {
                    let message =
                        format!("the part `{name}` has too many elements ({count}) or nests them too deep");
                    return Err(Fault::new(&codes::LIMIT, message));
                }
            }
            Event::Empty(start) => {
                count += 1;
                let empty = element(&start).map_err(|error| broken(&error))?;
                open.last_mut().expect("the root is never closed").children.push(empty);
            }
            Event::End(_) => {
                let closed = open.pop().unwrap_or_default();
                match open.last_mut() {
                    Some(parent) => parent.children.push(closed),
                    None => return Err(broken(&"an end tag without a start")),
                }
            }
            Event::Text(piece) => push(&mut open, &piece.xml10_content()),
            Event::CData(piece) => push(&mut open, &piece.xml10_content()),
            Event::GeneralRef(reference) => {
                let text = resolved(&reference).ok_or_else(|| broken(&"an entity that is not known"))?;
                push(&mut open, &text);
            }
            Event::Eof => break,
            // No manuscript needs a document type, and entities could grow without bound.
            Event::DocType(_) => return Err(broken(&"a document type")),
            _ => {}
        }
    }
    let root = open.swap_remove(0);
    root.children.into_iter().next().ok_or_else(|| broken(&"it is empty"))
}

fn push(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> Option<String> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c.to_string());
    }
    let character = match &**reference {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    };
    Some(character.to_owned())
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or_default().to_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .map_err(|error| error.to_string())?;
        attributes.push((local(attribute.key.as_ref()), value.into_owned()));
    }
    Ok(Element { name: local(start.name().as_ref()), attributes, ..Element::default() })
}
