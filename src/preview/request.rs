//! What is asked for, and whether it may be.

use std::io::{self, Read};

use super::response::Response;

/// The head of a request is this long at most, in bytes.
const HEAD_BYTES: usize = 16 * 1024;
/// So many header lines.
const HEADERS: usize = 64;

/// A request that may be answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// Without its query.
    pub path: String,
}

/// Reads the head of a request; what must not be answered comes back as the refusal.
///
/// # Errors
///
/// Those of the connection.
pub(super) fn read(stream: &mut impl Read, port: u16) -> io::Result<Result<Request, Response>> {
    let mut head = Vec::new();
    let mut buffer = [0; 2048];
    loop {
        let count = stream.read(&mut buffer)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        head.extend_from_slice(&buffer[..count]);
        if let Some(parsed) = parse(&head, port) {
            return Ok(parsed);
        }
        if head.len() > HEAD_BYTES {
            return Ok(Err(Response::refusal(431, "the head of the request is too long")));
        }
    }
}

/// Parses a head; `None` while it is not whole.
fn parse(head: &[u8], port: u16) -> Option<Result<Request, Response>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Complete(_)) => Some(judge(&request, port)),
        Ok(httparse::Status::Partial) => None,
        Err(_) => Some(Err(Response::refusal(400, "not a request of HTTP/1.1"))),
    }
}

fn judge(request: &httparse::Request<'_, '_>, port: u16) -> Result<Request, Response> {
    let header = |name: &str| {
        let mut found = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        found.next().map(|header| String::from_utf8_lossy(header.value).into_owned())
    };
    let hosts = ["127.0.0.1", "localhost"].map(|host| format!("{host}:{port}"));
    // A page that has its own name led to this machine still asks for that name (DNS rebinding).
    if !header("Host").is_some_and(|host| hosts.contains(&host.to_ascii_lowercase())) {
        return Err(Response::refusal(421, "this preview answers to 127.0.0.1 and localhost only"));
    }
    // No other site has anything to ask here, nor another port of this machine.
    if header("Sec-Fetch-Site").is_some_and(|site| !matches!(site.as_str(), "same-origin" | "none")) {
        return Err(Response::refusal(403, "this preview answers to its own pages only"));
    }
    if request.method != Some("GET") {
        return Err(Response::refusal(405, "this preview answers GET only"));
    }
    let target = request.path.unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    Ok(Request { path: path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(head: &str) -> Option<u16> {
        parse(head.as_bytes(), 80).map(|parsed| match parsed {
            Ok(_) => 200,
            Err(refusal) => refusal.status,
        })
    }

    #[test]
    fn only_what_its_own_pages_ask_is_answered() {
        for (head, expected) in [
            ("GET / HTTP/1.1\r\nHost: 127.0.0.1:80\r\n\r\n", Some(200)),
            ("GET /a?b HTTP/1.1\r\nhost: LOCALHOST:80\r\n\r\n", Some(200)),
            ("GET / HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", Some(421)),
            ("GET / HTTP/1.1\r\nHost: 127.0.0.1:81\r\n\r\n", Some(421)),
            ("GET / HTTP/1.1\r\n\r\n", Some(421)),
            ("POST / HTTP/1.1\r\nHost: localhost:80\r\n\r\n", Some(405)),
            ("GET / HTTP/1.1\r\nHost: localhost:80\r\nSec-Fetch-Site: cross-site\r\n\r\n", Some(403)),
            ("GET / HTTP/1.1\r\nHost: localhost:80\r\nSec-Fetch-Site: none\r\n\r\n", Some(200)),
            ("nonsense\r\n\r\n", Some(400)),
            ("GET / HTTP/1.1\r\nHost: local", None),
        ] {
            assert_eq!(status(head), expected, "{head:?}");
        }
    }

    #[test]
    fn a_head_that_never_ends_is_refused() {
        let mut endless = io::repeat(b'a');
        let Ok(Err(refusal)) = read(&mut endless, 80) else { panic!("it is not refused") };
        assert!(matches!(refusal.status, 400 | 431));
    }
}
