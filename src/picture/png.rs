//! PNG with a palette of sixteen (PNG, third edition): what the image crate does not write.

use flate2::Crc;

use super::flat::Packer;
use crate::style::Colour;

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
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"PLTE", &palette);
    chunk(&mut png, b"IDAT", &pack(width as usize / 2, (0..height).map(|y| y < horizon).zip(rows)));
    chunk(&mut png, b"IEND", &[]);
    png
}

/// Filter 2: each row as its difference from the row above.
const UP: u8 = 2;

/// Packs rows of so many bytes.
fn pack(width: usize, rows: impl Iterator<Item = (bool, Option<Vec<u8>>)>) -> Vec<u8> {
    let (mut above, mut here) = (vec![0; width], vec![0; width]);
    let mut step = vec![UP; 1 + width];
    let mut packer = Packer::new();
    // The ground of the row above, where that has no marks.
    let mut blank = None;
    for (is_above, row) in rows {
        let ground: u8 = if is_above { 0x00 } else { 0x88 };
        if row.is_none() && blank == Some(ground) {
            packer.push_still(UP, width);
            continue;
        }
        match &row {
            None => here.fill(ground),
            Some(row) => halve(row, ground, &mut here),
        }
        blank = row.is_none().then_some(ground);
        for ((step, here), above) in step[1..].iter_mut().zip(&here).zip(&above) {
            *step = here.wrapping_sub(*above);
        }
        packer.push(&step);
        std::mem::swap(&mut above, &mut here);
    }
    packer.finish()
}

/// Puts two levels into each byte, eight at a time.
fn halve(row: &[u8], ground: u8, out: &mut [u8]) {
    let (eights, rest) = row.as_chunks::<8>();
    let (fours, odd) = out.as_chunks_mut::<4>();
    for (four, eight) in fours.iter_mut().zip(eights) {
        let levels = u64::from_le_bytes(*eight);
        let pairs = (levels << 4 | levels >> 8) & 0x00FF_00FF_00FF_00FF;
        let pairs = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF;
        let pairs = (pairs | pairs >> 16) as u32 | u32::from_le_bytes([ground; 4]);
        *four = pairs.to_le_bytes();
    }
    for (byte, pair) in odd.iter_mut().zip(rest.as_chunks::<2>().0) {
        *byte = ground | pair[0] << 4 | pair[1];
    }
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
    fn pairs_of_levels_share_a_byte() {
        let row = [0, 7, 1, 2, 3, 4, 5, 6, 7, 7, 6, 0];
        let mut out = [0; 6];
        halve(&row, 0x88, &mut out);
        assert_eq!(out, [0x8F, 0x9A, 0xBC, 0xDE, 0xFF, 0xE8]);
    }

    #[test]
    fn what_is_written_is_read_back() {
        let shades: Vec<_> = (0..16).map(|shade| Colour { red: shade, green: 0, blue: 7 }).collect();
        let png = two_grounds((2, 3), [Some(vec![0, 7]), Some(vec![1, 0]), None].into_iter(), 2, &shades);
        let picture = image::load_from_memory(&png).expect("a good PNG").to_rgb8();
        let found: Vec<u8> = picture.pixels().map(|pixel| pixel.0[0]).collect();
        assert_eq!((picture.dimensions(), found), ((2, 3), vec![0, 7, 1, 0, 8, 8]));
    }
}
