//! Good records: the same record in every form, places in every kind of string, defaults.

use offprint::record::{Record, Status, duplicates};

use super::{place, read};

/// The only record of a file, which must have no fault.
fn record(name: &str, text: &str) -> Record {
    let mut reading = read(name, text);
    let told: Vec<String> =
        reading.diagnostics.iter().map(|one| format!("{} {}", place(one), one.message)).collect();
    assert!(told.is_empty(), "{name}: {told:?}");
    assert_eq!(reading.records.len(), 1, "{name}");
    reading.records.remove(0)
}

const FORMS: [(&str, &str); 5] = [
    (
        "CO12033.md",
        "---\ntitle: Harbour *dues*\nauthors:\n  - name: A. Writer\n    bio: A. Writer teaches.\ndate: 2012-02-23\n\
         topics: [Trade]\ndoi: https://doi.org/10.1234/abc\n---\nOne.\n\nTwo \"three\".\n",
    ),
    (
        "CO12033.yaml",
        "title: Harbour *dues*\nauthors:\n  - name: A. Writer\n    bio: A. Writer teaches.\ndate: 2012-02-23\n\
         topics: [Trade]\ndoi: 10.1234/abc\nbody: |\n  One.\n\n  Two \"three\".\n",
    ),
    (
        "CO12033.toml",
        "title = \"Harbour *dues*\"\ndate = 2012-02-23\ntopics = ['Trade']\ndoi = \"doi:10.1234/abc\"\n\
         body = \"\"\"\nOne.\n\nTwo \"three\".\n\"\"\"\n[[authors]]\nname = \"A. Writer\"\nbio = \"A. Writer teaches.\"\n",
    ),
    (
        "CO12033.json",
        "{\"title\": \"Harbour *dues*\", \"authors\": [{\"name\": \"A. Writer\", \"bio\": \"A. Writer teaches.\"}],\
         \"date\": \"2012-02-23\", \"topics\": [\"Trade\"], \"doi\": \"10.1234/abc\", \
         \"body\": \"One.\\n\\nTwo \\\"three\\\".\"}",
    ),
    (
        "many.jsonl",
        "{\"number\": \"CO12033\", \"title\": \"Harbour *dues*\", \"authors\": [{\"name\": \"A. Writer\", \
         \"bio\": \"A. Writer teaches.\"}], \"date\": \"2012-02-23\", \"topics\": [\"Trade\"], \
         \"doi\": \"10.1234/abc\", \"body\": \"One.\\n\\nTwo \\\"three\\\".\"}\n",
    ),
];

#[test]
fn every_form_gives_the_same_record() {
    for (name, text) in FORMS {
        let record = record(name, text);
        assert_eq!(record.number, "CO12033", "{name}");
        assert_eq!(record.title.text, "Harbour *dues*", "{name}");
        assert_eq!(record.authors[0].name, "A. Writer", "{name}");
        assert_eq!(record.authors[0].bio.as_ref().map(|bio| bio.text.as_str()), Some("A. Writer teaches."));
        assert_eq!(record.date.map(|date| date.to_string()).as_deref(), Some("2012-02-23"), "{name}");
        assert_eq!(record.topics, ["Trade"], "{name}");
        assert_eq!(record.doi.as_deref(), Some("10.1234/abc"), "{name}");
        assert_eq!(record.body.text.trim(), "One.\n\nTwo \"three\".", "{name}");
        assert_eq!((record.kind.as_str(), record.lang.as_str()), ("commentary", "en"), "{name}");
        assert_eq!(record.status, Status::Final, "{name}");
    }
}

#[test]
fn every_word_of_a_body_knows_its_place() {
    for (name, text) in FORMS {
        let record = record(name, text);
        for word in ["One", "Two", "three"] {
            let at = record.body.text.find(word).expect("the word is there");
            let place = record.body.place(at).0 as usize;
            assert!(record.source.text[place..].starts_with(word), "{word} in {name} at {place}");
        }
    }
}

#[test]
fn places_hold_through_escapes_folds_and_quotes() {
    let cases = [
        ("a.yaml", "title: A\nbody: >\n  One é\n  two\n\n  three\n"),
        ("a.yaml", "title: A\nbody: 'One é\n\n  two ''quoted'' three'\n"),
        ("a.yaml", "title: A\nbody: \"One \\u00e9 \\x41\\\n    two \\\"q\\\" three\"\n"),
        ("a.yaml", "title: A\nbody: |2+\n\n\n    One é\n  two\n  three\n\n"),
        ("a.yaml", "title: A\nbody: One é\n  two\n  three\n"),
        ("a.yaml", "title: A\r\nbody: |\r\n  One é\r\n\r\n  two\r\n  three\r\n"),
        ("a.toml", "title = \"A\"\nbody = \"One \\u00e9 two \\U0001F600 three\"\n"),
        ("a.toml", "title = \"A\"\nbody = \"\"\"One \\\n    two\n\\tthree\"\"\"\n"),
        ("a.toml", "title = 'A'\r\nbody = '''\r\nOne\\\r\ntwo\r\nthree'''\r\n"),
        ("a.json", "{\"title\": \"A\", \"body\": \"One \\ud83d\\ude00 \\/ two\\n\\\\ three\"}"),
        ("a.json", "{\"title\": \"A\", \"body\": \"One\\r\\n\\r\\ntwo\\r\\nthree\"}"),
        ("a.md", "---\r\ntitle: A\r\n---\r\nOne\r\n\r\ntwo\r\nthree\r\n"),
        ("a.md", "\u{feff}---\ntitle: A\n---\nOne\ntwo\nthree\n"),
    ];
    for (name, text) in cases {
        let record = record(name, text);
        assert!(!record.body.text.contains('\r'), "{text:?}");
        for word in ["One", "two", "three"] {
            let at = record.body.text.find(word).expect("the word is there");
            let place = record.body.place(at).0 as usize;
            let there = record.source.text.get(place..).unwrap_or_default();
            assert!(there.starts_with(word), "{word} of {text:?} at {place}: {there:?}");
        }
    }
}

#[test]
fn scalars_come_out_as_written() {
    let record = record(
        "x.md",
        "---\nnumber: 007\ntitle: 1984\nkeywords: [no, yes, 3.10, 0x1F, 2012-02-23, true story]\nrights: off\n---\nText.\n",
    );
    assert_eq!(record.number, "007");
    assert_eq!(record.title.text, "1984");
    assert_eq!(record.keywords, ["no", "yes", "3.10", "0x1F", "2012-02-23", "true story"]);
    assert_eq!(record.rights.as_deref(), Some("off"));
}

#[test]
fn a_folded_title_is_one_line() {
    let record = record(
        "x.md",
        "---\ntitle: A long\n  title, folded\nsubtitle: >\n  And its\n  subtitle\n---\nText.\n",
    );
    assert_eq!(record.title.text, "A long title, folded");
    assert_eq!(record.subtitle.map(|text| text.text).as_deref(), Some("And its subtitle"));
}

#[test]
fn the_number_is_the_files_name_or_the_folders() {
    assert_eq!(record("2012/CO12033.md", "---\ntitle: A\n---\nB\n").number, "CO12033");
    let indexed = record("2012/CO12034/index.md", "---\ntitle: A\n---\nB\n");
    assert_eq!(indexed.number, "CO12034");
    assert_eq!(indexed.folder.to_string_lossy(), "2012/CO12034");
}

#[test]
fn names_aliases_and_nulls_are_taken() {
    let record = record(
        "x.md",
        "---\ntitle: A\nauthors: [&who A. Writer, {name: B. Second, orcid: 0000000218250097}]\ntranslator: *who\nsubtitle:\ndoi: ~\n---\nB\n",
    );
    assert_eq!(record.authors[0].name, "A. Writer");
    assert_eq!(record.authors[1].orcid.as_deref(), Some("0000-0002-1825-0097"));
    assert_eq!(record.translator.as_deref(), Some("A. Writer"));
    assert!(record.subtitle.is_none() && record.doi.is_none());
}

#[test]
fn corrections_come_oldest_first() {
    let record = record(
        "x.md",
        "---\ntitle: A\ncorrections:\n  - {date: 2013-01-02, kind: erratum, note: B}\n  - {date: 2012-01-02, kind: addendum, note: C}\n---\nB\n",
    );
    let kinds: Vec<&str> = record.corrections.iter().map(|correction| correction.kind.as_str()).collect();
    assert_eq!(kinds, ["addendum", "erratum"]);
}

#[test]
fn a_line_of_many_points_into_the_file() {
    let reading = read(
        "m.jsonl",
        "{\"number\": \"1\", \"title\": \"A\", \"body\": \"B\"}\n\n{\"number\": 2, \"title\": \"A\", \"body\": \"B\"}\r\n",
    );
    assert!(reading.diagnostics.is_empty());
    let lines: Vec<usize> =
        reading.records.iter().map(|record| record.spans["title"].line_column().0).collect();
    assert_eq!(lines, [1, 3]);
}

#[test]
fn one_number_twice_is_told_at_both_places() {
    let one = record("a.md", "---\ntitle: A\nnumber: CO1\n---\nB\n");
    let two = record("b.md", "---\ntitle: A\nnumber: co1\n---\nB\n");
    let other = record("c.md", "---\ntitle: A\nnumber: CO1\nseries: Another\n---\nB\n");
    let clashes = duplicates([&one, &two, &other]);
    assert_eq!(clashes.len(), 1);
    let (at, clash) = &clashes[0];
    assert_eq!((*at, place(clash).as_str()), (1, "E0118 3:9"));
    let (first, _) = &clash.related[0];
    assert_eq!((first.source.path.as_str(), first.line_column()), ("a.md", (3, 9)));
}
