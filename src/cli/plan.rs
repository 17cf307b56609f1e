//! `offprint plan`.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use super::args::Global;
use super::build::{self, MakingArgs};
use super::report::{self, Tally};
use super::{Outcome, inputs};
use crate::batch::manifest::Manifest;
use crate::batch::plan::{self, Plan};
use crate::batch::run::Observer;
use crate::diagnostics::Diagnostic;
use crate::project::Project;

/// Tell what `build` would do and why; write nothing
///
/// Each artefact is a line on stdout: new, changed (by what), unchanged, withheld or orphaned.
/// Whether something changed is told by content, never by the time a file was touched.
#[derive(clap::Args, Debug)]
pub struct PlanArgs {
    /// Record files, and folders to search for them
    #[arg(default_value = ".", value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub making: MakingArgs,
}

/// Runs the command.
pub fn run(args: &PlanArgs, global: &Global) -> Outcome {
    let project = match inputs::load_project(global, &args.paths) {
        Ok(project) => project,
        Err(faults) => return build::cannot_run(&faults, "the project file has faults", global),
    };
    let fonts = match build::fonts(&project, &args.making) {
        Ok(fonts) => fonts,
        Err(line) => return build::cannot_run(&[], &line, global),
    };
    let workshop = match build::workshop(&project, &fonts, &args.making) {
        Ok(workshop) => workshop,
        Err(faults) => return build::cannot_run(&faults, "the style has faults", global),
    };
    let (request, mut told) = match build::request(&args.paths, &args.making, &project) {
        Ok(found) => found,
        Err(line) => return build::cannot_run(&[], &line, global),
    };
    let known = Manifest::read(&request.output).unwrap_or_default();
    let listener = Listener::default();
    let plan = plan::plan(&request, &workshop, &known, &listener);
    told.extend(listener.told.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner));
    report::tell(&told, global);
    match report::print(&listing(&plan, &known, &project)) {
        Outcome::Success => Tally::of(&told).outcome(global),
        failed => failed,
    }
}

/// Returns a line for each artefact, in the order of records, then of the manifest.
fn listing(plan: &Plan, known: &Manifest, project: &Project) -> String {
    let mut lines = String::new();
    for planned in &plan.records {
        for (_, path) in &planned.outputs {
            lines.push_str(&format!("{path}: {}\n", planned.state));
        }
    }
    let gone = plan.withheld.iter().map(|key| (key, "withheld (its record has errors)"));
    let orphans = plan.orphans.iter().map(|key| (key, "orphaned (its record is no longer there)"));
    for (key, why) in gone.chain(orphans) {
        for file in known.records.get(key).iter().flat_map(|entry| &entry.outputs) {
            lines.push_str(&format!("{}: {why}\n", file.path));
        }
    }
    if let Some(state) = &plan.catalogue {
        lines.push_str(&format!("{}/: {state}\n", crate::catalogue::FOLDER));
    }
    for planned in &plan.collections {
        for (_, path) in &planned.outputs {
            match &planned.state {
                Some(state) => lines.push_str(&format!("{path}: {state}\n")),
                None => lines.push_str(&format!("{path}: withheld (see the faults of its collection)\n")),
            }
        }
    }
    for (_, entry) in known.collections.iter().filter(|(name, _)| !project.collections.contains_key(*name)) {
        for file in &entry.outputs {
            lines.push_str(&format!("{}: orphaned (its collection is no longer there)\n", file.path));
        }
    }
    lines
}

/// Keeps what a plan tells.
#[derive(Default)]
struct Listener {
    told: Mutex<Vec<Diagnostic>>,
    is_interrupted: AtomicBool,
}

impl Observer for Listener {
    fn tell(&self, _order: usize, diagnostics: &[Diagnostic]) {
        let mut told = self.told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        told.extend_from_slice(diagnostics);
    }

    fn is_interrupted(&self) -> &AtomicBool {
        &self.is_interrupted
    }
}
