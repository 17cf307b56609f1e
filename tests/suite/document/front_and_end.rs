//! What stands around the body.

use std::collections::BTreeMap;
use std::path::Path;

use offprint::document::{self, BuildOptions, Document, Part, SectionRole, reading_text};
use offprint::project::{self, Project};

use super::record_in;

fn project(text: &str) -> Project {
    project::load(Path::new("offprint.toml"), text.as_bytes()).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn build(project: &Project, fields: &str) -> Result<Document, Vec<String>> {
    let text = format!("---\ntitle: Case\n{fields}\n---\n\nThe text.");
    let record = record_in(project, Path::new("case.md"), &text);
    let (document, told) = document::build(&record, project, &BuildOptions::default());
    document.ok_or_else(|| told.iter().map(|fault| fault.code.code.to_owned()).collect())
}

fn words(document: &Document, role: SectionRole) -> Vec<String> {
    let texts = reading_text(document);
    texts.into_iter().filter(|(part, _)| *part == Part::Section(role)).map(|(_, text)| text).collect()
}

#[test]
fn an_element_without_content_is_absent() {
    let document = build(&Project::default(), "").expect("it is built");
    let roles: Vec<_> = document.sections.iter().map(|section| section.role).collect();
    assert_eq!(roles, [SectionRole::Commentary]);
    assert!(
        document.masthead.series.is_empty()
            && document.masthead.number.is_empty()
            && document.masthead.date.is_empty()
    );
    assert!(document.byline.is_empty() && document.furniture.address.is_empty());
}

const DISCLAIMERS: &str = r#"
[publisher]
name = "The *School*"
email = "first_last@school.example"
[series.s]
title = "Series"
disclaimers = [
  { name = "a", text = "Old." },
  { name = "b", from = 2012-02-23, text = "{publisher} answers at <{email}>, [here](mailto:{email}), {email}." },
]
"#;

#[test]
fn the_disclaimer_in_force_on_the_day_is_set_and_filled_in() {
    let project = project(DISCLAIMERS);
    let disclaimer = |fields: &str| {
        build(&project, fields).map(|document| words(&document, SectionRole::Disclaimer).join("|"))
    };
    let filled = "The *School* answers at first_last@school.example, here, first_last@school.example.";
    assert_eq!(disclaimer("series: s\ndate: 2012-02-22").as_deref(), Ok("Old."));
    assert_eq!(disclaimer("series: s\ndate: 2012-02-23").as_deref(), Ok(filled));
    assert_eq!(disclaimer("series: Series").as_deref(), Ok(filled));
    assert_eq!(disclaimer("series: s\ndate: 2020-01-01\ndisclaimer: a").as_deref(), Ok("Old."));
}

#[test]
fn a_placeholder_without_a_value_is_an_error_in_the_project_file() {
    let mut project = project(DISCLAIMERS);
    project.publisher.email = None;
    assert_eq!(build(&project, "series: s\ndate: 2012-02-23").err(), Some(vec!["E0312".to_owned()]));
    assert!(build(&project, "series: s\ndate: 2012-02-22").is_ok());
}

#[test]
fn a_mask_that_would_be_printed_is_an_error() {
    for mask in
        ["[email protected]", "[email\u{a0}protected]", "[email&nbsp;protected]", "\\[email protected\\]"]
    {
        let mut project = project(DISCLAIMERS);
        let series = project.series.get_mut("s").expect("it is declared");
        for version in &mut series.disclaimers {
            version.text = format!("Write to {mask}.");
        }
        assert_eq!(build(&project, "series: s").err(), Some(vec!["E0311".to_owned()]), "{mask}");
    }
}

#[test]
fn bylines_follow_the_language() {
    for (lang, line) in [
        ("en", "Ann Bee, Cee Dee and Eff Gee"),
        ("en-US", "Ann Bee, Cee Dee, and Eff Gee"),
        ("ms", "Ann Bee, Cee Dee dan Eff Gee"),
        ("zh-Hans", "Ann Bee、Cee Dee、Eff Gee"),
        ("ta", "Ann Bee, Cee Dee மற்றும் Eff Gee"),
        ("ar", "Ann Bee، Cee Dee وEff Gee"),
        ("ru", "Ann Bee, Cee Dee и Eff Gee"),
    ] {
        let fields =
            format!("lang: {lang}\nauthors: [{{name: Ann Bee}}, {{name: Cee Dee}}, {{name: Eff Gee}}]");
        let document = build(&Project::default(), &fields).expect("it is built");
        assert_eq!(offprint::document::inline::plain_text(&document.byline), line, "{lang}");
    }
}

#[test]
fn labels_follow_the_language_and_the_project() {
    let mut project = Project::default();
    let fields = "lang: ta\nsynopsis: சுருக்கம்.";
    let headings = |project: &Project| {
        let document = build(project, fields).expect("it is built");
        let texts = reading_text(&document).into_iter();
        texts
            .filter(|(part, _)| matches!(part, Part::SectionHeading(_)))
            .map(|(_, text)| text)
            .collect::<Vec<_>>()
    };
    assert_eq!(headings(&project), ["சுருக்கம்", "கருத்துரை"]);
    project.labels.insert("ta".into(), BTreeMap::from([("synopsis".into(), "தொகுப்பு".into())]));
    assert_eq!(headings(&project), ["தொகுப்பு", "கருத்துரை"]);
}

#[test]
fn citations_are_whole_with_whatever_there_is() {
    let series = project(DISCLAIMERS);
    let cite = |project: &Project, fields: &str| {
        words(&build(project, fields).expect("it is built"), SectionRole::Citation).join("|")
    };
    let authors = "authors: [{name: Ann Bee}]";
    assert_eq!(cite(&Project::default(), authors), "Bee, A. (n.d.). Case.");
    assert_eq!(
        cite(&series, &format!("{authors}\nseries: s\nnumber: S1\ndate: 2012-02-23")),
        "Bee, A. (2012, February 23). Case (Series S1). The *School*."
    );
    assert_eq!(
        cite(&series, "series: s\nnumber: S1\ndate: 2012-02-23"),
        "Case (Series S1). (2012, February 23). The *School*."
    );
    assert_eq!(
        cite(&Project::default(), &format!("{authors}\ndoi: 10.1234/a<b>")),
        "Bee, A. (n.d.). Case. https://doi.org/10.1234/a%3Cb%3E"
    );
    assert_eq!(
        cite(&Project::default(), "authors: [{name: 王小明}]\nlang: zh-Hans\ndate: 2012-02-23"),
        "王小明（2012年2月23日）。《Case》。"
    );
}
