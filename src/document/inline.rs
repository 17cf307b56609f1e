//! Inlines: what stands within a line.

use super::{Direction, ImageId, Lang, NoteId};
use crate::diagnostics::Place;
use crate::spaces::only_guides_lines;

/// One inline.
#[derive(Clone, Debug)]
pub enum Inline {
    /// Words.
    Text(Text),
    /// Emphasis; inside emphasis it is set upright.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck out.
    Strikethrough(Vec<Inline>),
    /// Code.
    Code(Text),
    /// Raised text (`<sup>`).
    Superscript(Vec<Inline>),
    /// Lowered text (`<sub>`).
    Subscript(Vec<Inline>),
    /// Side comment (`<small>`).
    Small(Vec<Inline>),
    /// An abbreviation with its long form (`<abbr title>`).
    Abbreviation {
        /// The long form, if given.
        title: Option<String>,
        /// What is set.
        inlines: Vec<Inline>,
    },
    /// The title of a work (`<cite>`), set as emphasis.
    Cite(Vec<Inline>),
    /// A stretch in another language (`<span lang>`).
    Span {
        /// The language.
        lang: Option<Lang>,
        /// The direction of the language's script, where it differs from what is around it.
        direction: Option<Direction>,
        /// What it says.
        inlines: Vec<Inline>,
    },
    /// A link.
    Link {
        /// Where it goes.
        target: LinkTarget,
        /// The title of CommonMark.
        title: Option<String>,
        /// What is set.
        inlines: Vec<Inline>,
    },
    /// An image within a line.
    Image {
        /// Where it stands.
        place: Place,
        /// The image.
        image: ImageId,
        /// As [`Block::Figure`](super::Block::Figure) has it.
        alt: Option<String>,
    },
    /// A footnote's mark.
    NoteReference {
        /// Where it stands.
        place: Place,
        /// The note.
        note: NoteId,
        /// Counts the references to the same note, from 0.
        occurrence: u32,
    },
    /// A line ends here, whatever its width.
    HardBreak,
    /// Words that differ between two versions; in proofs alone, no record makes it.
    Change {
        /// What was done to them.
        change: Change,
        /// What a reader who does not see them is told ("deleted: vehicle"); empty for what tells itself.
        told: String,
        /// What is set.
        inlines: Vec<Inline>,
    },
}

/// What was done to words from one version to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// They are in the new version only.
    Inserted,
    /// They were in the old version only.
    Deleted,
    /// They came here from elsewhere.
    MovedHere,
    /// They went from here to elsewhere.
    MovedAway,
    /// They are the same, and what they are set as is not.
    Restyled,
}

impl Change {
    /// Tells whether the words are of the old version and gone from where they stand.
    #[must_use]
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Deleted | Self::MovedAway)
    }
}

impl Inline {
    /// Returns the inlines it holds, if it is of a kind that holds any.
    #[must_use]
    pub fn inner(&self) -> Option<&[Self]> {
        match self {
            Self::Emphasis(inner)
            | Self::Strong(inner)
            | Self::Strikethrough(inner)
            | Self::Superscript(inner)
            | Self::Subscript(inner)
            | Self::Small(inner)
            | Self::Cite(inner)
            | Self::Abbreviation { inlines: inner, .. }
            | Self::Span { inlines: inner, .. }
            | Self::Link { inlines: inner, .. }
            | Self::Change { inlines: inner, .. } => Some(inner),
            Self::Text(_)
            | Self::Code(_)
            | Self::Image { .. }
            | Self::NoteReference { .. }
            | Self::HardBreak => None,
        }
    }

    /// As [`Inline::inner`], to change them.
    pub fn inner_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Emphasis(inner)
            | Self::Strong(inner)
            | Self::Strikethrough(inner)
            | Self::Superscript(inner)
            | Self::Subscript(inner)
            | Self::Small(inner)
            | Self::Cite(inner)
            | Self::Abbreviation { inlines: inner, .. }
            | Self::Span { inlines: inner, .. }
            | Self::Link { inlines: inner, .. }
            | Self::Change { inlines: inner, .. } => Some(inner),
            Self::Text(_)
            | Self::Code(_)
            | Self::Image { .. }
            | Self::NoteReference { .. }
            | Self::HardBreak => None,
        }
    }
}

/// Words of one kind: no break but spaces; a soft break of the source is a space.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// The words.
    pub text: String,
    /// Where they begin in the record; the default place where they come from elsewhere.
    pub place: Place,
    /// The bytes of text before it in reading order: a name for this point of the document that
    /// both writers share (page breaks in the EPUB are told by it). Set last, by `build`.
    pub position: u32,
}

impl Text {
    /// Takes words that come from no record.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Where a link goes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkTarget {
    /// An http, https or mailto address, checked.
    Address(String),
    /// The `id` of a heading or section of the same document.
    Internal(String),
}

/// Returns the inlines' words without markup, for lists and metadata; note marks are left out, as is what only guides the
/// breaking of lines, and what says a change stands for its words.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut words = String::new();
    collect_words(inlines, &mut words);
    words
}

/// Appends words without what only guides the breaking of lines.
pub(super) fn push_words(text: &str, words: &mut String) {
    if text.is_ascii() {
        words.push_str(text);
    } else {
        words.extend(text.split(only_guides_lines));
    }
}

fn collect_words(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => push_words(&text.text, words),
            Inline::Image { alt, .. } => words.push_str(alt.as_deref().unwrap_or_default()),
            Inline::NoteReference { .. } => {}
            Inline::HardBreak => words.push(' '),
            Inline::Change { told, .. } if !told.is_empty() => words.push_str(told),
            other => collect_words(other.inner().unwrap_or_default(), words),
        }
    }
}
