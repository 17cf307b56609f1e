//! What running heads and feet say, and the plain facts for metadata.

use std::collections::BTreeMap;

use super::builder::Builder;
use super::front_matter::is_writer;
use super::inline::plain_text;
use super::inlines;
use super::markdown::{self, Reading};
use super::names::Name;
use super::{Block, Furniture, Inline, Metadata, Person, Section, SectionRole, reading};
use crate::project::Authority;
use crate::record::Status;

/// Characters that a running head's side may have.
const RUNNING_HEAD: usize = 60;
/// Characters of two names in full, above which only their families are named.
const RUNNING_NAMES: usize = 44;

impl Builder<'_> {
    pub(super) fn is_draft(&self) -> bool {
        self.options.draft || self.record.status == Status::Draft
    }

    pub(super) fn furniture(&self, title: &str) -> Furniture {
        let publisher = self.publisher();
        let lines = publisher.name.iter().chain(&publisher.address);
        let lines: Vec<&str> = lines
            .map(|line| line.trim().trim_end_matches([',', '，', '、']).trim())
            .filter(|line| !line.is_empty())
            .collect();
        Furniture {
            running_author: self.running_author(),
            short_title: short_title(title),
            address: lines.join(", "),
            folio: self.labels.get("folio").to_owned(),
            draft: self.is_draft().then(|| self.labels.get("draft").to_owned()),
            proof: self.is_draft().then(|| self.proof_line()),
            is_comparison: false,
        }
    }

    /// Says on every page of a draft that it is one, and of which day: the one the caller gives, or that of the
    /// record's last change. The clock has no part in it, so that the same input gives the same proof.
    fn proof_line(&self) -> String {
        match self.options.proof_date.or(self.record.updated) {
            Some(date) => self.labels.fill("draft_of", &[("date", &self.labels.date(date))]),
            None => self.labels.get("draft").to_owned(),
        }
    }

    fn running_author(&self) -> String {
        let names = self.author_names();
        let families = || names.iter().map(|name| Name::read(name).family().to_owned()).collect::<Vec<_>>();
        match names.len() {
            0 => String::new(),
            1 => names[0].to_owned(),
            2 | 3 => {
                let full = self.labels.list(&names);
                if full.chars().count() <= RUNNING_NAMES {
                    return full;
                }
                let families = families();
                self.labels.list(&families.iter().map(String::as_str).collect::<Vec<_>>())
            }
            _ => self.labels.fill("and_others", &[("name", &families()[0])]),
        }
    }

    pub(super) fn metadata(
        &self,
        title: String,
        subtitle: Option<&Vec<Inline>>,
        sections: &[Section],
    ) -> Metadata {
        let record = self.record;
        let series = self.series();
        let publisher = self.publisher();
        Metadata {
            title,
            subtitle: subtitle.map(|subtitle| plain_text(subtitle)),
            authors: self.persons(),
            number: record.number.clone(),
            kind: record.kind.clone(),
            series_key: series.map(|(key, _)| key.to_owned()),
            series_title: self.series_title().map(str::to_owned),
            issn: series.and_then(|(_, series)| series.issn.clone()),
            publisher: publisher.name.clone(),
            date: record.date.map(|date| date.to_string()),
            updated: record.updated.map(|date| date.to_string()),
            synopsis: sections
                .iter()
                .find(|section| section.role == SectionRole::Synopsis)
                .map(|section| words(&section.blocks)),
            topics: record.topics.clone(),
            regions: record.regions.clone(),
            keywords: record.keywords.clone(),
            authorities: self.authorities(),
            doi: record.doi.clone(),
            url: record.url.clone(),
            rights: record.rights.clone().or_else(|| publisher.rights.clone()),
            license: record.license.clone(),
            is_draft: self.is_draft(),
            translator: record.translator.clone(),
            translations: record
                .translations
                .iter()
                .map(|sibling| (sibling.number.clone(), sibling.lang.clone()))
                .collect(),
            supersedes: record.supersedes.clone(),
            version: record.version.clone(),
            is_superseded: record.status == Status::Superseded,
            is_volume: false,
            corrections: self.corrections(),
        }
    }

    fn authorities(&self) -> BTreeMap<String, Authority> {
        let record = self.record;
        let subjects = record.topics.iter().chain(&record.regions).chain(&record.keywords);
        subjects.filter_map(|term| Some((term.clone(), self.project.subjects.get(term)?.clone()))).collect()
    }

    fn corrections(&self) -> Vec<(String, String, String)> {
        let corrections = self.record.corrections.iter();
        corrections
            .map(|correction| {
                let nodes = markdown::parse(&correction.note.text, Reading::Whole).unwrap_or_default();
                let note = inlines::plain(&nodes);
                (correction.date.to_string(), correction.kind.clone(), note)
            })
            .collect()
    }

    fn persons(&self) -> Vec<Person> {
        let person = |name: &str, role: &str| {
            let read = Name::read(name);
            let (file_as, parts) = (read.file_as(), read.into_parts());
            Person { name: name.to_owned(), file_as, parts, role: role.to_owned(), ..Person::default() }
        };
        let mut persons: Vec<Person> = Vec::new();
        for author in &self.record.authors {
            let role =
                if is_writer(author) { "aut" } else { relator(author.role.as_deref().unwrap_or_default()) };
            persons.push(Person {
                affiliation: author.affiliation.clone(),
                orcid: author.orcid.clone(),
                ..person(&author.name, role)
            });
        }
        if let Some(translator) = self.record.translator.as_deref()
            && !persons.iter().any(|known| known.name == translator)
        {
            persons.push(person(translator, "trl"));
        }
        persons
    }
}

/// Returns the MARC relator code of a role; `ctb` (contributor) where there is none.
fn relator(role: &str) -> &'static str {
    match role.to_lowercase().as_str() {
        "edt" | "editor" | "editors" | "ed." => "edt",
        "trl" | "translator" | "trans." => "trl",
        "ill" | "illustrator" => "ill",
        "pht" | "photographer" => "pht",
        "ive" | "interviewee" => "ive",
        "ivr" | "interviewer" => "ivr",
        "aui" | "author of introduction" => "aui",
        "aft" | "author of afterword" => "aft",
        "com" | "compiler" => "com",
        "spk" | "speaker" => "spk",
        "res" | "researcher" => "res",
        _ => "ctb",
    }
}

/// Returns the words of blocks, a blank line between two.
fn words(blocks: &[Block]) -> String {
    reading::block_texts(blocks).join("\n\n")
}

/// Shortens a title for a running head: at its colon, or at a word.
pub(super) fn short_title(title: &str) -> String {
    if title.chars().count() <= RUNNING_HEAD {
        return title.to_owned();
    }
    for mark in [": ", "：", " – ", " — ", "? "] {
        if let Some((head, _)) = title.split_once(mark) {
            let length = head.chars().count();
            if (8..=RUNNING_HEAD).contains(&length) {
                return format!("{head}{}", if mark == "? " { "?" } else { "" });
            }
        }
    }
    let cut: String = title.chars().take(RUNNING_HEAD - 1).collect();
    // A word is not cut, unless there is none (Han) or the cut would take too much.
    let is_at_word = title[cut.len()..].starts_with(' ');
    let end = cut
        .rfind(' ')
        .filter(|_| !is_at_word)
        .filter(|&at| cut[..at].chars().count() > RUNNING_HEAD / 2)
        .unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([' ', ',', ';', ':', '-', '–', '—', '，', '、', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_shortened_where_they_may_be() {
        assert_eq!(
            short_title("The Shanghai Cooperation Organisation: Challenges in Cyberspace"),
            "The Shanghai Cooperation Organisation"
        );
        assert_eq!(short_title("A short one: with a colon"), "A short one: with a colon");
        assert_eq!(
            short_title(
                "The Idea of Restraining the Legislative Authority in Regard to the Common Defense Considered"
            ),
            "The Idea of Restraining the Legislative Authority in Regard…"
        );
        assert!(short_title(&"世".repeat(100)).chars().count() <= 60);
    }
}
