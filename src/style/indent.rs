//! Indents that a language asks for, whatever the style's own.

/// Returns the indent of every paragraph's first line, in ems, in languages that have one of their own: two squares in
/// Chinese (W3C, *Requirements for Chinese Text Layout*), one in Japanese (*Requirements for Japanese Text Layout*). It
/// does not matter whether another paragraph stands above.
#[must_use]
pub fn paragraph_indent(lang: &str) -> Option<f64> {
    match lang.split(['-', '_']).next()? {
        "zh" | "yue" | "cmn" | "wuu" | "nan" | "hak" | "lzh" => Some(2.0),
        "ja" => Some(1.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_japanese_have_indents_of_their_own() {
        let indents = ["zh-Hans-SG", "ja", "ko", "en"].map(paragraph_indent);
        assert_eq!(indents, [Some(2.0), Some(1.0), None, None]);
    }
}
