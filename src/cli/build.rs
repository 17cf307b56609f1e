//! `offprint build`: everything that is out of date.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::ValueEnum;

use super::account;
use super::args::Global;
use super::report::{self, Tally};
use super::watch::Watch;
use super::{Outcome, inputs};
use crate::batch::digest;
use crate::batch::faces::{self, FaceDigests};
use crate::batch::inputs::RunInputs;
use crate::batch::run::{self, Request, Summary};
use crate::batch::shard::Shard;
use crate::batch::timings::Timings;
use crate::batch::workshop::{DEFAULT_STYLE, Workshop};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::Drawn;
use crate::document::BuildOptions;
use crate::font::FontBook;
use crate::layout;
use crate::pdf::{Standard, SubsetCache};
use crate::picture::Masks;
use crate::project::{Format, Project};
use crate::style::{self, Style};

/// Build the PDFs and EPUBs that are out of date
///
/// Each record becomes a file of its own path below the folder given, with another ending:
/// `offprint build records` makes `dist/2012/CO12033.pdf` of `records/2012/CO12033.md`. What was
/// built before from the same input is left alone. A record with errors stops no other.
#[derive(clap::Args, Debug)]
pub struct BuildArgs {
    /// Record files, and folders to search for them
    #[arg(default_value = ".", value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub making: MakingArgs,
    /// Build what is up to date as well
    #[arg(long)]
    pub force: bool,
    /// Remove the files of records that are no more; only files that offprint made and nobody changed
    #[arg(long)]
    pub prune: bool,
    /// Show no progress and no summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Also write a page about the build for people: counts, warnings, the slowest records, first pages
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Tell where the time went: a table on stderr
    #[arg(long)]
    pub timings: bool,
    /// Build as many records at once; by default one a core
    #[arg(long, short, value_name = "N")]
    pub jobs: Option<usize>,
    /// Go on after a record with errors (the default)
    #[arg(long, hide = true)]
    pub keep_going: bool,
}

/// What is made, and where; `build` and `plan` share it.
#[derive(clap::Args, Debug, Default)]
pub struct MakingArgs {
    /// The output folder; by default `[output] directory` of the project, or `dist`
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Make only this format; may be given twice
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Vec<FormatArg>,
    /// Set every record in this style: a name, or a path to a style file
    #[arg(long, value_name = "STYLE")]
    pub style: Option<String>,
    /// Take fonts from here too, for scripts that no face of the program covers; a file or a folder
    #[arg(long, value_name = "PATH")]
    pub font_path: Vec<PathBuf>,
    /// Take no fonts from the system's folders, so that every machine makes the same files
    #[arg(long)]
    pub no_system_fonts: bool,
    /// What a character that no font covers is: an error, or a warning and a box in its place
    #[arg(long, value_enum, default_value_t, value_name = "LEVEL")]
    pub missing_glyph: MissingGlyphArg,
    /// Mark every page as a draft: watermark, line numbers, and `-draft` at the end of the file's name
    #[arg(long)]
    pub draft: bool,
    /// The day that drafts say they are of; by default that of the record's `updated`
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub proof_date: Option<jiff::civil::Date>,
    /// What the PDFs conform to; by default `ua-1+a-2a`, with `--attach-record` `ua-1+a-3a`
    #[arg(long, value_enum, value_name = "STANDARD")]
    pub pdf_standard: Option<StandardArg>,
    /// Put each record's source into its PDF as an associated file, which PDF/A-3 allows
    #[arg(long)]
    pub attach_record: bool,
    /// Build only a part of the records, such as 2/4; read from a Kubernetes or Slurm array job
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
}

/// A format, as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// The download
    Pdf,
    /// The edition
    Epub,
}

/// A standard, as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StandardArg {
    /// PDF/UA-1 and PDF/A-2a
    #[value(name = "ua-1+a-2a")]
    Ua1A2a,
    /// PDF/UA-1 and PDF/A-3a
    #[value(name = "ua-1+a-3a")]
    Ua1A3a,
    /// PDF/UA-2 and PDF/A-4f, of PDF 2.0, with the record inside
    #[value(name = "ua-2+a-4f")]
    Ua2A4f,
    /// No claim
    None,
}

/// What a character that no font covers is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MissingGlyphArg {
    /// A box is drawn in its place
    Warn,
    /// The record's files are withheld
    #[default]
    Error,
}

/// Runs the command.
pub fn run(args: &BuildArgs, global: &Global) -> Outcome {
    let started = Instant::now();
    let project = match inputs::load_project(global, &args.paths) {
        Ok(project) => project,
        Err(faults) => return cannot_run(&faults, "the project file has faults; nothing was built", global),
    };
    let fonts = match fonts(&project, &args.making) {
        Ok(fonts) => fonts,
        Err(line) => return cannot_run(&[], &line, global),
    };
    if args.making.attach_record && matches!(args.making.pdf_standard, Some(StandardArg::Ua1A2a)) {
        let line =
            "error: PDF/A-2 allows no attached record; leave out `--pdf-standard`, or ask for `ua-1+a-3a`";
        return cannot_run(&[], line, global);
    }
    let workshop = match workshop(&project, &fonts, &args.making) {
        Ok(workshop) => workshop,
        Err(faults) => return cannot_run(&faults, "the style has faults; nothing was built", global),
    };
    let (mut request, told) = match request(&args.paths, &args.making, &project) {
        Ok(found) => found,
        Err(line) => return cannot_run(&[], &line, global),
    };
    request.is_forced = args.force;
    request.prune = args.prune;
    if request.files.is_empty() && told.is_empty() {
        return cannot_run(&[], "no records found", global);
    }
    let format = report::format(global);
    let watch = Watch::new(args.quiet, format, args.report.is_some());
    watch.keep(0, &told);
    let result = with_threads(args.jobs, || run::run(&request, &workshop, &watch));
    watch.finish();
    let (mut told, took) = watch.into_told();
    match result {
        Ok(summary) => {
            if let Some(path) = &args.report {
                let facts = account::Facts { summary, took, elapsed: started.elapsed() };
                if let Err(fault) = account::write(path, &request, &workshop, &told, facts) {
                    told.push(Drawn::new(&fault, format));
                }
            }
            report::tell_drawn(&told, global);
            if !args.quiet {
                report::say(&summary_line(&summary, started.elapsed()), global);
            }
            if args.timings {
                report::say(&workshop.timings.table(started.elapsed()), global);
            }
            let mut tally = Tally::of_drawn(&told);
            // What was told when an unchanged record was built still holds.
            tally.warnings += summary.known_warnings;
            if summary.is_interrupted { Outcome::InputFaults } else { tally.outcome(global) }
        }
        Err(error) => {
            told.push(Drawn::new(&run::unwritable_folder(&request.output, &error), format));
            report::tell_drawn(&told, global);
            report::say("nothing was built", global);
            Outcome::CannotRun
        }
    }
}

/// Tells why a command could not run.
pub fn cannot_run(faults: &[Diagnostic], line: &str, global: &Global) -> Outcome {
    report::tell(faults, global);
    report::say(line, global);
    Outcome::CannotRun
}

/// Finds the records; what cannot be looked at is told beside them.
///
/// # Errors
///
/// Why the part of the records that a scheduler meant cannot be told, in a line.
pub fn request(
    paths: &[PathBuf],
    making: &MakingArgs,
    project: &Project,
) -> Result<(Request, Vec<Diagnostic>), String> {
    let usual = project.root.join(&project.output.directory);
    let output = making.output.clone().unwrap_or_else(|| usual.clone());
    let shard = match making.shard {
        Some(shard) => Some(shard),
        None => Shard::from_environment(|name| std::env::var(name).ok()).map_err(|why| {
            format!("error: {why}; say which part with `--shard`, such as 2/4, or 1/1 for all")
        })?,
    };
    let (files, told) = inputs::find_records(paths, &[usual, output.clone()]);
    Ok((Request { files, output, is_forced: false, shard, prune: false }, told))
}

/// Gathers what records are made with.
///
/// # Errors
///
/// The faults of styles.
pub fn workshop<'a>(
    project: &'a Project,
    fonts: &'a FontBook,
    making: &MakingArgs,
) -> Result<Workshop<'a>, Vec<Diagnostic>> {
    let styles = styles(project, making.style.as_deref())?;
    let formats = match making.format.as_slice() {
        [] => project.output.formats.clone(),
        some => formats(some),
    };
    let standard = match (making.pdf_standard, making.attach_record) {
        (Some(StandardArg::Ua1A3a), _) | (None, true) => Standard::Ua1A3a,
        (Some(StandardArg::Ua2A4f), _) => Standard::Ua2A4f,
        (Some(StandardArg::None), _) => Standard::None,
        (None | Some(StandardArg::Ua1A2a), _) => Standard::Ua1A2a,
    };
    let allows_missing_glyphs = making.missing_glyph == MissingGlyphArg::Warn;
    let layout = layout::Options { allows_missing_glyphs, ..layout::Options::default() };
    let mut options = format!(
        "{standard:?} draft={} of={:?} attached={}",
        making.draft, making.proof_date, making.attach_record
    );
    if layout.allows_missing_glyphs {
        options.push_str(" boxes");
    }
    let of_styles = styles
        .iter()
        .map(|(name, style)| (name.clone(), digest::of_input(style.canonical().as_bytes())))
        .collect();
    let options = digest::of_input(options.as_bytes());
    let inputs = RunInputs::new(project, faces::book_digest(fonts), options, of_styles);
    Ok(Workshop {
        project,
        styles,
        style: making.style.clone(),
        fonts,
        faces: FaceDigests::default(),
        layout,
        subsets: SubsetCache::default(),
        masks: Masks::default(),
        formats,
        standard,
        // PDF/A-4f is PDF/A-4 with a file inside.
        attaches_record: making.attach_record || standard == Standard::Ua2A4f,
        building: BuildOptions {
            draft: making.draft,
            proof_date: making.proof_date,
            ..BuildOptions::default()
        },
        inputs,
        timings: Timings::default(),
    })
}

/// Opens the book of fonts: those of the program, of the project, of the command line, and of the system.
///
/// # Errors
///
/// Which path cannot be read, in a line.
pub fn fonts(project: &Project, making: &MakingArgs) -> Result<FontBook, String> {
    super::fonts::book(project, &making.font_path, making.no_system_fonts)
}

/// Reads a day, as records write it.
fn day(text: &str) -> Result<jiff::civil::Date, String> {
    text.parse().map_err(|_| "expected a day such as 2012-02-23".to_owned())
}

fn formats(args: &[FormatArg]) -> Vec<Format> {
    let mut formats: Vec<Format> = args
        .iter()
        .map(|format| match format {
            FormatArg::Pdf => Format::Pdf,
            FormatArg::Epub => Format::Epub,
        })
        .collect();
    formats.sort_unstable();
    formats.dedup();
    formats
}

/// Loads every style that a record may ask for, each once.
fn styles(project: &Project, only: Option<&str>) -> Result<BTreeMap<String, Style>, Vec<Diagnostic>> {
    let folders = [project.root.join("styles"), project.root.clone()];
    let folders: Vec<&Path> = folders.iter().map(PathBuf::as_path).collect();
    let names: Vec<&str> = match only {
        Some(style) => vec![style],
        None => project
            .series
            .values()
            .filter_map(|series| series.style.as_deref())
            .chain(project.collections.values().filter_map(|collection| collection.style.as_deref()))
            .chain([DEFAULT_STYLE])
            .collect(),
    };
    names.into_iter().map(|name| Ok((name.to_owned(), style::load(name, &folders)?))).collect()
}

/// Runs on as many threads as asked for.
fn with_threads<T: Send>(jobs: Option<usize>, work: impl FnOnce() -> T + Send) -> T {
    match jobs.map(|jobs| rayon::ThreadPoolBuilder::new().num_threads(jobs).build()) {
        Some(Ok(pool)) => pool.install(work),
        // Without the threads asked for, those there are do the work.
        Some(Err(_)) | None => work(),
    }
}

fn summary_line(summary: &Summary, elapsed: Duration) -> String {
    let mut line = format!(
        "built {} and {} in {:.1} s",
        report::count(summary.pdfs, "PDF"),
        report::count(summary.epubs, "EPUB"),
        elapsed.as_secs_f64()
    );
    if summary.has_catalogue {
        line.push_str("; the catalogue, too");
    }
    if summary.unchanged > 0 {
        line.push_str(&format!("; {} unchanged", report::count(summary.unchanged, "record")));
    }
    if summary.known_warnings > 0 {
        let warnings = report::count(summary.known_warnings, "warning");
        line.push_str(&format!(", with {warnings} told before (`--force` tells them again)"));
    }
    if summary.faulty > 0 {
        let has = if summary.faulty == 1 { "record has" } else { "records have" };
        line.push_str(&format!("; {} {has} errors", summary.faulty));
    }
    if summary.withheld > 0 {
        line.push_str(&format!("; {} withheld", report::count(summary.withheld, "collection")));
    }
    if summary.orphans > 0 {
        line.push_str(&format!(
            "; {} no longer there (`--prune` removes the files)",
            report::count(summary.orphans, "record")
        ));
    }
    if summary.is_interrupted {
        line.push_str("; interrupted, run again to build the rest");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_reads_as_a_sentence() {
        let summary = Summary { pdfs: 104, epubs: 104, faulty: 1, ..Summary::default() };
        assert_eq!(
            summary_line(&summary, Duration::from_millis(1900)),
            "built 104 PDFs and 104 EPUBs in 1.9 s; 1 record has errors"
        );
    }
}
