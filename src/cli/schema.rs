//! `offprint schema`.

use clap::ValueEnum;
use schemars::{JsonSchema, schema_for};
use serde_json::Value;

use super::args::Global;
use super::{Outcome, report};
use crate::batch::manifest::Manifest;
use crate::diagnostics::render::Message;
use crate::{project, record};

/// Print a JSON Schema: of records, the project file, manifests or messages
///
/// Editors load the first two to complete keys and to mark slips: save it, and point your editor's YAML, TOML or
/// JSON tool at it. Programs that read a manifest or messages check them by the others. Draft 2020-12.
#[derive(clap::Args, Debug)]
pub struct SchemaArgs {
    /// What it describes
    #[arg(value_enum, default_value_t, value_name = "OF")]
    pub of: Of,
    /// Print the schema of `offprint.toml`: the same as `offprint schema project`
    #[arg(long = "project-file", conflicts_with = "of")]
    pub project_file: bool,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// A record, or the front matter of one
    #[default]
    Record,
    /// `offprint.toml`
    Project,
    /// `manifest.json` of an output folder
    Manifest,
    /// A line of `--message-format json`
    Message,
}

/// Runs the command.
pub fn run(args: &SchemaArgs, _global: &Global) -> Outcome {
    let schema = match args.of {
        _ if args.project_file => project::schema(),
        Of::Record => record::schema(),
        Of::Project => project::schema(),
        Of::Manifest => derived::<Manifest>("manifest", "offprint manifest"),
        Of::Message => derived::<Message>("message", "offprint message"),
    };
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    report::print(&text)
}

/// Takes the schema from the type that is written, so that the two cannot part.
fn derived<T: JsonSchema>(name: &str, title: &str) -> Value {
    let mut schema = schema_for!(T);
    schema.insert("$id".to_owned(), format!("urn:offprint:schema:{name}").into());
    schema.insert("title".to_owned(), title.into());
    schema.to_value()
}
