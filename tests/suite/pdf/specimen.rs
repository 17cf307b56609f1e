//! Pages made by hand, with every construct a record can hold.

use std::sync::Arc;

use offprint::diagnostics::Source;
use offprint::document::{
    Direction, Document, Furniture, ImageAsset, ImageFormat, ImageId, Lang, LinkTarget, Masthead,
};
use offprint::document::{Metadata, NoteId, Person};
use offprint::font::{FaceId, FontBook};
use offprint::geometry::{Point, Pt, Rect, Size};
use offprint::layout::frame::{AreaTarget, Destination, DestinationName, LinkArea, OutlineEntry};
use offprint::layout::{ElementId, Glyph, GlyphRun, Item, Owner, Page, Pages, Placed, Tag};
use offprint::style::Colour;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size as FontSize};

/// A document and its pages as they grow.
pub struct Specimen {
    pub document: Document,
    pub pages: Pages,
    pub fonts: FontBook,
    pub root: ElementId,
    pub face: &'static str,
    pub size: f64,
    y: f64,
}

impl Specimen {
    pub fn new() -> Self {
        let mut pages = Pages::default();
        let root = pages.tree.add(None, Tag::Document);
        let mut specimen = Self {
            document: document(),
            pages,
            fonts: FontBook::embedded(),
            root,
            face: "SourceSerif4-Regular",
            size: 11.0,
            y: 0.0,
        };
        specimen.page();
        specimen
    }

    /// Begins a page.
    pub fn page(&mut self) {
        let label = (self.pages.pages.len() + 1).to_string();
        let size = Size { width: Pt(595.28), height: Pt(841.89) };
        self.pages.pages.push(Page { size, label, ..Page::default() });
        self.y = 72.0;
    }

    pub fn element(&mut self, parent: ElementId, tag: Tag) -> ElementId {
        self.pages.tree.add(Some(parent), tag)
    }

    pub fn place(&mut self, owner: Owner, item: Item) {
        let page = self.pages.pages.last_mut().expect("a page is open");
        page.items.push(Placed { owner, item });
    }

    /// Sets a line of an owner at the left edge; returns its box.
    pub fn line(&mut self, owner: Owner, text: &str) -> Rect {
        self.line_at(owner, text, 72.0)
    }

    /// Sets a line without going on to the next.
    pub fn line_at(&mut self, owner: Owner, text: &str, x: f64) -> Rect {
        let run = self.run(text, x);
        let width: Pt = run.glyphs.width();
        let rect = Rect { x: Pt(x), y: Pt(self.y - self.size), width, height: Pt(self.size * 1.3) };
        self.place(owner, Item::Run(run));
        rect
    }

    pub fn feed(&mut self) {
        self.y += self.size * 1.4;
    }

    /// An element with one line.
    pub fn block(&mut self, parent: ElementId, tag: Tag, text: &str) -> ElementId {
        let element = self.element(parent, tag);
        let leaf = self.pages.tree.leaf(element);
        self.line(Owner::Leaf(leaf), text);
        self.feed();
        element
    }

    pub fn face_id(&self) -> FaceId {
        let mut faces = self.fonts.faces();
        faces
            .find(|(_, face)| face.postscript_name == self.face)
            .map(|(id, _)| id)
            .expect("the face is embedded")
    }

    /// One glyph for each character, at its natural width.
    pub fn run(&self, text: &str, x: f64) -> GlyphRun {
        let face = self.fonts.face(self.face_id());
        let font = skrifa::FontRef::from_index(&face.data, face.index).expect("the face is read");
        let metrics = font.glyph_metrics(FontSize::new(self.size as f32), LocationRef::default());
        let map = font.charmap();
        let glyph = |(at, c): (usize, char)| {
            let id = map.map(c).expect("the face has the character");
            let advance = Pt(f64::from(metrics.advance_width(id).unwrap_or_default()));
            let text = (at as u32, (at + c.len_utf8()) as u32);
            Glyph { id: id.to_u32() as u16, advance, offset: Point::default(), text }
        };
        GlyphRun {
            face: self.face_id(),
            size: Pt(self.size),
            colour: Colour { red: 20, green: 20, blue: 20 },
            stretch: 1.0,
            origin: Point { x: Pt(x), y: Pt(self.y) },
            lang: None,
            is_rtl: false,
            text: text.into(),
            glyphs: text.char_indices().map(glyph).collect(),
        }
    }

    pub fn link(&mut self, rect: Rect, target: AreaTarget, element: ElementId, contents: &str) {
        let page = self.pages.pages.last_mut().expect("a page is open");
        page.links.push(LinkArea { rect, target, element, contents: contents.to_owned() });
    }

    pub fn destination(&mut self, target: DestinationName, element: ElementId) {
        let at = Point { x: Pt(72.0), y: Pt(self.y - self.size) };
        let page = self.pages.pages.len() - 1;
        self.pages.destinations.push(Destination { target, page, at, element });
    }

    pub fn outline(&mut self, level: u8, title: &str, element: ElementId) {
        let at = Point { x: Pt(72.0), y: Pt(self.y - self.size) };
        let page = self.pages.pages.len() - 1;
        self.pages.outline.push(OutlineEntry { level, title: title.to_owned(), page, at, element });
    }

    pub fn image(&mut self, format: ImageFormat, data: Vec<u8>, width: u32, height: u32) -> ImageId {
        let id = ImageId(self.document.images.len() as u32);
        self.document.images.push(ImageAsset {
            path: format!("image-{}", id.0),
            span: None,
            format,
            data: Arc::from(data),
            width,
            height,
            digest: String::new(),
        });
        id
    }

    /// A figure with its alternative text, at the place of the next line.
    pub fn figure(&mut self, parent: ElementId, image: ImageId, alt: &str, size: (f64, f64)) -> ElementId {
        let element = self.element(parent, Tag::Figure);
        let leaf = self.pages.tree.leaf(element);
        let rect = Rect { x: Pt(72.0), y: Pt(self.y), width: Pt(size.0), height: Pt(size.1) };
        let figure = self.pages.tree.get_mut(element);
        figure.alt = Some(alt.to_owned());
        figure.bbox = Some(rect);
        self.place(Owner::Leaf(leaf), Item::Image { image, rect });
        self.y += size.1 + 14.0;
        element
    }

    pub fn furniture(&mut self) {
        let y = std::mem::replace(&mut self.y, 40.0);
        self.line(Owner::Head, "Kizekova · Silk");
        self.y = 800.0;
        let text = format!("page {}", self.pages.pages.len());
        self.line(Owner::Foot, &text);
        let rect = Rect { x: Pt(72.0), y: Pt(50.0), width: Pt(400.0), height: Pt(0.5) };
        self.place(Owner::Layout, Item::Fill { rect, colour: Colour { red: 128, green: 0, blue: 0 } });
        self.y = y;
    }
}

/// Every construct, on two pages.
pub fn whole() -> Specimen {
    let mut specimen = Specimen::new();
    let root = specimen.root;
    let title = specimen.block(root, Tag::H(1), "Silk & Steel: “The Road”");
    specimen.outline(1, "Silk & Steel", title);
    specimen.block(root, Tag::P, "By Kristína Kižeková");
    let section = specimen.element(root, Tag::Sect);
    specimen.pages.tree.get_mut(section).title = Some("Synopsis".to_owned());
    let heading = specimen.block(section, Tag::H(2), "Synopsis");
    specimen.pages.tree.get_mut(heading).id = Some("synopsis".to_owned());
    specimen.outline(2, "Synopsis", heading);
    specimen.destination(DestinationName::Id("synopsis".to_owned()), heading);
    note_and_links(&mut specimen, section);
    list(&mut specimen, section);
    table(&mut specimen, section);
    let svg = r##"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><rect width="60" height="30" fill="#c33" opacity="0.5"/><text x="4" y="20" font-family="sans-serif" font-size="12">Road</text></svg>"##;
    let image = specimen.image(ImageFormat::Svg, svg.into(), 60, 30);
    specimen.figure(section, image, "A red sign that says Road", (120.0, 60.0));
    let quote = specimen.element(section, Tag::BlockQuote);
    specimen.block(quote, Tag::P, "A quotation.");
    over_two_pages(&mut specimen, section);
    specimen.furniture();
    specimen
}

fn note_and_links(specimen: &mut Specimen, section: ElementId) {
    let paragraph = specimen.element(section, Tag::P);
    let leaf = specimen.pages.tree.leaf(paragraph);
    let words = specimen.line(Owner::Leaf(leaf), "See ");
    let link = specimen.element(paragraph, Tag::Link);
    let inner = specimen.pages.tree.leaf(link);
    let area = specimen.line_at(Owner::Leaf(inner), "the site", words.right().0);
    let address = AreaTarget::Link(LinkTarget::Address("https://example.org/a?b=ü".to_owned()));
    specimen.link(area, address, link, "the site");
    let reference = specimen.element(paragraph, Tag::Reference);
    let mark = specimen.pages.tree.leaf(reference);
    let area = specimen.line_at(Owner::Leaf(mark), "1", area.right().0);
    specimen.link(area, AreaTarget::Note(NoteId(0)), reference, "Note 1");
    specimen.destination(DestinationName::NoteMark(NoteId(0)), reference);
    let span = specimen.element(paragraph, Tag::Span);
    specimen.pages.tree.get_mut(span).lang = Some(Lang::from("fr"));
    let french = specimen.pages.tree.leaf(span);
    let area = specimen.line_at(Owner::Leaf(french), " raison d’état", area.right().0);
    let tail = specimen.pages.tree.leaf(paragraph);
    specimen.line_at(Owner::Leaf(tail), " and so on.", area.right().0);
    specimen.feed();
    let note = specimen.element(section, Tag::Note);
    let label = specimen.element(note, Tag::Lbl);
    let leaf = specimen.pages.tree.leaf(label);
    let area = specimen.line(Owner::Leaf(leaf), "1");
    specimen.destination(DestinationName::Note(NoteId(0)), note);
    specimen.link(area, AreaTarget::NoteMark(NoteId(0)), label, "Back to the text");
    let text = specimen.element(note, Tag::P);
    let leaf = specimen.pages.tree.leaf(text);
    specimen.line_at(Owner::Leaf(leaf), " A note that says see above.", area.right().0);
    specimen.feed();
}

fn list(specimen: &mut Specimen, section: ElementId) {
    let list = specimen.element(section, Tag::L);
    specimen.pages.tree.get_mut(list).is_ordered = true;
    for (label, text) in [("1.", "First"), ("2.", "Second")] {
        let item = specimen.element(list, Tag::LI);
        let mark = specimen.element(item, Tag::Lbl);
        let leaf = specimen.pages.tree.leaf(mark);
        let area = specimen.line(Owner::Leaf(leaf), label);
        let body = specimen.element(item, Tag::LBody);
        let paragraph = specimen.element(body, Tag::P);
        let leaf = specimen.pages.tree.leaf(paragraph);
        specimen.line_at(Owner::Leaf(leaf), text, area.right().0 + 5.0);
        specimen.feed();
    }
}

fn table(specimen: &mut Specimen, section: ElementId) {
    let table = specimen.element(section, Tag::Table);
    for (part, tag, cells) in [(Tag::THead, Tag::TH, ["Year", "Trade"]), (Tag::TBody, Tag::TD, ["2012", ""])]
    {
        let part = specimen.element(table, part);
        let row = specimen.element(part, Tag::TR);
        for (column, text) in cells.into_iter().enumerate() {
            let cell = specimen.element(row, tag);
            if !text.is_empty() {
                let leaf = specimen.pages.tree.leaf(cell);
                specimen.line_at(Owner::Leaf(leaf), text, 72.0 + 100.0 * column as f64);
            }
        }
        specimen.feed();
    }
}

fn over_two_pages(specimen: &mut Specimen, section: ElementId) {
    let paragraph = specimen.element(section, Tag::P);
    let leaf = specimen.pages.tree.leaf(paragraph);
    specimen.line(Owner::Leaf(leaf), "A paragraph that begins here ");
    specimen.furniture();
    specimen.page();
    specimen.line(Owner::Leaf(leaf), "and ends on the other page.");
    specimen.feed();
}

fn document() -> Document {
    Document {
        source: Source::new("specimen.md", ""),
        lang: "en".into(),
        direction: Direction::Ltr,
        metadata: Metadata {
            title: "Silk & Steel: “The Road”".to_owned(),
            authors: vec![
                Person { name: "Kristína Kižeková".to_owned(), ..Person::default() },
                Person { name: "A. N. Other".to_owned(), ..Person::default() },
            ],
            number: "CO12033".to_owned(),
            kind: "commentary".to_owned(),
            series_title: Some("RSIS Commentary".to_owned()),
            issn: Some("2345-6789".to_owned()),
            publisher: Some("A <publisher>".to_owned()),
            date: Some("2012-02-23".to_owned()),
            updated: Some("2014-10-01".to_owned()),
            synopsis: Some("What it says.".to_owned()),
            topics: vec!["Trade".to_owned()],
            regions: vec!["Central Asia".to_owned()],
            keywords: vec!["silk".to_owned()],
            doi: Some("10.1234/silk".to_owned()),
            url: Some("https://example.org/silk".to_owned()),
            rights: Some("© A publisher".to_owned()),
            license: Some("https://creativecommons.org/licenses/by/4.0/".to_owned()),
            ..Metadata::default()
        },
        masthead: Masthead::default(),
        title: Vec::new(),
        subtitle: None,
        byline: Vec::new(),
        sections: Vec::new(),
        notes: Vec::new(),
        images: Vec::new(),
        furniture: Furniture::default(),
    }
}
