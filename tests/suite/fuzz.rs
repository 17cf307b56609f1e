//! The corpus of the fuzz targets, replayed: every input that was interesting once returns.
//!
//! `fuzz/corpus/TARGET/` beside this file holds what is kept. An input that broke something is there under the name of what it broke.

mod targets;

use std::path::Path;

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
