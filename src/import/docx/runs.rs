//! The text within a paragraph: runs with their marks, links, notes, images, tracked changes, comments.

use super::Reader;
use super::styles::is_on;
use super::xml::Element;
use crate::import::inline::{self, Inline, Mark};
use crate::import::report::{Action, excerpt};

/// A field whose parts stand in runs of their own: its instruction, and the text it shows.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    shown: Vec<Inline>,
    is_shown: bool,
}

impl Reader<'_, '_> {
    /// Reads the inlines of a paragraph.
    pub(super) fn inlines(&mut self, paragraph: &Element) -> Vec<Inline> {
        let mut result = Vec::new();
        let mut fields: Vec<Field> = Vec::new();
        self.children(paragraph, &mut fields, &mut result);
        // A field that the paragraph does not close keeps its text.
        for field in fields {
            result.extend(field.shown);
        }
        inline::tidy(result)
    }

    fn children(&mut self, parent: &Element, fields: &mut Vec<Field>, result: &mut Vec<Inline>) {
        for child in &parent.children {
            match child.name.as_str() {
                "r" => self.run(child, fields, result),
                "hyperlink" => {
                    let mut children = Vec::new();
                    self.children(child, fields, &mut children);
                    let target = child.attr("id").and_then(|id| self.relations.get(id)).cloned();
                    let link = target.filter(|(_, is_outside)| *is_outside).map(|(url, _)| url);
                    push(fields, result, self.link(link, children));
                }
                "fldSimple" => {
                    let mut children = Vec::new();
                    self.children(child, fields, &mut children);
                    let url = child.attr("instr").and_then(address);
                    push(fields, result, self.link(url, children));
                }
                "ins" | "moveTo" => {
                    self.changes.0 += 1;
                    self.children(child, fields, result);
                }
                "del" | "moveFrom" => self.changes.1 += 1,
                "commentRangeStart" => self.comment(child),
                "smartTag" | "sdt" | "sdtContent" | "customXml" | "bdo" | "dir" => {
                    self.children(child, fields, result);
                }
                "oMath" | "oMathPara" => {
                    let text = child.all_text();
                    let message = format!("the formula `{}` is text now; look at it", excerpt(&text));
                    self.report.add(Action::Guessed, self.at, None, message);
                    push(fields, result, vec![Inline::Text(text)]);
                }
                _ => {}
            }
        }
    }

    fn link(&mut self, url: Option<String>, children: Vec<Inline>) -> Vec<Inline> {
        let is_web =
            |url: &String| ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
        match url {
            Some(url) if is_web(&url) => vec![Inline::Link { url, children }],
            Some(url) => {
                let message =
                    format!("the link of `{}` to `{}`", excerpt(&inline::plain(&children)), excerpt(&url));
                self.report.add(Action::Dropped, self.at, None, message);
                children
            }
            None => children,
        }
    }

    fn run(&mut self, run: &Element, fields: &mut Vec<Field>, result: &mut Vec<Inline>) {
        let mut inlines = Vec::new();
        for child in &run.children {
            match child.name.as_str() {
                "t" => inlines.push(Inline::Text(child.text.clone())),
                "tab" | "ptab" => inlines.push(Inline::Text(" ".to_owned())),
                "br" | "cr" if child.attr("type").is_none_or(|kind| kind == "textWrapping") => {
                    inlines.push(Inline::Break)
                }
                "noBreakHyphen" => inlines.push(Inline::Text("-".to_owned())),
                "footnoteReference" | "endnoteReference" => inlines.extend(self.note(child)),
                "drawing" | "pict" | "object" => inlines.extend(self.drawing(child)),
                "AlternateContent" => {
                    let choice = child.child("Choice").or_else(|| child.child("Fallback"));
                    inlines.extend(choice.and_then(|choice| self.drawing(choice)));
                }
                "sym" => {
                    let message = "a symbol of a font of its own, which has no character".to_owned();
                    self.report.add(Action::Dropped, self.at, None, message);
                }
                "commentReference" => self.comment(child),
                "instrText" => {
                    if let Some(field) = fields.last_mut().filter(|field| !field.is_shown) {
                        field.instruction.push_str(&child.text);
                    }
                }
                "fldChar" => match child.attr("fldCharType") {
                    Some("begin") => fields.push(Field::default()),
                    Some("separate") => {
                        if let Some(field) = fields.last_mut() {
                            field.is_shown = true;
                        }
                    }
                    Some("end") => {
                        if let Some(field) = fields.pop() {
                            let link = self.link(address(&field.instruction), field.shown);
                            push(fields, result, link);
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        if !inlines.is_empty() {
            let marked = self.marked(run, inlines);
            push(fields, result, marked);
        }
    }

    /// Puts the marks of a run around its text.
    fn marked(&self, run: &Element, inlines: Vec<Inline>) -> Vec<Inline> {
        let Some(properties) = run.child("rPr") else { return inlines };
        let style = properties.val("rStyle").and_then(|id| self.styles.get(id));
        let named = |words: &[&str]| style.is_some_and(|style| words.contains(&style.name.as_str()));
        if named(&["verbatim char", "html code", "code", "source text", "inline code"]) {
            return vec![Inline::Code(inline::plain(&inlines))];
        }
        // A note's mark is raised by its style; it is no superscript of the text.
        if inlines.iter().all(|inline| matches!(inline, Inline::Note(_) | Inline::Image { .. })) {
            return inlines;
        }
        let is_switched = |name: &str| properties.child(name).is_some();
        let is_bold =
            is_on(properties, "b") || (!is_switched("b") && style.is_some_and(|style| style.is_bold));
        let is_italic =
            is_on(properties, "i") || (!is_switched("i") && style.is_some_and(|style| style.is_italic));
        let mut result = inlines;
        let mut wrap = |is_so: bool, mark: Mark| {
            if is_so {
                result = vec![Inline::Marked(mark, std::mem::take(&mut result))];
            }
        };
        wrap(properties.val("vertAlign") == Some("superscript"), Mark::Superscript);
        wrap(properties.val("vertAlign") == Some("subscript"), Mark::Subscript);
        wrap(is_on(properties, "strike"), Mark::Strike);
        wrap(is_italic || named(&["emphasis"]), Mark::Emphasis);
        wrap(is_bold || named(&["strong"]), Mark::Strong);
        result
    }

    fn note(&mut self, reference: &Element) -> Option<Inline> {
        let kind = if reference.name == "footnoteReference" { 'f' } else { 'e' };
        let id = format!("{kind}{}", reference.attr("id")?);
        let next = self.notes.len() + 1;
        let label = match self.notes.iter().find(|(known, _)| *known == id) {
            Some((_, label)) => label.clone(),
            None => {
                self.notes.push((id, next.to_string()));
                next.to_string()
            }
        };
        Some(Inline::Note(label))
    }

    fn comment(&mut self, mark: &Element) {
        let Some(text) = mark.attr("id").and_then(|id| self.comments.remove(id)) else { return };
        self.report.add(Action::Dropped, self.at, None, format!("a comment {text}"));
    }

    fn drawing(&mut self, drawing: &Element) -> Option<Inline> {
        let id = drawing.find("blip").and_then(|blip| blip.attr("embed").or_else(|| blip.attr("link")));
        let id = id.or_else(|| drawing.find("imagedata").and_then(|data| data.attr("id")))?;
        let (target, is_outside) = self.relations.get(id)?.clone();
        let alt = drawing.find("docPr").and_then(|properties| properties.attr("descr")).unwrap_or_default();
        let name = if let Some(path) = target.strip_prefix('/') {
            path.to_owned()
        } else {
            format!("word/{target}")
        };
        let data = if is_outside {
            None
        } else {
            self.package.bytes(&name, crate::import::limits::IMAGE_BYTES).ok().flatten()
        };
        match data {
            Some(data) => self.images.put(&target, data, alt, self.at, self.report),
            None => {
                let message = format!("the image `{}`, which is not in the manuscript", excerpt(&target));
                self.report.add(Action::Dropped, self.at, None, message);
                None
            }
        }
    }
}

/// Puts inlines where they are shown: in the innermost open field, or in the paragraph.
fn push(fields: &mut [Field], result: &mut Vec<Inline>, inlines: Vec<Inline>) {
    match fields.last_mut() {
        Some(field) if field.is_shown => field.shown.extend(inlines),
        Some(_) => {}
        None => result.extend(inlines),
    }
}

/// Returns where the instruction of a field leads: `HYPERLINK "https://..."`.
fn address(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim();
    let url = rest.strip_prefix('"')?.split('"').next()?;
    Some(url.to_owned())
}
