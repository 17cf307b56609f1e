//! Which faces an EPUB embeds, where its project asks for it.

use super::{EmbeddedFace, stylesheet, walk};
use crate::document::{Block, Document, Inline};
use crate::font::FontBook;
use crate::style::{Family, Optical, Style, TextStyle, Weight};

/// Returns the faces that the stylesheet of a document sets its text in: of each family in use the upright
/// and italic of the text size in the weights in use. Code gets its family only where there is code.
#[must_use]
pub fn of<'a>(document: &Document, style: &Style, fonts: &'a FontBook) -> Vec<EmbeddedFace<'a>> {
    let body = &style.text.body;
    // Strong words are set in bold, whatever the style's elements are.
    let strong = TextStyle { weight: Weight::Bold, ..body.clone() };
    let mut wanted = vec![body, &strong];
    for (_, text) in stylesheet::elements(style) {
        if text.family != Family::Mono || has_code(document) {
            wanted.push(text);
        }
    }
    let mut faces: Vec<EmbeddedFace<'a>> = Vec::new();
    for (text, italic) in wanted.into_iter().flat_map(|text| [(text, false), (text, true)]) {
        let like = TextStyle { italic, optical: Optical::Text, ..text.clone() };
        let face = fonts.face(fonts.choose(&like));
        let (family, weight) = (text.family, text.weight.value());
        // A face of a collection file cannot travel alone, and one that only stands in is not the style's.
        let is_own = face.index == 0 && face.is_italic() == italic && face.weight == weight;
        let is_there =
            |one: &EmbeddedFace<'_>| (one.family, one.weight, one.is_italic) == (family, weight, italic);
        if is_own && !faces.iter().any(is_there) {
            faces.push(EmbeddedFace {
                family,
                weight,
                is_italic: italic,
                is_cff: face.is_cff,
                data: &face.data,
            });
        }
    }
    faces.sort_by_key(|face| (face.family, face.weight, face.is_italic));
    faces
}

fn has_code(document: &Document) -> bool {
    let mut found = false;
    for section in &document.sections {
        walk::blocks(&section.blocks, &mut |block| found |= matches!(block, Block::Code { .. }));
        walk::inlines(&section.blocks, &mut |inline| found |= matches!(inline, Inline::Code(_)));
    }
    found
}
