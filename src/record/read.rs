//! Reading: bytes to text, text to a tree, the tree to records.

use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

use super::tree::fields::Faults;
use super::tree::{Node, json, toml, yaml};
use super::validate::{self, Given};
use super::{MarkdownText, Record, front_matter, limits};
use crate::diagnostics::codes::record as codes;
use crate::diagnostics::{Code, Diagnostic, Severity, Source, Span};
use crate::project::Project;

/// What is known before a file is read.
#[derive(Clone, Copy, Debug)]
pub struct ReadContext<'a> {
    /// The project the records belong to.
    pub project: &'a Project,
    /// Whether the file was found in a folder rather than named: then what is plainly no record is passed
    /// over with a note.
    pub is_found: bool,
}

impl<'a> ReadContext<'a> {
    /// Reads files as records of a project, whatever they hold.
    #[must_use]
    pub fn new(project: &'a Project) -> Self {
        Self { project, is_found: false }
    }
}

/// What a file gave.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The records without a fault, in the order of the file.
    pub records: Vec<Record>,
    /// Faults and warnings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// The forms of a record file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    /// Markdown with front matter.
    Markdown,
    /// YAML with a `body`.
    Yaml,
    /// TOML with a `body`.
    Toml,
    /// JSON with a `body`.
    Json,
    /// JSON objects, one a line.
    JsonLines,
}

impl FileForm {
    /// Returns the form that a path's ending tells.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "md" => Some(Self::Markdown),
            "yaml" | "yml" => Some(Self::Yaml),
            "toml" => Some(Self::Toml),
            "json" => Some(Self::Json),
            "jsonl" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// Reads a record file: all its records, or every fault of each.
#[must_use]
pub fn read(path: &Path, bytes: &[u8], context: &ReadContext<'_>) -> Reading {
    let Some(form) = FileForm::of(path) else {
        let source = Source::new(display(path), "");
        let fault = Diagnostic::error(&codes::NOT_A_RECORD, "the file's name has no ending of a record file")
            .hint("records end in .md, .yaml, .yml, .toml, .json or .jsonl");
        return Reading::fault(fault.at(Span { source, start: 0, end: 0 }));
    };
    if form == FileForm::JsonLines {
        return Reading::of_lines(path, bytes, context);
    }
    match source(path, bytes, 1) {
        Ok(source) => one(path, &source, form, default_number(path), context),
        Err(fault) => Reading::fault(*fault),
    }
}

/// Reads a `.jsonl` line by line, so that it need not be in memory; every item is a line's record
/// or its faults. Blank lines are passed over; a file of nothing else is a fault.
pub fn read_lines<'a, R: BufRead + 'a>(
    path: &'a Path,
    reader: R,
    context: &'a ReadContext<'_>,
) -> impl Iterator<Item = Reading> + 'a {
    let mut lines = Lines { reader, number: 0, is_over: false };
    let mut is_empty = true;
    std::iter::from_fn(move || {
        loop {
            let Some(line) = lines.next() else {
                let was_empty = std::mem::take(&mut is_empty);
                return was_empty.then(|| Reading::fault(empty(&Source::new(display(path), ""))));
            };
            let (bytes, number) = match line {
                Ok(line) => line,
                Err(error) => {
                    is_empty = false;
                    return Some(Reading::fault(unreadable(path, &error)));
                }
            };
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            is_empty = false;
            return Some(match source(path, &bytes, number) {
                Ok(source) => one(path, &source, FileForm::JsonLines, None, context),
                Err(fault) => Reading::fault(*fault),
            });
        }
    })
}

/// Tells that the system would not let a file be read.
#[must_use]
pub fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let source = Source::new(display(path), "");
    Diagnostic::error(&codes::UNREADABLE, format!("cannot be read: {error}")).at(Span {
        source,
        start: 0,
        end: 0,
    })
}

struct Lines<R> {
    reader: R,
    number: usize,
    is_over: bool,
}

impl<R: BufRead> Lines<R> {
    /// Returns the next line and its number; of a line past the limit no more than shows that it is.
    fn next(&mut self) -> Option<std::io::Result<(Vec<u8>, usize)>> {
        if self.is_over {
            return None;
        }
        let mut line = Vec::new();
        let limit = limits::RECORD_BYTES as u64 + 2;
        self.number += 1;
        match std::io::Read::take(&mut self.reader, limit).read_until(b'\n', &mut line) {
            Err(error) => {
                self.is_over = true;
                return Some(Err(error));
            }
            Ok(0) => return None,
            Ok(_) => {}
        }
        if line.len() as u64 == limit
            && line.last() != Some(&b'\n')
            && let Err(error) = self.skip_line()
        {
            self.is_over = true;
            return Some(Err(error));
        }
        Some(Ok((line, self.number)))
    }

    fn skip_line(&mut self) -> std::io::Result<()> {
        loop {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                return Ok(());
            }
            let found = chunk.iter().position(|&b| b == b'\n');
            let used = found.map_or(chunk.len(), |at| at + 1);
            self.reader.consume(used);
            if found.is_some() {
                return Ok(());
            }
        }
    }
}

/// Reads one record.
fn one(
    path: &Path,
    source: &Arc<Source>,
    form: FileForm,
    number: Option<String>,
    context: &ReadContext<'_>,
) -> Reading {
    if context.is_found && form == FileForm::Markdown && !source.text.trim_start().starts_with("---") {
        return passed_over(source, "it has no front matter");
    }
    let mut faults = Faults::new(source);
    let (root, body) = match form {
        FileForm::Markdown => markdown(source, &mut faults),
        FileForm::Yaml => (keep(yaml::parse(source, 0, source.text.len()), &mut faults), None),
        FileForm::Json | FileForm::JsonLines => (keep(json::parse(source), &mut faults), None),
        FileForm::Toml => {
            let (root, list) = toml::parse(source);
            faults.list.extend(list);
            (root, None)
        }
    };
    let is_data = matches!(form, FileForm::Yaml | FileForm::Toml | FileForm::Json);
    if context.is_found && is_data && root.as_ref().is_some_and(|root| !has_record_keys(root)) {
        return passed_over(source, "it has neither `title` nor `body`");
    }
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let given = Given { project: context.project, folder, number, body };
    let record = root.and_then(|root| {
        if matches!(root.value, super::tree::Value::Map(_)) {
            return validate::record(&root, given, &mut faults);
        }
        let message = format!("the file holds {}, expected keys and values", root.noun());
        faults.at(&codes::NOT_A_MAP, message, &root);
        None
    });
    Reading { records: record.into_iter().collect(), diagnostics: faults.sorted() }
}

/// Tells whether a tree has a key that every record has.
fn has_record_keys(root: &Node) -> bool {
    let super::tree::Value::Map(entries) = &root.value else { return false };
    entries.iter().any(|entry| matches!(entry.key.as_str(), "title" | "body"))
}

fn passed_over(source: &Arc<Source>, why: &str) -> Reading {
    let mut note = Diagnostic::warning(&codes::PASSED_OVER, format!("passed over: {why}"));
    note.severity = Severity::Note;
    Reading::fault(note.at(Span { source: Arc::clone(source), start: 0, end: 0 }))
}

fn markdown(source: &Arc<Source>, faults: &mut Faults) -> (Option<Node>, Option<MarkdownText>) {
    match front_matter::split(&source.text) {
        Ok(parts) => {
            let root = keep(yaml::parse(source, parts.start, parts.end), faults);
            (root, Some(front_matter::body(&source.text, parts.body)))
        }
        Err(fault) => {
            faults.error(fault.code, fault.message, fault.at.0, fault.at.1).hints.push(fault.hint.to_owned());
            (None, None)
        }
    }
}

fn keep(result: Result<Node, Diagnostic>, faults: &mut Faults) -> Option<Node> {
    result.map_err(|fault| faults.list.push(fault)).ok()
}

/// Makes a text of bytes: UTF-8 without byte order mark, without NUL, not empty, within the limit.
pub(crate) fn source(path: &Path, bytes: &[u8], first_line: usize) -> Result<Arc<Source>, Box<Diagnostic>> {
    let name = display(path);
    let whole = |code: Code, message: String| {
        let source = Source::excerpt(name.clone(), "", first_line);
        Box::new(Diagnostic::error(code, message).at(Span { source, start: 0, end: 0 }))
    };
    if bytes.len() > limits::RECORD_BYTES + 1 {
        let message = format!("more than {} bytes in one record", limits::RECORD_BYTES);
        return Err(whole(&codes::LIMIT, message));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        let fault = whole(&codes::NOT_UTF8, "the file is UTF-16, expected UTF-8".to_owned());
        return Err(Box::new(fault.hint("convert it: `iconv -f UTF-16 -t UTF-8`")));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let start = error.valid_up_to();
            let byte = bytes.get(start).copied().unwrap_or_default();
            // The text before the bad byte is the same in the repaired text, so the place is, too.
            let source = Source::excerpt(name, String::from_utf8_lossy(bytes), first_line);
            let message = format!("byte 0x{byte:02X} is not UTF-8");
            let fault =
                Diagnostic::error(&codes::NOT_UTF8, message).at(Span { source, start, end: start + 3 });
            return Err(Box::new(fault.hint("convert the file: `iconv -f WINDOWS-1252 -t UTF-8`")));
        }
    };
    let source = Source::excerpt(name, text, first_line);
    if let Some(start) = text.find('\0') {
        let fault = Diagnostic::error(&codes::NUL_BYTE, "a byte of value zero, expected text");
        return Err(Box::new(fault.at(Span { source, start, end: start + 1 })));
    }
    if text.trim().is_empty() {
        return Err(Box::new(empty(&source)));
    }
    Ok(source)
}

fn empty(source: &Arc<Source>) -> Diagnostic {
    Diagnostic::error(&codes::EMPTY_FILE, "the file is empty, expected a record").at(Span {
        source: Arc::clone(source),
        start: 0,
        end: 0,
    })
}

/// The file's stem; of an `index.md` the name of its folder.
fn default_number(path: &Path) -> Option<String> {
    let stem = path.file_stem()?.to_str()?;
    if stem != "index" {
        return Some(stem.to_owned());
    }
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str());
    Some(folder.unwrap_or(stem).to_owned())
}

/// A path as faults give it: forward slashes on every system.
pub(crate) fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() }
}

impl Reading {
    /// Gathers all records of a `.jsonl`.
    #[must_use]
    pub fn of_lines<R: BufRead>(path: &Path, reader: R, context: &ReadContext<'_>) -> Self {
        let mut all = Self::default();
        for reading in read_lines(path, reader, context) {
            all.records.extend(reading.records);
            all.diagnostics.extend(reading.diagnostics);
        }
        all
    }

    fn fault(fault: Diagnostic) -> Self {
        Self { records: Vec::new(), diagnostics: vec![fault] }
    }

    /// Tells whether something in the file is wrong.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}
