//! The one semantic tree from which PDF and EPUB both come, so that they cannot disagree.
//!
//! A [`Document`] is in reading order: masthead, title, byline, then [`Section`]s (disclaimer,
//! synopsis, commentary, bios, citation, rights). It knows no page, width, XHTML or PDF.

mod anchors;
pub mod block;
mod blocks;
pub mod bound;
mod build;
mod builder;
pub mod dump;
mod editorial;
mod end_matter;
mod front_matter;
mod furniture;
mod hosts;
mod html;
mod html_blocks;
mod images;
pub mod inline;
mod inlines;
pub mod language;
mod languages;
pub mod limits;
mod links;
pub mod lints;
mod markdown;
mod names;
mod passes;
mod png;
mod reading;
mod siblings;
mod svg;
mod tidy;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use block::{Alignment, Block, ColumnAlignment, ListItem, Row};
pub use bound::{file_as, plain_line, writers};
pub use build::{BuildOptions, build};
pub use inline::{Change, Inline, LinkTarget, Text};

pub(crate) use passes::{Line, number, walk};
pub use reading::{Part, block_texts, reading_text};
pub use siblings::{Siblings, sibling};

use crate::diagnostics::{Source, Span};
use crate::project::Authority;

/// A language tag, BCP 47.
pub type Lang = Arc<str>;

/// Which way lines run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

/// The whole text in reading order, with what writers need to know of it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The record's file.
    pub source: Arc<Source>,
    /// The record's language.
    pub lang: Lang,
    /// The direction of that language's script.
    pub direction: Direction,
    /// Plain facts for the writers' metadata.
    pub metadata: Metadata,
    /// The head of the first page.
    pub masthead: Masthead,
    /// The title.
    pub title: Vec<Inline>,
    /// The line below the title.
    pub subtitle: Option<Vec<Inline>>,
    /// The authors' names as one line, joined by the language's own list words.
    pub byline: Vec<Inline>,
    /// Everything after the byline, in order.
    pub sections: Vec<Section>,
    /// Footnotes, in the order of their first reference; [`NoteId`] indexes them.
    pub notes: Vec<Note>,
    /// Images, each once; [`ImageId`] indexes them.
    pub images: Vec<ImageAsset>,
    /// What furniture says.
    pub furniture: Furniture,
}

/// The head of the first page; an empty text is not set.
#[derive(Clone, Debug, Default)]
pub struct Masthead {
    /// The series' title.
    pub series: Vec<Inline>,
    /// The number with its label: "No. CO12033".
    pub number: Vec<Inline>,
    /// The date in words: "23 February 2012".
    pub date: Vec<Inline>,
}

/// What running heads and feet say; artifacts all, so plain text. An empty text is not set.
#[derive(Clone, Debug, Default)]
pub struct Furniture {
    /// The authors, shortened for a running head ("Kizekova", "A and B", "A and others").
    pub running_author: String,
    /// The title, shortened for a running head.
    pub short_title: String,
    /// The publisher and its address on one line.
    pub address: String,
    /// `page {page} of {pages}` in the document's language.
    pub folio: String,
    /// The word a draft is marked with, if it is one.
    pub draft: Option<String>,
    /// What the head of every page of a proof says: that it is a draft and of which day, or what it compares.
    pub proof: Option<String>,
    /// Whether it shows what changed between two versions: lines are numbered and changes have bars.
    pub is_comparison: bool,
}

/// A part of the document with a heading of its own.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it is.
    pub role: SectionRole,
    /// A name that is unique in the document and the same in every build: `synopsis`.
    pub id: String,
    /// Its heading ("Synopsis"), which a side-head style hangs in the margin.
    pub heading: Option<Vec<Inline>>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// What a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionRole {
    /// What changed between two versions; in proofs alone.
    Changes,
    /// The publisher's disclaimer.
    Disclaimer,
    /// Notices of change, and links to sibling records.
    Notices,
    /// The abstract.
    Synopsis,
    /// The text itself.
    Commentary,
    /// About the authors.
    About,
    /// How to cite it, with its canonical address.
    Citation,
    /// Who holds the rights, and the licence.
    Rights,
}

/// Indexes [`Document::notes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub u32);

/// Indexes [`Document::images`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ImageId(pub u32);

/// A footnote.
#[derive(Clone, Debug)]
pub struct Note {
    /// Its mark: "1".
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// How often it is referred to; at least once.
    pub references: u32,
}

/// An image that was read and measured once.
#[derive(Clone, Debug)]
pub struct ImageAsset {
    /// The path as the record gives it.
    pub path: String,
    /// Where it is first shown.
    pub span: Option<Span>,
    /// What it is.
    pub format: ImageFormat,
    /// The file's bytes.
    pub data: Arc<[u8]>,
    /// The extent in pixels (SVG: in user units).
    pub width: u32,
    /// The extent in pixels (SVG: in user units).
    pub height: u32,
    /// A digest of the bytes, in hexadecimal, for names.
    pub digest: String,
}

/// The image formats a record may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImageFormat {
    /// image/png
    Png,
    /// image/jpeg
    Jpeg,
    /// image/webp
    WebP,
    /// image/svg+xml
    Svg,
}

/// Plain facts for the writers' metadata; every text without markup.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// The title.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Person>,
    /// The identifier within the series.
    pub number: String,
    /// The kind of text.
    pub kind: String,
    /// The series' key.
    pub series_key: Option<String>,
    /// The series' title.
    pub series_title: Option<String>,
    /// The series' ISSN.
    pub issn: Option<String>,
    /// The publisher's name.
    pub publisher: Option<String>,
    /// The date of publication, ISO.
    pub date: Option<String>,
    /// The date of the last change, ISO.
    pub updated: Option<String>,
    /// The abstract.
    pub synopsis: Option<String>,
    /// Subjects.
    pub topics: Vec<String>,
    /// Places the text is about.
    pub regions: Vec<String>,
    /// Free terms.
    pub keywords: Vec<String>,
    /// Where those of its subjects are from that the project says it of, by subject.
    pub authorities: BTreeMap<String, Authority>,
    /// Without a resolver before it.
    pub doi: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// Who holds the rights.
    pub rights: Option<String>,
    /// The licence.
    pub license: Option<String>,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// The translator.
    pub translator: Option<String>,
    /// Sibling records: number and language.
    pub translations: Vec<(String, String)>,
    /// The record it replaces.
    pub supersedes: Option<String>,
    /// Which version of the text it is.
    pub version: Option<String>,
    /// Whether a later version has taken its place.
    pub is_superseded: bool,
    /// Whether it is many records bound as one; the number is then the collection's name.
    pub is_volume: bool,
    /// Corrections: ISO date, kind, note.
    pub corrections: Vec<(String, String, String)>,
}

impl Metadata {
    /// Tells whether one who had a part in it is named as its creator: whose text it is, or an editor where it is
    /// nobody's.
    #[must_use]
    pub fn is_creator(&self, person: &Person) -> bool {
        person.is_author() || (person.role == "edt" && !self.authors.iter().any(Person::is_author))
    }

    /// Returns the day of the last change, ISO: `updated`, the last correction or `date`, whichever is last.
    #[must_use]
    pub fn last_change(&self) -> Option<&str> {
        let corrections = self.corrections.iter().map(|(date, ..)| date.as_str());
        self.updated.as_deref().into_iter().chain(self.date.as_deref()).chain(corrections).max()
    }
}

/// A name taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameParts {
    /// The family's name, with its particles: `van der Walt`.
    pub family: String,
    /// The given names.
    pub given: String,
    /// What follows: `Jr.`
    pub suffix: Option<String>,
}

/// A person with a part in the text.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// As the byline has it.
    pub name: String,
    /// Family name first, for sorting.
    pub file_as: String,
    /// The name taken apart, where it has a family's part.
    pub parts: Option<NameParts>,
    /// The institution.
    pub affiliation: Option<String>,
    /// The sixteen digits with hyphens.
    pub orcid: Option<String>,
    /// A MARC relator code: `aut`.
    pub role: String,
}

impl Person {
    /// Tells whether the text is the person's own: an editor or a translator contributes to it (RFC 2413).
    #[must_use]
    pub fn is_author(&self) -> bool {
        matches!(self.role.as_str(), "" | "aut" | "cre" | "com")
    }
}
