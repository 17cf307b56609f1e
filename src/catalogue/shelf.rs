//! The shelf: a page that lists every record, and searches and filters without a server or a network.
//!
//! The list is in the page, so that it can be read, printed and searched by the browser alone; a script beside it,
//! which fetches nothing, adds a search and filters.

use std::collections::BTreeMap;

use super::ListFile;
use super::entry::{Entry, SubjectKind};
use super::listing::Listing;
use crate::document::Direction;
use crate::epub::markup::Markup;

const SHEET: &str = include_str!("shelf/shelf.css");
const SCRIPT: &str = include_str!("shelf/shelf.js");
/// Characters of a synopsis that the list shows; the whole of it would hide the next record.
const SHOWN: usize = 320;

/// What a record can be filtered by: the name in the page, what a reader sees, and its values.
type Filter = (&'static str, &'static str, fn(&Entry) -> Vec<String>);

const FILTERS: [Filter; 5] = [
    ("year", "Year", |entry| entry.year().map(str::to_owned).into_iter().collect()),
    ("topic", "Topic", |entry| terms(entry, SubjectKind::Topic)),
    ("region", "Region", |entry| terms(entry, SubjectKind::Region)),
    ("author", "Author", |entry| entry.authors().map(|person| person.file_as.clone()).collect()),
    ("language", "Language", |entry| vec![entry.lang.clone()]),
];

fn terms(entry: &Entry, kind: SubjectKind) -> Vec<String> {
    entry.terms(kind).map(|subject| subject.term.clone()).collect()
}

/// Writes the page, its stylesheet and its script; `lists` are the other files of the catalogue, with a name for each.
pub(super) fn write(listing: &Listing, lists: &[(&str, String)]) -> Vec<ListFile> {
    vec![
        ListFile::text(
            "catalogue/index.html".to_owned(),
            Shelf { out: Markup::default(), listing }.page(lists),
        ),
        ListFile::text("catalogue/shelf.css".to_owned(), SHEET.to_owned()),
        ListFile::text("catalogue/shelf.js".to_owned(), SCRIPT.to_owned()),
    ]
}

struct Shelf<'a> {
    out: Markup,
    listing: &'a Listing,
}

impl Shelf<'_> {
    fn page(mut self, lists: &[(&str, String)]) -> String {
        let title = self.listing.about.title.clone();
        self.out.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        self.out.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        self.line("title", &[], &title);
        for (name, path) in lists.iter().filter(|(_, path)| path.contains("opds")) {
            let kind = if path.ends_with("json") {
                "application/opds+json"
            } else {
                "application/atom+xml;profile=opds-catalog"
            };
            let attributes = [
                ("rel", Some("alternate")),
                ("type", Some(kind)),
                ("title", Some(*name)),
                ("href", Some(path.as_str())),
            ];
            self.out.empty("link", &attributes);
            self.out.line();
        }
        self.out
            .raw("<link rel=\"stylesheet\" href=\"shelf.css\">\n<script src=\"shelf.js\" defer></script>\n");
        self.out.raw("</head>\n<body>\n<a class=\"skip\" href=\"#records\">Skip to the list</a>\n<header>\n");
        self.line("h1", &[], &title);
        if let Some(publisher) = self.listing.about.publisher.clone().filter(|publisher| *publisher != title)
        {
            self.line("p", &[], &publisher);
        }
        self.out.raw("</header>\n<main>\n");
        self.form();
        let told = match self.listing.entries.len() {
            1 => "1 record".to_owned(),
            count => format!("{count} records, newest first"),
        };
        self.line("p", &[("id", Some("count")), ("role", Some("status")), ("data-all", Some(&told))], &told);
        self.out.raw("<ol class=\"records\" id=\"records\" tabindex=\"-1\">\n");
        let listing = self.listing;
        listing.entries.iter().for_each(|entry| self.record(entry));
        self.out.raw("</ol>\n</main>\n");
        self.footer(lists);
        self.out.raw("</body>\n</html>\n");
        self.out.finish()
    }

    fn line(&mut self, name: &str, attributes: &[(&str, Option<&str>)], text: &str) {
        self.out.element(name, attributes, text);
        self.out.line();
    }

    /// The script shows the form: without it, a search that finds nothing would be a promise not kept.
    fn form(&mut self) {
        self.out.raw("<form role=\"search\" hidden autocomplete=\"off\">\n<div class=\"wide\"><label for=\"q\">Search</label>");
        self.out.raw("<input type=\"search\" id=\"q\" name=\"q\"></div>\n");
        for (name, label, values) in FILTERS {
            let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
            for value in self.listing.entries.iter().flat_map(values) {
                *counts.entry((value.to_lowercase(), value)).or_default() += 1;
            }
            // A choice of one is none.
            if counts.len() < 2 {
                continue;
            }
            self.out.raw("<div>");
            self.out.element("label", &[("for", Some(name))], label);
            self.out.open("select", &[("id", Some(name)), ("name", Some(name))]);
            self.line("option", &[("value", Some(""))], "Any");
            let mut counts: Vec<_> = counts.into_iter().collect();
            if name == "year" {
                counts.reverse();
            }
            for ((_, value), count) in counts {
                self.line("option", &[("value", Some(&value))], &format!("{value} ({count})"));
            }
            self.out.raw("</select></div>\n");
        }
        self.out.raw("<button type=\"reset\">Show all</button>\n</form>\n");
    }

    fn record(&mut self, entry: &Entry) {
        let values: Vec<(String, String)> = FILTERS
            .iter()
            .map(|(name, _, values)| (format!("data-{name}"), values(entry).join("\n")))
            .filter(|(_, values)| !values.is_empty())
            .collect();
        let attributes: Vec<(&str, Option<&str>)> =
            values.iter().map(|(name, value)| (name.as_str(), Some(value.as_str()))).collect();
        self.out.open("li", &attributes);
        let direction = if entry.direction == Direction::Rtl { "rtl" } else { "ltr" };
        self.out.open("article", &[("lang", Some(&entry.lang)), ("dir", Some(direction))]);
        self.out.line();
        let series = entry.series.as_ref().map(|series| series.title.as_str());
        let facts: Vec<&str> =
            [series, entry.told_number.as_deref(), entry.date.as_deref()].into_iter().flatten().collect();
        if !facts.is_empty() {
            self.line("p", &[("class", Some("facts"))], &facts.join(" · "));
        }
        self.line("h2", &[], &entry.full_title());
        let names: Vec<&str> = entry.authors().map(|person| person.name.as_str()).collect();
        if !names.is_empty() {
            self.line("p", &[("class", Some("byline"))], &names.join(", "));
        }
        if let Some(synopsis) = entry.synopsis_line() {
            self.line("p", &[("class", Some("synopsis"))], &shortened(&synopsis));
        }
        self.links(entry);
        self.out.raw("</article></li>\n");
    }

    fn links(&mut self, entry: &Entry) {
        self.out.raw("<ul class=\"links\" lang=\"en\" dir=\"ltr\">\n");
        // A list of links that all read "PDF" says nothing; the title is told to who hears it.
        for file in &entry.files {
            let size = match file.size.div_ceil(1024) {
                small if small < 1000 => format!("{small} KB"),
                large => format!("{:.1} MB", f64::from(u32::try_from(large).unwrap_or(u32::MAX)) / 1024.0),
            };
            let told = match file.pages {
                Some(1) => format!("{} (1 page, {size})", file.name()),
                Some(pages) => format!("{} ({pages} pages, {size})", file.name()),
                None => format!("{} ({size})", file.name()),
            };
            // The shelf lies beside the files, wherever both are published.
            let href = format!("../{}", super::listing::encoded(&file.path));
            self.link(&href, &told, &entry.title, Some(file.media_type()));
        }
        if let Some(url) = &entry.url {
            self.link(url, "Web page", &entry.title, None);
        }
        for sibling in &entry.translations {
            let Some(found) = self.listing.find(sibling) else { continue };
            if let Some(file) = found.files.first() {
                let href = format!("../{}", super::listing::encoded(&file.path));
                self.link(&href, &format!("In {}", found.lang), &found.title, Some(file.media_type()));
            }
        }
        self.out.raw("</ul>\n");
    }

    fn link(&mut self, href: &str, text: &str, title: &str, media_type: Option<&str>) {
        self.out.raw("<li>");
        let label = format!("{text}: {title}");
        self.out.element(
            "a",
            &[("href", Some(href)), ("type", media_type), ("aria-label", Some(&label))],
            text,
        );
        self.out.raw("</li>\n");
    }

    fn footer(&mut self, lists: &[(&str, String)]) {
        if lists.is_empty() {
            return;
        }
        self.out.raw("<footer>\n<h2>The same list for other systems</h2>\n<ul>\n");
        for (name, path) in lists {
            self.out.raw("<li>");
            self.out.element("a", &[("href", Some(path))], name);
            self.out.raw("</li>\n");
        }
        self.out.raw("</ul>\n</footer>\n");
    }
}

/// Cuts a synopsis at a word.
fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let cut: String = text.chars().take(SHOWN).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", cut[..end].trim_end_matches([',', ';', ':', ' ']))
}
