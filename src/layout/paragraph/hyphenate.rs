//! Where words may be hyphenated, by language.

/// Returns the patterns of a language tag, if there are any.
pub(super) fn patterns(lang: &str) -> Option<hypher::Lang> {
    let primary = lang.split(['-', '_']).next()?;
    // Norwegian's patterns are listed under its written forms; Malay and Indonesian break alike.
    let code: [u8; 2] = match primary {
        "no" => *b"nb",
        "ms" | "id" => return None,
        other => other.as_bytes().try_into().ok()?,
    };
    hypher::Lang::from_iso(code)
}

/// Calls `found` with each byte offset of `piece` at which it may be hyphenated.
///
/// Words in capitals, words joined to figures and addresses are left whole.
pub(super) fn hyphenate(
    piece: &str,
    language: hypher::Lang,
    minimum: (usize, usize),
    mut found: impl FnMut(usize),
) {
    let mut rest = 0;
    while rest < piece.len() {
        let Some(start) = piece[rest..].find(char::is_alphabetic).map(|at| at + rest) else { return };
        let end = piece[start..].find(|c: char| !c.is_alphabetic()).map_or(piece.len(), |at| at + start);
        rest = end;
        let word = &piece[start..end];
        if is_breakable(word, minimum) && !touches_figure(piece, start, end) {
            hyphenate_word(word, language, minimum, |at| found(start + at));
        }
    }
}

fn is_breakable(word: &str, minimum: (usize, usize)) -> bool {
    word.len() >= minimum.0 + minimum.1
        && word.chars().count() >= minimum.0 + minimum.1
        && !word.chars().skip(1).any(char::is_uppercase)
}

fn touches_figure(piece: &str, start: usize, end: usize) -> bool {
    piece[..start].ends_with(|c: char| c.is_numeric() || c == '_')
        || piece[end..].starts_with(|c: char| c.is_numeric() || c == '_')
}

fn hyphenate_word(word: &str, language: hypher::Lang, minimum: (usize, usize), mut found: impl FnMut(usize)) {
    let mut at = 0;
    for syllable in hypher::hyphenate_bounded(word, language, minimum.0, minimum.1) {
        at += syllable.len();
        if at < word.len() {
            found(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hyphenated(word: &str) -> String {
        let mut shown = String::new();
        let mut last = 0;
        hyphenate(word, hypher::Lang::English, (2, 3), |at| {
            shown.push_str(&word[last..at]);
            shown.push('-');
            last = at;
        });
        shown + &word[last..]
    }

    #[test]
    fn words_break_by_their_patterns() {
        assert_eq!(hyphenated("organisation’s"), "or-gan-i-sa-tion’s");
        assert_eq!(hyphenated("“commentary,"), "“com-men-tary,");
    }

    #[test]
    fn capitals_and_numbers_stay_whole() {
        assert_eq!(hyphenated("UNESCO"), "UNESCO");
        assert_eq!(hyphenated("CO12033"), "CO12033");
        assert_eq!(hyphenated("PowerPoint"), "PowerPoint");
    }
}
