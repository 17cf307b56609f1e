//! What goes after the body: about the authors, the citation, rights and subjects.

use super::builder::Builder;
use super::front_matter::{paragraph, plain_inlines, section};
use super::inline::plain_text;
use super::names::Name;
use super::tidy::tidy;
use super::{Block, Direction, Inline, LinkTarget, Note, Section, SectionRole, Text, language, links};
use crate::record::Author;
use crate::style::labels::Labels;

impl<'a> Builder<'a> {
    pub(super) fn about(&mut self, notes: &mut Vec<Note>) -> Option<Section> {
        let record = self.record;
        let is_alone = record.authors.len() == 1;
        let mut blocks = Vec::new();
        for author in &record.authors {
            blocks.extend(self.about_one(author, is_alone, notes));
        }
        if let Some(note) = &record.author_note {
            blocks.extend(self.blocks(note, notes));
        }
        let heading =
            self.labels.get(if record.authors.len() > 1 { "about_authors" } else { "about_author" });
        section(SectionRole::About, "about", heading, blocks)
    }

    /// Returns what is told of one author: the bio, or else the affiliation; then the ORCID.
    fn about_one(&mut self, author: &'a Author, is_alone: bool, notes: &mut Vec<Note>) -> Vec<Block> {
        let mut blocks = match &author.bio {
            Some(bio) => self.blocks(bio, notes),
            None => Vec::new(),
        };
        if !blocks.is_empty() {
            if !is_alone {
                self.lead_with_name(&author.name, &mut blocks);
            }
        } else if let Some(affiliation) = &author.affiliation {
            let words =
                self.labels.fill("affiliation", &[("name", &author.name), ("affiliation", affiliation)]);
            blocks.push(paragraph(plain_inlines(words)));
        }
        if let Some(orcid) = &author.orcid {
            let address = format!("https://orcid.org/{orcid}");
            let mut inlines = Vec::new();
            if blocks.is_empty() {
                let lead = self.labels.fill("bio_lead", &[("name", &author.name)]);
                inlines.push(Inline::Text(Text::new(lead)));
            }
            inlines.push(Inline::Text(Text::new(self.labels.get("orcid"))));
            inlines.push(link(&address, orcid));
            blocks.push(paragraph(inlines));
        }
        blocks
    }

    /// Puts the name before a bio that does not name whom it is about.
    fn lead_with_name(&self, name: &str, blocks: &mut Vec<Block>) {
        let lead = self.labels.fill("bio_lead", &[("name", name)]);
        match blocks.first_mut() {
            Some(Block::Paragraph { inlines, .. }) => {
                let start: String = plain_text(inlines).chars().take(120).collect();
                if !start.contains(name) && !start.contains(Name::read(name).family()) {
                    inlines.insert(0, Inline::Strong(vec![Inline::Text(Text::new(lead))]));
                }
            }
            _ => blocks.insert(0, paragraph(vec![Inline::Strong(plain_inlines(lead))])),
        }
    }

    /// Returns the suggested citation, after the manner of APA, with the canonical address.
    pub(super) fn citation(&self, title: &[Inline]) -> Option<Section> {
        let record = self.record;
        let names = self.author_names();
        let publisher = self.publisher().name.as_deref();
        let address = self.address();
        if names.is_empty() && publisher.is_none() && self.series_title().is_none() && address.is_none() {
            return None;
        }
        let date = match record.date {
            Some(date) => self.labels.date_as("citation_date", date),
            None => self.labels.get("no_date").to_owned(),
        };
        let mut words = Words::new(&self.labels);
        let authors = cited_names(&names, &self.labels);
        // Without an author the title takes the author's place (APA 7, 9.12).
        if authors.is_empty() {
            words.title(unplaced(title));
            words.bracket(&self.in_series());
            words.stop();
            words.bracket(&date);
            words.stop();
            if let Some(editors) = self.edited_by() {
                words.space();
                words.push(&editors);
                words.stop();
            }
        } else {
            words.names(&authors, language::direction(&record.lang));
            words.stop_before_bracket();
            words.bracket(&date);
            words.stop();
            words.space();
            words.title(unplaced(title));
            words.bracket(&self.in_series());
            words.stop();
        }
        if let Some(publisher) = publisher {
            words.space();
            words.push(publisher);
            words.stop();
        }
        if let Some(address) = &address {
            words.push(" ");
            words.inlines.push(link(address, address));
        }
        let blocks = vec![paragraph(tidy(words.inlines))];
        section(SectionRole::Citation, "citation", self.labels.get("cite_as"), blocks)
    }

    fn in_series(&self) -> String {
        match (self.series_title(), self.told_number()) {
            (Some(series), Some(number)) => format!("{series} {number}"),
            (Some(series), None) => series.to_owned(),
            (None, _) => String::new(),
        }
    }

    /// Returns the canonical address: the DOI's, or else the record's own.
    pub(super) fn address(&self) -> Option<String> {
        let doi =
            self.record.doi.as_deref().map(|doi| format!("https://doi.org/{}", links::percent_encode(doi)));
        doi.or_else(|| self.record.url.clone())
    }

    /// Returns rights, licence and subjects.
    pub(super) fn rights(&self) -> Option<Section> {
        let record = self.record;
        let mut blocks = Vec::new();
        if let Some(rights) = record.rights.as_deref().or(self.publisher().rights.as_deref()) {
            blocks.push(paragraph(plain_inlines(rights)));
        }
        if let Some(license) = record.license.as_deref() {
            blocks.push(paragraph(self.license(license)));
        }
        let has_rights = !blocks.is_empty();
        for (key, list) in [("topics", &record.topics), ("regions", &record.regions)] {
            if !list.is_empty() {
                let words = list.join(self.labels.get("list_separator"));
                blocks.push(paragraph(plain_inlines(self.labels.fill(key, &[("list", &words)]))));
            }
        }
        let heading = self.labels.get(if has_rights { "rights" } else { "subjects" });
        blocks.retain(|block| matches!(block, Block::Paragraph { inlines, .. } if !inlines.is_empty()));
        section(SectionRole::Rights, "rights", heading, blocks)
    }

    /// Names a licence, with its address where it is known.
    fn license(&self, license: &str) -> Vec<Inline> {
        let (name, address) = match creative_commons(license) {
            Some((name, address)) => (name, Some(address)),
            None if license.starts_with("https://") || license.starts_with("http://") => {
                (license.to_owned(), Some(license.to_owned()))
            }
            None => (license.to_owned(), None),
        };
        let Some(address) = address else {
            return plain_inlines(self.labels.fill("license", &[("license", &name)]));
        };
        let (before, after) = self.labels.get("license").split_once("{license}").unwrap_or_default();
        let mut inlines = Vec::new();
        inlines.extend((!before.is_empty()).then(|| Inline::Text(Text::new(before))));
        inlines.push(link(&address, &name));
        inlines.extend((!after.is_empty()).then(|| Inline::Text(Text::new(after))));
        inlines
    }
}

/// Words of a citation as they are put together, with the language's own marks.
struct Words<'l> {
    inlines: Vec<Inline>,
    /// Around what is set apart: " (" and ")".
    brackets: (&'l str, &'l str),
    /// Around the title, beside its italics.
    title_marks: (&'l str, &'l str),
    stop: &'l str,
}

impl<'l> Words<'l> {
    fn new(labels: &Labels<'l>) -> Self {
        let pair = |key: &str| labels.get(key).split_once('|').unwrap_or_default();
        Self {
            inlines: Vec::new(),
            brackets: pair("cite_brackets"),
            title_marks: pair("cite_title"),
            stop: labels.get("cite_stop"),
        }
    }

    fn push(&mut self, words: &str) {
        let words: String = words.chars().filter(|c| !c.is_control()).collect();
        if words.is_empty() {
            return;
        }
        match self.inlines.last_mut() {
            Some(Inline::Text(text)) => text.text.push_str(&words),
            _ => self.inlines.push(Inline::Text(Text::new(words))),
        }
    }

    /// Adds names; those that run against the text keep the full stops of their initials to themselves.
    fn names(&mut self, names: &str, around: Direction) {
        let runs_from_left = unicode_bidi::get_base_direction(names) == unicode_bidi::Direction::Ltr;
        if around == Direction::Ltr || !runs_from_left {
            return self.push(names);
        }
        let inlines = plain_inlines(names);
        self.inlines.push(Inline::Span { lang: None, direction: Some(Direction::Ltr), inlines });
    }

    fn bracket(&mut self, words: &str) {
        if !words.is_empty() {
            let (open, close) = self.brackets;
            self.push(&format!("{open}{words}{close}"));
        }
    }

    /// Adds a title: in italics, or in the marks that a script without italics has for titles.
    fn title(&mut self, title: Vec<Inline>) {
        let (open, close) = self.title_marks;
        if open.is_empty() {
            return self.inlines.push(Inline::Emphasis(title));
        }
        self.push(open);
        self.inlines.extend(title);
        self.push(close);
    }

    /// Parts two sentences, where the language parts them by a space.
    fn space(&mut self) {
        if self.stop == "." {
            self.push(" ");
        }
    }

    /// Ends the authors with a full stop where brackets are parted from them by a space.
    fn stop_before_bracket(&mut self) {
        if self.brackets.0.starts_with(' ') {
            self.stop();
        }
    }

    /// Ends a part with a full stop, unless it ends in a mark of its own.
    fn stop(&mut self) {
        if !plain_text(&self.inlines).trim_end().ends_with(['.', '?', '!', '。', '？', '！', '؟', '…'])
        {
            self.push(self.stop);
        }
    }
}

/// Joins cited names; after twenty, the last follows an ellipsis (APA 7, 9.8).
fn cited_names(names: &[&str], labels: &Labels<'_>) -> String {
    // Names in scripts without initials are cited as they are.
    if names.iter().any(|name| Name::is_without_initials(name)) {
        return labels.list(names);
    }
    let cited: Vec<String> = names.iter().map(|name| Name::read(name).cited()).collect();
    match &cited[..] {
        [] => String::new(),
        [one] => one.clone(),
        [start @ .., last] if cited.len() <= 20 => format!("{}, & {last}", start.join(", ")),
        [.., last] => format!("{}, … {last}", cited[..19].join(", ")),
    }
}

/// Copies a title without its places, since the citation stands elsewhere.
fn unplaced(title: &[Inline]) -> Vec<Inline> {
    let mut copy = title.to_vec();
    for inline in &mut copy {
        match inline {
            Inline::Text(text) => text.place = crate::diagnostics::Place::default(),
            Inline::Emphasis(inner) | Inline::Strong(inner) => *inner = unplaced(inner),
            _ => {}
        }
    }
    copy
}

pub(super) fn link(address: &str, words: &str) -> Inline {
    let inlines = vec![Inline::Text(Text::new(words))];
    match links::judge(address) {
        links::Verdict::Good(target @ LinkTarget::Address(_)) => {
            Inline::Link { target, title: None, inlines }
        }
        _ => Inline::Span { lang: None, direction: None, inlines },
    }
}

/// Returns the name and address of a Creative Commons licence from its SPDX name.
fn creative_commons(spdx: &str) -> Option<(String, String)> {
    let upper = spdx.to_ascii_uppercase();
    if upper == "CC0-1.0" {
        return Some(("CC0 1.0".into(), "https://creativecommons.org/publicdomain/zero/1.0/".into()));
    }
    let (terms, version) = upper.strip_prefix("CC-")?.rsplit_once('-')?;
    let is_version = ["4.0", "3.0", "2.5", "2.0", "1.0"].contains(&version);
    let is_known = ["BY", "BY-SA", "BY-ND", "BY-NC", "BY-NC-SA", "BY-NC-ND"].contains(&terms);
    (is_version && is_known).then(|| {
        let address =
            format!("https://creativecommons.org/licenses/{}/{version}/", terms.to_ascii_lowercase());
        (format!("CC {terms} {version}"), address)
    })
}
