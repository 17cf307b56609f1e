//! `offprint check`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use rayon::prelude::*;

use super::Outcome;
use super::args::Global;
use super::inputs;
use super::mend;
use super::report::{self, Tally};
use crate::batch::digest;
use crate::batch::manifest::{Entry, Manifest};
use crate::batch::reread::{self, At};
use crate::batch::scan::RecordFile;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::{Drawn, Format};
use crate::document::{self, BuildOptions};
use crate::project::Project;
use crate::record::lint::siblings::{self, Kin};
use crate::record::{self, Record, lint};

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
    /// Mend what asks for no judgement, and show each change as a diff
    #[arg(long)]
    pub fix: bool,
    /// With --fix: show the diff and write nothing
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
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
    if args.fix {
        let desk = mend::all(&files, args.dry_run, |file| {
            let mut found = Vec::new();
            reread::each(file, &project, |_, reading| {
                found.extend(reading.records.iter().flat_map(|record| lint::check(record, &project, None)));
            });
            found
        });
        if report::print(&desk.diff(&files)) != Outcome::Success {
            return Outcome::CannotRun;
        }
        desk.tell(global);
        diagnostics.extend(desk.faults);
    }
    let checked = check(&files, &project, report::format(global));
    if let Some(path) = &args.junit
        && let Err(error) = std::fs::write(path, super::junit::document(&files, &checked.told))
    {
        report::say(&format!("`{}` cannot be written: {error}", path.display()), global);
        return Outcome::CannotRun;
    }
    let (read, records) = (checked.records, checked.told.len());
    let format = report::format(global);
    let mut drawn: Vec<Drawn> = diagnostics.iter().map(|one| Drawn::new(one, format)).collect();
    drawn.extend(checked.told.into_iter().flatten());
    report::tell_drawn(&drawn, global);
    let tally = Tally::of_drawn(&drawn);
    let files = report::count(records, "file");
    report::say(&format!("checked {} in {files}: {tally}", report::count(read, "record")), global);
    tally.outcome(global)
}

/// What a check found.
struct Checked {
    /// How many records are good.
    records: usize,
    /// What is to be told of each file, in their order.
    told: Vec<Vec<Drawn>>,
}

/// Reads and lints every file on all cores. No record stays in memory: of each its number is kept, and those that
/// share one are read again.
fn check(files: &[RecordFile], project: &Project, format: Format) -> Checked {
    // The clock is read here and nowhere else; what it says is told and never written.
    #[expect(clippy::disallowed_methods, reason = "a lint asks whether a date lies ahead")]
    let today = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    let published = Published::of(project);
    let (mut told, (numbers, kin)): (Vec<Vec<Drawn>>, Known) = files
        .par_iter()
        .map(|file| {
            let (mut told, mut numbers, mut kin) = (Vec::new(), Vec::new(), Vec::new());
            reread::each(file, project, |ordinal, mut reading| {
                for record in &reading.records {
                    reading.diagnostics.extend(look_at(record, project, today));
                    reading.diagnostics.extend(published.change(record, project));
                    numbers.push((ordinal, (record.series.clone(), record.number.to_lowercase())));
                    kin.push(Kin::of(ordinal, record));
                }
                told.extend(reading.diagnostics.iter().map(|one| Drawn::new(one, format)));
            });
            (told, (numbers, kin))
        })
        .unzip();
    let records = numbers.iter().map(Vec::len).sum();
    for (file, clash) in clashes(files, numbers, project) {
        told[file].push(Drawn::new(&clash, format));
    }
    for (file, flaw) in flaws_of_kin(files, &kin, project) {
        told[file].push(Drawn::new(&flaw, format));
    }
    Checked { records, told }
}

/// Of the records of each file: what they are called, and what siblings they have.
type Known = (Vec<Vec<Number>>, Vec<Vec<Kin>>);

/// A record's place in its file, and its series and number.
type Number = (usize, (Option<String>, String));

/// Finds the records that share a number; each fault comes with the file it is told of.
fn clashes(files: &[RecordFile], numbers: Vec<Vec<Number>>, project: &Project) -> Vec<(usize, Diagnostic)> {
    let mut places: BTreeMap<(Option<String>, String), Vec<At>> = BTreeMap::new();
    for (file, of_file) in numbers.into_iter().enumerate() {
        for (ordinal, number) in of_file {
            places.entry(number).or_default().push((file, ordinal));
        }
    }
    let shared = places.into_values().filter(|places| places.len() > 1).flatten().collect();
    let (places, records): (Vec<At>, Vec<Record>) = reread::some(files, &shared, project).into_iter().unzip();
    record::duplicates(&records).into_iter().map(|(at, clash)| (places[at].0, clash)).collect()
}

/// Finds siblings that are not there or do not answer; each flaw comes with the file it is told of.
fn flaws_of_kin(files: &[RecordFile], kin: &[Vec<Kin>], project: &Project) -> Vec<(usize, Diagnostic)> {
    let places: Vec<At> = kin
        .iter()
        .enumerate()
        .flat_map(|(file, kin)| kin.iter().map(move |one| (file, one.ordinal)))
        .collect();
    let kin: Vec<&Kin> = kin.iter().flatten().collect();
    let flaws = siblings::flaws(&kin);
    let faulty = flaws.iter().map(|flaw| places[flaw.record]).collect();
    let records = reread::some(files, &faulty, project);
    let of_flaw = |flaw: &siblings::Flaw| {
        let at = places[flaw.record];
        Some((at.0, flaw.tell(records.get(&at)?, project)?))
    };
    flaws.iter().filter_map(of_flaw).collect()
}

/// Everything that is to be told of a good record: its lints, those of its tree, silences without use.
fn look_at(record: &Record, project: &Project, today: Date) -> Vec<Diagnostic> {
    let find = |record: &Record| {
        let mut found = lint::check(record, project, Some(today));
        found.extend(document::build(record, project, &BuildOptions::default()).1);
        found
    };
    let mut found = find(record);
    if !record.silenced.is_empty() {
        // Silences are rare enough to look twice, once as if there were none.
        let bare = Record { silenced: BTreeMap::new(), ..record.clone() };
        found.extend(lint::unused_silences(record, project, &find(&bare)));
    }
    found.sort_by_key(|one| one.span.as_ref().map_or(0, |span| span.start));
    found
}

/// What the last build published, by series, number and language.
struct Published(BTreeMap<(Option<String>, String, String), Entry>);

impl Published {
    fn of(project: &Project) -> Self {
        let manifest = Manifest::read(&project.root.join(&project.output.directory)).unwrap_or_default();
        let entries = manifest.records.into_values();
        Self(
            entries
                .filter(|entry| !entry.draft && entry.superseded.is_none() && !entry.text.is_empty())
                .map(|entry| ((entry.series.clone(), entry.number.clone(), entry.lang.clone()), entry))
                .collect(),
        )
    }

    /// Tells a body that changed since, and says so nowhere.
    fn change(&self, record: &Record, project: &Project) -> Option<Diagnostic> {
        let is_final = record.status == record::Status::Final;
        let key = (record.series.clone(), record.number.clone(), record.lang.clone());
        let entry = self.0.get(&key).filter(|_| is_final)?;
        if entry.text == digest::of_input(record.body.text.as_bytes()) {
            return None;
        }
        let revised = entry.revised.as_deref().and_then(|day| day.parse().ok());
        lint::unannounced_change(record, project, revised)
    }
}
