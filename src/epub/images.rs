//! Images as they go into the package: each once, none larger than a reading system can hold.
//!
//! PNG, JPEG, WebP and SVG are core media types of EPUB 3.3 and go in as they are. An image
//! wider or higher than [`LARGEST`] is made smaller; an SVG that could run or fetch something is
//! drawn as pixels.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageReader};

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::epub as codes;
use crate::document::{Document, ImageAsset, ImageFormat};

/// Pixels on the longer side: what a good tablet shows across its whole height, and what 16 MB of
/// memory hold decoded.
pub const LARGEST: u32 = 2000;
/// The same, for drawings.
const LARGEST_SIDE: f32 = 2000.0;
/// The quality of JPEGs that had to be made smaller.
const JPEG_QUALITY: u8 = 85;

/// A file of the package.
#[derive(Debug)]
pub(super) struct PackedImage {
    /// Its media type.
    pub media_type: &'static str,
    /// Its bytes.
    pub data: std::sync::Arc<[u8]>,
}

/// The images of a package, by their names there.
#[derive(Debug, Default)]
pub(super) struct Images {
    files: BTreeMap<String, PackedImage>,
}

impl Images {
    /// Takes a document's images in and returns their names, in the order of the document's.
    pub(super) fn add(&mut self, document: &Document) -> Result<Vec<String>, Vec<Diagnostic>> {
        let mut names = Vec::new();
        let mut faults = Vec::new();
        for asset in &document.images {
            match self.add_one(asset) {
                Ok(name) => names.push(name),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(names) } else { Err(faults) }
    }

    /// Returns the files, sorted by name.
    pub(super) fn files(&self) -> impl Iterator<Item = (&String, &PackedImage)> {
        self.files.iter()
    }

    fn add_one(&mut self, asset: &ImageAsset) -> Result<String, Diagnostic> {
        let stem: String = asset.digest.chars().filter(char::is_ascii_alphanumeric).take(16).collect();
        let (format, data) = if asset.format == ImageFormat::Svg {
            svg(asset)?
        } else if asset.width.max(asset.height) > LARGEST {
            smaller(asset)?
        } else {
            (asset.format, asset.data.clone())
        };
        let (ending, media_type) = kind(format);
        let name = format!("images/{stem}.{ending}");
        self.files.entry(name.clone()).or_insert(PackedImage { media_type, data });
        Ok(name)
    }
}

fn kind(format: ImageFormat) -> (&'static str, &'static str) {
    match format {
        ImageFormat::Png => ("png", "image/png"),
        ImageFormat::Jpeg => ("jpg", "image/jpeg"),
        ImageFormat::WebP => ("webp", "image/webp"),
        ImageFormat::Svg => ("svg", "image/svg+xml"),
    }
}

type Packed = (ImageFormat, std::sync::Arc<[u8]>);

/// Makes a picture smaller. JPEG stays JPEG; the others become PNG, which loses nothing.
fn smaller(asset: &ImageAsset) -> Result<Packed, Diagnostic> {
    let reader = ImageReader::new(Cursor::new(&*asset.data)).with_guessed_format();
    let picture = reader.map_err(|cause| fault(asset, &cause.to_string()))?;
    let picture = picture.decode().map_err(|cause| fault(asset, &cause.to_string()))?;
    let picture = picture.resize(LARGEST, LARGEST, image::imageops::FilterType::CatmullRom);
    if asset.format == ImageFormat::Jpeg {
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        DynamicImage::from(picture.to_rgb8())
            .write_with_encoder(encoder)
            .map_err(|cause| fault(asset, &cause.to_string()))?;
        return Ok((ImageFormat::Jpeg, bytes.into()));
    }
    Ok((ImageFormat::Png, png(&picture).map_err(|cause| fault(asset, &cause.to_string()))?.into()))
}

fn png(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    picture.write_with_encoder(encoder)?;
    Ok(bytes)
}

/// Passes an SVG that only draws; draws one that does more.
fn svg(asset: &ImageAsset) -> Result<Packed, Diagnostic> {
    let text = String::from_utf8_lossy(&asset.data);
    if only_draws(&text) {
        return Ok((ImageFormat::Svg, asset.data.clone()));
    }
    let tree = resvg::usvg::Tree::from_data(&asset.data, &resvg::usvg::Options::default())
        .map_err(|cause| fault(asset, &cause.to_string()))?;
    let size = tree.size();
    // As sharp as a page may need it, and no larger than any other image.
    let scale = (LARGEST_SIDE / size.width().max(size.height())).min(4.0);
    let scaled = resvg::tiny_skia::Size::from_wh(size.width() * scale, size.height() * scale);
    let scaled = scaled.map(|size| size.to_int_size()).ok_or_else(|| fault(asset, "it has no extent"))?;
    let pixmap = resvg::tiny_skia::Pixmap::new(scaled.width(), scaled.height());
    let mut pixmap = pixmap.ok_or_else(|| fault(asset, "it has no extent"))?;
    let transform = resvg::tiny_skia::Transform::from_scale(scale, scale);
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    let bytes = pixmap.encode_png().map_err(|cause| fault(asset, &cause.to_string()))?;
    Ok((ImageFormat::Png, bytes.into()))
}

/// Tells whether an SVG is a picture and nothing more: no script, no handler, no foreign content,
/// nothing fetched, no entity, no animation.
fn only_draws(svg: &str) -> bool {
    let lower = svg.to_ascii_lowercase();
    let active = [
        "<script",
        "<foreignobject",
        "<!entity",
        "<!doctype",
        "<?xml-stylesheet",
        "@import",
        "<animate",
        "<set",
        "<iframe",
        "javascript:",
        "<a ",
        "<audio",
        "<video",
    ];
    if active.iter().any(|word| lower.contains(word)) {
        return false;
    }
    let handlers = lower.match_indices(" on").any(|(at, _)| {
        let name: &str = lower[at + 3..].split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        !name.is_empty() && lower[at + 3 + name.len()..].trim_start().starts_with('=')
    });
    let fetches = ["href=", "url("].iter().any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            let value = lower[at + word.len()..].trim_start_matches(['"', '\'', ' ']);
            !value.starts_with('#')
                && !value.starts_with("data:image/png")
                && !value.starts_with("data:image/jpeg")
        })
    });
    !handlers && !fetches
}

fn fault(asset: &ImageAsset, cause: &str) -> Diagnostic {
    let cause = cause.to_lowercase();
    Diagnostic::error(
        &codes::IMAGE_UNREADABLE,
        format!("the image `{}` cannot be put into the EPUB: {cause}", asset.path),
    )
    .hint(format!("save it again as PNG, JPEG or WebP, at most {LARGEST} pixels on the longer side"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn active_svg_is_told_from_drawings() {
        assert!(only_draws("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0' fill='url(#a)'/></svg>"));
        assert!(!only_draws("<svg><script>alert(1)</script></svg>"));
        assert!(!only_draws("<svg><rect onload = \"x()\"/></svg>"));
        assert!(!only_draws("<svg><image href=\"https://a.example/x.png\"/></svg>"));
        assert!(!only_draws("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>"));
    }

    #[test]
    fn a_wide_png_is_made_smaller() {
        let wide = DynamicImage::new_luma8(3000, 30);
        let data = png(&wide).expect("a picture in memory");
        let asset = ImageAsset {
            path: "wide.png".into(),
            format: ImageFormat::Png,
            data: data.into(),
            width: 3000,
            height: 30,
            digest: "00".into(),
        };
        let (format, data) = smaller(&asset).expect("a good picture");
        let picture = image::load_from_memory(&data).expect("a good picture");
        assert_eq!((format, picture.width(), picture.height()), (ImageFormat::Png, 2000, 20));
    }
}
