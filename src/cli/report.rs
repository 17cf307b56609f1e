//! What a command says: diagnostics and a last line, on stderr.

use std::io::{IsTerminal, Write};

use super::Outcome;
use super::args::{Global, MessageFormat};
use crate::diagnostics::render::{self, Drawn};
use crate::diagnostics::{Diagnostic, Severity};

/// Returns the format that the arguments and the terminal ask for; `NO_COLOR` is respected.
#[must_use]
pub fn format(global: &Global) -> render::Format {
    match global.message_format {
        MessageFormat::Human => {
            let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            render::Format::Human { color: !no_color && std::io::stderr().is_terminal() }
        }
        MessageFormat::Short => render::Format::Short,
        MessageFormat::Json => render::Format::Json,
        MessageFormat::Sarif => render::Format::Sarif,
        MessageFormat::Github => render::Format::Github,
    }
}

/// Tells all diagnostics of a run. Nobody may be listening; that is no reason to stop.
pub fn tell(diagnostics: &[Diagnostic], global: &Global) {
    let drawn = render::all(diagnostics, format(global));
    let _ = std::io::stderr().lock().write_all(drawn.as_bytes());
}

/// Tells what was drawn in the format of the arguments.
pub fn tell_drawn(drawn: &[Drawn], global: &Global) {
    let drawn = render::document(drawn, format(global));
    let _ = std::io::stderr().lock().write_all(drawn.as_bytes());
}

/// Says a last line to people; formats for machines have none.
pub fn say(line: &str, global: &Global) {
    if matches!(global.message_format, MessageFormat::Human | MessageFormat::Short) {
        let _ = writeln!(std::io::stderr().lock(), "{line}");
    }
}

/// Prints data on stdout.
pub fn print(text: &str) -> Outcome {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Ok(()) => Outcome::Success,
        // The reader has what it wanted.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Outcome::Success,
        Err(error) => {
            let _ = writeln!(std::io::stderr().lock(), "error: cannot write to stdout: {error}");
            Outcome::CannotRun
        }
    }
}

/// How many diagnostics of each weight there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Tally {
    /// Counts.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        Self::of_each(diagnostics.iter().map(|one| one.severity))
    }

    /// Counts what was drawn.
    #[must_use]
    pub fn of_drawn(drawn: &[Drawn]) -> Self {
        Self::of_each(drawn.iter().map(|one| one.severity))
    }

    fn of_each(severities: impl Iterator<Item = Severity>) -> Self {
        severities.fold(Self::default(), |mut tally, severity| {
            match severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Note => tally.notes += 1,
            }
            tally
        })
    }

    /// Returns the outcome, by what the arguments deny.
    #[must_use]
    pub fn outcome(self, global: &Global) -> Outcome {
        let denies_warnings = global.deny.as_deref() == Some("warnings");
        if self.errors > 0 || (denies_warnings && self.warnings > 0) {
            Outcome::InputFaults
        } else {
            Outcome::Success
        }
    }
}

/// Returns a count with its noun: `1 record`, `2 records`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, noun)| count(number, noun))
            .collect();
        if parts.is_empty() { f.write_str("no faults") } else { f.write_str(&parts.join(", ")) }
    }
}
