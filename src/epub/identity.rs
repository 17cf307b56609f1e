//! Names that survive rebuilds: identifiers, dates and positions computed from the record alone.

use uuid::Uuid;

use crate::document::Metadata;

/// The namespace of all identifiers made here (RFC 9562, 5.5).
///
/// It is itself the version 5 name of `https://offprint.example/ns/edition` among URLs, and must never
/// change: every identifier ever published follows from it.
pub const NAMESPACE: Uuid = Uuid::from_u128(0xbad3_bee2_c9e9_54f2_8d20_59b4_6569_0b4e);

/// The last change of a record that gives no date at all: any fixed day will do, and this one is
/// plainly no day of publication.
const UNDATED: &str = "2000-01-01";

/// Returns the identifier of a record's EPUB.
#[must_use]
pub fn edition(metadata: &Metadata) -> Uuid {
    if metadata.is_volume {
        return collection(metadata.publisher.as_deref().unwrap_or_default(), &metadata.number);
    }
    sibling(metadata, &metadata.number)
}

/// Returns the identifier of the EPUB of another record in the same series.
#[must_use]
pub fn sibling(metadata: &Metadata, number: &str) -> Uuid {
    let series = metadata.series_key.as_deref().or(metadata.series_title.as_deref()).unwrap_or_default();
    Uuid::new_v5(&NAMESPACE, format!("{series}\n{number}").as_bytes())
}

/// Returns the identifier of a record's PDF, which the EPUB names as the source of its page numbers.
#[must_use]
pub fn pdf(metadata: &Metadata) -> Uuid {
    Uuid::new_v5(&edition(metadata), b"pdf")
}

/// Returns the identifier of a collection.
#[must_use]
pub fn collection(publisher: &str, name: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("collection\n{publisher}\n{name}").as_bytes())
}

/// Returns the day of the last change, ISO: `updated`, the last correction or `date`, whichever is last.
pub(crate) fn modified(metadata: &Metadata) -> &str {
    metadata.last_change().unwrap_or(UNDATED)
}

/// Returns the position within the series: the last run of digits of the number (`CO12033`: 12033).
///
/// `group-position` takes whole numbers only (EPUB 3.3, D.3.6).
pub(crate) fn group_position(number: &str) -> Option<&str> {
    let end = number.rfind(|c: char| c.is_ascii_digit())? + 1;
    let start = number[..end]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + number[at..].chars().next().map_or(1, char::len_utf8));
    let digits = number[start..end].trim_start_matches('0');
    (!digits.is_empty()).then_some(digits)
}

/// Returns the address of a licence: itself, or that of an SPDX name of Creative Commons.
pub(crate) fn license_address(license: &str) -> Option<String> {
    let license = license.trim();
    if license.starts_with("https://") || license.starts_with("http://") {
        return (!license.contains(char::is_whitespace)).then(|| license.to_owned());
    }
    let name = license.to_ascii_lowercase();
    if name == "cc0-1.0" {
        return Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned());
    }
    let (kind, version) = name.strip_prefix("cc-")?.rsplit_once('-')?;
    let known = ["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd"].contains(&kind)
        && ["1.0", "2.0", "2.5", "3.0", "4.0"].contains(&version);
    known.then(|| format!("https://creativecommons.org/licenses/{kind}/{version}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(number: &str) -> Metadata {
        Metadata { number: number.into(), series_key: Some("rsis-commentary".into()), ..Metadata::default() }
    }

    #[test]
    fn identifiers_never_change() {
        let record = metadata("CO12033");
        assert_eq!(edition(&record).get_version_num(), 5);
        assert_ne!(edition(&record), pdf(&record));
        assert_ne!(edition(&record), edition(&metadata("CO12034")));
    }

    #[test]
    fn the_last_change_counts() {
        let mut record = metadata("1");
        assert_eq!(modified(&record), "2000-01-01");
        record.date = Some("2012-02-23".into());
        record.corrections.push(("2014-10-01".into(), "erratum".into(), "A name.".into()));
        assert_eq!(modified(&record), "2014-10-01");
    }

    #[test]
    fn positions_are_whole_numbers() {
        assert_eq!(group_position("CO12033"), Some("12033"));
        assert_eq!(group_position("2012/007b"), Some("7"));
        assert_eq!(group_position("Ä7"), Some("7"));
        assert_eq!(group_position("preface"), None);
        assert_eq!(group_position("000"), None);
    }

    #[test]
    fn licences_are_found_by_name_and_address() {
        assert_eq!(
            license_address("CC-BY-NC-4.0").as_deref(),
            Some("https://creativecommons.org/licenses/by-nc/4.0/")
        );
        assert_eq!(
            license_address("https://example.org/terms").as_deref(),
            Some("https://example.org/terms")
        );
        assert_eq!(license_address("All rights reserved"), None);
    }
}
