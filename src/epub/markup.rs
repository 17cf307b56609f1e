//! Well-formed XML, written as one string.
//!
//! Names and attribute names are our own; values and text are escaped here and nowhere else.

/// A string of markup that grows by elements and text.
#[derive(Debug, Default)]
pub(crate) struct Markup(String);

impl Markup {
    /// Opens an element. An attribute whose value is `None` is left out.
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) {
        self.start(name, attributes);
        self.0.push('>');
    }

    /// Writes an element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) {
        self.start(name, attributes);
        self.0.push_str("/>");
    }

    /// Closes an element.
    pub(crate) fn close(&mut self, name: &str) {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    /// Writes an element that holds text only.
    pub(crate) fn element(&mut self, name: &str, attributes: &[(&str, Option<&str>)], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    /// Writes text.
    pub(crate) fn text(&mut self, text: &str) {
        push_escaped(&mut self.0, text);
    }

    /// Writes markup that is well-formed already.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Ends a line, where white space means nothing.
    pub(crate) fn line(&mut self) {
        self.0.push('\n');
    }

    /// Returns what was written.
    pub(crate) fn finish(self) -> String {
        self.0
    }

    fn start(&mut self, name: &str, attributes: &[(&str, Option<&str>)]) {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            if let Some(value) = value {
                self.0.push(' ');
                self.0.push_str(attribute);
                self.0.push_str("=\"");
                push_escaped(&mut self.0, value);
                self.0.push('"');
            }
        }
    }
}

/// Escapes text for element content and for attribute values in double quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    push_escaped(&mut escaped, text);
    escaped
}

fn push_escaped(out: &mut String, text: &str) {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~' if !matches!(byte, b'&' | b'<' | b'>' | b'"'));
    if text.bytes().all(is_plain) {
        return out.push_str(text);
    }
    let mut plain_from = 0;
    for (at, character) in text.char_indices() {
        let Some(replacement) = replacement(character) else { continue };
        out.push_str(&text[plain_from..at]);
        out.push_str(replacement);
        plain_from = at + character.len_utf8();
    }
    out.push_str(&text[plain_from..]);
}

/// Returns what stands for a character that cannot stand for itself.
///
/// XML 1.0 (production 2) has no way to write most control characters, not even as references;
/// a replacement character shows that something was there.
fn replacement(character: char) -> Option<&'static str> {
    match character {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\r' => Some("&#13;"),
        '\t' | '\n' => None,
        '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => Some("\u{fffd}"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_characters_are_escaped() {
        assert_eq!(escape("a<b & \"c\">d"), "a&lt;b &amp; &quot;c&quot;&gt;d");
    }

    #[test]
    fn characters_xml_cannot_hold_are_replaced() {
        assert_eq!(escape("a\u{0}b\u{b}c\u{ffff}\td\n"), "a\u{fffd}b\u{fffd}c\u{fffd}\td\n");
    }

    #[test]
    fn attributes_without_value_are_left_out() {
        let mut markup = Markup::default();
        markup.element("p", &[("lang", None), ("class", Some("a\"b"))], "x & y");
        assert_eq!(markup.finish(), "<p class=\"a&quot;b\">x &amp; y</p>");
    }
}
