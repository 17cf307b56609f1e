//! XML as a tree, read strictly: what is not well formed is told, and where.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// How deep elements may nest.
const DEEPEST: usize = 400;

/// An element.
#[derive(Debug, Default)]
pub struct Node {
    /// Its name with its prefix.
    pub name: String,
    /// Names and values, in order.
    pub attributes: Vec<(String, String)>,
    /// What it holds.
    pub kids: Vec<Kid>,
}

/// What an element holds.
#[derive(Debug)]
pub enum Kid {
    /// An element.
    Node(Node),
    /// Characters, references resolved.
    Text(String),
}

impl Node {
    /// Returns an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the name without its prefix.
    pub fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or_default()
    }

    /// Returns the elements directly below.
    pub fn nodes(&self) -> impl Iterator<Item = &Self> {
        self.kids.iter().filter_map(|kid| match kid {
            Kid::Node(node) => Some(node),
            Kid::Text(_) => None,
        })
    }

    /// Returns the element and all below it, in order.
    pub fn all(&self) -> Vec<&Self> {
        let mut found = Vec::new();
        self.gather(&mut found);
        found
    }

    /// Parsing bounds the depth.
    fn gather<'a>(&'a self, found: &mut Vec<&'a Self>) {
        found.push(self);
        self.nodes().for_each(|node| node.gather(found));
    }

    /// Returns the first element of a local name, this one or below.
    pub fn find(&self, local: &str) -> Option<&Self> {
        if self.local() == local {
            return Some(self);
        }
        self.nodes().find_map(|node| node.find(local))
    }

    /// Returns the characters of the element and all below it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, text: &mut String) {
        for kid in &self.kids {
            match kid {
                Kid::Node(node) => node.collect_text(text),
                Kid::Text(piece) => text.push_str(piece),
            }
        }
    }

    fn push_text(&mut self, piece: &str) {
        match self.kids.last_mut() {
            Some(Kid::Text(text)) => text.push_str(piece),
            _ => self.kids.push(Kid::Text(piece.to_owned())),
        }
    }
}

/// Reads a document.
pub fn parse(bytes: &[u8]) -> Result<Node, String> {
    let text = std::str::from_utf8(bytes).map_err(|fault| format!("it is not UTF-8: {fault}"))?;
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    let mut open: Vec<Node> = Vec::new();
    let mut root = None;
    loop {
        let event = reader.read_event();
        let told = |what: &dyn std::fmt::Display| format!("{what} at byte {}", reader.buffer_position());
        match event.map_err(|fault| told(&fault))? {
            Event::Start(tag) => {
                if open.len() >= DEEPEST {
                    return Err(told(&"elements nest too deep"));
                }
                open.push(node(&tag).map_err(|fault| told(&fault))?);
            }
            Event::Empty(tag) => {
                let node = node(&tag).map_err(|fault| told(&fault))?;
                close(node, &mut open, &mut root)?;
            }
            Event::End(_) => {
                let Some(node) = open.pop() else { return Err(told(&"an end without a start")) };
                close(node, &mut open, &mut root)?;
            }
            Event::Text(piece) => match open.last_mut() {
                Some(node) => node.push_text(&piece.xml10_content()),
                None if piece.trim().is_empty() => {}
                None => return Err(told(&"text outside of the document's element")),
            },
            Event::CData(piece) => open.iter_mut().last().into_iter().for_each(|node| node.push_text(&piece)),
            Event::GeneralRef(name) => {
                let character = character(&name).map_err(|fault| told(&fault))?;
                open.iter_mut()
                    .last()
                    .into_iter()
                    .for_each(|node| node.push_text(character.encode_utf8(&mut [0; 4])));
            }
            Event::Eof if !open.is_empty() => return Err("it ends before its last element does".to_owned()),
            Event::Eof => return root.ok_or_else(|| "it holds no element".to_owned()),
            _ => {}
        }
    }
}

fn node(tag: &BytesStart<'_>) -> Result<Node, String> {
    let mut node = Node { name: tag.name().as_ref().to_owned(), ..Node::default() };
    // The iterator tells of an attribute that stands twice.
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|fault| fault.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|fault| fault.to_string())?;
        node.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(node)
}

fn close(node: Node, open: &mut [Node], root: &mut Option<Node>) -> Result<(), String> {
    match open.last_mut() {
        Some(parent) => parent.kids.push(Kid::Node(node)),
        None if root.is_none() => *root = Some(node),
        None => return Err("it holds two elements side by side".to_owned()),
    }
    Ok(())
}

fn character(name: &BytesRef<'_>) -> Result<char, String> {
    if let Some(character) = name.resolve_char_ref().map_err(|fault| fault.to_string())? {
        return Ok(character);
    }
    match &**name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(format!("an entity `{other}` that XML does not have")),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_document_becomes_a_tree() {
        let root =
            parse(b"<?xml version=\"1.0\"?>\n<a:b x=\"1 &amp; 2\">one <i>t&#119;o</i> &lt;<br/></a:b>\n");
        let root = root.unwrap_or_default();
        assert_eq!((root.local(), root.get("x")), ("b", Some("1 & 2")));
        assert_eq!(root.text(), "one two <");
        let names: Vec<&str> = root.all().iter().map(|node| node.name.as_str()).collect();
        assert_eq!(names, ["a:b", "i", "br"]);
    }

    #[test]
    fn slips_are_told() {
        for bad in ["<a>", "<a></b>", "<a/><b/>", "<a x='1' x='2'/>", "<a>&nbsp;</a>", "", "x", "<a>&</a>"] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
