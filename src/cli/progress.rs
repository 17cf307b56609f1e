//! Progress: a bar on a terminal, a plain line every few seconds in CI, nothing elsewhere.

use std::io::IsTerminal as _;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Between two plain lines.
const INTERVAL: Duration = Duration::from_secs(5);

/// Tells on stderr how far a run is.
pub enum Progress {
    /// On a terminal.
    Bar(ProgressBar),
    /// In CI: done, total, and when a line was last written.
    Lines(Mutex<(u64, u64, Instant)>),
    /// Elsewhere, and when asked to be quiet.
    Quiet,
}

impl Progress {
    /// Chooses by where stderr goes.
    pub fn new(total: u64, is_quiet: bool) -> Self {
        let is_ci = std::env::var_os("CI").is_some();
        if is_quiet {
            Self::Quiet
        } else if std::io::stderr().is_terminal() && !is_ci {
            let bar = ProgressBar::new(total);
            let template = "{bar:40} {pos}/{len} records, {per_sec}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            Self::Bar(bar)
        } else if is_ci {
            Self::Lines(Mutex::new((0, total, Instant::now())))
        } else {
            Self::Quiet
        }
    }

    /// Counts one record as done.
    pub fn advance(&self) {
        match self {
            Self::Bar(bar) => bar.inc(1),
            Self::Lines(state) => {
                let Ok(mut state) = state.lock() else { return };
                state.0 += 1;
                if state.2.elapsed() >= INTERVAL {
                    state.2 = Instant::now();
                    eprintln!("{} of {} records", state.0, state.1);
                }
            }
            Self::Quiet => {}
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}
