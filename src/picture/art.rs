//! What is stamped on a plate: coverage of two pixels a byte, the left one in the high half, as PNG packs them (third
//! edition, 7.2).
//!
//! A letter stands on a cover many times, and mostly free of others: how each of its rows differs from the row above is
//! packed once, with the letter.

use std::ops::Range;

use super::flat::{Packing, Stretch};

/// Coverage in steps from 0 to 7, and its rows as they are packed.
#[derive(Debug, Default)]
pub(super) struct Art {
    pairs: Vec<u8>,
    /// Bytes to the row.
    stride: usize,
    /// One for each row, and one for the row below the last.
    changes: Vec<Change>,
    /// The bits of all changes.
    packed: Vec<u64>,
}

/// How a row differs from the row above.
#[derive(Debug)]
pub(super) struct Change {
    /// The bytes that have marks in one of both rows.
    pub reach: Range<usize>,
    /// The first byte that differs, where one does.
    pub start: usize,
    /// From there to the last byte that differs.
    pub stretch: Stretch,
}

impl Art {
    /// Makes art of the levels of its pixels, row by row, moved by a pixel to the right or not.
    pub(super) fn new<'a>(rows: impl Iterator<Item = &'a [u8]>, width: usize, is_moved: bool) -> Self {
        let stride = (width + usize::from(is_moved)).div_ceil(2);
        let mut pairs = Vec::new();
        for levels in rows {
            join(levels, is_moved, &mut pairs);
        }
        let blank = vec![0; stride];
        let mut above = &blank[..];
        let mut packing = Packing::of_stretches();
        let rows = pairs.chunks_exact(stride.max(1)).chain([&blank[..]]);
        let changes = rows.map(|row| change(&mut packing, row, std::mem::replace(&mut above, row))).collect();
        Self { stride, changes, packed: packing.into_list(), pairs }
    }

    /// How many rows are changed: its own and the one below.
    pub(super) fn rows(&self) -> i64 {
        self.changes.len() as i64
    }

    /// Returns how a row differs from the row above, where the row is one of these or the one below.
    pub(super) fn change(&self, row: i64) -> Option<&Change> {
        self.changes.get(usize::try_from(row).ok()?)
    }

    /// Returns the bits of all changes, of which each knows its own.
    pub(super) fn packed(&self) -> &[u64] {
        &self.packed
    }

    /// Covers a row of a sheet, of which this begins at byte `left`, unless it is covered further already; what leaves
    /// the sheet is cut off.
    pub(super) fn stamp(&self, row: i64, left: i64, sheet: &mut [u8]) {
        let own =
            usize::try_from(row).ok().and_then(|row| self.pairs.chunks_exact(self.stride.max(1)).nth(row));
        let hidden = usize::try_from(-left).unwrap_or_default();
        let from = usize::try_from(left).unwrap_or_default();
        let (Some(own), Some(sheet)) = (own.and_then(|own| own.get(hidden..)), sheet.get_mut(from..)) else {
            return;
        };
        for (pair, &other) in sheet.iter_mut().zip(own) {
            *pair = (*pair & 0xF0).max(other & 0xF0) | (*pair & 0x0F).max(other & 0x0F);
        }
    }
}

/// Packs how a row differs from the row above.
fn change(packing: &mut Packing, row: &[u8], above: &[u8]) -> Change {
    let span = |is_in: &dyn Fn(&(&u8, &u8)) -> bool| {
        let mut both = row.iter().zip(above);
        let start = both.position(|pair| is_in(&pair)).unwrap_or(row.len());
        start..both.rposition(|pair| is_in(&pair)).map_or(start + 1, |last| start + last + 2).min(row.len())
    };
    let reach = span(&|(here, over)| *here | *over != 0);
    let differing = span(&|(here, over)| here != over);
    let since = packing.mark();
    for (here, over) in row[differing.clone()].iter().zip(&above[differing.clone()]) {
        packing.step(here.wrapping_sub(*over), 1);
    }
    let stretch = packing.end_stretch(differing.len(), since);
    Change { reach, start: differing.start, stretch }
}

/// Joins the levels of a row two by two.
fn join(levels: &[u8], is_moved: bool, pairs: &mut Vec<u8>) {
    let first = levels.split_at(usize::from(is_moved).min(levels.len()));
    pairs.extend(first.0);
    pairs.extend(first.1.chunks(2).map(|two| two[0] << 4 | two.get(1).copied().unwrap_or_default()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn art(rows: &[&[u8]], is_moved: bool) -> Art {
        Art::new(rows.iter().copied(), rows[0].len(), is_moved)
    }

    #[test]
    fn pairs_of_levels_share_a_byte() {
        assert_eq!(art(&[&[0, 7, 1, 2, 3]], false).pairs, [0x07, 0x12, 0x30]);
        assert_eq!(art(&[&[5, 7, 1, 2, 3]], true).pairs, [0x05, 0x71, 0x23]);
        assert_eq!(art(&[&[5, 7], &[1, 2]], true).pairs, [0x05, 0x70, 0x01, 0x20]);
    }

    #[test]
    fn what_covers_further_stays_and_what_leaves_the_sheet_is_cut_off() {
        let mut sheet = [0; 4];
        art(&[&[1, 7, 2, 0]], false).stamp(0, 1, &mut sheet);
        let wide = art(&[&[0; 6], &[7, 7, 0, 1, 7, 1]], false);
        wide.stamp(1, -1, &mut sheet);
        assert_eq!(sheet, [0x01, 0x77, 0x20, 0]);
        wide.stamp(1, 3, &mut sheet);
        wide.stamp(1, -9, &mut sheet);
        wide.stamp(1, 9, &mut sheet);
        wide.stamp(2, 0, &mut sheet);
        wide.stamp(-1, 0, &mut sheet);
        assert_eq!(sheet, [0x01, 0x77, 0x20, 0x77]);
    }

    #[test]
    fn a_change_is_from_the_first_byte_that_differs_to_the_last() {
        let art = art(&[&[0, 0, 3, 3, 0, 0, 0, 0], &[0, 0, 3, 3, 0, 1, 0, 0]], false);
        let told: Vec<_> = (0..3)
            .filter_map(|row| art.change(row))
            .map(|it| (it.reach.clone(), it.start, it.stretch.length))
            .collect();
        assert_eq!(told, [(1..2, 1, 1), (1..3, 2, 1), (1..3, 1, 2)]);
        assert!(art.change(3).is_none() && art.change(-1).is_none());
    }
}
