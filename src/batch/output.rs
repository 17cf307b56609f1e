//! Output files: where they go, and how they get there whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes a file by way of a temporary one in the same folder, synced and renamed, so that
/// whoever looks sees the old file or the new one.
///
/// # Errors
///
/// Those of the file system; the old file is then untouched.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::Builder::new().prefix(".offprint-").suffix(".part").tempfile_in(folder)?;
    file.write_all(bytes)?;
    // A rename that reaches the disk before the data would leave an empty file after a power cut;
    // the sync is of data alone, and of this file alone.
    file.as_file().sync_data()?;
    set_mode(file.as_file())?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Gives the file the mode that a plain `create` would have given it: temporary files are private.
#[cfg(unix)]
fn set_mode(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_mode(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Removes what a killed run left behind in a folder and below it.
pub fn remove_leftovers(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if kind.is_dir() {
            remove_leftovers(&entry.path());
        } else if name.starts_with(".offprint-") && name.ends_with(".part") {
            // Another run may have taken it away already; either way it is gone.
            let _gone = fs::remove_file(entry.path());
        }
    }
}

/// The facts of a record that a file name pattern may use.
#[derive(Clone, Copy, Debug)]
pub struct NameFacts<'a> {
    /// `{number}`
    pub number: &'a str,
    /// `{series}`
    pub series: &'a str,
    /// `{lang}`
    pub lang: &'a str,
    /// `{year}`
    pub year: Option<i16>,
    /// `{path}`: the record file's path below the folder given, without its ending.
    pub stem: &'a str,
}

/// Returns the path of a record's artefacts below the output folder, without an ending.
///
/// # Errors
///
/// The name of a placeholder that the pattern uses and nobody knows.
pub fn name(pattern: Option<&str>, facts: &NameFacts<'_>) -> Result<PathBuf, String> {
    let Some(pattern) = pattern else { return Ok(PathBuf::from(facts.stem)) };
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        let (key, after) = after.split_once('}').ok_or_else(|| after.to_owned())?;
        match key {
            "number" => path.push_str(&file_name(facts.number)),
            "series" => path.push_str(&file_name(facts.series)),
            "lang" => path.push_str(&file_name(facts.lang)),
            "path" => path.push_str(facts.stem),
            "year" => {
                path.push_str(&facts.year.map_or_else(|| "undated".to_owned(), |year| year.to_string()))
            }
            _ => return Err(key.to_owned()),
        }
        rest = after;
    }
    path.push_str(rest);
    Ok(PathBuf::from(path))
}

/// Returns a name that ends in a mark, parted by a hyphen; one that ends in it already is as it was.
#[must_use]
pub fn marked(stem: &str, mark: &str) -> String {
    let mark = file_name(mark);
    let ends = [format!("-{mark}"), format!(".{mark}")];
    if ends.iter().any(|end| stem.ends_with(end.as_str())) {
        stem.to_owned()
    } else {
        format!("{stem}-{mark}")
    }
}

/// Replaces what cannot stand in a file name.
fn file_name(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() || "-_.+".contains(c) { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_filled() {
        let facts = NameFacts { number: "CO 1/2", series: "rsis", lang: "en", year: Some(2012), stem: "a/b" };
        assert_eq!(name(None, &facts), Ok(PathBuf::from("a/b")));
        assert_eq!(name(Some("{year}/{number}"), &facts), Ok(PathBuf::from("2012/CO-1-2")));
        assert_eq!(name(Some("{yaer}"), &facts), Err("yaer".to_owned()));
    }

    #[test]
    fn a_name_is_marked_once() {
        assert_eq!(marked("2012/CO12033", "draft"), "2012/CO12033-draft");
        assert_eq!(marked("2012/CO12033.v1", "v1"), "2012/CO12033.v1");
        assert_eq!(marked("CO12033-v1", "v2"), "CO12033-v1-v2");
        assert_eq!(marked("a", "v1/../b"), "a-v1-..-b");
    }

    #[test]
    fn a_write_replaces_whole_and_leaves_no_leftovers() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("deep/file.pdf");
        write(&path, b"old").expect("writable");
        write(&path, b"new").expect("writable");
        assert_eq!(fs::read(&path).expect("readable"), b"new");
        assert_eq!(fs::read_dir(folder.path().join("deep")).expect("readable").count(), 1);
    }
}
