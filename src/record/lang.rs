//! Language tags, BCP 47 (RFC 5646): well-formed, in the usual case.

/// Checks a tag and returns it in the case the standard recommends: `zh-hans-sg` becomes `zh-Hans-SG`.
///
/// # Errors
///
/// A hint for the editor, where one is at hand.
pub fn parse(text: &str) -> Result<String, Option<String>> {
    if let Some(&(_, tag)) = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Err(Some(format!("did you mean `{tag}`?")));
    }
    if text.contains('_') {
        return Err(Some(format!("write `{}`", text.replace('_', "-"))));
    }
    let mut parts = text.split('-').peekable();
    let language = parts.next().unwrap_or_default();
    // Four letters are reserved and no language of five to eight was ever registered.
    if !(2..=3).contains(&language.len()) || !is_alpha(language) {
        return Err(None);
    }
    let mut tag = language.to_ascii_lowercase();
    let mut push = |part: String| {
        tag.push('-');
        tag.push_str(&part);
    };
    for _ in 0..3 {
        let Some(part) = parts.next_if(|part| part.len() == 3 && is_alpha(part)) else { break };
        push(part.to_ascii_lowercase());
    }
    if let Some(script) = parts.next_if(|part| part.len() == 4 && is_alpha(part)) {
        push(format!("{}{}", script[..1].to_ascii_uppercase(), script[1..].to_ascii_lowercase()));
    }
    let is_region = |part: &str| (part.len() == 2 && is_alpha(part)) || (part.len() == 3 && is_digits(part));
    if let Some(region) = parts.next_if(|part| is_region(part)) {
        push(region.to_ascii_uppercase());
    }
    let is_variant = |part: &str| {
        is_alnum(part) && ((5..=8).contains(&part.len()) || (part.len() == 4 && is_digits(&part[..1])))
    };
    while let Some(variant) = parts.next_if(|part| is_variant(part)) {
        push(variant.to_ascii_lowercase());
    }
    while let Some(singleton) = parts.next() {
        if singleton.len() != 1 || !is_alnum(singleton) {
            return Err(None);
        }
        let shortest = if singleton.eq_ignore_ascii_case("x") { 1 } else { 2 };
        let is_part = |part: &&str| (shortest..=8).contains(&part.len()) && is_alnum(part);
        if !parts.peek().is_some_and(is_part) {
            return Err(None);
        }
        push(singleton.to_ascii_lowercase());
        while let Some(part) = parts.next_if(is_part) {
            push(part.to_ascii_lowercase());
        }
    }
    Ok(tag)
}

/// Tells whether two tags are of one language and script; `ta-SG` is `ta`.
#[must_use]
pub fn speaks(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    let is_of = |short: &str, long: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    is_of(&one, &other) || is_of(&other, &one)
}

fn is_alpha(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_digits(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_digit())
}

fn is_alnum(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// What editors write instead of a tag.
const NAMES: [(&str, &str); 18] = [
    ("english", "en"),
    ("malay", "ms"),
    ("chinese", "zh"),
    ("mandarin", "zh"),
    ("tamil", "ta"),
    ("arabic", "ar"),
    ("french", "fr"),
    ("german", "de"),
    ("spanish", "es"),
    ("russian", "ru"),
    ("turkish", "tr"),
    ("indonesian", "id"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("vietnamese", "vi"),
    ("thai", "th"),
    ("en-uk", "en-GB"),
    ("uk-en", "en-GB"),
];

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn tags_come_out_in_the_usual_case() {
        for (given, tag) in [
            ("EN-gb", "en-GB"),
            ("NO", "no"),
            ("zh-hans-sg", "zh-Hans-SG"),
            ("es-419", "es-419"),
            ("de-1901", "de-1901"),
            ("zh-cmn-Hans-CN", "zh-cmn-Hans-CN"),
            ("en-x-rsis", "en-x-rsis"),
            ("ar-u-nu-arab", "ar-u-nu-arab"),
        ] {
            assert_eq!(parse(given).as_deref(), Ok(tag));
        }
    }

    #[test]
    fn what_is_no_tag_is_refused() {
        for given in
            ["", "e", "engl", "en_GB", "en-", "-en", "en-GB-", "en-a", "English", "en GB", "en-toolongpart"]
        {
            assert!(parse(given).is_err(), "{given}");
        }
        assert_eq!(parse("English"), Err(Some("did you mean `en`?".to_owned())));
        assert_eq!(parse("en_GB"), Err(Some("write `en-GB`".to_owned())));
    }
}
