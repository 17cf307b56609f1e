//! Sets one line: fills it to the measure, puts it in visual order, hangs its punctuation.

use std::ops::Range;
use std::sync::Arc;

use unicode_bidi::{BidiInfo, Level};

use super::break_lines::{Fill, fill, fill_last};
use super::collect::{Look, Picture};
use super::opportunities::{Break, End};
use super::script::is_rtl_letter;
use super::shape::{Kind, Piece};
use super::{LineFault, LinkPiece, Measure, NoteMark, Paragraph, SetLine, marks};
use crate::font::{FaceId, Setting, Word};
use crate::geometry::{Point, Pt, Rect};
use crate::layout::frame::{Glyph, GlyphRun, Item, Owner, Placed};
use crate::style::Align;

/// A piece of the text as it stands in one line.
struct Fragment<'p> {
    piece: &'p Piece,
    look: &'p Look,
    /// The bytes it stands for.
    start: usize,
    end: usize,
    level: u8,
    content: Content,
    /// After it, in points.
    gap: f64,
}

enum Content {
    Glyphs {
        face: FaceId,
        word: Arc<Word>,
    },
    /// A space between words.
    Space {
        face: FaceId,
        glyph: u16,
        width: f64,
    },
    /// A space at the line's end: there for whoever copies the text, without width.
    Trailing {
        face: FaceId,
        glyph: u16,
    },
    Picture(Picture),
}

impl Paragraph<'_> {
    /// Sets the line between two breaks.
    pub(super) fn line(&self, start: &Break, end: &Break, measure: &Measure) -> SetLine {
        let fragments = self.fragments(start, end);
        let indent = if start.end == End::Start { measure.first_indent.0 } else { 0.0 };
        let sums = Sums::of(&fragments, end.hangs_end + start.hangs_start);
        let room = measure.width.0 - indent;
        let filled = self.filled(&sums, end, room, measure.align);
        let width = sums.set(&filled);
        let left = if self.is_rtl() { end.hangs_end } else { start.hangs_start };
        let edge =
            line_start(measure.align, self.is_rtl(), room - width) + if self.is_rtl() { 0.0 } else { indent };
        let mut setter = Setter::new(self, &filled, edge - left);
        for index in visual_order(&fragments) {
            setter.fragment(&fragments[index]);
        }
        setter.close();
        let mut line = setter.in_reading_order();
        // Marks were met from left to right; notes stand in the order in which the text is read.
        line.notes.sort_by_key(|mark| mark.element);
        line.width = Pt(width);
        line.is_hyphenated = end.end == End::Hyphen;
        line.ratio = filled.spaces;
        line.overfull = Pt(if filled.overfull > 0.01 { filled.overfull } else { 0.0 });
        (_, line.position) = self.input.origin(start.next);
        line.fault = self.fault(start, end, &line);
        line
    }

    fn filled(&self, sums: &Sums, end: &Break, room: f64, align: Align) -> Fill {
        let excess = room - sums.natural();
        if align != Align::Justify {
            return Fill { overfull: (-excess).max(0.0), ..Fill::default() };
        }
        let fill = if end.end == End::Forced { fill_last } else { fill };
        fill(self.rules, excess, sums.glyphs, sums.spaces, sums.han)
    }

    fn fault(&self, start: &Break, end: &Break, line: &SetLine) -> Option<LineFault> {
        let (is_overfull, is_broken) = (line.overfull.0 > 0.0, end.end == End::Emergency);
        if !is_overfull && !is_broken {
            return None;
        }
        let (place, _) = self.input.origin(start.next);
        let line_text = &self.input.text[start.next..end.text_end.max(start.next)];
        let length = line_text.char_indices().next_back().map_or(0, |(at, last)| {
            // Tabs, quotes and marks make what is set longer or shorter than what is written.
            let (end, _) = self.input.origin(start.next + at);
            end.0.saturating_sub(place.0) as usize + last.len_utf8()
        });
        Some(if is_overfull {
            LineFault::Overfull { place, length, words: head(line_text), by: line.overfull }
        } else {
            LineFault::BrokenWord { place, length, words: tail(line_text) }
        })
    }

    fn fragments(&self, start: &Break, end: &Break) -> Vec<Fragment<'_>> {
        let mut fragments = Vec::with_capacity(end.next_piece.saturating_sub(start.next_piece) + 1);
        let text_end = end.text_end.max(start.next);
        for piece in self.pieces[start.next_piece.min(self.pieces.len())..].iter() {
            if piece.range.start >= end.next {
                break;
            }
            let (from, to) = (piece.range.start.max(start.next), piece.range.end);
            let look = &self.input.looks[piece.look];
            let is_trailing = piece.range.start >= text_end;
            let to = if is_trailing { to } else { to.min(text_end) };
            let content = match &piece.kind {
                Kind::Word(setting, word) => {
                    let whole = (from, to) == (piece.range.start, piece.range.end);
                    let puts_hyphen = end.end == End::Hyphen && to == text_end;
                    let word = match (whole, puts_hyphen) {
                        (true, false) => Arc::clone(word),
                        (false, false) => setting.shape(&self.input.text[from..to]),
                        (_, true) => hyphenated(setting, &self.input.text[from..to]),
                    };
                    Content::Glyphs { face: setting.face(), word }
                }
                Kind::Space(setting, glyph) => {
                    let (face, glyph) = (setting.face(), *glyph);
                    if is_trailing {
                        Content::Trailing { face, glyph }
                    } else {
                        Content::Space { face, glyph, width: piece.width }
                    }
                }
                Kind::Picture(picture) => Content::Picture(*picture),
            };
            // UAX 9, rule L1: trailing white space takes the paragraph's level.
            let level = if is_trailing { self.level } else { piece.level };
            fragments.push(Fragment { piece, look, start: from, end: to, level, content, gap: piece.gap });
        }
        let last =
            fragments.iter().rposition(|fragment| !matches!(fragment.content, Content::Trailing { .. }));
        if let Some(last) = last {
            fragments[last].gap = 0.0;
        }
        fragments
    }
}

/// Returns the glyphs of a part of a word with a hyphen at its end, which stands for the text's own soft hyphens where it
/// has them there, and else for nothing of the text.
fn hyphenated(setting: &Setting, text: &str) -> Arc<Word> {
    let letters = text.trim_end_matches('\u{ad}');
    let word = setting.shape(&format!("{letters}-"));
    if letters.len() == text.len() {
        return word;
    }
    let mut word = Word::clone(&word);
    for glyph in word.glyphs.iter_mut().filter(|glyph| glyph.end as usize > letters.len()) {
        glyph.end = to_u32(text.len());
    }
    Arc::new(word)
}

/// What can be clicked is at least so wide, in ems.
const THINNEST: f64 = 0.2;

/// Returns the line's left edge: `extra` is what it lacks to fill the measure.
fn line_start(align: Align, is_rtl: bool, extra: f64) -> f64 {
    match (align, is_rtl) {
        (Align::Centre, _) => extra / 2.0,
        (Align::End, false) | (Align::Justify | Align::Start | Align::Balance, true) => extra,
        (Align::Justify | Align::Start | Align::Balance, false) | (Align::End, true) => 0.0,
    }
}

fn visual_order(fragments: &[Fragment<'_>]) -> Vec<usize> {
    if fragments.iter().all(|fragment| fragment.level == 0) {
        return (0..fragments.len()).collect();
    }
    let levels: Vec<Level> =
        fragments.iter().filter_map(|fragment| Level::new(fragment.level).ok()).collect();
    if levels.len() == fragments.len() {
        BidiInfo::reorder_visual(&levels)
    } else {
        (0..fragments.len()).collect()
    }
}

/// What a line's fragments add up to.
#[derive(Default)]
struct Sums {
    glyphs: f64,
    spaces: f64,
    han: f64,
    hangs: f64,
}

impl Sums {
    fn of(fragments: &[Fragment<'_>], hangs: f64) -> Self {
        let mut sums = Self { hangs, ..Self::default() };
        for (index, fragment) in fragments.iter().enumerate() {
            match &fragment.content {
                Content::Glyphs { word, .. } => {
                    let tracking = fragment.look.tracking * fragment.look.size * word.glyphs.len() as f64;
                    sums.glyphs += word.advance * fragment.piece.size + tracking + fragment.gap;
                    if index + 1 < fragments.len() {
                        sums.han += fragment.piece.gap_stretch;
                    }
                }
                Content::Space { width, .. } => sums.spaces += width,
                Content::Trailing { .. } => {}
                Content::Picture(picture) => sums.glyphs += picture.width,
            }
        }
        sums
    }

    /// The natural width, without what hangs out.
    fn natural(&self) -> f64 {
        self.glyphs + self.spaces - self.hangs
    }

    /// The width once filled.
    fn set(&self, filled: &Fill) -> f64 {
        self.glyphs * (1.0 + filled.expansion) + self.spaces * (1.0 + filled.spaces) + self.han * filled.han
            - self.hangs
    }
}

/// Places fragments from left to right and joins them into runs.
struct Setter<'p> {
    paragraph: &'p Paragraph<'p>,
    filled: &'p Fill,
    x: f64,
    line: SetLine,
    /// Where the text of each item of the line starts.
    starts: Vec<usize>,
    run: Option<Run<'p>>,
}

/// A run that is not closed yet; its glyphs' ranges are those of the paragraph.
struct Run<'p> {
    look: &'p Look,
    face: FaceId,
    size: f64,
    is_rtl: bool,
    x: f64,
    start: usize,
    end: usize,
    glyphs: Vec<Glyph>,
}

impl<'p> Setter<'p> {
    fn new(paragraph: &'p Paragraph<'p>, filled: &'p Fill, x: f64) -> Self {
        Self { paragraph, filled, x, line: SetLine::default(), starts: Vec::new(), run: None }
    }

    fn fragment(&mut self, fragment: &Fragment<'p>) {
        let left = self.x;
        match &fragment.content {
            Content::Glyphs { face, word } => self.word(fragment, *face, word),
            Content::Space { face, glyph, width } => {
                self.space(fragment, *face, *glyph, width * (1.0 + self.filled.spaces));
            }
            Content::Trailing { face, glyph } => self.space(fragment, *face, *glyph, 0.0),
            Content::Picture(picture) => self.picture(fragment, *picture),
        }
        self.mark(fragment, left);
    }

    fn word(&mut self, fragment: &Fragment<'p>, face: FaceId, word: &Word) {
        let wider = 1.0 + self.filled.expansion;
        let size = fragment.piece.size;
        let tracking = fragment.look.tracking * fragment.look.size;
        let length = fragment.end - fragment.start;
        let gap = fragment.gap * wider + fragment.piece.gap_stretch * self.filled.han;
        let run = self.open(fragment, face);
        let mut moved = 0.0;
        for glyph in &word.glyphs {
            let advance = (glyph.advance * size + tracking) * wider;
            let (start, end) = ((glyph.start as usize).min(length), (glyph.end as usize).min(length));
            run.glyphs.push(Glyph {
                id: glyph.id,
                advance: Pt(advance),
                offset: Point { x: Pt(glyph.dx * size * wider), y: Pt(-glyph.dy * size) },
                text: (to_u32(fragment.start + start), to_u32(fragment.start + end)),
            });
            moved += advance;
        }
        if let Some(last) = run.glyphs.last_mut().filter(|_| gap != 0.0) {
            last.advance += Pt(gap);
            moved += gap;
        }
        self.x += moved;
    }

    fn space(&mut self, fragment: &Fragment<'p>, face: FaceId, glyph: u16, width: f64) {
        let text = (to_u32(fragment.start), to_u32(fragment.end));
        let run = self.open(fragment, face);
        run.glyphs.push(Glyph { id: glyph, advance: Pt(width), offset: Point::default(), text });
        self.x += width;
    }

    fn picture(&mut self, fragment: &Fragment<'p>, picture: Picture) {
        self.close();
        self.starts.push(fragment.start);
        let rect = Rect {
            x: Pt(self.x),
            y: Pt(-picture.height),
            width: Pt(picture.width * (1.0 + self.filled.expansion)),
            height: Pt(picture.height),
        };
        self.line
            .items
            .push(Placed { owner: fragment.look.owner, item: Item::Image { image: picture.image, rect } });
        let ascent = fragment.look.size * 0.75;
        if picture.height > ascent {
            self.line.rise = self.line.rise.max(Pt(picture.height));
        }
        self.x += rect.width.0;
    }

    /// Notes what can be clicked.
    fn mark(&mut self, fragment: &Fragment<'p>, left: f64) {
        let input = &self.paragraph.input;
        let mark = fragment.look.note.and_then(|note| input.notes.get(note));
        if let Some(mark) =
            mark.filter(|mark| self.line.notes.iter().all(|known| known.element != mark.element))
        {
            let (note, occurrence, element) = (mark.note, mark.occurrence, mark.element);
            self.line.notes.push(NoteMark { note, occurrence, x: Pt(left), element });
        }
        if let Some(link) = fragment.look.link.and_then(|link| input.links.get(link)) {
            let width = Pt(self.x - left);
            // A mark upon the letter before it takes no room, and is a link like any other.
            let least = match &fragment.content {
                Content::Glyphs { .. } => Pt(THINNEST * fragment.look.size),
                _ => Pt::ZERO,
            };
            match self.line.links.last_mut() {
                Some(last)
                    if last.element == link.element && (last.x + last.width - Pt(left)).abs().0 < 0.5 =>
                {
                    last.width += width;
                }
                _ if width.max(least).0 > 0.0 => self.line.links.push(LinkPiece {
                    x: Pt(left),
                    width: width.max(least),
                    target: link.target.clone(),
                    element: link.element,
                    contents: link.contents.clone(),
                }),
                _ => {}
            }
        }
    }

    /// Tells whether a run from right to left and a fragment that continues it have a letter of their
    /// direction: signs alone stay single, for readers of the PDF could not tell their order.
    fn is_told_apart(&self, run: Range<usize>, fragment: &Fragment<'_>) -> bool {
        let text = &self.paragraph.input.text;
        [&text[run], &text[fragment.start..fragment.end]].iter().any(|part| part.contains(is_rtl_letter))
    }

    /// Returns the run a fragment continues, or a new one.
    fn open(&mut self, fragment: &Fragment<'p>, face: FaceId) -> &mut Run<'p> {
        let is_rtl = fragment.level % 2 == 1;
        let size = fragment.piece.size;
        let continues = self.run.as_ref().is_some_and(|run| {
            std::ptr::eq(run.look, fragment.look)
                && run.face == face
                && run.size == size
                && run.is_rtl == is_rtl
                && if is_rtl { fragment.end == run.start } else { fragment.start == run.end }
                && (!is_rtl || self.is_told_apart(run.start..run.end, fragment))
        });
        if !continues {
            self.close();
        }
        let x = self.x;
        let run = self.run.get_or_insert_with(|| Run {
            look: fragment.look,
            face,
            size,
            is_rtl,
            x,
            start: fragment.start,
            end: fragment.end,
            glyphs: Vec::with_capacity(96),
        });
        run.start = run.start.min(fragment.start);
        run.end = run.end.max(fragment.end);
        run
    }

    /// Returns the line with its items in the order they are read, wherever they stand.
    fn in_reading_order(self) -> SetLine {
        let mut line = self.line;
        if !self.starts.is_sorted() {
            let mut items: Vec<(usize, Placed)> = self.starts.into_iter().zip(line.items).collect();
            items.sort_by_key(|(start, _)| *start);
            line.items = items.into_iter().map(|(_, item)| item).collect();
        }
        line
    }

    /// Ends the run at hand.
    fn close(&mut self) {
        let Some(run) = self.run.take() else { return };
        let first = to_u32(run.start);
        let glyphs = run
            .glyphs
            .iter()
            .map(|glyph| Glyph { text: (glyph.text.0 - first, glyph.text.1 - first), ..*glyph });
        let lang = (run.look.lang != self.paragraph.document_lang).then(|| run.look.lang.clone());
        let x_height = self.paragraph.fonts.face(run.face).x_height_em();
        for stroke in marks::strokes(run.look.is_struck, run.look.change) {
            self.stroke(&run, stroke.rise(x_height));
        }
        self.starts.push(run.start);
        self.line.items.push(Placed {
            owner: run.look.owner,
            item: Item::Run(GlyphRun {
                face: run.face,
                size: Pt(run.size),
                colour: run.look.colour,
                stretch: 1.0 + self.filled.expansion,
                origin: Point { x: Pt(run.x), y: Pt(-run.look.rise) },
                lang,
                is_rtl: run.is_rtl,
                text: Arc::from(&self.paragraph.input.text[run.start..run.end]),
                glyphs: glyphs.collect(),
            }),
        });
    }

    /// Rules a line along a run, `rise` ems above its baseline.
    fn stroke(&mut self, run: &Run<'_>, rise: f64) {
        self.starts.push(run.start);
        let height = marks::THICKNESS * run.size;
        let rect = Rect {
            x: Pt(run.x),
            y: Pt(-run.look.rise - rise * run.size - height / 2.0),
            width: Pt(self.x - run.x),
            height: Pt(height),
        };
        self.line
            .items
            .push(Placed { owner: Owner::Layout, item: Item::Fill { rect, colour: run.look.colour } });
    }
}

fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// How much of a line its fault quotes; a line that cannot be broken may have as many letters as a record.
const QUOTED: usize = 60;

/// Returns the beginning of a line, to tell it by.
fn head(words: &str) -> String {
    match words.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words.to_owned(),
    }
}

/// Returns the end of a line, after which its word was broken.
fn tail(words: &str) -> String {
    match words.char_indices().nth_back(QUOTED) {
        Some((start, last)) => format!("…{}", words[start + last.len_utf8()..].trim_start()),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{head, tail};

    #[test]
    fn a_line_is_quoted_by_its_beginning_or_its_end() {
        assert_eq!((head("short"), tail("short")), ("short".into(), "short".into()));
        let long = format!("{}é", "ab".repeat(100));
        assert_eq!(head(&long), format!("{}…", "ab".repeat(30)));
        assert_eq!(tail(&long), format!("…b{}é", "ab".repeat(29)));
    }
}
