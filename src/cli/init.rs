//! `offprint init`.

use std::path::{Path, PathBuf};

use super::args::Global;
use super::{Outcome, report};
use crate::batch::output;
use crate::project;

/// Start a project: a project file and a folder for records
///
/// Writes `offprint.toml` with one series to fill in, and an empty folder `records`. What is there already
/// is left alone.
#[derive(clap::Args, Debug)]
pub struct InitArgs {
    /// The folder of the project
    #[arg(default_value = ".", value_name = "DIR")]
    pub directory: PathBuf,
    /// The publisher's name
    #[arg(long, value_name = "NAME", default_value = "Publisher")]
    pub publisher: String,
    /// The title of the first series
    #[arg(long, value_name = "TITLE", default_value = "Commentary")]
    pub series: String,
    /// The language of the series
    #[arg(long, value_name = "TAG", default_value = "en-GB", value_parser = language)]
    pub lang: String,
}

/// Checks a language tag of an argument.
pub(super) fn language(text: &str) -> Result<String, String> {
    crate::record::lang::parse(text)
        .map_err(|hint| hint.unwrap_or_else(|| "it is no language tag such as `en-GB`".to_owned()))
}

/// Runs the command.
pub fn run(args: &InitArgs, global: &Global) -> Outcome {
    let path = args.directory.join(project::FILE_NAME);
    if path.exists() {
        report::say(&format!("`{}` is there already; nothing was changed", path.display()), global);
        return Outcome::CannotRun;
    }
    let text = project_file(&args.publisher, &args.series, &args.lang);
    // What is written must be what `load` reads, whatever the names have in them.
    if let Err(faults) = project::load(&path, text.as_bytes()) {
        report::tell(&faults, global);
        return Outcome::CannotRun;
    }
    let records = args.directory.join("records");
    let written = output::write(&path, text.as_bytes()).and_then(|()| std::fs::create_dir_all(&records));
    if let Err(error) = written {
        report::say(&format!("`{}` cannot be written: {error}", path.display()), global);
        return Outcome::CannotRun;
    }
    let outcome = report::print(&format!("{}\n", shown(&path)));
    report::say("next: `offprint new records/NUMBER.md`, or `offprint import FILE -o records`", global);
    outcome
}

/// Returns a path with forward slashes.
fn shown(path: &Path) -> String {
    crate::record::display(path.strip_prefix(".").unwrap_or(path))
}

fn project_file(publisher: &str, series: &str, lang: &str) -> String {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    format!(
        "# What all records of this folder have in common; `offprint schema --project-file` tells every key.\n\n\
         [publisher]\nname = {}\n# address = [\"First line\", \"Second line\"]\n# url = \"https://example.org\"\n\
         # email = \"editor@example.org\"\n\n[series.{}]\ntitle = {}\nlang = {}\n\
         # number = 'CO\\d{{5}}'\n# required = [\"authors\", \"authors.bio\", \"date\", \"synopsis\"]\n",
        quoted(publisher),
        key(series),
        quoted(series),
        quoted(lang)
    )
}

/// Makes a key of a title: letters and digits in lower case, hyphens between.
fn key(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let key = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    if key.is_empty() { "commentary".to_owned() } else { key }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_project_file_is_read_back_whatever_the_names() {
        for (publisher, series) in [("A \"B\" & \\ C", "RSIS Commentary"), ("港务局", "评论")] {
            let text = project_file(publisher, series, "en-GB");
            let Ok(project) = project::load(Path::new("offprint.toml"), text.as_bytes()) else {
                panic!("{text}");
            };
            assert_eq!(project.publisher.name.as_deref(), Some(publisher));
            assert!(project.series(series).is_some());
        }
    }
}
