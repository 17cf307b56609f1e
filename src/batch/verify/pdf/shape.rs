//! What elements must hold and say: headings, lists, tables, figures, notes, links, languages.

use std::collections::BTreeSet;

use super::file::File;
use super::tree::{Kid, Tree};
use crate::batch::verify::Expected;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::verify::{
    ANNOTATION_WRONG, HEADINGS_SKIP, NO_ALTERNATIVE, NO_LANGUAGE, TREE_BROKEN,
};

/// Checks every element.
pub fn check(file: &File, tree: &Tree<'_>, expected: Option<&Expected>, faults: &mut Vec<Diagnostic>) {
    check_root(tree, faults);
    check_headings(tree, faults);
    check_languages(file, tree, expected, faults);
    let mut ids = BTreeSet::new();
    for (at, element) in tree.elements.iter().enumerate() {
        let mut broken = |message: String| faults.push(Diagnostic::error(&TREE_BROKEN, message));
        match element.tag {
            "LI" if parent(tree, at) != Some("L") => broken("an `LI` stands outside of an `L`".to_owned()),
            "L" | "LI" | "TR" | "THead" | "TBody" | "TFoot" | "Table" => check_kids(tree, at, &mut broken),
            "LBody" | "Lbl" if !matches!(parent(tree, at), Some("LI" | "Note" | "FENote" | "TOCI")) => {
                broken(format!(
                    "`{}` stands below `{}`",
                    element.tag,
                    parent(tree, at).unwrap_or("the root")
                ));
            }
            "TH" if !has_scope(file, element.dictionary) => {
                broken("a `TH` does not say what it is the head of".to_owned())
            }
            "Note" | "FENote" => match file.text(element.dictionary, b"ID") {
                Some(id) if ids.insert(id.clone()) => {}
                Some(id) => broken(format!("two notes have the id `{id}`")),
                None => broken("a `Note` has no id".to_owned()),
            },
            "Figure" | "Formula" => check_figure(file, element.dictionary, faults),
            "Link" if !element.kids.iter().any(|kid| matches!(kid, Kid::Object(_))) => {
                faults.push(Diagnostic::error(
                    &ANNOTATION_WRONG,
                    "a `Link` element has no annotation, so that it cannot be followed",
                ));
            }
            _ => {}
        }
        if element.tag == "Table" {
            check_rows(file, tree, at, faults);
        }
    }
}

fn check_root(tree: &Tree<'_>, faults: &mut Vec<Diagnostic>) {
    let roots: Vec<&str> =
        tree.elements.iter().filter(|element| element.parent.is_none()).map(|root| root.tag).collect();
    if !tree.elements.is_empty() && roots != ["Document"] {
        let message = format!("the structure tree begins with {roots:?} in place of one `Document`");
        faults.push(Diagnostic::error(&TREE_BROKEN, message));
    }
}

fn parent<'a>(tree: &Tree<'a>, at: usize) -> Option<&'a str> {
    tree.elements[at].parent.map(|parent| tree.elements[parent].tag)
}

fn check_headings(tree: &Tree<'_>, faults: &mut Vec<Diagnostic>) {
    let mut before = 0;
    for element in &tree.elements {
        let level = match element.tag.as_bytes() {
            [b'H', digit @ b'1'..=b'6'] => digit - b'0',
            _ => continue,
        };
        if level > before + 1 {
            let message = match before {
                0 => format!("the first heading is of level {level}"),
                _ => format!("a heading of level {level} follows one of level {before}"),
            };
            faults.push(Diagnostic::error(&HEADINGS_SKIP, message));
        }
        before = level;
    }
    if before == 0 && !tree.elements.is_empty() {
        faults.push(Diagnostic::error(&HEADINGS_SKIP, "the PDF has no heading, not even a title"));
    }
}

fn check_languages(file: &File, tree: &Tree<'_>, expected: Option<&Expected>, faults: &mut Vec<Diagnostic>) {
    let mut fault = |message: String| faults.push(Diagnostic::error(&NO_LANGUAGE, message));
    match file.text(file.catalogue(), b"Lang") {
        None => fault("the PDF does not say its language".to_owned()),
        Some(lang) if !is_tag(&lang) => fault(format!("the PDF's language `{lang}` is no BCP 47 tag")),
        Some(lang) => {
            if let Some(expected) = expected.filter(|expected| !expected.lang.eq_ignore_ascii_case(&lang)) {
                fault(format!("the PDF says its language is `{lang}`; the record's is `{}`", expected.lang));
            }
        }
    }
    for element in &tree.elements {
        if let Some(lang) = file.text(element.dictionary, b"Lang").filter(|lang| !is_tag(lang)) {
            fault(format!("a `{}` has the language `{lang}`, which is no BCP 47 tag", element.tag));
        }
    }
}

/// Tells whether a text has the form of a language tag (BCP 47): subtags of one to eight letters or digits,
/// the first of letters alone.
pub fn is_tag(lang: &str) -> bool {
    let mut subtags = lang.split('-');
    let first = subtags.next().unwrap_or_default();
    let is_subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    (first == "x" || (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic()))
        && subtags.all(is_subtag)
}

/// Which elements may stand directly below which (ISO 32000-1, 14.8.4.3).
fn allowed(tag: &str) -> &'static [&'static str] {
    match tag {
        "L" => &["LI", "L", "Caption"],
        "LI" => &["Lbl", "LBody"],
        "TR" => &["TH", "TD"],
        "THead" | "TBody" | "TFoot" => &["TR"],
        _ => &["TR", "THead", "TBody", "TFoot", "Caption"],
    }
}

fn check_kids(tree: &Tree<'_>, at: usize, broken: &mut impl FnMut(String)) {
    let tag = tree.elements[at].tag;
    if tree.elements[at].kids.iter().any(|kid| matches!(kid, Kid::Marked { .. })) {
        broken(format!("a `{tag}` holds text directly"));
    }
    for (_, kid) in tree.elements_of(at) {
        if !allowed(tag).contains(&kid.tag) {
            broken(format!("`{}` stands directly below `{tag}`", kid.tag));
        }
    }
}

/// Looks for an attribute in `A`, which holds one dictionary or several.
pub(super) fn attribute<'a>(
    file: &'a File,
    element: &'a lopdf::Dictionary,
    key: &[u8],
) -> Option<&'a lopdf::Object> {
    let own = file.get(element, b"A")?;
    let one = std::slice::from_ref(own);
    let all = own.as_array().map_or(one, Vec::as_slice);
    all.iter()
        .filter_map(|attributes| file.resolve(attributes)?.as_dict().ok())
        .find_map(|attributes| file.get(attributes, key))
}

fn has_scope(file: &File, element: &lopdf::Dictionary) -> bool {
    let scope = attribute(file, element, b"Scope").and_then(|scope| scope.as_name().ok());
    matches!(scope, Some(b"Column" | b"Row" | b"Both"))
}

fn check_figure(file: &File, element: &lopdf::Dictionary, faults: &mut Vec<Diagnostic>) {
    let says = |key| file.text(element, key).is_some_and(|text| !text.trim().is_empty());
    if !says(b"Alt") && !says(b"ActualText") {
        faults.push(Diagnostic::error(&NO_ALTERNATIVE, "a `Figure` has no alternative text"));
    }
    let has_box = attribute(file, element, b"BBox")
        .and_then(|bbox| bbox.as_array().ok())
        .is_some_and(|bbox| bbox.len() == 4);
    if !has_box {
        faults.push(Diagnostic::error(&TREE_BROKEN, "a `Figure` does not say where it stands (`BBox`)"));
    }
}

/// Checks that all rows of a table have as many cells.
fn check_rows(file: &File, tree: &Tree<'_>, at: usize, faults: &mut Vec<Diagnostic>) {
    let span = |element: &lopdf::Dictionary| {
        attribute(file, element, b"ColSpan").and_then(|span| span.as_i64().ok()).unwrap_or(1)
    };
    let mut widths = BTreeSet::new();
    for (part, element) in tree.elements_of(at) {
        let rows: Vec<usize> = match element.tag {
            "TR" => vec![part],
            _ => tree.elements_of(part).filter(|(_, row)| row.tag == "TR").map(|(row, _)| row).collect(),
        };
        for row in rows {
            widths.insert(tree.elements_of(row).map(|(_, cell)| span(cell.dictionary)).sum::<i64>());
        }
    }
    if widths.len() > 1 {
        faults.push(Diagnostic::error(&TREE_BROKEN, format!("a table has rows of {widths:?} cells")));
    }
}

#[cfg(test)]
mod tests {
    use super::is_tag;

    #[test]
    fn language_tags() {
        for good in ["en", "en-GB", "zh-Hans", "x-klingon", "de-CH-1901"] {
            assert!(is_tag(good), "{good}");
        }
        for bad in ["", "e", "en_GB", "english language", "en-", "123"] {
            assert!(!is_tag(bad), "{bad}");
        }
    }
}
