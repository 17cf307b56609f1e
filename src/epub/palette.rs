//! Colours that can be read whatever ground a reading system puts behind them.
//!
//! A reader chooses white, sepia, grey or black, and not every system tells the stylesheet. So
//! text and ground are left alone, and an accent keeps its hue but is set between two luminances:
//! dark enough for text on sepia (WCAG 2.2, 1.4.3: 4.5 to 1), light enough to be told from black
//! (3 to 1). Where the system says that it is dark, a lighter one takes its place.

use crate::style::Colour;

/// The relative luminance of the sepia of common reading systems, `#f4ecd8`.
const SEPIA: f64 = 0.837;
/// The relative luminance of the lightest dark ground in use, `#333333`.
const DARK_GROUND: f64 = 0.033;
/// The contrast that text needs.
const TEXT: f64 = 4.5;
/// Text on black must at least be seen; large text and signs need this contrast.
const VISIBLE: f64 = 3.0;

/// Returns the accent for grounds that are not known: between 3:1 on black and 4.5:1 on sepia.
pub(super) fn on_any(accent: Colour) -> Colour {
    let lightest = (SEPIA + 0.05) / TEXT - 0.05;
    let darkest = 0.05 * VISIBLE - 0.05;
    clamp(accent, darkest, lightest)
}

/// Returns the accent for grounds that are known to be dark.
pub(super) fn on_dark(accent: Colour) -> Colour {
    clamp(accent, (DARK_GROUND + 0.05) * TEXT - 0.05, 0.7)
}

/// Tells whether a colour is more than a grey; greys are left to the reading system.
pub(super) fn is_accent(colour: Colour) -> bool {
    let channels = [colour.red, colour.green, colour.blue];
    let spread = channels.iter().max().zip(channels.iter().min()).map_or(0, |(most, least)| most - least);
    spread >= 24
}

/// As CSS writes it.
pub(super) fn css(colour: Colour) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue)
}

/// Mixes in as little white or black, in steps of a 256th, as puts the luminance within bounds.
fn clamp(colour: Colour, darkest: f64, lightest: f64) -> Colour {
    let (towards, is_done): (u8, &dyn Fn(f64) -> bool) = match luminance(colour) {
        given if given < darkest => (255, &|now| now >= darkest),
        given if given > lightest => (0, &|now| now <= lightest),
        _ => return colour,
    };
    // Every step leads the same way, so that halving finds the first that is far enough.
    let (mut short, mut enough) = (0, 256);
    while enough - short > 1 {
        let step = u32::midpoint(short, enough);
        if is_done(luminance(mix(colour, towards, step))) { enough = step } else { short = step }
    }
    mix(colour, towards, enough)
}

fn mix(colour: Colour, towards: u8, step: u32) -> Colour {
    let channel = |from: u8| {
        let mixed = (u32::from(from) * (256 - step) + u32::from(towards) * step) / 256;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    Colour { red: channel(colour.red), green: channel(colour.green), blue: channel(colour.blue) }
}

/// Relative luminance (WCAG 2.2), from 0 to 1.
fn luminance(colour: Colour) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::contrast;

    const fn colour(red: u8, green: u8, blue: u8) -> Colour {
        Colour { red, green, blue }
    }

    #[test]
    fn every_hue_is_readable_on_every_ground() {
        let sepia = colour(0xf4, 0xec, 0xd8);
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let accent = colour(red, green, blue);
                    let (any, dark) = (on_any(accent), on_dark(accent));
                    assert!(contrast(any, colour(255, 255, 255)) >= 4.5, "{accent:?} on white");
                    assert!(contrast(any, sepia) >= 4.45, "{accent:?} on sepia");
                    assert!(contrast(any, colour(0, 0, 0)) >= 3.0, "{accent:?} on black");
                    assert!(contrast(dark, colour(0x33, 0x33, 0x33)) >= 4.45, "{accent:?} on dark grey");
                }
            }
        }
    }

    #[test]
    fn a_colour_that_fits_is_kept() {
        let teal = colour(0, 107, 117);
        assert_eq!(on_any(teal), teal);
    }
}
