//! The composer: a [`Document`] and a style in, [`Pages`] out.
//!
//! 1. [`galley`] walks the document, grows the structure tree and sets every block, paragraph by
//!    [`paragraph`], [`table`] by table, [`footnote`] by footnote.
//! 2. [`page`] breaks the galley into pages and adds running heads and feet.
//!
//! [`volume`] binds the pages of many documents as one.
//!
//! [`dump`] writes pages as text, for tests and for eyes.

pub mod dump;
mod footnote;
pub mod frame;
mod galley;
mod glyphs;
pub mod page;
pub mod paragraph;
pub mod structure;
mod table;
pub mod volume;

pub use frame::{Glyph, GlyphRun, Item, Owner, Page, Pages, Placed};
pub use glyphs::Glyphs;
pub use structure::{Element, ElementId, Kid, LeafId, Tag, Tree};

use crate::diagnostics::codes::style as codes;
use crate::diagnostics::{Diagnostic, tell_so_many};
use crate::document::Document;
use crate::font::FontBook;
use crate::style::{Family, Style};

/// What composing a document gives.
#[derive(Debug, Default)]
pub struct Composed {
    /// The pages.
    pub pages: Pages,
    /// What was found on the way; the pages are made all the same.
    pub diagnostics: Vec<Diagnostic>,
}

/// How to compose beyond what the style says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether a character that no font covers is drawn as a box and warned of instead of being an error.
    pub allows_missing_glyphs: bool,
    /// Whether running heads and feet are left for later, when the pages' numbers are known.
    pub is_undressed: bool,
}

/// Composes a document in a style.
#[must_use]
pub fn compose(document: &Document, style: &Style, fonts: &FontBook) -> Composed {
    compose_with(document, style, fonts, Options::default())
}

/// Composes a document in a style, with options.
#[must_use]
pub fn compose_with(document: &Document, style: &Style, fonts: &FontBook, options: Options) -> Composed {
    let mut setter = galley::Setter::new(document, style, fonts);
    setter.diagnostics = missing_typefaces(style, fonts);
    setter.composer.allows_missing_glyphs = options.allows_missing_glyphs;
    setter.set();
    let pages = page::paginate(&mut setter, !options.is_undressed);
    let mut diagnostics = std::mem::take(&mut setter.composer.diagnostics);
    diagnostics.append(&mut setter.diagnostics);
    tell_so_many(&mut diagnostics);
    Composed { pages, diagnostics }
}

/// Tells of each typeface that the style names and the book lacks.
fn missing_typefaces(style: &Style, fonts: &FontBook) -> Vec<Diagnostic> {
    [("serif", Family::Serif), ("sans", Family::Sans), ("mono", Family::Mono)]
        .into_iter()
        .filter_map(|(token, family)| Some((token, style.typefaces.named(family)?)))
        .filter(|(_, name)| !fonts.has_family(name))
        .map(|(token, name)| {
            let message = format!(
                "`font.{token}` of the style `{}` is \"{name}\", expected a family that is at hand",
                style.name
            );
            Diagnostic::error(&codes::MISSING_TYPEFACE, message)
                .hint("give the folder of its files as `--font-path`, or in the project file")
        })
        .collect()
}
