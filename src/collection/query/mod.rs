//! The query language: which records belong to a collection.
//!
//! ```text
//! year = 2012 and (region = "Central Asia" or title contains "cyber") and not status = draft
//! ```
//!
//! 1. [`lex`] parts a text into words, each with its place.
//! 2. [`parse`](mod@parse) makes a [`Query`] of them, every comparison of the right type, or tells what is wrong and where.
//! 3. [`evaluate`] asks it of a record's [`Facts`](super::Facts).
//!
//! A query prints as it would be written; what is printed parses to the same query.

mod evaluate;
mod field;
mod lex;
mod parse;

use std::fmt;
use std::sync::Arc;

pub use evaluate::natural;
pub use field::{FIELDS, Field, Kind};
pub use parse::{BYTES, DEPTH, Fault, parse};

use crate::diagnostics::{Diagnostic, Source, Span};

/// A query, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Any of these.
    Or(Vec<Query>),
    /// All of these.
    And(Vec<Query>),
    /// Not this.
    Not(Box<Query>),
    /// A comparison.
    Test(Test),
}

/// A comparison of a field with a value, or with several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// What is compared.
    pub field: Field,
    /// How.
    pub operator: Operator,
    /// With what: several for `in`, one otherwise.
    pub values: Vec<Value>,
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `=`
    Is,
    /// `!=`
    IsNot,
    /// `<`
    Before,
    /// `<=`
    BeforeOrIs,
    /// `>`
    After,
    /// `>=`
    AfterOrIs,
    /// `in`
    In,
    /// `contains`
    Contains,
}

impl Operator {
    /// Returns it as written.
    #[must_use]
    pub fn sign(self) -> &'static str {
        match self {
            Self::Is => "=",
            Self::IsNot => "!=",
            Self::Before => "<",
            Self::BeforeOrIs => "<=",
            Self::After => ">",
            Self::AfterOrIs => ">=",
            Self::In => "in",
            Self::Contains => "contains",
        }
    }
}

/// A value, of the type its field has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A year.
    Year(i16),
    /// A day.
    Date(jiff::civil::Date),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Date(date) => write!(f, "{date}"),
        }
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.field, self.operator.sign())?;
        match (&self.values[..], self.operator) {
            (values, Operator::In) => {
                let values: Vec<String> = values.iter().map(Value::to_string).collect();
                write!(f, "({})", values.join(", "))
            }
            (values, _) => values.iter().try_for_each(|value| write!(f, "{value}")),
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let join = |f: &mut fmt::Formatter<'_>, parts: &[Self], word: &str, is_bare: fn(&Self) -> bool| {
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    write!(f, " {word} ")?;
                }
                if is_bare(part) { write!(f, "{part}")? } else { write!(f, "({part})")? }
            }
            Ok(())
        };
        match self {
            Self::Or(parts) => join(f, parts, "or", |part| !matches!(part, Self::Or(_))),
            Self::And(parts) => join(f, parts, "and", |part| matches!(part, Self::Test(_) | Self::Not(_))),
            Self::Not(inner) => {
                f.write_str("not ")?;
                join(f, std::slice::from_ref(&**inner), "", |part| {
                    matches!(part, Self::Test(_) | Self::Not(_))
                })
            }
            Self::Test(test) => write!(f, "{test}"),
        }
    }
}

/// Reads a query that stands in a text of its own, such as an argument of the command line.
///
/// # Errors
///
/// What is wrong with it, each with its place in the query.
pub fn read(name: &str, text: &str) -> Result<Query, Vec<Diagnostic>> {
    let source = Source::new(name, text);
    parse(text).map_err(|faults| {
        let place = |at: usize| at;
        faults.into_iter().map(|fault| fault.located(&source, place)).collect()
    })
}

impl Fault {
    /// Makes a diagnostic of it; `place` says where a byte of the query stands in the source.
    #[must_use]
    pub fn located(self, source: &Arc<Source>, place: impl Fn(usize) -> usize) -> Diagnostic {
        let start = place(self.start);
        // The end may stand behind the last byte, which has a place of its own.
        let end = if self.end > self.start { place(self.end - 1) + 1 } else { start };
        let mut told = Diagnostic::error(self.code, self.message);
        told.hints = self.hints;
        told.at(Span { source: Arc::clone(source), start, end: end.max(start) })
    }
}
