//! What an artefact depends on, digested by kind, so that a plan can say which kind changed.

use std::collections::BTreeMap;

use super::digest;
use super::manifest::Entry;
use crate::project::{Project, Series};

/// Digests that are the same for every record of a run.
#[derive(Clone, Debug)]
pub struct RunInputs {
    /// Of the faces' files.
    pub fonts: String,
    /// Of the options that change bytes: standard, draft.
    pub options: String,
    /// Of each style in use, by name.
    pub styles: BTreeMap<String, String>,
}

/// Returns the digests of everything that a record's artefacts depend on but its images, which
/// are looked at where they lie.
#[must_use]
pub fn of(facts: &Entry, project: &Project, style: &str, run: &RunInputs) -> BTreeMap<String, String> {
    let series = facts.series.as_deref().and_then(|key| project.series(key));
    let mut inputs = BTreeMap::new();
    if let Some(record) = facts.inputs.get("record") {
        inputs.insert("record".to_owned(), record.clone());
    }
    inputs.insert("fonts".to_owned(), run.fonts.clone());
    inputs.insert("options".to_owned(), run.options.clone());
    inputs.insert("style".to_owned(), run.styles.get(style).cloned().unwrap_or_default());
    inputs.insert("publisher".to_owned(), digest_debug(&project.publisher));
    let epub = (project.output.cover, &project.editions);
    inputs.insert("epub".to_owned(), digest_debug(&epub));
    inputs.insert("subjects".to_owned(), digest_debug(&project.subjects));
    inputs.insert("labels".to_owned(), digest_debug(&project.labels));
    inputs.insert("lint".to_owned(), digest_debug(&project.lint));
    if let Some((key, series)) = series {
        inputs.insert("series".to_owned(), series_digest(key, series));
        if let Some(disclaimer) = disclaimer_digest(facts, series) {
            inputs.insert("disclaimer".to_owned(), disclaimer);
        }
    }
    let tool = format!("{} {}", env!("CARGO_PKG_VERSION"), digest::LAYOUT_VERSION);
    inputs.insert("tool".to_owned(), digest::of_input(tool.as_bytes()));
    inputs
}

/// Everything of a series but its disclaimers, of which only the one in force matters.
fn series_digest(key: &str, series: &Series) -> String {
    let rest = Series { disclaimers: Vec::new(), ..series.clone() };
    digest_debug(&(key, rest))
}

fn disclaimer_digest(facts: &Entry, series: &Series) -> Option<String> {
    let date = facts.date.as_deref().and_then(|date| date.parse().ok());
    let disclaimer = series.disclaimer_for(date, facts.disclaimer.as_deref())?;
    Some(digest::of_parts([disclaimer.name.as_bytes(), disclaimer.text.as_bytes()]))
}

/// `Debug` of these types is their fields in order, so it is the same wherever the values are.
fn digest_debug(value: &impl std::fmt::Debug) -> String {
    digest::of_input(format!("{value:?}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Source, Span};
    use crate::project::Disclaimer;

    fn project(old: &str, new: &str) -> Project {
        let disclaimer = |name: &str, from: Option<&str>, text: &str| Disclaimer {
            name: name.into(),
            from: from.map(|from| from.parse().expect("a date")),
            text: text.into(),
            span: Span { source: Source::new("offprint.toml", ""), start: 0, end: 0 },
        };
        let disclaimers = vec![disclaimer("a", None, old), disclaimer("b", Some("2015-01-01"), new)];
        let series = Series { title: "S".into(), disclaimers, ..Series::default() };
        Project { series: BTreeMap::from([("s".to_owned(), series)]), ..Project::default() }
    }

    #[test]
    fn a_changed_disclaimer_touches_only_records_it_is_in_force_for() {
        let run = RunInputs { fonts: String::new(), options: String::new(), styles: BTreeMap::new() };
        let facts =
            |date: &str| Entry { series: Some("s".into()), date: Some(date.into()), ..Entry::default() };
        let (before, after) = (project("old", "new"), project("old", "newer"));
        let early = facts("2012-02-23");
        assert_eq!(of(&early, &before, "house", &run), of(&early, &after, "house", &run));
        let late = facts("2016-02-23");
        assert_ne!(of(&late, &before, "house", &run), of(&late, &after, "house", &run));
    }
}
