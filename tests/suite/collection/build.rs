//! Collections of a project: built with the records, found up to date by content, proved, pruned.

use std::fs;

use super::volume::{PROJECT, Shelf};

/// A project with a collection of all its records.
fn shelf() -> Shelf {
    let shelf = Shelf::new();
    let settings = "\n[collection.all]\ntitle = \"All notes\"\nquery = 'series = \"notes\"'\nsections = \"year\"\n\
                    introduction = \"A word *before*.\"\neditors = [\"Ann Editor\"]\n";
    shelf.write("offprint.toml", &format!("{PROJECT}{settings}"));
    shelf
}

fn build(shelf: &Shelf, more: &[&str]) -> String {
    let output = shelf.run(&[&["build", "records", "-o", "dist"], more].concat());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The lines of the plan that are about collections.
fn plan(shelf: &Shelf) -> Vec<String> {
    let output = shelf.run(&["plan", "records", "-o", "dist"]);
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    lines.lines().filter(|line| line.starts_with("collections/")).map(str::to_owned).collect()
}

#[test]
fn a_collection_is_built_proved_and_found_up_to_date() {
    let shelf = shelf();
    assert_eq!(plan(&shelf), ["collections/all.pdf: new", "collections/all.epub: new"]);
    let told = build(&shelf, &[]);
    assert!(told.contains("built 4 PDFs and 4 EPUBs"), "{told}");
    assert_eq!(plan(&shelf), ["collections/all.pdf: unchanged", "collections/all.epub: unchanged"]);
    let before = fs::read(shelf.path("dist/manifest.json")).expect("written");
    assert!(build(&shelf, &[]).contains("built 0 PDFs and 0 EPUBs"));
    assert!(before == fs::read(shelf.path("dist/manifest.json")).expect("written"));
    let verified = shelf.run(&["verify", "dist", "--records", "records"]);
    let told = String::from_utf8_lossy(&verified.stderr).into_owned();
    assert!(verified.status.success() && told.contains("against 3 records and 1 collection"), "{told}");
    let sums = fs::read_to_string(shelf.path("dist/SHA256SUMS")).expect("written");
    assert!(sums.contains("  collections/all.epub\n") && sums.contains("  collections/all.pdf\n"));
}

#[test]
fn what_changed_is_told_and_built() {
    let shelf = shelf();
    build(&shelf, &[]);
    shelf.record("HN2", "2012-03-01", "Jane Abe", "Security", "Another text.\n");
    assert_eq!(plan(&shelf)[0], "collections/all.pdf: changed (records)");
    shelf.record("HN4", "2013-03-01", "Jane Abe", "Security", "A fourth text.\n");
    assert_eq!(
        plan(&shelf)[0],
        "collections/all.pdf: changed (disclaimer, members, records, series, settings)"
    );
    build(&shelf, &[]);
    let project = fs::read_to_string(shelf.path("offprint.toml")).expect("written");
    shelf.write("offprint.toml", &project.replace("All notes", "Every note"));
    assert_eq!(plan(&shelf)[1], "collections/all.epub: changed (settings)");
    fs::write(shelf.path("dist/collections/all.pdf"), b"x").expect("writable");
    let verified = shelf.run(&["verify", "dist", "--records", "records"]);
    let told = String::from_utf8_lossy(&verified.stderr).into_owned();
    assert!(!verified.status.success() && told.contains("not the one that was built"), "{told}");
    // What the settings say now is not what was bound.
    assert!(told.contains("the collection `all` was not found as it was"), "{told}");
    build(&shelf, &[]);
    assert!(shelf.run(&["verify", "dist", "--records", "records"]).status.success());
}

#[test]
fn a_collection_that_is_no_more_is_pruned_on_demand() {
    let shelf = shelf();
    build(&shelf, &[]);
    shelf.write("offprint.toml", PROJECT);
    assert_eq!(plan(&shelf)[0], "collections/all.pdf: orphaned (its collection is no longer there)");
    build(&shelf, &[]);
    assert!(shelf.path("dist/collections/all.pdf").exists());
    build(&shelf, &["--prune"]);
    assert!(!shelf.path("dist/collections/all.pdf").exists());
}

#[test]
fn a_faulty_member_withholds_it_and_takes_the_old_files_away() {
    let shelf = shelf();
    build(&shelf, &[]);
    shelf.record("HN2", "2012-03-01", "Jane Abe", "Security", "![A map](gone.png)\n");
    let told = build(&shelf, &[]);
    assert!(
        told.contains("E1109") && told.contains("HN2") && told.contains("1 collection withheld"),
        "{told}"
    );
    assert!(!shelf.path("dist/collections/all.epub").exists());
    // A member that cannot even be read is known from the manifest.
    shelf.record("HN2", "2012-03-01", "Jane Abe", "Security", "Mended.\n");
    build(&shelf, &[]);
    assert!(shelf.path("dist/collections/all.epub").exists());
    shelf.write("records/HN2.md", "---\ntitle: [\n---\n");
    let told = build(&shelf, &[]);
    assert!(told.contains("E1109") && !shelf.path("dist/collections/all.epub").exists(), "{told}");
}

#[test]
fn a_collection_never_overwrites_a_file_of_something_else() {
    let shelf = shelf();
    // The pattern leads a record to where the collection is written.
    let project = fs::read_to_string(shelf.path("offprint.toml")).expect("written");
    let more = "\n[output]\nname = \"collections/{number}\"\n\n[collection.hn1]\ntitle = \"Taken\"\n\
                query = 'year > 2000'\n\n[collection.ALL]\ntitle = \"Capitals\"\nquery = 'year > 2000'\n";
    shelf.write("offprint.toml", &format!("{project}{more}"));
    let told = build(&shelf, &[]);
    let wanted =
        "error[E1114]: collection `hn1` would be written to `collections/hn1.pdf`, where the record `HN1`";
    assert!(told.contains(wanted), "{told}");
    let wanted = "error[E1114]: collection `all` would be written to `collections/all.pdf`, where the collection `ALL`";
    assert!(told.contains(wanted), "{told}");
    assert!(told.contains("2 collections withheld"), "{told}");
    assert!(
        shelf.path("dist/collections/HN1.pdf").exists() && shelf.path("dist/collections/ALL.pdf").exists()
    );
    assert!(
        plan(&shelf).contains(&"collections/hn1.pdf: withheld (see the faults of its collection)".to_owned())
    );
    assert!(shelf.run(&["verify", "dist", "--records", "records"]).status.success());
}

#[test]
fn a_file_that_cannot_be_read_leaves_a_doubt_that_is_told() {
    let shelf = shelf();
    shelf.write("records/broken.md", "---\ntitle: [\n---\n");
    let told = build(&shelf, &[]);
    assert!(told.contains("warning[E1112]"), "{told}");
    assert!(shelf.path("dist/collections/all.epub").exists());
}

#[test]
fn a_record_built_alone_leaves_the_collections_that_it_does_not_belong_to() {
    let shelf = shelf();
    build(&shelf, &[]);
    shelf.write("other/X1.md", "---\nnumber: X1\ntitle: Another\ndate: 1999-01-01\n---\n\nText.\n");
    let alone = |more: &[&str]| {
        let made = shelf.run(&[&["build", "other", "-o", "dist"][..], more].concat());
        (made.status.code(), String::from_utf8_lossy(&made.stderr).into_owned())
    };
    let (code, told) = alone(&[]);
    assert!(code == Some(0) && told.contains("warning[E1108]"), "{told}");
    assert!(shelf.path("dist/collections/all.pdf").exists());
    let (code, _) = alone(&["--prune"]);
    assert!(code == Some(0) && !shelf.path("dist/collections/all.pdf").exists());
}
