//! Images to image objects, each embedded once.
//!
//! A JPEG goes in as it is, turned by its Exif orientation where it is drawn. Everything else goes in as
//! pixels of eight bits, grey where it has no colour, and transparency is laid on white: then no page needs a
//! blending space, and what is printed is what is shown.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader};
use lopdf::ObjectId;
use printpdf::{DictItem, ExternalStream, ExternalXObject, Op, XObject, XObjectId};

use super::Job;
use super::cost::Spent;
use super::object::{FILLER, deflate_padded};
use super::operation::{placing, use_object};
use super::svg::{self, Drawing};
use crate::diagnostics::codes::pdf::BAD_IMAGE;
use crate::diagnostics::{Diagnostic, Source};
use crate::document::{ImageAsset, ImageFormat, ImageId};
use crate::geometry::{Pt, Rect};
use crate::layout::Item;

/// The images in use.
#[derive(Debug, Default)]
pub struct Images {
    loaded: BTreeMap<ImageId, Loaded>,
}

#[derive(Debug)]
enum Loaded {
    Pixels { object: Box<ExternalXObject>, orientation: Orientation },
    Drawing(Box<Drawing>),
}

/// Loads every image that stands on a page.
pub fn load(job: &Job<'_>) -> Result<Images, Vec<Diagnostic>> {
    let mut images = Images::default();
    let mut faults = Vec::new();
    // In a volume each record may spend as much as by itself.
    let mut spent: BTreeMap<Option<*const Source>, Spent> = BTreeMap::new();
    for asset in &job.document.images {
        spent.entry(record(asset)).or_default().add_image(&asset.data);
    }
    let items = job.pages.pages.iter().flat_map(|page| &page.items);
    for placed in items {
        let Item::Image { image, .. } = placed.item else { continue };
        if images.loaded.contains_key(&image) {
            continue;
        }
        let Some(asset) = job.document.images.get(image.0 as usize) else { continue };
        match load_one(job, asset, spent.entry(record(asset)).or_default()) {
            Ok(loaded) => drop(images.loaded.insert(image, loaded)),
            Err(refusal) => faults.push(refusal.told(asset)),
        }
    }
    if faults.is_empty() { Ok(images) } else { Err(faults) }
}

/// Returns which record shows an image first: the address of its text, to compare and no more.
fn record(asset: &ImageAsset) -> Option<*const Source> {
    asset.span.as_ref().map(|span| Arc::as_ptr(&span.source))
}

/// Why an image is not drawn.
#[derive(Debug, PartialEq)]
pub(super) enum Refusal {
    /// Nothing can be made of its bytes.
    Damaged(String),
    /// It would take more time or memory than drawings do.
    Costly(String),
}

impl Refusal {
    fn told(self, asset: &ImageAsset) -> Diagnostic {
        let (reason, hint) = match self {
            Self::Damaged(reason) => (reason, "open it in an image editor and save it again"),
            Self::Costly(reason) => {
                (reason, "export the drawing as a PNG, or make what is named smaller or simpler")
            }
        };
        let message = format!("image `{}` cannot be drawn: {reason}", asset.path);
        let mut told = Diagnostic::error(&BAD_IMAGE, message).hint(hint);
        told.span.clone_from(&asset.span);
        told
    }
}

/// What reads images says in its own words what is wrong with one.
pub(super) fn damaged(fault: impl std::fmt::Display) -> Refusal {
    Refusal::Damaged(fault.to_string())
}

fn load_one(job: &Job<'_>, asset: &ImageAsset, spent: &mut Spent) -> Result<Loaded, Refusal> {
    let format = match asset.format {
        ImageFormat::Svg => {
            let drawing = svg::convert(job.fonts, &asset.data, spent)?;
            return Ok(Loaded::Drawing(Box::new(drawing)));
        }
        ImageFormat::Png => image::ImageFormat::Png,
        ImageFormat::Jpeg => image::ImageFormat::Jpeg,
        ImageFormat::WebP => image::ImageFormat::WebP,
    };
    let reader = ImageReader::with_format(Cursor::new(&asset.data[..]), format);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    if let (ImageFormat::Jpeg, Some(frame)) = (asset.format, jpeg_frame(&asset.data))
        && let Some(space) = frame.device_space()
    {
        let object = pixels(frame.width, frame.height, space, "DCTDecode", asset.data.to_vec());
        return Ok(Loaded::Pixels { object: Box::new(object), orientation });
    }
    let picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    Ok(Loaded::Pixels { object: Box::new(flatten(picture)), orientation })
}

/// Lays a picture on white and packs its pixels, as grey where every pixel is.
fn flatten(picture: DynamicImage) -> ExternalXObject {
    let rgba = picture.into_rgba8();
    let (width, height) =
        (usize::try_from(rgba.width()).unwrap_or(0), usize::try_from(rgba.height()).unwrap_or(0));
    let over_white = |channel: u8, alpha: u8| {
        let (channel, alpha) = (u32::from(channel), u32::from(alpha));
        ((channel * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    let mut rows: Vec<u8> = Vec::with_capacity(width * height * 3);
    for pixel in rgba.pixels() {
        rows.extend([0, 1, 2].map(|at| over_white(pixel[at], pixel[3])));
    }
    // A large picture is in memory as few times as can be.
    drop(rgba);
    let is_grey = rows.chunks_exact(3).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    if is_grey {
        rows = rows.into_iter().step_by(3).collect();
    }
    let channels = if is_grey { 1 } else { 3 };
    let packed = deflate_padded(&mut predict(&rows, width * channels, channels), FILLER);
    let mut object = pixels(
        width as u32,
        height as u32,
        if is_grey { "DeviceGray" } else { "DeviceRGB" },
        "FlateDecode",
        packed,
    );
    let parameters =
        [("Predictor", 15), ("Colors", channels as i64), ("BitsPerComponent", 8), ("Columns", width as i64)];
    let map = parameters.into_iter().map(|(key, value)| (key.to_owned(), DictItem::Int(value))).collect();
    object.stream.dict.insert("DecodeParms".to_owned(), DictItem::Dict { map });
    object
}

/// Filters each row as PNG does, by the filter whose bytes are smallest when read as signed
/// (the heuristic of the PNG specification, 12.8), of those that pay: none, sub, up and Paeth.
fn predict(rows: &[u8], stride: usize, channels: usize) -> Vec<u8> {
    let mut packed = Vec::with_capacity(rows.len() + rows.len() / stride.max(1));
    let blank = vec![0; stride];
    let mut above = &blank[..];
    let mut candidate = vec![0; stride];
    let mut best = vec![0; stride];
    for row in rows.chunks_exact(stride.max(1)) {
        let mut chosen = (u64::MAX, 0);
        for filter in [0, 1, 2, 4] {
            let weight = filter_row(filter, row, above, channels, &mut candidate);
            if weight < chosen.0 {
                chosen = (weight, filter);
                std::mem::swap(&mut best, &mut candidate);
            }
        }
        packed.push(chosen.1);
        packed.extend_from_slice(&best);
        above = row;
    }
    packed
}

/// Filters a row, whose first pixel has none on its left, and returns the sum of its bytes read as signed.
fn filter_row(filter: u8, row: &[u8], above: &[u8], channels: usize, out: &mut [u8]) -> u64 {
    let first = channels.min(row.len());
    // The bytes on the left of those after the first pixel, and above these.
    let (lefts, corners) = (&row[..row.len() - first], &above[..row.len() - first]);
    let (start, rest) = out.split_at_mut(first);
    match filter {
        0 => out.copy_from_slice(row),
        1 => {
            start.copy_from_slice(&row[..first]);
            subtract(rest, &row[first..], lefts);
        }
        2 => subtract(out, row, above),
        _ => {
            // With nothing on the left, what is above is the nearest.
            subtract(start, row, above);
            let around = lefts.iter().zip(&above[first..]).zip(corners);
            for ((out, byte), ((&left, &above), &corner)) in rest.iter_mut().zip(&row[first..]).zip(around) {
                *out = byte.wrapping_sub(paeth(left, above, corner));
            }
        }
    }
    out.iter().map(|&byte| u64::from((byte as i8).unsigned_abs())).sum()
}

fn subtract(out: &mut [u8], bytes: &[u8], guesses: &[u8]) {
    for ((out, byte), guess) in out.iter_mut().zip(bytes).zip(guesses) {
        *out = byte.wrapping_sub(*guess);
    }
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(above), i16::from(corner));
    let distances = [(b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs()];
    if distances[0] <= distances[1] && distances[0] <= distances[2] {
        left
    } else if distances[1] <= distances[2] {
        above
    } else {
        corner
    }
}

fn pixels(width: u32, height: u32, space: &str, filter: &str, content: Vec<u8>) -> ExternalXObject {
    let named = |name: &str| DictItem::Name(name.as_bytes().to_vec());
    let dict = [
        ("Type", named("XObject")),
        ("Subtype", named("Image")),
        ("Width", DictItem::Int(i64::from(width))),
        ("Height", DictItem::Int(i64::from(height))),
        ("ColorSpace", named(space)),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", named(filter)),
    ];
    let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    external(ExternalStream { dict, content, compress: false })
}

fn external(stream: ExternalStream) -> ExternalXObject {
    ExternalXObject { stream, width: None, height: None, dpi: None }
}

/// What a JPEG's frame header says.
struct JpegFrame {
    width: u32,
    height: u32,
    bits: u8,
    channels: u8,
}

impl JpegFrame {
    /// Returns the colour space of a file that can go in as it is: eight bits, grey or colour.
    /// Four channels are inks, which have no place under an sRGB output intent.
    fn device_space(&self) -> Option<&'static str> {
        match (self.bits, self.channels) {
            (8, 1) => Some("DeviceGray"),
            (8, 3) => Some("DeviceRGB"),
            _ => None,
        }
    }
}

/// Reads the frame header (ITU-T T.81, B.2.2), baseline, extended or progressive.
fn jpeg_frame(data: &[u8]) -> Option<JpegFrame> {
    let mut at = 2;
    loop {
        while *data.get(at)? != 0xFF || *data.get(at + 1)? == 0xFF {
            at += 1;
        }
        let (marker, length) =
            (data[at + 1], usize::from(u16::from_be_bytes([*data.get(at + 2)?, *data.get(at + 3)?])));
        let segment = data.get(at + 4..at + 2 + length)?;
        if matches!(marker, 0xC0..=0xC2) {
            let number =
                |at: usize| Some(u32::from(u16::from_be_bytes([*segment.get(at)?, *segment.get(at + 1)?])));
            return Some(JpegFrame {
                width: number(3)?,
                height: number(1)?,
                bits: *segment.first()?,
                channels: *segment.get(5)?,
            });
        }
        at += 2 + length;
    }
}

impl Images {
    /// Gives the images to printpdf.
    pub fn add_to(&self, objects: &mut BTreeMap<XObjectId, XObject>) {
        for (&image, loaded) in &self.loaded {
            let object = match loaded {
                Loaded::Pixels { object, .. } => (**object).clone(),
                // A place for the form; what it needs is put in by `finish`.
                Loaded::Drawing(_) => external(ExternalStream::default()),
            };
            objects.insert(resource(image), XObject::External(object));
        }
    }

    /// Draws an image into a box.
    pub fn draw(&self, image: ImageId, rect: &Rect, page_height: f64, ops: &mut Vec<Op>) {
        let matrix = placing(rect, Pt(page_height));
        let matrix = match self.loaded.get(&image) {
            Some(Loaded::Pixels { orientation, .. }) => turned(*orientation, matrix),
            Some(Loaded::Drawing(drawing)) => drawing.scaled(matrix),
            None => return,
        };
        use_object(&resource(image), matrix, ops);
    }

    /// Puts the drawings into their places in the graph.
    pub fn finish(self, graph: &mut lopdf::Document) {
        for (image, loaded) in self.loaded {
            if let Loaded::Drawing(drawing) = loaded
                && let Some(id) = find(graph, image)
            {
                drawing.put_into(graph, id);
            }
        }
    }
}

fn find(graph: &lopdf::Document, image: ImageId) -> Option<ObjectId> {
    let page = graph.page_iter().next()?;
    let resources = graph.get_dictionary(page).ok()?.get(b"Resources").ok()?.as_reference().ok()?;
    let objects = graph.get_dictionary(resources).ok()?.get(b"XObject").ok()?.as_reference().ok()?;
    graph.get_dictionary(objects).ok()?.get(resource(image).0.as_bytes()).ok()?.as_reference().ok()
}

fn resource(image: ImageId) -> XObjectId {
    XObjectId(format!("I{}", image.0))
}

/// Turns the unit square by an orientation before it is placed. A picture's own axes run right and up
/// in the square; each row below is where they go: x to (a, b), y to (c, d), the origin to (e, f).
fn turned(orientation: Orientation, [width, _, _, height, x, y]: [f64; 6]) -> [f64; 6] {
    let [a, b, c, d, e, f] = match orientation {
        Orientation::NoTransforms => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        Orientation::FlipHorizontal => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
        Orientation::Rotate180 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
        Orientation::FlipVertical => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        Orientation::Rotate90FlipH => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
        Orientation::Rotate90 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
        Orientation::Rotate270FlipH => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        Orientation::Rotate270 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
    };
    [a * width, b * height, c * width, d * height, e * width + x, f * height + y]
}
