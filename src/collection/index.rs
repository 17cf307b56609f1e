//! Indexes of a volume: who wrote what, and what is about what.

use std::collections::BTreeMap;

use super::Facts;
use crate::document::file_as;

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// Its name in the volume: `authors` or `topics`.
    pub id: &'static str,
    /// What stands above it.
    pub title: String,
    /// Its entries, sorted.
    pub entries: Vec<Entry>,
}

/// An entry of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub words: String,
    /// The places of the members it leads to, in their order.
    pub members: Vec<usize>,
}

/// Gathers the authors, filed by family name.
#[must_use]
pub fn authors(members: &[&Facts]) -> Vec<Entry> {
    gather(members, |facts| facts.authors.iter().map(|name| file_as(name)).collect())
}

/// Gathers topics and regions.
#[must_use]
pub fn topics(members: &[&Facts]) -> Vec<Entry> {
    gather(members, |facts| facts.topics.iter().chain(&facts.regions).cloned().collect())
}

/// Terms that differ in case only are one, told as the first member has it.
fn gather(members: &[&Facts], terms: impl Fn(&Facts) -> Vec<String>) -> Vec<Entry> {
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    for (at, facts) in members.iter().enumerate() {
        for words in terms(facts) {
            let words = words.trim();
            if words.is_empty() {
                continue;
            }
            let entry = entries
                .entry(words.to_lowercase())
                .or_insert_with(|| Entry { words: words.to_owned(), members: Vec::new() });
            if entry.members.last() != Some(&at) {
                entry.members.push(at);
            }
        }
    }
    entries.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_sorted_and_each_member_stands_in_one_once() {
        let facts = |author: &str, topic: &str| Facts {
            authors: vec![author.into()],
            topics: vec![topic.into(), topic.to_uppercase()],
            ..Facts::default()
        };
        let members =
            [facts("Alica Kizekova", "Security"), facts("Jane Abe", "security"), facts("Jane Abe", "Trade")];
        let members: Vec<&Facts> = members.iter().collect();
        let told = |entries: Vec<Entry>| -> Vec<(String, Vec<usize>)> {
            entries.into_iter().map(|entry| (entry.words, entry.members)).collect()
        };
        assert_eq!(
            told(authors(&members)),
            [("Abe, Jane".into(), vec![1, 2]), ("Kizekova, Alica".into(), vec![0])]
        );
        assert_eq!(told(topics(&members)), [("Security".into(), vec![0, 1]), ("Trade".into(), vec![2])]);
    }
}
