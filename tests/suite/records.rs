//! Cases of `records`: what is read from record files, and every fault at its place.

mod bad;
mod good;
mod lints;
mod projects;
mod properties;

use std::path::Path;

use offprint::diagnostics::Diagnostic;
use offprint::project::Project;
use offprint::record::{self, ReadContext, Reading};

/// Reads a text as a record file of that name, in a project.
fn read_in(project: &Project, name: &str, text: impl AsRef<[u8]>) -> Reading {
    record::read(Path::new(name), text.as_ref(), &ReadContext::new(project))
}

/// Reads a text as a record file of that name.
fn read(name: &str, text: impl AsRef<[u8]>) -> Reading {
    read_in(&Project::default(), name, text)
}

/// A diagnostic as cases give it: `E0102 4:7`.
fn place(diagnostic: &Diagnostic) -> String {
    let (line, column) = diagnostic.span.as_ref().map_or((0, 0), |span| span.line_column());
    format!("{} {line}:{column}", diagnostic.code.code)
}
