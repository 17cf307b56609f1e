//! Lints: for each a record that trips it, with the place, and one that nearly does.

use offprint::project::Project;
use offprint::record::lint;

use super::{place, read};

/// What one lint says of a record with these keys and this body.
fn told(code: &str, keys: &str, body: &str) -> Vec<String> {
    let reading = read("CO12033.md", format!("---\ntitle: A title\n{keys}---\n{body}\n"));
    let record =
        reading.records.first().unwrap_or_else(|| panic!("a good record: {:?}", reading.diagnostics));
    let today = jiff::civil::Date::new(2024, 6, 1).ok();
    let findings = lint::check(record, &Project::default(), today);
    findings.iter().filter(|finding| finding.code.code == code).map(place).collect()
}

/// Bodies start on line 4 when there are no other keys.
fn body(code: &str, body: &str) -> Vec<String> {
    told(code, "", body)
}

const NONE: [&str; 0] = [];

#[test]
fn mixed_quotes() {
    assert_eq!(body("L0101", "“One” and \"two\" and “three”."), ["L0101 4:11"]);
    assert_eq!(body("L0101", "It's \"straight\" and ‘curly’ and \"more\"."), ["L0101 4:21"]);
    for near in [
        "“One” and ‘two’ and it’s.",
        "“One” and `\"code\"`.",
        "“One” <a href=\"x\">y</a>",
        "“One” [a](b \"c\")",
    ] {
        assert_eq!(body("L0101", near), NONE, "{near}");
    }
}

#[test]
fn double_spaces() {
    assert_eq!(body("L0102", "One  two.\nThree.  Four."), ["L0102 4:4", "L0102 5:7"]);
    for near in [
        "One  \ntwo.",
        "    code  here",
        "-   item",
        "1.  item",
        "`a  b`",
        "| a  | b |\n|---|---|",
        "> -  a",
        "```\na  b\n```",
    ] {
        assert_eq!(body("L0102", near), NONE, "{near}");
    }
}

#[test]
fn broken_hyphens() {
    assert_eq!(body("L0103", "On cyber- security."), ["L0103 4:9"]);
    for near in
        ["short- and long-term", "pre- or post-war", "- item", "one - two", "A- level", "a - b", "`x- y`"]
    {
        assert_eq!(body("L0103", near), NONE, "{near}");
    }
}

#[test]
fn hyphen_ranges() {
    assert_eq!(
        body("L0104", "In 2010-2012, pages 12-15, 2010-13."),
        ["L0104 4:4", "L0104 4:21", "L0104 4:28"]
    );
    for near in [
        "2012-02-23",
        "555-0199-12",
        "ISSN 2049-3630",
        "won 3-1",
        "2010–2012",
        "https://a.example/2010-2012",
        "F-16",
        "2012-02",
        "a 12-15x",
        "`1-2`",
        "v1.2-3",
    ] {
        assert_eq!(body("L0104", near), NONE, "{near}");
    }
}

#[test]
fn repeated_words() {
    assert_eq!(body("L0105", "It is in the\nthe harbour."), ["L0105 4:10"]);
    for near in ["had had", "Bora Bora", "the. The", "the, the", "the\n\nthe", "the the-atre", "`the the`"] {
        assert_eq!(body("L0105", near), NONE, "{near}");
    }
    assert_eq!(told("L0105", "lang: fr\n", "Nous nous trompons, vous vous taisez."), NONE);
}

#[test]
fn synopsis() {
    assert_eq!(body("L0106", "Text."), ["L0106 2:8"]);
    assert_eq!(told("L0106", "synopsis: Short.\n", "Text."), NONE);
    let words = |count: usize| format!("synopsis: {}\n", vec!["word"; count].join(" "));
    assert_eq!(told("L0107", &words(151), "Text."), ["L0107 3:11"]);
    assert_eq!(told("L0107", &words(150), "Text."), NONE);
}

#[test]
fn bios() {
    assert_eq!(told("L0108", "authors: [A. Writer]\n", "Text."), ["L0108 3:10"]);
    assert_eq!(told("L0108", "authors: [A. Writer]\nauthor_note: A. Writer teaches.\n", "Text."), NONE);
    let bio = |bio: &str| format!("authors:\n  - name: Micha'el Tanchum\n    bio: {bio}\n");
    assert_eq!(told("L0109", &bio("A fellow of the institute."), "Text."), ["L0109 5:10"]);
    for near in
        ["Dr Tanchum teaches.", "Dr *Tanchum* teaches.", "Tanchum's work is on energy.", "TANCHUM teaches."]
    {
        assert_eq!(told("L0109", &bio(near), "Text."), NONE, "{near}");
    }
}

#[test]
fn number_and_year() {
    assert_eq!(told("L0110", "number: CO12033\ndate: 2013-02-23\n", "Text."), ["L0110 3:9"]);
    assert_eq!(told("L0110", "number: CO12033\ndate: 2012-02-23\n", "Text."), NONE);
    assert_eq!(told("L0110", "number: \"12033\"\ndate: 2013-02-23\n", "Text."), NONE);
    assert_eq!(told("L0110", "number: CO1234\ndate: 2013-02-23\n", "Text."), NONE);
}

#[test]
fn bidi_controls() {
    assert_eq!(body("L0111", "a\u{202e}b"), ["L0111 4:2"]);
    assert_eq!(body("L0111", "عربي\u{200f}."), NONE);
}

#[test]
fn future_dates() {
    assert_eq!(told("L0112", "date: 2024-06-02\n", "Text."), ["L0112 3:7"]);
    assert_eq!(told("L0112", "date: 2024-06-01\n", "Text."), NONE);
}

#[test]
fn a_project_sets_levels() {
    let text = "[lint]\ndouble-space = \"error\"\nL0104 = { level = \"off\", reason = \"the house sets hyphens\" }\n";
    let project = offprint::project::load(std::path::Path::new("offprint.toml"), text.as_bytes())
        .expect("a good project");
    let reading = super::read_in(&project, "a.md", "---\ntitle: A\nsynopsis: S.\n---\nOne  two 12-15.\n");
    let findings = lint::check(&reading.records[0], &project, None);
    let told: Vec<(&str, bool)> = findings.iter().map(|one| (one.code.code, one.is_error())).collect();
    assert_eq!(told, [("L0102", true)]);
}
