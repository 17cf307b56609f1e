//! The package: its files handed to epub-builder in reading order.

use std::borrow::Cow;

use epub_builder::{Toc, TocElement};
use uuid::Uuid;

use super::accessibility::Findings;
use super::amend::Amendments;
use super::archive::{self, Contents};
use super::divide::{self, Anchors, Part, PartKind};
use super::images::Images;
use super::markup::{Markup, escape};
use super::metadata::{self, Expressions};
use super::nav::{self, Covering, Entry, Landmark, Navigation};
use super::page_breaks::PageBreaks;
use super::skeleton::{self, Named, Role};
use super::xhtml::{Edition, State, direction_name, shell};
use super::{Cover, EmbeddedFace, EpubFile, Job, font_file, identity, label_lang, stylesheet};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::epub as codes;
use crate::document::Direction;
use crate::style::labels::{Labels, Overrides};

/// The picture of the cover.
const COVER_IMAGE: &str = "images/cover.png";
/// The page that shows it.
pub(super) const COVER_PAGE: &str = "cover.xhtml";

/// Everything that goes into a package, written.
pub(super) struct Volume<'a> {
    pub title: String,
    pub lang: String,
    pub direction: Direction,
    pub identifier: Uuid,
    pub modified: String,
    pub metadata: Expressions,
    pub stylesheet: String,
    pub cover: Option<&'a Cover>,
    pub fonts: &'a [EmbeddedFace<'a>],
    pub images: Images,
    /// Name and content of each document, in reading order.
    pub documents: Vec<(String, String)>,
    pub navigation: Navigation,
    pub labels: &'a Overrides,
}

/// Packages one record.
pub(super) fn edition(job: &Job<'_>) -> Result<EpubFile, Vec<Diagnostic>> {
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
    let mut navigation = Navigation::default();
    let documents = documents(&edition, &parts, job, &mut navigation);
    tell_contents(&edition, &parts, job.cover, &mut navigation);
    let findings = Findings::of(job);
    let identifier = identity::edition(&document.metadata);
    let volume = Volume {
        title: document.metadata.title.clone(),
        lang: document.lang.to_string(),
        direction: document.direction,
        identifier,
        modified: metadata::modified_at(&document.metadata),
        metadata: metadata::of_record(job, &findings),
        stylesheet: stylesheet::write(job.style, job.fonts),
        cover: job.cover,
        fonts: job.fonts,
        images,
        documents,
        navigation,
        labels: job.labels,
    };
    let bytes = volume.build().map_err(|fault| vec![fault])?;
    Ok(EpubFile { bytes, identifier: identifier.urn().to_string(), obstacles: findings.obstacles })
}

/// Writes the documents of a record.
pub(super) fn documents<'a>(
    edition: &Edition<'a>,
    parts: &[Part<'a>],
    job: &Job<'a>,
    navigation: &mut Navigation,
) -> Vec<(String, String)> {
    let mut breaks = PageBreaks::new(job.page_starts);
    let last = parts.len().saturating_sub(1);
    let write = |(at, part): (usize, &Part<'a>)| {
        let state = State { breaks: &mut breaks, marks: &mut navigation.pages, is_last: at == last };
        (part.file.clone(), edition.write(part, state))
    };
    parts.iter().enumerate().map(write).collect()
}

/// Tells contents and landmarks.
fn tell_contents(
    edition: &Edition<'_>,
    parts: &[Part<'_>],
    cover: Option<&Cover>,
    navigation: &mut Navigation,
) {
    let labels = &edition.labels;
    let landmark =
        |kind, title: &str, href: &str| Landmark { kind, title: title.to_owned(), href: href.to_owned() };
    if cover.is_some() {
        navigation.landmarks.push(landmark("cover", labels.get("cover"), COVER_PAGE));
    }
    for part in parts {
        navigation.contents.extend(nav::entries(edition.document, part, labels));
        match part.kind {
            PartKind::Title => {
                navigation.landmarks.push(landmark("titlepage", labels.get("title_page"), &part.file))
            }
            PartKind::Text => {
                navigation.landmarks.push(landmark("bodymatter", labels.get("text"), &part.file))
            }
            PartKind::End | PartKind::Whole => {}
        }
        if !part.notes.is_empty() {
            let href = format!("{}#notes_", part.file);
            navigation.landmarks.push(landmark("footnotes", labels.get("notes"), &href));
        }
    }
}

impl Volume<'_> {
    /// Has epub-builder make the package of the files, puts in what they are and say, and returns the file.
    pub(super) fn build(mut self) -> Result<Vec<u8>, Diagnostic> {
        let made = skeleton::of(self.files()).map_err(|cause| fault(&cause))?;
        let amendments = self.amendments();
        archive::pack(&made, &self.contents(), &amendments).map_err(|cause| fault(&cause))
    }

    /// Every file after the stylesheet, in the order of the container.
    fn files(&self) -> Vec<Named> {
        let mut files = Vec::new();
        let mut add = |name: &str, role| files.push(Named { name: name.to_owned(), role });
        if self.cover.is_some() {
            add(COVER_IMAGE, Role::Cover);
            add(COVER_PAGE, Role::Document);
        }
        for (at, face) in self.fonts.iter().enumerate() {
            add(&font_file(at, face), Role::Resource(if face.is_cff { "font/otf" } else { "font/ttf" }));
        }
        for (name, image) in self.images.files() {
            add(name, Role::Resource(image.media_type));
        }
        for (name, _) in &self.documents {
            add(name, Role::Document);
        }
        files
    }

    /// Returns the contents of all files that epub-builder was told of.
    fn contents(&self) -> Contents<'_> {
        let mut contents = Contents::new();
        let mut add = |name: &str, bytes| contents.insert(name.to_owned(), bytes);
        add("stylesheet.css", Cow::Borrowed(self.stylesheet.as_bytes()));
        if let Some(cover) = self.cover {
            add(COVER_IMAGE, Cow::Borrowed(&*cover.png));
            let page = cover_page(cover, &self.covering());
            add(COVER_PAGE, Cow::Owned(page.into_bytes()));
        }
        for (at, face) in self.fonts.iter().enumerate() {
            add(&font_file(at, face), Cow::Borrowed(face.data));
        }
        for (name, image) in self.images.files() {
            add(name, Cow::Borrowed(&*image.data));
        }
        for (name, content) in &self.documents {
            add(name, Cow::Borrowed(content.as_bytes()));
        }
        contents
    }

    fn covering(&self) -> Covering<'_> {
        Covering {
            lang: &self.lang,
            direction: self.direction,
            title: &self.title,
            labels: Labels::of(&self.lang, self.labels),
            label_lang: label_lang(&self.lang, self.labels),
        }
    }

    fn amendments(&mut self) -> Amendments {
        let mut toc = Toc::new();
        for entry in &self.navigation.contents {
            toc.add(ncx_entry(entry));
        }
        Amendments {
            metadata: std::mem::take(&mut self.metadata),
            modified: std::mem::take(&mut self.modified),
            nav_points: toc.render_epub(true),
            lang: self.lang.clone(),
            direction: direction_name(self.direction),
            title: self.title.clone(),
            identifier: self.identifier.urn().to_string(),
            depth: nav::depth(&self.navigation.contents).max(1),
            nav: self.navigation.write(&self.covering()),
            has_fonts: !self.fonts.is_empty(),
        }
    }
}

/// An entry for the NCX of old reading systems.
fn ncx_entry(entry: &Entry) -> TocElement {
    let element = TocElement::new(escape(&entry.href), &entry.title);
    entry.children.iter().fold(element, |element, child| element.child(ncx_entry(child)))
}

/// The page that shows the cover.
fn cover_page(cover: &Cover, covering: &Covering<'_>) -> String {
    let Covering { lang, direction, title, ref labels, .. } = *covering;
    let mut out = Markup::default();
    out.raw("<section class=\"cover\" epub:type=\"cover\">\n");
    out.empty("img", &[("src", Some(COVER_IMAGE)), ("alt", Some(&cover.alt)), ("role", Some("doc-cover"))]);
    out.raw("\n</section>\n");
    shell(lang, direction, &format!("{} – {title}", labels.get("cover")), "frontmatter", out.finish())
}

/// Translates a fault of the packager.
fn fault(cause: &dyn std::error::Error) -> Diagnostic {
    let mut told = cause.to_string();
    let mut source = cause.source();
    while let Some(deeper) = source {
        told = format!("{told}: {deeper}");
        source = deeper.source();
    }
    Diagnostic::error(&codes::PACKAGING_FAILED, format!("the EPUB could not be packaged: {told}"))
}
