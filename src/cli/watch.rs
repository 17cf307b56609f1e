//! Watching a run: progress on stderr, and what is to be told kept until all of it can be told in order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::progress::Progress;
use crate::batch::run::Observer;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::{Drawn, Format};

/// Watches a run.
pub struct Watch {
    is_quiet: bool,
    format: Format,
    progress: OnceLock<Progress>,
    told: Mutex<BTreeMap<usize, Vec<Drawn>>>,
    /// What each record took, if somebody asks.
    took: Option<Mutex<Vec<(String, Duration)>>>,
    is_interrupted: Arc<AtomicBool>,
}

impl Watch {
    /// Starts; from now on Ctrl-C ends the run after the records at hand.
    pub fn new(is_quiet: bool, format: Format, keeps_times: bool) -> Self {
        let is_interrupted = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&is_interrupted);
        // Without a handler, Ctrl-C ends the process at once, which loses no more than the manifest.
        let _unhandled = ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed));
        let took = keeps_times.then(Mutex::default);
        Self { is_quiet, format, progress: OnceLock::new(), told: Mutex::default(), took, is_interrupted }
    }

    /// Draws diagnostics at once, for they hold the texts of their records, and keeps them.
    pub fn keep(&self, order: usize, diagnostics: &[Diagnostic]) {
        if diagnostics.is_empty() {
            return;
        }
        let drawn = diagnostics.iter().map(|one| Drawn::new(one, self.format));
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.entry(order).or_default().extend(drawn);
    }

    /// Takes the progress away.
    pub fn finish(&self) {
        if let Some(progress) = self.progress.get() {
            progress.finish();
        }
    }

    /// Returns what is to be told, in the order of the input, and what each record took.
    pub fn into_told(self) -> (Vec<Drawn>, Vec<(String, Duration)>) {
        let told = self.told.into_inner().unwrap_or_else(PoisonError::into_inner);
        let took = self.took.map(|took| took.into_inner().unwrap_or_else(PoisonError::into_inner));
        (told.into_values().flatten().collect(), took.unwrap_or_default())
    }
}

impl Observer for Watch {
    fn tell(&self, order: usize, diagnostics: &[Diagnostic]) {
        self.keep(order, diagnostics);
    }

    fn begin(&self, total: usize) {
        self.progress.get_or_init(|| Progress::new(total as u64, self.is_quiet));
    }

    fn advance(&self) {
        if let Some(progress) = self.progress.get() {
            progress.advance();
        }
    }

    fn made(&self, key: &str, took: Duration) {
        if let Some(times) = &self.took {
            times.lock().unwrap_or_else(PoisonError::into_inner).push((key.to_owned(), took));
        }
    }

    fn is_interrupted(&self) -> &AtomicBool {
        &self.is_interrupted
    }
}
