//! Glyph runs to character codes.
//!
//! A PDF shows codes, and what a code says is told once for all its uses (`ToUnicode`). So a code stands for
//! a glyph *and* the text of its cluster: a small capital that stands for `a` here and for `A` there gets two
//! codes. Where one code cannot tell the truth, because several glyphs stand for a cluster together, the
//! cluster is replaced as a whole (`ActualText`).

use rustc_hash::FxHashMap;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;

use super::broken::{self, Replaced};
use super::cluster::{self, Pieces};
use super::order::Order;
use super::{Job, Standard};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::pdf::{GLYPH_MISSING, NO_SUBSET};
use crate::font::{Face, FaceId};
use crate::geometry::Point;
use crate::layout::{Glyph, GlyphRun, Item};

/// What a hyphen says that is not in the record: a soft hyphen, which readers and extractors drop or
/// join the word at; see `docs/text-extraction.md`.
pub const LINE_END_HYPHEN: &str = "\u{AD}";

/// From which distance on between two glyphs extractors see a space, in thousandths of an em; poppler's is the
/// smallest, a tenth of an em.
const APART: i32 = 80;

/// A run as codes.
#[derive(Debug, Default)]
pub struct EncodedRun {
    /// In the order they are shown.
    pub glyphs: Vec<ShownGlyph>,
    /// Which glyphs are replaced as a whole and by what: first, one past the last, the text. In order,
    /// and apart from one another.
    pub actual: Vec<(usize, usize, String)>,
}

impl EncodedRun {
    /// Turns visual order into reading order.
    fn reverse(&mut self) {
        let count = self.glyphs.len();
        self.glyphs.reverse();
        self.actual.reverse();
        for (first, end, _) in &mut self.actual {
            (*first, *end) = (count - *end, count - *first);
        }
    }

    /// Replaces the parts of broken words at the run's ends; they win over what was replaced there.
    fn replace(&mut self, run: &GlyphRun, replaced: Replaced) {
        if let Some(to) = replaced.head {
            let end = run.glyphs.iter().take_while(|glyph| glyph.text.0 < to).count();
            self.actual.retain(|&(first, _, _)| first >= end);
            self.actual.insert(0, (0, end, String::new()));
        }
        if let Some((from, whole)) = replaced.tail {
            let count = run.glyphs.len();
            let is_before = |glyph: &Glyph| glyph.text.0 < from;
            let first = run.glyphs.iter().zip(1..).filter(|(glyph, _)| is_before(glyph)).last();
            let first = first.map_or(0, |(_, end)| end);
            self.actual.retain(|&(_, end, _)| end <= first);
            self.actual.push((first, count, whole));
        }
    }
}

/// A glyph as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct ShownGlyph {
    /// The entry of its face's [`FaceCodes`].
    pub entry: u16,
    /// Its left edge from the run's origin, in thousandths of an em, stretched as the glyphs are.
    pub left: i32,
    /// Its width in thousandths of an em.
    pub width: i32,
    /// How far it is raised, in hundredths of a point.
    pub rise: i32,
}

/// The codes of one face.
pub struct FaceCodes<'a> {
    /// The face.
    pub face: FaceId,
    /// Glyph and text of each code, in order of first use.
    pub entries: Vec<CodeEntry>,
    /// By glyph: one more than its first entry, zero where it has none.
    first: Vec<u16>,
    metrics: GlyphMetrics<'a>,
    /// Thousandths of an em to the unit.
    scale: f32,
    /// Whether a glyph may have but one code: CFF outlines have no map from codes to glyphs
    /// (ISO 32000-1, 9.7.4.2).
    is_cff: bool,
}

/// What a code stands for.
#[derive(Debug)]
pub struct CodeEntry {
    /// The glyph in the whole face.
    pub glyph: u16,
    /// What it says.
    pub text: String,
    /// Its width in thousandths of an em.
    pub width: u16,
    /// Whether the text has private letters, which say nothing.
    is_private: bool,
    /// One more than the entry of the same glyph that says something else, zero where there is none.
    next: u16,
}

/// The codes of all faces, in order of first use.
#[derive(Default)]
pub struct Codes<'a> {
    /// Each face once.
    pub faces: Vec<FaceCodes<'a>>,
    by_face: FxHashMap<FaceId, usize>,
    /// The glyphs of the run at hand.
    glyphs: Vec<Glyph>,
}

/// The runs of all pages as codes, one after another in the order they are drawn.
pub struct Texts<'a> {
    /// Complete from the start.
    pub codes: Codes<'a>,
    /// The runs that are left; of a volume none, since they would fill the memory: each is encoded again.
    kept: std::vec::IntoIter<EncodedRun>,
    replaced: std::vec::IntoIter<Replaced>,
}

impl Texts<'_> {
    /// Returns the next run, which is the one given.
    pub fn next(&mut self, run: &GlyphRun) -> Option<EncodedRun> {
        let mut encoded = match self.kept.next() {
            Some(kept) => kept,
            None => self.codes.encode(self.codes.by_face.get(&run.face).copied()?, run),
        };
        encoded.replace(run, self.replaced.next().unwrap_or_default());
        Some(encoded)
    }
}

/// Encodes every run, in the order of pages and items, and keeps them if it is told to.
pub fn encode<'a>(job: &Job<'a>, order: &Order<'_>, is_kept: bool) -> Result<Texts<'a>, Vec<Diagnostic>> {
    let mut codes = Codes::default();
    let mut kept = Vec::new();
    let mut faults = Vec::new();
    for placed in order.items() {
        let Item::Run(run) = &placed.item else { continue };
        let at = codes.index(job, run.face)?;
        let encoded = codes.encode(at, run);
        // Every standard forbids the empty box (ISO 14289-1, 7.21.8; ISO 19005-2, 6.2.11.8).
        if job.options.standard != Standard::None {
            faults.extend(codes.glyphs.iter().filter(|glyph| glyph.id == 0).map(|glyph| missing(run, glyph)));
        }
        if is_kept {
            kept.push(encoded);
        }
    }
    let replaced = broken::find(order, &job.pages.tree).into_iter();
    if faults.is_empty() { Ok(Texts { codes, kept: kept.into_iter(), replaced }) } else { Err(faults) }
}

fn missing(run: &GlyphRun, glyph: &Glyph) -> Diagnostic {
    let text = run.text.get(glyph.text.0 as usize..glyph.text.1 as usize).unwrap_or_default();
    Diagnostic::error(&GLYPH_MISSING, format!("no face has a glyph for `{text}`"))
        .hint("add a face that covers it with `--font-path`")
}

impl<'a> Codes<'a> {
    fn index(&mut self, job: &Job<'a>, id: FaceId) -> Result<usize, Vec<Diagnostic>> {
        if let Some(&at) = self.by_face.get(&id) {
            return Ok(at);
        }
        let face = job.fonts.face(id);
        let codes = FaceCodes::new(id, face).ok_or_else(|| {
            vec![Diagnostic::error(
                &NO_SUBSET,
                format!("the file of face `{}` cannot be read", face.postscript_name),
            )]
        })?;
        self.faces.push(codes);
        self.by_face.insert(id, self.faces.len() - 1);
        Ok(self.faces.len() - 1)
    }

    /// Encodes a run of the face at a place.
    fn encode(&mut self, face: usize, run: &GlyphRun) -> EncodedRun {
        self.glyphs.clear();
        self.glyphs.extend(&run.glyphs);
        encode_run(run, &self.glyphs, &mut self.faces[face])
    }
}

impl<'a> FaceCodes<'a> {
    fn new(id: FaceId, face: &'a Face) -> Option<Self> {
        let font = skrifa::FontRef::from_index(&face.data, face.index).ok()?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let scale = 1000.0 / f32::from(face.units_per_em.max(1));
        let first = vec![0; metrics.glyph_count() as usize];
        Some(Self { face: id, entries: Vec::new(), first, metrics, scale, is_cff: face.is_cff })
    }

    /// Shows the first of some glyphs, its left edge in thousandths of an em, where nothing about it is special: it
    /// alone is a letter of ASCII, as it was when it was first shown. So are nearly all.
    fn plain(&self, run: &GlyphRun, glyphs: &[Glyph], left: f64) -> Option<ShownGlyph> {
        let (glyph, rest) = glyphs.split_first()?;
        let (from, to) = glyph.text;
        let is_alone = to == from + 1 && rest.first().is_none_or(|next| next.text != glyph.text);
        if !is_alone || run.is_rtl || glyph.offset != Point::default() {
            return None;
        }
        let letter = run.text.as_bytes().get(from as usize)?;
        let entry = self.first.get(usize::from(glyph.id))?.checked_sub(1)?;
        let told = &self.entries[usize::from(entry)];
        let shown = ShownGlyph { entry, left: round(left), width: i32::from(told.width), rise: 0 };
        (told.text.as_bytes() == [*letter] && told.width > 0).then_some(shown)
    }

    /// Returns the entry for a glyph that says something, made at first use, and whether it says that: it says something
    /// else where the glyph may have no other entry.
    fn entry(&mut self, glyph: u16, text: &str) -> (u16, bool) {
        let first = self.first.get(usize::from(glyph)).copied().unwrap_or_default();
        let mut last = None;
        let mut next = first;
        while let Some(at) = next.checked_sub(1) {
            let entry = &self.entries[usize::from(at)];
            let says_it = says(&entry.text, text);
            if says_it || self.is_cff {
                return (at, says_it);
            }
            last = Some(usize::from(at));
            next = entry.next;
        }
        let at = u16::try_from(self.entries.len()).unwrap_or(u16::MAX);
        let width = self.metrics.advance_width(skrifa::GlyphId::new(glyph.into())).unwrap_or_default();
        let width = (width * self.scale).round() as u16;
        self.entries.push(CodeEntry {
            glyph,
            text: text.to_owned(),
            width,
            is_private: cluster::is_private(text),
            next: 0,
        });
        match (last, self.first.get_mut(usize::from(glyph))) {
            (Some(last), _) => self.entries[last].next = at + 1,
            (None, Some(first)) => *first = at + 1,
            (None, None) => {}
        }
        (at, true)
    }
}

/// Tells whether two texts are equal; most are one letter of ASCII, for which no function need be called.
fn says(one: &str, other: &str) -> bool {
    match (one.as_bytes(), other.as_bytes()) {
        ([one], [other]) => one == other,
        (one, other) => one == other,
    }
}

/// Encodes one run. Glyphs are shown in the order they are read, those of a run from right to left from its right end.
fn encode_run(run: &GlyphRun, glyphs: &[Glyph], codes: &mut FaceCodes<'_>) -> EncodedRun {
    let mut encoded = EncodedRun { glyphs: Vec::with_capacity(glyphs.len()), actual: Vec::new() };
    let mut pieces = Pieces::default();
    // Thousandths of an em to the point. Each place is rounded by itself, so nothing adds up.
    let scale = 1000.0 / (run.size.0 * run.stretch);
    let mut x = 0.0;
    let mut at = 0;
    while at < glyphs.len() {
        if pieces.is_closed()
            && let Some(shown) = codes.plain(run, &glyphs[at..], x * scale)
        {
            encoded.glyphs.push(shown);
            x += glyphs[at].advance.0;
            at += 1;
            continue;
        }
        let end = cluster::end(glyphs, at);
        let cluster = &glyphs[at..end];
        let text = cluster::text(run, &cluster[0]);
        let start = encoded.glyphs.len();
        let mut is_told = cluster::tells_itself(text, cluster.len());
        let mut has_mark = false;
        let mut edge = round(x * scale);
        for (nth, glyph) in cluster.iter().enumerate() {
            let nth = if run.is_rtl { cluster.len() - 1 - nth } else { nth };
            let says = cluster::share(text, nth, cluster.len());
            let (entry, says_it) = codes.entry(glyph.id, says);
            let told = &codes.entries[usize::from(entry)];
            is_told &= !told.is_private && says_it;
            let width = i32::from(told.width);
            let left = round((x + glyph.offset.x.0) * scale);
            let rise = round(-glyph.offset.y.0 * 100.0);
            has_mark |= width == 0 && (left - edge).abs() > APART;
            edge = left + width;
            encoded.glyphs.push(ShownGlyph { entry, left, width, rise });
            x += glyph.advance.0;
        }
        if run.is_rtl {
            pieces.alone(start..encoded.glyphs.len(), text, is_told);
        } else {
            pieces.add(start..encoded.glyphs.len(), text, is_told, has_mark);
        }
        at = end;
    }
    encoded.actual = pieces.finish();
    if run.is_rtl {
        encoded.reverse();
    }
    encoded
}

/// Rounds to the nearest whole number; `f64::round` is a call where the machine's baseline lacks it.
fn round(value: f64) -> i32 {
    (value + f64::copysign(0.5, value)) as i32
}
