//! What a page says of itself in its head: Highwire, Dublin Core, OpenGraph and plain tags.

use scraper::{ElementRef, Selector};

use super::json_ld;
use super::tree::Page;
use crate::import::manuscript::{Claims, Person};
use crate::import::report::{Action, Report, excerpt};

/// Names of tags in order of trust: name, field, whether the value is exact.
const TAGS: [(&str, &str, bool); 46] = [
    ("citation_title", "title", true),
    ("citation_publication_date", "date", true),
    ("citation_date", "date", true),
    ("citation_online_date", "date", true),
    ("citation_doi", "doi", true),
    ("citation_keywords", "keywords", true),
    ("citation_abstract", "synopsis", true),
    ("citation_language", "lang", true),
    ("citation_technical_report_number", "number", true),
    ("citation_series_title", "series", true),
    ("dc.title", "title", true),
    ("dcterms.title", "title", true),
    ("dc.date", "date", true),
    ("dc.date.issued", "date", true),
    ("dcterms.date", "date", true),
    ("dcterms.issued", "date", true),
    ("dcterms.created", "date", true),
    ("dcterms.modified", "updated", true),
    ("dc.date.modified", "updated", true),
    ("dcterms.abstract", "synopsis", true),
    ("dc.description.abstract", "synopsis", true),
    ("dc.subject", "keywords", true),
    ("dcterms.subject", "keywords", true),
    ("dc.language", "lang", true),
    ("dcterms.language", "lang", true),
    ("dc.rights", "rights", true),
    ("dcterms.rights", "rights", true),
    ("dcterms.license", "license", true),
    ("dc.identifier", "doi", false),
    ("dc.coverage", "regions", true),
    ("article:published_time", "date", true),
    ("article:modified_time", "updated", true),
    ("article:section", "topics", true),
    ("article:tag", "keywords", true),
    ("og:title", "title", false),
    ("og:url", "url", true),
    ("og:description", "synopsis", false),
    ("og:locale", "lang", false),
    ("date", "date", true),
    ("last-modified", "updated", true),
    ("keywords", "keywords", true),
    ("news_keywords", "keywords", true),
    ("description", "synopsis", false),
    ("dc.description", "synopsis", false),
    ("twitter:title", "title", false),
    ("copyright", "rights", true),
];

/// Names of tags that name an author, in order of trust.
const AUTHORS: [&str; 5] = ["citation_author", "dc.creator", "dcterms.creator", "author", "article:author"];

/// Reads the head of a page.
pub(super) fn read(page: &Page, report: &mut Report) -> Claims {
    let mut claims = Claims::default();
    json_ld::read(page, &mut claims, report);
    let tags = tags(page);
    for (name, field, is_exact) in TAGS {
        for (_, content, at) in tags.iter().filter(|(tag, ..)| tag == name) {
            let is_doi = content.contains("10.") && content.contains('/');
            if name != "dc.identifier" || is_doi {
                claims.add(field, content, *at, format!("meta `{name}`"), is_exact);
            }
        }
    }
    if claims.authors.is_empty() {
        authors(&tags, &mut claims, report);
    }
    elements(page, &mut claims);
    claims
}

/// Returns all meta tags: name in lower case, content, line.
fn tags(page: &Page) -> Vec<(String, String, usize)> {
    let Ok(meta) = Selector::parse("meta[content]") else { return Vec::new() };
    page.html
        .select(&meta)
        .filter_map(|tag| {
            let name = tag.attr("name").or_else(|| tag.attr("property"))?.to_lowercase();
            Some((name, tag.attr("content")?.trim().to_owned(), page.line(tag)))
        })
        .collect()
}

/// Highwire puts an author's institution and ORCID into the tags that follow the name.
fn authors(tags: &[(String, String, usize)], claims: &mut Claims, report: &mut Report) {
    let Some(chosen) = AUTHORS.iter().find(|name| tags.iter().any(|(tag, ..)| tag == *name)) else { return };
    claims.authors_from = format!("meta `{chosen}`");
    for (name, content, at) in tags {
        if name == chosen {
            if content.starts_with("http") {
                report.add(
                    Action::Dropped,
                    *at,
                    Some("authors"),
                    format!("`{}` is an address, no name", excerpt(content)),
                );
                continue;
            }
            for name in content.split(';').map(str::trim).filter(|name| !name.is_empty()) {
                claims.authors.push(Person { name: in_order(name), at: *at, ..Person::default() });
            }
        } else if let Some(person) = claims.authors.last_mut() {
            match name.as_str() {
                "citation_author_institution" => person.affiliation = Some(content.clone()),
                "citation_author_orcid" => person.orcid = Some(content.clone()),
                _ => {}
            }
        }
    }
}

/// Turns `Kizekova, Alica` round; other names stay.
pub(super) fn in_order(name: &str) -> String {
    match name.split_once(", ") {
        Some((last, first)) if !first.contains(',') && last.split_whitespace().count() <= 3 => {
            format!("{} {last}", first.trim())
        }
        _ => name.to_owned(),
    }
}

/// Reads what elements say: the page's title, its language, its own address, its licence.
fn elements(page: &Page, claims: &mut Claims) {
    let first = |selector: &str| -> Option<ElementRef<'_>> {
        let selector = Selector::parse(selector).ok()?;
        page.html.select(&selector).next()
    };
    if let Some(title) = first("head > title") {
        claims.add("title", &title.text().collect::<String>(), page.line(title), "`<title>`", false);
    }
    let attributes = [
        ("html[lang]", "lang", "lang", "`<html lang>`"),
        ("link[rel=canonical]", "href", "url", "`<link rel=canonical>`"),
        ("link[rel=license], a[rel=license]", "href", "license", "`rel=license`"),
    ];
    for (selector, attribute, field, from) in attributes {
        if let Some((element, value)) =
            first(selector).and_then(|element| Some((element, element.attr(attribute)?)))
        {
            claims.add(field, value, page.line(element), from, true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(head: &str) -> Claims {
        let Ok(page) = Page::parse(&format!("<head>{head}</head><p>x")) else { panic!("small enough") };
        read(&page, &mut Report::default())
    }

    #[test]
    fn highwire_goes_before_opengraph() {
        let claims = claims(
            "<meta property='og:title' content='Dues | Harbour'>\n<meta name='citation_title' content='Dues'>\
             <meta name='citation_author' content='Lee, Ann'><meta name='citation_author_institution' content='NTU'>\
             <meta name='citation_author' content='Ben Tan'>",
        );
        assert_eq!(claims.first("title").map(|claim| (claim.value.as_str(), claim.at)), Some(("Dues", 2)));
        let names: Vec<&str> = claims.authors.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["Ann Lee", "Ben Tan"]);
        assert_eq!(claims.authors[0].affiliation.as_deref(), Some("NTU"));
    }
}
