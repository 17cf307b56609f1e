//! The PDF writer: [`Pages`] to a file.
//!
//! 1. `order` puts the items of each page in the order they are read; `text` turns every glyph run into character
//!    codes and positions, and knows what each code says; `broken` finds the words that lines have broken.
//! 2. `draw` turns placed items into printpdf's operations, each run inside the marked content of
//!    its leaf of the structure tree or of its kind of artifact.
//! 3. `font` subsets the faces and hands them to printpdf.
//! 4. printpdf makes the object graph (`to_lopdf_document`): pages, resources, content, fonts; of a volume, whose
//!    operations would fill the memory, `content` has it make some pages' content at a time.
//! 5. `finish` adds what printpdf has no notion of (`structure`, `link`, `outline`, `metadata`,
//!    `xmp`, `intent`, `attachment`; `second` for PDF 2.0), and `save` compresses and writes object streams.
//!
//! The room measures nothing, breaks nothing and chooses no font.

mod attachment;
mod broken;
mod cluster;
mod content;
mod cost;
mod draw;
mod finish;
mod font;
mod image;
mod intent;
mod link;
mod metadata;
mod object;
mod operation;
mod order;
mod outline;
mod save;
mod second;
mod structure;
mod subset;
mod svg;
mod text;
mod xmp;

pub use attachment::Attachment;
pub use subset::SubsetCache;

use crate::diagnostics::Diagnostic;
use crate::document::Document;
use crate::font::FontBook;
use crate::layout::Pages;

/// What is written, and how.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// What the metadata and images are taken from.
    pub document: &'a Document,
    /// What stands where.
    pub pages: &'a Pages,
    /// The book the pages' faces are of.
    pub fonts: &'a FontBook,
    /// How it is written.
    pub options: &'a Options,
    /// The subsets that earlier documents of the run made; of the same book.
    pub subsets: &'a SubsetCache,
}

/// A volume to be written: as [`Job`] says, but with pages of its own, since so many are not held for longer than
/// they are needed.
#[derive(Debug)]
pub struct VolumeJob<'a> {
    /// What the metadata and images are taken from.
    pub document: &'a Document,
    /// What stands where.
    pub pages: Pages,
    /// The book the pages' faces are of.
    pub fonts: &'a FontBook,
    /// How it is written.
    pub options: &'a Options,
    /// The subsets that earlier documents of the run made; of the same book.
    pub subsets: &'a SubsetCache,
}

impl VolumeJob<'_> {
    fn job(&self) -> Job<'_> {
        let Self { document, pages, fonts, options, subsets } = self;
        Job { document, pages, fonts, options, subsets }
    }
}

/// How a PDF is written.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What it conforms to.
    pub standard: Standard,
    /// A file to carry inside; PDF/A allows any only under [`Standard::Ua1A3a`].
    pub attachment: Option<Attachment>,
}

/// What a PDF conforms to and says it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Standard {
    /// PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2).
    #[default]
    Ua1A2a,
    /// PDF/UA-1 and PDF/A-3a (ISO 19005-3), which may carry files of any kind.
    Ua1A3a,
    /// PDF/UA-2 (ISO 14289-2) and PDF/A-4f (ISO 19005-4), of PDF 2.0; without an attachment PDF/A-4.
    Ua2A4f,
    /// Written as the default is, but with no claim.
    None,
}

impl Standard {
    /// Tells whether files are of PDF 2.0.
    pub(crate) fn is_second(self) -> bool {
        self == Self::Ua2A4f
    }
}

/// A finished file.
#[derive(Clone, Debug)]
pub struct PdfFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// Writes a document's pages as a PDF. The same job gives the same bytes.
///
/// # Errors
///
/// Every fault that keeps the file from being made: an image that cannot be drawn, a face that
/// cannot be embedded, a link that leads nowhere.
pub fn write(job: &Job<'_>) -> Result<PdfFile, Vec<Diagnostic>> {
    write_in(job, content::BATCH)
}

/// Writes a volume's pages as [`write()`] does, and lets go of what stands on them once it is drawn.
///
/// # Errors
///
/// As [`write()`] has them.
pub fn write_volume(mut volume: VolumeJob<'_>) -> Result<PdfFile, Vec<Diagnostic>> {
    let (graph, parts) = graph(&volume.job(), content::BATCH)?;
    for page in &mut volume.pages.pages {
        page.items = Vec::new();
    }
    finish(&volume.job(), graph, parts)
}

/// Writes the pages, `batch` of them drawn at a time.
fn write_in(job: &Job<'_>, batch: usize) -> Result<PdfFile, Vec<Diagnostic>> {
    let (graph, parts) = graph(job, batch)?;
    finish(job, graph, parts)
}

/// Draws the pages; returns what printpdf makes of them, and what it does not hold.
fn graph(job: &Job<'_>, batch: usize) -> Result<(lopdf::Document, finish::Parts), Vec<Diagnostic>> {
    let links = link::resolve(job)?;
    let order = order::Order::of(job.pages);
    let texts = text::encode(job, &order, job.pages.pages.len() <= batch)?;
    let images = image::load(job)?;
    let faces = font::embed(job, &texts.codes)?;
    let drawn = draw::draw(job, &order, texts, &faces, &images, batch);
    let (graph, marks) = drawn.into_graph();
    Ok((graph, finish::Parts { links, faces, images, marks }))
}

fn finish(job: &Job<'_>, graph: lopdf::Document, parts: finish::Parts) -> Result<PdfFile, Vec<Diagnostic>> {
    let bytes = finish::finish(job, graph, parts)?;
    Ok(PdfFile { bytes, pages: job.pages.pages.len() })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Job, Options, SubsetCache, write_in};
    use crate::document::{self, BuildOptions};
    use crate::font::FontBook;
    use crate::layout;
    use crate::project::Project;
    use crate::record::{ReadContext, read};
    use crate::style::load;

    #[test]
    fn pages_drawn_a_few_at_a_time_give_the_same_file() {
        let project = Project::default();
        let text = "A page of *words*, and `code`: efficient affairs, one more time.\n\n".repeat(500);
        let text = format!("---\ntitle: T\n---\n\n{text}Zoë wrote *this* in the end: Ωμέγα.\n");
        let mut reading = read(Path::new("t.md"), text.as_bytes(), &ReadContext::new(&project));
        let (document, _) = document::build(&reading.records.remove(0), &project, &BuildOptions::default());
        let document = document.expect("a good record");
        let fonts = FontBook::embedded();
        let style = load("house", &[]).expect("a style of the program");
        let pages = layout::compose(&document, &style, &fonts).pages;
        assert!(pages.pages.len() > 4, "{} pages", pages.pages.len());
        let options = Options::default();
        let subsets = SubsetCache::default();
        let job =
            Job { document: &document, pages: &pages, fonts: &fonts, options: &options, subsets: &subsets };
        let whole = write_in(&job, usize::MAX).expect("it can be written").bytes;
        for batch in [1, 3] {
            assert!(write_in(&job, batch).expect("it can be written").bytes == whole, "by {batch}");
        }
    }
}
