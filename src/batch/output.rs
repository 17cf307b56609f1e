//! Output files: where they go, and how they get there whole or not at all.

use std::fs;
use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file that is whole on the disk and not yet in its place; dropped, it is gone.
#[derive(Debug)]
pub struct Staged {
    file: NamedTempFile,
    path: PathBuf,
}

/// Writes a file to a temporary one in the folder of its place, and waits until the disk has it.
///
/// # Errors
///
/// Those of the file system; what stands in the place is untouched.
pub fn stage(path: &Path, bytes: &[u8]) -> io::Result<Staged> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = temporary(folder)?;
    file.write_all(bytes).map_err(|error| plain(&error))?;
    // A rename that reaches the disk before the data would leave an empty file after a power cut;
    // the sync is of data alone, and of this file alone.
    file.as_file().sync_data()?;
    set_mode(file.as_file())?;
    Ok(Staged { file, path: path.to_path_buf() })
}

impl Staged {
    /// Renames it into its place, so that whoever looks sees the old file or the new one.
    ///
    /// # Errors
    ///
    /// Those of the file system; the old file is then untouched.
    pub fn place(self) -> io::Result<()> {
        self.file.persist(&self.path).map(drop).map_err(|error| plain(&error.error))
    }
}

/// Writes a file whole or not at all.
///
/// # Errors
///
/// Those of the file system; the old file is then untouched.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    stage(path, bytes)?.place()
}

/// Writes a file unless it says the same already. `write_to` gives its bytes, some at a time: of a long file that is as it
/// was, they are never all in memory.
///
/// # Errors
///
/// As for [`write()`].
pub fn refresh(path: &Path, write_to: impl Fn(&mut dyn io::Write) -> io::Result<()>) -> io::Result<()> {
    let is_same = fs::File::open(path).is_ok_and(|file| {
        let mut old = Likeness { old: io::BufReader::with_capacity(STRETCH, file), own: Vec::new() };
        write_to(&mut old).and_then(|()| old.end()).is_ok()
    });
    if is_same {
        return Ok(());
    }
    let mut bytes = Vec::new();
    write_to(&mut bytes)?;
    write(path, &bytes)
}

/// How many bytes of a file are compared at once.
const STRETCH: usize = 64 << 10;

/// Takes bytes as long as they are those of a file.
struct Likeness {
    old: io::BufReader<fs::File>,
    /// What is not compared yet.
    own: Vec<u8>,
}

impl Likeness {
    fn compare(&mut self) -> io::Result<()> {
        let mut rest = self.own.as_slice();
        while !rest.is_empty() {
            let old = self.old.fill_buf()?;
            let length = old.len().min(rest.len());
            if length == 0 || old[..length] != rest[..length] {
                return Err(io::ErrorKind::InvalidData.into());
            }
            self.old.consume(length);
            rest = &rest[length..];
        }
        self.own.clear();
        Ok(())
    }

    /// Tells whether the file ends here.
    fn end(&mut self) -> io::Result<()> {
        self.compare()?;
        if self.old.fill_buf()?.is_empty() { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}

impl io::Write for Likeness {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.own.extend_from_slice(bytes);
        if self.own.len() >= STRETCH {
            self.compare()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Tries whether files can be made in a folder.
///
/// # Errors
///
/// Why not.
pub fn probe(folder: &Path) -> io::Result<()> {
    temporary(folder).map(drop)
}

/// Makes a temporary file with a name that [`remove_leftovers`] knows.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let made = tempfile::Builder::new().prefix(".offprint-").suffix(".part").tempfile_in(folder);
    made.map_err(|error| plain(&error))
}

/// Returns an error without the temporary file's path, which is absolute and random.
fn plain(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
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

    #[test]
    fn a_staged_file_that_is_given_up_leaves_the_old_one() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("file.pdf");
        write(&path, b"old").expect("writable");
        drop(stage(&path, b"new").expect("writable"));
        assert_eq!(fs::read(&path).expect("readable"), b"old");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
    }

    #[test]
    fn what_says_the_same_is_not_written_again() {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = folder.path().join("manifest.json");
        let written = || fs::metadata(&path).and_then(|facts| facts.modified()).expect("a file is there");
        let long = vec![b'x'; 2 * STRETCH + 7];
        // Bytes come some at a time, as a serialiser gives them.
        let refresh = |bytes: &[u8]| {
            refresh(&path, |out| bytes.chunks(1000).try_for_each(|some| out.write_all(some)))
                .expect("writable");
            fs::read(&path).expect("readable")
        };
        assert_eq!(refresh(&long), long);
        let first = written();
        refresh(&long);
        assert_eq!(written(), first);
        for other in [&long[1..], &[&long[..], b"y"].concat(), &[&long[1..], b"y"].concat(), b""] {
            assert_eq!(refresh(other), other);
        }
    }
}
