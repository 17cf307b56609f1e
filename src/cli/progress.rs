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
    /// In CI.
    Lines(Mutex<Lines>),
    /// Elsewhere, and when asked to be quiet.
    Quiet,
}

/// How far a run is, and when that was last said.
pub struct Lines {
    done: u64,
    total: u64,
    began: Instant,
    said: Instant,
}

impl Lines {
    /// Returns the line: how many, how fast, and how long it will take if it goes on like that.
    fn line(&self, now: Instant) -> String {
        let rate = self.done as f64 / now.duration_since(self.began).as_secs_f64().max(0.001);
        let left = (self.total - self.done.min(self.total)) as f64 / rate.max(0.001);
        format!("{} of {} records, {rate:.0} a second, {left:.0} s left", self.done, self.total)
    }
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
            let now = Instant::now();
            Self::Lines(Mutex::new(Lines { done: 0, total, began: now, said: now }))
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
                state.done += 1;
                let now = Instant::now();
                if now.duration_since(state.said) >= INTERVAL {
                    state.said = now;
                    eprintln!("{}", state.line(now));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_rate_and_time_left() {
        let began = Instant::now();
        let lines = Lines { done: 500, total: 2000, began, said: began };
        let told = lines.line(began + Duration::from_secs(5));
        assert_eq!(told, "500 of 2000 records, 100 a second, 15 s left");
    }
}
