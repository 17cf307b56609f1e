//! `offprint styles`.

use std::path::PathBuf;

use super::Outcome;
use super::args::Global;
use super::report;
use crate::batch::output;
use crate::style;

/// List the house styles, show one, or export one to change it
#[derive(clap::Args, Debug)]
pub struct StylesArgs {
    #[command(subcommand)]
    pub action: Option<Action>,
}

/// What to do with styles.
#[derive(clap::Subcommand, Debug)]
pub enum Action {
    /// List the styles that are built in, each with a line on what it is for
    List,
    /// Print the file of a style
    Show {
        /// Its name
        name: String,
    },
    /// Write the file of a style, to be changed and used with `--style`
    Export {
        /// Its name
        name: String,
        /// The file; by default `styles/NAME.toml`
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Runs the command.
pub fn run(args: &StylesArgs, global: &Global) -> Outcome {
    match &args.action {
        None | Some(Action::List) => report::print(&list()),
        Some(Action::Show { name }) => match style::embedded(name) {
            Some(text) => report::print(text),
            None => unknown(name, global),
        },
        Some(Action::Export { name, output }) => export(name, output.clone(), global),
    }
}

fn list() -> String {
    style::names()
        .map(|name| match style::load(name, &[]) {
            Ok(style) => format!("{name:12} {}\n", style.description),
            Err(_) => format!("{name}\n"),
        })
        .collect()
}

fn export(name: &str, output: Option<PathBuf>, global: &Global) -> Outcome {
    let Some(text) = style::embedded(name) else { return unknown(name, global) };
    let path = output.unwrap_or_else(|| PathBuf::from("styles").join(format!("{name}.toml")));
    if path.exists() {
        report::say(&format!("error: `{}` is there already; name another with `-o`", path.display()), global);
        return Outcome::CannotRun;
    }
    match output::write(&path, text.as_bytes()) {
        Ok(()) => {
            report::say(&format!("wrote {}", path.display()), global);
            Outcome::Success
        }
        Err(error) => {
            report::say(&format!("error: `{}` cannot be written: {error}", path.display()), global);
            Outcome::CannotRun
        }
    }
}

fn unknown(name: &str, global: &Global) -> Outcome {
    let known: Vec<&str> = style::names().collect();
    report::say(&format!("error: no style is called `{name}`; there are {}", known.join(", ")), global);
    Outcome::CannotRun
}
