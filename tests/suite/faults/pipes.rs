//! Streams that are closed, or whose reader has gone.

use super::*;

/// Commands that write data to stdout.
const TALKERS: [&[&str]; 5] =
    [&["schema"], &["explain"], &["man"], &["completions", "bash"], &["plan", "records"]];

#[test]
fn a_reader_that_has_gone_is_no_fault() {
    let shelf = Shelf::of(1);
    for arguments in TALKERS {
        let mut child = files::spawn(shelf.command(arguments));
        drop(child.stdout.take());
        let told: Told = child.wait_with_output().expect("it ends").into();
        assert!(
            !told.said.contains("panicked") && !told.said.contains("Broken pipe"),
            "{arguments:?}: {told:?}"
        );
        assert_eq!(told.code, 0, "{arguments:?}: {told:?}");
    }
}

#[test]
fn a_reader_of_faults_that_has_gone_stops_nothing() {
    let shelf = Shelf::of(3);
    shelf.write("records/bad.md", "---\ntitel: A\n---\n\nx\n");
    let mut child = files::spawn(shelf.command(&["build", "records", "-o", "dist"]));
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
    assert_eq!(shelf.pdfs("dist"), ["1", "2", "3"]);
}

#[cfg(unix)]
#[test]
fn streams_that_are_closed_from_the_start() {
    let shelf = Shelf::of(1);
    let arguments = "build records -o dist --force --message-format short";
    in_shell(&shelf, "exec <&-", arguments).ends(0, &["built 1 PDF"]);
    in_shell(&shelf, "exec >&-", arguments).ends(0, &["built 1 PDF"]);
    in_shell(&shelf, "exec 2>&-", arguments).ends(0, &[]);
    assert_eq!(shelf.pdfs("dist"), ["1"]);
}

#[cfg(target_os = "linux")]
#[test]
fn data_that_cannot_be_written_is_told() {
    let shelf = Shelf::of(1);
    for arguments in TALKERS {
        let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = shelf.command(arguments).stdout(full).output().expect("the command runs");
        Told::from(output).ends(2, &["cannot write to stdout: No space left on device"]);
    }
}
