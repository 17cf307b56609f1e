//! Paragraphs, lists and tables of a manuscript.

use super::styles::{self, Kind, Marker};
use super::xml::Element;
use super::{Reader, is_blank};
use crate::import::block::{Block, Content, Role};
use crate::import::inline::{self, Inline};
use crate::import::report::Action;

/// A paragraph that belongs to a list.
#[derive(Debug)]
struct Item {
    depth: usize,
    marker: Marker,
    blocks: Vec<Block>,
}

impl Reader<'_, '_> {
    /// Reads the blocks below an element.
    pub(super) fn blocks(&mut self, parent: &Element) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        self.collect(parent, &mut items, &mut blocks);
        close(&mut items, &mut blocks);
        join(blocks)
    }

    fn collect(&mut self, parent: &Element, items: &mut Vec<Item>, blocks: &mut Vec<Block>) {
        for child in &parent.children {
            match child.name.as_str() {
                "p" => self.paragraph(child, items, blocks),
                "tbl" => {
                    close(items, blocks);
                    let table = self.table(child);
                    blocks.push(table);
                }
                "sdt" => {
                    if let Some(content) = child.child("sdtContent") {
                        self.collect(content, items, blocks);
                    }
                }
                "ins" | "moveTo" | "customXml" => self.collect(child, items, blocks),
                "altChunk" => {
                    let message = "a part of another form that the manuscript includes";
                    self.report.add(Action::Dropped, self.at, None, message);
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: &Element, items: &mut Vec<Item>, blocks: &mut Vec<Block>) {
        self.at += 1;
        let properties = paragraph.child("pPr");
        let style = properties.and_then(|properties| properties.val("pStyle")).unwrap_or_default().to_owned();
        let kind = self.styles.kind(&style);
        let has_rule = properties.is_some_and(|properties| properties.child("pBdr").is_some());
        let mut inlines = self.inlines(paragraph);
        if is_blank(&inlines) {
            let is_rule = has_rule || paragraph.find("rect").is_some_and(|rect| rect.attr("hr").is_some());
            if is_rule {
                close(items, blocks);
                blocks.push(Block::new(Content::Rule, self.at));
            }
            return;
        }
        let own =
            properties.and_then(|properties| properties.child("numPr").map(|_| styles::list(properties)));
        let list = own.unwrap_or_else(|| self.styles.get(&style).and_then(|style| style.list.clone()));
        let block = |content| Block::new(content, self.at);
        if let Some((id, depth)) = list
            && !matches!(kind, Kind::Heading(_) | Kind::Part(_))
        {
            let marker = self.numbering.marker(&id, depth);
            let block = block(if kind == Kind::Code { code(&inlines) } else { Content::Paragraph(inlines) });
            match items.last_mut() {
                Some(item) if marker == Marker::None => item.blocks.push(block),
                _ => items.push(Item { depth, marker, blocks: vec![block] }),
            }
            return;
        }
        close(items, blocks);
        let (content, role) = match kind {
            Kind::Heading(level) => {
                (Content::Heading(level.clamp(1, 6), inline::without_strong(inlines)), None)
            }
            Kind::Part(role) => {
                if role != Role::Synopsis {
                    inlines = inline::without_strong(inlines);
                }
                (Content::Paragraph(inlines), Some(role))
            }
            Kind::Label => (Content::Paragraph(inlines), Some(Role::Synopsis)),
            Kind::Quote => (Content::Quote(vec![block(Content::Paragraph(inlines))]), None),
            Kind::Code => (code(&inlines), None),
            Kind::Plain => (Content::Paragraph(inlines), None),
        };
        blocks.push(Block { content, at: self.at, role });
    }

    fn table(&mut self, table: &Element) -> Block {
        let at = self.at + 1;
        let mut rows = Vec::new();
        let mut merged = 0;
        for row in table.all("tr") {
            let mut cells = Vec::new();
            for cell in row.all("tc") {
                let properties = cell.child("tcPr");
                let span: usize = properties.and_then(|one| one.val("gridSpan")?.parse().ok()).unwrap_or(1);
                let is_below = properties.is_some_and(|one| one.child("vMerge").is_some());
                merged += usize::from(span > 1 || is_below);
                cells.push(self.cell(cell));
                cells.extend(std::iter::repeat_n(Vec::new(), span.clamp(1, 64) - 1));
            }
            rows.push(cells);
        }
        if merged > 0 {
            let message = format!("{merged} cells of a table spanned others; a record's tables have none");
            self.report.add(Action::Repaired, at, None, message);
        }
        Block::new(Content::Table(rows), at)
    }

    /// Reads a cell; its paragraphs become one line.
    fn cell(&mut self, cell: &Element) -> Vec<Inline> {
        let mut inlines: Vec<Inline> = Vec::new();
        for block in self.blocks(cell) {
            let own = match block.content {
                Content::Paragraph(own) | Content::Heading(_, own) => own,
                _ => vec![Inline::Text(block.plain())],
            };
            if !inlines.is_empty() {
                inlines.push(Inline::Text(" ".to_owned()));
            }
            inlines.extend(own);
        }
        inline::tidy(inlines)
    }
}

/// Returns code as its lines.
fn code(inlines: &[Inline]) -> Content {
    fn push(inlines: &[Inline], text: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(words) | Inline::Code(words) | Inline::Raw(words) => text.push_str(words),
                Inline::Break => text.push('\n'),
                Inline::Marked(_, children) | Inline::Link { children, .. } => push(children, text),
                Inline::Image { .. } | Inline::Note(_) => {}
            }
        }
    }
    let mut text = String::new();
    push(inlines, &mut text);
    Content::Code(String::new(), text)
}

/// Makes lists of the items so far.
fn close(items: &mut Vec<Item>, blocks: &mut Vec<Block>) {
    let mut rest = std::mem::take(items).into_iter().peekable();
    while rest.peek().is_some() {
        blocks.extend(nest(&mut rest));
    }
}

/// Takes the items of one list, with those that lie deeper as lists within.
fn nest(rest: &mut std::iter::Peekable<std::vec::IntoIter<Item>>) -> Option<Block> {
    let first = rest.peek()?;
    let (depth, marker, at) = (first.depth, first.marker, first.blocks.first().map_or(0, |block| block.at));
    let is_same = |other: Marker| matches!(other, Marker::Number(_)) == matches!(marker, Marker::Number(_));
    let mut items: Vec<Vec<Block>> = Vec::new();
    while let Some(next) = rest.peek() {
        if next.depth > depth {
            let inner = nest(rest);
            match items.last_mut() {
                Some(item) => item.extend(inner),
                None => items.extend(inner.map(|inner| vec![inner])),
            }
        } else if next.depth < depth || !is_same(next.marker) {
            break;
        } else {
            items.extend(rest.next().map(|item| item.blocks));
        }
    }
    let start = if let Marker::Number(start) = marker { Some(start) } else { None };
    Some(Block::new(Content::List(start, items), at))
}

/// Joins neighbours that Word keeps apart: the paragraphs of a quotation, the lines of code.
fn join(blocks: Vec<Block>) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        match (joined.last_mut().map(|last| &mut last.content), block.content) {
            (Some(Content::Quote(before)), Content::Quote(more)) => before.extend(more),
            (Some(Content::Code(_, before)), Content::Code(_, more)) => {
                before.push('\n');
                before.push_str(&more);
            }
            (_, content) => joined.push(Block { content, at: block.at, role: block.role }),
        }
    }
    joined
}
