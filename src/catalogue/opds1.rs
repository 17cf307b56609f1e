//! OPDS 1.2: Atom feeds, for reading systems that know no other.

use uuid::Uuid;

use super::ListFile;
use super::entry::{Entry, File};
use super::feeds::{self, Content, Feed, Group, Page};
use super::listing::Listing;
use super::xml::Xml;
use crate::document::Person;
use crate::epub::identity::NAMESPACE;

const NAVIGATION: &str = "application/atom+xml;profile=opds-catalog;kind=navigation";
const ACQUISITION: &str = "application/atom+xml;profile=opds-catalog;kind=acquisition";
const FOLDER: &str = "catalogue/opds1";

/// Writes every feed.
pub(super) fn write(listing: &Listing) -> Vec<ListFile> {
    let groups = feeds::groups(listing);
    let feeds = feeds::plan(listing, &groups);
    let write =
        |feed: &Feed| ListFile::text(file(&feed.path), Writer { listing, groups: &groups, feed }.feed());
    feeds.iter().map(write).collect()
}

fn file(path: &str) -> String {
    format!("{FOLDER}/{path}.xml")
}

/// A feed with links in it has records; the start and the lists of groups lead to other feeds.
fn kind_of(path: &str) -> &'static str {
    let is_list = path == "index" || (!path.contains('/') && !path.starts_with("all"));
    if is_list { NAVIGATION } else { ACQUISITION }
}

struct Writer<'a> {
    listing: &'a Listing,
    groups: &'a [Group],
    feed: &'a Feed,
}

impl Writer<'_> {
    fn feed(&self) -> String {
        let mut xml = Xml::new();
        xml.open(
            "feed",
            &[
                ("xmlns", Some("http://www.w3.org/2005/Atom")),
                ("xmlns:dc", Some("http://purl.org/dc/terms/")),
                ("xmlns:opds", Some("http://opds-spec.org/2010/catalog")),
                ("xmlns:opensearch", Some("http://a9.com/-/spec/opensearch/1.1/")),
                ("xmlns:thr", Some("http://purl.org/syndication/thread/1.0")),
            ],
        );
        xml.leaf("id", &[], &self.id(&self.feed.path));
        xml.leaf("title", &[], &self.feed.title);
        xml.leaf("updated", &[], &moment(self.listing.modified()));
        if let Some(publisher) = &self.listing.about.publisher {
            xml.within("author", &[], |xml| {
                xml.leaf("name", &[], publisher);
                xml.leaf_if("uri", &[], self.listing.about.publisher_url.as_deref());
            });
        }
        self.link(&mut xml, "self", &self.feed.path);
        self.link(&mut xml, "start", "index");
        if let Some(up) = &self.feed.up {
            self.link(&mut xml, "up", up);
        }
        match &self.feed.content {
            Content::Navigation(items) => items.iter().for_each(|item| self.item(&mut xml, item)),
            Content::Page(page) => self.page(&mut xml, page),
        }
        xml.finish()
    }

    /// The identifier of a feed follows from what the catalogue is and which feed it is, not from where it lies.
    fn id(&self, path: &str) -> String {
        let about = &self.listing.about;
        let name =
            format!("opds\n{}\n{}\n{path}", about.publisher.as_deref().unwrap_or_default(), about.title);
        Uuid::new_v5(&NAMESPACE, name.as_bytes()).urn().to_string()
    }

    fn href(&self, path: &str) -> String {
        self.listing.about.href(self.depth(), path)
    }

    fn depth(&self) -> usize {
        2 + self.feed.path.matches('/').count()
    }

    fn link(&self, xml: &mut Xml, rel: &str, path: &str) {
        let href = self.href(&file(path));
        xml.empty("link", &[("rel", Some(rel)), ("href", Some(&href)), ("type", Some(kind_of(path)))]);
    }

    /// An entry that leads to another feed.
    fn item(&self, xml: &mut Xml, (title, path, count): &(String, String, usize)) {
        xml.within("entry", &[], |xml| {
            xml.leaf("title", &[], title);
            xml.leaf("id", &[], &self.id(path));
            xml.leaf("updated", &[], &moment(self.listing.modified()));
            let told = if *count == 1 { "1 commentary".to_owned() } else { format!("{count} commentaries") };
            xml.leaf("content", &[("type", Some("text"))], &told);
            let href = self.href(&file(path));
            let attributes = [
                ("rel", Some("subsection")),
                ("href", Some(href.as_str())),
                ("type", Some(kind_of(path))),
                ("thr:count", Some(&count.to_string())),
            ];
            xml.empty("link", &attributes);
        });
    }

    fn page(&self, xml: &mut Xml, page: &Page) {
        self.link(xml, "first", &page.path(1));
        self.link(xml, "last", &page.path(page.pages));
        if page.number > 1 {
            self.link(xml, "previous", &page.path(page.number - 1));
        }
        if page.number < page.pages {
            self.link(xml, "next", &page.path(page.number + 1));
        }
        if page.has_facets {
            self.facets(xml, page);
        }
        let size = self.listing.about.page_size;
        xml.leaf("opensearch:totalResults", &[], &page.total.to_string());
        xml.leaf("opensearch:itemsPerPage", &[], &size.to_string());
        xml.leaf("opensearch:startIndex", &[], &((page.number - 1) * size + 1).to_string());
        for &at in &page.entries {
            self.entry(xml, &self.listing.entries[at]);
        }
    }

    fn facets(&self, xml: &mut Xml, page: &Page) {
        for group in self.groups {
            for facet in group.shown() {
                let href = self.href(&file(&facet.path));
                let attributes = [
                    ("rel", Some("http://opds-spec.org/facet")),
                    ("href", Some(href.as_str())),
                    ("type", Some(ACQUISITION)),
                    ("title", Some(&facet.title)),
                    ("opds:facetGroup", Some(group.title)),
                    ("opds:activeFacet", (facet.path == page.stem).then_some("true")),
                    ("thr:count", Some(&facet.entries.len().to_string())),
                ];
                xml.empty("link", &attributes);
            }
        }
    }

    fn entry(&self, xml: &mut Xml, entry: &Entry) {
        xml.open("entry", &[("xml:lang", Some(&entry.lang))]);
        xml.leaf("title", &[], &entry.full_title());
        xml.leaf("id", &[], &entry.identifier);
        xml.leaf("updated", &[], &moment(&entry.modified));
        xml.leaf_if("published", &[], entry.date.as_deref().map(moment).as_deref());
        entry.authors().for_each(|person| self::person(xml, "author", person));
        entry.contributors().for_each(|person| self::person(xml, "contributor", person));
        xml.leaf(
            "dc:identifier",
            &[],
            &entry.doi.as_ref().map_or_else(|| entry.number.clone(), |doi| format!("doi:{doi}")),
        );
        xml.leaf("dc:language", &[], &entry.lang);
        xml.leaf_if("dc:publisher", &[], entry.publisher.as_deref());
        xml.leaf_if("dc:issued", &[], entry.date.as_deref());
        if let Some(series) = &entry.series {
            let part = match &entry.told_number {
                Some(number) => format!("{}, {number}", series.title),
                None => series.title.clone(),
            };
            xml.leaf("dc:isPartOf", &[], &part);
        }
        for subject in &entry.subjects {
            // A scheme is an address (RFC 4287, 4.2.2.2); the name of one is not, and a code without it says nothing.
            let authority = subject.authority.as_ref().filter(|authority| authority.scheme.contains("://"));
            let attributes = [
                ("term", Some(authority.map_or(subject.term.as_str(), |authority| &authority.term))),
                ("scheme", authority.map(|authority| authority.scheme.as_str())),
                ("label", Some(&subject.term)),
            ];
            xml.empty("category", &attributes);
        }
        xml.leaf_if("summary", &[("type", Some("text"))], entry.synopsis_line().as_deref());
        xml.leaf_if("rights", &[], entry.rights.as_deref());
        entry.files.iter().for_each(|file| self.acquisition(xml, file));
        if let Some(cover) = self.listing.cover(entry) {
            let href = self.href(cover);
            let rel = Some("http://opds-spec.org/image");
            xml.empty("link", &[("rel", rel), ("href", Some(&href)), ("type", Some("image/png"))]);
        }
        if let Some(url) = &entry.url {
            xml.empty(
                "link",
                &[("rel", Some("alternate")), ("href", Some(url)), ("type", Some("text/html"))],
            );
        }
        for sibling in entry.translations.iter().filter_map(|sibling| self.listing.find(sibling)) {
            let Some(file) = sibling.files.first() else { continue };
            let href = self.href(&file.path);
            let attributes = [
                ("rel", Some("related")),
                ("href", Some(href.as_str())),
                ("type", Some(file.media_type())),
                ("hreflang", Some(&sibling.lang)),
                ("title", Some(&sibling.title)),
            ];
            xml.empty("link", &attributes);
        }
        xml.close();
    }

    fn acquisition(&self, xml: &mut Xml, file: &File) {
        let href = self.href(&file.path);
        let attributes = [
            ("rel", Some("http://opds-spec.org/acquisition/open-access")),
            ("href", Some(href.as_str())),
            ("type", Some(file.media_type())),
            ("length", Some(&file.size.to_string())),
            ("title", Some(file.name())),
        ];
        xml.empty("link", &attributes);
    }
}

fn person(xml: &mut Xml, element: &'static str, person: &Person) {
    let uri = person.orcid.as_ref().map(|orcid| format!("https://orcid.org/{orcid}"));
    xml.within(element, &[], |xml| {
        xml.leaf("name", &[], &person.name);
        xml.leaf_if("uri", &[], uri.as_deref());
    });
}

fn moment(day: &str) -> String {
    format!("{day}T00:00:00Z")
}
