//! The scripts that characters and faces are of, by their English names.

use std::collections::BTreeMap;

use icu_properties::props::Script;
use icu_properties::{CodePointMapData, PropertyNamesLong};

/// A face is of a script when it has so many of its letters; fewer are signs that strayed in.
const FEW: usize = 12;

/// Returns the name of a character's script; `None` for what scripts share.
#[must_use]
pub fn of(character: char) -> Option<&'static str> {
    let script = CodePointMapData::<Script>::new().get(character);
    (script != Script::Common && script != Script::Inherited && script != Script::Unknown)
        .then(|| PropertyNamesLong::<Script>::new().get(script).unwrap_or("Unknown"))
}

/// Returns the scripts of stretches of code points (first and last), in the order of their names; those of signs
/// alone are `symbols`.
#[must_use]
pub fn of_ranges(ranges: &[(u32, u32)]) -> Vec<&'static str> {
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    let characters = ranges.iter().flat_map(|&(first, last)| first..=last).filter_map(char::from_u32);
    for script in characters.filter_map(of) {
        *counts.entry(script).or_default() += 1;
    }
    let names: Vec<&'static str> =
        counts.into_iter().filter(|&(_, count)| count >= FEW).map(|(name, _)| name).collect();
    if names.is_empty() { vec!["symbols"] } else { names }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_of_the_scripts_they_have_letters_of() {
        assert_eq!(of_ranges(&[(0x41, 0x5a), (0x3b1, 0x3c9), (0x5d0, 0x5d1)]), ["Greek", "Latin"]);
        assert_eq!(of_ranges(&[(0x2600, 0x26ff)]), ["symbols"]);
        assert_eq!(of('5'), None);
        assert_eq!(of('த'), Some("Tamil"));
    }
}
