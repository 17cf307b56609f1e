//! The records that are bound with one, and the addresses that links to them have until it is known where each stands.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::lang::speaks;

/// What stands before language and number of a record in a link to it.
const SCHEME: &str = "offprint:";

/// The records that are bound with one.
#[derive(Clone, Debug, Default)]
pub struct Siblings {
    /// From numbers, in lower case, to the languages of the records that have them.
    by_number: BTreeMap<String, BTreeSet<String>>,
}

impl<'r> FromIterator<(&'r str, &'r str)> for Siblings {
    /// Takes the number and the language of each.
    fn from_iter<T: IntoIterator<Item = (&'r str, &'r str)>>(records: T) -> Self {
        let mut siblings = Self::default();
        for (number, lang) in records {
            siblings.by_number.entry(number.to_lowercase()).or_default().insert(lang.to_owned());
        }
        siblings
    }
}

impl Siblings {
    /// Returns the address of the sibling that a path in a link means: `CO12034`, `../CO12034.md`.
    pub(super) fn by_path(&self, target: &str) -> Option<String> {
        if self.by_number.is_empty() {
            return None;
        }
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let path = path.strip_suffix("/index.md").unwrap_or(path);
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        [name, stem].into_iter().find_map(|number| self.address(number, ""))
    }

    /// Returns the address of the sibling of a number, in a language if one is given.
    pub(super) fn address(&self, number: &str, lang: &str) -> Option<String> {
        let langs = self.by_number.get(&number.to_lowercase())?;
        let is_there = lang.is_empty() || langs.iter().any(|own| speaks(own, lang));
        is_there.then(|| format!("{SCHEME}{lang}/{number}"))
    }
}

/// Returns the language, empty where any will do, and the number of the record that an address made here is of.
#[must_use]
pub fn sibling(address: &str) -> Option<(&str, &str)> {
    address.strip_prefix(SCHEME)?.split_once('/')
}
