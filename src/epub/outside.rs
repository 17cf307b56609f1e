//! Addresses of commentaries that are in the same package: links to them stay inside.

use std::collections::BTreeMap;

use crate::document::Metadata;

/// From an address to a file of the package.
#[derive(Clone, Debug, Default)]
pub(crate) struct OutsideLinks(BTreeMap<String, String>);

impl OutsideLinks {
    /// Adds a record's addresses, which lead to a file from now on.
    pub(super) fn add(&mut self, metadata: &Metadata, file: &str) {
        if let Some(url) = &metadata.url {
            self.0.entry(normal(url)).or_insert_with(|| file.to_owned());
        }
        if let Some(doi) = &metadata.doi {
            self.0.entry(normal(&format!("https://doi.org/{doi}"))).or_insert_with(|| file.to_owned());
        }
    }

    /// Returns the file that an address leads to.
    pub(super) fn find(&self, address: &str) -> Option<&str> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&normal(address)).map(String::as_str)
    }
}

/// An address as it is compared: scheme, `www.`, a fragment and a last slash make no difference.
fn normal(address: &str) -> String {
    let address = address.split('#').next().unwrap_or_default();
    let address = address.trim_start_matches("https://").trim_start_matches("http://");
    let address = address.trim_start_matches("www.").trim_start_matches("dx.doi.org/");
    let address = address.trim_start_matches("doi.org/").trim_end_matches('/');
    let (host, path) = address.split_once('/').map_or((address, ""), |(host, path)| (host, path));
    format!("{}/{path}", host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_known_in_every_spelling() {
        let mut links = OutsideLinks::default();
        let metadata = Metadata {
            url: Some("https://www.rsis.example/co12033/".into()),
            doi: Some("10.1234/abc".into()),
            ..Metadata::default()
        };
        links.add(&metadata, "c1.xhtml");
        assert_eq!(links.find("http://RSIS.example/co12033#top"), Some("c1.xhtml"));
        assert_eq!(links.find("http://dx.doi.org/10.1234/abc"), Some("c1.xhtml"));
        assert_eq!(links.find("https://rsis.example/co12034"), None);
    }
}
