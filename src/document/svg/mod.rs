//! SVG images: that they are drawings and nothing more, and how large they are.

mod references;

use usvg::roxmltree;

use crate::diagnostics::codes::document as codes;
use crate::document::images::Refusal;
use crate::document::limits;

/// Tells whether a file looks like SVG.
pub(super) fn is_svg(data: &[u8]) -> bool {
    let head = &data[..data.len().min(4096)];
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && text.contains("<svg")
}

/// Reads an SVG's size in user units, and refuses what does more than draw.
pub(super) fn measure(data: &[u8], target: &str) -> Result<(u32, u32), Refusal> {
    if data.len() as u64 > limits::SVG_BYTES {
        let message = format!("the image `{target}` has more than {} MB", limits::SVG_BYTES >> 20);
        return Err(Refusal::new(
            &codes::IMAGE_TOO_LARGE,
            message,
            "simplify the drawing, or save it as PNG",
        ));
    }
    let broken = |why: String| {
        Refusal::new(
            &codes::IMAGE_BROKEN,
            format!("the image `{target}` is damaged: {why}"),
            "save the image again",
        )
    };
    let text = std::str::from_utf8(data).map_err(|_| broken("it is not UTF-8".into()))?;
    if text.contains("<!ENTITY") {
        return Err(active(target, "entities"));
    }
    if depth(text) > MAXIMUM_DEPTH {
        return Err(broken(format!("its elements are nested more than {MAXIMUM_DEPTH} deep")));
    }
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: 500_000 };
    let document = roxmltree::Document::parse_with_options(text.trim_start_matches('\u{feff}'), options)
        .map_err(|error| broken(error.to_string()))?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err(broken("its root is no `svg`".into()));
    }
    if let Some(what) = document.descendants().find_map(activity) {
        return Err(active(target, what));
    }
    references::check(&document).map_err(|fault| bomb(fault, target))?;
    let written = document.descendants().filter(|node| node.has_tag_name((SVG, "text")));
    let letters: usize =
        written.flat_map(|node| node.descendants()).filter_map(|node| node.text()).map(str::len).sum();
    if letters > TEXT_BYTES {
        return Err(broken(format!("it holds more than {TEXT_BYTES} bytes of text")));
    }
    size(root).ok_or_else(|| broken("it has no width and height, and no viewBox".into()))
}

/// The namespace of SVG.
const SVG: &str = "http://www.w3.org/2000/svg";

/// Bytes of the text in a drawing, which becomes outlines, twice some kilobytes a letter.
const TEXT_BYTES: usize = 20_000;

/// Elements within elements; readers of SVG recurse.
const MAXIMUM_DEPTH: usize = 256;

/// Returns how deep tags nest at most; counts too much rather than too little.
fn depth(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut now, mut most) = (0usize, 0usize);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'<' => match bytes.get(at + 1) {
                Some(b'/') => now = now.saturating_sub(1),
                Some(b'!' | b'?') | None => {}
                Some(_) => {
                    now += 1;
                    most = most.max(now);
                }
            },
            b'/' if bytes.get(at + 1) == Some(&b'>') => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

fn bomb(fault: references::Fault, target: &str) -> Refusal {
    let (code, why) = match fault {
        references::Fault::TooMany => {
            let why = format!("its references draw more than {} elements", references::DRAWN);
            (&codes::IMAGE_TOO_LARGE, why)
        }
        references::Fault::TooDeep => {
            let why = format!("its elements and references are nested more than {} deep", references::DEPTH);
            (&codes::IMAGE_TOO_LARGE, why)
        }
        references::Fault::TooManyRules => {
            (&codes::IMAGE_TOO_LARGE, "its style sheet has too many rules for so many elements".to_owned())
        }
        references::Fault::Circle(id) => (&codes::IMAGE_BROKEN, format!("its element `{id}` draws itself")),
    };
    let message = format!("the image `{target}` cannot be drawn: {why}");
    Refusal::new(code, message, "simplify the drawing, or save it as PNG")
}

fn active(target: &str, what: &str) -> Refusal {
    let message = format!("the image `{target}` holds {what}, expected a drawing that stands alone");
    Refusal::new(&codes::SVG_ACTIVE, message, "save it as plain SVG, or as PNG")
}

/// Returns what a node holds that no drawing needs.
fn activity(node: roxmltree::Node<'_, '_>) -> Option<&'static str> {
    if node.is_pi() {
        return Some("a processing instruction");
    }
    if !node.is_element() {
        return None;
    }
    let name = node.tag_name().name().to_ascii_lowercase();
    match name.as_str() {
        "script" | "handler" | "listener" => return Some("a script"),
        "foreignobject" | "iframe" | "embed" | "object" | "audio" | "video" | "canvas" => {
            return Some("something that is no drawing");
        }
        "style" if node.descendants().filter_map(|text| text.text()).any(loads_elsewhere) => {
            return Some("a reference to another file");
        }
        _ => {}
    }
    node.attributes().find_map(|attribute| {
        let value = attribute.value().trim();
        match attribute.name().to_ascii_lowercase().as_str() {
            key if key.starts_with("on") => Some("an event handler"),
            "href" | "src" => refers_elsewhere(&name, value).then_some("a reference to another file"),
            _ if loads_elsewhere(value) => Some("a reference to another file"),
            _ => None,
        }
    })
}

fn refers_elsewhere(element: &str, value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    let is_embedded = ["data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/webp"]
        .iter()
        .any(|start| value.starts_with(start));
    let is_link = element == "a" && (value.starts_with("http://") || value.starts_with("https://"));
    !(value.is_empty() || value.starts_with('#') || is_embedded || is_link)
}

/// Tells whether a style or an attribute loads a file: `url(...)` of anything but a fragment.
fn loads_elsewhere(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    value.contains("@import")
        || value.contains("javascript:")
        || value.match_indices("url(").any(|(at, opening)| {
            let inner = value[at + opening.len()..].trim_start_matches([' ', '"', '\'']);
            !inner.starts_with('#') && !inner.starts_with("data:image/")
        })
}

fn size(root: roxmltree::Node<'_, '_>) -> Option<(u32, u32)> {
    let view_box = root.attribute("viewBox").and_then(|value| {
        let numbers: Vec<f64> = value
            .split([' ', ',', '\n', '\t'])
            .filter(|part| !part.is_empty())
            .filter_map(|part| part.parse().ok())
            .collect();
        match numbers[..] {
            [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
            _ => None,
        }
    });
    let width = root.attribute("width").and_then(length);
    let height = root.attribute("height").and_then(length);
    let (width, height) = match (width, height, view_box) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(size)) => size,
        _ => return None,
    };
    let whole = |value: f64| {
        let value = value.ceil();
        (value.is_finite() && (1.0..=1_000_000.0).contains(&value)).then_some(value as u32)
    };
    Some((whole(width)?, whole(height)?))
}

/// Reads an absolute length as CSS pixels, 96 an inch; `None` for percentages.
fn length(value: &str) -> Option<f64> {
    let value = value.trim();
    let end =
        value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))).unwrap_or(value.len());
    let number: f64 = value[..end].parse().ok().filter(|&number| number > 0.0)?;
    let unit = match value[end..].trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "em" => 16.0,
        _ => return None,
    };
    Some(number * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(attributes: &str, inner: &str) -> Vec<u8> {
        format!("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' {attributes}>{inner}</svg>")
            .into_bytes()
    }

    #[test]
    fn sizes_come_from_lengths_or_the_view_box() {
        assert_eq!(measure(&svg("width='2in' height='96'", ""), "x").ok(), Some((192, 96)));
        assert_eq!(measure(&svg("viewBox='0 0 30 20'", ""), "x").ok(), Some((30, 20)));
        assert_eq!(measure(&svg("width='60' viewBox='0,0,30,20'", ""), "x").ok(), Some((60, 40)));
        assert_eq!(
            measure(&svg("width='100%' height='100%' viewBox='0 0 30 20'", ""), "x").ok(),
            Some((30, 20))
        );
        assert!(measure(&svg("", ""), "x").is_err());
    }

    #[test]
    fn what_acts_or_loads_is_refused() {
        for inner in [
            "<script>x</script>",
            "<rect onclick='x'/>",
            "<image href='http://a.org/x.png'/>",
            "<image xlink:href='/etc/passwd'/>",
            "<style>@import 'x.css';</style>",
            "<rect style='fill:url(http://a.org/#x)'/>",
            "<foreignObject/>",
            "<a href='javascript:x'/>",
            "<?xml-stylesheet href='x'?>",
        ] {
            let refusal = measure(&svg("width='1' height='1'", inner), "x").expect_err(inner);
            assert_eq!(refusal.code.code, "E0310", "{inner}");
        }
        let plain = "<a href='https://a.org'><rect fill='url(#g)'/></a><use href='#r'/><image href='data:image/png;base64,AA'/>";
        assert!(measure(&svg("width='1' height='1'", plain), "x").is_ok());
    }

    #[test]
    fn deep_nesting_and_entities_are_refused() {
        let deep = format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000));
        assert!(measure(&svg("width='1' height='1'", &deep), "x").is_err());
        let bomb = b"<!DOCTYPE svg [<!ENTITY a 'x'>]><svg width='1' height='1'>&a;</svg>";
        assert!(measure(bomb, "x").is_err());
    }
}
