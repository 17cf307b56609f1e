//! The records in the order of every list, with their siblings found, and the addresses of their files.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::entry::{Entry, Sibling};
use super::{ListFile, feeds};

/// What all lists say of the catalogue itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// Its title.
    pub title: String,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Where the publisher is found.
    pub publisher_url: Option<String>,
    /// To whom questions about it go.
    pub email: Option<String>,
    /// The address that the output folder is published at, with a slash at its end.
    pub base: Option<String>,
    /// Entries to the page of a feed.
    pub page_size: usize,
}

/// The records of a catalogue, newest first.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// What it says of itself.
    pub about: About,
    /// The records.
    pub entries: Vec<Entry>,
    by_identifier: BTreeMap<String, usize>,
    /// Paths of pictures, by the key of their series.
    covers: BTreeMap<String, String>,
}

impl Listing {
    /// Puts records in order, and tells each of those that name it as a translation or replace it.
    #[must_use]
    pub fn new(about: About, mut entries: Vec<Entry>) -> Self {
        // The newest first, and by number within a day: new records come at the head, the rest stays as it was.
        entries.sort_by(|a, b| {
            let key = |entry: &Entry| (entry.date.clone(), entry.number.clone(), entry.identifier.clone());
            key(b).cmp(&key(a))
        });
        let by_identifier: BTreeMap<String, usize> =
            entries.iter().enumerate().map(|(at, entry)| (entry.identifier.clone(), at)).collect();
        let mut listing = Self { about, entries, by_identifier, covers: BTreeMap::new() };
        listing.join_siblings();
        listing
    }

    /// Returns the record that another names, if it is in the catalogue.
    #[must_use]
    pub fn find(&self, sibling: &Sibling) -> Option<&Entry> {
        self.entries.get(*self.by_identifier.get(&sibling.identifier)?)
    }

    /// Takes the picture of a series, which feeds show for each of its records, and returns it as a file.
    pub fn add_cover(&mut self, series: &str, png: Vec<u8>) -> ListFile {
        let name = if series.is_empty() { "none".to_owned() } else { feeds::slug(series) };
        let taken = |path: &String| self.covers.values().any(|known| known == path);
        let names = (1..).map(|at| if at == 1 { name.clone() } else { format!("{name}..{at}") });
        let mut paths = names.map(|name| format!("{}/covers/{name}.png", super::FOLDER));
        let path = paths.find(|path| !taken(path)).unwrap_or_default();
        self.covers.insert(series.to_owned(), path.clone());
        ListFile { path, bytes: png }
    }

    /// Returns the path of the picture of a record's series.
    #[must_use]
    pub fn cover(&self, entry: &Entry) -> Option<&str> {
        let key = entry.series.as_ref().map(|series| series.key.as_str()).unwrap_or_default();
        self.covers.get(key).map(String::as_str)
    }

    /// Returns the day of the last change of any record; never the clock.
    #[must_use]
    pub fn modified(&self) -> &str {
        self.entries.iter().map(|entry| entry.modified.as_str()).max().unwrap_or("2000-01-01")
    }

    fn join_siblings(&mut self) {
        let mut told: Vec<(usize, Sibling, bool)> = Vec::new();
        for entry in &self.entries {
            let this = Sibling {
                number: entry.number.clone(),
                lang: entry.lang.clone(),
                identifier: entry.identifier.clone(),
            };
            for named in &entry.translations {
                if let Some(&at) = self.by_identifier.get(&named.identifier) {
                    told.push((at, this.clone(), true));
                }
            }
            if let Some(&at) =
                entry.supersedes.as_ref().and_then(|old| self.by_identifier.get(&old.identifier))
            {
                told.push((at, this, false));
            }
        }
        for (at, sibling, is_translation) in told {
            let entry = &mut self.entries[at];
            if !is_translation {
                entry.superseded_by.get_or_insert(sibling);
            } else if !entry.translations.iter().any(|known| known.identifier == sibling.identifier) {
                entry.translations.push(sibling);
            }
        }
    }
}

impl About {
    /// Returns the address of a file of the output folder, from a file that lies `depth` folders below it:
    /// whole where the folder's own address is known, else relative.
    #[must_use]
    pub fn href(&self, depth: usize, path: &str) -> String {
        self.absolute(path).unwrap_or_else(|| format!("{}{}", "../".repeat(depth), encoded(path)))
    }

    /// Returns the whole address of a file of the output folder, where the folder's own is known.
    #[must_use]
    pub fn absolute(&self, path: &str) -> Option<String> {
        self.base.as_ref().map(|base| format!("{base}{}", encoded(path)))
    }
}

/// Writes a path as it stands in an address (RFC 3986, 3.3): what is not unreserved is percent-encoded.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for &byte in path.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_where_the_folder_has_one() {
        let mut about = About::default();
        assert_eq!(about.href(2, "2012/CO 1.pdf"), "../../2012/CO%201.pdf");
        about.base = Some("https://a.example/dist/".to_owned());
        assert_eq!(about.href(2, "2012/é.pdf"), "https://a.example/dist/2012/%C3%A9.pdf");
    }

    fn entry(number: &str, date: &str) -> Entry {
        let record = format!("---\ntitle: T {number}\nnumber: {number}\ndate: {date}\nseries: S\n---\nx\n");
        super::super::specimen(&record)
    }

    #[test]
    fn siblings_are_told_both_ways() {
        let mut first = entry("A1", "2012-01-01");
        let second = entry("A2", "2013-01-01");
        let sibling = |of: &Entry| Sibling {
            number: of.number.clone(),
            lang: "ms".to_owned(),
            identifier: of.identifier.clone(),
        };
        first.translations.push(sibling(&second));
        first.superseded_by = None;
        let mut newer = second;
        newer.supersedes = Some(sibling(&first));
        let listing = Listing::new(About::default(), vec![first, newer]);
        let [second, first] = &listing.entries[..] else { panic!("two records") };
        assert_eq!((second.number.as_str(), second.translations[0].number.as_str()), ("A2", "A1"));
        assert_eq!(first.superseded_by.as_ref().map(|by| by.number.as_str()), Some("A2"));
        assert_eq!(listing.find(&second.translations[0]).map(|found| found.number.as_str()), Some("A1"));
        assert_eq!(listing.modified(), "2013-01-01");
    }
}
