//! The report of an import: every thing that was done to the text, and where.

use crate::spaces;
use serde::Serialize;

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// Understood as a field or a part of the record.
    Taken,
    /// Left out.
    Dropped,
    /// Stood there more than once and is one now.
    Merged,
    /// Mended, in a way that the text itself bears out.
    Repaired,
    /// Decided without certainty; somebody must look.
    Guessed,
    /// Could not be decided; stands in the record as a comment.
    Undecided,
}

impl Action {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Dropped => "dropped",
            Self::Merged => "merged",
            Self::Repaired => "repaired",
            Self::Guessed => "guessed",
            Self::Undecided => "undecided",
        }
    }
}

/// What lines are called: a manuscript has paragraphs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Lines of a text file.
    #[default]
    Line,
    /// Paragraphs of a manuscript.
    Paragraph,
}

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What.
    pub action: Action,
    /// The line or paragraph, from 1; `None` for the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<usize>,
    /// The last line or paragraph, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<usize>,
    /// The field of the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
    /// What was found and what became of it.
    pub message: String,
}

/// All that was done to a file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// What lines are called.
    pub unit: Unit,
    /// In order of lines.
    pub entries: Vec<Entry>,
}

impl Report {
    /// Adds an entry; line 0 is the whole file.
    pub fn add(
        &mut self,
        action: Action,
        at: usize,
        field: Option<&'static str>,
        message: impl Into<String>,
    ) {
        self.add_range(action, at, at, field, message);
    }

    /// Adds an entry that spans lines.
    pub fn add_range(
        &mut self,
        action: Action,
        at: usize,
        until: usize,
        field: Option<&'static str>,
        message: impl Into<String>,
    ) {
        let until = (until > at).then_some(until);
        self.entries.push(Entry {
            action,
            at: (at > 0).then_some(at),
            until,
            field,
            message: message.into(),
        });
    }

    /// Puts the entries in the order of the file.
    pub fn sort(&mut self) {
        self.entries.sort_by_key(|entry| (entry.at, entry.action));
        self.entries.dedup();
    }

    /// Counts the entries of a kind.
    #[must_use]
    pub fn count(&self, action: Action) -> usize {
        self.entries.iter().filter(|entry| entry.action == action).count()
    }

    /// Tells whether somebody must look at it.
    #[must_use]
    pub fn has_guesses(&self) -> bool {
        self.count(Action::Guessed) + self.count(Action::Undecided) > 0
    }
}

/// Shortens a text to what a line of the report can hold.
#[must_use]
pub fn excerpt(text: &str) -> String {
    const LENGTH: usize = 60;
    let text = spaces::folded(text);
    if text.chars().count() <= LENGTH {
        return text;
    }
    let cut: String = text.chars().take(LENGTH - 1).collect();
    format!("{}…", cut.trim_end())
}

impl std::fmt::Display for Report {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let places: Vec<String> = self.entries.iter().map(|entry| self.place(entry)).collect();
        let width = places.iter().map(String::len).max().unwrap_or(0);
        for (entry, place) in self.entries.iter().zip(&places) {
            write!(out, "  {:<9} {place:<width$}  ", entry.action.word())?;
            if let Some(field) = entry.field {
                write!(out, "{field}: ")?;
            }
            writeln!(out, "{}", crate::diagnostics::visible::line(&entry.message))?;
        }
        Ok(())
    }
}

impl Report {
    fn place(&self, entry: &Entry) -> String {
        let unit = match self.unit {
            Unit::Line => "line",
            Unit::Paragraph => "paragraph",
        };
        match (entry.at, entry.until) {
            (Some(at), Some(until)) => format!("{unit}s {at}-{until}"),
            (Some(at), None) => format!("{unit} {at}"),
            (None, _) => "file".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_as_a_table_in_the_order_of_the_file() {
        let mut report = Report::default();
        report.add(Action::Guessed, 12, Some("updated"), "2014-10-01 from `01/10/2014`");
        report.add_range(Action::Dropped, 1, 9, None, "navigation");
        report.sort();
        assert_eq!(
            report.to_string(),
            "  dropped   lines 1-9  navigation\n  guessed   line 12    updated: 2014-10-01 from `01/10/2014`\n"
        );
        assert!(report.has_guesses());
    }
}
