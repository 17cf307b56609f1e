//! Calendar dates.

use jiff::civil::Date;

use crate::diagnostics::Code;
use crate::diagnostics::codes::record as codes;

/// Why a text is no date.
#[derive(Debug)]
pub struct DateFault {
    /// Whether the form or the calendar is against it.
    pub code: Code,
    /// What is wanted.
    pub wanted: &'static str,
    /// What to do.
    pub hint: Option<String>,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Parses `2012-02-23`.
///
/// # Errors
///
/// Tells form from calendar, and how many days the month has.
pub fn parse(text: &str) -> Result<Date, DateFault> {
    let Some((year, month, day)) = split(text) else {
        return Err(DateFault {
            code: &codes::NOT_A_DATE,
            wanted: "a date as year-month-day",
            hint: Some(guess(text)),
        });
    };
    Date::new(year, month, day).map_err(|_| DateFault {
        code: &codes::IMPOSSIBLE_DATE,
        wanted: "a day in the calendar",
        hint: Some(calendar(year, month)),
    })
}

/// Parses `2012-02-23` for a room that tells the fault in its own words.
///
/// # Errors
///
/// What to do, where that is clear.
pub fn parse_plain(text: &str) -> Result<Date, Option<String>> {
    parse(text).map_err(|fault| fault.hint)
}

/// Splits the ISO form, four digits, two and two.
fn split(text: &str) -> Option<(i16, i8, i8)> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    Some((year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
}

fn calendar(year: i16, month: i8) -> String {
    match Date::new(year, month, 1) {
        Ok(first) => {
            let name = MONTHS[usize::from(first.month().unsigned_abs()).clamp(1, 12) - 1];
            format!("{name} {year} has {} days", first.days_in_month())
        }
        Err(_) => "months run from 01 to 12".to_owned(),
    }
}

/// What the editor may have meant.
fn guess(text: &str) -> String {
    if let Some(date) = text.get(..10).filter(|date| split(date).is_some())
        && text[10..].starts_with(['T', 't', ' '])
    {
        return format!("leave out the time of day: `{date}`");
    }
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .filter_map(|part| part.parse().ok())
        .collect();
    let has_letters = text.chars().any(char::is_alphabetic);
    match numbers[..] {
        [year, month, day] if !has_letters && (1000..=9999).contains(&year) && month <= 12 && day <= 31 => {
            format!("write `{year:04}-{month:02}-{day:02}`")
        }
        [day, month, year]
            if !has_letters && (13..=31).contains(&day) && (1..=12).contains(&month) && year >= 1000 =>
        {
            format!("write `{year:04}-{month:02}-{day:02}`")
        }
        [month, day, year]
            if !has_letters && (13..=31).contains(&day) && (1..=12).contains(&month) && year >= 1000 =>
        {
            format!("write `{year:04}-{month:02}-{day:02}`")
        }
        _ => "write it as `2012-02-23`".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_not_there_names_the_month() {
        let fault = parse("2012-02-30").expect_err("February is short");
        assert_eq!(fault.code.code, "E0102");
        assert_eq!(fault.hint.as_deref(), Some("February 2012 has 29 days"));
    }

    #[test]
    fn other_forms_are_guessed_only_where_they_are_clear() {
        let hint = |text: &str| parse(text).expect_err("not ISO").hint.unwrap_or_default();
        assert_eq!(hint("23/02/2012"), "write `2012-02-23`");
        assert_eq!(hint("01/10/2014"), "write it as `2012-02-23`");
        assert_eq!(hint("2012-2-3"), "write `2012-02-03`");
        assert_eq!(hint("2012-02-23T10:00:00Z"), "leave out the time of day: `2012-02-23`");
    }
}
