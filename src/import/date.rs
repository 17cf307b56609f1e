//! Dates as pages write them, and whether they can be read in one way only.

use jiff::civil::Date;
use serde::Deserialize;

/// Which of two figures is the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Nobody says.
    #[default]
    Unknown,
    /// `01/10/2014` is the first of October.
    DayFirst,
    /// `01/10/2014` is the tenth of January.
    MonthFirst,
}

/// What a text may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// One day.
    Sure(Date),
    /// Either of two: with the day first, with the month first.
    Either {
        /// Day first.
        day_first: Date,
        /// Month first.
        month_first: Date,
    },
}

/// The months in the languages of the house, in full; three letters do as well where no other month starts so.
const MONTHS: [&[&str]; 12] = [
    &["january", "januari"],
    &["february", "februari"],
    &["march", "mac", "maret"],
    &["april"],
    &["may", "mei"],
    &["june", "jun", "juni"],
    &["july", "julai", "juli"],
    &["august", "ogos", "agustus"],
    &["september", "sept"],
    &["october", "oktober"],
    &["november"],
    &["december", "disember", "desember"],
];

/// Reads a text that is a date and nothing else, but for a weekday before and a time of day after it.
#[must_use]
pub fn parse(text: &str) -> Option<Reading> {
    let text = text.trim().trim_end_matches('.');
    if text.len() > 60 {
        return None;
    }
    if let Some(date) = iso(text).or_else(|| han(text)) {
        return Some(Reading::Sure(date));
    }
    let text = without_weekday(text);
    words(text).map(Reading::Sure).or_else(|| figures(text))
}

/// `2012-02-23`, also with a time of day, and `2012/02/23`.
fn iso(text: &str) -> Option<Date> {
    let day = text.get(..10)?;
    let after = &text[10..];
    if !(after.is_empty() || after.starts_with(['T', ' '])) {
        return None;
    }
    let mut parts = day.split(['-', '/']);
    let (year, month, date) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || (year.len(), month.len(), date.len()) != (4, 2, 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, date.parse().ok()?).ok()
}

/// `2012年2月23日`
fn han(text: &str) -> Option<Date> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let day = rest.strip_suffix('日')?;
    let (year, month, day) = (year.trim(), month.trim(), day.trim());
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn without_weekday(text: &str) -> &str {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let Some((first, rest)) = text.split_once([',', ' ']) else { return text };
    let first = first.trim_end_matches(['.', ',']).to_lowercase();
    let is_day = first.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&first));
    if is_day { rest.trim_start_matches([',', ' ']) } else { text }
}

/// `23 February 2012`, `February 23rd, 2012`, `23-Feb-2012`
fn words(text: &str) -> Option<Date> {
    let parts: Vec<&str> =
        text.split([' ', ',', '-', '\u{a0}']).filter(|part| !part.is_empty() && *part != "of").collect();
    let &[first, second, third] = parts.as_slice() else { return None };
    let (day, month) = match (month(first), month(second)) {
        (None, Some(month)) => (first, month),
        (Some(month), None) => (second, month),
        _ => return None,
    };
    let digits = day.trim_end_matches(|c: char| c.is_ascii_lowercase());
    if !["", "st", "nd", "rd", "th"].contains(&&day[digits.len()..]) || third.len() != 4 {
        return None;
    }
    Date::new(third.parse().ok()?, month, digits.parse().ok()?).ok()
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    if word.len() < 3 {
        return None;
    }
    let is_named = |names: &&[&str]| {
        names.iter().any(|name| *name == word || (word.len() == 3 && name.starts_with(&word)))
    };
    let at = MONTHS.iter().position(is_named)?;
    i8::try_from(at + 1).ok()
}

/// `23/02/2012` and `01/10/2014`
fn figures(text: &str) -> Option<Reading> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let &[first, second, year] = parts.as_slice() else { return None };
    let is_figure =
        |part: &str, longest| (1..=longest).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    if !is_figure(first, 2) || !is_figure(second, 2) || year.len() != 4 || !is_figure(year, 4) {
        return None;
    }
    let (first, second, year): (i8, i8, i16) =
        (first.parse().ok()?, second.parse().ok()?, year.parse().ok()?);
    match (Date::new(year, second, first).ok(), Date::new(year, first, second).ok()) {
        (Some(day_first), Some(month_first)) if day_first != month_first => {
            Some(Reading::Either { day_first, month_first })
        }
        (Some(date), _) | (None, Some(date)) => Some(Reading::Sure(date)),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(text: &str) -> Option<String> {
        match parse(text)? {
            Reading::Sure(date) => Some(date.to_string()),
            Reading::Either { .. } => None,
        }
    }

    #[test]
    fn dates_in_words_and_clear_figures_are_sure() {
        for text in [
            "23 February 2012",
            "February 23, 2012",
            "Thursday, 23rd February 2012",
            "23 Feb 2012",
            "2012-02-23",
            "2012-02-23T10:00:00+08:00",
            "2012/02/23",
            "23/02/2012",
            "02/23/2012",
            "2012年2月23日",
            "23 Februari 2012",
        ] {
            assert_eq!(sure(text).as_deref(), Some("2012-02-23"), "{text}");
        }
        assert_eq!(sure("01/01/2014").as_deref(), Some("2014-01-01"));
    }

    #[test]
    fn two_readings_are_both_told() {
        let either = parse("01/10/2014").expect("a date");
        let Reading::Either { day_first, month_first } = either else { panic!("one reading") };
        assert_eq!(
            (day_first.to_string(), month_first.to_string()),
            ("2014-10-01".into(), "2014-01-10".into())
        );
    }

    #[test]
    fn other_texts_are_no_dates() {
        for text in ["", "2012", "31/02/2012", "May we meet", "in 23 February 2012", "1/2", "2011-2012"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
