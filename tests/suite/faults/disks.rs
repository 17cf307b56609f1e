//! Output folders and disks that fail.

use super::*;

#[test]
fn a_file_where_the_output_folder_should_be() {
    let shelf = Shelf::of(1);
    shelf.write("dist", "mine");
    shelf
        .build()
        .ends(2, &["dist:1:1: error[E0803]: the output folder cannot be written", "nothing was built"]);
    assert_eq!(fs::read(shelf.path("dist")).expect("it is still there"), b"mine");
}

#[test]
fn a_manifest_of_another_program() {
    let shelf = Shelf::of(1);
    fs::create_dir(shelf.path("dist")).expect("a folder can be made");
    for text in ["{\"name\": \"A web app\", \"start_url\": \"/\"}", "[1]", "{\"tool\": \"pack 2\"}"] {
        shelf.write("dist/manifest.json", text);
        let wanted = "dist:1:1: error[E0803]: the output folder cannot be written: its `manifest.json` is another program's";
        shelf.build().ends(2, &[wanted, "nothing was built"]);
        assert_eq!(fs::read(shelf.path("dist/manifest.json")).expect("it is still there"), text.as_bytes());
        assert!(!shelf.path("dist/1.pdf").exists());
    }
    // Joining manifests stops before it as well.
    shelf.run(&["build", "records", "-o", "part"]).ends(0, &[]);
    shelf.run(&["merge-manifests", "part", "-o", "dist"]).ends(2, &["is another program's"]);
    // One of ours that was damaged is made again.
    shelf.write("dist/manifest.json", "{\"version\": 1, \"tool\": \"offpr");
    shelf.build().ends(0, &["built 1 PDF and 1 EPUB"]);
}

#[test]
fn a_folder_where_an_artefact_should_be() {
    let shelf = Shelf::of(3);
    fs::create_dir_all(shelf.path("dist/2.pdf")).expect("a folder can be made");
    shelf
        .build()
        .ends(1, &["records/2.md:2:8: error[E0802]: `2.pdf` cannot be written", "built 2 PDFs and 2 EPUBs"]);
    assert_eq!(shelf.pdfs("dist"), ["1", "2", "3"]);
    assert!(!shelf.path("dist/2.epub").exists(), "half of a record is not left behind");
}

#[test]
fn an_output_folder_that_vanishes_during_the_run() {
    let shelf = Shelf::of(40);
    let run = shelf.command(&["build", "records", "-o", "dist", "--message-format", "short"]);
    let child = files::spawn(run);
    wait_for(&shelf.path("dist/1.epub"));
    while fs::remove_dir_all(shelf.path("dist")).is_err() {}
    let told: Told = child.wait_with_output().expect("it ends").into();
    // What fell between the two moments is told one way or the other.
    told.ends(1, &["records/1.md:1:1: error[E0802]: `1.", "is gone: something removed it during the run"]);
    shelf.build().ends(0, &[]);
    assert_eq!(shelf.pdfs("dist").len(), 40);
    shelf.run(&["verify", "dist", "--records", "records"]).ends(0, &[]);
}

/// A limit on the size of files stands for the full disk: unlike that, nobody needs to be root for it.
#[cfg(unix)]
#[test]
fn a_file_that_the_disk_has_no_room_for_is_withheld_and_the_rest_is_built() {
    let shelf = Shelf::of(3);
    let long: String = (0..9_000).map(|word| format!("w{:x} ", word * 7919 % 65_521)).collect();
    shelf.write("records/2.md", format!("---\ntitle: Long\n---\n\n{long}\n"));
    // Blocks are of 512 bytes, in some shells of 1024.
    let told = in_shell(&shelf, "trap '' XFSZ; ulimit -f 60", "build records -o dist --message-format short");
    told.ends(
        1,
        &["records/2.md:2:8: error[E0802]: `2.pdf` cannot be written: file too large", "built 2 PDFs"],
    );
    assert_eq!(shelf.pdfs("dist"), ["1", "3"]);
    assert!(!told.said.contains(".part"), "no name of a temporary file: {told:?}");
    shelf.build().ends(0, &["built 1 PDF and 1 EPUB"]);
}

/// Where the system lets anybody mount in a namespace of their own, a disk that is really full, and one that is
/// really read-only.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_one_that_is_read_only() {
    let shelf = Shelf::of(12);
    fs::create_dir(shelf.path("dist")).expect("a folder can be made");
    let script = |options: &str| {
        format!(
            "mount -t tmpfs -o {options} tmpfs dist || exit 77\n\
             \"$OFFPRINT\" build records -o dist --message-format short; code=$?\nls dist >&2; exit $code"
        )
    };
    let run = |options: &str| -> Told {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--mount", "sh", "-c", &script(options)]);
        command.current_dir(shelf.folder.path()).env("OFFPRINT", env!("CARGO_BIN_EXE_offprint"));
        command.output().map_or(Told { code: 77, said: String::new() }, Told::from)
    };
    let told = run("size=120k");
    if !matches!(told.code, 0..=2) {
        eprintln!("no namespaces here; the test with a limit on files stands for this one: {told:?}");
        return;
    }
    told.ends(1, &["cannot be written: no storage space", "records have errors"]);
    let built = told.said.lines().filter(|line| line.ends_with(".pdf") && !line.contains(' ')).count();
    assert!((1..12).contains(&built), "{told:?}");
    run("ro").ends(2, &["error[E0803]: the output folder cannot be written: read-only", "nothing was built"]);
}
