//! What a claim of PDF/UA-2 and PDF/A-4 promises beyond those of PDF 1.7.

use super::file::File;
use super::link::without_element;
use super::tree::Tree;

/// The namespace of the standard types of PDF 2.0 (ISO 32000-2, 14.8.6).
const NAMESPACE: &str = "http://iso.org/pdf2/ssn";

/// Checks a file that claims both; `revisions` are those of the two standards, `level` that of PDF/A.
pub fn check(
    file: &File,
    tree: &Tree<'_>,
    revisions: &[Option<&str>; 2],
    level: Option<&str>,
    fault: &mut impl FnMut(&str),
) {
    if !file.version().starts_with("2.") {
        fault(&format!("the PDF claims what PDF 2.0 has and is of version {}", file.version()));
    }
    if *revisions != [Some("2024"), Some("2020")] {
        fault("the PDF does not say of which years the standards are that it claims (`rev`)");
    }
    // ISO 19005-4, 6.1.3.
    if file.trailer().has(b"Info") {
        fault("the PDF has an `Info` dictionary, which PDF/A-4 does not allow");
    }
    check_files(file, level, fault);
    check_elements(file, tree, fault);
    let without = without_element(file);
    if without > 0 {
        fault(&format!("{without} links or entries of the outline go to a page and to no element on it"));
    }
}

/// Checks that there are files inside where level F is claimed, and only there, and what they are to the document.
fn check_files(file: &File, level: Option<&str>, fault: &mut impl FnMut(&str)) {
    let has_files =
        file.dictionary(file.catalogue(), b"Names").is_some_and(|names| names.has(b"EmbeddedFiles"));
    if has_files != (level == Some("F")) {
        fault("the PDF claims PDF/A-4f without a file inside, or has one without the claim");
    }
    for (id, object) in file.objects() {
        let Ok(specification) = object.as_dict() else { continue };
        if specification.has(b"EF")
            && !["AFRelationship", "F", "UF"].iter().all(|key| specification.has(key.as_bytes()))
        {
            fault(&format!("the file of object {} does not say what it is to the document", id.0));
        }
    }
}

fn check_elements(file: &File, tree: &Tree<'_>, fault: &mut impl FnMut(&str)) {
    for element in &tree.elements {
        let space = file.dictionary(element.dictionary, b"NS").and_then(|space| file.text(space, b"NS"));
        if element.parent.is_none() && space.as_deref() != Some(NAMESPACE) {
            fault("the structure tree does not begin with a `Document` of PDF 2.0");
        }
        match element.tag {
            "Note" => fault("the PDF has a `Note`, for which PDF/UA-2 has `FENote`"),
            "FENote" if file.array(element.dictionary, b"Ref").is_none_or(<[_]>::is_empty) => {
                fault("a note does not name its mark (`Ref`)");
            }
            _ => {}
        }
    }
}
