//! The located value tree: what YAML, TOML and JSON say, each value with its place in the source.
//!
//! 1. A reader a format ([`yaml`], [`toml`], [`json`]) turns text into a [`Node`].
//! 2. [`align`] finds where each byte of a decoded string came from, through escapes and folds.
//! 3. [`fields`] takes values out by key and tells every fault of shape on the way.
//!
//! A scalar keeps the text as written: `number: 007` and `no` stay what the editor typed, and the
//! field that wants another type is the one to say so. What a record must hold is no concern here.

pub mod align;
pub mod fields;
pub mod json;
pub mod toml;
pub mod yaml;

use super::MarkdownText;

/// A value and the bytes of the source it stands in.
#[derive(Clone, Debug)]
pub struct Node {
    /// What it is.
    pub value: Value,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text, a number, a date, a truth value or nothing.
    Scalar(Scalar),
    /// A list.
    List(Vec<Node>),
    /// Keys and values, in the order of the source, duplicates kept.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// The key's first byte.
    pub start: usize,
    /// The byte after the key's last.
    pub end: usize,
    /// The value.
    pub value: Node,
}

/// A single value, as written.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// The text, unquoted and unescaped.
    pub text: String,
    /// What the format takes it for.
    pub kind: ScalarKind,
    /// Where it came from: offset in `text`, offset in the source (see [`MarkdownText::pieces`]).
    pub pieces: Vec<(u32, u32)>,
}

/// What a format takes a scalar for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarKind {
    /// Text, quoted or in a block.
    Text,
    /// YAML without quotes: whatever the field at hand wants.
    Plain,
    /// A number of JSON or TOML.
    Number,
    /// `true` or `false` of JSON or TOML.
    Bool,
    /// A date or time of TOML.
    Date,
    /// Nothing: `null`, `~`, or a key without a value.
    Null,
}

impl Node {
    /// Returns what a person would call it.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match &self.value {
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Scalar(scalar) => match scalar.kind {
                ScalarKind::Text | ScalarKind::Plain => "text",
                ScalarKind::Number => "a number",
                ScalarKind::Bool => "true or false",
                ScalarKind::Date => "a date",
                ScalarKind::Null => "nothing",
            },
        }
    }
}

impl Scalar {
    /// Returns it as Markdown, the white space around it left out, every line end a line feed, places kept.
    #[must_use]
    pub fn markdown(&self) -> MarkdownText {
        if self.text.contains('\r') {
            return self.with_line_feeds().markdown();
        }
        let before = self.text.len() - self.text.trim_start().len();
        let text = self.text.trim();
        let before = u32::try_from(before).unwrap_or(u32::MAX);
        let end = before.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
        let mut pieces: Vec<(u32, u32)> = Vec::with_capacity(self.pieces.len());
        for &(at, from) in &self.pieces {
            if at <= before {
                pieces.clear();
                pieces.push((0, from + (before - at)));
            } else if at < end {
                pieces.push((at - before, from));
            }
        }
        MarkdownText { text: text.to_owned(), pieces }
    }

    /// Systems that export from Windows write `\r\n`, in strings too.
    fn with_line_feeds(&self) -> Self {
        let mut text = String::with_capacity(self.text.len());
        let mut pieces: Vec<(u32, u32)> = Vec::new();
        let mut chars = self.text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c == '\r' && chars.peek().is_some_and(|&(_, next)| next == '\n') {
                continue;
            }
            let place = offset(self.place(at));
            let new = offset(text.len());
            if pieces.last().is_none_or(|&(text, source)| source + (new - text) != place) {
                pieces.push((new, place));
            }
            text.push(if c == '\r' { '\n' } else { c });
        }
        Self { text, kind: self.kind, pieces }
    }

    /// Returns where a byte of the text stands in the source.
    #[must_use]
    pub fn place(&self, offset: usize) -> usize {
        align::place(&self.pieces, offset)
    }
}

/// Makes an offset of the light kind; sources are far below what it can hold.
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// What to say of too many values.
pub(super) fn too_many_values() -> String {
    format!("more than {} values in one file", super::limits::VALUES)
}

/// What to say of too deep a nest.
pub(super) fn too_deep() -> String {
    format!("lists and maps nest deeper than {} levels", super::limits::DEPTH)
}

/// A parser's own words in our manner: lower case, no full stop.
pub(super) fn lower_first(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", chars.as_str())
}
