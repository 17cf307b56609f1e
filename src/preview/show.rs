//! The pages and the edition of one record.

use std::sync::Arc;

use rayon::prelude::*;

use super::shelf::{Listed, Setup, key_of};
use crate::batch::digest;
use crate::batch::scan::RecordFile;
use crate::diagnostics::Diagnostic;
use crate::document::{self, Document};
use crate::epub::{self, Unpacked};
use crate::layout::{self, Pages};
use crate::pdf;
use crate::picture::{self, Addresses, Outlines};
use crate::record::{Reading, Record};

/// A record as somebody sees it.
pub(super) struct View {
    pub listed: Listed,
    /// The last good pages, if there ever were any.
    pub good: Option<Arc<Good>>,
    /// Whether those are of an earlier state than the file's.
    pub is_stale: bool,
}

/// An attempt at making pages of a record.
pub(super) struct Attempt {
    /// The state of the record and of what it is made with.
    pub made_of: (u64, u64),
    pub faults: Vec<Diagnostic>,
    pub good: Option<Arc<Good>>,
}

/// Pages and edition of a record without errors.
pub(super) struct Good {
    pub document: Document,
    pub pages: Vec<Picture>,
    pub edition: Unpacked,
    /// Of the edition's files.
    pub edition_digest: String,
    name: String,
    set: Pages,
    setup: Arc<Setup>,
}

/// The picture of a page.
pub(super) struct Picture {
    pub label: String,
    /// In points.
    pub width: f64,
    pub height: f64,
    pub svg: String,
    /// Of the picture, so that a browser asks for those alone that changed.
    pub digest: String,
    /// What it says.
    pub words: String,
}

/// Returns what is seen after an attempt.
pub(super) fn view(listed: &Listed, attempt: &Attempt) -> View {
    let listed = Listed { faults: attempt.faults.clone(), ..listed.clone() };
    let is_broken = attempt.faults.iter().any(Diagnostic::is_error);
    View { listed, good: attempt.good.clone(), is_stale: is_broken && attempt.good.is_some() }
}

/// Makes pages and edition of the record that a file gave under a key.
pub(super) fn attempt(
    reading: Reading,
    file: &RecordFile,
    key: &str,
    made_of: (u64, u64),
    setup: &Arc<Setup>,
) -> Attempt {
    let Reading { records, diagnostics: mut faults } = reading;
    let record = match records {
        mut one if !file.holds_many() => one.pop(),
        many => {
            let found = many.into_iter().find(|record| key_of(file, record) == key);
            if let Some(record) = &found {
                faults.retain(|fault| {
                    fault.span.as_ref().is_some_and(|span| Arc::ptr_eq(&span.source, &record.source))
                });
            }
            found
        }
    };
    let good = record.and_then(|record| make(&record, setup, &mut faults));
    Attempt { made_of, faults, good: good.map(Arc::new) }
}

fn make(record: &Record, setup: &Arc<Setup>, faults: &mut Vec<Diagnostic>) -> Option<Good> {
    let (document, told) = document::build(record, &setup.project, &setup.building);
    faults.extend(told);
    let document = document?;
    let style = setup.style_of(document.metadata.series_key.as_deref())?;
    let composed = layout::compose_with(&document, style, &setup.fonts, setup.layout);
    faults.extend(composed.diagnostics);
    if faults.iter().any(Diagnostic::is_error) {
        return None;
    }
    let set = composed.pages;
    let starts: Vec<epub::PageStart> = set
        .pages
        .iter()
        .map(|page| epub::PageStart { position: page.starts_at, label: page.label.clone() })
        .collect();
    let job = epub::Job {
        document: &document,
        style,
        page_starts: &starts,
        cover: None,
        fonts: &[],
        labels: &setup.project.labels,
        accessibility: &epub::Accessibility::default(),
    };
    let (pages, edition) = rayon::join(|| pictures(&set, setup), || epub::unpacked(&job));
    let edition = edition.map_err(|told| faults.extend(told)).ok()?;
    let parts = edition.files.iter().flat_map(|(name, (_, bytes))| [name.as_bytes(), &**bytes]);
    let edition_digest = digest::of_parts(parts);
    let name = format!("{}.pdf", document.metadata.number);
    Some(Good { pages, edition, edition_digest, name, set, setup: Arc::clone(setup), document })
}

fn pictures(set: &Pages, setup: &Setup) -> Vec<Picture> {
    let outlines = Outlines::default();
    set.pages
        .par_iter()
        .map(|page| {
            let addresses = Addresses {
                image: &|image| format!("images/{}", image.0),
                place: &|page, at| format!("#page-{}-{:.0}", page + 1, at.y.0),
            };
            let svg = picture::svg(set, page, &setup.fonts, &outlines, &addresses);
            Picture {
                label: page.label.clone(),
                width: page.size.width.0,
                height: page.size.height.0,
                digest: digest::of_input(svg.as_bytes()),
                words: picture::words(page, &set.tree),
                svg,
            }
        })
        .collect()
}

impl Good {
    /// Returns the name of the PDF.
    pub(super) fn pdf_name(&self) -> &str {
        &self.name
    }

    /// Makes the PDF: the file that `build` makes, but for its attachment.
    pub(super) fn pdf(&self) -> Result<Vec<u8>, String> {
        let job = pdf::Job {
            document: &self.document,
            pages: &self.set,
            fonts: &self.setup.fonts,
            options: &pdf::Options::default(),
            subsets: &pdf::SubsetCache::default(),
        };
        let made = pdf::write(&job)
            .map_err(|faults| faults.first().map_or_else(String::new, |fault| fault.message.clone()))?;
        Ok(made.bytes)
    }
}
