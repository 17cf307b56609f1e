//! Faces to printpdf's fonts.
//!
//! printpdf writes the `Type0` font, its widths and its `ToUnicode` from what it is handed here and from
//! the first showing of each code ([`draw`](super::draw)); [`finish`] then sets what it has no
//! notion of: the compressed program, the map from codes to glyphs, true flags.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use printpdf::{FontId, ParsedFont, PdfFont};

use super::Job;
use super::object::{compressed, name};
use super::subset::Subset;
use super::text::{CodeEntry, Codes, FaceCodes};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::pdf::NO_SUBSET;
use crate::font::{Face, FaceId};

/// A face of the file.
#[derive(Debug)]
pub struct EmbeddedFace {
    /// The face.
    pub face: FaceId,
    /// The name of the resource: `F0`, in order of first use.
    pub resource: String,
    /// By entry of the face's [`FaceCodes`]: the code and what it says.
    pub codes: Vec<(u16, String)>,
    /// By code: the width in thousandths of an em.
    widths: BTreeMap<u16, u16>,
    /// By code, from 0: the glyph of the subset; `None` where each code is its glyph.
    glyph_of_code: Option<Vec<u16>>,
    subset: Arc<Subset>,
}

/// Subsets every face in use and gives each of its codes a number.
pub fn embed(job: &Job<'_>, codes: &Codes<'_>) -> Result<Vec<EmbeddedFace>, Vec<Diagnostic>> {
    let faces = codes.faces.iter().enumerate();
    faces.map(|(nth, face)| embed_face(job, nth, face)).collect::<Result<_, _>>().map_err(|fault| vec![fault])
}

fn embed_face(job: &Job<'_>, nth: usize, codes: &FaceCodes<'_>) -> Result<EmbeddedFace, Diagnostic> {
    let face = job.fonts.face(codes.face);
    let mut glyphs: Vec<u16> =
        codes.entries.iter().map(|entry| entry.glyph).filter(|&glyph| glyph != 0).collect();
    glyphs.sort_unstable();
    glyphs.dedup();
    let subset = job.subsets.get(codes.face, face, &glyphs).ok_or_else(|| no_subset(face))?;
    let numbers = number(&codes.entries, &glyphs);
    let glyph_of_code = glyph_of_code(&codes.entries, &glyphs, &numbers);
    let with_numbers = || codes.entries.iter().zip(&numbers);
    Ok(EmbeddedFace {
        face: codes.face,
        resource: format!("F{nth}"),
        codes: with_numbers().map(|(entry, &code)| (code, entry.text.clone())).collect(),
        widths: with_numbers().map(|(entry, &code)| (code, entry.width)).collect(),
        glyph_of_code,
        subset,
    })
}

fn no_subset(face: &Face) -> Diagnostic {
    Diagnostic::error(&NO_SUBSET, format!("face `{}` cannot be embedded", face.postscript_name))
        .hint("use another file of the face, or another face")
}

/// Gives each entry a code: the glyph's own number in the subset for its first text, numbers past
/// the last glyph for its others.
fn number(entries: &[CodeEntry], glyphs: &[u16]) -> Vec<u16> {
    let mut is_taken = vec![false; glyphs.len() + 1];
    let mut next = glyphs.len();
    let number = |entry: &CodeEntry| {
        let own = own_number(entry, glyphs);
        if std::mem::replace(&mut is_taken[usize::from(own)], true) {
            next += 1;
            next as u16
        } else {
            own
        }
    };
    entries.iter().map(number).collect()
}

/// Returns a glyph's number in the subset, where the empty box comes first of all.
fn own_number(entry: &CodeEntry, glyphs: &[u16]) -> u16 {
    glyphs.binary_search(&entry.glyph).map_or(0, |rank| rank as u16 + 1)
}

/// Returns the glyph of each code from 0, or nothing where every code is its glyph.
fn glyph_of_code(entries: &[CodeEntry], glyphs: &[u16], numbers: &[u16]) -> Option<Vec<u16>> {
    let last = numbers.iter().copied().max().unwrap_or_default();
    let mut map = vec![0; usize::from(last) + 1];
    for (entry, &code) in entries.iter().zip(numbers) {
        map[usize::from(code)] = own_number(entry, glyphs);
    }
    (usize::from(last) > glyphs.len()).then_some(map)
}

impl EmbeddedFace {
    /// Returns the font as printpdf takes it; the program itself is put in by [`finish`].
    pub fn to_printpdf(&self, job: &Job<'_>) -> (FontId, PdfFont) {
        let face = job.fonts.face(self.face);
        let name = format!("{}+{}", self.subset.tag, face.postscript_name);
        let metrics = printpdf::FontMetrics {
            ascent: thousandths(face, face.ascent),
            descent: thousandths(face, face.descent),
        };
        // printpdf leaves out a font without a program, and looks at it only to tell its kind.
        let program = vec![0, 1, 0, 0];
        let parsed = ParsedFont::with_glyph_data(
            program,
            0,
            Some(name),
            BTreeMap::new(),
            self.widths.clone(),
            1000,
            metrics,
        );
        (FontId(self.resource.clone()), PdfFont::new(parsed))
    }
}

fn thousandths(face: &Face, units: i16) -> i16 {
    (f32::from(units) * 1000.0 / f32::from(face.units_per_em.max(1))).round() as i16
}

/// Completes the fonts that printpdf wrote.
pub fn finish(job: &Job<'_>, graph: &mut lopdf::Document, faces: &[EmbeddedFace]) -> lopdf::Result<()> {
    for (embedded, id) in faces.iter().zip(font_ids(graph, faces)) {
        let face = job.fonts.face(embedded.face);
        let Some(id) = id else { continue };
        let map = embedded.glyph_of_code.as_ref().map(|map| {
            let bytes: Vec<u8> = map.iter().flat_map(|glyph| glyph.to_be_bytes()).collect();
            graph.add_object(compressed(Dictionary::new(), &bytes))
        });
        let font = graph.get_dictionary_mut(id)?;
        let descendants = font.get_mut(b"DescendantFonts")?.as_array_mut()?;
        let Some(Object::Dictionary(descendant)) = descendants.first_mut() else { continue };
        if embedded.subset.is_cff {
            descendant.set("Subtype", name("CIDFontType0"));
            descendant.remove(b"CIDToGIDMap");
        } else {
            descendant.set("CIDToGIDMap", map.map_or(name("Identity"), Object::Reference));
        }
        let descriptor = descendant.get(b"FontDescriptor")?.as_reference()?;
        finish_descriptor(graph, descriptor, face, embedded)?;
    }
    Ok(())
}

/// Finds the fonts by their resource names, in the dictionary that all pages share.
fn font_ids(graph: &lopdf::Document, faces: &[EmbeddedFace]) -> Vec<Option<ObjectId>> {
    let shared = graph.page_iter().next().and_then(|page| {
        let resources = graph.get_dictionary(page).ok()?.get(b"Resources").ok()?.as_reference().ok()?;
        let fonts = graph.get_dictionary(resources).ok()?.get(b"Font").ok()?.as_reference().ok()?;
        graph.get_dictionary(fonts).ok()
    });
    let find = |face: &EmbeddedFace| shared?.get(face.resource.as_bytes()).ok()?.as_reference().ok();
    faces.iter().map(find).collect()
}

fn finish_descriptor(
    graph: &mut lopdf::Document,
    id: ObjectId,
    face: &Face,
    embedded: &EmbeddedFace,
) -> lopdf::Result<()> {
    let program = font_program(&embedded.subset);
    let descriptor = graph.get_dictionary_mut(id)?;
    let old = descriptor.remove(b"FontFile2").and_then(|file| file.as_reference().ok());
    descriptor.set("Flags", flags(face));
    descriptor.set("ItalicAngle", Object::Real(face.italic_angle));
    descriptor.set("CapHeight", i64::from(thousandths(face, face.cap_height)));
    descriptor.set("XHeight", i64::from(thousandths(face, face.x_height)));
    // No table of a face tells the stem's width; this is what most writers take it for from the weight.
    descriptor.set("StemV", 50 + i64::from(face.weight) * i64::from(face.weight) / 4225);
    descriptor.set(
        "FontBBox",
        face.bbox.iter().map(|&edge| i64::from(thousandths(face, edge)).into()).collect::<Vec<Object>>(),
    );
    if let Some(file) = old {
        descriptor
            .set(if embedded.subset.is_cff { "FontFile3" } else { "FontFile2" }, Object::Reference(file));
        graph.set_object(file, program);
    }
    Ok(())
}

fn font_program(subset: &Subset) -> Stream {
    let mut dictionary = dictionary! { "Filter" => "FlateDecode" };
    if subset.is_cff {
        dictionary.set("Subtype", name("CIDFontType0C"));
    } else {
        dictionary.set("Length1", subset.length as i64);
    }
    Stream::new(dictionary, subset.program.clone()).with_compression(false)
}

/// The flags of ISO 32000-1, table 123. Symbolic, since codes are glyphs and no Latin set is meant.
fn flags(face: &Face) -> i64 {
    const SYMBOLIC: i64 = 1 << 2;
    let fixed = i64::from(face.is_monospaced);
    let serif = i64::from(face.is_serif) << 1;
    let italic = i64::from(face.italic_angle != 0.0) << 6;
    SYMBOLIC | fixed | serif | italic
}
