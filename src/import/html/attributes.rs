//! How many attributes the tags of a page have, counted before it is parsed: each attribute of a tag is compared with all
//! before it, so that a tag of a hundred thousand takes minutes.

/// Elements whose text is no markup (HTML, 13.1.2): what looks like a tag in them is none.
const RAW: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "iframe"];

/// Returns the line of the first tag that has more than `most` attributes.
pub(super) fn line_of_crowd(text: &str, most: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == b'<') {
        let start = at + found;
        let rest = &text[start..];
        at = start + 1;
        if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(at, |end| start + end);
        } else if bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            let (count, end) = attributes(&bytes[at..], most);
            if count > most {
                return Some(1 + text[..start].matches('\n').count());
            }
            let name = RAW.iter().find(|name| is_tag(rest, name));
            at += end;
            if let Some(close) = name.and_then(|name| end_of_raw(&bytes[at..], name)) {
                at += close;
            }
        }
    }
    None
}

fn is_tag(rest: &str, name: &str) -> bool {
    let after = rest.as_bytes().get(1 + name.len());
    rest.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && after.is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

fn end_of_raw(bytes: &[u8], name: &str) -> Option<usize> {
    let is_end =
        |window: &[u8]| window.starts_with(b"</") && window[2..].eq_ignore_ascii_case(name.as_bytes());
    bytes.windows(name.len() + 2).position(is_end)
}

/// Counts attributes from a tag's name on, as HTML reads them (13.2.5.32 and after), until there are too many or the tag
/// ends; returns where.
fn attributes(bytes: &[u8], most: usize) -> (usize, usize) {
    let is_gap = |byte: u8| byte.is_ascii_whitespace() || byte == b'/';
    let until = |from: usize, is_end: &dyn Fn(u8) -> bool| {
        bytes[from..].iter().position(|&byte| is_end(byte)).map_or(bytes.len(), |found| from + found)
    };
    let mut at = until(0, &|byte| is_gap(byte) || byte == b'>');
    let mut count = 0;
    loop {
        at = until(at, &|byte| !is_gap(byte));
        if at == bytes.len() || bytes[at] == b'>' || count > most {
            return (count, at);
        }
        count += 1;
        // A name may begin with the sign that ends all others.
        at = until(at + 1, &|byte| is_gap(byte) || matches!(byte, b'=' | b'>'));
        let value = until(at, &|byte| !byte.is_ascii_whitespace());
        if bytes.get(value) != Some(&b'=') {
            continue;
        }
        let value = until(value + 1, &|byte| !byte.is_ascii_whitespace());
        at = match bytes.get(value) {
            Some(&quote @ (b'"' | b'\'')) => (until(value + 1, &|byte| byte == quote) + 1).min(bytes.len()),
            Some(b'>') | None => value,
            Some(_) => until(value, &|byte| byte.is_ascii_whitespace() || byte == b'>'),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_as_html_reads_them() {
        for (tag, wanted) in [
            ("p>", 0),
            ("p a b=c d = 'e f g' h=\"i>j\" k>l m", 5),
            ("img/src=a/b alt>", 2),
            ("p a='", 1),
            ("p =a=b>", 1),
            ("p a=>b c", 1),
        ] {
            assert_eq!(attributes(tag.as_bytes(), 10).0, wanted, "{tag}");
        }
    }

    #[test]
    fn a_crowded_tag_is_found_and_what_only_looks_like_one_is_not() {
        let crowd = "<p a b c d>";
        assert_eq!(line_of_crowd(&format!("<p>\n\n{crowd}"), 3), Some(3));
        assert_eq!(line_of_crowd(crowd, 4), None);
        for hidden in [
            "<!-- <p a b c d> -->",
            "<SCRIPT>if (a<b c d e f g) {}</script>",
            "a < b c d e",
            "<p a='<p a b c d>'>",
        ] {
            assert_eq!(line_of_crowd(hidden, 3), None, "{hidden}");
            assert_eq!(line_of_crowd(&format!("{hidden}{crowd}"), 3), Some(1), "{hidden}");
        }
        for text in ["<", "<a", "<a b=", "<a b='", "<!--", "<script", "<title>", "é<é"] {
            assert_eq!(line_of_crowd(text, 3), None, "{text}");
        }
    }
}
