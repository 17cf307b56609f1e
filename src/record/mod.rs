//! From a record file to a checked [`Record`].
//!
//! Whatever a `Record` holds has been checked: no later room asks again. Markdown is still
//! text here ([`MarkdownText`]); [`document`](crate::document) parses it.
//!
//! 1. [`mod@read`] makes text of bytes and splits front matter from body ([`front_matter`]).
//! 2. [`tree`] turns YAML, TOML or JSON into one tree in which every value knows its place.
//! 3. [`validate`] walks the tree, gathers every fault, and yields a [`Record`] only if there is none.
//! 4. [`mod@duplicates`] compares records with each other; [`lint`] reads them as a copy editor would.

mod byline;
mod date;
mod duplicates;
pub(crate) mod front_matter;
pub(crate) mod identifier;
pub(crate) mod lang;
pub mod limits;
pub mod lint;
pub(crate) mod masked;
mod notices;
pub(crate) mod number;
pub(crate) mod read;
mod schema;
mod silence;
pub(crate) mod tree;
mod validate;
pub mod vocabulary;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub(crate) use date::parse_plain as parse_date;
pub use duplicates::duplicates;
pub(crate) use identifier::{is_email, issn, url as check_url};
pub use masked::find as find_masked_email;
pub(crate) use notices::language;
pub use number::NumberPattern;
pub(crate) use number::refusal;
pub(crate) use read::display;
pub use read::{FileForm, ReadContext, Reading, read, read_lines, unreadable};
pub(crate) use tree::fields::nearest;

pub use schema::schema;

use crate::diagnostics::{Place, Source, Span};

/// A commentary, as its file tells it, every field checked.
#[derive(Clone, Debug)]
pub struct Record {
    /// The text it was read from.
    pub source: Arc<Source>,
    /// The folder that image paths are relative to.
    pub folder: PathBuf,
    /// The identifier within its series; unique there.
    pub number: String,
    /// The key of its series in the project file, or the series' own title.
    pub series: Option<String>,
    /// The kind of text; `commentary` unless told.
    pub kind: String,
    /// BCP 47 tag.
    pub lang: String,
    /// True case, `*emphasis*` allowed.
    pub title: MarkdownText,
    /// As the title.
    pub subtitle: Option<MarkdownText>,
    /// In the order of the byline.
    pub authors: Vec<Author>,
    /// One bio for all authors.
    pub author_note: Option<MarkdownText>,
    /// The day of publication.
    pub date: Option<jiff::civil::Date>,
    /// The day of the last change.
    pub updated: Option<jiff::civil::Date>,
    /// The abstract.
    pub synopsis: Option<MarkdownText>,
    /// The text.
    pub body: MarkdownText,
    /// Subjects.
    pub topics: Vec<String>,
    /// Places the text is about.
    pub regions: Vec<String>,
    /// Free terms.
    pub keywords: Vec<String>,
    /// Without a resolver before it: `10.1234/abc`.
    pub doi: Option<String>,
    /// The canonical address.
    pub url: Option<String>,
    /// Who holds the rights.
    pub rights: Option<String>,
    /// The licence: an SPDX name, an address, or words.
    pub license: Option<String>,
    /// The name of a disclaimer's version; by default the one in force on `date`.
    pub disclaimer: Option<String>,
    /// Notices of change, oldest first.
    pub corrections: Vec<Correction>,
    /// Sibling records in other languages.
    pub translations: Vec<Translation>,
    /// The number of the record that this one replaces.
    pub supersedes: Option<String>,
    /// Which version of the text it is: `1`, `2`.
    pub version: Option<String>,
    /// Who translated it.
    pub translator: Option<String>,
    /// Draft or final.
    pub status: Status,
    /// The lints that are not told of this record, by code.
    pub silenced: BTreeMap<&'static str, Silence>,
    /// Where each field given stands, by key.
    pub spans: BTreeMap<&'static str, Span>,
}

impl Record {
    /// Returns the version of a record that a later one has replaced.
    #[must_use]
    pub fn superseded_version(&self) -> Option<&str> {
        self.version.as_deref().filter(|_| self.status == Status::Superseded)
    }
}

impl Record {
    /// Returns the day of its last change, by `updated` or by its last correction.
    #[must_use]
    pub fn revised(&self) -> Option<jiff::civil::Date> {
        self.corrections.iter().map(|correction| correction.date).chain(self.updated).max()
    }
}

/// One author.
#[derive(Clone, Debug)]
pub struct Author {
    /// As the byline has it.
    pub name: String,
    /// About the author, CommonMark.
    pub bio: Option<MarkdownText>,
    /// The institution.
    pub affiliation: Option<String>,
    /// The sixteen digits with hyphens, checked.
    pub orcid: Option<String>,
    /// A MARC relator code or word; `author` unless told.
    pub role: Option<String>,
}

/// A notice of change.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The day of the change.
    pub date: jiff::civil::Date,
    /// One of Crossref's update types.
    pub kind: String,
    /// What changed.
    pub note: MarkdownText,
}

/// A sibling record in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// Its number.
    pub number: String,
    /// Its language, BCP 47.
    pub lang: String,
    /// Its canonical address, if it is told.
    pub url: Option<String>,
}

/// Why a lint is not told of a record.
#[derive(Clone, Debug)]
pub struct Silence {
    /// What the editor says.
    pub reason: String,
    /// Where the record says it.
    pub span: Span,
}

/// Whether a record may be published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Being worked on.
    Draft,
    /// Ready.
    #[default]
    Final,
    /// Kept as it was published, after a later version took its place; shares that one's number.
    Superseded,
}

/// CommonMark that came from a record, and where each of its bytes came from.
#[derive(Clone, Debug)]
pub struct MarkdownText {
    /// The Markdown.
    pub text: String,
    /// Pieces of the text that stand whole in the source: offset in `text`, offset in the source.
    /// Sorted by both; an offset between two pieces belongs to the earlier one.
    pub pieces: Vec<(u32, u32)>,
}

impl MarkdownText {
    /// Takes a text that stands in one piece in its source, from `start` on.
    #[must_use]
    pub fn whole(text: impl Into<String>, start: u32) -> Self {
        Self { text: text.into(), pieces: vec![(0, start)] }
    }

    /// Returns where a byte of the text stands in the source.
    #[must_use]
    pub fn place(&self, offset: usize) -> Place {
        let offset = u32::try_from(offset).unwrap_or(u32::MAX);
        match self.pieces.partition_point(|&(text, _)| text <= offset) {
            0 => Place::default(),
            after => {
                let (text, source) = self.pieces[after - 1];
                Place(source + (offset - text))
            }
        }
    }
}
