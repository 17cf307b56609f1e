//! What pandoc made of records comes back with the records' words.

use std::path::Path;

use offprint::document::{self, BuildOptions, Part, SectionRole, reading_text};
use offprint::project::Project;
use offprint::record::Record;

use super::{cases, import, read, root};

/// The words of the synopsis, the body and its notes, and the bios, without punctuation that pandoc may set anew.
fn words(record: &Record, parts: &[SectionRole]) -> Vec<String> {
    let project = Project { root: root().join("examples/records"), ..Project::default() };
    let (document, faults) = document::build(record, &project, &BuildOptions::default());
    let faults: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    let Some(document) = document else { panic!("the record does not build: {faults:?}") };
    let is_wanted = |part: &Part| match part {
        Part::Section(role) => parts.contains(role),
        Part::Note(_) => parts.contains(&SectionRole::Commentary),
        _ => false,
    };
    let texts = reading_text(&document);
    let joined = texts.iter().filter(|(part, _)| is_wanted(part)).map(|(_, text)| text.as_str());
    let joined = joined.collect::<Vec<_>>().join(" ");
    joined
        .split(|c: char| c.is_whitespace() || c == '\u{2060}')
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Compares a made file with the record it was made from.
fn same_words(made: &str, record: &str) {
    let imported = import(&cases().join("made").join(made));
    let name = Path::new(record).file_name().and_then(|name| name.to_str()).expect("a name");
    let found = read(name, &imported.text);
    let path = root().join("examples/records").join(record);
    let text = std::fs::read_to_string(&path).expect("an example");
    let kept = read(path.to_str().expect("a name"), &text);
    assert_eq!(found.title.text.replace('\\', ""), kept.title.text.replace('\\', ""), "{made}");
    assert_eq!(found.date, kept.date, "{made}");
    let names = |record: &Record| record.authors.iter().map(|author| author.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&found), names(&kept), "{made}\n{}", imported.report);
    let has_synopsis = !made.ends_with(".txt");
    // Pandoc leaves the abstract out of plain text.
    let synopsis = has_synopsis.then_some(SectionRole::Synopsis);
    for part in [SectionRole::Commentary, SectionRole::About].into_iter().chain(synopsis) {
        let (ours, theirs) = (words(&found, &[part]), words(&kept, &[part]));
        let differs = ours.iter().zip(&theirs).position(|(one, other)| one != other);
        let at = differs.unwrap_or(ours.len().min(theirs.len()));
        let around = |words: &[String]| {
            words[at.saturating_sub(4).min(words.len())..(at + 6).min(words.len())].join(" ")
        };
        assert!(
            ours == theirs,
            "{made}, {part:?}: word {at} is of `{}`, expected `{}`\n{}",
            around(&ours),
            around(&theirs),
            imported.report
        );
    }
}

macro_rules! cases {
    ($($test:ident: $made:literal of $record:literal;)*) => {
        $(#[test] fn $test() { same_words($made, $record); })*
    };
}

cases! {
    co12033_page: "CO12033.html" of "CO12033.md";
    co12033_manuscript: "CO12033.docx" of "CO12033.md";
    co12033_markdown: "CO12033.md" of "CO12033.md";
    co12033_text: "CO12033.txt" of "CO12033.md";
    data_act_page: "2016-08-29-data-act-prototype-simplicty-is-key.html" of "18f/2016-08-29-data-act-prototype-simplicty-is-key.md";
    data_act_manuscript: "2016-08-29-data-act-prototype-simplicty-is-key.docx" of "18f/2016-08-29-data-act-prototype-simplicty-is-key.md";
    tech_sandwich_manuscript: "2022-09-06-18f-tech-sandwich.docx" of "18f/2022-09-06-18f-tech-sandwich.md";
    formulas_page: "2024-11-05-three-ways-to-write-fearless-spreadsheet-formulas.html" of "18f/2024-11-05-three-ways-to-write-fearless-spreadsheet-formulas.md";
    formulas_manuscript: "2024-11-05-three-ways-to-write-fearless-spreadsheet-formulas.docx" of "18f/2024-11-05-three-ways-to-write-fearless-spreadsheet-formulas.md";
    dovetail_page: "2022-10-05-dovetail-008.html" of "carpentries/2022-10-05-dovetail-008.md";
    federalist_page: "federalist-68.html" of "federalist/federalist-68.md";
    federalist_manuscript: "federalist-68.docx" of "federalist/federalist-68.md";
    goals_page: "2022-01-27-goals-for-the-first-quarter-2022.html" of "publiccode/2022-01-27-goals-for-the-first-quarter-2022.md";
    goals_manuscript: "2022-01-27-goals-for-the-first-quarter-2022.docx" of "publiccode/2022-01-27-goals-for-the-first-quarter-2022.md";
    chinese_page: "udhr-zh-Hans.html" of "udhr/udhr-zh-Hans.md";
    chinese_manuscript: "udhr-zh-Hans.docx" of "udhr/udhr-zh-Hans.md";
    english_markdown: "udhr-en.md" of "udhr/udhr-en.md";
    malay_page: "udhr-ms.html" of "udhr/udhr-ms.md";
    malay_manuscript: "udhr-ms.docx" of "udhr/udhr-ms.md";
    tamil_page: "udhr-ta.html" of "udhr/udhr-ta.md";
}
