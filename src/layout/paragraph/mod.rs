//! The paragraph composer: sets one paragraph to a measure.
//!
//! 1. [`collect`] joins the inlines into one string with marks; [`lead_in`] sets its first words in small capitals.
//! 2. [`shape`] turns the string into pieces: shaped words, spaces, images.
//!    [`han`] spaces Chinese and Japanese, [`script`] knows what scripts ask for.
//! 3. [`opportunities`] finds where lines may end, with [`uax14`], [`within`], [`hyphenate`] and [`ties`].
//! 4. [`break_lines`] chooses where they do, [`ragged`] where the edge is not straight.
//! 5. [`mod@line`] fills each line, orders it for the eye and hangs its punctuation ([`protrude`]);
//!    [`marks`] are the rules through and below words.
//!
//! It knows nothing of pages.

mod bidi;
mod break_lines;
mod code;
pub(in crate::layout) mod collect;
mod faults;
mod han;
mod hyphenate;
mod lead_in;
mod line;
mod marks;
mod opportunities;
mod protrude;
mod ragged;
mod script;
mod shape;
mod stand_in;
mod ties;
mod uax14;
mod within;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;

use self::break_lines::Breaker;
use self::collect::Collected;
use self::opportunities::{Break, End, Ground};
use self::shape::{Kind, Piece};
use super::frame::{AreaTarget, Owner, Placed};
use super::structure::{ElementId, Tree};
use crate::diagnostics::{Diagnostic, Place};
use crate::document::{Direction, Document, Inline, Lang, NoteId};
use crate::font::FontBook;
use crate::geometry::Pt;
use crate::style::{Align, ParagraphStyle, Style, TextStyle};

/// What is to be set, and how.
#[derive(Clone, Debug)]
pub struct ParagraphInput<'a> {
    /// The words.
    pub inlines: &'a [Inline],
    /// How they are set.
    pub style: &'a TextStyle,
    /// What they belong to.
    pub owner: ContentOwner,
    /// Their language.
    pub lang: Lang,
    /// The direction of the paragraph.
    pub direction: Direction,
    /// Whether words may be hyphenated, where the style hyphenates at all; no for headings.
    pub hyphenate: bool,
    /// Whether the first words are set in small capitals.
    pub lead_in: bool,
}

/// What a paragraph's glyphs belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentOwner {
    /// An element, below which leaves and elements for inlines are grown.
    Element(ElementId),
    /// Furniture: every glyph belongs to this, nothing is grown.
    Artifact(Owner),
}

/// Where a paragraph is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// From edge to edge.
    pub width: Pt,
    /// What the first line is moved in by; may be negative.
    pub first_indent: Pt,
    /// How lines meet the edges.
    pub align: Align,
}

impl Measure {
    /// Returns a measure without an indent.
    #[must_use]
    pub fn new(width: Pt, align: Align) -> Self {
        Self { width, first_indent: Pt::ZERO, align }
    }
}

/// The composer: shapes and sets every paragraph of one document.
#[derive(Debug)]
pub struct Composer<'a> {
    fonts: &'a FontBook,
    style: &'a Style,
    document: &'a Document,
    /// What was found while shaping and setting, in order; the caller takes it.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a character that no face covers is drawn as a box and warned of instead of being an error.
    pub allows_missing_glyphs: bool,
    /// The measure that an image within the text must keep to; a column's until it is set.
    pub widest_picture: Pt,
    /// The characters told of, by what they are.
    missing: BTreeMap<char, faults::Missing>,
}

/// A shaped paragraph, ready to be set to any measure any number of times.
#[derive(Debug)]
pub struct Paragraph<'a> {
    fonts: &'a FontBook,
    input: Collected,
    pieces: Vec<Piece>,
    breaks: Vec<Break>,
    opportunities: Vec<usize>,
    rules: &'a ParagraphStyle,
    hyphenate: bool,
    document_lang: Lang,
    /// The bidi level of the paragraph.
    level: u8,
    last_line_minimum: f64,
    /// The widest piece that only an emergency breaks.
    minimum_width: f64,
    /// The best breaks of all at the measure that they were first asked for: the page asks again whether the paragraph
    /// could be longer or shorter.
    best: OnceCell<(Measure, Vec<usize>)>,
}

impl<'a> Composer<'a> {
    /// Makes a composer for one document.
    #[must_use]
    pub fn new(fonts: &'a FontBook, style: &'a Style, document: &'a Document) -> Self {
        Self {
            fonts,
            style,
            document,
            diagnostics: Vec::new(),
            allows_missing_glyphs: false,
            widest_picture: style.measure(),
            missing: BTreeMap::new(),
        }
    }

    /// Shapes a paragraph. Grows leaves, and elements for links, notes, images and so on, below
    /// the owner, in reading order.
    pub fn shape(&mut self, input: &ParagraphInput<'_>, tree: &mut Tree) -> Paragraph<'a> {
        let mut collected = collect::collect(self, input, tree);
        if input.lead_in && self.style.paragraph.lead_in {
            lead_in::apply(&mut collected);
        }
        let hyphenate = input.hyphenate && self.style.paragraph.hyphenate;
        self.finish(collected, input.direction, hyphenate, input.style)
    }

    /// Shapes one line of preformatted text: white space is kept (a tab moves to the next multiple of
    /// eight columns), nothing is hyphenated, joined into ligatures or justified. `position` and `place` are
    /// those of the line's first character; `leaf` owns every glyph.
    pub fn shape_code(
        &mut self,
        line: &str,
        style: &TextStyle,
        leaf: Owner,
        position: u32,
        place: Place,
    ) -> Paragraph<'a> {
        let collected = code::collect(self, line, style, leaf, position, place);
        self.finish(collected, Direction::Ltr, false, style)
    }

    fn finish(
        &mut self,
        input: Collected,
        direction: Direction,
        hyphenate: bool,
        style: &TextStyle,
    ) -> Paragraph<'a> {
        let opportunities = uax14::opportunities(&input);
        let boxes = self.allows_missing_glyphs;
        let shaped = shape::shape(self.fonts, &input, direction, &opportunities, boxes);
        self.tell_missing(&input, &shaped.missing);
        let rules = &self.style.paragraph;
        let mut paragraph = Paragraph {
            fonts: self.fonts,
            pieces: shaped.pieces,
            breaks: Vec::new(),
            opportunities,
            hyphenate,
            document_lang: self.document.lang.clone(),
            level: shaped.level,
            last_line_minimum: rules.last_line_minimum.at(style.size).0,
            minimum_width: 0.0,
            best: OnceCell::new(),
            input,
            rules,
        };
        paragraph.breaks = paragraph.breaks_for(f64::INFINITY);
        paragraph.minimum_width = paragraph.widest_piece();
        paragraph
    }
}

impl Paragraph<'_> {
    /// Sets the paragraph in its best lines.
    #[must_use]
    pub fn set(&self, measure: &Measure) -> Vec<SetLine> {
        if self.is_empty() {
            return Vec::new();
        }
        let narrowest = measure.width - measure.first_indent.max(Pt::ZERO);
        if self.minimum_width > narrowest.0 {
            // Words wider than the measure are broken too.
            let breaks = self.breaks_for(narrowest.0);
            return self.lines(&breaks, &self.breaker(&breaks, measure).choose(), measure);
        }
        let chosen = match measure.align {
            Align::Justify => self.best(measure),
            _ => Cow::Owned(self.breaker(&self.breaks, measure).choose()),
        };
        self.lines(&self.breaks, &chosen, measure)
    }

    /// Sets the paragraph in exactly `looseness` lines more (or fewer, when negative) than its
    /// best; `None` where that would be ugly.
    #[must_use]
    pub fn set_with(&self, measure: &Measure, looseness: i32) -> Option<Vec<SetLine>> {
        if looseness == 0 || self.is_empty() {
            return Some(self.set(measure));
        }
        if measure.align != Align::Justify || self.minimum_width > measure.width.0 {
            return None;
        }
        let breaker = self.breaker(&self.breaks, measure);
        let best = self.best(measure);
        let count = u32::try_from(best.len()).ok()?;
        let [chosen] = breaker.with_lines([count.checked_add_signed(looseness)?], &best);
        Some(self.lines(&self.breaks, &chosen?, measure))
    }

    /// Tells whether [`set_with`](Self::set_with) can set the paragraph a line longer, and a line shorter.
    #[must_use]
    pub fn flexibility(&self, measure: &Measure) -> (bool, bool) {
        if self.is_empty() {
            return (true, true);
        }
        if measure.align != Align::Justify || self.minimum_width > measure.width.0 {
            return (false, false);
        }
        let breaker = self.breaker(&self.breaks, measure);
        let best = self.best(measure);
        let Ok(count) = u32::try_from(best.len()) else { return (false, false) };
        let [longer, shorter] = breaker.with_lines([count.saturating_add(1), count.saturating_sub(1)], &best);
        (longer.is_some(), shorter.is_some())
    }

    /// Returns the width of the paragraph on one line (of the widest, where hard breaks part it).
    #[must_use]
    pub fn natural_width(&self) -> Pt {
        let forced = self.breaks.iter().filter(|end| matches!(end.end, End::Forced | End::Start));
        let ends: Vec<&Break> = forced.collect();
        let widths = ends.windows(2).map(|pair| {
            pair[1].at_end.width - pair[0].at_next.width - pair[1].hangs_end - pair[0].hangs_start
        });
        Pt(widths.fold(0.0, f64::max))
    }

    /// Returns the width of the widest piece that cannot be broken without a hyphen: no column
    /// should be narrower.
    #[must_use]
    pub fn minimum_width(&self) -> Pt {
        Pt(self.minimum_width)
    }

    /// Tells whether there is nothing to set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| matches!(piece.kind, Kind::Space(..)))
    }

    fn is_rtl(&self) -> bool {
        self.level % 2 == 1
    }

    fn breaks_for(&self, widest: f64) -> Vec<Break> {
        opportunities::breaks(&Ground {
            input: &self.input,
            pieces: &self.pieces,
            opportunities: &self.opportunities,
            rules: self.rules,
            hyphenate: self.hyphenate,
            widest,
        })
    }

    fn widest_piece(&self) -> f64 {
        let unhyphenated: Vec<&Break> = self.breaks.iter().filter(|end| end.end != End::Hyphen).collect();
        let widths = unhyphenated.windows(2).map(|pair| {
            pair[1].at_end.width - pair[0].at_next.width - pair[1].hangs_end - pair[0].hangs_start
        });
        widths.fold(0.0, f64::max)
    }

    fn breaker<'b>(&'b self, breaks: &'b [Break], measure: &'b Measure) -> Breaker<'b> {
        Breaker {
            text: &self.input.text,
            breaks,
            rules: self.rules,
            measure,
            last_line_minimum: self.last_line_minimum,
        }
    }

    /// Returns the best breaks that need no word to be broken in an emergency, where lines are justified.
    fn best(&self, measure: &Measure) -> Cow<'_, [usize]> {
        let search = || self.breaker(&self.breaks, measure).best();
        let (known, best) = self.best.get_or_init(|| (*measure, search()));
        if known == measure { Cow::Borrowed(best) } else { Cow::Owned(search()) }
    }

    fn lines(&self, breaks: &[Break], chosen: &[usize], measure: &Measure) -> Vec<SetLine> {
        let starts = std::iter::once(0).chain(chosen.iter().copied());
        std::iter::zip(starts, chosen)
            .map(|(start, &end)| self.line(&breaks[start], &breaks[end], measure))
            .collect()
    }
}

/// A set line. Its items stand relative to the left end of the measure and to the baseline.
#[derive(Clone, Debug, Default)]
pub struct SetLine {
    /// Glyph runs and inline images.
    pub items: Vec<Placed>,
    /// How far the line reaches above its baseline where it is more than the text's own ascent
    /// (an inline image); zero otherwise.
    pub rise: Pt,
    /// The natural or justified width, without what hangs into the margins.
    pub width: Pt,
    /// Whether it ends in a hyphen that was put there.
    pub is_hyphenated: bool,
    /// By what share its spaces are stretched (positive) or shrunk (negative).
    pub ratio: f64,
    /// By how much it passes the measure; zero but where nothing could be done.
    pub overfull: Pt,
    /// What a reader will find wrong with it; [`Composer::tell_faults`] makes it a warning.
    pub fault: Option<LineFault>,
    /// The notes whose marks stand in it, in order.
    pub notes: Vec<NoteMark>,
    /// The links that stand in it.
    pub links: Vec<LinkPiece>,
    /// The [`Text::position`](crate::document::Text::position) of its first character.
    pub position: u32,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq)]
pub enum LineFault {
    /// It passes the measure.
    Overfull {
        /// Where the line begins.
        place: Place,
        /// How many bytes of text it holds.
        length: usize,
        /// How it begins.
        words: String,
        /// By how much.
        by: Pt,
    },
    /// It ends within a word that is wider than the measure.
    BrokenWord {
        /// Where the line begins.
        place: Place,
        /// How many bytes of text it holds.
        length: usize,
        /// How it ends.
        words: String,
    },
}

/// A note's mark in a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoteMark {
    /// The note.
    pub note: NoteId,
    /// Counts the marks of the same note, from 0.
    pub occurrence: u32,
    /// From the left end of the measure.
    pub x: Pt,
    /// Its `Reference` element.
    pub element: ElementId,
}

/// The part of a link that stands in one line.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkPiece {
    /// Its left edge, from the left end of the measure.
    pub x: Pt,
    /// Its width.
    pub width: Pt,
    /// Where it goes.
    pub target: AreaTarget,
    /// Its element.
    pub element: ElementId,
    /// What it says, whole.
    pub contents: String,
}
