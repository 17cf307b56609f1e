//! Placed items to printpdf's operations.
//!
//! Items of one owner that follow one another share a marked-content sequence. For a leaf its number
//! (`MCID`) is kept in [`Marks`], from which the structure tree is made.

use std::collections::BTreeMap;

use printpdf::{FontId, Mm, Op, PaintMode, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions};

use super::Job;
use super::content::Contents;
use super::font::EmbeddedFace;
use super::image::Images;
use super::metadata;
use super::operation::{Operations, Said, hundredths, points, show_named, show_raw};
use super::order::Order;
use super::structure::{language, tag_name};
use super::text::{EncodedRun, ShownGlyph, Texts};
use crate::document::Lang;
use crate::font::FaceId;
use crate::geometry::{Point, Pt, Rect};
use crate::layout::{GlyphRun, Item, LeafId, Owner, Page, Placed};
use crate::style::Colour;

/// A drawn document.
pub struct Drawn {
    /// The document.
    pub document: PdfDocument,
    /// The content of its pages, where there were more than a batch.
    pub contents: Contents,
    /// Where each leaf's content is.
    pub marks: Marks,
}

/// Where the content of each leaf is.
#[derive(Debug, Default)]
pub struct Marks {
    /// By leaf: page and number, in order.
    pub by_leaf: BTreeMap<LeafId, Vec<(usize, u32)>>,
    /// By page and number: the leaf.
    pub by_page: Vec<Vec<LeafId>>,
}

/// How printpdf writes: fonts and images are ours already; raw operators are let through.
pub fn save_options() -> PdfSaveOptions {
    PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None }
}

impl Drawn {
    /// Has printpdf make the object graph; returns it with the marks.
    pub fn into_graph(self) -> (lopdf::Document, Marks) {
        let mut graph = self.document.to_lopdf_document(&save_options(), &mut Vec::new());
        self.contents.put_into(&mut graph);
        (graph, self.marks)
    }
}

/// Draws every page, a batch at a time.
pub fn draw(
    job: &Job<'_>,
    order: &Order<'_>,
    texts: Texts<'_>,
    faces: &[EmbeddedFace],
    images: &Images,
    batch: usize,
) -> Drawn {
    let mut document = PdfDocument::new("");
    metadata::describe(job, &mut document.metadata.info);
    for face in faces {
        let (id, font) = face.to_printpdf(job);
        document.resources.fonts.map.insert(id, font);
    }
    images.add_to(&mut document.resources.xobjects.map);
    let mut pen = Pen::new(job, faces, images, texts);
    let mut contents = Contents::default();
    let all: Vec<_> = job.pages.pages.iter().zip(&order.pages).enumerate().collect();
    for some in all.chunks(batch.max(1)) {
        let drawn = some.iter().map(|&(nth, (page, items))| pen.draw_page(nth, page, items)).collect();
        let drawn = if all.len() > batch { contents.add(&document, drawn) } else { drawn };
        document.pages.extend(drawn);
    }
    Drawn { document, contents, marks: pen.marks }
}

/// Draws page after page.
struct Pen<'a> {
    job: &'a Job<'a>,
    faces: &'a [EmbeddedFace],
    images: &'a Images,
    face_at: BTreeMap<FaceId, usize>,
    texts: Texts<'a>,
    /// By face and entry: whether printpdf has been told of the code.
    is_known: Vec<Vec<bool>>,
    marks: Marks,
    ops: Operations,
    page: usize,
    height: f64,
    state: State,
    content: Option<Content>,
}

/// What marked content is of.
#[derive(Clone, Debug, PartialEq)]
struct Content {
    owner: Owner,
    /// Where it is not the element's.
    lang: Option<Lang>,
    /// What it says instead of its codes.
    actual: Option<String>,
}

impl Content {
    fn of(owner: Owner) -> Self {
        Self { owner, lang: None, actual: None }
    }
}

/// A piece of a run as it is drawn.
struct Piece<'a> {
    run: &'a GlyphRun,
    text: &'a EncodedRun,
    face: usize,
    from: usize,
    to: usize,
}

/// The graphics state that is in force, so that nothing is set twice.
#[derive(Default)]
struct State {
    colour: Option<Colour>,
    font: Option<(FaceId, i64)>,
    stretch: Option<i64>,
    rise: i32,
    /// Whether a text object is open, and where its line begins, in hundredths of a point.
    line: Option<(i64, i64)>,
}

impl<'a> Pen<'a> {
    fn new(job: &'a Job<'a>, faces: &'a [EmbeddedFace], images: &'a Images, texts: Texts<'a>) -> Self {
        Self {
            job,
            faces,
            images,
            face_at: faces.iter().enumerate().map(|(at, face)| (face.face, at)).collect(),
            texts,
            is_known: faces.iter().map(|face| vec![false; face.codes.len()]).collect(),
            marks: Marks::default(),
            ops: Operations::default(),
            page: 0,
            height: 0.0,
            state: State::default(),
            content: None,
        }
    }

    fn draw_page(&mut self, nth: usize, page: &Page, items: &[&Placed]) -> PdfPage {
        self.page = nth;
        self.height = page.size.height.0;
        self.state = State::default();
        self.marks.by_page.push(Vec::new());
        for placed in items {
            match &placed.item {
                Item::Run(run) => self.run(run, placed.owner),
                Item::Fill { rect, colour } => {
                    self.mark(Content::of(placed.owner));
                    self.fill(rect, *colour);
                }
                Item::Image { image, rect } => {
                    self.mark(Content::of(placed.owner));
                    self.end_text();
                    self.images.draw(*image, rect, self.height, self.ops.typed());
                }
            }
        }
        self.close();
        let (width, height) = (page.size.width.0 as f32, page.size.height.0 as f32);
        let mut drawn = PdfPage::new(Mm(0.0), Mm(0.0), self.ops.take());
        // Set in points, since the way over millimetres loses the last decimals.
        let sheet = printpdf::Rect::from_wh(printpdf::Pt(width), printpdf::Pt(height));
        (drawn.media_box, drawn.trim_box, drawn.crop_box) = (sheet.clone(), sheet.clone(), sheet);
        drawn
    }

    /// Begins marked content, unless the one that is open is of the same kind. Nothing is ever nested:
    /// poppler loses what follows a sequence within another.
    fn mark(&mut self, content: Content) {
        if self.content.as_ref() == Some(&content) {
            return;
        }
        self.close();
        let said = Said { lang: content.lang.as_deref(), actual: content.actual.as_deref() };
        match content.owner {
            Owner::Leaf(leaf) => {
                let number = self.number(leaf);
                let tree = &self.job.pages.tree;
                self.ops.begin(tag_name(tree.get(tree.leaves[leaf.0 as usize]).tag), number, said);
            }
            owner => self.ops.begin_artifact(owner, said),
        }
        self.content = Some(content);
    }

    /// Numbers a piece of a leaf's content on the page.
    fn number(&mut self, leaf: LeafId) -> u32 {
        let on_page = &mut self.marks.by_page[self.page];
        let number = on_page.len() as u32;
        on_page.push(leaf);
        self.marks.by_leaf.entry(leaf).or_default().push((self.page, number));
        number
    }

    fn close(&mut self) {
        self.end_text();
        if self.content.take().is_some() {
            self.ops.operator("EMC", &[]);
        }
    }

    fn end_text(&mut self) {
        if self.state.line.take().is_some() {
            self.ops.operator("ET", &[]);
        }
    }

    fn fill(&mut self, rect: &Rect, colour: Colour) {
        self.end_text();
        self.colour(colour);
        self.ops.push(Op::DrawRectangle {
            rectangle: printpdf::Rect {
                x: points(rect.x.0),
                y: points(self.height - rect.bottom().0),
                width: points(rect.width.0),
                height: points(rect.height.0),
                mode: Some(PaintMode::Fill),
                winding_order: None,
            },
        });
    }

    /// Draws a run: pieces that are replaced by their text each in marked content of their own.
    fn run(&mut self, run: &GlyphRun, owner: Owner) {
        let Some(text) = self.texts.next(run) else { return };
        let Some(&face) = self.face_at.get(&run.face) else { return };
        let lang = self.foreign_language(run, owner);
        let mut piece = Piece { run, text: &text, face, from: 0, to: 0 };
        for (first, end, replacement) in &text.actual {
            self.piece(&mut piece, *first, Content { owner, lang: lang.clone(), actual: None });
            self.piece(
                &mut piece,
                *end,
                Content { owner, lang: lang.clone(), actual: Some(replacement.clone()) },
            );
            // Each replacement is a sequence of its own, even where two say the same.
            self.close();
        }
        self.piece(&mut piece, text.glyphs.len(), Content { owner, lang, actual: None });
    }

    /// Draws a piece of a run up to a glyph, and moves on to the next piece.
    fn piece(&mut self, piece: &mut Piece<'_>, to: usize, content: Content) {
        (piece.from, piece.to) = (piece.to, to);
        if piece.from == to {
            return;
        }
        self.mark(content);
        let run = piece.run;
        let left = f64::from(piece.text.glyphs[piece.from].left) * run.size.0 * run.stretch / 1000.0;
        self.move_to(Point { x: run.origin.x + Pt(left), y: run.origin.y });
        self.colour(run.colour);
        self.font(run, piece.face);
        self.show(piece);
    }

    /// Returns a run's language where the structure tree does not tell it already.
    fn foreign_language(&self, run: &GlyphRun, owner: Owner) -> Option<Lang> {
        let (Some(lang), Owner::Leaf(leaf)) = (&run.lang, owner) else { return None };
        let tree = &self.job.pages.tree;
        let told = language(tree, tree.leaves[leaf.0 as usize]).unwrap_or(&self.job.document.lang);
        (told != lang).then(|| lang.clone())
    }

    /// Opens a text object if none is open, and moves to the start of a line in hundredths of a
    /// point, so that the moves of a page add up to the places they mean.
    fn move_to(&mut self, origin: Point) {
        let place = (hundredths(origin.x.0), hundredths(self.height - origin.y.0));
        if self.state.line.is_none() {
            self.ops.operator("BT", &[]);
        }
        let from = self.state.line.replace(place).unwrap_or((0, 0));
        let (x, y) = (place.0 - from.0, place.1 - from.1);
        self.ops.operator("Td", &[(x, 2), (y, 2)]);
    }

    fn colour(&mut self, colour: Colour) {
        if self.state.colour.replace(colour) != Some(colour) {
            let share = |byte: u8| ((i64::from(byte) * 2000 + 255) / 510, 3);
            self.ops.operator("rg", &[colour.red, colour.green, colour.blue].map(share));
        }
    }

    fn font(&mut self, run: &GlyphRun, face: usize) {
        let size = hundredths(run.size.0);
        if self.state.font.replace((run.face, size)) != Some((run.face, size)) {
            let font = PdfFontHandle::External(FontId(self.faces[face].resource.clone()));
            self.ops.push(Op::SetFont { font, size: points(run.size.0) });
        }
        let stretch = hundredths(run.stretch * 100.0);
        if self.state.stretch.replace(stretch).unwrap_or(10_000) != stretch {
            self.ops.operator("Tz", &[(stretch, 2)]);
        }
    }

    /// Shows the glyphs of a piece, parted where a glyph is raised.
    fn show(&mut self, piece: &Piece<'_>) {
        let glyphs = &piece.text.glyphs[..piece.to];
        let mut at = piece.from;
        let mut pen = glyphs[at].left;
        while at < glyphs.len() {
            let rise = glyphs[at].rise;
            let end = at + glyphs[at..].iter().take_while(|glyph| glyph.rise == rise).count();
            self.rise(rise);
            pen = self.show_glyphs(&glyphs[at..end], piece.face, pen);
            at = end;
        }
        self.rise(0);
    }

    fn rise(&mut self, rise: i32) {
        if std::mem::replace(&mut self.state.rise, rise) != rise {
            self.ops.operator("Ts", &[(i64::from(rise), 2)]);
        }
    }

    /// Shows glyphs on one level. The first showing of a code goes through printpdf's own
    /// `ShowText`, which learns from it what the code says; all others go as text, since one
    /// object for each glyph is what takes the time.
    fn show_glyphs(&mut self, glyphs: &[ShownGlyph], face: usize, mut pen: i32) -> i32 {
        let known = &mut self.is_known[face];
        let codes = &self.faces[face].codes;
        let mut rest = glyphs;
        while let Some(first) = rest.first() {
            let is_new = |glyph: &ShownGlyph| !known[usize::from(glyph.entry)];
            let are_new = is_new(first);
            let count = rest.iter().take_while(|glyph| is_new(glyph) == are_new).count();
            let (alike, after) = rest.split_at(count);
            if are_new {
                self.ops.push(show_named(alike, codes, &mut pen));
            } else {
                show_raw(self.ops.line(), alike, codes, &mut pen);
            }
            for glyph in alike {
                known[usize::from(glyph.entry)] = true;
            }
            rest = after;
        }
        pen
    }
}
