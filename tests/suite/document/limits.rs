//! Limits, and input that means harm.

use super::{build_body, told, tree};

fn codes(body: &str) -> Vec<&'static str> {
    build_body(body).1.iter().map(|diagnostic| diagnostic.code.code).collect()
}

#[test]
fn deep_nesting_is_an_error_and_not_a_crash() {
    for body in [
        "> ".repeat(20_000),
        format!("{}x", "> ".repeat(40)),
        (0..40).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect::<String>(),
        format!("{}x{}", "*a **b ".repeat(400), "** c*".repeat(400)),
        format!("{}x{}", "<small>".repeat(3_000), "</small>".repeat(3_000)),
        format!("{}x{}", "<div lang=\"ta\">".repeat(200), "</div>".repeat(200)),
        "<div lang=\"ta\">\n\n".repeat(200),
    ] {
        let (document, told) = build_body(&body);
        assert!(document.is_none(), "{}", &body[..20]);
        assert!(told.iter().any(|fault| fault.code.code == "E0301"), "{}: {told:?}", &body[..20]);
    }
}

#[test]
fn brackets_without_end_are_text() {
    let body = "[".repeat(20_000);
    assert!(build_body(&body).0.is_some());
    assert!(build_body(&"![".repeat(10_000)).0.is_some());
}

#[test]
fn as_deep_as_the_limit_is_good() {
    assert_eq!(codes(&format!("{}x", "> ".repeat(32))), Vec::<&str>::new());
    assert_eq!(told(&format!("{}x", "> ".repeat(33))), ["E0301 1:65"]);
}

#[test]
fn tables_have_limits() {
    let wide = format!("|{}\n|{}\n", "a|".repeat(65), "-|".repeat(65));
    assert_eq!(codes(&wide), ["E0302"]);
    let rows = format!("| a | b |\n|---|---|\n{}", "| 1 | 2 |\n".repeat(10_001));
    assert_eq!(codes(&rows), ["E0302"]);
}

#[test]
fn footnotes_have_a_limit() {
    let notes: String = (0..2_001).map(|number| format!("x[^{number}]\n\n[^{number}]: y\n\n")).collect();
    assert_eq!(codes(&notes), ["E0302"]);
}

#[test]
fn code_has_a_limit_of_lines() {
    let code = |lines: usize| format!("```\n{}```\n", "x\n".repeat(lines));
    assert_eq!(codes(&code(30_000)), Vec::<&str>::new());
    assert_eq!(told(&code(40_001)), ["E0302 2:1"]);
    // A tab is set as several spaces, so that a line of them is many times as long as the source.
    let tabs = |count: usize| format!("```\n{}x\n```\n", "\t".repeat(count));
    assert_eq!(codes(&tabs(30_000)), Vec::<&str>::new());
    assert_eq!(told(&tabs(40_001)), ["E0302 2:1"]);
}

#[test]
fn a_letter_has_a_limit_of_marks_however_they_are_written() {
    let marked = |count: usize| format!("x{}y z", "\u{301}".repeat(count));
    assert_eq!(codes(&marked(30)), Vec::<&str>::new());
    assert_eq!(codes(&marked(31)), ["E0302"]);
    assert_eq!(codes(&"x&#x301;".repeat(40)), Vec::<&str>::new());
    assert_eq!(codes(&format!("x{}", "&#x301;".repeat(40))), ["E0302"]);
    assert_eq!(codes(&format!("`x{}`", "\u{5b0}".repeat(40))), ["E0302"]);
    // Vowels and the mark that joins letters are no such marks.
    assert_eq!(codes(&"\u{b95}\u{bcb}".repeat(100)), ["L0313"]);
}

#[test]
fn words_of_other_scripts_have_a_limit_where_nothing_marks_them() {
    assert_eq!(codes(&"a \u{645} ".repeat(4_000)), ["L0313"]);
    assert_eq!(told(&"a \u{645} ".repeat(4_001)), ["E0302 1:3"]);
}

#[test]
fn a_note_that_refers_to_itself_ends() {
    let (document, told) = build_body("x[^a]\n\n[^a]: y[^a] and [^b]\n\n[^b]: z[^a]");
    assert!(told.is_empty(), "{told:?}");
    let notes = document.expect("it is built").notes;
    assert_eq!(notes.iter().map(|note| note.references).collect::<Vec<_>>(), [3, 1]);
}

#[test]
fn markup_within_html_is_text_however_it_is_hidden() {
    for body in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <svg onload=x> b",
        "<iframe src=x>\n",
    ] {
        let tree = tree(body);
        assert!(tree.starts_with("p: ") && tree.contains('<'), "{tree}");
        assert!(codes(body).contains(&"L0304"), "{body}");
    }
}

#[cfg(unix)]
#[test]
fn links_of_the_file_system_do_not_lead_out() {
    use offprint::document::{self, BuildOptions};
    use offprint::project::Project;
    let outer = tempfile::tempdir().expect("a folder can be made");
    let inner = outer.path().join("project");
    std::fs::create_dir_all(inner.join("records")).expect("a folder can be made");
    let map = super::folder().join("images/map.png");
    std::fs::copy(&map, outer.path().join("map.png")).expect("it can be copied");
    std::fs::copy(&map, inner.join("map.png")).expect("it can be copied");
    std::os::unix::fs::symlink(outer.path().join("map.png"), inner.join("records/link.png"))
        .expect("a link can be made");
    let project = Project { root: inner.clone(), ..Project::default() };
    let build = |target: &str, project: &Project| {
        let text = format!("---\ntitle: Case\n---\n\n![a]({target})");
        let record = super::record_in(project, &inner.join("records/case.md"), &text);
        let (document, told) = document::build(&record, project, &BuildOptions::default());
        let faults: Vec<_> = told.iter().filter(|fault| fault.is_error()).collect();
        assert_eq!(document.is_some(), faults.is_empty());
        faults.first().map(|fault| fault.code.code)
    };
    assert_eq!(build("../map.png", &project), None);
    assert_eq!(build("link.png", &project), Some("E0306"));
    assert_eq!(build("../../map.png", &project), Some("E0306"));
    let allowed = Project { allowed: vec![outer.path().to_path_buf()], ..project };
    assert_eq!(build("link.png", &allowed), None);
    assert_eq!(build("../../map.png", &allowed), None);
}

#[test]
fn marks_of_byte_order_within_a_text_are_left_out() {
    assert_eq!(told("a\u{feff}b"), ["L0314 1:2"]);
    assert_eq!(tree("a\u{feff}b"), "p: ab\n");
    assert_eq!(codes("a \u{fffd} b"), Vec::<&str>::new());
}

#[test]
fn the_pixels_of_all_images_have_a_limit() {
    use offprint::document::{self, BuildOptions};
    use offprint::project::Project;
    let folder = tempfile::tempdir().expect("a folder can be made");
    let picture = image::GrayImage::new(5_000, 4_000);
    let first = folder.path().join("0.png");
    picture.save(&first).expect("it can be written");
    let names: Vec<String> = (0..13).map(|number| format!("{number}.png")).collect();
    for name in &names[1..] {
        std::fs::copy(&first, folder.path().join(name)).expect("it can be copied");
    }
    let project = Project { root: folder.path().to_path_buf(), ..Project::default() };
    let told = |count: usize| {
        let images: String = names[..count].iter().map(|name| format!("![A chart.]({name})\n\n")).collect();
        let text = format!("---\ntitle: Case\nsynopsis: Dues.\n---\n\n{images}");
        let record = super::record_in(&project, &folder.path().join("case.md"), &text);
        let (_, told) = document::build(&record, &project, &BuildOptions::default());
        let faults = told.iter().filter(|one| one.is_error());
        faults
            .map(|one| (one.code.code, one.span.as_ref().map(|span| span.line_column())))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(12), []);
    assert_eq!(told(13), [("E0302", Some((30, 1)))]);
}
