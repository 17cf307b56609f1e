//! `diff`.

use std::fs;
use std::process::Command;

use super::{Desk, expect};

const OLD: &[u8] = b"---\ntitle: Harbour dues\ndate: 2012-02-23\n---\nThe board has put off its answer.\n";
const NEW: &[u8] = b"---\ntitle: Harbour dues\ndate: 2012-02-24\n---\nThe board has again put off a reply.\n";

#[test]
fn a_proof_is_written_and_summed_up() {
    let desk = Desk::with(&[("old/HN1.md", OLD), ("HN1.md", NEW)]);
    let transcript = desk.run(&["diff", "old/HN1.md", "HN1.md"])
        + &desk.run(&["diff", "old/HN1.md", "HN1.md", "-o", "proofs", "--format", "html", "--exit-code"])
        + &desk.run(&["diff", "HN1.md", "HN1.md", "--exit-code", "-o", "same"])
        + &desk.run(&["diff", "old/HN1.md", "HN1.md", "--message-format", "json", "--format", "html"])
        + &desk.run(&["diff", "HN1.md"])
        + &desk.run(&["diff", "old/none.md", "HN1.md", "--message-format", "short"]);
    expect("diff", &transcript);
    let html = fs::read_to_string(desk.path().join("HN1-diff.html")).expect("written");
    assert!(html.contains("<ins><span class=\"told\">inserted: a reply</span>"), "{html}");
    assert!(html.contains("<del><span class=\"told\">deleted: its answer</span>"), "{html}");
    let pdf = fs::read(desk.path().join("HN1-diff.pdf")).expect("written");
    assert!(pdf.starts_with(b"%PDF-1.7"));
}

#[test]
fn the_same_versions_give_the_same_proof() {
    let desk = Desk::with(&[("old.md", OLD), ("new.md", NEW)]);
    let made = ["a", "b"].map(|folder| {
        desk.run(&["diff", "old.md", "new.md", "-o", folder]);
        ["pdf", "html"].map(|ending| {
            fs::read(desk.path().join(folder).join(format!("new-diff.{ending}"))).expect("written")
        })
    });
    assert!(made[0] == made[1]);
}

#[test]
fn git_is_asked_for_the_old_version() {
    let desk = Desk::with(&[("records/HN1.md", OLD)]);
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=Editor", "-c", "user.email=editor@harbour.example"];
        Command::new("git").args(identity).args(arguments).current_dir(desk.path()).output()
    };
    if git(&["init", "-q"]).is_err() {
        eprintln!("git is not installed: its part of `diff` is not tested");
        return;
    }
    git(&["add", "."]).expect("git runs");
    git(&["commit", "-qm", "first"]).expect("git runs");
    fs::write(desk.path().join("records/HN1.md"), NEW).expect("writable");
    let told = desk.run(&["diff", "--git", "HEAD", "records/HN1.md", "--format", "html"]);
    assert!(told.contains("! HN1.md (HEAD) to HN1.md: 3 words deleted, 4 words inserted"), "{told}");
    for revision in ["nowhere", "--output=x"] {
        let told = desk.run(&["diff", &format!("--git={revision}"), "records/HN1.md"]);
        assert!(told.contains("error[E1201]") && told.ends_with("= 1\n"), "{told}");
    }
}

#[test]
fn a_file_of_many_records_is_refused() {
    let desk = Desk::with(&[("many.jsonl", b"{}\n"), ("HN1.md", NEW)]);
    let told = desk.run(&["diff", "many.jsonl", "HN1.md", "--message-format", "short"]);
    assert!(told.contains("E1202") && told.ends_with("= 1\n"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_proof_that_cannot_be_written_is_told() {
    let desk = Desk::with(&[("old.md", OLD), ("new.md", NEW), ("file", b"")]);
    let told = desk.run(&["diff", "old.md", "new.md", "-o", "file/below", "--message-format", "short"]);
    assert!(told.contains("E1203") && told.ends_with("= 1\n"), "{told}");
}
