//! Corrections, and sibling records in other languages.

use jiff::civil::Date;

use super::tree::fields::{self, Faults, Fields};
use super::vocabulary::{CORRECTION_KEYS, CORRECTION_KINDS, TRANSLATION_KEYS};
use super::{Correction, Translation, check_url, lang};
use crate::diagnostics::codes::record as codes;

const CORRECTION_SYNONYMS: [(&str, &str); 3] = [("type", "kind"), ("text", "note"), ("day", "date")];
const TRANSLATION_SYNONYMS: [(&str, &str); 2] = [("language", "lang"), ("id", "number")];

/// Reads `corrections`, oldest first.
pub fn corrections(record: &Fields<'_>, published: Option<Date>, faults: &mut Faults) -> Vec<Correction> {
    let mut list = Vec::new();
    for (at, item) in record.items("corrections", "a list of corrections", faults).iter().enumerate() {
        let prefix = format!("corrections[{}].", at + 1);
        let Some(fields) = Fields::new(item, &prefix, &CORRECTION_KEYS, &CORRECTION_SYNONYMS, faults) else {
            continue;
        };
        require(&fields, &CORRECTION_KEYS, faults);
        let date = fields.date("date", faults);
        let kind = fields.choice("kind", &CORRECTION_KINDS, faults);
        let note = fields.prose("note", faults);
        if let (Some(date), Some(published), Some(node)) = (date, published, fields.get("date"))
            && date < published
        {
            let message = format!("`{}` is {date}, before the record's own {published}", fields.name("date"));
            faults.at(&codes::DATE_ORDER, message, node);
        }
        if let (Some(date), Some(kind), Some((note, _))) = (date, kind, note) {
            list.push(Correction { date, kind: kind.to_owned(), note });
        }
    }
    list.sort_by_key(|correction| correction.date);
    list
}

/// Reads `translations`.
pub fn translations(record: &Fields<'_>, faults: &mut Faults) -> Vec<Translation> {
    let mut list = Vec::new();
    for (at, item) in record.items("translations", "a list of translations", faults).iter().enumerate() {
        let prefix = format!("translations[{}].", at + 1);
        let Some(fields) = Fields::new(item, &prefix, &TRANSLATION_KEYS, &TRANSLATION_SYNONYMS, faults)
        else {
            continue;
        };
        require(&fields, &["number", "lang"], faults);
        let number = fields.line("number", faults);
        let lang = language(&fields, "lang", faults);
        let url = fields.line("url", faults);
        if let Some(line) = &url
            && let Err(hint) = check_url(&line.text)
        {
            let message = format!("`{}` is `{}`, expected a web address", fields.name("url"), line.text);
            faults.at(&codes::BAD_URL, message, line.node).hints.push(hint);
        }
        let url = url.map(|line| line.text);
        if let (Some(number), Some(lang)) = (number, lang) {
            list.push(Translation { number: number.text, lang, url });
        }
    }
    list
}

/// Tells each key of a list that is not given.
fn require(fields: &Fields<'_>, keys: &[&str], faults: &mut Faults) {
    for key in keys {
        if fields.get(key).is_none() {
            let (start, end) = fields.range();
            faults.error(&codes::MISSING_FIELD, format!("`{}` is missing", fields.name(key)), start, end);
        }
    }
}

/// Reads a language tag.
pub fn language(fields: &Fields<'_>, key: &str, faults: &mut Faults) -> Option<String> {
    let line = fields.line(key, faults)?;
    lang::parse(&line.text)
        .map_err(|hint| {
            let message = format!(
                "`{}` is {}, expected a BCP 47 language tag",
                fields.name(key),
                fields::shown(&line.text)
            );
            let hint = hint.unwrap_or_else(|| "write `en`, `en-GB`, `zh-Hans` or the like".to_owned());
            faults.at(&codes::BAD_LANGUAGE, message, line.node).hints.push(hint);
        })
        .ok()
}
