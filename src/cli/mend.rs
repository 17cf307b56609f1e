//! `offprint check --fix`: edits of lints, carried out in the record files.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use similar::TextDiff;

use super::args::Global;
use super::report;
use crate::batch::output;
use crate::batch::scan::RecordFile;
use crate::diagnostics::codes::record as codes;
use crate::diagnostics::{Diagnostic, Edit, Source, Span, visible};

/// What was done to record files.
#[derive(Debug, Default)]
pub struct Desk {
    is_dry: bool,
    /// By file, in their order: its text as it was, and as it is now.
    texts: BTreeMap<usize, (String, String)>,
    edits: usize,
    /// Findings that could be mended and stand in a file whose lines are records of their own.
    passed_over: usize,
    /// Files that could not be written.
    pub faults: Vec<Diagnostic>,
}

/// What was done to one file.
#[derive(Debug, Default)]
struct Mended {
    texts: Option<(String, String)>,
    edits: usize,
    passed_over: usize,
    fault: Option<Diagnostic>,
}

/// Mends every file on all cores, by what `find` finds in it; a dry run writes nothing.
pub fn all(files: &[RecordFile], is_dry: bool, find: impl Fn(&RecordFile) -> Vec<Diagnostic> + Sync) -> Desk {
    let mended: Vec<Mended> = files.par_iter().map(|file| one(file, is_dry, &find)).collect();
    let mut desk = Desk { is_dry, ..Desk::default() };
    for (at, mended) in mended.into_iter().enumerate() {
        desk.edits += mended.edits;
        desk.passed_over += mended.passed_over;
        desk.faults.extend(mended.fault);
        desk.texts.extend(mended.texts.map(|texts| (at, texts)));
    }
    desk
}

/// One lint is told so often of one field and no more, so a long text takes several rounds.
fn one(file: &RecordFile, is_dry: bool, find: &impl Fn(&RecordFile) -> Vec<Diagnostic>) -> Mended {
    let mut mended = Mended::default();
    loop {
        let found = find(file);
        let edits: Vec<&Edit> =
            found.iter().filter_map(|one| one.fix.as_ref()).flat_map(|fix| &fix.edits).collect();
        if file.holds_many() {
            mended.passed_over = edits.len();
            return mended;
        }
        let Some(source) = edits.first().map(|edit| Arc::clone(&edit.span.source)) else { return mended };
        let (text, count) = carry_out(&source.text, &edits);
        if !is_dry && let Err(reason) = write(&file.path, &source, &text) {
            let span = Span { source, start: 0, end: 0 };
            let fault = Diagnostic::error(&codes::NOT_MENDED, format!("cannot be mended: {reason}"));
            mended.fault = Some(fault.at(span));
            return mended;
        }
        mended.edits += count;
        mended.texts.get_or_insert_with(|| (source.text.clone(), String::new())).1 = text;
        if is_dry {
            return mended;
        }
    }
}

impl Desk {
    /// Returns every change so far as a unified diff, which `patch` and `git apply` read; for a terminal, with
    /// nothing in it that acts there.
    #[must_use]
    pub fn diff(&self, files: &[RecordFile]) -> String {
        let mut diff = String::new();
        for (&at, (before, after)) in &self.texts {
            let name = crate::record::display(&files[at].path);
            let changes = TextDiff::from_lines(before.as_str(), after.as_str());
            let header = (format!("a/{name}"), format!("b/{name}"));
            diff.push_str(&changes.unified_diff().header(&header.0, &header.1).to_string());
        }
        match std::io::stdout().is_terminal() {
            true => diff.split('\n').map(visible::line).collect::<Vec<_>>().join("\n"),
            false => diff,
        }
    }

    /// Says how much was done, and what was not.
    pub fn tell(&self, global: &Global) {
        let what = if self.is_dry { "would mend" } else { "mended" };
        let (places, files) = (report::count(self.edits, "place"), report::count(self.texts.len(), "file"));
        report::say(&format!("{what} {places} in {files}"), global);
        if self.passed_over > 0 {
            let places = report::count(self.passed_over, "place");
            report::say(
                &format!("left {places} in .jsonl files as they are: mend what exports them"),
                global,
            );
        }
    }
}

/// Carries out edits from the last to the first, so that offsets stay; of two that overlap the later one goes.
fn carry_out(text: &str, edits: &[&Edit]) -> (String, usize) {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut kept: Vec<&Edit> = Vec::new();
    for edit in edits {
        if kept.last().is_none_or(|last| last.span.end <= edit.span.start) {
            kept.push(edit);
        }
    }
    let mut text = text.to_owned();
    for edit in kept.iter().rev() {
        text.replace_range(edit.span.start..edit.span.end, &edit.text);
    }
    (text, kept.len())
}

/// Writes a mended file, if it still is as it was read.
fn write(path: &Path, source: &Source, text: &str) -> Result<(), String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let mark: &[u8] = if bytes.starts_with(b"\xEF\xBB\xBF") { b"\xEF\xBB\xBF" } else { b"" };
    if &bytes[mark.len()..] != source.text.as_bytes() {
        return Err("it changed while it was checked, or is not written in plain UTF-8".to_owned());
    }
    // A link stays one; what it leads to is mended.
    let path = path.canonicalize().map_err(|error| error.to_string())?;
    output::write(&path, &[mark, text.as_bytes()].concat()).map_err(|error| error.to_string())
}
