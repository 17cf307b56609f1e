//! `offprint check`.

use std::path::PathBuf;

use rayon::prelude::*;

use super::Outcome;
use super::args::Global;
use super::inputs;
use super::report::{self, Tally};
use crate::batch::scan::RecordFile;
use crate::diagnostics::Diagnostic;
use crate::project::Project;
use crate::record::{self, Reading, lint};

/// Read, validate and lint records; write nothing
///
/// Tells every fault of every record with its place, and a last line that counts them.
/// Ends with 1 if a record has an error, and with `--deny warnings` if one has a warning.
#[derive(clap::Args, Debug)]
pub struct CheckArgs {
    /// Record files, and folders to search for them
    #[arg(default_value = ".", value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// Also write the outcome of each record as JUnit XML
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &CheckArgs, global: &Global) -> Outcome {
    let project = match inputs::load_project(global, &args.paths) {
        Ok(project) => project,
        Err(faults) => {
            report::tell(&faults, global);
            report::say("the project file has faults; no record was checked", global);
            return Outcome::CannotRun;
        }
    };
    let (files, mut diagnostics) =
        inputs::find_records(&args.paths, &[project.root.join(&project.output.directory)]);
    if files.is_empty() && diagnostics.is_empty() {
        report::tell(&[], global);
        report::say("no records found", global);
        return Outcome::CannotRun;
    }
    let (read, told) = check(&files, &project);
    let records = told.len();
    if let Some(path) = &args.junit
        && let Err(error) = std::fs::write(path, super::junit::document(&files, &told))
    {
        report::say(&format!("`{}` cannot be written: {error}", path.display()), global);
        return Outcome::CannotRun;
    }
    diagnostics.extend(told.into_iter().flatten());
    report::tell(&diagnostics, global);
    let tally = Tally::of(&diagnostics);
    let files = report::count(records, "file");
    report::say(&format!("checked {} in {files}: {tally}", report::count(read, "record")), global);
    tally.outcome(global)
}

/// Reads and lints every file on all cores; returns how many records are good, and what is to be told
/// of each file, in its order.
fn check(files: &[RecordFile], project: &Project) -> (usize, Vec<Vec<Diagnostic>>) {
    // The clock is read here and nowhere else; what it says is told and never written.
    #[expect(clippy::disallowed_methods, reason = "a lint asks whether a date lies ahead")]
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    let readings: Vec<Reading> = files
        .par_iter()
        .map(|file| {
            let mut reading = inputs::read_file(file, project);
            for record in &reading.records {
                reading.diagnostics.extend(lint::check(record, project, Some(today)));
            }
            reading
        })
        .collect();
    let owners: Vec<usize> = readings
        .iter()
        .enumerate()
        .flat_map(|(at, reading)| std::iter::repeat_n(at, reading.records.len()))
        .collect();
    let clashes = record::duplicates(readings.iter().flat_map(|reading| &reading.records));
    let read = owners.len();
    let mut told: Vec<Vec<Diagnostic>> = readings.into_iter().map(|reading| reading.diagnostics).collect();
    for (at, clash) in clashes {
        told[owners[at]].push(clash);
    }
    (read, told)
}
