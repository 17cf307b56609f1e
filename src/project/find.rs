//! Where the project file is.

use std::path::{Path, PathBuf};

/// The name of a project file.
pub const FILE_NAME: &str = "offprint.toml";

/// Returns the nearest project file at or above a file or folder, if there is one.
#[must_use]
pub fn find(start: &Path) -> Option<PathBuf> {
    let start = if start.as_os_str().is_empty() { Path::new(".") } else { start };
    if let Some(found) = start.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| is_there(path)) {
        return Some(found);
    }
    // A relative path ends before the folders above it do.
    let whole = std::path::absolute(start).ok()?;
    whole.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| is_there(path))
}

/// Tells whether something has the name; that it cannot be read is told where it is read, not passed over.
fn is_there(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|facts| !facts.is_dir())
}
