//! Whatever the bytes, reading ends, and every place it tells is inside the file.

use offprint::diagnostics::{Diagnostic, render};
use offprint::project;
use offprint::record::Record;
use proptest::prelude::*;

use super::read;

const NAMES: [&str; 5] = ["a.md", "a.yaml", "a.toml", "a.json", "a.jsonl"];

fn check_diagnostics(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let span = diagnostic.span.as_ref().expect("every fault of a file has a place");
        let spans = std::iter::once(span).chain(diagnostic.related.iter().map(|(span, _)| span));
        for span in spans {
            assert!(span.start <= span.end && span.end <= span.source.text.len(), "{diagnostic:?}");
        }
        let drawn = render::human(diagnostic, false);
        let acts = |c: char| c.is_control() && c != '\n';
        assert!(!drawn.contains(acts), "{drawn:?}");
        assert!(!render::short(diagnostic).contains(char::is_control));
        assert!(serde_json::from_str::<serde_json::Value>(&render::json(diagnostic)).is_ok());
    }
}

fn check_records(records: &[Record]) {
    for record in records {
        for (at, _) in record.body.text.char_indices() {
            assert!((record.body.place(at).0 as usize) < record.source.text.len());
        }
        assert!(!record.title.text.trim().is_empty() && !record.body.text.trim().is_empty());
    }
}

/// Text that looks like a record often enough to get deep into the readers.
fn likely() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "---\n",
        "title",
        "body",
        "authors",
        "date",
        "name",
        ": ",
        " = ",
        "\"",
        "'",
        "\"\"\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        "\n",
        "\r\n",
        "  ",
        "- ",
        "|\n",
        ">-\n",
        "\\n",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\\",
        "#",
        "&a ",
        "*a",
        "!!str ",
        "é",
        "\u{feff}",
        "\u{202e}",
        "\u{1b}[31m",
        "\t",
        "2012-02-30",
        "007",
        "true",
        "null",
        "~",
        "A title",
        "? ",
        "<<: ",
        "[email protected]",
        "😀",
        "`",
        "<b>",
        "](",
        "  word  ",
        "12-15",
    ]);
    prop::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in NAMES {
            let reading = read(name, &bytes);
            check_diagnostics(&reading.diagnostics);
            check_records(&reading.records);
        }
        if let Err(faults) = project::load(std::path::Path::new("offprint.toml"), &bytes) {
            check_diagnostics(&faults);
        }
    }

    #[test]
    fn any_likely_text_is_read_or_refused(text in likely()) {
        for name in NAMES {
            let reading = read(name, &text);
            check_diagnostics(&reading.diagnostics);
            check_records(&reading.records);
        }
        let whole = format!("---\ntitle: A\n---\n{text}");
        let reading = read("a.md", whole);
        check_diagnostics(&reading.diagnostics);
        check_records(&reading.records);
        for record in &reading.records {
            check_diagnostics(&offprint::record::lint::check(record, &project::Project::default(), None));
        }
        if let Err(faults) = project::load(std::path::Path::new("offprint.toml"), text.as_bytes()) {
            check_diagnostics(&faults);
        }
    }

    #[test]
    fn a_body_comes_through_every_form_unchanged(body in "[ -~\n\u{e9}\u{4e2d}\u{1f600}]{1,80}x") {
        let body = body.trim().to_owned();
        let json = serde_json::json!({ "title": "A", "body": body });
        let toml = format!("title = 'A'\nbody = {}\n", serde_json::to_string(&body).expect("a string"));
        for (name, text) in [("a.json", json.to_string()), ("a.yaml", json.to_string()), ("a.toml", toml)] {
            let reading = read(name, &text);
            prop_assert_eq!(reading.records.len(), 1, "{} {:?}", text, reading.diagnostics);
            prop_assert_eq!(&reading.records[0].body.text, &body);
            let record = &reading.records[0];
            // What is a letter in the body is that letter in the file.
            for (at, c) in body.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                let place = record.body.place(at).0 as usize;
                prop_assert!(record.source.text[place..].starts_with(c), "{} at {}", c, at);
            }
        }
    }
}
