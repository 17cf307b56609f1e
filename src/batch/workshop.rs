//! What every record of a run is made with, and the making of one.
//!
//! Fonts and styles are loaded once and shared by all threads.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::faces::FaceDigests;
use super::inputs::RunInputs;
use super::manifest::{BoundMember, Entry};
use super::output::{self, NameFacts};
use super::scan::RecordFile;
use super::timings::{Stage, Timings};
use super::verify::{self, Depth, Expected};
use crate::diagnostics::codes::paragraph::MISSING_GLYPH;
use crate::diagnostics::{Diagnostic, Place};
use crate::document::{self, Document};
use crate::epub;
use crate::font::FontBook;
use crate::layout;
use crate::pdf::{self, SubsetCache};
use crate::picture::Masks;
use crate::project::{Format, Project};
use crate::record::{Record, lint};
use crate::style::Style;

/// What every record of a run is made with.
pub struct Workshop<'a> {
    /// The project.
    pub project: &'a Project,
    /// Every style in use, by name.
    pub styles: BTreeMap<String, Style>,
    /// The style for all, whatever their series says.
    pub style: Option<String>,
    /// The faces.
    pub fonts: &'a FontBook,
    /// The digests of faces that records were set from.
    pub faces: FaceDigests,
    /// How pages are made beyond what the style says.
    pub layout: layout::Options,
    /// Font subsets that earlier records made.
    pub subsets: SubsetCache,
    /// Glyphs that earlier covers drew.
    pub masks: Masks,
    /// What is made.
    pub formats: Vec<Format>,
    /// How PDFs are written.
    pub standard: pdf::Standard,
    /// Whether each record's source travels inside its PDF.
    pub attaches_record: bool,
    /// How documents are built.
    pub building: document::BuildOptions,
    /// Digests of the above.
    pub inputs: RunInputs,
    /// Where the time goes.
    pub timings: Timings,
}

/// The style of records that name none.
pub const DEFAULT_STYLE: &str = "house";

/// A finished file, still in memory.
#[derive(Debug)]
pub struct MadeFile {
    /// Below the output folder.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Pages, of a PDF.
    pub pages: Option<usize>,
    /// The standards it claims.
    pub claims: Vec<String>,
}

/// What was made of a record.
#[derive(Debug, Default)]
pub struct Made {
    /// The files.
    pub files: Vec<MadeFile>,
    /// Images with their digests.
    pub images: BTreeMap<String, String>,
    /// The faces it is set from, with their digests.
    pub fonts: BTreeMap<String, String>,
    /// What it takes from the system, or lacks there; nothing where the book has all.
    pub system_fonts: Option<String>,
    /// Words in the text.
    pub words: usize,
    /// The members of a collection, in order.
    pub members: Vec<BoundMember>,
}

impl Workshop<'_> {
    /// Returns the name of the style that records of a series are set in.
    #[must_use]
    pub fn style_name(&self, series: Option<&str>) -> &str {
        let of_series = || self.project.series(series?)?.1.style.as_deref();
        self.style.as_deref().or_else(of_series).unwrap_or(DEFAULT_STYLE)
    }

    /// Returns the paths of a record's artefacts below the output folder, by format.
    #[must_use]
    pub fn outputs(&self, file: &RecordFile, facts: &Entry) -> Vec<(Format, String)> {
        let stem = if file.holds_many() { in_lines(file, &facts.number) } else { file.stem() };
        let name_facts = NameFacts {
            number: &facts.number,
            series: facts.series.as_deref().unwrap_or_default(),
            lang: &facts.lang,
            year: facts.date.as_deref().and_then(|date| date.get(..4)?.parse().ok()),
            stem: &stem,
        };
        // The pattern was checked before the run began, so only the default can be left.
        let stem = output::name(self.project.output.name.as_deref(), &name_facts)
            .unwrap_or_else(|_| PathBuf::from(name_facts.stem));
        let mut stem = stem.to_string_lossy().replace('\\', "/");
        // Neither a superseded version nor a draft may be taken for the release.
        if let Some(version) = &facts.superseded {
            stem = output::marked(&stem, &format!("v{version}"));
        }
        if facts.draft || self.building.draft {
            stem = output::marked(&stem, "draft");
        }
        self.formats.iter().map(|&format| (format, format!("{stem}.{}", ending(format)))).collect()
    }

    /// Sets a record and makes nothing of it; `None` when an error keeps it from being set.
    #[must_use]
    pub fn pages(&self, record: &Record) -> Option<(Document, layout::Pages)> {
        let document = document::build(record, self.project, &self.building).0?;
        let style = self.styles.get(self.style_name(document.metadata.series_key.as_deref()))?;
        let composed = layout::compose_with(&document, style, self.fonts, self.layout);
        Some((document, composed.pages))
    }

    /// Makes a record's files; `None` when an error withholds them. Warnings travel beside.
    #[must_use]
    pub fn make(&self, record: &Record, outputs: &[(Format, String)]) -> (Option<Made>, Vec<Diagnostic>) {
        // What depends on today is for `check` alone: an artefact must not.
        let lint = || lint::check(record, self.project, None);
        let mut diagnostics = self.timings.of(Stage::Read, lint);
        let build = || document::build(record, self.project, &self.building);
        let (document, told) = self.timings.of(Stage::Document, build);
        diagnostics.extend(told);
        let Some(document) = document else { return (None, diagnostics) };
        let made = self.set(&document, outputs, &mut diagnostics);
        let made = made.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
        (made, diagnostics)
    }

    fn set(
        &self,
        document: &Document,
        outputs: &[(Format, String)],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Made> {
        let style = self.styles.get(self.style_name(document.metadata.series_key.as_deref()))?;
        // The EPUB carries the PDF's page numbers, so pages are made for either.
        let compose = || layout::compose_with(document, style, self.fonts, self.layout);
        let composed = self.timings.of(Stage::Layout, compose);
        let lacks = composed.diagnostics.iter().any(|one| one.code.code == MISSING_GLYPH.code);
        diagnostics.extend(composed.diagnostics);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return None;
        }
        let fonts = self.faces.of_pages(self.fonts, &composed.pages);
        let mut made = Made {
            images: images(document),
            system_fonts: self.faces.of_system(self.fonts, fonts.keys(), lacks),
            fonts,
            words: words(document),
            ..Made::default()
        };
        let mut expected = None;
        for (format, path) in outputs {
            let file = match format {
                Format::Pdf => self.timings.of(Stage::Pdf, || self.pdf(document, &composed.pages, path)),
                Format::Epub => {
                    self.timings.of(Stage::Epub, || self.epub(document, style, &composed.pages, path))
                }
            };
            let mut faults = match &file {
                Ok(file) => self.timings.of(Stage::Proof, || {
                    let expected = expected.get_or_insert_with(|| Expected::of(document));
                    proof(*format, file, expected)
                }),
                Err(faults) => faults.clone(),
            };
            for fault in &mut faults {
                // Whatever lies in the artefact, the record is what an editor can open.
                fault.span.get_or_insert_with(|| Place::default().span(&document.source, 0));
            }
            // A file that fails our own reading of it is withheld, never mislabelled.
            match file {
                Ok(file) if faults.is_empty() => made.files.push(file),
                _ => diagnostics.extend(faults),
            }
        }
        Some(made)
    }

    fn pdf(
        &self,
        document: &Document,
        pages: &layout::Pages,
        path: &str,
    ) -> Result<MadeFile, Vec<Diagnostic>> {
        let attachment = self.attaches_record.then(|| attachment(document));
        let options = pdf::Options { standard: self.standard, attachment };
        let job = pdf::Job { document, pages, fonts: self.fonts, options: &options, subsets: &self.subsets };
        let file = pdf::write(&job)?;
        let claims = claims(self.standard).iter().map(|claim| (*claim).to_owned()).collect();
        Ok(MadeFile { path: path.to_owned(), bytes: file.bytes, pages: Some(file.pages), claims })
    }

    fn epub(
        &self,
        document: &Document,
        style: &Style,
        pages: &layout::Pages,
        path: &str,
    ) -> Result<MadeFile, Vec<Diagnostic>> {
        let starts: Vec<epub::PageStart> = pages
            .pages
            .iter()
            .map(|page| epub::PageStart { position: page.starts_at, label: page.label.clone() })
            .collect();
        let project = self.project;
        let draw = || epub::cover::draw(document, style, (self.fonts, &self.masks), &project.labels);
        let cover = project.output.cover.then(draw).flatten();
        let embed = || epub::faces::of(document, style, self.fonts);
        let faces = project.editions.embeds_fonts.then(embed).unwrap_or_default();
        let job = epub::Job {
            document,
            style,
            page_starts: &starts,
            cover: cover.as_ref(),
            fonts: &faces,
            labels: &self.project.labels,
            accessibility: &self.project.editions.accessibility,
        };
        let file = epub::package(&job)?;
        let claims = file.obstacles.is_empty().then(|| epub::CLAIM.to_owned());
        Ok(MadeFile {
            path: path.to_owned(),
            bytes: file.bytes,
            pages: None,
            claims: claims.into_iter().collect(),
        })
    }
}

/// The record's source as a file to carry inside.
fn attachment(document: &Document) -> pdf::Attachment {
    let name = document.source.path.rsplit('/').next().unwrap_or_default().to_owned();
    let mime = match name.rsplit('.').next() {
        Some("md") => "text/markdown",
        Some("json" | "jsonl") => "application/json",
        Some("toml") => "application/toml",
        _ => "application/yaml",
    };
    pdf::Attachment { name, bytes: document.source.text.clone().into_bytes(), mime: mime.to_owned() }
}

/// Reads a finished file back, with code that shares nothing with what wrote it, and returns its
/// errors under its name.
pub(super) fn proof(format: Format, file: &MadeFile, expected: &Expected) -> Vec<Diagnostic> {
    let mut faults = match format {
        Format::Pdf => verify::pdf(&file.bytes, Some(expected), Depth::Quick),
        Format::Epub => verify::epub(&file.bytes, Some(expected), Depth::Quick),
    };
    faults.retain(Diagnostic::is_error);
    for fault in &mut faults {
        fault.message = format!("`{}` is withheld: {}", file.path, fault.message);
    }
    faults
}

/// A record of a file of many is named by its number, in the file's folder.
fn in_lines(file: &RecordFile, number: &str) -> String {
    match file.stem().rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{number}"),
        None => number.to_owned(),
    }
}

pub(super) fn ending(format: Format) -> &'static str {
    match format {
        Format::Pdf => "pdf",
        Format::Epub => "epub",
    }
}

pub(super) fn claims(standard: pdf::Standard) -> &'static [&'static str] {
    match standard {
        pdf::Standard::Ua1A2a => &["PDF/UA-1", "PDF/A-2a"],
        pdf::Standard::Ua1A3a => &["PDF/UA-1", "PDF/A-3a"],
        pdf::Standard::Ua2A4f => &["PDF/UA-2", "PDF/A-4f"],
        pdf::Standard::None => &[],
    }
}

pub(super) fn images(document: &Document) -> BTreeMap<String, String> {
    document.images.iter().map(|image| (image.path.clone(), super::digest::of_input(&image.data))).collect()
}

/// Counts the words of the text as a reader meets them.
fn words(document: &Document) -> usize {
    document::reading_text(document).iter().map(|(_, text)| text.split_whitespace().count()).sum()
}
