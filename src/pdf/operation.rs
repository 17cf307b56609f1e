//! printpdf's operations, in the forms this room uses them.

use printpdf::{Codepoint, DictItem, Op, TextItem, XObjectId};

use super::save::{literal, number};
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

/// Shows glyphs as one raw operator with its operand written out: printpdf and lopdf would copy and write each of its
/// parts as an object.
pub fn show_raw(glyphs: &[ShownGlyph], codes: &[(u16, String)], pen: &mut i32) -> Op {
    let mut out = Vec::with_capacity(3 * glyphs.len() + 16);
    out.push(b'[');
    let mut is_open = false;
    let mut turn = |out: &mut Vec<u8>, open: bool| {
        if std::mem::replace(&mut is_open, open) != open {
            out.push(if open { b'(' } else { b')' });
        }
    };
    for glyph in glyphs {
        if *pen != glyph.left {
            turn(&mut out, false);
            number(&mut out, i64::from(*pen - glyph.left));
        }
        let code = codes[usize::from(glyph.entry)].0;
        // An operator is text; what ASCII has no character for is written in hexadecimal.
        if let [0, low @ 0..=0x7F] = code.to_be_bytes() {
            turn(&mut out, true);
            out.push(0);
            literal(&mut out, low);
        } else {
            turn(&mut out, false);
            out.extend(format!("<{code:04X}>").into_bytes());
        }
        *pen = glyph.left + glyph.width;
    }
    turn(&mut out, false);
    out.extend(b"]TJ");
    let key = String::from_utf8(out).expect("nothing but ASCII was written");
    Op::Unknown { key, value: Vec::new() }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_written_out() {
        let codes: Vec<(u16, String)> =
            [0x41, 0x28, 0x0D, 0x80, 0x0141].map(|code| (code, String::new())).into();
        let shown = |entry: u16, left: i32| ShownGlyph { entry, left, width: 500, rise: 0 };
        let glyphs =
            [shown(0, 0), shown(1, 500), shown(2, 990), shown(3, 1490), shown(4, 1995), shown(0, 2495)];
        let mut pen = 0;
        let Op::Unknown { key, value } = show_raw(&glyphs, &codes, &mut pen) else { panic!("not raw") };
        assert_eq!(key, "[(\0A\0\\()10(\0\\r)<0080>-5<0141>(\0A)]TJ");
        assert!(value.is_empty());
        assert_eq!(pen, 2995);
    }
}
