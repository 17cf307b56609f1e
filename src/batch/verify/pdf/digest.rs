//! The identifier of a file as offprint writes it: the digest of the file with a placeholder where the
//! identifier stands, so that no byte can change unnoticed.

use super::graph;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::NOT_AS_WRITTEN;

/// What stands in the identifier's place while the digest is taken: the bytes `identifier here!`.
const PLACEHOLDER: &[u8] = b"6964656E746966696572206865726521";

/// Checks the digest that a file carries.
pub fn check(bytes: &[u8], faults: &mut Vec<Diagnostic>) {
    let Some((trailer, id)) = identifier(bytes) else {
        faults.push(Diagnostic::error(
            &NOT_AS_WRITTEN,
            "the PDF carries no digest of itself in its identifier",
        ));
        return;
    };
    // The identifier is named after all else is written, and so stands in the trailer alone.
    let (mut digest, mut rest) = (blake3::Hasher::new(), bytes);
    let mut from = trailer;
    while let Some(found) = find(&rest[from..], id) {
        digest.update(&rest[..from + found]).update(PLACEHOLDER);
        rest = &rest[from + found + id.len()..];
        from = 0;
    }
    digest.update(rest);
    let digest: String =
        digest.finalize().as_bytes()[..16].iter().map(|byte| format!("{byte:02X}")).collect();
    if digest.as_bytes() != id {
        faults.push(Diagnostic::error(
            &NOT_AS_WRITTEN,
            "the PDF was changed after it was written: its digest is not its identifier",
        ));
    }
}

/// Finds where the trailer begins, and the identifier in its `ID`, as hexadecimal digits. The trailer is where the file's last line but one
/// says it is (ISO 32000-1, 7.5.5); to look for the last `/ID` instead would now and then find those three bytes in
/// the packed references, which follow the trailer's dictionary.
fn identifier(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let start = graph::start(bytes)?;
    let trailer = bytes.get(start..)?;
    let rest = &trailer[find(trailer, b"/ID")?..];
    let open = rest.iter().take(200).position(|&byte| byte == b'<')?;
    let id = rest.get(open + 1..open + 33)?;
    let is_whole = id.iter().all(u8::is_ascii_hexdigit) && rest.get(open + 33) == Some(&b'>');
    is_whole.then_some((start, id))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    // The first byte is looked for alone, which is many times faster than comparing windows.
    let mut at = 0;
    while let Some(next) = bytes.get(at..)?.iter().position(|&byte| byte == wanted[0]) {
        at += next;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_references_that_hold_the_identifiers_name_by_chance_are_not_taken_for_it() {
        let id = "00112233445566778899AABBCCDDEEFF";
        let body = format!(
            "%PDF-1.7\n9 0 obj\n<</ID[<{id}><{id}>]/Type/XRef>>\nstream\n\u{1}x/ID<<z\nendstream\nendobj\n"
        );
        let file = format!("{body}startxref\n9\n%%EOF\n");
        assert_eq!(identifier(file.as_bytes()), Some((9, id.as_bytes())));
        let nowhere = format!("{body}startxref\n99999\n%%EOF\n");
        assert_eq!(identifier(nowhere.as_bytes()), None);
    }
}
