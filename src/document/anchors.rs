//! Names of headings: unique, the same in every build, found again by links.

use std::collections::{BTreeMap, BTreeSet};

/// Ids of the sections, which no heading takes.
pub(super) const SECTION_IDS: [&str; 7] =
    ["disclaimer", "notices", "synopsis", "commentary", "about", "citation", "rights"];

/// The names given so far. A heading's id is ASCII, starts with a letter and never holds `--`,
/// `_` or `.`, so that writers can form their own ids with those.
#[derive(Debug)]
pub(super) struct Anchors {
    ids: BTreeSet<String>,
    /// From a heading's words, as a link may write them, to its id.
    by_words: BTreeMap<String, String>,
    nameless: usize,
    /// How often each name was asked for.
    counts: BTreeMap<String, u32>,
    /// The levels open above the next heading of the text at hand.
    levels: Vec<u8>,
}

impl Default for Anchors {
    fn default() -> Self {
        let ids = SECTION_IDS.iter().map(|&id| id.to_owned()).collect();
        let by_words = SECTION_IDS.iter().map(|&id| (id.to_owned(), id.to_owned())).collect();
        Self { ids, by_words, nameless: 0, counts: BTreeMap::new(), levels: Vec::new() }
    }
}

impl Anchors {
    /// Starts another text: its headings nest anew below its section's.
    pub(super) fn start_text(&mut self) {
        self.levels.clear();
    }

    /// Returns the level a heading takes, without a gap, and the level it should have had at
    /// most, where it skips one.
    pub(super) fn level(&mut self, level: u8) -> (u8, Option<u8>) {
        let above = self.levels.last().copied();
        while self.levels.last().is_some_and(|&open| open >= level) {
            self.levels.pop();
        }
        self.levels.push(level);
        let taken = u8::try_from(self.levels.len() + 2).unwrap_or(6).min(6);
        let skipped = above.filter(|&above| level > above + 1).map(|above| above + 1);
        (taken, skipped)
    }

    /// Names a heading by its words.
    pub(super) fn name(&mut self, words: &str) -> String {
        let ascii: String = words.chars().filter(char::is_ascii).collect();
        let mut stem = slug(&ascii);
        if stem.is_empty() {
            self.nameless += 1;
            stem = format!("section-{}", self.nameless);
        } else if !stem.starts_with(|c: char| c.is_ascii_alphabetic()) {
            stem = format!("s-{stem}");
        }
        let mut id = stem.clone();
        // The count goes on from the last heading of the same words, or many would take long.
        let count = self.counts.entry(stem.clone()).or_insert(1);
        while !self.ids.insert(id.clone()) {
            *count += 1;
            id = format!("{stem}-{count}");
        }
        self.by_words.entry(slug(words)).or_insert_with(|| id.clone());
        id
    }

    /// Finds the id a link's fragment means.
    pub(super) fn find(&self, fragment: &str) -> Option<&str> {
        if let Some(id) = self.ids.get(fragment) {
            return Some(id);
        }
        let words = slug(fragment);
        let id = match self.by_words.get(&words) {
            Some(id) => id,
            None => self.ids.get(&words)?,
        };
        Some(id)
    }

    /// Returns the known name nearest to a fragment.
    pub(super) fn nearest(&self, fragment: &str) -> Option<&str> {
        let words = slug(fragment);
        self.by_words
            .keys()
            .map(|known| (strsim::jaro_winkler(known, &words), known))
            .filter(|&(likeness, _)| likeness > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
            .map(|(_, known)| known.as_str())
    }

    /// Forgets the ids of sections that the document does not have.
    pub(super) fn keep_sections(&mut self, present: &[&str]) {
        for id in SECTION_IDS.iter().filter(|id| !present.contains(id)) {
            self.ids.remove(*id);
            if self.by_words.get(*id).is_some_and(|target| target == id) {
                self.by_words.remove(*id);
            }
        }
    }
}

/// Turns words into a name: letters and figures in lower case, single hyphens between them.
pub(super) fn slug(words: &str) -> String {
    let mut name = String::with_capacity(words.len());
    for c in words.chars().flat_map(char::to_lowercase) {
        // Apostrophes vanish ("don't" is `dont`); a vowel sign of Tamil belongs to its letter.
        if c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace() && !is_mark(c) {
            name.push(c);
        } else if matches!(c, ' ' | '-' | '_' | '\u{a0}' | '–' | '—' | '/')
            && !name.is_empty()
            && !name.ends_with('-')
        {
            name.push('-');
        }
    }
    name.trim_end_matches('-').to_owned()
}

fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0xA1..=0xBF | 0x2000..=0x206F | 0x3000..=0x303F | 0xFF00..=0xFF0F)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_leave_sections_alone() {
        let mut anchors = Anchors::default();
        assert_eq!(anchors.name("Division of labour"), "division-of-labour");
        assert_eq!(anchors.name("Division of labour"), "division-of-labour-2");
        assert_eq!(anchors.name("Synopsis"), "synopsis-2");
        assert_eq!(anchors.name("2012"), "s-2012");
        assert_eq!(anchors.name("序言"), "section-1");
        assert_eq!(anchors.name("Don’t -- do_this!"), "dont-do-this");
        assert_eq!(anchors.find("序言"), Some("section-1"));
        assert_eq!(anchors.find("division--of-labour"), Some("division-of-labour"));
        assert_eq!(anchors.find("dividing-labour"), None);
    }

    #[test]
    fn levels_close_their_gaps() {
        let mut anchors = Anchors::default();
        let levels: Vec<_> = [2, 4, 4, 3, 2, 6, 1].map(|level| anchors.level(level)).to_vec();
        let taken: Vec<u8> = levels.iter().map(|level| level.0).collect();
        assert_eq!(taken, [3, 4, 4, 4, 3, 4, 3]);
        let skipped: Vec<_> = levels.iter().map(|level| level.1).collect();
        assert_eq!(skipped, [None, Some(3), None, None, None, Some(3), None]);
    }

    #[test]
    fn the_deepest_level_is_six() {
        let mut anchors = Anchors::default();
        assert_eq!([1, 2, 3, 4, 5, 6].map(|level| anchors.level(level).0), [3, 4, 5, 6, 6, 6]);
    }
}
