//! `offprint build`.

use super::Outcome;
use super::args::Global;

/// Build what is out of date
#[derive(clap::Args, Debug)]
pub struct BuildArgs {}

/// Runs the command.
pub fn run(_args: &BuildArgs, _global: &Global) -> Outcome {
    Outcome::CannotRun
}
