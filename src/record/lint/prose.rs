//! Markdown with everything blanked out that is not prose: code, tags, addresses, link destinations.

/// Stands for a byte that is not prose; no text of a record has it.
pub const BLANK: char = '\u{1}';

/// Returns a text of the same length, in which every byte that is not prose is [`BLANK`].
#[must_use]
pub fn only(text: &str) -> String {
    let mut marks = vec![false; text.len()];
    let mut fence: Option<(u8, usize)> = None;
    let mut is_after_blank = true;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let bare = line.trim();
        if let Some((mark, length)) = fence {
            marks[range].fill(true);
            if is_fence(bare, mark).is_some_and(|found| found >= length) {
                fence = None;
            }
            continue;
        }
        let opened = [b'`', b'~'].into_iter().find_map(|mark| Some((mark, is_fence(bare, mark)?)));
        let is_code = is_after_blank && (line.starts_with("    ") || line.starts_with('\t'));
        if opened.is_some() || is_code || is_definition(bare) {
            fence = opened;
            marks[range].fill(true);
        }
        is_after_blank = bare.is_empty() || (is_code && is_after_blank);
    }
    inline(text, &mut marks);
    blank(text, &marks)
}

/// The length of a code fence, if a line is one.
fn is_fence(line: &str, mark: u8) -> Option<usize> {
    let length = line.bytes().take_while(|&b| b == mark).count();
    (length >= 3 && !(mark == b'`' && line[length..].contains('`'))).then_some(length)
}

/// A link reference definition, `[name]: address`; footnotes are prose.
fn is_definition(line: &str) -> bool {
    line.starts_with('[') && !line.starts_with("[^") && line.contains("]: ")
}

/// Marks code spans, tags, link destinations and bare addresses.
fn inline(text: &str, marks: &mut [bool]) {
    let bytes = text.as_bytes();
    let mut scan = Scan { text, budget: 4 * text.len() + 4096 };
    let mut at = 0;
    while at < bytes.len() {
        let blanked = match bytes[at] {
            _ if marks[at] => None,
            b'`' => scan.code_span(at),
            b'<' => scan.tag(at),
            b']' if bytes.get(at + 1) == Some(&b'(') => scan.destination(at),
            b'h' if text[at..].starts_with("http://") || text[at..].starts_with("https://") => {
                Some(address(&text[at..]))
            }
            _ => None,
        };
        match blanked {
            Some(length) => {
                marks[at..at + length].fill(true);
                at += length;
            }
            // Ticks that nothing closes are text, as is what a backslash escapes.
            None if bytes[at] == b'`' => at += ticks(&bytes[at..]),
            None if bytes[at] == b'\\' => at += 2,
            None => at += 1,
        }
    }
}

/// The length of a bare address; what closes the sentence or bracket around it is no part of it.
fn address(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
    let mut address = &text[..end];
    loop {
        let has_own = address.matches('(').count() >= address.matches(')').count();
        let shorter =
            address.trim_end_matches(['.', ',', ';', ':', '!', '?', '"', '\'', '*', '\u{201D}', '\u{2019}']);
        let shorter = if has_own { shorter } else { shorter.strip_suffix(')').unwrap_or(shorter) };
        if shorter.len() == address.len() {
            return address.len();
        }
        address = shorter;
    }
}

fn ticks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&b| b == b'`').count()
}

/// Looks ahead for what closes a construct, on a budget: a text of nothing but openings is still
/// walked in linear time, and what stands behind the last of the budget counts as prose.
struct Scan<'a> {
    text: &'a str,
    budget: usize,
}

impl Scan<'_> {
    /// Returns the length up to and with the byte for which `is_end` answers.
    fn find(&mut self, at: usize, mut is_end: impl FnMut(u8) -> Option<bool>) -> Option<usize> {
        for (length, &byte) in self.text.as_bytes()[at..].iter().enumerate() {
            self.budget = self.budget.checked_sub(1)?;
            if let Some(is_closed) = is_end(byte) {
                return is_closed.then_some(length + 1);
            }
        }
        None
    }

    /// The length of a code span.
    fn code_span(&mut self, at: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let wanted = ticks(&bytes[at..]);
        let mut from = at + wanted;
        loop {
            let start = from + self.find(from, |byte| (byte == b'`').then_some(true))? - 1;
            let found = ticks(&bytes[start..]);
            self.budget = self.budget.checked_sub(found)?;
            from = start + found;
            if found == wanted {
                return Some(from - at);
            }
        }
    }

    /// The length of a tag or autolink.
    fn tag(&mut self, at: usize) -> Option<usize> {
        let first = *self.text.as_bytes().get(at + 1)?;
        if !first.is_ascii_alphabetic() && !matches!(first, b'/' | b'!') {
            return None;
        }
        let length = self.find(at + 1, |byte| match byte {
            b'>' => Some(true),
            b'<' => Some(false),
            _ => None,
        })?;
        Some(length + 1)
    }

    /// The length of `](address "title")`.
    fn destination(&mut self, at: usize) -> Option<usize> {
        let mut depth = 0_u32;
        let mut last = b' ';
        self.find(at, |byte| {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                // A destination never holds an empty line.
                b'\n' if last == b'\n' => return Some(false),
                _ => {}
            }
            last = byte;
            (byte == b')' && depth == 0).then_some(true)
        })
    }
}

fn blank(text: &str, marks: &[bool]) -> String {
    let mut prose = String::with_capacity(text.len());
    let mut at = 0;
    // What is blanked begins and ends with a character.
    while let Some(&is_marked) = marks.get(at) {
        let end =
            marks[at..].iter().position(|&mark| mark != is_marked).map_or(text.len(), |length| at + length);
        if is_marked {
            prose.extend(text[at..end].bytes().map(|byte| if byte == b'\n' { '\n' } else { BLANK }));
        } else {
            prose.push_str(&text[at..end]);
        }
        at = end;
    }
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_without_end_cost_no_more_than_text() {
        for opening in ["](", "<a ", "`a ", "`` ` ```"] {
            let text = opening.repeat(200_000);
            assert_eq!(only(&text).len(), text.len());
        }
    }

    #[test]
    fn places_stay_and_code_goes() {
        for (text, prose) in [
            ("a `b  c` d", "a ~~~~~~ d"),
            ("a [b](http://x \"y\") c", "a [b~~~~~~~~~~~~~~~ c"),
            ("a <b>c</b>", "a ~~~c~~~~"),
            ("a < b > c", "a < b > c"),
            ("é `é`", "é ~~~~"),
            ("```\ncode\n```\ntext", "~~~\n~~~~\n~~~\ntext"),
            ("see https://a.b/c-d now", "see ~~~~~~~~~~~~~~~ now"),
            ("an ` open tick", "an ` open tick"),
            ("(see https://a.b/c_(d)).", "(see ~~~~~~~~~~~~~~~~~)."),
        ] {
            assert_eq!(only(text).replace(BLANK, "~"), prose);
        }
    }
}
