//! Where each byte of a decoded string came from.
//!
//! Parsers hand over text with its escapes resolved and its lines folded, and only the range it stood
//! in. Walking the raw range beside the decoded text gives the places back, without decoding twice:
//! both sides agree on everything but escapes, doubled quotes, folded white space and indents, so those
//! are stepped over and the rest is matched byte by byte.

use super::offset;

/// What may differ between the raw text and the decoded one.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules {
    /// A backslash starts an escape.
    pub escapes: bool,
    /// Two single quotes stand for one.
    pub doubled_quotes: bool,
    /// White space with a line break in it may have become another white space.
    pub folds: bool,
}

/// Returns the pieces of `decoded` that stand whole in `raw`, which starts at byte `base` of the source.
#[must_use]
pub fn align(raw: &str, decoded: &str, base: usize, rules: Rules) -> Vec<(u32, u32)> {
    if raw.starts_with(decoded) {
        return vec![(0, offset(base))];
    }
    let mut walk = Walk { raw, decoded, base, at: 0, from: 0, pieces: Vec::new() };
    while walk.at < decoded.len() && walk.from < raw.len() {
        walk.step(rules);
    }
    if walk.pieces.is_empty() {
        walk.pieces.push((0, offset(base)));
    }
    walk.pieces
}

/// Returns where a byte of a text stands in the source, by its pieces.
#[must_use]
pub fn place(pieces: &[(u32, u32)], at: usize) -> usize {
    let at = offset(at);
    match pieces.partition_point(|&(text, _)| text <= at) {
        0 => pieces.first().map_or(0, |&(_, source)| source as usize),
        after => {
            let (text, source) = pieces[after - 1];
            (source + (at - text)) as usize
        }
    }
}

/// Both texts, and how far each was walked.
struct Walk<'a> {
    raw: &'a str,
    decoded: &'a str,
    base: usize,
    at: usize,
    from: usize,
    pieces: Vec<(u32, u32)>,
}

impl Walk<'_> {
    fn step(&mut self, rules: Rules) {
        let raw = &self.raw[self.from..];
        let decoded = &self.decoded[self.at..];
        let first = raw.as_bytes()[0];
        if rules.escapes && first == b'\\' {
            self.escape(raw, decoded, rules);
        } else if rules.doubled_quotes && raw.starts_with("''") {
            self.mark();
            self.at += char_len(decoded);
            self.from += 2;
        } else if is_space(first) && breaks_line(raw, rules) {
            self.at += decoded.len() - decoded.trim_start_matches(space).len();
            self.from += raw.len() - raw.trim_start_matches(space).len();
        } else if raw.chars().next() == decoded.chars().next() {
            self.mark();
            self.at += char_len(decoded);
            self.from += char_len(raw);
        } else {
            self.from += char_len(raw);
        }
    }

    /// Steps over an escape: as a rule one character for two, or for the digits of a code point.
    fn escape(&mut self, raw: &str, decoded: &str, rules: Rules) {
        let code = raw.as_bytes().get(1).copied().unwrap_or(b' ');
        // In YAML the backslash stands right before the line break (1.2.2, 7.3.1), in TOML spaces may come between.
        let is_escaped_space = rules.folds && matches!(code, b' ' | b'\t');
        if is_space(code)
            && !is_escaped_space
            && breaks_line(&raw[1..], Rules { folds: true, ..Rules::default() })
        {
            // A line break that was escaped away, with the indent of the next line.
            self.from += 1 + raw[1..].len() - raw[1..].trim_start_matches(space).len();
            return;
        }
        self.mark();
        let digits = match code {
            b'x' => 2,
            b'u' if decoded.chars().next().is_some_and(|c| c as u32 > 0xFFFF) => 4 + 6,
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        let length = 1 + raw.get(1..).map_or(1, char_len) + digits;
        self.from = floor(self.raw, self.from + length);
        self.at += char_len(decoded);
    }

    /// Starts a piece where the run so far does not go on.
    fn mark(&mut self) {
        let source = offset(self.base + self.from);
        let at = offset(self.at);
        let goes_on = self.pieces.last().is_some_and(|&(text, from)| from + (at - text) == source);
        if !goes_on {
            self.pieces.push((at, source));
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

fn space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// Tells whether the white space at the start holds a line break (and lines fold), or is a carriage
/// return that every format drops.
fn breaks_line(raw: &str, rules: Rules) -> bool {
    rules.folds && raw.bytes().take_while(|&b| is_space(b)).any(|b| b == b'\n' || b == b'\r')
}

fn char_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Aligns a literal block, whose every line is a line of the source without its indent.
#[must_use]
pub fn align_lines(raw: &str, decoded: &str, base: usize) -> Vec<(u32, u32)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut from = 0;
    for (line, raw_line) in decoded.split_inclusive('\n').zip(lines(raw)) {
        let shown = line.trim_end_matches(['\n', '\r']).len();
        let raw_shown = raw_line.trim_end_matches(['\n', '\r']).len();
        pieces.push((offset(at), offset(base + from + raw_shown.saturating_sub(shown))));
        at += line.len();
        from += raw_line.len();
    }
    if pieces.is_empty() {
        pieces.push((0, offset(base)));
    }
    pieces
}

/// Parts a text into lines with their ends: a carriage return alone ends one too (YAML 1.2.2, 5.4).
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = rest.find(['\n', '\r'])?;
        let end = end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        let (line, after) = rest.split_at(end);
        rest = after;
        Some(line)
    })
    .chain(text.rsplit(['\n', '\r']).next().filter(|last| !last.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(raw: &str, decoded: &str, rules: Rules) -> Vec<(char, usize)> {
        let pieces = align(raw, decoded, 0, rules);
        decoded.char_indices().map(|(at, c)| (c, place(&pieces, at))).collect()
    }

    #[test]
    fn escapes_take_more_bytes_than_they_give() {
        let rules = Rules { escapes: true, ..Rules::default() };
        assert_eq!(places(r"a\nb", "a\nb", rules), [('a', 0), ('\n', 1), ('b', 3)]);
        assert_eq!(places(r"\u00e9b", "éb", rules), [('é', 0), ('b', 6)]);
        assert_eq!(places(r"\ud83d\ude00b", "😀b", rules), [('😀', 0), ('b', 12)]);
        assert_eq!(
            places("a\\ \n b", "ab", rules),
            [('a', 0), ('b', 5)],
            "a line's end that TOML takes away"
        );
        let yaml = Rules { folds: true, ..rules };
        assert_eq!(places("a\\ \n b", "a  b", yaml), [('a', 0), (' ', 1), (' ', 2), ('b', 5)]);
    }

    #[test]
    fn folded_lines_step_over_the_indent() {
        let rules = Rules { folds: true, ..Rules::default() };
        assert_eq!(places("a\n   b", "a b", rules).last(), Some(&('b', 5)));
        assert_eq!(places("a\r\n\r\n  b", "a\nb", rules).last(), Some(&('b', 7)));
    }

    #[test]
    fn doubled_quotes_are_one() {
        let rules = Rules { doubled_quotes: true, ..Rules::default() };
        assert_eq!(places("it''s", "it's", rules), [('i', 0), ('t', 1), ('\'', 2), ('s', 4)]);
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line_of_a_literal_block() {
        let pieces = align_lines("  a\r  bc\r\r\n  d", "a\nbc\n\nd", 10);
        assert_eq!([0, 2, 6].map(|at| place(&pieces, at)), [12, 16, 23]);
    }

    #[test]
    fn a_literal_block_loses_its_indent() {
        let pieces = align_lines("  a\n\n    b\n", "a\n\n  b\n", 10);
        assert_eq!(place(&pieces, 0), 12);
        assert_eq!(place(&pieces, 5), 10 + 9);
    }
}
