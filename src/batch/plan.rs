//! Up to date or not, by content and never by the time a file was touched.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::digest;
use super::manifest::{Entry, OutputFile};
use crate::disk;

/// What a build would do with a record's artefacts, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Never built.
    New,
    /// Built from other inputs: their kinds (`record`, `disclaimer`, `style` ...).
    Changed(Vec<String>),
    /// Built, but the file is gone or is no longer what was written.
    Damaged(String),
    /// As it was.
    Unchanged,
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => write!(f, "new"),
            Self::Changed(kinds) => write!(f, "changed ({})", kinds.join(", ")),
            Self::Damaged(path) => write!(f, "changed ({path} is missing or was altered)"),
            Self::Unchanged => write!(f, "unchanged"),
        }
    }
}

/// Compares what a record's artefacts depend on now with what they were built from.
#[must_use]
pub fn state(
    known: Option<&Entry>,
    inputs: &BTreeMap<String, String>,
    wanted: &[String],
    folder: &Path,
) -> State {
    let Some(known) = known else { return State::New };
    let kinds: Vec<String> = inputs
        .keys()
        .chain(known.inputs.keys().filter(|kind| !inputs.contains_key(*kind)))
        .filter(|kind| inputs.get(*kind) != known.inputs.get(*kind))
        .cloned()
        .collect();
    if !kinds.is_empty() {
        return State::Changed(kinds);
    }
    for path in wanted {
        match known.outputs.iter().find(|file| file.path == *path) {
            Some(file) if is_intact(file, folder) => {}
            _ => return State::Damaged(path.clone()),
        }
    }
    State::Unchanged
}

/// Tells whether a file is still what was written; the size is looked at first, since it is cheap.
#[must_use]
pub fn is_intact(file: &OutputFile, folder: &Path) -> bool {
    let path = folder.join(&file.path);
    std::fs::metadata(&path).is_ok_and(|facts| facts.is_file() && facts.len() == file.size)
        && disk::read(&path, file.size).is_ok_and(|bytes| digest::of_output(&bytes) == file.sha256)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(record: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("record".to_owned(), record.to_owned())])
    }

    #[test]
    fn an_altered_output_is_noticed() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(folder.path().join("a.pdf"), b"abc").expect("writable");
        let file = OutputFile {
            path: "a.pdf".into(),
            sha256: digest::of_output(b"abc"),
            size: 3,
            ..OutputFile::default()
        };
        let entry = Entry { inputs: inputs("1"), outputs: vec![file], ..Entry::default() };
        let wanted = ["a.pdf".to_owned()];
        assert_eq!(state(None, &inputs("1"), &wanted, folder.path()), State::New);
        assert_eq!(state(Some(&entry), &inputs("1"), &wanted, folder.path()), State::Unchanged);
        assert_eq!(
            state(Some(&entry), &inputs("2"), &wanted, folder.path()),
            State::Changed(vec!["record".into()])
        );
        std::fs::write(folder.path().join("a.pdf"), b"abd").expect("writable");
        assert_eq!(state(Some(&entry), &inputs("1"), &wanted, folder.path()), State::Damaged("a.pdf".into()));
    }
}
