//! Cases of `pdf`: pages made by hand, written, and read back.

mod specimen;

use offprint::pdf::{self, Attachment, Job, Options, Standard, SubsetCache};
use specimen::Specimen;

fn write_with(specimen: &Specimen, options: &Options) -> Vec<u8> {
    let subsets = SubsetCache::default();
    let job = Job {
        document: &specimen.document,
        pages: &specimen.pages,
        fonts: &specimen.fonts,
        options,
        subsets: &subsets,
    };
    let written = pdf::write(&job).unwrap_or_else(|faults| panic!("it is not written: {faults:?}"));
    keep(&written.bytes);
    written.bytes
}

fn write(specimen: &Specimen) -> Vec<u8> {
    write_with(specimen, &Options::default())
}

/// Leaves a copy for outside validators where `OFFPRINT_KEEP_PDF` names a folder.
fn keep(bytes: &[u8]) {
    if let (Ok(folder), Some(test)) = (std::env::var("OFFPRINT_KEEP_PDF"), std::thread::current().name()) {
        let path = format!("{folder}/{}.pdf", test.replace("::", "-"));
        std::fs::write(path, bytes).expect("the folder can be written to");
    }
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let specimen = specimen::whole();
    assert_eq!(write(&specimen), write(&specimen));
}

#[test]
fn the_record_travels_inside() {
    let options = Options {
        standard: Standard::Ua1A3a,
        attachment: Some(Attachment {
            name: "CO12033.md".to_owned(),
            bytes: b"# Silk".to_vec(),
            mime: "text/markdown".to_owned(),
        }),
    };
    let bytes = write_with(&specimen::whole(), &options);
    let graph = lopdf::Document::load_mem(&bytes).expect("it is read back");
    let catalogue = graph.catalog().expect("there is a catalogue");
    let files = catalogue.get(b"AF").and_then(lopdf::Object::as_array).expect("it has associated files");
    let file =
        graph.get_dictionary(files[0].as_reference().expect("an object")).expect("a file specification");
    assert_eq!(file.get(b"AFRelationship").and_then(lopdf::Object::as_name).ok(), Some(&b"Source"[..]));
}
