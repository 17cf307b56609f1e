//! Real and hand-made pages: the record that comes of each, and its report.

use super::{cases, expect, import, read, root};
use offprint::import::report::Action;

/// The text dump of the page that publishes CO12033 gives what was transcribed with care, and the report
/// tells every difference.
#[test]
fn the_text_of_a_real_page_equals_its_transcription() {
    let imported = import(&cases().join("pages/CO12033-page.txt"));
    assert_eq!(imported.profile, "rsis-commentary");
    let made = read("CO12033.md", &imported.text);
    let path = root().join("examples/records/CO12033.md");
    let kept = read("CO12033.md", &std::fs::read_to_string(path).expect("an example"));
    assert_eq!(made.title.text, kept.title.text);
    assert_eq!((&made.number, &made.series), (&kept.number, &kept.series));
    assert_eq!((made.date, made.updated), (kept.date, kept.updated));
    assert_eq!((&made.topics, &made.regions), (&kept.topics, &kept.regions));
    let text = |text: &Option<record::MarkdownText>| text.as_ref().map(|text| text.text.clone());
    assert_eq!(text(&made.synopsis), text(&kept.synopsis));
    let people = |record: &record::Record| -> Vec<(String, Option<String>)> {
        record.authors.iter().map(|author| (author.name.clone(), text(&author.bio))).collect()
    };
    assert_eq!(people(&made), people(&kept));
    assert_eq!(made.body.text.trim(), kept.body.text.trim());
    let report = &imported.report;
    let tells = |action: Action, part: &str| {
        report.entries.iter().any(|entry| entry.action == action && entry.message.contains(part))
    };
    assert!(tells(Action::Repaired, "`cyber- security` is `cyber-security`"), "{report}");
    assert!(tells(Action::Guessed, "2014-10-01 from `01/10/2014`"), "{report}");
    assert!(tells(Action::Merged, "another line of categories says less"), "{report}");
    assert!(tells(Action::Merged, "word for word the same"), "{report}");
    assert!(tells(Action::Dropped, "a teaser that cuts it short"), "{report}");
    assert!(tells(Action::Dropped, "the place of the topic is empty"), "{report}");
    assert!(tells(Action::Dropped, "the disclaimer"), "{report}");
    assert_eq!(report.count(Action::Guessed), 1, "{report}");
    expect("pages/CO12033-page.report", &report.to_string());
}

#[test]
fn a_saved_page_keeps_its_structure() {
    let imported = import(&cases().join("pages/rsis.html"));
    read("CO12041.md", &imported.text);
    assert_eq!(imported.images.len(), 1);
    expect("pages/rsis.md", &imported.text);
    expect("pages/rsis.report", &imported.report.to_string());
}

use offprint::record;
