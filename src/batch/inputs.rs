//! What an artefact depends on, digested by kind, so that a plan can say which kind changed.

use std::collections::BTreeMap;

use super::digest;
use super::manifest::Entry;
use crate::project::{Project, Series};

/// Digests that are the same for every record of a run, made once in it.
#[derive(Clone, Debug)]
pub struct RunInputs {
    /// By kind, what every record depends on.
    shared: BTreeMap<&'static str, String>,
    /// Of each style in use, by name.
    styles: BTreeMap<String, String>,
    /// Of each series but its disclaimers, by key.
    series: BTreeMap<String, String>,
}

impl RunInputs {
    /// Digests a run's settings: of `fonts`, the faces' files, of `options`, all that changes bytes (standard, draft),
    /// and of `styles`, those in use by name, their digests are given.
    #[must_use]
    pub fn new(
        project: &Project,
        fonts: String,
        options: String,
        styles: BTreeMap<String, String>,
    ) -> RunInputs {
        let epub = (project.output.cover, &project.editions);
        let tool = format!("{} {}", env!("CARGO_PKG_VERSION"), digest::LAYOUT_VERSION);
        let shared = BTreeMap::from([
            ("fonts", fonts),
            ("options", options),
            ("publisher", digest_debug(&project.publisher)),
            ("epub", digest_debug(&epub)),
            ("subjects", digest_debug(&project.subjects)),
            ("labels", digest_debug(&project.labels)),
            ("lint", digest_debug(&project.lint)),
            ("tool", digest::of_input(tool.as_bytes())),
        ]);
        let series =
            project.series.iter().map(|(key, series)| (key.clone(), series_digest(key, series))).collect();
        RunInputs { shared, styles, series }
    }
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
    inputs.extend(run.shared.iter().map(|(kind, digest)| ((*kind).to_owned(), digest.clone())));
    inputs.insert("style".to_owned(), run.styles.get(style).cloned().unwrap_or_default());
    if let Some((key, series)) = series {
        inputs.insert("series".to_owned(), run.series.get(key).cloned().unwrap_or_default());
        if let Some(disclaimer) = disclaimer_digest(facts, series) {
            inputs.insert("disclaimer".to_owned(), disclaimer);
        }
    }
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
        let of = |facts: &Entry, project: &Project| {
            let run = RunInputs::new(project, String::new(), String::new(), BTreeMap::new());
            of(facts, project, "house", &run)
        };
        let facts =
            |date: &str| Entry { series: Some("s".into()), date: Some(date.into()), ..Entry::default() };
        let (before, after) = (project("old", "new"), project("old", "newer"));
        let early = facts("2012-02-23");
        assert_eq!(of(&early, &before), of(&early, &after));
        let late = facts("2016-02-23");
        assert_ne!(of(&late, &before), of(&late, &after));
    }
}
