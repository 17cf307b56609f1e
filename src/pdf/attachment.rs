//! A file that travels inside (ISO 19005-3, annex E).

use lopdf::{Object, ObjectId, dictionary};

use super::Job;
use super::metadata::{changed, pdf_date};
use super::object::{compressed, name, text};

/// A file to carry inside.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it is: `text/markdown`.
    pub mime: String,
}

/// Adds the attachment to the graph as the source of the document; returns its file specification.
pub fn attach(job: &Job<'_>, graph: &mut lopdf::Document, attachment: &Attachment) -> ObjectId {
    let mut params = dictionary! { "Size" => attachment.bytes.len() as i64 };
    if let Some(date) = changed(&job.document.metadata) {
        params.set("ModDate", Object::string_literal(pdf_date(date)));
    }
    let file =
        dictionary! { "Type" => "EmbeddedFile", "Subtype" => name(&attachment.mime), "Params" => params };
    let file = graph.add_object(compressed(file, &attachment.bytes));
    graph.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => text(&attachment.name),
        "UF" => text(&attachment.name),
        "Desc" => text("The record this document was made from"),
        "AFRelationship" => "Source",
        "EF" => dictionary! { "F" => file, "UF" => file },
    })
}
