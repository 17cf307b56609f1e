//! A walk over every inline of a document's parts, in reading order.

use crate::document::{Block, Inline};

/// Calls `visit` with each inline below the blocks, an outer one before those within it.
pub(super) fn inlines<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph { inlines, .. } | Block::Heading { inlines, .. } => within(inlines, visit),
            Block::List { items, .. } => {
                for item in items {
                    self::inlines(&item.blocks, visit);
                }
            }
            Block::Quote { blocks } => self::inlines(blocks, visit),
            Block::Table(table) => {
                for cell in std::iter::once(&table.head).chain(&table.rows).flatten() {
                    within(cell, visit);
                }
            }
            Block::Figure { caption, .. } => within(caption, visit),
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

/// Calls `visit` with each of the inlines and those within them.
pub(super) fn within<'a>(inlines: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        if let Some(inner) = inline.inner() {
            within(inner, visit);
        }
    }
}

/// Calls `visit` with each block, an outer one before those within it.
pub(super) fn blocks<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        match block {
            Block::List { items, .. } => {
                for item in items {
                    self::blocks(&item.blocks, visit);
                }
            }
            Block::Quote { blocks } => self::blocks(blocks, visit),
            _ => {}
        }
    }
}

/// Returns the position of the first words, if there are any.
pub(super) fn first_position(words: &[Inline]) -> Option<u32> {
    words.iter().find_map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => Some(text.position),
        other => other.inner().and_then(first_position),
    })
}
