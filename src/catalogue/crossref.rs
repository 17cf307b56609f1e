//! Crossref deposit, schema 5.5.0: each commentary as a report, in its series where that has an ISSN.
//!
//! *Posted content* is for what will be published elsewhere, such as preprints; a numbered text of an institution is
//! what the schema calls a report or paper. A record without a DOI, without a date or without a page that the DOI
//! could lead to has nothing to register and is left out.

use super::entry::{Entry, Series};
use super::language::base;
use super::listing::Listing;
use super::xml::Xml;
use crate::document::Person;
use crate::spaces;

/// What a deposit must say of who makes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Depositor<'a> {
    pub name: &'a str,
    pub email: &'a str,
}

/// The records that can be registered.
pub(super) fn registrable(listing: &Listing) -> impl Iterator<Item = &Entry> {
    listing.entries.iter().filter(|entry| entry.doi.is_some() && entry.date.is_some() && entry.url.is_some())
}

/// Writes a deposit of every record that can be registered.
pub(super) fn write(listing: &Listing, depositor: Depositor<'_>) -> String {
    let mut body = Xml::within_another(2);
    registrable(listing).for_each(|entry| report(&mut body, listing, entry));
    let body = body.finish();
    let modified = registrable(listing).map(|entry| entry.modified.as_str()).max().unwrap_or("2000-01-01");
    let mut xml = Xml::new();
    xml.open(
        "doi_batch",
        &[
            ("version", Some("5.5.0")),
            ("xmlns", Some("http://www.crossref.org/schema/5.5.0")),
            ("xmlns:jats", Some("http://www.ncbi.nlm.nih.gov/JATS1")),
            ("xmlns:rel", Some("http://www.crossref.org/relations.xsd")),
        ],
    );
    xml.within("head", &[], |xml| {
        // The same content is the same batch, whenever it is written.
        xml.leaf("doi_batch_id", &[], &format!("offprint-{}", &blake3::hash(body.as_bytes()).to_hex()[..24]));
        // Crossref takes a deposit whose stamp is later than the last one's: it grows with `updated`.
        xml.leaf("timestamp", &[], &format!("{}000000", modified.replace('-', "")));
        xml.within("depositor", &[], |xml| {
            xml.leaf("depositor_name", &[], depositor.name);
            xml.leaf("email_address", &[], depositor.email);
        });
        xml.leaf("registrant", &[], depositor.name);
    });
    xml.within("body", &[], |xml| xml.raw(&body));
    xml.finish()
}

fn report(xml: &mut Xml, listing: &Listing, entry: &Entry) {
    let lang = Some(base(&entry.lang)).filter(|lang| lang.len() == 2);
    xml.within("report-paper", &[("publication_type", Some("full_text"))], |xml| {
        let series = entry.series.as_ref().filter(|series| series.issn.is_some());
        let name = if series.is_some() { "report-paper_series_metadata" } else { "report-paper_metadata" };
        xml.within(name, &[("language", lang)], |xml| {
            if let Some(series) = series {
                self::series(xml, series);
            }
            contributors(xml, entry);
            xml.within("titles", &[], |xml| {
                xml.leaf("title", &[], &entry.title);
                xml.leaf_if("subtitle", &[], entry.subtitle.as_deref());
            });
            synopsis(xml, entry);
            dates(xml, entry);
            if let Some(publisher) = &entry.publisher {
                xml.within("publisher", &[], |xml| xml.leaf("publisher_name", &[], publisher));
            }
            if let Some(number) = &entry.told_number {
                xml.within("publisher_item", &[], |xml| xml.leaf("item_number", &[], number));
            }
            // The two forms of a report have their relations at different places.
            if series.is_none() {
                relations(xml, listing, entry);
            }
            doi(xml, listing, entry);
            if series.is_some() {
                relations(xml, listing, entry);
            }
        });
    });
}

fn series(xml: &mut Xml, series: &Series) {
    xml.within("series_metadata", &[], |xml| {
        xml.within("titles", &[], |xml| xml.leaf("title", &[], &series.title));
        xml.leaf_if("issn", &[("media_type", Some("electronic"))], series.issn.as_deref());
    });
}

fn contributors(xml: &mut Xml, entry: &Entry) {
    if entry.people.is_empty() {
        return;
    }
    xml.within("contributors", &[], |xml| {
        for (at, person) in entry.people.iter().enumerate() {
            let sequence = if at == 0 { "first" } else { "additional" };
            let attributes = [("sequence", Some(sequence)), ("contributor_role", Some(role(&person.role)))];
            match &person.parts {
                Some(_) => xml.within("person_name", &attributes, |xml| self::person(xml, person)),
                None if looks_like_one(&person.name) => {
                    xml.within("person_name", &attributes, |xml| self::person(xml, person));
                }
                None => xml.leaf("organization", &attributes, &person.name),
            }
        }
    });
}

/// A name of one word, or in a script without capitals, is a person's; other names that have no family's part are
/// those of institutions or patronymics, which the schema takes whole.
fn looks_like_one(name: &str) -> bool {
    !name.contains(' ') || !name.is_ascii()
}

fn person(xml: &mut Xml, person: &Person) {
    match &person.parts {
        Some(parts) => {
            if !parts.given.is_empty() {
                xml.leaf("given_name", &[], &parts.given);
            }
            xml.leaf("surname", &[], &parts.family);
            xml.leaf_if("suffix", &[], parts.suffix.as_deref());
        }
        None => xml.leaf("surname", &[], &person.name),
    }
    if let Some(affiliation) = &person.affiliation {
        xml.within("affiliations", &[], |xml| {
            xml.within("institution", &[], |xml| xml.leaf("institution_name", &[], affiliation));
        });
    }
    if let Some(orcid) = &person.orcid {
        xml.leaf("ORCID", &[], &format!("https://orcid.org/{orcid}"));
    }
}

fn role(relator: &str) -> &'static str {
    match relator {
        "edt" => "editor",
        "trl" => "translator",
        _ => "author",
    }
}

fn synopsis(xml: &mut Xml, entry: &Entry) {
    let Some(synopsis) = &entry.synopsis else { return };
    xml.within("jats:abstract", &[("xml:lang", Some(&entry.lang))], |xml| {
        for paragraph in synopsis.split("\n\n").map(spaces::folded).filter(|paragraph| !paragraph.is_empty())
        {
            xml.leaf("jats:p", &[], &paragraph);
        }
    });
}

fn dates(xml: &mut Xml, entry: &Entry) {
    let Some(date) = &entry.date else { return };
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    xml.within("publication_date", &[("media_type", Some("online"))], |xml| {
        xml.leaf_if("month", &[], month);
        xml.leaf_if("day", &[], day);
        xml.leaf_if("year", &[], year);
    });
}

fn relations(xml: &mut Xml, listing: &Listing, entry: &Entry) {
    let doi = |sibling| listing.find(sibling)?.doi.as_deref();
    let mut related: Vec<(&str, &str)> = Vec::new();
    // A record that names its translator is the translation; which of two others came first is not known.
    let is_translation = entry.people.iter().any(|person| person.role == "trl");
    let kind = if is_translation { "isTranslationOf" } else { "hasTranslation" };
    related.extend(entry.translations.iter().filter_map(doi).map(|doi| (kind, doi)));
    related.extend(entry.supersedes.iter().filter_map(doi).map(|doi| ("replaces", doi)));
    related.extend(entry.superseded_by.iter().filter_map(doi).map(|doi| ("isReplacedBy", doi)));
    if related.is_empty() {
        return;
    }
    xml.within("rel:program", &[], |xml| {
        for (kind, doi) in related {
            xml.within("rel:related_item", &[], |xml| {
                let attributes = [("relationship-type", Some(kind)), ("identifier-type", Some("doi"))];
                xml.leaf("rel:intra_work_relation", &attributes, doi);
            });
        }
    });
}

fn doi(xml: &mut Xml, listing: &Listing, entry: &Entry) {
    xml.within("doi_data", &[], |xml| {
        xml.leaf_if("doi", &[], entry.doi.as_deref());
        xml.leaf_if("resource", &[], entry.url.as_deref());
        let files: Vec<(&str, String)> = entry
            .files
            .iter()
            .filter_map(|file| Some((file.media_type(), listing.about.absolute(&file.path)?)))
            .collect();
        if files.is_empty() {
            return;
        }
        xml.within("collection", &[("property", Some("text-mining"))], |xml| {
            for (media_type, address) in &files {
                xml.within("item", &[], |xml| {
                    xml.leaf("resource", &[("mime_type", Some(media_type))], address);
                });
            }
        });
    });
}
