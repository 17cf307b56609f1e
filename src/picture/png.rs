//! PNG with a palette of sixteen (PNG, third edition): what the image crate does not write.

use flate2::Crc;

use super::flat::Packer;
use super::pairs::{Pairs, Row};
use crate::style::Colour;

/// Writes a sheet. Each pixel is one of eight shades: the first `horizon` rows take them from the first half of the
/// palette, the others from the second.
pub(crate) fn two_grounds(
    (width, height): (u32, u32),
    sheet: &Pairs,
    horizon: u32,
    shades: &[Colour],
) -> Vec<u8> {
    let mut header = Vec::with_capacity(13);
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Four bits a pixel, by palette; deflate, the standard filters, no interlace.
    header.extend([4, 3, 0, 0, 0]);
    let palette: Vec<u8> = shades.iter().flat_map(|shade| [shade.red, shade.green, shade.blue]).collect();
    let pixels = pack(sheet, horizon as usize);
    let mut png = Vec::with_capacity(pixels.len() + 256);
    png.extend(b"\x89PNG\r\n\x1a\n");
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"PLTE", &palette);
    chunk(&mut png, b"IDAT", &pixels);
    chunk(&mut png, b"IEND", &[]);
    png
}

/// Filter 2: each row as its difference from the row above.
const UP: u8 = 2;
/// What is added to the pairs of each ground: the place of its shades in the palette.
const GROUNDS: [u8; 2] = [0x00, 0x88];

fn pack(sheet: &Pairs, horizon: usize) -> Vec<u8> {
    let blank = vec![0; sheet.stride()];
    let mut packer = Packer::new();
    let mut above = (GROUNDS[0], Row { bytes: &blank, marks: 0..0 });
    for (y, row) in sheet.rows().enumerate() {
        let here = (GROUNDS[usize::from(y >= horizon)], row);
        packer.step(UP, 1);
        if here.0 == above.0 {
            pack_marks(&mut packer, &here.1, &above.1);
        } else {
            for (pair, over) in here.1.bytes.iter().zip(above.1.bytes) {
                packer.step((here.0 | pair).wrapping_sub(above.0 | over), 1);
            }
        }
        packer.end_row();
        above = here;
    }
    packer.finish()
}

/// Adds by what a row differs from the row above, on the same ground; where neither has marks, nothing differs.
fn pack_marks(packer: &mut Packer, here: &Row<'_>, above: &Row<'_>) {
    let marks = match (here.marks.is_empty(), above.marks.is_empty()) {
        (_, true) => here.marks.clone(),
        (true, _) => above.marks.clone(),
        _ => here.marks.start.min(above.marks.start)..here.marks.end.max(above.marks.end),
    };
    packer.step(0, marks.start);
    let (eights, rest) = here.bytes[marks.clone()].as_chunks::<8>();
    let (eights_above, rest_above) = above.bytes[marks.clone()].as_chunks::<8>();
    for (eight, over) in eights.iter().zip(eights_above) {
        pack_eight(packer, differences(u64::from_le_bytes(*eight), u64::from_le_bytes(*over)));
    }
    rest.iter().zip(rest_above).for_each(|(pair, over)| packer.step(pair.wrapping_sub(*over), 1));
    packer.step(0, here.bytes.len() - marks.end);
}

/// Adds eight bytes, the lowest first, most of which are zero.
fn pack_eight(packer: &mut Packer, mut bytes: u64) {
    let mut left = 8;
    while bytes != 0 {
        let zeros = bytes.trailing_zeros() as usize / 8;
        packer.step(0, zeros);
        bytes >>= 8 * zeros;
        packer.step(bytes as u8, 1);
        bytes >>= 8;
        left -= zeros + 1;
    }
    packer.step(0, left);
}

/// Subtracts each of eight bytes from another at once; none borrows from its neighbour (Warren, Hacker's Delight, 2-18).
fn differences(bytes: u64, others: u64) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    ((bytes | HIGH) - (others & !HIGH)) ^ ((bytes ^ !others) & HIGH)
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
    fn eight_bytes_are_subtracted_as_one_by_one() {
        let rows: [[u8; 8]; 4] =
            [[0, 255, 128, 127, 1, 0x70, 7, 0x77], [255; 8], [0; 8], [1, 0, 127, 128, 2, 9, 0, 1]];
        for (here, above) in rows.iter().flat_map(|here| rows.iter().map(move |above| (here, above))) {
            let found = differences(u64::from_le_bytes(*here), u64::from_le_bytes(*above)).to_le_bytes();
            let wanted: Vec<u8> =
                here.iter().zip(above).map(|(here, above)| here.wrapping_sub(*above)).collect();
            assert_eq!(found.as_slice(), wanted);
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let shades: Vec<_> = (0..16).map(|shade| Colour { red: shade, green: 0, blue: 7 }).collect();
        let wide = |levels: &[(usize, u8)]| {
            let mut row = vec![0; 40];
            levels.iter().for_each(|&(at, level)| row[at] = level);
            row
        };
        let rows = [wide(&[(1, 7)]), wide(&[(0, 1), (1, 7), (37, 3)]), vec![], wide(&[(20, 5)]), vec![]];
        for horizon in 0..=5 {
            let sheet = Pairs::from_levels((40, 5), rows.iter().map(|row| Some(row.clone())));
            let png = two_grounds((40, 5), &sheet, horizon, &shades);
            let picture = image::load_from_memory(&png).expect("a good PNG").to_rgb8();
            for (y, row) in rows.iter().enumerate() {
                let ground = if y < horizon as usize { 0 } else { 8 };
                let found: Vec<u8> = (0..40).map(|x| picture.get_pixel(x, y as u32).0[0]).collect();
                let wanted: Vec<u8> =
                    (0..40).map(|x| ground + row.get(x).copied().unwrap_or_default()).collect();
                assert_eq!(found, wanted, "row {y} above or below {horizon}");
            }
        }
    }
}
