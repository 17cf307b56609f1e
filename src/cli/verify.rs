//! `offprint verify`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::Outcome;
use super::args::Global;
use super::inputs;
use super::report::{self, Tally};
use crate::batch::scan::RecordFile;
use crate::batch::verify::{Depth, Library, folder};
use crate::diagnostics::Diagnostic;
use crate::project::{self, Project};

/// Prove artefacts: checksums, structure, and that their text is the record's
///
/// Reads every PDF and EPUB of an output folder back, with code that shares nothing with what wrote
/// them. Checks tags, fonts, links, metadata and claims, and compares the text, the notes and the
/// headings with the record that the manifest names. Ends with 1 if any artefact has a fault.
#[derive(clap::Args, Debug)]
pub struct VerifyArgs {
    /// The output folder of `build`
    #[arg(default_value = "dist", value_name = "DIR")]
    pub directory: PathBuf,
    /// Where the records are; record files, and folders to search for them
    #[arg(long, default_value = ".", value_name = "PATHS", num_args = 1..)]
    pub records: Vec<PathBuf>,
    /// Check structure, claims and text only, as `build` does
    #[arg(long)]
    pub quick: bool,
}

/// Runs the command.
pub fn run(args: &VerifyArgs, global: &Global) -> Outcome {
    let started = Instant::now();
    if !args.directory.is_dir() {
        report::say(&format!("`{}` is no folder", args.directory.display()), global);
        return Outcome::CannotRun;
    }
    let (files, mut told) = inputs::find_records(&args.records, std::slice::from_ref(&args.directory));
    let shelves = match shelves(files, &args.records, global) {
        Ok(shelves) => shelves,
        Err(faults) => {
            report::tell(&faults, global);
            report::say("a project file has faults; nothing was verified", global);
            return Outcome::CannotRun;
        }
    };
    let depth = if args.quick { Depth::Quick } else { Depth::Full };
    let outcome = folder::verify(&args.directory, &Library::new(shelves), depth);
    if outcome.pdfs + outcome.epubs == 0 {
        report::say(&format!("no PDF or EPUB in `{}`", args.directory.display()), global);
        return Outcome::CannotRun;
    }
    // What is wrong with records is `check`'s to tell.
    told.clear();
    told.extend(outcome.diagnostics);
    report::tell(&told, global);
    let tally = Tally::of(&told);
    let mut against = report::count(outcome.records, "record");
    if outcome.collections > 0 {
        against = format!("{against} and {}", report::count(outcome.collections, "collection"));
    }
    let line = format!(
        "verified {} and {} against {against} in {:.1} s: {tally}",
        report::count(outcome.pdfs, "PDF"),
        report::count(outcome.epubs, "EPUB"),
        started.elapsed().as_secs_f64()
    );
    report::say(&line, global);
    tally.outcome(global)
}

/// Puts each record with the project file nearest to it, which is read once.
fn shelves(
    files: Vec<RecordFile>,
    records: &[PathBuf],
    global: &Global,
) -> Result<Vec<(Project, Vec<RecordFile>)>, Vec<Diagnostic>> {
    let mut by_project: BTreeMap<Option<PathBuf>, Vec<RecordFile>> = BTreeMap::new();
    let mut nearest: BTreeMap<PathBuf, Option<PathBuf>> = BTreeMap::new();
    for file in files {
        let folder = file.path.parent().unwrap_or(Path::new("")).to_path_buf();
        let project = nearest
            .entry(folder)
            .or_insert_with_key(|folder| global.project.clone().or_else(|| project::find(folder)));
        by_project.entry(project.clone()).or_default().push(file);
    }
    // Without a project file, what belongs together is below the folder given, as it is for `build`.
    let load = |(path, files): (Option<PathBuf>, Vec<RecordFile>)| {
        let near = path.map_or_else(|| records.to_vec(), |path| vec![path]);
        Ok((inputs::load_project(global, &near)?, files))
    };
    by_project.into_iter().map(load).collect()
}
