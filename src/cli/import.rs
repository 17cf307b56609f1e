//! `offprint import`.

use std::path::{Component, Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;

use super::args::Global;
use super::report::{self, Tally};
use super::{Outcome, inputs};
use crate::batch::output;
use crate::diagnostics::codes::import as codes;
use crate::diagnostics::{Code, Diagnostic, Source, Span};
use crate::disk;
use crate::import::profile::Profile;
use crate::import::report::Action;
use crate::import::{self, Imported, limits};
use crate::project::Project;
use crate::record::{self, ReadContext};

/// Make records of saved pages, page texts, Word manuscripts and Markdown
///
/// Writes a record file for each, and tells on stderr everything that was taken, dropped, merged, repaired
/// and guessed, with its line. The paths of the records go to stdout. Ends with 1 where something was
/// guessed, so that somebody looks; what could not be decided stands in the record as a comment.
#[derive(clap::Args, Debug)]
pub struct ImportArgs {
    /// Files to import: .html, .txt, .docx, .md
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The folder the records go to
    #[arg(long, short, default_value = ".", value_name = "DIR")]
    pub output: PathBuf,
    /// What the pages look like: a name, or a path to a profile; by default it is told by the text
    #[arg(long, value_name = "PROFILE")]
    pub profile: Option<String>,
    /// End with 0 although something was guessed
    #[arg(long)]
    pub accept_guesses: bool,
    /// How the report is told
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub report: ReportFormat,
    /// Write over records that are there already
    #[arg(long)]
    pub force: bool,
}

/// How the report is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// A line each
    #[default]
    Human,
    /// A JSON object a file, on a line
    Json,
}

/// Runs the command.
pub fn run(args: &ImportArgs, global: &Global) -> Outcome {
    let near = [args.output.clone()];
    let project = match inputs::load_project(global, &near) {
        Ok(project) => project,
        Err(faults) => {
            report::tell(&faults, global);
            report::say("the project file has faults; nothing was imported", global);
            return Outcome::CannotRun;
        }
    };
    let profile = match args.profile.as_deref().map(load_profile).transpose() {
        Ok(profile) => profile,
        Err(fault) => {
            report::tell(&[*fault], global);
            return Outcome::CannotRun;
        }
    };
    let mut told = Vec::new();
    let mut has_guesses = false;
    for file in &args.files {
        match one(file, args, profile.as_ref(), &project) {
            Ok((guessed, faults)) => {
                has_guesses |= guessed;
                told.extend(faults);
            }
            Err(fault) => told.push(*fault),
        }
    }
    report::tell(&told, global);
    if has_guesses && !args.accept_guesses {
        report::say(
            "something was guessed: look at it, then keep the record or import with `--accept-guesses`",
            global,
        );
        return Outcome::InputFaults;
    }
    Tally::of(&told).outcome(global)
}

/// Imports a file; returns whether something was guessed, and what `record` says of it.
fn one(
    file: &Path,
    args: &ImportArgs,
    profile: Option<&Profile>,
    project: &Project,
) -> Result<(bool, Vec<Diagnostic>), Box<Diagnostic>> {
    let bytes = disk::read_start(file, limits::PACKAGE_BYTES + 1)
        .map_err(|error| fault(&codes::UNREADABLE, file, format!("cannot be read: {error}")))?;
    let folder = file.parent().unwrap_or(Path::new("")).to_path_buf();
    let shelf = |path: &str| beside(&folder, path);
    let imported = import::import(file, &bytes, profile, &shelf)?;
    let target = target(file, args, &imported);
    write(&target, &imported, args.force)?;
    let reading = record::read(&target, imported.text.as_bytes(), &ReadContext::new(project));
    let name = record::display(&target);
    tell_report(file, &name, args.report, &imported);
    report::print(&format!("{name}\n"));
    Ok((imported.report.has_guesses(), reading.diagnostics))
}

/// A record with images has a folder of its own.
fn target(file: &Path, args: &ImportArgs, imported: &Imported) -> PathBuf {
    let stem = file.file_stem().map_or("record".to_owned(), |stem| stem.to_string_lossy().into_owned());
    let name = imported.number.clone().unwrap_or(stem);
    let path = if imported.images.is_empty() {
        args.output.join(format!("{name}.md"))
    } else {
        args.output.join(name).join("index.md")
    };
    path.strip_prefix(".").map_or(path.clone(), Path::to_path_buf)
}

fn write(target: &Path, imported: &Imported, is_forced: bool) -> Result<(), Box<Diagnostic>> {
    if target.exists() && !is_forced {
        let fault = fault(&codes::EXISTS, target, "the record is there already".to_owned());
        return Err(Box::new(fault.hint("give another folder with `-o`, or `--force` to write over it")));
    }
    let folder = target.parent().unwrap_or(Path::new(""));
    let images = imported.images.iter().map(|image| (folder.join(&image.path), image.data.as_slice()));
    for (path, data) in images.chain([(target.to_path_buf(), imported.text.as_bytes())]) {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let place = if parent.is_none() { Path::new(".").join(&path) } else { path.clone() };
        output::write(&place, data)
            .map_err(|error| fault(&codes::UNWRITABLE, &path, format!("cannot be written: {error}")))?;
    }
    Ok(())
}

fn tell_report(file: &Path, target: &str, format: ReportFormat, imported: &Imported) {
    let name = record::display(file);
    match format {
        ReportFormat::Human => {
            let count = |action| imported.report.count(action);
            eprintln!("{name} -> {target} (profile {})", imported.profile);
            eprint!("{}", imported.report);
            let actions = [
                Action::Taken,
                Action::Dropped,
                Action::Merged,
                Action::Repaired,
                Action::Guessed,
                Action::Undecided,
            ];
            let counts: Vec<String> = actions
                .into_iter()
                .filter(|&action| count(action) > 0)
                .map(|action| format!("{} {}", count(action), action.word()))
                .collect();
            eprintln!("{}", counts.join(", "));
        }
        ReportFormat::Json => {
            let line = json!({
                "file": name,
                "record": target,
                "profile": imported.profile,
                "unit": imported.report.unit,
                "images": imported.images.iter().map(|image| image.path.as_str()).collect::<Vec<_>>(),
                "entries": imported.report.entries,
            });
            eprintln!("{line}");
        }
    }
}

fn load_profile(name: &str) -> Result<Profile, Box<Diagnostic>> {
    if let Some(profile) = Profile::embedded(name) {
        return Ok(profile);
    }
    let path = Path::new(name);
    let text = disk::read_text(path, disk::TEXT_BYTES).map_err(|error| {
        let names = Profile::names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
        fault(&codes::BAD_PROFILE, path, format!("the profile cannot be read: {error}"))
            .hint(format!("{names} are part of the program"))
    })?;
    Profile::parse(&text).map_err(|message| Box::new(fault(&codes::BAD_PROFILE, path, message)))
}

/// Reads a file below a folder, by the path a page gives; nothing outside the folder, nothing through links out of it.
fn beside(folder: &Path, path: &str) -> Option<Vec<u8>> {
    let path = Path::new(path);
    let is_below = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !is_below {
        return None;
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let root = folder.canonicalize().ok()?;
    let real = folder.join(path).canonicalize().ok()?;
    if !real.starts_with(&root) || !real.is_file() {
        return None;
    }
    disk::read_start(&real, limits::IMAGE_BYTES + 1).ok()
}

fn fault(code: Code, path: &Path, message: String) -> Diagnostic {
    let source = Source::new(record::display(path), "");
    Diagnostic::error(code, message).at(Span { source, start: 0, end: 0 })
}
