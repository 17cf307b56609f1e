//! Cases of `collection`: the query language, the settings of collections, and the volumes they become.

mod build;
mod languages;
mod pages;
mod query;
mod volume;

use offprint::collection::Facts;

/// The facts that queries are asked of.
fn facts(number: &str, date: &str, author: &str, region: &str) -> Facts {
    Facts {
        number: number.into(),
        title: format!("On the affairs of {region}"),
        authors: vec![author.into(), "Jane Abe".into()],
        date: (!date.is_empty()).then(|| date.into()),
        series: Some("rsis-commentary".into()),
        series_title: Some("RSIS Commentary".into()),
        lang: "en-GB".into(),
        kind: "commentary".into(),
        unfinished: number.ends_with('D').then(|| "draft".into()),
        topics: vec!["Cyber Security".into(), "Energy".into()],
        regions: vec![region.into()],
        keywords: Vec::new(),
    }
}
