//! The tokens of a style: flat keys such as `page.margin-top`, each with its place in a file.
//!
//! A style's own tokens lie over those it inherits. Every question asked of them is
//! remembered, so that a key nobody asks for is known to be misspelt.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::Colour;
use crate::diagnostics::codes::style as codes;
use crate::diagnostics::{Diagnostic, Source, Span};
use crate::geometry::{Em, Pt};

/// A length as a style gives it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Length {
    /// In points, whatever unit it was given in.
    Pt(Pt),
    /// Relative to a type size.
    Em(Em),
    /// In steps of the baseline grid.
    Grid(f64),
}

impl Length {
    /// Reads `11pt`, `14mm`, `2cm`, `0.5in`, `1.5em` or `2grid`.
    fn parse(text: &str) -> Option<Self> {
        let at = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-')?;
        let (number, unit) = text.split_at(at);
        let number: f64 = number.parse().ok()?;
        Some(match unit.trim_start() {
            "pt" => Self::Pt(Pt(number)),
            "mm" => Self::Pt(Pt::from_mm(number)),
            "cm" => Self::Pt(Pt::from_mm(number * 10.0)),
            "in" => Self::Pt(Pt(number * 72.0)),
            "em" => Self::Em(Em(number)),
            "grid" => Self::Grid(number),
            _ => return None,
        })
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
struct Token {
    value: Value,
    source: Arc<Source>,
    span: Range<usize>,
}

#[derive(Clone, Debug)]
enum Value {
    Text(String),
    Number(f64),
    Flag(bool),
    List(Vec<(Value, Range<usize>)>),
    Other(&'static str),
}

impl Value {
    fn kind(&self) -> String {
        match self {
            Self::Text(text) => format!("\"{text}\""),
            Self::Number(number) => format!("{number}"),
            Self::Flag(flag) => format!("{flag}"),
            Self::List(_) => "a list".into(),
            Self::Other(kind) => format!("a {kind}"),
        }
    }
}

/// The tokens of a style and those it inherits, and the faults found in them.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    tokens: BTreeMap<String, Token>,
    asked: BTreeSet<String>,
    pub(super) faults: Vec<Diagnostic>,
}

impl Tokens {
    /// Lays the tokens of a table over those at hand.
    pub(super) fn lay_over(&mut self, table: &DeTable<'_>, source: &Arc<Source>) {
        self.lay_over_below("", table, source);
    }

    fn lay_over_below(&mut self, prefix: &str, table: &DeTable<'_>, source: &Arc<Source>) {
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            match value.get_ref() {
                DeValue::Table(inner) => self.lay_over_below(&format!("{name}."), inner, source),
                other => {
                    let span = value.span();
                    let token = Token { value: read_value(other), source: Arc::clone(source), span };
                    self.tokens.insert(name, token);
                }
            }
        }
    }

    /// Takes a token away, such as `inherits`.
    pub(super) fn take_text(&mut self, name: &str) -> Option<String> {
        let text = self.optional_text(name);
        self.tokens.remove(name);
        text
    }

    /// Tells whether a token is given, as a question that makes its name known.
    pub(super) fn has(&mut self, name: &str) -> bool {
        self.asked.insert(name.to_owned());
        self.tokens.contains_key(name)
    }

    /// Returns the names of the tokens below a prefix, in order.
    pub(super) fn names_below(&self, prefix: &str) -> Vec<String> {
        self.tokens.keys().filter(|name| name.starts_with(prefix)).cloned().collect()
    }

    /// Returns where a token stands.
    pub(super) fn span(&self, name: &str) -> Option<Span> {
        let token = self.tokens.get(name)?;
        Some(Span { source: Arc::clone(&token.source), start: token.span.start, end: token.span.end })
    }

    /// Reports a fault of a token, in the words `found, expected wanted`.
    pub(super) fn fault(&mut self, name: &str, wanted: &str) {
        let found = self.tokens.get(name).map_or_else(|| "missing".into(), |token| token.value.kind());
        let mut fault =
            Diagnostic::error(&codes::BAD_VALUE, format!("`{name}` is {found}, expected {wanted}"));
        fault.span = self.span(name);
        self.faults.push(fault);
    }

    /// Reports that a value is of the right kind but cannot be used.
    pub(super) fn refuse(&mut self, name: &str, message: String) {
        let mut fault = Diagnostic::error(&codes::BAD_VALUE, message);
        fault.span = self.span(name);
        self.faults.push(fault);
    }

    /// Reports every token that nobody asked for.
    pub(super) fn report_unknown(&mut self) {
        for (name, token) in &self.tokens {
            if self.asked.contains(name) {
                continue;
            }
            let nearest = self
                .asked
                .iter()
                .map(|known| (strsim::damerau_levenshtein(name, known), known))
                .min()
                .filter(|(distance, _)| *distance <= name.len() / 3 + 1);
            let span =
                Span { source: Arc::clone(&token.source), start: token.span.start, end: token.span.end };
            let mut fault =
                Diagnostic::error(&codes::UNKNOWN_TOKEN, format!("`{name}` is no token of a style")).at(span);
            if let Some((_, known)) = nearest {
                fault = fault.hint(format!("did you mean `{known}`?"));
            }
            self.faults.push(fault);
        }
    }

    fn get(&mut self, name: &str) -> Option<&Value> {
        self.asked.insert(name.to_owned());
        self.tokens.get(name).map(|token| &token.value)
    }

    /// Returns a text, if given.
    pub(super) fn optional_text(&mut self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::Text(text) => Some(text.clone()),
            _ => {
                self.fault(name, "a text");
                None
            }
        }
    }

    /// Returns a text.
    pub(super) fn text(&mut self, name: &str) -> String {
        if !self.has(name) {
            self.fault(name, "a text");
        }
        self.optional_text(name).unwrap_or_default()
    }

    /// Returns a length.
    pub(super) fn length(&mut self, name: &str) -> Length {
        let found = match self.get(name) {
            Some(Value::Text(text)) => Length::parse(text),
            _ => None,
        };
        found.unwrap_or_else(|| {
            self.fault(name, "a length such as \"11pt\", \"14mm\", \"1.5em\" or \"2grid\"");
            Length::Pt(Pt(1.0))
        })
    }

    /// Returns a length that stands on its own.
    pub(super) fn points(&mut self, name: &str) -> Pt {
        match self.length(name) {
            Length::Pt(pt) if pt.0 >= 0.0 => pt,
            _ => {
                self.fault(name, "a length in pt, mm, cm or in that is not negative");
                Pt::ZERO
            }
        }
    }

    /// Returns a length in ems.
    pub(super) fn ems(&mut self, name: &str) -> Em {
        match self.length(name) {
            Length::Em(em) => em,
            _ => {
                self.fault(name, "a length in em");
                Em(0.0)
            }
        }
    }

    /// Returns a number within a range.
    pub(super) fn number(&mut self, name: &str, range: std::ops::RangeInclusive<f64>) -> f64 {
        match self.get(name) {
            Some(Value::Number(number)) if range.contains(number) => *number,
            _ => {
                self.fault(name, &format!("a number from {} to {}", range.start(), range.end()));
                *range.start()
            }
        }
    }

    /// Returns a small whole number within a range.
    pub(super) fn count(&mut self, name: &str, range: std::ops::RangeInclusive<u8>) -> u8 {
        match self.get(name) {
            Some(Value::Number(number)) if range.contains(&(*number as u8)) && number.fract() == 0.0 => {
                *number as u8
            }
            _ => {
                self.fault(name, &format!("a whole number from {} to {}", range.start(), range.end()));
                *range.start()
            }
        }
    }

    /// Returns a claim.
    pub(super) fn flag(&mut self, name: &str) -> bool {
        match self.get(name) {
            Some(Value::Flag(flag)) => *flag,
            _ => {
                self.fault(name, "true or false");
                false
            }
        }
    }

    /// Returns a colour.
    pub(super) fn colour(&mut self, name: &str) -> Colour {
        let found = match self.get(name) {
            Some(Value::Text(text)) => Colour::parse(text),
            _ => None,
        };
        found.unwrap_or_else(|| {
            self.fault(name, "a colour such as \"#7a1f2b\"");
            Colour::default()
        })
    }

    /// Returns a colour, or nothing for `"none"`.
    pub(super) fn optional_colour(&mut self, name: &str) -> Option<Colour> {
        match self.get(name) {
            Some(Value::Text(text)) if text == "none" => None,
            _ => Some(self.colour(name)),
        }
    }

    /// Returns one of several words.
    pub(super) fn choice<T: Copy>(&mut self, name: &str, words: &[(&str, T)]) -> T {
        let found = match self.get(name) {
            Some(Value::Text(text)) => words.iter().find(|(word, _)| word == text).map(|(_, value)| *value),
            _ => None,
        };
        found.unwrap_or_else(|| {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault(name, &format!("one of \"{}\"", list.join("\", \"")));
            words[0].1
        })
    }

    /// Returns a list of texts.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        let found = match self.get(name) {
            Some(Value::List(values)) => values
                .iter()
                .map(|(value, _)| match value {
                    Value::Text(text) => Some(text.clone()),
                    _ => None,
                })
                .collect::<Option<Vec<String>>>(),
            _ => None,
        };
        found.unwrap_or_else(|| {
            self.fault(name, "a list of texts");
            Vec::new()
        })
    }

    /// Returns a list of numbers that are not negative, at least one.
    pub(super) fn numbers(&mut self, name: &str) -> Vec<f64> {
        let found = match self.get(name) {
            Some(Value::List(values)) if !values.is_empty() => values
                .iter()
                .map(|(value, _)| match value {
                    Value::Number(number) if *number >= 0.0 => Some(*number),
                    _ => None,
                })
                .collect::<Option<Vec<f64>>>(),
            _ => None,
        };
        found.unwrap_or_else(|| {
            self.fault(name, "a list of numbers");
            vec![1.0]
        })
    }
}

fn read_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        // `inf` and `nan` are floats of TOML, but no value of a style.
        DeValue::Integer(number) => {
            number.as_str().parse().map_or(Value::Other("number that cannot be read"), Value::Number)
        }
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Number(number),
            _ => Value::Other("number without end"),
        },
        DeValue::Array(values) => {
            Value::List(values.iter().map(|value| (read_value(value.get_ref()), value.span())).collect())
        }
        other => Value::Other(other.type_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_in_every_unit() {
        assert_eq!(Length::parse("11pt"), Some(Length::Pt(Pt(11.0))));
        assert_eq!(Length::parse("1.5em"), Some(Length::Em(Em(1.5))));
        assert_eq!(Length::parse("-0.5 em"), Some(Length::Em(Em(-0.5))));
        assert_eq!(Length::parse("0.8grid"), Some(Length::Grid(0.8)));
        assert_eq!(Length::parse("1in"), Some(Length::Pt(Pt(72.0))));
        for wrong in ["", "11", "pt", "11px", "1.2.3pt", "11 pt x"] {
            assert_eq!(Length::parse(wrong), None, "{wrong}");
        }
    }
}
