//! The server: a thread a connection, a connection a request.

use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::thread;
use std::time::Duration;

use super::events::Events;
use super::response::{self, Response};
use super::shelf::Shelf;
use super::{request, routes};

/// A browser has a dozen connections at most; this is for several.
const CONNECTIONS: usize = 64;
/// Who is silent for so long has gone.
const PATIENCE: Duration = Duration::from_secs(10);
/// A listener that has nothing to hear is written to this often, to learn whether it is still there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Answers from now on, on threads of its own.
pub(super) fn start(listener: TcpListener, port: u16, shelf: Arc<Shelf>, events: Arc<Events>) {
    thread::spawn(move || {
        let open = Arc::new(AtomicUsize::new(0));
        for stream in listener.incoming().flatten() {
            let guest = Guest::enter(&open);
            let (shelf, events) = (Arc::clone(&shelf), Arc::clone(&events));
            thread::spawn(move || {
                // A connection that breaks is the browser's affair.
                let _ended = answer(stream, port, &guest, &shelf, &events);
            });
        }
    });
}

/// Counts the connections that are open.
struct Guest {
    open: Arc<AtomicUsize>,
    is_too_many: bool,
}

impl Guest {
    fn enter(open: &Arc<AtomicUsize>) -> Self {
        let before = open.fetch_add(1, Ordering::Relaxed);
        Self { open: Arc::clone(open), is_too_many: before >= CONNECTIONS }
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

fn answer(mut stream: TcpStream, port: u16, guest: &Guest, shelf: &Shelf, events: &Events) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    if guest.is_too_many {
        return Response::refusal(503, "too many connections").write(&mut stream);
    }
    match request::read(&mut stream, port)? {
        Ok(request) if request.path == "/events" => tell(&mut stream, events),
        Ok(request) => routes::answer(&request.path, shelf).write(&mut stream),
        Err(refusal) => refusal.write(&mut stream),
    }
}

/// Tells a browser of every change until it goes.
fn tell(stream: &mut TcpStream, events: &Events) -> io::Result<()> {
    let heard = events.listen();
    response::begin_events(stream)?;
    loop {
        match heard.recv_timeout(HEARTBEAT) {
            Ok(event) => write!(stream, "data: {event}\n\n")?,
            Err(RecvTimeoutError::Timeout) => write!(stream, ":\n\n")?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        stream.flush()?;
    }
}
