//! JSON to a located tree, strictly: no comments, no trailing commas.

use std::sync::Arc;

use jsonc_parser::ast::{Object, Value as Ast};
use jsonc_parser::common::Ranged;
use jsonc_parser::errors::ParseErrorKind;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::align::{Rules, align};
use super::{Entry, Node, Scalar, ScalarKind, Value, offset};
use crate::diagnostics::codes::record as codes;
use crate::diagnostics::{Diagnostic, Source, Span};
use crate::record::limits;

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Parses a whole JSON text.
///
/// # Errors
///
/// One fault: of syntax, or of a limit.
pub fn parse(source: &Arc<Source>) -> Result<Node, Diagnostic> {
    let text = source.text.as_str();
    let at = |start: usize, end: usize| Span { source: Arc::clone(source), start, end };
    let result = parse_to_ast(text, &CollectOptions::default(), &STRICT).map_err(|error| {
        let range = error.range();
        if matches!(error.kind(), ParseErrorKind::NestingDepthExceeded) {
            return Diagnostic::error(&codes::LIMIT, super::too_deep()).at(at(range.start, range.start));
        }
        Diagnostic::error(
            &codes::JSON_SYNTAX,
            format!("not JSON: {}", super::lower_first(&error.kind().to_string())),
        )
        .at(at(range.start.min(text.len()), range.end.min(text.len()).max(range.start.min(text.len()))))
    })?;
    let Some(root) = result.value else {
        return Err(Diagnostic::error(&codes::JSON_SYNTAX, "no JSON value in the file").at(at(0, 0)));
    };
    let mut reader = Reader { text, values: 0 };
    reader.node(&root, 0).map_err(|(start, what)| Diagnostic::error(&codes::LIMIT, what).at(at(start, start)))
}

struct Reader<'a> {
    text: &'a str,
    values: usize,
}

impl Reader<'_> {
    fn node(&mut self, ast: &Ast<'_>, depth: usize) -> Result<Node, (usize, String)> {
        let range = ast.range();
        self.values += 1;
        if self.values > limits::VALUES {
            return Err((range.start, super::too_many_values()));
        }
        if depth > limits::DEPTH {
            return Err((range.start, super::too_deep()));
        }
        let value = match ast {
            Ast::StringLit(literal) => {
                let raw = self.text.get(range.start + 1..range.end.saturating_sub(1)).unwrap_or_default();
                let rules = Rules { escapes: true, ..Rules::default() };
                let pieces = align(raw, &literal.value, range.start + 1, rules);
                Value::Scalar(Scalar { text: literal.value.to_string(), kind: ScalarKind::Text, pieces })
            }
            Ast::NumberLit(literal) => written(literal.value, ScalarKind::Number, range.start),
            Ast::BooleanLit(literal) => {
                written(if literal.value { "true" } else { "false" }, ScalarKind::Bool, range.start)
            }
            Ast::NullKeyword(_) => written("", ScalarKind::Null, range.start),
            Ast::Array(array) => Value::List(
                array
                    .elements
                    .iter()
                    .map(|element| self.node(element, depth + 1))
                    .collect::<Result<_, _>>()?,
            ),
            Ast::Object(object) => Value::Map(self.entries(object, depth)?),
        };
        Ok(Node { value, start: range.start, end: range.end })
    }

    fn entries(&mut self, object: &Object<'_>, depth: usize) -> Result<Vec<Entry>, (usize, String)> {
        let entry = |property: &jsonc_parser::ast::ObjectProp<'_>| {
            let range = property.name.range();
            let value = self.node(&property.value, depth + 1)?;
            Ok(Entry { key: property.name.as_str().to_owned(), start: range.start, end: range.end, value })
        };
        object.properties.iter().map(entry).collect()
    }
}

fn written(text: &str, kind: ScalarKind, start: usize) -> Value {
    Value::Scalar(Scalar { text: text.to_owned(), kind, pieces: vec![(0, offset(start))] })
}
