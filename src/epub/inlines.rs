//! Inlines as XHTML.

use super::divide::mark_anchor;
use super::xhtml::{Writer, direction_name};
use crate::document::{Change, ImageId, Inline, LinkTarget, NoteId, Text};

impl Writer<'_, '_> {
    /// Writes inlines.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.words(text),
            Inline::Code(text) => {
                self.out.open("code", &[]);
                self.words(text);
                self.out.close("code");
            }
            Inline::Emphasis(inner) => self.within("em", inner),
            Inline::Strong(inner) => self.within("strong", inner),
            Inline::Strikethrough(inner) => self.within("s", inner),
            Inline::Superscript(inner) => self.within("sup", inner),
            Inline::Subscript(inner) => self.within("sub", inner),
            Inline::Small(inner) => self.within("small", inner),
            Inline::Cite(inner) => self.within("cite", inner),
            Inline::Abbreviation { title, inlines } => {
                self.out.open("abbr", &[("title", title.as_deref())]);
                self.inlines(inlines);
                self.out.close("abbr");
            }
            Inline::Span { lang, direction, inlines } => {
                let (lang, dir) = (lang.as_deref(), direction.map(direction_name));
                self.out.open("span", &[("lang", lang), ("xml:lang", lang), ("dir", dir)]);
                self.inlines(inlines);
                self.out.close("span");
            }
            Inline::Link { target, title, inlines } => self.link(target, title.as_deref(), inlines),
            Inline::Image { image, alt, .. } => self.image(*image, alt.as_deref()),
            Inline::NoteReference { note, occurrence, .. } => self.note_mark(*note, *occurrence),
            Inline::HardBreak => self.out.raw("<br/>\n"),
            Inline::Change { change, told, inlines } => self.change(*change, told, inlines),
        }
    }

    /// Writes changed words. Browsers tell few listeners of `ins` and `del`, so that what they are told stands
    /// before the words, for them alone.
    fn change(&mut self, change: Change, told: &str, inlines: &[Inline]) {
        let (name, class) = match change {
            Change::Inserted => ("ins", None),
            Change::Deleted => ("del", None),
            Change::MovedHere => ("ins", Some("moved")),
            Change::MovedAway => ("del", Some("moved")),
            Change::Restyled => ("span", Some("restyled")),
        };
        self.out.open(name, &[("class", class)]);
        if !told.is_empty() {
            self.out.element("span", &[("class", Some("told"))], told);
        }
        self.inlines(inlines);
        self.out.close(name);
    }

    fn within(&mut self, name: &str, inner: &[Inline]) {
        self.out.open(name, &[]);
        self.inlines(inner);
        self.out.close(name);
    }

    /// Writes words, with a mark wherever a page of the PDF begins among them.
    fn words(&mut self, text: &Text) {
        self.text_with_breaks(text.position, &text.text);
    }

    /// Writes text that begins at a position.
    pub(super) fn text_with_breaks(&mut self, position: u32, text: &str) {
        let mut from = 0;
        while !self.is_in_note
            && let Some((cut, page)) = self.breaks.inside(position, text)
        {
            let cut = cut.max(from);
            self.out.text(&text[from..cut]);
            from = cut;
            self.page_mark("span", page);
        }
        self.out.text(&text[from..]);
    }

    fn link(&mut self, target: &LinkTarget, title: Option<&str>, inlines: &[Inline]) {
        let href = match target {
            LinkTarget::Address(address) => Some(safe_address(address)),
            LinkTarget::Internal(id) => {
                let member = || self.edition.bound?.members.get(id).cloned();
                self.edition.anchors.internal(id, self.file).or_else(member)
            }
        };
        match href {
            Some(href) => {
                self.out.open("a", &[("href", Some(&href)), ("title", title)]);
                self.inlines(inlines);
                self.out.close("a");
            }
            // What it leads to is not set in this style.
            None => self.inlines(inlines),
        }
    }

    /// Writes an image. One without alternative text is left to assistive technology as
    /// decoration would be; that it lacks the text is told with the metadata, and no conformance is claimed.
    pub(super) fn image(&mut self, image: ImageId, alt: Option<&str>) {
        let Some(name) = self.edition.images.get(image.0 as usize) else { return };
        let role = alt.filter(|alt| alt.is_empty()).map(|_| "presentation");
        self.out.empty("img", &[("src", Some(name)), ("alt", Some(alt.unwrap_or_default())), ("role", role)]);
    }

    fn note_mark(&mut self, note: NoteId, occurrence: u32) {
        let Some(label) = self.edition.document.notes.get(note.0 as usize).map(|note| note.label.as_str())
        else {
            return;
        };
        let href = self.edition.anchors.note(note, self.file);
        self.out.raw("<sup class=\"mark\">");
        self.out.element(
            "a",
            &[
                ("id", Some(&mark_anchor(note, occurrence))),
                ("href", href.as_deref()),
                ("epub:type", Some("noteref")),
                ("role", Some("doc-noteref")),
            ],
            label,
        );
        self.out.raw("</sup>");
    }
}

/// Encodes what a URL cannot hold but people write (RFC 3986, 2); what is encoded already stays.
fn safe_address(address: &str) -> String {
    let mut safe = String::with_capacity(address.len());
    for (at, character) in address.char_indices() {
        let is_broken_percent = character == '%'
            && !address[at + 1..].bytes().take(2).filter(u8::is_ascii_hexdigit).count().eq(&2);
        let is_refused = character.is_whitespace()
            || character.is_control()
            || matches!(character, '<' | '>' | '"' | '`' | '{' | '}' | '|' | '\\' | '^' | '[' | ']')
            || is_broken_percent;
        if is_refused {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                safe.push_str(&format!("%{byte:02X}"));
            }
        } else {
            safe.push(character);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_safe_once() {
        assert_eq!(
            safe_address("https://a.example/b c?d=[1]&e=100%"),
            "https://a.example/b%20c?d=%5B1%5D&e=100%25"
        );
        assert_eq!(safe_address("https://a.example/b%20c#é"), "https://a.example/b%20c#é");
    }
}
