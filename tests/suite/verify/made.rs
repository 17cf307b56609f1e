//! A record with every construct that verification looks at, and its artefacts.

use std::path::Path;
use std::sync::OnceLock;

use offprint::batch::verify::Expected;
use offprint::document::{self, BuildOptions, Document};
use offprint::epub;
use offprint::font::FontBook;
use offprint::layout;
use offprint::pdf;
use offprint::project::{self, Project};
use offprint::record::{self, ReadContext};
use offprint::style;

const PROJECT: &str = r#"
[publisher]
name = "Harbour Institute"
address = ["1 Quay Street", "Port Town"]
email = "editor@harbour.example"

[series.harbour]
title = "Harbour Commentary"
lang = "en-GB"

[[series.harbour.disclaimers]]
name = "first"
text = "The views are the authors' own. Write to {email}."
"#;

const RECORD: &str = r#"---
series: Harbour Commentary
number: HC001
title: "Official Offices: Dues in Five Ports"
authors:
  - name: Ada Quay
    bio: Ada Quay is a Fellow of the Harbour Institute.
  - name: Ben Mole
    bio: Ben Mole is a pilot.
date: 2012-02-23
updated: 2014-10-01
synopsis: Dues rise, and efficient offices waffle.
topics: [Trade]
regions: [Central Asia]
lang: en-GB
---

The first paragraph speaks of *dues* and their effects[^1], with a [link](https://harbour.example/dues)
to more. It is long enough to be broken over several lines, so that words are divided at the end of a line
and come back whole: responsibilities, internationalisation, counterproductive, misunderstanding.

## Division of labour

> A quotation stands on its own.

- first item
- second item with `code` in it

1. one
2. two

- [x] done
- [ ] to do

### Deeper still

| Port | Dues |
|------|-----:|
| East | 12 |
| West | 340 |

```text
if dues > 100 {
    wait();
}
```

![A chart of dues by port](chart.png "Dues, in pounds")

Once more the same note[^1] and another[^second].

[^1]: The note's own words.
[^second]: A second note, with *emphasis*.
"#;

/// A PNG of 40 by 20 pixels.
pub fn chart() -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_fn(40, 20, |x, y| image::Rgb([(x * 6) as u8, (y * 12) as u8, 128]));
    pixels.write_to(&mut png, image::ImageFormat::Png).expect("a picture in memory can be encoded");
    png.into_inner()
}

/// What was made of a document.
pub struct Made {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// The EPUB.
    pub epub: Vec<u8>,
    /// What the record says.
    pub expected: Expected,
}

/// Returns the record's project file and text, for a folder of its own.
pub fn sources() -> [(&'static str, Vec<u8>); 3] {
    [("offprint.toml", PROJECT.into()), ("HC001.md", RECORD.into()), ("chart.png", chart())]
}

/// Builds the record's document.
pub fn document() -> Document {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in sources() {
        std::fs::write(folder.path().join(name), bytes).expect("the folder can be written to");
    }
    let path = folder.path().join("HC001.md");
    let project = project(folder.path());
    let context = ReadContext { project: &project, is_found: false };
    let mut reading = record::read(&path, RECORD.as_bytes(), &context);
    let record = reading.records.pop().unwrap_or_else(|| panic!("no record: {:?}", reading.diagnostics));
    let (document, faults) = document::build(&record, &project, &BuildOptions::default());
    document.unwrap_or_else(|| panic!("no document: {faults:?}"))
}

fn project(folder: &Path) -> Project {
    project::load(&folder.join("offprint.toml"), PROJECT.as_bytes()).expect("the project file is good")
}

/// Makes both artefacts of a document.
pub fn make(document: &Document) -> Made {
    make_with(document, &pdf::Options::default())
}

/// Makes both artefacts of a document, the PDF as asked.
fn make_with(document: &Document, options: &pdf::Options) -> Made {
    let style = style::load("house", &[]).expect("the house style is good");
    let fonts = fonts();
    let composed = layout::compose(document, &style, fonts);
    let subsets = pdf::SubsetCache::default();
    let job = pdf::Job { document, pages: &composed.pages, fonts, options, subsets: &subsets };
    let pdf = pdf::write(&job).expect("the PDF is written").bytes;
    let start = |page: &layout::Page| epub::PageStart { position: page.starts_at, label: page.label.clone() };
    let page_starts: Vec<epub::PageStart> = composed.pages.pages.iter().map(start).collect();
    let job = epub::Job {
        document,
        style: &style,
        page_starts: &page_starts,
        labels: &std::collections::BTreeMap::new(),
        cover: None,
        fonts: &[],
        accessibility: &epub::Accessibility::default(),
    };
    let epub = epub::package(&job).expect("the EPUB is packaged").bytes;
    Made { pdf, epub, expected: Expected::of(document) }
}

fn fonts() -> &'static FontBook {
    static FONTS: OnceLock<FontBook> = OnceLock::new();
    FONTS.get_or_init(FontBook::embedded)
}

/// Returns the record's artefacts, made once.
pub fn good() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| make(&document()))
}

/// Returns the record's artefacts, the PDF of PDF 2.0 with the record inside.
pub fn second() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let record = pdf::Attachment {
            name: "HC001.md".to_owned(),
            bytes: RECORD.into(),
            mime: "text/markdown".to_owned(),
        };
        let options = pdf::Options { standard: pdf::Standard::Ua2A4f, attachment: Some(record) };
        make_with(&document(), &options)
    })
}
