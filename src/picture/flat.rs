//! Flat art packed as a zlib stream (RFC 1950): single bytes and runs of one byte, in one block of deflate (RFC 1951)
//! with the code of all covers.
//!
//! A general compressor searches what came before for repeats. Rows that are written as their difference from the row
//! above are runs of nothing with a few bytes between, and there is nothing to search for. Covers are so alike that a
//! code of its own would make one smaller by a hundredth; with one for all, what a letter packs to is known with the
//! letter, and a cover joins the bits. A general compressor at its middle level would make it smaller by some hundredths.

use std::cell::Cell;
use std::ops::Range;
use std::sync::LazyLock;

/// Bytes, the end of a block, and the lengths of runs (3.2.5).
const SYMBOLS: usize = 286;
const END: usize = 256;
/// The longest run that one symbol can tell, and the shortest.
const LONGEST: usize = 258;
const SHORTEST: usize = 3;
/// Bytes, the end, and every length of a run.
const TOKENS: usize = END + LONGEST + 1;
/// Runs of zero shorter than this are kept whole: a row of a cover is 800 bytes, whose run has some twenty bits.
const ZEROS: usize = 1024;
/// The most bits of a code (3.2.7).
const DEEPEST: u32 = 15;
/// The prime of Adler-32.
const PRIME: u64 = 65521;

/// How long the code of each symbol is, a digit each: Huffman's for the covers of 225 commentaries, in fifteen languages,
/// in each of the four styles, every cover counted alike.
const LENGTHS: &[u8; SYMBOLS] = b"\
    254789dfffffffff588998afffffffff\
    689999afffffffff7999999effffffff\
    8999999bffffffff9899999affffffff\
    daa99999fffffffffffeba9affffffff\
    fffffffff9aabdddfffffffffa9999aa\
    cffffffffa9999999ffffffffb999999\
    8ffffffffd9999997ffffffffea9a999\
    6ffffffffea999996ffeeeeeedd98766\
    e77777777677775887888778888893";

/// What every stream of covers shares.
struct Code {
    /// The bits of each token.
    table: [Bits; TOKENS],
    /// The bits of each run of zero up to the width of a cover; most runs are of zero.
    zeros: [Bits; ZEROS],
    /// The heads of the stream and of its only block.
    head: (Vec<u64>, Bits),
}

static CODE: LazyLock<Code> = LazyLock::new(|| {
    let lengths = LENGTHS.map(|digit| char::from(digit).to_digit(16).unwrap_or_default());
    let codes = codes(&lengths);
    let table = std::array::from_fn(|token| token_bits(token, &codes));
    let mut code = Code { table, zeros: [Bits::default(); ZEROS], head: Default::default() };
    let mut head = Packing::empty(&code);
    // A window of 32 KB; packed fast (RFC 1950, 2.2).
    head.put(Bits { value: 0x0178, count: 16 });
    put_block_head(&mut head, &lengths);
    code.head = (head.words, head.held);
    code.zeros = std::array::from_fn(|length| zeros(length, &code));
    code
});

thread_local! {
    /// The memory of the last stream of this thread.
    static SPARE: Cell<Vec<u64>> = const { Cell::new(Vec::new()) };
}

/// Bytes on the way into a stream.
pub(super) struct Packing<'a> {
    code: &'a Code,
    /// The bits, each word from its lowest, and those that do not fill a word.
    words: Vec<u64>,
    held: Bits,
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

impl Packing<'static> {
    /// Begins a stream.
    pub(super) fn of_stream() -> Self {
        let code = &*CODE;
        let mut words = SPARE.take();
        words.clear();
        words.extend_from_slice(&code.head.0);
        Self { words, held: code.head.1, sums: (1, 0), ..Self::empty(code) }
    }

    /// Begins a list of stretches.
    pub(super) fn of_stretches() -> Self {
        Self::empty(&CODE)
    }
}

impl<'a> Packing<'a> {
    fn empty(code: &'a Code) -> Self {
        Self { code, words: Vec::new(), held: Bits::default(), sums: (0, 0), open: (0, 0) }
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
            self.put(Bits { value: word, count: left.min(u64::BITS) });
            left = left.saturating_sub(u64::BITS);
        }
        self.sums.1 += u64::from(stretch.length) * self.sums.0 + stretch.sums.1;
        self.sums.0 += stretch.sums.0;
    }

    /// Ends the stretch that began at a mark. The next begins with a word of its own.
    pub(super) fn end_stretch(&mut self, length: usize, since: Mark) -> Stretch {
        self.add();
        let bits = (self.words.len() - since.words) as u32 * u64::BITS + self.held.count;
        let held = std::mem::take(&mut self.held);
        self.words.extend(Some(held.value).filter(|_| held.count > 0));
        let words = since.words as u32..self.words.len() as u32;
        Stretch { words, bits, length: length as u32, sums: std::mem::take(&mut self.sums) }
    }

    /// Remembers where this is.
    pub(super) fn mark(&self) -> Mark {
        Mark { words: self.words.len(), held: self.held, sums: self.sums, open: self.open }
    }

    /// Takes back what was added since.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.words.truncate(mark.words);
        (self.held, self.sums, self.open) = (mark.held, mark.sums, mark.open);
    }

    /// Returns the words of a list of stretches.
    pub(super) fn into_list(self) -> Vec<u64> {
        self.words
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
            return self.put(zeros);
        }
        tokens(byte, length).for_each(|token| self.put(self.code.table[token]));
        let (byte, length) = (u64::from(byte), length as u64);
        self.sums.1 += length * self.sums.0 + byte * (length * (length + 1) / 2);
        self.sums.0 += length * byte;
    }

    fn put(&mut self, bits: Bits) {
        let count = self.held.count + bits.count;
        let value = self.held.value | bits.value << self.held.count;
        if count < u64::BITS {
            self.held = Bits { value, count };
        } else {
            self.words.push(value);
            let rest = bits.value.checked_shr(u64::BITS - self.held.count).unwrap_or_default();
            self.held = Bits { value: rest, count: count - u64::BITS };
        }
    }

    /// Returns the stream.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.put(self.code.table[END]);
        let mut stream = Vec::with_capacity(size_of_val(&*self.words) + 16);
        self.words.iter().for_each(|word| stream.extend_from_slice(&word.to_le_bytes()));
        stream.extend_from_slice(&self.held.value.to_le_bytes()[..self.held.count.div_ceil(8) as usize]);
        stream.extend_from_slice(&(self.sums.1 << 16 | self.sums.0).to_be_bytes()[4..]);
        SPARE.set(self.words);
        stream
    }
}

/// Returns the tokens of a run of a byte.
fn tokens(byte: u8, length: usize) -> impl Iterator<Item = usize> {
    let repeats = length.saturating_sub(1);
    let (whole, rest) = (repeats / LONGEST, repeats % LONGEST);
    let (told, alone) = if rest >= SHORTEST { (1, 0) } else { (0, rest) };
    std::iter::repeat_n(usize::from(byte), length.min(1))
        .chain(std::iter::repeat_n(END + LONGEST, whole))
        .chain(std::iter::repeat_n(END + rest, told))
        .chain(std::iter::repeat_n(usize::from(byte), alone))
}

/// Returns the bits of a run of zero.
fn zeros(length: usize, code: &Code) -> Bits {
    let bits = tokens(0, length).map(|token| code.table[token]);
    bits.fold(Bits::default(), |all, bits| all.then(bits.value, bits.count))
}

/// Some bits, the first of them lowest, and how many.
#[derive(Clone, Copy, Debug, Default)]
struct Bits {
    value: u64,
    count: u32,
}

impl Bits {
    /// Puts others after these.
    fn then(self, value: u64, count: u32) -> Self {
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
            let value = more as u64 & ((1 << extra) - 1);
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

/// Returns the codes of symbols from their lengths (RFC 1951, 3.2.2), turned round, for they are written from the top.
fn codes(lengths: &[u32; SYMBOLS]) -> Vec<Bits> {
    let mut codes = vec![Bits::default(); lengths.len()];
    let mut next = 0_u32;
    for length in 1..=DEEPEST {
        for (code, _) in codes.iter_mut().zip(lengths).filter(|&(_, &own)| own == length) {
            *code = Bits { value: u64::from(next.reverse_bits() >> (u32::BITS - length)), count: length };
            next += 1;
        }
        next <<= 1;
    }
    codes
}

/// The head of the only block (3.2.7). The code of the lengths is plain: four bits for each.
fn put_block_head(packing: &mut Packing<'_>, lengths: &[u32; SYMBOLS]) {
    // The last block, with its own code; all lengths, one distance, all 19 lengths of the code of lengths.
    for (value, count) in [(1, 1), (2, 2), (SYMBOLS as u64 - 257, 5), (0, 5), (15, 4)] {
        packing.put(Bits { value, count });
    }
    // 16 to 18, which repeat lengths, come first and are not used.
    for nth in 0..19 {
        packing.put(Bits { value: if nth < 3 { 0 } else { 4 }, count: 3 });
    }
    // The distance of one byte, of one bit, comes last.
    for &length in lengths.iter().chain(&[1]) {
        packing.put(Bits { value: u64::from(length.reverse_bits() >> 28), count: 4 });
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
    fn every_byte_and_no_other_symbol_than_the_standard_has_a_code() {
        let rows: Vec<Vec<u8>> = (0..=255).map(|byte| vec![byte, 255 - byte, byte, byte]).collect();
        assert_eq!(unpacked(&rows), rows.concat());
        // The code is complete: it has no bits that mean nothing (Kraft's sum is one).
        let lengths = LENGTHS.map(|digit| char::from(digit).to_digit(16).expect("a digit"));
        assert_eq!(lengths.iter().map(|length| 1 << (DEEPEST - length)).sum::<u32>(), 1 << DEEPEST);
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
