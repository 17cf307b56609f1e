//! From a [`Record`] to its [`Document`].

use std::sync::Arc;

use super::builder::Builder;
use super::inline::plain_text;
use super::siblings::Siblings;
use super::tidy::tidy;
use super::{Document, Section, SectionRole, editorial, language, languages, passes};
use crate::diagnostics::{Diagnostic, tell_so_many};
use crate::project::Project;
use crate::record::Record;

/// What the caller decides.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Whether the document is marked as a draft, whatever the record says.
    pub draft: bool,
    /// The day a draft is of; by default that of the record's last change.
    pub proof_date: Option<jiff::civil::Date>,
    /// The records that are bound with this one: links that name them lead there.
    pub siblings: Arc<Siblings>,
}

/// Builds the document of a record.
///
/// 1. Front matter, body and end matter are read into one tree, in reading order.
/// 2. Internal links find their headings; masked addresses are looked for.
/// 3. Languages inside languages are marked.
/// 4. Every text gets its position.
///
/// An error withholds the document; warnings travel beside it. Diagnostics are in the order of
/// their places.
#[must_use]
pub fn build(
    record: &Record,
    project: &Project,
    options: &BuildOptions,
) -> (Option<Document>, Vec<Diagnostic>) {
    let mut builder = Builder::new(record, project, options);
    let mut document = assemble(&mut builder);
    passes::resolve_links(&mut document, &mut builder);
    passes::find_masks(&mut document, &mut builder);
    languages::mark(&mut document, &mut builder);
    passes::number(&mut document);
    document.images = std::mem::take(&mut builder.images).into_assets();
    editorial::check(&mut document, &mut builder);
    let Builder { mut diagnostics, .. } = builder;
    diagnostics.sort_by_key(|diagnostic| {
        diagnostic.span.as_ref().map(|span| (span.source.path.clone(), span.start))
    });
    tell_so_many(&mut diagnostics);
    let is_refused = diagnostics.iter().any(Diagnostic::is_error);
    ((!is_refused).then_some(document), diagnostics)
}

fn assemble(builder: &mut Builder<'_>) -> Document {
    let record = builder.record;
    let mut notes = Vec::new();
    let title = tidy(builder.line(&record.title));
    let subtitle =
        record.subtitle.as_ref().map(|subtitle| builder.line(subtitle)).filter(|words| !words.is_empty());
    let sections: Vec<Section> = [
        builder.disclaimer(&mut notes),
        builder.notices(&mut notes),
        builder.synopsis(&mut notes),
        builder.commentary(&mut notes),
        builder.about(&mut notes),
        builder.citation(&title),
        builder.rights(),
    ]
    .into_iter()
    .flatten()
    .collect();
    for (note, &count) in notes.iter_mut().zip(builder.notes.counts()) {
        note.references = count;
    }
    debug_assert!(sections.iter().map(|section| section.role).collect::<Vec<SectionRole>>().is_sorted());
    let words = plain_text(&title);
    Document {
        source: Arc::clone(&record.source),
        lang: Arc::from(record.lang.as_str()),
        direction: language::direction(&record.lang),
        metadata: builder.metadata(words.clone(), subtitle.as_ref(), &sections),
        masthead: builder.masthead(),
        furniture: builder.furniture(&words),
        byline: builder.byline(),
        title,
        subtitle,
        sections,
        notes,
        images: Vec::new(),
    }
}
