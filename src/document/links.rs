//! Where links go: what is let through, and in what form.

use super::{LinkTarget, hosts};
use crate::spaces::only_guides_lines;

/// What became of a link's target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Let through.
    Good(LinkTarget),
    /// Refused: it acts, or opens what is not ours.
    Active(String),
    /// A web page's mask of an e-mail address.
    Masked,
    /// Kept as text; says why.
    Nowhere(&'static str),
}

/// Judges a target as CommonMark gives it.
pub(super) fn judge(target: &str) -> Verdict {
    // Browsers leave out control characters and outer spaces before they look for a scheme. What lets the lines of an
    // address end is no part of where it leads.
    let target: String = target.chars().filter(|&c| !c.is_control() && !only_guides_lines(c)).collect();
    let target = target.trim();
    if let Some(fragment) = target.strip_prefix('#') {
        return match fragment {
            "" => Verdict::Nowhere("has no address"),
            _ => Verdict::Good(LinkTarget::Internal(percent_decode(fragment))),
        };
    }
    if target.contains("/cdn-cgi/l/email-protection") {
        return Verdict::Masked;
    }
    let Some((scheme, rest)) = split_scheme(target) else {
        return Verdict::Nowhere(if target.is_empty() {
            "has no address"
        } else {
            "is a path, which has no meaning here"
        });
    };
    match scheme.as_str() {
        "http" | "https" => web_address(&scheme, rest),
        "mailto" => mail_address(rest),
        "javascript" | "data" | "vbscript" | "file" | "blob" | "filesystem" | "livescript" | "mocha"
        | "jar" | "view-source" | "ms-msdt" | "about" | "chrome" | "resource" => Verdict::Active(scheme),
        _ => Verdict::Nowhere("has a scheme other than http, https and mailto"),
    }
}

fn split_scheme(target: &str) -> Option<(String, &str)> {
    let (scheme, rest) = target.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| (scheme.to_ascii_lowercase(), rest))
}

fn web_address(scheme: &str, rest: &str) -> Verdict {
    let Some(rest) = rest.strip_prefix("//") else { return Verdict::Nowhere("is no whole address") };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, host) =
        authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    if !hosts::is_host(host) {
        return Verdict::Nowhere("has no host that could be reached");
    }
    let user = user.map_or_else(String::new, |user| format!("{}@", percent_encode(user)));
    Verdict::Good(LinkTarget::Address(format!("{scheme}://{user}{host}{}", percent_encode(path))))
}

fn mail_address(rest: &str) -> Verdict {
    let address = rest.split('?').next().unwrap_or_default();
    if address.replace('\u{a0}', " ").contains("email protected") || address.contains("email%20protected") {
        return Verdict::Masked;
    }
    let is_whole = address.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && !host.is_empty() && !address.contains(char::is_whitespace)
    });
    match is_whole {
        true => Verdict::Good(LinkTarget::Address(format!("mailto:{}", percent_encode(rest)))),
        false => Verdict::Nowhere("is no e-mail address"),
    }
}

/// Writes what may not stand in an address (RFC 3986) as percent and two digits; escapes that
/// are there stay as they are.
pub(super) fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        let is_escape = byte == b'%'
            && text
                .as_bytes()
                .get(at + 1..at + 3)
                .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&byte) || is_escape {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Resolves percent escapes; what is then no UTF-8 is replaced.
pub(super) fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| bytes.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(target: &str) -> Option<String> {
        match judge(target) {
            Verdict::Good(LinkTarget::Address(address)) => Some(address),
            _ => None,
        }
    }

    #[test]
    fn good_addresses_pass() {
        assert_eq!(address("https://a.org/b c").as_deref(), Some("https://a.org/b%20c"));
        assert_eq!(
            address("HTTPS://a.org:8080/%20?x=[1]").as_deref(),
            Some("https://a.org:8080/%20?x=%5B1%5D")
        );
        assert_eq!(address("mailto:a@b.org?subject=x").as_deref(), Some("mailto:a@b.org?subject=x"));
        assert_eq!(address("http://a.org/é").as_deref(), Some("http://a.org/%C3%A9"));
    }

    #[test]
    fn where_a_line_may_end_is_no_part_of_an_address() {
        assert_eq!(address("https://a.\u{200b}org/b\u{ad}c").as_deref(), Some("https://a.org/bc"));
    }

    #[test]
    fn what_acts_is_refused_however_it_is_written() {
        for target in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " java\nscript:alert(1)",
            "java\tscript:x",
            "\u{1}javascript:x",
            "java\u{ad}script:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "vbscript:x",
            "view-source:https://a.org",
            "JAVASCRIPT&colon;x".replace("&colon;", ":").as_str(),
        ] {
            assert!(matches!(judge(target), Verdict::Active(_)), "{target:?}");
        }
    }

    #[test]
    fn what_leads_nowhere_is_text() {
        for target in [
            "",
            "#",
            "page.html",
            "/about",
            "//a.org",
            "tel:+65",
            "http:///x",
            "http://",
            "mailto:x",
            "http://a:b",
            "https://../",
        ] {
            assert!(matches!(judge(target), Verdict::Nowhere(_)), "{target:?}");
        }
    }

    #[test]
    fn masks_are_known() {
        assert_eq!(judge("/cdn-cgi/l/email-protection#ab"), Verdict::Masked);
        assert_eq!(judge("mailto:[email\u{a0}protected]"), Verdict::Masked);
    }
}
