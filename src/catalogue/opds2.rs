//! OPDS 2.0: feeds in JSON, on the Readium Web Publication Manifest.

use serde_json::{Map, Value, json};

use super::ListFile;
use super::entry::{Entry, Series};
use super::feeds::{self, Content, Feed, Group, Page};
use super::json::{self, Object};
use super::listing::Listing;
use crate::document::Person;
use crate::epub::cover;

const TYPE: &str = "application/opds+json";
/// How far below the output folder the feeds lie; those of a facet lie one deeper.
const FOLDER: &str = "catalogue/opds2";

/// Writes every feed.
pub(super) fn write(listing: &Listing) -> Vec<ListFile> {
    let groups = feeds::groups(listing);
    let feeds = feeds::plan(listing, &groups);
    let write = |feed: &Feed| {
        let value = Writer { listing, groups: &groups, feed }.feed();
        ListFile::text(file(&feed.path), json::file(&value))
    };
    feeds.iter().map(write).collect()
}

fn file(path: &str) -> String {
    format!("{FOLDER}/{path}.json")
}

struct Writer<'a> {
    listing: &'a Listing,
    groups: &'a [Group],
    feed: &'a Feed,
}

impl Writer<'_> {
    fn feed(&self) -> Value {
        let mut metadata = json!({ "title": self.feed.title, "modified": moment(self.listing.modified()) });
        let mut links = vec![self.link("self", &self.feed.path), self.link("start", "index")];
        links.extend(self.feed.up.iter().map(|up| self.link("up", up)));
        let mut feed = Map::new();
        match &self.feed.content {
            Content::Navigation(items) => {
                let item = |(title, path, count): &(String, String, usize)| {
                    json!({ "href": self.href(path), "title": title, "type": TYPE, "rel": "subsection",
                        "properties": { "numberOfItems": count } })
                };
                feed.insert("navigation".to_owned(), items.iter().map(item).collect());
            }
            Content::Page(page) => {
                metadata["numberOfItems"] = json!(page.total);
                metadata["itemsPerPage"] = json!(self.listing.about.page_size);
                metadata["currentPage"] = json!(page.number);
                links.extend(self.pages(page));
                if page.has_facets {
                    feed.insert("facets".to_owned(), self.facets(page));
                }
                let entries = page.entries.iter().map(|&at| self.publication(&self.listing.entries[at]));
                feed.insert("publications".to_owned(), entries.collect());
            }
        }
        let mut whole = Map::new();
        whole.insert("metadata".to_owned(), metadata);
        whole.insert("links".to_owned(), Value::Array(links));
        whole.extend(feed);
        Value::Object(whole)
    }

    fn link(&self, rel: &str, path: &str) -> Value {
        json!({ "rel": rel, "href": self.href(path), "type": TYPE })
    }

    fn pages(&self, page: &Page) -> Vec<Value> {
        let mut links = vec![self.link("first", &page.path(1)), self.link("last", &page.path(page.pages))];
        if page.number > 1 {
            links.push(self.link("previous", &page.path(page.number - 1)));
        }
        if page.number < page.pages {
            links.push(self.link("next", &page.path(page.number + 1)));
        }
        links
    }

    fn facets(&self, page: &Page) -> Value {
        let group = |group: &Group| {
            let links = group.shown().into_iter().map(|facet| {
                let mut link = json!({ "href": self.href(&facet.path), "type": TYPE, "title": facet.title,
                    "properties": { "numberOfItems": facet.entries.len() } });
                if facet.path == page.stem {
                    link["rel"] = json!("self");
                }
                link
            });
            json!({ "metadata": { "title": group.title }, "links": links.collect::<Vec<_>>() })
        };
        self.groups.iter().map(group).collect()
    }

    /// Returns the address of a feed, from this one.
    fn href(&self, path: &str) -> String {
        self.listing.about.href(self.depth(), &file(path))
    }

    fn depth(&self) -> usize {
        2 + self.feed.path.matches('/').count()
    }

    fn publication(&self, entry: &Entry) -> Value {
        let mut links: Vec<Value> = Vec::new();
        for file in &entry.files {
            links.push(json!({
                "rel": "http://opds-spec.org/acquisition/open-access",
                "href": self.listing.about.href(self.depth(), &file.path),
                "type": file.media_type(),
                "title": file.name(),
                "size": file.size,
            }));
        }
        if let Some(url) = &entry.url {
            links.push(json!({ "rel": "alternate", "href": url, "type": "text/html" }));
        }
        if let Some(license) = &entry.license_url {
            links.push(json!({ "rel": "license", "href": license }));
        }
        links.extend(self.siblings(entry));
        let cover = self.listing.cover(entry).map(|path| {
            let href = self.listing.about.href(self.depth(), path);
            json!([{ "href": href, "type": "image/png", "width": cover::WIDTH, "height": cover::HEIGHT }])
        });
        Object::default().with("metadata", metadata(entry)).with("links", links).with("images", cover).value()
    }

    /// Links to translations in the catalogue.
    fn siblings(&self, entry: &Entry) -> Vec<Value> {
        let found = entry.translations.iter().filter_map(|sibling| self.listing.find(sibling));
        let link = |sibling: &Entry| {
            let file = sibling.files.first()?;
            let href = self.listing.about.href(self.depth(), &file.path);
            Some(json!({ "rel": "related", "href": href, "type": file.media_type(), "title": sibling.title,
                "language": sibling.lang }))
        };
        found.filter_map(link).collect()
    }
}

fn metadata(entry: &Entry) -> Value {
    let mut out = Object::default();
    out.put("@type", json!("http://schema.org/Report"));
    out.put("identifier", json!(entry.identifier));
    let alternates: Vec<String> = entry.doi.iter().map(|doi| format!("https://doi.org/{doi}")).collect();
    out.put("altIdentifier", json!(alternates));
    out.put("title", json!(entry.title));
    out.put("subtitle", json!(entry.subtitle));
    out.put("language", json!(entry.lang));
    out.put("author", json!(entry.authors().map(contributor).collect::<Vec<_>>()));
    for (key, role) in [("editor", "edt"), ("translator", "trl"), ("illustrator", "ill")] {
        let people = entry.contributors().filter(|person| person.role == role);
        out.put(key, json!(people.map(contributor).collect::<Vec<_>>()));
    }
    let others = entry.contributors().filter(|person| !["edt", "trl", "ill"].contains(&person.role.as_str()));
    out.put("contributor", json!(others.map(contributor).collect::<Vec<_>>()));
    out.put("publisher", json!(entry.publisher));
    out.put("published", json!(entry.date));
    out.put("modified", json!(moment(&entry.modified)));
    out.put("description", json!(entry.synopsis));
    let subjects = entry.subjects.iter().map(|subject| match &subject.authority {
        // A scheme is an address (Web Publication Manifest, `subject.schema.json`); the name of one is not.
        Some(authority) if authority.scheme.contains("://") => {
            json!({ "name": subject.term, "scheme": authority.scheme, "code": authority.term })
        }
        Some(authority) => json!({ "name": subject.term, "code": authority.term }),
        None => json!({ "name": subject.term }),
    });
    out.put("subject", subjects.collect());
    if let Some(series) = &entry.series {
        out.put("belongsTo", json!({ "series": [belongs(series, entry)] }));
    }
    out.put("numberOfPages", json!(entry.files.iter().find_map(|file| file.pages)));
    out.put(
        "readingProgression",
        json!(if entry.direction == crate::document::Direction::Rtl { "rtl" } else { "ltr" }),
    );
    out.put("accessibility", accessibility(entry));
    out.value()
}

fn belongs(series: &Series, entry: &Entry) -> Value {
    let mut out = json!({ "name": series.title });
    if let Some(issn) = &series.issn {
        out["identifier"] = json!(format!("urn:issn:{issn}"));
    }
    if let Some(position) = entry.position.as_deref().and_then(|position| position.parse::<u64>().ok()) {
        out["position"] = json!(position);
    }
    out
}

fn contributor(person: &Person) -> Value {
    let mut out = json!({ "name": person.name });
    if person.file_as != person.name {
        out["sortAs"] = json!(person.file_as);
    }
    if let Some(orcid) = &person.orcid {
        out["identifier"] = json!(format!("https://orcid.org/{orcid}"));
    }
    out
}

/// The Readium vocabulary of accessibility metadata; `textual,visual` becomes a list.
fn accessibility(entry: &Entry) -> Value {
    let facts = &entry.accessibility;
    let sufficient: Vec<Vec<&str>> =
        facts.sufficient.iter().map(|modes| modes.split(',').collect()).collect();
    let mut out = json!({
        "accessMode": facts.modes,
        "accessModeSufficient": sufficient,
        "feature": facts.features,
        "hazard": [facts.hazard],
        "summary": facts.summary,
    });
    if facts.claim.is_some() {
        out["conformsTo"] = json!(["https://www.w3.org/TR/epub-a11y-11#wcag-2.2-aa"]);
        out["certification"] = json!({ "certifiedBy": facts.certifier });
        if let Some(report) = &facts.report {
            out["certification"]["report"] = json!(report);
        }
    }
    if let Some(exemption) = facts.exemption {
        out["exemption"] = json!([exemption.value()]);
    }
    out
}

fn moment(day: &str) -> String {
    format!("{day}T00:00:00Z")
}
