//! From blocks in a row to the parts of a record.
//!
//! 1. [`pieces`] tells labels (`Synopsis`) and lines with a meaning (`Last updated on ...`) from text.
//! 2. [`title`] finds the title; what stands before it is the page's furniture.
//! 3. [`sections`] walks on from there and sorts the blocks into synopsis, body and bio.
//! 4. [`copies`] compares what stands on the page more than once.
//! 5. [`people`] makes authors of bylines and bios, [`facts`] dates, terms and identifiers of lines and claims.
//! 6. [`body`] gives the headings their levels.

mod body;
mod copies;
mod facts;
mod people;
mod pieces;
mod sections;
mod title;

use std::collections::BTreeSet;

use super::block::{self, Role};
use super::draft::Draft;
use super::manuscript::Manuscript;
use super::profile::Profile;
use super::repair::Repairs;
use super::report::{Action, Report};
use pieces::Piece;

/// Why no record came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// There is no title.
    Title,
    /// There is no text.
    Text,
}

/// Arranges what was read as a record.
///
/// # Errors
///
/// What the text lacks to be a record.
pub(super) fn arrange(
    mut manuscript: Manuscript,
    profile: &Profile,
    repairs: Repairs,
    report: &mut Report,
) -> Result<Draft, Missing> {
    body::bold_lines_to_headings(&mut manuscript.blocks, report);
    let pieces = pieces::of(std::mem::take(&mut manuscript.blocks), profile);
    let copies = copies::find(&pieces);
    let main = copies::main(&copies);
    let first_label = main.map(|copy| copy.start);
    let mut draft = Draft::default();
    let title_at = title::find(&pieces, first_label, &manuscript, &mut draft, report);
    let start = title_at.map_or(0, |at| at + 1);
    let end = main.map_or(pieces.len(), |copy| copy.end);
    let mut found = sections::walk(&pieces, start..end, profile, &manuscript, true);
    found.drop_all(&pieces, 0..title_at.unwrap_or(0), "before the title");
    copies::settle(&pieces, &copies, main, profile, &manuscript, &mut found, report);
    sections::tell(&pieces, &found, report);
    let mut staying = BTreeSet::new();
    for at in found.parts.iter().map(|&(_, at)| at).chain(title_at) {
        pieces[at].block.each_line(&mut |line| {
            staying.insert(line);
        });
    }
    repairs.tell(&|line| staying.contains(&line), report);
    if draft.line("title").is_none() {
        return Err(Missing::Title);
    }
    if let Some(series) = &profile.series {
        draft.set("series", series);
        report.add(
            Action::Taken,
            0,
            Some("series"),
            format!("`{series}`, by the profile `{}`", profile.name),
        );
    }
    people::settle(&pieces, &found, &manuscript, &mut draft, report);
    facts::settle(&pieces, &found, profile, &manuscript, &mut draft, report);
    settle_synopsis(&pieces, &found, &manuscript, &mut draft, report);
    let mut blocks: Vec<block::Block> = found.blocks(&pieces, Role::Body).cloned().collect();
    if manuscript.is_bare {
        body::shapes_to_headings(&mut blocks, report);
    }
    body::settle_levels(&mut blocks, report);
    let notes = manuscript.notes.iter().flat_map(|(_, note)| note);
    for (at, words) in blocks.iter().chain(notes).flat_map(block::Block::unmarkable) {
        let words = super::report::excerpt(&words);
        let message =
            format!("the mark of `{words}`, which Markdown cannot set apart from the letters beside it");
        report.add(Action::Dropped, at, None, message);
    }
    draft.body = body::markdown(&blocks, &manuscript.notes);
    if draft.body.trim().is_empty() { Err(Missing::Text) } else { Ok(draft) }
}

/// Takes the synopsis of the text, or the abstract that the metadata has.
fn settle_synopsis(
    pieces: &[Piece],
    found: &sections::Found,
    manuscript: &Manuscript,
    draft: &mut Draft,
    report: &mut Report,
) {
    let blocks: Vec<block::Block> = found.blocks(pieces, Role::Synopsis).cloned().collect();
    if !blocks.is_empty() {
        draft.synopsis = Some(block::markdown(&blocks));
        return;
    }
    let Some(claim) = manuscript.claims.first("synopsis") else { return };
    let body = found.blocks(pieces, Role::Body).map(block::Block::plain).collect::<Vec<_>>().join(" ");
    let stem = claim.value.trim_end_matches(['.', '…', ' ']);
    if !claim.is_exact && body.contains(stem) {
        let message = format!("{} repeats words of the text", claim.from);
        report.add(Action::Dropped, claim.at, Some("synopsis"), message);
        return;
    }
    draft.synopsis = Some(super::inline::escape(&claim.value));
    let action = if claim.is_exact { Action::Taken } else { Action::Guessed };
    report.add(action, claim.at, Some("synopsis"), format!("from {}", claim.from));
}
