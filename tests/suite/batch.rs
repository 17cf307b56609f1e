//! Cases of `batch`: whole runs of the command over small archives.

mod ci;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const PROJECT: &str = r#"
[publisher]
name = "Harbour Institute"
email = "editor@harbour.example"

[series.notes]
title = "Harbour Notes"
required = ["date"]

[[series.notes.disclaimers]]
name = "first"
text = "Views are the author's own. Write to {email}."

[[series.notes.disclaimers]]
name = "second"
from = 2015-01-01
text = "Views are those of the author alone."
"#;

fn record(number: u32, year: u32) -> String {
    format!(
        "---\nseries: notes\nnumber: HN{number}\ntitle: Dues of the harbour, part {number}\ndate: {year}-02-23\n---\n\n\
         The board of trade has again put off its answer to a plain question of cost, for the {number}th time.\n"
    )
}

/// An archive of a few records in a folder of its own.
struct Archive {
    folder: tempfile::TempDir,
}

impl Archive {
    fn new(records: u32) -> Self {
        let archive = Self { folder: tempfile::tempdir().expect("a temporary folder can be made") };
        archive.write("offprint.toml", PROJECT);
        for number in 1..=records {
            archive.write(&format!("records/{number}.md"), &record(number, 2010 + number));
        }
        archive
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.current_dir(self.folder.path()).env_remove("CI").args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the command runs")
    }

    /// Builds, and returns the last line of what it says.
    fn build(&self, args: &[&str]) -> (i32, String) {
        let output = self.run(&[&["build", "records", "--message-format", "short"], args].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code().expect("no signal"), said)
    }

    fn plan(&self) -> Vec<String> {
        let output = self.run(&["plan", "records"]);
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
    }
}

/// Every file below a folder, by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).expect("readable"));
            }
        }
    }
    found
}

#[test]
fn what_is_unchanged_is_left_alone_and_a_changed_record_is_built() {
    let archive = Archive::new(3);
    let (code, said) = archive.build(&[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("built 3 PDFs and 3 EPUBs"), "{said}");
    let before = files(&archive.path("dist"));
    assert!(before.contains_key("1.pdf") && before.contains_key("1.epub"), "{:?}", before.keys());

    let (_, said) = archive.build(&[]);
    assert!(said.contains("built 0 PDFs and 0 EPUBs") && said.contains("3 records unchanged"), "{said}");
    assert_eq!(before, files(&archive.path("dist")));

    archive.write("records/2.md", &record(2, 2012).replace("plain", "simple"));
    let plan = archive.plan();
    assert!(plan.contains(&"2.pdf: changed (record)".to_owned()), "{plan:?}");
    assert!(plan.contains(&"1.pdf: unchanged".to_owned()), "{plan:?}");
    let (_, said) = archive.build(&[]);
    assert!(said.contains("built 1 PDF and 1 EPUB") && said.contains("2 records unchanged"), "{said}");
}

#[test]
fn a_changed_disclaimer_touches_exactly_the_records_it_is_in_force_for() {
    let archive = Archive::new(6);
    archive.build(&[]);
    archive.write("offprint.toml", &PROJECT.replace("of the author alone", "of nobody else"));
    let changed: Vec<String> =
        archive.plan().into_iter().filter(|line| line.ends_with(".pdf: changed (disclaimer)")).collect();
    assert_eq!(changed, ["5.pdf: changed (disclaimer)", "6.pdf: changed (disclaimer)"]);
}

#[test]
fn an_output_that_was_deleted_or_altered_is_built_again() {
    let archive = Archive::new(2);
    archive.build(&[]);
    let before = files(&archive.path("dist"));
    fs::remove_file(archive.path("dist/1.pdf")).expect("there");
    archive.write("dist/2.epub", "not an EPUB");
    let (_, said) = archive.build(&[]);
    assert!(said.contains("built 2 PDFs and 2 EPUBs"), "{said}");
    assert_eq!(before, files(&archive.path("dist")));
}

#[test]
fn a_record_with_errors_loses_its_files_and_stops_no_other() {
    let archive = Archive::new(3);
    archive.build(&[]);
    archive.write("records/2.md", &record(2, 2012).replace("date: 2012-02-23", "date: 2012-02-30"));
    let (code, said) = archive.build(&[]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("records/2.md:5:7: error[E0"), "{said}");
    assert!(said.contains("1 record has errors"), "{said}");
    let after = files(&archive.path("dist"));
    assert!(!after.contains_key("2.pdf") && !after.contains_key("2.epub"), "{:?}", after.keys());
    assert!(after.contains_key("1.pdf") && after.contains_key("3.pdf"), "{:?}", after.keys());
}

#[test]
fn two_records_with_one_number_are_both_withheld() {
    let archive = Archive::new(2);
    archive.write("records/again.md", &record(1, 2011));
    let (code, said) = archive.build(&[]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("number `HN1`"), "{said}");
    let built = files(&archive.path("dist"));
    assert!(!built.contains_key("1.pdf") && !built.contains_key("again.pdf"), "{:?}", built.keys());
    assert!(built.contains_key("2.pdf"), "{:?}", built.keys());
}

#[test]
fn two_records_never_share_an_output() {
    let archive = Archive::new(1);
    archive.write(
        "records/1.yaml",
        "series: notes\nnumber: HN7\ntitle: Other\ndate: 2012-01-01\nbody: Words.\n",
    );
    let (code, said) = archive.build(&[]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("error[E0804]"), "{said}");
    assert!(!archive.path("dist/1.pdf").exists());
}

#[test]
fn lines_of_one_file_are_built_by_number() {
    let archive = Archive::new(0);
    let line = |number: u32| {
        format!(
            r#"{{"series":"notes","number":"HN{number}","title":"T {number}","date":"2012-01-01","body":"Words."}}"#
        )
    };
    archive.write("records/all.jsonl", &format!("{}\n{}\n", line(1), line(2)));
    let (code, said) = archive.build(&["--format", "pdf"]);
    assert_eq!(code, 0, "{said}");
    let built = files(&archive.path("dist"));
    assert!(built.contains_key("HN1.pdf") && built.contains_key("HN2.pdf"), "{:?}", built.keys());
    archive.write("records/all.jsonl", &format!("{}\n{}\n", line(1), line(2).replace("Words", "More words")));
    let (_, said) = archive.build(&["--format", "pdf"]);
    assert!(said.contains("built 1 PDF") && said.contains("1 record unchanged"), "{said}");
}

#[test]
fn orphans_stay_until_pruned_and_only_files_of_ours_are_removed() {
    let archive = Archive::new(2);
    archive.build(&[]);
    archive.write("dist/stranger.pdf", "somebody else's");
    fs::remove_file(archive.path("records/2.md")).expect("there");
    assert!(archive.plan().contains(&"2.pdf: orphaned (its record is no longer there)".to_owned()));
    archive.build(&[]);
    assert!(archive.path("dist/2.pdf").exists());
    archive.build(&["--prune"]);
    assert!(!archive.path("dist/2.pdf").exists() && !archive.path("dist/2.epub").exists());
    assert!(archive.path("dist/stranger.pdf").exists());
}

#[test]
fn shards_joined_are_one_run_byte_for_byte() {
    let archive = Archive::new(7);
    archive.build(&["-o", "whole"]);
    for shard in ["1/3", "2/3", "3/3"] {
        let folder = format!("part{}", &shard[..1]);
        let (code, said) = archive.build(&["--shard", shard, "-o", &folder, "--jobs", "1"]);
        assert_eq!(code, 0, "{said}");
    }
    fs::create_dir(archive.path("joined")).expect("new");
    for part in ["part1", "part2", "part3"] {
        for (name, bytes) in files(&archive.path(part)) {
            fs::write(archive.path("joined").join(name), bytes).expect("writable");
        }
    }
    let output = archive.run(&["merge-manifests", "part1", "part2", "part3", "-o", "joined"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(files(&archive.path("whole")), files(&archive.path("joined")));
}

#[test]
fn an_unwritable_output_folder_is_told_and_ends_with_two() {
    let archive = Archive::new(1);
    archive.write("blocked", "a file where the folder should be");
    let (code, said) = archive.build(&["-o", "blocked/dist"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("error[E0803]"), "{said}");
}

#[test]
fn a_rule_of_hyphens_over_several_lines_keeps_the_spaces_in_it() {
    // The proof of text withholds the PDF where a space is lost.
    let archive = Archive::new(1);
    let rule = "-".repeat(85);
    archive.write("records/1.md", &format!("{}\nRole |{rule} |{rule} |{rule}\n", record(1, 2012)));
    let (code, said) = archive.build(&["--format", "pdf"]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn many_small_records_all_pass_the_proof() {
    // One file in 256 has a checksum with an awkward last byte, so a few hundred meet each.
    let archive = Archive::new(0);
    let lines: String = (1..=400)
        .map(|number| {
            format!("{{\"series\":\"notes\",\"number\":\"HN{number}\",\"title\":\"T {number}\",\"date\":\"2012-01-01\",\"body\":\"Words {number}.\"}}\n")
        })
        .collect();
    archive.write("records/all.jsonl", &lines);
    let (code, said) = archive.build(&["--format", "pdf"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("built 400 PDFs"), "{said}");
}

#[test]
fn an_attached_record_travels_whole_inside_its_pdf() {
    let archive = Archive::new(1);
    let (code, said) = archive.build(&["--format", "pdf", "--attach-record"]);
    assert_eq!(code, 0, "{said}");
    let pdf = lopdf::Document::load(archive.path("dist/1.pdf")).expect("a PDF");
    let attached: Vec<Vec<u8>> = pdf
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .filter(|stream| {
            stream
                .dict
                .get(b"Type")
                .and_then(lopdf::Object::as_name)
                .is_ok_and(|name| name == b"EmbeddedFile")
        })
        .map(|stream| stream.decompressed_content().expect("it can be unpacked"))
        .collect();
    assert_eq!(attached, [record(1, 2011).into_bytes()]);

    let (code, said) = archive.build(&["--attach-record", "--pdf-standard", "ua-1+a-2a"]);
    assert_eq!(code, 2, "{said}");
}

#[test]
fn a_draft_has_a_name_of_its_own_and_takes_the_release_away() {
    let archive = Archive::new(1);
    let files = || {
        let mut names: Vec<String> = fs::read_dir(archive.path("dist"))
            .expect("there is an output folder")
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".pdf") || name.ends_with(".epub"))
            .collect();
        names.sort();
        names
    };
    assert_eq!(archive.build(&[]).0, 0);
    assert_eq!(files(), ["1.epub", "1.pdf"]);
    assert_eq!(archive.build(&["--draft", "--proof-date", "2012-02-20"]).0, 0);
    assert_eq!(files(), ["1-draft.epub", "1-draft.pdf"]);
    archive.write("records/1.md", &record(1, 2011).replace("number:", "status: draft\nnumber:"));
    assert_eq!(archive.build(&[]).0, 0);
    assert_eq!(files(), ["1-draft.epub", "1-draft.pdf"]);
    archive.write("records/1.md", &record(1, 2011));
    assert_eq!(archive.build(&[]).0, 0);
    assert_eq!(files(), ["1.epub", "1.pdf"]);
}

#[test]
fn a_superseded_version_stays_under_its_own_name() {
    let archive = Archive::new(1);
    let old = record(1, 2011).replace("number: HN1", "number: HN1\nversion: 1\nstatus: superseded");
    archive.write("records/1.v1.md", &old);
    let corrected =
        "number: HN1\nversion: 2\ncorrections: [{date: 2012-01-05, kind: correction, note: A sum.}]";
    archive.write("records/1.md", &record(1, 2011).replace("number: HN1", corrected));
    let (code, said) = archive.build(&[]);
    assert_eq!(code, 0, "{said}");
    assert!(archive.path("dist/1.v1.pdf").exists() && archive.path("dist/1.v1.epub").exists());
    assert!(archive.path("dist/1.pdf").exists());

    // A pattern of names that knows no version does not bring the two together.
    archive.write("offprint.toml", &format!("{PROJECT}\n[output]\nname = \"{{number}}\"\n"));
    let (code, said) = archive.build(&[]);
    assert_eq!(code, 0, "{said}");
    assert!(archive.path("dist/HN1.pdf").exists() && archive.path("dist/HN1-v1.pdf").exists());

    // Two of one version are one too many, as are two in force.
    archive.write("records/2.md", &old);
    let (code, said) = archive.build(&[]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("number `HN1`, version `1`, of `notes` is used twice"), "{said}");
}

#[test]
fn a_catalogue_is_written_of_what_was_built_and_kept_up_to_date() {
    let archive = Archive::new(3);
    archive.write("offprint.toml", &format!("{PROJECT}\n[catalogue]\nurl = \"https://harbour.example/\"\n"));
    archive.write("records/4.md", &record(4, 2015).replace("title:", "status: draft\ntitle:"));
    assert!(archive.plan().contains(&"catalogue/: new".to_owned()));
    let (code, said) = archive.build(&[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("; the catalogue, too"), "{said}");
    let references = || fs::read_to_string(archive.path("dist/catalogue/references.ris")).expect("written");
    let has = |number: &str| references().contains(&format!("SN  - {number}\r\n"));
    assert!(has("HN1") && has("HN3") && !has("HN4"), "{}", references());
    let sums = fs::read_to_string(archive.path("dist/SHA256SUMS")).expect("written");
    assert!(
        sums.contains("  catalogue/index.html\n") && sums.contains("  catalogue/head/3.html\n"),
        "{sums}"
    );

    assert!(archive.plan().contains(&"catalogue/: unchanged".to_owned()));
    assert!(!archive.build(&[]).1.contains("catalogue"));
    fs::write(archive.path("dist/catalogue/marc.xml"), "altered").expect("writable");
    let damaged = "catalogue/: changed (catalogue/marc.xml is missing or was altered)".to_owned();
    assert!(archive.plan().contains(&damaged));
    let verified = archive.run(&["verify", "dist", "--message-format", "short"]);
    let verified = String::from_utf8_lossy(&verified.stderr).into_owned();
    assert!(verified.contains("dist/catalogue/marc.xml:1:1: error[E0902]"), "{verified}");

    // Named files have no catalogue of their own.
    archive.run(&["build", "records/2.md", "-o", "dist"]);
    assert!(has("HN1"));

    archive.write("records/2.md", "---\ntitle: no number and no end\n");
    let (code, _) = archive.build(&[]);
    assert_eq!(code, 1);
    assert!(!has("HN2") && has("HN3"));
    assert!(!archive.path("dist/catalogue/head/2.html").exists());

    archive.write("offprint.toml", PROJECT);
    archive.build(&[]);
    assert!(!archive.path("dist/catalogue/index.html").exists());
}

#[test]
fn a_record_with_a_translator_or_an_editor_is_built() {
    let archive = Archive::new(1);
    let people =
        "authors: [{name: Ada Okoro}, {name: Eve Hill, role: editor}]\ntranslator: Jan de Vries\ntitle:";
    archive.write("records/1.md", &record(1, 2011).replace("title:", people));
    let (code, said) = archive.build(&[]);
    assert_eq!(code, 0, "{said}");
    assert!(archive.path("dist/1.epub").exists() && archive.path("dist/1.pdf").exists(), "{said}");
}
