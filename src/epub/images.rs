//! Images as they go into the package: each once, none larger than a reading system can hold.
//!
//! PNG, JPEG, WebP and SVG are core media types of EPUB 3.3 and go in as they are; the document
//! tree holds no SVG that does more than draw. An image wider or higher than [`LARGEST`] is made
//! smaller.

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
        let is_large = asset.format != ImageFormat::Svg && asset.width.max(asset.height) > LARGEST;
        let (format, data) = if is_large { smaller(asset)? } else { (asset.format, asset.data.clone()) };
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

fn fault(asset: &ImageAsset, cause: &str) -> Diagnostic {
    let cause = cause.to_lowercase();
    let message = format!("the image `{}` cannot be put into the EPUB: {cause}", asset.path);
    let mut told = Diagnostic::error(&codes::IMAGE_UNREADABLE, message)
        .hint(format!("save it again as PNG, JPEG or WebP, at most {LARGEST} pixels on the longer side"));
    told.span.clone_from(&asset.span);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_png_is_made_smaller() {
        let wide = DynamicImage::new_luma8(3000, 30);
        let data = png(&wide).expect("a picture in memory");
        let asset = ImageAsset {
            path: "wide.png".into(),
            span: None,
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
