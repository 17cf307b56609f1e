//! Where the time of a run goes. Told to people and never written: no artefact depends on it.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What time is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Records are read, checked and linted, again when they are built.
    Read,
    /// Records become documents.
    Document,
    /// Documents become pages.
    Layout,
    /// Pages become PDFs.
    Pdf,
    /// Documents become EPUBs.
    Epub,
    /// Finished files are read back and compared.
    Proof,
    /// Files are hashed and put on the disk.
    Write,
}

const STAGES: [(Stage, &str); 7] = [
    (Stage::Read, "read"),
    (Stage::Document, "document"),
    (Stage::Layout, "layout"),
    (Stage::Pdf, "PDF"),
    (Stage::Epub, "EPUB"),
    (Stage::Proof, "proof"),
    (Stage::Write, "write"),
];

/// What has been spent so far, over all threads.
#[derive(Debug, Default)]
pub struct Timings {
    nanoseconds: [AtomicU64; STAGES.len()],
}

impl Timings {
    /// Does work, and counts the time it takes as spent on a stage.
    pub fn of<T>(&self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let done = work();
        let spent = u64::try_from(started.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds[stage as usize].fetch_add(spent, Ordering::Relaxed);
        done
    }

    /// Returns what has been spent on a stage.
    #[must_use]
    pub fn spent(&self, stage: Stage) -> Duration {
        Duration::from_nanos(self.nanoseconds[stage as usize].load(Ordering::Relaxed))
    }

    /// Returns the table for people: each stage, summed over all threads, and beside it its share; then how long
    /// the whole took on the clock.
    #[must_use]
    pub fn table(&self, wall: Duration) -> String {
        let sum: Duration = STAGES.iter().map(|&(stage, _)| self.spent(stage)).sum();
        let mut table = String::from("where the time went, summed over all threads\n");
        for (stage, name) in STAGES {
            let spent = self.spent(stage);
            let share = 100.0 * spent.as_secs_f64() / sum.as_secs_f64().max(f64::MIN_POSITIVE);
            writeln!(table, "  {name:<10}{:>9.3} s {share:>4.0} %", spent.as_secs_f64())
                .expect("writing to a string cannot fail");
        }
        // Writers wait for the disk, so that the sum may be more than all cores can do.
        write!(
            table,
            "  {:<10}{:>9.3} s\n  {:<10}{:>9.3} s",
            "together",
            sum.as_secs_f64(),
            "wall",
            wall.as_secs_f64()
        )
        .expect("writing to a string cannot fail");
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_in_the_order_of_the_table() {
        for (at, (stage, _)) in STAGES.into_iter().enumerate() {
            assert_eq!(stage as usize, at);
        }
    }

    #[test]
    fn what_is_spent_is_summed_and_shown() {
        let timings = Timings::default();
        timings.nanoseconds[Stage::Pdf as usize].store(1_500_000_000, Ordering::Relaxed);
        timings.nanoseconds[Stage::Epub as usize].store(500_000_000, Ordering::Relaxed);
        assert_eq!(timings.of(Stage::Layout, || 7), 7);
        let table = timings.table(Duration::from_millis(1250));
        for line in ["  PDF           1.500 s   75 %", "  together      2.000 s", "  wall          1.250 s"] {
            assert!(table.contains(line), "{line:?} in\n{table}");
        }
    }
}
