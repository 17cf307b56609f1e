//! What belongs into the head of a commentary's own web page: meta tags as Google Scholar and Zotero read
//! them (Highwire Press), and JSON-LD of schema.org.

use serde_json::{Value, json};

use super::ListFile;
use super::entry::Entry;
use super::json::{self, Object};
use super::listing::Listing;
use crate::document::Person;
use crate::epub::markup::Markup;
use crate::project::Format;

/// Writes a fragment for each record that has a file, below the path of its own.
pub(super) fn write(listing: &Listing) -> Vec<ListFile> {
    let fragment = |entry: &Entry| {
        let file = entry.files.first()?;
        let stem = file.path.rsplit_once('.').map_or(file.path.as_str(), |(stem, _)| stem);
        Some(ListFile::text(format!("catalogue/head/{stem}.html"), head(listing, entry)))
    };
    listing.entries.iter().filter_map(fragment).collect()
}

fn head(listing: &Listing, entry: &Entry) -> String {
    let mut out = Markup::default();
    for (name, value) in tags(listing, entry) {
        out.empty("meta", &[("name", Some(name)), ("content", Some(&value))]);
        out.line();
    }
    for file in &entry.files {
        if let Some(address) = listing.about.absolute(&file.path) {
            let attributes = [
                ("rel", Some("alternate")),
                ("type", Some(file.media_type())),
                ("href", Some(address.as_str())),
                ("title", Some(file.name())),
            ];
            out.empty("link", &attributes);
            out.line();
        }
    }
    for sibling in entry.translations.iter().filter_map(|sibling| listing.find(sibling)) {
        if let Some(url) = &sibling.url {
            out.empty(
                "link",
                &[("rel", Some("alternate")), ("hreflang", Some(&sibling.lang)), ("href", Some(url))],
            );
            out.line();
        }
    }
    out.raw("<script type=\"application/ld+json\">\n");
    out.raw(&in_script(&json::pretty(&linked_data(listing, entry))));
    out.raw("\n</script>\n");
    out.finish()
}

/// In a script, text is not escaped as elsewhere: `<` could end it, and two separators would end a line of it.
pub(super) fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The tags in the order in which their readers document them; authors with what belongs to each.
fn tags(listing: &Listing, entry: &Entry) -> Vec<(&'static str, String)> {
    let mut tags = vec![("citation_title", entry.full_title())];
    for author in entry.authors() {
        tags.push(("citation_author", author.file_as.clone()));
        tags.extend(author.affiliation.iter().map(|name| ("citation_author_institution", name.clone())));
        let orcid = author.orcid.iter();
        tags.extend(orcid.map(|orcid| ("citation_author_orcid", format!("https://orcid.org/{orcid}"))));
    }
    let date = entry.date.as_ref().map(|date| date.replace('-', "/"));
    tags.extend(date.iter().flat_map(|date| {
        [("citation_publication_date", date.clone()), ("citation_online_date", date.clone())]
    }));
    let mut one = |name, value: Option<String>| tags.extend(value.map(|value| (name, value)));
    let series = entry.series.as_ref();
    one("citation_technical_report_institution", entry.publisher.clone());
    one("citation_technical_report_number", entry.told_number.clone());
    one("citation_publisher", entry.publisher.clone());
    one("citation_series_title", series.map(|series| series.title.clone()));
    one("citation_issn", series.and_then(|series| series.issn.clone()));
    one("citation_doi", entry.doi.clone());
    one("citation_language", Some(entry.lang.clone()));
    let terms: Vec<&str> = entry.subjects.iter().map(|subject| subject.term.as_str()).collect();
    one("citation_keywords", (!terms.is_empty()).then(|| terms.join("; ")));
    one("citation_abstract_html_url", entry.url.clone());
    one("citation_public_url", entry.url.clone());
    let pdf = entry.file(Format::Pdf).and_then(|file| listing.about.absolute(&file.path));
    one("citation_pdf_url", pdf);
    one("citation_abstract", entry.synopsis_line());
    tags
}

fn linked_data(listing: &Listing, entry: &Entry) -> Value {
    let mut out = Object::default();
    out.put("@context", json!("https://schema.org"));
    out.put("@type", json!("Report"));
    out.put(
        "@id",
        json!(entry.doi.as_ref().map_or(entry.identifier.clone(), |doi| format!("https://doi.org/{doi}"))),
    );
    out.put("identifier", json!(entry.identifier));
    out.put("name", json!(entry.full_title()));
    out.put("headline", json!(entry.title));
    out.put("alternativeHeadline", json!(entry.subtitle));
    out.put("reportNumber", json!(entry.told_number));
    out.put("genre", json!(entry.kind));
    out.put("inLanguage", json!(entry.lang));
    out.put("author", entry.authors().map(person).collect());
    for (property, role) in [("editor", "edt"), ("translator", "trl")] {
        out.put(property, entry.contributors().filter(|person| person.role == role).map(person).collect());
    }
    let others = entry.contributors().filter(|person| !["edt", "trl"].contains(&person.role.as_str()));
    out.put("contributor", others.map(person).collect());
    out.put(
        "publisher",
        json!(entry.publisher.as_ref().map(|name| json!({ "@type": "Organization", "name": name }))),
    );
    out.put("datePublished", json!(entry.date));
    out.put("dateModified", json!(entry.modified));
    out.put("abstract", json!(entry.synopsis));
    let terms: Vec<&str> = entry.subjects.iter().map(|subject| subject.term.as_str()).collect();
    out.put("keywords", json!(terms));
    if let Some(series) = &entry.series {
        let part = Object::default().with("@type", "CreativeWorkSeries").with("name", series.title.as_str());
        out.put("isPartOf", part.with("issn", series.issn.as_deref()).value());
    }
    out.put("url", json!(entry.url));
    out.put("license", json!(entry.license_url.as_ref().or(entry.license.as_ref())));
    out.put("copyrightNotice", json!(entry.rights));
    let corrections = entry.corrections.iter().map(|(date, kind, note)| {
        json!({ "@type": "CorrectionComment", "datePublished": date, "name": kind, "text": note })
    });
    out.put("correction", corrections.collect());
    let siblings = entry.translations.iter().map(|sibling| {
        let url = listing.find(sibling).and_then(|found| found.url.clone());
        let out = Object::default().with("@type", "Report").with("@id", sibling.identifier.as_str());
        out.with("inLanguage", sibling.lang.as_str()).with("url", url).value()
    });
    out.put("workTranslation", siblings.collect());
    let files = entry.files.iter().filter_map(|file| {
        let address = listing.about.absolute(&file.path)?;
        Some(json!({ "@type": "MediaObject", "encodingFormat": file.media_type(), "contentUrl": address,
            "contentSize": file.size.to_string() }))
    });
    out.put("encoding", files.collect());
    let facts = &entry.accessibility;
    out.put("isAccessibleForFree", json!(true));
    out.put("accessMode", json!(facts.modes));
    out.put("accessModeSufficient", facts.sufficient.iter().map(|modes| {
        json!({ "@type": "ItemList", "itemListElement": modes.split(',').collect::<Vec<_>>() })
    }).collect());
    out.put("accessibilityFeature", json!(facts.features));
    out.put("accessibilityHazard", json!([facts.hazard]));
    out.put("accessibilitySummary", json!(facts.summary));
    out.put("conformsTo", json!(facts.claim));
    out.value()
}

fn person(person: &Person) -> Value {
    let out = Object::default().with("@type", "Person").with("name", person.name.as_str());
    let parts = person.parts.as_ref();
    let given = parts.map(|parts| parts.given.as_str()).filter(|given| !given.is_empty());
    let affiliation = person.affiliation.as_ref();
    out.with("familyName", parts.map(|parts| parts.family.as_str()))
        .with("givenName", given)
        .with("@id", person.orcid.as_ref().map(|orcid| format!("https://orcid.org/{orcid}")))
        .with("affiliation", affiliation.map(|name| json!({ "@type": "Organization", "name": name })))
        .value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_script() {
        assert_eq!(
            in_script("{\"a\":\"</script><!--\u{2028}\"}"),
            "{\"a\":\"\\u003c/script>\\u003c!--\\u2028\"}"
        );
    }
}
