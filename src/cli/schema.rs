//! `offprint schema`.

use super::args::Global;
use super::{Outcome, report};
use crate::{project, record};

/// Print the JSON Schema of records, or of the project file
///
/// Editors load it to complete keys and to mark slips: save it, and point your editor's YAML, TOML or
/// JSON tool at it. Draft 2020-12.
#[derive(clap::Args, Debug)]
pub struct SchemaArgs {
    /// Print the schema of `offprint.toml` instead
    #[arg(long = "project-file")]
    pub project_file: bool,
}

/// Runs the command.
pub fn run(args: &SchemaArgs, _global: &Global) -> Outcome {
    let schema = if args.project_file { project::schema() } else { record::schema() };
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    report::print(&text)
}
