//! `fonts`, and what `build` does with fonts of the system and with what no font covers.

use std::fs;
use std::path::Path;

use super::{Desk, expect};

const MIXED: &str = "---\ntitle: Names\nsynopsis: A name.\nlang: en\n---\n\n\
    The name <span lang=\"ta\">ராஜரத்தினம்</span> and the word <span lang=\"hi\">नमस्ते</span>.\n";

/// A desk with a record and, in a folder `system`, a face for Devanagari.
fn desk() -> Desk {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let face = fs::read(root.join("tests/suite/paragraph/fonts/NotoSerifDevanagari-Subset.ttf"))
        .expect("the face is there");
    Desk::with(&[("records/HN1.md", MIXED.as_bytes()), ("system/deva.ttf", &face)])
}

fn manifest(desk: &Desk) -> serde_json::Value {
    let text = fs::read_to_string(desk.path().join("dist/manifest.json")).expect("there is a manifest");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn faces_are_listed_with_part_scripts_and_source() {
    let desk = desk();
    let transcript = desk.run_with(&["fonts"], &[("OFFPRINT_SYSTEM_FONTS", "system")])
        + &desk.run(&["fonts", "--font-path", "system", "--no-system-fonts", "--message-format", "json"]);
    expect("fonts", &transcript);
}

#[test]
fn what_a_record_needs_is_listed() {
    let desk = desk();
    let system = [("OFFPRINT_SYSTEM_FONTS", "system")];
    let transcript = desk.run_with(&["fonts", "records"], &system)
        + &desk.run_with(&["fonts", "records", "--message-format", "json"], &system)
        + &desk.run(&["fonts", "records", "--no-system-fonts", "--message-format", "short"])
        + &desk.run(&["fonts", "none.md"])
        + &desk.run(&["fonts", "--font-path", "none"]);
    expect("fonts-records", &transcript);
}

#[test]
fn a_changed_font_of_the_system_is_an_input_of_records_that_use_it() {
    let desk = desk();
    let system = [("OFFPRINT_SYSTEM_FONTS", "system")];
    desk.run_with(&["build", "records", "-o", "dist"], &system);
    let entry = &manifest(&desk)["records"]["HN1.md"];
    let face = &entry["fonts"]["NotoSerifDevanagari-Regular"];
    assert_eq!(face.as_str().map(str::len), Some(32), "{entry}");
    let plan = desk.run_with(&["plan", "records", "-o", "dist"], &system);
    assert!(plan.contains("HN1.pdf: unchanged"), "{plan}");

    let path = desk.path().join("system/deva.ttf");
    let mut bytes = fs::read(&path).expect("readable");
    bytes.extend([0; 4]);
    fs::write(&path, bytes).expect("writable");
    let plan = desk.run_with(&["plan", "records", "-o", "dist"], &system);
    assert!(plan.contains("HN1.pdf: changed (system fonts)"), "{plan}");
    let plan = desk.run(&["plan", "records", "-o", "dist", "--no-system-fonts"]);
    assert!(plan.contains("HN1.pdf: changed (system fonts)"), "{plan}");
}

#[test]
fn a_project_can_forbid_the_fonts_of_the_system() {
    let desk = desk();
    fs::write(desk.path().join("offprint.toml"), "[fonts]\nsystem = false\n").expect("writable");
    let said = desk
        .run_with(&["build", "records", "--message-format", "short"], &[("OFFPRINT_SYSTEM_FONTS", "system")]);
    assert!(said.contains("no font covers U+0928") && said.ends_with("= 1\n"), "{said}");
    fs::write(desk.path().join("offprint.toml"), "[fonts]\nsystem = \"no\"\n").expect("writable");
    let said = desk.run(&["build", "records", "--message-format", "short"]);
    assert!(said.contains("`fonts.system` is") && said.contains("expected true or false"), "{said}");
}

#[test]
fn a_missing_glyph_withholds_the_files_or_draws_a_box_that_says_its_character() {
    let desk = desk();
    let build =
        ["build", "records", "-o", "dist", "--no-system-fonts", "--quiet", "--message-format", "short"];
    let transcript = desk.run(&build) + &desk.run(&[&build[..], &["--missing-glyph", "warn"]].concat());
    expect("missing-glyph", &transcript);
    let file = fs::read(desk.path().join("dist/HN1.pdf")).expect("it was built");
    let graph = lopdf::Document::load_mem(&file).expect("it is a PDF");
    let maps: Vec<String> = graph
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok()?.decompressed_content().ok())
        .map(|content| String::from_utf8_lossy(&content).into_owned())
        .filter(|content| content.contains("beginbfchar"))
        .collect();
    let is_told = maps.iter().any(|map| map.to_uppercase().contains("<0928>"));
    assert!(is_told, "a code says the first missing letter");
    let said = desk.run(&["verify", "dist"]);
    assert!(said.ends_with("= 0\n"), "{said}");
}
