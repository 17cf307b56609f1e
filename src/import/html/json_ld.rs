//! schema.org in JSON-LD: the article that a page says it is.

use scraper::Selector;
use serde_json::Value;

use super::tree::Page;
use crate::import::manuscript::{Claims, Person};
use crate::import::report::{Action, Report};

/// The kinds of schema.org that a commentary can be.
const KINDS: [&str; 9] = [
    "Article",
    "NewsArticle",
    "ScholarlyArticle",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "BlogPosting",
    "Report",
    "TechArticle",
    "WebPage",
];

/// Reads the first article of a page's scripts.
pub(super) fn read(page: &Page, claims: &mut Claims, report: &mut Report) {
    let Ok(scripts) = Selector::parse("script[type='application/ld+json']") else { return };
    for script in page.html.select(&scripts) {
        let at = page.line(script);
        let text: String = script.text().collect();
        // serde_json bounds the depth itself.
        let Ok(value) = serde_json::from_str::<Value>(&text) else {
            report.add(Action::Dropped, at, None, "JSON-LD that is no JSON");
            continue;
        };
        if let Some(article) = find(&value) {
            fields(article, at, claims);
            people(article, at, claims);
        }
    }
}

/// Finds the article among the objects of a script; a page that is only a page comes last.
fn find(value: &Value) -> Option<&Value> {
    let mut candidates: Vec<&Value> = match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(map) => match map.get("@graph") {
            Some(Value::Array(list)) => list.iter().collect(),
            _ => vec![value],
        },
        _ => Vec::new(),
    };
    let rank = |value: &Value| {
        let kinds: Vec<&str> = match value.get("@type") {
            Some(Value::String(kind)) => vec![kind],
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        KINDS.iter().position(|kind| kinds.contains(kind))
    };
    candidates.retain(|value| rank(value).is_some());
    candidates.into_iter().min_by_key(|value| rank(value))
}

fn fields(article: &Value, at: usize, claims: &mut Claims) {
    let is_page = article.get("@type").and_then(Value::as_str) == Some("WebPage");
    let keys = [
        ("headline", "title", true),
        ("name", "title", false),
        ("alternativeHeadline", "subtitle", true),
        ("datePublished", "date", true),
        ("dateModified", "updated", true),
        ("abstract", "synopsis", true),
        ("description", "synopsis", false),
        ("keywords", "keywords", true),
        ("articleSection", "topics", true),
        ("spatialCoverage", "regions", true),
        ("inLanguage", "lang", true),
        ("license", "license", true),
        ("copyrightHolder", "rights", true),
        ("url", "url", true),
        ("mainEntityOfPage", "url", true),
    ];
    for (key, field, is_exact) in keys {
        for text in texts(article.get(key)) {
            claims.add(field, &text, at, format!("JSON-LD `{key}`"), is_exact && !is_page);
        }
    }
    for identifier in texts(article.get("identifier")) {
        if crate::record::identifier::doi(&identifier).is_ok() {
            claims.add("doi", &identifier, at, "JSON-LD `identifier`", true);
        }
    }
}

/// Returns the texts of a value: itself, the items of a list, the name or address of an object.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => list.iter().take(100).flat_map(|item| texts(Some(item))).collect(),
        Some(Value::Object(map)) => {
            let named = ["name", "value", "@id", "url"].iter().find_map(|key| map.get(*key)?.as_str());
            named.map(str::to_owned).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn people(article: &Value, at: usize, claims: &mut Claims) {
    let authors: Vec<&Value> = match article.get("author") {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
        None => return,
    };
    for author in authors {
        let Some(name) = texts(Some(author)).into_iter().next().filter(|name| !name.starts_with("http"))
        else {
            continue;
        };
        let orcid = texts(author.get("sameAs"))
            .into_iter()
            .chain(texts(author.get("@id")))
            .find(|id| id.contains("orcid.org/"));
        claims.authors.push(Person {
            name,
            affiliation: texts(author.get("affiliation")).into_iter().next(),
            orcid,
            at,
            ..Person::default()
        });
    }
    if !claims.authors.is_empty() {
        claims.authors_from = "JSON-LD `author`".to_owned();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_of_a_graph_is_read() {
        let script = r#"{"@graph":[{"@type":"WebPage","name":"x"},{"@type":["NewsArticle"],"headline":"Dues",
            "author":[{"@type":"Person","name":"Ann Lee","affiliation":{"name":"NTU"}}],"datePublished":"2012-02-23"}]}"#;
        let text = format!("<script type='application/ld+json'>{script}</script>");
        let Ok(page) = Page::parse(&text) else { panic!("small enough") };
        let mut claims = Claims::default();
        read(&page, &mut claims, &mut Report::default());
        assert_eq!(claims.first("title").map(|claim| claim.value.as_str()), Some("Dues"));
        assert_eq!(claims.authors[0].affiliation.as_deref(), Some("NTU"));
    }
}
