//! The colophon: what a volume was built from, so that it can be built again and proved.

use super::{COLOPHON, Material, Member, Members};
use crate::diagnostics::Place;
use crate::document::block::Table;
use crate::document::bound::{code, own_page, paragraph, words};
use crate::document::{Block, Document, Inline, Row, Section, SectionRole, Text};
use crate::style::labels::Labels;

/// Builds it: the program, the query, and each record with its digest.
pub fn build(material: &Material<'_>, front: &Document, members: &[Member]) -> Document {
    let labels = Labels::of(&front.lang, &material.project.labels);
    let tool = concat!("offprint ", env!("CARGO_PKG_VERSION"));
    let mut blocks = vec![paragraph(words(labels.fill("made_with", &[("tool", tool)])))];
    if let Members::Query(query) = &material.collection.members {
        let (before, after) = labels.get("selection").split_once("{query}").unwrap_or_default();
        let text = |text: &str| Inline::Text(Text::new(text));
        blocks.push(paragraph(vec![text(before), code(query.to_string()), text(after)]));
    }
    blocks.push(Block::Table(Box::new(Table {
        place: Place::default(),
        alignments: vec![None, None],
        head: vec![words(labels.get("record")), words(labels.get("digest"))],
        rows: members.iter().map(row).collect(),
    })));
    let section = Section { role: SectionRole::About, id: COLOPHON.to_owned(), heading: None, blocks };
    own_page(front, labels.get("colophon"), vec![section])
}

fn row(member: &Member) -> Row {
    vec![words(member.facts.number.as_str()), vec![code(member.digest.as_str())]]
}
