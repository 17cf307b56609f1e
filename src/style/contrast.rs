//! Whether a colour can be read on another (WCAG 2.1, 1.4.3).

use super::{Colour, TextStyle, Weight};

/// Returns the contrast ratio of two colours, from 1 to 21 (WCAG 2.1, "contrast ratio").
#[must_use]
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Returns the ratio that level AA asks for: 3 for large text (18 pt, or 14 pt bold), else 4.5.
pub(super) fn wanted(text: &TextStyle) -> f64 {
    let is_large = text.size.0 >= 18.0 || (text.size.0 >= 14.0 && text.weight == Weight::Bold);
    if is_large { 3.0 } else { 4.5 }
}

/// Relative luminance of an sRGB colour.
fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_is_21_and_the_grey_of_the_rule_is_known() {
        let (black, white) = (Colour::default(), Colour { red: 255, green: 255, blue: 255 });
        assert!((contrast(black, white) - 21.0).abs() < 1e-9);
        assert!((contrast(white, black) - 21.0).abs() < 1e-9);
        // #767676 is the lightest grey that passes on white.
        let grey = |level| Colour { red: level, green: level, blue: level };
        assert!(contrast(grey(0x76), white) >= 4.5);
        assert!(contrast(grey(0x77), white) < 4.5);
    }
}
