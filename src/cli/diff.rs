//! `offprint diff`.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::ValueEnum;
use serde_json::json;

use super::args::{Global, MessageFormat};
use super::build::{self, MakingArgs};
use super::report::{self, Tally};
use super::{Outcome, inputs};
use crate::batch::output;
use crate::batch::scan::RecordFile;
use crate::batch::verify::{self, Depth, Expected};
use crate::batch::workshop::Workshop;
use crate::diagnostics::codes::proof as codes;
use crate::diagnostics::{Code, Diagnostic, Source, Span};
use crate::document::{self, Document, SectionRole};
use crate::epub;
use crate::layout;
use crate::pdf;
use crate::project::Project;
use crate::proof::{self, Names, Proof};
use crate::record::{self, ReadContext};
use crate::style::labels::Labels;

/// Compare two versions of a record, word by word
///
/// Writes a proof as PDF and as HTML: what was taken out is struck through, what was put in is underlined, lines
/// with a change have a bar in the margin, and a table at the head lists the fields that changed. The paths go to
/// stdout, a summary to stderr. Without `--exit-code` it ends with 0 whether the versions differ or not.
#[derive(clap::Args, Debug)]
pub struct DiffArgs {
    /// The old version and the new one; with `--git` the new one alone
    #[arg(required = true, num_args = 1..=2, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Compare with the file as it was at this revision
    #[arg(long, value_name = "REV")]
    pub git: Option<String>,
    /// The folder the proof goes to, as `NAME-diff.pdf` and `NAME-diff.html`
    #[arg(long, short, default_value = ".", value_name = "DIR")]
    pub output: PathBuf,
    /// Make only this form; may be given twice
    #[arg(long, value_enum, value_name = "FORM")]
    pub format: Vec<ProofForm>,
    /// Set the proof in this style: a name, or a path to a style file
    #[arg(long, value_name = "STYLE")]
    pub style: Option<String>,
    /// Take fonts from here too; a file or a folder
    #[arg(long, value_name = "PATH")]
    pub font_path: Vec<PathBuf>,
    /// End with 1 where the versions differ
    #[arg(long)]
    pub exit_code: bool,
}

/// A form of proof, as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProofForm {
    /// For reading on paper, tagged
    Pdf,
    /// For reading in a browser
    Html,
}

/// Runs the command.
pub fn run(args: &DiffArgs, global: &Global) -> Outcome {
    let Some(file) = args.files.last().filter(|_| args.files.len() == 2 - usize::from(args.git.is_some()))
    else {
        let line = "error: give two files, or `--git REV` and one file";
        return build::cannot_run(&[], line, global);
    };
    let project = match inputs::load_project(global, std::slice::from_ref(file)) {
        Ok(project) => project,
        Err(faults) => {
            return build::cannot_run(&faults, "the project file has faults; nothing was compared", global);
        }
    };
    let making =
        MakingArgs { style: args.style.clone(), font_path: args.font_path.clone(), ..MakingArgs::default() };
    let fonts = match build::fonts(&project, &making) {
        Ok(fonts) => fonts,
        Err(line) => return build::cannot_run(&[], &line, global),
    };
    let workshop = match build::workshop(&project, &fonts, &making) {
        Ok(workshop) => workshop,
        Err(faults) => {
            return build::cannot_run(&faults, "the style has faults; nothing was compared", global);
        }
    };
    let mut told = Vec::new();
    let has_changes = compare(args, file, &workshop, &mut told, global);
    report::tell(&told, global);
    match Tally::of(&told).outcome(global) {
        Outcome::Success if args.exit_code && has_changes => Outcome::InputFaults,
        outcome => outcome,
    }
}

/// Reads both versions, writes the proof and says what changed; tells whether anything did.
fn compare(
    args: &DiffArgs,
    file: &Path,
    workshop: &Workshop<'_>,
    told: &mut Vec<Diagnostic>,
    global: &Global,
) -> bool {
    let (old, new) = match versions(args, file, workshop.project, told) {
        Ok(versions) => versions,
        Err(faults) => {
            told.extend(faults);
            return false;
        }
    };
    let (old_name, new_name) = names(args, file);
    let labels = Labels::of(&new.lang, &workshop.project.labels);
    let proof = proof::compare(&old, &new, Names { old: &old_name, new: &new_name }, &labels);
    match write(args, file, workshop, &proof, told) {
        Ok(paths) => {
            report::print(&paths.iter().map(|path| format!("{path}\n")).collect::<String>());
            match global.message_format {
                MessageFormat::Json => {
                    eprintln!("{}", json!({ "type": "diff", "report": proof.report, "files": paths }))
                }
                _ => report::say(&proof.report.to_string(), global),
            }
        }
        Err(faults) => told.extend(faults),
    }
    proof.report.has_changes()
}

/// Reads both versions. Warnings are told of the new one alone: the old one cannot be mended.
fn versions(
    args: &DiffArgs,
    file: &Path,
    project: &Project,
    told: &mut Vec<Diagnostic>,
) -> Result<(Document, Document), Vec<Diagnostic>> {
    let old_file = args.files.first().map_or(file, PathBuf::as_path);
    let old_bytes = match &args.git {
        Some(revision) => at_revision(revision, file).map_err(|fault| vec![*fault])?,
        None => bytes(old_file)?,
    };
    let mut faults = Vec::new();
    let mut ignored = Vec::new();
    let old = read(old_file, &old_bytes, project, &mut ignored);
    faults.extend(ignored.into_iter().filter(Diagnostic::is_error));
    let new = bytes(file).map(|bytes| read(file, &bytes, project, told));
    match (old, new) {
        (Some(old), Ok(Some(new))) => Ok((old, new)),
        (_, Err(more)) => Err(faults.into_iter().chain(more).collect()),
        _ => Err(faults),
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let record_file = RecordFile { path: file.to_path_buf(), name: PathBuf::new(), is_found: false };
    if record_file.holds_many() {
        return Err(vec![*fault(
            &codes::MANY_RECORDS,
            file,
            "a file of many records, expected a file of one",
        )]);
    }
    record_file.bytes().map_err(|error| vec![record::unreadable(file, &error)])
}

fn read(file: &Path, bytes: &[u8], project: &Project, told: &mut Vec<Diagnostic>) -> Option<Document> {
    let reading = record::read(file, bytes, &ReadContext::new(project));
    told.extend(reading.diagnostics);
    let record = reading.records.into_iter().next()?;
    let (document, more) = document::build(&record, project, &document::BuildOptions::default());
    told.extend(more);
    document
}

/// Asks git for a file as it was.
fn at_revision(revision: &str, file: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let refused = |hint: String| {
        let message = format!("git has no version `{revision}` of the file");
        Box::new(fault(&codes::NO_VERSION, file, &message).hint(hint))
    };
    if revision.starts_with('-') {
        return Err(refused("a revision begins with no hyphen".to_owned()));
    }
    // The object itself, past every filter that a user's settings may ask for.
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["cat-file", "blob"])
        .arg(format!("{revision}:./{name}"))
        .output()
        .map_err(|error| refused(format!("git cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or_default().trim_start_matches("fatal: ");
    Err(refused(format!("git says: {said}")))
}

/// What the versions are called: by their files' names, with their folders where those are alike. No path of a
/// machine may reach a proof.
fn names(args: &DiffArgs, file: &Path) -> (String, String) {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let Some(old) = args.files.first().filter(|_| args.git.is_none()) else {
        return (format!("{} ({})", name(file), args.git.as_deref().unwrap_or_default()), name(file));
    };
    if name(old) != name(file) {
        return (name(old), name(file));
    }
    let in_folder = |path: &Path| match path.parent().map(name).filter(|folder| !folder.is_empty()) {
        Some(folder) => format!("{folder}/{}", name(path)),
        None => name(path),
    };
    (in_folder(old), in_folder(file))
}

/// Writes the proof; returns the paths.
fn write(
    args: &DiffArgs,
    file: &Path,
    workshop: &Workshop<'_>,
    proof: &Proof,
    told: &mut Vec<Diagnostic>,
) -> Result<Vec<String>, Vec<Diagnostic>> {
    let document = &proof.document;
    let series = document.metadata.series_key.as_deref();
    let Some(style) = workshop.styles.get(workshop.style_name(series)) else { return Ok(Vec::new()) };
    let mut style = style.clone();
    style.sections.insert(0, SectionRole::Changes);
    let stem = stem(file);
    let is_wanted = |form| args.format.is_empty() || args.format.contains(&form);
    let mut files = Vec::new();
    if is_wanted(ProofForm::Pdf) {
        let composed = layout::compose(document, &style, workshop.fonts);
        let (errors, warnings) = composed.diagnostics.into_iter().partition(Diagnostic::is_error);
        told.extend::<Vec<Diagnostic>>(warnings);
        refuse(errors)?;
        let job = pdf::Job {
            document,
            pages: &composed.pages,
            fonts: workshop.fonts,
            options: &pdf::Options::default(),
            subsets: &workshop.subsets,
        };
        let made = pdf::write(&job)?;
        let expected = Expected::of(&proof::spoken(document));
        let mut faults = verify::pdf(&made.bytes, Some(&expected), Depth::Quick);
        faults.retain(Diagnostic::is_error);
        refuse(faults)?;
        files.push((format!("{stem}.pdf"), made.bytes));
    }
    if is_wanted(ProofForm::Html) {
        let job = epub::Job {
            document,
            style: &style,
            page_starts: &[],
            cover: None,
            fonts: &[],
            labels: &workshop.project.labels,
            accessibility: &epub::Accessibility::default(),
        };
        let page = epub::single_page(&job)?;
        files.push((format!("{stem}.html"), proof::html::write(document, &page).into_bytes()));
    }
    let folder = if args.output.as_os_str().is_empty() { Path::new(".") } else { &args.output };
    let written = files.into_iter().map(|(name, bytes)| {
        let path = folder.join(name);
        output::write(&path, &bytes).map_err(|error| {
            vec![*fault(&codes::UNWRITABLE, &path, &format!("cannot be written: {error}"))]
        })?;
        Ok(record::display(path.strip_prefix(".").unwrap_or(&path)))
    });
    written.collect()
}

fn refuse(faults: Vec<Diagnostic>) -> Result<(), Vec<Diagnostic>> {
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The name of a record, marked as that of a proof.
fn stem(file: &Path) -> String {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let own = match stem(file) {
        index if index == "index" => file.parent().map(stem).filter(|name| !name.is_empty()).unwrap_or(index),
        own => own,
    };
    format!("{own}-diff")
}

fn fault(code: Code, path: &Path, message: &str) -> Box<Diagnostic> {
    let source = Source::new(record::display(path), "");
    Box::new(Diagnostic::error(code, message).at(Span { source, start: 0, end: 0 }))
}
