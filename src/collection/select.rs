//! Who belongs to a collection, in which order, and below which heading.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::query::{Field, natural};
use super::{Facts, Members, Order, Sections};
use crate::document::file_as;
use crate::project::Collection;
use crate::style::labels::Labels;

/// Why a list of numbers cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No record has the number.
    Nobody(String),
    /// Records of several series have it.
    Several(String, Vec<String>),
    /// It is listed twice.
    Twice(String),
}

/// Finds the members among records; returns their places, in the order of the records or of the list.
///
/// # Errors
///
/// Every number of a list that names no record, or more than one.
pub fn members(wanted: &Members, records: &[&Facts]) -> Result<Vec<usize>, Vec<Missing>> {
    match wanted {
        // A version that was replaced is there for those who ask for it.
        Members::Query(query) => {
            let asks = query.asks_for(Field::Status);
            let fits = |facts: &Facts| (asks || !facts.is_superseded()) && query.matches(facts);
            Ok((0..records.len()).filter(|&at| fits(records[at])).collect())
        }
        Members::Numbers(numbers) => listed(numbers, records),
    }
}

fn listed(numbers: &[String], records: &[&Facts]) -> Result<Vec<usize>, Vec<Missing>> {
    let mut by_number: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, facts) in records.iter().enumerate().filter(|(_, facts)| !facts.is_superseded()) {
        by_number.entry(facts.number.to_lowercase()).or_default().push(at);
    }
    let mut found = Vec::with_capacity(numbers.len());
    let mut missing = Vec::new();
    for wanted in numbers {
        // A number holds no slash, so what stands before one is a series.
        let (series, number) = match wanted.rsplit_once('/') {
            Some((series, number)) => (Some(series.trim()), number.trim()),
            None => (None, wanted.trim()),
        };
        let candidates = by_number.get(&number.to_lowercase()).into_iter().flatten().copied();
        let fits = |&at: &usize| series.is_none_or(|series| is_of(records[at], series));
        match candidates.filter(fits).collect::<Vec<_>>()[..] {
            [at] if found.contains(&at) => missing.push(Missing::Twice(wanted.clone())),
            [at] => found.push(at),
            [] => missing.push(Missing::Nobody(wanted.clone())),
            ref several => {
                let series = several.iter().map(|&at| records[at].series.clone().unwrap_or_default());
                missing.push(Missing::Several(wanted.clone(), series.collect()));
            }
        }
    }
    if missing.is_empty() { Ok(found) } else { Err(missing) }
}

fn is_of(facts: &Facts, series: &str) -> bool {
    [&facts.series, &facts.series_title].into_iter().flatten().any(|own| own.eq_ignore_ascii_case(series))
}

/// Returns the language that a volume is in: its own, or else that of most members.
#[must_use]
pub fn language<'f>(collection: &Collection, members: impl Iterator<Item = &'f Facts>) -> String {
    if let Some(lang) = &collection.lang {
        return lang.clone();
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for facts in members {
        *counts.entry(facts.lang.as_str()).or_default() += 1;
    }
    // Of those that are as frequent as each other, the first by name.
    let most = counts.iter().max_by(|one, other| one.1.cmp(other.1).then(other.0.cmp(one.0)));
    most.map_or_else(|| "en".to_owned(), |(lang, _)| (*lang).to_owned())
}

/// Members below one heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Division {
    /// The heading; none where the collection is not divided.
    pub heading: Option<String>,
    /// The places of its members, in order.
    pub members: Vec<usize>,
}

/// Orders members and divides them. Members without what they are divided by come last.
#[must_use]
pub fn arrange(
    mut members: Vec<usize>,
    records: &[&Facts],
    order: Order,
    sections: Sections,
    labels: &Labels<'_>,
) -> Vec<Division> {
    if order != Order::Hand {
        members.sort_by(|&one, &other| compare(order, records[one], records[other]));
    }
    if sections == Sections::None {
        return vec![Division { heading: None, members }];
    }
    // The first key sorts: years by value, terms by their letters, and what has none behind all others.
    let mut divisions: BTreeMap<(bool, String), Division> = BTreeMap::new();
    let mut by_hand: Vec<(bool, String)> = Vec::new();
    for at in members {
        let heading = heading(sections, records[at]);
        let key = (heading.is_none(), sort_key(sections, heading.as_deref().unwrap_or_default()));
        if !by_hand.contains(&key) && order == Order::Hand {
            by_hand.push(key.clone());
        }
        let without = if sections == Sections::Year { "no_date" } else { "other" };
        let told = heading.unwrap_or_else(|| labels.get(without).to_owned());
        let division =
            divisions.entry(key).or_insert_with(|| Division { heading: Some(told), members: Vec::new() });
        division.members.push(at);
    }
    if order == Order::Hand {
        return by_hand.iter().filter_map(|key| divisions.remove(key)).collect();
    }
    divisions.into_values().collect()
}

fn heading(sections: Sections, facts: &Facts) -> Option<String> {
    match sections {
        Sections::None => None,
        Sections::Year => facts.year().map(|year| year.to_string()),
        Sections::Topic => facts.topics.first().cloned(),
        Sections::Region => facts.regions.first().cloned(),
        Sections::Author => facts.authors.first().cloned(),
    }
}

fn sort_key(sections: Sections, heading: &str) -> String {
    match sections {
        Sections::Author => file_as(heading).to_lowercase(),
        _ => heading.to_lowercase(),
    }
}

fn compare(order: Order, one: &Facts, other: &Facts) -> Ordering {
    let by_date = || {
        let key = |facts: &Facts| (facts.date.is_none(), facts.date.clone());
        key(one).cmp(&key(other))
    };
    let by_number = || natural(&one.number, &other.number).then_with(|| one.series.cmp(&other.series));
    let first = match order {
        Order::Date => by_date(),
        Order::Number => by_number(),
        Order::Title => one.title.to_lowercase().cmp(&other.title.to_lowercase()),
        Order::Author => {
            let key = |facts: &Facts| {
                let name = facts.authors.first().map(|name| file_as(name).to_lowercase());
                (name.is_none(), name)
            };
            key(one).cmp(&key(other))
        }
        Order::Hand => Ordering::Equal,
    };
    first.then_with(by_date).then_with(by_number)
}
