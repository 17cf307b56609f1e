//! SVG drawings to form objects: vectors stay vectors, text becomes outlines of our own faces.

use std::sync::Arc;

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use svg2pdf::{ConversionOptions, PageOptions};
use usvg::{ImageHrefResolver, fontdb};

use super::cost::{self, Spent};
use super::image::{Refusal, damaged};
use super::object::number;
use super::save;
use crate::font::FontBook;
use crate::guard::guarded;

/// Pixels for each unit of a drawing, where a filter makes pixels of it: 288 an inch.
const SCALE: f32 = 3.0;

const BEYOND_RECKONING: &str = "something in it has a size or a place that cannot be reckoned with";

/// The name of a drawing's form in its trailer.
const FORM: &str = "Form";

/// A drawing: a form, which its trailer names, and what that refers to.
#[derive(Debug)]
pub struct Drawing {
    graph: lopdf::Document,
    width: f64,
    height: f64,
}

/// Converts a drawing. Nothing outside the file is read.
pub fn convert(fonts: &FontBook, data: &[u8], spent: &mut Spent) -> Result<Drawing, Refusal> {
    let image_href_resolver = ImageHrefResolver {
        resolve_data: ImageHrefResolver::default_data_resolver(),
        resolve_string: Box::new(|_, _| None),
    };
    let options = usvg::Options {
        fontdb: Arc::new(if has_text(data) { faces(fonts) } else { fontdb::Database::new() }),
        font_family: "serif".to_owned(),
        image_href_resolver,
        ..usvg::Options::default()
    };
    let tree = tried(|| usvg::Tree::from_data(data, &options))?.map_err(damaged)?;
    cost::check(&tree, SCALE, spent)?;
    let conversion =
        ConversionOptions { compress: false, raster_scale: SCALE, embed_text: false, pdfa: true };
    let file = tried(|| svg2pdf::to_pdf(&tree, conversion, PageOptions::default()))?.map_err(damaged)?;
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    drop(tree);
    let mut graph = lopdf::Document::load_mem(&file).map_err(damaged)?;
    drop(file);
    // svg2pdf leaves out what has no size that it can reckon with, and names it all the same.
    if graph.objects.values().any(|object| is_astray(&graph, object)) {
        return Err(damaged(BEYOND_RECKONING));
    }
    make_form(&mut graph, width, height).map_err(damaged)?;
    Ok(Drawing { graph, width, height })
}

/// Makes a form of the only page of a drawing's document, which its trailer then names. All is packed, for a record may have many
/// drawings that wait for the end of its PDF.
fn make_form(graph: &mut lopdf::Document, width: f64, height: f64) -> lopdf::Result<()> {
    let page = graph.page_iter().next().ok_or(lopdf::Error::PageNumberNotFound(1))?;
    let content = graph.get_page_content(page);
    for id in graph.get_page_contents(page) {
        graph.objects.remove(&id);
    }
    let dictionary = graph.get_dictionary(page)?;
    let mut form = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => vec![0.into(), 0.into(), number(width), number(height)],
        "Resources" => dictionary.get(b"Resources")?.clone(),
    };
    if let Ok(group) = dictionary.get(b"Group") {
        form.set("Group", group.clone());
    }
    graph.objects.retain(|_, object| !is_of_document(object));
    let form = graph.add_object(Stream::new(form, content));
    // What objects refer to is renumbered from here on.
    graph.trailer = dictionary! { FORM => form };
    for object in graph.objects.values_mut() {
        if let Object::Stream(stream) = object {
            save::compress(stream);
        }
    }
    Ok(())
}

/// Has a library draw something: with sizes that no picture has, they panic.
fn tried<T>(draw: impl FnOnce() -> T) -> Result<T, Refusal> {
    guarded(draw).map_err(|_| damaged(BEYOND_RECKONING))
}

/// Tells whether a drawing may have text: the name of its element stands in it, for entities are refused. Without
/// text no face is looked at, and none is inflated.
fn has_text(data: &[u8]) -> bool {
    data.windows(4).any(|bytes| bytes == b"text")
}

/// Makes a database of the book's faces for the drawings' text.
fn faces(fonts: &FontBook) -> fontdb::Database {
    let mut database = fontdb::Database::new();
    for (_, face) in fonts.faces() {
        database.load_font_source(fontdb::Source::Binary(face.data.shared()));
    }
    let family = |is_wanted: fn(&crate::font::Face) -> bool| {
        let face = fonts.faces().map(|(_, face)| face).find(|face| is_wanted(face));
        face.map_or_else(String::new, |face| face.family.clone())
    };
    let serif = family(|face| face.is_serif && !face.is_monospaced);
    let sans = family(|face| !face.is_serif && !face.is_monospaced);
    database.set_serif_family(serif);
    database.set_cursive_family(sans.clone());
    database.set_fantasy_family(sans.clone());
    database.set_sans_serif_family(sans);
    database.set_monospace_family(family(|face| face.is_monospaced));
    database
}

impl Drawing {
    /// Scales a matrix for the unit square to one for the drawing's own size.
    pub fn scaled(&self, [width, _, _, height, x, y]: [f64; 6]) -> [f64; 6] {
        [width / self.width.max(1.0), 0.0, 0.0, height / self.height.max(1.0), x, y]
    }

    /// Moves the drawing's objects into a graph, its form in the place of another.
    pub fn put_into(mut self, graph: &mut lopdf::Document, id: ObjectId) {
        self.graph.renumber_objects_with(graph.max_id + 1);
        let form = self.graph.trailer.get(FORM.as_bytes()).and_then(Object::as_reference);
        if let Some(form) = form.ok().and_then(|form| self.graph.objects.remove(&form)) {
            graph.set_object(id, form);
        }
        graph.max_id = self.graph.max_id;
        graph.objects.append(&mut self.graph.objects);
    }
}

/// Tells whether an object refers to one that is not there.
fn is_astray(graph: &lopdf::Document, object: &Object) -> bool {
    let any = |dictionary: &Dictionary| dictionary.iter().any(|(_, value)| is_astray(graph, value));
    match object {
        Object::Reference(id) => !graph.objects.contains_key(id),
        Object::Array(items) => items.iter().any(|item| is_astray(graph, item)),
        Object::Dictionary(dictionary) => any(dictionary),
        Object::Stream(stream) => any(&stream.dict),
        _ => false,
    }
}

/// Tells whether an object makes a document of the drawing rather than a part of it.
fn is_of_document(object: &Object) -> bool {
    let kind = object.as_dict().ok().and_then(|dictionary: &Dictionary| dictionary.get_type().ok());
    matches!(kind, Some(b"Catalog" | b"Pages" | b"Page"))
}
