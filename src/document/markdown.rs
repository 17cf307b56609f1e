//! Markdown to a tree of nodes: the only home of pulldown-cmark.
//!
//! Events become [`Node`]s with their place in the text; nothing is interpreted yet. Depth is
//! bounded while the tree grows, so that every later walk (and the drop of the tree) may recurse.

use std::ops::Range;

use pulldown_cmark::{Alignment as Column, CodeBlockKind, Event, Options, Parser, Tag};

use super::limits;
use super::{Alignment, ColumnAlignment};

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Paragraph,
    Heading(u8),
    Quote,
    CodeBlock(Option<String>),
    HtmlBlock,
    List(Option<u64>),
    Item,
    NoteDefinition(String),
    Table(Vec<ColumnAlignment>),
    TableHead,
    TableRow,
    TableCell,
    Rule,
    Emphasis,
    Strong,
    Strikethrough,
    Link { target: String, title: String },
    Image { target: String, title: String },
    Text(String),
    Code(String),
    Html(String),
    NoteReference(String),
    HardBreak,
    Task(bool),
}

impl Kind {
    /// Tells whether it stands within a line.
    pub(super) fn is_inline(&self) -> bool {
        matches!(
            self,
            Self::Emphasis
                | Self::Strong
                | Self::Strikethrough
                | Self::Link { .. }
                | Self::Image { .. }
                | Self::Text(_)
                | Self::Code(_)
                | Self::Html(_)
                | Self::NoteReference(_)
                | Self::HardBreak
        )
    }

    fn is_nesting_block(&self) -> bool {
        matches!(self, Self::Quote | Self::List(_) | Self::Item | Self::NoteDefinition(_))
    }
}

/// A node: what it is, the bytes of the Markdown it covers, what it holds.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    pub(super) children: Vec<Node>,
}

/// Which limit a text passed, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    BlockDepth(Range<usize>),
    InlineDepth(Range<usize>),
    Nodes(Range<usize>),
    Marks(Range<usize>),
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Blocks, tables, footnotes, strikethrough, task lists.
    Whole,
    /// One line of inlines, whatever it starts with.
    Line,
}

/// What a `Line` is parsed after, so that `1.` or `#` or `<small>` at its start is no block.
const LINE_LEAD: &str = "a ";

/// Reads a text.
///
/// # Errors
///
/// If it nests deeper or holds more than [`limits`] allow.
pub(super) fn parse(text: &str, reading: Reading) -> Result<Vec<Node>, Excess> {
    match reading {
        Reading::Whole => {
            let options = Options::ENABLE_TABLES
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_TASKLISTS;
            Grower::default().grow(text, options)
        }
        Reading::Line => parse_line(text),
    }
}

fn parse_line(text: &str) -> Result<Vec<Node>, Excess> {
    // Line ends become spaces (one byte each, so that places stay right): a field is one line.
    let line = text.trim_end().replace(['\n', '\r'], " ");
    let spaces = line.len() - line.trim_start().len();
    let whole = format!("{LINE_LEAD}{}", line.trim_start());
    let mut nodes = Grower::default().grow(&whole, Options::empty())?;
    let mut inlines = match nodes.first_mut() {
        Some(paragraph) => std::mem::take(&mut paragraph.children),
        None => Vec::new(),
    };
    if let Some(Node { kind: Kind::Text(words), range, .. }) = inlines.first_mut()
        && words.starts_with(LINE_LEAD)
    {
        words.drain(..LINE_LEAD.len());
        range.start += LINE_LEAD.len();
    }
    inlines.retain(|node| !matches!(&node.kind, Kind::Text(words) if words.is_empty()));
    shift(&mut inlines, LINE_LEAD.len(), spaces);
    Ok(inlines)
}

/// Moves ranges `back` and then `forward`.
pub(super) fn shift(nodes: &mut [Node], back: usize, forward: usize) {
    for node in nodes {
        node.range.start = node.range.start.saturating_sub(back) + forward;
        node.range.end = node.range.end.saturating_sub(back) + forward;
        shift(&mut node.children, back, forward);
    }
}

/// Grows the tree with a stack of open nodes.
#[derive(Default)]
struct Grower {
    open: Vec<Node>,
    roots: Vec<Node>,
    block_depth: usize,
    inline_depth: usize,
    count: usize,
    /// Lines of code blocks, and their tabs, of which each is set as up to eight spaces.
    code_lines: usize,
    /// Combining marks that the text ends with.
    marks: usize,
    /// Where the last text ends, if it stands in the source letter for letter.
    ends_verbatim: Option<usize>,
}

impl Grower {
    fn grow(mut self, text: &str, options: Options) -> Result<Vec<Node>, Excess> {
        let events: Vec<_> = Parser::new_ext(text, options).into_offset_iter().collect();
        let mut before = None;
        for (at, (event, range)) in events.iter().enumerate() {
            // Text that follows text becomes one with it.
            self.count += usize::from(!matches!(event, Event::Text(_) | Event::SoftBreak | Event::End(_)));
            if let Event::Text(words) | Event::Code(words) = event {
                self.weigh(words, range)?;
            }
            if self.count + self.code_lines / limits::CODE_LINES > limits::NODES {
                return Err(Excess::Nodes(range.clone()));
            }
            match event {
                Event::Start(tag) => {
                    if !is_inline_tag(tag) {
                        before = None;
                    }
                    self.enter(kind_of(tag), range.clone())?;
                }
                Event::End(_) => self.leave(),
                Event::SoftBreak => {
                    let after = first_char(&events[at + 1..]);
                    if !joins_without_space(before, after) {
                        self.add_text(" ", range.clone(), text);
                    }
                }
                Event::Text(words) | Event::Code(words) => {
                    before = words.chars().next_back().or(before);
                    match event {
                        Event::Text(_) => self.add_text(words, range.clone(), text),
                        _ => self.add(Kind::Code(words.to_string()), range.clone()),
                    }
                }
                Event::Html(raw) | Event::InlineHtml(raw) => {
                    self.add(Kind::Html(raw.to_string()), range.clone())
                }
                Event::FootnoteReference(label) => {
                    self.add(Kind::NoteReference(label.to_string()), range.clone());
                }
                Event::HardBreak => self.add(Kind::HardBreak, range.clone()),
                Event::Rule => self.add(Kind::Rule, range.clone()),
                Event::TaskListMarker(is_checked) => self.add(Kind::Task(*is_checked), range.clone()),
                // Mathematics is not switched on; were it, its source would be kept as code.
                Event::InlineMath(raw) | Event::DisplayMath(raw) => {
                    self.add(Kind::Code(raw.to_string()), range.clone());
                }
            }
        }
        Ok(self.roots)
    }

    /// Counts lines and tabs of code, and marks on one letter.
    fn weigh(&mut self, words: &str, range: &Range<usize>) -> Result<(), Excess> {
        if self.open.last().is_some_and(|node| matches!(node.kind, Kind::CodeBlock(_))) {
            self.code_lines += words.bytes().filter(|byte| matches!(byte, b'\n' | b'\t')).count();
        }
        if words.is_ascii() {
            self.marks = 0;
            return Ok(());
        }
        for c in words.chars() {
            self.marks = if is_mark(c) { self.marks + 1 } else { 0 };
            if self.marks > limits::MARKS {
                return Err(Excess::Marks(range.clone()));
            }
        }
        Ok(())
    }

    fn enter(&mut self, kind: Kind, range: Range<usize>) -> Result<(), Excess> {
        if kind.is_nesting_block() {
            self.block_depth += 1;
        } else if kind.is_inline() {
            self.inline_depth += 1;
        }
        if self.block_depth > limits::BLOCK_DEPTH {
            return Err(Excess::BlockDepth(range));
        }
        if self.inline_depth > limits::INLINE_DEPTH {
            return Err(Excess::InlineDepth(range));
        }
        self.open.push(Node { kind, range, children: Vec::new() });
        Ok(())
    }

    fn leave(&mut self) {
        let Some(node) = self.open.pop() else { return };
        if node.kind.is_nesting_block() {
            self.block_depth -= 1;
        } else if node.kind.is_inline() {
            self.inline_depth -= 1;
        }
        self.siblings().push(node);
    }

    fn siblings(&mut self) -> &mut Vec<Node> {
        match self.open.last_mut() {
            Some(parent) => &mut parent.children,
            None => &mut self.roots,
        }
    }

    fn add(&mut self, kind: Kind, range: Range<usize>) {
        self.siblings().push(Node { kind, range, children: Vec::new() });
    }

    /// Adds words, to the text before where both stand in the source letter for letter, so that
    /// an offset within a text is an offset in the source.
    fn add_text(&mut self, words: &str, range: Range<usize>, source: &str) {
        // A line end of the source stands for the space it became.
        let is_verbatim = range.len() == words.len()
            && source.as_bytes().get(range.clone()).is_some_and(|bytes| {
                bytes.iter().zip(words.bytes()).all(|(&a, b)| a == b || (a == b'\n' && b == b' '))
            });
        // Remembered rather than compared again: texts of many pieces would take a time that grows
        // with the square of their length.
        let was_verbatim = std::mem::replace(&mut self.ends_verbatim, is_verbatim.then_some(range.end));
        if let Some(Node { kind: Kind::Text(text), range: last, .. }) = self.siblings().last_mut()
            && is_verbatim
            && last.end == range.start
            && was_verbatim == Some(last.end)
        {
            text.push_str(words);
            last.end = range.end;
            return;
        }
        self.add(Kind::Text(words.to_owned()), range);
    }
}

fn kind_of(tag: &Tag<'_>) -> Kind {
    match tag {
        Tag::Heading { level, .. } => Kind::Heading(*level as u8),
        Tag::BlockQuote(_) => Kind::Quote,
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => Kind::CodeBlock(
            info.split([' ', '\t', ',']).next().filter(|name| !name.is_empty()).map(str::to_owned),
        ),
        Tag::CodeBlock(CodeBlockKind::Indented) => Kind::CodeBlock(None),
        Tag::HtmlBlock => Kind::HtmlBlock,
        Tag::List(start) => Kind::List(*start),
        Tag::Item => Kind::Item,
        Tag::FootnoteDefinition(label) => Kind::NoteDefinition(label.to_string()),
        Tag::Table(columns) => Kind::Table(columns.iter().map(alignment_of).collect()),
        Tag::TableHead => Kind::TableHead,
        Tag::TableRow => Kind::TableRow,
        Tag::TableCell => Kind::TableCell,
        Tag::Emphasis => Kind::Emphasis,
        Tag::Strong => Kind::Strong,
        Tag::Strikethrough => Kind::Strikethrough,
        Tag::Link { link_type, dest_url, title, .. } => {
            // An e-mail autolink's address comes without its scheme.
            let scheme = if *link_type == pulldown_cmark::LinkType::Email { "mailto:" } else { "" };
            Kind::Link { target: format!("{scheme}{dest_url}"), title: title.to_string() }
        }
        Tag::Image { dest_url, title, .. } => {
            Kind::Image { target: dest_url.to_string(), title: title.to_string() }
        }
        // The rest belongs to extensions that are not switched on; their text is a paragraph's.
        _ => Kind::Paragraph,
    }
}

fn is_inline_tag(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn alignment_of(column: &Column) -> ColumnAlignment {
    match column {
        Column::None => None,
        Column::Left => Some(Alignment::Start),
        Column::Center => Some(Alignment::Centre),
        Column::Right => Some(Alignment::End),
    }
}

fn first_char(events: &[(Event<'_>, Range<usize>)]) -> Option<char> {
    for (event, _) in events {
        match event {
            Event::Text(words) | Event::Code(words) => return words.chars().next(),
            Event::Start(tag) if is_inline_tag(tag) => {}
            Event::End(_) | Event::InlineHtml(_) => {}
            _ => return None,
        }
    }
    None
}

/// Tells whether a character is drawn on the letter before it. The tables are asked only where scripts have any.
fn is_mark(c: char) -> bool {
    !matches!(c, ..'\u{300}' | '\u{3100}'..'\u{a66f}')
        && unicode_bidi::bidi_class(c) == unicode_bidi::BidiClass::NSM
}

/// Tells whether a line end between two characters stands for nothing: Han and Kana are written
/// without spaces (CSS Text 3, 4.1.3, segment break transformation).
fn joins_without_space(before: Option<char>, after: Option<char>) -> bool {
    let is_wide = |c: char| {
        matches!(u32::from(c),
            0x2E80..=0x303F | 0x3041..=0x30FF | 0x3105..=0x312F | 0x31A0..=0x31FF | 0x3400..=0x4DBF
            | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0xFF01..=0xFF60 | 0x20000..=0x3FFFF)
    };
    before.is_some_and(is_wide) && after.is_some_and(is_wide)
}
