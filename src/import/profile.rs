//! Profiles: what the pages of a house look like, as data.
//!
//! Two are part of the program; another can be given as a file. Patterns are checked when a profile is
//! loaded, so that nobody asks again.

use regex_lite::Regex;
use scraper::Selector;
use serde::Deserialize;

use super::block::Role;
use super::date::Order;

const EMBEDDED: [(&str, &str); 2] = [
    ("rsis-commentary", include_str!("profiles/rsis-commentary.toml")),
    ("general", include_str!("profiles/general.toml")),
];

/// A profile as it stands in its file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    series: Option<String>,
    #[serde(default)]
    date_order: Order,
    #[serde(default)]
    detect: Vec<String>,
    #[serde(default)]
    bare_byline: bool,
    #[serde(default)]
    labels: RawLabels,
    #[serde(default)]
    html: RawHtml,
    #[serde(default)]
    line: Vec<RawLine>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawLabels {
    synopsis: Vec<String>,
    body: Vec<String>,
    bio: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawHtml {
    root: Vec<String>,
    drop: Vec<String>,
    title: Vec<String>,
    subtitle: Vec<String>,
    byline: Vec<String>,
    date: Vec<String>,
    synopsis: Vec<String>,
    bio: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLine {
    field: LineField,
    pattern: String,
}

/// What a line that fits a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineField {
    /// The title, with the groups `number` and `title`.
    Title,
    /// The day of publication, in the group `value`.
    Date,
    /// The day of the last change, in the group `value`.
    Updated,
    /// Free terms, in the group `value`.
    Keywords,
    /// The DOI, in the group `value`.
    Doi,
    /// Topics and regions, in groups of these names, divided by `/`.
    Categories,
    /// The disclaimer, which stands in the project file.
    Disclaimer,
    /// Nothing of the commentary.
    Drop,
    /// The end of the commentary.
    End,
}

/// A profile, checked.
#[derive(Debug)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// The series of its records.
    pub series: Option<String>,
    /// How the house writes dates in figures.
    pub date_order: Order,
    /// Whether the authors' names stand alone below the title.
    pub bare_byline: bool,
    detect: Vec<Regex>,
    labels: Vec<(Role, Vec<String>)>,
    lines: Vec<(LineField, Regex)>,
    /// Where the text of a page is; the first that is there counts.
    pub root: Vec<Selector>,
    /// What a page has around the text.
    pub drop: Vec<Selector>,
    /// Elements that are parts of a record.
    pub roles: Vec<(Role, Vec<Selector>)>,
}

impl Profile {
    /// Returns one of the profiles that are part of the program.
    #[must_use]
    pub fn embedded(name: &str) -> Option<Self> {
        let (_, text) = EMBEDDED.iter().find(|(known, _)| *known == name)?;
        Some(Self::parse(text).expect("a test loads every embedded profile"))
    }

    /// Returns the names of the profiles that are part of the program.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|(name, _)| *name)
    }

    /// Reads a profile.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in a line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let raw: Raw = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let lower = |list: Vec<String>| list.iter().map(|label| label.to_lowercase()).collect();
        let html = raw.html;
        Ok(Self {
            name: raw.name,
            series: raw.series,
            date_order: raw.date_order,
            bare_byline: raw.bare_byline,
            detect: raw.detect.iter().map(|pattern| regex(pattern)).collect::<Result<_, _>>()?,
            labels: vec![
                (Role::Synopsis, lower(raw.labels.synopsis)),
                (Role::Body, lower(raw.labels.body)),
                (Role::Bio, lower(raw.labels.bio)),
            ],
            lines: raw
                .line
                .iter()
                .map(|line| Ok((line.field, regex(&line.pattern)?)))
                .collect::<Result<_, String>>()?,
            root: selectors(&html.root)?,
            drop: selectors(&html.drop)?,
            roles: vec![
                (Role::Title, selectors(&html.title)?),
                (Role::Subtitle, selectors(&html.subtitle)?),
                (Role::Byline, selectors(&html.byline)?),
                (Role::Date, selectors(&html.date)?),
                (Role::Synopsis, selectors(&html.synopsis)?),
                (Role::Bio, selectors(&html.bio)?),
            ],
        })
    }

    /// Tells whether a text is of this house; a profile without marks of its own is never found so.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let has = |pattern: &Regex| text.lines().any(|line| pattern.is_match(line.trim()));
        !self.detect.is_empty() && self.detect.iter().all(has)
    }

    /// Returns the part that a line such as `Synopsis` opens.
    #[must_use]
    pub fn label(&self, text: &str) -> Option<Role> {
        if text.len() > 60 {
            return None;
        }
        let text = text.trim().trim_end_matches(':').trim().to_lowercase();
        let has = |(_, labels): &&(Role, Vec<String>)| labels.contains(&text);
        self.labels.iter().find(has).map(|(role, _)| *role)
    }

    /// Returns what a line is, and the values in it.
    #[must_use]
    pub fn line(&self, text: &str) -> Option<Line> {
        if text.is_empty() {
            return None;
        }
        self.lines.iter().find_map(|(field, pattern)| {
            let found = pattern.captures(text)?;
            let group = |name: &str| found.name(name).map(|group| group.as_str().trim().to_owned());
            Some(Line {
                field: *field,
                value: group("value").or_else(|| group("title")).unwrap_or_default(),
                number: group("number"),
                topics: group("topics"),
                regions: group("regions"),
            })
        })
    }
}

/// A line that fits a pattern, and its groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub field: LineField,
    /// The group `value` or `title`.
    pub value: String,
    /// The group `number`.
    pub number: Option<String>,
    /// The group `topics`.
    pub topics: Option<String>,
    /// The group `regions`.
    pub regions: Option<String>,
}

fn regex(pattern: &str) -> Result<Regex, String> {
    Regex::new(pattern).map_err(|error| format!("`{pattern}` is no pattern: {error}"))
}

fn selectors(list: &[String]) -> Result<Vec<Selector>, String> {
    let one =
        |text: &String| Selector::parse(text).map_err(|error| format!("`{text}` is no selector: {error}"));
    list.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_profile_loads() {
        for (name, text) in EMBEDDED {
            assert_eq!(Profile::parse(text).map(|profile| profile.name).as_deref(), Ok(name));
        }
    }

    #[test]
    fn lines_are_told_by_their_patterns() {
        let profile = Profile::embedded("rsis-commentary").expect("embedded");
        let line = profile.line("CO12033 | The Shanghai Cooperation Organisation").expect("a title");
        assert_eq!((line.field, line.number.as_deref()), (LineField::Title, Some("CO12033")));
        let line = profile.line("Categories: Commentaries / / Central Asia / East Asia and Asia Pacific");
        let line = line.expect("categories");
        assert_eq!(line.topics.as_deref(), Some(""));
        assert_eq!(line.regions.as_deref(), Some("Central Asia / East Asia and Asia Pacific"));
        assert_eq!(profile.label("SYNOPSIS:"), Some(Role::Synopsis));
        assert_eq!(profile.label("The synopsis of the plan"), None);
    }

    #[test]
    fn slips_in_a_profile_are_told() {
        assert!(Profile::parse("name = \"a\"\ncolour = 1\n").is_err());
        let fault = Profile::parse("name = \"a\"\n[[line]]\nfield = \"date\"\npattern = '('\n");
        assert!(fault.is_err_and(|fault| fault.starts_with("`(` is no pattern")));
    }
}
