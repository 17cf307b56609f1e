//! MARC 21 in MARCXML: a bibliographic record for each commentary, as library systems load them.
//!
//! Fields are those of the *MARC 21 Format for Bibliographic Data*, without ISBD punctuation.

use super::entry::{Entry, Subject, SubjectKind};
use super::language::{base, three_letters};
use super::listing::Listing;
use super::xml::Xml;
use crate::document::Person;
use crate::spaces;

/// A new record of a monograph in text, Unicode, minimal level, ISBD punctuation left out.
const LEADER: &str = "00000nam a22000007c 4500";
/// An electronic resource: of text, online, a document.
const MATERIAL: &str = "m     o  d        ";
const PHYSICAL: &str = "cr |n ||||||||";

/// Writes every record.
pub(super) fn write(listing: &Listing) -> String {
    let mut xml = Xml::new();
    xml.open("collection", &[("xmlns", Some("http://www.loc.gov/MARC21/slim"))]);
    for entry in &listing.entries {
        Record { xml: &mut xml, listing, entry }.write();
    }
    xml.finish()
}

struct Record<'a> {
    xml: &'a mut Xml,
    listing: &'a Listing,
    entry: &'a Entry,
}

/// Subfields: code and value; one without a value is left out.
type Subfields<'a> = &'a [(char, Option<&'a str>)];

impl Record<'_> {
    fn write(&mut self) {
        self.xml.open("record", &[]);
        self.xml.leaf("leader", &[], LEADER);
        self.control();
        self.identifiers();
        self.title();
        self.publication();
        self.accessibility();
        self.series();
        self.notes();
        self.subjects();
        self.others();
        self.links();
        self.xml.close();
    }

    fn field(&mut self, tag: &str, indicators: &str, subfields: Subfields<'_>) {
        let (first, second) = indicators.split_at(1);
        let attributes = [("tag", Some(tag)), ("ind1", Some(first)), ("ind2", Some(second))];
        self.xml.within("datafield", &attributes, |xml| {
            for (code, value) in subfields {
                xml.leaf_if("subfield", &[("code", Some(code.encode_utf8(&mut [0; 4])))], *value);
            }
        });
    }

    fn control(&mut self) {
        let entry = self.entry;
        // A text of another century was not entered in it.
        let digits = entry.modified.as_str().max("2000-01-01").replace('-', "");
        let mut field = |tag, text: &str| self.xml.leaf("controlfield", &[("tag", Some(tag))], text);
        field("001", entry.identifier.trim_start_matches("urn:uuid:"));
        field("005", &format!("{digits}000000.0"));
        field("006", MATERIAL);
        field("007", PHYSICAL);
        let date = match entry.date.as_deref().map(|date| date.replace('-', "")) {
            Some(date) => format!("e{date}"),
            None => "nuuuuuuuu".to_owned(),
        };
        let entered = digits.get(2..).unwrap_or("000101");
        field("008", &format!("{entered}{date}xx      o     000 0 {} d", three_letters(&entry.lang)));
    }

    fn identifiers(&mut self) {
        let entry = self.entry;
        self.field("024", "7 ", &[('a', Some(&entry.identifier)), ('2', Some("urn"))]);
        if let Some(doi) = &entry.doi {
            self.field("024", "7 ", &[('a', Some(doi)), ('2', Some("doi"))]);
        }
        self.field("040", "  ", &[('b', Some("eng")), ('e', Some("rda"))]);
        if let Some(author) = entry.authors().next() {
            self.person("100", author);
        }
    }

    fn person(&mut self, tag: &str, person: &Person) {
        let orcid = person.orcid.as_ref().map(|orcid| format!("https://orcid.org/{orcid}"));
        let role = if person.role.is_empty() { "aut" } else { &person.role };
        // 1: a family's name is the entry; 0: the name is not turned round.
        let indicators = if person.parts.is_some() { "1 " } else { "0 " };
        self.field(
            tag,
            indicators,
            &[
                ('a', Some(&person.file_as)),
                ('e', Some(relation(role))),
                ('u', person.affiliation.as_deref()),
                ('1', orcid.as_deref()),
                ('4', Some(role)),
            ],
        );
    }

    fn title(&mut self) {
        let entry = self.entry;
        let has_main = entry.authors().next().is_some();
        let skip = nonfiling(&entry.title, &entry.lang).to_string();
        let indicators = format!("{}{skip}", u8::from(has_main));
        let names: Vec<&str> = entry.authors().map(|person| person.name.as_str()).collect();
        let byline = (!names.is_empty()).then(|| names.join(", "));
        let subfields =
            [('a', Some(entry.title.as_str())), ('b', entry.subtitle.as_deref()), ('c', byline.as_deref())];
        self.field("245", &indicators, &subfields);
    }

    fn publication(&mut self) {
        let entry = self.entry;
        let publisher = entry.publisher.as_deref();
        if publisher.is_some() || entry.date.is_some() {
            self.field("264", " 1", &[('b', publisher), ('c', entry.date.as_deref())]);
        }
        let pages = entry.files.iter().find_map(|file| file.pages);
        let extent = match pages {
            Some(1) => "1 online resource (1 page)".to_owned(),
            Some(pages) => format!("1 online resource ({pages} pages)"),
            None => "1 online resource".to_owned(),
        };
        self.field("300", "  ", &[('a', Some(&extent))]);
        for (tag, term, code, source) in [
            ("336", "text", "txt", "rdacontent"),
            ("337", "computer", "c", "rdamedia"),
            ("338", "online resource", "cr", "rdacarrier"),
        ] {
            self.field(tag, "  ", &[('a', Some(term)), ('b', Some(code)), ('2', Some(source))]);
        }
    }

    /// 341: for each way the content comes, what helps; 347: the files.
    fn accessibility(&mut self) {
        let entry = self.entry;
        let facts = &entry.accessibility;
        for mode in &facts.modes {
            // What is seen is helped by words that stand for it; the rest is a matter of text.
            let is_visual = *mode == "visual";
            let mut subfields = vec![('a', Some(*mode))];
            let features =
                facts.features.iter().filter(|feature| (**feature == "alternativeText") == is_visual);
            subfields.extend(features.map(|feature| ('b', Some(*feature))));
            subfields.push(('2', Some("sapdv")));
            self.field("341", "0 ", &subfields);
        }
        for file in &entry.files {
            self.field(
                "347",
                "  ",
                &[('a', Some("text file")), ('b', Some(file.name())), ('2', Some("rdaft"))],
            );
        }
    }

    fn series(&mut self) {
        let entry = self.entry;
        let Some(series) = &entry.series else { return };
        let (issn, number) = (series.issn.as_deref(), entry.told_number.as_deref());
        self.field("490", "1 ", &[('a', Some(&series.title)), ('x', issn), ('v', number)]);
    }

    fn notes(&mut self) {
        let entry = self.entry;
        for (date, kind, note) in &entry.corrections {
            let note = spaces::folded(note);
            let told =
                if note.is_empty() { format!("{date}: {kind}") } else { format!("{date}: {kind}: {note}") };
            self.field("500", "  ", &[('a', Some(&told))]);
        }
        if let Some(synopsis) = entry.synopsis_line() {
            self.field("520", "3 ", &[('a', Some(&synopsis))]);
        }
        let facts = &entry.accessibility;
        let claims: Vec<&str> =
            entry.files.iter().flat_map(|file| &file.claims).map(String::as_str).collect();
        if !claims.is_empty() {
            self.field("532", "0 ", &[('a', Some(&format!("Conforms to {}", claims.join(", "))))]);
        }
        // 1: what it has; 2: what it lacks. The summary says which.
        let indicators = if facts.claim.is_some() { "1 " } else { "2 " };
        self.field("532", indicators, &[('a', Some(&facts.summary))]);
        if entry.rights.is_some() || entry.license.is_some() {
            let terms = [entry.rights.as_deref(), entry.license.as_deref()];
            let told = terms.into_iter().flatten().collect::<Vec<_>>().join(". ");
            self.field("540", "  ", &[('a', Some(&told)), ('u', entry.license_url.as_deref())]);
        }
    }

    fn subjects(&mut self) {
        let entry = self.entry;
        for (kind, tag) in [(SubjectKind::Topic, "650"), (SubjectKind::Region, "651")] {
            for subject in entry.terms(kind) {
                self.subject(tag, subject);
            }
        }
        for subject in entry.terms(SubjectKind::Keyword) {
            match subject.authority {
                Some(_) => self.subject("650", subject),
                None => self.field("653", "  ", &[('a', Some(&subject.term))]),
            }
        }
    }

    fn subject(&mut self, tag: &str, subject: &Subject) {
        let Some(authority) = &subject.authority else {
            // 4: the source is not told.
            return self.field(tag, " 4", &[('a', Some(&subject.term))]);
        };
        let is_address = authority.term.contains("://");
        let (indicators, source) = match source(&authority.scheme) {
            Some("lcsh") => (" 0", None),
            Some(source) => (" 7", Some(source)),
            None => (" 4", None),
        };
        let code = if is_address { '1' } else { '0' };
        let term = match source {
            _ if is_address => authority.term.clone(),
            _ if indicators == " 0" => format!("(DLC){}", authority.term),
            Some(source) => format!("({source}){}", authority.term),
            None => authority.term.clone(),
        };
        self.field(tag, indicators, &[('a', Some(&subject.term)), (code, Some(&term)), ('2', source)]);
    }

    fn others(&mut self) {
        let entry = self.entry;
        for person in entry.authors().skip(1).chain(entry.contributors()) {
            self.person("700", person);
        }
    }

    fn links(&mut self) {
        let entry = self.entry;
        for sibling in &entry.translations {
            let found = self.listing.find(sibling);
            let title = found.map(|found| found.title.as_str());
            let lang = found.map_or(sibling.lang.as_str(), |found| &found.lang);
            let subfields = [
                ('i', Some("Other language edition:")),
                ('t', title),
                ('o', Some(sibling.identifier.as_str())),
                ('e', Some(three_letters(lang))),
            ];
            self.field("775", "08", &subfields);
        }
        let around = [("780", "02", &entry.supersedes), ("785", "02", &entry.superseded_by)];
        for (tag, indicators, sibling) in around {
            let Some(sibling) = sibling else { continue };
            let title = self.listing.find(sibling).map_or(sibling.number.as_str(), |found| &found.title);
            self.field(tag, indicators, &[('t', Some(title)), ('o', Some(&sibling.identifier))]);
        }
        if let Some(series) = &entry.series {
            let (issn, number) = (series.issn.as_deref(), entry.told_number.as_deref());
            self.field("830", " 0", &[('a', Some(&series.title)), ('x', issn), ('v', number)]);
        }
        for file in &entry.files {
            if let Some(address) = self.listing.about.absolute(&file.path) {
                let size = file.size.to_string();
                let subfields = [
                    ('3', Some(file.name())),
                    ('u', Some(address.as_str())),
                    ('q', Some(file.media_type())),
                    ('s', Some(&size)),
                    ('7', Some("0")),
                ];
                self.field("856", "40", &subfields);
            }
        }
        if let Some(url) = &entry.url {
            self.field("856", "40", &[('3', Some("Web page")), ('u', Some(url)), ('q', Some("text/html"))]);
        }
    }
}

/// The word for a MARC relator code.
fn relation(code: &str) -> &'static str {
    match code {
        "aut" | "" => "author",
        "edt" => "editor",
        "trl" => "translator",
        "ill" => "illustrator",
        "pht" => "photographer",
        "ive" => "interviewee",
        "ivr" => "interviewer",
        "aui" => "author of introduction",
        "aft" => "author of afterword",
        "com" => "compiler",
        "spk" => "speaker",
        "res" => "researcher",
        _ => "contributor",
    }
}

/// The code of a scheme in MARC's *Subject Heading and Term Source Codes*.
fn source(scheme: &str) -> Option<&'static str> {
    Some(match scheme {
        "LCSH" => "lcsh",
        "AAT" => "aat",
        "BIC" => "bicssc",
        "BISAC" => "bisacsh",
        "EuroVoc" => "eurovoc",
        "Thema" => "thema",
        _ => return None,
    })
}

/// Counts the characters of an initial article, which filing passes over.
fn nonfiling(title: &str, lang: &str) -> usize {
    let articles: &[&str] = match base(lang) {
        "en" => &["the ", "a ", "an "],
        "fr" => &["le ", "la ", "les ", "l’", "l'", "un ", "une "],
        "de" => &["der ", "die ", "das ", "ein ", "eine "],
        "es" => &["el ", "la ", "los ", "las ", "un ", "una "],
        _ => &[],
    };
    let lower = title.to_lowercase();
    let found = articles.iter().find(|article| lower.starts_with(**article) && lower.len() > article.len());
    found.map_or(0, |article| article.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_fields_have_their_length() {
        assert_eq!((LEADER.len(), MATERIAL.len(), PHYSICAL.len()), (24, 18, 14));
    }

    #[test]
    fn initial_articles_are_passed_over() {
        let titles = [("The Dues", "en"), ("A", "en"), ("L’eau", "fr"), ("Die Zeit", "de"), ("Theses", "en")];
        assert_eq!(titles.map(|(title, lang)| nonfiling(title, lang)), [4, 0, 2, 4, 0]);
    }
}
