//! `[collection.NAME]`: which records are bound as one book, and how.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use super::Format;
use super::read::{check_inside, entries, formats};
use crate::collection::query::{self, Query};
use crate::collection::{Members, Order, Sections};
use crate::diagnostics::codes::{collection as codes, project as project_codes, record as shape};
use crate::diagnostics::{Source, Span};
use crate::record::tree::Value;
use crate::record::tree::fields::{Faults, Fields};
use crate::record::{self, MarkdownText, language};

/// The keys of `[collection.NAME]`.
pub const COLLECTION_KEYS: [&str; 12] = [
    "title",
    "subtitle",
    "query",
    "numbers",
    "order",
    "sections",
    "disclaimer",
    "introduction",
    "formats",
    "editors",
    "lang",
    "style",
];
/// What a collection can be ordered by.
pub const ORDERS: [&str; 5] = ["date", "number", "title", "author", "hand"];
/// What a collection can be divided by.
pub const SECTIONS: [&str; 5] = ["year", "topic", "region", "author", "none"];
/// The keys of an introduction that is a file.
pub const INTRODUCTION_KEYS: [&str; 1] = ["file"];

const SYNONYMS: [(&str, &str); 8] = [
    ("filter", "query"),
    ("where", "query"),
    ("sort", "order"),
    ("records", "numbers"),
    ("editor", "editors"),
    ("language", "lang"),
    ("format", "formats"),
    ("intro", "introduction"),
];
/// The most bytes an introduction may have.
const INTRODUCTION_BYTES: u64 = 1 << 20;

/// A collection of records as one book.
#[derive(Clone, Debug)]
pub struct Collection {
    /// Its title.
    pub title: String,
    /// The line below the title.
    pub subtitle: Option<String>,
    /// Which records belong to it.
    pub members: Members,
    /// What they are ordered by.
    pub order: Order,
    /// What they are divided by.
    pub sections: Sections,
    /// Whether the disclaimer is set with each record rather than once.
    pub disclaimer_each: bool,
    /// What stands before the text.
    pub introduction: Option<Introduction>,
    /// What is made of it; empty for what the project makes of records.
    pub formats: Vec<Format>,
    /// Who chose the records.
    pub editors: Vec<String>,
    /// The language of its own words; by default that of most records.
    pub lang: Option<String>,
    /// The style's name; by default the one that all records share.
    pub style: Option<String>,
    /// Where it stands in the project file.
    pub span: Span,
}

/// The introduction of a collection, CommonMark.
#[derive(Clone, Debug)]
pub struct Introduction {
    /// The text.
    pub text: MarkdownText,
    /// The file it stands in: the project file, or one of its own.
    pub source: Arc<Source>,
}

impl Collection {
    /// Returns everything of it that changes what is built, as a text to be digested.
    #[must_use]
    pub fn settings(&self) -> String {
        let members = match &self.members {
            Members::Query(query) => query.to_string(),
            Members::Numbers(numbers) => format!("{numbers:?}"),
        };
        format!(
            "{:?}",
            (
                (&self.title, &self.subtitle, members, self.order, self.sections, self.disclaimer_each),
                self.introduction.as_ref().map(|introduction| &introduction.text.text),
                (&self.formats, &self.editors, &self.lang, &self.style),
            )
        )
    }
}

/// Reads every collection; `root` is the project's folder.
pub fn read_all(fields: &Fields<'_>, root: &Path, faults: &mut Faults) -> BTreeMap<String, Collection> {
    let mut collections = BTreeMap::new();
    for entry in entries(fields, "collection", faults) {
        let prefix = format!("collection.{}.", entry.key);
        if let Some(reason) = record::refusal(&entry.key) {
            let message = format!("collection `{}` cannot name a file: {reason}", entry.key);
            faults.error(&shape::NUMBER_AS_NAME, message, entry.start, entry.end);
        }
        let table = Fields::new(&entry.value, &prefix, &COLLECTION_KEYS, &SYNONYMS, faults);
        let Some(table) = table else { continue };
        let span = faults.span(entry.start, entry.end);
        collections.insert(entry.key.clone(), read(&entry.key, &table, root, span, faults));
    }
    collections
}

fn read(name: &str, table: &Fields<'_>, root: &Path, span: Span, faults: &mut Faults) -> Collection {
    let members = members(name, table, faults);
    let order = order(table, &members, faults);
    let sections = match table.choice("sections", &SECTIONS, faults) {
        Some("year") => Sections::Year,
        Some("topic") => Sections::Topic,
        Some("region") => Sections::Region,
        Some("author") => Sections::Author,
        _ => Sections::None,
    };
    Collection {
        title: table.line("title", faults).map_or_else(|| name.to_owned(), |line| line.text),
        subtitle: table.line("subtitle", faults).map(|line| line.text),
        members,
        order,
        sections,
        disclaimer_each: table.choice("disclaimer", &["once", "each"], faults) == Some("each"),
        introduction: introduction(table, root, faults),
        formats: if table.get("formats").is_some() { formats(table, faults) } else { Vec::new() },
        editors: table.lines("editors", faults).into_iter().map(|line| line.text).collect(),
        lang: language(table, "lang", faults),
        style: table.line("style", faults).map(|line| line.text),
        span,
    }
}

fn members(name: &str, table: &Fields<'_>, faults: &mut Faults) -> Members {
    let given: Vec<&str> = ["query", "numbers"].into_iter().filter(|key| table.get(key).is_some()).collect();
    match given[..] {
        ["query"] => query(table, faults).map_or_else(Members::default, Members::Query),
        ["numbers"] => {
            Members::Numbers(table.lines("numbers", faults).into_iter().map(|line| line.text).collect())
        }
        [] => {
            let (start, end) = table.range();
            let message = format!("collection `{name}` has no members");
            let fault = faults.error(&project_codes::NO_MEMBERS, message, start, end);
            fault.hints.push("give `query` or `numbers`".to_owned());
            Members::default()
        }
        _ => {
            let entry = table.entry("numbers").map_or((0, 0), |entry| (entry.start, entry.end));
            let message = format!("collection `{name}` gives both `query` and `numbers`");
            let fault = faults.error(&project_codes::NO_MEMBERS, message, entry.0, entry.1);
            fault.hints.push("keep one of the two".to_owned());
            Members::default()
        }
    }
}

/// Reads a query; its faults point into it.
fn query(table: &Fields<'_>, faults: &mut Faults) -> Option<Query> {
    let (text, _) = table.prose("query", faults)?;
    match query::parse(&text.text) {
        Ok(query) => Some(query),
        Err(told) => {
            let source = Arc::clone(&faults.source);
            let located =
                told.into_iter().map(|fault| fault.located(&source, |at| text.place(at).0 as usize));
            faults.list.extend(located);
            None
        }
    }
}

fn order(table: &Fields<'_>, members: &Members, faults: &mut Faults) -> Order {
    let is_list = matches!(members, Members::Numbers(_));
    match table.choice("order", &ORDERS, faults) {
        Some("date") => Order::Date,
        Some("number") => Order::Number,
        Some("title") => Order::Title,
        Some("author") => Order::Author,
        Some(_) if is_list => Order::Hand,
        Some(_) => {
            if let Some(node) = table.get("order") {
                let message = format!("`{}` is `hand`, and a query names no order", table.name("order"));
                let hint = "take `date`, `number`, `title` or `author`, or list `numbers`";
                faults.at(&codes::ORDER_WITHOUT_LIST, message, node).hints.push(hint.to_owned());
            }
            Order::Date
        }
        None if is_list => Order::Hand,
        None => Order::Date,
    }
}

/// Reads the introduction: Markdown, or `{ file = "..." }`.
fn introduction(table: &Fields<'_>, root: &Path, faults: &mut Faults) -> Option<Introduction> {
    let node = table.get("introduction")?;
    if !matches!(node.value, Value::Map(_)) {
        let (text, _) = table.prose("introduction", faults)?;
        return Some(Introduction { text, source: Arc::clone(&faults.source) });
    }
    let prefix = table.name("introduction.");
    let inner = Fields::new(node, &prefix, &INTRODUCTION_KEYS, &[("path", "file")], faults)?;
    let line = inner.line("file", faults)?;
    let before = faults.list.len();
    check_inside(&line, &inner.name("file"), faults);
    if faults.list.len() > before {
        return None;
    }
    let path = root.join(&line.text);
    match read_file(&path) {
        Ok(text) => {
            let source = Source::new(record::display(&path), text);
            Some(Introduction { text: MarkdownText::whole(source.text.clone(), 0), source })
        }
        Err(why) => {
            let message = format!("the introduction `{}` cannot be read: {why}", line.text);
            faults.at(&codes::INTRODUCTION_UNREADABLE, message, line.node);
            None
        }
    }
}

fn read_file(path: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| error.to_string())?;
    file.take(INTRODUCTION_BYTES + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > INTRODUCTION_BYTES {
        return Err("it is larger than 1 MiB".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
}
