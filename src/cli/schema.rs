//! `offprint schema`.

use super::Outcome;
use super::args::Global;

/// Print the JSON Schema of records
#[derive(clap::Args, Debug)]
pub struct SchemaArgs {}

/// Runs the command.
pub fn run(_args: &SchemaArgs, _global: &Global) -> Outcome {
    Outcome::CannotRun
}
