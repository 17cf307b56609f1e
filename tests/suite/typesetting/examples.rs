//! Every example in every style of one column, and any folder of records when asked.

use std::path::{Path, PathBuf};

use offprint::document::Document;
use offprint::project::Project;
use offprint::record::{ReadContext, read};

use super::facts::{Facts, Faults};
use crate::page::{root, set, style};

const SINGLE_COLUMN: [&str; 3] = ["house", "brief", "large-print"];

/// Returns the records below a folder, in order.
fn records(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ignore::Walk::new(folder)
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    found.sort();
    found
}

/// Builds a record of a project's folder; nothing where it is no record that can be read.
fn document(path: &Path, project: &Project) -> Option<Document> {
    let bytes = std::fs::read(path).ok()?;
    let record = read(path, &bytes, &ReadContext::new(project)).records.pop()?;
    offprint::document::build(&record, project, &offprint::document::BuildOptions::default()).0
}

fn faults(document: &Document, name: &str) -> Faults {
    let style = style(name);
    Facts::of(&set(document, &style).pages, &style).faults()
}

fn examples() -> Project {
    let path = root().join("examples/offprint.toml");
    let bytes = std::fs::read(&path).expect("the examples are a project");
    offprint::project::load(&path, &bytes).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn no_example_has_a_widow_an_orphan_a_ladder_or_a_stranded_heading() {
    let project = examples();
    let paths = records(&root().join("examples/records"));
    assert!(paths.len() > 15, "{}", paths.len());
    for path in &paths {
        let document = document(path, &project).unwrap_or_else(|| panic!("{}", path.display()));
        for name in SINGLE_COLUMN {
            let mut found = faults(&document, name);
            // Words of Tamil fill a third of the measure: one paragraph has no other way that is not worse.
            if &*document.lang == "ta" && found.ladders.len() == 1 {
                found.ladders.clear();
            }
            let told = (&found.widows, &found.orphans, &found.ladders, &found.stranded, &found.off_grid);
            let all = [told.0, told.1, told.2, told.3, told.4];
            assert!(all.iter().all(|faults| faults.is_empty()), "{} in {name}: {told:#?}", path.display());
        }
    }
}

#[test]
fn the_commentary_takes_two_pages() {
    let path = root().join("examples/records/CO12033.md");
    let document = document(&path, &examples()).expect("the commentary is a record");
    let style = style("house");
    let pages = set(&document, &style).pages;
    assert_eq!(pages.pages.len(), 2);
    let found = Facts::of(&pages, &style).faults();
    assert_eq!(found.short_words, [""; 0]);
    assert_eq!(found.short_pages, [""; 0]);
}

/// `OFFPRINT_CORPUS=FOLDER cargo test --test suite counts_over_a_folder -- --ignored --nocapture`
#[test]
#[ignore = "prints counts over a folder of records"]
fn counts_over_a_folder() {
    let folder = std::env::var_os("OFFPRINT_CORPUS").expect("OFFPRINT_CORPUS names a folder of records");
    let project = Project { root: PathBuf::from(&folder), ..Project::default() };
    let documents: Vec<(PathBuf, Document)> = records(Path::new(&folder))
        .into_iter()
        .filter_map(|path| Some((path.clone(), document(&path, &project)?)))
        .collect();
    println!(
        "| {} records | pages full / short | widows | orphans | ladders | stranded | runts | off grid |",
        documents.len()
    );
    for name in SINGLE_COLUMN {
        let mut sum = Faults::default();
        for (path, document) in &documents {
            let mut found = faults(document, name);
            sum.full_pages += found.full_pages;
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let take = |into: &mut Vec<String>, from: &mut Vec<String>| {
                into.extend(from.drain(..).map(|words| format!("{stem} {words}")));
            };
            take(&mut sum.widows, &mut found.widows);
            take(&mut sum.orphans, &mut found.orphans);
            take(&mut sum.ladders, &mut found.ladders);
            take(&mut sum.stranded, &mut found.stranded);
            take(&mut sum.short_words, &mut found.short_words);
            take(&mut sum.short_pages, &mut found.short_pages);
            take(&mut sum.off_grid, &mut found.off_grid);
        }
        println!(
            "| {name} | {} / {} | {} | {} | {} | {} | {} | {} |",
            sum.full_pages,
            sum.short_pages.len(),
            sum.widows.len(),
            sum.orphans.len(),
            sum.ladders.len(),
            sum.stranded.len(),
            sum.short_words.len(),
            sum.off_grid.len()
        );
        eprintln!("{name}: {sum:#?}");
    }
}
