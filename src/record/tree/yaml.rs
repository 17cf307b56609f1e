//! YAML to a located tree, from the parser's events.
//!
//! The tree is built on a stack of our own, so no nesting overflows the machine's; aliases are copies,
//! each counted against the budget, so that ten lines cannot unfold into a gigabyte.

use std::collections::BTreeMap;
use std::sync::Arc;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::align::{Rules, align, align_lines};
use super::{Entry, Node, Scalar, ScalarKind, Value, offset};
use crate::diagnostics::codes::record as codes;
use crate::diagnostics::{Code, Diagnostic, Source, Span};
use crate::record::limits;

/// Parses the YAML between two bytes of a source.
///
/// # Errors
///
/// One fault: of syntax, of a limit, or of a construct that records do not use.
pub fn parse(source: &Arc<Source>, start: usize, end: usize) -> Result<Node, Diagnostic> {
    let text = source.text.get(start..end).unwrap_or_default();
    let mut builder = Builder::new(text, start);
    let empty = Node { value: Value::Map(Vec::new()), start, end: start };
    match builder.run() {
        Ok(()) => Ok(builder.root.unwrap_or(empty)),
        Err(fault) => {
            let at = Span { source: Arc::clone(source), start: fault.start, end: fault.end };
            let diagnostic = Diagnostic::error(fault.code, fault.message).at(at);
            Err(fault.hints.into_iter().fold(diagnostic, |diagnostic, hint| diagnostic.hint(hint)))
        }
    }
}

struct Fault {
    code: Code,
    start: usize,
    end: usize,
    message: String,
    hints: Vec<String>,
}

/// A list or map that is still open.
struct Open {
    start: usize,
    anchor: usize,
    /// The key that waits for its value.
    key: Option<(String, usize, usize)>,
    value: Value,
}

struct Builder<'a> {
    text: &'a str,
    base: usize,
    /// The byte of every character, unless all are ASCII.
    bytes: Option<Vec<u32>>,
    open: Vec<Open>,
    anchors: BTreeMap<usize, (Node, Cost)>,
    values: usize,
    copied: usize,
    documents: usize,
    root: Option<Node>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, base: usize) -> Self {
        let bytes = (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| offset(at)).collect());
        Self {
            text,
            base,
            bytes,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            values: 0,
            copied: 0,
            documents: 0,
            root: None,
        }
    }

    /// Turns the parser's offset, in characters, into bytes of `text`.
    fn byte(&self, index: usize) -> usize {
        match &self.bytes {
            None => index.min(self.text.len()),
            Some(bytes) => bytes.get(index).map_or(self.text.len(), |&at| at as usize),
        }
    }

    fn run(&mut self) -> Result<(), Fault> {
        let mut parser = Parser::new_from_str(self.text);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| self.syntax(&error))?;
            let (start, end) = (self.byte(span.start.index()), self.byte(span.end.index()));
            self.event(event, start, end.max(start))?;
        }
        Ok(())
    }

    fn event(&mut self, event: Event<'_>, start: usize, end: usize) -> Result<(), Fault> {
        let base = self.base;
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(self.unused(
                        start,
                        end,
                        "a second YAML document",
                        "keep one record in a file",
                    ));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                if tag.is_some() {
                    return Err(self.unused(
                        start,
                        end,
                        "a YAML tag",
                        "take the tag away; a field knows its type",
                    ));
                }
                let (scalar, end) = self.scalar(&text, style, start, end);
                let node = Node { value: Value::Scalar(scalar), start: base + start, end: base + end };
                self.spend((1, 0), start)?;
                self.add(node, anchor)
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor) {
                Some((node, cost)) => {
                    let (node, cost) = (node.clone(), *cost);
                    self.spend(cost, start)?;
                    self.add(node, 0)
                }
                None => {
                    Err(self.unused(start, end, "an alias to a value that holds it", "write the value out"))
                }
            },
            Event::SequenceStart(anchor, tag) => {
                self.begin(start, end, anchor, tag.is_some(), Value::List(Vec::new()))
            }
            Event::MappingStart(anchor, tag) => {
                self.begin(start, end, anchor, tag.is_some(), Value::Map(Vec::new()))
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(start),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn begin(
        &mut self,
        start: usize,
        end: usize,
        anchor: usize,
        tagged: bool,
        value: Value,
    ) -> Result<(), Fault> {
        if tagged {
            return Err(self.unused(start, end, "a YAML tag", "take the tag away; a field knows its type"));
        }
        if self.open.len() >= limits::DEPTH {
            return Err(self.fault(&codes::LIMIT, start, end, super::too_deep()));
        }
        self.open.push(Open { start: self.base + start, anchor, key: None, value });
        Ok(())
    }

    fn close(&mut self, end: usize) -> Result<(), Fault> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        // The end event of a block stands at the next token; the block itself ends with its text.
        let from = open.start - self.base;
        let end = from + self.text.get(from..end).unwrap_or_default().trim_end().len();
        let end = end + usize::from(matches!(self.text.as_bytes().get(end), Some(b']' | b'}')));
        let node = Node { value: open.value, start: open.start, end: self.base + end };
        // Its parts were counted as they came.
        self.spend((1, 0), from)?;
        self.add(node, open.anchor)
    }

    /// Takes values and bytes of copied text from the budget.
    fn spend(&mut self, (values, bytes): Cost, at: usize) -> Result<(), Fault> {
        self.values += values;
        self.copied += bytes;
        if self.values > limits::VALUES {
            return Err(self.fault(&codes::LIMIT, at, at, super::too_many_values()));
        }
        if self.copied > limits::ALIAS_BYTES {
            let message = format!("aliases unfold to more than {} bytes", limits::ALIAS_BYTES);
            return Err(self.fault(&codes::LIMIT, at, at, message));
        }
        Ok(())
    }

    fn add(&mut self, node: Node, anchor: usize) -> Result<(), Fault> {
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), cost(&node)));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match (&mut open.value, open.key.take()) {
            (Value::List(items), _) => items.push(node),
            (Value::Map(entries), Some((key, start, end))) => {
                entries.push(Entry { key, start, end, value: node })
            }
            (_, _) => match node.value {
                Value::Scalar(scalar) => open.key = Some((scalar.text, node.start, node.end)),
                Value::List(_) | Value::Map(_) => {
                    let (start, end) = (node.start - self.base, node.end - self.base);
                    return Err(self.unused(start, end, "a list or map as a key", "keys are names"));
                }
            },
        }
        Ok(())
    }

    fn scalar(&self, text: &str, style: ScalarStyle, start: usize, end: usize) -> (Scalar, usize) {
        let raw = self.text.get(start..end).unwrap_or_default();
        let base = self.base + start;
        let kind = match style {
            ScalarStyle::Plain if matches!(text, "" | "~" | "null" | "Null" | "NULL") => ScalarKind::Null,
            ScalarStyle::Plain => ScalarKind::Plain,
            _ => ScalarKind::Text,
        };
        let folds = Rules { folds: true, ..Rules::default() };
        let pieces = match style {
            ScalarStyle::Plain => align(raw, text, base, folds),
            ScalarStyle::SingleQuoted => align(
                raw.get(1..).unwrap_or_default(),
                text,
                base + 1,
                Rules { doubled_quotes: true, ..folds },
            ),
            ScalarStyle::DoubleQuoted => {
                align(raw.get(1..).unwrap_or_default(), text, base + 1, Rules { escapes: true, ..folds })
            }
            ScalarStyle::Literal | ScalarStyle::Folded => block(raw, text, base, style),
        };
        let end = start + raw.trim_end().len();
        (Scalar { text: text.to_owned(), kind, pieces }, end)
    }

    fn syntax(&self, error: &ScanError) -> Fault {
        let at = self.byte(error.marker().index());
        let mut fault = self.fault(
            &codes::YAML_SYNTAX,
            at,
            at,
            format!("not YAML: {}", super::lower_first(error.info())),
        );
        let line = self.text[..at].rfind('\n').map_or(0, |at| at + 1);
        let line = self.text[line..].lines().next().unwrap_or_default();
        if line.contains('\t') && line.trim_start_matches(' ').starts_with('\t') {
            fault.hints.push("indent with spaces; YAML takes no tab there".to_owned());
        } else if error.info().contains("unknown anchor") {
            fault.hints.push("put quotes around a text that starts with `*`".to_owned());
        } else if line.matches(": ").count() > 1 {
            fault.hints.push("put quotes around a text that has `: ` in it".to_owned());
        }
        fault
    }

    fn unused(&self, start: usize, end: usize, found: &str, hint: &str) -> Fault {
        let message = format!("{found}, which records do not use");
        Fault { hints: vec![hint.to_owned()], ..self.fault(&codes::YAML_FEATURE, start, end, message) }
    }

    fn fault(&self, code: Code, start: usize, end: usize, message: String) -> Fault {
        Fault { code, start: self.base + start, end: self.base + end, message, hints: Vec::new() }
    }
}

/// Aligns a block scalar. Its range starts behind the indent of the first line with text, so the empty
/// lines before it are in the decoded text only.
fn block(raw: &str, text: &str, base: usize, style: ScalarStyle) -> Vec<(u32, u32)> {
    let empty = text.len() - text.trim_start_matches('\n').len();
    let shown = &text[empty..];
    let mut pieces = if style == ScalarStyle::Literal {
        align_lines(raw, shown, base)
    } else {
        align(raw, shown, base, Rules { folds: true, ..Rules::default() })
    };
    for (at, _) in &mut pieces {
        *at += offset(empty);
    }
    if empty > 0 {
        pieces.insert(0, (0, offset(base.saturating_sub(empty))));
    }
    pieces
}

/// Values, and bytes of text.
type Cost = (usize, usize);

/// What a copy of a tree costs; the depth limit bounds the recursion.
fn cost(node: &Node) -> Cost {
    let sum = |parts: &mut dyn Iterator<Item = Cost>| {
        parts.fold((1, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    };
    match &node.value {
        Value::Scalar(scalar) => (1, scalar.text.len()),
        Value::List(items) => sum(&mut items.iter().map(cost)),
        Value::Map(entries) => sum(&mut entries.iter().map(|entry| cost(&entry.value))),
    }
}
