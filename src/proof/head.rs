//! What stands before the text of a proof: what is compared, how changes look, and the fields that changed.

use super::Names;
use super::facts::Fact;
use super::moves::label;
use crate::diagnostics::Place;
use crate::document::block::Table;
use crate::document::{Block, Change, Document, Inline, Section, SectionRole, Text};
use crate::style::labels::Labels;

/// Puts it there, and marks the document as what it is.
pub(super) fn put(merged: &mut Document, facts: &[Fact], names: Names<'_>, labels: &Labels<'_>) {
    let compared = labels.fill("compared", &[("old", names.old), ("new", names.new)]);
    let mut blocks = vec![paragraph(vec![text(&compared)]), paragraph(legend(labels))];
    if !facts.is_empty() {
        blocks.push(table(facts, labels));
    }
    let heading = Some(vec![text(labels.get("changes"))]);
    let section = Section { role: SectionRole::Changes, id: "changes".to_owned(), heading, blocks };
    merged.sections.insert(0, section);
    merged.metadata.title = labels.fill("changes_of", &[("title", &merged.metadata.title)]);
    merged.metadata.is_draft = true;
    merged.furniture.draft = None;
    merged.furniture.proof = Some(compared);
    merged.furniture.is_comparison = true;
}

/// Each kind of change, named in its own manner.
fn legend(labels: &Labels<'_>) -> Vec<Inline> {
    let kinds = [Change::Deleted, Change::Inserted, Change::MovedAway, Change::MovedHere];
    let mut inlines = Vec::new();
    for change in kinds {
        if !inlines.is_empty() {
            inlines.push(text(" · "));
        }
        let words = vec![text(labels.get(label(change)))];
        inlines.push(Inline::Change { change, told: String::new(), inlines: words });
    }
    inlines.push(text(" · "));
    inlines.push(text(&format!("¶ {}", labels.get(label(Change::Restyled)))));
    inlines
}

fn table(facts: &[Fact], labels: &Labels<'_>) -> Block {
    let head = ["field", "before", "after"].map(|key| vec![text(labels.get(key))]).to_vec();
    let cell = |words: &str, change| {
        let told = labels.fill("told", &[("what", labels.get(label(change))), ("words", words)]);
        let inlines = vec![text(words)];
        if words.is_empty() { Vec::new() } else { vec![Inline::Change { change, told, inlines }] }
    };
    let row = |fact: &Fact| {
        let name = vec![Inline::Code(Text::new(fact.field))];
        vec![name, cell(&fact.before, Change::Deleted), cell(&fact.after, Change::Inserted)]
    };
    Block::Table(Box::new(Table {
        place: Place::default(),
        alignments: vec![Some(crate::document::Alignment::Start); 3],
        head,
        rows: facts.iter().map(row).collect(),
    }))
}

fn text(words: &str) -> Inline {
    Inline::Text(Text::new(words))
}

fn paragraph(inlines: Vec<Inline>) -> Block {
    Block::Paragraph { place: Place::default(), lang: None, direction: None, inlines }
}
