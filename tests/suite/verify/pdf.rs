//! PDFs whose object graph was broken.

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use offprint::batch::verify::{self, Depth};
use offprint::diagnostics::Diagnostic;

use super::made::{good, second};
use super::{assert_clean, assert_told};

/// The graph of a good PDF, to be broken.
struct Graph {
    graph: lopdf::Document,
}

impl Graph {
    fn open() -> Self {
        Self { graph: lopdf::Document::load_mem(&good().pdf).expect("a good PDF opens") }
    }

    /// The same of PDF 2.0.
    fn open_second() -> Self {
        Self { graph: lopdf::Document::load_mem(&second().pdf).expect("a good PDF opens") }
    }

    fn verify(mut self) -> Vec<Diagnostic> {
        let mut bytes = Vec::new();
        self.graph.save_to(&mut bytes).expect("a graph can be saved");
        verify::pdf(&bytes, Some(&good().expected), Depth::Full)
    }

    fn catalogue(&mut self) -> &mut Dictionary {
        self.graph.catalog_mut().expect("there is a catalogue")
    }

    /// Returns the objects that a claim holds for, in their order.
    fn all(&self, claim: impl Fn(&Dictionary) -> bool) -> Vec<ObjectId> {
        let dictionary = |object: &Object| match object {
            Object::Dictionary(dictionary) => claim(dictionary),
            Object::Stream(stream) => claim(&stream.dict),
            _ => false,
        };
        self.graph.objects.iter().filter(|(_, object)| dictionary(object)).map(|(&id, _)| id).collect()
    }

    fn elements(&self, tag: &str) -> Vec<ObjectId> {
        self.all(|dictionary| {
            dictionary.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == tag.as_bytes())
                && dictionary.has(b"P")
        })
    }

    fn element(&self, tag: &str) -> ObjectId {
        *self.elements(tag).first().unwrap_or_else(|| panic!("there is no {tag}"))
    }

    /// Elements whose only kid is a stretch of a page.
    fn paragraphs(&self) -> Vec<ObjectId> {
        let is_plain = |id: &ObjectId| {
            let kids = self
                .graph
                .get_dictionary(*id)
                .and_then(|element| element.get(b"K"))
                .and_then(Object::as_array);
            kids.is_ok_and(|kids| kids.len() == 1 && kids[0].as_i64().is_ok())
        };
        self.elements("P").into_iter().filter(is_plain).collect()
    }

    fn at(&mut self, id: ObjectId) -> &mut Dictionary {
        self.graph.get_dictionary_mut(id).expect("the object is a dictionary")
    }

    fn page(&self) -> ObjectId {
        self.graph.page_iter().next().expect("there is a page")
    }

    /// Changes what the first page shows.
    fn content(&mut self, change: impl Fn(String) -> String) {
        let id = self
            .at(self.page())
            .get(b"Contents")
            .and_then(Object::as_reference)
            .expect("content is an object");
        let stream = self.graph.get_object(id).and_then(Object::as_stream).expect("content is a stream");
        // Codes are hexadecimal or escaped, and all that is changed is ASCII; bytes go to characters and back.
        let content: String =
            stream.decompressed_content().expect("content unfolds").into_iter().map(char::from).collect();
        let changed = change(content.clone());
        assert_ne!(changed, content, "nothing was changed");
        let bytes: Vec<u8> = changed.chars().map(|character| character as u8).collect();
        self.graph.objects.insert(id, Object::Stream(Stream::new(Dictionary::new(), bytes)));
    }

    fn xmp(&mut self, from: &str, to: &str) {
        let id = self.catalogue().get(b"Metadata").and_then(Object::as_reference).expect("there is XMP");
        let stream = self.graph.get_object_mut(id).and_then(Object::as_stream_mut).expect("XMP is a stream");
        let packet = String::from_utf8(stream.content.clone()).expect("XMP is plain UTF-8");
        assert!(packet.contains(from), "XMP has no {from}");
        stream.set_content(packet.replace(from, to).into_bytes());
    }

    /// The first composite font, its descendant, and the descendant's descriptor.
    fn font(&mut self) -> (ObjectId, &mut Dictionary) {
        let id = self.all(|dictionary| dictionary.has(b"DescendantFonts"))[0];
        (id, self.at(id))
    }

    fn descendant(&mut self) -> &mut Dictionary {
        let (id, font) = self.font();
        let kids =
            font.get_mut(b"DescendantFonts").and_then(Object::as_array_mut).expect("it has descendants");
        match kids[0].clone() {
            Object::Reference(descendant) => self.at(descendant),
            _ => {
                let kids = self
                    .at(id)
                    .get_mut(b"DescendantFonts")
                    .and_then(Object::as_array_mut)
                    .expect("as before");
                kids[0].as_dict_mut().expect("a descendant is a dictionary")
            }
        }
    }
}

/// Breaks a good PDF and tells what is found; nothing is lost on the way there and back.
fn broken(change: impl FnOnce(&mut Graph)) -> Vec<Diagnostic> {
    let mut graph = Graph::open();
    change(&mut graph);
    graph.verify()
}

#[test]
fn a_good_one_passes() {
    assert_clean(&verify::pdf(&good().pdf, Some(&good().expected), Depth::Full));
    assert_clean(&verify::pdf(&good().pdf, None, Depth::Quick));
}

#[test]
fn saved_again_only_its_digest_is_wrong() {
    let faults = broken(|_| {});
    let codes: Vec<&str> = faults.iter().map(|fault| fault.code.code).collect();
    assert_eq!(codes, ["E0902"], "{faults:?}");
}

#[test]
fn any_byte_changed() {
    let good = &good().pdf;
    for nth in 1..40 {
        let mut bytes = good.clone();
        let at = bytes.len() * nth / 40;
        bytes[at] ^= 1;
        assert!(
            !verify::pdf(&bytes, None, Depth::Quick).is_empty(),
            "byte {at} of {} was changed",
            bytes.len()
        );
    }
}

#[test]
fn cut_off() {
    let bytes = &good().pdf;
    assert_told(&verify::pdf(&bytes[..bytes.len() / 2], None, Depth::Quick), "E0901", "cannot be opened");
    assert_told(&verify::pdf(b"", None, Depth::Quick), "E0901", "cannot be opened");
}

#[test]
fn content_owned_twice() {
    let faults = broken(|graph| {
        let [one, two, ..] = graph.paragraphs()[..] else { panic!("too few paragraphs") };
        let kids = graph.at(two).get(b"K").expect("it has kids").clone();
        graph.at(one).set("K", kids);
    });
    assert_told(&faults, "E0911", "belongs to two elements");
    assert_told(&faults, "E0911", "belongs to no element");
}

#[test]
fn content_that_is_not_there() {
    let faults = broken(|graph| {
        let one = graph.paragraphs()[0];
        graph.at(one).set("K", vec![Object::Integer(999)]);
    });
    assert_told(&faults, "E0911", "which is not there");
}

#[test]
fn content_marked_twice() {
    let faults = broken(|graph| graph.content(|content| content.replace("/MCID 1>>", "/MCID 0>>")));
    assert_told(&faults, "E0911", "content 0 is marked twice");
}

#[test]
fn content_left_open() {
    let faults = broken(|graph| {
        graph.content(|content| {
            let at = content.rfind("EMC").expect("content is marked");
            content[..at].to_owned()
        });
    });
    assert_told(&faults, "E0911", "left open");
}

#[test]
fn untagged_content() {
    let faults = broken(|graph| graph.content(|content| content + "\n0 0 10 10 re f\n"));
    assert_told(&faults, "E0913", "page 1");
}

#[test]
fn a_heading_skipped() {
    let faults = broken(|graph| {
        let heading = *graph.elements("H2").last().expect("there are sections");
        graph.at(heading).set("S", "H5");
    });
    assert_told(&faults, "E0914", "level 5");
}

#[test]
fn no_title() {
    let faults = broken(|graph| {
        let title = graph.element("H1");
        graph.at(title).set("S", "P");
    });
    assert_told(&faults, "E0914", "the first heading is of level 2");
}

#[test]
fn a_wrong_parent() {
    let faults = broken(|graph| {
        let (one, sect) =
            (graph.paragraphs()[0], *graph.elements("Sect").last().expect("there are sections"));
        graph.at(one).set("P", sect);
    });
    assert_told(&faults, "E0910", "does not name the element that holds it");
}

#[test]
fn a_tree_that_runs_in_a_circle() {
    let faults = broken(|graph| {
        let (one, root) = (graph.paragraphs()[0], graph.element("Document"));
        graph.at(one).set("K", vec![Object::Reference(root)]);
    });
    assert_told(&faults, "E0910", "reached twice");
}

#[test]
fn a_type_that_nobody_knows() {
    let faults = broken(|graph| {
        let one = graph.paragraphs()[0];
        graph.at(one).set("S", "Paragraph");
    });
    assert_told(&faults, "E0910", "`Paragraph` is no standard type");
}

#[test]
fn no_structure_at_all() {
    let faults = broken(|graph| {
        graph.catalogue().remove(b"StructTreeRoot");
    });
    assert_told(&faults, "E0910", "no structure tree");
}

#[test]
fn a_list_item_without_a_list() {
    let faults = broken(|graph| {
        let list = graph.element("L");
        graph.at(list).set("S", "Div");
    });
    assert_told(&faults, "E0910", "outside of an `L`");
}

#[test]
fn a_head_cell_without_scope() {
    let faults = broken(|graph| {
        let cell = graph.element("TH");
        graph.at(cell).remove(b"A");
    });
    assert_told(&faults, "E0910", "`TH`");
}

#[test]
fn a_row_that_lost_a_cell() {
    let faults = broken(|graph| {
        let row = *graph.elements("TR").last().expect("there is a table");
        let kids = graph.at(row).get_mut(b"K").and_then(Object::as_array_mut).expect("it has cells");
        kids.pop();
    });
    assert_told(&faults, "E0910", "rows of {1, 2} cells");
}

#[test]
fn a_note_without_id() {
    let faults = broken(|graph| {
        let note = graph.element("Note");
        graph.at(note).remove(b"ID");
    });
    assert_told(&faults, "E0910", "`Note` has no id");
}

#[test]
fn a_parent_tree_that_leads_astray() {
    let faults = broken(|graph| {
        let page = graph.page();
        graph.at(page).set("StructParents", 77);
    });
    assert_told(&faults, "E0912", "content 0 of page 1");
}

#[test]
fn an_annotation_that_leads_to_no_element() {
    let faults = broken(|graph| {
        let link = graph.all(|dictionary| dictionary.has(b"StructParent"))[0];
        graph.at(link).remove(b"StructParent");
    });
    assert_told(&faults, "E0912", "annotation");
}

#[test]
fn a_figure_without_words_or_place() {
    let faults = broken(|graph| {
        let figure = graph.element("Figure");
        graph.at(figure).remove(b"Alt");
        graph.at(figure).remove(b"A");
    });
    assert_told(&faults, "E0915", "`Figure`");
    assert_told(&faults, "E0910", "BBox");
}

#[test]
fn no_language() {
    let faults = broken(|graph| {
        graph.catalogue().remove(b"Lang");
    });
    assert_told(&faults, "E0916", "does not say");
}

#[test]
fn another_language() {
    let faults = broken(|graph| graph.catalogue().set("Lang", Object::string_literal("de")));
    assert_told(&faults, "E0916", "`de`");
}

#[test]
fn a_font_that_is_not_there() {
    let faults = broken(|graph| {
        for descriptor in graph.all(|dictionary| dictionary.has(b"FontFile2")) {
            graph.at(descriptor).remove(b"FontFile2");
        }
    });
    assert_told(&faults, "E0917", "not embedded");
}

#[test]
fn a_font_that_says_nothing() {
    let faults = broken(|graph| {
        graph.font().1.remove(b"ToUnicode");
    });
    assert_told(&faults, "E0918", "no ToUnicode map");
}

#[test]
fn a_font_that_says_something_else() {
    let faults = broken(|graph| {
        let map = graph.font().1.get(b"ToUnicode").and_then(Object::as_reference).expect("it has a map");
        let stream = graph.graph.get_object(map).and_then(Object::as_stream).expect("a map is a stream");
        let text = String::from_utf8(stream.get_plain_content().expect("it unfolds")).expect("it is ASCII");
        // Capital letters move up by one.
        let changed = text.replace("<0048>", "<0049>").replace("<0043>", "<0044>");
        graph.graph.objects.insert(map, Object::Stream(Stream::new(Dictionary::new(), changed.into_bytes())));
    });
    assert_told(&faults, "E0904", "where the record says");
}

#[test]
fn a_wrong_width() {
    let faults = broken(|graph| {
        let widths = graph.descendant().get_mut(b"W").and_then(Object::as_array_mut).expect("it has widths");
        for entry in widths.iter_mut().filter_map(|entry| entry.as_array_mut().ok()) {
            entry.iter_mut().for_each(|width| *width = Object::Integer(17));
        }
    });
    assert_told(&faults, "E0919", "17 wide");
}

#[test]
fn a_link_that_says_nothing() {
    let faults = broken(|graph| {
        let link = graph.all(|dictionary| dictionary.has(b"StructParent"))[0];
        graph.at(link).remove(b"Contents");
    });
    assert_told(&faults, "E0920", "does not say what it is");
}

#[test]
fn a_link_without_annotation() {
    let faults = broken(|graph| {
        let link = graph.element("Link");
        graph.at(link).set("K", Vec::<Object>::new());
    });
    assert_told(&faults, "E0920", "has no annotation");
    assert_told(&faults, "E0920", "belongs to no element");
}

#[test]
fn links_to_nowhere() {
    let faults = broken(|graph| {
        let inside = graph.all(|dictionary| dictionary.has(b"StructParent") && dictionary.has(b"Dest"))[0];
        graph.at(inside).set("Dest", vec![Object::Reference((9999, 0)), "Fit".into()]);
        let outside = graph.all(|dictionary| dictionary.has(b"StructParent") && dictionary.has(b"A"))[0];
        let action = dictionary! { "S" => "URI", "URI" => Object::string_literal("ftp://x.example") };
        graph.at(outside).set("A", action);
    });
    let nowhere = faults.iter().filter(|fault| fault.code.code == "E0921").count();
    assert_eq!(nowhere, 2, "{faults:?}");
}

#[test]
fn info_against_xmp() {
    let faults = broken(|graph| {
        let info = graph.graph.trailer.get(b"Info").and_then(Object::as_reference).expect("there is Info");
        graph.at(info).set("Author", Object::string_literal("Somebody Else"));
    });
    assert_told(&faults, "E0922", "`Somebody Else` for Author");
}

#[test]
fn another_title() {
    let faults = broken(|graph| graph.xmp("Dues in Five Ports", "Dues in Six Ports"));
    assert_told(&faults, "E0922", "for Title");
    assert_told(&faults, "E0922", "the record's is");
}

#[test]
fn the_name_of_another_pdf() {
    let faults = broken(|graph| graph.xmp("<xmpMM:DocumentID>urn:uuid:", "<xmpMM:DocumentID>urn:uuid:0"));
    assert_told(&faults, "E0922", "the record's is known as `urn:uuid:");
}

#[test]
fn damaged_xmp() {
    let faults = broken(|graph| graph.xmp("</rdf:RDF>", ""));
    assert_told(&faults, "E0942", "XMP");
}

#[test]
fn half_a_claim() {
    let faults = broken(|graph| graph.xmp("<pdfuaid:part>1</pdfuaid:part>", ""));
    assert_told(&faults, "E0923", "claims PDF/UA part None");
}

#[test]
fn claims_that_are_not_kept() {
    let faults = broken(|graph| {
        graph.catalogue().remove(b"MarkInfo");
        graph.catalogue().remove(b"ViewerPreferences");
        let page = graph.all(|dictionary| dictionary.has(b"Annots"))[0];
        graph.at(page).remove(b"Tabs");
    });
    assert_told(&faults, "E0923", "MarkInfo");
    assert_told(&faults, "E0923", "title");
    assert_told(&faults, "E0923", "Tabs");
}

#[test]
fn no_output_intent() {
    let faults = broken(|graph| {
        graph.catalogue().remove(b"OutputIntents");
    });
    assert_told(&faults, "E0924", "no output intent");
}

#[test]
fn a_script() {
    let faults = broken(|graph| {
        let action = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        let id = graph.graph.add_object(action);
        graph.catalogue().set("OpenAction", id);
    });
    assert_told(&faults, "E0925", "script");
    assert_told(&faults, "E0925", "OpenAction");
}

#[test]
fn resources_of_another_kind() {
    let faults = broken(|graph| {
        let other = graph.graph.trailer.get(b"Root").expect("there is a catalogue").clone();
        let page = graph.page();
        let resources = graph.at(page).get(b"Resources").and_then(Object::as_reference).expect("an object");
        let resources = graph.at(resources);
        let profile = vec!["ICCBased".into(), other.clone()];
        resources.set("ColorSpace", dictionary! { "Own" => profile.clone(), "Grey" => "DeviceGray" });
        resources.set("XObject", dictionary! { "I7" => other.clone() });
        resources.set("Pattern", dictionary! { "P7" => Object::Reference((60_000, 0)) });
        graph.at(page).set("Group", dictionary! { "S" => "Transparency", "CS" => profile });
    });
    for told in ["a colour space `Own`", "an image or form `I7`", "a pattern `P7`", "a colour space `CS`"] {
        assert_told(&faults, "E0929", told);
    }
    assert!(!faults.iter().any(|fault| fault.message.contains("Grey")));
}

#[test]
fn no_page_labels() {
    let faults = broken(|graph| {
        graph.catalogue().remove(b"PageLabels");
    });
    assert_told(&faults, "E0926", "no page labels");
}

#[test]
fn page_labels_that_begin_late() {
    let faults = broken(|graph| {
        let labels = dictionary! { "Nums" => vec![1.into(), dictionary! { "S" => "D" }.into()] };
        graph.catalogue().set("PageLabels", labels);
    });
    assert_told(&faults, "E0926", "begin with the first page");
}

#[test]
fn no_outline() {
    let faults = broken(|graph| {
        graph.catalogue().remove(b"Outlines");
    });
    assert_told(&faults, "E0927", "no outline");
}

#[test]
fn an_outline_that_runs_in_a_circle() {
    let faults = broken(|graph| {
        let entries = graph.all(|dictionary| dictionary.has(b"Title") && dictionary.has(b"Parent"));
        let first = entries[0];
        graph.at(first).set("First", first);
    });
    assert!(faults.iter().any(|fault| fault.code.code == "E0927"), "{faults:?}");
}

#[test]
fn an_outline_with_other_words() {
    let faults = broken(|graph| {
        let entries = graph.all(|dictionary| dictionary.has(b"Title") && dictionary.has(b"Dest"));
        graph.at(entries[1]).set("Title", Object::string_literal("Something else"));
    });
    assert_told(&faults, "E0927", "`Something else`");
}

fn broken_second(change: impl FnOnce(&mut Graph)) -> Vec<Diagnostic> {
    let mut graph = Graph::open_second();
    change(&mut graph);
    graph.verify()
}

#[test]
fn a_good_one_of_pdf_2_passes() {
    assert_clean(&verify::pdf(&second().pdf, Some(&second().expected), Depth::Full));
}

#[test]
fn an_older_version_under_claims_of_pdf_2() {
    let faults = broken_second(|graph| graph.graph.version = "1.7".to_owned());
    assert_told(&faults, "E0923", "is of version 1.7");
}

#[test]
fn claims_without_their_years() {
    let faults = broken_second(|graph| graph.xmp("<pdfaid:rev>2020</pdfaid:rev>", ""));
    assert_told(&faults, "E0923", "of which years");
}

#[test]
fn info_under_pdf_a_4() {
    let faults = broken_second(|graph| {
        let info = graph.graph.add_object(dictionary! { "Title" => Object::string_literal("Dues") });
        graph.graph.trailer.set("Info", info);
    });
    assert_told(&faults, "E0923", "`Info`");
}

#[test]
fn level_f_without_a_file() {
    let faults = broken_second(|graph| {
        graph.catalogue().remove(b"Names");
    });
    assert_told(&faults, "E0923", "without a file inside");
}

#[test]
fn a_file_that_is_nothing_to_the_document() {
    let faults = broken_second(|graph| {
        let file = graph.all(|dictionary| dictionary.has(b"AFRelationship"))[0];
        graph.at(file).remove(b"AFRelationship");
    });
    assert_told(&faults, "E0923", "what it is to the document");
}

#[test]
fn a_tree_of_pdf_1() {
    let faults = broken_second(|graph| {
        let root = graph.element("Document");
        graph.at(root).remove(b"NS");
    });
    assert_told(&faults, "E0923", "`Document` of PDF 2.0");
}

#[test]
fn a_note_of_pdf_1_and_one_without_its_mark() {
    let faults = broken_second(|graph| {
        let notes = graph.elements("FENote");
        graph.at(notes[0]).set("S", "Note");
        graph.at(notes[1]).remove(b"Ref");
    });
    assert_told(&faults, "E0923", "has a `Note`");
    assert_told(&faults, "E0923", "name its mark");
}

#[test]
fn an_entry_that_goes_to_no_element() {
    let faults = broken_second(|graph| {
        let entry = graph.all(|dictionary| dictionary.has(b"SE"))[0];
        let place = graph.at(entry).get(b"A").and_then(Object::as_dict).and_then(|action| action.get(b"D"));
        let place = place.expect("it goes to a place").clone();
        graph.at(entry).remove(b"A");
        graph.at(entry).set("Dest", place);
    });
    assert_told(&faults, "E0923", "to no element");
}
