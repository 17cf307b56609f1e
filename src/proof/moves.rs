//! What went from one place to another, and what each change is called.

use std::collections::BTreeMap;

use super::report::Report;
use super::token::Words;
use crate::document::inline::plain_text;
use crate::document::{Change, Document, Inline, Line, Text, walk};
use crate::style::labels::Labels;

/// A line of fewer letters may stand in two places by chance.
const LETTERS: usize = 16;

/// Finds moves, says of every change what it is, and counts.
pub(super) fn tell(merged: &mut Document, labels: &Labels<'_>) -> Report {
    find(merged);
    let mut teller = Teller { labels, words: Words::default(), report: Report::default() };
    walk(merged, &mut |line| {
        if let Line::Inlines(inlines) = line {
            teller.report.moved += usize::from(whole(inlines, Change::MovedHere).is_some());
            teller.inlines(inlines);
        }
    });
    teller.report
}

/// A line that is wholly gone and stands wholly new elsewhere has moved; the first one gone goes with the first
/// one new.
fn find(merged: &mut Document) {
    let mut gone: BTreeMap<String, usize> = BTreeMap::new();
    walk(merged, &mut |line| {
        if let Line::Inlines(inlines) = line
            && let Some(words) = whole(inlines, Change::Deleted)
        {
            *gone.entry(words).or_default() += 1;
        }
    });
    let mut moved: BTreeMap<String, usize> = BTreeMap::new();
    walk(merged, &mut |line| {
        if let Line::Inlines(inlines) = line
            && let Some(words) = whole(inlines, Change::Inserted)
            && let Some(left) = gone.get_mut(&words).filter(|left| **left > 0)
        {
            *left -= 1;
            *moved.entry(words).or_default() += 1;
            turn(inlines, Change::MovedHere);
        }
    });
    walk(merged, &mut |line| {
        if let Line::Inlines(inlines) = line
            && let Some(words) = whole(inlines, Change::Deleted)
            && let Some(left) = moved.get_mut(&words).filter(|left| **left > 0)
        {
            *left -= 1;
            turn(inlines, Change::MovedAway);
        }
    });
}

/// Returns the words of a line all of which have one change, if it is long enough to be told by them.
fn whole(inlines: &[Inline], change: Change) -> Option<String> {
    let words = plain_text(inlines);
    let is_long = words.chars().filter(|c| c.is_alphanumeric()).count() >= LETTERS;
    (is_long && is_wholly(inlines, change)).then_some(words)
}

fn is_wholly(inlines: &[Inline], as_change: Change) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Change { change, .. } => *change == as_change,
        other => other.inner().is_some_and(|inner| is_wholly(inner, as_change)),
    })
}

fn turn(inlines: &mut [Inline], into: Change) {
    for inline in inlines {
        match inline {
            Inline::Change { change, .. } => *change = into,
            other => {
                if let Some(inner) = other.inner_mut() {
                    turn(inner, into);
                }
            }
        }
    }
}

/// Returns the document as it is told to those who do not see it: what says a change stands for its words.
#[must_use]
pub fn spoken(document: &Document) -> Document {
    let mut spoken = document.clone();
    walk(&mut spoken, &mut |line| {
        if let Line::Inlines(inlines) = line {
            speak(inlines);
        }
    });
    spoken
}

fn speak(inlines: &mut [Inline]) {
    for inline in inlines {
        match inline {
            Inline::Change { told, .. } if !told.is_empty() => {
                *inline = Inline::Text(Text::new(std::mem::take(told)));
            }
            other => {
                if let Some(inner) = other.inner_mut() {
                    speak(inner);
                }
            }
        }
    }
}

struct Teller<'a> {
    labels: &'a Labels<'a>,
    words: Words,
    report: Report,
}

impl Teller<'_> {
    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match inline {
                Inline::Change { change, told, inlines } => *told = self.told(*change, told, inlines),
                other => {
                    if let Some(inner) = other.inner_mut() {
                        self.inlines(inner);
                    }
                }
            }
        }
    }

    /// What stands for the words has its own words; a note's mark is a link, which nothing may stand for.
    fn told(&mut self, change: Change, told: &str, inlines: &[Inline]) -> String {
        let words = plain_text(inlines);
        let count = self.words.split(&words);
        let count = count.iter().filter(|word| word.chars().any(char::is_alphanumeric)).count();
        match change {
            Change::Inserted | Change::Deleted if count == 0 => self.report.marks += 1,
            Change::Inserted => self.report.inserted += count,
            Change::Deleted => self.report.deleted += count,
            Change::Restyled => self.report.restyled += 1,
            Change::MovedHere | Change::MovedAway => {}
        }
        let holds_mark = inlines.iter().any(|inline| matches!(inline, Inline::NoteReference { .. }));
        if words.trim().is_empty() || holds_mark {
            return String::new();
        }
        let words = if change == Change::Restyled { told } else { words.trim() };
        self.labels.fill("told", &[("what", self.labels.get(label(change))), ("words", words)])
    }
}

/// The label that a change has.
pub(super) fn label(change: Change) -> &'static str {
    match change {
        Change::Inserted => "change_inserted",
        Change::Deleted => "change_deleted",
        Change::MovedHere => "change_moved_here",
        Change::MovedAway => "change_moved_away",
        Change::Restyled => "change_restyled",
    }
}
