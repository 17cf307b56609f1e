//! Siblings in other languages: whether each that is named is there, and names the record in turn.
//!
//! This takes all records at once. Of each a little is kept ([`Kin`]), so that the size of an archive does not matter.

use std::collections::BTreeMap;

use super::Findings;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::record as codes;
use crate::project::Project;
use crate::record::Record;
use crate::record::lang::speaks;

/// What is known of a record among its siblings.
#[derive(Clone, Debug)]
pub struct Kin {
    /// Its place in its file.
    pub ordinal: usize,
    number: String,
    lang: String,
    translations: Vec<(String, String)>,
}

impl Kin {
    /// Takes from a record what is to be known.
    #[must_use]
    pub fn of(ordinal: usize, record: &Record) -> Self {
        let sibling = |number: &str, lang: &str| (number.to_lowercase(), lang.to_owned());
        Self {
            ordinal,
            number: record.number.to_lowercase(),
            lang: record.lang.clone(),
            translations: record.translations.iter().map(|one| sibling(&one.number, &one.lang)).collect(),
        }
    }

    /// Tells whether this is what a sibling names: its number, in its language.
    fn is(&self, (number, lang): &(String, String)) -> bool {
        self.number == *number && speaks(&self.lang, lang)
    }
}

/// What is wrong with a sibling that a record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The record, by its place among all.
    pub record: usize,
    /// Its translation, by its place in the list.
    translation: usize,
    wrong: Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrong {
    /// No record has the number.
    Missing,
    /// The record of the number is in this language.
    Language(String),
    /// It does not name the record in turn.
    OneSided,
}

/// Finds every sibling that is not there or does not answer, in the order of the records.
#[must_use]
pub fn flaws(kin: &[&Kin]) -> Vec<Flaw> {
    let mut by_number: BTreeMap<&str, Vec<&Kin>> = BTreeMap::new();
    for one in kin {
        by_number.entry(&one.number).or_default().push(one);
    }
    let mut flaws = Vec::new();
    for (record, one) in kin.iter().enumerate() {
        for (translation, named) in one.translations.iter().enumerate() {
            let candidates = by_number.get(named.0.as_str()).map(Vec::as_slice).unwrap_or_default();
            let siblings: Vec<&&Kin> = candidates.iter().filter(|candidate| candidate.is(named)).collect();
            let wrong = match (siblings.as_slice(), candidates) {
                ([], []) => Wrong::Missing,
                ([], [other, ..]) => Wrong::Language(other.lang.clone()),
                (siblings, _)
                    if siblings
                        .iter()
                        .any(|sibling| sibling.translations.iter().any(|back| one.is(back))) =>
                {
                    continue;
                }
                _ => Wrong::OneSided,
            };
            flaws.push(Flaw { record, translation, wrong });
        }
    }
    flaws
}

impl Flaw {
    /// Returns what is to be told; nothing where the project or the record has the lint off.
    #[must_use]
    pub fn tell(&self, record: &Record, project: &Project) -> Option<Diagnostic> {
        let mut findings = Findings { record, project, list: Vec::new() };
        let sibling = record.translations.get(self.translation)?;
        let named = format!("the translation `{}` ({})", sibling.number, sibling.lang);
        let (code, message, hint) = match &self.wrong {
            Wrong::Missing => (
                &codes::LINT_MISSING_SIBLING,
                format!("{named} is not among the records"),
                "check the number, or check the sibling's folder too".to_owned(),
            ),
            Wrong::Language(lang) => (
                &codes::LINT_MISSING_SIBLING,
                format!("{named} is in `{lang}`"),
                "correct the language of one of the two".to_owned(),
            ),
            Wrong::OneSided => (
                &codes::LINT_ONE_SIDED,
                format!("{named} does not name this record in turn"),
                format!("add `{{ number: {}, lang: {} }}` to its `translations`", record.number, record.lang),
            ),
        };
        findings.of_field(code, message, "translations", &hint);
        findings.list.pop()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kin(number: &str, lang: &str, translations: &[(&str, &str)]) -> Kin {
        let translations =
            translations.iter().map(|(number, lang)| ((*number).into(), (*lang).into())).collect();
        Kin { ordinal: 0, number: number.into(), lang: lang.into(), translations }
    }

    #[test]
    fn siblings_answer_each_other() {
        let all = [
            kin("co1", "en-GB", &[("co2", "ta"), ("co3", "zh-Hans"), ("co4", "ms"), ("co9", "ar")]),
            kin("co2", "ta-SG", &[("co1", "en")]),
            kin("co3", "zh-Hant", &[("co1", "en")]),
            kin("co4", "ms", &[]),
        ];
        let found: Vec<Wrong> =
            flaws(&all.iter().collect::<Vec<_>>()).into_iter().map(|flaw| flaw.wrong).collect();
        let language = Wrong::Language("zh-Hant".into());
        // The last is the third record's: the first names it, but in another language.
        assert_eq!(found, [language, Wrong::OneSided, Wrong::Missing, Wrong::OneSided]);
    }
}
