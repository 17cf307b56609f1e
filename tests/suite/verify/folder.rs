//! The command, over folders that `build` made.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::made::sources;

/// A folder with the record, built.
fn desk() -> TempDir {
    let desk = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(desk.path().join("records")).expect("a folder can be made");
    for (name, bytes) in sources() {
        std::fs::write(desk.path().join("records").join(name), bytes).expect("a file can be written");
    }
    let (code, said) = run(desk.path(), &["build", "records", "-o", "dist"]);
    assert_eq!(code, Some(0), "{said}");
    desk
}

fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_offprint"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("it runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn verify(folder: &Path) -> (Option<i32>, String) {
    run(folder, &["verify", "dist", "--message-format", "short"])
}

#[test]
fn what_was_built_is_proved() {
    let desk = desk();
    let (code, said) = verify(desk.path());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("verified 1 PDF and 1 EPUB against 1 record in "), "{said}");
}

#[test]
fn a_file_is_missing() {
    let desk = desk();
    std::fs::remove_file(desk.path().join("dist/HC001.epub")).expect("it was there");
    let (code, said) = verify(desk.path());
    assert_eq!(code, Some(1));
    assert!(said.contains("dist/HC001.epub") && said.contains("E0903"), "{said}");
}

#[test]
fn a_file_was_changed() {
    let desk = desk();
    let path = desk.path().join("dist/HC001.pdf");
    let mut bytes = std::fs::read(&path).expect("it was built");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).expect("it can be written");
    let (code, said) = run(desk.path(), &["verify", "--message-format", "json"]);
    assert_eq!(code, Some(1));
    let codes = said.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    assert!(codes.into_iter().any(|line| line["code"] == "E0902"), "{said}");
}

#[test]
fn the_record_has_changed_since() {
    let desk = desk();
    let path = desk.path().join("records/HC001.md");
    let text = std::fs::read_to_string(&path).expect("it is there").replace("Ada Quay", "Eva Quay");
    std::fs::write(&path, text).expect("it can be written");
    let (code, said) = verify(desk.path());
    assert_eq!(code, Some(0), "a warning is no error: {said}");
    assert!(said.contains("warning[E0906]") && said.contains("against 0 records"), "{said}");
}

#[test]
fn a_file_that_the_manifest_does_not_list_is_read_too() {
    let desk = desk();
    let path = desk.path().join("dist/HC001.epub");
    std::fs::copy(&path, desk.path().join("dist/stray.epub")).expect("it can be copied");
    let (code, said) = verify(desk.path());
    assert_eq!((code, said.contains("2 EPUBs")), (Some(0), true), "{said}");
}

#[test]
fn nothing_to_verify() {
    let desk = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(verify(desk.path()).0, Some(2));
    std::fs::create_dir(desk.path().join("dist")).expect("a folder can be made");
    assert_eq!(verify(desk.path()).0, Some(2));
}
