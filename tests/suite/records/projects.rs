//! Project files: what they give, and every fault at its place.

use std::path::Path;

use offprint::collection::Order;
use offprint::diagnostics::Diagnostic;
use offprint::project::{self, Exemption, Format, ListKind, Project};

use super::place;

fn load(text: &str) -> Result<Project, Vec<Diagnostic>> {
    project::load(Path::new("there/offprint.toml"), text.as_bytes())
}

/// The faults of a project file, with their messages when something else was expected.
fn faults(text: &str) -> Vec<String> {
    load(text).err().unwrap_or_default().iter().map(place).collect()
}

#[test]
fn a_whole_project_is_read() {
    let project = load(
        r#"
[publisher]
name = "Harbour Institute"
address = ["1 Quay Road", "Singapore"]
url = "https://harbour.example/"
email = "editor@harbour.example"
[series.hc]
title = "Harbour Commentary"
issn = "20493630"
lang = "en-gb"
number = 'HC\d{5}'
required = ["authors", "authors.bio"]
style = "house"
topics = ["Trade"]
disclaimers = [
  { name = "new", from = "2012-01-01", text = "By {publisher}, {email}." },
  { name = "old", text = "A brace: {{." },
]
[output]
formats = ["epub"]
directory = "out"
name = "{year}/{number}"
cover = false
[epub]
fonts = true
certifier = "Harbour Audits"
report = "https://audits.example/1"
exemption = "microenterprise"
[subjects.Trade]
authority = "lcsh"
term = "sh85136739"
[lint]
hyphen-range = { level = "off", reason = "the house sets hyphens" }
L0102 = "error"
[labels.de]
synopsis = "Zusammenfassung"
[fonts]
paths = ["fonts"]
[catalogue]
url = "https://harbour.example/notes"
formats = ["ris", "opds2", "crossref"]
page-size = 20
[collection.trade-2012]
title = "Trade in 2012"
query = 'year = 2012 and topic = "Trade"'
order = "number"
sections = "topic"
disclaimer = "each"
"#,
    )
    .expect("a good project");
    assert_eq!(project.root, Path::new("there"));
    assert_eq!(project.publisher.address.len(), 2);
    let (key, series) = project.series("Harbour Commentary").expect("found by title");
    assert_eq!(
        (key, series.issn.as_deref(), series.lang.as_deref()),
        ("hc", Some("2049-3630"), Some("en-GB"))
    );
    assert!(series.number.as_ref().is_some_and(|pattern| pattern.matches("HC12033")));
    let name = |date: Option<&str>, pinned| {
        let date = date.map(|date| date.parse().expect("a date"));
        series.disclaimer_for(date, pinned).map(|one| one.name.as_str())
    };
    assert_eq!(name(Some("2011-12-31"), None), Some("old"));
    assert_eq!(name(Some("2012-01-01"), None), Some("new"));
    assert_eq!(name(None, None), Some("new"));
    assert_eq!(name(Some("2020-01-01"), Some("old")), Some("old"));
    assert_eq!((&*project.output.formats, project.output.cover), (&[Format::Epub][..], false));
    let accessibility = &project.editions.accessibility;
    assert!(
        project.editions.embeds_fonts && accessibility.certifier.is_some() && accessibility.report.is_some()
    );
    assert_eq!(accessibility.exemption, Some(Exemption::Microenterprise));
    assert_eq!(project.subjects["Trade"].scheme, "LCSH");
    let catalogue = project.catalogue.as_ref().expect("a catalogue");
    assert_eq!(catalogue.url.as_deref(), Some("https://harbour.example/notes/"));
    assert_eq!(
        (&*catalogue.kinds, catalogue.page_size),
        (&[ListKind::Opds2, ListKind::Crossref, ListKind::Ris][..], 20)
    );
    assert_eq!(project.lint.get("L0104"), Some(&None));
    assert_eq!(project.labels["de"]["synopsis"], "Zusammenfassung");
    assert_eq!(project.fonts, [Path::new("fonts")]);
    let collection = &project.collections["trade-2012"];
    assert!(collection.disclaimer_each && collection.order == Order::Number);
}

#[test]
fn an_empty_project_is_the_default() {
    for text in ["", "\n", "# nothing yet\n"] {
        let project = load(text).expect("a good project");
        assert!(project.series.is_empty() && project.output.formats.len() == 2);
    }
}

#[test]
fn every_fault_is_told_at_its_place() {
    for (text, expected) in [
        ("[publiser]\nname = \"A\"\n", vec!["E0101 1:2"]),
        ("[publisher]\nemial = \"a@b.example\"\n", vec!["E0101 2:1"]),
        ("[publisher]\nemail = \"nobody\"\n", vec!["E0212 2:9"]),
        ("[publisher]\nemail = \"[email protected]\"\n", vec!["E0120 2:10"]),
        ("[publisher]\nurl = \"harbour.example\"\n", vec!["E0112 2:7"]),
        ("[publisher]\naddress = \"1 Quay Road\"\n", vec!["E0105 2:11"]),
        ("[series.a]\nissn = \"2049-3631\"\n", vec!["E0201 2:8"]),
        ("[series.a]\nnumber = 'CO('\n", vec!["E0202 2:10"]),
        ("[series.a]\nrequired = [\"date\", \"sinopsis\"]\n", vec!["E0203 2:21"]),
        ("[series.a]\nlang = \"english\"\n", vec!["E0109 2:8"]),
        ("[series.a]\ntitle = \"A\"\n[series.b]\ntitle = \"A\"\n", vec!["E0213 3:9"]),
        ("[series.a]\ndisclaimers = [{ name = \"x\", text = \"{mail}\" }]\n", vec!["E0205 2:38"]),
        ("[series.a]\ndisclaimers = [{ name = \"x\", text = \"{email}\" }]\n", vec!["E0206 2:37"]),
        ("[series.a]\ndisclaimers = [{ text = \"x\" }]\n", vec!["E0106 2:16"]),
        (
            "[series.a]\ndisclaimers = [\n{ name = \"x\", text = \"a\" },\n{ name = \"x\", from = 2012-01-01, text = \"b\" }]\n",
            vec!["E0204 4:1"],
        ),
        (
            "[series.a]\ndisclaimers = [{ name = \"x\", from = \"2012-02-30\", text = \"a\" }]\n",
            vec!["E0102 2:37"],
        ),
        ("[output]\nformats = [\"pdf\", \"mobi\"]\n", vec!["E0113 2:19"]),
        ("[output]\ndirectory = \"../out\"\n", vec!["E0209 2:13"]),
        ("[output]\ndirectory = \"/srv/out\"\n", vec!["E0209 2:13"]),
        ("[output]\nname = \"{number}-{yaer}\"\n", vec!["E0205 2:18"]),
        ("[output]\ncover = \"yes\"\n", vec!["E0105 2:9"]),
        ("[epub]\nreport = \"https://a.example/\"\n", vec!["E0220 2:10"]),
        ("[epub]\ncertifier = \"A\"\nreport = \"a.example\"\n", vec!["E0112 3:10"]),
        ("[epub]\nexemption = \"size\"\n", vec!["E0113 2:13"]),
        ("[subjects.Trade]\nauthority = \"LCHS\"\nterm = \"sh1\"\n", vec!["E0221 2:13"]),
        ("[subjects.Trade]\nterm = \"sh1\"\n", vec!["E0106 1:1"]),
        ("[catalogue]\nurl = \"https://a.example/?x\"\n", vec!["E0112 2:7"]),
        ("[catalogue]\nformats = [\"mark\"]\n", vec!["E0113 2:12"]),
        ("[catalogue]\nformats = [\"crossref\"]\n", vec!["E0222 2:12"]),
        ("[catalogue]\npage-size = 0\n", vec!["E0223 2:13"]),
        ("[lint]\nhyphen-rnage = \"off\"\n", vec!["E0207 2:1"]),
        ("[lint]\nhyphen-range = \"off\"\n", vec!["E0208 2:16"]),
        ("[lint]\nhyphen-range = { level = \"note\" }\n", vec!["E0208 2:16"]),
        ("[lint]\nhyphen-range = \"loud\"\n", vec!["E0113 2:16"]),
        ("[labels.german]\nsynopsis = \"Z\"\n", vec!["E0109 1:9"]),
        ("[collection.a]\ntitle = \"A\"\n", vec!["E0210 1:1"]),
        ("[collection.\"a/b\"]\nquery = \"year = 2012\"\n", vec!["E0117 1:13"]),
        ("[collection.a]\nquery = \"year = 2012\"\norder = \"size\"\n", vec!["E0113 3:9"]),
        ("[publisher]\nname = \"A\"\nname = \"B\"\n[outptu]\n", vec!["E0104 3:1", "E0101 4:2"]),
        ("publisher = 1\n", vec!["E0105 1:13"]),
        ("[publisher\n", vec!["E0127 1:11"]),
    ] {
        assert_eq!(faults(text), expected, "{text}");
    }
}

#[test]
fn a_project_file_that_is_no_text_is_told() {
    let told = |bytes: &[u8]| {
        let faults = project::load(Path::new("offprint.toml"), bytes).err().unwrap_or_default();
        faults.iter().map(place).collect::<Vec<_>>()
    };
    assert_eq!(told(b"[publisher]\nname = \"\xff\"\n"), ["E0123 2:9"]);
    assert_eq!(told(b"[publisher]\0\n"), ["E0124 1:12"]);
}
