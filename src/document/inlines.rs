//! Nodes to inlines: words made clean, HTML given its meaning, links judged.

use std::ops::Range;
use std::sync::Arc;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

use super::blocks::Lowering;
use super::html::{self, Element, Markup, OpenTag};
use super::inline::push_words;
use super::language;
use super::links::{self, Verdict};
use super::markdown::{Kind, Node};
use super::{Direction, Inline, LinkTarget, Text, limits};
use crate::diagnostics::Place;
use crate::diagnostics::codes::document as codes;
use crate::record::tree::fields::{is_no_text, is_separator};
use crate::spaces;

/// An HTML element that is open.
struct OpenElement {
    element: Element,
    tag: OpenTag,
    raw: String,
    range: Range<usize>,
    inner: Vec<Inline>,
}

impl Lowering<'_, '_> {
    /// Turns sibling nodes into inlines.
    pub(super) fn inlines(&mut self, nodes: Vec<Node>, depth: usize) -> Vec<Inline> {
        let mut open: Vec<OpenElement> = Vec::new();
        let mut out = Vec::new();
        for node in nodes {
            if let Kind::Html(raw) = &node.kind {
                let raw = raw.clone();
                self.html(raw, node.range, depth, &mut open, &mut out);
            } else {
                let deeper = depth + 1 + open.len();
                let sink = open.last_mut().map_or(&mut out, |element| &mut element.inner);
                self.inline(node, deeper, sink);
            }
        }
        while let Some(element) = open.pop() {
            let sink = open.last_mut().map_or(&mut out, |outer| &mut outer.inner);
            self.unclosed(element, sink);
        }
        out
    }

    fn inline(&mut self, node: Node, depth: usize, out: &mut Vec<Inline>) {
        let Node { kind, range, children } = node;
        match kind {
            Kind::Text(words) => self.words(&words, &range, out),
            Kind::Code(words) => {
                let words = self.clean(&words, &range);
                if !words.is_empty() {
                    // The words begin after the backticks, wherever exactly that is.
                    let ticks = range.len().saturating_sub(words.len()) / 2;
                    out.push(Inline::Code(Text {
                        text: words,
                        place: self.place(range.start + ticks),
                        position: 0,
                    }));
                }
            }
            Kind::Emphasis => wrap(self.inlines(children, depth), Inline::Emphasis, out),
            Kind::Strong => wrap(self.inlines(children, depth), Inline::Strong, out),
            Kind::Strikethrough => wrap(self.inlines(children, depth), Inline::Strikethrough, out),
            Kind::HardBreak => out.push(Inline::HardBreak),
            Kind::NoteReference(label) => self.note_reference(&label, range, out),
            Kind::Link { target, title } => {
                let inner = self.inlines(children, depth);
                self.link(&target, &title, inner, range, out);
            }
            Kind::Image { target, .. } => {
                let alt = plain(&children);
                if let Some((image, alt)) = self.image(&target, "", alt, &range) {
                    out.push(Inline::Image { place: self.place(range.start), image, alt });
                }
            }
            _ => out.extend(self.inlines(children, depth)),
        }
    }

    /// Adds words: no control characters, no runs of spaces (they are one space in every
    /// format), each piece with the place where it stands.
    pub(super) fn words(&mut self, words: &str, range: &Range<usize>, out: &mut Vec<Inline>) {
        self.check_notes(words, range);
        let is_verbatim = range.len() == words.len();
        let mut piece = String::new();
        let mut start = 0;
        let mut spaces = ends_in_space(out);
        let flush = |lowering: &mut Self, piece: &mut String, start: usize, out: &mut Vec<Inline>| {
            if !piece.is_empty() {
                let offset = if is_verbatim { range.start + start } else { range.start };
                let place = lowering.place(offset);
                let text = std::mem::take(piece);
                out.push(Inline::Text(Text { text, place, position: 0 }));
            }
        };
        let mut at = 0;
        while let Some(c) = words[at..].chars().next() {
            let plain = plain_length(&words.as_bytes()[at..], &mut spaces);
            if plain > 0 {
                piece.push_str(&words[at..at + plain]);
                at += plain;
                continue;
            }
            let place = at;
            at += c.len_utf8();
            let is_space = matches!(c, ' ' | '\t' | '\n' | '\r') || is_separator(c);
            if is_space && spaces || is_forbidden(c) && !is_space {
                if is_forbidden(c) {
                    self.forbidden(c, range.start + if is_verbatim { place } else { 0 });
                }
                flush(self, &mut piece, start, out);
                start = at;
                continue;
            }
            piece.push(if is_space { ' ' } else { c });
            spaces = is_space;
            if is_separator(c) {
                // Its three bytes are one in the piece, so that the places of what follows would be off.
                flush(self, &mut piece, start, out);
                start = at;
            }
        }
        flush(self, &mut piece, start, out);
    }

    /// Takes out of a text what cannot be set, keeping its spaces.
    pub(super) fn clean(&mut self, words: &str, range: &Range<usize>) -> String {
        let mut kept = String::with_capacity(words.len());
        for c in words.chars() {
            if is_forbidden(c) {
                self.forbidden(c, range.start);
            } else {
                kept.push(if is_separator(c) { ' ' } else { c });
            }
        }
        kept
    }

    fn forbidden(&mut self, c: char, offset: usize) {
        let span = self.origin.span(&(offset..offset + 1));
        let message = format!("the character U+{:04X} cannot be set and is left out", u32::from(c));
        self.builder.warn(&codes::CONTROL_CHARACTER, message, span, "take it out of the record");
    }

    /// Reports `[^name]` that stayed text because nothing defines it.
    fn check_notes(&mut self, words: &str, range: &Range<usize>) {
        for (at, _) in words.match_indices("[^") {
            let rest = &words[at + 2..];
            // A label holds no space and no bracket, so the search stops at the next.
            let Some(end) = rest.find(|c: char| c == ']' || c == '[' || c.is_whitespace()) else { continue };
            if !rest[end..].starts_with(']') {
                continue;
            }
            let label = &rest[..end];
            let is_escaped =
                at == 0 && self.markdown.get(..range.start).is_some_and(|before| before.ends_with('\\'));
            if label.is_empty() || is_escaped {
                continue;
            }
            let start = range.start + at;
            let span = self.origin.span(&(start..start + end + 3));
            let message = format!("there is no footnote `{label}`; `[^{label}]` is set as it stands");
            let hint = format!("define it on a line of its own: `[^{label}]: ...`");
            self.builder.warn(&codes::NOTE_UNDEFINED, message, span, &hint);
        }
    }

    fn note_reference(&mut self, label: &str, range: Range<usize>, out: &mut Vec<Inline>) {
        let Some((note, occurrence)) = self.builder.notes.refer(label) else {
            // Not defined in this text; set as it stands, which also reports it.
            let raw = format!("[^{label}]");
            self.words(&raw, &range, out);
            return;
        };
        if note.0 as usize == limits::NOTES {
            let span = self.origin.span(&range);
            let message = format!("there are more than {} footnotes", limits::NOTES);
            self.builder.fail(&codes::TOO_MUCH, message, span, "divide the record");
        }
        out.push(Inline::NoteReference { place: self.place(range.start), note, occurrence });
    }

    fn link(
        &mut self,
        target: &str,
        title: &str,
        mut inner: Vec<Inline>,
        range: Range<usize>,
        out: &mut Vec<Inline>,
    ) {
        let span = self.origin.span(&range);
        let shown = target.escape_debug();
        let verdict = links::judge(target);
        let verdict = match (verdict, self.builder.options.siblings.by_path(target)) {
            (Verdict::Nowhere(_), Some(sibling)) => Verdict::Good(LinkTarget::Address(sibling)),
            (verdict, _) => verdict,
        };
        let goal = match verdict {
            Verdict::Good(goal) => goal,
            Verdict::Active(scheme) => {
                let message =
                    format!("the link goes to a `{scheme}:` address, expected http, https or mailto");
                self.builder.fail(
                    &codes::ACTIVE_LINK,
                    message,
                    span,
                    "link to a page, or keep only the text",
                );
                return out.extend(inner);
            }
            Verdict::Masked => {
                let message = "the link goes to a web page's mask of an e-mail address";
                self.builder.fail(
                    &codes::MASKED_ADDRESS,
                    message,
                    span,
                    "write the real address: `<name@example.org>`",
                );
                return out.extend(inner);
            }
            Verdict::Nowhere(why) => {
                let message = format!("the link to `{shown}` {why}; its text is kept without the link");
                let hint = "write the whole address, with `https://`";
                self.builder.warn(&codes::LINK_RELATIVE, message, span, hint);
                return out.extend(inner);
            }
        };
        if let LinkTarget::Internal(fragment) = &goal {
            self.builder.internal_links.push((fragment.clone(), span.clone()));
        }
        if !has_content(&inner) {
            let message = format!("the link to `{shown}` has no words; the address is set instead");
            self.builder.warn(
                &codes::LINK_EMPTY,
                message,
                span,
                "write what the link is about between `[` and `]`",
            );
            inner = vec![Inline::Text(Text {
                text: target.to_owned(),
                place: self.place(range.start),
                position: 0,
            })];
        }
        let title = Some(title.to_owned()).filter(|title| !title.is_empty());
        out.push(Inline::Link { target: goal, title, inlines: inner });
    }

    fn html(
        &mut self,
        raw: String,
        range: Range<usize>,
        depth: usize,
        open: &mut Vec<OpenElement>,
        out: &mut Vec<Inline>,
    ) {
        let markup = html::read(&raw);
        match markup {
            Markup::Comment => self.comment(&range),
            Markup::Open(tag) => match Element::named(&tag.name) {
                Some(Element::Break) => {
                    self.check_attributes(Element::Break, &tag, &range);
                    open.last_mut().map_or(&mut *out, |element| &mut element.inner).push(Inline::HardBreak);
                }
                Some(element) => {
                    if open.len() + depth >= limits::INLINE_DEPTH {
                        let span = self.origin.span(&range);
                        let message = format!("HTML is nested more than {} deep", limits::INLINE_DEPTH);
                        self.builder.fail(&codes::NESTED_TOO_DEEP, message, span, "take a level out");
                        return;
                    }
                    open.push(OpenElement { element, tag, raw, range, inner: Vec::new() });
                }
                None => {
                    self.html_as_text(&format!("`<{}>`", tag.name), &range);
                    self.unknown_html.insert(tag.name);
                    self.raw_words(&raw, &range, open.last_mut().map_or(out, |element| &mut element.inner));
                }
            },
            Markup::Close(name) => self.close(&name, &raw, range, open, out),
            Markup::Other => {
                self.html_as_text("a declaration or instruction", &range);
                self.raw_words(&raw, &range, open.last_mut().map_or(out, |element| &mut element.inner));
            }
        }
    }

    fn close(
        &mut self,
        name: &str,
        raw: &str,
        range: Range<usize>,
        open: &mut Vec<OpenElement>,
        out: &mut Vec<Inline>,
    ) {
        if !open.iter().any(|element| element.tag.name == name) {
            // The closing half of what was reported when it opened needs no second report.
            if !self.unknown_html.contains(name) {
                self.html_as_text(&format!("`</{name}>`, which closes nothing here,"), &range);
            }
            self.raw_words(raw, &range, open.last_mut().map_or(out, |element| &mut element.inner));
            return;
        }
        while let Some(element) = open.pop() {
            let sink = open.last_mut().map_or(&mut *out, |outer| &mut outer.inner);
            if element.tag.name == name {
                return self.apply(element, sink);
            }
            self.unclosed(element, sink);
        }
    }

    /// Sets an element that nothing closes as text, with what it holds.
    fn unclosed(&mut self, element: OpenElement, out: &mut Vec<Inline>) {
        let OpenElement { tag, raw, range, inner, .. } = element;
        self.html_as_text(&format!("`<{}>`, which nothing closes here,", tag.name), &range);
        self.raw_words(&raw, &range, out);
        out.extend(inner);
    }

    /// Gives an element that was closed its meaning.
    fn apply(&mut self, open: OpenElement, out: &mut Vec<Inline>) {
        let OpenElement { element, tag, range, inner, .. } = open;
        let (lang, direction) = self.check_attributes(element, &tag, &range);
        if inner.is_empty() {
            return;
        }
        let title =
            tag.attributes.iter().find(|(name, _)| name == "title").map(|(_, value)| value.trim().to_owned());
        let spanned = |inner: Vec<Inline>| match (&lang, direction) {
            (None, None) => inner,
            _ => vec![Inline::Span { lang: lang.clone(), direction, inlines: inner }],
        };
        match element {
            Element::Superscript => out.push(Inline::Superscript(spanned(inner))),
            Element::Subscript => out.push(Inline::Subscript(spanned(inner))),
            Element::Small => out.push(Inline::Small(spanned(inner))),
            Element::Cite => out.push(Inline::Cite(spanned(inner))),
            Element::Abbreviation => {
                let title = title.filter(|title| !title.is_empty());
                out.push(Inline::Abbreviation { title, inlines: spanned(inner) });
            }
            Element::Span => out.extend(spanned(inner)),
            Element::Break => out.extend(inner),
        }
    }

    /// Reads what attributes say of language and direction, and reports those that say nothing.
    pub(super) fn check_attributes(
        &mut self,
        element: Element,
        tag: &OpenTag,
        range: &Range<usize>,
    ) -> (Option<super::Lang>, Option<Direction>) {
        let (mut lang, mut direction) = (None, None);
        for (name, value) in &tag.attributes {
            let value = value.trim();
            let is_good = match name.as_str() {
                _ if !element.knows(name) => false,
                "lang" => {
                    lang = language::is_tag(value).then(|| Arc::from(value));
                    lang.is_some()
                }
                "dir" => {
                    direction = match value.to_ascii_lowercase().as_str() {
                        "ltr" => Some(Direction::Ltr),
                        "rtl" => Some(Direction::Rtl),
                        _ => None,
                    };
                    direction.is_some()
                }
                _ => true,
            };
            if !is_good {
                let span = self.origin.span(range);
                let message = format!(
                    "`{}` means nothing on `<{}>` here and is left out",
                    attribute(name, value),
                    tag.name
                );
                let hint = "`lang` takes a language tag such as `zh-Hans`, `dir` takes `ltr` or `rtl`";
                self.builder.warn(&codes::HTML_ATTRIBUTE, message, span, hint);
            }
        }
        if element == Element::Span && tag.attributes.is_empty() {
            let span = self.origin.span(range);
            let message = "`<span>` without `lang` means nothing and is left out; its text is kept";
            self.builder.warn(
                &codes::HTML_ATTRIBUTE,
                message,
                span,
                "take the tags out, or say the language",
            );
        }
        (lang, direction)
    }

    pub(super) fn html_as_text(&mut self, what: &str, range: &Range<usize>) {
        let span = self.origin.span(range);
        let message = format!("{what} is not interpreted and is shown as text");
        let hint = "write it in Markdown; `offprint explain L0304` lists the HTML that is understood";
        self.builder.warn(&codes::HTML_AS_TEXT, message, span, hint);
    }

    pub(super) fn comment(&mut self, range: &Range<usize>) {
        let span = self.origin.span(range);
        let message = "an editor's comment is in neither the PDF nor the EPUB";
        self.builder.lint(&codes::COMMENT, message, span);
    }

    /// Adds the source characters of HTML.
    fn raw_words(&mut self, raw: &str, range: &Range<usize>, out: &mut Vec<Inline>) {
        self.words(raw, range, out);
    }

    pub(super) fn place(&self, offset: usize) -> Place {
        self.origin.place(offset)
    }
}

fn attribute(name: &str, value: &str) -> String {
    if value.is_empty() { name.to_owned() } else { format!("{name}=\"{value}\"") }
}

fn wrap(inner: Vec<Inline>, kind: impl FnOnce(Vec<Inline>) -> Inline, out: &mut Vec<Inline>) {
    if !inner.is_empty() {
        out.push(kind(inner));
    }
}

fn ends_in_space(inlines: &[Inline]) -> bool {
    match inlines.last() {
        Some(Inline::Text(text)) => text.text.ends_with(' '),
        Some(Inline::HardBreak) => true,
        _ => false,
    }
}

/// Tells whether there is anything to see: words, an image, a note's mark.
pub(super) fn has_content(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.text.chars().any(is_seen),
        Inline::HardBreak => false,
        Inline::Image { .. } | Inline::NoteReference { .. } => true,
        other => other.inner().is_some_and(has_content),
    })
}

/// Tells whether a character is seen: no space, and none that only tells how others are joined, parted or turned.
fn is_seen(character: char) -> bool {
    !character.is_whitespace() && !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

/// Returns the words of nodes, for an image's alternative text.
pub(super) fn plain(nodes: &[Node]) -> String {
    let mut words = String::new();
    collect(nodes, &mut words);
    spaces::folded(&words)
}

fn collect(nodes: &[Node], words: &mut String) {
    for node in nodes {
        match &node.kind {
            Kind::Text(text) | Kind::Code(text) => push_words(text, words),
            Kind::HardBreak => words.push(' '),
            _ => {
                collect(&node.children, words);
                if !node.kind.is_inline() {
                    words.push(' ');
                }
            }
        }
    }
}

/// Tells whether a character has no place in XML, on a page, or as text of a PDF.
fn is_forbidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r') || is_no_text(c)
}

/// Returns how many bytes are ASCII that stays as it is: signs, and one space between them. `spaces` tells whether the
/// last before was a space.
fn plain_length(bytes: &[u8], spaces: &mut bool) -> usize {
    let is_plain = |&&byte: &&u8| match byte {
        b'!'..=b'~' => {
            *spaces = false;
            true
        }
        b' ' => !std::mem::replace(spaces, true),
        _ => false,
    };
    bytes.iter().take_while(is_plain).count()
}
