//! `offprint preview`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;

use super::args::Global;
use super::build::{self, MakingArgs};
use super::{Outcome, inputs, report};
use crate::batch::scan::RecordFile;
use crate::diagnostics::Diagnostic;
use crate::preview::{Folder, House, Preview, Setup};
use crate::project::Project;
use crate::record::Reading;

/// Show records in a browser, as they are now
///
/// Serves a page on this machine alone: the records and what is wrong with them, and for the one chosen its PDF
/// pages and its EPUB side by side. Saving a record shows its new pages at once, in the same place; a record
/// with errors keeps its last good pages and shows the errors with their lines. Ctrl-C ends it.
#[derive(clap::Args, Debug)]
pub struct PreviewArgs {
    /// Record files, and folders to search for them
    #[arg(default_value = ".", value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// The port; 0 takes any that is free
    #[arg(long, default_value_t = 7411, value_name = "N")]
    pub port: u16,
    /// Set every record in this style: a name, or a path to a style file
    #[arg(long, value_name = "STYLE")]
    pub style: Option<String>,
    /// Take fonts from here too; a file or a folder
    #[arg(long, value_name = "PATH")]
    pub font_path: Vec<PathBuf>,
    /// Mark every page as a draft
    #[arg(long)]
    pub draft: bool,
}

/// Runs the command.
pub fn run(args: &PreviewArgs, global: &Global) -> Outcome {
    let making = MakingArgs {
        style: args.style.clone(),
        font_path: args.font_path.clone(),
        draft: args.draft,
        ..MakingArgs::default()
    };
    let house = Files { paths: args.paths.clone(), global: global.clone(), making };
    let setup = match house.setup() {
        Ok(setup) => setup,
        Err(faults) => return build::cannot_run(&faults, "nothing can be shown", global),
    };
    let preview = match Preview::start(Arc::new(house), setup, args.port) {
        Ok(preview) => preview,
        Err(error) => {
            let line =
                format!("error: port {} cannot be had: {error}; give another with `--port`", args.port);
            return build::cannot_run(&[], &line, global);
        }
    };
    let (sender, ended) = channel();
    // Without a handler, Ctrl-C ends the process all the same.
    let _unhandled = ctrlc::set_handler(move || {
        let _gone = sender.send(());
    });
    report::print(&format!("http://{}/\n", preview.address()));
    if !preview.watches() {
        report::say("changes of files cannot be followed here: load the page again to see them", global);
    }
    report::say("Ctrl-C ends the preview", global);
    match ended.recv() {
        Ok(()) => Outcome::Success,
        // Without a handler nobody ends it but the system.
        Err(_) => loop {
            std::thread::park();
        },
    }
}

/// The records at and below the paths given, made as the arguments say.
struct Files {
    paths: Vec<PathBuf>,
    global: Global,
    making: MakingArgs,
}

impl House for Files {
    fn setup(&self) -> Result<Setup, Vec<Diagnostic>> {
        let project = inputs::load_project(&self.global, &self.paths)?;
        let fonts = build::fonts(&project, &self.making)
            .map_err(|line| vec![inputs::unusable(&self.paths, &line)])?;
        let workshop = build::workshop(&project, &fonts, &self.making)?;
        let (styles, style) = (workshop.styles.clone(), workshop.style.clone());
        let (layout, building) = (workshop.layout, workshop.building.clone());
        Ok(Setup { styles, style, layout, building, project, fonts })
    }

    fn records(&self, project: &Project) -> (Vec<RecordFile>, Vec<Diagnostic>) {
        inputs::find_records(&self.paths, &[self.output(project)])
    }

    fn read(&self, file: &RecordFile, project: &Project) -> Reading {
        inputs::read_file(file, project)
    }

    fn folders(&self, project: &Project) -> Vec<Folder> {
        let deep = self.paths.iter().map(|path| Folder { path: folder_of(path), is_deep: path.is_dir() });
        let mut folders: Vec<Folder> = deep.collect();
        if project.source.is_some() {
            let root = if project.root.as_os_str().is_empty() { Path::new(".") } else { &project.root };
            // What else is in a project's folder may be large and is none of ours.
            folders.push(Folder { path: root.to_path_buf(), is_deep: false });
            let styles = root.join("styles");
            folders.extend(styles.is_dir().then_some(Folder { path: styles, is_deep: true }));
        }
        // A folder that is watched in both ways is watched with all below it.
        folders.sort_by_key(|folder| folder.is_deep);
        folders
    }

    fn output(&self, project: &Project) -> PathBuf {
        project.root.join(&project.output.directory)
    }
}

/// A folder itself, or the one that a file is in.
fn folder_of(path: &Path) -> PathBuf {
    if path.is_dir() {
        return path.to_path_buf();
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_path_buf()
}
