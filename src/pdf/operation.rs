//! printpdf's operations, in the forms this room uses them.

use printpdf::{Codepoint, DictItem, Op, TextItem, XObjectId};

use super::text::ShownGlyph;
use crate::geometry::{Pt, Rect};
use crate::layout::Owner;

/// Shows glyphs each with its text, from which printpdf learns what their codes say.
pub fn show_named(glyphs: &[ShownGlyph], codes: &[(u16, String)], pen: &mut i32) -> Op {
    let mut items = Vec::new();
    for glyph in glyphs {
        if *pen != glyph.left {
            items.push(TextItem::Offset((*pen - glyph.left) as f32));
        }
        let (code, says) = &codes[usize::from(glyph.entry)];
        items.push(TextItem::GlyphIds(vec![Codepoint::with_cid(*code, 0.0, says.clone())]));
        *pen = glyph.left + glyph.width;
    }
    Op::ShowText { items }
}

/// Shows glyphs as one raw operator.
pub fn show_raw(glyphs: &[ShownGlyph], codes: &[(u16, String)], pen: &mut i32) -> Op {
    let mut items = Vec::new();
    let mut bytes = Vec::new();
    for glyph in glyphs {
        if *pen != glyph.left {
            if !bytes.is_empty() {
                items.push(DictItem::String { data: std::mem::take(&mut bytes), literal: true });
            }
            items.push(DictItem::Int(i64::from(*pen - glyph.left)));
        }
        bytes.extend_from_slice(&codes[usize::from(glyph.entry)].0.to_be_bytes());
        *pen = glyph.left + glyph.width;
    }
    items.push(DictItem::String { data: bytes, literal: true });
    Op::Unknown { key: "TJ".to_owned(), value: vec![DictItem::Array(items)] }
}

/// Begins marked content.
pub fn begin(tag: &str, properties: Vec<(&str, DictItem)>) -> Op {
    let map = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } }
}

/// The property list of an artifact (ISO 32000-1, table 330).
pub fn artifact(owner: Owner) -> Vec<(&'static str, DictItem)> {
    let named = |key, value: &str| (key, DictItem::Name(value.as_bytes().to_vec()));
    let attached = |edge: &str| ("Attached", DictItem::Array(vec![DictItem::Name(edge.as_bytes().to_vec())]));
    match owner {
        Owner::Head => vec![named("Type", "Pagination"), named("Subtype", "Header"), attached("Top")],
        Owner::Foot => vec![named("Type", "Pagination"), named("Subtype", "Footer"), attached("Bottom")],
        Owner::Watermark => vec![named("Type", "Pagination"), named("Subtype", "Watermark")],
        Owner::Layout | Owner::Leaf(_) => vec![named("Type", "Layout")],
    }
}

/// A text string.
pub fn string(text: &str) -> DictItem {
    DictItem::String { data: super::object::text_bytes(text), literal: true }
}

/// Turns points into whole hundredths, as all places are rounded.
pub fn hundredths(value: f64) -> i64 {
    (value * 100.0).round() as i64
}

/// Turns points into printpdf's, rounded to hundredths.
pub fn points(value: f64) -> printpdf::Pt {
    printpdf::Pt((hundredths(value) as f64 / 100.0) as f32)
}

/// Draws an object that fills the unit square, under a matrix.
pub fn use_object(id: &XObjectId, matrix: [f64; 6], ops: &mut Vec<Op>) {
    let matrix = matrix.map(|value| ((value * 1000.0).round() / 1000.0) as f32);
    ops.push(Op::SaveGraphicsState);
    ops.push(Op::SetTransformationMatrix { matrix: printpdf::CurTransMat::Raw(matrix) });
    ops.push(Op::Unknown { key: "Do".to_owned(), value: vec![DictItem::Name(id.0.as_bytes().to_vec())] });
    ops.push(Op::RestoreGraphicsState);
}

/// Turns a box over and returns the matrix that maps the unit square to it.
pub fn placing(rect: &Rect, page_height: Pt) -> [f64; 6] {
    [rect.width.0, 0.0, 0.0, rect.height.0, rect.x.0, page_height.0 - rect.bottom().0]
}
