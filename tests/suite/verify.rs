//! Cases of `verify`: real artefacts, made by our own writers, pass; broken on purpose, each is told by
//! name. The parts: [`pdf`], [`epub`], [`words`] (the text against the record's), [`folder`].

mod epub;
mod folder;
mod made;
mod pdf;
mod words;

use offprint::diagnostics::Diagnostic;

/// Asserts that a fault of a code is among those told, in words that say what it is.
#[track_caller]
fn assert_told(faults: &[Diagnostic], code: &str, words: &str) {
    let is_told = faults.iter().any(|fault| fault.code.code == code && fault.message.contains(words));
    assert!(is_told, "{code} with `{words}` is not among:\n{}", list(faults));
}

/// Asserts that nothing is told.
#[track_caller]
fn assert_clean(faults: &[Diagnostic]) {
    assert!(faults.is_empty(), "told of a good artefact:\n{}", list(faults));
}

fn list(faults: &[Diagnostic]) -> String {
    faults.iter().map(|fault| format!("{}: {}\n", fault.code.code, fault.message)).collect()
}
