//! Bad records: each file of `bad/` carries its expected faults in itself.
//!
//! `!! E0102:7` in a comment expects the code at column 7 of that line, `!! E0102:4:7` at line 4. Files that
//! cannot hold a comment have them in a file beside them that ends in `.expect`, as `E0102 4:7`.

use std::fs;
use std::path::{Path, PathBuf};

use offprint::project::{self, Project};

use super::{place, read_in};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/records/bad")
}

fn project() -> Project {
    let path = folder().join("offprint.toml");
    project::load(&path, &fs::read(&path).expect("the project file is there"))
        .expect("the project file is good")
}

/// The expectations in a text.
fn marks(text: &str) -> Vec<String> {
    let mut marks = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for mark in line.split("!! ").skip(1) {
            let mark = mark.split_whitespace().next().unwrap_or_default();
            let Some((code, place)) = mark.split_once(':').filter(|(code, _)| code.len() == 5) else {
                continue;
            };
            marks.push(if place.contains(':') {
                format!("{code} {place}")
            } else {
                format!("{code} {}:{place}", at + 1)
            });
        }
    }
    marks
}

#[test]
fn every_bad_record_has_its_faults_at_their_places() {
    let project = project();
    let mut files: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        if name == "offprint.toml" || name.ends_with(".expect") {
            continue;
        }
        count += 1;
        let bytes = fs::read(&path).expect("the case can be read");
        let sidecar = fs::read_to_string(folder().join(format!("{name}.expect")));
        let mut expected = match sidecar {
            Ok(lines) => lines.lines().map(str::to_owned).collect(),
            Err(_) => marks(&String::from_utf8_lossy(&bytes)),
        };
        let reading = read_in(&project, &name, &bytes);
        let mut found: Vec<String> = reading.diagnostics.iter().map(place).collect();
        expected.sort();
        found.sort();
        assert!(!expected.is_empty(), "{name} expects nothing");
        if expected != found {
            let told: Vec<&str> = reading.diagnostics.iter().map(|one| one.message.as_str()).collect();
            wrong.push(format!("{name}: expected {expected:?}, found {found:?} {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 150, "{count} cases");
}

#[test]
fn records_past_their_size_are_refused() {
    use offprint::record::limits;
    let told = |name: &str, text: String| {
        read_in(&Project::default(), name, text).diagnostics.iter().map(place).collect::<Vec<_>>()
    };
    let body = |length: usize| "x".repeat(length);
    assert_eq!(
        told("a.md", format!("---\ntitle: A\n---\n{}", body(limits::RECORD_BYTES - 100))),
        Vec::<String>::new()
    );
    assert_eq!(told("a.md", format!("---\ntitle: A\n---\n{}", body(limits::RECORD_BYTES))), ["E0129 1:1"]);
    assert_eq!(told("a.yaml", format!("title: A\nbody: {}", body(limits::RECORD_BYTES))), ["E0129 1:1"]);
    assert_eq!(
        told("a.json", format!("{{\"title\": \"A\", \"body\": \"{}\"}}", body(limits::RECORD_BYTES))),
        ["E0129 1:1"]
    );
}
