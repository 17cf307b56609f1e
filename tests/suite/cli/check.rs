//! `check`, `explain` and `schema`.

use super::{Desk, expect};

const GOOD: &[u8] = b"---\ntitle: Harbour dues\nsynopsis: Dues rise.\ndate: 2012-02-23\n---\nThe text.\n";
const BAD: &[u8] = b"---\ntitel: Harbour dues\ndate: 2012-02-30\nlang: english\n---\nAsk [email protected]\n";

#[test]
fn good_records_are_counted() {
    let desk = Desk::with(&[("records/2012/CO12033.md", GOOD), ("records/README.md", b"# Read me\n")]);
    expect("good", &desk.run(&["check", "records"]));
}

#[test]
fn every_fault_is_drawn() {
    let desk = Desk::with(&[("a/CO12033.md", GOOD), ("a/CO12034.md", BAD)]);
    expect("faults", &desk.run(&["check", "a"]));
}

#[test]
fn every_format_tells_the_same() {
    let desk = Desk::with(&[("CO12034.md", BAD)]);
    for format in ["short", "json", "github", "sarif"] {
        expect(&format!("format-{format}"), &desk.run(&["check", "CO12034.md", "--message-format", format]));
    }
}

#[test]
fn what_mends_a_fault_is_told() {
    let desk = Desk::with(&[("CO1.md", b"---\ntitle: Harbour  dues\n---\nDues rose (see p. 3-5).\n")]);
    for format in ["json", "sarif"] {
        expect(&format!("edits-{format}"), &desk.run(&["check", "CO1.md", "--message-format", format]));
    }
}

#[test]
fn warnings_can_be_denied() {
    let text = b"---\ntitle: Harbour  dues\nsynopsis: Dues rise.\n---\nThe the text.\n";
    let desk = Desk::with(&[("CO1.md", text)]);
    let transcript = desk.run(&["check", "--message-format", "short"])
        + &desk.run(&["check", "--message-format", "short", "--deny", "warnings"]);
    expect("deny", &transcript);
}

#[test]
fn files_that_are_no_records_are_told_apart() {
    let desk = Desk::with(&[
        ("r/notes.md", b"Just notes.\n"),
        ("r/style.toml", b"name = \"house\"\n"),
        ("r/package.json", b"{}"),
        ("r/.hidden.md", b"no"),
        ("r/dist/CO12033.md", b"no"),
        ("r/folder.md/other.txt", b"no"),
        ("r/CO12034/index.md", GOOD),
        ("r/CO12034/photo.jpg", b"no"),
        ("r/empty.md", b""),
        ("r/late.md", b"\n---\ntitle: A\n---\nB\n"),
        ("r/offprint.toml", b"[publisher]\nname = \"Harbour Institute\"\n"),
    ]);
    let transcript = desk.run(&["check", "r", "--message-format", "short"])
        + &desk.run(&[
            "check",
            "r/notes.md",
            "r/CO12034/photo.jpg",
            "r/none.md",
            "--message-format",
            "short",
        ]);
    expect("others", &transcript);
}

#[test]
fn one_number_twice() {
    let record = |title: &str| {
        format!("---\ntitle: {title}\nnumber: CO12033\nsynopsis: S.\n---\nText.\n").into_bytes()
    };
    let desk = Desk::with(&[("a.md", &record("A")), ("b.md", &record("B"))]);
    expect("duplicate", &desk.run(&["check"]));
}

#[test]
fn a_bad_project_stops_everything() {
    let desk = Desk::with(&[("CO12033.md", GOOD), ("offprint.toml", b"[publiser]\nname = \"A\"\n")]);
    let transcript =
        desk.run(&["check"]) + &desk.run(&["check", "--project", "none.toml", "--message-format", "short"]);
    expect("project", &transcript);
}

#[test]
fn nothing_to_check() {
    let desk = Desk::with(&[("a/x.txt", b"no")]);
    expect("nothing", &desk.run(&["check", "a"]));
}

#[test]
fn junit_has_a_case_a_file() {
    let desk = Desk::with(&[("r/CO12033.md", GOOD), ("r/CO12034.md", BAD)]);
    let mut transcript = desk.run(&["check", "r", "--junit", "out.xml", "--message-format", "short"]);
    transcript.push_str(&std::fs::read_to_string(desk.path().join("out.xml")).expect("the file was written"));
    expect("junit", &transcript);
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_told_and_not_followed() {
    let desk = Desk::with(&[("r/CO12033.md", GOOD), ("secret.md", GOOD)]);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(to, desk.path().join(from)).expect("a link can be made");
    };
    link("r/out.md", "../secret.md");
    link("r/latest.md", "CO12033.md");
    link("r/loop", ".");
    link("r/gone.md", "nowhere.md");
    expect("links", &desk.run(&["check", "r", "--message-format", "short"]));
}

#[test]
fn codes_are_explained() {
    let desk = Desk::with(&[]);
    let transcript = desk.run(&["explain", "e0102"])
        + &desk.run(&["explain", "hyphen-range"])
        + &desk.run(&["explain", "E10102"]);
    expect("explain", &transcript);
    assert!(desk.run(&["explain"]).contains("E0102  no such day\n"));
}

#[test]
fn schemas_are_json() {
    let desk = Desk::with(&[]);
    for arguments in [&["schema"][..], &["schema", "--project-file"]] {
        let transcript = desk.run(arguments);
        let json =
            transcript.split_once('\n').and_then(|(_, rest)| rest.rsplit_once("= 0\n")).map(|(json, _)| json);
        let schema: serde_json::Value = serde_json::from_str(json.unwrap_or_default()).expect("valid JSON");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        assert_eq!(schema["additionalProperties"], false);
    }
}

#[test]
fn faults_of_the_tree_are_told_too() {
    let text = b"---\ntitle: Harbour dues\nsynopsis: Dues rise.\n---\n![](map.png)\n\nSee [it](#nowhere).\n";
    let desk = Desk::with(&[("CO1.md", text)]);
    expect("tree", &desk.run(&["check", "--message-format", "short"]));
}

#[test]
fn what_is_mechanical_is_mended() {
    let text = "\u{feff}---\r\ntitle: Harbour  dues\r\nsynopsis: Dues “rise”.\r\n---\r\nIn 2010-2012 the the “dues” rose \"much\".\r\n";
    let line =
        "{\"number\": \"CO2\", \"title\": \"Harbour  dues\", \"synopsis\": \"S.\", \"body\": \"Text.\"}\n";
    let files = [("CO1.md", text.as_bytes()), ("more.jsonl", line.as_bytes())];
    let desk = Desk::with(&files);
    let read = || std::fs::read_to_string(desk.path().join("CO1.md")).expect("the record is there");
    let dry = desk.run(&["check", "--fix", "--dry-run", "--message-format", "short"]);
    assert_eq!(read(), text, "a dry run writes nothing");
    let transcript = dry + &desk.run(&["check", "--fix", "--message-format", "short"]);
    expect("fix", &transcript);
    assert_eq!(
        read(),
        "\u{feff}---\r\ntitle: Harbour dues\r\nsynopsis: Dues “rise”.\r\n---\r\nIn 2010–2012 the the “dues” rose “much”.\r\n"
    );
}

#[test]
fn a_silence_without_use_is_told() {
    let text = b"---\ntitle: Harbour dues\nsynopsis: Dues rise.\nlint:\n  hyphen-range: quoted as printed\n  double-space: it is verse\n---\nPages 12-15.\n";
    let desk = Desk::with(&[("CO1.md", text)]);
    expect("silence", &desk.run(&["check", "--message-format", "short"]));
}

#[test]
fn a_change_that_nothing_tells_of_is_told() {
    let record = |head: &str, body: &str| {
        format!("---\ntitle: Dues\nsynopsis: S.\ndate: 2012-02-23\n{head}---\n{body}\n")
    };
    let desk = Desk::with(&[("offprint.toml", b""), ("r/CO1.md", record("", "One text.").as_bytes())]);
    let check = |head: &str, body: &str| {
        std::fs::write(desk.path().join("r/CO1.md"), record(head, body)).expect("it can be written");
        desk.run(&["check", "r", "--message-format", "short"])
    };
    desk.run(&["build", "r", "--quiet"]);
    let transcript = check("", "One text.")
        + &check("", "Another text.")
        + &check("updated: 2012-03-01\n", "Another text.")
        + &check("corrections:\n  - {date: 2012-03-01, kind: correction, note: A word.}\n", "Another text.")
        + &check("status: draft\n", "Another text.");
    expect("unannounced", &transcript);
}

#[test]
fn translations_that_lead_nowhere_or_not_back_are_told() {
    let record = |lang: &str, translations: &str| {
        format!(
            "---\ntitle: Dues\nsynopsis: Dues rise.\nlang: {lang}\ntranslations:\n{translations}---\nThe text.\n"
        )
    };
    let english = record(
        "en",
        "  - { number: CO2, lang: ms, url: https://a.example/co2 }\n  - { number: CO3, lang: fr }\n  - { number: CO9, lang: ta }\n",
    );
    let malay = record("ms", "  - { number: CO1, lang: en }\n");
    let french = record("fr", "  - { number: CO2, lang: ms, url: ftp://a.example }\n");
    let answerless = "---\ntitle: Droits\nsynopsis: Les droits.\nlang: fr\n---\nLe texte.\n";
    let desk = Desk::with(&[
        ("r/CO1.md", english.as_bytes()),
        ("r/CO2.md", malay.as_bytes()),
        ("r/CO3.md", answerless.as_bytes()),
        ("bad/CO3.md", french.as_bytes()),
    ]);
    let transcript = desk.run(&["check", "r", "--message-format", "short"])
        + &desk.run(&["check", "r/CO1.md"])
        + &desk.run(&["check", "bad", "--message-format", "short"]);
    expect("translations", &transcript);
    let said = desk.run(&["build", "r", "-o", "dist", "--quiet", "--message-format", "short"]);
    assert!(said.ends_with("= 0\n"), "{said}");
    let file = std::fs::read(desk.path().join("dist/CO1.pdf")).expect("it was built");
    let graph = lopdf::Document::load_mem(&file).expect("it is a PDF");
    let says = |words: &str| {
        graph.objects.values().any(|object| {
            format!("{object:?}").contains(words)
                || object.as_stream().is_ok_and(|stream| {
                    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                    String::from_utf8_lossy(&content).contains(words)
                })
        })
    };
    assert!(says("hasVersion: CO2 (ms)"), "the metadata name the sibling");
    assert!(says("https://a.example/co2"), "a link leads to it");
}
