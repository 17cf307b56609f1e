//! Clusters: glyphs that stand for letters together, and what each of them says.

use std::ops::Range;

use super::text::LINE_END_HYPHEN;
use crate::layout::{Glyph, GlyphRun};

/// Returns one past the last glyph of the cluster that begins at a glyph.
pub fn end(glyphs: &[Glyph], at: usize) -> usize {
    let text = glyphs[at].text;
    if text.0 == text.1 {
        return at + 1;
    }
    at + glyphs[at..].iter().take_while(|glyph| glyph.text == text).count()
}

/// Returns what a glyph's cluster says; a hyphen that is not the record's says a soft hyphen.
pub fn text<'a>(run: &'a GlyphRun, glyph: &Glyph) -> &'a str {
    match run.text.get(glyph.text.0 as usize..glyph.text.1 as usize) {
        Some(text) if !text.is_empty() => text,
        _ => LINE_END_HYPHEN,
    }
}

/// Returns what one glyph of a cluster says to those who ignore `ActualText`: its letters dealt out in
/// order, the last glyph taking the rest.
pub fn share(text: &str, nth: usize, of: usize) -> &str {
    if of == 1 {
        return text;
    }
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let from = starts[nth.min(starts.len() - 1)];
    match starts.get(nth + 1) {
        Some(&to) if nth + 1 < of => &text[from..to],
        _ => &text[from..],
    }
}

/// Tells whether the codes of a cluster's glyphs, one after another, say its text: so long as there is a letter for
/// each. Which glyph says which is of no matter, since none is ever taken without the others.
pub fn tells_itself(text: &str, glyphs: usize) -> bool {
    glyphs == 1 || text.chars().count() >= glyphs
}

/// Tells whether a text has letters of a private use area, which say nothing to anyone
/// (ISO 19005-2, 6.2.11.7.3 wants an `ActualText`).
pub fn is_private(text: &str) -> bool {
    text.chars().any(|c| matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFF))
}

/// Which glyphs of a run are replaced as a whole by their text, as clusters are added in order.
///
/// A mark that is set back over its letter makes poppler see a space on either side of it, unless the two are
/// replaced together with what follows them. MuPDF repeats what follows a cluster of more glyphs than letters within one
/// replacement; so each ends with the first such cluster.
#[derive(Debug, Default)]
pub struct Pieces {
    done: Vec<(usize, usize, String)>,
    open: Option<(usize, usize, String)>,
}

impl Pieces {
    /// Adds a cluster: where its glyphs are, what it says, whether the codes of its glyphs say so too, and whether
    /// it has a mark that is set back.
    pub fn add(&mut self, glyphs: Range<usize>, text: &str, is_told: bool, has_mark: bool) {
        // So are nearly all.
        if is_told && !has_mark && self.open.is_none() {
            return;
        }
        if text.trim().is_empty() && is_told {
            self.done.extend(self.open.take());
            return;
        }
        let open = self.open.get_or_insert_with(|| (glyphs.start, glyphs.start, String::new()));
        open.1 = glyphs.end;
        open.2.push_str(text);
        if !is_told || !has_mark {
            self.done.extend(self.open.take());
        }
    }

    /// Tells whether what comes next may stand for itself, whatever came before.
    pub fn is_closed(&self) -> bool {
        self.open.is_none()
    }

    /// Adds a cluster that is replaced by itself or not at all.
    pub fn alone(&mut self, glyphs: Range<usize>, text: &str, is_told: bool) {
        if !is_told {
            self.done.push((glyphs.start, glyphs.end, text.to_owned()));
        }
    }

    /// Returns first glyph, one past the last, and the text of each.
    pub fn finish(mut self) -> Vec<(usize, usize, String)> {
        self.done.extend(self.open.take());
        self.done
    }
}
