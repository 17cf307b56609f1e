//! An edition as its files, not packaged: what a preview shows of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::divide::{self, Anchors};
use super::images::Images;
use super::nav::Navigation;
use super::package::documents;
use super::xhtml::Edition;
use super::{Job, label_lang, stylesheet};
use crate::diagnostics::Diagnostic;
use crate::style::labels::Labels;

/// The files of an edition that are looked at.
#[derive(Clone, Debug, Default)]
pub struct Unpacked {
    /// Names and titles of the documents, in reading order.
    pub documents: Vec<(String, String)>,
    /// Every file, by name: its media type and its bytes.
    pub files: BTreeMap<String, (&'static str, Arc<[u8]>)>,
}

/// Writes the files of an edition: the very documents, stylesheet and images that [`package`](super::package())
/// puts into the EPUB.
///
/// # Errors
///
/// Every image that cannot go into a package.
pub fn unpacked(job: &Job<'_>) -> Result<Unpacked, Vec<Diagnostic>> {
    let document = job.document;
    let mut images = Images::default();
    let names = images.add(document)?;
    let parts = divide::edition(document, &job.style.sections);
    let edition = Edition {
        document,
        anchors: Anchors::of(document, &parts),
        images: names,
        labels: Labels::of(&document.lang, job.labels),
        label_lang: label_lang(&document.lang, job.labels),
        bound: None,
    };
    let mut edited = Unpacked::default();
    let stylesheet: Arc<[u8]> = Arc::from(stylesheet::write(job.style, job.fonts).into_bytes());
    edited.files.insert("stylesheet.css".to_owned(), ("text/css", stylesheet));
    for (name, image) in images.files() {
        edited.files.insert(name.clone(), (image.media_type, Arc::clone(&image.data)));
    }
    let written = documents(&edition, &parts, job, &mut Navigation::default());
    for ((name, markup), part) in written.into_iter().zip(&parts) {
        edited.documents.push((name.clone(), edition.part_title(part)));
        edited.files.insert(name, ("application/xhtml+xml", Arc::from(markup.into_bytes())));
    }
    Ok(edited)
}
