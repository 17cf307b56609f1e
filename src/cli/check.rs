//! `offprint check`.

use super::Outcome;
use super::args::Global;

/// Read, validate and lint records; write nothing
#[derive(clap::Args, Debug)]
pub struct CheckArgs {}

/// Runs the command.
pub fn run(_args: &CheckArgs, _global: &Global) -> Outcome {
    Outcome::CannotRun
}
