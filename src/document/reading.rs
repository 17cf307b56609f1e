//! The words of a document in reading order, for proofs.

use super::inline::plain_text;
use super::{Block, Document, Inline, Row, SectionRole};

/// Which part of a document words belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Series, number and date at the head of the first page.
    Masthead,
    /// The title.
    Title,
    /// The line below the title.
    Subtitle,
    /// The authors' names.
    Byline,
    /// A section's own heading.
    SectionHeading(SectionRole),
    /// What a section says.
    Section(SectionRole),
    /// A footnote, by its index; notes come last.
    Note(u32),
}

/// Returns the words of a document, a string for each paragraph, heading, cell, caption or piece
/// of code, in the order in which they are read. A hard break is a space.
#[must_use]
pub fn reading_text(document: &Document) -> Vec<(Part, String)> {
    let mut texts = Vec::new();
    let head = &document.masthead;
    let lines =
        [(Part::Masthead, &head.series), (Part::Masthead, &head.number), (Part::Masthead, &head.date)];
    let lines = lines.into_iter().chain([(Part::Title, &document.title)]);
    let lines = lines.chain(document.subtitle.iter().map(|subtitle| (Part::Subtitle, subtitle)));
    for (part, inlines) in lines.chain([(Part::Byline, &document.byline)]) {
        push(part, inlines, &mut texts);
    }
    for section in &document.sections {
        if let Some(heading) = &section.heading {
            push(Part::SectionHeading(section.role), heading, &mut texts);
        }
        texts
            .extend(block_texts(&section.blocks).into_iter().map(|text| (Part::Section(section.role), text)));
    }
    for (index, note) in (0..).zip(&document.notes) {
        texts.extend(block_texts(&note.blocks).into_iter().map(|text| (Part::Note(index), text)));
    }
    texts
}

fn push(part: Part, inlines: &[Inline], texts: &mut Vec<(Part, String)>) {
    let words = words(inlines);
    if !words.is_empty() {
        texts.push((part, words));
    }
}

/// Returns the words of blocks, a string for each paragraph, heading, cell, caption or code.
#[must_use]
pub fn block_texts(blocks: &[Block]) -> Vec<String> {
    let mut texts = Vec::new();
    collect(blocks, &mut texts);
    texts.retain(|text| !text.is_empty());
    texts
}

fn collect(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph { inlines, .. } | Block::Heading { inlines, .. } => texts.push(words(inlines)),
            Block::List { items, .. } => items.iter().for_each(|item| collect(&item.blocks, texts)),
            Block::Quote { blocks } => collect(blocks, texts),
            Block::Code { text, .. } => texts.push(text.clone()),
            Block::Table(table) => {
                let rows = std::iter::once(&table.head).chain(&table.rows);
                texts.extend(rows.flat_map(|row: &Row| row.iter().map(|cell| words(cell))));
            }
            Block::Figure { caption, .. } => texts.push(words(caption)),
            Block::Rule => {}
        }
    }
}

/// Returns the words that are set; an image's alternative text is not among them.
fn words(inlines: &[Inline]) -> String {
    if !inlines.iter().any(holds_image) {
        return plain_text(inlines);
    }
    let mut kept = inlines.to_vec();
    drop_images(&mut kept);
    plain_text(&kept)
}

fn holds_image(inline: &Inline) -> bool {
    match inline {
        Inline::Image { .. } => true,
        other => other.inner().is_some_and(|inner| inner.iter().any(holds_image)),
    }
}

fn drop_images(inlines: &mut Vec<Inline>) {
    inlines.retain(|inline| !matches!(inline, Inline::Image { .. }));
    for inline in inlines {
        if let Some(inner) = inline.inner_mut() {
            drop_images(inner);
        }
    }
}
