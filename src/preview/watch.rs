//! Changes of files, as the system tells them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use serde_json::json;

use super::events::Events;
use super::shelf::Shelf;
use crate::record::FileForm;

/// Editors write a file in several steps; what comes within this time is one change.
const TOGETHER: Duration = Duration::from_millis(20);

/// Hears of changes until it is dropped.
pub(super) struct Watcher {
    _watcher: RecommendedWatcher,
}

/// Begins to watch; every change is taken up by the shelf, and then told.
pub(super) fn start(shelf: &Arc<Shelf>, events: &Arc<Events>) -> notify::Result<Watcher> {
    let (sender, receiver) = channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // Nobody listens any more when the process ends.
        let _gone = sender.send(event);
    })?;
    let (house, setup) = shelf.house();
    for folder in house.folders(&setup.project) {
        let mode = if folder.is_deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        watcher.watch(&folder.path, mode)?;
    }
    let output = house.output(&setup.project);
    let (shelf, events) = (Arc::clone(shelf), Arc::clone(events));
    thread::spawn(move || follow(&receiver, &output, &shelf, &events));
    Ok(Watcher { _watcher: watcher })
}

fn follow(heard: &Receiver<notify::Result<Event>>, output: &Path, shelf: &Shelf, events: &Events) {
    while let Ok(first) = heard.recv() {
        let mut paths = BTreeSet::new();
        gather(first, output, &mut paths);
        while let Ok(next) = heard.recv_timeout(TOGETHER) {
            gather(next, output, &mut paths);
        }
        if !paths.is_empty() {
            let changed = take_up(&paths, shelf);
            events.tell(&json!({ "changed": changed }).to_string());
        }
    }
}

/// Keeps the paths of an event that means something: that a file was read does not, nor do outputs.
fn gather(event: notify::Result<Event>, output: &Path, paths: &mut BTreeSet<PathBuf>) {
    let Ok(event) = event else { return };
    if matches!(event.kind, EventKind::Access(_)) {
        return;
    }
    let output = output.canonicalize().ok();
    let is_output = |path: &Path| output.as_ref().is_some_and(|output| path.starts_with(output));
    let whole = event.paths.iter().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone()));
    paths.extend(whole.filter(|path| !is_output(path)));
}

/// Takes changes up: records are read anew; other data files change how all are made; anything else may be an image.
fn take_up(paths: &BTreeSet<PathBuf>, shelf: &Shelf) -> BTreeSet<usize> {
    let ending = |path: &PathBuf| path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_setup = |path: &PathBuf| matches!(ending(path).as_deref(), Some("toml" | "ttf" | "otf" | "ttc"));
    if paths.iter().any(is_setup) {
        return shelf.set_up_anew();
    }
    let mut changed = shelf.refresh(paths);
    if paths.iter().any(|path| FileForm::of(path).is_none() && !path.is_dir()) {
        changed.extend(shelf.forget_pages());
    }
    changed
}
