//! For people: the source line, with the fault underlined.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostics::{Diagnostic, Severity, Span, visible};

/// Draws one fault, without a line break at its end.
#[must_use]
pub fn human(diagnostic: &Diagnostic, color: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group =
        Group::with_title(level.primary_title(visible::line(&diagnostic.message)).id(diagnostic.code.code));
    if let Some(span) = &diagnostic.span {
        group = draw(group, span, None, AnnotationKind::Primary);
    }
    for (span, note) in &diagnostic.related {
        group = draw(group, span, Some(visible::line(note)), AnnotationKind::Context);
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.with_name("hint").message(visible::line(hint)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// Draws the line a span starts on; a file without text is only named.
fn draw<'a>(group: Group<'a>, span: &Span, label: Option<String>, kind: AnnotationKind) -> Group<'a> {
    let path = visible::line(&span.source.path);
    if span.source.text.is_empty() {
        return group.element(Origin::path(path));
    }
    let (line, number) = span.source.line_at(span.start);
    let (text, start, end) = window(&span.source.text[line.clone()], span, line.start);
    let annotation = kind.span(start..end).label(label);
    group.element(Snippet::source(text).line_start(number).path(path).annotation(annotation))
}

/// A line as it can be shown, and where the span is in it: what acts on terminals is made visible.
fn window(line: &str, span: &Span, base: usize) -> (String, usize, usize) {
    let mut shown = String::with_capacity(line.len());
    let (mut start, mut end) = (None, None);
    for (at, c) in line.char_indices() {
        if start.is_none() && base + at >= span.start {
            start = Some(shown.len());
        }
        if end.is_none() && base + at >= span.end {
            end = Some(shown.len());
        }
        match c {
            '\t' => shown.push('\t'),
            c if visible::is_unsafe(c) => shown.push_str(&visible::line(c.encode_utf8(&mut [0; 4]))),
            c => shown.push(c),
        }
    }
    let start = start.unwrap_or(shown.len());
    let end = end.unwrap_or(shown.len()).max(start);
    (shown, start, end)
}
