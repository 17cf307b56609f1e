//! Record files that are not what they should be.

use super::*;

#[test]
fn files_that_are_no_text_are_told_each_and_the_rest_is_built() {
    let shelf = Shelf::of(2);
    shelf.write("records/zero.md", "");
    shelf.write("records/wide.md", b"\xff\xfe-\0-\0-\0\n\0");
    shelf.write("records/latin.md", b"---\ntitle: Caf\xe9\n---\n\nx\n");
    shelf.write("records/nul.md", "---\ntitle: A\n---\n\na\0b\n");
    shelf.write(
        "records/bom.md",
        "\u{feff}---\r\ntitle: A\r\n---\r\n\r\nWith a mark, and\r\nlines of two bytes.\r\n",
    );
    let told = shelf.build();
    told.ends(
        1,
        &[
            "records/zero.md:1:1: error[E0125]",
            "records/wide.md:1:1: error[E0123]: the file is UTF-16",
            "records/latin.md:2:11: error[E0123]: byte 0xE9",
            "records/nul.md:5:2: error[E0124]",
            "built 3 PDFs and 3 EPUBs",
            "4 records have errors",
        ],
    );
    assert_eq!(shelf.pdfs("dist"), ["1", "2", "bom"]);
}

#[cfg(unix)]
#[test]
fn what_only_looks_like_a_record_file_is_told_and_the_rest_is_built() {
    use std::os::unix::fs::symlink;
    let shelf = Shelf::of(2);
    fs::create_dir(shelf.path("records/folder.md")).expect("a folder can be made");
    symlink("b.md", shelf.path("records/a.md")).expect("a link can be made");
    symlink("a.md", shelf.path("records/b.md")).expect("a link can be made");
    symlink("..", shelf.path("records/up")).expect("a link can be made");
    symlink("/etc/passwd", shelf.path("records/out.md")).expect("a link can be made");
    let made = Command::new("mkfifo").arg(shelf.path("records/pipe.md")).status().expect("there is mkfifo");
    assert!(made.success());
    let told = shelf.build();
    told.ends(
        1,
        &[
            "records/folder.md:1:1: error[E0132]: a folder named like a record",
            "records/a.md:1:1: error[E0130]: cannot be read: Too many levels of symbolic links",
            "records/b.md:1:1: error[E0130]",
            "records/out.md:1:1: error[E0135]: a link that leads out",
            "records/pipe.md:1:1: error[E0130]: cannot be read: it is no regular file",
            "built 2 PDFs and 2 EPUBs",
        ],
    );
    // Named, they are refused in the same way, and nobody waits for a pipe.
    let told =
        shelf.run(&["build", "records/pipe.md", "records/1.md", "-o", "named", "--message-format", "short"]);
    told.ends(
        1,
        &["records/pipe.md:1:1: error[E0130]: cannot be read: it is no regular file", "built 1 PDF"],
    );
    for name in ["records/pipe.md", "records/folder.md"] {
        shelf.run(&["import", name, "-o", "taken"]).ends(1, &["cannot be read"]);
    }
}

#[cfg(unix)]
#[test]
fn a_project_file_or_style_that_is_a_pipe_keeps_nobody_waiting() {
    let shelf = Shelf::of(1);
    let pipe = |name: &str| {
        assert!(Command::new("mkfifo").arg(shelf.path(name)).status().is_ok_and(|status| status.success()));
    };
    pipe("own.toml");
    shelf.run(&["build", "records", "--style", "./own.toml"]).ends(2, &["it is no regular file"]);
    pipe("offprint.toml");
    shelf.build().ends(2, &["error[E0211]", "it is no regular file"]);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told_and_the_rest_is_built() {
    use std::os::unix::fs::PermissionsExt as _;
    let shelf = Shelf::of(3);
    let close = |name: &str| {
        fs::set_permissions(shelf.path(name), fs::Permissions::from_mode(0o0)).expect("it is ours");
    };
    fs::create_dir(shelf.path("records/closed")).expect("a folder can be made");
    close("records/closed");
    close("records/2.md");
    fs::create_dir(shelf.path("dist")).expect("a folder can be made");
    for open in ["", "dist"] {
        fs::set_permissions(shelf.path(open), fs::Permissions::from_mode(0o777)).expect("it is ours");
    }
    // Nothing is closed to root, who therefore becomes somebody else.
    let is_root = fs::read(shelf.path("records/2.md")).is_ok();
    let mut command = if is_root { Command::new("setpriv") } else { Command::new("env") };
    if is_root {
        command.args(["--reuid", "65534", "--clear-groups"]);
    }
    let output = command
        .arg(env!("CARGO_BIN_EXE_offprint"))
        .args(["build", "records", "-o", "dist", "--message-format", "short"])
        .current_dir(shelf.folder.path())
        .output()
        .expect("the command runs");
    fs::set_permissions(shelf.path("records/closed"), fs::Permissions::from_mode(0o700)).expect("it is ours");
    Told::from(output).ends(
        1,
        &[
            "error[E0130]: cannot be walked: records/closed: ",
            "records/2.md:1:1: error[E0130]: cannot be read: Permission denied",
            "built 2 PDFs and 2 EPUBs",
        ],
    );
    assert_eq!(shelf.pdfs("dist"), ["1", "3"]);
}

#[test]
fn a_file_that_changes_during_the_run_is_told_and_built_the_next_time() {
    let shelf = Shelf::of(40);
    // One at a time, they are built in their order, and `9.md` is the last.
    let run = shelf.command(&["build", "records", "-o", "dist", "--jobs", "1", "--message-format", "short"]);
    let child = spawn(run);
    wait_for(&shelf.path("dist/1.pdf"));
    shelf.write("records/9.md", "---\ntitle: Another\n---\n\nAnother text.\n");
    let told: Told = child.wait_with_output().expect("it ends").into();
    told.ends(1, &["records/9.md:1:1: error[E0130]: cannot be read: the file changed", "built 39 PDFs"]);
    assert!(!shelf.path("dist/9.pdf").exists());
    shelf.build().ends(0, &["built 1 PDF and 1 EPUB", "39 records unchanged"]);
}

#[test]
fn names_too_long_for_an_output_are_refused_and_the_rest_is_built() {
    let shelf = Shelf::of(2);
    shelf.record(&"n".repeat(200));
    shelf.build().ends(1, &["error[E0117]", "at most 100 are allowed", "built 2 PDFs and 2 EPUBs"]);
}

#[test]
fn ten_thousand_files_are_read_in_one_run() {
    let shelf = Shelf::of(5);
    for number in 0..10_000 {
        shelf.write(&format!("records/{number:05}.md"), "# No record\n");
    }
    let told = shelf.run(&["check", "records", "--message-format", "short"]);
    told.ends(0, &["checked 5 records in 10005 files"]);
}

pub fn spawn(mut command: Command) -> std::process::Child {
    let piped = std::process::Stdio::piped;
    command.stdout(piped()).stderr(piped()).spawn().expect("the command runs")
}

#[test]
fn images_of_the_project_are_found_from_its_own_folder_and_others_only_when_allowed() {
    let shelf = Shelf::of(0);
    let picture = include_bytes!("../document/cases/images/map.png");
    fs::create_dir_all(shelf.path("project/records")).expect("a folder can be made");
    fs::create_dir_all(shelf.path("project/images")).expect("a folder can be made");
    shelf.write("project/offprint.toml", "");
    shelf.write("project/images/map.png", picture);
    shelf.write("map.png", picture);
    let record = |target: &str| format!("---\ntitle: A\n---\n\n![A map]({target})\n");
    shelf.write("project/records/in.md", record("../images/map.png"));
    shelf.write("project/records/out.md", record("../../map.png"));
    let run = |more: &[&str]| -> Told {
        let mut command = shelf.command(&["build", "records", "-o", "dist", "--message-format", "short"]);
        command.args(more).current_dir(shelf.path("project")).output().expect("the command runs").into()
    };
    run(&[]).ends(1, &["records/out.md:5:1: error[E0306]", "built 1 PDF and 1 EPUB"]);
    run(&["--allow-path", ".."]).ends(0, &["built 1 PDF and 1 EPUB", "1 record unchanged"]);
}

#[test]
fn marks_of_byte_order_in_metadata_and_labels_are_left_out_and_the_record_is_built() {
    let shelf = Shelf::of(1);
    let marked = r#"{"number": "m", "title": "A \ufefftitle", "authors": [{"name": "Jane \ufeffDoe", "bio": "Jane Doe writes."}],
        "topics": ["Po\ufdd0rts"], "synopsis": "Short.", "body": "Text."}"#;
    shelf.write("records/m.json", marked);
    let told = shelf.build();
    told.ends(
        0,
        &[
            "records/m.json:1:29: warning[L0314]: the character U+FEFF cannot be set and is left out",
            "warning[L0314]: `authors[1].name` holds the character U+FEFF, which cannot be set",
            "warning[L0314]: `topics[1]` holds the character U+FDD0",
            "built 2 PDFs and 2 EPUBs",
        ],
    );
    // On the project's words it would stand in every record.
    let project =
        "[publisher]\nname = \"Insti\u{feff}tute\"\n\n[labels.en]\nsynopsis = \"Syn\u{feff}opsis\"\n";
    shelf.write("offprint.toml", project);
    let told = shelf.build();
    told.ends(
        2,
        &[
            "offprint.toml:2:14: error[L0314]: `publisher.name` holds the character U+FEFF",
            "offprint.toml:5:16: error[L0314]: `labels.en.synopsis` holds",
        ],
    );
    shelf.write("offprint.toml", project.replace('\u{feff}', ""));
    // A number that has one would name a file that looks like another's.
    shelf.write("records/m.json", marked.replace("\"m\"", "\"1\\ufeff\""));
    shelf.build().ends(1, &["records/m.json:1:12: error[E0117]", "U+FEFF"]);
}

#[test]
fn spaces_of_every_kind_in_metadata_leave_no_file_withheld() {
    let shelf = Shelf::of(0);
    let spaced = r#"{"number": "s", "title": "Dr\u00a0Smith\u2028and\u2003the\u3000rest", "subtitle": "A\u202fb\u2029c", "authors": [
        {"name": "Jane\u00a0Doe  \u2028 Roe", "bio": "Jane\u00a0Doe writes.\u2028And reads."}], "topics": ["Sea\u00a0ports"],
        "synopsis": "Short\u2029and\u2009clear.", "body": "Text\u2028goes \u2028 on.\n\n## A\u00a0head\u2028line\n\n```\na\u2028b\n```\n\n`c\u2028d`"}"#;
    shelf.write("records/s.json", spaced);
    let told = shelf.build();
    told.ends(0, &["built 1 PDF and 1 EPUB"]);
    assert!(!told.said.contains("withheld"), "{told:?}");
}

#[test]
fn pictures_within_lines_leave_no_file_withheld() {
    let shelf = Shelf::of(0);
    shelf.write(
        "records/wide.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='500' height='20'><path d='M0 0h500v20z'/></svg>",
    );
    let picture = "![alt](wide.svg)";
    let body = format!(
        "世界人权宣言*NATO*{picture}2012世界\n\n- 所有{picture}所有\n\na{picture}b and non{picture}-c\n\n|a{picture}b|c|\n|-|-|\n|d|e{picture}|\n|порт{picture}|f|\n"
    );
    shelf.write("records/p.md", format!("---\ntitle: T\nlang: zh-Hans\n---\n\n{body}"));
    // Some of these end a page, with notes between them and the word overleaf.
    let (lines, notes): (String, String) = (0..60)
        .map(|nth| {
            (format!("words[^{nth}] and a{picture}b "), format!("\n\n[^{nth}]: A note of a few words."))
        })
        .unzip();
    shelf.write("records/q.md", format!("---\ntitle: T\n---\n\n{lines}{notes}\n"));
    let told = shelf.build();
    told.ends(0, &["built 2 PDFs and 2 EPUBs"]);
}

#[test]
fn an_image_that_cannot_be_drawn_is_told_where_it_is_first_shown() {
    let shelf = Shelf::of(1);
    let mut png = Vec::new();
    let pixels = image::RgbImage::from_fn(40, 40, |x, y| image::Rgb([(x * y) as u8, x as u8, y as u8]));
    pixels.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).expect("memory takes it");
    png.truncate(png.len() / 2);
    shelf.write("records/half.png", &png);
    shelf.write(
        "records/costly.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9000' height='9000'><filter id='f'><feGaussianBlur \
         stdDeviation='9'/></filter><rect width='9000' height='9000' filter='url(#f)'/></svg>",
    );
    let shown = |name: &str| format!("---\ntitle: A\n---\n\nSee ![a map]({name}).\n\n![a map]({name})\n");
    shelf.write("records/half.md", shown("half.png"));
    shelf.write("records/costly.md", shown("costly.svg"));
    let told = shelf.run(&["build", "records", "-o", "dist"]);
    told.ends(
        1,
        &[
            "error[E0602]: image `half.png` cannot be drawn: ",
            "--> records/half.md:5:5",
            "hint: open it in an image editor and save it again",
            "error[E0602]: image `costly.svg` cannot be drawn: its filters are too large",
            "--> records/costly.md:5:5",
            "hint: export the drawing as a PNG, or make what is named smaller or simpler",
        ],
    );
    assert_eq!(shelf.pdfs("dist"), ["1"]);
}
