//! Cases of `import`: pages and manuscripts, and the records that come of them.
//!
//! `import/made/` was made from records of `examples/` with pandoc (see `import/make.py`): what comes back must have the
//! words of the record. `import/pages/` holds a real page's text (its navigation shortened), and pages written by hand.

mod hostile;
mod manuscripts;
mod pages;
mod words;

use std::fs;
use std::path::{Path, PathBuf};

use offprint::import::{self, Imported};
use offprint::project::Project;
use offprint::record::{self, ReadContext, Record};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> PathBuf {
    root().join("tests/suite/import")
}

/// Imports a file with its folder as the shelf of images.
fn import(path: &Path) -> Imported {
    let folder = path.parent().expect("a file is in a folder").to_path_buf();
    let bytes = fs::read(path).expect("the case is there");
    let shelf = move |name: &str| fs::read(folder.join(name)).ok();
    match import::import(path, &bytes, None, &shelf) {
        Ok(imported) => imported,
        Err(fault) => panic!("{}: {}", path.display(), fault.message),
    }
}

/// Reads a record file's text; it must have no error.
fn read(name: &str, text: &str) -> Record {
    let project = Project::default();
    let reading = record::read(Path::new(name), text.as_bytes(), &ReadContext::new(&project));
    let faults: Vec<&str> =
        reading.diagnostics.iter().filter(|one| one.is_error()).map(|one| one.message.as_str()).collect();
    assert!(faults.is_empty(), "{name}: {faults:?}\n{text}");
    reading.records.into_iter().next().expect("a record without an error")
}

/// Compares with what is kept in `import/NAME`; `OFFPRINT_ACCEPT=1` writes it anew.
fn expect(name: &str, text: &str) {
    let path = cases().join(name);
    if std::env::var_os("OFFPRINT_ACCEPT").is_some() {
        fs::write(&path, text).expect("the case can be written");
    }
    assert_eq!(text, fs::read_to_string(&path).unwrap_or_default(), "{name} differs");
}
