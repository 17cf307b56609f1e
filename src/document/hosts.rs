//! Hosts of web addresses: which names could be reached, as the URL standard of browsers judges them.

use std::net::{Ipv4Addr, Ipv6Addr};

use unicode_bidi::BidiClass;

/// The longest name of a host, and the longest label of one (RFC 1035, 2.3.4).
const NAME: usize = 253;
const LABEL: usize = 63;

/// Tells whether a host, with or without a port, could be reached: a name, or an address of the network.
pub(super) fn is_host(host: &str) -> bool {
    let (name, port) = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => {
            return address.parse::<Ipv6Addr>().is_ok()
                && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port));
        }
        None => host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port))),
    };
    port.is_none_or(is_port) && is_name(name)
}

fn is_port(port: &str) -> bool {
    port.is_empty() || (port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok())
}

fn is_name(name: &str) -> bool {
    // A name may end with the dot of the root.
    let name = name.strip_suffix('.').unwrap_or(name);
    let Some(last) = name.rsplit('.').next() else { return false };
    // What ends in a number is read as an address.
    let is_number =
        last.bytes().all(|byte| byte.is_ascii_digit()) || last.to_ascii_lowercase().starts_with("0x");
    if is_number {
        return name.parse::<Ipv4Addr>().is_ok();
    }
    name.len() <= NAME && name.split('.').all(is_label)
}

/// Letters, digits, hyphens and lines; the letters of other scripts than Latin as IDNA lets them through: with marks
/// after them, and of one direction (RFC 5893).
fn is_label(label: &str) -> bool {
    let is_letter = |c: char| {
        c.is_alphanumeric() || matches!(c, '-' | '_') || (!c.is_ascii() && class(c) == BidiClass::NSM)
    };
    let turns = |c: char| matches!(class(c), BidiClass::R | BidiClass::AL | BidiClass::AN);
    let starts_well = label.chars().next().is_some_and(|c| c.is_ascii() || c.is_alphanumeric());
    let is_of_one_direction =
        !label.contains(turns) || (label.starts_with(turns) && !label.contains(|c| class(c) == BidiClass::L));
    starts_well && label.len() <= LABEL && label.chars().all(is_letter) && is_of_one_direction
}

fn class(c: char) -> BidiClass {
    unicode_bidi::bidi_class(c)
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn names_and_addresses_are_reached() {
        for host in [
            "a.org",
            "a.org.",
            "localhost:8080",
            "xn--bcher-kva.example",
            "b\u{fc}cher.example",
            "\u{4f8b}\u{3048}.jp",
            "\u{645}\u{62b}\u{627}\u{644}.org",
            "\u{b89}\u{bb2}\u{b95}\u{bae}\u{bcd}.org",
            "a_b.org",
            "127.0.0.1:80",
            "[::1]:443",
            "a.org:",
        ] {
            assert!(is_host(host), "{host}");
        }
    }

    #[test]
    fn what_no_browser_would_ask_for_is_none() {
        for host in [
            "",
            "..",
            ".",
            ".a",
            "a..b",
            "1.2.3.999",
            "1.2",
            "0x7f",
            "a b",
            "a\"b",
            "a.org:99999",
            "a.org:x",
            "[::g]",
            "[::1",
            "[::1]x",
            "a\u{202e}b.org",
            "\u{301}a.org",
            "a\u{5d0}.org",
            "\u{1f409}\u{200b}.org",
        ] {
            assert!(!is_host(host), "{host:?}");
        }
        assert!(!is_host(&format!("{}.org", "a".repeat(64))));
        assert!(!is_host(&"a.".repeat(200)));
    }
}
