//! PNG with a palette of sixteen (PNG, third edition): what the image crate does not write.

use std::io::Write as _;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

use crate::style::Colour;

/// Large flat grounds pack well at any level; this one takes a third of the default's time.
const LEVEL: u32 = 3;

/// Writes a picture of an even width. Each pixel is one of eight shades: the first `horizon` rows take
/// them from the first half of the palette, the others from the second. A row is the levels of its
/// pixels, from 0 to 7; one that is not there is all 0.
pub(crate) fn two_grounds(
    (width, height): (u32, u32),
    rows: impl Iterator<Item = Option<Vec<u8>>>,
    horizon: u32,
    shades: &[Colour],
) -> Vec<u8> {
    let mut header = Vec::with_capacity(13);
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Four bits a pixel, by palette; deflate, the standard filters, no interlace.
    header.extend([4, 3, 0, 0, 0]);
    let palette: Vec<u8> = shades.iter().flat_map(|shade| [shade.red, shade.green, shade.blue]).collect();
    let half = width as usize / 2;
    let mut pixels = Vec::with_capacity((half + 1) * height as usize);
    for (y, row) in (0..height).zip(rows) {
        // Filter 0: a row as it is.
        pixels.push(0);
        let base = if y < horizon { 0x00 } else { 0x88 };
        match row {
            None => pixels.resize(pixels.len() + half, base),
            Some(row) => pixels.extend(row.chunks_exact(2).map(|pair| base | pair[0] << 4 | pair[1])),
        }
    }
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"PLTE", &palette);
    chunk(&mut png, b"IDAT", &deflate(&pixels));
    chunk(&mut png, b"IEND", &[]);
    png
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(LEVEL));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory cannot fail")
}

fn chunk(png: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).expect("a picture packs to less than 4 GB");
    png.extend(length.to_be_bytes());
    png.extend(kind);
    png.extend(data);
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(data);
    png.extend(sum.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let shades: Vec<_> = (0..16).map(|shade| Colour { red: shade, green: 0, blue: 7 }).collect();
        let png = two_grounds((2, 3), [Some(vec![0, 7]), Some(vec![1, 0]), None].into_iter(), 2, &shades);
        let picture = image::load_from_memory(&png).expect("a good PNG").to_rgb8();
        let found: Vec<u8> = picture.pixels().map(|pixel| pixel.0[0]).collect();
        assert_eq!((picture.dimensions(), found), ((2, 3), vec![0, 7, 1, 0, 8, 8]));
    }
}
