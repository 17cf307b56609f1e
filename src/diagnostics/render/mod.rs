//! The drawing of diagnostics, a file a format.
//!
//! Whatever comes from a record passes [`visible`] on its way to a terminal, so that a title
//! with an escape sequence in it colours nothing.

mod github;
mod human;
mod json;
mod sarif;
mod short;

pub use github::github;
pub use human::human;
pub use json::{Message, json};
pub(crate) use sarif::uri;
pub use short::short;

use super::{Code, Diagnostic, Severity, visible};

/// How faults are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With the source line drawn.
    Human {
        /// Whether the reader is a terminal that shows colour.
        color: bool,
    },
    /// A line each.
    Short,
    /// A JSON object a line.
    Json,
    /// One SARIF 2.1.0 document.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
}

/// A diagnostic that has been drawn. It no longer holds the text of its record, so that many may wait for
/// their turn to be told.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// How much it weighs.
    pub severity: Severity,
    /// Its code.
    pub code: Code,
    /// `file:line:column`, or nothing where it has no place.
    pub place: String,
    /// What was found, on one line.
    pub message: String,
    /// As its format tells it.
    text: String,
}

impl Drawn {
    /// Draws a diagnostic.
    #[must_use]
    pub fn new(diagnostic: &Diagnostic, format: Format) -> Self {
        let text = match format {
            Format::Human { color } => human(diagnostic, color),
            Format::Short => short(diagnostic),
            Format::Json => json(diagnostic),
            Format::Github => github(diagnostic),
            Format::Sarif => sarif::result(diagnostic).to_string(),
        };
        Self {
            severity: diagnostic.severity,
            code: diagnostic.code,
            place: short::place(diagnostic),
            message: visible::line(&diagnostic.message),
            text,
        }
    }

    /// Tells whether it keeps an artefact from being made.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Returns it as one line, as [`short()`] draws it.
    #[must_use]
    pub fn line(&self) -> String {
        short::join(&self.place, self.severity, self.code, &self.message)
    }
}

/// Draws all diagnostics of a run; every format ends its last line.
#[must_use]
pub fn all(diagnostics: &[Diagnostic], format: Format) -> String {
    let drawn: Vec<Drawn> = diagnostics.iter().map(|one| Drawn::new(one, format)).collect();
    document(&drawn, format)
}

/// Joins what was drawn in a format; it ends its last line.
#[must_use]
pub fn document(drawn: &[Drawn], format: Format) -> String {
    let end = match format {
        Format::Sarif => return sarif::document(drawn),
        Format::Human { .. } => "\n\n",
        Format::Short | Format::Json | Format::Github => "\n",
    };
    drawn.iter().flat_map(|one| [one.text.as_str(), end]).collect()
}

/// The word for a severity.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::codes::record as codes;
    use crate::diagnostics::{Source, Span};

    fn example() -> Diagnostic {
        let source =
            Source::new("a/CO1.md", "---\ntitle: A\ndate: 2012-02-30\ndate: \u{1b}[31m\u{202e}x\n---\n");
        let span = |start, end| Span { source: source.clone(), start, end };
        Diagnostic::error(&codes::IMPOSSIBLE_DATE, "`date` is 2012-02-30, expected a day in the calendar")
            .at(span(19, 29))
            .hint("February 2012 has 29 days")
            .related(span(30, 34), "given again here")
    }

    #[test]
    fn human_draws_the_line() {
        let drawn = human(&example(), false);
        for part in [
            "error[E0102]: `date` is 2012-02-30, expected a day in the calendar",
            "--> a/CO1.md:3:7",
            "3 | date: 2012-02-30",
            "hint: February 2012 has 29 days",
            "given again here",
        ] {
            assert!(drawn.contains(part), "{part} in\n{drawn}");
        }
        assert!(!drawn.contains('\u{1b}') && !drawn.contains('\u{202e}'), "{drawn:?}");
        assert!(human(&example(), true).contains("\u{1b}["));
    }

    #[test]
    fn short_is_one_line() {
        let expected = "a/CO1.md:3:7: error[E0102]: `date` is 2012-02-30, expected a day in the calendar";
        assert_eq!(short(&example()), expected);
    }

    #[test]
    fn json_tells_both_ends() {
        let value: serde_json::Value = serde_json::from_str(&json(&example())).expect("valid JSON");
        assert_eq!(value["code"], "E0102");
        assert_eq!((&value["line"], &value["column"]), (&3.into(), &7.into()));
        assert_eq!((&value["end_line"], &value["end_column"]), (&3.into(), &17.into()));
        assert_eq!(value["hints"][0], "February 2012 has 29 days");
        assert_eq!(value["related"][0]["line"], 4);
    }

    #[test]
    fn sarif_is_one_document() {
        let value: serde_json::Value =
            serde_json::from_str(&all(&[example()], Format::Sarif)).expect("valid JSON");
        let run = &value["runs"][0];
        assert_eq!(run["results"][0]["ruleId"], "E0102");
        assert_eq!(run["tool"]["driver"]["rules"][0]["id"], "E0102");
        let region = &run["results"][0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!(region["startLine"], 3);
    }

    #[test]
    fn github_escapes_what_would_end_a_command() {
        let mut fault = example();
        fault.message = "100% a\nb".to_owned();
        let drawn = github(&fault);
        assert!(drawn.starts_with("::error file=a/CO1.md,line=3,col=7,"), "{drawn}");
        assert!(drawn.contains("::100%25 a%0Ab%0A"), "{drawn}");
    }
}
