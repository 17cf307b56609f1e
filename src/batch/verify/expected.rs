//! What the record says, as an artefact must say it.

use super::text::Flow;
use crate::document::{Block, Document, Inline, Section, SectionRole};
use crate::epub::identity;

/// What must be found in an artefact of a record.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The title, without markup.
    pub title: String,
    /// The authors' names, in order.
    pub authors: Vec<String>,
    /// The identifier within the series.
    pub number: String,
    /// The language, BCP 47.
    pub lang: String,
    /// Whether lines run from right to left.
    pub is_rtl: bool,
    /// The name of its PDF, by which both files know it: `urn:uuid:...`.
    pub identity: String,
    /// Everything but the footnotes, in reading order.
    pub text: Flow,
    /// The footnotes, in the order of their first marks.
    pub notes: Vec<Flow>,
    /// How many footnote marks the text has.
    pub note_marks: usize,
    /// Disclaimer, synopsis and bios, each of which stands there once.
    pub parts: Vec<Part>,
    /// The words of every heading, in order, the title first.
    pub headings: Vec<Flow>,
    /// How many images have alternative text.
    pub images: usize,
}

/// A part that stands in the text exactly once.
#[derive(Clone, Debug)]
pub struct Part {
    /// As a fault names it: "disclaimer".
    pub name: &'static str,
    /// What it says.
    pub text: Flow,
}

impl Expected {
    /// Reads the expectation off a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let mut expected = Self {
            title: document.metadata.title.clone(),
            authors: document.metadata.authors.iter().map(|author| author.name.clone()).collect(),
            number: document.metadata.number.clone(),
            lang: document.lang.to_string(),
            identity: identity::pdf(&document.metadata).urn().to_string(),
            is_rtl: document.direction == crate::document::Direction::Rtl,
            ..Self::default()
        };
        let mut reader = Reader::default();
        let masthead = &document.masthead;
        for line in [&masthead.series, &masthead.number, &masthead.date] {
            reader.block(line);
        }
        reader.heading(&document.title);
        for line in document.subtitle.iter().chain([&document.byline]) {
            reader.block(line);
        }
        for section in &document.sections {
            section.heading.iter().for_each(|heading| reader.heading(heading));
            reader.blocks(&section.blocks);
            expected.parts.extend(part(section));
        }
        expected.notes = document.notes.iter().map(|note| reader.aside(&note.blocks)).collect();
        expected.text = reader.text;
        expected.headings = reader.headings;
        expected.note_marks = reader.note_marks;
        expected.images = reader.images;
        expected
    }
}

fn part(section: &Section) -> Option<Part> {
    let name = match section.role {
        SectionRole::Disclaimer => "disclaimer",
        SectionRole::Synopsis => "synopsis",
        SectionRole::About => "bio",
        _ => return None,
    };
    let text = Reader::default().aside(&section.blocks);
    (!text.is_empty()).then_some(Part { name, text })
}

#[derive(Default)]
struct Reader {
    text: Flow,
    headings: Vec<Flow>,
    note_marks: usize,
    images: usize,
}

impl Reader {
    /// Reads blocks as a text of their own; marks and images in them count.
    fn aside(&mut self, blocks: &[Block]) -> Flow {
        let around = std::mem::take(&mut self.text);
        self.blocks(blocks);
        std::mem::replace(&mut self.text, around)
    }

    fn heading(&mut self, inlines: &[Inline]) {
        let around = std::mem::take(&mut self.text);
        self.inlines(inlines);
        let heading = std::mem::replace(&mut self.text, around);
        self.headings.push(heading);
        // The marks were counted above.
        let marks = self.note_marks;
        self.block(inlines);
        self.note_marks = marks;
    }

    fn block(&mut self, inlines: &[Inline]) {
        self.text.end_block();
        self.inlines(inlines);
        self.text.end_block();
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.any_block(block);
        }
    }

    fn any_block(&mut self, block: &Block) {
        match block {
            Block::Paragraph { inlines, .. } => self.block(inlines),
            Block::Heading { inlines, .. } => self.heading(inlines),
            Block::List { items, .. } => items.iter().for_each(|item| self.blocks(&item.blocks)),
            Block::Quote { blocks } => self.blocks(blocks),
            Block::Code { text, .. } => {
                self.text.end_block();
                for line in text.split('\n') {
                    self.text.push(line);
                    self.text.end_line();
                }
                self.text.end_block();
            }
            Block::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    self.block(cell);
                }
            }
            Block::Figure { alt, caption, .. } => {
                self.text.end_block();
                self.image(alt.as_deref());
                self.block(caption);
            }
            Block::Rule => self.text.end_block(),
        }
    }

    fn image(&mut self, alt: Option<&str>) {
        if let Some(alt) = alt.filter(|alt| !alt.trim().is_empty()) {
            self.images += 1;
            self.text.push(alt);
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.text.push(&text.text),
                Inline::Image { alt, .. } => self.image(alt.as_deref()),
                Inline::NoteReference { .. } => self.note_marks += 1,
                Inline::HardBreak => self.text.end_line(),
                other => self.inlines(other.inner().unwrap_or_default()),
            }
        }
    }
}
