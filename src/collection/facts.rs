//! What a collection must know of a record before anything is built: what queries ask for, and what the
//! order and the sections go by.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::document;
use crate::project::Project;
use crate::record::{Record, Status};

/// The facts of a record, without its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// The identifier within the series.
    pub number: String,
    /// The title, without markup.
    pub title: String,
    /// Those who wrote it, in the order of the byline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// The day of publication, ISO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The series' key, or its title where the project declares none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// The series' title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series_title: Option<String>,
    /// The language, BCP 47.
    pub lang: String,
    /// The kind of text.
    pub kind: String,
    /// `draft` or `superseded`; nothing for what is final.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unfinished: Option<String>,
    /// Subjects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Places it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Free terms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
}

impl Facts {
    /// Takes the facts of a record.
    #[must_use]
    pub fn of(record: &Record, project: &Project) -> Self {
        let series = record.series.as_deref();
        Self {
            number: record.number.clone(),
            title: document::plain_line(&record.title.text),
            authors: document::writers(record).map(str::to_owned).collect(),
            date: record.date.map(|date| date.to_string()),
            series: series.map(str::to_owned),
            series_title: series
                .and_then(|key| project.series(key))
                .map(|(_, series)| series.title.clone())
                .filter(|title| Some(title.as_str()) != series),
            lang: record.lang.clone(),
            kind: record.kind.clone(),
            unfinished: match record.status {
                Status::Draft => Some("draft".to_owned()),
                Status::Superseded => Some("superseded".to_owned()),
                Status::Final => None,
            },
            topics: record.topics.clone(),
            regions: record.regions.clone(),
            keywords: record.keywords.clone(),
        }
    }

    /// Returns the day of publication.
    #[must_use]
    pub fn day(&self) -> Option<jiff::civil::Date> {
        self.date.as_deref()?.parse().ok()
    }

    /// Returns the year of publication.
    #[must_use]
    pub fn year(&self) -> Option<i16> {
        self.day().map(jiff::civil::Date::year)
    }

    /// Returns `draft`, `final` or `superseded`.
    #[must_use]
    pub fn status(&self) -> &str {
        self.unfinished.as_deref().unwrap_or("final")
    }

    /// Tells whether a later version took its place.
    #[must_use]
    pub fn is_superseded(&self) -> bool {
        self.status() == "superseded"
    }
}
