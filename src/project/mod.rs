//! The project file, `offprint.toml`: publisher, series, disclaimers, labels, output, lints.
//!
//! Without one, [`Project::default`] builds any folder of records.
//!
//! 1. [`mod@find`] looks for it at and above the records.
//! 2. [`load`] reads it through the same located tree as records, and tells every fault at once.

mod catalogue;
mod collections;
mod editions;
mod find;
mod lints;
mod read;
mod schema;
mod series;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

pub use catalogue::{Catalogue, ListKind};
pub use collections::{Collection, Introduction};
pub use editions::{Accessibility, Authority, Editions, Exemption};
pub use find::{FILE_NAME, find};
pub use read::load;
pub use schema::schema;

use crate::diagnostics::{Severity, Source, Span};
use crate::record::NumberPattern;

/// A project, read and checked.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The folder of the project file; where there is none, the folder the records are below.
    pub root: PathBuf,
    /// The project file, if there is one.
    pub source: Option<Arc<Source>>,
    /// Who publishes.
    pub publisher: Publisher,
    /// By key, in the file's order of keys.
    pub series: BTreeMap<String, Series>,
    /// Where outputs go and which.
    pub output: Output,
    /// What is said of all EPUBs.
    pub editions: Editions,
    /// Where the terms of records are from, by term.
    pub subjects: BTreeMap<String, Authority>,
    /// The catalogue, if one is asked for.
    pub catalogue: Option<Catalogue>,
    /// Levels that differ from the built-in ones, by code (`L0104`); `None` is off.
    pub lint: BTreeMap<String, Option<Severity>>,
    /// Labels that differ from the built-in ones: language, then key, then text.
    pub labels: BTreeMap<String, BTreeMap<String, String>>,
    /// Files and folders with fonts, relative to the root.
    pub fonts: Vec<PathBuf>,
    /// Whether no fonts of the system are to be used.
    pub forbids_system_fonts: bool,
    /// Folders outside the root that images may come from; whoever runs the program says so, never the file.
    pub allowed: Vec<PathBuf>,
    /// Collections, by name.
    pub collections: BTreeMap<String, Collection>,
}

impl Project {
    /// Finds a series by key or by title.
    #[must_use]
    pub fn series(&self, key_or_title: &str) -> Option<(&str, &Series)> {
        let named = |(key, series): &(&String, &Series)| *key == key_or_title || series.title == key_or_title;
        self.series.iter().find(named).map(|(key, series)| (key.as_str(), series))
    }
}

impl Series {
    /// Returns the disclaimer of a record: the version it pins, or the one in force on its date.
    ///
    /// Without a date it is the version in force last.
    #[must_use]
    pub fn disclaimer_for(
        &self,
        date: Option<jiff::civil::Date>,
        pinned: Option<&str>,
    ) -> Option<&Disclaimer> {
        match (pinned, date) {
            (Some(name), _) => self.disclaimers.iter().find(|one| one.name == name),
            (None, None) => self.disclaimers.last(),
            (None, Some(date)) => {
                self.disclaimers.iter().rev().find(|one| one.from.is_none_or(|from| from <= date))
            }
        }
    }
}

/// Who publishes.
#[derive(Clone, Debug, Default)]
pub struct Publisher {
    /// The name in full.
    pub name: Option<String>,
    /// The address, line by line.
    pub address: Vec<String>,
    /// The web address.
    pub url: Option<String>,
    /// Fills `{email}`.
    pub email: Option<String>,
    /// Who holds the rights unless the record says otherwise.
    pub rights: Option<String>,
}

/// A series.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// The title; records may name the series by it as well as by its key.
    pub title: String,
    /// The ISSN, checked.
    pub issn: Option<String>,
    /// The language of records that name none.
    pub lang: Option<String>,
    /// A pattern (`CO\d{5}` style, as documented in `docs/project-file.md`) that numbers match.
    pub number: Option<NumberPattern>,
    /// Fields that a record must give.
    pub required: Vec<String>,
    /// The style's name.
    pub style: Option<String>,
    /// The controlled list of topics; empty leaves them free.
    pub topics: Vec<String>,
    /// The controlled list of regions; empty leaves them free.
    pub regions: Vec<String>,
    /// Sorted by date of effect.
    pub disclaimers: Vec<Disclaimer>,
    /// Who publishes the series, where it is not the project's publisher.
    pub publisher: Option<Publisher>,
}

/// A version of a disclaimer.
#[derive(Clone, Debug)]
pub struct Disclaimer {
    /// Its name, by which a record can pin it.
    pub name: String,
    /// The first day it is in force; `None` for the first version.
    pub from: Option<jiff::civil::Date>,
    /// CommonMark with `{email}` and `{publisher}` still in it.
    pub text: String,
    /// Where it stands in the project file.
    pub span: Span,
}

/// Where outputs go and which.
#[derive(Clone, Debug)]
pub struct Output {
    /// What is made of each record.
    pub formats: Vec<Format>,
    /// The folder, relative to the project's root.
    pub directory: PathBuf,
    /// A pattern for file names without ending, such as `{year}/{number}`; by default the
    /// record's path below the folder given.
    pub name: Option<String>,
    /// Whether EPUBs get a cover.
    pub cover: bool,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            formats: vec![Format::Pdf, Format::Epub],
            directory: PathBuf::from("dist"),
            name: None,
            cover: true,
        }
    }
}

/// What can be made of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The download.
    Pdf,
    /// The edition.
    Epub,
}
