//! Spaces of a line: none at its ends, none around its hard breaks, never two in a row.

use super::{Inline, Text};

/// Takes out the spaces that a line does not need, and what is then empty.
pub(super) fn tidy(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let breaks = inlines.iter().take_while(|inline| matches!(inline, Inline::HardBreak)).count();
    inlines.drain(..breaks);
    let mut is_spaced = true;
    trim_starts(&mut inlines, &mut is_spaced);
    let mut is_spaced = true;
    trim_ends(&mut inlines, &mut is_spaced);
    drop_empty(&mut inlines);
    while matches!(inlines.last(), Some(Inline::HardBreak)) {
        inlines.pop();
    }
    inlines
}

/// Takes spaces off what follows a space or a break.
fn trim_starts(inlines: &mut [Inline], is_spaced: &mut bool) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                if *is_spaced {
                    trim_text_start(text);
                }
                if !text.text.is_empty() {
                    *is_spaced = text.text.ends_with(' ');
                }
            }
            Inline::HardBreak => *is_spaced = true,
            Inline::Code(_) | Inline::Image { .. } | Inline::NoteReference { .. } => *is_spaced = false,
            other => {
                if let Some(inner) = other.inner_mut() {
                    trim_starts(inner, is_spaced);
                }
            }
        }
    }
}

/// Takes spaces off what stands before a break or the end.
fn trim_ends(inlines: &mut [Inline], is_spaced: &mut bool) {
    for inline in inlines.iter_mut().rev() {
        match inline {
            Inline::Text(text) => {
                if *is_spaced {
                    text.text.truncate(text.text.trim_end_matches(' ').len());
                }
                if !text.text.is_empty() {
                    *is_spaced = false;
                }
            }
            Inline::HardBreak => *is_spaced = true,
            Inline::Code(_) | Inline::Image { .. } | Inline::NoteReference { .. } => *is_spaced = false,
            other => {
                if let Some(inner) = other.inner_mut() {
                    trim_ends(inner, is_spaced);
                }
            }
        }
    }
}

fn trim_text_start(text: &mut Text) {
    let spaces = text.text.len() - text.text.trim_start_matches(' ').len();
    if spaces > 0 {
        text.text.drain(..spaces);
        text.place.0 += u32::try_from(spaces).unwrap_or_default();
    }
}

fn drop_empty(inlines: &mut Vec<Inline>) {
    inlines.retain_mut(|inline| match inline {
        Inline::Text(text) => !text.text.is_empty(),
        other => match other.inner_mut() {
            Some(inner) => {
                drop_empty(inner);
                !inner.is_empty()
            }
            None => true,
        },
    });
}
