//! `lint`: what is not told of one record, each with the reason.

use std::collections::BTreeMap;

use super::Silence;
use super::lint;
use super::tree::fields::{self, Faults, Fields, nearest};
use crate::diagnostics::codes::record as codes;

/// Reads `lint`: by code, the reason why a lint is not told.
pub fn read(record: &Fields<'_>, faults: &mut Faults) -> BTreeMap<&'static str, Silence> {
    let mut silenced = BTreeMap::new();
    let Some(node) = record.get("lint") else { return silenced };
    let Some(entries) = Fields::any(node, "lint.", faults) else { return silenced };
    for entry in entries.entries() {
        let Some(lint) = lint::find(&entry.key) else {
            let message = format!("unknown lint `{}`", entry.key);
            let fault = faults.error(&codes::SILENCE_UNKNOWN, message, entry.start, entry.end);
            let near = nearest(&entry.key, lint::all().map(|lint| lint.name));
            fault.hints.extend(near.map(|near| format!("did you mean `{near}`?")));
            continue;
        };
        let name = entries.name(&entry.key);
        let is_word = |word: &str| word.eq_ignore_ascii_case("off") || word.eq_ignore_ascii_case("false");
        match fields::line(&entry.value, &name, faults) {
            Some(line) if is_word(&line.text) => {
                let message = format!("lint `{}` is silenced without a reason", entry.key);
                let fault = faults.at(&codes::SILENCE_REASON, message, &entry.value);
                fault.hints.push(format!("write why: `{}: the scores are quoted as printed`", entry.key));
            }
            Some(line) => {
                let span = faults.span(entry.start, entry.end);
                silenced.insert(lint.code.code, Silence { reason: line.text, span });
            }
            None => {}
        }
    }
    silenced
}
