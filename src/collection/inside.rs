//! Links between the members of a volume: where an address leads, if it leads to one of them.

use std::collections::BTreeMap;

use crate::document::{Metadata, bound};

/// From the addresses and numbers of members to their ids in the volume.
#[derive(Clone, Debug, Default)]
pub struct Inside {
    by_address: BTreeMap<String, String>,
    by_number: BTreeMap<String, String>,
}

impl Inside {
    /// Adds a member. Where two have one address or number, it leads to the first.
    pub fn add(&mut self, metadata: &Metadata, id: &str) {
        if let Some(url) = &metadata.url {
            self.by_address.entry(normal(url)).or_insert_with(|| id.to_owned());
        }
        if let Some(doi) = &metadata.doi {
            let address = format!("https://doi.org/{doi}");
            self.by_address.entry(normal(&address)).or_insert_with(|| id.to_owned());
        }
        self.by_number.entry(metadata.number.to_lowercase()).or_insert_with(|| id.to_owned());
    }

    /// Returns the id that an address leads to; `own` is the member the link stands in, whose own address
    /// is for readers who want the page itself.
    #[must_use]
    pub fn find(&self, address: &str, own: &str) -> Option<String> {
        let found = match bound::sibling(address) {
            Some(number) => self.by_number.get(&number.to_lowercase()),
            None => self.by_address.get(&normal(address)).filter(|id| *id != own),
        };
        found.cloned()
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
        inside.add(&metadata, "m1");
        let find = |address: &str| inside.find(address, "m2");
        assert_eq!(find("http://RSIS.example/co12033#top").as_deref(), Some("m1"));
        assert_eq!(find("http://dx.doi.org/10.1234/abc").as_deref(), Some("m1"));
        assert_eq!(find("offprint:co12033").as_deref(), Some("m1"));
        assert_eq!(find("https://rsis.example/co12034"), None);
        assert_eq!(inside.find("https://rsis.example/co12033", "m1"), None);
    }
}
