//! A document as text, for tests: compact, complete, the same in every build.

use std::fmt::Write;

use super::{Alignment, Block, Change, Direction, Document, Inline, LinkTarget, Row};

/// Writes a document as text, one block a line.
#[must_use]
pub fn dump(document: &Document) -> String {
    let mut out = String::new();
    let _ = write_document(document, &mut out);
    out
}

/// Writes blocks alone as text.
#[must_use]
pub fn dump_blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    let _ = write_blocks(blocks, 0, &mut out);
    out
}

fn write_document(document: &Document, out: &mut String) -> std::fmt::Result {
    let direction = if document.direction == Direction::Rtl { " rtl" } else { "" };
    writeln!(out, "document {}{direction}", document.lang)?;
    let head = &document.masthead;
    for (name, inlines) in [
        ("series", &head.series),
        ("number", &head.number),
        ("date", &head.date),
        ("title", &document.title),
        ("byline", &document.byline),
    ] {
        if !inlines.is_empty() {
            writeln!(out, "{name}: {}", line(inlines))?;
        }
    }
    if let Some(subtitle) = &document.subtitle {
        writeln!(out, "subtitle: {}", line(subtitle))?;
    }
    for section in &document.sections {
        let heading = section.heading.as_deref().map(line).unwrap_or_default();
        writeln!(out, "section {:?} #{}: {heading}", section.role, section.id)?;
        write_blocks(&section.blocks, 1, out)?;
    }
    for note in &document.notes {
        writeln!(out, "note {} ({} references)", note.label, note.references)?;
        write_blocks(&note.blocks, 1, out)?;
    }
    for image in &document.images {
        writeln!(out, "image {} {:?} {}x{}", image.path, image.format, image.width, image.height)?;
    }
    let furniture = &document.furniture;
    let draft = furniture.draft.as_deref().map(|word| format!(" | {word}")).unwrap_or_default();
    writeln!(
        out,
        "furniture: {} | {} | {} | {}{draft}",
        furniture.running_author, furniture.short_title, furniture.address, furniture.folio
    )
}

fn write_blocks(blocks: &[Block], depth: usize, out: &mut String) -> std::fmt::Result {
    let indent = "  ".repeat(depth);
    for block in blocks {
        match block {
            Block::Paragraph { lang, direction, inlines, .. } => {
                let lang = lang.as_deref().map(|lang| format!(" [{lang}]")).unwrap_or_default();
                writeln!(out, "{indent}p{lang}{}: {}", sign(*direction), line(inlines))?;
            }
            Block::Heading { level, id, inlines, .. } => {
                writeln!(out, "{indent}h{level} #{id}: {}", line(inlines))?
            }
            Block::List { start, is_tight, items } => {
                let kind = start.map_or("ul".to_owned(), |start| format!("ol {start}"));
                writeln!(out, "{indent}{kind} {}", if *is_tight { "tight" } else { "loose" })?;
                for item in items {
                    let tick = match item.checked {
                        Some(true) => " [x]",
                        Some(false) => " [ ]",
                        None => "",
                    };
                    writeln!(out, "{indent}  li{tick}")?;
                    write_blocks(&item.blocks, depth + 2, out)?;
                }
            }
            Block::Quote { blocks } => {
                writeln!(out, "{indent}quote")?;
                write_blocks(blocks, depth + 1, out)?;
            }
            Block::Code { language, text, .. } => {
                writeln!(out, "{indent}code {}: {text:?}", language.as_deref().unwrap_or("-"))?;
            }
            Block::Table(table) => {
                let columns: Vec<&str> = table
                    .alignments
                    .iter()
                    .map(|alignment| match alignment {
                        None => "-",
                        Some(Alignment::Start) => "start",
                        Some(Alignment::Centre) => "centre",
                        Some(Alignment::End) => "end",
                    })
                    .collect();
                writeln!(out, "{indent}table {}", columns.join(" "))?;
                writeln!(out, "{indent}  head {}", cells(&table.head))?;
                for row in &table.rows {
                    writeln!(out, "{indent}  row {}", cells(row))?;
                }
            }
            Block::Figure { image, alt, caption, .. } => {
                writeln!(out, "{indent}figure {} alt={}: {}", image.0, shown(alt.as_deref()), line(caption))?;
            }
            Block::Rule => writeln!(out, "{indent}rule")?,
        }
    }
    Ok(())
}

/// `-` gone, `+` new, `~` moved, `=` set otherwise.
fn change_sign(change: Change) -> &'static str {
    match change {
        Change::Inserted => "+",
        Change::Deleted => "-",
        Change::MovedHere => "~+",
        Change::MovedAway => "~-",
        Change::Restyled => "=",
    }
}

fn cells(row: &Row) -> String {
    let cells: Vec<String> = row.iter().map(|cell| line(cell)).collect();
    format!("| {} |", cells.join(" | "))
}

fn shown(alt: Option<&str>) -> String {
    alt.map_or("none".to_owned(), |alt| format!("{alt:?}"))
}

fn sign(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Rtl) => " rtl",
        Some(Direction::Ltr) => " ltr",
        None => "",
    }
}

/// Writes inlines with a sign around each that is not text.
fn line(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        out.push_str(&match inline {
            Inline::Text(text) => text.text.clone(),
            Inline::Code(text) => format!("{{code {}}}", text.text),
            Inline::Emphasis(inner) => format!("{{em {}}}", line(inner)),
            Inline::Strong(inner) => format!("{{strong {}}}", line(inner)),
            Inline::Strikethrough(inner) => format!("{{del {}}}", line(inner)),
            Inline::Superscript(inner) => format!("{{sup {}}}", line(inner)),
            Inline::Subscript(inner) => format!("{{sub {}}}", line(inner)),
            Inline::Small(inner) => format!("{{small {}}}", line(inner)),
            Inline::Cite(inner) => format!("{{cite {}}}", line(inner)),
            Inline::Abbreviation { title, inlines } => {
                format!("{{abbr {} {}}}", shown(title.as_deref()), line(inlines))
            }
            Inline::Span { lang, direction, inlines } => {
                format!("{{span {}{} {}}}", lang.as_deref().unwrap_or("-"), sign(*direction), line(inlines))
            }
            Inline::Link { target, title, inlines } => {
                let target = match target {
                    LinkTarget::Address(address) => address.clone(),
                    LinkTarget::Internal(id) => format!("#{id}"),
                };
                let title = title.as_ref().map(|title| format!(" {title:?}")).unwrap_or_default();
                format!("{{link {target}{title} {}}}", line(inlines))
            }
            Inline::Image { image, alt, .. } => format!("{{image {} {}}}", image.0, shown(alt.as_deref())),
            Inline::NoteReference { note, occurrence, .. } => format!("{{note {}.{occurrence}}}", note.0 + 1),
            Inline::HardBreak => "{br}".to_owned(),
            Inline::Change { change, inlines, .. } => {
                format!("{{{} {}}}", change_sign(*change), line(inlines))
            }
        });
    }
    out
}
