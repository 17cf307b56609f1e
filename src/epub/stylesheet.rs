//! The stylesheet, from the same style that sets the PDF.
//!
//! What a reader may choose is left to the reader: text size, face, leading, ground. Sizes are
//! relative to the body's, lengths are ems or shares, and no text colour is set but the accent.

use std::fmt::Write as _;

use super::EmbeddedFace;
use super::palette::{css, is_accent, on_any, on_dark};
use crate::style::{Align, Colour, Family, Figures, Style, TextStyle, Weight, paragraph_indent};

/// No text is set larger than this, in ems: at large type a longer title would break within words.
const LARGEST: f64 = 2.0;
/// No text is set smaller than this; what is quiet in print is lost on a telephone.
const SMALLEST: f64 = 0.8;

/// Writes the stylesheet.
pub(super) fn write(style: &Style, fonts: &[EmbeddedFace<'_>]) -> String {
    let mut sheet = String::from("@charset \"utf-8\";\n");
    faces(&mut sheet, style, fonts);
    sheet.push_str(BASE);
    rule(
        &mut sheet,
        "body",
        &[("font-family", family(Family::Serif, style, fonts)), ("hyphens", hyphens(style))],
    );
    paragraphs(&mut sheet, style);
    for (selector, text) in elements(style) {
        element(&mut sheet, selector, text, style, fonts);
    }
    accents(&mut sheet, style);
    sheet
}

/// Elements and the text style of each.
pub(super) fn elements(style: &Style) -> Vec<(&'static str, &TextStyle)> {
    let text = &style.text;
    vec![
        (".series", &text.masthead_series),
        (".number, .date", &text.masthead_facts),
        ("h1", &text.title),
        (".subtitle", &text.subtitle),
        (".byline", &text.byline),
        ("h2", &text.section_heading),
        (".disclaimer h2, .citation h2, .rights h2, .notes h2", &text.quiet_heading),
        ("h3", &text.headings[0]),
        ("h4", &text.headings[1]),
        ("h5", &text.headings[2]),
        ("h6", &text.headings[3]),
        (".disclaimer p", &text.disclaimer),
        (".notices p", &text.notice),
        (".synopsis p", &text.synopsis),
        (".about p", &text.about),
        (".citation p, .rights p", &text.citation),
        ("blockquote", &text.quote),
        ("code", &text.code),
        ("table", &text.table),
        ("th", &text.table_head),
        ("figcaption", &text.caption),
        (".notes aside", &text.note),
        ("address", &text.foot),
    ]
}

fn element(sheet: &mut String, selector: &str, text: &TextStyle, style: &Style, fonts: &[EmbeddedFace<'_>]) {
    let body = &style.text.body;
    let mut declarations = Vec::new();
    if text.family != body.family {
        declarations.push(("font-family", family(text.family, style, fonts)));
    }
    let size = (text.size.0 / body.size.0).clamp(SMALLEST, LARGEST);
    if (size - 1.0).abs() > 0.01 {
        declarations.push(("font-size", format!("{}em", number(size))));
    }
    let is_heading = selector.contains('h') && !selector.contains(' ');
    if text.weight != Weight::Regular || is_heading {
        declarations.push(("font-weight", text.weight.value().to_string()));
    }
    if text.italic {
        declarations.push(("font-style", "italic".to_owned()));
    }
    if text.figures != body.figures || text.family != body.family {
        declarations.push(("font-variant-numeric", figures(text.figures).to_owned()));
    }
    if text.small_capitals {
        declarations.push(("font-variant-caps", "small-caps".to_owned()));
    }
    if text.tracking.0.abs() > 0.001 {
        declarations.push(("letter-spacing", format!("{}em", number(text.tracking.0))));
    }
    // Facts that stand at the masthead's end in print follow the series' title here.
    if let Some(align) = align(text.align).filter(|_| !selector.starts_with(".number")) {
        declarations.push(("text-align", align.to_owned()));
    }
    if text.align == Align::Balance {
        declarations.push(("text-wrap", "balance".to_owned()));
    }
    if size > 1.15 {
        // A multiple, so that it grows with the reader's size; titles are set tighter than text.
        declarations.push(("line-height", number((text.leading.0 / text.size.0).clamp(1.1, 1.3))));
    }
    let declarations: Vec<_> = declarations.into_iter().collect();
    rule(sheet, selector, &declarations);
}

fn paragraphs(sheet: &mut String, style: &Style) {
    let paragraph = &style.paragraph;
    rule(sheet, "p", &[("font-variant-numeric", figures(style.text.body.figures).to_owned())]);
    let gap = number(paragraph.gap * style.page.grid.0 / style.text.body.size.0);
    rule(sheet, "p + p", &[("margin-block-start", format!("{gap}em"))]);
    if paragraph.gap < 0.25 {
        indented(sheet, "p + p", paragraph.indent.0);
        for lang in ["zh", "ja"] {
            let indent = paragraph_indent(lang).unwrap_or(paragraph.indent.0);
            indented(sheet, &format!("p:lang({lang})"), indent);
        }
    }
    if paragraph.lead_in {
        let selector = ".commentary > h2 + p::first-line";
        // A record's first words may stand in capitals; among small ones they would shout.
        let caps = ("font-variant-caps", "all-small-caps".to_owned());
        rule(sheet, selector, &[caps, ("letter-spacing", "0.03em".to_owned())]);
        // Letters without capitals would only be made small, and space would part those that join.
        let normal = ["font-variant-caps", "letter-spacing"].map(|property| (property, "normal".to_owned()));
        rule(sheet, ".caseless > h2 + p::first-line", &normal);
    }
    let indent = format!("{}em", number(style.space.quote_indent.0.clamp(0.5, 3.0)));
    rule(sheet, "blockquote", &[("margin-inline", indent)]);
    let indent = format!("{}em", number(style.space.list_indent.0.clamp(1.2, 3.0)));
    rule(sheet, "ol, ul", &[("padding-inline-start", indent)]);
}

/// Paragraphs whose first line is indented; a picture that begins one still ends with the column.
fn indented(sheet: &mut String, paragraph: &str, indent: f64) {
    let indent = format!("{}em", number(indent));
    let room = format!("calc(100% - {indent})");
    let places = [".commentary", ".about"].map(|section| format!("{section} > {paragraph}"));
    rule(sheet, &places.join(", "), &[("text-indent", indent)]);
    rule(sheet, &places.map(|place| format!("{place} > img")).join(", "), &[("max-width", room)]);
}

/// The accent, where the style has one: on headings that have it, on links, on the masthead's rule.
fn accents(sheet: &mut String, style: &Style) {
    let text = &style.text;
    let candidates = [
        ("a", style.colours.link),
        (".series", text.masthead_series.colour),
        ("h1", text.title.colour),
        ("h2", text.section_heading.colour),
        ("h3, h4, h5, h6", text.headings[0].colour),
    ];
    let coloured: Vec<_> = candidates.into_iter().filter(|(_, colour)| is_accent(*colour)).collect();
    let line = Some(style.colours.masthead_rule).filter(|&colour| is_accent(colour));
    let write = |sheet: &mut String, shade: fn(Colour) -> Colour| {
        for (selector, colour) in &coloured {
            rule(sheet, selector, &[("color", css(shade(*colour)))]);
        }
        if let Some(colour) = line {
            rule(sheet, ".front", &[("border-block-start-color", css(shade(colour)))]);
        }
    };
    write(sheet, on_any);
    if !coloured.is_empty() || line.is_some() {
        sheet.push_str("@media (prefers-color-scheme: dark) {\n");
        write(sheet, on_dark);
        sheet.push_str("}\n");
    }
}

fn faces(sheet: &mut String, style: &Style, fonts: &[EmbeddedFace<'_>]) {
    for (at, face) in fonts.iter().enumerate() {
        let slope = if face.is_italic { "italic" } else { "normal" };
        let source = format!("url(\"{}\")", super::font_file(at, face));
        let named = style.typefaces.named(face.family);
        let name = format!(
            "\"{}\"",
            named.map_or_else(|| family_name(face.family).to_owned(), |name| quotable(name))
        );
        let weight = face.weight.to_string();
        rule(
            sheet,
            "@font-face",
            &[
                ("font-family", name),
                ("font-weight", weight),
                ("font-style", slope.to_owned()),
                ("src", source),
            ],
        );
    }
}

fn rule(sheet: &mut String, selector: &str, declarations: &[(&str, String)]) {
    if declarations.is_empty() {
        return;
    }
    // Writing to a string cannot fail.
    let _ = writeln!(sheet, "{selector} {{");
    for (property, value) in declarations {
        let _ = writeln!(sheet, "  {property}: {value};");
    }
    sheet.push_str("}\n");
}

fn family_name(family: Family) -> &'static str {
    match family {
        Family::Serif => "Source Serif 4",
        Family::Sans => "Source Sans 3",
        Family::Mono => "Source Code Pro",
    }
}

/// A family with those to fall back on; the reading system's own where there are none at hand.
fn family(family: Family, style: &Style, _fonts: &[EmbeddedFace<'_>]) -> String {
    let fallbacks = match family {
        Family::Serif => "\"Source Serif Pro\", Charter, \"Iowan Old Style\", Bookerly, Georgia, serif",
        Family::Sans => "\"Source Sans Pro\", \"Avenir Next\", \"Segoe UI\", Roboto, sans-serif",
        Family::Mono => "Menlo, Consolas, \"DejaVu Sans Mono\", monospace",
    };
    let own = family_name(family);
    match style.typefaces.named(family) {
        Some(name) => format!("\"{}\", \"{own}\", {fallbacks}", quotable(name)),
        None => format!("\"{own}\", {fallbacks}"),
    }
}

/// A name from a file may hold anything; what would end the string is left out.
fn quotable(name: &str) -> String {
    name.replace(['"', '\\', '\n'], "")
}

fn figures(figures: Figures) -> &'static str {
    match figures {
        Figures::OldStyle => "oldstyle-nums proportional-nums",
        Figures::Lining => "lining-nums proportional-nums",
        Figures::Tabular => "lining-nums tabular-nums",
    }
}

/// Justified text is left to the reading system, which knows whether its lines are long enough.
fn align(align: Align) -> Option<&'static str> {
    match align {
        Align::Justify => None,
        Align::Start | Align::Balance => Some("start"),
        Align::Centre => Some("center"),
        Align::End => Some("end"),
    }
}

fn hyphens(style: &Style) -> String {
    if style.paragraph.hyphenate { "auto" } else { "manual" }.to_owned()
}

/// Three digits are enough for any screen.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What holds in every style.
const BASE: &str = "\
html {
  overflow-wrap: break-word;
}
body {
  margin-inline: 5%;
  line-height: 1.4;
  widows: 2;
  orphans: 2;
}
body > * {
  max-width: 36rem;
  margin-inline: auto;
}
p {
  margin-block: 0;
}
h1, h2, h3, h4, h5, h6 {
  margin-block: 1.4em 0.4em;
  break-after: avoid;
  break-inside: avoid;
  hyphens: manual;
  text-align: start;
}
h1 {
  margin-block: 0.8em 0.4em;
}
section {
  margin-block-start: 2em;
}
section > h2 {
  margin-block-start: 0;
}
.front {
  border-block-start: 0.2em solid;
  padding-block-start: 0.6em;
}
.number, .date {
  display: inline-block;
  margin-inline-end: 1.2em;
}
.subtitle, .byline {
  margin-block-start: 0.6em;
}
.draft {
  border: thin solid;
  display: inline-block;
  padding: 0.1em 0.5em;
}
.disclaimer {
  border-block: thin solid;
  padding-block: 0.8em;
}
.citation, .rights {
  border-block-start: thin solid;
  padding-block-start: 0.8em;
}
address {
  font-style: normal;
  margin-block-start: 3em;
}
blockquote, pre, figure, ol, ul, .table {
  margin-block: 0.9em;
}
figure {
  margin-inline: 0;
  break-inside: avoid;
}
figcaption {
  margin-block-start: 0.4em;
}
img {
  max-width: 100%;
  max-height: 95vh;
  height: auto;
}
li {
  margin-block: 0.4em;
}
.tight > li {
  margin-block: 0.1em;
}
li ol, li ul {
  margin-block: 0.1em;
}
.tasks {
  list-style: none;
}
.tick {
  margin-inline-start: -1.2em;
}
pre {
  white-space: pre-wrap;
  overflow-wrap: anywhere;
  hyphens: none;
  tab-size: 4;
  border-inline-start: 0.15em solid;
  padding-inline-start: 0.8em;
  text-align: start;
}
code {
  hyphens: none;
  overflow-wrap: anywhere;
}
pre code {
  font-size: 1em;
}
.table {
  overflow-x: auto;
}
table {
  border-collapse: collapse;
  border-block: thin solid;
  hyphens: none;
  text-align: start;
}
thead {
  border-block-end: thin solid;
}
tr {
  break-inside: avoid;
}
th, td {
  padding: 0.25em 0.6em;
  text-align: start;
  vertical-align: top;
}
th.centre, td.centre {
  text-align: center;
}
th.end, td.end {
  text-align: end;
}
td.end {
  font-variant-numeric: lining-nums tabular-nums;
}
hr {
  border: 0;
  border-block-start: thin solid;
  margin: 1.5em 30%;
}
a {
  color: inherit;
  text-decoration: underline;
}
.mark {
  font-size: 0.75em;
  line-height: 0;
}
.mark a, .notes a[role=\"doc-backlink\"], nav a {
  text-decoration: none;
}
sup, sub {
  font-size: 0.75em;
  line-height: 0;
}
small {
  font-size: 0.85em;
}
cite {
  font-style: italic;
}
em em, cite em, em cite {
  font-style: normal;
}
abbr {
  text-decoration: none;
}
.notes {
  border-block-start: thin solid;
  padding-block-start: 0.8em;
}
.notes aside {
  margin-block: 0.5em;
}
.cover {
  margin-block: 0;
  max-width: none;
  text-align: center;
}
.cover img {
  max-height: 100vh;
}
nav ol {
  list-style: none;
  padding-inline-start: 0;
}
nav ol ol {
  padding-inline-start: 1.4em;
}
nav[hidden] {
  display: none;
}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_length_is_fixed() {
        for unit in ["px", "pt", "cm", "mm", "pc", "in;"] {
            let found =
                BASE.match_indices(unit).any(|(at, _)| BASE[..at].ends_with(|c: char| c.is_ascii_digit()));
            assert!(!found, "a length in {unit}");
        }
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(1.0), "1");
        assert_eq!(number(2.0 / 3.0), "0.667");
        assert_eq!(number(-0.05), "-0.05");
    }
}
