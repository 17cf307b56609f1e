//! A record as every list sees it: prepared once, so that no two lists can disagree.

use crate::document::{Direction, Document, Metadata, Person};
use crate::epub::{Facts, identity};
use crate::project::{Authority, Format};
use crate::spaces;

/// A record as every list sees it; all texts without markup.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its place in the input, which no list shows: warnings are told in this order.
    pub order: usize,
    /// `urn:uuid:` of its EPUB, whether or not one is made.
    pub identifier: String,
    /// The identifier within its series; unique there.
    pub number: String,
    /// The number, where it says something to a reader: a file's name that stands in for it does not.
    pub told_number: Option<String>,
    /// Its whole-number position in the series.
    pub position: Option<String>,
    /// The series.
    pub series: Option<Series>,
    /// The kind of text: `commentary`.
    pub kind: String,
    /// The title.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// BCP 47.
    pub lang: String,
    /// Which way its lines run.
    pub direction: Direction,
    /// Authors first, then who else has a part in it.
    pub people: Vec<Person>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The day of publication, ISO.
    pub date: Option<String>,
    /// The day of the last change, ISO; never the clock.
    pub modified: String,
    /// The abstract, a blank line between paragraphs.
    pub synopsis: Option<String>,
    /// Topics, regions and keywords, each term once.
    pub subjects: Vec<Subject>,
    /// Without a resolver before it.
    pub doi: Option<String>,
    /// The page it is published on.
    pub url: Option<String>,
    /// Who holds the rights.
    pub rights: Option<String>,
    /// The licence as the record names it.
    pub license: Option<String>,
    /// The licence's address, where it has one.
    pub license_url: Option<String>,
    /// Numbers and languages of its translations, those that name it among them.
    pub translations: Vec<Sibling>,
    /// The number of the record it replaces.
    pub supersedes: Option<Sibling>,
    /// The number of the record that replaces it.
    pub superseded_by: Option<Sibling>,
    /// Corrections: ISO date, kind, note.
    pub corrections: Vec<(String, String, String)>,
    /// What was made of it.
    pub files: Vec<File>,
    /// What its EPUB says about accessibility.
    pub accessibility: Facts,
}

/// A series, as a list names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What siblings are looked up by: the key, or the title of a series that has none.
    pub key: String,
    /// The title.
    pub title: String,
    /// The ISSN with its hyphen.
    pub issn: Option<String>,
}

/// Another record of the series.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sibling {
    /// Its number.
    pub number: String,
    /// Its language, BCP 47; empty where nobody says.
    pub lang: String,
    /// `urn:uuid:` of its EPUB.
    pub identifier: String,
}

/// A term that says what a record is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The term.
    pub term: String,
    /// Which list of the record it is from.
    pub kind: SubjectKind,
    /// The scheme it is from, where the project says it.
    pub authority: Option<Authority>,
}

/// Which list of a record a term is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// A topic.
    Topic,
    /// A place.
    Region,
    /// A free term.
    Keyword,
}

/// A file that was made of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What it is.
    pub format: Format,
    /// Below the output folder, with forward slashes.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// Pages, of a PDF.
    pub pages: Option<usize>,
    /// The standards it claims.
    pub claims: Vec<String>,
}

impl File {
    /// Returns its media type.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self.format {
            Format::Pdf => "application/pdf",
            Format::Epub => "application/epub+zip",
        }
    }

    /// Returns its format's name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self.format {
            Format::Pdf => "PDF",
            Format::Epub => "EPUB",
        }
    }
}

impl Entry {
    /// Prepares a record. Names of siblings are those it gives; [`super::Listing`] adds those that name it.
    #[must_use]
    pub fn of(order: usize, document: &Document, accessibility: Facts, files: Vec<File>) -> Self {
        let metadata = &document.metadata;
        let one_line = |text: &Option<String>| text.as_deref().map(spaces::folded);
        let told_number = (!document.masthead.number.is_empty()).then(|| metadata.number.clone());
        let position = told_number.as_deref().and_then(identity::group_position).map(str::to_owned);
        Self {
            order,
            identifier: identity::edition(metadata).urn().to_string(),
            number: metadata.number.clone(),
            told_number,
            position,
            series: series(metadata),
            kind: metadata.kind.clone(),
            title: spaces::folded(&metadata.title),
            subtitle: one_line(&metadata.subtitle),
            lang: document.lang.to_string(),
            direction: document.direction,
            people: metadata.authors.clone(),
            publisher: one_line(&metadata.publisher),
            date: metadata.date.clone(),
            modified: identity::modified(metadata).to_owned(),
            synopsis: metadata.synopsis.clone(),
            subjects: subjects(metadata),
            doi: metadata.doi.clone(),
            url: metadata.url.clone(),
            rights: one_line(&metadata.rights),
            license: one_line(&metadata.license),
            license_url: metadata.license.as_deref().and_then(identity::license_address),
            translations: metadata
                .translations
                .iter()
                .map(|(number, lang)| sibling(metadata, number, lang))
                .collect(),
            supersedes: metadata.supersedes.as_ref().map(|number| sibling(metadata, number, "")),
            superseded_by: None,
            corrections: metadata.corrections.clone(),
            files,
            accessibility,
        }
    }

    /// Returns title and subtitle as one.
    #[must_use]
    pub fn full_title(&self) -> String {
        match &self.subtitle {
            Some(subtitle) if self.title.ends_with(['?', '!', ':', '？', '！']) => {
                format!("{} {subtitle}", self.title)
            }
            Some(subtitle) => format!("{}: {subtitle}", self.title),
            None => self.title.clone(),
        }
    }

    /// Returns those who wrote it.
    pub fn authors(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.is_author())
    }

    /// Returns those who have another part in it.
    pub fn contributors(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| !person.is_author())
    }

    /// Returns the year of publication.
    #[must_use]
    pub fn year(&self) -> Option<&str> {
        self.date.as_deref().and_then(|date| date.get(..4))
    }

    /// Returns the abstract as one paragraph.
    #[must_use]
    pub fn synopsis_line(&self) -> Option<String> {
        self.synopsis.as_deref().map(spaces::folded).filter(|line| !line.is_empty())
    }

    /// Returns the file of a format.
    #[must_use]
    pub fn file(&self, format: Format) -> Option<&File> {
        self.files.iter().find(|file| file.format == format)
    }

    /// Returns the terms of a kind.
    pub fn terms(&self, kind: SubjectKind) -> impl Iterator<Item = &Subject> {
        self.subjects.iter().filter(move |subject| subject.kind == kind)
    }
}

fn series(metadata: &Metadata) -> Option<Series> {
    let title = spaces::folded(metadata.series_title.as_deref()?);
    let key = metadata.series_key.clone().unwrap_or_else(|| title.clone());
    Some(Series { key, title, issn: metadata.issn.clone() })
}

fn sibling(metadata: &Metadata, number: &str, lang: &str) -> Sibling {
    let identifier = identity::sibling(metadata, number).urn().to_string();
    Sibling { number: number.to_owned(), lang: lang.to_owned(), identifier }
}

fn subjects(metadata: &Metadata) -> Vec<Subject> {
    let lists = [
        (SubjectKind::Topic, &metadata.topics),
        (SubjectKind::Region, &metadata.regions),
        (SubjectKind::Keyword, &metadata.keywords),
    ];
    let mut subjects: Vec<Subject> = Vec::new();
    for (kind, terms) in lists {
        for term in terms {
            let authority = metadata.authorities.get(term).cloned();
            let term = spaces::folded(term);
            if !term.is_empty() && !subjects.iter().any(|known| known.term == term) {
                subjects.push(Subject { term, kind, authority });
            }
        }
    }
    subjects
}
