//! Flat art packed as a zlib stream (RFC 1950): single bytes and runs of one byte, in one block of deflate (RFC 1951)
//! with the code of all covers.
//!
//! A general compressor searches what came before for repeats. Rows that are written as their difference from the row
//! above are runs of nothing with a few bytes between, and there is nothing to search for. Covers are so alike that a
//! code of its own would make one smaller by a hundredth; with one for all, what a letter packs to is known with the
//! letter, and a cover joins the bits. A general compressor at its middle level would make it smaller by some hundredths.

use std::cell::Cell;
use std::ops::Range;

use super::code::{Bits, CODE, Code, END, Writer, tokens};

/// The prime of Adler-32.
const PRIME: u64 = 65521;

thread_local! {
    /// The memory of the last stream of this thread.
    static SPARE: Cell<Vec<u64>> = const { Cell::new(Vec::new()) };
}

/// Bytes on the way into a stream.
pub(super) struct Packing {
    code: &'static Code,
    bits: Writer,
    /// Both sums of Adler-32 (RFC 1950, 9).
    sums: (u64, u64),
    /// The run that is not added yet: its byte, and how often it comes.
    open: (u8, usize),
}

/// Bytes that were packed ahead.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    /// Which words of the list have its bits, and how many bits these are.
    words: Range<u32>,
    bits: u32,
    /// How many bytes were packed.
    pub length: u32,
    /// The sums of Adler-32 of these bytes alone, begun at 0.
    sums: (u64, u64),
}

/// Where bytes stood before something was tried.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    words: usize,
    held: Bits,
    sums: (u64, u64),
    open: (u8, usize),
}

impl Packing {
    /// Begins a stream.
    pub(super) fn of_stream() -> Self {
        let mut words = SPARE.take();
        words.clear();
        words.extend_from_slice(&CODE.head.words);
        Self { code: &CODE, bits: Writer { words, held: CODE.head.held }, sums: (1, 0), open: (0, 0) }
    }

    /// Begins a list of stretches.
    pub(super) fn of_stretches() -> Self {
        Self { code: &CODE, bits: Writer::default(), sums: (0, 0), open: (0, 0) }
    }

    /// Adds one byte some times over to a row.
    pub(super) fn step(&mut self, byte: u8, count: usize) {
        if byte == self.open.0 {
            self.open.1 += count;
        } else if count > 0 {
            self.add();
            self.open = (byte, count);
        }
    }

    /// Ends a row. No run goes on from one row to the next.
    pub(super) fn end_row(&mut self) {
        self.add();
        self.sums = (self.sums.0 % PRIME, self.sums.1 % PRIME);
    }

    /// Adds some bytes, the first and last of which are unlike their neighbours in the row, from a list of stretches.
    pub(super) fn stretch(&mut self, list: &[u64], stretch: &Stretch) {
        self.add();
        let mut left = stretch.bits;
        for &word in &list[stretch.words.start as usize..stretch.words.end as usize] {
            self.bits.put(Bits { value: word, count: left.min(u64::BITS) });
            left = left.saturating_sub(u64::BITS);
        }
        self.sums.1 += u64::from(stretch.length) * self.sums.0 + stretch.sums.1;
        self.sums.0 += stretch.sums.0;
    }

    /// Ends the stretch that began at a mark. The next begins with a word of its own.
    pub(super) fn end_stretch(&mut self, length: usize, since: Mark) -> Stretch {
        self.add();
        let bits = (self.bits.words.len() - since.words) as u32 * u64::BITS + self.bits.held.count;
        let held = std::mem::take(&mut self.bits.held);
        self.bits.words.extend(Some(held.value).filter(|_| held.count > 0));
        let words = since.words as u32..self.bits.words.len() as u32;
        Stretch { words, bits, length: length as u32, sums: std::mem::take(&mut self.sums) }
    }

    /// Remembers where this is.
    pub(super) fn mark(&self) -> Mark {
        Mark { words: self.bits.words.len(), held: self.bits.held, sums: self.sums, open: self.open }
    }

    /// Takes back what was added since.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.bits.words.truncate(mark.words);
        (self.bits.held, self.sums, self.open) = (mark.held, mark.sums, mark.open);
    }

    /// Returns the words of a list of stretches.
    pub(super) fn into_list(self) -> Vec<u64> {
        self.bits.words
    }

    /// Adds the open run.
    fn add(&mut self) {
        let (byte, length) = self.open;
        self.open.1 = 0;
        if length == 0 {
            return;
        }
        if byte == 0
            && let Some(&zeros) = self.code.zeros.get(length)
        {
            self.sums.1 += length as u64 * self.sums.0;
            return self.bits.put(zeros);
        }
        tokens(byte, length).for_each(|token| self.bits.put(self.code.table[token]));
        let (byte, length) = (u64::from(byte), length as u64);
        self.sums.1 += length * self.sums.0 + byte * (length * (length + 1) / 2);
        self.sums.0 += length * byte;
    }

    /// Returns the stream.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bits.put(self.code.table[END]);
        let mut stream = Vec::with_capacity(size_of_val(&*self.bits.words) + 16);
        self.bits.words.iter().for_each(|word| stream.extend_from_slice(&word.to_le_bytes()));
        stream.extend_from_slice(
            &self.bits.held.value.to_le_bytes()[..self.bits.held.count.div_ceil(8) as usize],
        );
        stream.extend_from_slice(&(self.sums.1 << 16 | self.sums.0).to_be_bytes()[4..]);
        SPARE.set(self.bits.words);
        stream
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn unpacked(rows: &[Vec<u8>]) -> Vec<u8> {
        let mut packing = Packing::of_stream();
        for row in rows {
            row.iter().for_each(|&byte| packing.step(byte, 1));
            packing.end_row();
        }
        let mut bytes = Vec::new();
        let stream = packing.finish();
        flate2::read::ZlibDecoder::new(&*stream).read_to_end(&mut bytes).expect("a good stream with its sum");
        bytes
    }

    #[test]
    fn runs_of_every_length_come_back() {
        let rows: Vec<Vec<u8>> = (0..1100).map(|length| vec![(length % 251) as u8; length]).collect();
        assert_eq!(unpacked(&rows), rows.concat());
    }

    #[test]
    fn runs_are_as_their_bytes() {
        let (mut runs, mut bytes) = (Packing::of_stream(), Packing::of_stream());
        for zeros in [0, 1, 3, 259, 800] {
            for (byte, count) in [(2, 1), (0, zeros / 2), (0, zeros - zeros / 2), (7, 0)] {
                runs.step(byte, count);
                (0..count).for_each(|_| bytes.step(byte, 1));
            }
            runs.end_row();
            bytes.end_row();
        }
        assert_eq!(runs.finish(), bytes.finish());
    }

    #[test]
    fn what_was_made_ahead_is_as_its_bytes() {
        let row = [9, 9, 9, 9, 9, 0, 0, 200, 255];
        let mut ahead = Packing::of_stretches();
        let stretches = [0..5, 7..9].map(|part: Range<usize>| {
            let since = ahead.mark();
            row[part.clone()].iter().for_each(|&byte| ahead.step(byte, 1));
            ahead.end_stretch(part.len(), since)
        });
        let list = ahead.into_list();
        let (mut made, mut bytes) = (Packing::of_stream(), Packing::of_stream());
        for before in [1, 0, 700] {
            made.step(0, before);
            let mark = made.mark();
            made.stretch(&list, &stretches[1]);
            made.back_to(mark);
            made.stretch(&list, &stretches[0]);
            made.step(0, 2);
            made.stretch(&list, &stretches[1]);
            made.end_row();
            bytes.step(0, before);
            row.iter().for_each(|&byte| bytes.step(byte, 1));
            bytes.end_row();
        }
        assert_eq!(made.finish(), bytes.finish());
    }

    #[test]
    fn every_byte_comes_back() {
        let rows: Vec<Vec<u8>> = (0..=255).map(|byte| vec![byte, 255 - byte, byte, byte]).collect();
        assert_eq!(unpacked(&rows), rows.concat());
    }

    #[test]
    fn nothing_is_packed_too() {
        assert_eq!(unpacked(&[]), Vec::<u8>::new());
        assert_eq!(unpacked(&[vec![7]]), [7]);
    }
}
