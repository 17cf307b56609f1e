//! `offprint merge-manifests`.

use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::Global;
use super::report;
use crate::batch::manifest::{FILE_NAME, Manifest, SUMS_NAME};
use crate::batch::output;

/// Join the manifests of shards that were built on several machines
///
/// Give the output folders of all shards, each with its files, or folders with nothing but their
/// manifests. The joined `manifest.json` and `SHA256SUMS` are, byte for byte, those of one machine.
#[derive(clap::Args, Debug)]
pub struct MergeManifestsArgs {
    /// The output folders of the shards, or their manifest files
    #[arg(required = true, value_name = "PATHS")]
    pub parts: Vec<PathBuf>,
    /// The folder that the joined manifest is written to
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,
}

/// Runs the command.
pub fn run(args: &MergeManifestsArgs, global: &Global) -> Outcome {
    match merge(args) {
        Ok(records) => {
            report::say(&format!("joined {}", report::count(records, "record")), global);
            Outcome::Success
        }
        Err(line) => {
            report::say(&line, global);
            Outcome::CannotRun
        }
    }
}

fn merge(args: &MergeManifestsArgs) -> Result<usize, String> {
    let mut parts = Vec::new();
    for path in &args.parts {
        let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(Path::new(".")) };
        parts.push(
            Manifest::read(folder).ok_or_else(|| {
                format!("error: `{}` has no {FILE_NAME} that can be read", folder.display())
            })?,
        );
    }
    let manifest = Manifest::merge(parts).map_err(|key| {
        format!("error: two shards built `{key}` differently; build all with one version and style")
    })?;
    Manifest::claim(&args.output)
        .map_err(|error| format!("error: `{}` cannot be written to: {error}", args.output.display()))?;
    for (name, text) in [(FILE_NAME, manifest.to_json()), (SUMS_NAME, manifest.checksums())] {
        output::write(&args.output.join(name), text.as_bytes()).map_err(|error| {
            format!("error: `{}` cannot be written: {error}", args.output.join(name).display())
        })?;
    }
    Ok(manifest.records.len())
}
