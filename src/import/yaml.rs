//! YAML front matter of other tools, through the same located tree as records.

use std::collections::BTreeMap;

use super::markdown::Values;
use crate::diagnostics::Source;
use crate::record::tree::{Node, Value, yaml};

/// Reads the keys between two bytes of a text.
pub(super) fn values(text: &str, start: usize, end: usize) -> Result<Values, String> {
    let source = Source::new("front matter", text);
    let root = yaml::parse(&source, start, end).map_err(|fault| fault.message)?;
    let Value::Map(entries) = root.value else { return Ok(Vec::new()) };
    let one = |entry: crate::record::tree::Entry| {
        let at = source.line_column(entry.start).0;
        (entry.key, at, items(&entry.value))
    };
    Ok(entries.into_iter().map(one).collect())
}

fn items(node: &Node) -> Vec<BTreeMap<String, String>> {
    match &node.value {
        Value::Scalar(scalar) if scalar.text.trim().is_empty() => Vec::new(),
        Value::Scalar(scalar) => vec![BTreeMap::from([(String::new(), scalar.text.clone())])],
        Value::List(list) => list.iter().flat_map(items).collect(),
        Value::Map(entries) => {
            let text = |node: &Node| match &node.value {
                Value::Scalar(scalar) => Some(scalar.text.clone()),
                Value::List(_) | Value::Map(_) => None,
            };
            vec![entries.iter().filter_map(|entry| Some((entry.key.clone(), text(&entry.value)?))).collect()]
        }
    }
}
