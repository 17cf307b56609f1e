//! What was told, sorted by its code.

use std::collections::BTreeMap;

use super::Account;
use crate::diagnostics::{Code, Severity, codes};

/// How many of a kind are shown with their places.
const SHOWN: usize = 25;

/// All that has one code and one weight.
#[derive(Debug)]
pub struct Kind {
    /// How much it weighs.
    pub severity: Severity,
    /// What it is called.
    pub code: Code,
    /// How often it was told.
    pub count: usize,
    /// The first of them: where, and what.
    pub first: Vec<(String, String)>,
}

/// Returns the kinds, errors first. Errors are those of this run; warnings are of every record the manifest holds,
/// built now or before.
pub fn kinds(account: &Account<'_>) -> Vec<Kind> {
    let mut kinds: BTreeMap<(bool, &str), Kind> = BTreeMap::new();
    let mut add = |severity: Severity, code: Code, place: String, message: String| {
        let kind = kinds.entry((severity != Severity::Error, code.code)).or_insert_with(|| Kind {
            severity,
            code,
            count: 0,
            first: Vec::new(),
        });
        kind.count += 1;
        if kind.first.len() < SHOWN {
            kind.first.push((place, message));
        }
    };
    for one in account.told.iter().filter(|one| one.is_error()) {
        add(Severity::Error, one.code, one.place.clone(), one.message.clone());
    }
    for entry in account.manifest.records.values() {
        for line in &entry.warnings {
            if let Some((place, code, message)) = parts(line) {
                add(Severity::Warning, code, format!("{}:{place}", entry.source), message.to_owned());
            }
        }
    }
    kinds.into_values().collect()
}

/// Takes a warning of the manifest apart: `3:7: L0104: message`.
fn parts(line: &str) -> Option<(&str, Code, &str)> {
    let (place, rest) = line.split_once(": ")?;
    let (code, message) = rest.split_once(": ")?;
    Some((place, codes::find(code)?, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_manifest_is_taken_apart() {
        let (place, code, message) =
            parts("40:599: L0104: the range `a: b` has a hyphen").expect("a warning");
        assert_eq!((place, code.code, message), ("40:599", "L0104", "the range `a: b` has a hyphen"));
        assert!(parts("no place").is_none());
    }
}
