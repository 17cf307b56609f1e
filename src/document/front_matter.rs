//! What goes before the body: masthead, title, byline, disclaimer, notices, synopsis.

use std::sync::Arc;

use super::blocks::{read_blocks, read_line};
use super::builder::{Builder, Origin};
use super::end_matter::link;
use super::{Block, Inline, LinkTarget, Masthead, Note, Section, SectionRole, Text, language};
use crate::diagnostics::Place;
use crate::diagnostics::codes::document as codes;
use crate::project::{Disclaimer, Publisher, Series};
use crate::record::{Author, Correction, MarkdownText, Status};
use crate::style::labels::{Labels, Overrides, fill};

/// Returns words that no Markdown is read from; none for an empty text.
pub(super) fn plain_inlines(words: impl Into<String>) -> Vec<Inline> {
    let words: String = words.into().chars().filter(|c| !c.is_control()).collect();
    let words = words.trim();
    if words.is_empty() { Vec::new() } else { vec![Inline::Text(Text::new(words))] }
}

/// Returns a paragraph of inlines that come from no place.
pub(super) fn paragraph(inlines: Vec<Inline>) -> Block {
    Block::Paragraph { place: Place::default(), lang: None, direction: None, inlines }
}

/// Makes a section, if it has anything to say.
pub(super) fn section(role: SectionRole, id: &str, heading: &str, blocks: Vec<Block>) -> Option<Section> {
    let heading = Some(plain_inlines(heading)).filter(|words| !words.is_empty());
    (!blocks.is_empty()).then(|| Section { role, id: id.to_owned(), heading, blocks })
}

impl<'a> Builder<'a> {
    /// Returns the record's series, if the project declares it.
    pub(super) fn series(&self) -> Option<(&'a str, &'a Series)> {
        self.project.series(self.record.series.as_deref()?)
    }

    /// Returns who publishes the record: the series' own publisher, or the project's.
    pub(super) fn publisher(&self) -> &'a Publisher {
        self.series().and_then(|(_, series)| series.publisher.as_ref()).unwrap_or(&self.project.publisher)
    }

    /// Returns the title of the record's series, declared or not.
    pub(super) fn series_title(&self) -> Option<&'a str> {
        let record = self.record;
        self.series()
            .map(|(_, series)| series.title.as_str())
            .or(record.series.as_deref())
            .filter(|title| !title.is_empty())
    }

    /// Returns the number, if it says something to a reader: the record gives it, or the file's name,
    /// which is the default, reads like one (`CO12033`, not `2020-08-04-introducing-the-guide`).
    pub(super) fn told_number(&self) -> Option<&'a str> {
        let number = self.record.number.as_str();
        let is_given = self.record.spans.contains_key("number");
        let is_numbered = self.series_title().is_some()
            && number.len() <= 16
            && number.contains(|c: char| c.is_ascii_digit())
            && !number.contains(|c: char| c.is_lowercase() || c.is_whitespace());
        (!number.is_empty() && (is_given || is_numbered)).then_some(number)
    }

    pub(super) fn masthead(&self) -> Masthead {
        let number = self.told_number().map(|number| {
            let number = self.labels.fill("number", &[("number", number)]);
            match self.record.version.as_deref() {
                Some(version) => {
                    let version = self.labels.fill("version", &[("number", version)]);
                    format!("{number}{}{version}", self.labels.get("list_separator"))
                }
                None => number,
            }
        });
        Masthead {
            series: plain_inlines(self.series_title().unwrap_or_default()),
            number: plain_inlines(number.unwrap_or_default()),
            date: plain_inlines(self.record.date.map(|date| self.labels.date(date)).unwrap_or_default()),
        }
    }

    /// Reads a field of one line: `*emphasis*` and nothing else.
    pub(super) fn line(&mut self, text: &'a MarkdownText) -> Vec<Inline> {
        let origin = Origin::Record { text, source: &self.record.source };
        read_line(self, &text.text, origin)
    }

    /// Reads a field of blocks.
    pub(super) fn blocks(&mut self, text: &'a MarkdownText, notes: &mut Vec<Note>) -> Vec<Block> {
        let origin = Origin::Record { text, source: &self.record.source };
        read_blocks(self, &text.text, origin, notes)
    }

    /// Returns the names of the authors themselves, in order.
    pub(super) fn author_names(&self) -> Vec<&'a str> {
        let record = self.record;
        record.authors.iter().filter(|author| is_writer(author)).map(|author| author.name.as_str()).collect()
    }

    fn with_role(&self, roles: &[&str]) -> Vec<&'a str> {
        let record = self.record;
        let has = |author: &&Author| {
            author.role.as_deref().is_some_and(|role| roles.contains(&role.to_lowercase().as_str()))
        };
        record.authors.iter().filter(has).map(|author| author.name.as_str()).collect()
    }

    /// Names the editors, if there are any.
    pub(super) fn edited_by(&self) -> Option<String> {
        let editors = self.with_role(&EDITORS);
        (!editors.is_empty())
            .then(|| self.labels.fill("edited_by", &[("names", &self.labels.list(&editors))]))
    }

    pub(super) fn byline(&self) -> Vec<Inline> {
        let mut lines = vec![self.labels.list(&self.author_names())];
        lines.extend(self.edited_by());
        let mut translators = self.with_role(&TRANSLATORS);
        if let Some(translator) = self.record.translator.as_deref()
            && !translators.contains(&translator)
        {
            translators.push(translator);
        }
        if !translators.is_empty() {
            lines.push(self.labels.fill("translated_by", &[("names", &self.labels.list(&translators))]));
        }
        let others: Vec<String> =
            self.record.authors.iter().filter_map(|author| self.other_contributor(author)).collect();
        lines.push(self.labels.list(&others.iter().map(String::as_str).collect::<Vec<_>>()));
        let mut inlines = Vec::new();
        for line in lines.iter().filter(|line| !line.is_empty()) {
            if !inlines.is_empty() {
                inlines.push(Inline::HardBreak);
            }
            inlines.extend(plain_inlines(line));
        }
        inlines
    }

    fn other_contributor(&self, author: &Author) -> Option<String> {
        let role = author.role.as_deref()?;
        let lower = role.to_lowercase();
        let is_other = !is_writer(author)
            && !EDITORS.contains(&lower.as_str())
            && !TRANSLATORS.contains(&lower.as_str());
        is_other.then(|| self.labels.fill("contributor", &[("name", &author.name), ("role", role)]))
    }

    pub(super) fn disclaimer(&mut self, notes: &mut Vec<Note>) -> Option<Section> {
        let (_, series) = self.series()?;
        let version = self.version_in_force(series).ok()??;
        let text = self.fill_placeholders(version)?;
        let blocks = read_blocks(self, &text, Origin::Elsewhere(Some(version.span.clone())), notes);
        section(SectionRole::Disclaimer, "disclaimer", self.labels.get("disclaimer"), blocks)
    }

    /// Chooses the disclaimer pinned by the record, or the last that took effect by its date.
    fn version_in_force(&mut self, series: &'a Series) -> Result<Option<&'a Disclaimer>, ()> {
        let pinned = self.record.disclaimer.as_deref();
        let version = series.disclaimer_for(self.record.date, pinned);
        let (Some(name), None) = (pinned, version) else { return Ok(version) };
        let span = self.record.spans.get("disclaimer").cloned();
        let known: Vec<&str> = series.disclaimers.iter().map(|version| version.name.as_str()).collect();
        let message = format!("the series declares no disclaimer `{name}`");
        let hint = match &known[..] {
            [] => "it declares none at all".to_owned(),
            known => format!("it declares: {}", known.join(", ")),
        };
        self.fail(&codes::NO_DISCLAIMER, message, span, &hint);
        Err(())
    }

    fn fill_placeholders(&mut self, version: &Disclaimer) -> Option<String> {
        let publisher = self.publisher();
        let values = [("email", publisher.email.as_deref()), ("publisher", publisher.name.as_deref())];
        for (name, value) in values {
            if value.is_none() && version.text.contains(&format!("{{{name}}}")) {
                let key = if name == "email" { "email" } else { "name" };
                let message =
                    format!("the disclaimer holds `{{{name}}}`, but the project file gives no `{key}`");
                let hint = format!("set `{key}` under `[publisher]`");
                self.fail(&codes::PLACEHOLDER, message, Some(version.span.clone()), &hint);
                return None;
            }
        }
        let escaped = values.map(|(name, value)| (name, escape(value.unwrap_or_default())));
        Some(fill(&version.text, &escaped.each_ref().map(|(name, value)| (*name, value.as_str()))))
    }

    pub(super) fn synopsis(&mut self, notes: &mut Vec<Note>) -> Option<Section> {
        let record = self.record;
        let blocks = self.blocks(record.synopsis.as_ref()?, notes);
        section(SectionRole::Synopsis, "synopsis", self.labels.get("synopsis"), blocks)
    }

    pub(super) fn notices(&mut self, notes: &mut Vec<Note>) -> Option<Section> {
        let record = self.record;
        let mut blocks = Vec::new();
        if record.status == Status::Superseded {
            blocks.push(paragraph(self.superseded()));
        }
        for correction in &record.corrections {
            blocks.extend(self.correction(correction, notes));
        }
        if let Some(number) = &record.supersedes {
            let number = self.labels.fill("number", &[("number", number)]);
            let words = plain_inlines(self.labels.fill("supersedes", &[("number", &number)]));
            blocks.push(paragraph(self.to_sibling(record.supersedes.as_deref().unwrap_or_default(), words)));
        }
        if !record.translations.is_empty() {
            blocks.push(paragraph(self.translations()));
        }
        section(SectionRole::Notices, "notices", self.labels.get("notices"), blocks)
    }

    /// Sends the reader of a superseded version to the one in force, which has its number and its address.
    fn superseded(&self) -> Vec<Inline> {
        let number = self.labels.fill("number", &[("number", &self.record.number)]);
        let notice = self.labels.fill("superseded", &[("number", &number)]);
        let mut inlines = vec![Inline::Strong(plain_inlines(notice))];
        if let Some(address) = self.address() {
            inlines.push(Inline::Text(Text::new(" ")));
            inlines.push(link(&address, &address));
        }
        inlines
    }

    /// Returns a correction's note with its kind and date before its first words.
    fn correction(&mut self, correction: &'a Correction, notes: &mut Vec<Note>) -> Vec<Block> {
        let kind = match self.labels.find(&correction.kind.replace('-', "_")) {
            Some(label) => label.to_owned(),
            None => capitalised(&correction.kind.replace('_', " ")),
        };
        let date = self.labels.date(correction.date);
        let lead = self.labels.fill("notice", &[("kind", &kind), ("date", &date)]);
        let mut blocks = self.blocks(&correction.note, notes);
        match blocks.first_mut() {
            Some(Block::Paragraph { inlines, .. }) => {
                inlines.insert(0, Inline::Strong(vec![Inline::Text(Text::new(lead))]));
            }
            _ => blocks.insert(0, paragraph(vec![Inline::Strong(plain_inlines(lead))])),
        }
        blocks
    }

    /// Names the siblings in other languages, each language by its own name for itself.
    fn translations(&self) -> Vec<Inline> {
        let mut names = Vec::new();
        for (at, translation) in self.record.translations.iter().enumerate() {
            if at > 0 {
                names.extend(vec![Inline::Text(Text::new(self.labels.get("list_separator")))]);
            }
            let name = own_name(&translation.lang);
            let words = name.unwrap_or(&translation.lang);
            // What is bound with this text is read there, whatever address it has besides.
            let words = match (
                self.options.siblings.address(&translation.number, &translation.lang),
                &translation.url,
            ) {
                (Some(sibling), _) => vec![to_sibling(sibling, plain_inlines(words))],
                (None, Some(url)) => vec![link(url, words)],
                (None, None) => plain_inlines(words),
            };
            let lang = Some(Arc::from(translation.lang.as_str()));
            match name {
                Some(_) => names.push(Inline::Span { lang, direction: None, inlines: words }),
                None => names.extend(words),
            }
            names.push(Inline::Text(Text::new(format!(" ({})", translation.number))));
        }
        let (before, after) = self.labels.get("translations").split_once("{list}").unwrap_or_default();
        let mut inlines = Vec::new();
        inlines.extend((!before.is_empty()).then(|| Inline::Text(Text::new(before))));
        inlines.extend(names);
        inlines.extend((!after.is_empty()).then(|| Inline::Text(Text::new(after))));
        inlines
    }

    /// Makes words a link to the record of a number, where that is bound with this one.
    fn to_sibling(&self, number: &str, words: Vec<Inline>) -> Vec<Inline> {
        match self.options.siblings.address(number, "") {
            Some(sibling) => vec![to_sibling(sibling, words)],
            None => words,
        }
    }

    pub(super) fn commentary(&mut self, notes: &mut Vec<Note>) -> Option<Section> {
        let record = self.record;
        let blocks = self.blocks(&record.body, notes);
        let heading = self.kind_label();
        section(SectionRole::Commentary, "commentary", &heading, blocks)
    }

    /// Returns the heading of the text itself: the name of its kind.
    fn kind_label(&self) -> String {
        let kind = self.record.kind.trim().to_lowercase();
        if kind.is_empty() || kind == "commentary" {
            return self.labels.get("commentary").to_owned();
        }
        match self.labels.find(&format!("kind_{}", kind.replace([' ', '-'], "_"))) {
            Some(label) => label.to_owned(),
            None => capitalised(self.record.kind.trim()),
        }
    }
}

fn to_sibling(address: String, words: Vec<Inline>) -> Inline {
    Inline::Link { target: LinkTarget::Address(address), title: None, inlines: words }
}

const EDITORS: [&str; 4] = ["edt", "editor", "ed.", "editors"];
const TRANSLATORS: [&str; 3] = ["trl", "translator", "trans."];

/// Tells whether a person wrote the text, rather than edited, translated or drew for it.
pub(super) fn is_writer(author: &Author) -> bool {
    author.role.as_deref().is_none_or(|role| matches!(role.to_lowercase().as_str(), "aut" | "author" | ""))
}

/// Returns a language's name in the language itself, where there are labels of it.
fn own_name(tag: &str) -> Option<&'static str> {
    static NONE: Overrides = Overrides::new();
    let name = Labels::of(tag, &NONE).get("language_name");
    let is_english = language::base(tag).eq_ignore_ascii_case("en");
    (is_english || name != "English").then_some(name)
}

/// Writes a text so that Markdown takes it as it is.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '&' | '~' | '|') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

pub(super) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
