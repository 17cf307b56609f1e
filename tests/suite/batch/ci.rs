//! What builds tell people and schedulers.

use std::fs;

use super::{Archive, files, record};

#[test]
fn a_report_links_to_the_files_and_is_none_of_them() {
    let archive = Archive::new(2);
    archive.write("records/2.md", &record(2, 2012).replace("plain question", "plain  question"));
    archive.build(&["-o", "plain"]);
    let (code, said) = archive.build(&["--report", "out/report.html"]);
    assert_eq!(code, 0, "{said}");
    let page = fs::read_to_string(archive.path("out/report.html")).expect("written");
    for part in [
        "<h1>Build of 2 records</h1>",
        "href=\"../dist/1.pdf\"",
        "href=\"../dist/2.epub\"",
        "L0102",
        "2.md:8:59",
        "<img src=\"data:image/png;base64,",
        "Slowest records",
    ] {
        assert!(page.contains(part), "{part} in\n{page}");
    }
    // Artefacts and manifest are those of a build without a report.
    assert_eq!(files(&archive.path("dist")), files(&archive.path("plain")));

    archive.build(&["--report", "dist/report.html"]);
    let page = fs::read_to_string(archive.path("dist/report.html")).expect("written");
    assert!(page.contains("href=\"1.pdf\"") && !page.contains("Slowest records"), "{page}");
}

#[test]
fn warnings_of_unchanged_records_are_denied_as_well() {
    let archive = Archive::new(1);
    archive.write("records/1.md", &record(1, 2011).replace("plain question", "plain  question"));
    let (code, said) = archive.build(&["--deny", "warnings"]);
    assert_eq!(code, 1, "{said}");
    let (code, said) = archive.build(&["--deny", "warnings"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("1 record unchanged, with 1 warning told before"), "{said}");
    assert_eq!(archive.build(&[]).0, 0);
}

#[test]
fn timings_are_told_and_change_nothing() {
    let archive = Archive::new(1);
    archive.build(&["-o", "plain"]);
    let (_, said) = archive.build(&["--timings"]);
    for stage in ["read", "document", "layout", "PDF", "EPUB", "proof", "write", "together", "wall"] {
        assert!(said.lines().any(|line| line.trim_start().starts_with(stage)), "{stage} in {said}");
    }
    assert_eq!(files(&archive.path("dist")), files(&archive.path("plain")));
}

#[test]
fn a_part_that_a_scheduler_leaves_open_is_not_the_whole() {
    let archive = Archive::new(1);
    let build = |count: Option<&str>, args: &[&str]| {
        let mut command = archive.command(&[&["build", "records"], args].concat());
        command.env("JOB_COMPLETION_INDEX", "0").envs(count.map(|count| ("JOB_COMPLETIONS", count)));
        let output = command.output().expect("the command runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, said) = build(None, &[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("not told of how many") && said.contains("--shard"), "{said}");
    assert_eq!(build(Some("1"), &[]).0, Some(0));
    assert_eq!(build(None, &["--shard", "1/1"]).0, Some(0));
}
