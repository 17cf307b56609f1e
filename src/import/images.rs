//! Images: taken from beside the page, from within it, or from the manuscript; never from the network.

use std::collections::BTreeMap;

use super::inline::Inline;
use super::manuscript::Image;
use super::report::{Action, Report, excerpt};
use super::{Shelf, limits};
use crate::spaces;

/// The images so far.
#[derive(Debug, Default)]
pub(super) struct Saved {
    /// To be saved beside the record.
    pub list: Vec<Image>,
    by_source: BTreeMap<String, String>,
}

impl Saved {
    /// Takes an image by the address a page gives; what cannot be had is told and left out.
    pub(super) fn take(
        &mut self,
        source: &str,
        alt: &str,
        at: usize,
        shelf: Shelf<'_>,
        report: &mut Report,
    ) -> Option<Inline> {
        let source = source.trim();
        let data = match source.strip_prefix("data:") {
            Some(address) => from_data(address),
            None => shelf(&percent_decoded(source.split(['?', '#']).next().unwrap_or_default())),
        };
        let Some(data) = data else {
            let message = format!(
                "the image `{}` ({}), which was not saved with the page",
                excerpt(source),
                if alt.is_empty() {
                    "without alternative text".to_owned()
                } else {
                    format!("`{}`", excerpt(alt))
                }
            );
            report.add(Action::Dropped, at, None, message);
            return None;
        };
        self.put(source, data, alt, at, report)
    }

    /// Takes an image's bytes; the same source is saved once.
    pub(super) fn put(
        &mut self,
        source: &str,
        data: Vec<u8>,
        alt: &str,
        at: usize,
        report: &mut Report,
    ) -> Option<Inline> {
        let alt = spaces::folded(alt);
        if let Some(path) = self.by_source.get(source) {
            return Some(Inline::Image { alt, path: path.clone() });
        }
        let refusal = if data.len() as u64 > limits::IMAGE_BYTES {
            Some(format!("has more than {} MB", limits::IMAGE_BYTES >> 20))
        } else if self.list.len() >= limits::IMAGES {
            Some(format!("comes after {} others", limits::IMAGES))
        } else {
            None
        };
        let ending = ending(&data);
        let (None, Some(ending)) = (&refusal, ending) else {
            let why = refusal.unwrap_or_else(|| "is no PNG, JPEG, WebP, GIF or SVG".to_owned());
            report.add(Action::Dropped, at, None, format!("the image `{}`, which {why}", excerpt(source)));
            return None;
        };
        let path = format!("images/image-{}.{ending}", self.list.len() + 1);
        report.add(Action::Taken, at, None, format!("the image `{}` as `{path}`", excerpt(source)));
        if alt.is_empty() {
            report.add(
                Action::Undecided,
                at,
                None,
                format!("`{path}` has no alternative text; say what it shows"),
            );
        }
        self.list.push(Image { path: path.clone(), data });
        self.by_source.insert(source.to_owned(), path.clone());
        Some(Inline::Image { alt, path })
    }
}

/// Tells the form by the first bytes.
fn ending(data: &[u8]) -> Option<&'static str> {
    if data.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("png")
    } else if data.starts_with(b"\xff\xd8\xff") {
        Some("jpg")
    } else if data.starts_with(b"GIF8") {
        Some("gif")
    } else if data.starts_with(b"RIFF") && data.get(8..12) == Some(b"WEBP") {
        Some("webp")
    } else {
        let head = String::from_utf8_lossy(&data[..data.len().min(1024)]);
        head.contains("<svg").then_some("svg")
    }
}

/// Reads `image/png;base64,...`.
fn from_data(address: &str) -> Option<Vec<u8>> {
    let (kind, data) = address.split_once(',')?;
    if !kind.starts_with("image/") {
        return None;
    }
    if kind.ends_with(";base64") { base64(data) } else { Some(percent_decoded(data).into_bytes()) }
}

/// RFC 4648, section 4; white space is passed over.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for c in percent_decoded(text).bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'=') {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).unwrap_or_default());
        }
    }
    Some(bytes)
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.filter(|_| first == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_within_a_page_are_decoded() {
        assert_eq!(base64("TWFu TWE=").as_deref(), Some(&b"ManMa"[..]));
        assert_eq!(from_data("image/svg+xml,%3Csvg%2F%3E").as_deref(), Some(&b"<svg/>"[..]));
        assert_eq!(from_data("text/html,hello"), None);
    }

    #[test]
    fn what_was_not_saved_is_told() {
        let mut report = Report::default();
        let nothing = |_: &str| None;
        let image = Saved::default().take("https://a.example/b.png", "A map", 3, &nothing, &mut report);
        assert_eq!((image, report.count(Action::Dropped)), (None, 1));
    }
}
