//! Raw HTML in Markdown: one tag read, and the short list of elements that mean something.

/// A tag as it stands in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// `<name ...>`, with or without a closing slash.
    Open(OpenTag),
    /// `</name>`
    Close(String),
    /// `<!-- ... -->`, closed.
    Comment,
    /// Declarations, processing instructions, anything that is no tag.
    Other,
}

/// An opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OpenTag {
    /// In lower case.
    pub(super) name: String,
    /// Names in lower case, values with their references resolved.
    pub(super) attributes: Vec<(String, String)>,
}

/// The elements understood within a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Superscript,
    Subscript,
    Break,
    Small,
    Abbreviation,
    Cite,
    Span,
}

impl Element {
    /// Finds an element by its name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "sup" => Self::Superscript,
            "sub" => Self::Subscript,
            "br" => Self::Break,
            "small" => Self::Small,
            "abbr" => Self::Abbreviation,
            "cite" => Self::Cite,
            "span" => Self::Span,
            _ => return None,
        })
    }

    /// Tells whether an attribute means something here; `lang` and `dir` do on every element but
    /// `br`.
    pub(super) fn knows(self, attribute: &str) -> bool {
        match attribute {
            "lang" | "dir" => self != Self::Break,
            "title" => self == Self::Abbreviation,
            _ => false,
        }
    }
}

/// Reads one tag or comment.
pub(super) fn read(raw: &str) -> Markup {
    let raw = raw.trim();
    if raw.starts_with("<!--") {
        return if raw.ends_with("-->") { Markup::Comment } else { Markup::Other };
    }
    if let Some(rest) = raw.strip_prefix("</") {
        let name = rest.trim_end_matches('>').trim();
        return if is_name(name) { Markup::Close(name.to_ascii_lowercase()) } else { Markup::Other };
    }
    let Some(inner) = raw.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
        return Markup::Other;
    };
    let end = inner.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inner.len());
    let name = &inner[..end];
    if !is_name(name) {
        return Markup::Other;
    }
    Markup::Open(OpenTag { name: name.to_ascii_lowercase(), attributes: attributes(&inner[end..]) })
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return found;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        // A stray `=` is stepped over, or the loop would not end.
        let end = end.max(rest.chars().next().map_or(1, char::len_utf8));
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let (read, remaining) = attribute_value(after);
            value = decode(read);
            rest = remaining;
        }
        found.push((name, value));
    }
}

fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}

/// Resolves the references that attribute values are written with.
fn decode(text: &str) -> String {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some((name, after)) = rest[1..].split_once(';') else { break };
        match reference(name) {
            Some(character) => {
                decoded.push(character);
                rest = after;
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => return None,
    })
}

/// A piece of an HTML block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// A comment, dropped.
    Comment { at: usize },
    /// Everything else.
    Rest { at: usize, text: &'a str },
}

/// Takes the closed comments out of an HTML block.
pub(super) fn split_comments(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut search = 0;
    while let Some(found) = text[search..].find("<!--") {
        let start = search + found;
        let Some(length) = text[start..].find("-->") else { break };
        if start > from {
            pieces.push(Piece::Rest { at: from, text: &text[from..start] });
        }
        pieces.push(Piece::Comment { at: start });
        from = start + length + "-->".len();
        search = from;
    }
    if from < text.len() {
        pieces.push(Piece::Rest { at: from, text: &text[from..] });
    }
    pieces
}

/// Returns the first tag of a text, raw, if it starts with one.
pub(super) fn first_tag(text: &str) -> Option<&str> {
    let text = text.trim_start();
    if !text.starts_with('<') {
        return None;
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(&text[..=at]),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_with_every_kind_of_attribute() {
        let Markup::Open(tag) = read("<SPAN lang='zh-Hans' Dir=ltr title=\"a &amp; b\" hidden/>") else {
            panic!("no tag")
        };
        assert_eq!(tag.name, "span");
        let pairs: Vec<_> = tag.attributes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("lang", "zh-Hans"), ("dir", "ltr"), ("title", "a & b"), ("hidden", "")]);
    }

    #[test]
    fn what_is_no_tag_is_other() {
        for raw in ["<!DOCTYPE html>", "<?php", "<![CDATA[x]]>", "<!-- open", "</>", "<1>"] {
            assert_eq!(read(raw), Markup::Other, "{raw}");
        }
        assert_eq!(read("<!-- a -->"), Markup::Comment);
        assert_eq!(read("</Sup >"), Markup::Close("sup".into()));
    }

    #[test]
    fn odd_attributes_end() {
        for raw in ["<a = = =>", "<a =\"x\">", "<a b=>", "<a b='c>", "<a \u{e9}=x/>"] {
            let _ = read(raw);
        }
    }

    #[test]
    fn comments_are_taken_out_and_the_rest_is_kept() {
        assert_eq!(
            split_comments("<!-- a --> b <!-- c"),
            [Piece::Comment { at: 0 }, Piece::Rest { at: 10, text: " b <!-- c" }]
        );
    }
}
