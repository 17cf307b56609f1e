//! Images: found below the project, read once, told by their content, measured, bounded.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::{Component, Path, PathBuf};

use image::ImageDecoder as _;

use super::{ImageAsset, ImageFormat, ImageId, limits, links, png, svg};
use crate::diagnostics::codes::document as codes;
use crate::diagnostics::{Code, Span};

/// Why an image is refused: the code, what was found, what to do.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) code: Code,
    pub(super) message: String,
    pub(super) hint: String,
}

impl Refusal {
    pub(super) fn new(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }
}

/// The images of a record so far.
#[derive(Debug, Default)]
pub(super) struct Images {
    assets: Vec<ImageAsset>,
    by_path: BTreeMap<PathBuf, ImageId>,
    bytes: u64,
    /// Of those that are made of pixels.
    pixels: u64,
}

/// Where images may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shelf<'a> {
    /// The record's folder.
    pub(super) folder: &'a Path,
    /// The project's folder.
    pub(super) root: &'a Path,
    /// Folders that were allowed on top.
    pub(super) allowed: &'a [PathBuf],
}

impl Images {
    /// Returns the images, in order of their ids.
    pub(super) fn into_assets(self) -> Vec<ImageAsset> {
        self.assets
    }

    /// Reads an image, or finds it among those that were read.
    pub(super) fn load(
        &mut self,
        target: &str,
        span: Option<&Span>,
        shelf: Shelf<'_>,
    ) -> Result<ImageId, Refusal> {
        let file = locate(target, shelf)?;
        if let Some(&id) = self.by_path.get(&file) {
            return Ok(id);
        }
        if self.assets.len() >= limits::IMAGES {
            let message = format!("there are more than {} images", limits::IMAGES);
            return Err(Refusal::new(&codes::TOO_MUCH, message, "divide the record"));
        }
        let data = read(&file, target)?;
        let too_much = |what: String| {
            let message = format!("the images have more than {what} in all");
            Refusal::new(&codes::TOO_MUCH, message, "scale the images down")
        };
        self.bytes += data.len() as u64;
        if self.bytes > limits::ALL_IMAGE_BYTES {
            return Err(too_much(format!("{} MB", limits::ALL_IMAGE_BYTES >> 20)));
        }
        let format = sniff(&data, target)?;
        let (width, height) = measure(&data, format, target)?;
        if format != ImageFormat::Svg {
            self.pixels += u64::from(width) * u64::from(height);
        }
        if self.pixels > limits::ALL_IMAGE_PIXELS {
            return Err(too_much(format!("{} million pixels", limits::ALL_IMAGE_PIXELS / 1_000_000)));
        }
        let id = ImageId(u32::try_from(self.assets.len()).unwrap_or(u32::MAX));
        let digest = blake3::hash(&data).to_hex().to_string();
        self.assets.push(ImageAsset {
            path: target.to_owned(),
            span: span.cloned(),
            format,
            data: data.into(),
            width,
            height,
            digest,
        });
        self.by_path.insert(file, id);
        Ok(id)
    }
}

/// Finds the file a target names, without following it out of the project.
fn locate(target: &str, shelf: Shelf<'_>) -> Result<PathBuf, Refusal> {
    let lower = target.trim_start().to_ascii_lowercase();
    if lower.starts_with("http:")
        || lower.starts_with("https:")
        || lower.starts_with("//")
        || lower.starts_with("ftp:")
    {
        let message =
            format!("the image `{target}` is on another computer, expected a file beside the record");
        let hint = "save the image beside the record and write its path: `![...](images/name.png)`";
        return Err(Refusal::new(&codes::REMOTE_IMAGE, message, hint));
    }
    if lower.starts_with("data:") {
        let message =
            "the image is written into the record as a `data:` address, expected a file beside the record";
        return Err(Refusal::new(
            &codes::REMOTE_IMAGE,
            message,
            "save the image as a file and write its path",
        ));
    }
    let outside = || {
        let message = format!("the image `{target}` is outside the project, expected a path below it");
        Refusal::new(
            &codes::IMAGE_OUTSIDE,
            message,
            "move the image beside the record, or allow its folder with `--allow-path`",
        )
    };
    if target.contains(['\\', '\0']) || lower.starts_with("file:") || target.trim().is_empty() {
        let message = format!("`{}` is no path of an image", target.escape_debug());
        return Err(Refusal::new(
            &codes::IMAGE_MISSING,
            message,
            "write the path with forward slashes: `images/map.png`",
        ));
    }
    let path = PathBuf::from(links::percent_decode(target));
    let may_be_absolute = !shelf.allowed.is_empty();
    let is_plain = path
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir | Component::ParentDir));
    if !is_plain && !may_be_absolute {
        return Err(outside());
    }
    let missing = || {
        let message = format!("there is no image `{target}` that can be read");
        Refusal::new(&codes::IMAGE_MISSING, message, "paths are relative to the folder of the record's file")
    };
    let roots = std::iter::once(shelf.root).chain(shelf.allowed.iter().map(PathBuf::as_path));
    let roots: Vec<PathBuf> = roots.filter_map(|root| resolved(root).ok()).collect();
    let joined = resolved(shelf.folder).map_err(|_| missing())?.join(&path);
    // What leads out by its very name is told so whether or not there is a file.
    if !roots.iter().any(|root| lexical(&joined).starts_with(root)) {
        return Err(outside());
    }
    let file = joined.canonicalize().map_err(|_| missing())?;
    if roots.iter().any(|root| file.starts_with(root)) { Ok(file) } else { Err(outside()) }
}

/// Returns a folder without links in its path; the empty path is the current folder.
fn resolved(folder: &Path) -> std::io::Result<PathBuf> {
    if folder.as_os_str().is_empty() { Path::new(".").canonicalize() } else { folder.canonicalize() }
}

fn lexical(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

fn read(path: &Path, target: &str) -> Result<Vec<u8>, Refusal> {
    let fail = |what: &str| {
        Refusal::new(
            &codes::IMAGE_MISSING,
            format!("the image `{target}` {what}"),
            "see that the file can be read",
        )
    };
    // A named pipe would keep us waiting for ever, so what it is is asked before it is opened.
    let facts = std::fs::metadata(path).map_err(|_| fail("cannot be read"))?;
    if !facts.is_file() {
        return Err(fail("is no regular file"));
    }
    let mut data = Vec::new();
    let file = File::open(path).map_err(|error| fail(&format!("cannot be read: {}", error.kind())))?;
    file.take(limits::IMAGE_BYTES + 1)
        .read_to_end(&mut data)
        .map_err(|error| fail(&format!("cannot be read: {}", error.kind())))?;
    if data.len() as u64 > limits::IMAGE_BYTES {
        let message = format!("the image `{target}` has more than {} MB", limits::IMAGE_BYTES >> 20);
        return Err(Refusal::new(&codes::IMAGE_TOO_LARGE, message, "scale the image down"));
    }
    Ok(data)
}

/// Tells what a file is from its content.
fn sniff(data: &[u8], target: &str) -> Result<ImageFormat, Refusal> {
    let known = match data {
        [0x89, b'P', b'N', b'G', ..] => Some(ImageFormat::Png),
        [0xFF, 0xD8, 0xFF, ..] => Some(ImageFormat::Jpeg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ if svg::is_svg(data) => Some(ImageFormat::Svg),
        _ => None,
    };
    known.ok_or_else(|| {
        let (what, hint) = match data {
            [] => ("is empty", "save the image again"),
            [b'G', b'I', b'F', b'8', ..] => ("is a GIF", "convert it to PNG"),
            [b'B', b'M', ..] => ("is a BMP", "convert it to PNG"),
            [b'I', b'I', 0x2A, 0, ..] | [b'M', b'M', 0, 0x2A, ..] => {
                ("is a TIFF", "convert it to PNG or JPEG")
            }
            [b'%', b'P', b'D', b'F', ..] => ("is a PDF", "convert it to SVG or PNG"),
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => {
                ("is an AVIF, a HEIC or a film", "convert it to JPEG or PNG")
            }
            [0x1F, 0x8B, ..] => ("is compressed", "unpack it"),
            [b'v', b'e', b'r', b's', b'i', b'o', b'n', b' ', ..] => {
                ("is a pointer of Git LFS, not the image itself", "fetch the image with `git lfs pull`")
            }
            _ => ("is of no known format", "images are PNG, JPEG, WebP or SVG"),
        };
        Refusal::new(
            &codes::IMAGE_FORMAT,
            format!("the image `{target}` {what}, expected PNG, JPEG, WebP or SVG"),
            hint,
        )
    })
}

fn measure(data: &[u8], format: ImageFormat, target: &str) -> Result<(u32, u32), Refusal> {
    let format = match format {
        ImageFormat::Svg => return svg::measure(data, target),
        ImageFormat::Png => image::ImageFormat::Png,
        ImageFormat::Jpeg => image::ImageFormat::Jpeg,
        ImageFormat::WebP => image::ImageFormat::WebP,
    };
    let too_large = |what: String| {
        let message = format!("the image `{target}` has {what}");
        Err(Refusal::new(&codes::IMAGE_TOO_LARGE, message, "scale the image down"))
    };
    if let Some(chunk) = (format == image::ImageFormat::Png).then(|| png::bomb(data)).flatten() {
        let most = png::CHUNK_BYTES >> 20;
        return too_large(format!("a chunk `{chunk}` that unpacks to more than {most} MiB; save it without"));
    }
    let header = image::ImageReader::with_format(Cursor::new(data), format)
        .into_decoder()
        .map(|decoder| (decoder.dimensions(), decoder.total_bytes()));
    let Some(((width, height), unpacked)) =
        header.ok().filter(|((width, height), _)| *width > 0 && *height > 0)
    else {
        let message = format!("the image `{target}` is damaged: its size cannot be read");
        return Err(Refusal::new(&codes::IMAGE_BROKEN, message, "save the image again"));
    };
    if u64::from(width) * u64::from(height) > limits::IMAGE_PIXELS {
        let most = limits::IMAGE_PIXELS / 1_000_000;
        return too_large(format!("{width} by {height} pixels, expected at most {most} million"));
    }
    if width.max(height) > u32::from(u16::MAX) {
        return too_large(format!("{width} by {height} pixels, expected at most {} on a side", u16::MAX));
    }
    if unpacked > limits::UNPACKED_BYTES {
        let most = limits::UNPACKED_BYTES / 1_000_000;
        return too_large(format!("{} MB of pixels, expected at most {most}", unpacked / 1_000_000));
    }
    Ok((width, height))
}
