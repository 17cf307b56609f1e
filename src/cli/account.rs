//! `build --report`: the page for people, and how it finds the files.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};
use std::time::Duration;

use crate::batch::account::{Account, html, pictures};
use crate::batch::manifest::Manifest;
use crate::batch::output;
use crate::batch::run::{self, Request, Summary};
use crate::batch::workshop::Workshop;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::Drawn;

/// What only the run knows.
pub struct Facts {
    /// What it did.
    pub summary: Summary,
    /// The records it built, with the time each took.
    pub took: Vec<(String, Duration)>,
    /// How long it took.
    pub elapsed: Duration,
}

/// Writes the page.
///
/// # Errors
///
/// That it cannot be written.
pub fn write(
    path: &Path,
    request: &Request,
    workshop: &Workshop<'_>,
    told: &[Drawn],
    facts: Facts,
) -> Result<(), Diagnostic> {
    let manifest = Manifest::read(&request.output).unwrap_or_default();
    let built: BTreeSet<&str> = facts.took.iter().map(|(key, _)| key.as_str()).collect();
    let pictures = pictures(request, workshop, &manifest, &built);
    let written = to_folder(path, &request.output).and_then(|to_output| {
        let Facts { summary, took, elapsed } = facts;
        let account = Account { summary, manifest: &manifest, told, took, elapsed, pictures, to_output };
        output::write(path, html(&account).as_bytes())
    });
    written.map_err(|error| run::unwritable(None, &path.to_string_lossy().replace('\\', "/"), &error))
}

/// Returns the way from a page to a folder, empty or ending in a slash. The page's own folder is made.
fn to_folder(page: &Path, folder: &Path) -> io::Result<String> {
    let own = page.parent().filter(|own| !own.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(own)?;
    let (own, folder) = (own.canonicalize()?, folder.canonicalize()?);
    let (own, folder): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (own.components().collect(), folder.components().collect());
    let shared = own.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), own.len() - shared);
    let down = folder[shared..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).map(|part| crate::diagnostics::render::uri(&part)).collect();
    Ok(parts.iter().map(|part| format!("{part}/")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_files_is_relative() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("dist of all")).expect("writable");
        let way = |page: &str| to_folder(&at(page), &at("dist of all")).expect("both are there");
        assert_eq!(way("dist of all/report.html"), "");
        assert_eq!(way("report.html"), "dist%20of%20all/");
        assert_eq!(way("a/b/report.html"), "../../dist%20of%20all/");
    }
}
