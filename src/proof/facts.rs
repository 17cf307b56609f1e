//! What changed of the plain facts: those that metadata and catalogues are made of.

use serde::Serialize;

use crate::document::{Document, Metadata, Person};

/// A field that is not what it was. A text is empty where the version does not have the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The field, as a record names it.
    pub field: &'static str,
    /// In the old version.
    pub before: String,
    /// In the new version.
    pub after: String,
}

/// Returns the facts that differ, in the order of the record's fields.
pub(super) fn changed(old: &Document, new: &Document) -> Vec<Fact> {
    let (before, after) = (facts(old), facts(new));
    before
        .into_iter()
        .zip(after)
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| Fact { field, before, after })
        .collect()
}

/// Every fact of a document, in an order that all have in common.
fn facts(document: &Document) -> Vec<(&'static str, String)> {
    let Metadata {
        title,
        subtitle,
        authors,
        number,
        kind,
        series_key: _,
        series_title,
        issn,
        publisher,
        date,
        updated,
        // The text shows it word by word.
        synopsis: _,
        topics,
        regions,
        keywords,
        doi,
        url,
        rights,
        license,
        is_draft,
        translator,
        translations,
        supersedes,
        // Of the project, not of the record.
        authorities: _,
        version,
        is_superseded,
        is_volume: _,
        corrections,
    } = &document.metadata;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let list = |list: &[String]| list.join(", ");
    let status = match (is_draft, is_superseded) {
        (true, _) => "draft",
        (_, true) => "superseded",
        _ => "final",
    };
    let translations: Vec<String> =
        translations.iter().map(|(number, lang)| format!("{number} ({lang})")).collect();
    let corrections: Vec<String> =
        corrections.iter().map(|(date, kind, note)| format!("{date} {kind}: {note}")).collect();
    vec![
        ("number", number.clone()),
        ("version", text(version)),
        ("status", status.to_owned()),
        ("series", text(series_title)),
        ("issn", text(issn)),
        ("publisher", text(publisher)),
        ("type", kind.clone()),
        ("lang", document.lang.to_string()),
        ("title", title.clone()),
        ("subtitle", text(subtitle)),
        ("authors", authors.iter().map(person).collect::<Vec<_>>().join("; ")),
        ("translator", text(translator)),
        ("date", text(date)),
        ("updated", text(updated)),
        ("topics", list(topics)),
        ("regions", list(regions)),
        ("keywords", list(keywords)),
        ("doi", text(doi)),
        ("url", text(url)),
        ("rights", text(rights)),
        ("license", text(license)),
        ("translations", translations.join(", ")),
        ("supersedes", text(supersedes)),
        ("corrections", corrections.join("; ")),
    ]
}

fn person(person: &Person) -> String {
    let Person { name, file_as: _, parts: _, affiliation, orcid, role } = person;
    let mut facts: Vec<&str> = Vec::new();
    facts.extend((role != "aut").then_some(role.as_str()));
    facts.extend(affiliation.as_deref());
    facts.extend(orcid.as_deref());
    if facts.is_empty() { name.clone() } else { format!("{name} ({})", facts.join(", ")) }
}
