//! The blocks of what is imported, in reading order, and how they are written as CommonMark.

use super::inline::{self, Inline};
use super::limits;

/// A block and where it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub content: Content,
    /// The line (in a manuscript: the paragraph) it starts on, from 1.
    pub at: usize,
    /// What the page's or the manuscript's own marks say of it.
    pub role: Option<Role>,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A heading with its level, 1 to 6.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list; ordered ones have a first number.
    List(Option<u64>, Vec<Vec<Block>>),
    /// A quotation.
    Quote(Vec<Block>),
    /// A table; its first row is the head.
    Table(Vec<Vec<Vec<Inline>>>),
    /// Code, with the name of its language.
    Code(String, String),
    /// A rule between parts.
    Rule,
    /// CommonMark that is kept as it is.
    Raw(String),
}

/// A part of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The title.
    Title,
    /// The line below the title.
    Subtitle,
    /// The authors' names.
    Byline,
    /// The day of publication.
    Date,
    /// The abstract.
    Synopsis,
    /// The text.
    Body,
    /// About the authors.
    Bio,
}

impl Role {
    /// Returns its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Subtitle => "subtitle",
            Self::Byline => "authors",
            Self::Date => "date",
            Self::Synopsis => "synopsis",
            Self::Body => "body",
            Self::Bio => "bio",
        }
    }
}

impl Block {
    /// Makes a block that nothing more is known of.
    #[must_use]
    pub fn new(content: Content, at: usize) -> Self {
        Self { content, at, role: None }
    }

    /// Returns its words, without marks and notes.
    #[must_use]
    pub fn plain(&self) -> String {
        let blocks = |blocks: &[Self]| blocks.iter().map(Self::plain).collect::<Vec<_>>().join(" ");
        match &self.content {
            Content::Heading(_, inlines) | Content::Paragraph(inlines) => inline::plain(inlines),
            Content::List(_, items) => items.iter().map(|item| blocks(item)).collect::<Vec<_>>().join(" "),
            Content::Quote(inner) => blocks(inner),
            Content::Table(rows) => {
                rows.iter().flatten().map(|cell| inline::plain(cell)).collect::<Vec<_>>().join(" ")
            }
            Content::Code(_, text) | Content::Raw(text) => text.clone(),
            Content::Rule => String::new(),
        }
    }

    /// Returns the inlines of a heading or paragraph.
    #[must_use]
    pub fn inlines(&self) -> Option<&[Inline]> {
        match &self.content {
            Content::Heading(_, inlines) | Content::Paragraph(inlines) => Some(inlines),
            _ => None,
        }
    }

    /// Returns the level of a heading.
    #[must_use]
    pub fn level(&self) -> Option<u8> {
        if let Content::Heading(level, _) = self.content { Some(level) } else { None }
    }

    /// Returns the words in it whose mark CommonMark cannot write, each with its line.
    #[must_use]
    pub fn unmarkable(&self) -> Vec<(usize, String)> {
        let here = |inlines: &[Inline]| {
            inline::unmarkable(inlines).into_iter().map(|words| (self.at, words)).collect::<Vec<_>>()
        };
        match &self.content {
            Content::Heading(_, inlines) | Content::Paragraph(inlines) => here(inlines),
            Content::Table(rows) => rows.iter().flatten().flat_map(|cell| here(cell)).collect(),
            Content::List(_, items) => items.iter().flatten().flat_map(Self::unmarkable).collect(),
            Content::Quote(blocks) => blocks.iter().flat_map(Self::unmarkable).collect(),
            Content::Code(..) | Content::Raw(_) | Content::Rule => Vec::new(),
        }
    }

    /// Calls a function with the line of the block and of every block in it.
    pub fn each_line(&self, visit: &mut impl FnMut(usize)) {
        visit(self.at);
        match &self.content {
            Content::List(_, items) => items.iter().flatten().for_each(|block| block.each_line(visit)),
            Content::Quote(blocks) => blocks.iter().for_each(|block| block.each_line(visit)),
            _ => {}
        }
    }

    /// Calls a function with every list of inlines in the block.
    pub fn each_inlines(&mut self, visit: &mut impl FnMut(&mut Vec<Inline>, usize)) {
        let at = self.at;
        match &mut self.content {
            Content::Heading(_, inlines) | Content::Paragraph(inlines) => visit(inlines, at),
            Content::List(_, items) => {
                items.iter_mut().flatten().for_each(|block| block.each_inlines(visit));
            }
            Content::Quote(blocks) => blocks.iter_mut().for_each(|block| block.each_inlines(visit)),
            Content::Table(rows) => rows.iter_mut().flatten().for_each(|cell| visit(cell, at)),
            Content::Code(..) | Content::Rule | Content::Raw(_) => {}
        }
    }
}

/// Writes blocks as CommonMark, a blank line between each two.
#[must_use]
pub fn markdown(blocks: &[Block]) -> String {
    at_depth(blocks, 0)
}

fn at_depth(blocks: &[Block], depth: usize) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut after_list = None;
    for block in blocks {
        let part = one(block, depth);
        if part.trim().is_empty() {
            continue;
        }
        let list = if let Content::List(start, _) = &block.content { Some(start.is_some()) } else { None };
        if list.is_some() && list == after_list {
            // Two lists in a row would run together.
            parts.push("<!-- -->".to_owned());
        }
        after_list = list;
        parts.push(part);
    }
    parts.join("\n\n")
}

fn one(block: &Block, depth: usize) -> String {
    match &block.content {
        Content::Heading(level, inlines) => {
            let words = inline::markdown(inlines).replace("\\\n", " ");
            if words.is_empty() { words } else { format!("{} {words}", "#".repeat(usize::from(*level))) }
        }
        Content::Paragraph(inlines) => inline::markdown(inlines),
        Content::Quote(inner) if depth < limits::BLOCK_DEPTH => prefixed(&at_depth(inner, depth + 1), "> "),
        Content::Quote(inner) => at_depth(inner, depth + 1),
        Content::List(start, items) if depth < limits::BLOCK_DEPTH => list(*start, items, depth),
        Content::List(_, items) => items
            .iter()
            .map(|item| at_depth(item, depth + 1))
            .filter(|item| !item.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n"),
        Content::Table(rows) => table(rows),
        Content::Code(language, text) => {
            let mut fence = "```".to_owned();
            while text.contains(&fence) {
                fence.push('`');
            }
            format!("{fence}{language}\n{}\n{fence}", text.trim_end_matches('\n'))
        }
        Content::Rule => "---".to_owned(),
        Content::Raw(text) => text.trim_end().to_owned(),
    }
}

fn prefixed(text: &str, prefix: &str) -> String {
    let line = |line: &str| format!("{prefix}{line}").trim_end().to_owned();
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Writes a list; it is tight where every item is one paragraph, with at most lists below it.
fn list(start: Option<u64>, items: &[Vec<Block>], depth: usize) -> String {
    let is_short = |item: &Vec<Block>| {
        item.iter().filter(|block| !matches!(block.content, Content::List(..))).count() <= 1
    };
    let is_tight = items.iter().all(is_short);
    let mut written = Vec::new();
    for (item, number) in items.iter().zip(start.unwrap_or(1)..) {
        let marker = if start.is_some() { format!("{number}. ") } else { "- ".to_owned() };
        let indent = " ".repeat(marker.len());
        let mut text = at_depth(item, depth + 1);
        if is_tight {
            text = tighten(item, depth);
        }
        let text = prefixed(&text, &indent);
        let text = text.strip_prefix(&indent).unwrap_or(&text);
        written.push(format!("{marker}{text}").trim_end().to_owned());
    }
    written.join(if is_tight { "\n" } else { "\n\n" })
}

fn tighten(item: &[Block], depth: usize) -> String {
    let parts = item.iter().map(|block| one(block, depth + 1)).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n")
}

/// Writes a table; short rows are filled up.
fn table(rows: &[Vec<Vec<Inline>>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return String::new();
    }
    let line = |row: &Vec<Vec<Inline>>| {
        let cells = row.iter().map(|cell| inline::markdown(cell).replace("\\\n", " ").replace('\n', " "));
        let empty = std::iter::repeat_n(String::new(), columns - row.len());
        format!("| {} |", cells.chain(empty).collect::<Vec<_>>().join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(line).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(columns)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(words: &str) -> Block {
        Block::new(Content::Paragraph(vec![Inline::Text(words.to_owned())]), 1)
    }

    #[test]
    fn lists_nest_by_the_width_of_their_markers() {
        let inner = Block::new(Content::List(None, vec![vec![paragraph("c")]]), 1);
        let list =
            Block::new(Content::List(Some(9), vec![vec![paragraph("a"), inner], vec![paragraph("b")]]), 1);
        assert_eq!(markdown(&[list]), "9. a\n   - c\n10. b");
    }

    #[test]
    fn quotes_and_tables() {
        let quote = Block::new(Content::Quote(vec![paragraph("a"), paragraph("b")]), 1);
        assert_eq!(markdown(&[quote]), "> a\n>\n> b");
        let cell = |words: &str| vec![Inline::Text(words.to_owned())];
        let table = Block::new(Content::Table(vec![vec![cell("a|b"), cell("c")], vec![cell("d")]]), 1);
        assert_eq!(markdown(&[table]), "| a\\|b | c |\n| --- | --- |\n| d |  |");
    }
}
