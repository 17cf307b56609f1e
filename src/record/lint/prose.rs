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
    let mut at = 0;
    while at < bytes.len() {
        let length = match bytes[at] {
            _ if marks[at] => 1,
            b'\\' => 2,
            b'`' => code_span(text, at),
            b'<' => enclosed(text, at, b'>'),
            b']' if bytes.get(at + 1) == Some(&b'(') => destination(text, at),
            b'h' if text[at..].starts_with("http://") || text[at..].starts_with("https://") => {
                text[at..].find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len() - at)
            }
            _ => 1,
        };
        let end = (at + length).min(bytes.len());
        if length > 2 {
            marks[at..end].fill(true);
        }
        at = end.max(at + 1);
    }
}

/// The length of a code span, or of its opening backticks when none close it.
fn code_span(text: &str, at: usize) -> usize {
    let ticks = text[at..].bytes().take_while(|&b| b == b'`').count();
    let mut from = at + ticks;
    while let Some(found) = text[from..].find('`') {
        let start = from + found;
        let length = text[start..].bytes().take_while(|&b| b == b'`').count();
        if length == ticks {
            return start + length - at;
        }
        from = start + length;
    }
    // Nothing closes them: they are text, and short enough not to be marked.
    ticks.min(2)
}

/// The length of a tag or autolink on one line; 1 where it is neither.
fn enclosed(text: &str, at: usize, close: u8) -> usize {
    let rest = &text.as_bytes()[at + 1..];
    if !rest.first().is_some_and(|&b| b.is_ascii_alphabetic() || b == b'/' || b == b'!') {
        return 1;
    }
    let end = rest.iter().take(2000).position(|&b| b == close || b == b'<');
    end.filter(|&end| rest[end] == close).map_or(1, |end| end + 2)
}

/// The length of `](address "title")`.
fn destination(text: &str, at: usize) -> usize {
    let mut depth = 0;
    for (length, byte) in text.as_bytes()[at..].iter().enumerate().take(4000) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return length + 1,
            b')' => depth -= 1,
            _ => {}
        }
    }
    1
}

fn blank(text: &str, marks: &[bool]) -> String {
    let mut prose = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if marks[at] && c != '\n' {
            (0..c.len_utf8()).for_each(|_| prose.push(BLANK));
        } else {
            prose.push(c);
        }
    }
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert_eq!(only(text).replace(BLANK, "~"), prose);
        }
    }
}
