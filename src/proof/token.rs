//! Lines taken apart into words, and put together again with what changed marked.
//!
//! Two words are the same only if they look the same: emphasis that was put on a word, or a link that now leads
//! elsewhere, is a change like any other.

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};

use crate::diagnostics::Place;
use crate::document::{Change, Direction, Inline, Lang, LinkTarget, Text};

/// What is around a word, outermost first.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Wrapper {
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    Small,
    Cite,
    Abbreviation(Option<String>),
    Span(Option<Lang>, Option<Direction>),
    Link(LinkTarget, Option<String>),
}

/// What a token is.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// A word, white space or a mark.
    Words(Text),
    /// As above, in code.
    Code(Text),
    /// What cannot be taken apart: an image, a note's mark, a line's end.
    Whole(Inline),
}

/// A piece of a line: the least that can change.
#[derive(Clone, Debug)]
pub(super) struct Token {
    /// Equal for tokens that read and look the same.
    pub key: String,
    pub path: Vec<Wrapper>,
    pub content: Content,
}

impl Token {
    /// Tells whether it holds a letter or a digit, or is no text at all.
    pub(super) fn is_strong(&self) -> bool {
        match &self.content {
            Content::Words(text) | Content::Code(text) => text.text.chars().any(char::is_alphanumeric),
            Content::Whole(inline) => !matches!(inline, Inline::HardBreak),
        }
    }
}

/// Takes text apart by words, in any script (UAX 29, with dictionaries for those that write no spaces).
pub(super) struct Words(WordSegmenterBorrowed<'static>);

impl Default for Words {
    fn default() -> Self {
        Self(WordSegmenter::new_auto(WordBreakInvariantOptions::default()))
    }
}

impl Words {
    /// Returns the words of a text with everything between them, in order.
    pub(super) fn split<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let ends: Vec<usize> = self.0.segment_str(text).collect();
        ends.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect()
    }

    /// Takes a line apart.
    pub(super) fn tokens(&self, inlines: &[Inline]) -> Vec<Token> {
        let mut tokens = Vec::new();
        self.collect(inlines, &mut Vec::new(), &mut tokens);
        tokens
    }

    fn collect(&self, inlines: &[Inline], path: &mut Vec<Wrapper>, tokens: &mut Vec<Token>) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.push(text, Content::Words, path, tokens),
                Inline::Code(text) => self.push(text, Content::Code, path, tokens),
                Inline::Image { .. } | Inline::NoteReference { .. } | Inline::HardBreak => {
                    let key = format!("{path:?} {}", whole_key(inline));
                    tokens.push(Token { key, path: path.clone(), content: Content::Whole(inline.clone()) });
                }
                other => {
                    let wrapper = wrapper(other);
                    path.extend(wrapper.clone());
                    self.collect(other.inner().unwrap_or_default(), path, tokens);
                    if wrapper.is_some() {
                        path.pop();
                    }
                }
            }
        }
    }

    fn push(&self, text: &Text, kind: fn(Text) -> Content, path: &[Wrapper], tokens: &mut Vec<Token>) {
        let mut at = 0;
        for word in self.split(&text.text) {
            let past = u32::try_from(at).unwrap_or(u32::MAX);
            let place = if text.place == Place::default() {
                text.place
            } else {
                Place(text.place.0.saturating_add(past))
            };
            at += word.len();
            let content = kind(Text { text: word.to_owned(), place, position: 0 });
            let sign = if matches!(content, Content::Code(_)) { "code" } else { "" };
            tokens.push(Token { key: format!("{path:?} {sign} {word}"), path: path.to_vec(), content });
        }
    }
}

fn wrapper(inline: &Inline) -> Option<Wrapper> {
    match inline {
        Inline::Emphasis(_) => Some(Wrapper::Emphasis),
        Inline::Strong(_) => Some(Wrapper::Strong),
        Inline::Strikethrough(_) => Some(Wrapper::Strikethrough),
        Inline::Superscript(_) => Some(Wrapper::Superscript),
        Inline::Subscript(_) => Some(Wrapper::Subscript),
        Inline::Small(_) => Some(Wrapper::Small),
        Inline::Cite(_) => Some(Wrapper::Cite),
        Inline::Abbreviation { title, .. } => Some(Wrapper::Abbreviation(title.clone())),
        Inline::Span { lang, direction, .. } => Some(Wrapper::Span(lang.clone(), *direction)),
        Inline::Link { target, title, .. } => Some(Wrapper::Link(target.clone(), title.clone())),
        Inline::Text(_)
        | Inline::Code(_)
        | Inline::Image { .. }
        | Inline::NoteReference { .. }
        | Inline::HardBreak
        | Inline::Change { .. } => None,
    }
}

/// What makes an image or a mark the same as another; where it stands does not.
fn whole_key(inline: &Inline) -> String {
    match inline {
        Inline::Image { image, alt, .. } => format!("image {} {alt:?}", image.0),
        Inline::NoteReference { note, .. } => format!("note {}", note.0),
        _ => "break".to_owned(),
    }
}

/// Puts tokens together again, each with what became of it. What is around words stays around their changes, so
/// that a changed word of a link is still of the link; a link that is gone leads nowhere.
pub(super) fn join(tokens: &[(Option<Change>, Token)]) -> Vec<Inline> {
    let kept: Vec<(Option<Change>, Token)> = tokens
        .iter()
        .map(|(change, token)| {
            let mut token = token.clone();
            if change.is_some_and(Change::is_gone) {
                token.path.retain(|wrapper| !matches!(wrapper, Wrapper::Link(..)));
            }
            (*change, token)
        })
        .collect();
    join_below(&kept, 0)
}

fn join_below(tokens: &[(Option<Change>, Token)], depth: usize) -> Vec<Inline> {
    let mut inlines = Vec::new();
    let groups = tokens.chunk_by(|(_, one), (_, other)| one.path.get(depth) == other.path.get(depth));
    for group in groups {
        match group.first().and_then(|(_, token)| token.path.get(depth)) {
            Some(wrapper) => inlines.push(wrap(wrapper, join_below(group, depth + 1))),
            None => inlines.extend(leaves(group)),
        }
    }
    inlines
}

fn leaves(tokens: &[(Option<Change>, Token)]) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for group in tokens.chunk_by(|(one, _), (other, _)| one == other) {
        let mut pieces: Vec<Inline> = Vec::new();
        for (_, token) in group {
            match (&token.content, pieces.last_mut()) {
                (Content::Words(text), Some(Inline::Text(last)))
                | (Content::Code(text), Some(Inline::Code(last))) => last.text.push_str(&text.text),
                (Content::Words(text), _) => pieces.push(Inline::Text(text.clone())),
                (Content::Code(text), _) => pieces.push(Inline::Code(text.clone())),
                (Content::Whole(inline), _) => pieces.push(inline.clone()),
            }
        }
        match group.first().and_then(|(change, _)| *change) {
            Some(change) => inlines.push(Inline::Change { change, told: String::new(), inlines: pieces }),
            None => inlines.append(&mut pieces),
        }
    }
    inlines
}

fn wrap(wrapper: &Wrapper, inlines: Vec<Inline>) -> Inline {
    match wrapper.clone() {
        Wrapper::Emphasis => Inline::Emphasis(inlines),
        Wrapper::Strong => Inline::Strong(inlines),
        Wrapper::Strikethrough => Inline::Strikethrough(inlines),
        Wrapper::Superscript => Inline::Superscript(inlines),
        Wrapper::Subscript => Inline::Subscript(inlines),
        Wrapper::Small => Inline::Small(inlines),
        Wrapper::Cite => Inline::Cite(inlines),
        Wrapper::Abbreviation(title) => Inline::Abbreviation { title, inlines },
        Wrapper::Span(lang, direction) => Inline::Span { lang, direction, inlines },
        Wrapper::Link(target, title) => Inline::Link { target, title, inlines },
    }
}
