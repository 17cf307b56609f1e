//! The finishing pass over the object graph that printpdf made.

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};

use super::draw::Marks;
use super::font::EmbeddedFace;
use super::image::Images;
use super::link::{Annotation, ResolvedLink};
use super::object::{name, text};
use super::save::save;
use super::structure::{Plan, Structure};
use super::{Job, attachment, font, intent, link, metadata, outline, structure, xmp};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::pdf::WRITER_FAILED;

/// What the graph does not hold.
pub struct Parts {
    /// The links.
    pub links: Vec<ResolvedLink>,
    /// The faces.
    pub faces: Vec<EmbeddedFace>,
    /// The images.
    pub images: Images,
    /// Where each leaf's content is.
    pub marks: Marks,
}

/// Completes the graph and returns the file.
pub fn finish(job: &Job<'_>, mut graph: lopdf::Document, parts: Parts) -> Result<Vec<u8>, Vec<Diagnostic>> {
    match complete(job, &mut graph, parts) {
        Ok(()) => Ok(save(&mut graph)),
        Err(fault) => Err(vec![Diagnostic::error(
            &WRITER_FAILED,
            format!("the PDF could not be put together: {fault}"),
        )]),
    }
}

fn complete(job: &Job<'_>, graph: &mut lopdf::Document, parts: Parts) -> lopdf::Result<()> {
    let pages: Vec<ObjectId> = graph.page_iter().collect();
    graph.version = if job.options.standard.is_second() { "2.0" } else { "1.7" }.to_owned();
    font::finish(job, graph, &parts.faces)?;
    parts.images.finish(graph);
    metadata::finish(job, graph)?;
    let annotations = link::annotate(job, graph, &pages, &parts.links, pages.len());
    let plan = Plan { job, marks: &parts.marks, annotations: &annotations, pages: &pages };
    let structure = structure::build(&plan, graph);
    if job.options.standard.is_second() {
        link::go_to_elements(graph, &annotations, &structure)?;
    }
    finish_pages(graph, &pages, &annotations)?;
    finish_catalogue(job, graph, &pages, &structure)
}

/// Sets what printpdf leaves out of a page.
fn finish_pages(
    graph: &mut lopdf::Document,
    pages: &[ObjectId],
    annotations: &[Annotation],
) -> lopdf::Result<()> {
    let mut by_page: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    for annotation in annotations {
        if let Some(on_page) = by_page.get_mut(annotation.page) {
            on_page.push(annotation.object.into());
        }
    }
    for ((nth, &id), on_page) in pages.iter().enumerate().zip(by_page) {
        let page = graph.get_dictionary_mut(id)?;
        page.remove(b"Annots");
        // Equal to the MediaBox, which is their default.
        page.remove(b"TrimBox");
        page.remove(b"CropBox");
        if !on_page.is_empty() {
            page.set("Annots", on_page);
        }
        page.set("Tabs", name("S"));
        page.set("StructParents", nth as i64);
        let resources = page.get(b"Resources")?.as_reference()?;
        drop_empty_resources(graph, resources)?;
    }
    Ok(())
}

fn drop_empty_resources(graph: &mut lopdf::Document, id: ObjectId) -> lopdf::Result<()> {
    let kinds: [&[u8]; 4] = [b"Font", b"XObject", b"ExtGState", b"Shading"];
    for kind in kinds {
        let Ok(shared) = graph.get_dictionary(id)?.get(kind).and_then(Object::as_reference) else { continue };
        // All pages share it, so that it may be gone already.
        if graph.get_dictionary(shared).map_or(true, Dictionary::is_empty) {
            graph.get_dictionary_mut(id)?.remove(kind);
            graph.objects.remove(&shared);
        }
    }
    Ok(())
}

fn finish_catalogue(
    job: &Job<'_>,
    graph: &mut lopdf::Document,
    pages: &[ObjectId],
    structure: &Structure,
) -> lopdf::Result<()> {
    let outline = outline::build(job, graph, pages, structure);
    let intent = intent::build(graph);
    let packet = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let packet = graph.add_object(Stream::new(packet, xmp::packet(job).into_bytes()).with_compression(false));
    let attached = job.options.attachment.as_ref().map(|file| (file, attachment::attach(job, graph, file)));
    let catalogue = graph.catalog_mut()?;
    catalogue.remove(b"PageLayout");
    catalogue.remove(b"PageMode");
    catalogue.set("Metadata", packet);
    catalogue.set("Lang", text(&job.document.lang));
    catalogue.set("MarkInfo", dictionary! { "Marked" => true });
    catalogue.set("StructTreeRoot", structure.root);
    catalogue.set("ViewerPreferences", metadata::viewer_preferences(job));
    catalogue.set("PageLabels", metadata::page_labels(job));
    catalogue.set("OutputIntents", vec![Object::Reference(intent)]);
    if let Some(outline) = outline {
        catalogue.set("Outlines", outline);
    }
    if let Some((file, id)) = attached {
        let names: Vec<Object> = vec![text(&file.name), id.into()];
        catalogue.set("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } });
        catalogue.set("AF", vec![Object::Reference(id)]);
    }
    Ok(())
}
