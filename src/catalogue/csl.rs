//! CSL-JSON: what citation processors and Zotero read.

use serde_json::{Value, json};

use super::bibtex;
use super::entry::Entry;
use super::json::{self, Object};
use super::listing::Listing;
use crate::document::Person;

/// Writes every record, under the same keys as the BibTeX file.
pub(super) fn write(listing: &Listing) -> String {
    let keys = bibtex::keys(&listing.entries);
    json::file(&listing.entries.iter().zip(keys).map(|(entry, key)| item(entry, key)).collect())
}

fn item(entry: &Entry, key: String) -> Value {
    let mut out = Object::default();
    out.put("id", json!(key));
    out.put("type", json!("report"));
    out.put("title", json!(entry.full_title()));
    out.put("title-short", json!(entry.subtitle.as_ref().map(|_| &entry.title)));
    out.put("author", entry.authors().map(name).collect());
    for (variable, role) in
        [("editor", "edt"), ("translator", "trl"), ("illustrator", "ill"), ("compiler", "com")]
    {
        out.put(variable, entry.contributors().filter(|person| person.role == role).map(name).collect());
    }
    if let Some(date) = &entry.date {
        let parts: Vec<u32> = date.split('-').filter_map(|part| part.parse().ok()).collect();
        out.put("issued", json!({ "date-parts": [parts] }));
    }
    let series = entry.series.as_ref();
    out.put("collection-title", json!(series.map(|series| &series.title)));
    out.put("genre", json!(series.map(|series| &series.title)));
    out.put("number", json!(entry.told_number));
    out.put("ISSN", json!(series.and_then(|series| series.issn.as_ref())));
    out.put("publisher", json!(entry.publisher));
    out.put("abstract", json!(entry.synopsis_line()));
    let terms: Vec<&str> = entry.subjects.iter().map(|subject| subject.term.as_str()).collect();
    out.put("keyword", json!((!terms.is_empty()).then(|| terms.join(", "))));
    out.put("language", json!(entry.lang));
    out.put("DOI", json!(entry.doi));
    out.put("URL", json!(entry.url));
    out.value()
}

fn name(person: &Person) -> Value {
    match &person.parts {
        None => json!({ "literal": person.name }),
        Some(parts) => {
            let given = (!parts.given.is_empty()).then_some(parts.given.as_str());
            let out = Object::default().with("family", parts.family.as_str()).with("given", given);
            out.with("suffix", parts.suffix.as_deref()).value()
        }
    }
}
