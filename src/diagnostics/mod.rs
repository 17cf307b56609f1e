//! Faults and warnings: the one type for both, where they are, and their drawing.
//!
//! Rooms return lists of [`Diagnostic`]s and never print; [`render`] draws them and only
//! [`cli`](crate::cli) writes them out.

use std::collections::BTreeMap;

pub mod codes;
pub mod render;
pub mod sources;
pub mod visible;

pub use codes::Code;
pub use sources::{Place, Source, Span};

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; changes nothing.
    Note,
    /// The artefact is made, but somebody should look.
    Warning,
    /// The artefact is not made.
    Error,
}

/// One fault, told as a colleague would: what was found, what is wanted, what to do.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Its stable code, which `offprint explain` tells more about.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// Lower case, no full stop: what was found and what is wanted.
    pub message: String,
    /// Where in a source it is; a fault of a whole file has an empty span at its start.
    pub span: Option<Span>,
    /// What to do about it.
    pub hints: Vec<String>,
    /// Other places that belong to it, such as the first use of a duplicate, each with its note.
    pub related: Vec<(Span, String)>,
    /// What mends it, where that asks for no judgement.
    pub fix: Option<Box<Fix>>,
}

/// Changes that mend a fault when all of them are made.
#[derive(Clone, Debug)]
pub struct Fix {
    /// In the order of the source.
    pub edits: Vec<Edit>,
}

/// A change of a source.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What is taken out.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}

impl Diagnostic {
    /// Makes an error.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, message)
    }

    /// Makes a warning.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, message)
    }

    fn new(code: Code, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            span: None,
            hints: Vec::new(),
            related: Vec::new(),
            fix: None,
        }
    }

    /// Adds where it is.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, span: Span, note: impl Into<String>) -> Self {
        self.related.push((span, note.into()));
        self
    }

    /// Tells whether it keeps an artefact from being made.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// How often one code is told of one record by one room before the rest is only counted.
const TOLD: usize = 50;

/// Takes out what repeats itself, and says with the last of each code how much that was.
pub(crate) fn tell_so_many(diagnostics: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    diagnostics.retain(|diagnostic| {
        let count = counts.entry(diagnostic.code.code).or_default();
        *count += 1;
        *count <= TOLD
    });
    for (code, count) in counts.into_iter().filter(|&(_, count)| count > TOLD) {
        if let Some(last) = diagnostics.iter_mut().rfind(|diagnostic| diagnostic.code.code == code) {
            last.hints.push(format!("and {} more like it", count - TOLD));
        }
    }
}
