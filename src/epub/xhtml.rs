//! The documents: one XHTML file a part.
//!
//! [`Writer`] holds what a part's markup depends on; `blocks`, `inlines` and `notes` add the
//! constructs. Roles are DPUB-ARIA 1.1's, types those of EPUB's structural semantics.

use std::collections::BTreeMap;

use super::divide::{Anchors, Part, PartKind};
use super::markup::Markup;
use super::page_breaks::{PageBreaks, PageMark, Passed};
use super::walk;
use crate::document::inline::plain_text;
use crate::document::language::has_case;
use crate::document::{Block, Direction, Document, Inline, Section, SectionRole};
use crate::style::labels::Labels;

/// What all documents of one commentary share.
pub(super) struct Edition<'a> {
    /// The commentary.
    pub document: &'a Document,
    /// Where everything that can be linked to is.
    pub anchors: Anchors,
    /// The name in the package of each image of the document.
    pub images: Vec<String>,
    /// The words that no record has.
    pub labels: Labels<'a>,
    /// Their language, where it is not the document's.
    pub label_lang: Option<&'static str>,
    /// What it is in a volume, if it is in one.
    pub bound: Option<Bound<'a>>,
}

/// What a document is in a volume.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound<'a> {
    /// From the ids of members to their files.
    pub members: &'a BTreeMap<String, String>,
    /// Its place among the others.
    pub place: Place,
}

/// The place of a document in a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The title page, whose text introduces the others.
    Front,
    /// A section's heading, or a member.
    Body,
    /// What the volume was built from.
    Colophon,
}

/// Writes one part.
pub(super) struct Writer<'a, 'e> {
    pub(super) edition: &'e Edition<'a>,
    pub(super) file: &'e str,
    pub(super) out: Markup,
    pub(super) breaks: &'e mut PageBreaks,
    pub(super) marks: &'e mut Vec<PageMark>,
    /// Notes stand at a document's end, wherever the PDF has them: page starts do not count in them.
    pub(super) is_in_note: bool,
    /// Counts the tables of the file, for their names.
    pub(super) tables: usize,
}

impl Edition<'_> {
    /// Writes a part as a whole document.
    pub(super) fn write<'e>(&'e self, part: &'e Part<'_>, state: State<'e>) -> String {
        let body = self.body(part, state);
        let title = self.part_title(part);
        let body_type = match self.bound.map(|bound| bound.place) {
            Some(Place::Front) => "frontmatter",
            Some(Place::Colophon) => "backmatter",
            Some(Place::Body) | None => body_type(part.kind),
        };
        shell(&self.document.lang, self.document.direction, &title, body_type, body)
    }

    /// Writes what stands in a part's body.
    pub(super) fn body<'e>(&'e self, part: &'e Part<'_>, state: State<'e>) -> String {
        let State { breaks, marks, is_last } = state;
        let mut writer = Writer {
            edition: self,
            file: &part.file,
            out: Markup::default(),
            breaks,
            marks,
            is_in_note: false,
            tables: 0,
        };
        writer.part(part, is_last);
        writer.out.finish()
    }

    /// What a window or a screen reader calls the document.
    pub(super) fn part_title(&self, part: &Part<'_>) -> String {
        let title = &self.document.metadata.title;
        let named = match part.kind {
            PartKind::Title | PartKind::Whole => None,
            PartKind::Text => part.sections.iter().find(|section| section.role == SectionRole::Commentary),
            PartKind::End => part.sections.first(),
        };
        match named.and_then(|section| section.heading.as_deref()) {
            Some(heading) => format!("{} – {title}", plain_text(heading)),
            None => title.clone(),
        }
    }
}

/// What moves on from part to part.
pub(super) struct State<'e> {
    pub breaks: &'e mut PageBreaks,
    pub marks: &'e mut Vec<PageMark>,
    /// Whether the part is the commentary's last, and so takes the page starts that are left.
    pub is_last: bool,
}

fn body_type(kind: PartKind) -> &'static str {
    match kind {
        PartKind::Title => "frontmatter",
        PartKind::Text | PartKind::Whole => "bodymatter",
        PartKind::End => "backmatter",
    }
}

/// Puts a body into a document with its language, direction, title and stylesheet.
pub(super) fn shell(
    lang: &str,
    direction: Direction,
    title: &str,
    body_type: &str,
    body: impl AsRef<str>,
) -> String {
    let direction = direction_name(direction);
    let mut page = Markup::default();
    page.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    page.open(
        "html",
        &[
            ("xmlns", Some("http://www.w3.org/1999/xhtml")),
            ("xmlns:epub", Some("http://www.idpf.org/2007/ops")),
            ("lang", Some(lang)),
            ("xml:lang", Some(lang)),
            ("dir", Some(direction)),
        ],
    );
    page.raw("\n<head>\n<meta charset=\"utf-8\"/>\n");
    page.element("title", &[], title);
    page.raw("\n<link rel=\"stylesheet\" type=\"text/css\" href=\"stylesheet.css\"/>\n</head>\n");
    page.open("body", &[("epub:type", Some(body_type).filter(|kind| !kind.is_empty()))]);
    page.line();
    page.raw(body.as_ref());
    page.raw("</body>\n</html>\n");
    page.finish()
}

/// The value of `dir`.
pub(super) fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

impl<'e> Writer<'_, 'e> {
    fn part(&mut self, part: &'e Part<'_>, is_last: bool) {
        if part.kind.has_front() {
            self.front();
        }
        for section in &part.sections {
            self.section(section);
        }
        if !part.notes.is_empty() {
            self.notes(&part.notes);
        }
        // In a volume the address stands once, on the title page.
        if part.kind.has_front() && self.edition.bound.is_none_or(|bound| bound.place == Place::Front) {
            self.address();
        }
        if is_last {
            self.breaks_left();
        }
    }

    /// Masthead, title, subtitle and byline.
    fn front(&mut self) {
        let document = self.edition.document;
        self.out.raw("<header class=\"front\">\n");
        self.breaks_at(0);
        if let (Some(_), Some(line)) = (&document.furniture.draft, &document.furniture.proof) {
            self.out.element("p", &[("class", Some("draft furniture"))], line);
            self.out.line();
        }
        self.line_of("p", "series", &document.masthead.series);
        self.line_of("p", "number", &document.masthead.number);
        if !document.masthead.date.is_empty() {
            self.out.open("p", &[("class", Some("date"))]);
            self.out.open("time", &[("datetime", document.metadata.date.as_deref())]);
            self.inlines(&document.masthead.date);
            self.out.raw("</time></p>\n");
        }
        self.breaks_before_words(&document.title);
        self.out.open("h1", &[("id", Some("title_page")), ("epub:type", Some("title"))]);
        self.inlines(&document.title);
        self.out.raw("</h1>\n");
        if let Some(subtitle) = &document.subtitle {
            self.out.open(
                "p",
                &[
                    ("class", Some("subtitle")),
                    ("epub:type", Some("subtitle")),
                    ("role", Some("doc-subtitle")),
                ],
            );
            self.inlines(subtitle);
            self.out.raw("</p>\n");
        }
        self.line_of("p", "byline", &document.byline);
        self.out.raw("</header>\n");
    }

    fn line_of(&mut self, name: &str, class: &str, words: &'e [Inline]) {
        if words.is_empty() {
            return;
        }
        self.breaks_before_words(words);
        self.out.open(name, &[("class", Some(class))]);
        self.inlines(words);
        self.out.close(name);
        self.out.line();
    }

    /// The publisher's address, which the PDF has at the foot of its pages.
    fn address(&mut self) {
        let address = &self.edition.document.furniture.address;
        if !address.is_empty() {
            self.out.element("address", &[("class", Some("furniture")), ("dir", Some("auto"))], address);
            self.out.line();
        }
    }

    fn section(&mut self, section: &'e Section) {
        let heading = section.heading.as_deref();
        if let Some(words) = heading {
            self.breaks_before_words(words);
        }
        let (class, kind, role) = match (self.edition.bound.map(|bound| bound.place), section.role) {
            (Some(Place::Front), SectionRole::Commentary) => {
                ("commentary", Some("introduction"), Some("doc-introduction"))
            }
            (Some(Place::Colophon), _) => ("about", Some("colophon"), Some("doc-colophon")),
            _ => semantics(section.role),
        };
        let is_caseless = section.role == SectionRole::Commentary && !begins_with_case(section);
        let class = if is_caseless { format!("{class} caseless") } else { class.to_owned() };
        let id = super::divide::anchor(&section.id);
        let heading_id = format!("{id}_heading");
        self.out.open(
            "section",
            &[
                ("id", Some(&id)),
                ("class", Some(&class)),
                ("epub:type", kind),
                ("role", role),
                ("aria-labelledby", role.and(heading).map(|_| heading_id.as_str())),
            ],
        );
        self.out.line();
        if let Some(words) = heading {
            self.out.open("h2", &[("id", Some(&heading_id))]);
            self.inlines(words);
            self.out.raw("</h2>\n");
        }
        self.blocks(&section.blocks);
        self.out.raw("</section>\n");
    }

    /// Marks the pages that begin with these words, ahead of the block they stand in.
    pub(super) fn breaks_before_words(&mut self, words: &[Inline]) {
        if let Some(position) = walk::first_position(words) {
            self.breaks_at(position);
        }
    }

    /// Marks the pages that begin at a position, between blocks.
    pub(super) fn breaks_at(&mut self, position: u32) {
        while !self.is_in_note
            && let Some(page) = self.breaks.at(position)
        {
            self.page_mark("div", page);
            self.out.line();
        }
    }

    /// Marks the pages that begin at no text of the body: with the end of a note, or an image.
    fn breaks_left(&mut self) {
        while let Some(page) = self.breaks.left() {
            self.page_mark("div", page);
            self.out.line();
        }
    }

    /// Marks the beginning of a page.
    pub(super) fn page_mark(&mut self, element: &str, page: Passed) {
        let id = format!("page_{}", page.number);
        let name = self.edition.labels.fill("page", &[("number", &page.label)]);
        self.out.open(
            element,
            &[
                ("id", Some(&id)),
                ("epub:type", Some("pagebreak")),
                ("role", Some("doc-pagebreak")),
                ("aria-label", Some(&name)),
            ],
        );
        self.out.close(element);
        self.marks.push(PageMark { href: format!("{}#{id}", self.file), label: page.label });
    }
}

/// Tells whether a section's first words may be set in small capitals: those of other scripts would just be small.
fn begins_with_case(section: &Section) -> bool {
    match section.blocks.first() {
        Some(Block::Paragraph { inlines, .. }) => has_case(&plain_text(inlines)),
        _ => true,
    }
}

/// Class, `epub:type` and role of a section.
fn semantics(role: SectionRole) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    match role {
        SectionRole::Disclaimer => ("disclaimer", None, None),
        SectionRole::Changes => ("changes", None, None),
        SectionRole::Notices => ("notices", Some("notice"), Some("doc-notice")),
        SectionRole::Synopsis => ("synopsis", Some("abstract"), Some("doc-abstract")),
        SectionRole::Commentary => ("commentary", Some("chapter"), Some("doc-chapter")),
        SectionRole::About => ("about", None, None),
        SectionRole::Citation => ("citation", None, None),
        SectionRole::Rights => ("rights", Some("copyright-page"), None),
    }
}
