//! Taking values out of a map by key, and telling every fault of shape on the way.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Entry, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::codes::{document, record as codes};
use crate::diagnostics::{Code, Diagnostic, Severity, Source, Span};
use crate::record::{MarkdownText, date, limits, masked};

/// The faults of one file, gathered.
#[derive(Debug)]
pub struct Faults {
    /// The text they point into.
    pub source: Arc<Source>,
    /// In the order they were found.
    pub list: Vec<Diagnostic>,
}

impl Faults {
    /// Starts with none.
    #[must_use]
    pub fn new(source: &Arc<Source>) -> Self {
        Self { source: Arc::clone(source), list: Vec::new() }
    }

    /// Adds an error at a stretch of the source.
    pub fn error(
        &mut self,
        code: Code,
        message: impl Into<String>,
        start: usize,
        end: usize,
    ) -> &mut Diagnostic {
        let fault = Diagnostic::error(code, message).at(self.span(start, end));
        self.list.push(fault);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    /// Adds an error at a value.
    pub fn at(&mut self, code: Code, message: impl Into<String>, node: &Node) -> &mut Diagnostic {
        self.error(code, message, node.start, node.end)
    }

    /// Returns a stretch of the source.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        let end = end.min(self.source.text.len());
        Span { source: Arc::clone(&self.source), start: start.min(end), end }
    }

    /// Returns the faults in the order of the source, no more than [`limits::FAULTS`] of them.
    #[must_use]
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.list.sort_by_key(|fault| fault.span.as_ref().map_or(0, |span| span.start));
        if self.list.len() > limits::FAULTS {
            let more = self.list.len() - limits::FAULTS;
            self.list.truncate(limits::FAULTS);
            let span = self.span(0, 0);
            self.list.push(
                Diagnostic::error(&codes::TOO_MANY_FAULTS, format!("{more} more faults in this file"))
                    .at(span),
            );
        }
        self.list
    }
}

/// A map whose keys were checked.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    /// Before each key in messages: `authors[2].`.
    prefix: String,
    entries: &'a [Entry],
    /// Where the map itself stands.
    start: usize,
    end: usize,
}

/// A one-line text and where it stands.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The text, the white space around it left out.
    pub text: String,
    /// Its value in the tree.
    pub node: &'a Node,
}

impl<'a> Fields<'a> {
    /// Takes a map whose keys are the known ones; tells unknown and duplicate keys.
    ///
    /// `synonyms` are words for which another key is meant: a wrong guess of an editor, or another system's name.
    pub fn new(
        node: &'a Node,
        prefix: &str,
        known: &[&str],
        synonyms: &[(&str, &str)],
        faults: &mut Faults,
    ) -> Option<Self> {
        let fields = Self::any(node, prefix, faults)?;
        for entry in fields.entries {
            if known.contains(&entry.key.as_str()) {
                continue;
            }
            let message = format!("unknown key `{prefix}{}`", entry.key);
            let fault = faults.error(&codes::UNKNOWN_KEY, message, entry.start, entry.end);
            let synonym =
                synonyms.iter().find(|(word, _)| entry.key.eq_ignore_ascii_case(word)).map(|&(_, key)| key);
            match synonym.or_else(|| nearest(&entry.key, known.iter().copied())) {
                Some(key) => fault.hints.push(format!("did you mean `{key}`?")),
                None => fault.hints.push(format!("known keys are {}", listed(known))),
            }
        }
        Some(fields)
    }

    /// Takes a map whose keys are free; tells duplicate keys.
    pub fn any(node: &'a Node, prefix: &str, faults: &mut Faults) -> Option<Self> {
        let Value::Map(entries) = &node.value else {
            let name = prefix.trim_end_matches('.');
            let name = if name.is_empty() { "the file".to_owned() } else { format!("`{name}`") };
            faults.at(
                &codes::WRONG_TYPE,
                format!("{name} is {}, expected keys and values", node.noun()),
                node,
            );
            return None;
        };
        for (at, entry) in entries.iter().enumerate() {
            let Some(first) = entries[..at].iter().find(|first| first.key == entry.key) else { continue };
            let span = faults.span(first.start, first.end);
            let fault = faults.error(
                &codes::DUPLICATE_KEY,
                format!("key `{prefix}{}` is given twice", entry.key),
                entry.start,
                entry.end,
            );
            fault.related.push((span, "first given here".to_owned()));
            fault.hints.push("keep one of the two".to_owned());
        }
        Some(Self { prefix: prefix.to_owned(), entries, start: node.start, end: node.end })
    }

    /// Returns the entries, duplicates left out.
    pub fn entries(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        let entries = self.entries;
        let is_first =
            move |&(at, entry): &(usize, &'a Entry)| entries[..at].iter().all(|first| first.key != entry.key);
        entries.iter().enumerate().filter(is_first).map(|(_, entry)| entry)
    }

    /// Returns where the map stands.
    #[must_use]
    pub fn range(&self) -> (usize, usize) {
        (self.start, self.end)
    }

    /// Returns the name of a key as messages give it.
    #[must_use]
    pub fn name(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }

    /// Returns an entry, also one without a value.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// Returns a value; a key without one counts as not given.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'a Node> {
        let node = &self.entry(key)?.value;
        let is_null = matches!(&node.value, Value::Scalar(scalar) if scalar.kind == ScalarKind::Null);
        (!is_null).then_some(node)
    }

    /// Returns a one-line text.
    pub fn line(&self, key: &str, faults: &mut Faults) -> Option<Line<'a>> {
        let node = self.get(key)?;
        line(node, &self.name(key), faults)
    }

    /// Returns one line of Markdown.
    pub fn heading(&self, key: &str, faults: &mut Faults) -> Option<MarkdownText> {
        marked_line(self.get(key)?, &self.name(key), faults)
    }

    /// Returns text that may run over lines.
    pub fn prose(&self, key: &str, faults: &mut Faults) -> Option<(MarkdownText, &'a Node)> {
        let node = self.get(key)?;
        let scalar = text(node, &self.name(key), "text", faults)?;
        let markdown = scalar.markdown();
        if markdown.text.is_empty() {
            empty(node, &self.name(key), faults);
            return None;
        }
        check_characters(&markdown, &self.name(key), true, faults);
        masked::check(&markdown, faults);
        Some((markdown, node))
    }

    /// Returns a list of one-line texts.
    pub fn lines(&self, key: &str, faults: &mut Faults) -> Vec<Line<'a>> {
        let name = self.name(key);
        let items = self.items(key, "a list of texts", faults);
        items
            .iter()
            .enumerate()
            .filter_map(|(at, item)| line(item, &format!("{name}[{}]", at + 1), faults))
            .collect()
    }

    /// Returns a list.
    pub fn items(&self, key: &str, wanted: &str, faults: &mut Faults) -> &'a [Node] {
        let Some(node) = self.get(key) else { return &[] };
        if let Value::List(items) = &node.value {
            return items;
        }
        let message = format!("`{}` is {}, expected {wanted}", self.name(key), node.noun());
        let fault = faults.at(&codes::WRONG_TYPE, message, node);
        if let Value::Scalar(scalar) = &node.value
            && scalar.text.len() < 60
            && !scalar.text.contains('\n')
        {
            fault.hints.push(format!("write it as a list: `[{}]`", scalar.text));
        }
        &[]
    }

    /// Returns a date.
    pub fn date(&self, key: &str, faults: &mut Faults) -> Option<Date> {
        let node = self.get(key)?;
        let scalar = text(node, &self.name(key), "a date", faults)?;
        match date::parse(scalar.text.trim()) {
            Ok(date) => Some(date),
            Err(fault) => {
                let message =
                    format!("`{}` is {}, expected {}", self.name(key), shown(&scalar.text), fault.wanted);
                let hints = fault.hint;
                faults.at(fault.code, message, node).hints.extend(hints);
                None
            }
        }
    }

    /// Returns a truth value.
    pub fn truth(&self, key: &str, faults: &mut Faults) -> Option<bool> {
        let node = self.get(key)?;
        match &node.value {
            Value::Scalar(scalar) if scalar.text == "true" => Some(true),
            Value::Scalar(scalar) if scalar.text == "false" => Some(false),
            _ => {
                let message = format!("`{}` is {}, expected true or false", self.name(key), node.noun());
                faults.at(&codes::WRONG_TYPE, message, node);
                None
            }
        }
    }

    /// Returns one of a few words.
    pub fn choice(&self, key: &str, known: &[&'static str], faults: &mut Faults) -> Option<&'static str> {
        let line = self.line(key, faults)?;
        choice(&line, &self.name(key), known, faults)
    }
}

/// Returns the word of a list that a text is.
pub fn choice(
    line: &Line<'_>,
    name: &str,
    known: &[&'static str],
    faults: &mut Faults,
) -> Option<&'static str> {
    let found = known.iter().find(|word| word.eq_ignore_ascii_case(&line.text));
    if found.is_none() {
        let message = format!("`{name}` is {}, expected {}", shown(&line.text), either(known));
        let fault = faults.at(&codes::UNKNOWN_CHOICE, message, line.node);
        if let Some(near) = nearest(&line.text, known.iter().copied()) {
            fault.hints.push(format!("did you mean `{near}`?"));
        }
    }
    found.copied()
}

/// Takes a value as a one-line text.
pub fn line<'a>(node: &'a Node, name: &str, faults: &mut Faults) -> Option<Line<'a>> {
    let text = without_marks(&marked_line(node, name, faults)?, name, faults);
    if text.is_empty() {
        empty(node, name, faults);
        return None;
    }
    Some(Line { text, node })
}

/// Takes a value as one line of Markdown.
fn marked_line(node: &Node, name: &str, faults: &mut Faults) -> Option<MarkdownText> {
    let scalar = text(node, name, "text", faults)?;
    let markdown = scalar.markdown();
    if markdown.text.is_empty() {
        empty(node, name, faults);
        return None;
    }
    if markdown.text.len() > limits::LINE_BYTES {
        let message = format!(
            "`{name}` is {} bytes long, at most {} are allowed",
            markdown.text.len(),
            limits::LINE_BYTES
        );
        faults.at(&codes::LIMIT, message, node);
        return None;
    }
    check_characters(&markdown, name, false, faults);
    masked::check(&markdown, faults);
    Some(markdown)
}

/// Tells whether a character stands for nothing, and has no place as text of a PDF: the mark of byte order (ISO 14289-1,
/// 7.21.7), and the code points that Unicode keeps free for programs (section 23.7).
#[must_use]
pub fn is_no_text(c: char) -> bool {
    c == '\u{FEFF}'
        || matches!(u32::from(c) & 0xFFFF, 0xFFFE | 0xFFFF)
        || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

/// Tells whether a character parts lines or paragraphs (Unicode, 23.2), as word processors leave them; no face has a glyph for it,
/// and here it is a space.
#[must_use]
pub fn is_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// Returns a line without what is no text, which editors' tools leave at the ends of pasted words.
fn without_marks(text: &MarkdownText, name: &str, faults: &mut Faults) -> String {
    let Some((at, found)) = text.text.char_indices().find(|&(_, c)| is_no_text(c)) else {
        return text.text.replace(is_separator, " ");
    };
    let start = text.place(at).0 as usize;
    let message = format!("`{name}` holds the character U+{:04X}, which cannot be set", found as u32);
    let fault = faults.error(&document::CONTROL_CHARACTER, message, start, start + found.len_utf8());
    fault.severity = Severity::Warning;
    fault.hints.push("take it out; it is not set".to_owned());
    text.text.replace(is_no_text, "").replace(is_separator, " ").trim().to_owned()
}

/// Takes a value as text; a number or date counts as written, for numbers and titles are often digits.
fn text<'a>(node: &'a Node, name: &str, wanted: &str, faults: &mut Faults) -> Option<&'a Scalar> {
    if let Value::Scalar(scalar) = &node.value {
        match scalar.kind {
            ScalarKind::Bool => {}
            ScalarKind::Null => {
                empty(node, name, faults);
                return None;
            }
            ScalarKind::Text | ScalarKind::Plain | ScalarKind::Number | ScalarKind::Date => {
                return Some(scalar);
            }
        }
    }
    faults.at(&codes::WRONG_TYPE, format!("`{name}` is {}, expected {wanted}", node.noun()), node);
    None
}

fn empty(node: &Node, name: &str, faults: &mut Faults) {
    let fault = faults.at(&codes::EMPTY_FIELD, format!("`{name}` is empty, expected text"), node);
    fault.hints.push("fill it in, or leave out the key".to_owned());
}

/// Tells the first control character of a text, and the first line break of a one-line text.
pub fn check_characters(text: &MarkdownText, name: &str, may_break: bool, faults: &mut Faults) {
    let is_bad =
        |c: char| !c.is_ascii_graphic() && c.is_control() && !(may_break && matches!(c, '\n' | '\t'));
    let Some((at, bad)) = text.text.char_indices().find(|&(_, c)| is_bad(c)) else { return };
    let start = text.place(at).0 as usize;
    let what = match bad {
        '\n' | '\r' => "a line break".to_owned(),
        '\t' => "a tab".to_owned(),
        _ => format!("the control character U+{:04X}", bad as u32),
    };
    let wanted = if may_break { "" } else { ", expected one line of text" };
    faults.error(
        &codes::CONTROL_CHARACTER,
        format!("`{name}` holds {what}{wanted}"),
        start,
        start + bad.len_utf8(),
    );
}

/// Returns a text for a message: in code quotes, shortened.
#[must_use]
pub fn shown(text: &str) -> String {
    let text = text.trim();
    if text.chars().count() <= 60 {
        return format!("`{text}`");
    }
    let head: String = text.chars().take(57).collect();
    format!("`{head}...`")
}

/// Returns the known word nearest to one that is not known, if any is near.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    let allowed = (folded.chars().count() / 3).max(1);
    known
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Joins words as alternatives.
#[must_use]
pub fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [init @ .., last] => format!("{} or `{last}`", listed(init)),
    }
}
