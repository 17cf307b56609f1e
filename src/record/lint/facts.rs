//! Facts of a record that should agree with each other.

use jiff::civil::Date;

use super::Findings;
use crate::diagnostics::codes::record as codes;
use crate::record::{Author, MarkdownText, Record};

/// The longest synopsis that still reads as one, in words.
const SYNOPSIS_WORDS: usize = 150;

/// Runs every lint of this file.
pub fn check(record: &Record, today: Option<Date>, findings: &mut Findings<'_>) {
    synopsis(record, findings);
    bios(record, findings);
    number_year(record, findings);
    if let (Some(date), Some(today)) = (record.date, today)
        && date > today
    {
        let message = format!("the date {date} lies after today, {today}");
        findings.of_field(&codes::LINT_FUTURE_DATE, message, "date", "");
    }
}

fn synopsis(record: &Record, findings: &mut Findings<'_>) {
    let Some(synopsis) = &record.synopsis else {
        findings.of_field(&codes::LINT_NO_SYNOPSIS, "the record has no synopsis".to_owned(), "title", "");
        return;
    };
    let words = synopsis.text.split_whitespace().count();
    if words > SYNOPSIS_WORDS {
        let message = format!("the synopsis has {words} words, more than {SYNOPSIS_WORDS}");
        findings.of_field(&codes::LINT_LONG_SYNOPSIS, message, "synopsis", "");
    }
}

fn bios(record: &Record, findings: &mut Findings<'_>) {
    for author in &record.authors {
        match author.bio.as_ref().or(record.author_note.as_ref()) {
            None => {
                let message = format!("author `{}` has no bio", author.name);
                findings.of_field(&codes::LINT_NO_BIO, message, "authors", "");
            }
            Some(bio) if !is_named(author, bio) => {
                let message = format!("the bio does not name `{}`", author.name);
                let end = bio.text.find('\n').unwrap_or(bio.text.len());
                findings.at(&codes::LINT_BIO_NAME, message, bio, 0..end, "start it with the author's name");
            }
            Some(_) => {}
        }
    }
}

/// Tells whether a bio has a word of the author's name in it; which one is the family name differs by culture.
fn is_named(author: &Author, bio: &MarkdownText) -> bool {
    let bio = bio.text.to_lowercase();
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '\u{2019}')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let in_bio = words(&bio);
    let name = author.name.to_lowercase();
    // Scripts without word spaces are searched as they are.
    (!name.is_ascii() && bio.contains(&name))
        || words(&name).iter().any(|word| {
            word.chars().count() > 1
                && in_bio
                    .iter()
                    .any(|found| found.trim_end_matches("'s").trim_end_matches("\u{2019}s") == word)
        })
}

/// `CO12033` is the 33rd of 2012.
fn number_year(record: &Record, findings: &mut Findings<'_>) {
    let Some(date) = record.date else { return };
    let digits = record.number.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let has_form =
        digits.len() < record.number.len() && digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit());
    let Some(year) = digits.get(..2).and_then(|year| year.parse::<i16>().ok()).filter(|_| has_form) else {
        return;
    };
    if date.year() % 100 != year {
        let message =
            format!("number `{}` reads as of {year:02}, the date is of {}", record.number, date.year());
        findings.of_field(&codes::LINT_NUMBER_YEAR, message, "number", "");
    }
}
