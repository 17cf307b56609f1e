//! `[epub]` and `[subjects]`: what the publisher says of its editions that no content can tell.

use std::collections::BTreeMap;

use super::read::entries;
use crate::diagnostics::codes::{project as codes, record as shape};
use crate::record;
use crate::record::tree::Entry;
use crate::record::tree::fields::{Faults, Fields, nearest};

/// The keys of `[epub]`.
pub const EPUB_KEYS: [&str; 4] = ["fonts", "certifier", "report", "exemption"];
/// The keys of `[subjects.TERM]`.
pub const SUBJECT_KEYS: [&str; 2] = ["authority", "term"];
/// What an exemption can be, in the order of [`Exemption`].
pub const EXEMPTIONS: [&str; 3] = ["disproportionate-burden", "fundamental-alteration", "microenterprise"];
/// The schemes that `authority` may name (EPUB 3.3, D.3.1); any other is an address.
pub const AUTHORITIES: [&str; 13] =
    ["AAT", "BIC", "BISAC", "CLC", "CLIL", "DDC", "EuroVoc", "LCSH", "MEDTOP", "NDC", "Thema", "UDC", "WGS"];

const EPUB_SYNONYMS: [(&str, &str); 5] = [
    ("embed", "fonts"),
    ("embed-fonts", "fonts"),
    ("certified-by", "certifier"),
    ("certifier-report", "report"),
    ("exempt", "exemption"),
];
const SUBJECT_SYNONYMS: [(&str, &str); 3] = [("scheme", "authority"), ("code", "term"), ("id", "term")];

/// What the project says of all its EPUBs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Editions {
    /// Whether the style's faces travel inside.
    pub embeds_fonts: bool,
    /// What the publisher says about accessibility.
    pub accessibility: Accessibility,
}

/// What the publisher says about accessibility; everything else is computed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accessibility {
    /// Who stands for a claim of conformance; without one, the program says that it alone has checked.
    pub certifier: Option<String>,
    /// The address of a report on it.
    pub report: Option<String>,
    /// An exemption from the law that the publisher invokes; no conformance is then claimed.
    pub exemption: Option<Exemption>,
}

/// The exemptions of the European Accessibility Act (EPUB Accessibility Exemption Property, 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemption {
    /// Conformance would be out of proportion (Article 14, 1 b).
    DisproportionateBurden,
    /// Conformance would change what the publication is (Article 14, 1 a).
    FundamentalAlteration,
    /// The publisher is a microenterprise (Article 4, 5).
    Microenterprise,
}

impl Exemption {
    /// The value of the property.
    #[must_use]
    pub fn value(self) -> &'static str {
        match self {
            Self::DisproportionateBurden => "eaa-disproportionate-burden",
            Self::FundamentalAlteration => "eaa-fundamental-alteration",
            Self::Microenterprise => "eaa-microenterprise",
        }
    }

    fn named(word: &str) -> Self {
        match word {
            "disproportionate-burden" => Self::DisproportionateBurden,
            "fundamental-alteration" => Self::FundamentalAlteration,
            _ => Self::Microenterprise,
        }
    }
}

/// Where a subject's term is from: a topic, a region or a keyword of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority {
    /// One of [`AUTHORITIES`], or the address of another scheme.
    pub scheme: String,
    /// The term's code or address in it.
    pub term: String,
}

/// Reads `[epub]`.
pub(super) fn read(fields: &Fields<'_>, faults: &mut Faults) -> Editions {
    let table =
        fields.get("epub").and_then(|node| Fields::new(node, "epub.", &EPUB_KEYS, &EPUB_SYNONYMS, faults));
    let Some(table) = table else { return Editions::default() };
    let report = table.line("report", faults);
    if let Some(line) = &report {
        if let Err(hint) = record::check_url(&line.text) {
            let message = format!("`epub.report` is `{}`, expected a web address", line.text);
            faults.at(&shape::BAD_URL, message, line.node).hints.push(hint);
        }
        if table.get("certifier").is_none() {
            let message = "`epub.report` is the report of nobody";
            let fault = faults.at(&codes::NO_CERTIFIER, message, line.node);
            fault.hints.push("say with `certifier` who stands for it".to_owned());
        }
    }
    let accessibility = Accessibility {
        certifier: table.line("certifier", faults).map(|line| line.text),
        report: report.map(|line| line.text),
        exemption: table.choice("exemption", &EXEMPTIONS, faults).map(Exemption::named),
    };
    Editions { embeds_fonts: table.truth("fonts", faults).unwrap_or_default(), accessibility }
}

/// Reads `[subjects]`: by term, where it is from.
pub(super) fn subjects(fields: &Fields<'_>, faults: &mut Faults) -> BTreeMap<String, Authority> {
    let entries = entries(fields, "subjects", faults);
    entries.into_iter().filter_map(|entry| Some((entry.key.clone(), subject(entry, faults)?))).collect()
}

fn subject(entry: &Entry, faults: &mut Faults) -> Option<Authority> {
    let prefix = format!("subjects.{}.", entry.key);
    let table = Fields::new(&entry.value, &prefix, &SUBJECT_KEYS, &SUBJECT_SYNONYMS, faults)?;
    for key in SUBJECT_KEYS.into_iter().filter(|key| table.entry(key).is_none()) {
        // A code says nothing without its scheme, nor a scheme without a code (EPUB 3.3, D.3.1 and D.3.15).
        faults.at(&shape::MISSING_FIELD, format!("`{}` is missing", table.name(key)), &entry.value);
    }
    let authority = table.line("authority", faults);
    let term = table.line("term", faults)?.text;
    let line = authority?;
    let known = AUTHORITIES.iter().find(|known| known.eq_ignore_ascii_case(&line.text));
    if known.is_none() && record::check_url(&line.text).is_err() {
        let message = format!("`{prefix}authority` is `{}`, which is no known scheme", line.text);
        let near = nearest(&line.text, AUTHORITIES.into_iter());
        let fault = faults.at(&codes::UNKNOWN_AUTHORITY, message, line.node);
        fault.hints.push(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of {}, or the scheme's web address", AUTHORITIES.join(", ")),
        });
    }
    Some(Authority { scheme: known.map_or(line.text, |known| (*known).to_owned()), term })
}
