//! Markdown from elsewhere: front matter of other tools becomes ours, the body stays as it is.
//!
//! Known are YAML and TOML front matter (Jekyll, Hugo, Pandoc and their kin) and Pandoc's lines of `%`.

use std::collections::BTreeMap;

use super::block::{Block, Content};
use super::images::Saved;
use super::inline::Inline;
use super::manuscript::{Claims, Manuscript, Person};
use super::report::{Action, Report, excerpt};
use super::{Shelf, yaml};
use crate::record::front_matter;

/// Keys of other tools, and ours.
const KEYS: [(&str, &str); 30] = [
    ("title", "title"),
    ("subtitle", "subtitle"),
    ("date", "date"),
    ("published", "date"),
    ("publishdate", "date"),
    ("pubdate", "date"),
    ("lastmod", "updated"),
    ("updated", "updated"),
    ("last_modified_at", "updated"),
    ("modified", "updated"),
    ("abstract", "synopsis"),
    ("synopsis", "synopsis"),
    ("description", "synopsis"),
    ("excerpt", "synopsis"),
    ("summary", "synopsis"),
    ("keywords", "keywords"),
    ("tags", "keywords"),
    ("categories", "topics"),
    ("category", "topics"),
    ("topics", "topics"),
    ("regions", "regions"),
    ("lang", "lang"),
    ("language", "lang"),
    ("doi", "doi"),
    ("canonical_url", "url"),
    ("url", "url"),
    ("rights", "rights"),
    ("license", "license"),
    ("number", "number"),
    ("series", "series"),
];

/// Reads Markdown.
pub fn read(text: &str, shelf: Shelf<'_>, report: &mut Report) -> Manuscript {
    let text = text.replace("\r\n", "\n");
    let mut claims = Claims::default();
    let start = head(&text, &mut claims, report);
    let first_line = text[..start].matches('\n').count() + 1;
    let mut images = Saved::default();
    let blocks = split(&text[start..], first_line)
        .into_iter()
        .map(|(at, chunk)| {
            let chunk = take_images(&chunk, at, shelf, &mut images, report);
            Block::new(content(&chunk, at, report), at)
        })
        .collect();
    Manuscript { blocks, claims, images: images.list, ..Manuscript::default() }
}

/// Reads the front matter and returns where the body starts.
fn head(text: &str, claims: &mut Claims, report: &mut Report) -> usize {
    if let Ok(parts) = front_matter::split(text) {
        let values = yaml::values(text, parts.start, parts.end);
        match values {
            Ok(values) => take_values(values, claims, report),
            Err(message) => {
                report.add(Action::Dropped, 1, None, format!("front matter that cannot be read: {message}"))
            }
        }
        return parts.body;
    }
    if let Some(rest) = text.strip_prefix("+++\n")
        && let Some(end) = rest.find("\n+++")
    {
        match rest[..end].parse::<toml::Table>() {
            Ok(table) => take_values(toml_values(&table), claims, report),
            Err(error) => {
                let message = format!("front matter that cannot be read: {}", error.message());
                report.add(Action::Dropped, 1, None, message);
            }
        }
        let after = 4 + end + 4;
        return text[after..].find('\n').map_or(text.len(), |at| after + at + 1);
    }
    percent_lines(text, claims)
}

/// Pandoc's title block: title, authors and date, each after `%`.
fn percent_lines(text: &str, claims: &mut Claims) -> usize {
    let mut at = 0;
    for (line_number, line) in text.split_inclusive('\n').enumerate().take(3) {
        let Some(value) = line.strip_prefix('%').map(str::trim) else { break };
        match line_number {
            0 => claims.add("title", value, 1, "the line of `%`", true),
            1 => {
                let names = value.split(';').map(str::trim).filter(|name| !name.is_empty());
                claims.authors.extend(names.map(|name| Person {
                    name: name.to_owned(),
                    at: 2,
                    ..Person::default()
                }));
                claims.authors_from = "the line of `%`".to_owned();
            }
            _ => claims.add("date", value, 3, "the line of `%`", true),
        }
        at += line.len();
    }
    at
}

/// A key, the line it stands on, and its texts; of an author, by field.
pub type Values = Vec<(String, usize, Vec<BTreeMap<String, String>>)>;

fn toml_values(table: &toml::Table) -> Values {
    fn items(value: &toml::Value) -> Vec<BTreeMap<String, String>> {
        match value {
            toml::Value::Array(list) => list.iter().flat_map(items).collect(),
            toml::Value::Table(table) => {
                vec![
                    table
                        .iter()
                        .filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())))
                        .collect(),
                ]
            }
            toml::Value::String(text) => vec![BTreeMap::from([(String::new(), text.clone())])],
            other => vec![BTreeMap::from([(String::new(), other.to_string())])],
        }
    }
    table.iter().map(|(key, value)| (key.clone(), 1, items(value))).collect()
}

fn take_values(values: Values, claims: &mut Claims, report: &mut Report) {
    for (key, at, items) in values {
        let lower = key.to_lowercase();
        if matches!(lower.as_str(), "author" | "authors" | "by") {
            claims.authors_from = format!("`{key}`");
            claims.authors.extend(items.into_iter().filter_map(|item| person(&item, at)));
            continue;
        }
        let Some((_, field)) = KEYS.iter().find(|(name, _)| *name == lower) else {
            let shown = items.iter().flat_map(BTreeMap::values).cloned().collect::<Vec<_>>().join(", ");
            report.add(Action::Dropped, at, None, format!("the key `{key}`: `{}`", excerpt(&shown)));
            continue;
        };
        let is_exact = !matches!(lower.as_str(), "description" | "excerpt" | "summary");
        for text in items.iter().filter_map(|item| item.get("")) {
            claims.add(field, text, at, format!("`{key}`"), is_exact);
        }
    }
}

fn person(item: &BTreeMap<String, String>, at: usize) -> Option<Person> {
    let name = item.get("").or_else(|| item.get("name")).or_else(|| item.get("full_name"))?;
    Some(Person {
        name: name.trim().to_owned(),
        affiliation: item.get("affiliation").cloned(),
        orcid: item.get("orcid").cloned(),
        bio: item.get("bio").cloned(),
        at,
    })
}

/// Splits a text at blank lines, but not within code, and gives the line of each part.
fn split(text: &str, first_line: usize) -> Vec<(usize, String)> {
    let mut parts: Vec<(usize, String)> = Vec::new();
    let mut fence: Option<String> = None;
    let mut is_open = false;
    for (line, at) in text.lines().zip(first_line..) {
        let trimmed = line.trim_start();
        let marks: String = trimmed.chars().take_while(|&c| c == '`' || c == '~').collect();
        match &fence {
            Some(open) if trimmed.trim_end() == marks && marks.starts_with(open.as_str()) => fence = None,
            Some(_) => {}
            None if marks.len() >= 3 => fence = Some(marks),
            None => {}
        }
        if line.trim().is_empty() && fence.is_none() {
            is_open = false;
            continue;
        }
        // An indented part goes on with what is above: an item's paragraph, a note's, code.
        let goes_on = !is_open && line.starts_with("  ") && !parts.is_empty();
        let is_heading = fence.is_none() && is_atx(line);
        match parts.last_mut() {
            Some((_, part)) if (is_open && !is_heading) || goes_on => {
                part.push_str(if is_open { "\n" } else { "\n\n" });
                part.push_str(line);
            }
            _ => parts.push((at, line.to_owned())),
        }
        is_open = !is_heading;
    }
    parts
}

fn is_atx(line: &str) -> bool {
    let level = line.bytes().take_while(|&b| b == b'#').count();
    (1..=6).contains(&level) && line[level..].starts_with(' ')
}

/// Tells headings and plain paragraphs apart from what is kept as it is.
fn content(chunk: &str, at: usize, report: &mut Report) -> Content {
    let raw = |text: &str| vec![Inline::Raw(text.to_owned())];
    if is_atx(chunk) && !chunk.contains('\n') {
        let level = chunk.bytes().take_while(|&b| b == b'#').count();
        let words = chunk[level..].trim().trim_end_matches('#').trim_end();
        let words = without_attributes(words);
        return Content::Heading(u8::try_from(level).unwrap_or(6), raw(words));
    }
    if let Some((words, line)) = chunk.split_once('\n')
        && !line.contains('\n')
        && line.trim_end().len() >= 2
        && (line.trim_end().bytes().all(|b| b == b'=') || line.trim_end().bytes().all(|b| b == b'-'))
    {
        return Content::Heading(if line.starts_with('=') { 1 } else { 2 }, raw(words.trim()));
    }
    if chunk.starts_with("<!--") && chunk.trim_end().ends_with("-->") {
        report.add(Action::Dropped, at, None, format!("a comment `{}`", excerpt(chunk)));
        return Content::Raw(String::new());
    }
    if chunk.contains("{%") || chunk.contains("{{") {
        let message = format!("`{}` is an instruction to another program; look at it", excerpt(chunk));
        report.add(Action::Guessed, at, None, message);
    }
    let starts_plain = chunk.chars().next().is_some_and(|c| c.is_alphanumeric() || "*_“‘\"'(".contains(c));
    let is_list = chunk.starts_with("* ") || chunk.starts_with(|c: char| c.is_ascii_digit());
    if starts_plain && !is_list && !chunk.contains("\n\n") && !chunk.contains("\n|") && !chunk.contains("```")
    {
        Content::Paragraph(raw(chunk))
    } else {
        Content::Raw(chunk.to_owned())
    }
}

/// Takes Pandoc's attributes off a heading: `Title {#id .class}`.
fn without_attributes(words: &str) -> &str {
    match words.rfind(" {") {
        Some(at)
            if words.ends_with('}')
                && words[at..].starts_with([' ', '{'])
                && words[at + 2..].starts_with(['#', '.']) =>
        {
            words[..at].trim_end()
        }
        _ => words,
    }
}

/// Saves the images of a part beside the record.
fn take_images(chunk: &str, at: usize, shelf: Shelf<'_>, images: &mut Saved, report: &mut Report) -> String {
    let mut result = String::with_capacity(chunk.len());
    let mut rest = chunk;
    while let Some(start) = rest.find("![") {
        let (before, image) = rest.split_at(start);
        result.push_str(before);
        let parsed = image[2..].find("](").and_then(|middle| {
            let (alt, after) = (&image[2..2 + middle], &image[middle + 4..]);
            let end = after.find(')')?;
            Some((alt, &after[..end], &after[end + 1..]))
        });
        let Some((alt, target, after)) = parsed else {
            result.push_str("![");
            rest = &image[2..];
            continue;
        };
        let source = target.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
        match images.take(source, alt, at, shelf, report) {
            Some(Inline::Image { path, .. }) => result.push_str(&format!("![{alt}]({path})")),
            _ => result.push_str(alt),
        }
        rest = after;
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manuscript(text: &str) -> Manuscript {
        read(text, &|_| None, &mut Report::default())
    }

    #[test]
    fn front_matter_of_other_tools_is_known() {
        for text in [
            "---\ntitle: Dues\nauthor: Ann Lee\ndate: 2012-02-23\ntags: [a, b]\n---\nText.\n",
            "+++\ntitle = \"Dues\"\nauthors = [\"Ann Lee\"]\ndate = 2012-02-23\ntags = [\"a\", \"b\"]\n+++\nText.\n",
        ] {
            let found = manuscript(text);
            assert_eq!(found.claims.first("title").map(|claim| claim.value.as_str()), Some("Dues"), "{text}");
            assert_eq!(found.claims.first("date").map(|claim| claim.value.as_str()), Some("2012-02-23"));
            assert_eq!(found.claims.authors[0].name, "Ann Lee");
            assert_eq!(found.claims.list("keywords").len(), 2);
            assert_eq!(found.blocks.len(), 1);
        }
        let found = manuscript("% Dues\n% Ann Lee; Ben Tan\n% 23 February 2012\n\nText.\n");
        assert_eq!((found.claims.authors.len(), found.blocks[0].at), (2, 5));
    }

    #[test]
    fn code_and_items_are_kept_whole() {
        let found = manuscript("# A\n\n```\nx\n\ny\n```\n\n- a\n\n  b\n\nC\n===\n");
        let kinds: Vec<Option<u8>> = found.blocks.iter().map(Block::level).collect();
        assert_eq!(kinds, [Some(1), None, None, Some(1)]);
    }
}
