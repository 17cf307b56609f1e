//! Links between the members of a volume: where an address leads, if it leads to one of them.

use std::collections::BTreeMap;

use crate::document::{Metadata, sibling};
use crate::record::lang::speaks;

/// From the addresses and numbers of members to their ids in the volume.
#[derive(Clone, Debug, Default)]
pub struct Inside {
    by_address: BTreeMap<String, String>,
    by_number: BTreeMap<String, Vec<Numbered>>,
}

/// A member that has a number, which those of other series may have too.
#[derive(Clone, Debug)]
struct Numbered {
    series: Option<String>,
    lang: String,
    id: String,
}

/// Where in the volume a link stands.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The id of the member; its own address is for readers who want the page itself.
    pub id: &'a str,
    /// Its series, whose numbers are meant first.
    pub series: Option<&'a str>,
}

impl Inside {
    /// Adds a member. Where two have one address, it leads to the first.
    pub fn add(&mut self, metadata: &Metadata, lang: &str, id: &str) {
        if let Some(url) = &metadata.url {
            self.by_address.entry(normal(url)).or_insert_with(|| id.to_owned());
        }
        if let Some(doi) = &metadata.doi {
            let address = format!("https://doi.org/{doi}");
            self.by_address.entry(normal(&address)).or_insert_with(|| id.to_owned());
        }
        let (series, lang) = (metadata.series_key.clone(), lang.to_owned());
        let numbered = Numbered { series, lang, id: id.to_owned() };
        self.by_number.entry(metadata.number.to_lowercase()).or_default().push(numbered);
    }

    /// Returns the id that an address leads to.
    #[must_use]
    pub fn find(&self, address: &str, from: &Standing<'_>) -> Option<String> {
        let Some((lang, number)) = sibling(address) else {
            return self.by_address.get(&normal(address)).filter(|id| *id != from.id).cloned();
        };
        let all = self.by_number.get(&number.to_lowercase())?;
        let fitting = || all.iter().filter(|one| lang.is_empty() || speaks(&one.lang, lang));
        let of_series = fitting().find(|one| one.series.as_deref() == from.series);
        of_series.or_else(|| fitting().next()).map(|one| one.id.clone())
    }
}

/// An address as it is compared: scheme, `www.`, a fragment and a last slash make no difference.
fn normal(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let address = address.split_once("://").map_or(address, |(_, rest)| rest);
    let address = address.trim_start_matches("www.").trim_start_matches("dx.").trim_end_matches('/');
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    // A DOI is the same in any case; paths of other hosts are not.
    let host = host.to_ascii_lowercase();
    if host == "doi.org" { format!("{host}/{}", path.to_ascii_lowercase()) } else { format!("{host}/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_in_every_spelling() {
        let mut inside = Inside::default();
        let metadata = Metadata {
            number: "CO12033".into(),
            url: Some("https://www.rsis.example/co12033/".into()),
            doi: Some("10.1234/Abc".into()),
            ..Metadata::default()
        };
        inside.add(&metadata, "en", "m1");
        let find = |address: &str| inside.find(address, &Standing { id: "m2", series: None });
        assert_eq!(find("http://RSIS.example/co12033#top").as_deref(), Some("m1"));
        assert_eq!(find("http://dx.doi.org/10.1234/abc").as_deref(), Some("m1"));
        assert_eq!(find("offprint:/co12033").as_deref(), Some("m1"));
        assert_eq!(find("https://rsis.example/co12034"), None);
        let own = Standing { id: "m1", series: None };
        assert_eq!(inside.find("https://rsis.example/co12033", &own), None);
    }

    #[test]
    fn a_number_that_several_have_is_that_of_the_own_series_in_the_language_that_is_meant() {
        let mut inside = Inside::default();
        for (series, lang, id) in [("a", "en", "m1"), ("b", "en", "m2"), ("b", "ms", "m3")] {
            let metadata =
                Metadata { number: "7".into(), series_key: Some(series.into()), ..Metadata::default() };
            inside.add(&metadata, lang, id);
        }
        let find = |address, series| inside.find(address, &Standing { id: "m9", series: Some(series) });
        assert_eq!(find("offprint:/7", "b").as_deref(), Some("m2"));
        assert_eq!(find("offprint:ms/7", "b").as_deref(), Some("m3"));
        assert_eq!(find("offprint:ms-MY/7", "a").as_deref(), Some("m3"));
        assert_eq!(find("offprint:ta/7", "a"), None);
    }
}
