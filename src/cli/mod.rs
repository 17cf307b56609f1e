//! The command line: arguments, paths, files, exit codes. No typography, no rule about records.
//!
//! Data goes to stdout, talk to stderr.

mod account;
mod args;
mod build;
mod check;
mod collect;
mod completions;
mod diff;
mod explain;
mod fonts;
mod import;
mod init;
pub mod inputs;
mod junit;
mod man;
mod mend;
mod merge_manifests;
mod new;
mod plan;
mod preview;
mod progress;
pub mod report;
mod schema;
mod styles;
mod verify;
mod watch;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

/// How a command ended (DESIGN: exit codes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All well; warnings are allowed.
    Success,
    /// Something in the input is wrong; everything else was still done.
    InputFaults,
    /// The command could not run.
    CannotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Success => Self::SUCCESS,
            Outcome::InputFaults => Self::from(1),
            Outcome::CannotRun => Self::from(2),
        }
    }
}

/// Runs the command that the arguments of this process ask for.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match &cli.command {
        Command::Build(args) => build::run(args, &cli.global),
        Command::Check(args) => check::run(args, &cli.global),
        Command::Collect(args) => collect::run(args, &cli.global),
        Command::Completions(args) => completions::run(args, &cli.global),
        Command::Diff(args) => diff::run(args, &cli.global),
        Command::Explain(args) => explain::run(args, &cli.global),
        Command::Fonts(args) => fonts::run(args, &cli.global),
        Command::Import(args) => import::run(args, &cli.global),
        Command::Init(args) => init::run(args, &cli.global),
        Command::Man(args) => man::run(args, &cli.global),
        Command::New(args) => new::run(args, &cli.global),
        Command::Schema(args) => schema::run(args, &cli.global),
        Command::Plan(args) => plan::run(args, &cli.global),
        Command::Preview(args) => preview::run(args, &cli.global),
        Command::MergeManifests(args) => merge_manifests::run(args, &cli.global),
        Command::Styles(args) => styles::run(args, &cli.global),
        Command::Verify(args) => verify::run(args, &cli.global),
    }
    .into()
}
