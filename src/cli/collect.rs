//! `offprint collect`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::ValueEnum;

use super::args::Global;
use super::build::{self, MakingArgs};
use super::report::{self, Tally};
use super::{Outcome, init, inputs};
use crate::batch::bind::{self, Candidate};
use crate::batch::manifest::Manifest;
use crate::batch::{output, scan};
use crate::collection::query::{self, Query};
use crate::collection::{Members, Order, Sections};
use crate::diagnostics::codes::collection as codes;
use crate::diagnostics::{Diagnostic, Severity, Source, Span};
use crate::project::{Collection, Format, Introduction};
use crate::record::MarkdownText;

/// Bind the records that a query fits as one EPUB or PDF
///
/// The volume is built from the records: cover, title page, contents, each commentary, indexes of authors and
/// topics, and a colophon that tells what it was built from. `docs/collections.md` has the query language.
/// What is to be built again and again belongs into `offprint.toml`, as `[collection.NAME]`.
#[derive(clap::Args, Debug)]
pub struct CollectArgs {
    /// Record files, and folders to search for them
    #[arg(default_value = ".", value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// Which records, such as 'year = 2012 and region = "Central Asia"'
    #[arg(
        long = "where",
        value_name = "QUERY",
        required_unless_present = "numbers",
        conflicts_with = "numbers"
    )]
    pub query: Option<String>,
    /// Or the numbers of records, in their order, parted by commas
    #[arg(long, value_name = "NUMBERS", value_delimiter = ',')]
    pub numbers: Vec<String>,
    /// The file to write, `.epub` or `.pdf`; given twice, both are made, and the EPUB has the PDF's page numbers
    #[arg(long, short, value_name = "FILE", required = true)]
    pub output: Vec<PathBuf>,
    /// The title of the volume
    #[arg(long, default_value = "Collected Commentaries")]
    pub title: String,
    /// The line below the title
    #[arg(long)]
    pub subtitle: Option<String>,
    /// Who chose the records; may be given several times
    #[arg(long, value_name = "NAME")]
    pub editor: Vec<String>,
    /// What records are ordered by; by default `date`, for a list of numbers `hand`
    #[arg(long, value_enum)]
    pub order: Option<OrderArg>,
    /// What they are divided by, each part with a heading of its own
    #[arg(long, value_enum, default_value = "none")]
    pub sections: SectionsArg,
    /// Set the disclaimer once, or with each record
    #[arg(long, value_parser = ["once", "each"], default_value = "once", value_name = "HOW")]
    pub disclaimer: String,
    /// A Markdown file that stands before the text
    #[arg(long, value_name = "FILE")]
    pub introduction: Option<PathBuf>,
    /// The language of the volume's own words; by default that of most records
    #[arg(long, value_name = "TAG", value_parser = init::language)]
    pub lang: Option<String>,
    /// Set it in this style: a name, or a path to a style file
    #[arg(long, value_name = "STYLE")]
    pub style: Option<String>,
    /// Take fonts from here too; a file or a folder
    #[arg(long, value_name = "PATH")]
    pub font_path: Vec<PathBuf>,
}

/// An order, as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OrderArg {
    /// By day of publication
    Date,
    /// By number
    Number,
    /// By title
    Title,
    /// By the first author
    Author,
    /// As the numbers are listed
    Hand,
}

/// Sections, as the command line names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SectionsArg {
    /// By year
    Year,
    /// By first topic
    Topic,
    /// By first region
    Region,
    /// By first author
    Author,
    /// Not divided
    None,
}

/// Runs the command.
pub fn run(args: &CollectArgs, global: &Global) -> Outcome {
    let started = Instant::now();
    let mut project = match inputs::load_project(global, &args.paths) {
        Ok(project) => project,
        Err(faults) => {
            return build::cannot_run(&faults, "the project file has faults; nothing was built", global);
        }
    };
    let (collection, outputs) = match (collection(args), outputs(args)) {
        (Ok(collection), Ok(outputs)) => (collection, outputs),
        (Err(faults), _) => return build::cannot_run(&faults, "nothing was built", global),
        (_, Err(line)) => return build::cannot_run(&[], &line, global),
    };
    let name = name(&args.output);
    // The volume asked for is the only collection of this run.
    project.collections = std::iter::once((name.clone(), collection.clone())).collect();
    let making =
        MakingArgs { style: args.style.clone(), font_path: args.font_path.clone(), ..MakingArgs::default() };
    let fonts = match build::fonts(&project, &making) {
        Ok(fonts) => fonts,
        Err(line) => return build::cannot_run(&[], &line, global),
    };
    let workshop = match build::workshop(&project, &fonts, &making) {
        Ok(workshop) => workshop,
        Err(faults) => return build::cannot_run(&faults, "the style has faults; nothing was built", global),
    };
    let (files, mut told) =
        inputs::find_records(&args.paths, &[project.root.join(&project.output.directory)]);
    let scanned = scan::scan(&files, &project, &Manifest::new(), &workshop.timings);
    told.extend(scanned.iter().flat_map(|file| file.diagnostics.iter().cloned()));
    let candidates: Vec<Candidate<'_>> = candidates(&scanned);
    let made = match bind::choose(&name, &collection, &workshop, &candidates) {
        Ok(Some(chosen)) => {
            let (made, faults) = workshop.bind(&name, &collection, &files, &chosen, &outputs);
            told.extend(faults);
            made.map(|made| (made, chosen.members.len()))
        }
        Ok(None) => {
            told.push(bind::memberless(&name, &collection, candidates.len(), Severity::Error));
            None
        }
        Err(faults) => {
            told.extend(faults);
            None
        }
    };
    if let Some((made, _)) = &made {
        for file in &made.files {
            if let Err(error) = output::write(Path::new(&file.path), &file.bytes) {
                report::tell(&told, global);
                report::say(&format!("`{}` cannot be written: {error}", file.path), global);
                return Outcome::CannotRun;
            }
        }
    }
    report::tell(&told, global);
    let tally = Tally::of(&told);
    report::say(&last_line(made.as_ref().map(|(_, members)| *members), args, started), global);
    if made.is_none() { Outcome::InputFaults } else { tally.outcome(global) }
}

fn last_line(members: Option<usize>, args: &CollectArgs, started: Instant) -> String {
    let Some(members) = members else { return "nothing was built".to_owned() };
    let files: Vec<String> = args.output.iter().map(|path| format!("`{}`", path.display())).collect();
    let bound = report::count(members, "record");
    format!("bound {bound} as {} in {:.1} s", files.join(" and "), started.elapsed().as_secs_f64())
}

/// Returns the records that can be asked, in the order of the files.
fn candidates(scanned: &[scan::ScannedFile]) -> Vec<Candidate<'_>> {
    let of_file = |(file, one): (usize, &'_ scan::ScannedFile)| -> Vec<(usize, usize)> {
        (0..one.records.len()).map(|at| (file, at)).collect()
    };
    scanned
        .iter()
        .enumerate()
        .flat_map(of_file)
        .filter_map(|(file, at)| {
            let scanned = &scanned[file].records[at];
            Some(Candidate { file, scanned, facts: scanned.facts.facts.as_ref()? })
        })
        .collect()
}

/// The name of a volume is that of its file.
fn name(outputs: &[PathBuf]) -> String {
    let stem = outputs.first().and_then(|path| path.file_stem());
    stem.map_or_else(|| "collection".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Returns what is to be made, the PDF first: the EPUB takes its page numbers.
fn outputs(args: &CollectArgs) -> Result<Vec<(Format, String)>, String> {
    let mut outputs = Vec::new();
    for path in &args.output {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let format = match ending.as_deref() {
            Some("epub") => Format::Epub,
            Some("pdf") => Format::Pdf,
            _ => return Err(format!("error: `{}` ends neither in `.epub` nor in `.pdf`", path.display())),
        };
        if outputs.iter().any(|(other, _)| *other == format) {
            return Err("error: `--output` names two files of one format".to_owned());
        }
        outputs.push((format, path.to_string_lossy().into_owned()));
    }
    outputs.sort();
    Ok(outputs)
}

/// The arguments as the settings of a collection.
fn collection(args: &CollectArgs) -> Result<Collection, Vec<Diagnostic>> {
    let source = Source::new("--where", args.query.clone().unwrap_or_default());
    let span = Span { source: Arc::clone(&source), start: 0, end: source.text.len() };
    let query: Option<Query> = args.query.as_deref().map(|text| query::read("--where", text)).transpose()?;
    let members = query.map_or_else(|| Members::Numbers(args.numbers.clone()), Members::Query);
    let is_list = matches!(members, Members::Numbers(_));
    let order = match args.order {
        Some(OrderArg::Date) => Order::Date,
        Some(OrderArg::Number) => Order::Number,
        Some(OrderArg::Title) => Order::Title,
        Some(OrderArg::Author) => Order::Author,
        Some(OrderArg::Hand) | None if is_list => Order::Hand,
        None => Order::Date,
        Some(OrderArg::Hand) => {
            let message = "`--order hand` is the order of `--numbers`, and a query names none";
            return Err(vec![Diagnostic::error(&codes::ORDER_WITHOUT_LIST, message).at(span)]);
        }
    };
    let introduction = args.introduction.as_deref().map(|path| introduction(path, &span)).transpose()?;
    Ok(Collection {
        title: args.title.clone(),
        subtitle: args.subtitle.clone(),
        members,
        order,
        sections: match args.sections {
            SectionsArg::Year => Sections::Year,
            SectionsArg::Topic => Sections::Topic,
            SectionsArg::Region => Sections::Region,
            SectionsArg::Author => Sections::Author,
            SectionsArg::None => Sections::None,
        },
        disclaimer_each: args.disclaimer == "each",
        introduction,
        formats: Vec::new(),
        editors: args.editor.clone(),
        lang: args.lang.clone(),
        style: None,
        span,
    })
}

fn introduction(path: &Path, span: &Span) -> Result<Introduction, Vec<Diagnostic>> {
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let source = Source::new(path.to_string_lossy().replace('\\', "/"), text.replace("\r\n", "\n"));
            Ok(Introduction { text: MarkdownText::whole(source.text.clone(), 0), source })
        }
        Err(error) => {
            let message = format!("the introduction `{}` cannot be read: {error}", path.display());
            Err(vec![Diagnostic::error(&codes::INTRODUCTION_UNREADABLE, message).at(span.clone())])
        }
    }
}
