//! `offprint man`.

use std::path::{Path, PathBuf};

use clap::CommandFactory as _;

use super::args::{Cli, Global};
use super::{Outcome, report};
use crate::batch::output;

/// Print the manual page, or write the pages of all commands
#[derive(clap::Args, Debug)]
pub struct ManArgs {
    /// Write `offprint.1` and a page for each command into this folder
    #[arg(long, short, value_name = "DIR")]
    pub output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(args: &ManArgs, global: &Global) -> Outcome {
    let mut root = Cli::command();
    root.build();
    let Some(folder) = &args.output else {
        return match page(&root) {
            Ok(page) => report::print(&page),
            Err(error) => cannot_write(&error, global),
        };
    };
    let mut commands = vec![("offprint".to_owned(), root.clone())];
    let below =
        root.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help");
    commands.extend(below.map(|command| {
        let name = format!("offprint-{}", command.get_name());
        (name, command.clone())
    }));
    for (name, command) in commands {
        if let Err(error) = page(&command).and_then(|page| write(folder, &name, &page)) {
            return cannot_write(&error, global);
        }
    }
    Outcome::Success
}

fn page(command: &clap::Command) -> std::io::Result<String> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

fn write(folder: &Path, name: &str, page: &str) -> std::io::Result<()> {
    output::write(&folder.join(format!("{name}.1")), page.as_bytes())
}

fn cannot_write(error: &std::io::Error, global: &Global) -> Outcome {
    report::say(&format!("the manual page cannot be written: {error}"), global);
    Outcome::CannotRun
}
