//! `[catalogue]`: which lists are written, and where the output folder is published.

use super::Publisher;
use crate::diagnostics::codes::{project as codes, record as shape};
use crate::record;
use crate::record::tree::fields::{Faults, Fields, choice};
use crate::record::tree::{Scalar, Value};

/// The keys of `[catalogue]`.
pub const CATALOGUE_KEYS: [&str; 4] = ["title", "url", "formats", "page-size"];
const SYNONYMS: [(&str, &str); 5] = [
    ("format", "formats"),
    ("lists", "formats"),
    ("base", "url"),
    ("base-url", "url"),
    ("per-page", "page-size"),
];
/// Entries to the page of a feed, where nothing is said.
const PAGE_SIZE: usize = 50;
/// The longest page: reading systems load a page whole.
const LARGEST_PAGE: usize = 1000;

/// A catalogue that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// Its title; by default that of the only series, or the publisher's name.
    pub title: Option<String>,
    /// The address that the output folder is published at, with a slash at its end.
    pub url: Option<String>,
    /// Which lists.
    pub kinds: Vec<ListKind>,
    /// Entries to the page of a feed.
    pub page_size: usize,
}

/// A kind of list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListKind {
    /// OPDS 2.0 feeds.
    Opds2,
    /// OPDS 1.2 feeds.
    Opds1,
    /// MARC 21 in XML.
    Marcxml,
    /// ONIX 3.0.
    Onix,
    /// Dublin Core in RDF/XML.
    DublinCore,
    /// A deposit for Crossref.
    Crossref,
    /// BibTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    CslJson,
    /// Fragments for the head of each record's web page.
    Head,
    /// The page that lists and searches.
    Shelf,
}

/// The names of lists, in the order of [`ListKind`].
pub const LIST_NAMES: [&str; 11] = [
    "opds2",
    "opds1",
    "marcxml",
    "onix",
    "dublin-core",
    "crossref",
    "bibtex",
    "ris",
    "csl-json",
    "head",
    "shelf",
];

impl ListKind {
    const ALL: [Self; 11] = [
        Self::Opds2,
        Self::Opds1,
        Self::Marcxml,
        Self::Onix,
        Self::DublinCore,
        Self::Crossref,
        Self::Bibtex,
        Self::Ris,
        Self::CslJson,
        Self::Head,
        Self::Shelf,
    ];

    /// Returns its name in a project file.
    #[must_use]
    pub fn name(self) -> &'static str {
        LIST_NAMES[self as usize]
    }

    /// Tells whether it travels without the files, so that only whole addresses lead back to them.
    #[must_use]
    pub fn needs_addresses(self) -> bool {
        matches!(self, Self::Marcxml | Self::Onix | Self::Crossref | Self::Head)
    }
}

/// Reads `[catalogue]`; without it there is no catalogue.
pub(super) fn read(fields: &Fields<'_>, publisher: &Publisher, faults: &mut Faults) -> Option<Catalogue> {
    let table = Fields::new(fields.get("catalogue")?, "catalogue.", &CATALOGUE_KEYS, &SYNONYMS, faults)?;
    Some(Catalogue {
        title: table.line("title", faults).map(|line| line.text),
        url: url(&table, faults),
        kinds: kinds(&table, publisher, faults),
        page_size: page_size(&table, faults),
    })
}

fn url(table: &Fields<'_>, faults: &mut Faults) -> Option<String> {
    let line = table.line("url", faults)?;
    let has_end = line.text.contains(['?', '#']);
    match record::check_url(&line.text) {
        Ok(()) if !has_end => Some(format!("{}/", line.text.trim_end_matches('/'))),
        told => {
            let message = format!("`catalogue.url` is `{}`, expected the address of a folder", line.text);
            faults.at(&shape::BAD_URL, message, line.node).hints.extend(told.err());
            None
        }
    }
}

fn kinds(table: &Fields<'_>, publisher: &Publisher, faults: &mut Faults) -> Vec<ListKind> {
    let can_deposit = publisher.name.is_some() && publisher.email.is_some();
    if table.get("formats").is_none() {
        return ListKind::ALL.into_iter().filter(|kind| *kind != ListKind::Crossref || can_deposit).collect();
    }
    let mut kinds = Vec::new();
    for line in table.lines("formats", faults) {
        let Some(name) = choice(&line, "catalogue.formats", &LIST_NAMES, faults) else { continue };
        kinds.extend(ListKind::ALL.into_iter().find(|kind| kind.name() == name));
        if name == "crossref" && !can_deposit {
            let message =
                "a deposit for Crossref says who makes it, and the publisher has no `name` or no `email`";
            let fault = faults.at(&codes::NO_DEPOSITOR, message, line.node);
            fault.hints.push("give both in `[publisher]`, or leave out `crossref`".to_owned());
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn page_size(table: &Fields<'_>, faults: &mut Faults) -> usize {
    let Some(node) = table.get("page-size") else { return PAGE_SIZE };
    let told = match &node.value {
        Value::Scalar(Scalar { text, .. }) => text.replace('_', "").parse().ok(),
        _ => None,
    };
    match told {
        Some(size) if (1..=LARGEST_PAGE).contains(&size) => size,
        _ => {
            let message = format!("`catalogue.page-size` is not a number from 1 to {LARGEST_PAGE}");
            faults.at(&codes::BAD_PAGE_SIZE, message, node);
            PAGE_SIZE
        }
    }
}
