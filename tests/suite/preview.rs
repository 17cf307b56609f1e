//! Cases of `preview`: what the server answers, and, where there is a browser, what it makes of it.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A folder of records and a preview of it.
struct Desk {
    folder: tempfile::TempDir,
    preview: Child,
    port: u16,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ended = self.preview.kill();
        let _waited = self.preview.wait();
    }
}

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect width=\"40\" height=\"20\"/></svg>";

fn record(date: &str, words: &str) -> String {
    format!(
        "---\nnumber: HN1\ntitle: Harbour *dues*\nseries: Notes\ndate: {date}\n---\n\n## Tolls\n\n{words}\n"
    )
}

impl Desk {
    fn new(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        fs::create_dir(folder.path().join("records")).expect("writable");
        fs::write(
            folder.path().join("records/HN1.md"),
            record("2012-02-23", "See [above](#tolls).\n\n![Plan](plan.svg)"),
        )
        .expect("writable");
        fs::write(folder.path().join("records/plan.svg"), PICTURE).expect("writable");
        fs::write(folder.path().join("records/HN2.md"), "---\ntitle: Other\ndate: never\n---\nText.\n")
            .expect("writable");
        fs::write(folder.path().join("secret.txt"), "secret").expect("writable");
        let mut preview = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(["preview", "records", "--port", "0"])
            .args(arguments)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the command runs");
        let mut line = String::new();
        let said = preview.stdout.as_mut().expect("stdout is piped");
        BufReader::new(said).read_line(&mut line).expect("the address is printed");
        let port = line.trim().trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        Self { folder, preview, port: port.unwrap_or_else(|| panic!("no port in {line:?}")) }
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join("records").join(name), text).expect("writable");
    }

    fn connect(&self, head: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the preview listens");
        stream.write_all(head.as_bytes()).expect("the preview reads");
        stream
    }

    /// The status, the head and the body of an answer.
    fn ask_with(&self, method: &str, path: &str, host: &str) -> (u16, String, Vec<u8>) {
        let mut stream = self.connect(&format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the preview answers");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("the head ends");
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, head, answer.split_off(end + 4))
    }

    fn ask(&self, path: &str) -> (u16, String, Vec<u8>) {
        self.ask_with("GET", path, &format!("127.0.0.1:{}", self.port))
    }

    fn text(&self, path: &str) -> String {
        let (status, _, body) = self.ask(path);
        assert_eq!(status, 200, "{path}");
        String::from_utf8(body).expect("text")
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_str(&self.text(path)).expect("JSON")
    }
}

#[test]
fn records_pages_and_editions_are_served() {
    let desk = Desk::new(&[]);
    let listed = desk.json("/records");
    let facts: Vec<_> = listed["records"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|record| (record["number"].as_str(), record["state"].as_str(), record["errors"].as_u64()))
        .collect();
    assert_eq!(facts, [(Some("HN1"), Some("good"), Some(0)), (Some("HN2"), Some("broken"), Some(1))]);
    assert_eq!(listed["records"][0]["title"], "Harbour dues");

    let one = desk.json("/records/0");
    assert_eq!((one["pages"].as_array().map(Vec::len), &one["is_stale"]), (Some(1), &Value::Bool(false)));
    assert!(one["pages"][0]["words"].as_str().expect("words").contains("See above."), "{one}");

    let picture = desk.text("/records/0/pages/1.svg");
    let tree =
        usvg::Tree::from_str(&picture, &usvg::Options::default()).expect("a picture that can be drawn");
    assert!((tree.size().width() - 595.28).abs() < 0.1, "{:?}", tree.size());
    assert!(picture.contains("href=\"#page-1-"), "an internal link leads to its place");
    assert!(picture.contains("href=\"images/0\""), "an image has an address");
    assert_eq!(desk.text("/records/0/images/0"), PICTURE);

    let names: Vec<_> =
        one["edition"].as_array().expect("a list").iter().map(|part| part["name"].as_str()).collect();
    assert!(names.contains(&Some("text.xhtml")), "{names:?}");
    assert!(desk.text("/records/0/edition/text.xhtml").contains("See <a href=\"#tolls\">above</a>."));
    assert!(desk.text("/records/0/edition/stylesheet.css").starts_with("@charset"));
    let (status, head, pdf) = desk.ask("/records/0/HN1.pdf");
    assert!(status == 200 && head.contains("application/pdf") && pdf.starts_with(b"%PDF-1.7"));

    // A record that never was good has faults and no pages.
    let broken = desk.json("/records/1");
    assert_eq!((broken["faults"][0]["line"].as_u64(), broken.get("pages")), (Some(3), None));
    for name in ["", "assets/preview.css", "assets/preview.js", "assets/list.js", "assets/pages.js"] {
        assert!(!desk.text(&format!("/{name}")).is_empty(), "{name}");
    }
}

#[test]
fn a_draft_is_shown_as_one() {
    let desk = Desk::new(&["--draft"]);
    assert!(desk.text("/records/0/edition/title.xhtml").contains("<p class=\"draft furniture\">Draft</p>"));
}

#[test]
fn a_saved_record_is_told_of_and_a_broken_one_keeps_its_pages() {
    let desk = Desk::new(&[]);
    let before = desk.json("/records/0")["pages"][0]["digest"].clone();
    let stream = desk.connect(&format!("GET /events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", desk.port));
    let mut events = BufReader::new(stream).lines().map_while(Result::ok);
    // Once the head has come, what happens is heard.
    assert!(events.any(|line| line.starts_with("retry:")));
    let mut wait = || {
        let event = events.find(|line| line.starts_with("data:")).expect("an event");
        assert!(event.contains("\"changed\":[0]"), "{event}");
    };

    desk.write("HN1.md", &record("2012-02-23", "See what is [new](#tolls)."));
    wait();
    let after = desk.json("/records/0");
    assert_ne!(after["pages"][0]["digest"], before);
    assert!(desk.text("/records/0/edition/text.xhtml").contains("See what is"));

    desk.write("HN1.md", &record("2012-02-30", "See what is [broken](#tolls)."));
    wait();
    let broken = desk.json("/records/0");
    assert_eq!(broken["pages"], after["pages"]);
    assert_eq!((&broken["state"], &broken["is_stale"]), (&"broken".into(), &true.into()));
    let fault = &broken["faults"][0];
    assert_eq!((&fault["file"], &fault["line"]), (&"records/HN1.md".into(), &5.into()));
    assert_eq!(desk.json("/records")["records"][0]["title"], "Harbour dues");
}

#[test]
fn nothing_else_is_answered() {
    let desk = Desk::new(&[]);
    let host = format!("localhost:{}", desk.port);
    assert_eq!(desk.ask_with("GET", "/", &host).0, 200);
    for (method, path, host, expected) in [
        ("GET", "/", "evil.example", 421),
        ("GET", "/records", "192.168.1.1", 421),
        ("POST", "/records", &*host, 405),
        ("HEAD", "/", &*host, 405),
        ("GET", "/../secret.txt", &*host, 404),
        ("GET", "/assets/../../secret.txt", &*host, 404),
        ("GET", "/records/0/edition/../../../secret.txt", &*host, 404),
        ("GET", "/records/0/edition//etc/passwd", &*host, 404),
        ("GET", "/records/7", &*host, 404),
        ("GET", "/records/0/pages/0.svg", &*host, 404),
        ("GET", "/records/0/pages/99999999999999999999.svg", &*host, 404),
        ("GET", "/records/0/images/5", &*host, 404),
        ("GET", "/records/HN1.md", &*host, 404),
    ] {
        assert_eq!(desk.ask_with(method, path, host).0, expected, "{method} {path} {host}");
    }
    let (_, head, _) = desk.ask("/records/0/edition/text.xhtml");
    assert!(head.contains("sandbox allow-same-origin") && head.contains("nosniff"), "{head}");
    let (_, head, _) = desk.ask("/");
    assert!(head.contains("default-src 'none'; script-src 'self'"), "{head}");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let desk = Desk::new(&[]);
    let output = Command::new(env!("CARGO_BIN_EXE_offprint"))
        .args(["preview", "records", "--port", &desk.port.to_string()])
        .current_dir(desk.folder.path())
        .output()
        .expect("the command runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains(&format!("port {} cannot be had", desk.port)), "{said}");
}

/// Needs Node and Chromium; where one is not installed, that is said and nothing is tested.
#[test]
fn a_browser_shows_what_an_editor_saves() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/preview.mjs");
    let ran = Command::new("node").arg(script).arg(env!("CARGO_BIN_EXE_offprint")).output();
    match ran {
        Err(error) => eprintln!("the preview is not tested in a browser: node cannot be run: {error}"),
        Ok(output) if output.status.code() == Some(77) => {
            eprintln!("the preview is not tested in a browser: no Chromium is installed");
        }
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stdout));
        }
    }
}
