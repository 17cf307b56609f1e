//! `[lint]`: levels that differ from the built-in ones, each with a reason when weakened.

use std::collections::BTreeMap;

use super::read::entries;
use crate::diagnostics::Severity;
use crate::diagnostics::codes::project as codes;
use crate::record::lint::{self, Lint};
use crate::record::tree::fields::{Faults, Fields, choice, line, nearest};
use crate::record::tree::{Entry, Value};

/// The levels, from strong to weak.
pub const LEVELS: [&str; 4] = ["error", "warning", "note", "off"];
/// The keys of a lint that is set with its reason.
pub const LINT_KEYS: [&str; 2] = ["level", "reason"];

/// Reads `[lint]`: by code, the level that the project gives it.
pub fn read(fields: &Fields<'_>, faults: &mut Faults) -> BTreeMap<String, Option<Severity>> {
    let entries = entries(fields, "lint", faults);
    entries.into_iter().filter_map(|entry| one(entry, faults)).collect()
}

fn one(entry: &Entry, faults: &mut Faults) -> Option<(String, Option<Severity>)> {
    let Some(lint) = lint::find(&entry.key) else {
        let fault = faults.error(
            &codes::UNKNOWN_LINT,
            format!("unknown lint `{}`", entry.key),
            entry.start,
            entry.end,
        );
        let near = nearest(&entry.key, lint::all().map(|lint| lint.name));
        fault.hints.extend(near.map(|near| format!("did you mean `{near}`?")));
        return None;
    };
    let name = format!("lint.{}", entry.key);
    let (level, has_reason) = match &entry.value.value {
        Value::Map(_) => {
            let table = Fields::new(&entry.value, &format!("{name}."), &LINT_KEYS, &[], faults)?;
            (table.choice("level", &LEVELS, faults)?, table.line("reason", faults).is_some())
        }
        _ => (choice(&line(&entry.value, &name, faults)?, &name, &LEVELS, faults)?, false),
    };
    let level = match level {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        _ => None,
    };
    check_reason(lint, level, has_reason, entry, faults);
    Some((lint.code.code.to_owned(), level))
}

fn check_reason(lint: &Lint, level: Option<Severity>, has_reason: bool, entry: &Entry, faults: &mut Faults) {
    if level < lint.level && !has_reason {
        let message = format!("lint `{}` is weakened without a reason", entry.key);
        let word = match level {
            None => "off",
            Some(Severity::Note) => "note",
            Some(_) => "warning",
        };
        let hint = format!("write `{} = {{ level = \"{word}\", reason = \"...\" }}`", entry.key);
        faults.at(&codes::NO_REASON, message, &entry.value).hints.push(hint);
    }
}
