//! Answers, with the headers that keep a browser from doing more with them than is meant.

use std::io::{self, Write};
use std::sync::Arc;

/// What the front end may load: its own files and nothing else.
const OF_PAGE: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// What a document of an edition may load. No script runs in it; it is of the same origin so that the place a
/// reader has reached can be kept.
const OF_EDITION: &str = "default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

/// An answer.
#[derive(Debug)]
pub(super) struct Response {
    pub status: u16,
    pub media_type: &'static str,
    pub policy: &'static str,
    pub body: Arc<[u8]>,
}

impl Response {
    /// Answers with a part of the front end, or with data for it.
    pub(super) fn page(media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, media_type, policy: OF_PAGE, body: Arc::from(body.into()) }
    }

    /// Answers with a file of an edition or an image.
    pub(super) fn edition(media_type: &'static str, body: Arc<[u8]>) -> Self {
        Self { status: 200, media_type, policy: OF_EDITION, body }
    }

    /// Refuses, with the reason in a line.
    pub(super) fn refusal(status: u16, reason: &str) -> Self {
        Self {
            status,
            media_type: "text/plain; charset=utf-8",
            policy: OF_PAGE,
            body: Arc::from(format!("{reason}\n").into_bytes()),
        }
    }

    /// Writes the answer whole; the connection ends with it.
    pub(super) fn write(&self, stream: &mut impl Write) -> io::Result<()> {
        let Self { status, media_type, policy, body } = self;
        let allow = if *status == 405 { "Allow: GET\r\n" } else { "" };
        write!(
            stream,
            "HTTP/1.1 {status} {}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\
             Content-Security-Policy: {policy}\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
             Cross-Origin-Resource-Policy: same-origin\r\nCache-Control: no-store\r\n{allow}Connection: close\r\n\r\n",
            reason(*status),
            body.len()
        )?;
        stream.write_all(body)?;
        stream.flush()
    }
}

/// Begins a stream of events.
pub(super) fn begin_events(stream: &mut impl Write) -> io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\nretry: 500\n\n"
    )?;
    stream.flush()
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}
