//! `offprint new`.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use super::args::Global;
use super::report::Tally;
use super::{Outcome, init, inputs, report};
use crate::batch::output;
use crate::import::draft::Draft;
use crate::import::manuscript::Person;
use crate::record::{self, ReadContext};

/// Write a new record
///
/// Asks for what was not given, when run on a terminal. The record is a draft that passes `offprint check`;
/// fill in its text.
#[derive(clap::Args, Debug)]
pub struct NewArgs {
    /// The record file; its name without ending is the number
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The title
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// An author's name; may be given several times
    #[arg(long = "author", value_name = "NAME")]
    pub authors: Vec<String>,
    /// The day of publication, such as 2012-02-23
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// The series: a key of the project file, or a title; by default the only one of the project
    #[arg(long, value_name = "SERIES")]
    pub series: Option<String>,
    /// The language, where it is not the series'
    #[arg(long, value_name = "TAG", value_parser = init::language)]
    pub lang: Option<String>,
}

/// Runs the command.
pub fn run(args: &NewArgs, global: &Global) -> Outcome {
    let path =
        if args.file.extension().is_some() { args.file.clone() } else { args.file.with_extension("md") };
    if path.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("md")) {
        report::say("a new record is a `.md` file", global);
        return Outcome::CannotRun;
    }
    if path.exists() {
        report::say(&format!("`{}` is there already; nothing was changed", path.display()), global);
        return Outcome::CannotRun;
    }
    let near = [path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
        .to_path_buf()];
    let project = match inputs::load_project(global, &near) {
        Ok(project) => project,
        Err(faults) => {
            report::tell(&faults, global);
            return Outcome::CannotRun;
        }
    };
    let only = if project.series.len() == 1 { project.series.values().next() } else { None };
    let series = args.series.clone().or_else(|| only.map(|series| series.title.clone()));
    let text = draft(args, series).text();
    let reading = record::read(&path, text.as_bytes(), &ReadContext::new(&project));
    report::tell(&reading.diagnostics, global);
    if Tally::of(&reading.diagnostics).errors > 0 {
        report::say("the record would have errors; nothing was written", global);
        return Outcome::CannotRun;
    }
    let place = if path.parent().is_some_and(|folder| folder.as_os_str().is_empty()) {
        Path::new(".").join(&path)
    } else {
        path.clone()
    };
    if let Err(error) = output::write(&place, text.as_bytes()) {
        report::say(&format!("`{}` cannot be written: {error}", path.display()), global);
        return Outcome::CannotRun;
    }
    report::print(&format!("{}\n", record::display(&path)))
}

/// Makes the record; required parts get a text that says what to put there.
fn draft(args: &NewArgs, series: Option<String>) -> Draft {
    let title =
        args.title.clone().or_else(|| ask("Title")).unwrap_or_else(|| "Title of the commentary".to_owned());
    let date = args.date.clone().or_else(|| ask("Date of publication, such as 2012-02-23"));
    let mut names = args.authors.clone();
    if names.is_empty() {
        let asked = ask("Authors, divided by commas").unwrap_or_default();
        names = asked.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    }
    if names.is_empty() {
        names.push("Name of the author".to_owned());
    }
    let author = |name: String| {
        let bio = Some(format!("{name} is a fellow of ...; say who the author is."));
        Person { name, bio, ..Person::default() }
    };
    let mut draft = Draft {
        authors: names.into_iter().map(author).collect(),
        synopsis: Some("What the commentary says, in two sentences.".to_owned()),
        body: "The text of the commentary, in Markdown.\n\n## A subheading\n\nMore of it.".to_owned(),
        ..Draft::default()
    };
    draft.set("title", &title);
    draft.set("date", date.as_deref().unwrap_or_default());
    draft.set("series", series.as_deref().unwrap_or_default());
    draft.set("lang", args.lang.as_deref().unwrap_or_default());
    draft.set("status", "draft");
    draft
}

/// Asks on a terminal; elsewhere nobody answers.
fn ask(question: &str) -> Option<String> {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        return None;
    }
    eprint!("{question}: ");
    std::io::stderr().flush().ok()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).ok()?;
    let answer = answer.trim();
    (!answer.is_empty()).then(|| answer.to_owned())
}
