//! Blocks of raw HTML: `<div lang>` around blocks, lines that begin with an element of the line, and
//! everything else as text.

use std::ops::Range;
use std::sync::Arc;

use super::blocks::{Lowering, report};
use super::html::{self, Element, Markup, Piece};
use super::inlines::has_content;
use super::markdown::{self, Excess, Kind, Node, Reading};
use super::tidy::tidy;
use super::{Block, Direction, Inline, Lang, limits};
use crate::diagnostics::codes::document as codes;

/// `<div lang>` within each other without blank lines between, which are read again and again.
const DIVISION_DEPTH: usize = 4;

/// Blocks within `<div lang>`, and those around it.
pub(super) struct Division {
    pub(super) raw: String,
    pub(super) range: Range<usize>,
    pub(super) lang: Option<Lang>,
    pub(super) direction: Option<Direction>,
    pub(super) blocks: Vec<Block>,
}

impl Lowering<'_, '_> {
    pub(super) fn html_block(&mut self, node: Node, divisions: &mut Vec<Division>, out: &mut Vec<Block>) {
        let raw = Stitched::of(&node);
        for piece in html::split_comments(&raw.text) {
            match piece {
                Piece::Comment { at } => {
                    let start = raw.offset(at);
                    self.comment(&(start..start + "<!--".len()));
                }
                Piece::Rest { text, .. } if text.trim().is_empty() => {}
                Piece::Rest { at, text } => self.html_piece(&raw, at, text, divisions, out),
            }
        }
    }

    fn html_piece(
        &mut self,
        raw: &Stitched,
        at: usize,
        text: &str,
        divisions: &mut Vec<Division>,
        out: &mut Vec<Block>,
    ) {
        let at = at + (text.len() - text.trim_start().len());
        let text = text.trim();
        let range = raw.offset(at)..raw.offset(at + text.len() - 1) + 1;
        let tag = html::first_tag(text);
        let markup = tag.map_or(Markup::Other, html::read);
        let has_division = !divisions.is_empty();
        let sink = divisions.last_mut().map_or(&mut *out, |division| &mut division.blocks);
        match markup {
            Markup::Open(tag_read) if tag_read.name == "div" && is_language_division(&tag_read) => {
                let length = tag.map_or(0, str::len);
                let (lang, direction) = self.check_attributes(Element::Span, &tag_read, &range);
                let inner = &text[length..];
                let mut division =
                    Division { raw: text[..length].to_owned(), range, lang, direction, blocks: Vec::new() };
                if let Some(inner) = inner.strip_suffix("</div>").filter(|inner| !inner.contains("</div")) {
                    self.inner_blocks(raw, at + length, inner, &mut division.blocks);
                    apply_language(&mut division.blocks, division.lang.as_ref(), division.direction);
                    sink.extend(division.blocks);
                } else {
                    self.inner_blocks(raw, at + length, inner, &mut division.blocks);
                    if divisions.len() >= limits::BLOCK_DEPTH {
                        let span = self.origin.span(&division.range);
                        let message = format!("`<div>` is nested more than {} deep", limits::BLOCK_DEPTH);
                        return self.builder.fail(&codes::NESTED_TOO_DEEP, message, span, "take a level out");
                    }
                    divisions.push(division);
                }
            }
            Markup::Close(name) if name == "div" && has_division && tag.map(str::len) == Some(text.len()) => {
                let Some(mut division) = divisions.pop() else { return };
                apply_language(&mut division.blocks, division.lang.as_ref(), division.direction);
                divisions.last_mut().map_or(out, |outer| &mut outer.blocks).extend(division.blocks);
            }
            Markup::Open(open) if Element::named(&open.name).is_some() => {
                self.inner_line(raw, at, text, sink)
            }
            Markup::Close(name) if Element::named(&name).is_some() => self.inner_line(raw, at, text, sink),
            Markup::Open(open) => {
                self.unknown_html.insert(open.name.clone());
                self.html_as_text(&format!("HTML that begins with `<{}>`", open.name), &range);
                self.literal(text, &range, sink);
            }
            Markup::Close(name) => {
                // The closing half of what was reported when it opened needs no second report.
                if !self.unknown_html.contains(&name) {
                    self.html_as_text(&format!("HTML that begins with `</{name}>`"), &range);
                }
                self.literal(text, &range, sink);
            }
            Markup::Comment | Markup::Other => {
                if text.starts_with('<') {
                    self.html_as_text("HTML that is no element", &range);
                }
                self.literal(text, &range, sink);
            }
        }
    }

    /// Reads what stands within `<div lang>` without a blank line between.
    fn inner_blocks(&mut self, raw: &Stitched, at: usize, inner: &str, out: &mut Vec<Block>) {
        if self.division_depth == DIVISION_DEPTH {
            let excess = Excess::BlockDepth(raw.offset(at)..raw.offset(at) + 1);
            return report(self.builder, &self.origin, excess);
        }
        self.division_depth += 1;
        match markdown::parse(inner, Reading::Whole) {
            Ok(mut nodes) => {
                raw.remap(&mut nodes, at);
                out.extend(self.blocks(nodes));
            }
            Err(excess) => report(self.builder, &self.origin, excess),
        }
        self.division_depth -= 1;
    }

    /// Reads a block that begins with an element of the line as the paragraph it is meant to be.
    fn inner_line(&mut self, raw: &Stitched, at: usize, text: &str, out: &mut Vec<Block>) {
        match markdown::parse(text, Reading::Line) {
            Ok(mut nodes) => {
                raw.remap(&mut nodes, at);
                self.paragraph(nodes, out);
            }
            Err(excess) => report(self.builder, &self.origin, excess),
        }
    }

    /// Sets source characters as a paragraph.
    pub(super) fn literal(&mut self, text: &str, range: &Range<usize>, out: &mut Vec<Block>) {
        let mut inlines = Vec::new();
        self.words(text, range, &mut inlines);
        let inlines = tidy(inlines);
        if has_content(&inlines) {
            out.push(Block::Paragraph {
                place: self.place(range.start),
                lang: None,
                direction: None,
                inlines,
            });
        }
    }
}

fn is_language_division(tag: &html::OpenTag) -> bool {
    tag.attributes.iter().any(|(name, _)| name == "lang" || name == "dir")
}

/// Gives blocks a language: paragraphs carry it, what has no field for it holds a span.
fn apply_language(blocks: &mut [Block], lang: Option<&Lang>, direction: Option<Direction>) {
    let span = |inlines: &mut Vec<Inline>| {
        if !inlines.is_empty() {
            let inner = std::mem::take(inlines);
            inlines.push(Inline::Span { lang: lang.cloned(), direction, inlines: inner });
        }
    };
    for block in blocks {
        match block {
            Block::Paragraph { lang: own, direction: own_direction, .. } => {
                // An inner division has spoken already.
                if own.is_none() {
                    *own = lang.map(Arc::clone);
                    *own_direction = own_direction.or(direction);
                }
            }
            Block::Heading { inlines, .. } => span(inlines),
            Block::List { items, .. } => {
                for item in items {
                    apply_language(&mut item.blocks, lang, direction);
                }
            }
            Block::Quote { blocks } => apply_language(blocks, lang, direction),
            Block::Table(table) => {
                table.head.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(span)
            }
            Block::Figure { caption, .. } => span(caption),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

/// A block's HTML with its line prefixes taken off, and where each piece of it stands.
struct Stitched {
    text: String,
    pieces: Vec<(usize, usize)>,
}

impl Stitched {
    fn of(node: &Node) -> Self {
        let mut stitched = Self { text: String::new(), pieces: Vec::new() };
        for child in &node.children {
            if let Kind::Html(raw) | Kind::Text(raw) = &child.kind {
                stitched.pieces.push((stitched.text.len(), child.range.start));
                stitched.text.push_str(raw);
            }
        }
        stitched
    }

    fn offset(&self, at: usize) -> usize {
        match self.pieces.partition_point(|&(start, _)| start <= at) {
            0 => at,
            after => {
                let (start, source) = self.pieces[after - 1];
                source + (at - start)
            }
        }
    }

    /// Moves ranges of a text that begins at `at` to where they stand in the Markdown.
    fn remap(&self, nodes: &mut [Node], at: usize) {
        for node in nodes {
            let (start, end) = (node.range.start + at, node.range.end + at);
            let length = end - start;
            node.range = self.offset(start)..self.offset(end.saturating_sub(1)) + 1;
            if length == 0 {
                node.range.end = node.range.start;
            }
            self.remap(&mut node.children, at);
        }
    }
}
