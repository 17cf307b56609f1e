//! The arguments. Doc comments here are the help texts.

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::{
    build, check, collect, completions, diff, explain, fonts, import, init, man, merge_manifests, new, plan,
    preview, schema, styles, verify,
};

/// Typeset commentary records as PDFs and EPUB editions
#[derive(Debug, Parser)]
#[command(name = "offprint", version, arg_required_else_help = true, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command understands.
#[derive(Args, Clone, Debug)]
pub struct Global {
    /// How faults are told
    #[arg(long, value_enum, global = true, default_value_t, value_name = "FORMAT")]
    pub message_format: MessageFormat,
    /// The project file; by default the nearest `offprint.toml` at or above the records
    #[arg(long, global = true, value_name = "FILE")]
    pub project: Option<std::path::PathBuf>,
    /// Let records take images from this folder too, though it is outside the project
    #[arg(long, global = true, value_name = "DIR")]
    pub allow_path: Vec<std::path::PathBuf>,
    /// Treat warnings as errors for the exit code
    #[arg(long, global = true, value_name = "warnings", value_parser = ["warnings"])]
    pub deny: Option<String>,
}

/// How faults are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// With the source line drawn
    #[default]
    Human,
    /// A line each
    Short,
    /// A JSON object a line
    Json,
    /// One SARIF 2.1.0 document
    Sarif,
    /// Workflow commands of GitHub Actions
    Github,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Build(build::BuildArgs),
    Check(check::CheckArgs),
    Collect(collect::CollectArgs),
    Completions(completions::CompletionsArgs),
    Diff(diff::DiffArgs),
    Explain(explain::ExplainArgs),
    Fonts(fonts::FontsArgs),
    Import(import::ImportArgs),
    Init(init::InitArgs),
    Man(man::ManArgs),
    New(new::NewArgs),
    Schema(schema::SchemaArgs),
    Plan(plan::PlanArgs),
    Preview(preview::PreviewArgs),
    MergeManifests(merge_manifests::MergeManifestsArgs),
    Styles(styles::StylesArgs),
    Verify(verify::VerifyArgs),
}
