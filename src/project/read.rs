//! From `offprint.toml` to a [`Project`]: every fault at once, each with its place.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::{Format, Output, Project, Publisher, catalogue, collections, editions, lints, series};
use crate::diagnostics::codes::{project as codes, record as shape};
use crate::diagnostics::{Diagnostic, Severity, Source};
use crate::record::tree::fields::{Faults, Fields, Line};
use crate::record::tree::{Entry, toml};
use crate::record::{self, lang, vocabulary::REQUIRABLE};

/// The tables of a project file.
pub const KEYS: [&str; 10] = [
    "publisher",
    "series",
    "output",
    "epub",
    "subjects",
    "catalogue",
    "lint",
    "labels",
    "fonts",
    "collection",
];
/// The keys of `[publisher]`.
pub const PUBLISHER_KEYS: [&str; 5] = ["name", "address", "url", "email", "rights"];
/// The keys of `[output]`.
pub const OUTPUT_KEYS: [&str; 4] = ["formats", "directory", "name", "cover"];
/// The keys of `[fonts]`.
pub const FONT_KEYS: [&str; 2] = ["paths", "system"];
/// What `{...}` can stand for in a file name pattern.
pub const NAME_PLACEHOLDERS: [&str; 5] = ["number", "year", "series", "lang", "path"];

const SYNONYMS: [(&str, &str); 8] = [
    ("catalog", "catalogue"),
    ("shelf", "catalogue"),
    ("collections", "collection"),
    ("lints", "lint"),
    ("label", "labels"),
    ("font", "fonts"),
    ("subject", "subjects"),
    ("accessibility", "epub"),
];
const PUBLISHER_SYNONYMS: [(&str, &str); 3] =
    [("website", "url"), ("mail", "email"), ("copyright", "rights")];
const OUTPUT_SYNONYMS: [(&str, &str); 4] =
    [("format", "formats"), ("dir", "directory"), ("folder", "directory"), ("pattern", "name")];
/// Reads a project file; `path` is as the user gave it, and its folder becomes the project's root.
///
/// # Errors
///
/// Every fault of the file, in its order.
pub fn load(path: &Path, bytes: &[u8]) -> Result<Project, Vec<Diagnostic>> {
    // A project file may be empty, or hold comments only.
    let source = if bytes.iter().all(u8::is_ascii_whitespace) {
        Source::new(record::read::display(path), "")
    } else {
        record::read::source(path, bytes, 1).map_err(|fault| vec![*fault])?
    };
    let (root, list) = toml::parse(&source);
    let mut faults = Faults::new(&source);
    faults.list.extend(list);
    let mut project = Project {
        root: path.parent().map(Path::to_path_buf).unwrap_or_default(),
        source: Some(Arc::clone(&source)),
        ..Project::default()
    };
    if let Some(fields) = root.as_ref().and_then(|root| Fields::new(root, "", &KEYS, &SYNONYMS, &mut faults))
    {
        fill(&mut project, &fields, &mut faults);
    }
    if faults.list.is_empty() {
        return Ok(project);
    }
    // What a record is warned of would stand on every page here, and the file is nobody's export.
    faults.list.iter_mut().for_each(|fault| fault.severity = Severity::Error);
    Err(faults.sorted())
}

fn fill(project: &mut Project, fields: &Fields<'_>, faults: &mut Faults) {
    project.publisher = publisher(fields, "publisher.", faults).unwrap_or_default();
    project.series = series::read_all(fields, &project.publisher, faults);
    project.output = output(fields, faults);
    project.editions = editions::read(fields, faults);
    project.subjects = editions::subjects(fields, faults);
    project.catalogue = catalogue::read(fields, &project.publisher, faults);
    project.lint = lints::read(fields, faults);
    project.labels = labels(fields, faults);
    (project.fonts, project.forbids_system_fonts) = fonts(fields, faults);
    project.collections = collections::read_all(fields, &project.root, faults);
}

/// Reads a `publisher` table: the project's, or that of a series somebody else publishes.
pub(super) fn publisher(fields: &Fields<'_>, prefix: &str, faults: &mut Faults) -> Option<Publisher> {
    let node = fields.get("publisher")?;
    let table = Fields::new(node, prefix, &PUBLISHER_KEYS, &PUBLISHER_SYNONYMS, faults)?;
    let url = table.line("url", faults);
    if let Some(line) = &url
        && let Err(hint) = record::check_url(&line.text)
    {
        let message = format!("`{prefix}url` is `{}`, expected a web address", line.text);
        faults.at(&shape::BAD_URL, message, line.node).hints.push(hint);
    }
    let email = table.line("email", faults);
    if let Some(line) = email.as_ref().filter(|line| !record::is_email(&line.text)) {
        // A masked address is told as that already.
        if record::find_masked_email(&line.text).is_none() {
            let message = format!("`{prefix}email` is `{}`, expected an e-mail address", line.text);
            faults.at(&codes::BAD_EMAIL, message, line.node);
        }
    }
    let text = |line: Option<Line<'_>>| line.map(|line| line.text);
    Some(Publisher {
        name: text(table.line("name", faults)),
        address: table.lines("address", faults).into_iter().map(|line| line.text).collect(),
        url: text(url),
        email: text(email),
        rights: text(table.line("rights", faults)),
    })
}

fn output(fields: &Fields<'_>, faults: &mut Faults) -> Output {
    let mut output = Output::default();
    let table = fields
        .get("output")
        .and_then(|node| Fields::new(node, "output.", &OUTPUT_KEYS, &OUTPUT_SYNONYMS, faults));
    let Some(table) = table else { return output };
    if table.get("formats").is_some() {
        output.formats = formats(&table, faults);
    }
    if let Some(line) = table.line("directory", faults) {
        check_inside(&line, "output.directory", faults);
        output.directory = line.text.into();
    }
    if let Some(line) = table.line("name", faults) {
        check_inside(&line, "output.name", faults);
        series::check_placeholders(&line.text, line.node, &NAME_PLACEHOLDERS, "output.name", faults);
        output.name = Some(line.text);
    }
    output.cover = table.truth("cover", faults).unwrap_or(output.cover);
    output
}

/// Reads `formats` of a table.
pub(super) fn formats(table: &Fields<'_>, faults: &mut Faults) -> Vec<Format> {
    let name = table.name("formats");
    let mut formats = Vec::new();
    for line in table.lines("formats", faults) {
        let format = match record::tree::fields::choice(&line, &name, &["pdf", "epub"], faults) {
            Some("pdf") => Format::Pdf,
            Some(_) => Format::Epub,
            None => continue,
        };
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    formats
}

/// Tells a path that leads out of the project's folder.
pub(super) fn check_inside(line: &Line<'_>, name: &str, faults: &mut Faults) {
    let text = line.text.replace('\\', "/");
    let has_drive = text.as_bytes().get(1) == Some(&b':');
    if text.starts_with('/') || has_drive || text.split('/').any(|part| part == "..") {
        let message = format!("`{name}` is `{}`, expected a path inside the project's folder", line.text);
        let fault = faults.at(&codes::OUTPUT_OUTSIDE, message, line.node);
        let is_output = name.starts_with("output");
        fault.hints.extend(is_output.then(|| "give another folder on the command line with `-o`".to_owned()));
    }
}

fn labels(fields: &Fields<'_>, faults: &mut Faults) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut labels = BTreeMap::new();
    for entry in entries(fields, "labels", faults) {
        let lang = match lang::parse(&entry.key) {
            Ok(lang) => lang,
            Err(hint) => {
                let message = format!("`labels.{}` is not under a BCP 47 language tag", entry.key);
                faults.error(&shape::BAD_LANGUAGE, message, entry.start, entry.end).hints.extend(hint);
                continue;
            }
        };
        let prefix = format!("labels.{}.", entry.key);
        let Some(table) = Fields::any(&entry.value, &prefix, faults) else { continue };
        let label = |entry: &Entry, faults: &mut Faults| {
            Some((entry.key.clone(), table.line(&entry.key, faults)?.text))
        };
        labels.insert(lang, table.entries().filter_map(|entry| label(entry, faults)).collect());
    }
    labels
}

/// Reads the paths of fonts, and whether those of the system are forbidden.
fn fonts(fields: &Fields<'_>, faults: &mut Faults) -> (Vec<std::path::PathBuf>, bool) {
    let table = fields
        .get("fonts")
        .and_then(|node| Fields::new(node, "fonts.", &FONT_KEYS, &[("path", "paths")], faults));
    let Some(table) = table else { return (Vec::new(), false) };
    let lines = table.lines("paths", faults).into_iter();
    let paths = lines
        .map(|line| {
            check_inside(&line, "fonts.paths", faults);
            line.text.into()
        })
        .collect();
    (paths, table.truth("system", faults) == Some(false))
}

/// The entries of a table whose keys are names.
pub(super) fn entries<'a>(fields: &Fields<'a>, key: &str, faults: &mut Faults) -> Vec<&'a Entry> {
    let table = fields.get(key).and_then(|node| Fields::any(node, &format!("{key}."), faults));
    table.map(|table| table.entries().collect()).unwrap_or_default()
}

/// Tells a name in `required` that no record has.
pub(super) fn check_requirable(line: &Line<'_>, faults: &mut Faults) {
    if REQUIRABLE.contains(&line.text.as_str()) {
        return;
    }
    let message = format!("`required` names `{}`, which records do not have", line.text);
    let near = record::tree::fields::nearest(&line.text, REQUIRABLE.iter().copied());
    let hint = near.map(|near| format!("did you mean `{near}`?"));
    faults.at(&codes::UNKNOWN_FIELD, message, line.node).hints.extend(hint);
}
