//! The corpus of the fuzz targets, replayed: every input that was interesting once returns.
//!
//! `fuzz/corpus/TARGET/` beside this file holds what is kept. An input that broke something is there under the name of what it broke.

mod targets;

use std::path::Path;

use proptest::prelude::*;

#[test]
fn every_kept_input_returns() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/fuzz/corpus");
    let mut counts = Vec::new();
    for (name, target) in targets::TARGETS {
        let folder = corpus.join(name);
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|_| panic!("{name} has a corpus"));
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("it can be listed").path()).collect();
        paths.sort();
        for path in &paths {
            target(&std::fs::read(path).expect("it can be read"));
        }
        counts.push((name, paths.len()));
    }
    assert!(counts.iter().all(|&(_, count)| count >= 5), "{counts:?}");
}

/// A label as somebody might write it who knows the blanks, and somebody who does not.
fn label() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        prop::sample::select(vec![
            "{",
            "}",
            "{page}",
            "{day}",
            "{month}",
            "{year_buddhist}",
            "{names}",
            "{{}}",
            "|",
            " "
        ])
        .prop_map(str::to_owned),
        "[ -~é中]{0,8}",
        prop::sample::select(vec!["\u{202e}", "<b>&", "\u{301}", "\u{639}\u{644}"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..8).prop_map(|parts| format!("x{}", parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_label_is_too_strange(texts in prop::collection::vec(label(), 60), lang in prop::sample::select(vec!["en", "ar", "zh", "xx"])) {
        let known: toml::Table = toml::from_str(include_str!("../../styles/labels/en.toml")).expect("labels of English");
        let table: toml::Table =
            known.keys().cloned().zip(texts.into_iter().map(toml::Value::from)).collect();
        let file = format!("[labels.{lang}]\n{table}");
        let project = offprint::project::load(Path::new("offprint.toml"), file.as_bytes());
        prop_assert!(project.is_ok(), "{project:?}");
        targets::labels(file.as_bytes());
    }
}
