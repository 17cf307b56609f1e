//! What a bound volume asks of documents: plain words for its lists, ids that are kept apart, links that
//! stay inside, and pages of its own that no record has.

use std::sync::Arc;

use super::front_matter::is_writer;
use super::inline::plain_text;
use super::markdown::{self, Reading};
use super::names::Name;
use super::passes::{self, Line};
use super::{
    Block, Document, Furniture, Inline, LinkTarget, Masthead, Metadata, Section, Text, front_matter,
    furniture, inlines,
};
use crate::record::Record;

/// Returns the words of a field of one line, without markup.
#[must_use]
pub fn plain_line(text: &str) -> String {
    markdown::parse(text, Reading::Line).map(|nodes| inlines::plain(&nodes)).unwrap_or_default()
}

/// Returns a name as it is filed: "Kizekova, Alica".
#[must_use]
pub fn file_as(name: &str) -> String {
    Name::read(name).file_as()
}

/// Returns those who wrote a record, in the order of its byline.
pub fn writers(record: &Record) -> impl Iterator<Item = &str> {
    record.authors.iter().filter(|author| is_writer(author)).map(|author| author.name.as_str())
}

/// Returns words that come from no record.
#[must_use]
pub fn words(words: impl Into<String>) -> Vec<Inline> {
    front_matter::plain_inlines(words)
}

/// Returns a paragraph that comes from no record.
#[must_use]
pub fn paragraph(inlines: Vec<Inline>) -> Block {
    front_matter::paragraph(inlines)
}

/// Returns code that comes from no record.
#[must_use]
pub fn code(text: impl Into<String>) -> Inline {
    Inline::Code(Text::new(text))
}

/// Keeps the ids of a document apart from those of others by a prefix, and sends links elsewhere: `inside`
/// returns the id that an address leads to, where it leads to another document of the same volume.
pub fn set_apart(document: &mut Document, prefix: &str, inside: &impl Fn(&str) -> Option<String>) {
    for section in &mut document.sections {
        section.id.insert_str(0, prefix);
        prefix_headings(&mut section.blocks, prefix);
    }
    for note in &mut document.notes {
        prefix_headings(&mut note.blocks, prefix);
    }
    passes::walk(document, &mut |line| {
        if let Line::Inlines(inlines) = line {
            redirect(inlines, prefix, inside);
        }
    });
}

fn prefix_headings(blocks: &mut [Block], prefix: &str) {
    for block in blocks {
        match block {
            Block::Heading { id, .. } => id.insert_str(0, prefix),
            Block::List { items, .. } => {
                items.iter_mut().for_each(|item| prefix_headings(&mut item.blocks, prefix))
            }
            Block::Quote { blocks } => prefix_headings(blocks, prefix),
            _ => {}
        }
    }
}

fn redirect(inlines: &mut [Inline], prefix: &str, inside: &impl Fn(&str) -> Option<String>) {
    for inline in inlines {
        if let Inline::Link { target, .. } = inline {
            match target {
                LinkTarget::Internal(id) => id.insert_str(0, prefix),
                LinkTarget::Address(address) => {
                    if let Some(id) = inside(address) {
                        *target = LinkTarget::Internal(id);
                    }
                }
            }
        }
        if let Some(inner) = inline.inner_mut() {
            redirect(inner, prefix, inside);
        }
    }
}

/// Makes a document of a volume's own, in the language and under the publisher of another.
#[must_use]
pub fn own_page(like: &Document, title: &str, sections: Vec<Section>) -> Document {
    let title_words = words(title);
    let mut document = Document {
        source: Arc::clone(&like.source),
        lang: Arc::clone(&like.lang),
        direction: like.direction,
        metadata: Metadata { title: plain_text(&title_words), ..Metadata::default() },
        masthead: Masthead::default(),
        title: title_words,
        subtitle: None,
        byline: Vec::new(),
        sections,
        notes: Vec::new(),
        images: Vec::new(),
        furniture: Furniture {
            running_author: String::new(),
            short_title: furniture::short_title(title),
            ..like.furniture.clone()
        },
    };
    passes::number(&mut document);
    document
}

/// Numbers the texts of a document anew, after it was changed.
pub fn renumber(document: &mut Document) {
    passes::number(document);
}
