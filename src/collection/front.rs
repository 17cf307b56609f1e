//! The title page of a volume, and what stands before its text: the introduction, and the disclaimer where it
//! is set once.
//!
//! It is built as the document of a record is, from a record that the collection's settings make.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Facts, Material, Member, select};
use crate::diagnostics::{Diagnostic, Source};
use crate::document::bound::{paragraph, words};
use crate::document::{self, Block, Document, Inline, Person, Section, SectionRole};
use crate::record::{Author, MarkdownText, Record, Status};
use crate::style::labels::Labels;

/// Builds it; an error of the introduction withholds the volume.
pub fn build(material: &Material<'_>, members: &[Member]) -> (Option<Document>, Vec<Diagnostic>) {
    let record = record(material, members);
    let (document, told) = document::build(&record, material.project, material.building);
    let Some(mut document) = document else { return (None, told) };
    let labels = Labels::of(&record.lang, &material.project.labels);
    document.metadata.kind = "collection".to_owned();
    document.metadata.is_volume = true;
    document.metadata.series_key = shared(members, |facts| facts.series.as_deref());
    document.metadata.series_title =
        shared(members, |facts| facts.series_title.as_deref().or(facts.series.as_deref()));
    let (topics, regions) = (terms(members, |facts| &facts.topics), terms(members, |facts| &facts.regions));
    document.metadata.topics = topics;
    document.metadata.regions = regions;
    document.metadata.authors = people(&document, members);
    let above = document.metadata.series_title.as_ref().or(document.metadata.publisher.as_ref());
    document.masthead.series = words(above.cloned().unwrap_or_default());
    document.masthead.number = Vec::new();
    document.furniture.running_author = document.metadata.publisher.clone().unwrap_or_default();
    if !material.collection.disclaimer_each
        && let Some(section) = disclaimers(members, &labels)
    {
        document.sections.insert(0, section);
    }
    document::bound::renumber(&mut document);
    (Some(document), told)
}

/// A work has so many authors at most to be theirs as a whole; the rule of three of AACR2, 21.6C2.
const AUTHORS: usize = 3;

/// Returns who stands for the volume as a whole: its editors; or else its authors, where they are few; or else who
/// published it.
fn people(document: &Document, members: &[Member]) -> Vec<Person> {
    let metadata = &document.metadata;
    if !metadata.authors.is_empty() {
        return metadata.authors.clone();
    }
    let everybody = authors(members.iter().map(|member| &member.document));
    let writers: Vec<Person> = everybody.iter().filter(|person| person.is_author()).cloned().collect();
    if (1..=AUTHORS).contains(&writers.len()) {
        return writers;
    }
    match &metadata.publisher {
        // MARC relators: a compiler puts works of others together. An institution is filed as it is called.
        Some(name) => vec![Person {
            name: name.clone(),
            file_as: name.clone(),
            role: "com".to_owned(),
            ..Person::default()
        }],
        None => everybody,
    }
}

/// Returns everybody who has a part in documents, each once.
pub fn authors<'d>(documents: impl Iterator<Item = &'d Document>) -> Vec<Person> {
    let mut seen = BTreeSet::new();
    let all = documents.flat_map(|document| &document.metadata.authors);
    all.filter(|person| seen.insert((&person.name, &person.role))).cloned().collect()
}

/// The collection's settings as a record.
fn record(material: &Material<'_>, members: &[Member]) -> Record {
    let collection = material.collection;
    let lang = select::language(collection, members.iter().map(|member| &member.facts));
    let labels = Labels::of(&lang, &material.project.labels);
    let (body, source) = match &collection.introduction {
        Some(introduction) => (introduction.text.clone(), Arc::clone(&introduction.source)),
        None => (MarkdownText::whole("", 0), Source::new(format!("collection {}", material.name), "")),
    };
    let literal = |text: &str| MarkdownText { text: text.to_owned(), pieces: Vec::new() };
    let editor = |name: &String| Author {
        name: name.clone(),
        bio: None,
        affiliation: None,
        orcid: None,
        role: Some("edt".to_owned()),
    };
    Record {
        source,
        folder: material.project.root.clone(),
        number: material.name.to_owned(),
        series: None,
        kind: labels.get("introduction").to_owned(),
        title: literal(&collection.title),
        subtitle: collection.subtitle.as_deref().map(literal),
        authors: collection.editors.iter().map(editor).collect(),
        author_note: None,
        date: members.iter().filter_map(|member| member.facts.day()).max(),
        updated: members.iter().filter_map(|member| changed(&member.document)).max(),
        synopsis: None,
        body,
        topics: Vec::new(),
        regions: Vec::new(),
        keywords: Vec::new(),
        doi: None,
        url: None,
        rights: None,
        license: shared_license(members),
        disclaimer: None,
        corrections: Vec::new(),
        translations: Vec::new(),
        supersedes: None,
        translator: None,
        version: None,
        silenced: BTreeMap::new(),
        status: if members.iter().any(is_draft) { Status::Draft } else { Status::Final },
        spans: BTreeMap::new(),
        lang,
    }
}

fn is_draft(member: &Member) -> bool {
    member.facts.status() == "draft"
}

/// The day of a member's last change.
fn changed(document: &Document) -> Option<jiff::civil::Date> {
    let metadata = &document.metadata;
    let corrections = metadata.corrections.iter().map(|(date, ..)| date);
    metadata
        .updated
        .iter()
        .chain(&metadata.date)
        .chain(corrections)
        .filter_map(|date| date.parse().ok())
        .max()
}

/// Returns what all members have in common.
fn shared(members: &[Member], value: impl for<'f> Fn(&'f Facts) -> Option<&'f str>) -> Option<String> {
    let first = value(&members.first()?.facts)?;
    members.iter().all(|member| value(&member.facts) == Some(first)).then(|| first.to_owned())
}

fn shared_license(members: &[Member]) -> Option<String> {
    let license = |member: &Member| member.document.metadata.license.clone();
    let first = license(members.first()?)?;
    members.iter().all(|member| license(member).as_ref() == Some(&first)).then_some(first)
}

fn terms(members: &[Member], list: impl Fn(&Facts) -> &Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let all = members.iter().flat_map(|member| list(&member.facts));
    all.filter(|term| seen.insert(term.as_str())).cloned().collect()
}

/// Tells whether a section can be set elsewhere: notes and images belong to a document.
pub fn can_move(section: &Section) -> bool {
    fn is_plain(inlines: &[Inline]) -> bool {
        inlines.iter().all(|inline| {
            !matches!(inline, Inline::NoteReference { .. } | Inline::Image { .. })
                && inline.inner().is_none_or(is_plain)
        })
    }
    section.blocks.iter().all(|block| matches!(block, Block::Paragraph { inlines, .. } if is_plain(inlines)))
}

/// Returns the disclaimers of all members, each version once; where there are several, each after the
/// numbers of those it holds for.
fn disclaimers(members: &[Member], labels: &Labels<'_>) -> Option<Section> {
    let mut versions: Vec<(String, Vec<Block>, Vec<&str>)> = Vec::new();
    for member in members {
        let section = member.document.sections.iter().find(|section| section.role == SectionRole::Disclaimer);
        let Some(section) = section.filter(|section| can_move(section)) else { continue };
        let text = document::block_texts(&section.blocks).join("\n");
        let number = member.facts.number.as_str();
        match versions.iter_mut().find(|(known, ..)| *known == text) {
            Some((_, _, numbers)) => numbers.push(number),
            None => versions.push((text, section.blocks.clone(), vec![number])),
        }
    }
    let is_one = versions.len() == 1 && versions[0].2.len() == members.len();
    let blocks: Vec<Block> = versions
        .into_iter()
        .flat_map(|(_, blocks, numbers)| {
            let lead = (!is_one).then(|| {
                let list = labels.fill("number", &[("number", &labels.list(&numbers))]);
                paragraph(vec![Inline::Strong(words(list))])
            });
            lead.into_iter().chain(blocks)
        })
        .collect();
    (!blocks.is_empty()).then(|| Section {
        role: SectionRole::Disclaimer,
        id: "disclaimer".to_owned(),
        heading: Some(words(labels.get("disclaimer"))),
        blocks,
    })
}
