//! Fonts as a file embeds them: what their codes say, and whether their widths are true.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lopdf::{Dictionary, Object};

use super::file::{File, unfold};
use super::unicode;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{FONT_NOT_EMBEDDED, NO_UNICODE, UNREADABLE, WIDTHS_DISAGREE};

/// How far a stated width may be from the font's, in thousandths of an em (ISO 19005-2, 6.2.11.5).
const TOLERANCE: f64 = 1.0;

/// A font of the file.
pub struct Font<'a> {
    file: &'a File,
    dictionary: &'a Dictionary,
    /// The dictionary that has widths and program: the descendant of a composite font.
    described: &'a Dictionary,
    /// Its name.
    pub name: String,
    /// How many bytes a code has.
    pub code_length: usize,
    /// By code; none where there is no map.
    unicode: Rc<[Option<String>]>,
    has_unicode: bool,
    /// By code: whether it was shown.
    used: RefCell<Vec<bool>>,
}

impl<'a> Font<'a> {
    /// Reads a font.
    pub fn read(file: &'a File, dictionary: &'a Dictionary) -> Self {
        let descendant = file
            .array(dictionary, b"DescendantFonts")
            .and_then(|fonts| file.resolve(fonts.first()?)?.as_dict().ok());
        let map = file.stream(dictionary, b"ToUnicode").and_then(|stream| unicode::of_stream(stream).ok());
        Self {
            file,
            dictionary,
            described: descendant.unwrap_or(dictionary),
            name: file.name(dictionary, b"BaseFont").unwrap_or("unnamed").to_owned(),
            code_length: if descendant.is_some() { 2 } else { 1 },
            has_unicode: map.is_some(),
            unicode: map.unwrap_or_default(),
            used: RefCell::default(),
        }
    }

    /// Tells what a shown string says, and keeps in mind which codes were shown.
    pub fn say(&self, codes: &[u8], text: &mut String) {
        let mut used = self.used.borrow_mut();
        if used.len() < self.unicode.len() {
            used.resize(self.unicode.len(), false);
        }
        let (pairs, single) = if self.code_length == 2 { codes.as_chunks::<2>() } else { (&[][..], codes) };
        let pairs = pairs.iter().map(|&pair| usize::from(u16::from_be_bytes(pair)));
        for code in pairs.chain(single.iter().map(|&code| usize::from(code))) {
            if used.len() <= code {
                used.resize(code + 1, false);
            }
            used[code] = true;
            match self.says(code) {
                // A letter of ASCII, as most are, is worth no call.
                Some(letter) if letter.len() == 1 => text.push(char::from(letter.as_bytes()[0])),
                says => text.push_str(says.unwrap_or("\u{FFFD}")),
            }
        }
    }

    fn says(&self, code: usize) -> Option<&str> {
        self.unicode.get(code)?.as_deref()
    }

    /// Tells what is wrong with the font, once all was shown.
    pub fn check(&self, is_full: bool, faults: &mut Vec<Diagnostic>) {
        let used = self.used.borrow();
        let used: BTreeSet<u32> =
            (0..).zip(&*used).filter(|(_, used)| **used).map(|(code, _)| code).collect();
        if used.is_empty() {
            return;
        }
        self.check_unicode(&used, faults);
        let Some(program) = self.program() else {
            let message = format!("font `{}` is used and not embedded", self.name);
            faults.push(Diagnostic::error(&FONT_NOT_EMBEDDED, message));
            return;
        };
        if is_full {
            match unfold(program) {
                Ok(program) => self.check_widths(&program, &used, faults),
                Err(why) => faults.push(Diagnostic::error(
                    &UNREADABLE,
                    format!("the program of font `{}`: {why}", self.name),
                )),
            }
        }
    }

    fn check_unicode(&self, used: &BTreeSet<u32>, faults: &mut Vec<Diagnostic>) {
        if !self.has_unicode {
            faults.push(Diagnostic::error(&NO_UNICODE, format!("font `{}` has no ToUnicode map", self.name)));
            return;
        }
        let is_silent = |code: &&u32| {
            let text = self.says(**code as usize).unwrap_or_default();
            text.is_empty() || text.contains(['\0', '\u{FEFF}', '\u{FFFE}'])
        };
        if let Some(code) = used.iter().find(is_silent) {
            let message = format!(
                "font `{}` shows code {code}, for which its ToUnicode map has no characters",
                self.name
            );
            faults.push(Diagnostic::error(&NO_UNICODE, message));
        }
    }

    fn program(&self) -> Option<&'a lopdf::Stream> {
        let descriptor = self.file.dictionary(self.described, b"FontDescriptor")?;
        [&b"FontFile2"[..], b"FontFile3", b"FontFile"]
            .iter()
            .find_map(|key| self.file.stream(descriptor, key))
    }

    fn check_widths(&self, program: &[u8], used: &BTreeSet<u32>, faults: &mut Vec<Diagnostic>) {
        // A bare CFF program keeps its widths in the glyphs' own programs, which are not run here.
        let Some(metrics) = Metrics::read(program) else { return };
        let stated = self.stated_widths();
        let glyphs = self.file.stream(self.described, b"CIDToGIDMap").and_then(|map| unfold(map).ok());
        for &code in used {
            let glyph = glyphs.as_ref().map_or(Some(code), |map| glyph_at(map, code));
            let Some(real) = glyph.filter(|&glyph| glyph != 0).and_then(|glyph| metrics.width(glyph)) else {
                let message = format!("font `{}` shows code {code}, for which it has no glyph", self.name);
                faults.push(Diagnostic::error(&FONT_NOT_EMBEDDED, message));
                return;
            };
            let width = stated.get(&code).copied().unwrap_or_else(|| self.default_width());
            if (real - width).abs() > TOLERANCE {
                let message = format!(
                    "font `{}` says that code {code} is {width} wide; its glyph is {real:.0} wide",
                    self.name
                );
                faults.push(Diagnostic::error(&WIDTHS_DISAGREE, message));
                return;
            }
        }
    }

    fn default_width(&self) -> f64 {
        self.file.integer(self.described, b"DW").map_or(1000.0, |width| width as f64)
    }

    /// Returns the widths of a composite font's `W` (ISO 32000-1, 9.7.4.3), or of a simple font's `Widths`.
    fn stated_widths(&self) -> BTreeMap<u32, f64> {
        let mut widths = BTreeMap::new();
        let number = |object: &Object| object.as_float().ok().map(f64::from);
        if self.code_length == 1 {
            let first = self.file.integer(self.dictionary, b"FirstChar").unwrap_or_default() as u32;
            let stated = self.file.array(self.dictionary, b"Widths").unwrap_or_default();
            widths.extend((first..).zip(stated.iter().filter_map(number)));
            return widths;
        }
        let mut rest = self.file.array(self.described, b"W").unwrap_or_default();
        while let [first, second, after @ ..] = rest {
            let Ok(first) = first.as_i64() else { break };
            let first = first as u32;
            if let Some(Object::Array(list)) = self.file.resolve(second) {
                widths.extend((first..).zip(list.iter().filter_map(number)));
                rest = after;
            } else if let (Ok(last), [width, after @ ..]) = (second.as_i64(), after) {
                let last = (last as u32).min(0xFFFF);
                widths.extend((first..=last).zip(std::iter::repeat(number(width).unwrap_or_default())));
                rest = after;
            } else {
                break;
            }
        }
        widths
    }
}

fn glyph_at(map: &[u8], code: u32) -> Option<u32> {
    let at = code as usize * 2;
    map.get(at..at + 2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1]))
}

/// The advance widths of an OpenType program.
struct Metrics<'a> {
    table: &'a [u8],
    long: u32,
    glyphs: u32,
    scale: f64,
}

impl<'a> Metrics<'a> {
    fn read(program: &'a [u8]) -> Option<Self> {
        let units = word(table(program, b"head")?, 18)?;
        let long = word(table(program, b"hhea")?, 34)?;
        let glyphs = word(table(program, b"maxp")?, 4)?;
        (units > 0 && long > 0).then_some(())?;
        Some(Self { table: table(program, b"hmtx")?, long, glyphs, scale: 1000.0 / f64::from(units) })
    }

    /// Returns a glyph's width in thousandths of an em.
    fn width(&self, glyph: u32) -> Option<f64> {
        let at = glyph.min(self.long - 1) as usize * 4;
        let width = (glyph < self.glyphs).then(|| word(self.table, at)).flatten()?;
        Some(f64::from(width) * self.scale)
    }
}

fn table<'a>(program: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = word(program, 4)? as usize;
    let record = (0..count)
        .find_map(|nth| program.get(12 + nth * 16..28 + nth * 16).filter(|record| record.starts_with(tag)))?;
    let (start, length) =
        (word(record, 8)? << 16 | word(record, 10)?, word(record, 12)? << 16 | word(record, 14)?);
    program.get(start as usize..start as usize + length as usize)
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1]))
}
