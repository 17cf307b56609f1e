//! House styles: data that says how every element of the layout is set.
//!
//! A style is read once, checked, and trusted: every value is typed, none is a magic number.
//! `styles/*.toml` are embedded; `load` reads them, resolves what they inherit, and checks them.

mod contrast;
mod dates;
mod hyphenation;
mod indent;
pub mod labels;
mod load;
mod resolve;
mod text;
mod tokens;

pub use contrast::contrast;
pub use hyphenation::{Exceptions, LanguageExceptions};
pub use indent::paragraph_indent;
pub use load::{embedded, load, names, read};
pub use text::{Align, Colour, Family, Figures, Optical, TextStyle, Weight};

use std::sync::Arc;

use crate::document::SectionRole;
use crate::geometry::{Em, Pt, Size};

/// A house style, resolved and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Style {
    /// Its name, as `--style` takes it.
    pub name: String,
    /// A line that describes it.
    pub description: String,
    /// The sheet and what is on it.
    pub page: PageStyle,
    /// How paragraphs are broken.
    pub paragraph: ParagraphStyle,
    /// The typefaces that play the families' parts.
    pub typefaces: Typefaces,
    /// How each element's text is set.
    pub text: TextStyles,
    /// Space and rules around elements.
    pub space: SpaceStyle,
    /// Colours of what is not text.
    pub colours: Colours,
    /// Which sections are set, in their order; a role that is not named is not set.
    pub sections: Vec<SectionRole>,
    /// How galleys are broken into pages.
    pub makeup: MakeupStyle,
    /// Notes, figures, tables, code, lists and thematic breaks.
    pub blocks: BlockStyle,
}

impl Style {
    /// Returns a text that is equal for equal styles, for digests.
    #[must_use]
    pub fn canonical(&self) -> String {
        format!("{self:?}")
    }

    /// Returns the width of one column of text.
    #[must_use]
    pub fn measure(&self) -> Pt {
        let page = &self.page;
        let side = page.side_head.map_or(Pt::ZERO, |side| side.width + side.gap);
        let width = page.size.width - page.margin_left - page.margin_right - side;
        let gaps = page.column_gap * f64::from(page.columns.saturating_sub(1));
        (width - gaps) / f64::from(page.columns.max(1))
    }

    /// Returns how many lines of body text a column holds.
    #[must_use]
    pub fn lines(&self) -> u32 {
        let page = &self.page;
        let depth = page.size.height - page.margin_top - page.margin_bottom;
        // Style checks keep this between 10 and a few hundred.
        (depth / page.grid + 1e-6).floor() as u32
    }
}

/// The sheet and what is on it.
#[derive(Clone, Debug, PartialEq)]
pub struct PageStyle {
    /// The sheet's size.
    pub size: Size,
    /// From the sheet's top edge to the first line's top.
    pub margin_top: Pt,
    /// From the last line's bottom to the sheet's lower edge.
    pub margin_bottom: Pt,
    /// From the sheet's left edge to the type area (side-heads included).
    pub margin_left: Pt,
    /// From the type area to the sheet's right edge.
    pub margin_right: Pt,
    /// The leading of body text, and the step of the baseline grid.
    pub grid: Pt,
    /// How many columns; more than one needs `side_head` to be `None`.
    pub columns: u8,
    /// Between columns.
    pub column_gap: Pt,
    /// The width of the left margin column that section headings hang in, and the gap after it.
    pub side_head: Option<SideHead>,
    /// From the sheet's top to the running head's baseline.
    pub head_baseline: Pt,
    /// From the sheet's lower edge to the foot's baseline.
    pub foot_baseline: Pt,
    /// Whether the masthead, running head and foot are set.
    pub has_masthead: bool,
    /// Whether pages after the first have a running head.
    pub has_running_head: bool,
    /// Whether pages have a foot.
    pub has_foot: bool,
    /// Whether a light rule stands above the foot.
    pub has_foot_rule: bool,
}

/// Section headings hung in the margin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SideHead {
    /// Their measure.
    pub width: Pt,
    /// Between them and the text.
    pub gap: Pt,
}

/// How paragraphs are broken and spaced.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphStyle {
    /// The first line's indent where one paragraph follows another.
    pub indent: Em,
    /// Space between paragraphs, in grid steps (0 with an indent, 0.5 or 1 without).
    pub gap: f64,
    /// Whether words are hyphenated.
    pub hyphenate: bool,
    /// Letters that must stand before and after a hyphen.
    pub hyphen_minimum: (u8, u8),
    /// Words that are not parted as the patterns of their language say.
    pub exceptions: Exceptions,
    /// The cost of a hyphen, in the scale of TeX's penalties.
    pub hyphen_penalty: f64,
    /// The cost of two hyphens in a row.
    pub consecutive_hyphen_demerits: f64,
    /// The cost of a hyphen in the last line but one.
    pub final_hyphen_demerits: f64,
    /// The cost of neighbouring lines of unlike tightness.
    pub fitness_demerits: f64,
    /// Badness up to which a line is accepted, tried one after another.
    pub tolerances: Vec<f64>,
    /// Badness up to which a line is accepted in a paragraph that is set longer or shorter for the page's sake.
    pub flex_tolerance: f64,
    /// What a space may be stretched and shrunk by, as shares of its width.
    pub space_stretch: f64,
    /// See `space_stretch`.
    pub space_shrink: f64,
    /// Whether punctuation and hyphens hang into the margins.
    pub protrusion: bool,
    /// By how much glyphs may be widened or narrowed, as a share (0.02).
    pub expansion: f64,
    /// The shortest last line, in ems.
    pub last_line_minimum: Em,
    /// Whether the first words of the commentary are set in small capitals.
    pub lead_in: bool,
}

/// The names of the typefaces that play the families' parts, where the program's own do not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typefaces {
    /// For running text.
    pub serif: Option<Arc<str>>,
    /// For labels and subheads.
    pub sans: Option<Arc<str>>,
    /// For code.
    pub mono: Option<Arc<str>>,
}

impl Typefaces {
    /// Returns the name of the typeface that plays a family's part.
    #[must_use]
    pub fn named(&self, family: Family) -> Option<&Arc<str>> {
        match family {
            Family::Serif => self.serif.as_ref(),
            Family::Sans => self.sans.as_ref(),
            Family::Mono => self.mono.as_ref(),
        }
    }
}

/// How each element's text is set.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "each is the element it names")]
pub struct TextStyles {
    pub body: TextStyle,
    pub masthead_series: TextStyle,
    pub masthead_facts: TextStyle,
    pub title: TextStyle,
    pub subtitle: TextStyle,
    pub byline: TextStyle,
    /// Headings of sections, in the margin or above the text.
    pub section_heading: TextStyle,
    /// The disclaimer's, citation's and rights' headings.
    pub quiet_heading: TextStyle,
    /// Headings within a section, level 3 first.
    pub headings: [TextStyle; 4],
    pub disclaimer: TextStyle,
    pub notice: TextStyle,
    pub synopsis: TextStyle,
    pub about: TextStyle,
    pub citation: TextStyle,
    pub quote: TextStyle,
    pub code: TextStyle,
    pub table: TextStyle,
    pub table_head: TextStyle,
    pub caption: TextStyle,
    pub note: TextStyle,
    pub running_head: TextStyle,
    pub foot: TextStyle,
}

/// Space around elements, in grid steps unless said otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct SpaceStyle {
    /// Before the title, from the masthead's rule.
    pub before_title: f64,
    /// Before the byline.
    pub before_byline: f64,
    /// Before the first section.
    pub before_sections: f64,
    /// Before each later section.
    pub before_section: f64,
    /// Before a heading within a section.
    pub before_heading: f64,
    /// After a heading within a section.
    pub after_heading: f64,
    /// Around quotes, code, tables, figures and lists.
    pub around_block: f64,
    /// The indent of a quote on both sides.
    pub quote_indent: Em,
    /// The indent of a list's text for each level.
    pub list_indent: Em,
    /// The thickness of a heavy rule (masthead).
    pub heavy_rule: Pt,
    /// The thickness of a light rule (notes, tables, citation).
    pub light_rule: Pt,
}

/// Colours of what is not text.
#[derive(Clone, Debug, PartialEq)]
pub struct Colours {
    /// The sheet, which text must stand out from.
    pub ground: Colour,
    /// The masthead's rule.
    pub masthead_rule: Colour,
    /// Other rules.
    pub rule: Colour,
    /// Links within text.
    pub link: Colour,
    /// The ground of code.
    pub code_ground: Option<Colour>,
    /// The ground of the disclaimer's box; none hides the box.
    pub disclaimer_ground: Option<Colour>,
}

/// How galleys are broken into pages. Costs are in the scale of TeX's demerits, where a page one
/// line short costs `short_page`.
#[derive(Clone, Debug, PartialEq)]
pub struct MakeupStyle {
    /// Lines of a paragraph that must stand together at a page's foot.
    pub orphan_lines: u8,
    /// Lines of a paragraph that must stand together at a page's head.
    pub widow_lines: u8,
    /// Lines that must follow a heading on its page.
    pub lines_after_heading: u8,
    /// The fewest lines on the last page, where that can be had.
    pub last_page_lines: u8,
    /// The cost of a page that is one line short; two lines cost four times as much.
    pub short_page: f64,
    /// The cost of a hyphen at a page's end.
    pub hyphen_at_end: f64,
    /// The cost of a paragraph that is set a line longer or shorter than its best.
    pub looseness: f64,
    /// The cost of a line of space added above a heading or around a block; the second on a page costs twice as
    /// much, the third three times.
    pub stretch: f64,
    /// The most lines of space that are added on a page.
    pub stretch_lines: u8,
    /// The cost of one more page.
    pub page: f64,
}

/// Notes, figures, tables, code, lists and thematic breaks.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockStyle {
    /// The width of the rule above notes, as a share of the measure.
    pub note_rule: f64,
    /// The resolution at which an image has its natural size, in dots to the inch.
    pub figure_resolution: f64,
    /// The greatest height of a figure, as a share of the page's depth.
    pub figure_height: f64,
    /// The space on each side of a table's column.
    pub table_gap: Em,
    /// The sizes a wide table may be set in, as shares of its own, tried one after another.
    pub table_sizes: Vec<f64>,
    /// The space between a ground's edge and what stands on it.
    pub padding: Pt,
    /// The marks of unordered lists, by level; the last serves deeper levels.
    pub bullets: Vec<String>,
    /// What a thematic break is set as; empty for a short rule.
    pub ornament: String,
    /// The mark at the end of a line of code that goes on below.
    pub code_turn: String,
    /// Whether a light rule stands above the citation.
    pub has_citation_rule: bool,
}
