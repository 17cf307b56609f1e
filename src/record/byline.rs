//! Authors.

use super::tree::fields::{self, Faults, Fields};
use super::tree::{Node, Value};
use super::vocabulary::{AUTHOR_KEYS, ROLES};
use super::{Author, identifier};
use crate::diagnostics::codes::record as codes;
use crate::spaces::folded_but_no_break;

const AUTHOR_SYNONYMS: [(&str, &str); 6] = [
    ("about", "bio"),
    ("biography", "bio"),
    ("institution", "affiliation"),
    ("organisation", "affiliation"),
    ("organization", "affiliation"),
    ("full_name", "name"),
];

/// Reads `authors`: a list of maps, or of plain names.
pub fn authors(record: &Fields<'_>, faults: &mut Faults) -> Vec<Author> {
    let items = record.items("authors", "a list of authors", faults);
    items.iter().enumerate().filter_map(|(at, item)| author(item, at + 1, faults)).collect()
}

fn author(node: &Node, at: usize, faults: &mut Faults) -> Option<Author> {
    if matches!(node.value, Value::Scalar(_)) {
        let name = folded_but_no_break(&fields::line(node, &format!("authors[{at}]"), faults)?.text);
        return Some(Author { name, bio: None, affiliation: None, orcid: None, role: None });
    }
    let fields = Fields::new(node, &format!("authors[{at}]."), &AUTHOR_KEYS, &AUTHOR_SYNONYMS, faults)?;
    if fields.entry("name").is_none_or(|_| fields.get("name").is_none()) {
        let fault =
            faults.error(&codes::MISSING_FIELD, format!("author {at} has no `name`"), node.start, node.end);
        fault.hints.push("give `name` as the byline has it".to_owned());
    }
    let bio = fields.prose("bio", faults).map(|(bio, _)| bio);
    let affiliation = fields.line("affiliation", faults).map(|line| folded_but_no_break(&line.text));
    let role = fields.choice("role", &ROLES, faults).map(str::to_owned);
    let orcid = orcid(&fields, faults);
    let name = folded_but_no_break(&fields.line("name", faults)?.text);
    Some(Author { name, bio, affiliation, orcid, role })
}

fn orcid(fields: &Fields<'_>, faults: &mut Faults) -> Option<String> {
    let line = fields.line("orcid", faults)?;
    identifier::orcid(&line.text)
        .map_err(|hint| {
            let message =
                format!("`{}` is {}, expected an ORCID iD", fields.name("orcid"), fields::shown(&line.text));
            faults.at(&codes::BAD_ORCID, message, line.node).hints.push(hint);
        })
        .ok()
}
