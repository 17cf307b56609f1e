//! The cover: the style's colour, the series, the title and who wrote it, set by our own composer.
//!
//! The sheet has two grounds, the accent above and paper below, and each carries one colour of
//! text. So a pixel is one of sixteen shades: coverage in eight steps on either ground. Four bits
//! each make a small file quickly.

use super::Cover;
use super::palette::{is_accent, on_any};
use crate::document::inline::plain_text;
use crate::document::{Document, Inline, Text};
use crate::font::FontBook;
use crate::geometry::Pt;
use crate::layout::frame::{GlyphRun, Item, Owner};
use crate::layout::paragraph::{Composer, ContentOwner, Measure, ParagraphInput};
use crate::layout::structure::Tree;
use crate::picture::plate::{Plate, Press};
use crate::picture::{Masks, png};
use crate::style::labels::{Labels, Overrides};
use crate::style::{Align, Colour, Style, TextStyle, contrast};

/// The size in pixels that shops and libraries ask for.
pub const WIDTH: u32 = 1600;
/// See [`WIDTH`].
pub const HEIGHT: u32 = 2560;

/// Steps from the ground to the text on it.
const STEPS: u8 = 7;
/// Pixels to the point: the sheet is set as one of 400 by 640 points.
const SCALE: f64 = 4.0;
const MARGIN: f64 = 36.0;
const MEASURE: f64 = 400.0 - 2.0 * MARGIN;
/// Where the coloured ground ends and paper begins.
const HORIZON: f64 = 500.0;
/// Where the series' name stands.
const SERIES_BASELINE: f64 = 62.0;
/// Where the title's first baseline stands.
const TITLE_BASELINE: f64 = 160.0;
/// The depth that title, subtitle and byline may fill.
const TITLE_DEPTH: f64 = HORIZON - TITLE_BASELINE - 20.0;
/// Title sizes, the largest that fits is taken.
const TITLE_SIZES: [f64; 8] = [54.0, 48.0, 42.0, 37.0, 32.0, 28.0, 24.0, 20.0];
/// The ground where a style has no accent.
const SLATE: Colour = Colour { red: 0x2b, green: 0x35, blue: 0x40 };
const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
const BLACK: Colour = Colour { red: 0x1b, green: 0x1b, blue: 0x1b };

/// Draws the cover of a document; `None` where no face has its characters. `masks` are glyphs that earlier covers of
/// the same book of faces have drawn.
#[must_use]
pub fn draw(
    document: &Document,
    style: &Style,
    (fonts, masks): (&FontBook, &Masks),
    labels: &Overrides,
) -> Option<Cover> {
    let mut sheet = Sheet::new(document, style, (fonts, masks));
    sheet.compose()?;
    let accent = ground(style);
    let text = if contrast(accent, WHITE) >= contrast(accent, BLACK) { WHITE } else { BLACK };
    let shades = [shades(accent, text), shades(WHITE, BLACK)].concat();
    let png = png::two_grounds(sheet.plate, pixels(HORIZON), &shades);
    Some(Cover { png, alt: alt(document, labels) })
}

/// Returns what a cover says, for those who do not see it.
#[must_use]
pub fn alt(document: &Document, labels: &Overrides) -> String {
    let labels = Labels::of(&document.lang, labels);
    let parts = [
        plain_text(&document.title),
        plain_text(document.subtitle.as_deref().unwrap_or_default()),
        plain_text(&document.byline),
        plain_text(&document.masthead.series),
    ];
    let told: Vec<String> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    format!("{}: {}", labels.get("cover"), told.join(". "))
}

/// The accent that the style has, dark enough for white text.
#[must_use]
pub fn ground(style: &Style) -> Colour {
    let candidates = [style.colours.masthead_rule, style.text.masthead_series.colour, style.colours.link];
    candidates
        .into_iter()
        .find(|&colour| is_accent(colour))
        .map_or(SLATE, |colour| if contrast(colour, WHITE) >= 4.5 { colour } else { on_any(colour) })
}

/// Eight steps from a ground to the text on it.
fn shades(ground: Colour, text: Colour) -> Vec<Colour> {
    let mix = |from: u8, to: u8, step: u32| {
        let mixed = (u32::from(from) * (7 - step) + u32::from(to) * step) / 7;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    let shade = |step| Colour {
        red: mix(ground.red, text.red, step),
        green: mix(ground.green, text.green, step),
        blue: mix(ground.blue, text.blue, step),
    };
    (0..8).map(shade).collect()
}

/// Points to the nearest whole pixel.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sheet has few pixels")]
fn pixels(points: f64) -> u32 {
    (points * SCALE).round().max(0.0) as u32
}

/// The sheet while it is set.
struct Sheet<'a> {
    document: &'a Document,
    style: &'a Style,
    fonts: &'a FontBook,
    composer: Composer<'a>,
    plate: Plate,
    press: Press<'a>,
}

/// Lines that are set, and the leading they are set with.
struct Block {
    runs: Vec<Vec<GlyphRun>>,
    leading: f64,
    is_overfull: bool,
}

impl Block {
    fn depth(&self) -> f64 {
        self.leading * f64::from(u16::try_from(self.runs.len()).unwrap_or(u16::MAX))
    }
}

impl<'a> Sheet<'a> {
    fn new(document: &'a Document, style: &'a Style, (fonts, masks): (&'a FontBook, &'a Masks)) -> Self {
        let composer = Composer::new(fonts, style, document);
        let press = Press { masks, steps: STEPS, scale: SCALE };
        Self { document, style, fonts, composer, plate: Plate::new((WIDTH, HEIGHT)), press }
    }

    fn compose(&mut self) -> Option<()> {
        let document = self.document;
        let text = &self.style.text;
        let series = self.set(&document.masthead.series, &text.masthead_series, 19.0, 24.0);
        self.rule(MARGIN, SERIES_BASELINE + 14.0 + series.depth() - series.leading, MEASURE, 1.5);
        self.place(&series, SERIES_BASELINE);
        // A series' name of several lines moves the title down, so that it keeps its distance from the rule.
        let lower = (series.depth() - series.leading).max(0.0);
        let (title, subtitle, byline) = self.title(TITLE_DEPTH - lower);
        self.place(&title, TITLE_BASELINE + lower);
        let mut y = TITLE_BASELINE + lower + title.depth();
        for block in [&subtitle, &byline] {
            y += 0.35 * block.leading;
            self.place(block, y);
            y += block.depth();
        }
        self.foot();
        let is_covered = !self.composer.diagnostics.iter().any(crate::diagnostics::Diagnostic::is_error);
        is_covered.then_some(())
    }

    /// Sets the title as large as it, the subtitle and the byline fit together in a depth.
    fn title(&mut self, room: f64) -> (Block, Block, Block) {
        let document = self.document;
        let text = &self.style.text;
        let subtitle = document.subtitle.as_deref().unwrap_or_default();
        let mut size = TITLE_SIZES[0];
        for candidate in TITLE_SIZES {
            size = candidate;
            let small = (size * 0.5).clamp(15.0, 22.0);
            let title = self.set(&document.title, &text.title, size, size * 1.14);
            let subtitle = self.set(subtitle, &text.subtitle, small, small * 1.3);
            let byline = self.set(&document.byline, &text.byline, small, small * 1.3);
            let depth = title.depth() + subtitle.depth() + byline.depth() + 0.7 * small * 1.3;
            if depth <= room && !title.is_overfull {
                return (title, subtitle, byline);
            }
        }
        // Longer than any cover can hold: as many lines of the title as there is room for.
        let mut title = self.set(&document.title, &text.title, size, size * 1.14);
        let byline = self.set(&document.byline, &text.byline, 15.0, 19.5);
        let room = room - byline.depth() - 10.0;
        while title.depth() > room && title.runs.pop().is_some() {}
        (title, Block { runs: Vec::new(), leading: 0.0, is_overfull: false }, byline)
    }

    /// Number, date and publisher, on paper.
    fn foot(&mut self) {
        let document = self.document;
        let text = &self.style.text;
        let mut y = HORIZON + 34.0;
        for words in [&document.masthead.number, &document.masthead.date] {
            let block = self.set(words, &text.masthead_facts, 14.0, 18.0);
            self.place(&block, y);
            y += block.depth();
        }
        if let Some(publisher) = &document.metadata.publisher {
            let words = [Inline::Text(Text::new(publisher.clone()))];
            let block = self.set(&words, &text.masthead_facts, 14.0, 18.0);
            self.place(&block, (640.0 - MARGIN - block.depth() + block.leading).max(y));
        }
    }

    /// Sets words at the start of the measure.
    fn set(&mut self, words: &[Inline], like: &TextStyle, size: f64, leading: f64) -> Block {
        let align = if like.align == Align::Balance { Align::Balance } else { Align::Start };
        let style = TextStyle { size: Pt(size), leading: Pt(leading), align, ..like.clone() };
        let input = ParagraphInput {
            inlines: words,
            style: &style,
            owner: ContentOwner::Artifact(Owner::Layout),
            lang: self.document.lang.clone(),
            direction: self.document.direction,
            hyphenate: false,
            lead_in: false,
        };
        let paragraph = self.composer.shape(&input, &mut Tree::default());
        if paragraph.is_empty() {
            return Block { runs: Vec::new(), leading, is_overfull: false };
        }
        let is_overfull = paragraph.minimum_width() > Pt(MEASURE);
        let lines = paragraph.set(&Measure::new(Pt(MEASURE), align));
        let runs = lines.into_iter().map(|line| {
            let runs = line.items.into_iter().filter_map(|placed| match placed.item {
                Item::Run(run) => Some(run),
                Item::Fill { .. } | Item::Image { .. } => None,
            });
            runs.collect()
        });
        Block { runs: runs.collect(), leading, is_overfull }
    }

    fn place(&mut self, block: &Block, first_baseline: f64) {
        let mut baseline = first_baseline;
        for line in &block.runs {
            for run in line {
                self.draw(run, baseline);
            }
            baseline += block.leading;
        }
    }

    fn rule(&mut self, x: f64, y: f64, width: f64, thickness: f64) {
        self.plate.fill((x, y, width, thickness), self.press);
    }

    fn draw(&mut self, run: &GlyphRun, baseline: f64) {
        self.plate.run(run, self.fonts.face(run.face), (MARGIN, baseline), self.press);
    }
}
