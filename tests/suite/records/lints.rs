//! Lints: for each a record that trips it, with the place, and one that nearly does.

use offprint::project::Project;
use offprint::record::lint;

use super::{place, read};

/// What one lint says of a record with these keys and this body.
fn told(code: &str, keys: &str, body: &str) -> Vec<String> {
    let reading = read("CO12033.md", format!("---\ntitle: A title\n{keys}---\n{body}\n"));
    let record =
        reading.records.first().unwrap_or_else(|| panic!("a good record: {:?}", reading.diagnostics));
    let today = jiff::civil::Date::new(2024, 6, 1).ok();
    let findings = lint::check(record, &Project::default(), today);
    findings.iter().filter(|finding| finding.code.code == code).map(place).collect()
}

/// Bodies start on line 4 when there are no other keys.
fn body(code: &str, body: &str) -> Vec<String> {
    told(code, "", body)
}

const NONE: [&str; 0] = [];

#[test]
fn mixed_quotes() {
    assert_eq!(body("L0101", "“One” and \"two\" and “three”."), ["L0101 4:11"]);
    assert_eq!(body("L0101", "It's \"straight\" and ‘curly’ and \"more\"."), ["L0101 4:21"]);
    for near in [
        "“One” and ‘two’ and it’s.",
        "“One” and `\"code\"`.",
        "“One” <a href=\"x\">y</a>",
        "“One” [a](b \"c\")",
    ] {
        assert_eq!(body("L0101", near), NONE, "{near}");
    }
}

#[test]
fn double_spaces() {
    assert_eq!(body("L0102", "One  two.\nThree.  Four."), ["L0102 4:4", "L0102 5:7"]);
    for near in [
        "One  \ntwo.",
        "    code  here",
        "-   item",
        "1.  item",
        "`a  b`",
        "| a  | b |\n|---|---|",
        "> -  a",
        "```\na  b\n```",
    ] {
        assert_eq!(body("L0102", near), NONE, "{near}");
    }
}

#[test]
fn broken_hyphens() {
    assert_eq!(body("L0103", "On cyber- security."), ["L0103 4:9"]);
    for near in
        ["short- and long-term", "pre- or post-war", "- item", "one - two", "A- level", "a - b", "`x- y`"]
    {
        assert_eq!(body("L0103", near), NONE, "{near}");
    }
}

#[test]
fn hyphen_ranges() {
    assert_eq!(
        body("L0104", "In 2010-2012, pages 12-15, 2010-13."),
        ["L0104 4:4", "L0104 4:21", "L0104 4:28"]
    );
    for near in [
        "2012-02-23",
        "555-0199-12",
        "ISSN 2049-3630",
        "won 3-1",
        "2010–2012",
        "https://a.example/2010-2012",
        "F-16",
        "2012-02",
        "a 12-15x",
        "`1-2`",
        "v1.2-3",
    ] {
        assert_eq!(body("L0104", near), NONE, "{near}");
    }
}

#[test]
fn repeated_words() {
    assert_eq!(body("L0105", "It is in the\nthe harbour."), ["L0105 4:10"]);
    for near in ["had had", "Bora Bora", "the. The", "the, the", "the\n\nthe", "the the-atre", "`the the`"] {
        assert_eq!(body("L0105", near), NONE, "{near}");
    }
    assert_eq!(told("L0105", "lang: fr\n", "Nous nous trompons, vous vous taisez."), NONE);
}

#[test]
fn synopsis() {
    assert_eq!(body("L0106", "Text."), ["L0106 2:8"]);
    assert_eq!(told("L0106", "synopsis: Short.\n", "Text."), NONE);
    let words = |count: usize| format!("synopsis: {}\n", vec!["word"; count].join(" "));
    assert_eq!(told("L0107", &words(151), "Text."), ["L0107 3:11"]);
    assert_eq!(told("L0107", &words(150), "Text."), NONE);
}

#[test]
fn bios() {
    assert_eq!(told("L0108", "authors: [A. Writer]\n", "Text."), ["L0108 3:10"]);
    assert_eq!(told("L0108", "authors: [A. Writer]\nauthor_note: A. Writer teaches.\n", "Text."), NONE);
    let bio = |bio: &str| format!("authors:\n  - name: Micha'el Tanchum\n    bio: {bio}\n");
    assert_eq!(told("L0109", &bio("A fellow of the institute."), "Text."), ["L0109 5:10"]);
    for near in
        ["Dr Tanchum teaches.", "Dr *Tanchum* teaches.", "Tanchum's work is on energy.", "TANCHUM teaches."]
    {
        assert_eq!(told("L0109", &bio(near), "Text."), NONE, "{near}");
    }
}

#[test]
fn number_and_year() {
    assert_eq!(told("L0110", "number: CO12033\ndate: 2013-02-23\n", "Text."), ["L0110 3:9"]);
    assert_eq!(told("L0110", "number: CO12033\ndate: 2012-02-23\n", "Text."), NONE);
    assert_eq!(told("L0110", "number: \"12033\"\ndate: 2013-02-23\n", "Text."), NONE);
    assert_eq!(told("L0110", "number: CO1234\ndate: 2013-02-23\n", "Text."), NONE);
}

#[test]
fn bidi_controls() {
    assert_eq!(body("L0111", "a\u{202e}b"), ["L0111 4:2"]);
    assert_eq!(body("L0111", "عربي\u{200f}."), NONE);
}

#[test]
fn future_dates() {
    assert_eq!(told("L0112", "date: 2024-06-02\n", "Text."), ["L0112 3:7"]);
    assert_eq!(told("L0112", "date: 2024-06-01\n", "Text."), NONE);
}

#[test]
fn a_project_sets_levels() {
    let text = "[lint]\ndouble-space = \"error\"\nL0104 = { level = \"off\", reason = \"the house sets hyphens\" }\n";
    let project = offprint::project::load(std::path::Path::new("offprint.toml"), text.as_bytes())
        .expect("a good project");
    let reading = super::read_in(&project, "a.md", "---\ntitle: A\nsynopsis: S.\n---\nOne  two 12-15.\n");
    let findings = lint::check(&reading.records[0], &project, None);
    let told: Vec<(&str, bool)> = findings.iter().map(|one| (one.code.code, one.is_error())).collect();
    assert_eq!(told, [("L0102", true)]);
}

const LONG_ENGLISH: &str = "The energy partnership between the two countries has grown with every year of this decade, \
and with it the trade that passes through the harbours of the region and the railways that lead to them.";
const LONG_FRENCH: &str = "Le partenariat entre les deux pays a grandi chaque année de cette décennie, et avec lui le \
commerce qui passe par les ports de la région et par les chemins de fer qui y mènent.";

#[test]
fn synopses_in_another_language() {
    let synopsis = |words: &str| format!("synopsis: {words}\n");
    assert_eq!(told("L0113", &synopsis(LONG_FRENCH), LONG_ENGLISH), ["L0113 3:11"]);
    assert_eq!(told("L0113", &synopsis(LONG_ENGLISH), LONG_ENGLISH), NONE);
    // Too short to tell; and a body that is no English says nothing of a synopsis that is none either.
    assert_eq!(told("L0113", &synopsis("Le partenariat grandit."), LONG_ENGLISH), NONE);
    assert_eq!(told("L0113", &synopsis(LONG_FRENCH), LONG_FRENCH), NONE);
    assert_eq!(told("L0113", &format!("lang: fr-CA\n{}", synopsis(LONG_FRENCH)), LONG_FRENCH), NONE);
}

#[test]
fn unbalanced_brackets() {
    assert_eq!(body("L0114", "One (two.\n\nThree) four."), ["L0114 4:5", "L0114 6:6"]);
    assert_eq!(body("L0114", "A [note (here] stands."), ["L0114 4:9"]);
    for near in [
        "One (two [three] four).",
        "a) first; b) second; 12) third; iv) fourth",
        "A [link](https://a.example/b_(c)) here.",
        "(see https://a.example/b).",
        "So it goes :)",
        "`(` and `]`",
        "- [ ] open\n- [x] done",
        "Words[^1].\n\n[^1]: A note.",
    ] {
        assert_eq!(body("L0114", near), NONE, "{near}");
    }
}

#[test]
fn unbalanced_quotes() {
    assert_eq!(body("L0115", "He said “this.\n\nAnd more."), ["L0115 4:9"]);
    assert_eq!(body("L0115", "He said this”."), ["L0115 4:13"]);
    assert_eq!(body("L0115", "He \"said\" \"this."), ["L0115 4:11"]);
    for near in [
        "He “said” “this”.",
        "“One paragraph\n\n“and the next”.",
        "> “One paragraph\n>\n> “and the next”.",
        "A 5\" pipe.",
        "\"said in 2012\"",
        "`\"`",
    ] {
        assert_eq!(body("L0115", near), NONE, "{near}");
    }
    assert_eq!(told("L0115", "lang: de\n", "Er sagte „das“ und ging”."), NONE);
}

#[test]
fn mixed_spelling() {
    assert_eq!(body("L0116", "The colour of labour and the defense of it."), ["L0116 4:30"]);
    assert_eq!(
        told("L0116", "synopsis: A theater of favorable behavior.\n", "Its centre."),
        ["L0116 5:5"],
        "the fields of a record are read as one"
    );
    for near in [
        "The Department of Defense has its colour.",
        "The colour of the laboratory is honorary.",
        "`color` has its colour.",
        "An organised organization of colour.",
    ] {
        assert_eq!(body("L0116", near), NONE, "{near}");
    }
    assert_eq!(told("L0116", "lang: fr\n", "Le centre et le center."), NONE);
}

#[test]
fn silences() {
    let keys = "lint:\n  hyphen-range: quoted as printed\n";
    assert_eq!(told("L0104", keys, "Pages 12-15."), NONE);
    assert_eq!(told("L0102", keys, "Two  spaces."), ["L0102 6:4"], "others are told");
    let reading = read("a.md", format!("---\ntitle: A title\n{keys}---\nText.\n"));
    let unused = lint::unused_silences(&reading.records[0], &Project::default(), &[]);
    assert_eq!(unused.iter().map(place).collect::<Vec<_>>(), ["L0117 4:3"]);
    let reading = read("a.md", format!("---\ntitle: A title\n{keys}---\nPages 12-15.\n"));
    let mut bare = reading.records[0].clone();
    bare.silenced.clear();
    let found = lint::check(&bare, &Project::default(), None);
    assert!(lint::unused_silences(&reading.records[0], &Project::default(), &found).is_empty());
}

/// What the edits of all findings make of a body.
fn mended(body: &str) -> String {
    let reading = read("a.md", format!("---\ntitle: A title\n---\n{body}"));
    let mut edits: Vec<_> = lint::check(&reading.records[0], &Project::default(), None)
        .into_iter()
        .filter_map(|finding| finding.fix)
        .flat_map(|fix| fix.edits)
        .collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut text = reading.records[0].source.text.clone();
    for edit in edits {
        text.replace_range(edit.span.start..edit.span.end, &edit.text);
    }
    text.split_once("---\n")
        .and_then(|(_, rest)| rest.split_once("---\n"))
        .expect("the fences stay")
        .1
        .to_owned()
}

#[test]
fn what_asks_for_no_judgement_is_mended() {
    for (bad, good) in [
        ("One  two   three.", "One two three."),
        ("Pages 12-15 of 2010-2012.", "Pages 12–15 of 2010–2012."),
        ("On cyber- security and cyber-security.", "On cyber-security and cyber-security."),
        ("On cyber- security and Cybersecurity.", "On cybersecurity and Cybersecurity."),
        ("“One” “and” \"two\" *\"three\"*.", "“One” “and” “two” *“three”*."),
        ("“It's” the state's ‘own’ “way” in '98.", "“It’s” the state’s ‘own’ “way” in ’98."),
        ("It's \"one\" and 'two' and “three”.", "It's \"one\" and 'two' and \"three\"."),
    ] {
        assert_eq!(mended(bad), good);
    }
}

#[test]
fn what_asks_for_judgement_is_left() {
    for text in [
        "On cyber- security.",
        "On cyber- security, cybersecurity and cyber-security.",
        "It is in the the harbour.",
        "“One” is 'tis.",
        "One (two.",
    ] {
        assert_eq!(mended(text), text);
    }
}

#[test]
fn the_documentation_lists_every_lint() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/check.md");
    let text = std::fs::read_to_string(path).expect("the page is there");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| `")).collect();
    let wanted: Vec<String> = lint::all()
        .map(|one| {
            let level = one.level.map_or("off".to_owned(), |level| format!("{level:?}").to_lowercase());
            format!("| `{}` | {} | {level} |", one.name, one.code.code)
        })
        .collect();
    assert_eq!(rows.len(), wanted.len());
    for (row, wanted) in rows.iter().zip(&wanted) {
        assert!(row.starts_with(wanted.as_str()), "{row} is not {wanted}");
    }
}
