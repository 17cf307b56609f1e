//! The package's metadata.
//!
//! It is written here, since epub-builder escapes less of it than it should and has no way for links and for
//! elements with an id; [`amend`](super::amend) puts it in.

use super::Job;
use super::accessibility::Findings;
use super::identity::{self, group_position, license_address, modified};
use super::markup::Markup;
use crate::document::{Document, Metadata, Person};
use crate::spaces::folded_but_no_break;

/// What the package says of itself, in the order it is told.
#[derive(Debug, Default)]
pub(super) struct Expressions {
    /// Dublin Core elements and links.
    pub elements: Vec<String>,
    /// Properties.
    pub properties: Vec<String>,
    /// Properties as EPUB 2 and calibre have them.
    pub named: Vec<String>,
}

impl Expressions {
    /// A Dublin Core element.
    pub(super) fn dc(&mut self, name: &str, id: Option<&str>, text: &str) {
        let mut out = Markup::default();
        out.element(&format!("dc:{name}"), &[("id", id)], &folded_but_no_break(text));
        self.elements.push(out.finish());
    }

    /// A link to a resource outside.
    pub(super) fn link(&mut self, rel: &str, href: &str) {
        let mut out = Markup::default();
        out.empty("link", &[("rel", Some(rel)), ("href", Some(href))]);
        self.elements.push(out.finish());
    }

    /// A property of the publication.
    pub(super) fn meta(&mut self, property: &str, text: &str) {
        self.property(&[("property", Some(property))], text);
    }

    /// A property of the publication that others refine.
    pub(super) fn meta_with_id(&mut self, property: &str, id: &str, text: &str) {
        self.property(&[("id", Some(id)), ("property", Some(property))], text);
    }

    /// A property of another element.
    pub(super) fn refine(&mut self, id: &str, property: &str, scheme: Option<&str>, text: &str) {
        let refines = format!("#{id}");
        self.property(&[("refines", Some(&refines)), ("scheme", scheme), ("property", Some(property))], text);
    }

    /// A property whose text is in a language of its own.
    pub(super) fn meta_in(&mut self, property: &str, lang: &str, text: &str) {
        self.property(&[("xml:lang", Some(lang)), ("property", Some(property))], text);
    }

    fn property(&mut self, attributes: &[(&str, Option<&str>)], text: &str) {
        let mut out = Markup::default();
        out.element("meta", attributes, &folded_but_no_break(text));
        self.properties.push(out.finish());
    }

    /// A property as EPUB 2 and calibre have it.
    pub(super) fn named(&mut self, name: &str, content: &str) {
        let mut out = Markup::default();
        let content = folded_but_no_break(content);
        out.empty("meta", &[("name", Some(name)), ("content", Some(&content))]);
        self.named.push(out.finish());
    }
}

/// Tells everything a record says about itself.
pub(super) fn of_record(job: &Job<'_>, findings: &Findings) -> Expressions {
    let document = job.document;
    let metadata = &document.metadata;
    let mut all = Expressions::default();
    all.refine("title", "title-type", None, "main");
    if let Some(subtitle) = &metadata.subtitle {
        all.dc("title", Some("subtitle"), subtitle);
        all.refine("subtitle", "title-type", None, "subtitle");
    }
    identifiers(&mut all, metadata);
    all.dc("language", None, &document.lang);
    people(&mut all, metadata);
    if let Some(publisher) = &metadata.publisher {
        all.dc("publisher", None, publisher);
    }
    if let Some(date) = &metadata.date {
        all.dc("date", None, date);
    }
    if let Some(synopsis) = &metadata.synopsis {
        all.dc("description", None, synopsis);
    }
    subjects(&mut all, metadata);
    all.dc("type", None, &metadata.kind);
    rights(&mut all, metadata);
    relations(&mut all, metadata);
    series(&mut all, document);
    page_source(&mut all, job);
    findings.tell(&mut all);
    all.named("generator", concat!("offprint ", env!("CARGO_PKG_VERSION")));
    all
}

pub(super) fn identifiers(all: &mut Expressions, metadata: &Metadata) {
    if let Some(doi) = &metadata.doi {
        all.dc("identifier", Some("doi"), &format!("doi:{doi}"));
        // ONIX code list 5: 06 is a DOI.
        all.refine("doi", "identifier-type", Some("onix:codelist5"), "06");
    }
    if !metadata.number.is_empty() {
        all.dc("identifier", Some("number"), &metadata.number);
        // 01 is the publisher's own.
        all.refine("number", "identifier-type", Some("onix:codelist5"), "01");
    }
}

fn people(all: &mut Expressions, metadata: &Metadata) {
    for (at, one) in metadata.authors.iter().enumerate() {
        person(all, if metadata.is_creator(one) { "creator" } else { "contributor" }, at, one);
    }
}

pub(super) fn person(all: &mut Expressions, element: &str, at: usize, person: &Person) {
    let id = format!("{element}-{}", at + 1);
    let role = if person.role.is_empty() { "aut" } else { &person.role };
    all.refine(&id, "role", Some("marc:relators"), role);
    named(all, element, &id, person);
}

/// Names somebody whose part is not told.
pub(super) fn named(all: &mut Expressions, element: &str, id: &str, person: &Person) {
    all.dc(element, Some(id), &person.name);
    if !person.file_as.is_empty() {
        all.refine(id, "file-as", None, &person.file_as);
    }
    if let Some(orcid) = &person.orcid {
        all.refine(id, "dcterms:identifier", None, &format!("https://orcid.org/{orcid}"));
    }
    if let Some(affiliation) = &person.affiliation {
        all.refine(id, "schema:affiliation", None, affiliation);
    }
}

pub(super) fn subjects(all: &mut Expressions, metadata: &Metadata) {
    let mut told = Vec::new();
    for subject in metadata.topics.iter().chain(&metadata.regions).chain(&metadata.keywords) {
        if told.contains(&subject) {
            continue;
        }
        told.push(subject);
        let id =
            metadata.authorities.get(subject).map(|authority| (authority, format!("subject-{}", told.len())));
        all.dc("subject", id.as_ref().map(|(_, id)| id.as_str()), subject);
        if let Some((authority, id)) = id {
            all.refine(&id, "authority", None, &authority.scheme);
            all.refine(&id, "term", None, &authority.term);
        }
    }
    for region in &metadata.regions {
        all.dc("coverage", None, region);
    }
}

pub(super) fn rights(all: &mut Expressions, metadata: &Metadata) {
    if let Some(rights) = &metadata.rights {
        all.dc("rights", None, rights);
    }
    if let Some(license) = &metadata.license {
        all.meta("dcterms:license", license);
        if let Some(address) = license_address(license) {
            all.link("dcterms:license", &address);
        }
    }
}

/// Siblings are named by the identifiers of their own EPUBs, which need not exist yet.
fn relations(all: &mut Expressions, metadata: &Metadata) {
    if let Some(url) = &metadata.url {
        all.dc("source", None, url);
    }
    for (number, _) in &metadata.translations {
        all.meta("schema:workTranslation", &identity::sibling(metadata, number).urn().to_string());
    }
    if let Some(number) = &metadata.supersedes {
        all.meta("dcterms:replaces", &identity::sibling(metadata, number).urn().to_string());
    }
    if let Some(version) = &metadata.version {
        all.meta("schema:version", version);
    }
    // The version in force has the same identifier and a later date of change (EPUB 3.3, 5.5.3).
    if metadata.is_superseded {
        all.meta("dcterms:isReplacedBy", &identity::edition(metadata).urn().to_string());
    }
    if metadata.is_draft {
        all.meta("schema:creativeWorkStatus", "Draft");
    }
    for (date, kind, note) in &metadata.corrections {
        let note = folded_but_no_break(note);
        let told =
            if note.is_empty() { format!("{date}: {kind}") } else { format!("{date}: {kind}: {note}") };
        all.meta("schema:correction", &told);
    }
}

fn series(all: &mut Expressions, document: &Document) {
    let metadata = &document.metadata;
    let Some(title) = &metadata.series_title else { return };
    all.meta_with_id("belongs-to-collection", "series", title);
    all.refine("series", "collection-type", None, "series");
    if let Some(issn) = &metadata.issn {
        all.refine("series", "dcterms:identifier", None, &format!("urn:issn:{issn}"));
    }
    // A file's name that stands in for a number (`2020-03-10-a-lesson`) is no position.
    let is_told = !document.masthead.number.is_empty();
    let position = group_position(&metadata.number).filter(|_| is_told);
    if let Some(position) = position {
        all.refine("series", "group-position", None, position);
    }
    all.named("calibre:series", title);
    if let Some(position) = position {
        all.named("calibre:series_index", position);
    }
}

/// Names the PDF whose page numbers the page list has (EPUB Accessibility 1.1, 4.2).
fn page_source(all: &mut Expressions, job: &Job<'_>) {
    if job.page_starts.is_empty() {
        return;
    }
    page_breaks_of(all, &identity::pdf(&job.document.metadata).urn().to_string());
}

/// Names a PDF as the source of the page numbers.
pub(super) fn page_breaks_of(all: &mut Expressions, pdf: &str) {
    all.meta("pageBreakSource", pdf);
    all.dc("source", Some("pdf"), pdf);
    all.refine("pdf", "source-of", None, "pagination");
}

/// The day of the last change, at midnight (EPUB 3.3, 5.5.4).
pub(super) fn modified_at(metadata: &Metadata) -> String {
    format!("{}T00:00:00Z", modified(metadata))
}
