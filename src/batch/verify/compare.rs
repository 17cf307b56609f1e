//! What an artefact says against what the record says.

use super::Expected;
use super::text::Flow;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{PART_NOT_ONCE, TEXT_DIFFERS};

/// What an artefact was found to say.
#[derive(Debug, Default)]
pub struct Reading {
    /// Everything but the footnotes, in reading order.
    pub text: Flow,
    /// The footnotes, in the order of their first marks.
    pub notes: Vec<Flow>,
    /// The marks of footnotes in the text.
    pub note_marks: usize,
    /// The words of the headings.
    pub headings: Vec<Flow>,
    /// Contents and indexes within the text.
    pub lists: Flow,
}

/// Tells where the two differ; `what` is "PDF" or "EPUB".
pub fn check(expected: &Expected, what: &str, found: &Reading, faults: &mut Vec<Diagnostic>) {
    if let Some(at) = expected.text.parting(&found.text) {
        let message = differ(&format!("the {what}"), &expected.text, &found.text, at);
        faults.push(Diagnostic::error(&TEXT_DIFFERS, message));
        // Where the text is right, each part is there as often as the record has it.
        for part in &expected.parts {
            let (times, wanted) = (found.text.count(&part.text), expected.text.count(&part.text));
            if times != wanted {
                let message = format!(
                    "the {} stands in the {what} {times} times; the record has it {wanted} times",
                    part.name
                );
                faults.push(Diagnostic::error(&PART_NOT_ONCE, message));
            }
        }
    }
    if expected.notes.len() != found.notes.len() {
        let message = format!(
            "the {what} has {} footnotes; the record has {}",
            found.notes.len(),
            expected.notes.len()
        );
        faults.push(Diagnostic::error(&TEXT_DIFFERS, message));
    }
    for (nth, (wanted, note)) in expected.notes.iter().zip(&found.notes).enumerate() {
        if let Some(at) = wanted.parting(note) {
            let message = differ(&format!("note {} of the {what}", nth + 1), wanted, note, at);
            faults.push(Diagnostic::error(&TEXT_DIFFERS, message));
        }
    }
    if expected.note_marks != found.note_marks {
        let message = format!(
            "the {what} has {} footnote marks; the record has {}",
            found.note_marks, expected.note_marks
        );
        faults.push(Diagnostic::error(&TEXT_DIFFERS, message));
    }
    check_headings(expected, what, found, faults);
    check_lists(expected, what, found, faults);
}

/// Each entry of the contents and the indexes must be there, in its turn.
fn check_lists(expected: &Expected, what: &str, found: &Reading, faults: &mut Vec<Diagnostic>) {
    let mut from = 0;
    for wanted in expected.listed.iter().filter(|wanted| !wanted.is_empty()) {
        match found.lists.find(wanted, from) {
            Some(end) => from = end,
            None => {
                let message = format!(
                    "the contents or indexes of the {what} lack `{wanted}`, or have it out of its turn"
                );
                faults.push(Diagnostic::error(&TEXT_DIFFERS, message));
                return;
            }
        }
    }
}

fn check_headings(expected: &Expected, what: &str, found: &Reading, faults: &mut Vec<Diagnostic>) {
    let wanted: Vec<&Flow> = expected.headings.iter().filter(|heading| !heading.is_empty()).collect();
    let is_same = wanted.len() == found.headings.len()
        && wanted.iter().zip(&found.headings).all(|(wanted, heading)| wanted.parting(heading).is_none());
    if !is_same {
        let at = wanted
            .iter()
            .zip(&found.headings)
            .position(|(wanted, heading)| wanted.parting(heading).is_some());
        let at = at.unwrap_or_else(|| wanted.len().min(found.headings.len()));
        let say = |heading: Option<String>| {
            heading.map_or("no more headings".to_owned(), |heading| format!("the heading `{heading}`"))
        };
        let message = format!(
            "the {} has {} where the record has {}",
            what,
            say(found.headings.get(at).map(Flow::to_string)),
            say(wanted.get(at).map(|heading| heading.to_string())),
        );
        faults.push(Diagnostic::error(&TEXT_DIFFERS, message));
    }
}

fn differ(what: &str, wanted: &Flow, found: &Flow, at: usize) -> String {
    format!("{what} says `{}` where the record says `{}`", found.around(at), wanted.around(at))
}
