//! A query asked of a record's facts.
//!
//! Texts are compared without regard to case. What a record does not give is equal to nothing: every
//! comparison with it is false but `!=`.

use std::cmp::Ordering;

use super::{Field, Operator, Query, Test, Value};
use crate::collection::Facts;

impl Query {
    /// Tells whether a record belongs to the collection.
    #[must_use]
    pub fn matches(&self, facts: &Facts) -> bool {
        match self {
            Self::Or(parts) => parts.iter().any(|part| part.matches(facts)),
            Self::And(parts) => parts.iter().all(|part| part.matches(facts)),
            Self::Not(inner) => !inner.matches(facts),
            Self::Test(test) => test.matches(facts),
        }
    }

    /// Tells whether a field is asked for anywhere in it.
    #[must_use]
    pub fn asks_for(&self, field: Field) -> bool {
        match self {
            Self::Or(parts) | Self::And(parts) => parts.iter().any(|part| part.asks_for(field)),
            Self::Not(inner) => inner.asks_for(field),
            Self::Test(test) => test.field == field,
        }
    }
}

impl Test {
    fn matches(&self, facts: &Facts) -> bool {
        let holds = |value: &Value| holds(self.field, self.operator, value, facts);
        match self.operator {
            // No value of a list may be the one.
            Operator::IsNot => {
                self.values.iter().all(|value| !self::holds(self.field, Operator::Is, value, facts))
            }
            Operator::In => {
                self.values.iter().any(|value| self::holds(self.field, Operator::Is, value, facts))
            }
            _ => self.values.iter().any(holds),
        }
    }
}

fn holds(field: Field, operator: Operator, value: &Value, facts: &Facts) -> bool {
    match (field, value) {
        (Field::Year, Value::Year(year)) => facts.year().is_some_and(|own| agrees(operator, own.cmp(year))),
        (Field::Date, Value::Date(date)) => facts.day().is_some_and(|own| agrees(operator, own.cmp(date))),
        (_, Value::Text(text)) => of_text(field, operator, text, facts),
        _ => false,
    }
}

fn of_text(field: Field, operator: Operator, text: &str, facts: &Facts) -> bool {
    let any = |own: &[String]| own.iter().any(|own| compares(operator, own, text));
    match field {
        Field::Number => match operator {
            Operator::Contains | Operator::Is => compares(operator, &facts.number, text),
            _ => agrees(operator, natural(&facts.number, text)),
        },
        Field::Title => compares(operator, &facts.title, text),
        Field::Author => any(&facts.authors),
        Field::Topic => any(&facts.topics),
        Field::Region => any(&facts.regions),
        Field::Keyword => any(&facts.keywords),
        Field::Series => {
            let names = [&facts.series, &facts.series_title];
            names.into_iter().flatten().any(|own| compares(operator, own, text))
        }
        Field::Lang => {
            speaks(&facts.lang, text)
                || (operator == Operator::Contains && compares(operator, &facts.lang, text))
        }
        Field::Type => compares(operator, &facts.kind, text),
        Field::Status => compares(operator, facts.status(), text),
        Field::Year | Field::Date => false,
    }
}

fn compares(operator: Operator, own: &str, text: &str) -> bool {
    let (own, text) = (own.to_lowercase(), text.to_lowercase());
    if operator == Operator::Contains { own.contains(text.trim()) } else { own.trim() == text.trim() }
}

fn agrees(operator: Operator, order: Ordering) -> bool {
    match operator {
        Operator::Is => order.is_eq(),
        Operator::Before => order.is_lt(),
        Operator::BeforeOrIs => order.is_le(),
        Operator::After => order.is_gt(),
        Operator::AfterOrIs => order.is_ge(),
        Operator::IsNot | Operator::In | Operator::Contains => false,
    }
}

/// Tells whether a language is in a range: `en` holds `en-GB` (RFC 4647, 3.3.1, basic filtering).
fn speaks(lang: &str, range: &str) -> bool {
    let head = lang.get(..range.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(range))
        && matches!(lang.as_bytes().get(range.len()), None | Some(b'-'))
}

/// Orders identifiers as people count: runs of digits by their value, all else by its letters.
#[must_use]
pub fn natural(one: &str, other: &str) -> Ordering {
    let (left, right) = (pieces(one), pieces(other));
    left.cmp(&right).then_with(|| one.cmp(other))
}

/// Letters in lower case, or a run of digits by its length without leading zeros and then its digits.
fn pieces(text: &str) -> Vec<(bool, usize, String)> {
    let lower = text.to_lowercase();
    let mut pieces: Vec<(bool, usize, String)> = Vec::new();
    for c in lower.chars() {
        let is_letter = !c.is_ascii_digit();
        match pieces.last_mut() {
            Some((kind, _, piece)) if *kind == is_letter => piece.push(c),
            _ => pieces.push((is_letter, 0, c.to_string())),
        }
    }
    for (is_letter, length, piece) in &mut pieces {
        if !*is_letter {
            *piece = piece.trim_start_matches('0').to_owned();
            *length = piece.len();
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_ordered_as_people_count() {
        let mut numbers = ["CO10", "CO9", "co100", "CO009a", "A1", "10", "9"];
        numbers.sort_by(|one, other| natural(one, other));
        assert_eq!(numbers, ["9", "10", "A1", "CO9", "CO009a", "CO10", "co100"]);
    }

    #[test]
    fn a_language_holds_its_regions_and_no_other() {
        assert!(speaks("en-GB", "en") && speaks("EN", "en") && speaks("zh-Hans-SG", "zh-Hans"));
        assert!(!speaks("eng", "en") && !speaks("en", "en-GB"));
    }
}
