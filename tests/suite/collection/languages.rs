//! Collections of records in several languages: one a language, or all in one.

use std::fs;

use super::volume::{Shelf, files};

/// A shelf with a commentary, its translations, and a second commentary.
fn shelf() -> Shelf {
    let shelf = Shelf::new();
    let record = |number: &str, lang: &str, title: &str, sibling: &str, text: &str| {
        let text = format!(
            "---\nseries: notes\nnumber: {number}\ntitle: {title}\nlang: {lang}\ndate: 2016-01-01\n\
             authors:\n  - name: Jane Abe\ntranslations: [{sibling}]\n---\n\n{text}\n"
        );
        shelf.write(&format!("records/{number}.md"), &text);
    };
    record("HN7", "en", "Harbour dues", "{number: HN7-ms, lang: ms}, {number: HN7-ar, lang: ar}", "Dues.");
    record("HN7-ms", "ms", "Bayaran pelabuhan", "{number: HN7, lang: en}", "Bayaran.");
    record("HN7-ar", "ar", "رسوم الميناء", "{number: HN7, lang: en}", "رسوم الميناء.");
    shelf
}

#[test]
fn a_collection_for_each_language() {
    let shelf = shelf();
    for (lang, contents, direction) in [("ms", "Kandungan", "ltr"), ("ar", "المحتويات", "rtl")] {
        let query = format!("lang = \"{lang}\"");
        let epub = shelf.collect(&["--where", &query, "--title", "T", "-o", "v.pdf"], "v.epub");
        let files = files(&epub);
        let opf = &files["content.opf"];
        assert!(opf.contains(&format!("xml:lang=\"{lang}\" dir=\"{direction}\"")), "{opf}");
        assert_eq!(opf.matches("<dc:language>").count(), 1, "{opf}");
        assert!(files["nav.xhtml"].contains(contents), "{}", files["nav.xhtml"]);
        let pdf = fs::read(shelf.path("v.pdf")).expect("it was written");
        let graph = lopdf::Document::load_mem(&pdf).expect("a good file");
        let told = graph.catalog().and_then(|root| root.get(b"Lang")).and_then(lopdf::Object::as_str);
        assert_eq!(told.expect("a language"), lang.as_bytes());
    }
}

#[test]
fn a_mixed_collection_keeps_each_text_in_its_language() {
    let shelf = shelf();
    let args =
        ["--where", "number contains \"HN7\"", "--lang", "ms", "--title", "Himpunan", "--sections", "year"];
    let files = files(&shelf.collect(&args, "v.epub"));
    let opf = &files["content.opf"];
    // Its own language comes first, then those of the texts.
    let told: Vec<&str> = opf.lines().filter(|line| line.contains("<dc:language>")).map(str::trim).collect();
    assert_eq!(told[0], "<dc:language>ms</dc:language>");
    assert_eq!(told.len(), 3);
    assert!(files["nav.xhtml"].contains("Kandungan"));
    for name in ["m1.xhtml", "m2.xhtml", "m3.xhtml"] {
        let page = &files[name];
        let lang = ["Harbour dues", "Bayaran", "رسوم"].iter().zip(["en", "ms", "ar"]);
        let (_, lang) =
            lang.into_iter().find(|(title, _)| page.contains(&format!("<title>{title}"))).expect("a title");
        assert!(page.contains(&format!("lang=\"{lang}\"")), "{page}");
    }
    // The list of the part says which language a title is in.
    let part = &files["s1.xhtml"];
    assert!(
        part.contains("lang=\"ar\"") && part.contains("dir=\"rtl\"") && part.contains("lang=\"en\""),
        "{part}"
    );
}

#[test]
fn translations_that_are_bound_together_lead_to_each_other() {
    let shelf = shelf();
    // The Malay text has an address besides; a record of another series has the Arabic one's number.
    let english = fs::read_to_string(shelf.path("records/HN7.md")).expect("it was written");
    let address = "{number: HN7-ms, lang: ms, url: \"https://harbour.example/ms/7\"}";
    shelf.write("records/HN7.md", &english.replace("{number: HN7-ms, lang: ms}", address));
    let other =
        "---\nseries: A series\nnumber: HN7-ar\ntitle: A\nlang: en\ndate: 2015-01-01\n---\n\nOther.\n";
    shelf.write("records/other.md", other);
    let whole = files(&shelf.collect(&["--where", "year > 2000"], "v.epub"));
    let page = whole.values().find(|page| page.contains("<title>Harbour dues</title>")).expect("it is there");
    let leads = |words: &str| {
        let at = page.find(words).expect("the language is named");
        let link = page[..at].rfind("href=\"").expect("it is a link") + 6;
        whole[page[link..].split('"').next().expect("an address")].clone()
    };
    assert!(
        leads("Bahasa Melayu</a>").contains("<h1 id=\"title_page\" epub:type=\"title\">Bayaran"),
        "{page}"
    );
    assert!(leads("العربية</a>").contains("رسوم الميناء"), "{page}");
    // One that is not bound with it is read where it is published.
    let alone = files(&shelf.collect(&["--numbers", "notes/HN7"], "v.epub"));
    let page = &alone["m1.xhtml"];
    assert!(page.contains("<a href=\"https://harbour.example/ms/7\">Bahasa Melayu</a>"), "{page}");
}

#[test]
fn a_language_that_is_none_is_refused() {
    let told = shelf().refused(&[
        "collect",
        "records",
        "-o",
        "v.epub",
        "--where",
        "year > 2000",
        "--lang",
        "in English",
    ]);
    assert!(told.contains("--lang"), "{told}");
}
