//! Whether the synopsis is in the language of the text.

use super::Findings;
use super::prose::BLANK;
use crate::diagnostics::codes::record as codes;
use crate::document::language::base;

/// The least letters by which a language can be told.
const LETTERS: usize = 80;

/// Tells a synopsis that reads as another language than the record's.
///
/// Told by script and by frequent trigrams (`whatlang`), and only where that is sure of both the
/// synopsis and the body: a body that does not read as the record's own language says nothing.
pub fn check(findings: &mut Findings<'_>) {
    let record = findings.record;
    let Some(synopsis) = &record.synopsis else { return };
    let Some(found) = language_of(&synopsis.text) else { return };
    let wanted = base(&record.lang).to_ascii_lowercase();
    if is_same(found, &wanted) || language_of(&record.body.text).is_none_or(|body| !is_same(body, &wanted)) {
        return;
    }
    let message = format!("the synopsis reads as {}, the record is `{}`", found.eng_name(), record.lang);
    let end = synopsis.text.find('\n').unwrap_or(synopsis.text.len());
    let hint = "translate it, or mark it with `<span lang>` if it is meant so";
    findings.at(&codes::LINT_SYNOPSIS_LANGUAGE, message, synopsis, 0..end, hint);
}

/// The language of a text, if that can be told for sure.
fn language_of(text: &str) -> Option<whatlang::Lang> {
    let prose = super::prose::only(text).replace(BLANK, "");
    let letters = prose.chars().filter(|c| c.is_alphabetic()).count();
    // Han and Kana say much with few letters.
    let enough =
        if prose.chars().any(|c| ('\u{3040}'..'\u{A000}').contains(&c)) { LETTERS / 4 } else { LETTERS };
    let found = whatlang::detect(&prose).filter(|found| letters >= enough && found.is_reliable())?;
    Some(found.lang())
}

/// Tells whether a detected language is the one that a tag's first part names. What trigrams cannot hold
/// apart counts as the same.
fn is_same(found: whatlang::Lang, wanted: &str) -> bool {
    /// ISO 639-3, as detected, and the tags' first parts that it can stand for.
    const ALIKE: [(&str, &[&str]); 62] = [
        ("eng", &["en"]),
        ("cmn", &["zh", "yue", "cmn"]),
        ("jpn", &["ja"]),
        ("kor", &["ko"]),
        ("tam", &["ta"]),
        ("ind", &["id", "ms", "zsm", "jv", "su"]),
        ("jav", &["jv", "id", "ms", "su"]),
        ("tgl", &["tl", "fil"]),
        ("vie", &["vi"]),
        ("tha", &["th"]),
        ("khm", &["km"]),
        ("mya", &["my"]),
        ("ara", &["ar"]),
        ("pes", &["fa", "prs", "ps", "ur"]),
        ("urd", &["ur", "fa", "ps", "sd"]),
        ("heb", &["he", "yi"]),
        ("yid", &["yi", "he"]),
        ("hin", &["hi", "mr", "ne", "sa"]),
        ("mar", &["mr", "hi", "ne", "sa"]),
        ("nep", &["ne", "hi", "mr", "sa"]),
        ("ben", &["bn", "as"]),
        ("guj", &["gu"]),
        ("pan", &["pa"]),
        ("tel", &["te"]),
        ("kan", &["kn"]),
        ("mal", &["ml"]),
        ("ori", &["or"]),
        ("sin", &["si"]),
        ("amh", &["am", "ti"]),
        ("kat", &["ka"]),
        ("hye", &["hy"]),
        ("ell", &["el"]),
        ("fra", &["fr", "oc", "ca"]),
        ("deu", &["de", "lb", "gsw"]),
        ("spa", &["es", "gl", "ca", "ast"]),
        ("por", &["pt", "gl"]),
        ("ita", &["it", "co", "sc"]),
        ("cat", &["ca", "es", "oc"]),
        ("nld", &["nl", "af", "fy"]),
        ("afr", &["af", "nl"]),
        ("dan", &["da", "nb", "no", "nn"]),
        ("nob", &["nb", "no", "nn", "da"]),
        ("swe", &["sv"]),
        ("fin", &["fi"]),
        ("est", &["et"]),
        ("lav", &["lv"]),
        ("lit", &["lt"]),
        ("pol", &["pl"]),
        ("ces", &["cs", "sk"]),
        ("slk", &["sk", "cs"]),
        ("slv", &["sl", "hr", "bs", "sr"]),
        ("hrv", &["hr", "bs", "sr", "sl"]),
        ("srp", &["sr", "hr", "bs", "mk"]),
        ("mkd", &["mk", "bg", "sr"]),
        ("bul", &["bg", "mk"]),
        ("rus", &["ru", "be", "uk"]),
        ("ukr", &["uk", "ru", "be"]),
        ("bel", &["be", "ru", "uk"]),
        ("hun", &["hu"]),
        ("ron", &["ro", "mo"]),
        ("tur", &["tr", "az", "tk"]),
        ("aze", &["az", "tr", "tk"]),
    ];
    let code = found.code();
    // A language that the list does not hold is never held against a record.
    ALIKE.iter().find(|(known, _)| *known == code).is_none_or(|(_, tags)| tags.contains(&wanted))
}
