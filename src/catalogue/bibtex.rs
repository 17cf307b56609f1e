//! BibTeX: a `techreport` for each commentary, which every style of BibTeX and biblatex knows.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::entry::Entry;
use super::listing::Listing;
use crate::document::Person;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Writes every record.
pub(super) fn write(listing: &Listing) -> String {
    let mut out = String::new();
    for (entry, key) in listing.entries.iter().zip(keys(&listing.entries)) {
        record(&mut out, listing, entry, &key);
    }
    out
}

/// Returns a key for each record: its number, after the key of its series where two series share one.
pub(super) fn keys(entries: &[Entry]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry(plain(&entry.number).to_lowercase()).or_default() += 1;
    }
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let key = |entry: &Entry| {
        let number = plain(&entry.number);
        // A key of digits alone is refused by some readers.
        let is_shared = counts.get(&number.to_lowercase()).is_some_and(|&count| count > 1)
            || number.bytes().all(|byte| byte.is_ascii_digit());
        let series = entry.series.as_ref().filter(|_| is_shared);
        let key = series.map_or(number.clone(), |series| format!("{}:{number}", plain(&series.key)));
        let count = taken.entry(key.to_lowercase()).or_default();
        *count += 1;
        if *count == 1 { key } else { format!("{key}:{count}") }
    };
    entries.iter().map(key).collect()
}

/// Keys hold ASCII letters, digits and a few marks; a number of other letters is told by its code points.
fn plain(text: &str) -> String {
    let mut key = String::new();
    for c in text.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() => key.push(c),
            '-' | '_' | '.' | '/' | ' ' => key.push('-'),
            // Writing to a string cannot fail.
            _ => drop(write!(key, "u{:x}", u32::from(c))),
        }
    }
    key
}

fn record(out: &mut String, listing: &Listing, entry: &Entry, key: &str) {
    out.push_str(if out.is_empty() { "" } else { "\n" });
    let _ = writeln!(out, "@techreport{{{key},");
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "  {name:<11} = {{{value}}},");
        }
    };
    let escaped = |text: &String| escape(text);
    let people = |people: Vec<&Person>| (!people.is_empty()).then(|| names(&people));
    field("author", people(entry.authors().collect()));
    field("editor", people(entry.people.iter().filter(|person| person.role == "edt").collect()));
    field("translator", people(entry.people.iter().filter(|person| person.role == "trl").collect()));
    field("title", Some(title(&entry.title)));
    field("subtitle", entry.subtitle.as_deref().map(title));
    // BibTeX wants an institution; a record that names none is issued by its series.
    let series = entry.series.as_ref().map(|series| &series.title);
    field("institution", entry.publisher.as_ref().or(series).map(escaped));
    field("type", series.map(escaped));
    field("series", series.map(escaped));
    field("number", entry.told_number.as_ref().map(escaped));
    field("issn", entry.series.as_ref().and_then(|series| series.issn.clone()));
    field("year", entry.year().map(str::to_owned));
    field("date", entry.date.clone());
    field("doi", entry.doi.as_ref().map(escaped));
    let url = entry.url.clone().or_else(|| listing.about.absolute(&entry.files.first()?.path));
    field("url", url.map(|url| address(&url)));
    field("langid", Some(entry.lang.clone()));
    let keywords: Vec<String> = entry.subjects.iter().map(|subject| escape(&subject.term)).collect();
    field("keywords", (!keywords.is_empty()).then(|| keywords.join(", ")));
    field("abstract", entry.synopsis_line().map(|text| escape(&text)));
    let month = entry.date.as_deref().and_then(|date| date.get(5..7)?.parse::<usize>().ok());
    if let Some(month) = month.and_then(|month| MONTHS.get(month - 1)) {
        let _ = writeln!(out, "  {:<11} = {month},", "month");
    }
    out.push_str("}\n");
}

/// `family, suffix, given`, joined by `and`; a name that is not turned round is one braced word.
fn names(people: &[&Person]) -> String {
    let name = |person: &&Person| match &person.parts {
        None => format!("{{{}}}", escape(&person.name)),
        Some(parts) => {
            let part = |text: &str| {
                // A comma or an `and` within a part would divide it.
                let escaped = escape(text);
                let is_divided =
                    text.contains(',') || text.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
                if is_divided { format!("{{{escaped}}}") } else { escaped }
            };
            match &parts.suffix {
                Some(suffix) => format!("{}, {}, {}", part(&parts.family), part(suffix), part(&parts.given)),
                None => format!("{}, {}", part(&parts.family), part(&parts.given)),
            }
        }
    };
    people.iter().map(name).collect::<Vec<_>>().join(" and ")
}

/// Braces words with a capital, which styles would set small: all but the first, and that one where a capital is
/// not its first letter alone.
fn title(text: &str) -> String {
    let word = |(at, word): (usize, &str)| {
        let mut letters = word.chars().skip_while(|c| !c.is_alphabetic());
        let first = letters.next().is_some_and(char::is_uppercase);
        let others = letters.any(char::is_uppercase);
        let escaped = escape(word);
        if others || (first && at > 0) { format!("{{{escaped}}}") } else { escaped }
    };
    text.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// Writes what TeX would read as its own. A brace is written by name, for an unbalanced one ends the field even
/// behind a backslash.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

/// An address stands as it is, but for what would end the field or begin a comment.
fn address(url: &str) -> String {
    url.chars()
        .map(|c| match c {
            '{' => "%7B".to_owned(),
            '}' => "%7D".to_owned(),
            '\\' => "%5C".to_owned(),
            _ => c.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tex_reads_as_its_own_is_written_out() {
        assert_eq!(
            escape(r"50% of $3 & {x}_#~^\"),
            concat!(
                r"50\% of \$3 \& \textbraceleft{}x\textbraceright{}\_\#",
                r"\textasciitilde{}\textasciicircum{}\textbackslash{}"
            )
        );
        assert_eq!(title("The Shanghai accord on NATO"), "The {Shanghai} accord on {NATO}");
        assert_eq!(title("iPhone"), "{iPhone}");
        assert_eq!(plain("CO 12/1é"), "CO-12-1ue9");
    }
}
