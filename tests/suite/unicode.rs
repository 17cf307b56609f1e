//! What the composer is built on, put before Unicode's own test data.
//!
//! The data of line breaking come with the segmenter's crate, whose rules are those of Unicode 15.1. Those of the bidirectional algorithm come with Debian's
//! `unicode-data`; `tests/conformance/unicode` installs it and runs the tests that need it.

use std::path::{Path, PathBuf};
use std::process::Command;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_bidi::{BidiInfo, Level, ParagraphBidiInfo};

/// The platform that tests are built for, as cargo names it; what only others need was never fetched.
fn platform() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().expect("rustc runs");
    let said = String::from_utf8(output.stdout).expect("rustc says text");
    said.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host").to_owned()
}

/// The folder of a dependency's sources.
fn sources(name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--locked",
            "--filter-platform",
            &platform(),
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let facts: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo prints JSON");
    let packages = facts["packages"].as_array().expect("there are packages");
    let package = packages.iter().find(|package| package["name"] == name).expect("the package is in use");
    let manifest = package["manifest_path"].as_str().expect("a package has a manifest");
    Path::new(manifest).parent().expect("a file is in a folder").to_path_buf()
}

/// Numbers in hexadecimal to the text they stand for; `None` where one is no character.
fn text_of<'a>(codes: impl Iterator<Item = &'a str>) -> Option<String> {
    codes.map(|code| u32::from_str_radix(code, 16).ok().and_then(char::from_u32)).collect()
}

#[test]
fn lines_end_where_unicode_lets_them() {
    let path = sources("icu_segmenter").join("tests/testdata/LineBreakTest_15.1.txt");
    let data = std::fs::read_to_string(&path).expect("the segmenter's crate ships the data");
    let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
    let (mut cases, mut faults) = (0, Vec::new());
    for line in data.lines() {
        let case = line.split('#').next().unwrap_or_default().trim();
        let signs: Vec<&str> = case.split_whitespace().collect();
        let codes = || signs.iter().copied().filter(|sign| !matches!(*sign, "÷" | "×"));
        let Some(text) = text_of(codes()).filter(|text| !text.is_empty()) else { continue };
        let mut at = 0;
        let mut wanted = Vec::new();
        for pair in signs.windows(2) {
            if let Some(character) = u32::from_str_radix(pair[0], 16).ok().and_then(char::from_u32) {
                at += character.len_utf8();
                wanted.extend((pair[1] == "÷").then_some(at));
            }
        }
        let found: Vec<usize> = segmenter.segment_str(&text).filter(|&at| at > 0).collect();
        cases += 1;
        if found != wanted {
            faults.push(format!("{case}: {found:?}, not {wanted:?}"));
        }
    }
    assert!(cases > 10_000, "{cases} cases");
    assert!(faults.is_empty(), "{} of {cases}: {:#?}", faults.len(), &faults[..faults.len().min(20)]);
}

/// The folder with the data of Unicode that a system ships.
fn unicode_data(file: &str) -> String {
    let folder = std::env::var_os("UNICODE_DATA").unwrap_or_else(|| "/usr/share/unicode".into());
    let path = Path::new(&folder).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The levels of a text as lines are ordered by, one a character, and whether the explicit marks are taken out;
/// trailing white space has the paragraph's level (UAX 9, L1), as in a set line.
fn levels(text: &str, base: Option<Level>) -> (Level, Vec<Level>) {
    let info = ParagraphBidiInfo::new(text, base);
    let levels = info.reordered_levels_per_char(0..text.len());
    (info.paragraph_level, levels)
}

/// Tells whether the algorithm takes a character out (UAX 9, X9).
fn is_taken_out(character: char) -> bool {
    use unicode_bidi::BidiClass::{BN, LRE, LRO, PDF, RLE, RLO};
    matches!(unicode_bidi::bidi_class(character), LRE | RLE | LRO | RLO | PDF | BN)
}

/// Compares levels and visual order with what is wanted; `x` and characters that are taken out count for nothing.
fn is_right(text: &str, levels: &[Level], wanted: &[Option<u8>], order: &[usize]) -> bool {
    let kept: Vec<usize> =
        text.chars().enumerate().filter(|&(_, c)| !is_taken_out(c)).map(|(at, _)| at).collect();
    let same = std::iter::zip(levels, wanted)
        .all(|(level, wanted)| wanted.is_none_or(|wanted| level.number() == wanted));
    let kept_levels: Vec<Level> = kept.iter().map(|&at| levels[at]).collect();
    let visual: Vec<usize> = BidiInfo::reorder_visual(&kept_levels).into_iter().map(|at| kept[at]).collect();
    same && visual == order
}

fn levels_of(field: &str) -> Vec<Option<u8>> {
    field.split_whitespace().map(|level| level.parse().ok()).collect()
}

fn order_of(field: &str) -> Vec<usize> {
    field.split_whitespace().filter_map(|at| at.parse().ok()).collect()
}

#[test]
#[ignore = "needs the data of Unicode: tests/conformance/unicode"]
fn characters_are_ordered_as_bidi_character_test_says() {
    let data = unicode_data("BidiCharacterTest.txt");
    let (mut cases, mut faults) = (0, Vec::new());
    for line in data.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split(';').collect();
        let [codes, direction, level, wanted, order] = fields[..] else { panic!("five fields: {line}") };
        // A paragraph of ours holds no separator of paragraphs.
        let Some(text) = text_of(codes.split(' ')).filter(|text| !text.contains('\u{2029}')) else {
            continue;
        };
        let base = match direction {
            "0" => Some(Level::ltr()),
            "1" => Some(Level::rtl()),
            _ => None,
        };
        let (paragraph, found) = levels(&text, base);
        cases += 1;
        let is_right = paragraph.number().to_string() == level
            && is_right(&text, &found, &levels_of(wanted), &order_of(order));
        if !is_right {
            faults.push(line);
        }
    }
    assert!(cases > 90_000, "{cases} cases");
    assert!(faults.is_empty(), "{} of {cases}: {:#?}", faults.len(), &faults[..faults.len().min(20)]);
}

/// A character of each class.
fn of_class(class: &str) -> char {
    match class {
        "L" => 'a',
        "R" => '\u{5d0}',
        "AL" => '\u{627}',
        "EN" => '1',
        "ES" => '+',
        "ET" => '#',
        "AN" => '\u{661}',
        "CS" => ',',
        "B" => '\u{2029}',
        "S" => '\t',
        "WS" => ' ',
        "ON" => '!',
        "NSM" => '\u{300}',
        "BN" => '\u{ad}',
        "LRE" => '\u{202a}',
        "LRO" => '\u{202d}',
        "RLE" => '\u{202b}',
        "RLO" => '\u{202e}',
        "PDF" => '\u{202c}',
        "LRI" => '\u{2066}',
        "RLI" => '\u{2067}',
        "FSI" => '\u{2068}',
        "PDI" => '\u{2069}',
        other => panic!("no class {other}"),
    }
}

#[test]
#[ignore = "needs the data of Unicode: tests/conformance/unicode"]
fn classes_are_ordered_as_bidi_test_says() {
    let data = unicode_data("BidiTest.txt");
    let (mut wanted, mut order) = (Vec::new(), Vec::new());
    let (mut cases, mut faults) = (0, Vec::new());
    for line in data.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(field) = line.strip_prefix("@Levels:") {
            wanted = levels_of(field);
        } else if let Some(field) = line.strip_prefix("@Reorder:") {
            order = order_of(field);
        } else if let Some((classes, directions)) = line.split_once(';') {
            let text: String = classes.split_whitespace().map(of_class).collect();
            let directions: u8 = directions.trim().parse().expect("a set of three");
            // A paragraph of ours holds no separator of paragraphs.
            if text.contains('\u{2029}') {
                continue;
            }
            for (bit, base) in [(1, None), (2, Some(Level::ltr())), (4, Some(Level::rtl()))] {
                if directions & bit == 0 {
                    continue;
                }
                cases += 1;
                let (_, found) = levels(&text, base);
                if !is_right(&text, &found, &wanted, &order) {
                    faults.push(format!("{line} with {base:?}"));
                }
            }
        }
    }
    assert!(cases > 500_000, "{cases} cases");
    assert!(faults.is_empty(), "{} of {cases}: {:#?}", faults.len(), &faults[..faults.len().min(20)]);
}
