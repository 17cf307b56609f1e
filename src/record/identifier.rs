//! Identifiers with rules of their own: ORCID iD, ISSN, DOI, web and e-mail addresses.

/// Checks an ORCID iD and returns its sixteen digits with hyphens.
///
/// The check digit is ISO 7064 MOD 11-2.
///
/// # Errors
///
/// What is wrong with it, for a hint.
pub fn orcid(text: &str) -> Result<String, String> {
    let bare = strip_any(text, &["https://orcid.org/", "http://orcid.org/", "orcid.org/"]);
    let digits: Vec<char> = bare.chars().filter(|&c| c != '-').collect();
    let is_form = digits.len() == 16
        && digits[..15].iter().all(char::is_ascii_digit)
        && (digits[15].is_ascii_digit() || matches!(digits[15], 'X' | 'x'));
    if !is_form {
        return Err("write sixteen digits as `0000-0002-1825-0097`".to_owned());
    }
    let total =
        digits[..15].iter().filter_map(|c| c.to_digit(10)).fold(0, |total, digit| (total + digit) * 2);
    let wanted = check_character((12 - total % 11) % 11);
    if digits[15].to_ascii_uppercase() != wanted {
        return Err(format!("the check digit of these would be `{wanted}`, so a digit was mistyped"));
    }
    let joined: String = digits.iter().map(char::to_ascii_uppercase).collect();
    Ok([&joined[..4], &joined[4..8], &joined[8..12], &joined[12..]].join("-"))
}

/// Checks an ISSN and returns it with its hyphen; ISO 3297, weights 8 to 2, modulus 11.
///
/// # Errors
///
/// What is wrong with it, for a hint.
pub fn issn(text: &str) -> Result<String, String> {
    let bare = strip_any(text, &["ISSN ", "issn "]);
    let digits: Vec<char> = bare.chars().filter(|&c| c != '-').collect();
    let is_form = digits.len() == 8
        && digits[..7].iter().all(char::is_ascii_digit)
        && (digits[7].is_ascii_digit() || matches!(digits[7], 'X' | 'x'));
    if !is_form {
        return Err("write eight digits as `2049-3630`".to_owned());
    }
    let total: u32 =
        digits[..7].iter().filter_map(|c| c.to_digit(10)).zip((2..=8).rev()).map(|(d, w)| d * w).sum();
    let wanted = check_character((11 - total % 11) % 11);
    if digits[7].to_ascii_uppercase() != wanted {
        return Err(format!("the check digit of these would be `{wanted}`, so a digit was mistyped"));
    }
    let joined: String = digits.iter().map(char::to_ascii_uppercase).collect();
    Ok([&joined[..4], &joined[4..]].join("-"))
}

fn check_character(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('X')
}

/// Checks a DOI and returns it without a resolver.
///
/// The form is that of Crossref's own advice: `10.`, four to nine digits, a slash, no white space.
///
/// # Errors
///
/// What is wrong with it, for a hint.
pub fn doi(text: &str) -> Result<String, String> {
    const BEFORE: [&str; 6] = [
        "https://doi.org/",
        "http://doi.org/",
        "https://dx.doi.org/",
        "http://dx.doi.org/",
        "doi.org/",
        "doi:",
    ];
    let bare = strip_any(text, &BEFORE).trim();
    let Some((registrant, suffix)) = bare.strip_prefix("10.").and_then(|rest| rest.split_once('/')) else {
        return Err("a DOI reads `10.1234/suffix`".to_owned());
    };
    let parts_are_digits =
        registrant.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let first = registrant.split('.').next().unwrap_or_default();
    if !parts_are_digits || !(4..=9).contains(&first.len()) {
        return Err("after `10.` come four to nine digits and a slash".to_owned());
    }
    if suffix.is_empty() {
        return Err("after the slash comes the suffix".to_owned());
    }
    if suffix.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err("a DOI has no white space".to_owned());
    }
    Ok(bare.to_owned())
}

/// Checks a web address: `http` or `https`, a host, no white space.
///
/// # Errors
///
/// What is wrong with it, for a hint.
pub fn url(text: &str) -> Result<(), String> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(match text.split_once(':') {
            Some((scheme, _)) if scheme.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                format!("`{scheme}:` addresses are refused")
            }
            _ => format!("write `https://{}`", text.trim_start_matches('/')),
        });
    };
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return Err(format!("`{scheme}:` addresses are refused"));
    }
    if text
        .chars()
        .any(|c| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\' | '^' | '`'))
    {
        return Err(
            "an address has no white space, quotes or angle brackets; escape them as `%20`".to_owned()
        );
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if host.is_empty() || host.starts_with([':', '.']) {
        return Err("the address names no host".to_owned());
    }
    Ok(())
}

/// Tells whether a text looks like an e-mail address; whether it works only sending would show.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let is_plain = |c: char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '"' | '@')
    };
    !name.is_empty()
        && text.chars().filter(|&c| c == '@').count() == 1
        && name.chars().all(is_plain)
        && host.chars().all(is_plain)
        && host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
}

fn strip_any<'a>(text: &'a str, prefixes: &[&str]) -> &'a str {
    let has = |prefix: &&&str| text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
    prefixes.iter().find(has).map_or(text, |prefix| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orcid_is_known_by_its_check_digit() {
        assert_eq!(orcid("https://orcid.org/0000-0002-1825-0097").as_deref(), Ok("0000-0002-1825-0097"));
        assert_eq!(orcid("000000021694233x").as_deref(), Ok("0000-0002-1694-233X"));
        assert!(orcid("0000-0002-1825-0098").is_err_and(|hint| hint.contains("`7`")));
        assert!(orcid("0000-0002-1825").is_err());
    }

    #[test]
    fn an_issn_is_known_by_its_check_digit() {
        assert_eq!(issn("2049-3630").as_deref(), Ok("2049-3630"));
        assert_eq!(issn("2434561x").as_deref(), Ok("2434-561X"));
        assert!(issn("2049-3631").is_err_and(|hint| hint.contains("`0`")));
    }

    #[test]
    fn a_doi_loses_its_resolver() {
        assert_eq!(doi("https://doi.org/10.1234/abc").as_deref(), Ok("10.1234/abc"));
        assert_eq!(doi("DOI:10.1000/182").as_deref(), Ok("10.1000/182"));
        for bad in ["10.12/abc", "11.1234/abc", "10.1234/", "10.1234", "10.1234/a b", "10.12x4/a"] {
            assert!(doi(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_web_addresses_pass() {
        assert!(url("https://www.rsis.edu.sg/x?y=1#z").is_ok());
        for bad in [
            "javascript:alert(1)",
            "ftp://a.example/",
            "www.rsis.edu.sg",
            "https://",
            "https://a b",
            "data:text/html,x",
        ] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }
}
