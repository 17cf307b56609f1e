//! Joins inlines into one string with marks: how each stretch looks, what it belongs to, where it is from.
//!
//! The structure tree is grown here, since only the walk over the inlines knows their nesting.

use super::script::is_joined;
use super::{Composer, ContentOwner, ParagraphInput, marks};
use crate::diagnostics::Place;
use crate::document::{Change, Direction, Inline, Lang, LinkTarget, NoteId, Text, inline::plain_text};
use crate::font::{FaceId, Features};
use crate::layout::frame::{AreaTarget, Owner};
use crate::layout::structure::{ElementId, LeafId, Tag, Tree};
use crate::style::{Colour, Family, Figures, TextStyle, Weight};

/// Stands for an image within the text (OBJECT REPLACEMENT CHARACTER).
pub(super) const OBJECT: char = '\u{fffc}';

/// The size and rise of raised and lowered text that has no forms of its own in the face, in ems.
const SCRIPT_SIZE: f64 = 0.62;
const SUPERSCRIPT_RISE: f64 = 0.36;
const SUBSCRIPT_RISE: f64 = -0.14;
/// The size of side comments within text.
const SMALL_SIZE: f64 = 0.85;
/// CSS pixels to points.
pub(in crate::layout) const POINTS_PER_PIXEL: f64 = 0.75;

/// How a stretch of text looks, and what it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Look {
    pub face: FaceId,
    pub features: Features,
    /// In points.
    pub size: f64,
    /// In points, upwards.
    pub rise: f64,
    /// In ems.
    pub tracking: f64,
    pub colour: Colour,
    pub lang: Lang,
    pub italic: bool,
    pub is_code: bool,
    pub is_struck: bool,
    pub change: Option<Change>,
    pub owner: Owner,
    /// Indexes [`Collected::links`].
    pub link: Option<usize>,
    /// Indexes [`Collected::notes`].
    pub note: Option<usize>,
}

/// A link's facts, or those of a note's mark.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub target: AreaTarget,
    pub element: ElementId,
    pub contents: String,
}

/// A note's mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub note: NoteId,
    pub occurrence: u32,
    pub element: ElementId,
}

/// An inline image, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Picture {
    pub image: crate::document::ImageId,
    pub width: f64,
    pub height: f64,
}

/// Where a stretch of the text comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    /// Its first byte in the paragraph's text.
    pub start: usize,
    pub place: Place,
    pub position: u32,
}

/// A stretch that runs its own way, whatever stands around it, as an element with `dir` does in HTML (UAX #9, 2.4).
#[derive(Clone, Debug)]
pub(super) struct Isolate {
    pub range: std::ops::Range<usize>,
    pub direction: Direction,
}

/// A paragraph's text with its marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Collected {
    pub text: String,
    /// The first byte of each stretch and its look, which indexes `looks`.
    pub stretches: Vec<(usize, usize)>,
    pub looks: Vec<Look>,
    pub origins: Vec<Origin>,
    pub links: Vec<Link>,
    pub notes: Vec<Mark>,
    /// In the order of their [`OBJECT`]s.
    pub pictures: Vec<Picture>,
    /// The bytes of the spaces a line must end at.
    pub hard_breaks: Vec<usize>,
    /// Each before those within it.
    pub isolates: Vec<Isolate>,
}

impl Collected {
    /// Returns the look of a byte of the text.
    ///
    /// # Panics
    ///
    /// If nothing was collected.
    pub fn look_at(&self, at: usize) -> &Look {
        let index = self.stretches.partition_point(|&(start, _)| start <= at).saturating_sub(1);
        &self.looks[self.stretches[index].1]
    }

    /// Returns the place and position of a byte of the text.
    pub fn origin(&self, at: usize) -> (Place, u32) {
        let index = self.origins.partition_point(|origin| origin.start <= at);
        let Some(origin) = index.checked_sub(1).and_then(|index| self.origins.get(index)) else {
            return (Place::default(), 0);
        };
        let past = u32::try_from(at - origin.start).unwrap_or(0);
        (origin.place.past(past), origin.position + past)
    }
}

/// Collects a paragraph's inlines.
pub(super) fn collect(composer: &Composer<'_>, input: &ParagraphInput<'_>, tree: &mut Tree) -> Collected {
    let element = match input.owner {
        ContentOwner::Element(element) => Some(element),
        ContentOwner::Artifact(_) => None,
    };
    let artifact = match input.owner {
        ContentOwner::Artifact(owner) => owner,
        ContentOwner::Element(_) => Owner::Layout,
    };
    let mut walk = Walk { composer, tree, out: Collected::default(), element, leaf: None, artifact };
    walk.inlines(input.inlines, &Context::new(input.style, &input.lang));
    walk.out
}

/// What the inlines around the one at hand have decided.
#[derive(Clone, Debug)]
struct Context {
    style: TextStyle,
    lang: Lang,
    /// A factor on the style's size.
    scale: f64,
    /// In ems of the style's size.
    rise: f64,
    is_code: bool,
    is_struck: bool,
    change: Option<Change>,
    extra: Features,
    link: Option<usize>,
    note: Option<usize>,
}

impl Context {
    fn new(style: &TextStyle, lang: &Lang) -> Self {
        Self {
            style: style.clone(),
            lang: lang.clone(),
            scale: 1.0,
            rise: 0.0,
            is_code: style.family == Family::Mono,
            is_struck: false,
            change: None,
            extra: Features::default(),
            link: None,
            note: None,
        }
    }

    fn features(&self) -> Features {
        let figures = match self.style.figures {
            // Old-style figures belong to letters that have lower case.
            Figures::OldStyle if !has_lower_case(&self.lang) => Features::LINING.with(Features::PROPORTIONAL),
            Figures::OldStyle => Features::OLD_STYLE.with(Features::PROPORTIONAL),
            Figures::Lining => Features::LINING.with(Features::PROPORTIONAL),
            Figures::Tabular => Features::LINING.with(Features::TABULAR),
        };
        let mut features = if self.is_code { Features::NO_LIGATURES } else { figures };
        if self.style.small_capitals {
            features = features.with(Features::SMALL_CAPITALS);
        }
        features.with(self.extra)
    }
}

/// Tells whether a language is written with lower case, as far as it is known.
fn has_lower_case(lang: &str) -> bool {
    const WITHOUT: [&str; 32] = [
        "am", "ar", "as", "bn", "bo", "dv", "dz", "fa", "gu", "he", "hi", "ja", "ka", "km", "kn", "ko", "lo",
        "ml", "mr", "my", "ne", "or", "pa", "ps", "sd", "si", "ta", "te", "th", "ug", "ur", "zh",
    ];
    lang.split(['-', '_']).next().is_none_or(|primary| WITHOUT.binary_search(&primary).is_err())
}

struct Walk<'c, 'a, 't> {
    composer: &'c Composer<'a>,
    tree: &'t mut Tree,
    out: Collected,
    element: Option<ElementId>,
    leaf: Option<LeafId>,
    artifact: Owner,
}

impl Walk<'_, '_, '_> {
    fn inlines(&mut self, inlines: &[Inline], context: &Context) {
        for inline in inlines {
            self.inline(inline, context);
        }
    }

    fn inline(&mut self, inline: &Inline, context: &Context) {
        match inline {
            Inline::Text(text) => self.text(text, context),
            Inline::Emphasis(inner) | Inline::Cite(inner) => {
                let mut context = context.clone();
                context.style.italic = !context.style.italic;
                self.inlines(inner, &context);
            }
            Inline::Strong(inner) => {
                let mut context = context.clone();
                context.style.weight = Weight::Bold;
                self.inlines(inner, &context);
            }
            Inline::Strikethrough(inner) => {
                self.inlines(inner, &Context { is_struck: true, ..context.clone() })
            }
            Inline::Code(text) => self.code(text, context),
            Inline::Superscript(inner) => self.script(inner, context, Features::SUPERIORS, SUPERSCRIPT_RISE),
            Inline::Subscript(inner) => self.script(inner, context, Features::INFERIORS, SUBSCRIPT_RISE),
            Inline::Small(inner) => {
                self.inlines(inner, &Context { scale: context.scale * SMALL_SIZE, ..context.clone() });
            }
            Inline::Abbreviation { title, inlines } => self.abbreviation(title.as_deref(), inlines, context),
            Inline::Span { lang, direction, inlines } => {
                self.isolated(*direction, |walk| walk.span(lang.as_ref(), inlines, context));
            }
            Inline::Link { target, inlines, .. } => self.link(target, inlines, context),
            Inline::Image { image, alt, .. } => self.image(*image, alt.as_deref(), context),
            Inline::NoteReference { note, occurrence, .. } => self.note(*note, *occurrence, context),
            Inline::HardBreak => {
                self.out.hard_breaks.push(self.out.text.len());
                self.push(" ", context);
            }
            Inline::Change { change, told, inlines } => self.change(*change, told, inlines, context),
        }
    }

    fn text(&mut self, text: &Text, context: &Context) {
        if text.text.is_empty() {
            return;
        }
        self.out.origins.push(Origin {
            start: self.out.text.len(),
            place: text.place,
            position: text.position,
        });
        self.push(&text.text, context);
    }

    fn code(&mut self, text: &Text, context: &Context) {
        let mut context = context.clone();
        let around = self.composer.fonts.face(self.composer.fonts.choose(&context.style)).x_height_em();
        context.style.family = Family::Mono;
        context.style.typeface = self.composer.style.typefaces.mono.clone();
        let own = self.composer.fonts.face(self.composer.fonts.choose(&context.style)).x_height_em();
        if !context.is_code && own > 0.0 {
            context.scale *= around / own;
        }
        context.is_code = true;
        self.within(Tag::Code, |walk, _| walk.text(text, &context));
    }

    fn script(&mut self, inner: &[Inline], context: &Context, forms: Features, rise: f64) {
        let mut context = context.clone();
        if self.has_forms(&context, forms, &plain_text(inner)) {
            context.extra = context.extra.with(forms);
        } else {
            context.rise += rise * context.scale;
            context.scale *= SCRIPT_SIZE;
        }
        self.inlines(inner, &context);
    }

    /// Tells whether the face has a form of its own for each character.
    fn has_forms(&self, context: &Context, forms: Features, text: &str) -> bool {
        let fonts = self.composer.fonts;
        let face = fonts.choose(&context.style);
        let shape = |features| fonts.setting(face, features, *b"Latn", false, &context.lang).shape(text);
        let (plain, formed) = (shape(context.features()), shape(context.features().with(forms)));
        plain.glyphs.len() == formed.glyphs.len()
            && std::iter::zip(&plain.glyphs, &formed.glyphs).all(|(plain, formed)| plain.id != formed.id)
    }

    fn abbreviation(&mut self, title: Option<&str>, inner: &[Inline], context: &Context) {
        let Some(title) = title else { return self.inlines(inner, context) };
        self.within(Tag::Span, |walk, element| {
            if let Some(element) = element {
                walk.tree.get_mut(element).expansion = Some(title.to_owned());
            }
            walk.inlines(inner, context);
        });
    }

    fn isolated(&mut self, direction: Option<Direction>, walk: impl FnOnce(&mut Self)) {
        let Some(direction) = direction else { return walk(self) };
        let (start, index) = (self.out.text.len(), self.out.isolates.len());
        self.out.isolates.push(Isolate { range: start..start, direction });
        walk(self);
        self.out.isolates[index].range.end = self.out.text.len();
    }

    fn span(&mut self, lang: Option<&Lang>, inner: &[Inline], context: &Context) {
        let Some(lang) = lang.filter(|lang| **lang != context.lang) else {
            return self.inlines(inner, context);
        };
        let context = Context { lang: lang.clone(), ..context.clone() };
        self.within(Tag::Span, |walk, element| {
            if let Some(element) = element {
                walk.tree.get_mut(element).lang = Some(lang.clone());
            }
            walk.inlines(inner, &context);
        });
    }

    fn link(&mut self, target: &LinkTarget, inner: &[Inline], context: &Context) {
        self.within(Tag::Link, |walk, element| {
            let mut context = context.clone();
            if let Some(element) = element {
                context.style.colour = walk.composer.style.colours.link;
                context.link = Some(walk.out.links.len());
                walk.out.links.push(Link {
                    target: AreaTarget::Link(target.clone()),
                    element,
                    contents: plain_text(inner),
                });
            }
            walk.inlines(inner, &context);
        });
    }

    /// Words that differ between two versions: a `Span` of their own, whose alternate description says what was
    /// done to them (ISO 32000-1, 14.9.3), since PDF 1.7 has no types for that.
    fn change(&mut self, change: Change, told: &str, inner: &[Inline], context: &Context) {
        self.within(Tag::Span, |walk, element| {
            if let Some(element) = element {
                let element = walk.tree.get_mut(element);
                element.change = Some(change);
                element.alt = Some(told.to_owned()).filter(|told| !told.is_empty());
            }
            let mut context = Context { change: Some(change), ..context.clone() };
            context.style.colour = marks::colour(change).unwrap_or(context.style.colour);
            walk.inlines(inner, &context);
        });
    }

    fn note(&mut self, note: NoteId, occurrence: u32, context: &Context) {
        let Some(label) = self.composer.document.notes.get(note.0 as usize).map(|note| note.label.clone())
        else {
            return;
        };
        self.within(Tag::Reference, |walk, reference| {
            walk.within(Tag::Link, |walk, element| {
                let mut context = context.clone();
                if let (Some(reference), Some(element)) = (reference, element) {
                    context.note = Some(walk.out.notes.len());
                    walk.out.notes.push(Mark { note, occurrence, element: reference });
                    context.link = Some(walk.out.links.len());
                    walk.out.links.push(Link {
                        target: AreaTarget::Note(note),
                        element,
                        contents: label.clone(),
                    });
                }
                walk.script(
                    &[Inline::Text(Text::new(label.clone()))],
                    &context,
                    Features::SUPERIORS,
                    SUPERSCRIPT_RISE,
                );
            });
        });
    }

    fn image(&mut self, image: crate::document::ImageId, alt: Option<&str>, context: &Context) {
        let Some(asset) = self.composer.document.images.get(image.0 as usize) else { return };
        let page = &self.composer.style.page;
        let widest = self.composer.widest_picture.0;
        let (width, height) =
            (f64::from(asset.width) * POINTS_PER_PIXEL, f64::from(asset.height) * POINTS_PER_PIXEL);
        let scale = (widest / width.max(1.0)).min(page.size.height.0 / 2.0 / height.max(1.0)).min(1.0);
        self.out.pictures.push(Picture { image, width: width * scale, height: height * scale });
        let mut object = [0; 4];
        let object = OBJECT.encode_utf8(&mut object);
        if alt.is_some_and(str::is_empty) {
            // One that only decorates is no content.
            let (element, leaf) = (self.element.take(), self.leaf.take());
            self.push(object, context);
            (self.element, self.leaf) = (element, leaf);
            return;
        }
        self.within(Tag::Figure, |walk, element| {
            if let Some(element) = element {
                let figure = walk.tree.get_mut(element);
                figure.alt = Some(alt.unwrap_or_default().to_owned());
                figure.is_in_line = true;
            }
            walk.push(object, context);
        });
    }

    /// Walks what a new element holds; nothing is grown for furniture.
    fn within(&mut self, tag: Tag, walk: impl FnOnce(&mut Self, Option<ElementId>)) {
        let Some(outer) = self.element else { return walk(self, None) };
        let element = self.tree.add(Some(outer), tag);
        self.element = Some(element);
        self.leaf = None;
        walk(self, Some(element));
        self.element = Some(outer);
        self.leaf = None;
    }

    fn owner(&mut self) -> Owner {
        match (self.leaf, self.element) {
            (Some(leaf), _) => Owner::Leaf(leaf),
            (None, Some(element)) => {
                let leaf = self.tree.leaf(element);
                self.leaf = Some(leaf);
                Owner::Leaf(leaf)
            }
            (None, None) => self.artifact,
        }
    }

    fn push(&mut self, text: &str, context: &Context) {
        let size = context.style.size.0;
        let look = Look {
            face: self.composer.fonts.choose(&context.style),
            features: context.features(),
            size: size * context.scale,
            rise: size * context.rise,
            tracking: if context.style.tracking.0 != 0.0 && !text.is_ascii() && text.chars().any(is_joined) {
                0.0
            } else {
                context.style.tracking.0
            },
            colour: context.style.colour,
            lang: context.lang.clone(),
            italic: context.style.italic,
            is_code: context.is_code,
            is_struck: context.is_struck,
            change: context.change,
            owner: self.owner(),
            link: context.link,
            note: context.note,
        };
        if self.out.looks.last() != Some(&look) {
            self.out.stretches.push((self.out.text.len(), self.out.looks.len()));
            self.out.looks.push(look);
        }
        self.out.text.push_str(text);
    }
}
