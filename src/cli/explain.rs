//! `offprint explain`.

use super::Outcome;
use super::args::Global;

/// Tell the long story of a code
#[derive(clap::Args, Debug)]
pub struct ExplainArgs {}

/// Runs the command.
pub fn run(_args: &ExplainArgs, _global: &Global) -> Outcome {
    Outcome::CannotRun
}
