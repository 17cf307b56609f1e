//! Cases of `proof`: two versions of a record in one document, and what is said of it.

use std::path::Path;

use offprint::document::{self, BuildOptions, Document, dump::dump};
use offprint::project::Project;
use offprint::proof::{self, Names, Proof};
use offprint::record::{self, ReadContext};
use offprint::style::labels::Labels;

fn document(fields: &str, body: &str) -> Document {
    let text = format!("---\ntitle: Harbour dues\n{fields}---\n{body}");
    let project = Project::default();
    let reading = record::read(Path::new("HN1.md"), text.as_bytes(), &ReadContext::new(&project));
    let record = reading.records.first().unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    let (document, told) = document::build(record, &project, &BuildOptions::default());
    document.unwrap_or_else(|| panic!("{told:?}"))
}

fn compare(old: &Document, new: &Document) -> Proof {
    let project = Project::default();
    let labels = Labels::of(&new.lang, &project.labels);
    proof::compare(old, new, Names { old: "old.md", new: "new.md" }, &labels)
}

/// The commentary of a proof of two bodies, and the proof.
fn bodies(old: &str, new: &str) -> (String, Proof) {
    let proof = compare(&document("", old), &document("", new));
    let dump = dump(&proof.document);
    let start = dump.find("section Commentary").expect("there is a text");
    let lines =
        dump[start..].lines().skip(1).take_while(|line| line.starts_with("  ") || line.starts_with("note"));
    (lines.map(|line| format!("{}\n", line.strip_prefix("  ").unwrap_or(line))).collect(), proof)
}

#[test]
fn blocks_that_came_went_and_moved_are_told_apart() {
    let (text, proof) = bodies(
        "The first paragraph of the record stays here.\n\nThis paragraph about tolls will move down.\n\n\
         A third one about lighthouses.\n\nGone without a trace.\n",
        "The first paragraph of the record remains here.\n\nA third one about lighthouses.\n\n\
         This paragraph about tolls will move down.\n\nSomething else entirely.\n",
    );
    assert_eq!(
        text,
        "p: The first paragraph of the record {- stays}{+ remains} here.\n\
         p: {~+ A third one about lighthouses.}\n\
         p: This paragraph about tolls will move down.\n\
         p: {~- A third one about lighthouses.}\n\
         p: {- Gone without a trace.}\n\
         p: {+ Something else entirely.}\n"
    );
    assert_eq!((proof.report.deleted, proof.report.inserted, proof.report.moved), (5, 4, 1));
}

#[test]
fn lists_tables_and_code_are_compared_within() {
    let (text, _) = bodies(
        "- one item stays\n- two goes\n\n| port | dues |\n|---|---|\n| Tema | 12 |\n| Lomé | 7 |\n\n```\nlet a = 1;\n```\n",
        "1. one item stays\n2. three comes\n\n| port | dues |\n|---|---|\n| Tema | 14 |\n| Lomé | 7 |\n\n```\nlet b = 1;\n```\n",
    );
    assert_eq!(
        text,
        "ol 1 tight\n  li\n    p: {= ¶ }one item stays\n  li\n    p: {- two goes}\n  li\n    p: {+ three comes}\n\
         table - -\n  head | port | dues |\n  row | Tema | {- 12}{+ 14} |\n  row | Lomé | 7 |\n\
         p: {code let\u{a0}}{- {code a}}{+ {code b}}{code \u{a0}=\u{a0}1;}\n"
    );
}

#[test]
fn a_heading_that_became_a_paragraph_is_marked_as_such() {
    let (text, proof) = bodies("## The way ahead\n\nText.\n", "The way ahead\n\nText.\n");
    assert_eq!(text, "p: {= ¶ }The way ahead\np: Text.\n");
    assert_eq!(proof.report.restyled, 1);
    let spoken = dump(&proof::spoken(&proof.document));
    assert!(spoken.contains("p: set otherwise: h3 → pThe way ahead"), "{spoken}");
}

#[test]
fn notes_keep_their_marks_and_gone_ones_have_their_own() {
    let (text, proof) = bodies(
        "Tolls[^a] and dues[^b] rise.\n\n[^a]: On the tolls of old.\n[^b]: On dues.\n",
        "Tolls and dues[^b] rise.\n\n[^b]: On all dues.\n",
    );
    assert_eq!(
        text,
        "p: Tolls{- {note 2.0}} and dues{note 1.0} rise.\n\
         note 1 (1 references)\np: On {+ all }dues.\n\
         note −1 (1 references)\np: {- On the tolls of old.}\n"
    );
    assert_eq!(proof.report.marks, 1);
}

#[test]
fn fields_that_changed_stand_in_a_table_and_in_the_report() {
    let proof = compare(
        &document("date: 2012-02-23\nkeywords: [dues]\n", "Text.\n"),
        &document("date: 2012-02-24\nkeywords: [dues, tolls]\nstatus: draft\n", "Text.\n"),
    );
    let fields: Vec<_> = proof.report.facts.iter().map(|fact| (fact.field, fact.before.as_str())).collect();
    assert_eq!(fields, [("status", "final"), ("date", "2012-02-23"), ("keywords", "dues")]);
    let dump = dump(&proof.document);
    assert!(dump.contains("row | {code keywords} | {- dues} | {+ dues, tolls} |"), "{dump}");
    assert!(dump.contains("date: {- 23}{+ 24} February 2012"), "{dump}");
}

#[test]
fn a_record_compared_with_itself_has_no_change() {
    let text = "# One\n\nText with *emphasis*, a [link](https://a.example/) and a note[^1].\n\n> Quoted.\n\n[^1]: Note.\n";
    let (dumped, proof) = bodies(text, text);
    assert!(!proof.report.has_changes(), "{:?}", proof.report);
    assert!(!dumped.contains("{-") && !dumped.contains("{+"), "{dumped}");
    assert_eq!(proof.report.to_string(), "old.md and new.md say the same");
}

#[test]
fn every_word_of_both_versions_is_there_once() {
    let old = "Old words here stay.\n\n- a\n- b\n\n## Head of the old\n\nLast one goes.\n";
    let new = "New words here stay.\n\n> quoted b\n\n## Head of the new\n\n### Under\n\nLast one comes.\n";
    let (text, _) = bodies(old, new);
    let kept = |gone: char| {
        let mut words = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            words.push_str(before);
            let (inside, after) = after.split_once('}').expect("signs are closed");
            if !inside.trim_start_matches('~').starts_with(gone) {
                words.push_str(inside.get(2..).unwrap_or_default());
            }
            rest = after;
        }
        words + rest
    };
    for (gone, wanted) in [('+', old), ('-', new)] {
        let found = kept(gone);
        for word in wanted.split_whitespace().filter(|word| word.chars().all(char::is_alphanumeric)) {
            assert!(found.contains(word), "{word} is not in {found}");
        }
    }
}
