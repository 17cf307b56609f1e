//! `offprint fonts`: which faces there are, and which ones records are set from.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::{Global, MessageFormat};
use super::report::{self, Tally};
use super::{Outcome, inputs};
use crate::batch::faces::FaceDigests;
use crate::batch::workshop::DEFAULT_STYLE;
use crate::diagnostics::Diagnostic;
use crate::document::{self, BuildOptions};
use crate::font::{Face, FaceId, FontBook, scripts};
use crate::layout::{self, Item, Pages};
use crate::project::Project;
use crate::record::Record;
use crate::style::{self, Style};

/// Names the folders to take for those of the system, parted as in `PATH`.
const FOLDERS: &str = "OFFPRINT_SYSTEM_FONTS";

/// List the faces there are, or those that records are set from
///
/// Without records, each face with its part in a style, the scripts it covers and where it comes from. With
/// records, the faces that each is set from and how much of each script, and what no face covers with the
/// family that would help. `--message-format json` prints the same as JSON.
#[derive(clap::Args, Debug)]
pub struct FontsArgs {
    /// Record files, and folders to search for them
    #[arg(value_name = "RECORD")]
    pub records: Vec<PathBuf>,
    /// Take fonts from here too; a file or a folder
    #[arg(long, value_name = "PATH")]
    pub font_path: Vec<PathBuf>,
    /// Take no fonts from the system's folders
    #[arg(long)]
    pub no_system_fonts: bool,
    /// List the faces of the system too, which are otherwise counted
    #[arg(long)]
    pub system: bool,
    /// Set every record in this style: a name, or a path to a style file
    #[arg(long, value_name = "STYLE")]
    pub style: Option<String>,
}

/// Opens a book of fonts: those of the program, of the project, of the paths, and of the system unless it is forbidden.
///
/// # Errors
///
/// Which path cannot be read, in a line.
pub fn book(project: &Project, paths: &[PathBuf], no_system: bool) -> Result<FontBook, String> {
    let mut fonts = FontBook::embedded();
    let own = project.fonts.iter().map(|path| project.root.join(path));
    for path in own.chain(paths.iter().cloned()) {
        fonts
            .add_from_path(&path)
            .map_err(|error| format!("error: fonts at `{}` cannot be read: {error}", path.display()))?;
    }
    if !no_system && !project.forbids_system_fonts {
        fonts.set_system_folders(match std::env::var_os(FOLDERS) {
            Some(folders) => std::env::split_paths(&folders).collect(),
            None => system_folders(|name| std::env::var_os(name).map(PathBuf::from)),
        });
    }
    Ok(fonts)
}

/// The folders in which systems keep fonts; those of other systems are simply not there.
fn system_folders(variable: impl Fn(&str) -> Option<PathBuf>) -> Vec<PathBuf> {
    let home = variable("HOME");
    let below_home = |path: &str| home.as_ref().map(|home| home.join(path));
    let below = |name: &str, path: &str| variable(name).map(|folder| folder.join(path));
    let fixed = ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"];
    let own = [
        below("XDG_DATA_HOME", "fonts").or_else(|| below_home(".local/share/fonts")),
        below_home(".fonts"),
        below_home("Library/Fonts"),
        below("WINDIR", "Fonts"),
        below("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
    ];
    fixed.into_iter().map(PathBuf::from).chain(own.into_iter().flatten()).collect()
}

/// Runs the command.
pub fn run(args: &FontsArgs, global: &Global) -> Outcome {
    let project = match inputs::load_project(global, &args.records) {
        Ok(project) => project,
        Err(faults) => return super::build::cannot_run(&faults, "the project file has faults", global),
    };
    let fonts = match book(&project, &args.font_path, args.no_system_fonts) {
        Ok(fonts) => fonts,
        Err(line) => return super::build::cannot_run(&[], &line, global),
    };
    if args.records.is_empty() {
        return report::print(&if is_json(global) {
            pretty(&faces_as_json(&fonts, args.system))
        } else {
            faces_as_table(&fonts, args.system)
        });
    }
    of_records(args, &project, &fonts, global)
}

fn is_json(global: &Global) -> bool {
    global.message_format == MessageFormat::Json
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Where a face comes from.
fn source(fonts: &FontBook, id: FaceId) -> String {
    match fonts.face(id).origin() {
        _ if fonts.is_of_system(id) => "system".to_owned(),
        None => "embedded".to_owned(),
        Some(path) => path.to_owned(),
    }
}

fn faces_as_table(fonts: &FontBook, lists_system: bool) -> String {
    let mut rows = vec![["FACE", "PART", "SCRIPTS", "SOURCE"].map(str::to_owned)];
    for (id, face) in fonts.faces() {
        let part = face.part().unwrap_or_else(|| "what others lack".to_owned());
        rows.push([face.postscript_name.clone(), part, script_list(face), source(fonts, id)]);
    }
    let system = fonts.system_faces();
    if lists_system {
        for face in system {
            let scripts = scripts::of_ranges(face.coverage()).join(", ");
            rows.push([face.postscript_name.clone(), "what others lack".into(), scripts, "system".into()]);
        }
    }
    let mut text = table(&rows);
    if !lists_system {
        text.push_str(&format!(
            "\n{} in the folders of the system, for what these do not cover",
            report::count(system.len(), "face")
        ));
        text.push_str(if system.is_empty() { "\n" } else { "; `--system` lists them\n" });
    }
    text
}

fn script_list(face: &Face) -> String {
    scripts::of_ranges(&face.coverage()).join(", ")
}

/// Sets rows in columns; the last is left as wide as it is.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..N - 1).map(width).collect();
    let line = |row: &[String; N]| {
        let columns = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}  "));
        format!("{}{}", columns.collect::<String>(), row[N - 1]).trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

fn faces_as_json(fonts: &FontBook, lists_system: bool) -> Value {
    let digests = FaceDigests::default();
    let own = fonts.faces().map(|(id, face)| {
        json!({
            "name": face.postscript_name,
            "family": face.family,
            "weight": face.weight,
            "italic": face.is_italic(),
            "part": face.part(),
            "source": source(fonts, id),
            "digest": digests.of(fonts, id),
            "scripts": scripts::of_ranges(&face.coverage()),
        })
    });
    let mut faces: Vec<Value> = own.collect();
    if lists_system {
        faces.extend(fonts.system_faces().iter().map(|face| {
            let scripts = scripts::of_ranges(face.coverage());
            json!({
                "name": face.postscript_name,
                "source": "system",
                "path": display(&face.path),
                "scripts": scripts,
            })
        }));
    }
    json!({ "faces": faces, "system_faces": fonts.system_faces().len() })
}

fn display(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn of_records(args: &FontsArgs, project: &Project, fonts: &FontBook, global: &Global) -> Outcome {
    let (files, mut told) =
        inputs::find_records(&args.records, &[project.root.join(&project.output.directory)]);
    if files.is_empty() && told.is_empty() {
        return super::build::cannot_run(&[], "no records found", global);
    }
    let digests = FaceDigests::default();
    let (mut text, mut list) = (String::new(), Vec::new());
    for file in &files {
        let reading = inputs::read_file(file, project);
        told.extend(reading.diagnostics);
        for record in &reading.records {
            let style = match style_of(args, project, record) {
                Ok(style) => style,
                Err(faults) => return super::build::cannot_run(&faults, "the style has faults", global),
            };
            let Some(needs) = needs(record, project, &style, fonts, &mut told) else { continue };
            text.push_str(&needs.as_text(&record.source.path, &record.number, fonts));
            list.push(needs.as_json(&record.source.path, &record.number, fonts, &digests));
        }
    }
    let printed = report::print(&if is_json(global) { pretty(&json!({ "records": list })) } else { text });
    report::tell(&told, global);
    match printed {
        Outcome::Success => Tally::of(&told).outcome(global),
        failed => failed,
    }
}

fn style_of(args: &FontsArgs, project: &Project, record: &Record) -> Result<Style, Vec<Diagnostic>> {
    let of_series = record.series.as_deref().and_then(|key| project.series(key)?.1.style.as_deref());
    let name = args.style.as_deref().or(of_series).unwrap_or(DEFAULT_STYLE);
    style::load(name, &[&project.root.join("styles"), &project.root])
}

/// What a record is set from.
struct Needs {
    /// By face, in the order of the book: characters by script.
    faces: BTreeMap<FaceId, BTreeMap<&'static str, usize>>,
}

fn needs(
    record: &Record,
    project: &Project,
    style: &Style,
    fonts: &FontBook,
    told: &mut Vec<Diagnostic>,
) -> Option<Needs> {
    let (document, faults) = document::build(record, project, &BuildOptions::default());
    told.extend(faults);
    let composed = layout::compose(&document?, style, fonts);
    told.extend(composed.diagnostics.into_iter().filter(Diagnostic::is_error));
    Some(Needs { faces: characters(&composed.pages) })
}

/// Counts the characters that each face sets, by script; those common to scripts are not counted.
fn characters(pages: &Pages) -> BTreeMap<FaceId, BTreeMap<&'static str, usize>> {
    let mut faces: BTreeMap<FaceId, BTreeMap<&'static str, usize>> = BTreeMap::new();
    for placed in pages.pages.iter().flat_map(|page| &page.items) {
        let Item::Run(run) = &placed.item else { continue };
        // What no face covers is told as a fault; it is no face's.
        let is_drawn = |at: usize| {
            run.glyphs
                .iter()
                .any(|glyph| glyph.id != 0 && (glyph.text.0 as usize..glyph.text.1 as usize).contains(&at))
        };
        let known = faces.entry(run.face).or_default();
        for (at, character) in run.text.char_indices() {
            if let Some(script) = scripts::of(character).filter(|_| is_drawn(at)) {
                *known.entry(script).or_default() += 1;
            }
        }
    }
    faces
}

impl Needs {
    fn as_text(&self, path: &str, number: &str, fonts: &FontBook) -> String {
        let rows: Vec<[String; 3]> = self
            .faces
            .iter()
            .map(|(&id, scripts)| {
                let scripts: Vec<String> =
                    scripts.iter().map(|(script, count)| format!("{script} {count}")).collect();
                let scripts =
                    if scripts.is_empty() { "signs and figures".to_owned() } else { scripts.join(", ") };
                [format!("  {}", fonts.face(id).postscript_name), scripts, source(fonts, id)]
            })
            .collect();
        format!("{path}: {number}\n{}", table(&rows))
    }

    fn as_json(&self, path: &str, number: &str, fonts: &FontBook, digests: &FaceDigests) -> Value {
        let faces: Vec<Value> = self
            .faces
            .iter()
            .map(|(&id, scripts)| {
                json!({
                    "name": fonts.face(id).postscript_name,
                    "source": source(fonts, id),
                    "digest": digests.of(fonts, id),
                    "characters": scripts,
                })
            })
            .collect();
        json!({ "file": path, "number": number, "faces": faces })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_those_of_every_system() {
        let found = system_folders(|name| match name {
            "HOME" => Some(PathBuf::from("/home/a")),
            "XDG_DATA_HOME" => Some(PathBuf::from("/data")),
            _ => None,
        });
        let found: std::collections::BTreeSet<String> = found.iter().map(|path| display(path)).collect();
        for path in ["/usr/share/fonts", "/data/fonts", "/home/a/.fonts"] {
            assert!(found.contains(path), "{path} of {found:?}");
        }
        assert!(!found.iter().any(|path| path.contains(".local")));
    }
}
