//! The volume: title page, members in their order below the headings of their sections, indexes, colophon.

use std::sync::Arc;

use super::index::{self, Index};
use super::inside::{Inside, Standing};
use super::{Facts, colophon, front};
use crate::diagnostics::Diagnostic;
use crate::document::bound::{own_page, paragraph, set_apart, words};
use crate::document::{Block, BuildOptions, Document, Inline, LinkTarget, ListItem, Section, SectionRole};
use crate::project::{self, Project};
use crate::style::labels::Labels;

/// The name of the part with the title page, as a file of an EPUB and as an element of a PDF.
pub const TITLE: &str = "title";
/// The name of the part with the contents.
pub const CONTENTS: &str = "contents";
/// The name of the part that tells what the volume was built from.
pub const COLOPHON: &str = "colophon";

/// What a volume is made of beside its members.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The collection's name.
    pub name: &'a str,
    /// Its settings.
    pub collection: &'a project::Collection,
    /// The project.
    pub project: &'a Project,
    /// How documents are built.
    pub building: &'a BuildOptions,
}

/// A record that belongs to a volume, built.
#[derive(Clone, Debug)]
pub struct Member {
    /// What is known of it.
    pub facts: Facts,
    /// The digest of the record it was built from.
    pub digest: String,
    /// Its document.
    pub document: Document,
}

/// Documents in their order, as one book.
#[derive(Clone, Debug)]
pub struct Volume {
    /// The collection's name.
    pub name: String,
    /// The title page with what stands before the text; its metadata are the volume's.
    pub front: Document,
    /// Sections' headings and members, in order.
    pub leaves: Vec<Leaf>,
    /// What stands above its contents.
    pub contents: String,
    /// The indexes that have an entry.
    pub indexes: Vec<Index>,
    /// What it was built from.
    pub colophon: Document,
}

/// A document of a volume.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Its id, which no other of the volume has: `m12` for a member, `s3` for a section.
    pub id: String,
    /// Whether it is the heading of a section and nothing more.
    pub is_section: bool,
    /// What it says.
    pub document: Document,
}

impl Volume {
    /// Returns the members with their places among them.
    pub fn members(&self) -> impl Iterator<Item = &Leaf> {
        self.leaves.iter().filter(|leaf| !leaf.is_section)
    }

    /// Returns every document, in order.
    pub fn documents(&self) -> impl Iterator<Item = &Document> {
        let leaves = self.leaves.iter().map(|leaf| &leaf.document);
        std::iter::once(&self.front).chain(leaves).chain([&self.colophon])
    }

    /// Tells whether members stand below headings of sections.
    #[must_use]
    pub fn is_divided(&self) -> bool {
        self.leaves.iter().any(|leaf| leaf.is_section)
    }
}

/// Returns the id of a member by its place.
#[must_use]
pub fn member_id(at: usize) -> String {
    format!("m{}", at + 1)
}

/// Assembles a volume of members below their headings; faults of the introduction withhold it.
#[must_use]
pub fn assemble(
    material: &Material<'_>,
    divisions: Vec<(Option<String>, usize)>,
    mut members: Vec<Member>,
) -> (Option<Volume>, Vec<Diagnostic>) {
    let (front, told) = front::build(material, &members);
    let Some(mut front) = front else { return (None, told) };
    let colophon = colophon::build(material, &front, &members);
    let labels = Labels::of(&front.lang, &material.project.labels);
    let indexes = indexes(&members, &labels);
    let contents = labels.get("contents").to_owned();
    bind(material, &mut front, &mut members);
    let members = members.into_iter().enumerate().map(|(at, member)| Leaf {
        id: member_id(at),
        is_section: false,
        document: member.document,
    });
    let leaves = divide(&front, divisions, members);
    (Some(Volume { name: material.name.to_owned(), front, leaves, contents, indexes, colophon }), told)
}

/// Puts members below the headings of their sections.
fn divide(
    front: &Document,
    divisions: Vec<(Option<String>, usize)>,
    mut members: impl Iterator<Item = Leaf>,
) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    for (nth, (heading, count)) in divisions.into_iter().enumerate() {
        let own: Vec<Leaf> = members.by_ref().take(count).collect();
        if let Some(heading) = heading {
            let id = format!("s{}", nth + 1);
            let document = own_page(front, &heading, vec![texts(front, &format!("{id}.texts"), &own)]);
            leaves.push(Leaf { id, is_section: true, document });
        }
        leaves.extend(own);
    }
    leaves
}

/// Lists the texts of a section and whose they are, each with a link to it.
fn texts(front: &Document, id: &str, members: &[Leaf]) -> Section {
    let item = |leaf: &Leaf| {
        let document = &leaf.document;
        let mut title = document.title.clone();
        if document.lang != front.lang {
            let direction = (document.direction != front.direction).then_some(document.direction);
            title = vec![Inline::Span { lang: Some(Arc::clone(&document.lang)), direction, inlines: title }];
        }
        let link =
            Inline::Link { target: LinkTarget::Internal(leaf.id.clone()), title: None, inlines: title };
        let by = &document.furniture.running_author;
        let by = (!by.is_empty()).then(|| [Inline::HardBreak, Inline::Small(words(by.as_str()))]);
        let inlines = std::iter::once(link).chain(by.into_iter().flatten()).collect();
        ListItem { blocks: vec![paragraph(inlines)], checked: None }
    };
    let list = Block::List { start: None, is_tight: false, items: members.iter().map(item).collect() };
    Section { role: SectionRole::Commentary, id: id.to_owned(), heading: None, blocks: vec![list] }
}

/// Keeps ids apart and links inside; takes out the disclaimers that are set once.
fn bind(material: &Material<'_>, front: &mut Document, members: &mut [Member]) {
    let mut inside = Inside::default();
    for (at, member) in members.iter().enumerate() {
        inside.add(&member.document.metadata, &member.document.lang, &member_id(at));
    }
    let standing = Standing { id: TITLE, series: None };
    set_apart(front, "", &|address| inside.find(address, &standing));
    for (at, member) in members.iter_mut().enumerate() {
        let own = member_id(at);
        if !material.collection.disclaimer_each {
            let stays =
                |section: &Section| section.role != SectionRole::Disclaimer || !front::can_move(section);
            member.document.sections.retain(stays);
        }
        let series = member.document.metadata.series_key.clone();
        let standing = Standing { id: &own, series: series.as_deref() };
        set_apart(&mut member.document, &format!("{own}."), &|address| inside.find(address, &standing));
    }
}

fn indexes(members: &[Member], labels: &Labels<'_>) -> Vec<Index> {
    let facts: Vec<&Facts> = members.iter().map(|member| &member.facts).collect();
    let all = [
        Index {
            id: "authors",
            title: labels.get("index_authors").to_owned(),
            entries: index::authors(&facts),
        },
        Index { id: "topics", title: labels.get("index_topics").to_owned(), entries: index::topics(&facts) },
    ];
    all.into_iter().filter(|index| !index.entries.is_empty()).collect()
}
