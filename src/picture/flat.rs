//! Flat art packed as a zlib stream (RFC 1950): single bytes and runs of one byte, in one block of deflate (RFC 1951)
//! with a code of its own.
//!
//! A general compressor searches what came before for repeats. Rows that are written as their difference from the row
//! above are runs of nothing with a few bytes between, and there is nothing to search for: this packs a cover as small
//! as a general one at its middle level, in a tenth of the time.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

/// Bytes, the end of a block, and the lengths of runs (3.2.5).
const SYMBOLS: usize = 286;
const END: usize = 256;
/// The longest run that one symbol can tell, and the shortest.
const LONGEST: usize = 258;
const SHORTEST: usize = 3;
/// Bytes, the end, and every length of a run.
const TOKENS: usize = END + LONGEST + 1;
/// The most bits of a code (3.2.7).
const DEEPEST: u8 = 15;
/// The prime of Adler-32.
const PRIME: u64 = 65521;

thread_local! {
    /// The memory of the last tokens of this thread.
    static SPARE: Cell<Vec<u16>> = const { Cell::new(Vec::new()) };
}

/// Bytes on the way into a stream.
#[derive(Debug)]
pub(super) struct Tokens {
    /// A byte, or [`END`] and the length of a run that repeats the byte before it.
    list: Vec<u16>,
    /// Both sums of Adler-32 (RFC 1950, 9).
    sums: (u64, u64),
    /// The run that is not added yet: its byte, and how often it comes.
    open: (u8, usize),
}

/// Bytes that were made into tokens ahead; `tokens` says where these are.
#[derive(Clone, Debug)]
pub(super) struct Stretch {
    pub tokens: Range<u32>,
    pub length: u32,
    /// The sums of Adler-32 of these bytes alone, begun at 0.
    sums: (u64, u64),
}

/// Where bytes stood before something was tried.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    tokens: usize,
    sums: (u64, u64),
    open: (u8, usize),
}

impl Tokens {
    /// Begins a stream.
    pub(super) fn of_stream() -> Self {
        Self { list: SPARE.take(), sums: (1, 0), open: (0, 0) }
    }

    /// Begins a list of stretches.
    pub(super) fn of_stretches() -> Self {
        Self { list: Vec::new(), sums: (0, 0), open: (0, 0) }
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
    pub(super) fn stretch(&mut self, list: &[u16], stretch: &Stretch) {
        self.add();
        self.list.extend_from_slice(&list[stretch.tokens.start as usize..stretch.tokens.end as usize]);
        self.sums.1 += u64::from(stretch.length) * self.sums.0 + stretch.sums.1;
        self.sums.0 += stretch.sums.0;
    }

    /// Ends the stretch that began at a mark.
    pub(super) fn end_stretch(&mut self, length: usize, since: Mark) -> Stretch {
        self.add();
        let tokens = since.tokens as u32..self.list.len() as u32;
        Stretch { tokens, length: length as u32, sums: std::mem::take(&mut self.sums) }
    }

    /// Remembers where this is.
    pub(super) fn mark(&self) -> Mark {
        Mark { tokens: self.list.len(), sums: self.sums, open: self.open }
    }

    /// Takes back what was added since.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.list.truncate(mark.tokens);
        (self.sums, self.open) = (mark.sums, mark.open);
    }

    /// Returns the tokens of a list of stretches.
    pub(super) fn into_list(self) -> Vec<u16> {
        self.list
    }

    /// Adds the open run.
    fn add(&mut self) {
        let (byte, length) = self.open;
        self.open.1 = 0;
        let Some(mut repeats) = length.checked_sub(1) else { return };
        self.list.push(u16::from(byte));
        while repeats >= SHORTEST {
            let told = repeats.min(LONGEST);
            self.list.push((END + told) as u16);
            repeats -= told;
        }
        for _ in 0..repeats {
            self.list.push(u16::from(byte));
        }
        let (byte, length) = (u64::from(byte), length as u64);
        self.sums.1 += length * self.sums.0 + byte * (length * (length + 1) / 2);
        self.sums.0 += length * byte;
    }

    /// Returns the stream.
    pub(super) fn pack(self) -> Vec<u8> {
        let mut counts = [0; TOKENS];
        for &token in &self.list {
            counts[usize::from(token)] += 1;
        }
        let lengths = code_lengths(&symbol_counts(&counts));
        let codes = codes(&lengths);
        let table: Vec<Bits> = (0..TOKENS).map(|token| token_bits(token, &codes)).collect();
        // A window of 32 KB; packed fast.
        let mut writer = Writer::new(&[0x78, 0x01], self.list.len());
        write_head(&mut writer, &lengths);
        for &token in &self.list {
            writer.put(table[usize::from(token)]);
        }
        writer.put(codes[END]);
        let mut list = self.list;
        list.clear();
        SPARE.set(list);
        let mut stream = writer.finish();
        stream.extend((self.sums.1 << 16 | self.sums.0).to_be_bytes().iter().skip(4));
        stream
    }
}

fn symbol_counts(tokens: &[u32; TOKENS]) -> [u32; SYMBOLS] {
    let mut counts = [0; SYMBOLS];
    for (token, &count) in tokens.iter().enumerate() {
        counts[symbol(token).0] += count;
    }
    counts[END] = 1;
    // A code of one symbol would have no bits; a second is told apart from it.
    counts[0] = counts[0].max(1);
    counts
}

/// Some bits, the first of them lowest, and how many.
#[derive(Clone, Copy, Default)]
struct Bits {
    value: u32,
    count: u32,
}

impl Bits {
    /// Puts others after these.
    fn then(self, value: u32, count: u32) -> Self {
        Self { value: self.value | value << self.count, count: self.count + count }
    }
}

/// Returns a token's symbol, and the bits that follow its code.
fn symbol(token: usize) -> (usize, Bits) {
    let Some(more) = token.checked_sub(END + SHORTEST) else { return (token.min(END), Bits::default()) };
    // Four symbols share each number of extra bits, but the first eight have none, and the longest has one for itself.
    match (more as u32).checked_ilog2().unwrap_or_default().saturating_sub(2) {
        _ if more == LONGEST - SHORTEST => (SYMBOLS - 1, Bits::default()),
        extra => {
            let value = more as u32 & ((1 << extra) - 1);
            (END + 1 + 4 * extra as usize + (more >> extra), Bits { value, count: extra })
        }
    }
}

fn token_bits(token: usize, codes: &[Bits]) -> Bits {
    let (symbol, extra) = symbol(token);
    let bits = codes[symbol].then(extra.value, extra.count);
    // The one distance, of one byte, has the code 0.
    if token > END { bits.then(0, 1) } else { bits }
}

/// Returns the bits of each symbol's code, by Huffman's way; where it would grow too deep, rare symbols are taken for
/// more frequent ones.
fn code_lengths(counts: &[u32; SYMBOLS]) -> Vec<u8> {
    let mut weights = *counts;
    loop {
        let lengths = huffman(&weights);
        if lengths.iter().all(|&length| length <= DEEPEST) {
            return lengths;
        }
        for weight in weights.iter_mut().filter(|weight| **weight > 0) {
            *weight = (*weight / 2).max(1);
        }
    }
}

fn huffman(weights: &[u32; SYMBOLS]) -> Vec<u8> {
    let there = weights.iter().enumerate().filter(|&(_, &weight)| weight > 0);
    let mut heap: BinaryHeap<_> = there.map(|(symbol, &weight)| Reverse((weight, symbol))).collect();
    let mut above = vec![0; SYMBOLS];
    while let Some(Reverse(rarest)) = heap.pop() {
        let Some(Reverse(next)) = heap.pop() else { break };
        let joint = above.len();
        above.push(0);
        (above[rarest.1], above[next.1]) = (joint, joint);
        heap.push(Reverse((rarest.0 + next.0, joint)));
    }
    let depth = |symbol: &usize| {
        std::iter::successors(Some(above[*symbol]).filter(|&at| at > 0), |&at| {
            Some(above[at]).filter(|&up| up > 0)
        })
        .count() as u8
    };
    (0..SYMBOLS).map(|symbol| depth(&symbol)).collect()
}

/// Returns the codes of symbols from their lengths (RFC 1951, 3.2.2), turned round, for they are written from the top.
fn codes(lengths: &[u8]) -> Vec<Bits> {
    let mut codes = vec![Bits::default(); lengths.len()];
    let mut next = 0_u32;
    for length in 1..=DEEPEST {
        for (code, _) in codes.iter_mut().zip(lengths).filter(|&(_, &own)| own == length) {
            let count = u32::from(length);
            *code = Bits { value: next.reverse_bits() >> (32 - count), count };
            next += 1;
        }
        next <<= 1;
    }
    codes
}

/// The head of the only block (3.2.7). The code of the lengths is plain: four bits for each.
fn write_head(writer: &mut Writer, lengths: &[u8]) {
    let bits = |value: u32, count| Bits { value, count };
    // The last block, with its own code; all lengths, one distance, all 19 lengths of the code of lengths.
    for (value, count) in [(1, 1), (2, 2), (SYMBOLS as u32 - 257, 5), (0, 5), (15, 4)] {
        writer.put(bits(value, count));
    }
    // 16 to 18, which repeat lengths, come first and are not used.
    for nth in 0..19 {
        writer.put(bits(if nth < 3 { 0 } else { 4 }, 3));
    }
    // The distance of one byte, of one bit, comes last.
    for &length in lengths.iter().chain(&[1]) {
        writer.put(bits(u32::from(length).reverse_bits() >> 28, 4));
    }
}

/// Writes bits into bytes, from the lowest.
struct Writer {
    bytes: Vec<u8>,
    held: u64,
    count: u32,
}

impl Writer {
    /// Writes after some bytes, with room for as many tokens of a byte each.
    fn new(head: &[u8], tokens: usize) -> Self {
        let mut bytes = Vec::with_capacity(tokens + 512);
        bytes.extend_from_slice(head);
        Self { bytes, held: 0, count: 0 }
    }

    fn put(&mut self, bits: Bits) {
        self.held |= u64::from(bits.value) << self.count;
        self.count += bits.count;
        if self.count >= 32 {
            self.bytes.extend_from_slice(&(self.held as u32).to_le_bytes());
            self.held >>= 32;
            self.count -= 32;
        }
    }

    fn finish(mut self) -> Vec<u8> {
        let rest = self.count.div_ceil(8) as usize;
        self.bytes.extend_from_slice(&self.held.to_le_bytes()[..rest]);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn unpacked(rows: &[Vec<u8>]) -> Vec<u8> {
        let mut tokens = Tokens::of_stream();
        for row in rows {
            row.iter().for_each(|&byte| tokens.step(byte, 1));
            tokens.end_row();
        }
        let mut bytes = Vec::new();
        let stream = tokens.pack();
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
        let (mut runs, mut bytes) = (Tokens::of_stream(), Tokens::of_stream());
        for zeros in [0, 1, 3, 259, 800] {
            for (byte, count) in [(2, 1), (0, zeros / 2), (0, zeros - zeros / 2), (7, 0)] {
                runs.step(byte, count);
                (0..count).for_each(|_| bytes.step(byte, 1));
            }
            runs.end_row();
            bytes.end_row();
        }
        assert_eq!(runs.pack(), bytes.pack());
    }

    #[test]
    fn what_was_made_ahead_is_as_its_bytes() {
        let row = [9, 9, 9, 9, 9, 0, 0, 200, 255];
        let mut ahead = Tokens::of_stretches();
        let stretches = [0..5, 7..9].map(|part: Range<usize>| {
            let since = ahead.mark();
            row[part.clone()].iter().for_each(|&byte| ahead.step(byte, 1));
            ahead.end_stretch(part.len(), since)
        });
        let list = ahead.into_list();
        let (mut made, mut bytes) = (Tokens::of_stream(), Tokens::of_stream());
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
        assert_eq!(made.pack(), bytes.pack());
    }

    #[test]
    fn bytes_of_very_unlike_frequency_come_back() {
        // As in Fibonacci's row, for which Huffman's codes are the deepest.
        let (mut count, mut next) = (1, 1);
        let mut rows = Vec::new();
        for byte in 0..26_u8 {
            rows.extend(std::iter::repeat_n(vec![byte, 255 - byte], count));
            (count, next) = (next, count + next);
        }
        assert_eq!(unpacked(&rows), rows.concat());
    }

    #[test]
    fn nothing_is_packed_too() {
        assert_eq!(unpacked(&[]), Vec::<u8>::new());
        assert_eq!(unpacked(&[vec![7]]), [7]);
    }

    #[test]
    fn lengths_have_the_symbols_of_the_standard() {
        let of = |length: usize| {
            let (symbol, extra) = symbol(END + length);
            (symbol, extra.value, extra.count)
        };
        // The ends of the table of 3.2.5.
        let told = [3, 10, 11, 12, 13, 18, 19, 130, 131, 257, 258].map(of);
        let table = [
            (257, 0, 0),
            (264, 0, 0),
            (265, 0, 1),
            (265, 1, 1),
            (266, 0, 1),
            (268, 1, 1),
            (269, 0, 2),
            (280, 15, 4),
            (281, 0, 5),
            (284, 30, 5),
            (285, 0, 0),
        ];
        assert_eq!(told, table);
    }
}
