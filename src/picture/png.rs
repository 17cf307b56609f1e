//! PNG with a palette of sixteen (PNG, third edition): what the image crate does not write.

use flate2::Crc;

use super::plate::Plate;
use super::sweep;
use crate::style::Colour;

/// Writes a sheet. Each pixel is one of eight shades: the first `horizon` rows take them from the first half of the
/// palette, the others from the second.
pub(crate) fn two_grounds(plate: Plate, horizon: u32, shades: &[Colour]) -> Vec<u8> {
    let (width, height) = plate.size;
    let mut header = Vec::with_capacity(13);
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    // Four bits a pixel, by palette; deflate, the standard filters, no interlace.
    header.extend([4, 3, 0, 0, 0]);
    let palette: Vec<u8> = shades.iter().flat_map(|shade| [shade.red, shade.green, shade.blue]).collect();
    let pixels = sweep::pack(plate, i64::from(horizon));
    let mut png = Vec::with_capacity(pixels.len() + 256);
    png.extend(b"\x89PNG\r\n\x1a\n");
    chunk(&mut png, b"IHDR", &header);
    chunk(&mut png, b"PLTE", &palette);
    chunk(&mut png, b"IDAT", &pixels);
    chunk(&mut png, b"IEND", &[]);
    png
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
        let wide = |levels: &[(usize, u8)]| {
            let mut row = vec![0; 40];
            levels.iter().for_each(|&(at, level)| row[at] = level);
            row
        };
        let rows = [wide(&[(1, 7)]), wide(&[(0, 1), (1, 7), (37, 3)]), vec![], wide(&[(20, 5)]), vec![]];
        for horizon in 0..=5 {
            let plate = Plate::of_levels((40, 5), rows.iter().map(|row| Some(row.clone())));
            let png = two_grounds(plate, horizon, &shades);
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
