//! Stable codes and the long story of each, told by `offprint explain`.
//!
//! A hundred a room: E01 records, E02 project, E03 document, E04 style and fonts, E05 layout, E06 PDF,
//! E07 EPUB, E08 batch, E09 verify, E10 import, E11 collections and catalogue, E12 proofs and preview; `L` codes are
//! lints, whose level a project can set. A number is never used again for another thing.
//! Each room keeps its own table in a file beside this one.

pub mod batch;
pub mod catalogue;
pub mod collection;
pub mod document;
pub mod epub;
pub mod import;
pub mod layout;
pub mod paragraph;
pub mod pdf;
pub mod project;
pub mod proof;
pub mod record;
pub mod style;
pub mod verify;

/// One row of a table: a code, its title, and what to know about it.
#[derive(Debug)]
pub struct Entry {
    /// The code, such as `E0102`.
    pub code: &'static str,
    /// A line that names it.
    pub title: &'static str,
    /// The long story: what it means, an example, what to do.
    pub story: &'static str,
}

/// A stable code; every code in use has an [`Entry`].
pub type Code = &'static Entry;

/// Declares codes as constants and their table at once.
macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident = $code:literal, $title:literal, $story:literal;)*) => {
        $(
            #[doc = $title]
            pub static $name: $crate::diagnostics::codes::Entry =
                $crate::diagnostics::codes::Entry { code: $code, title: $title, story: $story };
        )*
        /// Every code of this room.
        pub(super) static TABLE: &[&$crate::diagnostics::codes::Entry] = &[$(&$name),*];
    };
}
pub(crate) use codes;

static TABLES: &[&[Code]] = &[
    record::TABLE,
    project::TABLE,
    document::TABLE,
    style::TABLE,
    layout::TABLE,
    paragraph::TABLE,
    pdf::TABLE,
    epub::TABLE,
    batch::TABLE,
    verify::TABLE,
    import::TABLE,
    proof::TABLE,
    collection::TABLE,
    catalogue::TABLE,
];

/// Returns every code, in order of the tables.
pub fn all() -> impl Iterator<Item = Code> {
    TABLES.iter().flat_map(|table| table.iter().copied())
}

/// Finds a code by name, in any case.
#[must_use]
pub fn find(name: &str) -> Option<Code> {
    all().find(|entry| entry.code.eq_ignore_ascii_case(name))
}

/// Returns the code whose name is nearest to one that does not exist, if any is near.
#[must_use]
pub fn nearest(name: &str) -> Option<Code> {
    let name = name.to_uppercase();
    all()
        .map(|entry| (strsim::damerau_levenshtein(&name, entry.code), entry))
        .filter(|&(distance, _)| distance <= 2)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, entry)| entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_its_own_and_tells_a_story() {
        let mut codes: Vec<&str> = all().map(|entry| entry.code).collect();
        codes.sort_unstable();
        let count = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), count, "a code is used twice");
        for entry in all() {
            assert!(entry.story.len() > 20, "{} has no story", entry.code);
            let digits = entry.code.strip_prefix(['E', 'L']).unwrap_or_default();
            assert!(digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()), "{}", entry.code);
        }
    }

    #[test]
    fn codes_are_found_in_any_case_and_near_ones_are_named() {
        assert_eq!(find("e0102").map(|entry| entry.code), Some("E0102"));
        assert_eq!(nearest("E102").map(|entry| entry.code), Some("E0102"));
        assert!(nearest("nothing").is_none());
    }
}
