//! What the publication can say about its accessibility: computed from its content, never asserted.
//!
//! Conformance to EPUB Accessibility 1.1 and WCAG 2.2 AA is claimed only where every check that a
//! program can make has passed; otherwise the summary tells what keeps it from being claimed.

use super::metadata::Expressions;
use super::{Accessibility, Exemption, Job, VolumeJob, walk};
use crate::document::inline::plain_text;
use crate::document::{Block, Document, Inline};
use crate::style::{Colour, Style, contrast};

/// The claim (EPUB Accessibility 1.1, 2.4).
pub const CLAIM: &str = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";
/// Who stands for the claim where nobody is named: what only a program has checked is said so.
const PROGRAM: &str = "offprint (automatic checks only)";
/// The contrast that text needs with its ground (WCAG 2.2, 1.4.3).
const CONTRAST: f64 = 4.5;

/// What a publication says about its accessibility, in the words of schema.org's vocabulary of
/// accessibility properties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// `accessMode`
    pub modes: Vec<&'static str>,
    /// `accessModeSufficient`
    pub sufficient: Vec<&'static str>,
    /// `accessibilityFeature`
    pub features: Vec<&'static str>,
    /// `accessibilityHazard`
    pub hazard: &'static str,
    /// `accessibilitySummary`, in English.
    pub summary: String,
    /// The standard it conforms to, where it is claimed.
    pub claim: Option<&'static str>,
    /// Who certifies the claim.
    pub certifier: String,
    /// The address of the certifier's report.
    pub report: Option<String>,
    /// The exemption that the publisher invokes.
    pub exemption: Option<Exemption>,
}

/// Computes what an EPUB of a document says about its accessibility.
#[must_use]
pub fn facts(document: &Document, style: &Style, has_pages: bool, options: &Accessibility) -> Facts {
    let mut findings = Findings::begin(style, options);
    findings.has_pages = has_pages;
    findings.look_through(document);
    findings.end(options).facts()
}

/// What was found in the content.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    /// How many images say something.
    images: usize,
    /// How many of them lack alternative text.
    images_without_text: usize,
    has_tables: bool,
    has_notes: bool,
    has_pages: bool,
    has_index: bool,
    /// What keeps conformance from being claimed, in plain words.
    pub obstacles: Vec<String>,
    certifier: Option<String>,
    report: Option<String>,
    exemption: Option<Exemption>,
}

impl Findings {
    /// Looks through a record.
    pub(super) fn of(job: &Job<'_>) -> Self {
        let mut findings = Self::begin(job.style, job.accessibility);
        findings.has_pages = !job.page_starts.is_empty();
        findings.look_through(job.document);
        findings.end(job.accessibility)
    }

    /// Looks through the documents of a volume.
    pub(super) fn of_volume(job: &VolumeJob<'_>) -> Self {
        let mut findings = Self::begin(job.style, job.accessibility);
        findings.has_pages = !job.page_starts.is_empty();
        findings.has_index = !job.volume.indexes.is_empty();
        job.volume.documents().for_each(|document| findings.look_through(document));
        findings.end(job.accessibility)
    }

    /// Begins with what holds for the whole publication.
    pub(super) fn begin(style: &Style, options: &Accessibility) -> Self {
        let mut findings = Self { exemption: options.exemption, ..Self::default() };
        if !is_readable(style) {
            findings.obstacles.push("the style has text that stands out too little from its ground".into());
        }
        findings
    }

    /// Looks through a document.
    pub(super) fn look_through(&mut self, document: &Document) {
        if document.lang.is_empty() || &*document.lang == "und" {
            self.obstacles.push("the language of the text is not known".into());
        }
        if plain_text(&document.title).trim().is_empty() {
            self.obstacles.push("the text has no title".into());
        }
        let mut level = 2;
        for section in &document.sections {
            if section.heading.is_some() {
                level = 2;
            }
            self.blocks(&section.blocks, &mut level);
        }
        for note in &document.notes {
            self.blocks(&note.blocks, &mut level);
        }
        self.has_notes |= !document.notes.is_empty();
    }

    /// Draws the conclusions.
    pub(super) fn end(mut self, options: &Accessibility) -> Self {
        if self.images_without_text > 0 {
            let told = match self.images_without_text {
                1 => "one image has no alternative text".to_owned(),
                many => format!("{many} images have no alternative text"),
            };
            self.obstacles.insert(0, told);
        }
        self.obstacles.dedup();
        self.certifier.clone_from(&options.certifier);
        self.report.clone_from(&options.report);
        self
    }

    fn blocks(&mut self, blocks: &[Block], level: &mut u8) {
        walk::blocks(blocks, &mut |block| match block {
            Block::Heading { level: here, inlines, .. } => {
                if *here > *level + 1 {
                    self.obstacles.push("a heading skips a level".into());
                }
                if plain_text(inlines).trim().is_empty() {
                    self.obstacles.push("a heading has no words".into());
                }
                *level = *here;
            }
            Block::Table(table) => {
                self.has_tables = true;
                if table.head.iter().all(|cell| plain_text(cell).trim().is_empty()) {
                    self.obstacles.push("a table has no headers".into());
                }
            }
            Block::Figure { alt, .. } => self.image(alt.as_deref()),
            _ => {}
        });
        walk::inlines(blocks, &mut |inline| match inline {
            Inline::Image { alt, .. } => self.image(alt.as_deref()),
            Inline::Link { inlines, .. } if plain_text(inlines).trim().is_empty() => {
                self.obstacles.push("a link has no words".into());
            }
            _ => {}
        });
    }

    fn image(&mut self, alt: Option<&str>) {
        match alt {
            Some("") => {}
            Some(_) => self.images += 1,
            None => {
                self.images += 1;
                self.images_without_text += 1;
            }
        }
    }

    /// Says it in the vocabulary's words.
    fn facts(&self) -> Facts {
        let (mut modes, mut sufficient) = (vec!["textual"], Vec::new());
        if self.images > 0 {
            modes.push("visual");
            sufficient.push("textual,visual");
        }
        if self.images_without_text == 0 {
            sufficient.push("textual");
        }
        Facts {
            modes,
            sufficient,
            features: self.features(),
            hazard: "none",
            summary: self.summary(),
            claim: (self.obstacles.is_empty() && self.exemption.is_none()).then_some(CLAIM),
            certifier: self.certifier.clone().unwrap_or_else(|| PROGRAM.to_owned()),
            report: self.report.clone(),
            exemption: self.exemption,
        }
    }

    /// Tells the findings as metadata.
    pub(super) fn tell(&self, all: &mut Expressions) {
        let facts = self.facts();
        for mode in &facts.modes {
            all.meta("schema:accessMode", mode);
        }
        for modes in &facts.sufficient {
            all.meta("schema:accessModeSufficient", modes);
        }
        for feature in &facts.features {
            all.meta("schema:accessibilityFeature", feature);
        }
        all.meta("schema:accessibilityHazard", facts.hazard);
        all.meta_in("schema:accessibilitySummary", "en", &facts.summary);
        if let Some(claim) = facts.claim {
            all.meta_with_id("dcterms:conformsTo", "conformance", claim);
            all.refine("conformance", "a11y:certifiedBy", None, &facts.certifier);
            if let Some(report) = &facts.report {
                all.link("a11y:certifierReport", report);
            }
        }
        if let Some(exemption) = facts.exemption {
            all.meta("a11y:exemption", exemption.value());
        }
    }

    /// The features, in the words of the schema.org accessibility properties vocabulary.
    fn features(&self) -> Vec<&'static str> {
        let all = [
            ("structuralNavigation", true),
            ("tableOfContents", true),
            ("readingOrder", true),
            ("displayTransformability", true),
            ("unlocked", true),
            ("ARIA", true),
            ("alternativeText", self.images > 0 && self.images_without_text == 0),
            ("pageBreakMarkers", self.has_pages),
            ("pageNavigation", self.has_pages),
            ("index", self.has_index),
        ];
        all.into_iter().filter_map(|(name, is_there)| is_there.then_some(name)).collect()
    }

    /// The summary, in plain words.
    fn summary(&self) -> String {
        let mut told = vec![
            "The text is real text in a logical reading order, and adapts to the size, typeface and colours that \
             the reader chooses."
                .to_owned(),
            "It can be navigated by headings and by a table of contents.".to_owned(),
        ];
        if self.has_pages {
            told.push("Page numbers are those of the PDF edition.".to_owned());
        }
        if self.has_notes {
            told.push("Notes are linked from the text, and back.".to_owned());
        }
        if self.has_tables {
            told.push("Tables have their column headers marked.".to_owned());
        }
        if self.images > 0 && self.images_without_text == 0 {
            told.push("Every image that says something has alternative text.".to_owned());
        }
        if self.obstacles.is_empty() {
            told.push("These facts were computed from the content; whether the words of alternative texts and links serve \
                 their purpose was not judged.".to_owned());
        } else {
            told.push(format!("Conformance is not claimed, because {}.", join(&self.obstacles)));
        }
        if self.exemption.is_some() {
            told.push("The publisher states that an exemption from accessibility law applies.".to_owned());
        }
        told.join(" ")
    }
}

fn join(reasons: &[String]) -> String {
    match reasons {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Tells whether the style's accents, as the stylesheet sets them, stand out on white and on a dark ground.
fn is_readable(style: &Style) -> bool {
    const WHITE: Colour = Colour { red: 255, green: 255, blue: 255 };
    const DARK: Colour = Colour { red: 0x33, green: 0x33, blue: 0x33 };
    let text = &style.text;
    let used = [
        style.colours.link,
        text.masthead_series.colour,
        text.title.colour,
        text.section_heading.colour,
        text.headings[0].colour,
    ];
    used.into_iter().filter(|&colour| super::palette::is_accent(colour)).all(|colour| {
        contrast(super::palette::on_any(colour), WHITE) >= CONTRAST
            && contrast(super::palette::on_dark(colour), DARK) >= CONTRAST
    })
}
