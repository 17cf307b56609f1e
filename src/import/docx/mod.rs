//! Word manuscripts.
//!
//! 1. [`package`] opens the archive, [`xml`] makes trees of its parts, both within limits.
//! 2. [`styles`] tells headings, titles, quotations and lists by styles and numbering.
//! 3. [`body`] walks the paragraphs and tables, [`runs`] the text in them.
//!
//! Tracked changes are read as accepted, and told; comments are told and left out.

mod body;
mod package;
mod runs;
mod styles;
mod xml;

use std::collections::BTreeMap;

use super::block::Block;
use super::images;
use super::manuscript::{Claims, Manuscript};
use super::report::{Action, Report, Unit, excerpt};
use super::{Fault, inline};
use crate::diagnostics::codes::import as codes;
use package::Package;
use styles::{Numbering, Styles};
use xml::Element;

/// A walk over a manuscript.
struct Reader<'a, 'b> {
    package: Package<'b>,
    report: &'a mut Report,
    styles: Styles,
    numbering: Numbering,
    relations: BTreeMap<String, (String, bool)>,
    /// By id; those still here have not been told.
    comments: BTreeMap<String, String>,
    /// Ids of notes in order of their marks, with their labels.
    notes: Vec<(String, String)>,
    images: images::Saved,
    /// Insertions and deletions.
    changes: (usize, usize),
    /// The paragraph at hand, from 1.
    at: usize,
}

/// Reads a manuscript.
///
/// # Errors
///
/// A damaged file, or one that passes a limit.
pub fn read(bytes: &[u8], report: &mut Report) -> Result<Manuscript, Fault> {
    let mut package = Package::open(bytes)?;
    let Some(document) = package.tree("word/document.xml")? else {
        return Err(Fault::new(
            &codes::UNREADABLE,
            "the archive has no part `word/document.xml`, so it is no manuscript",
        ));
    };
    let styles = Styles::read(package.tree("word/styles.xml")?.as_ref());
    let numbering = Numbering::read(package.tree("word/numbering.xml")?.as_ref());
    let relations = package.relations("word/_rels/document.xml.rels")?;
    let comments = comments(package.tree("word/comments.xml")?.as_ref());
    let footnotes = package.tree("word/footnotes.xml")?;
    let endnotes = package.tree("word/endnotes.xml")?;
    let properties = package.tree("docProps/core.xml")?;
    let note_relations = package.relations("word/_rels/footnotes.xml.rels")?;
    let mut reader = Reader {
        package,
        report,
        styles,
        numbering,
        relations,
        comments,
        notes: Vec::new(),
        images: images::Saved::default(),
        changes: (0, 0),
        at: 0,
    };
    let blocks = document.child("body").map(|body| reader.blocks(body)).unwrap_or_default();
    reader.relations = note_relations;
    let notes = reader.read_notes(footnotes.as_ref(), endnotes.as_ref());
    reader.tell();
    let claims = claims(properties.as_ref(), reader.report);
    let images = reader.images.list;
    Ok(Manuscript { blocks, notes, claims, images, unit: Unit::Paragraph, ..Manuscript::default() })
}

impl Reader<'_, '_> {
    /// Reads the notes that marks call, in the order of the marks.
    fn read_notes(
        &mut self,
        footnotes: Option<&Element>,
        endnotes: Option<&Element>,
    ) -> Vec<(String, Vec<Block>)> {
        let mut read = Vec::new();
        let mut next = 0;
        // Notes may call notes.
        while let Some((id, label)) = self.notes.get(next).cloned() {
            next += 1;
            let (part, number) = if let Some(number) = id.strip_prefix('f') {
                (footnotes, number)
            } else {
                (endnotes, id.trim_start_matches('e'))
            };
            let note =
                part.and_then(|part| part.children.iter().find(|note| note.attr("id") == Some(number)));
            let at = self.at;
            let blocks = note.map(|note| self.blocks(note)).unwrap_or_default();
            self.at = at;
            read.push((label, blocks));
        }
        read
    }

    fn tell(&mut self) {
        let (insertions, deletions) = self.changes;
        if insertions + deletions > 0 {
            let message = format!(
                "tracked changes were read as accepted (kept insertions: {insertions}, deletions left out: {deletions}); \
                 settle them in the manuscript if that is wrong"
            );
            self.report.add(Action::Repaired, 0, None, message);
        }
        for text in std::mem::take(&mut self.comments).into_values() {
            self.report.add(Action::Dropped, 0, None, format!("a comment {text}"));
        }
    }
}

fn comments(tree: Option<&Element>) -> BTreeMap<String, String> {
    let one = |comment: &Element| {
        let by = comment.attr("author").map(|author| format!("by {author}: ")).unwrap_or_default();
        Some((comment.attr("id")?.to_owned(), format!("{by}`{}`", excerpt(&comment.all_text()))))
    };
    tree.map(|tree| tree.children.iter().filter_map(one).collect()).unwrap_or_default()
}

/// Reads the properties; the author among them is whoever's computer it was, and is told only.
fn claims(properties: Option<&Element>, report: &mut Report) -> Claims {
    let mut claims = Claims::default();
    let Some(properties) = properties else { return claims };
    let text = |name: &str| properties.child(name).map(Element::all_text).unwrap_or_default();
    claims.add("title", &text("title"), 0, "the document's properties", false);
    claims.add("keywords", &text("keywords"), 0, "the document's properties", true);
    claims.add("synopsis", &text("description"), 0, "the document's properties", false);
    claims.add("lang", &text("language"), 0, "the document's properties", true);
    let creator = text("creator");
    if !creator.trim().is_empty() {
        let message =
            format!("the document's properties name `{}`; only the text was believed", excerpt(&creator));
        report.add(Action::Dropped, 0, Some("authors"), message);
    }
    claims
}

/// Returns the words of inlines, for telling empty paragraphs.
fn is_blank(inlines: &[inline::Inline]) -> bool {
    inline::markdown(inlines).is_empty()
}
