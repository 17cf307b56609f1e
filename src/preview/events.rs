//! Who is told of changes (Server-Sent Events, HTML 9.2).

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

/// Events that a browser may be behind; one that is further behind is let go and comes again.
const QUEUE: usize = 32;

/// The browsers that look.
#[derive(Default)]
pub(super) struct Events {
    listeners: Mutex<Vec<SyncSender<String>>>,
}

impl Events {
    /// Adds a listener.
    pub(super) fn listen(&self) -> Receiver<String> {
        let (sender, receiver) = sync_channel(QUEUE);
        self.listeners.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(sender);
        receiver
    }

    /// Tells all listeners; those that are gone are forgotten.
    pub(super) fn tell(&self, event: &str) {
        let mut listeners = self.listeners.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        listeners.retain(|listener| match listener.try_send(event.to_owned()) {
            Ok(()) => true,
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => false,
        });
    }
}
