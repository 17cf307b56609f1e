//! The code in which covers are packed: deflate's (RFC 1951), with one set of lengths for all.

use std::sync::LazyLock;

/// Bytes, the end of a block, and the lengths of runs (3.2.5).
const SYMBOLS: usize = 286;
pub(super) const END: usize = 256;
/// The longest run that one symbol can tell, and the shortest.
const LONGEST: usize = 258;
const SHORTEST: usize = 3;
/// Bytes, the end, and every length of a run.
const TOKENS: usize = END + LONGEST + 1;
/// Runs of zero shorter than this are kept whole: a row of a cover is 800 bytes, whose run has some twenty bits.
const ZEROS: usize = 1024;
/// The most bits of a code (3.2.7).
const DEEPEST: u32 = 15;

/// How long the code of each symbol is, a digit each: Huffman's for the covers of 225 commentaries, in five languages,
/// in each of the four styles, every cover counted alike. A code of its own would make one of them smaller by .7 % on average, and by
/// 7 % at most.
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
pub(super) static CODE: LazyLock<Code> = LazyLock::new(Code::new);

/// A code, worked out.
pub(super) struct Code {
    /// The bits of each token.
    pub table: [Bits; TOKENS],
    /// The bits of each run of zero up to the width of a cover; most runs are of zero.
    pub zeros: [Bits; ZEROS],
    /// The heads of the stream and of its only block.
    pub head: Writer,
}

impl Code {
    fn new() -> Self {
        let lengths = LENGTHS.map(|digit| char::from(digit).to_digit(16).unwrap_or_default());
        let codes = codes(&lengths);
        let table = std::array::from_fn(|token| token_bits(token, &codes));
        let mut head = Writer::default();
        // A window of 32 KB; packed fast (RFC 1950, 2.2).
        head.put(Bits { value: 0x0178, count: 16 });
        put_block_head(&mut head, &lengths);
        Self { zeros: std::array::from_fn(|length| zeros(length, &table)), table, head }
    }
}

/// Bits on the way into bytes.
#[derive(Default)]
pub(super) struct Writer {
    /// Each word from its lowest bit.
    pub words: Vec<u64>,
    /// What does not fill a word.
    pub held: Bits,
}

impl Writer {
    /// Adds bits; above those that are counted there must be none.
    pub(super) fn put(&mut self, bits: Bits) {
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
}

/// Returns the tokens of a run of a byte.
pub(super) fn tokens(byte: u8, length: usize) -> impl Iterator<Item = usize> {
    let repeats = length.saturating_sub(1);
    let (whole, rest) = (repeats / LONGEST, repeats % LONGEST);
    let (told, alone) = if rest >= SHORTEST { (1, 0) } else { (0, rest) };
    std::iter::repeat_n(usize::from(byte), length.min(1))
        .chain(std::iter::repeat_n(END + LONGEST, whole))
        .chain(std::iter::repeat_n(END + rest, told))
        .chain(std::iter::repeat_n(usize::from(byte), alone))
}

/// Returns the bits of a run of zero.
fn zeros(length: usize, table: &[Bits; TOKENS]) -> Bits {
    let bits = tokens(0, length).map(|token| table[token]);
    bits.fold(Bits::default(), |all, bits| all.then(bits.value, bits.count))
}

/// Some bits, the first of them lowest, and how many.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bits {
    pub value: u64,
    pub count: u32,
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
fn put_block_head(head: &mut Writer, lengths: &[u32; SYMBOLS]) {
    // The last block, with its own code; all lengths, one distance, all 19 lengths of the code of lengths.
    for (value, count) in [(1, 1), (2, 2), (SYMBOLS as u64 - 257, 5), (0, 5), (15, 4)] {
        head.put(Bits { value, count });
    }
    // 16 to 18, which repeat lengths, come first and are not used.
    for nth in 0..19 {
        head.put(Bits { value: if nth < 3 { 0 } else { 4 }, count: 3 });
    }
    // The distance of one byte, of one bit, comes last.
    for &length in lengths.iter().chain(&[1]) {
        head.put(Bits { value: u64::from(length.reverse_bits() >> 28), count: 4 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_complete() {
        // It has no bits that mean nothing (Kraft's sum is one).
        let lengths = LENGTHS.map(|digit| char::from(digit).to_digit(16).expect("a digit"));
        assert_eq!(lengths.iter().map(|length| 1 << (DEEPEST - length)).sum::<u32>(), 1 << DEEPEST);
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
