//! Coverage of two pixels a byte, the left one in the high half, as PNG packs them (third edition, 7.2).
//!
//! A cover is some two megabytes of these, of which text marks a part: what is not marked is neither filled nor
//! looked at, and the memory is used again.

use std::cell::Cell;
use std::ops::Range;

thread_local! {
    /// The memory of the last sheet of this thread, all zero.
    static SPARE: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// A sheet of coverage, each pixel in steps from 0 to 7.
pub(crate) struct Pairs {
    bytes: Vec<u8>,
    /// Bytes to the row.
    stride: usize,
    /// By row: the bytes that may not be zero.
    marks: Vec<Range<usize>>,
}

/// One row of a sheet: its bytes, and which of them may not be zero.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub bytes: &'a [u8],
    pub marks: Range<usize>,
}

impl Pairs {
    /// Takes a sheet without marks, of an even width.
    pub(super) fn new((width, height): (u32, u32)) -> Self {
        let (stride, height) = (width as usize / 2, height as usize);
        let mut bytes = SPARE.take();
        bytes.resize(stride * height, 0);
        Self { bytes, stride, marks: vec![0..0; height] }
    }

    /// Makes a sheet of an even width from the levels of its pixels; a row that is not there has none.
    pub(super) fn from_levels(size: (u32, u32), rows: impl Iterator<Item = Option<Vec<u8>>>) -> Self {
        let mut sheet = Self::new(size);
        for (row, levels) in (0..).zip(rows) {
            sheet.stamp(row, 0, &pairs(&levels.unwrap_or_default(), false));
        }
        sheet
    }

    /// Bytes to the row.
    pub(super) fn stride(&self) -> usize {
        self.stride
    }

    /// Every row, from the top.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        let rows = self.bytes.chunks_exact(self.stride).zip(&self.marks);
        rows.map(|(bytes, marks)| Row { bytes, marks: marks.clone() })
    }

    /// Covers some pixels of a row, unless they are covered further already; what leaves the sheet is cut off. `left`
    /// counts bytes.
    pub(super) fn stamp(&mut self, row: i64, left: i64, pairs: &[u8]) {
        let hidden = usize::try_from(-left).unwrap_or_default().min(pairs.len());
        let pairs = &pairs[hidden..];
        let from = usize::try_from(left).unwrap_or_default().min(self.stride);
        let to = (from + pairs.len()).min(self.stride);
        let Some(row) = usize::try_from(row).ok().filter(|&row| row < self.marks.len() && from < to) else {
            return;
        };
        let marks = &mut self.marks[row];
        *marks = if marks.start == marks.end { from..to } else { marks.start.min(from)..marks.end.max(to) };
        let start = row * self.stride;
        for (pair, &other) in self.bytes[start + from..start + to].iter_mut().zip(pairs) {
            *pair = (*pair & 0xF0).max(other & 0xF0) | (*pair & 0x0F).max(other & 0x0F);
        }
    }
}

impl Drop for Pairs {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.bytes);
        for (row, marks) in bytes.chunks_exact_mut(self.stride.max(1)).zip(&self.marks) {
            row[marks.clone()].fill(0);
        }
        SPARE.set(bytes);
    }
}

/// Joins the levels of a row two by two, moved by a pixel to the right or not.
pub(super) fn pairs(levels: &[u8], is_moved: bool) -> Vec<u8> {
    let level = |at: usize| levels.get(at).copied().unwrap_or_default();
    let pair = |byte: usize| {
        let right = 2 * byte + usize::from(!is_moved);
        right.checked_sub(1).map_or(0, level) << 4 | level(right)
    };
    (0..(levels.len() + usize::from(is_moved)).div_ceil(2)).map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_levels_share_a_byte() {
        assert_eq!(pairs(&[0, 7, 1, 2, 3], false), [0x07, 0x12, 0x30]);
        assert_eq!(pairs(&[5, 7, 1, 2, 3], true), [0x05, 0x71, 0x23]);
        assert_eq!(pairs(&[5, 7], true), [0x05, 0x70]);
        assert_eq!(pairs(&[], true), [0]);
    }

    #[test]
    fn what_covers_further_stays_and_the_memory_comes_back_clean() {
        for _ in 0..2 {
            let mut sheet = Pairs::new((8, 2));
            sheet.stamp(1, 1, &[0x17, 0x20]);
            sheet.stamp(1, -1, &[0x77, 0x01, 0x71]);
            sheet.stamp(1, 3, &[0x07, 0x77]);
            sheet.stamp(2, 0, &[0x77]);
            sheet.stamp(-1, 0, &[0x77]);
            let rows: Vec<_> = sheet.rows().map(|row| (row.bytes.to_vec(), row.marks)).collect();
            assert_eq!(rows, [(vec![0; 4], 0..0), (vec![0x01, 0x77, 0x20, 0x07], 0..4)]);
        }
        assert!(Pairs::new((8, 2)).rows().all(|row| row.bytes.iter().all(|&byte| byte == 0)));
    }
}
