//! The body: what is a heading, and of which level.

use crate::import::block::{self, Block, Content};
use crate::import::inline;
use crate::import::report::{Action, Report, excerpt};

/// A heading is at most this long, in characters.
const LONGEST_HEADING: usize = 120;

/// Makes paragraphs that are bold from end to end headings, as people who use no styles mean them.
pub(super) fn bold_lines_to_headings(blocks: &mut [Block], report: &mut Report) {
    let mut above = 1;
    for at in 0..blocks.len() {
        if let Some(level) = blocks[at].level() {
            above = level;
            continue;
        }
        let Content::Paragraph(inlines) = &blocks[at].content else { continue };
        let plain = inline::plain(inlines);
        let is_line = plain.chars().count() <= LONGEST_HEADING && !plain.ends_with(['.', ',', ';']);
        // A bold last line heads nothing.
        let heads = blocks.get(at + 1).is_some();
        if blocks[at].role.is_some()
            || plain.is_empty()
            || !is_line
            || !heads
            || !inline::is_all_strong(inlines)
        {
            continue;
        }
        report.add(
            Action::Taken,
            blocks[at].at,
            None,
            format!("`{}` as a heading: a line in bold", excerpt(&plain)),
        );
        let inlines = inline::without_strong(inlines.clone());
        blocks[at].content = Content::Heading((above + 1).clamp(2, 6), inlines);
    }
}

/// Makes short lines that stand over a paragraph headings, where the form has no marks for them.
pub(super) fn shapes_to_headings(blocks: &mut [Block], report: &mut Report) {
    for at in 0..blocks.len() {
        let Content::Paragraph(inlines) = &blocks[at].content else { continue };
        let plain = inline::plain(inlines);
        let next = blocks.get(at + 1).filter(|next| matches!(next.content, Content::Paragraph(_)));
        let is_over_text =
            next.map(Block::plain).is_some_and(|next| is_prose(&next) && next.len() > plain.len() * 2);
        if !(is_over_text && looks_like_heading(&plain)) {
            continue;
        }
        let message =
            format!("`{}` as a heading: a short line without a stop over a paragraph", excerpt(&plain));
        report.add(Action::Taken, blocks[at].at, None, message);
        blocks[at].content = Content::Heading(2, inlines.clone());
    }
}

fn looks_like_heading(text: &str) -> bool {
    let starts_well =
        text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_ascii());
    starts_well
        && text.chars().count() <= LONGEST_HEADING
        && text.split_whitespace().count() <= 14
        && !text.ends_with(['.', ',', ';', ':', '!', '”', '"', '…', ')'])
        && !text.starts_with(['“', '"', '‘', '•', '–', '—'])
}

fn is_prose(text: &str) -> bool {
    text.chars().count() > 60
        && text.trim_end_matches(['”', '’', '"', '\'', ')', ']']).ends_with(['.', '?', '!', ':', '。'])
}

/// Lifts or lowers the headings so that the highest is of the second level, below the title.
pub(super) fn settle_levels(blocks: &mut [Block], report: &mut Report) {
    let Some(highest) = blocks.iter().filter_map(Block::level).min() else { return };
    let mut first = None;
    for block in blocks.iter_mut() {
        if let Content::Heading(level, _) = &mut block.content {
            *level = (*level - highest + 2).min(6);
            first.get_or_insert(block.at);
        }
    }
    if highest != 2 {
        let message = format!("moved the headings so that the highest is of level 2, not {highest}");
        report.add(Action::Repaired, first.unwrap_or(0), None, message);
    }
}

/// Writes the body and its notes.
pub(super) fn markdown(blocks: &[Block], notes: &[(String, Vec<Block>)]) -> String {
    let mut text = block::markdown(blocks);
    for (label, note) in notes {
        let note = block::markdown(note);
        let note: Vec<String> = note
            .lines()
            .enumerate()
            .map(
                |(at, line)| if at == 0 || line.is_empty() { line.to_owned() } else { format!("    {line}") },
            )
            .collect();
        text.push_str(&format!("\n\n[^{label}]: {}", note.join("\n")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::inline::Inline;

    fn heading(level: u8, words: &str) -> Block {
        Block::new(Content::Heading(level, vec![Inline::Text(words.to_owned())]), 1)
    }

    #[test]
    fn the_highest_heading_is_of_the_second_level() {
        let mut report = Report::default();
        let mut blocks = vec![heading(3, "a"), heading(4, "b"), heading(3, "c")];
        settle_levels(&mut blocks, &mut report);
        assert_eq!(blocks.iter().filter_map(Block::level).collect::<Vec<_>>(), [2, 3, 2]);
        let mut blocks = vec![heading(1, "a"), heading(2, "b")];
        settle_levels(&mut blocks, &mut report);
        assert_eq!(blocks.iter().filter_map(Block::level).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn headings_are_told_by_their_shape() {
        for text in ["Division of labour", "Beyond Inertia and MoUs", "What now?"] {
            assert!(looks_like_heading(text), "{text}");
        }
        for text in ["He left.", "“Come in”", "and so on", "To:"] {
            assert!(!looks_like_heading(text), "{text}");
        }
    }
}
