//! Marks and spaces: quotes, double spaces, hyphens, invisible controls.

use super::{Findings, TOLD, quotes};
use crate::diagnostics::codes::record as codes;
use crate::record::MarkdownText;

/// Runs every lint of this file over a text and its prose, which has the same length.
pub fn check(text: &MarkdownText, prose: &str, findings: &mut Findings<'_>) {
    mixed_quotes(text, prose, findings);
    double_spaces(text, prose, findings);
    broken_hyphens(text, prose, findings);
    hyphen_ranges(text, prose, findings);
    bidi_controls(text, findings);
}

fn mixed_quotes(text: &MarkdownText, prose: &str, findings: &mut Findings<'_>) {
    let is_straight = |c: char| matches!(c, '"' | '\'');
    let is_curly = |c: char| matches!(c, '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}');
    let straight = prose.chars().filter(|&c| is_straight(c)).count();
    let curly = prose.chars().filter(|&c| is_curly(c)).count();
    if straight == 0 || curly == 0 {
        return;
    }
    // The rarer kind is the one that was pasted in.
    let (kind, other, count, first) = if straight <= curly {
        ("straight", "curly", straight, prose.find(is_straight))
    } else {
        ("curly", "straight", curly, prose.find(is_curly))
    };
    let Some(at) = first else { return };
    let length = prose[at..].chars().next().map_or(1, char::len_utf8);
    let marks = if count == 1 { "mark" } else { "marks" };
    let message = format!("{count} {kind} quotation {marks} beside {other} ones");
    let edits = quotes::alike(prose, straight > curly);
    let hint = "set all of them alike";
    findings.mendable(&codes::LINT_MIXED_QUOTES, message, text, at..at + length, hint, &edits);
}

fn double_spaces(text: &MarkdownText, prose: &str, findings: &mut Findings<'_>) {
    let mut told = 0;
    let mut at = 0;
    for line in prose.split_inclusive('\n') {
        let start = at;
        at += line.len();
        // Columns of a table are padded.
        if line.contains('|') {
            continue;
        }
        let shown = line.trim_end().len();
        let mut from = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        while let Some(found) = line.get(from..shown).and_then(|rest| rest.find("  ")) {
            let gap = from + found;
            let length = line[gap..].bytes().take_while(|&b| b == b' ').count();
            from = gap + length;
            if is_marker(&line[..gap]) {
                continue;
            }
            told += 1;
            if told <= TOLD {
                let message = format!("{length} spaces between words");
                let range = start + gap..start + from;
                let edits = [(range.clone(), " ".to_owned())];
                findings.mendable(&codes::LINT_DOUBLE_SPACE, message, text, range, "leave one", &edits);
            }
        }
    }
}

/// Tells whether a line so far is only the mark of a list item, heading or footnote.
fn is_marker(before: &str) -> bool {
    let mark = before.trim_start_matches([' ', '\t', '>']);
    matches!(mark, "-" | "*" | "+")
        || mark.bytes().all(|b| b == b'#')
        || mark.strip_suffix(['.', ')']).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()))
        || (mark.starts_with("[^") && mark.ends_with("]:"))
}

fn broken_hyphens(text: &MarkdownText, prose: &str, findings: &mut Findings<'_>) {
    /// What may follow a hyphen that hangs: `short- and long-term`.
    const HANGING: [&str; 14] =
        ["and", "or", "to", "as", "nor", "but", "versus", "und", "oder", "bis", "et", "ou", "y", "en"];
    let mut told = 0;
    for (at, _) in prose.match_indices("- ") {
        let before = prose[..at].chars().rev().take_while(|c| c.is_alphabetic()).count();
        let rest = &prose[at + 2..];
        let next: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
        let is_word = next.chars().next().is_some_and(char::is_lowercase);
        if before < 2 || !is_word || HANGING.contains(&next.as_str()) {
            continue;
        }
        told += 1;
        if told <= TOLD {
            let word = &prose[prose[..at]
                .rfind(|c: char| !c.is_alphabetic())
                .map_or(0, |from| from + prose[from..].chars().next().map_or(1, char::len_utf8))
                ..at];
            let message = format!("`{word}- {next}` has a space after its hyphen");
            let hint = format!("write `{word}-{next}` or `{word}{next}`");
            // The text itself may tell which of the two it writes elsewhere.
            let (hyphened, joined) = (format!("{word}-{next}"), format!("{word}{next}"));
            let edits = match (has_word(prose, &hyphened), has_word(prose, &joined)) {
                (true, false) => vec![(at..at + 2, "-".to_owned())],
                (false, true) => vec![(at..at + 2, String::new())],
                _ => Vec::new(),
            };
            findings.mendable(&codes::LINT_BROKEN_HYPHEN, message, text, at..at + 2, &hint, &edits);
        }
    }
}

/// Tells whether a text has a word as a whole, in any case.
fn has_word(prose: &str, word: &str) -> bool {
    let (prose, word) = (prose.to_lowercase(), word.to_lowercase());
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    prose
        .match_indices(&word)
        .any(|(at, _)| !prose[..at].ends_with(is_part) && !prose[at + word.len()..].starts_with(is_part))
}

fn hyphen_ranges(text: &MarkdownText, prose: &str, findings: &mut Findings<'_>) {
    let mut told = 0;
    for (at, _) in prose.match_indices('-') {
        let Some((first, last)) = range_around(prose, at) else { continue };
        told += 1;
        if told <= TOLD {
            let message = format!("the range `{first}-{last}` has a hyphen");
            let hint = format!("write `{first}\u{2013}{last}`");
            let range = at - first.len()..at + 1 + last.len();
            let edits = [(at..at + 1, "\u{2013}".to_owned())];
            findings.mendable(&codes::LINT_HYPHEN_RANGE, message, text, range, &hint, &edits);
        }
    }
}

/// The two numbers around a hyphen, if they read as a range of years, pages or amounts.
fn range_around(prose: &str, at: usize) -> Option<(&str, &str)> {
    let bytes = prose.as_bytes();
    let start = at - bytes[..at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let end = at + 1 + bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
    let (first, last) = (&prose[start..at], &prose[at + 1..end]);
    let before = prose[..start].chars().next_back().unwrap_or(' ');
    let after = prose[end..].chars().next().unwrap_or(' ');
    let next = prose[end..].chars().nth(1).unwrap_or(' ');
    // Part of a longer number, a date, an identifier or a path.
    let joins = |c: char| {
        c.is_alphanumeric()
            || matches!(c, '-' | '/' | ':' | '#' | '_' | '=' | '+' | '@' | super::prose::BLANK)
    };
    if joins(before) || before == '.' || joins(after) || (after == '.' && next.is_ascii_digit()) {
        return None;
    }
    let (from, to): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    let is_year = |year: u32| (1000..=2100).contains(&year);
    let is_range = match (first.len(), last.len()) {
        (4, 4) => is_year(from) && is_year(to) && from < to,
        (4, 2) => is_year(from) && to > from % 100 && to > 12,
        (1..=3, 1..=3) => from < to && !first.starts_with('0') && !last.starts_with('0'),
        _ => false,
    };
    is_range.then_some((first, last))
}

fn bidi_controls(text: &MarkdownText, findings: &mut Findings<'_>) {
    let is_control = |c: &char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    for (at, c) in text.text.char_indices().filter(|(_, c)| is_control(c)).take(TOLD) {
        let message = format!("the invisible character U+{:04X} forces the direction of text", c as u32);
        findings.at(&codes::LINT_BIDI_CONTROL, message, text, at..at + c.len_utf8(), "take it out");
    }
}
