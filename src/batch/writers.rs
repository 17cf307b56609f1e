//! Threads that wait for the disk, so that those that set type need not.
//!
//! A file system puts many syncs that are under way at once into one commit: with sixteen writers a file
//! costs a tenth of what it costs one after another.

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// How many files are on their way to the disk at once.
const WRITERS: usize = 16;
/// How many finished records may wait for a writer; it bounds the memory that they hold.
const QUEUE: usize = 16;

/// Runs `work` with a door through which it hands on what is to be written, at most `total` times.
/// Returns when everything has been written.
pub fn with_writers<T: Send, R>(
    total: usize,
    write: impl Fn(T) + Sync,
    work: impl FnOnce(&SyncSender<T>) -> R,
) -> R {
    let (sender, receiver) = sync_channel::<T>(QUEUE);
    let receiver = Mutex::new(receiver);
    thread::scope(|scope| {
        for _ in 0..WRITERS.min(total) {
            scope.spawn(|| {
                while let Some(next) = take(&receiver) {
                    write(next);
                }
            });
        }
        let result = work(&sender);
        drop(sender);
        result
    })
}

/// Waits for the next thing to write; `None` once there will be no more.
fn take<T>(receiver: &Mutex<Receiver<T>>) -> Option<T> {
    receiver.lock().unwrap_or_else(std::sync::PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_handed_on_is_written_before_it_returns() {
        let written = Mutex::new(Vec::new());
        let sum = with_writers(
            500,
            |number: u32| written.lock().expect("no writer panics").push(number),
            |door| (0..500).inspect(|&number| door.send(number).expect("writers are there")).sum::<u32>(),
        );
        let mut written = written.into_inner().expect("no writer panics");
        written.sort_unstable();
        assert_eq!(written, (0..500).collect::<Vec<_>>());
        assert_eq!(sum, 124_750);
    }
}
