//! Content streams, some pages at a time.
//!
//! printpdf's operations of a page take some thirty times the memory of its content, so those of a volume of many
//! hundred pages are not all held at once: each batch becomes compressed streams before the next is drawn. What the
//! whole document keeps of it are the first showings of codes, from which printpdf learns what they say.

use lopdf::{Object, Stream};
use printpdf::{Op, PdfDocument, PdfPage};

use super::draw::save_options;
use super::save::compress;

/// How many pages are drawn at a time. A commentary is one batch, and printpdf writes it as it is.
pub const BATCH: usize = 64;

/// The content of pages that have been drawn.
#[derive(Debug, Default)]
pub struct Contents {
    /// Page by page, compressed.
    streams: Vec<Stream>,
}

impl Contents {
    /// Makes the content of a batch; `like` has the fonts. Returns what the whole document keeps of its pages.
    pub fn add(&mut self, like: &PdfDocument, pages: Vec<PdfPage>) -> Vec<PdfPage> {
        let mut batch = PdfDocument::new("");
        batch.resources.fonts = like.resources.fonts.clone();
        batch.pages = pages;
        let mut graph = batch.to_lopdf_document(&save_options(), &mut Vec::new());
        let ids: Vec<_> = graph.page_iter().collect();
        for id in ids {
            let content = content_of(&graph, id).and_then(|id| graph.objects.remove(&id));
            let mut stream = match content {
                Some(Object::Stream(stream)) => stream,
                // printpdf gives every page a stream; one without is a page without content.
                _ => Stream::new(lopdf::Dictionary::new(), Vec::new()),
            };
            compress(&mut stream);
            self.streams.push(stream);
        }
        batch.pages.into_iter().map(first_showings).collect()
    }

    /// Puts the streams in the place of what was written for their pages.
    pub fn put_into(self, graph: &mut lopdf::Document) {
        let ids: Vec<_> = graph.page_iter().collect();
        for (page, stream) in ids.into_iter().zip(self.streams) {
            if let Some(id) = content_of(graph, page) {
                graph.set_object(id, stream);
            }
        }
    }
}

fn content_of(graph: &lopdf::Document, page: lopdf::ObjectId) -> Option<lopdf::ObjectId> {
    graph.get_dictionary(page).ok()?.get(b"Contents").ok()?.as_reference().ok()
}

/// Keeps of a page what tells printpdf which codes there are and what they say.
fn first_showings(mut page: PdfPage) -> PdfPage {
    let is_showing = |op: &Op| matches!(op, Op::ShowText { .. });
    if page.ops.iter().any(is_showing) {
        page.ops.retain(|op| is_showing(op) || matches!(op, Op::SetFont { .. }));
        page.ops.shrink_to_fit();
    } else {
        page.ops = Vec::new();
    }
    page
}
