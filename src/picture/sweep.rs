//! A plate packed from the top down, each row as its difference from the row above (filter 2 of PNG, third edition,
//! 9.2).
//!
//! Where the art of a row stands free, the row is made of what was packed with the art. Where one touches another, as
//! letters that join do, or the edge of the sheet, the row is put together and looked at byte by byte.

use super::flat::Packing;
use super::plate::{Plate, Stamp};

/// Filter 2.
const UP: u8 = 2;
/// What is added to the pairs of each ground: the place of its shades in the palette.
const GROUNDS: [u8; 2] = [0x00, 0x88];

/// Packs a sheet as a zlib stream, with the second ground from row `horizon` on.
pub(super) fn pack(plate: Plate, horizon: i64) -> Vec<u8> {
    let stride = plate.size.0 as usize / 2;
    let mut waiting = plate.stamps;
    // The next to begin is the last.
    waiting.sort_by_key(|stamp| std::cmp::Reverse(stamp.top));
    let mut sweep = Sweep {
        stride,
        at_hand: Vec::new(),
        until: i64::MAX,
        row: Joined::new(stride),
        above: Joined::new(stride),
    };
    let mut packing = Packing::of_stream();
    for y in 0..i64::from(plate.size.1) {
        if y > sweep.until {
            sweep.let_go(y);
        }
        while let Some(stamp) = waiting.pop_if(|stamp| stamp.top <= y) {
            sweep.take(stamp);
        }
        packing.step(UP, 1);
        let ground = |y: i64| GROUNDS[usize::from(y >= horizon && y >= 0)];
        let mark = packing.mark();
        // What begins above the sheet does not differ from what is there.
        let is_made = y > 0 && y != horizon && sweep.add_free(&mut packing, y);
        if !is_made {
            packing.back_to(mark);
            let above = if y == 0 { GROUNDS[0] } else { ground(y - 1) };
            sweep.add_joined(&mut packing, y, (ground(y), above));
        }
        packing.end_row();
    }
    packing.finish()
}

struct Sweep {
    stride: usize,
    /// The art of the row at hand and the row above, from left to right.
    at_hand: Vec<Stamp>,
    /// The last row of the one among them that ends first.
    until: i64,
    /// The last row that was put together, and the one before it.
    row: Joined,
    above: Joined,
}

/// A row put together.
struct Joined {
    bytes: Vec<u8>,
    y: Option<i64>,
}

impl Joined {
    fn new(stride: usize) -> Self {
        Self { bytes: vec![0; stride], y: None }
    }

    fn make(&mut self, y: i64, stamps: &[Stamp]) {
        if self.y == Some(y) {
            return;
        }
        self.bytes.fill(0);
        self.y = Some(y);
        // There is nothing above the sheet.
        for stamp in stamps.iter().filter(|_| y >= 0) {
            stamp.art.stamp(y - stamp.top, stamp.left, &mut self.bytes);
        }
    }
}

impl Sweep {
    /// Lets go of what ends above a row.
    fn let_go(&mut self, y: i64) {
        self.at_hand.retain(|stamp| stamp.last() >= y);
        self.until = self.at_hand.iter().map(Stamp::last).min().unwrap_or(i64::MAX);
    }

    fn take(&mut self, stamp: Stamp) {
        self.until = self.until.min(stamp.last());
        let place = self.at_hand.partition_point(|other| other.left <= stamp.left);
        self.at_hand.insert(place, stamp);
    }

    /// Adds a row on the ground of the row above from what was made ahead; tells whether all of it stands free.
    fn add_free(&self, packing: &mut Packing, y: i64) -> bool {
        // The first byte that is free, and the first that is not told.
        let (mut free, mut told) = (0, 0);
        for stamp in &self.at_hand {
            let Some(change) = stamp.art.change(y - stamp.top) else { continue };
            if change.reach.is_empty() {
                continue;
            }
            let Some(left) =
                usize::try_from(stamp.left).ok().filter(|left| left + change.reach.start >= free)
            else {
                return false;
            };
            // A byte between keeps a run of one from going on in the other.
            free = left + change.reach.end + 1;
            if change.stretch.length > 0 {
                let start = left + change.start;
                packing.step(0, start - told);
                packing.stretch(stamp.art.packed(), &change.stretch);
                told = start + change.stretch.length as usize;
            }
        }
        packing.step(0, self.stride.saturating_sub(told));
        free <= self.stride + 1
    }

    /// Adds a row by its bytes, on its ground and that of the row above.
    fn add_joined(&mut self, packing: &mut Packing, y: i64, grounds: (u8, u8)) {
        std::mem::swap(&mut self.row, &mut self.above);
        self.above.make(y - 1, &self.at_hand);
        self.row.make(y, &self.at_hand);
        if grounds.0 != grounds.1 {
            for (here, above) in self.row.bytes.iter().zip(&self.above.bytes) {
                packing.step((here | grounds.0).wrapping_sub(above | grounds.1), 1);
            }
            return;
        }
        let (eights, rest) = self.row.bytes.as_chunks::<8>();
        let (eights_above, rest_above) = self.above.bytes.as_chunks::<8>();
        for (eight, above) in eights.iter().zip(eights_above) {
            add_eight(packing, differences(u64::from_le_bytes(*eight), u64::from_le_bytes(*above)));
        }
        rest.iter().zip(rest_above).for_each(|(here, above)| packing.step(here.wrapping_sub(*above), 1));
    }
}

/// Adds eight bytes, the lowest first, most of which are zero.
fn add_eight(packing: &mut Packing, mut bytes: u64) {
    let mut left = 8;
    while bytes != 0 {
        let zeros = bytes.trailing_zeros() as usize / 8;
        packing.step(0, zeros);
        bytes >>= 8 * zeros;
        packing.step(bytes as u8, 1);
        bytes >>= 8;
        left -= zeros + 1;
    }
    packing.step(0, left);
}

/// Subtracts each of eight bytes from another at once; none borrows from its neighbour (Warren, Hacker's Delight, 2-18).
fn differences(bytes: u64, others: u64) -> u64 {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    ((bytes | HIGH) - (others & !HIGH)) ^ ((bytes ^ !others) & HIGH)
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
}
