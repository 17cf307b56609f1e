//! EPUB 3.3 editions: a [`Document`] and a [`Style`] in, a package out.
//!
//! 1. `divide` cuts the document into files and finds where everything is that can be linked to.
//! 2. `xhtml` writes each file; `page_breaks` marks in them where the pages of the PDF begin.
//! 3. `nav`, `stylesheet`, `metadata` and `accessibility` tell what the package has.
//! 4. epub-builder makes the `skeleton` of the package, `amend` puts in what it says of itself, and `archive` packs it the
//!    same every time.
//!
//! `volume` does so for many documents bound as one.
//!
//! It lays nothing out: the reading system does.

mod accessibility;
mod amend;
mod archive;
mod blocks;
pub mod cover;
mod divide;
pub mod faces;
pub mod identity;
mod images;
mod inlines;
pub(crate) mod markup;
mod metadata;
mod nav;
mod notes;
mod package;
mod page_breaks;
mod palette;
mod single;
mod skeleton;
mod stylesheet;
mod unpacked;
mod volume;
mod walk;
mod xhtml;
mod zip;

pub use crate::project::{Accessibility, Exemption};
pub use accessibility::{CLAIM, Facts, facts};
pub use images::LARGEST as LARGEST_IMAGE;
pub use single::{SinglePage, single_page};
pub use unpacked::{Unpacked, unpacked};
pub use volume::{VolumeJob, package_volume};

use crate::diagnostics::Diagnostic;
use crate::document::{Document, language};
use crate::style::labels::{self, Overrides};
use crate::style::{Family, Style};

/// What an EPUB is made of.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The text.
    pub document: &'a Document,
    /// The style its stylesheet comes from.
    pub style: &'a Style,
    /// Where the pages of the PDF of the same document begin, in order; empty without a PDF.
    pub page_starts: &'a [PageStart],
    /// The cover, if there is to be one.
    pub cover: Option<&'a Cover>,
    /// Faces to embed; none by default.
    pub fonts: &'a [EmbeddedFace<'a>],
    /// Labels that differ from the built-in ones.
    pub labels: &'a Overrides,
    /// What the publisher says about accessibility.
    pub accessibility: &'a Accessibility,
}

/// Where a page of the PDF begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageStart {
    /// The [`Text::position`](crate::document::Text::position) of its first body text.
    pub position: u32,
    /// The page number as printed.
    pub label: String,
}

/// A cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The picture, PNG.
    pub png: Vec<u8>,
    /// What it says.
    pub alt: String,
}

/// A face to embed, whole: reading systems show text that no subset foresees, such as a reader's notes.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedFace<'a> {
    /// The family it belongs to.
    pub family: Family,
    /// 400, 600 or 700.
    pub weight: u16,
    /// Whether it is italic.
    pub is_italic: bool,
    /// Whether its outlines are CFF rather than TrueType.
    pub is_cff: bool,
    /// The file.
    pub data: &'a [u8],
}

/// A finished EPUB.
#[derive(Clone, Debug)]
pub struct EpubFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its unique identifier, a `urn:uuid:`.
    pub identifier: String,
    /// What keeps conformance from being claimed, in plain words; nothing where it is claimed.
    pub obstacles: Vec<String>,
}

/// Packages a document as an EPUB.
///
/// # Errors
///
/// Every image that cannot go into a package, or why the container could not be assembled.
pub fn package(job: &Job<'_>) -> Result<EpubFile, Vec<Diagnostic>> {
    package::edition(job)
}

/// The name of an embedded face in the package.
fn font_file(at: usize, face: &EmbeddedFace<'_>) -> String {
    format!("fonts/face-{}.{}", at + 1, if face.is_cff { "otf" } else { "ttf" })
}

/// The language of the labels where a text's own language has none.
fn label_lang(lang: &str, overrides: &Overrides) -> Option<&'static str> {
    let base = |tag: &str| language::base(tag).to_ascii_lowercase();
    let is_own = labels::languages().any(|tag| base(tag) == base(lang))
        || overrides.keys().any(|tag| base(tag) == base(lang));
    (!is_own).then_some("en")
}
