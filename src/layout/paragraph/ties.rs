//! Words that stay together: what a reader would stumble over is not parted at a line's end.
//!
//! Each rule is a penalty at the space between two words; the text itself is never changed.

use std::ops::Range;

/// What parts words.
const BETWEEN_WORDS: [char; 4] = [' ', '\u{a0}', '\n', '\t'];
/// So dear that it is only paid where nothing else can be done.
const NEVER: f64 = 3000.0;
/// Dear, but less so than a loose line.
const RATHER_NOT: f64 = 120.0;

const TITLES: &[&str] = &[
    "Dr", "Dr.", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Prof", "Prof.", "St", "St.", "Sir", "Gen.", "Lt.",
    "Col.", "Capt.", "Maj.", "Hon.", "Rev.", "Sen.", "Rep.", "Gov.", "Amb.", "Fr.", "Sr.", "Hr.", "Mme",
    "Mlle", "M.", "Encik", "Puan", "Tun", "Tan", "Datuk", "Dato’",
];
const BEFORE_FIGURES: &[&str] = &[
    "p.", "pp.", "no.", "No.", "nos.", "Nos.", "vol.", "Vol.", "vols.", "fig.", "Fig.", "figs.", "Figs.",
    "art.", "Art.", "arts.", "ch.", "Ch.", "chap.", "sec.", "Sec.", "par.", "para.", "eq.", "Eq.", "n.",
    "nn.", "l.", "ll.", "c.", "ca.", "§", "§§", "¶", "№", "Nr.", "S.", "Bd.", "US$", "S$", "RM", "€", "£",
    "$", "~", "<", ">", "±", "nº",
];
const NUMBERED: &[&str] = &[
    "Figure",
    "Table",
    "Chapter",
    "Section",
    "Article",
    "Part",
    "Page",
    "Volume",
    "Appendix",
    "Annex",
    "Act",
    "Title",
    "Resolution",
    "No",
    "chapter",
    "section",
    "article",
    "page",
    "table",
    "figure",
    "version",
    "Version",
    "Step",
    "step",
    "Phase",
    "Rule",
    "Block",
    "Level",
    "Basic",
];
const UNITS: &[&str] = &[
    "m", "km", "cm", "mm", "µm", "nm", "mi", "ft", "in", "yd", "ha", "km²", "m²", "m³", "g", "kg", "mg", "t",
    "lb", "oz", "l", "L", "ml", "mL", "s", "ms", "min", "h", "hr", "Hz", "kHz", "MHz", "GHz", "V", "kV", "A",
    "mA", "W", "kW", "MW", "GW", "TW", "kWh", "MWh", "GWh", "J", "kJ", "K", "°C", "°F", "°", "%", "‰", "pt",
    "px", "em", "dpi", "B", "kB", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB", "GiB", "bit", "bits", "Mbit",
    "Gbit", "Mbps", "Gbps", "bbl", "am", "pm", "a.m.", "p.m.", "BC", "AD", "BCE", "CE", "million", "billion",
    "trillion", "thousand", "crore", "lakh", "juta", "bilion", "dollars", "USD", "SGD", "EUR", "€", "Uhr",
    "Mio.", "Mrd.",
];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
    "Januari",
    "Februari",
    "Mac",
    "Jun",
    "Julai",
    "Ogos",
    "Oktober",
    "Disember",
];

/// Returns the penalty of a line's end at the space of a text.
pub(super) fn penalty(text: &str, space: Range<usize>, lang: &str) -> f64 {
    let (before, after) = (&text[..space.start], &text[space.end..]);
    // Nothing ties a word in lower case to another, but for `et al.` and words of one letter. Most spaces stand between
    // such words.
    let is_lower = |byte: &u8| byte.is_ascii_lowercase();
    let is_free = matches!(before.as_bytes(), [.., one, other] if is_lower(one) && is_lower(other))
        && after.as_bytes().first().is_some_and(is_lower)
        && !after.starts_with("al.");
    if is_free { 0.0 } else { penalty_between(word_before(before), word_after(after), lang) }
}

fn word_before(text: &str) -> &str {
    text.rsplit(BETWEEN_WORDS).next().unwrap_or_default()
}

fn word_after(text: &str) -> &str {
    text.split(BETWEEN_WORDS).next().unwrap_or_default()
}

/// Returns the penalty of a line's end between two words.
fn penalty_between(before: &str, after: &str, lang: &str) -> f64 {
    let Some(first) = after.chars().next() else { return 0.0 };
    if starts_closing(after, first) {
        return NEVER;
    }
    let before = before.trim_start_matches(['(', '[', '“', '‘', '«', '"', '\'', '—', '–']);
    if before.is_empty() || before.ends_with('«') {
        return NEVER;
    }
    // Most words end here: nothing below holds for a long word in lower case.
    if before.len() > 11 {
        return 0.0;
    }
    let ends_in_figure = before.ends_with(|last: char| last.is_ascii_digit());
    if first.is_ascii_digit() && (BEFORE_FIGURES.contains(&before) || before == "§") {
        return NEVER;
    }
    if first.is_uppercase() && (TITLES.contains(&before) || is_initial(before)) {
        return NEVER;
    }
    let word = after.trim_end_matches([',', '.', ';', ':', ')', ']', '”', '’', '?', '!']);
    let is_day =
        |text: &str| text.len() <= 2 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if ends_in_figure {
        if UNITS.contains(&word) || UNITS.contains(&after) || (is_day(before) && MONTHS.contains(&word)) {
            return NEVER;
        }
        if word == "per" {
            return RATHER_NOT;
        }
    }
    if is_day(word) && MONTHS.contains(&before) {
        return NEVER;
    }
    if is_number(word) && NUMBERED.contains(&before) {
        return RATHER_NOT;
    }
    if after == "al." && before == "et" {
        return NEVER;
    }
    if is_single_letter_preposition(before, lang) { NEVER } else { 0.0 }
}

/// Tells whether a word begins with what never begins a line: a dash set between spaces, closing punctuation.
fn starts_closing(after: &str, first: char) -> bool {
    matches!(after, "–" | "—" | "…" | "...")
        || matches!(first, ';' | ':' | '!' | '?' | '»' | '%' | ')' | ']')
            && after.chars().nth(1).is_none_or(|second| !second.is_alphanumeric())
}

/// `J.`, `J.R.R.`
fn is_initial(word: &str) -> bool {
    word.ends_with('.')
        && word.split_terminator('.').all(|part| {
            let mut letters = part.trim_start_matches('-').chars();
            letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
        })
}

/// Figures, or a Roman number.
fn is_number(word: &str) -> bool {
    !word.is_empty()
        && (word.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
            || word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C')))
}

/// In Czech, Slovak, Polish, Ukrainian and Russian a preposition of one letter goes with its noun.
fn is_single_letter_preposition(word: &str, lang: &str) -> bool {
    matches!(lang.get(..2), Some("cs" | "sk" | "pl" | "uk" | "ru"))
        && word.chars().count() == 1
        && word.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_tied(before: &str, after: &str) -> bool {
        penalty_between(before, after, "en") >= NEVER
    }

    #[test]
    fn numbers_stay_with_their_units() {
        assert!(is_tied("80", "km"));
        assert!(is_tied("$80", "billion,"));
        assert!(is_tied("5", "%"));
        assert!(!is_tied("80", "people"));
    }

    #[test]
    fn titles_and_initials_stay_with_names() {
        assert!(is_tied("Dr", "Kizekova"));
        assert!(is_tied("(Prof.", "Tan"));
        assert!(is_tied("S.", "Rajaratnam"));
        assert!(is_tied("J.R.R.", "Tolkien"));
        assert!(!is_tied("Kizekova", "Dr"));
    }

    #[test]
    fn references_and_dates_stay_whole() {
        assert!(is_tied("p.", "12"));
        assert!(is_tied("§", "5"));
        assert!(is_tied("23", "February"));
        assert!(is_tied("February", "23,"));
        assert!(!is_tied("February", "2012"));
    }

    #[test]
    fn a_spaced_dash_ends_a_line_and_begins_none() {
        assert!(is_tied("Eurasia", "–"));
        assert!(!is_tied("region", "the"));
        assert!(is_tied("mot", "!"));
    }

    #[test]
    fn single_letters_are_tied_where_the_language_asks() {
        assert!(penalty_between("v", "Praze", "cs") >= NEVER);
        assert!(penalty_between("a", "house", "en") < NEVER);
    }

    #[test]
    fn no_space_is_passed_over_that_ties() {
        let text = "seen by Lim et al. in no. 5 of p. 7, at 5 km or 3 million; (a house) v Praze on 12 March - the \
                    Dr Lim of Part IV – said … ab ) “ at last";
        for lang in ["en", "cs"] {
            for (at, _) in text.match_indices(' ') {
                let (before, after) = (word_before(&text[..at]), word_after(&text[at + 1..]));
                let found = penalty(text, at..at + 1, lang);
                assert_eq!(found, penalty_between(before, after, lang), "{before} {after}");
            }
        }
    }
}
