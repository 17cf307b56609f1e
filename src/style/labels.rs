//! Labels by language: "Synopsis", "page 1 of 3", the names of months, how a list of names is
//! joined.
//!
//! `styles/labels/*.toml` are embedded, one a language, every key in each. A tag falls back from
//! the whole (`en-US`) to the language (`en`) to English; a project's own labels go before all. Dates of languages
//! without labels are written by [`dates`].

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::dates;

/// What a project may set: language, then key, then text.
pub type Overrides = BTreeMap<String, BTreeMap<String, String>>;

type Table = BTreeMap<String, String>;

/// One embedded file: its language, its text, and the text read once.
struct Embedded {
    tag: &'static str,
    text: &'static str,
    table: OnceLock<Table>,
}

macro_rules! embedded {
    ($($tag:literal),* $(,)?) => {
        /// Languages first, then regions of them that differ in a few keys only.
        static EMBEDDED: [Embedded; [$($tag),*].len()] = [$(Embedded {
            tag: $tag,
            text: include_str!(concat!("../../styles/labels/", $tag, ".toml")),
            table: OnceLock::new(),
        }),*];
    };
}

embedded!(
    "ar", "de", "en", "es", "fr", "hi", "id", "ja", "ko", "ms", "ru", "ta", "th", "vi", "zh-Hans", "en-US",
    "zh-Hant",
);

/// Tags that mean another's labels.
const ALIASES: &[(&str, &str)] = &[
    ("zh", "zh-Hans"),
    ("zh-CN", "zh-Hans"),
    ("zh-SG", "zh-Hans"),
    ("zh-MY", "zh-Hans"),
    ("zh-TW", "zh-Hant"),
    ("zh-HK", "zh-Hant"),
    ("zh-MO", "zh-Hant"),
    ("cmn", "zh-Hans"),
    ("yue", "zh-Hant"),
];

impl Embedded {
    fn table(&self) -> &Table {
        // A file that does not parse is an empty table; a test reads every file.
        self.table.get_or_init(|| toml::from_str(self.text).unwrap_or_default())
    }
}

/// The labels of one language.
#[derive(Clone, Debug)]
pub struct Labels<'a> {
    /// The tables to look into, the nearest first.
    tables: Vec<&'a Table>,
    /// The language, where none of its own tables says how it writes dates.
    dateless: Option<String>,
}

impl<'a> Labels<'a> {
    /// Takes the labels of a language, and a project's own before them.
    #[must_use]
    pub fn of(tag: &str, overrides: &'a Overrides) -> Self {
        let mut tables = Vec::new();
        for tag in chain(tag) {
            let own =
                overrides.iter().find(|(key, _)| key.eq_ignore_ascii_case(&tag)).map(|(_, table)| table);
            tables.extend(own);
        }
        for tag in chain(tag) {
            tables.extend(embedded(&tag).map(Embedded::table));
        }
        let has_dates = tables.iter().any(|table| table.contains_key("date"));
        let dateless = (!has_dates).then(|| tag.to_owned());
        tables.extend(overrides.get("en"));
        tables.extend(embedded("en").map(Embedded::table));
        Self { tables, dateless }
    }

    /// Returns a label; an empty text where no language has one of that key.
    #[must_use]
    pub fn get(&self, key: &str) -> &'a str {
        self.find(key).unwrap_or_default()
    }

    /// Returns a label, if any language has one of that key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&'a str> {
        self.tables.iter().find_map(|table| table.get(key)).map(String::as_str)
    }

    /// Returns a label with `{name}` filled in for each pair.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(key), values)
    }

    /// Returns a date in the language's own words: by its labels, or by CLDR where it has none.
    #[must_use]
    pub fn date(&self, date: jiff::civil::Date) -> String {
        if let Some(words) = self.dateless.as_deref().and_then(|tag| dates::long(tag, date)) {
            return words;
        }
        let key = if date.day() == 1 && self.find("date_first").is_some_and(|text| !text.is_empty()) {
            "date_first"
        } else {
            "date"
        };
        self.date_as(key, date)
    }

    /// Returns a date in the words of a pattern of one's own, such as `citation_date`.
    #[must_use]
    pub fn date_as(&self, key: &str, date: jiff::civil::Date) -> String {
        let index = usize::from(date.month().unsigned_abs()).saturating_sub(1);
        let month = self.get("months").split('|').nth(index).unwrap_or_default();
        self.fill(
            key,
            &[
                ("day", &date.day().to_string()),
                ("month", month),
                ("month_number", &date.month().to_string()),
                ("year", &date.year().to_string()),
                ("year_buddhist", &(i32::from(date.year()) + 543).to_string()),
            ],
        )
    }

    /// Joins names as the language does: "A, B and C".
    #[must_use]
    pub fn list(&self, names: &[&str]) -> String {
        match names {
            [] => String::new(),
            [one] => (*one).to_owned(),
            [first, second] => format!("{first}{}{second}", self.get("list_pair")),
            [start @ .., last] => {
                format!("{}{}{last}", start.join(self.get("list_separator")), self.get("list_last"))
            }
        }
    }
}

/// Fills `{name}` in a pattern.
#[must_use]
pub fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let value = rest.find('}').and_then(|end| {
            let name = &rest[1..end];
            values.iter().find(|(key, _)| *key == name).map(|(_, value)| (end, *value))
        });
        let (end, value) = value.unwrap_or((0, "{"));
        filled.push_str(value);
        rest = &rest[end + 1..];
    }
    filled.push_str(rest);
    filled
}

/// Returns the languages that have labels of their own.
pub fn languages() -> impl Iterator<Item = &'static str> {
    EMBEDDED.iter().map(|embedded| embedded.tag)
}

fn embedded(tag: &str) -> Option<&'static Embedded> {
    EMBEDDED.iter().find(|embedded| embedded.tag.eq_ignore_ascii_case(tag))
}

/// Returns a tag and what it falls back to, subtag by subtag: `zh-Hans-SG`, `zh-Hans`, `zh`.
fn chain(tag: &str) -> Vec<String> {
    let mut chain = Vec::new();
    let mut rest = tag;
    loop {
        chain.push(rest.to_owned());
        if let Some((_, alias)) = ALIASES.iter().find(|(from, _)| from.eq_ignore_ascii_case(rest)) {
            chain.push((*alias).to_owned());
        }
        match rest.rsplit_once('-') {
            Some((shorter, _)) => rest = shorter,
            None => break,
        }
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(tag: &str) -> Labels<'static> {
        static NONE: Overrides = Overrides::new();
        Labels::of(tag, &NONE)
    }

    fn day(year: i16, month: i8, day: i8) -> jiff::civil::Date {
        jiff::civil::Date::new(year, month, day).expect("a day of the calendar")
    }

    #[test]
    fn every_language_has_every_key() {
        let english = embedded("en").expect("English is there").table();
        assert!(english.len() > 50);
        for file in &EMBEDDED {
            let table: Table =
                toml::from_str(file.text).unwrap_or_else(|error| panic!("{}: {error}", file.tag));
            for (key, text) in &table {
                let pattern = english.get(key).unwrap_or_else(|| panic!("{}: unknown key {key}", file.tag));
                let count = |text: &str| text.matches('{').count();
                if !key.starts_with("date") && key != "citation_date" {
                    assert_eq!(count(text), count(pattern), "{}: {key}", file.tag);
                }
            }
            if !["en-US", "zh-Hant"].contains(&file.tag) {
                let missing: Vec<_> = english.keys().filter(|key| !table.contains_key(*key)).collect();
                assert!(missing.is_empty(), "{}: {missing:?}", file.tag);
            }
            let labels = labels(file.tag);
            assert_eq!(labels.get("months").split('|').count(), 12, "{}", file.tag);
        }
    }

    #[test]
    fn dates_are_as_each_language_writes_them() {
        let date = day(2012, 2, 23);
        for (tag, words) in [
            ("en", "23 February 2012"),
            ("en-SG", "23 February 2012"),
            ("en-US", "February 23, 2012"),
            ("ms", "23 Februari 2012"),
            ("zh-Hans", "2012年2月23日"),
            ("zh", "2012年2月23日"),
            ("ta-SG", "23 பிப்ரவரி 2012"),
            ("ar", "23 فبراير 2012"),
            ("fr", "23 février 2012"),
            ("de", "23. Februar 2012"),
            ("es", "23 de febrero de 2012"),
            ("th", "23 กุมภาพันธ์ พ.ศ. 2555"),
            ("ko", "2012년 2월 23일"),
            ("xx", "23 February 2012"),
        ] {
            assert_eq!(labels(tag).date(date), words, "{tag}");
        }
        assert_eq!(labels("fr").date(day(2012, 3, 1)), "1er mars 2012");
    }

    #[test]
    fn names_are_joined_as_each_language_does() {
        assert_eq!(labels("en").list(&["A"]), "A");
        assert_eq!(labels("en").list(&["A", "B"]), "A and B");
        assert_eq!(labels("en").list(&["A", "B", "C"]), "A, B and C");
        assert_eq!(labels("zh-Hans").list(&["甲", "乙", "丙"]), "甲、乙、丙");
        assert_eq!(labels("fr").list(&["A", "B", "C"]), "A, B et C");
    }

    #[test]
    fn a_project_goes_before_what_is_built_in() {
        let own = |text: &str| BTreeMap::from([("synopsis".to_owned(), text.to_owned())]);
        let overrides = Overrides::from([("en".to_owned(), own("Abstract"))]);
        assert_eq!(Labels::of("en-SG", &overrides).get("synopsis"), "Abstract");
        assert_eq!(Labels::of("en-SG", &overrides).get("commentary"), "Commentary");
        assert_eq!(Labels::of("ms", &overrides).get("synopsis"), "Sinopsis");
    }

    #[test]
    fn patterns_are_filled() {
        assert_eq!(fill("page {page} of {pages}", &[("page", "1"), ("pages", "3")]), "page 1 of 3");
        assert_eq!(fill("{other} { {page", &[("page", "1")]), "{other} { {page");
    }
}
