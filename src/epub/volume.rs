//! A volume as one package: many documents, one stylesheet, one navigation.
//!
//! Each document is a file of its own, so that its anchors need to be unique within it alone; links from one
//! to another go by the ids that the volume gives its members.

use std::collections::BTreeMap;

use super::accessibility::Findings;
use super::divide::{self, Anchors, Part};
use super::images::Images;
use super::markup::Markup;
use super::metadata::{self, Expressions};
use super::nav::{self, Entry, Landmark, Navigation};
use super::package::{COVER_PAGE, Volume as Package};
use super::page_breaks::{PageBreaks, PageMark};
use super::xhtml::{Bound, Edition, Place, State, shell};
use super::{Accessibility, Cover, EmbeddedFace, EpubFile, PageStart, identity, label_lang, stylesheet};
use crate::collection::index::Index;
use crate::collection::{COLOPHON, TITLE, Volume, authors};
use crate::diagnostics::Diagnostic;
use crate::document::{Block, Document, SectionRole};
use crate::style::Style;
use crate::style::labels::{Labels, Overrides};

/// What the EPUB of a volume is made of.
#[derive(Clone, Copy, Debug)]
pub struct VolumeJob<'a> {
    /// The documents.
    pub volume: &'a Volume,
    /// The style its stylesheet comes from.
    pub style: &'a Style,
    /// Where the pages of the PDF of the same volume begin, by the name of the part: `title`, the ids of the
    /// leaves and indexes, `colophon`. Empty without a PDF.
    pub page_starts: &'a BTreeMap<String, Vec<PageStart>>,
    /// The cover, if there is to be one.
    pub cover: Option<&'a Cover>,
    /// Faces to embed; none by default.
    pub fonts: &'a [EmbeddedFace<'a>],
    /// Labels that differ from the built-in ones.
    pub labels: &'a Overrides,
    /// What the publisher says about accessibility.
    pub accessibility: &'a Accessibility,
}

/// What only volumes have.
const INDEX_RULES: &str = ".index ul { list-style: none; padding-inline-start: 1.4em; }
.index > ul { padding-inline-start: 0; }
.index > ul > li { margin-block-end: 0.5em; break-inside: avoid; }
";

/// Packages a volume.
///
/// # Errors
///
/// Every image that cannot go into a package, or why the container could not be assembled.
pub fn package_volume(job: &VolumeJob<'_>) -> Result<EpubFile, Vec<Diagnostic>> {
    let members: BTreeMap<String, String> =
        job.volume.members().map(|leaf| (leaf.id.clone(), file_of(&leaf.id))).collect();
    let mut binder = Binder {
        job,
        members: &members,
        images: Images::default(),
        documents: Vec::new(),
        navigation: Navigation::default(),
        faults: Vec::new(),
    };
    binder.bind();
    if !binder.faults.is_empty() {
        return Err(binder.faults);
    }
    let Binder { images, documents, navigation, .. } = binder;
    let front = &job.volume.front;
    let findings = Findings::of_volume(job);
    let identifier = identity::edition(&front.metadata);
    let package = Package {
        title: front.metadata.title.clone(),
        lang: front.lang.to_string(),
        direction: front.direction,
        identifier,
        modified: metadata::modified_at(&front.metadata),
        metadata: expressions(job, &findings),
        stylesheet: format!("{}{INDEX_RULES}", stylesheet::write(job.style, job.fonts)),
        cover: job.cover,
        fonts: job.fonts,
        images,
        documents,
        navigation,
        labels: job.labels,
    };
    let bytes = package.build().map_err(|fault| vec![fault])?;
    Ok(EpubFile { bytes, identifier: identifier.urn().to_string(), obstacles: findings.obstacles })
}

fn file_of(id: &str) -> String {
    format!("{id}.xhtml")
}

/// Puts the files of a volume together.
struct Binder<'a> {
    job: &'a VolumeJob<'a>,
    members: &'a BTreeMap<String, String>,
    images: Images,
    documents: Vec<(String, String)>,
    navigation: Navigation,
    faults: Vec<Diagnostic>,
}

impl<'a> Binder<'a> {
    fn bind(&mut self) {
        let volume = self.job.volume;
        let labels = Labels::of(&volume.front.lang, self.job.labels);
        if self.job.cover.is_some() {
            self.landmark("cover", labels.get("cover"), COVER_PAGE.to_owned());
        }
        self.landmark("titlepage", labels.get("title_page"), file_of(TITLE));
        let front = self.document(TITLE, &volume.front, Place::Front);
        self.navigation.contents.push(front);
        for (at, leaf) in volume.leaves.iter().enumerate() {
            let mut entry = self.document(&leaf.id, &leaf.document, Place::Body);
            if at == 0 {
                self.landmark("bodymatter", labels.get("text"), file_of(&leaf.id));
            }
            // Two levels: members below sections, or headings below members.
            let section =
                self.navigation.contents.last_mut().filter(|_| volume.is_divided() && !leaf.is_section);
            match section {
                Some(section) => {
                    entry.children = Vec::new();
                    section.children.push(entry);
                }
                None => self.navigation.contents.push(entry),
            }
        }
        for index in &volume.indexes {
            self.index(index);
        }
        let colophon = self.document(COLOPHON, &volume.colophon, Place::Colophon);
        self.navigation.contents.push(colophon);
    }

    fn landmark(&mut self, kind: &'static str, title: &str, href: String) {
        self.navigation.landmarks.push(Landmark { kind, title: title.to_owned(), href });
    }

    /// Writes a document as a file and returns its entry of the contents.
    fn document(&mut self, id: &str, document: &'a Document, place: Place) -> Entry {
        let images = match self.images.add(document) {
            Ok(names) => names,
            Err(faults) => {
                self.faults.extend(faults);
                Vec::new()
            }
        };
        let file = file_of(id);
        let parts = divide::bound(document, &file, &self.job.style.sections);
        let edition = Edition {
            document,
            anchors: Anchors::of(document, &parts),
            images,
            labels: Labels::of(&document.lang, self.job.labels),
            label_lang: label_lang(&document.lang, self.job.labels),
            bound: Some(Bound { members: self.members, place }),
        };
        let mut breaks = PageBreaks::new(self.job.page_starts.get(id).map_or(&[], Vec::as_slice));
        for part in &parts {
            let state = State { breaks: &mut breaks, marks: &mut self.navigation.pages, is_last: true };
            self.documents.push((part.file.clone(), edition.write(part, state)));
        }
        entry(document, &parts, place == Place::Front)
    }

    /// Writes an index: terms, and the titles they lead to.
    fn index(&mut self, index: &Index) {
        let front = &self.job.volume.front;
        let members: Vec<_> = self.job.volume.members().collect();
        let file = file_of(index.id);
        let mut out = Markup::default();
        out.raw("<section class=\"index\" epub:type=\"index\" role=\"doc-index\" aria-labelledby=\"title_page\">\n");
        self.first_page(index.id, &mut out);
        out.element("h1", &[("id", Some("title_page")), ("epub:type", Some("title"))], &index.title);
        out.raw("\n<ul epub:type=\"index-entry-list\">\n");
        for entry in &index.entries {
            out.raw("<li epub:type=\"index-entry\">");
            out.element("span", &[("epub:type", Some("index-term"))], &entry.words);
            out.raw("\n<ul>\n");
            for leaf in entry.members.iter().filter_map(|&at| members.get(at)) {
                let document = &leaf.document;
                let is_other = document.lang != front.lang;
                let lang = is_other.then_some(&*document.lang);
                let dir = (document.direction != front.direction)
                    .then(|| super::xhtml::direction_name(document.direction));
                out.raw("<li>");
                let href = file_of(&leaf.id);
                let title = nav::clean(&document.metadata.title, &document.title);
                let attributes = [
                    ("href", Some(href.as_str())),
                    ("epub:type", Some("index-locator")),
                    ("lang", lang),
                    ("xml:lang", lang),
                    ("dir", dir),
                ];
                out.element("a", &attributes, &title);
                out.raw("</li>\n");
            }
            out.raw("</ul></li>\n");
        }
        out.raw("</ul>\n</section>\n");
        let title = format!("{} – {}", index.title, front.metadata.title);
        let written = shell(&front.lang, front.direction, &title, "backmatter", out.finish());
        self.documents.push((file.clone(), written));
        self.navigation.contents.push(Entry { title: index.title.clone(), href: file, children: Vec::new() });
    }

    /// Marks where the index of the PDF begins; its other pages begin with entries of their own making.
    fn first_page(&mut self, id: &str, out: &mut Markup) {
        let Some(start) = self.job.page_starts.get(id).and_then(|starts| starts.first()) else { return };
        let labels = Labels::of(&self.job.volume.front.lang, self.job.labels);
        let name = labels.fill("page", &[("number", &start.label)]);
        out.element(
            "div",
            &[
                ("id", Some("page_1")),
                ("epub:type", Some("pagebreak")),
                ("role", Some("doc-pagebreak")),
                ("aria-label", Some(&name)),
            ],
            "",
        );
        out.line();
        let href = format!("{}#page_1", file_of(id));
        self.navigation.pages.push(PageMark { href, label: start.label.clone() });
    }
}

/// Returns a document's entry of the contents, its own headings below it: those of the text, or on the title
/// page those of its sections.
fn entry(document: &Document, parts: &[Part<'_>], is_front: bool) -> Entry {
    let file = parts.first().map(|part| part.file.clone()).unwrap_or_default();
    let mut children = Vec::new();
    for section in parts.iter().flat_map(|part| &part.sections) {
        if is_front && let Some(words) = &section.heading {
            let href = format!("{file}#{}", divide::anchor(&section.id));
            children.push(Entry { title: nav::clean("", words), href, children: Vec::new() });
        } else if section.role == SectionRole::Commentary && holds_heading(&section.blocks) {
            let headings = nav::headings(section, &file).into_iter();
            children.extend(headings.map(|entry| Entry { children: Vec::new(), ..entry }));
        }
    }
    Entry { title: nav::clean(&document.metadata.title, &document.title), href: file, children }
}

fn holds_heading(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| matches!(block, Block::Heading { .. }))
}

/// Tells everything the volume says of itself.
fn expressions(job: &VolumeJob<'_>, findings: &Findings) -> Expressions {
    let volume = job.volume;
    let front = &volume.front;
    let metadata = &front.metadata;
    let mut all = Expressions::default();
    all.refine("title", "title-type", None, "main");
    if let Some(subtitle) = &metadata.subtitle {
        all.dc("title", Some("subtitle"), subtitle);
        all.refine("subtitle", "title-type", None, "subtitle");
    }
    metadata::identifiers(&mut all, metadata);
    languages(&mut all, volume);
    people(&mut all, volume);
    if let Some(publisher) = &metadata.publisher {
        all.dc("publisher", None, publisher);
    }
    if let Some(date) = &metadata.date {
        all.dc("date", None, date);
    }
    metadata::subjects(&mut all, metadata);
    all.dc("type", None, &metadata.kind);
    metadata::rights(&mut all, metadata);
    for leaf in volume.members() {
        let part = identity::edition(&leaf.document.metadata).urn().to_string();
        all.meta("dcterms:hasPart", &part);
    }
    if let Some(series) = &metadata.series_title {
        all.meta_with_id("belongs-to-collection", "series", series);
        all.refine("series", "collection-type", None, "series");
    }
    if !job.page_starts.is_empty() {
        let pdf = identity::pdf(metadata).urn().to_string();
        metadata::page_breaks_of(&mut all, &pdf);
    }
    findings.tell(&mut all);
    all.named("generator", concat!("offprint ", env!("CARGO_PKG_VERSION")));
    all
}

/// The volume's own language comes first.
fn languages(all: &mut Expressions, volume: &Volume) {
    let mut told: Vec<&str> = Vec::new();
    for document in volume.documents() {
        if !told.contains(&&*document.lang) {
            all.dc("language", None, &document.lang);
            told.push(&document.lang);
        }
    }
}

/// Who stands for the volume created it; the members' authors contributed to it.
fn people(all: &mut Expressions, volume: &Volume) {
    let creators = &volume.front.metadata.authors;
    for (at, creator) in creators.iter().enumerate() {
        // Reading systems show creators who are authors or editors, or whose part is not told; a book of a compiler, as
        // which a publisher stands for a volume, is nobody's to them.
        if creator.role == "com" {
            metadata::named(all, "creator", &format!("creator-{}", at + 1), creator);
        } else {
            metadata::person(all, "creator", at, creator);
        }
    }
    let authors = authors(volume.members().map(|leaf| &leaf.document));
    let is_told = |name: &str| creators.iter().any(|creator| creator.name == name);
    for (at, author) in authors.iter().filter(|author| !is_told(&author.name)).enumerate() {
        metadata::person(all, "contributor", at, author);
    }
}
