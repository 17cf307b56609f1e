//! What the record says, as an artefact must say it.

use super::text::Flow;
use crate::collection::Volume;
use crate::document::inline::plain_text;
use crate::document::{Block, Document, Inline, Metadata, Section, SectionRole};
use crate::epub::identity;
use crate::project::Format;

/// What must be found in an artefact of a record.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// The title, without markup.
    pub title: String,
    /// The names of all who have a part in it, in order.
    pub authors: Vec<String>,
    /// Those of them whose text it is not, such as a translator; a volume names its members' authors too.
    pub contributors: Option<Vec<String>>,
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
    /// The words of the outline's entries, in order; those of all headings but in a volume.
    pub outline: Vec<Flow>,
    /// How many images have alternative text.
    pub images: usize,
    /// What the contents and indexes of a volume say, in order, beside numbers of pages.
    pub listed: Vec<Flow>,
}

/// A part that stands in the text exactly once.
#[derive(Clone, Debug)]
pub struct Part {
    /// As a fault names it: "disclaimer".
    pub name: &'static str,
    /// What it says.
    pub text: Flow,
}

fn contributors(metadata: &Metadata) -> Vec<String> {
    metadata.authors.iter().filter(|one| !metadata.is_creator(one)).map(|one| one.name.clone()).collect()
}

impl Expected {
    /// Reads the expectation off a document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let mut expected = Self {
            title: document.metadata.title.clone(),
            authors: document.metadata.authors.iter().map(|author| author.name.clone()).collect(),
            contributors: Some(contributors(&document.metadata)),
            number: document.metadata.number.clone(),
            lang: document.lang.to_string(),
            identity: identity::pdf(&document.metadata).urn().to_string(),
            is_rtl: document.direction == crate::document::Direction::Rtl,
            ..Self::default()
        };
        let mut reader = Reader::default();
        reader.document(document);
        expected.parts = document.sections.iter().filter_map(part).collect();
        expected.take(reader);
        expected.outline.clone_from(&expected.headings);
        expected
    }

    /// Reads the expectation off a volume, as it must stand in one of its formats.
    #[must_use]
    pub fn of_volume(volume: &Volume, format: Format) -> Self {
        let metadata = &volume.front.metadata;
        let mut expected = Self {
            title: metadata.title.clone(),
            authors: metadata.authors.iter().map(|author| author.name.clone()).collect(),
            number: metadata.number.clone(),
            lang: volume.front.lang.to_string(),
            identity: identity::pdf(metadata).urn().to_string(),
            is_rtl: volume.front.direction == crate::document::Direction::Rtl,
            ..Self::default()
        };
        let title = |document: &Document| flow(&document.metadata.title);
        let mut reader = Reader::default();
        reader.document(&volume.front);
        expected.outline.push(title(&volume.front));
        if format == Format::Pdf {
            reader.heading(&[Inline::Text(crate::document::Text::new(volume.contents.as_str()))]);
            expected.outline.push(flow(&volume.contents));
        }
        for leaf in &volume.leaves {
            reader.document(&leaf.document);
            expected.outline.push(title(&leaf.document));
            if !volume.is_divided() {
                let sections = leaf.document.sections.iter().filter_map(|section| section.heading.as_deref());
                expected.outline.extend(sections.map(|heading| flow(&plain_text(heading))));
            }
            // The contents of a PDF; an EPUB's navigation is checked for itself.
            expected.listed.extend((format == Format::Pdf).then(|| title(&leaf.document)));
        }
        let members: Vec<&Document> = volume.members().map(|leaf| &leaf.document).collect();
        for index in &volume.indexes {
            reader.heading(&[Inline::Text(crate::document::Text::new(index.title.as_str()))]);
            expected.outline.push(flow(&index.title));
            for entry in &index.entries {
                expected.listed.push(flow(&entry.words));
                let titles = entry.members.iter().filter_map(|&at| members.get(at));
                // An index of a PDF leads to pages.
                expected
                    .listed
                    .extend(titles.filter(|_| format == Format::Epub).map(|document| title(document)));
            }
        }
        reader.document(&volume.colophon);
        expected.outline.push(title(&volume.colophon));
        expected.take(reader);
        expected
    }

    fn take(&mut self, reader: Reader) {
        self.notes = reader.notes;
        self.text = reader.text;
        self.headings = reader.headings;
        self.note_marks = reader.note_marks;
        self.images = reader.images;
    }
}

fn flow(words: &str) -> Flow {
    let mut flow = Flow::default();
    flow.push(words);
    flow
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
    notes: Vec<Flow>,
    headings: Vec<Flow>,
    note_marks: usize,
    images: usize,
}

impl Reader {
    fn document(&mut self, document: &Document) {
        let masthead = &document.masthead;
        for line in [&masthead.series, &masthead.number, &masthead.date] {
            self.block(line);
        }
        self.heading(&document.title);
        for line in document.subtitle.iter().chain([&document.byline]) {
            self.block(line);
        }
        for section in &document.sections {
            section.heading.iter().for_each(|heading| self.heading(heading));
            self.blocks(&section.blocks);
        }
        for note in &document.notes {
            let said = self.aside(&note.blocks);
            self.notes.push(said);
        }
    }

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
