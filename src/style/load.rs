//! From a style's name to a checked [`Style`]: its file, those it inherits from, their tokens.

use std::path::Path;
use std::sync::Arc;

use toml::de::DeTable;

use super::Style;
use super::resolve::resolve;
use super::tokens::Tokens;
use crate::diagnostics::codes::style as codes;
use crate::diagnostics::{Diagnostic, Source, Span};
use crate::disk;

/// The styles that are built in, and the files they are made of.
static EMBEDDED: &[(&str, &str)] = &[
    ("house", include_str!("../../styles/house.toml")),
    ("brief", include_str!("../../styles/brief.toml")),
    ("journal", include_str!("../../styles/journal.toml")),
    ("large-print", include_str!("../../styles/large-print.toml")),
];

/// How many styles may lie over one another.
const DEPTH_LIMIT: usize = 8;

/// Returns the names of the styles that are built in.
pub fn names() -> impl Iterator<Item = &'static str> {
    EMBEDDED.iter().map(|(name, _)| *name)
}

/// Returns the file of a style that is built in.
#[must_use]
pub fn embedded(name: &str) -> Option<&'static str> {
    EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Loads a style by name or path.
///
/// A name with a slash or the ending `.toml` is a path. Any other is looked for as `NAME.toml` in
/// the folders, in their order, and then among the styles that are built in; so is what a style
/// inherits, with the folder of its own file before the others.
///
/// # Errors
///
/// Every fault of the style and of those it inherits from.
pub fn load(name: &str, folders: &[&Path]) -> Result<Style, Vec<Diagnostic>> {
    let sheet = find(name, folders).map_err(|fault| vec![fault])?;
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    settle(sheet, stem.strip_suffix(".toml").unwrap_or(stem), folders)
}

/// Reads a style that is in memory; what it inherits is among the styles that are built in.
///
/// # Errors
///
/// Every fault of the style and of those it inherits from.
pub fn read(name: &str, text: &str) -> Result<Style, Vec<Diagnostic>> {
    settle(Source::new(format!("{name}.toml"), text), name, &[])
}

/// Lays a style over those it inherits from and checks the whole.
fn settle(sheet: Arc<Source>, name: &str, folders: &[&Path]) -> Result<Style, Vec<Diagnostic>> {
    let sheets = collect(sheet, folders).map_err(|fault| vec![fault])?;
    let mut tokens = Tokens::default();
    let mut faults = Vec::new();
    // What is inherited lies below, so it is laid first.
    for sheet in sheets.iter().rev() {
        match DeTable::parse(&sheet.text) {
            Ok(table) => tokens.lay_over(table.get_ref(), sheet),
            Err(error) => faults.push(unreadable(&error, sheet)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    resolve(name, tokens)
}

/// Gathers a style's text and those of the styles below it, the topmost first.
fn collect(sheet: Arc<Source>, folders: &[&Path]) -> Result<Vec<Arc<Source>>, Diagnostic> {
    let mut sheets = vec![sheet];
    while let Some((name, named_at)) = sheets.last().and_then(inherited) {
        let own = sheets.last().map(|sheet| folder_of(&sheet.path).to_owned());
        let own = own.as_deref().map(Path::new);
        let search: Vec<&Path> = own.into_iter().chain(folders.iter().copied()).collect();
        let sheet = find(&name, &search).map_err(|fault| locate(fault, named_at.clone()))?;
        let is_round = sheets.iter().any(|above| above.path == sheet.path) || sheets.len() >= DEPTH_LIMIT;
        if is_round {
            let fault = Diagnostic::error(&codes::INHERITED_ROUND, format!("style `{name}` inherits itself"));
            return Err(locate(fault, named_at));
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn locate(mut fault: Diagnostic, span: Option<Span>) -> Diagnostic {
    fault.span = fault.span.or(span);
    fault
}

/// Returns what a style says it inherits from. Faults of its text are told later.
fn inherited(sheet: &Arc<Source>) -> Option<(String, Option<Span>)> {
    let table = DeTable::parse(&sheet.text).ok()?;
    let value = table.get_ref().get("inherits")?;
    let span = value.span();
    let span = Span { source: Arc::clone(sheet), start: span.start, end: span.end };
    Some((value.get_ref().as_str()?.to_owned(), Some(span)))
}

fn find(name: &str, folders: &[&Path]) -> Result<Arc<Source>, Diagnostic> {
    if name.contains(['/', '\\']) || name.ends_with(".toml") {
        let path = Path::new(name);
        let text = disk::read_text(path, disk::TEXT_BYTES).map_err(|error| {
            Diagnostic::error(&codes::UNKNOWN_STYLE, format!("style `{name}` cannot be read: {error}"))
        })?;
        return Ok(Source::new(name.replace('\\', "/"), text));
    }
    for folder in folders {
        let path = folder.join(format!("{name}.toml"));
        if let Ok(text) = disk::read_text(&path, disk::TEXT_BYTES) {
            return Ok(Source::new(path.to_string_lossy().replace('\\', "/"), text));
        }
    }
    match embedded(name) {
        Some(text) => Ok(Source::new(format!("{EMBEDDED_FOLDER}{name}.toml"), text)),
        None => Err(unknown(name)),
    }
}

/// What stands before the name of a built-in style in faults; no path of a disk looks like it.
const EMBEDDED_FOLDER: &str = "built-in:";

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn unknown(name: &str) -> Diagnostic {
    let nearest = names().map(|known| (strsim::damerau_levenshtein(name, known), known)).min();
    let fault = Diagnostic::error(&codes::UNKNOWN_STYLE, format!("there is no style `{name}`"));
    match nearest {
        Some((distance, known)) if distance <= known.len() / 2 => {
            fault.hint(format!("did you mean `{known}`?"))
        }
        _ => {
            let list: Vec<&str> = names().collect();
            fault.hint(format!("the built-in styles are {}", list.join(", ")))
        }
    }
}

fn unreadable(error: &toml::de::Error, sheet: &Arc<Source>) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    let message = error.message().lines().next().unwrap_or("it cannot be read").to_lowercase();
    Diagnostic::error(&codes::UNREADABLE_STYLE, format!("this is no TOML: {message}")).at(Span {
        source: Arc::clone(sheet),
        start: span.start,
        end: span.end,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(lines: &str) -> String {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("own.toml"), lines).expect("a file is written");
        let faults = load("own", &[folder.path()]).expect_err("the style has a fault");
        let told: Vec<String> = faults
            .iter()
            .map(|fault| {
                let at = fault.span.as_ref().map_or((0, 0), Span::line_column);
                format!("{} {}:{} {}", fault.code.code, at.0, at.1, fault.message)
            })
            .collect();
        told.join("\n")
    }

    #[test]
    fn every_embedded_style_loads() {
        for name in names() {
            let style = load(name, &[]).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
            assert_eq!(style.name, name);
            assert!(style.lines() >= 20, "{name}");
        }
    }

    #[test]
    fn a_style_changes_what_it_names_and_inherits_the_rest() {
        let house = load("house", &[]).expect("house loads");
        let brief = load("brief", &[]).expect("brief loads");
        assert_ne!(house.page.size, brief.page.size);
        assert_eq!(house.text.running_head.size, brief.text.running_head.size);
        assert_ne!(house.canonical(), brief.canonical());
    }

    #[test]
    fn faults_are_told_together_and_in_place() {
        let told = fault_of(
            "inherits = \"house\"\ndescription = \"d\"\n[page]\nmargin-tpo = \"3pt\"\ngrid = 12\n\
             [text.note]\nsize = \"8 px\"\n",
        );
        assert!(told.contains("E0404 5:8 `page.grid` is 12, expected a length"), "{told}");
        assert!(told.contains("E0404 7:8 `text.note.size` is \"8 px\", expected a length"), "{told}");
        assert!(told.contains("E0403 4:14 `page.margin-tpo` is no token of a style"), "{told}");
    }

    #[test]
    fn a_pale_colour_is_an_error() {
        let told = fault_of("inherits = \"house\"\n[text.byline]\ncolour = \"#999\"\n");
        assert!(told.starts_with("E0405 3:10 `text.byline.colour` is #999999"), "{told}");
    }

    #[test]
    fn inheriting_in_a_circle_is_told() {
        let told = fault_of("inherits = \"own\"\n");
        assert_eq!(told, "E0406 1:12 style `own` inherits itself");
    }

    #[test]
    fn hyphenation_is_one_words_own() {
        let told = fault_of("inherits = \"house\"\n[hyphenation]\nde = [\"Stau-becken\", \"zwei Worte\"]\n");
        assert!(
            told.starts_with("E0404 3:6 `hyphenation.de` has \"zwei Worte\", expected one word"),
            "{told}"
        );
    }

    #[test]
    fn an_unknown_style_names_the_nearest() {
        let faults = load("huose", &[]).expect_err("there is none");
        assert_eq!(faults[0].hints, ["did you mean `house`?"]);
    }
}
