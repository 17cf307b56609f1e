//! Brackets and quotation marks that open and never close, or close and were never opened.

use super::prose::BLANK;
use super::{Findings, TOLD};
use crate::diagnostics::codes::record as codes;
use crate::record::MarkdownText;

/// Runs every lint of this file over a text and its prose, which has the same length.
///
/// Both are judged a paragraph at a time: a bracket left open is found where it stands, not at the end.
pub fn check(text: &MarkdownText, prose: &str, lang: &str, findings: &mut Findings<'_>) {
    let mut told = 0;
    for (start, paragraph) in paragraphs(prose) {
        for at in unbalanced(&text.text[start..start + paragraph.len()], paragraph) {
            told += 1;
            if told <= TOLD {
                brackets(text, prose, start + at, findings);
            }
        }
    }
    // Other languages open and close with other marks, or with the same ones the other way round.
    if super::is_english(lang) {
        quotes(text, prose, findings);
    }
}

/// The stretches between empty lines, within quotes too, each with its offset.
fn paragraphs(prose: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in prose.split_inclusive('\n') {
        if line.trim_matches(['>', ' ', '\t', '\n']).is_empty() {
            found.push((start, &prose[start..at]));
            start = at + line.len();
        }
        at += line.len();
    }
    found.push((start, &prose[start..]));
    found
}

fn brackets(text: &MarkdownText, prose: &str, at: usize, findings: &mut Findings<'_>) {
    let (mark, what, hint) = match prose.as_bytes()[at] {
        b'(' => ("(", "is never closed", "add the `)`, or take it out"),
        b'[' => ("[", "is never closed", "add the `]`, or take it out"),
        b')' => (")", "was never opened", "add the `(`, or take it out"),
        _ => ("]", "was never opened", "add the `[`, or take it out"),
    };
    findings.at(&codes::LINT_BRACKETS, format!("`{mark}` {what}"), text, at..at + 1, hint);
}

/// Returns the offsets of brackets without a partner in a paragraph, in order.
fn unbalanced(text: &str, prose: &str) -> Vec<usize> {
    let mut open: Vec<(usize, u8)> = Vec::new();
    let mut wrong = Vec::new();
    for (at, byte) in prose.bytes().enumerate() {
        let wanted = match byte {
            b'(' | b'[' => {
                open.push((at, byte));
                continue;
            }
            b')' => b'(',
            b']' => b'[',
            // The `](address)` of a link is blanked out, so its bracket closes here.
            byte if char::from(byte) == BLANK && text.as_bytes()[at] == b']' => {
                if open.last().is_some_and(|&(_, mark)| mark == b'[') {
                    open.pop();
                }
                continue;
            }
            _ => continue,
        };
        match open.iter().rposition(|&(_, mark)| mark == wanted) {
            Some(partner) => {
                wrong.extend(open.drain(partner..).skip(1).map(|(at, _)| at));
            }
            None if !is_enumeration(&prose[..at]) => wrong.push(at),
            None => {}
        }
    }
    wrong.extend(open.into_iter().map(|(at, _)| at));
    wrong.sort_unstable();
    wrong
}

/// Tells whether a `)` after this text ends a number or letter of a list, `a)` or `12)`, or a face, `:-)`.
fn is_enumeration(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let is_roman = !word.is_empty() && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let is_number = (1..=2).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    let is_letter = word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    is_roman || is_number || is_letter || word.ends_with([':', ';']) || word.ends_with(":-")
}

fn quotes(text: &MarkdownText, prose: &str, findings: &mut Findings<'_>) {
    let all = paragraphs(prose);
    let mut told = 0;
    for (index, &(start, paragraph)) in all.iter().enumerate() {
        // A quotation over several paragraphs opens again with each and closes in the last.
        let goes_on = all
            .get(index + 1)
            .is_some_and(|(_, next)| next.trim_start_matches(['>', ' ', '\n']).starts_with('\u{201C}'));
        let Some((at, mark, what)) = unpaired(paragraph, goes_on) else { continue };
        told += 1;
        if told <= TOLD {
            let range = start + at..start + at + mark.len_utf8();
            let hint = "see where the quotation begins and ends";
            findings.at(&codes::LINT_QUOTES, format!("`{mark}` {what}"), text, range, hint);
        }
    }
}

/// The first double quotation mark of a paragraph that has no partner.
fn unpaired(paragraph: &str, goes_on: bool) -> Option<(usize, char, &'static str)> {
    let mut open = None;
    let mut straight: Vec<usize> = Vec::new();
    let mut before = ' ';
    for (at, c) in paragraph.char_indices() {
        match c {
            '\u{201C}' if open.is_some() => return Some((at, c, "opens a quotation within an open one")),
            '\u{201C}' => open = Some(at),
            '\u{201D}' if open.take().is_none() => {
                return Some((at, c, "closes a quotation that none opens"));
            }
            // After a digit it is inches or seconds.
            '"' if !before.is_ascii_digit() || straight.len() % 2 == 1 => straight.push(at),
            _ => {}
        }
        before = c;
    }
    match open {
        Some(at) if !goes_on => return Some((at, '\u{201C}', "opens a quotation that is never closed")),
        _ => {}
    }
    (straight.len() % 2 == 1).then(|| (straight[straight.len() - 1], '"', "has no partner"))
}
