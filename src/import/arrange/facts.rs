//! Dates, terms and identifiers: of lines in the text and of what the file says of itself.

use jiff::civil::Date;

use super::pieces::Piece;
use super::sections::Found;
use crate::import::block::Role;
use crate::import::date::{self, Order, Reading};
use crate::import::draft::Draft;
use crate::import::manuscript::Manuscript;
use crate::import::profile::{Line, LineField, Profile};
use crate::import::report::{Action, Report, excerpt};
use crate::record::{identifier, lang, number};

/// Writes everything but text and people into the draft.
pub(super) fn settle(
    pieces: &[Piece],
    found: &Found,
    profile: &Profile,
    manuscript: &Manuscript,
    draft: &mut Draft,
    report: &mut Report,
) {
    if let Some(piece) = found.pieces(pieces, Role::Subtitle).next() {
        draft.set("subtitle", &crate::import::inline::escape(&piece.plain));
        report.add(Action::Taken, piece.block.at, Some("subtitle"), format!("`{}`", excerpt(&piece.plain)));
    }
    let mut dates = Dates { profile, published: None, draft, report };
    dates.settle("date", LineField::Date, pieces, found, manuscript);
    dates.settle("updated", LineField::Updated, pieces, found, manuscript);
    categories(pieces, found, draft, report);
    terms(pieces, found, manuscript, draft, report);
    identifiers(pieces, found, profile, manuscript, draft, report);
}

fn lines<'a>(
    pieces: &'a [Piece],
    found: &'a Found,
    field: LineField,
) -> impl Iterator<Item = (&'a Line, usize)> {
    found.lines.iter().filter_map(move |&at| {
        let piece = &pieces[at];
        piece.line.as_ref().filter(|line| line.field == field).map(|line| (line, piece.block.at))
    })
}

struct Dates<'a> {
    profile: &'a Profile,
    published: Option<Date>,
    draft: &'a mut Draft,
    report: &'a mut Report,
}

impl Dates<'_> {
    fn settle(
        &mut self,
        key: &'static str,
        field: LineField,
        pieces: &[Piece],
        found: &Found,
        manuscript: &Manuscript,
    ) {
        let mut candidates: Vec<(String, usize, String)> = Vec::new();
        for (name, claim) in manuscript.claims.values.iter().filter(|(name, _)| *name == key) {
            let _named = name;
            candidates.push((claim.value.clone(), claim.at, format!(", from {}", claim.from)));
        }
        if key == "date" {
            let head = found.pieces(pieces, Role::Date);
            candidates.extend(head.map(|piece| (piece.plain.clone(), piece.block.at, String::new())));
        }
        candidates
            .extend(lines(pieces, found, field).map(|(line, at)| (line.value.clone(), at, String::new())));
        // What can be read in one way only goes before what needs a guess.
        candidates.sort_by_key(|(text, ..)| match date::parse(text) {
            Some(Reading::Sure(_)) => 0,
            Some(Reading::Either { .. }) => 1,
            None => 2,
        });
        for (text, at, from) in candidates {
            self.one(key, &text, at, &from);
        }
    }

    fn one(&mut self, key: &'static str, text: &str, at: usize, from: &str) {
        let Some(reading) = date::parse(text) else {
            self.report.add(Action::Dropped, at, Some(key), format!("`{}` is no date{from}", excerpt(text)));
            return;
        };
        let is_known =
            self.draft.line(key).is_some() || self.draft.undecided.iter().any(|(name, ..)| *name == key);
        if is_known {
            self.again(key, text, reading, at, from);
            return;
        }
        match reading {
            Reading::Sure(date) => {
                self.take(key, date, Action::Taken, at, format!("`{}`{from}", excerpt(text)))
            }
            Reading::Either { day_first, month_first } => {
                self.either(key, text, (day_first, month_first), at);
            }
        }
    }

    fn take(&mut self, key: &'static str, date: Date, action: Action, at: usize, why: String) {
        if key == "updated" && self.published == Some(date) {
            let message = format!("{date}, the day of publication, is no change");
            self.report.add(Action::Dropped, at, Some(key), message);
            return;
        }
        if key == "updated" && self.published.is_some_and(|published| date < published) {
            let message = format!("{date} is before the day of publication");
            self.draft.undecided.push((key, date.to_string(), message.clone()));
            self.report.add(Action::Undecided, at, Some(key), message);
            return;
        }
        if key == "date" {
            self.published = Some(date);
        }
        self.draft.set(key, &date.to_string());
        self.report.add(action, at, Some(key), format!("{date} from {why}"));
    }

    /// Settles a date in figures by the day of publication, or by the habit of the house.
    fn either(&mut self, key: &'static str, text: &str, (day_first, month_first): (Date, Date), at: usize) {
        let published = self.published.filter(|_| key == "updated");
        let is_possible = |date: Date| published.is_none_or(|published| date >= published);
        match (is_possible(day_first), is_possible(month_first)) {
            (true, false) | (false, true) => {
                let date = if is_possible(day_first) { day_first } else { month_first };
                let why = format!("`{text}`; the other reading is before the day of publication");
                self.take(key, date, Action::Taken, at, why);
            }
            _ => match self.profile.date_order {
                Order::DayFirst => {
                    let why = format!(
                        "`{text}`, read day first as the house writes dates; month first: {month_first}"
                    );
                    self.take(key, day_first, Action::Guessed, at, why);
                }
                Order::MonthFirst => {
                    let why = format!(
                        "`{text}`, read month first as the house writes dates; day first: {day_first}"
                    );
                    self.take(key, month_first, Action::Guessed, at, why);
                }
                Order::Unknown => {
                    let why = format!("`{text}` is {day_first} or {month_first}");
                    self.draft.undecided.push((key, day_first.to_string(), why.clone()));
                    self.report.add(Action::Undecided, at, Some(key), format!("{why}; left as a comment"));
                }
            },
        }
    }

    fn again(&mut self, key: &'static str, text: &str, reading: Reading, at: usize, from: &str) {
        let known = self.draft.line(key).unwrap_or_default().to_owned();
        let agrees = match reading {
            Reading::Sure(date) => date.to_string() == known,
            Reading::Either { day_first, month_first } => {
                known.is_empty() || day_first.to_string() == known || month_first.to_string() == known
            }
        };
        if agrees {
            self.report.add(Action::Merged, at, Some(key), format!("`{}` again{from}", excerpt(text)));
        } else {
            let message = format!("`{}`{from} differs from {known}, which was taken", excerpt(text));
            self.report.add(Action::Guessed, at, Some(key), message);
        }
    }
}

/// Takes the fullest line of categories; one that says less of the same adds nothing.
fn categories(pieces: &[Piece], found: &Found, draft: &mut Draft, report: &mut Report) {
    let split = |text: &Option<String>| -> Vec<String> {
        let parts = text.as_deref().unwrap_or_default().split('/').map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let mut all: Vec<(Vec<String>, Vec<String>, usize)> = lines(pieces, found, LineField::Categories)
        .map(|(line, at)| (split(&line.topics), split(&line.regions), at))
        .collect();
    all.sort_by_key(|(topics, regions, at)| (std::cmp::Reverse(topics.len() + regions.len()), *at));
    let Some((topics, regions, at)) = all.first().cloned() else { return };
    for (key, list) in [("topics", topics.clone()), ("regions", regions.clone())] {
        if list.is_empty() {
            continue;
        }
        report.add(Action::Taken, at, Some(key), list.join(", "));
        draft.lists.push((key, list));
    }
    if topics.is_empty() && !regions.is_empty() {
        report.add(
            Action::Dropped,
            at,
            Some("topics"),
            "the place of the topic is empty in the line of categories",
        );
    }
    for (others, places, at) in &all[1..] {
        let adds: Vec<&String> = others
            .iter()
            .filter(|one| !topics.contains(one))
            .chain(places.iter().filter(|one| !regions.contains(one)))
            .collect();
        if adds.is_empty() {
            let says =
                if others.len() + places.len() == topics.len() + regions.len() { "the same" } else { "less" };
            report.add(
                Action::Merged,
                *at,
                None,
                format!("another line of categories says {says}; the fuller was taken"),
            );
        } else {
            let adds = adds.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ");
            report.add(
                Action::Guessed,
                *at,
                None,
                format!("another line of categories has `{adds}`; it was not taken"),
            );
        }
    }
}

fn terms(pieces: &[Piece], found: &Found, manuscript: &Manuscript, draft: &mut Draft, report: &mut Report) {
    let split = |text: &str| -> Vec<String> {
        let mark = if text.contains(';') { ';' } else { ',' };
        text.split(mark)
            .map(|term| term.trim().trim_end_matches('.').to_owned())
            .filter(|term| !term.is_empty())
            .collect()
    };
    for key in ["keywords", "topics", "regions"] {
        if draft.lists.iter().any(|(name, _)| *name == key) {
            continue;
        }
        let mut list: Vec<String> = Vec::new();
        let mut at = 0;
        let mut from = String::new();
        if key == "keywords" {
            for (line, place) in lines(pieces, found, LineField::Keywords) {
                list.extend(split(&line.value));
                at = place;
            }
        }
        if list.is_empty() {
            for claim in manuscript.claims.list(key) {
                list.extend(if key == "keywords" { split(&claim.value) } else { vec![claim.value.clone()] });
                at = claim.at;
                from = format!(", from {}", claim.from);
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        list.retain(|term| seen.insert(term.to_lowercase()));
        if !list.is_empty() {
            report.add(Action::Taken, at, Some(key), format!("{}{from}", list.join(", ")));
            draft.lists.push((key, list));
        }
    }
}

fn identifiers(
    pieces: &[Piece],
    found: &Found,
    profile: &Profile,
    manuscript: &Manuscript,
    draft: &mut Draft,
    report: &mut Report,
) {
    if let Some((line, at)) = lines(pieces, found, LineField::Doi).next() {
        take(draft, report, "doi", &line.value, at, "a line of the text");
    }
    for (key, claim) in &manuscript.claims.values {
        let key = *key;
        let is_other =
            matches!(key, "title" | "date" | "updated" | "synopsis" | "keywords" | "topics" | "regions");
        // The project file says the language of a series.
        let is_series = key == "lang" && profile.series.is_some();
        if !is_other && !is_series && draft.line(key).is_none() {
            take(draft, report, key, &claim.value, claim.at, &claim.from);
        }
    }
}

/// Takes a value that `record` would accept; another is told and left out.
fn take(draft: &mut Draft, report: &mut Report, key: &'static str, value: &str, at: usize, from: &str) {
    let value = value.trim();
    let checked: Option<String> = match key {
        "doi" => identifier::doi(value).ok(),
        "url" => identifier::url(value).is_ok().then(|| value.to_owned()),
        "lang" => lang::parse(&value.replace('_', "-")).ok(),
        "number" => number::refusal(value).is_none().then(|| value.to_owned()),
        "subtitle" => Some(crate::import::inline::escape(value)),
        _ => Some(value.to_owned()),
    };
    match checked {
        Some(value) => {
            draft.set(key, &value);
            report.add(Action::Taken, at, Some(key), format!("`{}`, from {from}", excerpt(&value)));
        }
        None => {
            let message = format!("`{}` from {from} is no {key} that a record can have", excerpt(value));
            report.add(Action::Dropped, at, Some(key), message);
        }
    }
}
