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

/// Shows glyphs as text of an operator with its operand.
pub fn show_raw(out: &mut Vec<u8>, glyphs: &[ShownGlyph], codes: &[(u16, String)], pen: &mut i32) {
    out.reserve(3 * glyphs.len() + 16);
    out.push(b'[');
    let mut is_open = false;
    let mut turn = |out: &mut Vec<u8>, open: bool| {
        if std::mem::replace(&mut is_open, open) != open {
            out.push(if open { b'(' } else { b')' });
        }
    };
    for glyph in glyphs {
        if *pen != glyph.left {
            turn(out, false);
            number(out, i64::from(*pen - glyph.left));
        }
        let code = codes[usize::from(glyph.entry)].0;
        // An operator is text; what ASCII has no character for is written in hexadecimal.
        if let [0, low @ 0..=0x7F] = code.to_be_bytes() {
            turn(out, true);
            out.push(0);
            literal(out, low);
        } else {
            turn(out, false);
            out.extend(format!("<{code:04X}>").into_bytes());
        }
        *pen = glyph.left + glyph.width;
    }
    turn(out, false);
    out.extend(b"]TJ");
}

/// What marked content says beside its codes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'a> {
    /// Its language, where it is not the element's.
    pub lang: Option<&'a str>,
    /// What it says instead.
    pub actual: Option<&'a str>,
}

/// Operations on their way to printpdf. What it need not know of is gathered as text, a line for each operator, and
/// handed over as one: it would take, copy and write each of the parts as an object. It knows nothing of text
/// objects then, and of the warnings it gives for that none is asked for.
#[derive(Default)]
pub struct Operations {
    typed: Vec<Op>,
    text: Vec<u8>,
}

impl Operations {
    /// Adds an operation that printpdf learns from or has a form for.
    pub fn push(&mut self, op: Op) {
        self.typed().push(op);
    }

    /// Returns the operations, to which others may be added.
    pub fn typed(&mut self) -> &mut Vec<Op> {
        if !self.text.is_empty() {
            let text = String::from_utf8(std::mem::take(&mut self.text));
            let key = text.expect("nothing but ASCII was written");
            self.typed.push(Op::Unknown { key, value: Vec::new() });
        }
        &mut self.typed
    }

    /// Returns all operations and begins anew.
    pub fn take(&mut self) -> Vec<Op> {
        std::mem::take(self.typed())
    }

    /// Begins an operator that is written as text, in ASCII.
    pub fn line(&mut self) -> &mut Vec<u8> {
        if !self.text.is_empty() {
            self.text.push(b'\n');
        }
        &mut self.text
    }

    /// Adds an operator. Its operands are whole numbers, each of the last of so many decimals.
    pub fn operator(&mut self, name: &str, operands: &[(i64, u32)]) {
        let line = self.line();
        for &(value, decimals) in operands {
            decimal(line, value, decimals);
            line.push(b' ');
        }
        line.extend_from_slice(name.as_bytes());
    }

    /// Begins numbered content of an element; what says more than that is a span.
    pub fn begin(&mut self, tag: &str, content: u32, said: Said<'_>) {
        let is_plain =
            |text: &str| text.bytes().all(|byte| matches!(byte, b' '..=b'~') && !b"()\\".contains(&byte));
        if said.lang.is_some() || !said.actual.is_none_or(is_plain) {
            let number = ("MCID", DictItem::Int(i64::from(content)));
            self.push(begin("Span", said, vec![number]));
            return;
        }
        let line = self.line();
        match said.actual {
            Some(actual) => {
                line.extend_from_slice(b"/Span <</ActualText(");
                line.extend_from_slice(actual.as_bytes());
                line.extend_from_slice(b")/MCID ");
            }
            None => {
                line.push(b'/');
                line.extend_from_slice(tag.as_bytes());
                line.extend_from_slice(b" <</MCID ");
            }
        }
        number(line, i64::from(content));
        line.extend_from_slice(b">> BDC");
    }

    /// Begins an artifact (ISO 32000-1, table 330).
    pub fn begin_artifact(&mut self, owner: Owner, said: Said<'_>) {
        self.push(begin("Artifact", said, artifact(owner)));
    }
}

/// Begins marked content as printpdf has it.
fn begin(tag: &str, said: Said<'_>, mut properties: Vec<(&str, DictItem)>) -> Op {
    properties.extend(said.lang.map(|lang| ("Lang", string(lang))));
    properties.extend(said.actual.map(|actual| ("ActualText", string(actual))));
    let map = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } }
}

fn artifact(owner: Owner) -> Vec<(&'static str, DictItem)> {
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
fn string(text: &str) -> DictItem {
    DictItem::String { data: super::object::text_bytes(text), literal: true }
}

/// Writes a number of so many decimals, of which the last are left out where they are zero.
fn decimal(out: &mut Vec<u8>, value: i64, decimals: u32) {
    let unit = 10_i64.pow(decimals);
    if value < 0 {
        out.push(b'-');
    }
    let value = value.abs();
    number(out, value / unit);
    let (mut rest, mut place) = (value % unit, unit / 10);
    if rest > 0 {
        out.push(b'.');
    }
    while rest > 0 {
        out.push(b'0' + (rest / place) as u8);
        rest %= place;
        place /= 10;
    }
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
        let (mut out, mut pen) = (Vec::new(), 0);
        show_raw(&mut out, &glyphs, &codes, &mut pen);
        assert_eq!(String::from_utf8_lossy(&out), "[(\0A\0\\()10(\0\\r)<0080>-5<0141>(\0A)]TJ");
        assert_eq!(pen, 2995);
    }

    #[test]
    fn what_printpdf_need_not_know_is_gathered() {
        let mut operations = Operations::default();
        operations.begin("P", 12, Said::default());
        operations.operator("Td", &[(-2480, 2), (7, 2)]);
        operations.operator("rg", &[(0, 3), (478, 3), (1000, 3)]);
        operations.push(Op::SaveGraphicsState);
        operations.begin("P", 13, Said { lang: None, actual: Some("say so") });
        operations.operator("Tz", &[(-5, 2)]);
        // What is not plain ASCII is printpdf's to write.
        operations.begin("P", 14, Said { lang: None, actual: Some("a)") });
        let ops = operations.take();
        let texts: Vec<&str> = ops
            .iter()
            .filter_map(|op| match op {
                Op::Unknown { key, .. } => Some(key.as_str()),
                _ => None,
            })
            .collect();
        let wanted = [
            "/P <</MCID 12>> BDC\n-24.8 0.07 Td\n0 0.478 1 rg",
            "/Span <</ActualText(say so)/MCID 13>> BDC\n-0.05 Tz",
        ];
        assert_eq!(texts, wanted);
        assert_eq!(ops.len(), 4);
        assert!(operations.take().is_empty());
    }
}
